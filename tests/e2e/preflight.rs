//! `flowspec.preflight`: the verdict, its text, and that nothing runs.

use crate::{
    client::{Client, Manners, folder, uri},
    presets,
    stage::{RECORD, Stage, execute, sent, told},
};
use expect_test::expect;
use serde_json::{Value, json};

#[test]
fn the_verdict_is_answered_and_its_text_is_shown() {
    let stage = Stage::new("Medium", &[("claude", RECORD)]);
    let mut client = stage.editor();
    let call = json!([{ "command": "/flow:implement", "task": "task-12", "arguments": "größe 😀" }]);
    let answer = execute(&mut client, "flowspec.preflight", call);
    assert_eq!(
        (&answer["version"], &answer["outcome"], &answer["to"]),
        (&json!(1), &json!("ask"), &json!("In Implementation"))
    );
    assert_eq!(answer["prompt"], "/flow:implement task-12 größe 😀");
    assert_eq!(answer["reasons"][0]["code"], "constitution-unvalidated");
    let text = answer["text"].as_str().unwrap();
    expect![[r#"
        ⚠️ Constitution Validation Recommended

        Your constitution has 1 unvalidated sections:
          - Team size

        Medium tier projects should validate their constitution before workflow commands.

        Options:
          1. Continue anyway (y/N)
          2. Run /spec:constitution to customize
          3. Run flowspec constitution validate to check status

        Continue without validation? [y/N]:

        not yet: /flow:implement on task-12 (Planned → In Implementation)
    "#]]
    .assert_eq(text);
    let told = client.notification("window/showMessage", |_| true);
    assert_eq!(told, json!({ "type": 2, "message": text.trim_end() }));

    // The words of Helix and Neovim, with a yes.
    let answer = execute(&mut client, "flowspec.preflight", json!(["implement", 12, "", "yes"]));
    assert_eq!(answer["outcome"], "warn");
    assert!(client.notification("window/showMessage", |_| true)["message"].as_str().unwrap().ends_with(
        "may run: /flow:implement on task-12 (Planned → In Implementation)\n  prompt: /flow:implement task-12"
    ));
    // Only the answer, of a command that is blocked.
    let answer = execute(&mut client, "flowspec.preflight", json!([{ "command": "plan", "quiet": true }]));
    assert_eq!((&answer["outcome"], &answer["reasons"][1]["code"]), (&json!("block"), &json!("state-invalid")));
    assert!(answer["text"].as_str().unwrap().ends_with("blocked: /flow:plan on task-12 (Planned)\n"));
    client.barrier();
    assert_eq!(sent(&client, "window/showMessage").len(), 2);
    assert_eq!((stage.recorded(), sent(&client, "window/showMessageRequest").len()), (None, 0));
}

#[test]
fn without_a_command_it_is_the_one_that_the_open_task_can_take() {
    let stage = Stage::new("Light", &[]);
    let mut client = stage.client(Manners::Polite, presets::helix(), Value::Null);
    stage.open(&mut client);
    let answer = execute(&mut client, "flowspec.preflight", json!([]));
    assert_eq!((&answer["command"], &answer["outcome"]), (&json!("/flow:implement"), &json!("warn")));
    // Helix has one line for it.
    let told = told(&mut client);
    assert!(told.starts_with("may run: /flow:implement on task-12 (Planned → In Implementation)\n"), "{told}");
}

const TASKS: &str = "openspec/changes/add-fees/tasks.md";

#[test]
fn a_change_is_checked_shown_and_found() {
    let delta =
        "## ADDED Requirements\n\n### Requirement: Größe 😀\nThe system SHALL a.\n#### Scenario: A\n- **WHEN** a\n";
    let (_folder, root) = folder(&[
        (TASKS, "# Tasks\n- [x] 1.1 A\n- [ ] 1.2 B\n"),
        ("openspec/changes/add-fees/specs/fees/spec.md", delta),
        ("openspec/changes/drop-fees/proposal.md", "# Drop\n"),
        (".claude/commands/opsx/apply.md", "# A\n"),
    ]);
    let mut client = Client::start(presets::vscode(), Some(&root));
    let tasks = uri(&root.join(TASKS));
    for named in ["add-fees", tasks.as_str(), TASKS] {
        let call = json!([{ "command": "/opsx:apply", "task": named, "quiet": true }]);
        let answer = execute(&mut client, "flowspec.preflight", call);
        let home = json!({
            "noun": "change", "id": "add-fees", "title": "", "path": TASKS, "uri": tasks, "from": "Applying", "to": "Complete",
        });
        assert_eq!((&answer["outcome"], &answer["item"]), (&json!("proceed"), &home), "{named}");
        assert_eq!((&answer["task"], &answer["prompt"]), (&Value::Null, &json!("/opsx:apply add-fees")));
    }
    let answer = execute(&mut client, "flowspec.preflight", json!([{ "command": "apply", "quiet": true }]));
    assert_eq!(answer["reasons"][0]["code"], "several-changes");
    assert_eq!(answer["reasons"][0]["changes"][1]["id"], "drop-fees");

    let status = execute(&mut client, "flowspec.status", json!([]));
    let states = status["projects"][0]["states"].as_array().unwrap();
    let shown = states.iter().map(|it| json!([it["dialect"], it["name"], it["commands"], it["tasks"][0]["id"]]));
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            json!(["openspec", "Planning", [], "drop-fees"]),
            json!(["openspec", "Planned", ["/opsx:apply"], null]),
            json!(["openspec", "Applying", ["/opsx:apply"], "add-fees"]),
            json!(["openspec", "Complete", [], null]),
        ]
    );

    let delta = uri(&root.join("openspec/changes/add-fees/specs/fees/spec.md"));
    let place = json!([{ "uri": delta, "name": "Größe 😀" }]);
    assert_eq!(execute(&mut client, "flowspec.showPlace", place)["line"], 3);
    let shown = sent(&client, "window/showDocument")[0];
    assert_eq!(shown["selection"]["start"], json!({ "line": 2, "character": 17 }));
    assert_eq!(execute(&mut client, "flowspec.showPlace", json!([tasks]))["line"], 3);
}
