//! Commands, with their files and copies.

use super::*;

#[test]
fn a_command_with_its_copy() {
    let fixture = format!(
        "{}{}",
        WORKFLOW.trim_end(),
        r#"
//- /.claude/commands/flow/plan.md
**For /flow:plan**: see [it](plan.md)
//- /.claude/commands/flow/implement.md
---
description: after /flow:plan
handoffs: [{label: x, agent: flow.plan}]
---
😀 First /flow.pl$0an, not /flow:planner. {{INCLUDE:.claude/commands/flow/plan.md}}
//- /.github/agents/flow-plan.agent.md
---
name: "flow-plan"
---
**For /flow:plan**: see [it](plan.md)
//- /.github/agents/flow-implement.agent.md
---
name: flow-implement
handoffs: [{label: x, agent: "flow-plan"}]
---
"#
    );
    check(
        &fixture,
        "/flow:blueprint",
        expect![[r#"
            //- /.claude/commands/flow/blueprint.md
            **For /flow:blueprint**: see [it](blueprint.md)
            //- /.claude/commands/flow/implement.md
            ---
            description: after /flow:blueprint
            handoffs: [{label: x, agent: flow.blueprint}]
            ---
            😀 First /flow.blueprint, not /flow:planner. {{INCLUDE:.claude/commands/flow/blueprint.md}}
            //- /.github/agents/flow-blueprint.agent.md
            ---
            name: "flow-blueprint"
            ---
            **For /flow:blueprint**: see [it](blueprint.md)
            //- /.github/agents/flow-implement.agent.md
            ---
            name: flow-implement
            handoffs: [{label: x, agent: "flow-blueprint"}]
            ---
            //- /flowspec_workflow.yml
            states: ["To Do", Planned, 'In Implementation', Done]
            workflows:
              plan: {command: "/flow:blueprint", agents: [planner, "@planner"], input_states: ["To Do"], output_state: 'Planned'}
              implement: {command: "/flow:implement", agents: [], input_states: [Planned], output_state: "In Implementation"}
            transitions:
              - {name: a, from: "To Do", to: Planned, via: plan} # /flow:blueprint
        "#]],
    );
    check(
        &fixture,
        "design.plan",
        expect![[r#"
        //- /.claude/commands/design/plan.md
        **For /design:plan**: see [it](plan.md)
        //- /.claude/commands/flow/implement.md
        ---
        description: after /design:plan
        handoffs: [{label: x, agent: design.plan}]
        ---
        😀 First /design.plan, not /flow:planner. {{INCLUDE:.claude/commands/design/plan.md}}
        //- /.github/agents/design-plan.agent.md
        ---
        name: "design-plan"
        ---
        **For /design:plan**: see [it](plan.md)
        //- /.github/agents/flow-implement.agent.md
        ---
        name: flow-implement
        handoffs: [{label: x, agent: "design-plan"}]
        ---
        //- /flowspec_workflow.yml
        states: ["To Do", Planned, 'In Implementation', Done]
        workflows:
          plan: {command: "/design:plan", agents: [planner, "@planner"], input_states: ["To Do"], output_state: 'Planned'}
          implement: {command: "/flow:implement", agents: [], input_states: [Planned], output_state: "In Implementation"}
        transitions:
          - {name: a, from: "To Do", to: Planned, via: plan} # /design:plan
    "#]],
    );
    check(
        &fixture,
        "implement",
        expect![[r#"
        refused: there is a command `/flow:implement` already
    "#]],
    );
    check(
        &fixture,
        "Plan",
        expect![[r#"
        refused: `Plan` is not a valid command name: write small letters, digits, `-` and `_`, as in `/flow:plan`
    "#]],
    );
    check(
        &fixture,
        "flow.md",
        expect![[r#"
        refused: `/flow.md` would be no command where `.claude/commands/flow/implement.md` writes it with a dot
    "#]],
    );
}

#[test]
fn a_command_that_is_not_there_or_is_in_the_list_of_a_role() {
    check(
        "see /flow:no$0ne",
        "/flow:some",
        expect![[r#"
        refused: the project has no command `/flow:none`
    "#]],
    );
    let fixture = "
//- /flowspec_workflow.yml
roles:
  definitions:
    dev: {commands: [debug]}
//- /.claude/commands/dev/debug.md
run /dev:de$0bug
";
    check(
        fixture,
        "/dev:trace",
        expect![[r#"
        //- /.claude/commands/dev/trace.md
        run /dev:trace
        //- /flowspec_workflow.yml
        roles:
          definitions:
            dev: {commands: [trace]}
    "#]],
    );
    check(
        fixture,
        "/ops:debug",
        expect![[r#"
        refused: `flowspec_workflow.yml` lists `debug` for the role `dev`: take it out of the list first
    "#]],
    );
}

#[test]
fn two_names_in_one_plain_scalar_are_quoted_together() {
    check(
        "//- /.claude/commands/flow/plan.md\n---\ndescription: \"*\"\nhint: */flow:plan and /flow:plan\n---\n/flow:p$0lan\n",
        "/flow:other",
        expect![[r#"
            //- /.claude/commands/flow/other.md
            ---
            description: "*"
            hint: "*/flow:other and /flow:other"
            ---
            /flow:other
        "#]],
    );
}

#[test]
fn a_command_with_its_namespace_in_the_name_of_its_file() {
    let fixture = "
//- /.claude/commands/speckit.plan.md
Before `/speckit.tasks`.
//- /.claude/agents/a.md
Run /speckit-pl$0an, $speckit-plan, /skill:speckit-plan and /speckit.plan, not docs/speckit-plan.
";
    check(
        fixture,
        "/speckit.design",
        expect![[r#"
        //- /.claude/agents/a.md
        Run /speckit-design, $speckit-design, /skill:speckit-design and /speckit.design, not docs/speckit-plan.
        //- /.claude/commands/speckit.design.md
        Before `/speckit.tasks`.
    "#]],
    );
    check(
        "//- /.claude/skills/speckit-plan/SKILL.md\nPlan.\n//- /.claude/agents/a.md\n/speckit-pl$0an\n",
        "/speckit.design",
        expect![[r#"
            refused: `.claude/skills/speckit-plan/SKILL.md` is a skill, which goes by its folder: rename that, and the command where it is named
        "#]],
    );
}
