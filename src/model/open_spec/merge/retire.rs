//! Whether a spec without requirements holds anything that its deletion would lose.
//!
//! A spec is deleted only when all of it is a title, a purpose and requirements: each a text, and scenarios that are lists.

use text_size::TextRange;

use crate::model::open_spec::{
    CapabilitySpec, RequirementBlock,
    lines::{
        SpecLine, SpecLines,
        pattern::{is_space, strip_ignoring_case, trim, trim_end, trim_start},
    },
};

/// The first line that is none of these parts.
pub(super) fn unaccounted(text: &str, spec: &CapabilitySpec) -> Option<TextRange> {
    let section = spec.merged.as_ref()?;
    let lines = SpecLines::new(text);
    let all = lines.lines();
    let heading = all.partition_point(|line| line.range().start() < section.heading.start());
    let after = all.partition_point(|line| line.range().start() < section.end);
    let stray = || all[after..].iter().find(|line| !line.is_blank()).map(SpecLine::trimmed_range);
    let preamble = section.preamble;
    before(&all[..heading])
        .or_else(|| (!preamble.is_empty()).then_some(preamble))
        .or_else(|| section.blocks.iter().find_map(|block| in_block(text, all, block)))
        .or_else(stray)
}

/// The heading of level three or less in a block after its first line, as Markdown sees it, and everything from there on.
pub(super) fn foreign_tail(block: &str) -> Option<(&str, &str)> {
    let lines = SpecLines::new(block);
    let found = lines.lines().iter().skip(1).find(|line| !line.is_inert && is_heading(line.text, 3))?;
    let start = usize::from(found.range().start());
    Some((trim(found.text), trim_end(&block[start..])))
}

