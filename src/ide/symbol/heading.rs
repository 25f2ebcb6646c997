//! Headings, and the anchors of links that lead to them.

use text_size::{TextRange, TextSize};

use super::{Access, Finder, Scope, Symbol, file};
use crate::{
    syntax::markdown::Heading,
    workspace::{DocPath, Document, Resolved, link},
};

pub(super) fn find(finder: &mut Finder<'_>) {
    headings(finder);
    if !matches!(finder.scope, Scope::Declaring(_)) {
        links(finder);
    }
}

fn headings(finder: &mut Finder<'_>) {
    let facts = finder.facts;
    let headings = &facts.markdown.headings;
    let add = |finder: &mut Finder<'_>, heading: &Heading, anchor: &str| {
        let symbol = Symbol::Heading { path: finder.document.path.clone(), anchor: anchor.to_owned() };
        finder.add(heading.range, content(finder.text, heading.range), Access::Declaration, symbol);
    };
    if let Scope::Of(symbol) | Scope::Declaring(symbol) = finder.scope {
        let Symbol::Heading { path, anchor } = symbol else { return };
        // Anchors are worked out for a whole document, and few documents have the heading that is looked for.
        let place = if *path == finder.document.path { facts.anchors().position(anchor) } else { None };
        if let Some(heading) = place.and_then(|place| headings.get(place)) {
            add(finder, heading, anchor);
        }
    } else if headings.iter().any(|heading| finder.near(heading.range)) {
        for (heading, anchor) in headings.iter().zip(facts.anchors().names()) {
            add(finder, heading, anchor);
        }
    }
}

/// A heading without its marks and the blanks around.
fn content(text: &str, heading: TextRange) -> TextRange {
    let source = &text[heading];
    let line = source.trim_end().split(['\n', '\r']).next().unwrap_or_default();
    let marks = line.trim_start().trim_start_matches('#').trim_start();
    let start = heading.start() + TextSize::of(&line[..line.len() - marks.len()]);
    let without = marks.trim_end_matches('#');
    // Hashes close a heading only after a blank.
    let name = if without.ends_with([' ', '\t']) { without.trim_end() } else { marks };
    TextRange::at(start, TextSize::of(name))
}

fn links(finder: &mut Finder<'_>) {
    for link in &finder.facts.markdown.links {
        let Some(destination) = file::destination(finder, link).filter(|destination| !destination.anchor.is_empty())
        else {
            continue;
        };
        let path = match &*destination.path {
            "" => Some(finder.document.path.clone()),
            path => match link::resolve(finder.snapshot, finder.document, path) {
                Resolved::File(real) => Some(finder.path(&real)),
                _ => None,
            },
        };
        let Some(path) = path else { continue };
        let Some(anchor) = anchor(finder, &path, &destination.anchor) else { continue };
        let written = link.destination_range;
        let range = match finder.text[written].find('#') {
            Some(hash) => TextRange::new(written.start() + TextSize::new(hash as u32 + 1), written.end()),
            None => written,
        };
        finder.add(link.range.cover(range), range, Access::Read, Symbol::Heading { path, anchor });
    }
}

/// The anchor of a heading that is really there.
fn anchor(finder: &Finder<'_>, path: &DocPath, written: &str) -> Option<String> {
    let has = |document: &Document| {
        let wanted = written.to_lowercase();
        document.facts().anchors().position(&wanted).map(|_| wanted)
    };
    if *path == finder.document.path { has(finder.document) } else { has(finder.snapshot.document(path)?) }
}
