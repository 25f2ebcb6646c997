use super::*;
use expect_test::{Expect, expect};

const HEAD: &str =
    "# Auth\n\n## Purpose\nThis capability is for people who want to log in and out again.\n\n## Requirements\n";
const SCENARIO: &str = "\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n";

/// A requirement with a scenario.
fn block(name: &str) -> String {
    format!("### Requirement: {name}\nIt SHALL.\n{SCENARIO}\n")
}

fn spec(names: &[&str]) -> String {
    format!("{HEAD}\n{}", names.iter().map(|name| block(name)).collect::<String>())
}

/// What a merge says, and where the bytes of its result come from.
fn check(spec: Option<&str>, delta: &str, expected: Expect) {
    let merged = merge("area/auth", "add-login", spec, delta, false);
    let mut shown = String::new();
    for MergeRefusal { kind, range, related, name, near, message } in &merged.refusals {
        shown += &format!("{kind:?} {:?} {name:?} {near:?}: {message}\n", &delta[*range]);
        for range in related {
            shown += &format!("  spec {:?}\n", &spec.unwrap_or_default()[*range]);
        }
    }
    for MergeWarning { kind, range, message } in &merged.warnings {
        shown += &format!("warning {kind:?} {:?}: {message}\n", &delta[*range]);
    }
    match &merged.outcome {
        MergeOutcome::Written(text) => {
            let starts = merged.pieces.iter().map(|piece| usize::from(piece.start));
            let ends = starts.clone().skip(1).chain([text.len()]);
            for (piece, (start, end)) in merged.pieces.iter().zip(starts.zip(ends)) {
                let source = match piece.source {
                    PieceSource::Spec => spec,
                    PieceSource::Delta => Some(delta),
                    PieceSource::Generated => None,
                };
                assert!(source.is_none_or(|source| source[piece.range] == text[start..end]));
                shown += &format!("{:?} {:?}\n", piece.source, &text[start..end]);
            }
        }
        outcome => shown += &format!("{outcome:?}\n"),
    }
    expected.assert_eq(&shown);
}

