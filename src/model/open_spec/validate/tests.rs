use super::*;
use crate::model::open_spec::{CapabilitySpec, Delta};
use expect_test::{Expect, expect};

/// The findings of a spec, and that each fix leaves a text that lacks its finding.
fn check_spec(text: &str, expected: Expect) {
    check(text, |text| spec_findings(&CapabilitySpec::read(text), text), expected);
}

/// The findings of a delta, likewise.
fn check_delta(text: &str, expected: Expect) {
    check(text, |text| delta_findings(&Delta::read(text), text), expected);
}

fn check(text: &str, find: impl Fn(&str) -> Vec<OpenSpecFinding>, expected: Expect) {
    let mut shown = String::new();
    let findings = find(text);
    for finding in &findings {
        let OpenSpecFinding { check, level, range, message, related, fix } = finding;
        shown += &format!("{level:?} {check:?} {:?} {message}\n", &text[*range]);
        for (range, message) in related {
            shown += &format!("  {:?} {message}\n", &text[*range]);
        }
        let Some(fix) = fix else { continue };
        let [(at, new)] = &fix.edits[..] else { panic!("one edit: {fix:?}") };
        shown += &format!("  {}: {:?} to {new:?}\n", fix.title, &text[*at]);
        let mut fixed = text.to_owned();
        fixed.replace_range(std::ops::Range::<usize>::from(*at), new);
        let left = find(&fixed);
        let same = |left: &&OpenSpecFinding| left.message == *message && left.range.start() == range.start();
        assert_eq!(left.iter().find(same), None, "{fixed}");
        // An empty purpose is the one thing that a fix cannot fill.
        let is_new = |left: &&OpenSpecFinding| !findings.iter().any(|finding| finding.check == left.check);
        let new: Vec<_> = left.iter().filter(is_new).map(|left| left.check).collect();
        assert!(new.is_empty() || new == [OpenSpecCheck::PurposePlaceholder], "{new:?}: {fixed}");
    }
    expected.assert_eq(&shown);
}

const PURPOSE: &str = "# Auth\n\n## Purpose\nThis capability is for people who want to log in and out again.\n\n";
const STEPS: &str = "- **WHEN** a\n- **THEN** b\n";

#[test]
fn a_complete_spec_is_fine() {
    check_spec(
        &format!("{PURPOSE}## Requirements\n\n### Requirement: A\nIt SHALL.\n\n#### Scenario: B\n{STEPS}"),
        expect![],
    );
}