/// What precedes `## Requirements` and is neither the title nor the purpose.
fn before(lines: &[SpecLine<'_>]) -> Option<TextRange> {
    let (mut in_purpose, mut has_title) = (false, false);
    let mut previous: Option<&SpecLine<'_>> = None;
    for line in lines {
        let above = previous.filter(|line| !line.is_blank());
        previous = Some(line);
        if line.is_blank() {
            continue;
        }
        let shallow = without_indent(line.text).filter(|_| !line.is_inert);
        let titled = |marks| {
            let rest = shallow?.strip_prefix(marks)?;
            (rest.starts_with(is_space) && rest.chars().count() > 1).then(|| trim(rest))
        };
        if let Some(title) = titled("##") {
            in_purpose = title.eq_ignore_ascii_case("purpose");
            if !in_purpose {
                return Some(line.trimmed_range());
            }
        } else if let Some(above) = above.filter(|_| in_purpose && shallow.is_some_and(is_underline)) {
            return Some(above.trimmed_range());
        } else if shallow.is_some_and(is_html_heading) {
            return Some(line.trimmed_range());
        } else if titled("#").is_some() {
            if has_title || in_purpose {
                return Some(line.trimmed_range());
            }
            has_title = true;
        } else if !in_purpose {
            return Some(line.trimmed_range());
        }
    }
    None
}

/// What is in a block and neither its text nor a list of a scenario.
fn in_block(text: &str, all: &[SpecLine<'_>], block: &RequirementBlock) -> Option<TextRange> {
    if foreign_tail(&text[block.range]).is_some() {
        return Some(block.heading);
    }
    let first = all.partition_point(|line| line.range().start() < block.heading.end());
    let end = all.partition_point(|line| line.range().start() < block.range.end());
    let mut reader = BlockReader::default();
    let inside = all.get(first..end).unwrap_or_default();
    for (at, line) in inside.iter().enumerate() {
        if !reader.accounts_for(line, at.checked_sub(1).map(|at| &inside[at])) {
            return Some(line.trimmed_range());
        }
    }
    None
}

/// Reads a block line by line. It knows lists as Markdown does, since a line may continue an item.
#[derive(Default)]
struct BlockReader {
    has_scenario: bool,
    /// Whether the list right below the heading of a scenario may go on.
    in_steps: bool,
    has_step: bool,
    /// The column where the content of the last item begins.
    content: Option<usize>,
    /// Whether the paragraph of the last item may go on.
    is_open: bool,
}

impl BlockReader {
    /// Whether a line below the heading of a requirement is part of it. `above` is the line above, if that is below the heading, too.
    fn accounts_for(&mut self, line: &SpecLine<'_>, above: Option<&SpecLine<'_>>) -> bool {
        if line.is_blank() {
            self.in_steps &= !self.has_step;
            self.content = None;
            self.is_open = false;
            return true;
        }
        let indent = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
        let inside = self.content.filter(|content| column(&line.text[..indent]) >= *content);
        let within = inside.map_or(line.text, |content| without_columns(line.text, content));
        if line.is_inert {
            self.content = inside;
            self.is_open = false;
            return true;
        }
        if without_indent(within).is_some_and(is_underline) && above.is_some_and(|above| !above.is_blank()) {
            return false;
        }
        let interrupts = interrupts_paragraph(within);
        let continues = inside.is_some() || self.is_open && self.in_steps && !interrupts;
        if continues && !is_heading(within, 6) && !is_html_heading(trim_start(within)) {
            self.is_open = !interrupts;
            return true;
        }
        let item = item(line.text);
        self.content = item.map(column);
        self.is_open = item.is_some();
        if is_scenario(line.text) {
            self.has_scenario = true;
            self.in_steps = true;
            self.has_step = false;
            return true;
        }
        if item.is_some() {
            self.has_step |= self.in_steps;
            return self.in_steps || !self.has_scenario;
        }
        !self.has_scenario && !trim_start(line.text).starts_with(['|', '<'])
    }
}

/// A line without its indent, which is at most three spaces.
fn without_indent(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    (line.len() - text.len() <= 3).then_some(text)
}

/// A heading of at most this level, indented or not.
fn is_heading(line: &str, deepest: usize) -> bool {
    without_indent(line).is_some_and(|text| {
        let rest = text.trim_start_matches('#');
        (1..=deepest).contains(&(text.len() - rest.len())) && (rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

fn is_html_heading(text: &str) -> bool {
    let Some(rest) = strip_ignoring_case(text, "<h") else { return false };
    let after = rest.strip_prefix(|char: char| ('1'..='6').contains(&char));
    after.is_some_and(|after| !after.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '_'))
}

/// What makes a heading of the line above.
fn is_underline(text: &str) -> bool {
    let marks = trim_end(text);
    !marks.is_empty() && ['=', '-'].iter().any(|mark| marks.trim_start_matches(*mark).is_empty())
}

fn is_scenario(line: &str) -> bool {
    let rest = without_indent(line).and_then(|text| text.strip_prefix("####"));
    rest.is_some_and(|rest| rest.starts_with(is_space) && strip_ignoring_case(trim_start(rest), "Scenario:").is_some())
}

/// The bullet or number that begins an item, and what follows it.
fn marker(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(['-', '*', '+']) {
        return Some(rest);
    }
    let rest = text.trim_start_matches(|char: char| char.is_ascii_digit());
    (1..=9).contains(&(text.len() - rest.len())).then(|| rest.strip_prefix(['.', ')'])).flatten()
}

/// What precedes the content of the item that a line begins.
fn item(line: &str) -> Option<&str> {
    let rest = marker(trim_start(line))?;
    let content = trim_start(rest);
    (content.len() < rest.len()).then(|| &line[..line.len() - content.len()])
}

/// Whether a line begins something else than more of a paragraph: a quote, a rule, an item, a table or HTML.
fn interrupts_paragraph(line: &str) -> bool {
    let Some(text) = without_indent(line) else { return false };
    let is_rule = || {
        let marks = text.trim_end_matches([' ', '\t']);
        marks.starts_with(['-', '*', '_'])
            && marks.chars().all(|char| ['-', '*', '_', ' ', '\t'].contains(&char))
            && marks.chars().filter(|char| ['-', '*', '_'].contains(char)).count() >= 3
    };
    let is_item = || marker(text).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    text.starts_with(['>', '<', '|']) || is_rule() || is_item()
}

/// The column after a text, with tabs every four columns.
fn column(text: &str) -> usize {
    text.chars().fold(0, |column, char| if char == '\t' { column + 4 - column % 4 } else { column + 1 })
}

/// A line without the spaces of its first columns.
fn without_columns(line: &str, columns: usize) -> &str {
    let mut at = 0;
    let mut rest = line;
    while at < columns && rest.starts_with([' ', '\t']) {
        at += if rest.starts_with('\t') { 4 - at % 4 } else { 1 };
        rest = &rest[1..];
    }
    rest
}
