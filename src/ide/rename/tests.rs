use std::fmt::Write;

use camino::Utf8PathBuf;
use expect_test::{Expect, expect};

use super::{moved, prepare, rename};
use crate::fixture::Fixture;

/// The files as a renaming leaves them, or why there is none.
#[track_caller]
fn check(fixture: &str, new: &str, expect: Expect) {
    let fixture = Fixture::parse(fixture);
    let snapshot = fixture.snapshot();
    let (name, offset) = fixture.cursor.as_ref().expect("a cursor");
    let path = snapshot.path(name);
    let mut shown = String::new();
    match prepare(&snapshot, &path, *offset).and_then(|_| rename(&snapshot, &path, *offset, new)) {
        Err(refusal) => writeln!(shown, "refused: {refusal}").unwrap(),
        Ok(None) => writeln!(shown, "nothing").unwrap(),
        Ok(Some(edits)) => show(&fixture, &edits, &mut shown),
    }
    expect.assert_eq(&shown);
}

/// The files after the client has said that it will rename some.
#[track_caller]
fn check_moved(fixture: &str, moves: &[(&str, &str)], expect: Expect) {
    let fixture = Fixture::parse(fixture);
    let moves: Vec<_> = moves.iter().map(|(from, to)| (Utf8PathBuf::from(from), Utf8PathBuf::from(to))).collect();
    let mut shown = String::new();
    show(&fixture, &moved::edits(&fixture.snapshot(), &moves), &mut shown);
    expect.assert_eq(&shown);
}

fn show(fixture: &Fixture, edits: &[crate::workspace::Edit], shown: &mut String) {
    for (name, text) in fixture.apply(edits) {
        writeln!(shown, "//- /{name}\n{}", text.trim_end_matches('\n').replace('\r', "␍")).unwrap();
    }
}

const WORKFLOW: &str = r#"
//- /flowspec_workflow.yml
states: ["To Do", Planned, 'In Implementation', Done]
workflows:
  plan: {command: "/flow:plan", agents: [planner, "@planner"], input_states: ["To Do"], output_state: 'Planned'}
  implement: {command: "/flow:implement", agents: [], input_states: [Planned], output_state: "In Implementation"}
transitions:
  - {name: a, from: "To Do", to: Planned, via: plan} # /flow:plan
"#;

