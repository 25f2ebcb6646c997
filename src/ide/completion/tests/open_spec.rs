//! Names of requirements and capabilities of OpenSpec.

use super::*;

fn delta(text: &str) -> String {
    format!(
        "
//- /openspec/specs/till/spec.md
# till Specification
## Requirements
### Requirement: Round
The till SHALL round.

#### Scenario: Half
- x

### Requirement: Count
The till SHALL count.
//- /openspec/changes/a/specs/till/spec.md
{text}"
    )
}

#[test]
fn the_whole_block_of_a_modified_requirement() {
    check(
        &delta("## MODIFIED Requirements\n### Requirement:$0"),
        expect![[r#"
        for ``
        - Round  with its text and scenarios of today
        - Count  with its text and scenarios of today
        ### Requirement: Round
        The till SHALL round.

        #### Scenario: Half
        - x"#]],
    );
    check(
        &delta("## MODIFIED Requirements\n### Requirement: Co$0\n\n## REMOVED Requirements\n### Requirement: Round"),
        expect![[r#"
            for ` Co`
            - Count  with its text and scenarios of today
            ### Requirement: Count
            The till SHALL count."#]],
    );
}

#[test]
fn the_name_alone_where_there_is_text_already() {
    check(
        &delta("## MODIFIED Requirements\n### Requirement: R$0\nThe till SHALL do it.\n"),
        expect![[r#"
        for ` R`
        - Round
        - Count
        ### Requirement: Round"#]],
    );
    check(
        &delta("## REMOVED Requirements\n- `### Requirement: $0`\n"),
        expect![[r#"
        for ` `
        - Round
        - Count
        - `### Requirement: Round`"#]],
    );
    check(
        &delta("## RENAMED Requirements\n- FROM: `### Requirement: $0`\n"),
        expect![[r#"
        for ` `
        - Round
        - Count
        - FROM: `### Requirement: Round`"#]],
    );
}

#[test]
fn new_names_are_not_known() {
    check_silent(&delta("## ADDED Requirements\n### Requirement: $0"));
    check_silent(&delta("## RENAMED Requirements\n- TO: `### Requirement: $0"));
    check_silent(&delta("### Requirement: $0"));
}

#[test]
fn the_capabilities_of_a_proposal() {
    let proposal = |text: &str| {
        format!(
            "
//- /openspec/specs/till/spec.md
//- /openspec/specs/shop/fees/spec.md
//- /openspec/changes/a/specs/mill/spec.md
//- /openspec/changes/a/proposal.md
## Capabilities
{text}"
        )
    };
    check(
        &proposal("### New Capabilities\n### Modified Capabilities\n- `till`\n- `$0`: é"),
        expect![[r#"
        for ``
        - shop/fees
        - `shop/fees`: é"#]],
    );
    check(
        &proposal("### New Capabilities\n- $0"),
        expect![[r#"
        for ``
        - mill
        - `mill`"#]],
    );
    check_silent(&proposal("- $0"));
}

fn schema(text: &str) -> String {
    format!(
        "
//- /openspec/schemas/short/templates/plan.md
//- /openspec/schemas/short/templates/more/tasks.md
//- /openspec/schemas/short/schema.yaml
name: short
version: 1
artifacts:
  - id: plan
    generates: plan.md
    template: plan.md
    description: x
  - id: notes
    generates: notes/*.md
    template: plan.md
    description: x
{text}
"
    )
}

const CONFIG: &str = "//- /openspec/config.yaml\n";

#[test]
fn the_keys_of_a_config_file() {
    check(
        &format!("{CONFIG}schema: spec-driven\nst$0\n"),
        expect![[r#"
        for `st`
        - context  What agents are told about the project with every artifact, at most 50 KB
        - rules  Rules for the artifacts of changes, by the ids of the artifacts
        - operations  Guidance for the operations on changes
        - store  The store that has the changes, where the folder has nothing but this file
        - references  The stores that the project refers to
        - githubCopilot  What is generated for GitHub Copilot
        context: "#]],
    );
    check(
        &format!("{CONFIG}operations:\n  apply:\n    $0\n"),
        expect![[r#"
        for ``
        - guidance  What agents are told
            guidance:"#]],
    );
    check_taken(&format!("{CONFIG}references:\n  - $0\n"), "id", expect!["  - id: "]);
}

#[test]
fn the_artifacts_that_have_rules() {
    check(
        &format!("{CONFIG}rules:\n  proposal: [x]\n  $0\n"),
        expect![[r#"
        for ``
        - specs  an artifact of spec-driven
        - design  an artifact of spec-driven
        - tasks  an artifact of spec-driven
          specs:"#]],
    );
    check(
        &format!("{}{CONFIG}rules:\n  $0\n", schema("apply:\n  requires: [plan]\n")),
        expect![[r#"
        for ``
        - plan  an artifact of short
        - notes  an artifact of short
        - proposal  an artifact of spec-driven
        - specs  an artifact of spec-driven
        - design  an artifact of spec-driven
        - tasks  an artifact of spec-driven
          plan:"#]],
    );
    check_silent(&format!("{CONFIG}rules:\n  proposal: [$0]\n"));
}

#[test]
fn schemas_and_switches() {
    check(
        &format!("{}{CONFIG}schema: $0\n", schema("")),
        expect![[r#"
        for ``
        - short  a schema of the project
        - spec-driven  built in
        schema: short"#]],
    );
    let metadata = "//- /openspec/changes/a/.openspec.yaml\n";
    check(
        &format!("{}{metadata}schema: s$0\n", schema("")),
        expect![[r#"
        for `s`
        - short  a schema of the project
        - spec-driven  built in
        schema: short"#]],
    );
    check(
        &format!("{metadata}schema: spec-driven\nskip_specs: $0\n"),
        expect![[r#"
        for ``
        - true
        - false
        skip_specs: true"#]],
    );
    check(
        &format!("{metadata}schema: spec-driven\n$0\n"),
        expect![[r#"
        for ``
        - created  The day on which the change was created
        - goal  What the change is to achieve
        - affected_areas  The parts of the project that the change touches
        - initiative  The initiative in a store that the change belongs to
        - skip_specs  Whether the change has no spec deltas because it changes no behavior
        - retire_capabilities  Whether archiving may delete a spec when the change removes its last requirement
        created: "#]],
    );
    check_silent(&format!("{metadata}goal: $0\n"));
}

#[test]
fn the_artifacts_and_templates_of_a_schema() {
    check(
        &schema("    requires: [$0]\n"),
        expect![[r#"
        for ``
        - plan
            requires: [plan]"#]],
    );
    check(
        &schema("    requires:\n      - $0\napply:\n  requires: [plan]\n"),
        expect![[r#"
        for ``
        - plan
              - plan"#]],
    );
    check(
        &schema("    requires: [$0\napply:\n  requires: [plan]\n"),
        expect![[r#"
        for ``
        - plan
            requires: [plan"#]],
    );
    check_silent(&schema("    requires: [plan, $0]\n"));
    check(
        &schema("apply:\n  requires: [plan, $0]\n"),
        expect![[r#"
        for ``
        - notes
          requires: [plan, notes]"#]],
    );
    check(
        &schema("apply:\n  requires: [plan]\n  tracks: $0\n"),
        expect![[r#"
        for ``
        - plan.md
        - notes/*.md
          tracks: plan.md"#]],
    );
    check(
        &schema("  - id: é\n    template: $0\n"),
        expect![[r#"
        for ``
        - more/tasks.md
        - plan.md
            template: more/tasks.md"#]],
    );
    check(
        &schema("  - id: é\n    $0\n"),
        expect![[r#"
        for ``
        - generates  The file below the folder of the change, or a glob such as `specs/**/*.md`
        - description  What the artifact is
        - template  The file below `templates/` that agents begin with
        - instruction  What agents are told before they write it
        - requires  The ids of the artifacts that come first
            generates: "#]],
    );
    check(
        "//- /openspec/schemas/short/schema.yaml\nname: $0\n",
        expect![[r#"
        for ``
        - short
        name: short"#]],
    );
}
