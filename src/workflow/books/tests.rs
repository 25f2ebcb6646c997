//! Labels in every form that people and programs write.

use expect_test::{Expect, expect};

use super::*;
use crate::fixture::Fixture;

const TASK: &str = "backlog/tasks/task-1 - A.md";

/// The front matter after the task was put into `state`, or why it was not.
fn moved(front_matter: &str, state: &str) -> String {
    let fixture = Fixture::parse(&format!("//- /{TASK}\n---\n{front_matter}---\nlabels: [workflow:Body]\n"));
    let snapshot = fixture.snapshot();
    let document = snapshot.document(&snapshot.path(TASK.into())).cloned();
    match document.map(|document| set_state(&document, state)) {
        None => "no document".into(),
        Some(Err(refusal)) => format!("refused: {refusal}"),
        Some(Ok(None)) => "as it is".into(),
        Some(Ok(Some(edit))) => {
            let changed = fixture.apply(&[edit]).into_values().collect::<String>();
            let rest =
                changed.strip_prefix("---\n").and_then(|text| text.strip_suffix("---\nlabels: [workflow:Body]\n"));
            rest.map_or_else(|| format!("something else changed: {changed:?}"), |text| text.replace('\r', "␍"))
        }
    }
}

fn check(front_matter: &str, expect: Expect) {
    expect.assert_eq(&moved(front_matter, "In Implementation"));
}