#[test]
fn operations_are_applied_in_order_and_bytes_have_a_source() {
    let delta = format!(
        "## ADDED Requirements\n{}## MODIFIED Requirements\n{}## REMOVED Requirements\n- ### Requirement: B\n\
         ## RENAMED Requirements\n- FROM: ### Requirement: A\n- TO: ### Requirement: D\n",
        block("C"),
        block("D").replace("SHALL", "MUST"),
    );
    check(
        Some(&format!("{}\n\n\n## More\nx\n\n\n", spec(&["A", "B", "E"]))),
        &delta,
        expect![[r####"
        Spec "# Auth\n\n## Purpose\nThis capability is for people who want to log in and out again.\n"
        Generated "\n"
        Spec "## Requirements\n"
        Generated "\n"
        Delta "### Requirement: D\nIt MUST.\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n"
        Generated "\n"
        Spec "### Requirement: E\nIt SHALL.\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n"
        Generated "\n"
        Delta "### Requirement: C\nIt SHALL.\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n"
        Generated "\n"
        Spec "## More\nx\n"
    "####]],
    );
}

#[test]
fn a_renamed_block_keeps_the_rest() {
    let delta = "## RENAMED Requirements\n- FROM: ### Requirement: A\n- TO: ### Requirement: `x`\n";
    check(
        Some(&spec(&["A"]).replace('\n', "\r\n")),
        delta,
        expect![[r###"
        Spec "# Auth\r\n\r\n## Purpose\r\nThis capability is for people who want to log in and out again.\r\n"
        Generated "\r\n"
        Spec "## Requirements\r\n"
        Generated "\r\n### Requirement: `x\r\n"
        Spec "It SHALL.\r\n\r\n#### Scenario: One\r\n- **WHEN** a\r\n- **THEN** b\r\n"
    "###]],
    );
}

#[test]
fn a_new_spec_gets_a_purpose() {
    let added = format!("## ADDED Requirements\n{}", block("A"));
    check(
        None,
        &added,
        expect![[r####"
        Generated "# area/auth Specification\n\n## Purpose\nTBD - created by archiving change add-login. Update Purpose after archive.\n\n## Requirements\n\n"
        Delta "### Requirement: A\nIt SHALL.\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n"
    "####]],
    );
    check(
        None,
        &format!("## Purpose\r\nLets people\r\nin.\r\n\r\n{added}"),
        expect![[r####"
        warning Purpose "Lets people\r\nin.": the purpose has only 15 of at least 50 characters: say what this capability is for
        Generated "# area/auth Specification\n\n## Purpose\n"
        Delta "Lets people"
        Generated "\n"
        Delta "in."
        Generated "\n\n## Requirements\n\n"
        Delta "### Requirement: A\nIt SHALL.\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n"
    "####]],
    );
    check(
        None,
        &format!("## Purpose\n<!-- x -->\nLets people in.\n\n{added}"),
        expect![[r####"
        warning Purpose "<!-- x -->\nLets people in.": this purpose would make the new spec unreadable, so it gets a placeholder: remove comments, headings and open code blocks
        Generated "# area/auth Specification\n\n## Purpose\nTBD - created by archiving change add-login. Update Purpose after archive.\n\n## Requirements\n\n"
        Delta "### Requirement: A\nIt SHALL.\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n"
    "####]],
    );
}

#[test]
fn every_reason_to_refuse_is_named() {
    let delta = format!(
        "## RENAMED Requirements\n- FROM: ### Requirement: Gone\n- TO: ### Requirement: New\n- FROM: ### Requirement: B\n\
         - TO: ### Requirement: A\n## REMOVED Requirements\n- ### Requirement: b\n- ### Requirement: Never\n\
         ## MODIFIED Requirements\n{}{}{}## ADDED Requirements\n{}{}",
        block("New"),
        block("Log inn"),
        block("A").replace("#### Scenario: One", "#### Scenario: Other"),
        block("C").replace("SHALL", "MUST"),
        block("LOG  IN"),
    );
    check(
        Some(&spec(&["A", "B", "C", "Log in"])),
        &delta,
        expect![[r#####"
        TargetMissing "Gone" "Gone" None: the spec has no `Gone`: fix the name, or use `## ADDED Requirements`
        AddedExists "A" "A" None: the spec already has `A`: choose another name
          spec "A"
        Delta "b" "" None: `b` is in both `REMOVED` and `RENAMED`: remove it from one of them
        TargetMissing "Log inn" "Log inn" Some("Log in"): the spec has no `Log inn`: did you mean `Log in`?
        DropsScenario "A" "A" None: `A` replaces the whole requirement, but lacks its scenario `One`: copy it here
          spec "#### Scenario: One\n- **WHEN** a\n- **THEN** b"
        AddedExists "C" "C" None: the spec already has `C`: use `## MODIFIED Requirements`
          spec "C"
        AddedExists "LOG  IN" "LOG  IN" Some("Log in"): `LOG  IN` differs from `Log in` only in case or spaces: use that name in `## MODIFIED Requirements`, or choose another one
          spec "Log in"
        warning RemovedMissing "Never": the spec has no `Never`, so there is nothing to remove: remove this entry
        Refused
    "#####]],
    );
}

#[test]
fn a_spec_that_is_not_there_takes_only_new_requirements() {
    let delta = format!(
        "## MODIFIED Requirements\n{}## REMOVED Requirements\n- ### Requirement: B\n## RENAMED Requirements\n\
         - FROM: ### Requirement: C\n- TO: ### Requirement: D\n",
        block("A"),
    );
    check(
        None,
        &delta,
        expect![[r#"
        TargetMissing "A" "A" None: the spec of `A` does not exist yet: use `## ADDED Requirements`
        TargetMissing "C" "C" None: the spec of `C` does not exist yet: use `## ADDED Requirements`
        warning RemovedMissing "B": the spec of `B` does not exist, so there is nothing to remove
        Refused
    "#]],
    );
}

#[test]
fn what_was_done_before_changes_nothing() {
    let delta = format!(
        "## RENAMED Requirements\n- FROM: ### Requirement: Old\n- TO: ### Requirement: A\n## ADDED Requirements\n{}",
        block("B"),
    );
    check(
        Some(&spec(&["A", "B"])),
        &delta,
        expect![[r#"
        Unchanged
    "#]],
    );
}

#[test]
fn errors_of_the_delta_and_of_the_spec_refuse_it() {
    let delta = "## RENAMED Requirements\n- FROM: ### Requirement: A\n## ADDED Requirements\n### Requirement: C\nx\n";
    check(
        Some(&format!("{}\n## History\n### Requirement: B\n", spec(&["A"]))),
        delta,
        expect![[r#"
        Spec "RENAMED Requirements" "" None: the spec has an error: `B` is outside `## Requirements`, so it is ignored: move it there
          spec "B"
        Delta "- FROM: ### Requirement: A" "" None: `FROM:` without a `TO:`: add the new name of `A`
        Refused
    "#]],
    );
    check(
        Some(&spec(&["A"])),
        "Text.\n",
        expect![[r#"
        Delta "Text." "" None: the delta has no section, so it changes nothing: add `## ADDED Requirements` or another one
        Refused
    "#]],
    );
}

#[test]
fn an_invalid_result_refuses_it() {
    let delta = "## ADDED Requirements\n### Requirement: C\nIt SHALL.\n";
    check(
        Some(&spec(&["A"]).replace(SCENARIO, "")),
        delta,
        expect![[r#"
        Result "ADDED Requirements" "" None: the spec would be invalid: `A` has no scenario: add one with a heading `#### Scenario: NAME`
          spec "A"
        Result "C" "" None: the merged spec would be invalid: `C` has no scenario: add one with a heading `#### Scenario: NAME`
        Refused
    "#]],
    );
}

#[test]
fn the_last_requirement_goes_only_when_the_change_allows_it() {
    let delta = "## REMOVED Requirements\n### Requirement: A\n";
    check(
        Some(&spec(&["A"])),
        delta,
        expect![[r#"
        Result "A" "A" None: this removes the last requirement of the spec: keep one, or set `retire_capabilities: true` in `.openspec.yaml` to delete the spec
        Refused
    "#]],
    );
    check(
        Some(&spec(&["A"]).replace("## Requirements\n", "## Requirements\nAll of them.\n")),
        delta,
        expect![[r#"
        Result "A" "A" None: this removes the last requirement of the spec: keep one, or move its other text to `## Purpose` and set `retire_capabilities: true` in `.openspec.yaml`
          spec "All of them."
        Refused
    "#]],
    );
    let retired = |spec: &str| merge("auth", "drop", Some(spec), delta, true).outcome;
    assert_eq!(retired(&spec(&["A"])), MergeOutcome::Retired);
    assert_eq!(retired(&format!("{}| a | b |\n", spec(&["A"]))), MergeOutcome::Refused);
    assert_eq!(merge("auth", "drop", None, delta, true).outcome, MergeOutcome::Unchanged);
}

#[test]
fn text_that_goes_with_a_requirement_is_a_warning() {
    let text = spec(&["A", "B"]).replacen("\n### Requirement: B", "\n### Notes\nx\n\n### Requirement: B", 1);
    check(
        Some(&text),
        "## Purpose\nMine.\n## REMOVED Requirements\n- ### Requirement: A\n### Requirement: Z\n",
        expect![[r####"
        warning Purpose "Purpose": the spec has a purpose, so this one is ignored: change it in the spec
        warning DropsText "A": `### Notes` of the spec is in the block of `A` and goes with it: move it above `## Requirements` to keep it
        warning RemovedMissing "Z": the spec has no `Z`, so there is nothing to remove: remove this entry
        Spec "# Auth\n\n## Purpose\nThis capability is for people who want to log in and out again.\n"
        Generated "\n"
        Spec "## Requirements\n"
        Generated "\n"
        Spec "### Requirement: B\nIt SHALL.\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n"
    "####]],
    );
}