#[test]
fn a_state() {
    let fixture = format!(
        "{}{}",
        WORKFLOW.trim_end(),
        "
//- /memory/flowspec_workflow.yml
states: [Planned]
//- /.claude/commands/flow/implement.md
**For /flow:implement**: Required input state is `workflow:Pla$0nned`. Output state will be `workflow:In Implementation`.\r

| Command | Input State | Output State |
|---|---|---|
| /flow:plan | workflow:To Do | Planned |

😀 A plan is workflow:Planned. Planned work stays.
//- /.github/agents/flow-implement.agent.md
It is `workflow:Planned`
//- /backlog/tasks/task-1 - A.md
---
labels: ['workflow:Planned', planned]
---
"
    );
    check(
        &fixture,
        "Designed",
        expect![[r#"
        //- /.claude/commands/flow/implement.md
        **For /flow:implement**: Required input state is `workflow:Designed`. Output state will be `workflow:In Implementation`.␍

        | Command | Input State | Output State |
        |---|---|---|
        | /flow:plan | workflow:To Do | Designed |

        😀 A plan is workflow:Designed. Planned work stays.
        //- /.github/agents/flow-implement.agent.md
        It is `workflow:Designed`
        //- /backlog/tasks/task-1 - A.md
        ---
        labels: ['workflow:Designed', planned]
        ---
        //- /flowspec_workflow.yml
        states: ["To Do", Designed, 'In Implementation', Done]
        workflows:
          plan: {command: "/flow:plan", agents: [planner, "@planner"], input_states: ["To Do"], output_state: 'Designed'}
          implement: {command: "/flow:implement", agents: [], input_states: [Designed], output_state: "In Implementation"}
        transitions:
          - {name: a, from: "To Do", to: Designed, via: plan} # /flow:plan
        //- /memory/flowspec_workflow.yml
        states: [Designed]
    "#]],
    );
    check(
        &fixture,
        "In Review",
        expect![[r#"
        //- /.claude/commands/flow/implement.md
        **For /flow:implement**: Required input state is `workflow:In Review`. Output state will be `workflow:In Implementation`.␍

        | Command | Input State | Output State |
        |---|---|---|
        | /flow:plan | workflow:To Do | In Review |

        😀 A plan is workflow:In Review. Planned work stays.
        //- /.github/agents/flow-implement.agent.md
        It is `workflow:In Review`
        //- /backlog/tasks/task-1 - A.md
        ---
        labels: ['workflow:In Review', planned]
        ---
        //- /flowspec_workflow.yml
        states: ["To Do", In Review, 'In Implementation', Done]
        workflows:
          plan: {command: "/flow:plan", agents: [planner, "@planner"], input_states: ["To Do"], output_state: 'In Review'}
          implement: {command: "/flow:implement", agents: [], input_states: [In Review], output_state: "In Implementation"}
        transitions:
          - {name: a, from: "To Do", to: In Review, via: plan} # /flow:plan
        //- /memory/flowspec_workflow.yml
        states: [In Review]
    "#]],
    );
    check(
        &fixture,
        "Ready Now",
        expect![[r#"
        refused: `Ready Now` could not be told from the words after it in `.claude/commands/flow/implement.md`, line 7: put the label into backticks first
    "#]],
    );
    check(
        &fixture,
        "done",
        expect![[r#"
        refused: `done` is no name of a state: a state is called by up to four words, each with a capital letter first, then letters, digits, `-` and `_`
    "#]],
    );
    check(
        &fixture,
        "Done",
        expect![[r#"
        refused: there is a state `Done` already
    "#]],
    );
    check(
        &fixture,
        "Any",
        expect![[r#"
        refused: `Any` is no name of a state: a state is called by up to four words, each with a capital letter first, then letters, digits, `-` and `_`
    "#]],
    );
    check(
        &fixture,
        "X: y",
        expect![[r#"
        refused: `X: y` is no name of a state: a state is called by up to four words, each with a capital letter first, then letters, digits, `-` and `_`
    "#]],
    );
}

#[test]
fn a_name_that_yaml_would_take_for_something_else_gets_quotes() {
    let fixture = "
//- /flowspec_workflow.yml
states: [To Do, 'Planned', Pla$0nned, \"Planned\"]
";
    check(
        fixture,
        "No",
        expect![[r#"
        //- /flowspec_workflow.yml
        states: [To Do, 'No', "No", "No"]
    "#]],
    );
}

#[test]
fn states_that_keep_their_name() {
    check(
        "`workflow:Pla$0nned`",
        "Designed",
        expect![[r#"
            refused: this project has no workflow file, and flowspec's own states cannot be renamed
        "#]],
    );
    let fixture = WORKFLOW.replace("from: \"To", "from: \"T$0o");
    check(
        &fixture,
        "Open",
        expect![[r#"
        refused: `To Do` is where every task begins: flowspec knows it by this name
    "#]],
    );
}

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
        refused: `Plan` is no name of a command: write small letters, digits, `-` and `_`, as in `/flow:plan`
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
fn an_included_file() {
    let fixture = "
//- /.claude/commands/flow/plan.md
{{INCLUDE:.claude/partials/$0a.md}} <<INCLUDE:./.claude/partials/a.md>>
```
{{INCLUDE:.claude/partials/a.md}}
```
[😀](../../partials/a.md#x) [b](<../../partials/a.md>)
//- /.claude/partials/a.md
[own](../commands/flow/plan.md) [b](b.md)
//- /.claude/partials/b.md
[a]: a.md

[a]
";
    check(
        fixture,
        ".claude/partials/new/c d.md",
        expect![[r#"
        refused: `.claude/partials/new/c d.md` cannot be included: write the path of a file from the root of the project, without `..` and blanks
    "#]],
    );
    check(
        fixture,
        ".claude/partials/new/c.md",
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        {{INCLUDE:.claude/partials/new/c.md}} <<INCLUDE:./.claude/partials/new/c.md>>
        ```
        {{INCLUDE:.claude/partials/new/c.md}}
        ```
        [😀](../../partials/new/c.md#x) [b](<../../partials/new/c.md>)
        //- /.claude/partials/b.md
        [a]: new/c.md

        [a]
        //- /.claude/partials/new/c.md
        [own](../../commands/flow/plan.md) [b](../b.md)
    "#]],
    );
    check(
        fixture,
        ".claude/partials/b.md",
        expect![[r#"
        refused: `.claude/partials/b.md` exists already
    "#]],
    );
    check(
        fixture,
        "../a.md",
        expect![[r#"
        refused: `../a.md` cannot be included: write the path of a file from the root of the project, without `..` and blanks
    "#]],
    );
    check(
        fixture,
        "/a.md",
        expect![[r#"
        refused: `/a.md` cannot be included: write the path of a file from the root of the project, without `..` and blanks
    "#]],
    );
    check(
        fixture,
        "a",
        expect![[r#"
        refused: `a` cannot be included: write the path of a file from the root of the project, without `..` and blanks
    "#]],
    );
    check(
        fixture,
        "path/to/a.md",
        expect![[r#"
        refused: `path/to/a.md` cannot be included: write the path of a file from the root of the project, without `..` and blanks
    "#]],
    );
    check(
        &fixture.replace("$0", "").replace("own](..", "own](..$0"),
        "x.md",
        expect![[r#"
            refused: a file is renamed from an include of it or in the file explorer, and links to it follow
        "#]],
    );
}

#[test]
fn files_and_folders_that_the_client_renames() {
    let fixture = "
//- /.claude/commands/flow/plan.md
{{INCLUDE:.claude/partials/flow/a.md}} {{INCLUDE:.claude/partials/flows.md}} /flow:plan
//- /.claude/partials/flow/a.md
[b](b.md) [top](../flows.md)
//- /.claude/partials/flow/b.md
see {{INCLUDE:.claude/partials/flow/a.md}}
//- /.claude/partials/flows.md
//- /.flowspec/hooks/hooks.yaml
hooks:
  - {name: a, events: [{type: plan.created}], script: \"a.sh\"}
//- /.flowspec/hooks/a.sh
";
    check_moved(
        fixture,
        &[(".claude/partials/flow", ".claude/partials/shared/flow")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        {{INCLUDE:.claude/partials/shared/flow/a.md}} {{INCLUDE:.claude/partials/flows.md}} /flow:plan
        //- /.claude/partials/flow/a.md
        [b](b.md) [top](../../flows.md)
        //- /.claude/partials/flow/b.md
        see {{INCLUDE:.claude/partials/shared/flow/a.md}}
    "#]],
    );
    check_moved(
        fixture,
        &[(".flowspec/hooks/a.sh", ".flowspec/hooks/on/it's.sh")],
        expect![[r#"
        //- /.flowspec/hooks/hooks.yaml
        hooks:
          - {name: a, events: [{type: plan.created}], script: "on/it's.sh"}
    "#]],
    );
    check_moved(
        fixture,
        &[(".claude/commands/flow", ".claude/commands/work")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        {{INCLUDE:.claude/partials/flow/a.md}} {{INCLUDE:.claude/partials/flows.md}} /work:plan
    "#]],
    );
    check_moved(fixture, &[("gone.md", "here.md")], expect![[""]]);
}

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
        refused: `TWO WORDS` is no name of a section: it is letters, digits, `_` and `-`, and none of `AC`, `BEGIN`, `END` and `START`
    "#]],
    );
    check(
        fixture,
        "END",
        expect![[r#"
        refused: `END` is no name of a section: it is letters, digits, `_` and `-`, and none of `AC`, `BEGIN`, `END` and `START`
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
        refused: `two words` is no name of an agent: it is letters, digits, `-` and `_`
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

/// A command and a partial with links, and the copy that repeats them.
const LINKING: &str = "
//- /docs/guide.md
//- /.claude/commands/flow/plan.md
---
description: See [it](plan.md)
---

See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).\r
{{INCLUDE:.claude/partials/a.md}}
//- /.claude/partials/a.md
[the guide](../../docs/guide.md#one) \r
//- /.github/agents/flow-plan.agent.md
---
name: flow-plan
description: See [it](plan.md)
---

See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).\r
[the guide](../../docs/guide.md#one)\r
";

#[test]
fn a_copy_repeats_the_links_of_what_is_moved() {
    check_moved(
        LINKING,
        &[("docs/guide.md", "docs/all/guide.md")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        ---
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/all/guide.md).␍
        {{INCLUDE:.claude/partials/a.md}}
        //- /.claude/partials/a.md
        [the guide](../../docs/all/guide.md#one) ␍
        //- /.github/agents/flow-plan.agent.md
        ---
        name: flow-plan
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/all/guide.md).␍
        [the guide](../../docs/all/guide.md#one)␍
    "#]],
    );
    check_moved(
        LINKING,
        &[(".claude/partials/a.md", ".claude/partials/flow/a.md")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        ---
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).␍
        {{INCLUDE:.claude/partials/flow/a.md}}
        //- /.claude/partials/a.md
        [the guide](../../../docs/guide.md#one) ␍
        //- /.github/agents/flow-plan.agent.md
        ---
        name: flow-plan
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).␍
        [the guide](../../../docs/guide.md#one)␍
    "#]],
    );
    check_moved(
        LINKING,
        &[(".claude/commands/flow/plan.md", ".claude/commands/plan.md")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        ---
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../docs/guide.md).␍
        {{INCLUDE:.claude/partials/a.md}}
        //- /.github/agents/flow-plan.agent.md
        ---
        name: flow-plan
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../docs/guide.md).␍
        [the guide](../../docs/guide.md#one)␍
    "#]],
    );
}

#[test]
fn a_copy_that_says_something_else_has_links_of_its_own() {
    let drifted = LINKING.replace("#one)\r", "#two)\r");
    check_moved(
        &drifted,
        &[("docs/guide.md", "docs/all/guide.md")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        ---
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/all/guide.md).␍
        {{INCLUDE:.claude/partials/a.md}}
        //- /.claude/partials/a.md
        [the guide](../../docs/all/guide.md#one) ␍
        //- /.github/agents/flow-plan.agent.md
        ---
        name: flow-plan
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).␍
        [the guide](../../docs/all/guide.md#two)␍
    "#]],
    );
}
