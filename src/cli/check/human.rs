//! Findings for people: the source in a frame, what is wrong below it, and one line at the end.

use std::{
    borrow::Cow,
    io::{self, Write},
    ops::Range,
};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, Title};
use camino::Utf8Path;
use rayon::prelude::*;
use text_size::{TextRange, TextSize};

use super::{Checked, Report, is_shown};
use crate::{
    cli::{args::CheckArgs, output::Palette, paths::relative},
    rules::{Diagnostic, Severity},
    text::{Encoding, LineIndex, is_plain, plain_line},
};

/// A line longer than this many bytes is cut around what is at fault.
const LONGEST_LINE: usize = 400;

/// A range of more lines than this is only marked on its first.
const MOST_LINES: u32 = 8;

/// How many documents are drawn before they are written.
const CHUNK: usize = 256;

/// Writes what `check` prints on a terminal.
pub(super) fn write(out: &mut impl Write, report: &Report<'_>, args: &CheckArgs, palette: Palette) -> io::Result<()> {
    let renderer = if palette.colored { Renderer::styled() } else { Renderer::plain() };
    let frames = |checked: &Checked| -> String {
        let shown = checked.found.iter().filter(|found| is_shown(found, args));
        shown.map(|found| frame(report, checked, found, &renderer) + "\n\n").collect()
    };
    for chunk in report.checked.chunks(CHUNK) {
        let drawn: Vec<String> = chunk.par_iter().map(frames).collect();
        drawn.iter().try_for_each(|frames| out.write_all(frames.as_bytes()))?;
    }
    out.write_all(summary(report, args, palette).as_bytes())
}

fn frame(report: &Report<'_>, checked: &Checked, found: &Diagnostic, renderer: &Renderer) -> String {
    let document = &checked.document;
    let place = Place::new(&checked.path, document.text(), &document.facts().lines, found.range);
    let title = level(found.severity).primary_title(found.message.as_str()).id(found.code);
    let fixes = found.fixes.iter().map(|fix| {
        let how = if fix.always { "fix (--fix)" } else { "quick fix" };
        Level::HELP.message(format!("{how}: {}", fix.title))
    });
    let mut groups = vec![place.show(title).elements(fixes)];
    let mut corrections = vec![place.correction()];
    for related in &found.related {
        let Some(document) = checked.project.document(&related.path) else { continue };
        let path = relative(&related.path, report.folder);
        let place = Place::new(&path, document.text(), &document.facts().lines, related.range);
        groups.push(place.show(Level::NOTE.secondary_title(related.message.as_str())));
        corrections.push(place.correction());
    }
    let mut frame = renderer.render(&groups);
    for (wrong, right) in corrections.into_iter().flatten() {
        frame = frame.replacen(&wrong, &right, 1);
    }
    frame
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}

/// The lines of a range, as much of them as is worth showing.
struct Place<'a> {
    path: String,
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    /// The lines.
    source: Cow<'a, str>,
    /// The bytes of `source` that are marked.
    marked: Range<usize>,
    /// Whether `source` is a part of a line.
    cut: bool,
}

impl<'a> Place<'a> {
    fn new(path: &Utf8Path, text: &'a str, lines: &LineIndex, range: TextRange) -> Self {
        let start = lines.position(text, range.start(), Encoding::Utf32);
        let first = lines.line_range(text, start.line);
        let last_line = lines.line(range.end());
        let shown =
            if last_line - start.line < MOST_LINES { first.cover(lines.line_range(text, last_line)) } else { first };
        let whole = shown.len() <= TextSize::new(LONGEST_LINE as u32);
        let (source, marked) = if whole {
            (Cow::Borrowed(&text[shown]), (within(range, shown) - shown.start()).into())
        } else {
            let (source, marked) = cut(&text[first], within(range, first) - first.start());
            (Cow::Owned(source), marked)
        };
        let (line, column) = (start.line as usize + 1, start.character as usize + 1);
        let (source, marked) = shown_source(source, marked);
        Place { path: plain_line(path.as_str()).into_owned(), line, column, source, marked, cut: !whole }
    }

