//! Scenarios: their headings and their steps.

use text_size::{TextRange, TextSize};

use super::{OpenSpecCheck, OpenSpecFinding, OpenSpecFix, OpenSpecLevel, quoted};
use crate::model::open_spec::{OddScenario, RequirementBlock};

/// The heading of a scenario that is to be filled in.
pub(super) const SKELETON: &str = "#### Scenario: Name";

/// The steps of a scenario that is to be filled in.
pub(super) fn steps(end: &str) -> String {
    format!("- **WHEN** …{end}- **THEN** …")
}

/// The scenarios at wrong levels, in their order.
pub(super) struct OddScenarios<'a>(pub(super) &'a [OddScenario]);

impl<'a> OddScenarios<'a> {
    /// The first of them between two places, where a requirement has no other.
    pub(super) fn between(&self, from: TextSize, to: TextSize) -> Option<&'a OddScenario> {
        let first = self.0.partition_point(|odd| odd.marks.start() < from);
        self.0.get(first).filter(|odd| odd.marks.start() < to)
    }

    /// Adds them all, but those in `ignored` places, which are in order.
    pub(super) fn report(&self, ignored: &[TextRange], findings: &mut Vec<OpenSpecFinding>) {
        for odd in self.0 {
            let start = odd.marks.start();
            if ignored.get(ignored.partition_point(|range| range.end() <= start)).is_some_and(|it| it.contains(start)) {
                continue;
            }
            let message = match odd.level {
                4 => "this is not a heading, so the scenario does not count: insert a space after `####`".to_owned(),
                level => format!("a scenario needs a heading of level 4, but this one is of level {level}: use `####`"),
            };
            let finding = OpenSpecFinding::warning(OpenSpecCheck::ScenarioLevel, odd.words(), message);
            findings.push(finding.fix(odd.raised()));
        }
    }
}

impl OddScenario {
    /// Its heading.
    pub(super) fn words(&self) -> TextRange {
        self.marks.cover(self.title)
    }

    /// The edit that makes it one of level 4.
    pub(super) fn raised(&self) -> OpenSpecFix {
        OpenSpecFix { title: "Change to `####`".to_owned(), edits: vec![(self.marks, "#### ".to_owned())] }
    }
}

/// So many scenarios without a step that others have are how a team writes them.
const MANY: usize = 3;

/// Adds the scenarios that lack a step, unless many do and none has it.
pub(super) fn incomplete<'a>(
    blocks: impl Iterator<Item = &'a RequirementBlock> + Clone,
    findings: &mut Vec<OpenSpecFinding>,
) {
    let all = || blocks.clone().flat_map(|block| &block.scenarios);
    let are_many = all().count() >= MANY;
    let uses_when = !are_many || all().any(|scenario| scenario.has_when);
    let uses_then = !are_many || all().any(|scenario| scenario.has_then);
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
