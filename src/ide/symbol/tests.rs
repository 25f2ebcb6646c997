mod kiro;
mod open_spec;
mod spec_kit;

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::{Copies, Occurrence, declarations, occurrences, symbol_at};
use crate::{fixture::Fixture, text::Encoding, workspace::Snapshot};

/// What stands at `$0`, where it comes from (`>`), and where else it stands.
#[track_caller]
fn check(fixture: &str, expect: Expect) {
    let fixture = Fixture::parse(fixture);
    let snapshot = fixture.snapshot();
    let (name, offset) = fixture.cursor.expect("a cursor");
    let Some(found) = symbol_at(&snapshot, &snapshot.path(&name), offset) else {
        return expect.assert_eq("nothing\n");
    };
    let text = &fixture.files[&name];
    let mut shown = format!("{:?} in `{}`\n", found.symbol, text[found.reach].escape_debug());
    let declared = declarations(&snapshot, &found.symbol);
    declared.iter().for_each(|it| writeln!(shown, "> {}", place(&snapshot, it)).unwrap());
    for it in occurrences(&snapshot, &found.symbol, Copies::Skipped).iter().filter(|it| !declared.contains(it)) {
        writeln!(shown, "  {}", place(&snapshot, it)).unwrap();
    }
    expect.assert_eq(&shown);
}

fn place(snapshot: &Snapshot, it: &Occurrence) -> String {
    let Some(document) = snapshot.document(&it.path) else { return format!("{} {:?}", it.path, it.access) };
    let text = document.text();
    let start = document.facts().lines.position(text, it.range.start(), Encoding::Utf32);
    let (line, column) = (start.line + 1, start.character + 1);
    format!("{}:{line}:{column} {:?} `{}`", document.name(), it.access, &text[it.range])
}

const WORKFLOW: &str = r#"
//- /flowspec_workflow.yml
states: ["To Do", Planned, 'In Implementation', Done]
workflows:
  plan:
    command: "/flow:plan" # runs /flow:plan
    agents:
      - name: planner
        identity: "@planner"
    input_states: ["To Do"]
    output_state: Planned
  implement:
    command: /flow:implement
    agents: [coder]
    input_states: [Planned]
    output_state: "In Implementation"
transitions:
  - {name: p, from: "To Do", to: Planned, via: plan, output_artifacts: [{type: prd, path: "./docs/prd/{feature}.md"}]}
  - {name: i, from: Planned, to: In Implementation, via: implement, input_artifacts: [{type: prd, path: "./docs/prd/{feature}.md"}]}
  - {name: d, from: In Implementation, to: Done, via: manual}
roles:
  definitions:
    flow: {commands: [plan], agents: ["@planner"]}
agent_loops:
  inner: {agents: [coder]}
//- /.claude/agents/planner.md
---
name: planner
description: plans
---
//- /docs/prd/login.md
"#;

fn with_workflow(fixture: &str) -> String {
    format!("{}{}", WORKFLOW.trim_end(), fixture)
}

