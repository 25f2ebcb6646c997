use expect_test::{Expect, expect};

use crate::fixture::{check, check_fixes, check_silent};

fn spec(text: &str) -> String {
    format!("//- /openspec/specs/till/spec.md\n{text}")
}

fn delta(text: &str) -> String {
    format!("//- /openspec/changes/a/specs/till/spec.md\n{text}")
}

const HEAD: &str =
    "# till Specification\n## Purpose\nWhat the till does with the money of customers, and when 😀.\n## Requirements\n";
const WHOLE: &str = "### Requirement: Round\nThe till SHALL round.\n#### Scenario: Half\n- **WHEN** x\n- **THEN** y\n";

#[track_caller]
fn both(code: &str, fixture: &str, found: Expect, fixed: Expect) {
    check(code, fixture, found);
    check_fixes(code, fixture, fixed);
}

#[test]
fn a_good_spec_and_a_good_delta_are_silent() {
    let codes = [
        "delta-misplaced",
        "delta-empty",
        "delta-duplicate",
        "rename-unpaired",
        "requirement-duplicate",
        "requirement-outside",
        "requirement-empty",
        "requirement-no-scenario",
        "requirement-no-keyword",
        "scenario-incomplete",
        "scenario-level",
        "spec-section-missing",
        "purpose-placeholder",
    ];
    for code in codes {
        check_silent(code, &spec(&format!("{HEAD}{WHOLE}")));
        check_silent(code, &delta(&format!("## ADDED Requirements\n{WHOLE}")));
        check_silent(code, &delta("notes").replace("spec.md", "notes.md"));
    }
}

