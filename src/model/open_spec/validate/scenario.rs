//! Scenarios: their headings and their steps.

use text_size::{TextRange, TextSize};

use super::{FixSketch, OpenSpecCheck, OpenSpecFinding, OpenSpecLevel, quoted};
use crate::model::open_spec::{OddScenario, RequirementBlock};

/// The heading of a scenario that is to be filled in.
pub(super) const SKELETON: &str = "#### Scenario: Name";

/// The steps of a scenario that is to be filled in.
pub(super) fn steps(end: &str) -> String {
    format!("- **WHEN** …{end}- **THEN** …")
}

/// The scenarios at wrong levels, in their order, and which of them the program fails because of.
pub(super) struct OddScenarios<'a> {
    all: &'a [OddScenario],
    is_error: Vec<bool>,
}

impl<'a> OddScenarios<'a> {
    pub(super) fn new(all: &'a [OddScenario]) -> Self {
        OddScenarios { all, is_error: vec![false; all.len()] }
    }

    /// Whether one of them is between two places, where a requirement has no other. Then it is the error.
    pub(super) fn explains(&mut self, from: TextSize, to: TextSize) -> bool {
        let first = self.all.partition_point(|odd| odd.marks.start() < from);
        let explains = self.all.get(first).is_some_and(|odd| odd.marks.start() < to);
        if explains {
            self.is_error[first] = true;
        }
        explains
    }

    /// Adds them all, but those in `ignored` places, which are in order.
    pub(super) fn report(self, ignored: &[TextRange], findings: &mut Vec<OpenSpecFinding>) {
        for (odd, is_error) in self.all.iter().zip(self.is_error) {
            let start = odd.marks.start();
            if ignored.get(ignored.partition_point(|range| range.end() <= start)).is_some_and(|it| it.contains(start)) {
                continue;
            }
            let message = match odd.level {
                4 => "this is not a heading, so the scenario does not count: insert a space after `####`".to_owned(),
                level => format!("a scenario needs a heading of level 4, but this one is of level {level}: use `####`"),
            };
            let level = if is_error { OpenSpecLevel::Error } else { OpenSpecLevel::Warning };
            let fix = FixSketch { title: "Change to `####`".to_owned(), range: odd.marks, text: "#### ".to_owned() };
            let range = odd.marks.cover(odd.title);
            findings.push(OpenSpecFinding::new(OpenSpecCheck::ScenarioLevel, level, range, message).fix(fix));
        }
    }
}

/// Adds the scenarios that lack a step, when others in the text have it.
pub(super) fn incomplete<'a>(
    blocks: impl Iterator<Item = &'a RequirementBlock> + Clone,
    findings: &mut Vec<OpenSpecFinding>,
) {
    let all = || blocks.clone().flat_map(|block| &block.scenarios);
    let uses_when = all().any(|scenario| scenario.has_when);
    let uses_then = all().any(|scenario| scenario.has_then);
    // A requirement without a scenario that counts is reported as such.
    let counted = blocks.clone().filter(|block| block.counted_scenarios() > 0);
    for scenario in counted.flat_map(|block| &block.scenarios).filter(|scenario| scenario.is_named) {
        let name = quoted(&scenario.name.text);
        let message = match (uses_when && !scenario.has_when, uses_then && !scenario.has_then) {
            (true, true) if !scenario.has_body => format!("{name} has no steps, so it does not count: add them"),
            (true, true) => format!("{name} has neither WHEN nor THEN: add these steps"),
            (true, false) => format!("{name} has no WHEN: add this step"),
            (false, true) => format!("{name} has no THEN: add this step"),
            (false, false) => continue,
        };
        let range = if scenario.name.range.is_empty() { scenario.heading } else { scenario.name.range };
        findings.push(OpenSpecFinding::new(OpenSpecCheck::ScenarioIncomplete, OpenSpecLevel::Hint, range, message));
    }
}
