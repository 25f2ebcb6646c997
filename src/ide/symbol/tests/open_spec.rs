//! Names of OpenSpec.

use super::*;

const PROJECT: &str = "
//- /openspec/specs/till/spec.md
# till Specification
## Requirements
### Requirement: Round
#### Scenario: Half
- x
### Requirement: Count
#### Scenario: Half
- x
//- /openspec/changes/a/proposal.md
# Change: a
### Modified Capabilities
- `till`: é
//- /openspec/changes/a/specs/till/spec.md
## MODIFIED Requirements
### Requirement: Round
#### Scenario: Half
- y
//- /openspec/changes/b/specs/till/spec.md
## REMOVED Requirements
- `### Requirement: Round`
## ADDED Requirements
### Requirement: round
//- /openspec/changes/c/specs/other/spec.md
## MODIFIED Requirements
### Requirement: Round
//- /openspec/changes/archive/2026-01-02-start/specs/till/spec.md
## ADDED Requirements
### Requirement: Round
#### Scenario: Half
- x
";

#[test]
fn requirements_scenarios_capabilities_and_changes() {
    let at = |before: &str| PROJECT.replacen(before, &format!("{before}$0"), 1);
    check(
        &at("Requirement: Ro"),
        expect![[r#"
        OpenSpec(Requirement { capability: "till", name: "Round" }) in `### Requirement: Round`
        > openspec/specs/till/spec.md:3:18 Declaration `Round`
          openspec/changes/a/specs/till/spec.md:2:18 Read `Round`
          openspec/changes/archive/2026-01-02-start/specs/till/spec.md:2:18 Read `Round`
          openspec/changes/b/specs/till/spec.md:2:21 Read `Round`
    "#]],
    );
    check(
        &at("Scenario: Ha"),
        expect![[r#"
        OpenSpec(Scenario { capability: "till", requirement: "Round", name: "Half" }) in `#### Scenario: Half`
        > openspec/specs/till/spec.md:4:16 Declaration `Half`
          openspec/changes/a/specs/till/spec.md:3:16 Read `Half`
          openspec/changes/archive/2026-01-02-start/specs/till/spec.md:3:16 Read `Half`
    "#]],
    );
    check(
        &at("- `ti"),
        expect![[r#"
        OpenSpec(Capability("till")) in `till`
        > openspec/specs/till/spec.md:1:1 File ``
          openspec/changes/a/proposal.md:3:4 Read `till`
          openspec/specs/till/spec.md:1:3 Read `till`
    "#]],
    );
    check(
        &at("# Change: "),
        expect![[r#"
        OpenSpec(Change("a")) in `# Change: a`
        > openspec/changes/a/proposal.md:1:1 File ``
          openspec/changes/a/proposal.md:1:11 Read `a`
    "#]],
    );
}

const SCHEMAS: &str = "
//- /openspec/config.yaml
schema: short
rules:
  plan: [é]
  design: [é]
//- /openspec/schemas/short/templates/plan.md
//- /openspec/schemas/short/schema.yaml
name: short
version: 1
artifacts:
  - id: research
    generates: research.md
    description: é
    template: plan.md
  - id: plan
    generates: plan.md
    description: é
    template: ./plan.md
    requires: [research]
apply:
  requires:
    - 'plan'
//- /openspec/schemas/long/schema.yaml
name: other
version: 1
artifacts:
  - {id: plan, generates: plan.md, description: é, template: plan.md}
//- /openspec/changes/a/.openspec.yaml
schema: short
//- /openspec/changes/archive/2026-01-02-b/.openspec.yaml
schema: short
";

#[test]
fn schemas_artifacts_and_templates() {
    let at = |before: &str| SCHEMAS.replacen(before, &format!("{before}$0"), 1);
    check(
        &at("schema: sh"),
        expect![[r#"
        OpenSpec(Schema("short")) in `short`
        > openspec/schemas/short/schema.yaml:1:1 File ``
        > openspec/schemas/short/schema.yaml:1:7 Declaration `short`
          openspec/changes/a/.openspec.yaml:1:9 Read `short`
          openspec/changes/archive/2026-01-02-b/.openspec.yaml:1:9 Read `short`
          openspec/config.yaml:1:9 Read `short`
    "#]],
    );
    check(
        &at("'pl"),
        expect![[r#"
        OpenSpec(Artifact { schema: "short", id: "plan" }) in `plan`
        > openspec/schemas/short/schema.yaml:8:9 Declaration `plan`
          openspec/config.yaml:3:3 Read `plan`
          openspec/schemas/short/schema.yaml:15:8 Read `plan`
    "#]],
    );
    check(
        &at("id: plan\n    generates: plan.md\n    description: é\n    template: ./pl"),
        expect![[r#"
        File(DocPath("/openspec/schemas/short/templates/plan.md")) in `./plan.md`
        > /openspec/schemas/short/templates/plan.md File
          openspec/schemas/short/schema.yaml:7:15 Read `plan.md`
          openspec/schemas/short/schema.yaml:11:15 Read `./plan.md`
    "#]],
    );
    // Of the schema of the config file and those of others, the built-in one is the first that has it.
    check(
        &at("  desi"),
        expect![[r#"
        OpenSpec(Artifact { schema: "spec-driven", id: "design" }) in `design`
          openspec/config.yaml:4:3 Read `design`
    "#]],
    );
    check(
        &at("generates: rese"),
        expect![[r#"
        nothing
    "#]],
    );
    // Only a name that is the folder's is the schema's.
    check(
        &at("name: oth"),
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn commands_that_openspec_generates_for_other_agents() {
    let files = |at: &str| {
        let text = "
//- /.gemini/commands/opsx/apply.toml
prompt = 'Then run /opsx:archive.'
//- /.continue/prompts/opsx-archive.prompt
After /opsx-apply.
//- /.kiro/prompts/opsx-explore.prompt.md
Then @opsx-apply.
";
        text.replacen(at, &format!("{at}$0"), 1)
    };
    check(
        &files("run /opsx"),
        expect![[r#"
        Command("opsx:archive") in `/opsx:archive`
        > .continue/prompts/opsx-archive.prompt:1:1 File ``
          .gemini/commands/opsx/apply.toml:1:20 Read `/opsx:archive`
    "#]],
    );
    check(
        &files("After /opsx"),
        expect![[r#"
            Command("opsx:apply") in `/opsx-apply`
            > .gemini/commands/opsx/apply.toml:1:1 File ``
              .continue/prompts/opsx-archive.prompt:1:7 Read `/opsx-apply`
              .kiro/prompts/opsx-explore.prompt.md:1:6 Read `@opsx-apply`
        "#]],
    );
}