#[test]
fn the_one_label_is_replaced_in_its_own_style() {
    check(
        "labels: [api, workflow:Planned, ui]\n",
        expect![[r#"
        labels: [api, workflow:In Implementation, ui]
    "#]],
    );
    check(
        "labels: ['😀', 'workflow:Planned']\nx: 1 # é\n",
        expect![[r#"
        labels: ['😀', 'workflow:In Implementation']
        x: 1 # é
    "#]],
    );
    check(
        "labels: [ \"workflow:Planned\" , api ] # the labels\n",
        expect![[r#"
        labels: [ "workflow:In Implementation" , api ] # the labels
    "#]],
    );
    check(
        "labels:\n  - api\n  - workflow:Planned # yes\n  - 'ui'\n",
        expect![[r#"
        labels:
          - api
          - workflow:In Implementation # yes
          - 'ui'
    "#]],
    );
    check(
        "labels:\r\n- 'workflow:Planned'\r\nother: {a: [1, 2]}\r\n",
        expect![[r#"
        labels:␍
        - 'workflow:In Implementation'␍
        other: {a: [1, 2]}␍
    "#]],
    );
    check(
        "labels: workflow:Planned\n",
        expect![[r#"
        labels: workflow:In Implementation
    "#]],
    );
}

#[test]
fn a_label_in_an_unusual_form_is_replaced_too() {
    check(
        "labels: ['workflow: planned ']\n",
        expect![[r#"
        labels: ['workflow:In Implementation']
    "#]],
    );
    check(
        "labels: [\"workflow\\u003aPlanned\"]\n",
        expect![[r#"
        labels: ["workflow:In Implementation"]
    "#]],
    );
    check(
        "labels:\n  - >-\n    workflow:Planned\n  - api\n",
        expect![[r#"
        labels:
          - >-
            workflow:In Implementation
          - api
    "#]],
    );
    check(
        "labels: [workflow:]\n",
        expect![[r#"
            labels: [workflow:, workflow:In Implementation]
        "#]],
    );
    check(
        "labels: [!!str workflow:Planned, &a workflow-x]\n",
        expect![[r#"
        labels: [!!str workflow:In Implementation, &a workflow-x]
    "#]],
    );
}

#[test]
fn a_state_that_needs_quotes_gets_them() {
    for (front_matter, state, expected) in [
        ("labels: [workflow:Planned, b]\n", "A, B", "labels: [\"workflow:A, B\", b]\n"),
        ("labels: ['workflow:Planned']\n", "It's", "labels: [\"workflow:It's\"]\n"),
        ("labels: [\"workflow:Planned\"]\n", "A \\ \"B\"", "labels: ['workflow:A \\ \"B\"']\n"),
        ("labels:\n  - workflow:Planned\n", "Done: yes #1", "labels:\n  - \"workflow:Done: yes #1\"\n"),
        ("labels:\n  - workflow:Planned\n", "進行中 😀", "labels:\n  - workflow:進行中 😀\n"),
        ("labels: [a]\n", "x]", "labels: [a, \"workflow:x]\"]\n"),
    ] {
        assert_eq!(moved(front_matter, state), expected);
    }
}

#[test]
fn a_task_without_a_state_gets_a_label() {
    check(
        "id: task-1\nlabels: []\n",
        expect![[r#"
        id: task-1
        labels: [workflow:In Implementation]
    "#]],
    );
    check(
        "labels: [ api, 'ui' ]\n",
        expect![[r#"
        labels: [ api, 'ui', 'workflow:In Implementation' ]
    "#]],
    );
    check(
        "labels: [api,] # all\n",
        expect![[r#"
        labels: [api, workflow:In Implementation,] # all
    "#]],
    );
    check(
        "labels:\r\n  - api # first\r\n  - \"é\" # last\r\nx: 1\r\n",
        expect![[r#"
            labels:␍
              - api # first␍
              - "é" # last
              - "workflow:In Implementation"␍
            x: 1␍
        "#]],
    );
    check(
        "labels:\n-   api\nx: 1\n",
        expect![[r#"
        labels:
        -   api
        -   workflow:In Implementation
        x: 1
    "#]],
    );
    check(
        "labels: # none yet\nx: 1\n",
        expect![[r#"
        labels: [workflow:In Implementation] # none yet
        x: 1
    "#]],
    );
    check(
        "labels: ~\n",
        expect![[r#"
            labels: [workflow:In Implementation]
        "#]],
    );
    check(
        "labels: api\n",
        expect![[r#"
        labels: [api, workflow:In Implementation]
    "#]],
    );
    check(
        "labels:\n  - |\n    two\n    lines\n",
        expect![[r#"
        labels:
          - |
            two
            lines
          - workflow:In Implementation
    "#]],
    );
}

#[test]
fn a_task_without_labels_gets_the_line() {
    check(
        "id: task-1\r\nstatus: To Do\r\ndependencies: []\r\npriority: high\r\n",
        expect![[r#"
            id: task-1␍
            status: To Do␍
            labels:
              - workflow:In Implementation
            dependencies: []␍
            priority: high␍
        "#]],
    );
    check(
        "id: task-1\n# a comment\n",
        expect![[r#"
        id: task-1
        # a comment
        labels:
          - workflow:In Implementation
    "#]],
    );
    check(
        "",
        expect![[r#"
        labels:
          - workflow:In Implementation
    "#]],
    );
}

#[test]
fn other_keys_may_be_broken() {
    check(
        "title: A: B\nlabels: [workflow:Planned]\n",
        expect![[r#"
        title: A: B
        labels: [workflow:In Implementation]
    "#]],
    );
}

#[test]
fn the_same_state_changes_nothing() {
    check("labels: ['workflow:In Implementation']\n", expect!["as it is"]);
    check(
        "labels: [workflow:in implementation]\n",
        expect![[r#"
        labels: [workflow:In Implementation]
    "#]],
    );
}

#[test]
fn nobody_guesses() {
    check(
        "labels: [workflow:A, workflow:B]\n",
        expect!["refused: the task has several workflow labels, `workflow:A`, `workflow:B`: keep one of them"],
    );
    check(
        "labels: [workflow:A\nid: x\n",
        expect!["refused: the labels of the task cannot be read: correct its front matter first"],
    );
    check("labels: [a]\nlabels: [workflow:A]\n", expect!["refused: `labels` is there twice: keep one of them"]);
    check(
        "labels: {a: b}\n",
        expect!["refused: the labels are written in a form that cannot be changed safely: change them by hand"],
    );
    check(
        "x: &l [a]\nlabels: *l\n",
        expect!["refused: the labels are written in a form that cannot be changed safely: change them by hand"],
    );
    check(
        "{id: task-1}\n",
        expect!["refused: the labels are written in a form that cannot be changed safely: change them by hand"],
    );
}

#[test]
fn only_tasks_have_a_state() {
    for (path, text, expected) in [
        ("/memory/constitution.md", "---\nlabels: [workflow:A]\n---\n", "this is not a task of the backlog"),
        ("/backlog/tasks/task-2 - B.md", "# B\n", "the task has no front matter: begin it with `---`, keys and `---`"),
    ] {
        let snapshot = Fixture::parse(&format!("//- {path}\n{text}")).snapshot();
        let document = snapshot.document(&DocPath::new(path)).cloned().expect("the document");
        assert_eq!(set_state(&document, "B").map_err(|refusal| refusal.to_string()), Err(expected.to_owned()));
    }
}

#[test]
fn names_and_events() {
    let snapshot =
        Fixture::parse("//- /backlog/tasks/a.md\n---\ntitle: x\n---\n//- /backlog/tasks/b.md\n---\nid: T-9\n---\n")
            .snapshot();
    assert_eq!(name(&snapshot, &DocPath::new("/backlog/tasks/a.md")), "backlog/tasks/a.md");
    assert_eq!(name(&snapshot, &DocPath::new("/backlog/tasks/b.md")), "T-9");
    for (command, event) in
        [("/flow:implement", Some("implement.completed")), ("plan", Some("plan.created")), ("/flow:unknown", None)]
    {
        assert_eq!(event_after(&Machine::seed(), command), event);
    }
    // A step of the same name that another command takes.
    let mut machine = Machine::clone(&Machine::seed());
    machine.steps.iter_mut().flat_map(|it| &mut it.command).for_each(|it| it.text = it.text.replace("flow", "my"));
    assert_eq!((event_after(&machine, "plan"), event_after(&machine, "/my:plan")), (None, None));
}
