//! Headings, marker pairs, markers, criteria and front matter of a Markdown document.

use std::sync::Arc;

use text_size::{TextRange, TextSize};

use super::{OutlineSymbol, SymbolKind, yaml};
use crate::{
    model::{
        section::{is_checklist, sections},
        task::criteria,
    },
    syntax::marker::MarkerKind,
    workspace::{Document, Facts},
};

/// A heading and what it is the heading of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineHeading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without marks.
    pub text: Arc<str>,
    /// The heading itself.
    pub range: TextRange,
    /// From the heading to before the next one that is not below it, or to the end of the markers around it, without the blank
    /// lines at the end.
    pub section: TextRange,
}

/// The headings of a document in order. Those in quotes, lists and footnotes end no section outside of these.
pub fn headings(document: &Document) -> Vec<OutlineHeading> {
    let (text, facts) = (document.text(), document.facts());
    let containers = document.blocks().iter().filter(|block| block.kind.is_container()).map(|block| block.range);
    let mut containers = containers.peekable();
    // The containers around the current heading, each with the headings that are open in it; the first one is the document.
    let whole = TextRange::up_to(TextSize::of(text));
    let mut around: Vec<(TextRange, Vec<usize>)> = vec![(whole, Vec::new())];
    let mut headings: Vec<OutlineHeading> = Vec::new();
    let end = |headings: &mut Vec<OutlineHeading>, open: &mut Vec<usize>, from: u8, at: TextSize| {
        while let Some(done) = open.pop_if(|open| headings[*open].level >= from) {
            let start = headings[done].range.start();
            let content = text[TextRange::new(start, at.max(start))].trim_end();
            headings[done].section = TextRange::at(start, TextSize::of(content)).cover(headings[done].range);
        }
    };
    for heading in &facts.markdown.headings {
        let start = heading.range.start();
        while let Some(container) = containers.next_if(|container| container.start() <= start) {
            if container.end() > start {
                around.push((container, Vec::new()));
            }
        }
        while let Some((container, mut open)) = around.pop_if(|(container, _)| container.end() <= start) {
            end(&mut headings, &mut open, 0, container.end());
        }
        if let Some((_, open)) = around.last_mut() {
            end(&mut headings, open, heading.level, start);
            open.push(headings.len());
        }
        let (level, text, range) = (heading.level, heading.text.clone(), heading.range);
        headings.push(OutlineHeading { level, text, range, section: range });
    }
    for (container, mut open) in around {
        end(&mut headings, &mut open, 0, container.end());
    }
    cut_by_markers(text, facts, &mut headings);
    headings
}

/// What a pair of markers holds ends with it, the section of a heading too.
fn cut_by_markers(text: &str, facts: &Facts, headings: &mut [OutlineHeading]) {
    let mut pairs = sections(text, &facts.markers).pairs.into_iter().peekable();
    let mut open: Vec<TextSize> = Vec::new();
    for heading in headings {
        let start = heading.range.start();
        while let Some(pair) = pairs.next_if(|pair| pair.begin.start() < start) {
            open.push(pair.end.start());
        }
        while open.pop_if(|end| *end <= start).is_some() {}
        if let Some(end) = open.last().filter(|end| **end < heading.section.end()) {
            let content = text[TextRange::new(start, *end)].trim_end();
            heading.section = TextRange::at(start, TextSize::of(content)).cover(heading.range);
        }
    }
}

pub(super) fn symbols(document: &Document) -> Vec<OutlineSymbol> {
    let (text, facts) = (document.text(), document.facts());
    let mut symbols = Vec::new();
    if let Some(front_matter) = &facts.front_matter {
        let first_line = facts.lines.line_range(text, facts.lines.line(front_matter.range.start()));
        let range = TextRange::at(front_matter.range.start(), TextSize::of(text[front_matter.range].trim_end()));
        let name = TextRange::new(range.start(), first_line.end().max(range.start()));
        symbols.push(OutlineSymbol::new(SymbolKind::FrontMatter, "Front matter", range, name));
        yaml::keys(text, &front_matter.entries, &mut symbols);
    }
    symbols.extend(
        headings(document)
            .into_iter()
            .map(|heading| OutlineSymbol::new(SymbolKind::Heading, &*heading.text, heading.section, heading.range)),
    );
    for pair in sections(text, &facts.markers).pairs {
        let range = pair.begin.cover(pair.end);
        let symbol = OutlineSymbol::new(SymbolKind::Section, &text[pair.name], range, pair.name);
        let inside = TextRange::new(pair.begin.end(), pair.end.start().max(pair.begin.end()));
        if !is_checklist(&text[pair.name]) {
            symbols.push(symbol.detail("section"));
            continue;
        }
        let criteria: Vec<_> = criteria(text, &facts.fences, inside).collect();
        let checked = criteria.iter().filter(|criterion| criterion.checked).count();
        symbols.push(symbol.detail(format!("{checked} of {} checked", criteria.len())));
        symbols.extend(criteria.into_iter().map(|criterion| {
            OutlineSymbol::new(SymbolKind::Criterion, &text[criterion.text], criterion.range, criterion.text)
                .detail(if criterion.checked { "checked" } else { "open" })
        }));
    }
    symbols.extend(facts.markers.iter().filter_map(|marker| match &marker.kind {
        MarkerKind::Tier { value, .. } => {
            Some(OutlineSymbol::new(SymbolKind::Marker, &text[*value], marker.range, *value).detail("TIER"))
        }
        MarkerKind::NeedsValidation { text: what } => {
            let name = text[*what].split_whitespace().collect::<Vec<_>>().join(" ");
            Some(OutlineSymbol::new(SymbolKind::Marker, name, marker.range, *what).detail("NEEDS_VALIDATION"))
        }
        _ => None,
    }));
    symbols
}
