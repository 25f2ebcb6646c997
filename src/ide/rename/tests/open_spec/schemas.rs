//! Schemas, artifacts and templates of OpenSpec.

use super::*;

const SCHEMAS: &str = "
//- /openspec/config.yaml
schema: short.yaml
rules:
  plan: [é]
  design: [é]
//- /openspec/schemas/short/templates/plan.md
# Plan
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
    template: plan.md
    requires: [research]
apply:
  requires: ['plan']
//- /openspec/schemas/long/schema.yaml
name: long
version: 1
artifacts:
  - {id: plan, generates: plan.md, description: é, template: plan.md}
//- /openspec/changes/a/.openspec.yaml
schema: short
//- /openspec/changes/archive/2026-01-02-b/.openspec.yaml
schema: short
";

#[test]
fn an_artifact_with_what_requires_it() {
    let fixture = SCHEMAS.replacen("id: pl", "id: pl$0", 1);
    check(
        &fixture,
        "true",
        expect![[r#"
        //- /openspec/config.yaml
        schema: short.yaml
        rules:
          "true": [é]
          design: [é]
        //- /openspec/schemas/short/schema.yaml
        name: short
        version: 1
        artifacts:
          - id: research
            generates: research.md
            description: é
            template: plan.md
          - id: "true"
            generates: plan.md
            description: é
            template: plan.md
            requires: [research]
        apply:
          requires: ['true']
    "#]],
    );
    check(
        &fixture,
        "research",
        expect![[r#"
        refused: the schema `short` has an artifact `research` already
    "#]],
    );
    check(
        &fixture,
        "a b",
        expect![[r#"
        refused: `a b` is not a valid id: use letters, digits, `-` and `_`
    "#]],
    );
    check(
        &SCHEMAS.replacen("  desi", "  desi$0", 1),
        "plan",
        expect![[r#"
        refused: the schema `spec-driven` is built in
    "#]],
    );
}

#[test]
fn a_schema_with_its_folder() {
    let fixture = SCHEMAS.replacen("schema: sh", "schema: sh$0", 1);
    check(
        &fixture,
        "brief",
        expect![[r#"
        //- /openspec/changes/a/.openspec.yaml
        schema: brief
        //- /openspec/config.yaml
        schema: brief.yaml
        rules:
          plan: [é]
          design: [é]
        //- /openspec/schemas/brief/schema.yaml
        name: brief
        version: 1
        artifacts:
          - id: research
            generates: research.md
            description: é
            template: plan.md
          - id: plan
            generates: plan.md
            description: é
            template: plan.md
            requires: [research]
        apply:
          requires: ['plan']
        //- /openspec/schemas/brief/templates/plan.md
        # Plan
    "#]],
    );
    check(
        &fixture,
        "long",
        expect![[r#"
        refused: there is `openspec/schemas/long` already
    "#]],
    );
    check(
        &fixture,
        "spec-driven",
        expect![[r#"
        refused: there is a schema `spec-driven` already
    "#]],
    );
    check(
        &SCHEMAS.replacen("short.yaml", "gone$0", 1),
        "brief",
        expect![[r#"
        refused: the schema `gone` is not in this project
    "#]],
    );
    check_moved(
        SCHEMAS,
        &[("openspec/schemas/short", "openspec/schemas/brief")],
        expect![[r#"
        //- /openspec/changes/a/.openspec.yaml
        schema: brief
        //- /openspec/config.yaml
        schema: brief.yaml
        rules:
          plan: [é]
          design: [é]
        //- /openspec/schemas/short/schema.yaml
        name: brief
        version: 1
        artifacts:
          - id: research
            generates: research.md
            description: é
            template: plan.md
          - id: plan
            generates: plan.md
            description: é
            template: plan.md
            requires: [research]
        apply:
          requires: ['plan']
    "#]],
    );
}

#[test]
fn a_template_that_the_editor_moves() {
    let templates = "openspec/schemas/short/templates";
    let to = format!("{templates}/deep/the plan.md");
    check_moved(
        SCHEMAS,
        &[(&format!("{templates}/plan.md"), &to)],
        expect![[r#"
        //- /openspec/schemas/short/schema.yaml
        name: short
        version: 1
        artifacts:
          - id: research
            generates: research.md
            description: é
            template: deep/the plan.md
          - id: plan
            generates: plan.md
            description: é
            template: deep/the plan.md
            requires: [research]
        apply:
          requires: ['plan']
    "#]],
    );
}