#[test]
fn requirements_of_a_spec() {
    check(
        "requirement-duplicate",
        &spec(&format!("{HEAD}{WHOLE}{WHOLE}")),
        expect![[r#"
        openspec/specs/till/spec.md
          ### Requirement: Round
        //                 ^^^^^ error requirement-duplicate: duplicate requirement `Round`: rename or remove one of them
        //  openspec/specs/till/spec.md:5:18: first defined here
    "#]],
    );
    check(
        "requirement-outside",
        &spec(&format!("{HEAD}{WHOLE}## Notes\n{}", WHOLE.replace("Round", "é"))),
        expect![[r#"
            openspec/specs/till/spec.md
              ### Requirement: é
            //                 ^ error requirement-outside: `é` is outside `## Requirements`, so it is ignored: move it there
        "#]],
    );
    check(
        "requirement-empty",
        &spec(&format!("{HEAD}### Requirement: é\n#### Scenario: a\n- x\n")),
        expect![[r#"
            openspec/specs/till/spec.md
              ### Requirement: é
            //                 ^ error requirement-empty: `é` has no text: write below the heading what the system SHALL or MUST do
        "#]],
    );
    check(
        "requirement-no-keyword",
        &spec(&format!("{HEAD}{}", WHOLE.replace("SHALL", "must"))),
        expect![[r#"
            openspec/specs/till/spec.md
              The till must round.
            //^^^^^^^^^^^^^^^^^^^^ warning requirement-no-keyword: the text of `Round` has no SHALL or MUST: state the requirement with one of them
        "#]],
    );
    both(
        "requirement-no-scenario",
        &spec(&format!("{HEAD}### Requirement: é\nIt SHALL.\n")),
        expect![[r#"
            openspec/specs/till/spec.md
              ### Requirement: é
            //                 ^ error requirement-no-scenario: `é` has no scenario: add one with a heading `#### Scenario: NAME`
        "#]],
        expect![[r#"
            * Insert a scenario
            //- /openspec/specs/till/spec.md
            # till Specification
            ## Purpose
            What the till does with the money of customers, and when 😀.
            ## Requirements
            ### Requirement: é
            It SHALL.

            #### Scenario: Name
            - **WHEN** …
            - **THEN** …
        "#]],
    );
}

#[test]
fn scenarios() {
    check(
        "scenario-incomplete",
        &spec(&format!("{HEAD}{WHOLE}#### Scenario: é\n- x\n")),
        expect![[r#"
        openspec/specs/till/spec.md
          #### Scenario: é
        //               ^ hint scenario-incomplete: `é` has neither WHEN nor THEN: add these steps
    "#]],
    );
    both(
        "scenario-level",
        &delta(&format!("## ADDED Requirements\n{WHOLE}### Scenario: é\n- **WHEN** x\n- **THEN** y\n")),
        expect![[r#"
            openspec/changes/a/specs/till/spec.md
              ### Scenario: é
            //^^^^^^^^^^^^^^^ warning scenario-level: a scenario needs a heading of level 4, but this one is of level 3: use `####`
        "#]],
        expect![[r#"
            * Change to `####`
            //- /openspec/changes/a/specs/till/spec.md
            ## ADDED Requirements
            ### Requirement: Round
            The till SHALL round.
            #### Scenario: Half
            - **WHEN** x
            - **THEN** y
            #### Scenario: é
            - **WHEN** x
            - **THEN** y
        "#]],
    );
}

#[test]
fn sections_of_a_spec() {
    both(
        "spec-section-missing",
        &spec("# till\n## Requirements\n"),
        expect![[r#"
        openspec/specs/till/spec.md
          # till
        //^^^^^^ error spec-section-missing: the spec has no `## Purpose`: add it and say what this capability is for
          ## Requirements
        //   ^^^^^^^^^^^^ error spec-section-missing: this section has no requirement: add one with a heading `### Requirement: NAME`
    "#]],
        expect![[r#"
        * Insert `## Purpose`
        //- /openspec/specs/till/spec.md
        # till
        ## Purpose

        TBD

        ## Requirements
    "#]],
    );
    check(
        "purpose-placeholder",
        &spec("# till\n## Purpose\nTBD\n## Requirements\n"),
        expect![[r#"
        openspec/specs/till/spec.md
          TBD
        //^^^ warning purpose-placeholder: the purpose is a placeholder: say what this capability is for
    "#]],
    );
}

#[test]
fn sections_and_names_of_a_delta() {
    both(
        "delta-empty",
        &delta("# é\n"),
        expect![[r#"
        openspec/changes/a/specs/till/spec.md
          # é
        //^^^ error delta-empty: the delta has no section, so it changes nothing: add `## ADDED Requirements` or another one
    "#]],
        expect![[r#"
        * Insert `## ADDED Requirements`
        //- /openspec/changes/a/specs/till/spec.md
        # é

        ## ADDED Requirements

        ### Requirement: Name
        The system SHALL …

        #### Scenario: Name
        - **WHEN** …
        - **THEN** …
    "#]],
    );
    check(
        "delta-empty",
        &delta("## MODIFIED Requirements\n"),
        expect![[r#"
        openspec/changes/a/specs/till/spec.md
          ## MODIFIED Requirements
        //   ^^^^^^^^^^^^^^^^^^^^^ error delta-empty: this section has no requirement, so the delta changes nothing: add one
    "#]],
    );
    check(
        "delta-duplicate",
        &delta(&format!("## ADDED Requirements\n{WHOLE}{WHOLE}")),
        expect![[r#"
        openspec/changes/a/specs/till/spec.md
          ### Requirement: Round
        //                 ^^^^^ error delta-duplicate: `Round` is twice in `ADDED`: remove one of them
        //  openspec/changes/a/specs/till/spec.md:2:18: first listed here
    "#]],
    );
    both(
        "rename-unpaired",
        &format!(
            "{}{}",
            spec(&format!("{HEAD}{}", WHOLE.replace("Round", "é"))),
            delta("## RENAMED Requirements\n- FROM: `### Requirement: é`\n")
        ),
        expect![[r#"
            openspec/changes/a/specs/till/spec.md
              - FROM: `### Requirement: é`
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error rename-unpaired: `FROM:` without a `TO:`: add the new name of `é`
        "#]],
        expect![[r#"
            * Insert the `TO:`
            //- /openspec/changes/a/specs/till/spec.md
            ## RENAMED Requirements
            - FROM: `### Requirement: é`
            - TO: `### Requirement: New name`
        "#]],
    );
}

#[test]
fn what_is_in_the_wrong_place() {
    check(
        "delta-misplaced",
        &spec(&format!("{HEAD}{WHOLE}## ADDED Requirements\n")),
        expect![[r#"
            openspec/specs/till/spec.md
              ## ADDED Requirements
            //   ^^^^^^^^^^^^^^^^^^ error delta-misplaced: `ADDED Requirements` belongs in the delta of a change: rename it to `## Requirements`, or move the section there
        "#]],
    );
    check(
        "delta-misplaced",
        &delta("### Requirement: é\n## ADDED Requirements\n"),
        expect![[r#"
        openspec/changes/a/specs/till/spec.md
          ### Requirement: é
        //                 ^ warning delta-misplaced: `é` is in no section of the delta, so it is ignored: move it below `## ADDED Requirements` or another one
    "#]],
    );
    let file = |name: &str| delta(&format!("## ADDED Requirements\n{WHOLE}")).replace("till/spec.md", name);
    both(
        "delta-misplaced",
        &file("till.md"),
        expect![[r#"
        openspec/changes/a/specs/till.md
          ## ADDED Requirements
        //   ^^^^^^^^^^^^^^^^^^ error delta-misplaced: OpenSpec does not read this file: move it to `openspec/changes/a/specs/till/spec.md`
    "#]],
        expect![[r#"
            * Move to `openspec/changes/a/specs/till/spec.md`
            //- /openspec/changes/a/specs/till/spec.md
            ## ADDED Requirements
            ### Requirement: Round
            The till SHALL round.
            #### Scenario: Half
            - **WHEN** x
            - **THEN** y
        "#]],
    );
    check(
        "delta-misplaced",
        &file("spec.md"),
        expect![[r#"
        openspec/changes/a/specs/spec.md
          ## ADDED Requirements
        //   ^^^^^^^^^^^^^^^^^^ error delta-misplaced: OpenSpec does not read this file: move it into a folder that is named after its capability
    "#]],
    );
    check(
        "delta-misplaced",
        &file("spec.md").replace("## ADDED Requirements", "é"),
        expect![[r#"
        openspec/changes/a/specs/spec.md
          é
        //^ error delta-misplaced: OpenSpec does not read this file: move it into a folder that is named after its capability
    "#]],
    );
}

#[test]
fn a_change_inside_a_folder_of_changes() {
    let wrapped = "
//- /openspec/changes/area/login/proposal.md
# é
//- /openspec/changes/area/login/tasks.md
- [ ] 1.1 a
//- /openspec/changes/area/login/more/tasks.md
- [ ] 1.1 a
//- /openspec/changes/area/.gitkeep
";
    check(
        "delta-misplaced",
        wrapped,
        expect![[r#"
        openspec/changes/area/login/proposal.md
          # é
        //^^^ error delta-misplaced: OpenSpec does not read a change inside another folder of `changes/`: move it to `openspec/changes/area-login`
    "#]],
    );
    for code in ["delta-empty", "tasks-empty", "change-complete", "proposal-section-missing"] {
        check_silent(code, wrapped);
    }
    check_silent("delta-misplaced", &format!("{wrapped}//- /openspec/changes/area/README.txt\n"));
    check_silent("delta-misplaced", "//- /openspec/changes/a/proposal.md\n//- /openspec/changes/a/old/proposal.md\n");
    check_silent("delta-misplaced", "//- /openspec/specs/group/till/spec.md\n//- /openspec/specs/group/README.md\n");
}

#[test]
fn a_change_without_a_delta() {
    check(
        "delta-empty",
        "//- /openspec/changes/a/tasks.md\n# é\n//- /openspec/changes/a/notes.md\n# é\n",
        expect![[r#"
            openspec/changes/a/tasks.md
              # é
            //^^^ error delta-empty: the change has no delta: add `openspec/changes/a/specs/CAPABILITY/spec.md`, or `skip_specs: true` in `.openspec.yaml`
        "#]],
    );
    check(
        "delta-empty",
        "//- /openspec/changes/a/tasks.md\n# é\n//- /openspec/changes/a/design.md\n# é\n",
        expect![[r#"
            openspec/changes/a/tasks.md
              # é
            //^^^ error delta-empty: the change has no delta: add `openspec/changes/a/specs/CAPABILITY/spec.md`, or `skip_specs: true` in `.openspec.yaml`
        "#]],
    );
    let proposal = "//- /openspec/changes/a/proposal.md\n# é\n## Why\nBecause.\n## What Changes\n- All.\n";
    check(
        "delta-empty",
        proposal,
        expect![[r#"
        openspec/changes/a/proposal.md
          # é
        //^^^ warning delta-empty: the change has no delta: add `openspec/changes/a/specs/CAPABILITY/spec.md`, or `skip_specs: true` in `.openspec.yaml`
    "#]],
    );
    check_silent("delta-empty", &format!("{proposal}### New Capabilities\n- `till`\n"));
    check_silent("delta-empty", "//- /openspec/changes/a/proposal.md\n# é\n## Why\nBecause.\n");
    check_silent(
        "delta-empty",
        "//- /openspec/changes/a/tasks.md\n# é\n//- /openspec/changes/a/.openspec.yaml\nschema: spec-driven\nskip_specs: true\n",
    );
}