    fn show(&self, title: Title<'a>) -> Group<'a> {
        // A file that is empty, or not read, has nothing to show.
        if self.source.trim().is_empty() {
            return title.element(Origin::path(self.path.clone()).line(self.line).char_column(self.column));
        }
        let annotation = AnnotationKind::Primary.span(self.marked.clone());
        let snippet = Snippet::source(self.source.clone()).path(self.path.clone()).line_start(self.line);
        title.element(snippet.annotation(annotation))
    }

    /// The place as the renderer writes it and as it is, where it only sees a part of a long line.
    fn correction(&self) -> Option<(String, String)> {
        let Place { path, line, column, source, marked, cut } = self;
        let shown = source.get(..marked.start)?.chars().count() + 1;
        cut.then(|| (format!("{path}:{line}:{shown}"), format!("{path}:{line}:{column}")))
    }
}

/// A source without what the renderer would let through to the terminal, and where `marked` is in it then.
fn shown_source(source: Cow<'_, str>, marked: Range<usize>) -> (Cow<'_, str>, Range<usize>) {
    // The renderer draws the ASCII controls as pictures; a byte-order mark has no width.
    let keep = |char: char| is_plain(char) || char.is_ascii_control() || char == '\u{feff}';
    if source.chars().all(keep) {
        return (source, marked);
    }
    let shown = |part: Option<&str>| -> String {
        let chars = part.unwrap_or_default().chars();
        chars.map(|char| if keep(char) { char } else { char::REPLACEMENT_CHARACTER }).collect()
    };
    let before = shown(source.get(..marked.start));
    let inside = shown(source.get(marked.clone()));
    let after = shown(source.get(marked.end..));
    let marked = before.len()..before.len() + inside.len();
    (Cow::Owned(before + &inside + &after), marked)
}

/// The part of `range` that `outer` holds; empty at its end when there is none.
fn within(range: TextRange, outer: TextRange) -> TextRange {
    range.intersect(outer).unwrap_or(TextRange::empty(outer.end()))
}

/// What is around `marked` in a long line, with `…` where it was cut, and where `marked` is in it.
fn cut(line: &str, marked: TextRange) -> (String, Range<usize>) {
    const AROUND: usize = LONGEST_LINE / 4;
    let (start, end) = (usize::from(marked.start()), usize::from(marked.end()));
    let end = line.floor_char_boundary(end.min(start + 2 * AROUND));
    let from = line.floor_char_boundary(start.saturating_sub(AROUND));
    let to = line.ceil_char_boundary((end + AROUND).min(line.len()));
    let before = if from > 0 { "…" } else { "" };
    let after = if to < line.len() { "…" } else { "" };
    let shift = |at: usize| at - from + before.len();
    (format!("{before}{}{after}", &line[from..to]), shift(start)..shift(end))
}

/// The last line: how much was found in how many documents, and what can be done next.
pub(super) fn summary(report: &Report<'_>, args: &CheckArgs, palette: Palette) -> String {
    let dialects: Vec<_> = report.dialects.found().map(|dialect| dialect.idiom().title).collect();
    let dialects = dialects.join(", ");
    if report.checked.is_empty() {
        let found = if dialects.is_empty() { String::new() } else { format!(" (found: {dialects})") };
        return format!(
            "no documents: nothing here is a command, a partial, a constitution, a workflow or a task{found}\n"
        );
    }
    let hints = report.count(Severity::Hint);
    let counts = [
        (report.count(Severity::Error), "error"),
        (report.count(Severity::Warning), "warning"),
        (report.count(Severity::Info), "info"),
        (if args.shows_hints() { hints } else { 0 }, "hint"),
    ];
    let found: Vec<_> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, name)| plural(count, name)).collect();
    let hidden = (hints > 0 && !args.shows_hints()).then(|| format!("{} (--hints shows them)", plural(hints, "hint")));
    let fixable = (report.fixable() > 0).then(|| format!("{} fixable with --fix", report.fixable()));
    let more = [hidden, fixable].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let separator = if more.is_empty() { "" } else { "; " };
    let spoken = if dialects.is_empty() { String::new() } else { format!(" ({dialects})") };
    let documents = plural(report.checked.len(), "document");
    if found.is_empty() {
        let passed = palette.strong("All checks passed");
        return format!("{passed} in {documents}{spoken}{separator}{more}\n");
    }
    format!("{} in {documents}{spoken}{separator}{more}\n", palette.strong(&found.join(", ")))
}

/// "1 error", "2 errors".
pub(super) fn plural(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 || name == "info" { "" } else { "s" })
}