#[test]
fn a_file_by_includes_and_links() {
    check(
        "
//- /.claude/commands/flow/plan.md
😀 {{INCLUDE:.claude/par$0tials/a.md}} <<INCLUDE:./.claude/partials/a.md>> {{INCLUDE:gone.md}}
```
{{INCLUDE:.claude/partials/a.md}}
```
[a](../../partials/a.md) [part](../../partials/a.md#one) [ext](https://x.y/.claude/partials/a.md)
//- /.claude/partials/a.md
# One
",
        expect![[r#"
            File(DocPath("/.claude/partials/a.md")) in `{{INCLUDE:.claude/partials/a.md}}`
            > .claude/partials/a.md:1:1 File ``
              .claude/commands/flow/plan.md:1:13 Read `.claude/partials/a.md`
              .claude/commands/flow/plan.md:1:47 Read `./.claude/partials/a.md`
              .claude/commands/flow/plan.md:3:11 Read `.claude/partials/a.md`
              .claude/commands/flow/plan.md:5:5 Read `../../partials/a.md`
              .claude/commands/flow/plan.md:5:33 Read `../../partials/a.md`
        "#]],
    );
}

#[test]
fn what_leads_nowhere_is_nothing() {
    check(
        "{{INCLUDE:go$0ne.md}}",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "[a](go$0ne.md)",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "{{INCLUDE:../$0a.md}}",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "a person: @so$0mebody",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn a_command_in_both_spellings() {
    check(
        &with_workflow(
            r#"
//- /.claude/commands/flow/plan.md
---
description: after it /flow:implement 😀
---
**For /flow:plan**: Required input state is `workflow:To Do`. Output state will be `workflow:Planned`.
//- /.claude/commands/flow/implement.md
---
description: x
handoffs:
  - {label: a, agent: flow.plan}
---
First /flow.pl$0an, then
```
/flow:plan now, not /flow:planner
```
//- /.claude/commands/flow/_DEPRECATED_design.md
---
replacement: /flow:plan
---
//- /.github/prompts/flow.plan.prompt.md
see it
"#,
        ),
        expect![[r#"
            Command("flow:plan") in `/flow.plan`
            > .claude/commands/flow/plan.md:1:1 File ``
            > .github/prompts/flow.plan.prompt.md:1:1 File ``
              .claude/commands/flow/_DEPRECATED_design.md:2:14 Read `/flow:plan`
              .claude/commands/flow/implement.md:4:23 Read `flow.plan`
              .claude/commands/flow/implement.md:6:7 Read `/flow.plan`
              .claude/commands/flow/implement.md:8:1 Read `/flow:plan`
              .claude/commands/flow/plan.md:4:7 Read `/flow:plan`
              flowspec_workflow.yml:4:15 Read `/flow:plan`
              flowspec_workflow.yml:4:34 Read `/flow:plan`
              flowspec_workflow.yml:21:23 Read `plan`
        "#]],
    );
}

#[test]
fn a_state_everywhere() {
    check(
        &with_workflow(
            r#"
//- /.claude/commands/flow/plan.md
**For /flow:implement**: Required input state is `workflow:Planned`. Output state will be `workflow:In Implementation`.

| Command | Input State | Output State |
|---|---|---|
| /flow:plan | workflow:To Do | Planned |

Then `backlog task edit 1 --add-label "workf$0low:Planned"`.
//- /backlog/tasks/task-1 - A.md
---
id: task-1
labels: [workflow, 'workflow:Planned', planned]
---
It is workflow:Planned now, not planned.
"#,
        ),
        expect![[r#"
            State("planned") in `workflow:Planned`
            > flowspec_workflow.yml:1:19 Declaration `Planned`
              .claude/commands/flow/plan.md:1:60 Read `Planned`
              .claude/commands/flow/plan.md:5:33 Write `Planned`
              .claude/commands/flow/plan.md:7:49 Read `Planned`
              backlog/tasks/task-1 - A.md:3:30 Read `Planned`
              backlog/tasks/task-1 - A.md:5:16 Read `Planned`
              flowspec_workflow.yml:9:19 Write `Planned`
              flowspec_workflow.yml:13:20 Read `Planned`
              flowspec_workflow.yml:16:34 Write `Planned`
              flowspec_workflow.yml:17:21 Read `Planned`
        "#]],
    );
}

#[test]
fn an_agent_by_name_and_by_mention() {
    check(
        &with_workflow(
            r#"
//- /.claude/agents/coder.md
---
name: coder
handoffs:
  - label: a
    agent: pla$0nner
---
Ask @planner, not a@planner.org or @planner-two.
//- /backlog/tasks/task-1 - A.md
---
id: task-1
assignee: ['@planner']
---
"#,
        ),
        expect![[r#"
            Agent("planner") in `planner`
            > .claude/agents/planner.md:1:1 File ``
            > .claude/agents/planner.md:2:7 Declaration `planner`
              .claude/agents/coder.md:5:12 Read `planner`
              .claude/agents/coder.md:7:6 Read `planner`
              backlog/tasks/task-1 - A.md:3:14 Read `planner`
              flowspec_workflow.yml:6:15 Read `planner`
              flowspec_workflow.yml:7:21 Read `planner`
              flowspec_workflow.yml:21:41 Read `planner`
        "#]],
    );
}

#[test]
fn an_agent_that_is_a_copy() {
    check(
        "
//- /.claude/commands/flow/plan.md
body
//- /.github/agents/flow-plan.agent.md
---
name: flow-plan
---
body
//- /.github/agents/flow-assess.agent.md
---
name: flow-assess
handoffs: [{label: x, agent: flow-$0plan}]
---
",
        expect![[r#"
            Agent("flow-plan") in `flow-plan`
            > .github/agents/flow-plan.agent.md:1:1 File ``
            > .github/agents/flow-plan.agent.md:2:7 Declaration `flow-plan`
              .github/agents/flow-assess.agent.md:3:30 Read `flow-plan`
        "#]],
    );
}

#[test]
fn the_body_of_a_copy_repeats_its_command() {
    check(
        "
//- /.claude/commands/flow/plan.md
See {{INCLUDE:.claude/partials/a.md}}
//- /.claude/partials/a.md
run /flow:pl$0an
//- /.github/agents/flow-plan.agent.md
---
description: see /flow:plan
---
See run /flow:plan
//- /.github/agents/flow-orphan.agent.md
run /flow:plan
",
        expect![[r#"
            Command("flow:plan") in `/flow:plan`
            > .claude/commands/flow/plan.md:1:1 File ``
              .claude/partials/a.md:1:5 Read `/flow:plan`
              .github/agents/flow-orphan.agent.md:1:5 Read `/flow:plan`
              .github/agents/flow-plan.agent.md:2:18 Read `/flow:plan`
        "#]],
    );
}

#[test]
fn a_skill() {
    check(
        "
//- /.claude/skills/tdd/SKILL.md
---
name: test-first
---
//- /.claude/commands/flow/plan.md
---
skills: tdd, other
---
{{INVOKE_SKILL:t$0dd}} {{INVOKE_SKILL:test-first}} {{INVOKE_SKILL:none}}
",
        expect![[r#"
            Skill("test-first") in `{{INVOKE_SKILL:tdd}}`
            > .claude/skills/tdd/SKILL.md:1:1 File ``
            > .claude/skills/tdd/SKILL.md:2:7 Declaration `test-first`
              .claude/commands/flow/plan.md:2:9 Read `tdd`
              .claude/commands/flow/plan.md:4:16 Read `tdd`
              .claude/commands/flow/plan.md:4:37 Read `test-first`
        "#]],
    );
}

#[test]
fn a_rule_id() {
    check(
        "
//- /.claude/partials/rules.md
### Rule: EXEC-001 - Order
See EXEC-002.
//- /.claude/commands/flow/plan.md
By EXEC-0$001, not EXEC-0010.
",
        expect![[r#"
            RuleId("EXEC-001") in `EXEC-001`
            > .claude/partials/rules.md:1:11 Declaration `EXEC-001`
              .claude/commands/flow/plan.md:1:4 Read `EXEC-001`
        "#]],
    );
}

#[test]
fn an_event_and_the_hooks_that_listen() {
    let rest = r#"
//- /.claude/commands/flow/plan.md
```bash
flowspec hooks emit plan.CURSORcreated --spec-id x
flowspec hooks emit plan.updated
```
//- /.flowspec/hooks/hooks.yaml
hooks:
  - {name: a, events: [{type: plan.created}], script: a.sh}
  - {name: b, events: [{type: "plan.*"}], command: x}
  - {name: c, events: [{type: "spec.*"}], command: x}
//- /.flowspec/hooks/a.sh
"#;
    check(
        &rest.replace("CURSOR", "$0"),
        expect![[r#"
        Event("plan.created") in `plan.created`
        > .flowspec/hooks/hooks.yaml:2:31 Declaration `plan.created`
        > .flowspec/hooks/hooks.yaml:3:32 Declaration `plan.*`
          .claude/commands/flow/plan.md:2:21 Write `plan.created`
    "#]],
    );
    check(
        &rest.replace("CURSOR", "").replace("plan.*", "plan$0.*"),
        expect![[r#"
        Event("plan.*") in `plan.*`
        > .flowspec/hooks/hooks.yaml:2:31 Declaration `plan.created`
        > .flowspec/hooks/hooks.yaml:3:32 Declaration `plan.*`
          .claude/commands/flow/plan.md:2:21 Write `plan.created`
          .claude/commands/flow/plan.md:3:21 Write `plan.updated`
    "#]],
    );
    check(
        &rest.replace("CURSOR", "").replace("a.sh}", "a$0.sh}"),
        expect![[r#"
        File(DocPath("/.flowspec/hooks/a.sh")) in `a.sh`
        > /.flowspec/hooks/a.sh File
          .flowspec/hooks/hooks.yaml:2:55 Read `a.sh`
    "#]],
    );
}

#[test]
fn a_task() {
    check(
        "
//- /backlog/tasks/task-012 - A.md
---
id: task-012
dependencies: []
---
//- /backlog/tasks/task-013 - B.md
---
id: task-013
dependencies: [TASK-12, '12', task-99]
parent_task_id: task-12
---
After task$0-12. Not mytask-12, task-12.1 or task-12-x.
//- /.claude/commands/flow/plan.md
As in task-12, [A](../../../backlog/tasks/task-012%20-%20A.md)
",
        expect![[r#"
            Task("task-12") in `task-12`
            > backlog/tasks/task-012 - A.md:1:1 File ``
            > backlog/tasks/task-012 - A.md:2:5 Declaration `task-012`
              .claude/commands/flow/plan.md:1:7 Read `task-12`
              .claude/commands/flow/plan.md:1:43 Read `task-012`
              backlog/tasks/task-013 - B.md:3:16 Read `TASK-12`
              backlog/tasks/task-013 - B.md:3:26 Read `12`
              backlog/tasks/task-013 - B.md:4:17 Read `task-12`
              backlog/tasks/task-013 - B.md:6:7 Read `task-12`
        "#]],
    );
}

#[test]
fn a_section() {
    check(
        "
//- /memory/constitution.md
<!-- SECTION:A:BEGIN -->
<!-- SECTION:A:EN$0D -->
`<!-- SECTION:A:END -->`
//- /specs/001-x/spec.md
<!-- SECTION:A:BEGIN -->
<!-- SECTION:A:END -->
",
        expect![[r#"
            Section { path: DocPath("/memory/constitution.md"), name: "A" } in `<!-- SECTION:A:END -->`
            > memory/constitution.md:1:14 Declaration `A`
              memory/constitution.md:2:14 Read `A`
        "#]],
    );
}

#[test]
fn a_heading() {
    let fixture = "
//- /specs/001-x/spec.md
## The 😀 goal ##

[up](#THEgoal)
//- /specs/002-x/spec.md
See [go🎉al](../001-x/spec.md#the--goal) and [it](../001-x/spec.md).
";
    check(
        &fixture.replace('🎉', "$0").replace("THE", "the--"),
        expect![[r#"
        Heading { path: DocPath("/specs/001-x/spec.md"), anchor: "the--goal" } in `[goal](../001-x/spec.md#the--goal)`
        > specs/001-x/spec.md:1:4 Declaration `The 😀 goal`
          specs/001-x/spec.md:3:7 Read `the--goal`
          specs/002-x/spec.md:1:29 Read `the--goal`
    "#]],
    );
    check(
        &fixture.replace("../001-x/spec.md#", "../001-x/sp$0ec.md#"),
        expect![[r#"
        File(DocPath("/specs/001-x/spec.md")) in `../001-x/spec.md`
        > specs/001-x/spec.md:1:1 File ``
          specs/002-x/spec.md:1:13 Read `../001-x/spec.md`
          specs/002-x/spec.md:1:50 Read `../001-x/spec.md`
    "#]],
    );
}

#[test]
fn an_artifact_and_a_workflow() {
    let fixture = WORKFLOW.trim_end();
    check(
        &fixture.replacen("prd/{", "prd$0/{", 1),
        expect![[r#"
        Artifact("docs/prd/{feature}.md") in `./docs/prd/{feature}.md`
        > /docs/prd/login.md File
          flowspec_workflow.yml:16:92 Write `./docs/prd/{feature}.md`
          flowspec_workflow.yml:17:106 Read `./docs/prd/{feature}.md`
    "#]],
    );
    check(
        &fixture.replacen("via: plan", "via: pl$0an", 1),
        expect![[r#"
        Workflow("plan") in `plan`
        > flowspec_workflow.yml:3:3 Declaration `plan`
          flowspec_workflow.yml:16:48 Read `plan`
    "#]],
    );
}

#[test]
fn of_two_words_that_touch_the_second_is_meant() {
    check(
        "{{INVOKE_SKILL:a}}$0{{INVOKE_SKILL:b}}",
        expect![[r#"
        Skill("b") in `{{INVOKE_SKILL:b}}`
          .claude/commands/flow/plan.md:1:34 Read `b`
    "#]],
    );
}