#[test]
fn a_missing_section_is_reported() {
    check_spec(
        "",
        expect![[r###"
        Error SpecSectionMissing "" the spec has no `## Purpose`: add it and say what this capability is for
          Insert `## Purpose`: "" to "## Purpose\n\nTBD\n"
        Error SpecSectionMissing "" the spec has no `## Requirements`: add it with a requirement
          Insert `## Requirements`: "" to "## Requirements\n\n### Requirement: Name\nThe system SHALL …\n\n#### Scenario: Name\n- **WHEN** …\n- **THEN** …"
    "###]],
    );
    check_spec(
        "# Auth\r\n\r\nText.\r\n",
        expect![[r##"
        Error SpecSectionMissing "# Auth" the spec has no `## Purpose`: add it and say what this capability is for
          Insert `## Purpose`: "" to "\r\n\r\n## Purpose\r\n\r\nTBD\r\n"
        Error SpecSectionMissing "# Auth" the spec has no `## Requirements`: add it with a requirement
          Insert `## Requirements`: "" to "\r\n\r\n## Requirements\r\n\r\n### Requirement: Name\r\nThe system SHALL …\r\n\r\n#### Scenario: Name\r\n- **WHEN** …\r\n- **THEN** …"
    "##]],
    );
    check_spec(
        &format!("## Requirements\n\n### Requirement: A\nIt SHALL.\n\n#### Scenario: B\n{STEPS}"),
        expect![[r###"
        Error SpecSectionMissing "## Requirements" the spec has no `## Purpose`: add it and say what this capability is for
          Insert `## Purpose`: "" to "## Purpose\n\nTBD\n\n"
    "###]],
    );
    check_spec(
        "# Auth\n\n## Purpose\n\n## Requirements \n",
        expect![[r#"
        Error SpecSectionMissing "Purpose" this section is empty: say what this capability is for
        Error SpecSectionMissing "Requirements" this section has no requirement: add one with a heading `### Requirement: NAME`
          Insert a requirement: "" to "\n\n### Requirement: Name\nThe system SHALL …\n\n#### Scenario: Name\n- **WHEN** …\n- **THEN** …"
    "#]],
    );
}

#[test]
fn a_missing_section_speaks_for_all_requirements() {
    let block = |name: &str| format!("### Requirement: {name}\nIt MUST.\n#### Scenario: x\n{STEPS}\n");
    let (a, b) = (block("A"), block("B"));
    check_spec(
        &format!("{PURPOSE}## Rules\n\n{a}{b}## More\nx\n"),
        expect![[r###"
        Error SpecSectionMissing "A" the spec has no `## Requirements`, so its requirements are ignored: insert it above them
          Insert `## Requirements`: "" to "## Requirements\n\n"
    "###]],
    );
    check_spec(
        &format!("{PURPOSE}{a}## More\n{b}"),
        expect![[r#"
        Error SpecSectionMissing "A" the spec has no `## Requirements`, so its requirements are ignored: insert it above them
    "#]],
    );
    check_spec(
        &format!("{PURPOSE}## ADDED Requirements\n{a}"),
        expect![[r#"
        Error DeltaMisplaced "ADDED Requirements" `ADDED Requirements` belongs in the delta of a change: rename it to `## Requirements`, or move the section there
          Change to `Requirements`: "ADDED Requirements" to "Requirements"
    "#]],
    );
}

#[test]
fn a_placeholder_is_reported() {
    let check = |purpose: &str, expected: Expect| {
        let text = format!(
            "## Purpose\n{purpose}\n\n## Requirements\n### Requirement: A\nIt SHALL.\n#### Scenario: B\n{STEPS}"
        );
        check_spec(&text, expected);
    };
    check(
        "TBD",
        expect![[r#"
        Warning PurposePlaceholder "TBD" the purpose is a placeholder: say what this capability is for
    "#]],
    );
    check(
        "\n TODO write this when there is more time for it, some day",
        expect![[r#"
        Warning PurposePlaceholder "TODO" the purpose is a placeholder: say what this capability is for
    "#]],
    );
    check(
        "Todo: write this when there is more time for it, some day",
        expect![[r#"
        Warning PurposePlaceholder "Todo" the purpose is a placeholder: say what this capability is for
    "#]],
    );
    check(
        "```\nTBD\n```\ntbd",
        expect![[r#"
        Warning PurposePlaceholder "tbd" the purpose is a placeholder: say what this capability is for
    "#]],
    );
    check(
        "Mine, é.\r\nTBD - created by archiving change x.\r\n y. Update Purpose after archive.",
        expect![[r#"
        Warning PurposePlaceholder "TBD - created by archiving change x.\r\n y. Update Purpose after archive." the purpose is a placeholder: say what this capability is for
    "#]],
    );
    check(
        "Lets people in.",
        expect![[r#"
        Warning PurposePlaceholder "Lets people in." the purpose has only 15 of at least 50 characters: say what this capability is for
    "#]],
    );
    // A Spanish sentence, longer words, and what is in code.
    for fine in [
        "Todo el mundo quiere entrar en este sistema, siempre que sea posible",
        "TODOs are kept here, with their dates, until somebody does them",
        "TBD\u{301} is a word of a language that I do not know well enough to say",
        "```\nTBD\n```\nThis capability is for people who want to log in and out again.",
    ] {
        check(fine, expect![]);
    }
}

#[test]
fn requirements_of_a_spec_are_checked() {
    check_spec(
        &format!(
            "{PURPOSE}## Requirements\n### Requirement: A\n\n### Requirement: B must\nIt does 😀.\n\n#### Scenario: C\n\n\
             ### Requirement: It SHALL `x`\n#### Scenario: D\n{STEPS}\n### Notes\nx\n\n## More\n### Requirement: E\n\
             ## ADDED Requirements\n### Requirement: F\n"
        ),
        expect![[r#"
            Error RequirementEmpty "A" `A` has no text: write below the heading what the system SHALL or MUST do
              Insert a sentence: "" to "\nThe system SHALL …"
            Error RequirementNoScenario "A" `A` has no scenario: add one with a heading `#### Scenario: NAME`
              Insert a scenario: "" to "\n\n#### Scenario: Name\n- **WHEN** …\n- **THEN** …"
            Error RequirementNoScenario "B must" the scenario of `B must` has no steps, so it does not count: add them
              "C" this scenario has no steps
              Insert steps: "" to "\n- **WHEN** …\n- **THEN** …"
            Warning RequirementNoKeyword "It does 😀." the text of `B must` has no SHALL or MUST: state the requirement with one of them
            Error RequirementEmpty "It SHALL `x`" "It SHALL `x`" has no text: write below the heading what the system SHALL or MUST do
              Insert a sentence: "" to "\nIt SHALL `x`"
            Error RequirementNoScenario "Notes" `Notes` has no scenario: add one with a heading `#### Scenario: NAME`
              Insert a scenario: "" to "\n\n#### Scenario: Name\n- **WHEN** …\n- **THEN** …"
            Error RequirementOutside "E" `E` is outside `## Requirements`, so it is ignored: move it there
            Error DeltaMisplaced "ADDED Requirements" `ADDED Requirements` belongs in the delta of a change: rename it to `## Requirements`, or move the section there
        "#]],
    );
    check_spec(
        &format!(
            "{PURPOSE}## Requirements\n### Requirement: A\nIt MUST.\n#### Scenario: B\n{STEPS}\n### Requirement: A ##\nIt MUST.\n\
             #### Scenario: B\n{STEPS}\n###Requirement: A\nIt MUST.\n\n### Requirement: a\nSo it is, MUST.\n#### Edge\nx\n"
        ),
        expect![[r#"
            Error RequirementDuplicate "A" duplicate requirement `A`: rename or remove one of them
              "A" first defined here
        "#]],
    );
}

#[test]
fn a_scenario_at_a_wrong_level_is_told_with_its_requirement() {
    check_spec(
        &format!(
            "{PURPOSE}## Requirements\n### Requirement: A\nIt MUST.\n### Scenario: B\n{STEPS}##### Scenario: C\n{STEPS}\n\
             ### Requirement: D\nIt MUST.\n####Scenario: E\n{STEPS}\n### Requirement: F\nIt MUST.\n##### Scenario: G\n{STEPS}"
        ),
        expect![[r######"
            Error RequirementNoScenario "A" `A` has no scenario that counts: a heading `#### Scenario: NAME` has four `#`
              "### Scenario: B" this heading is of another level
              Change to `####`: "### " to "#### "
            Warning ScenarioLevel "### Scenario: B" a scenario needs a heading of level 4, but this one is of level 3: use `####`
              Change to `####`: "### " to "#### "
            Warning ScenarioLevel "##### Scenario: C" a scenario needs a heading of level 4, but this one is of level 5: use `####`
              Change to `####`: "##### " to "#### "
            Error RequirementNoScenario "D" `D` has no scenario that counts: a heading `#### Scenario: NAME` has four `#`
              "####Scenario: E" this heading is of another level
              Change to `####`: "####" to "#### "
            Warning ScenarioLevel "####Scenario: E" this is not a heading, so the scenario does not count: insert a space after `####`
              Change to `####`: "####" to "#### "
            Warning ScenarioLevel "##### Scenario: G" a scenario needs a heading of level 4, but this one is of level 5: use `####`
              Change to `####`: "##### " to "#### "
        "######]],
    );
    check_delta(
        &format!(
            "### Scenario: Z\n## ADDED Requirements\n### Requirement: A\nIt MUST.\n##### Scenario: B\n{STEPS}\
             ##### Scenario: C\n{STEPS}\n## Scenario: D\n## REMOVED Requirements\n### Requirement: E\n### Scenario: F\n"
        ),
        expect![[r######"
            Error RequirementNoScenario "A" `A` has no scenario that counts: a heading `#### Scenario: NAME` has four `#`
              "##### Scenario: B" this heading is of another level
              Change to `####`: "##### " to "#### "
            Warning ScenarioLevel "##### Scenario: B" a scenario needs a heading of level 4, but this one is of level 5: use `####`
              Change to `####`: "##### " to "#### "
            Warning ScenarioLevel "##### Scenario: C" a scenario needs a heading of level 4, but this one is of level 5: use `####`
              Change to `####`: "##### " to "#### "
            Warning ScenarioLevel "## Scenario: D" a scenario needs a heading of level 4, but this one is of level 2: use `####`
              Change to `####`: "## " to "#### "
        "######]],
    );
}

#[test]
fn a_scenario_without_a_step_is_a_hint_where_others_have_it() {
    let text = |other: &str| {
        format!(
            "## ADDED Requirements\n### Requirement: A\nIt MUST.\n\n#### Scenario: B\nSomething.\n\n#### Scenario: C\n{other}\n\
             #### Scenario: D\n\n#### Edge\nx\n"
        )
    };
    check_delta(
        &text(STEPS),
        expect![[r#"
        Hint ScenarioIncomplete "B" `B` has neither WHEN nor THEN: add these steps
        Hint ScenarioIncomplete "D" `D` has no steps, so it does not count: add them
    "#]],
    );
    check_delta(
        &text("WHEN a, then b\n"),
        expect![[r#"
        Hint ScenarioIncomplete "B" `B` has no WHEN: add this step
        Hint ScenarioIncomplete "D" `D` has no WHEN: add this step
    "#]],
    );
    // No scenario has steps of this kind.
    check_delta(&text("Words.\n"), expect![]);
}

#[test]
fn a_delta_without_an_entry_is_reported() {
    check_delta(
        "",
        expect![[r###"
        Error DeltaEmpty "" the delta has no section, so it changes nothing: add `## ADDED Requirements` or another one
          Insert `## ADDED Requirements`: "" to "## ADDED Requirements\n\n### Requirement: Name\nThe system SHALL …\n\n#### Scenario: Name\n- **WHEN** …\n- **THEN** …"
    "###]],
    );
    check_delta(
        "# Title\n\nText.\n",
        expect![[r##"
        Error DeltaEmpty "# Title" the delta has no section, so it changes nothing: add `## ADDED Requirements` or another one
          Insert `## ADDED Requirements`: "" to "\n\n## ADDED Requirements\n\n### Requirement: Name\nThe system SHALL …\n\n#### Scenario: Name\n- **WHEN** …\n- **THEN** …"
    "##]],
    );
    check_delta(
        "## ADDED Requirements  ",
        expect![[r#"
        Error DeltaEmpty "ADDED Requirements" this section has no requirement, so the delta changes nothing: add one
          Insert a requirement: "" to "\n\n### Requirement: Name\nThe system SHALL …\n\n#### Scenario: Name\n- **WHEN** …\n- **THEN** …"
    "#]],
    );
    check_delta(
        "## MODIFIED Requirements\n\n## REMOVED Requirements\n- Requirement: A\n",
        expect![[r#"
        Error DeltaEmpty "MODIFIED Requirements" this section has no requirement, so the delta changes nothing: add one
    "#]],
    );
    check_delta(
        "## Requirements\n### Requirement: A\n### Requirement: B\n",
        expect![[r#"
        Error DeltaEmpty "A" the delta has no section, so its requirements are ignored: put them below `## ADDED Requirements`, `## MODIFIED Requirements` or another one
    "#]],
    );
    check_delta(
        "## REMOVED Requirements\n- ### Requirement: A\n## Notes\n### Requirement: B\n",
        expect![[r#"
        Warning DeltaMisplaced "B" `B` is in no section of the delta, so it is ignored: move it below `## ADDED Requirements` or another one
    "#]],
    );
}

#[test]
fn names_that_contradict_each_other_are_reported() {
    let block = |name: &str| format!("### Requirement: {name}\nIt MUST.\n#### Scenario: x\n{STEPS}\n");
    let [a, b, c] = ["A", "B", "C"].map(block);
    check_delta(
        &format!(
            "## ADDED Requirements\n{a}{a}{c}## MODIFIED Requirements\n{b}{a}## REMOVED Requirements\n- ### Requirement: b\n\
             ### Requirement: A\n### Requirement: A\n## RENAMED Requirements\n- FROM: ### Requirement: B\n- TO: ### Requirement: C\n"
        ),
        expect![[r#"
            Error DeltaDuplicate "A" `A` is twice in `ADDED`: remove one of them
              "A" first listed here
            Error DeltaDuplicate "C" `C` is already the new name of `B`: rename or remove it
              "C" renamed here
            Error DeltaDuplicate "B" `B` is renamed to `C`: use the new name here
              "B" renamed here
            Error DeltaDuplicate "A" `A` is in both `MODIFIED` and `ADDED`: remove it from one of them
              "A" also listed here
            Error DeltaDuplicate "b" `b` is in both `REMOVED` and `RENAMED`: remove it from one of them
              "B" renamed here
            Error DeltaDuplicate "A" `A` is in both `ADDED` and `REMOVED`: remove it from one of them
              "A" also listed here
            Error DeltaDuplicate "A" `A` is in both `MODIFIED` and `REMOVED`: remove it from one of them
              "A" also listed here
            Error DeltaDuplicate "A" `A` is twice in `REMOVED`: remove one of them
              "A" first listed here
        "#]],
    );
}

#[test]
fn half_a_rename_is_reported() {
    check_delta(
        "## RENAMED Requirements\r\n  - FROM: `### Requirement: A`\r\n- FROM: ### Requirement: FROM: B\r\n\
         - TO: ### Requirement: C\r\n- TO: ### Requirement: D\r\n",
        expect![[r#"
            Error RenameUnpaired "- FROM: `### Requirement: A`" `FROM:` without a `TO:`: add the new name of `A`
              Insert the `TO:`: "" to "\r\n- TO: `### Requirement: New name`"
            Error RenameUnpaired "- TO: ### Requirement: D" `TO:` without a `FROM:`: add the old name of `D`
        "#]],
    );
}
