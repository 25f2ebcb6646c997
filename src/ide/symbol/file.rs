//! Files: includes in both spellings, relative links without an anchor, the scripts of hooks, the templates of schemas.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use super::{Access, Finder, Symbol};
use crate::{
    model::{Kind, hooks::SCRIPTS, kiro::file_reference::file_references, open_spec::OpenSpecMeaning},
    syntax::{include::IncludeKind, markdown::MarkdownLink},
    workspace::{
        Resolved,
        expand::leaves_root,
        link::{self, Destination},
    },
};

pub(super) fn find(finder: &mut Finder<'_>) {
    includes(finder);
    links(finder);
    scripts(finder);
    pulled(finder);
    templates(finder);
}

/// `#[[file:…]]` of Kiro: a path from the root of the project, else from the folder of the document.
fn pulled(finder: &mut Finder<'_>) {
    if !Kind::PULLING.contains(&finder.document.kind) {
        return;
    }
    let folder = link::folder(finder.snapshot, finder.document);
    for reference in file_references(finder.text) {
        let in_code = finder.facts.markdown.in_code(reference.range.start())
            || finder.facts.fences.at(reference.range.start()).is_some();
        if in_code || !finder.near(reference.range) {
            continue;
        }
        let range = reference.file(finder.text);
        let written = &finder.text[range];
        let found = match finder.snapshot.resolve(Utf8Path::new(written)) {
            Resolved::File(real) => Some(real),
            _ => match finder.snapshot.files().resolve_in(folder, written) {
                Resolved::File(real) => Some(real),
                _ => None,
            },
        };
        if let Some(real) = found {
            finder.add(reference.range, range, Access::Read, Symbol::File(finder.path(&real)));
        }
    }
}

fn includes(finder: &mut Finder<'_>) {
    for include in &finder.facts.includes {
        let path = &finder.text[include.path];
        if include.kind == IncludeKind::Placeholder || !finder.near(include.range) || leaves_root(path) {
            continue;
        }
        if let Resolved::File(real) = finder.snapshot.resolve(Utf8Path::new(path)) {
            finder.add(include.range, include.path, Access::Read, Symbol::File(finder.path(&real)));
        }
    }
}

fn links(finder: &mut Finder<'_>) {
    for link in &finder.facts.markdown.links {
        let Some(destination) = destination(finder, link).filter(|destination| !destination.path.is_empty()) else {
            continue;
        };
        if let Resolved::File(real) = link::resolve(finder.snapshot, finder.document, &destination.path) {
            let written = &finder.text[link.destination_range];
            // A reader of `a.md#b` wants `b`, unless the cursor is on `a.md`.
            let (reach, range) = match written.find('#') {
                Some(anchor) => {
                    let path = TextRange::at(link.destination_range.start(), TextSize::new(anchor as u32));
                    (path, path)
                }
                None => (link.range.cover(link.destination_range), link.destination_range),
            };
            finder.add(reach, range, Access::Read, Symbol::File(finder.path(&real)));
        }
    }
}

/// What a link that is no example says, when it can be what is looked for.
pub(super) fn destination(finder: &Finder<'_>, link: &MarkdownLink) -> Option<Destination> {
    let near = finder.near(link.range) || finder.near(link.destination_range);
    // What its author put into a block is an example, also where CommonMark ends the block early.
    let is_example = || finder.facts.fences.at(link.range.start()).is_some();
    if near && !is_example() { link::read(&link.destination) } else { None }
}

fn scripts(finder: &mut Finder<'_>) {
    for script in finder.facts.meaning.hooks().iter().filter_map(|hook| hook.script.as_ref()) {
        if finder.near(script.range)
            && !leaves_root(&script.text)
            && let Resolved::File(real) = finder.snapshot.resolve(&Utf8Path::new(SCRIPTS).join(&script.text))
        {
            finder.word(script.range, Access::Read, Symbol::File(finder.path(&real)));
        }
    }
}

/// `template:` of an artifact in a schema of OpenSpec.
fn templates(finder: &mut Finder<'_>) {
    let Some(OpenSpecMeaning::Schema(schema, _)) = finder.facts.meaning.open_spec() else { return };
    for template in schema.templates() {
        if finder.near(template.range)
            && let Resolved::File(real) = finder.snapshot.template(finder.document, template)
        {
            finder.word(template.range, Access::Read, Symbol::File(finder.path(&real)));
        }
    }
}
