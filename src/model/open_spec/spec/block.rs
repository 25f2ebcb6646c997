//! The block of a requirement: its heading, its text and its scenarios.

use text_size::TextRange;

use crate::model::open_spec::lines::{
    SpecLine, SpecLines,
    pattern::{
        SpecHeading, folded, has_keyword, heading, is_metadata, requirement_name, scenario_name, strip_ignoring_case,
        trim, trim_end,
    },
};

/// A requirement in a spec or in `ADDED` or `MODIFIED` of a delta: everything from its heading to the next requirement or `## `.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementBlock {
    /// The whole block without blank lines at its end, which is what a merge copies.
    pub range: TextRange,
    /// Its part before another heading of level three or less, without blank lines at its end: its text and its scenarios.
    pub own: TextRange,
    /// The line of its heading.
    pub heading: TextRange,
    pub name: SpecName,
    /// The lines of its text up to the first heading, without spaces around them. Blank and fenced lines do not count, and
    /// `**Key**: value` only where there is nothing else.
    pub text: Vec<TextRange>,
    /// Whether its text has SHALL or MUST.
    pub has_keyword: bool,
    /// Its scenarios, in their order.
    pub scenarios: Vec<Scenario>,
}

/// The name of a requirement or of a scenario, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecName {
    /// The name without `#` that close a heading and without spaces around it.
    pub text: String,
    /// Its bytes.
    pub range: TextRange,
}

/// A heading of level four in a requirement, which the program reads as a scenario whatever it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The heading and its body, without blank lines at the end.
    pub range: TextRange,
    /// The line of its heading.
    pub heading: TextRange,
    pub name: SpecName,
    /// Whether the heading says `Scenario:`.
    pub is_named: bool,
    /// Whether there is anything below the heading. Without it the program does not count the scenario.
    pub has_body: bool,
    /// Whether a step says GIVEN or WHEN.
    pub has_when: bool,
    /// Whether a step says THEN.
    pub has_then: bool,
}

/// A heading that says `Scenario:` and is not of level four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddScenario {
    /// Its `#`, and the spaces after them.
    pub marks: TextRange,
    /// The number of its `#`.
    pub level: usize,
    /// The title, without spaces around it.
    pub title: TextRange,
}

impl SpecName {
    /// The name `part`, which is a part of the text.
    pub(crate) fn new(lines: &SpecLines, part: &str) -> SpecName {
        SpecName { text: part.to_owned(), range: lines.range(part) }
    }

    /// What is equal for names of one requirement.
    pub fn key(&self) -> &str {
        requirement_name(&self.text)
    }

    /// What is equal for names that are near: that differ only in case and in runs of spaces.
    pub fn folded(&self) -> String {
        folded(&self.text)
    }
}

impl RequirementBlock {
    /// Reads the block that begins in the line `first` and ends before the line `end`.
    pub(crate) fn read(lines: &SpecLines, first: usize, end: usize, name: &str) -> RequirementBlock {
        let inside = &lines.lines()[first + 1..end];
        let text = text(inside);
        let other = inside.iter().position(|line| line.heading().is_some_and(|heading| heading.level <= 3));
        RequirementBlock {
            range: lines.trimmed(first, end),
            own: lines.trimmed(first, other.map_or(end, |at| first + 1 + at)),
            heading: lines.lines()[first].range(),
            name: SpecName::new(lines, name),
            has_keyword: text.iter().any(|line| has_keyword(line.text)),
            text: text.iter().map(SpecLine::trimmed_range).collect(),
            scenarios: scenarios(lines, first + 1, end),
        }
    }

    /// How many scenarios the program counts: those with a body.
    pub fn counted_scenarios(&self) -> usize {
        self.scenarios.iter().filter(|scenario| scenario.has_body).count()
    }
}

/// The lines that are the text of a requirement, of those below its heading.
pub(crate) fn text<'a>(lines: &[SpecLine<'a>]) -> Vec<SpecLine<'a>> {
    let end = headings(lines).next().map_or(lines.len(), |(at, _)| at);
    let body = lines[..end].iter().filter(|line| !line.is_inert && !line.is_blank());
    let (metadata, text): (Vec<_>, Vec<_>) = body.partition(|line| is_metadata(trim(line.text)));
    if text.is_empty() { metadata } else { text }
}

/// The headings below that of a requirement. The program trims the whole, so that a last line of `#` and spaces is text.
fn headings<'l, 'a>(lines: &'l [SpecLine<'a>]) -> impl Iterator<Item = (usize, SpecHeading<'a>)> + 'l {
    let last = lines.iter().rposition(|line| !line.is_blank());
    lines.iter().enumerate().filter_map(move |(at, line)| {
        let found = line.heading()?;
        (Some(at) != last || heading(trim_end(line.text)).is_some()).then_some((at, found))
    })
}

fn scenarios(lines: &SpecLines, first: usize, end: usize) -> Vec<Scenario> {
    let inside = &lines.lines()[first..end];
    let ends: Vec<_> = headings(inside).filter(|(_, heading)| heading.level <= 4).collect();
    let mut scenarios = Vec::new();
    for (index, (at, heading)) in ends.iter().enumerate().filter(|(_, (_, heading))| heading.level == 4) {
        let next = ends.get(index + 1).map_or(inside.len(), |(at, _)| *at);
        let body = &inside[at + 1..next];
        let (name, is_named) = scenario_name(heading);
        let says = |words: &[&str]| body.iter().any(|line| says_step(line.text, words));
        scenarios.push(Scenario {
            range: lines.trimmed(first + at, first + next),
            heading: inside[*at].range(),
            name: SpecName::new(lines, name),
            is_named,
            has_body: body.iter().any(|line| !line.is_blank()),
            has_when: says(&["when", "given"]),
            has_then: says(&["then"]),
        });
    }
    scenarios
}

/// Whether a line has one of these words, in lower case here, as a step of a scenario: in capitals, emphasized or as its first word.
fn says_step(line: &str, words: &[&str]) -> bool {
    let mut is_first = true;
    let mut rest = line;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|char: char| !char.is_alphanumeric()).unwrap_or(word.len()));
        let marked =
            is_first || before.ends_with(['*', '_', '`']) || word.chars().all(|char| char.is_ascii_uppercase());
        if marked && words.iter().any(|step| word.eq_ignore_ascii_case(step)) {
            return true;
        }
        is_first = false;
        rest = after;
    }
    false
}

/// The scenario heading at a wrong level that a line is.
pub(crate) fn odd_scenario(lines: &SpecLines, line: &SpecLine) -> Option<OddScenario> {
    if line.is_inert {
        return None;
    }
    let rest = line.text.trim_start_matches('#');
    let level = line.text.len() - rest.len();
    let title = trim(rest);
    strip_ignoring_case(title, "Scenario:")?;
    let is_scenario = heading(line.text).is_some_and(|heading: SpecHeading| heading.level == 4);
    (level > 0 && !is_scenario).then(|| {
        let title = lines.range(title);
        OddScenario { marks: TextRange::new(line.range().start(), title.start()), level, title }
    })
}
