//! What the rules about SECTION and AC markers share: their words and their fixes.

use rustc_hash::FxHashSet;
use text_size::{TextRange, TextSize};

use crate::{
    model::section::{Fault, FaultKind, Section, Sections, is_checklist, sections},
    rules::{Context, Edit, Fix},
    text::lines::{line_end, line_start, with_line},
};

/// What a section is called in messages.
pub(super) fn label(name: &str) -> String {
    if is_checklist(name) { name.to_owned() } else { format!("SECTION:{name}") }
}

/// The names of the sections that have both of their markers: another marker of such a section is one too many.
pub(super) type Whole<'a> = FxHashSet<&'a str>;

/// Reads [`Whole`].
pub(super) fn whole<'a>(context: &Context<'a>, sections: &Sections) -> Whole<'a> {
    sections.pairs.iter().map(|pair| &context.text[pair.name]).collect()
}

/// What is wrong, and what to do.
pub(super) fn message(context: &Context<'_>, whole: &Whole<'_>, fault: &Fault) -> String {
    let label = label(&context.text[fault.name]);
    match fault.kind {
        FaultKind::NeverClosed => format!("`{label}` is never closed: add `<!-- {label}:END -->`"),
        FaultKind::NeverOpened if whole.contains(&context.text[fault.name]) => {
            format!("`{label}` is closed and was not open: remove this marker")
        }
        FaultKind::NeverOpened => format!("`{label}` is closed and was not open: add `<!-- {label}:BEGIN -->`"),
        FaultKind::OpenedTwice => format!("`{label}` is opened while it is open: close it first"),
        FaultKind::Crossed => format!("`{label}` begins inside another section and ends outside of it"),
        FaultKind::Repeated => format!("duplicate section `{label}`: rename one"),
    }
}

/// What to see at the other marker.
pub(super) fn other(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Crossed => "the other section begins here",
        _ => "it begins here",
    }
}

/// What mends a fault, best first.
pub(super) fn fixes(context: &Context<'_>, whole: &Whole<'_>, fault: &Fault) -> Vec<Fix> {
    let text = context.text;
    let label = label(&text[fault.name]);
    let fix = |title: String, range: TextRange, new: String| {
        Fix::new(title, vec![Edit::replace(&context.document.path, range, new)])
    };
    let remove = || fix("Remove the marker".to_owned(), with_line(text, fault.marker), String::new());
    let newline = line_end(text);
    match fault.kind {
        FaultKind::NeverClosed => {
            let marker = format!("<!-- {label}:END -->");
            let at = TextRange::empty(end_of_section(context, fault.marker));
            vec![fix(format!("Insert `{marker}`"), at, format!("{newline}{marker}")), remove()]
        }
        FaultKind::NeverOpened if whole.contains(&text[fault.name]) => vec![remove()],
        FaultKind::NeverOpened => {
            let marker = format!("<!-- {label}:BEGIN -->");
            let at = TextRange::empty(start_of_section(context, fault.marker));
            vec![fix(format!("Insert `{marker}`"), at, format!("{marker}{newline}")), remove()]
        }
        FaultKind::OpenedTwice => vec![inner_pair(context, fault).unwrap_or_else(remove)],
        FaultKind::Crossed | FaultKind::Repeated => Vec::new(),
    }
}

/// Takes out the pair that an edit has put inside of the section.
fn inner_pair(context: &Context<'_>, fault: &Fault) -> Option<Fix> {
    let pairs = sections(context.text, &context.facts().markers).pairs;
    let inner = pairs.into_iter().find(|pair| pair.begin == fault.marker)?;
    let outer_ends = |pair: &Section| Some(pair.begin) == fault.other && pair.end.start() > inner.end.end();
    sections(context.text, &context.facts().markers).pairs.iter().find(|pair| outer_ends(pair))?;
    let path = &context.document.path;
    let edit = |marker| Edit::replace(path, with_line(context.text, marker), String::new());
    Some(Fix::new("Remove the inner markers", vec![edit(inner.begin), edit(inner.end)]))
}

/// Where a section that `begin` opens probably ends: before the next marker, or the next heading that is not below its own, after
/// the last text there.
fn end_of_section(context: &Context<'_>, begin: TextRange) -> TextSize {
    let headings = &context.facts().markdown.headings;
    let next = headings.partition_point(|heading| heading.range.start() < begin.start());
    let level = next.checked_sub(1).map_or(u8::MAX, |before| headings[before].level);
    let markers = &context.facts().markers;
    let marker = markers.get(markers.partition_point(|marker| marker.range.start() <= begin.start()));
    let marker = marker.map(|marker| marker.range.start());
    let whole = TextSize::of(context.text);
    let before_marker = headings[next..].iter().take_while(|it| marker.is_none_or(|marker| it.range.start() < marker));
    let heading = { before_marker }.find(|heading| heading.level <= level).map(|heading| heading.range.start());
    let limit = marker.map_or(whole, |start| line_start(context.text, start)).min(heading.unwrap_or(whole));
    let limit = limit.max(begin.end());
    TextSize::of(context.text[..limit.into()].trim_end()).max(begin.end())
}

/// Where a section that `end` closes probably begins: at the first text after the last heading or marker before it.
fn start_of_section(context: &Context<'_>, end: TextRange) -> TextSize {
    let (headings, markers) = (&context.facts().markdown.headings, &context.facts().markers);
    let heading = headings[..headings.partition_point(|heading| heading.range.end() <= end.start())].last();
    let marker = markers[..markers.partition_point(|marker| marker.range.end() <= end.start())].last();
    let before = heading.map(|heading| heading.range.end()).max(marker.map(|marker| marker.range.end()));
    let before = before.unwrap_or(context.facts().body).max(context.facts().body).min(end.start());
    let between = &context.text[TextRange::new(before, end.start())];
    let text = before + (TextSize::of(between) - TextSize::of(between.trim_start()));
    line_start(context.text, text).max(before)
}
