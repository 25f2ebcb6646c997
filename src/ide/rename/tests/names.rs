//! Sections, agents and rule ids, and what has its name from others.

use super::*;

#[test]
fn a_section() {
    let fixture = "
//- /memory/constitution.md
<!-- SECTION:GO$0ALS:BEGIN -->
<!-- SECTION:GOALS:END -->
<!-- SECTION:OTHER:BEGIN -->
<!-- SECTION:OTHER:END -->
";
    check(
        fixture,
        "AIMS",
        expect![[r#"
        //- /memory/constitution.md
        <!-- SECTION:AIMS:BEGIN -->
        <!-- SECTION:AIMS:END -->
        <!-- SECTION:OTHER:BEGIN -->
        <!-- SECTION:OTHER:END -->
    "#]],
    );
    check(
        fixture,
        "OTHER",
        expect![[r#"
        refused: there is a section `OTHER` already
    "#]],
    );
    check(
        fixture,
        "TWO WORDS",
        expect![[r#"
            refused: `TWO WORDS` is not a valid section name: it is letters, digits, `_` and `-`, and none of `AC`, `DOD`, `BEGIN`, `END` and `START`
        "#]],
    );
    check(
        fixture,
        "END",
        expect![[r#"
            refused: `END` is not a valid section name: it is letters, digits, `_` and `-`, and none of `AC`, `DOD`, `BEGIN`, `END` and `START`
        "#]],
    );
    let task = "
//- /backlog/tasks/task-1 - A.md
<!-- SECTION:NO$0TES:BEGIN -->
<!-- SECTION:NOTES:END -->
";
    check(
        task,
        "REMARKS",
        expect![[r#"
        refused: Backlog.md finds this section by its name `NOTES`
    "#]],
    );
}

#[test]
fn an_agent_and_its_file() {
    let fixture = format!(
        "{}{}",
        WORKFLOW.trim_end(),
        "
//- /.claude/agents/planner.md
---
name: planner
---
I am @planner 😀
//- /.claude/agents/other.md
---
name: coder
handoffs: [{label: a, agent: plan$0ner}]
---
//- /.claude/commands/flow/plan.md
[p](../../agents/planner.md)
"
    );
    check(
        &fixture,
        "architect",
        expect![[r#"
        //- /.claude/agents/architect.md
        ---
        name: architect
        ---
        I am @architect 😀
        //- /.claude/agents/other.md
        ---
        name: coder
        handoffs: [{label: a, agent: architect}]
        ---
        //- /.claude/commands/flow/plan.md
        [p](../../agents/architect.md)
        //- /flowspec_workflow.yml
        states: ["To Do", Planned, 'In Implementation', Done]
        workflows:
          plan: {command: "/flow:plan", agents: [architect, "@architect"], input_states: ["To Do"], output_state: 'Planned'}
          implement: {command: "/flow:implement", agents: [], input_states: [Planned], output_state: "In Implementation"}
        transitions:
          - {name: a, from: "To Do", to: Planned, via: plan} # /flow:plan
    "#]],
    );
    check(
        &fixture,
        "coder",
        expect![[r#"
        refused: there is an agent `coder` already
    "#]],
    );
    check(
        &fixture,
        "two words",
        expect![[r#"
        refused: `two words` is not a valid agent name: it is letters, digits, `-` and `_`
    "#]],
    );
    check(
        "Ask @sre-a$0gent",
        "ops",
        expect![[r#"
        refused: the agent `sre-agent` is not defined in this project
    "#]],
    );
}

#[test]
fn a_rule_id() {
    let fixture = "
//- /.claude/partials/rules.md
### Rule: EXEC-001 - Order
### Rule: EXEC-002 - Other
//- /.claude/commands/flow/plan.md
By EXEC-0$001 and PR-123.
";
    check(
        fixture,
        "EXEC-010",
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        By EXEC-010 and PR-123.
        //- /.claude/partials/rules.md
        ### Rule: EXEC-010 - Order
        ### Rule: EXEC-002 - Other
    "#]],
    );
    check(
        fixture,
        "EXEC-002",
        expect![[r#"
        refused: there is a rule `EXEC-002` already
    "#]],
    );
    check(
        fixture,
        "EXEC-1",
        expect![[r#"
        refused: `EXEC-1` is no rule id: it is `SETUP`, `EXEC`, `FREEZE`, `VALID` or `PR`, a hyphen and three digits
    "#]],
    );
    check(
        &fixture.replace("$0", "").replace("PR-1", "PR-$01"),
        "PR-124",
        expect![[r#"
        refused: no heading `### Rule: PR-123` defines this rule
    "#]],
    );
}

#[test]
fn what_has_its_name_from_others() {
    check(
        "```bash\nflowspec hooks emit plan.cre$0ated\n```",
        "x",
        expect![[r#"
        refused: flowspec decides what its events are called
    "#]],
    );
    check(
        "# One$0",
        "Two",
        expect![[r#"
        refused: a heading is text: edit it where it stands
    "#]],
    );
    check(
        "not$0hing",
        "x",
        expect![[r#"
        nothing
    "#]],
    );
}
