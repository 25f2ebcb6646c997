//! A requirement alone: its text and whether it has scenarios.

use super::{
    OpenSpecCheck, OpenSpecFinding, OpenSpecFix, quoted,
    scenario::{SKELETON, steps},
};
use crate::model::open_spec::{OddScenario, RequirementBlock, lines::pattern::has_keyword};
use text_size::{TextRange, TextSize};

/// What is wrong with the text.
pub(super) fn text(block: &RequirementBlock, end: &str) -> Option<OpenSpecFinding> {
    let name = quoted(&block.name.text);
    let range = words(block);
    let is_in_heading = has_keyword(&block.name.text);
    if let Some(first) = block.text.first() {
        let message = match is_in_heading {
            _ if block.has_keyword => return None,
            true => "SHALL or MUST is only in the heading: repeat the sentence below it".to_owned(),
            false => format!("the text of {name} has no SHALL or MUST: state the requirement with one of them"),
        };
        return Some(OpenSpecFinding::warning(OpenSpecCheck::RequirementNoKeyword, *first, message));
    }
    let sentence = if is_in_heading { &block.name.text } else { "The system SHALL …" };
    let fix = OpenSpecFix::insert("Insert a sentence", block.heading.end(), format!("{end}{sentence}"));
    let message = format!("{name} has no text: write below the heading what the system SHALL or MUST do");
    Some(OpenSpecFinding::error(OpenSpecCheck::RequirementEmpty, range, message).fix(fix))
}

/// That no scenario counts. One can be added at `at`, unless `meant` is one at a wrong level.
pub(super) fn without_scenario(
    name: (&str, TextRange),
    (at, block, meant): (TextSize, Option<&RequirementBlock>, Option<&OddScenario>),
    end: &str,
) -> OpenSpecFinding {
    let shown = quoted(name.0);
    let error = |message: String| OpenSpecFinding::error(OpenSpecCheck::RequirementNoScenario, name.1, message);
    if let Some(odd) = meant {
        let message = format!("{shown} has no scenario that counts: a heading `#### Scenario: NAME` has four `#`");
        return error(message).related(odd.words(), "this heading is of another level").fix(odd.raised());
    }
    if let Some(scenario) = block.and_then(|block| block.scenarios.first()) {
        let fix = OpenSpecFix::insert("Insert steps", scenario.heading.end(), format!("{end}{}", steps(end)));
        let message = format!("the scenario of {shown} has no steps, so it does not count: add them");
        return error(message).related(scenario.name.range, "this scenario has no steps").fix(fix);
    }
    let scenario = format!("{end}{end}{SKELETON}{end}{}", steps(end));
    let message = format!("{shown} has no scenario: add one with a heading `#### Scenario: NAME`");
    error(message).fix(OpenSpecFix::insert("Insert a scenario", at, scenario))
}

/// The words of a requirement's name, or its heading when there are none.
pub(super) fn words(block: &RequirementBlock) -> TextRange {
    if block.name.range.is_empty() { block.heading } else { block.name.range }
}

/// A requirement that nothing is wrong with, to be filled in.
pub(super) fn skeleton(end: &str) -> String {
    format!("### Requirement: Name{end}The system SHALL …{end}{end}{SKELETON}{end}{}", steps(end))
}
