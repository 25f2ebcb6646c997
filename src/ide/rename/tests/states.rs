//! States.

use super::*;

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
        refused: `done` is not a valid state name: a state is called by up to four words, each with a capital letter first, then letters, digits, `-` and `_`
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
        refused: `Any` is not a valid state name: a state is called by up to four words, each with a capital letter first, then letters, digits, `-` and `_`
    "#]],
    );
    check(
        &fixture,
        "X: y",
        expect![[r#"
        refused: `X: y` is not a valid state name: a state is called by up to four words, each with a capital letter first, then letters, digits, `-` and `_`
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
