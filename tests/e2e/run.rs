//! `flowspec.run`: with scripts that only record what they are told in the place of agents.

use crate::{
    client::{Client, Manners, uri},
    presets,
    stage::{HANG, RECORD, Stage, TASK, TEXT, ask, execute, implement, sent, told, wait},
};
use serde_json::{Value, json};
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

#[test]
fn from_the_questions_to_the_books() {
    let stage = Stage::new("Medium", &[("claude", RECORD), ("flowspec", "echo \"$@\" > \"$RECORDED.event\"")]);
    let mut client = stage.editor();
    let arguments = "--help \"$(touch pwned)\" 'a'\n漢字 😀";
    let call = json!([{ "command": "/flow:implement", "task": uri(&stage.root.join(TASK)), "arguments": arguments }]);
    let answer = execute(&mut client, "flowspec.run", call);
    assert_eq!(answer["outcome"], "succeeded", "{answer}");
    assert_eq!(answer["lastLines"], json!(["working"]));
    let prompt = format!("/flow:implement task-12 {arguments}");
    assert_eq!(stage.recorded().unwrap(), format!("-p\0{prompt}\0"));
    assert!(!stage.root.join("pwned").exists());

    let questions: Vec<_> = sent(&client, "window/showMessageRequest").into_iter().cloned().collect();
    assert_eq!(questions.len(), 2);
    assert!(questions[0]["message"].as_str().unwrap().ends_with("Continue without validation?"));
    let line = json!([stage.programs.join("claude"), "-p", prompt]).to_string().replace("\",\"", "\", \"");
    assert!(questions[1]["message"].as_str().unwrap().contains(&line), "{questions:?}");

    let edits: Vec<_> = sent(&client, "workspace/applyEdit").into_iter().cloned().collect();
    assert_eq!((edits.len(), &edits[0]["label"]), (1, &json!("Move task-12 (Planned → In Implementation)")));
    assert_eq!(edits[0]["edit"]["documentChanges"][0]["edits"][0]["newText"], "In Implementation");
    let event = fs::read_to_string(stage.programs.join("recorded.event")).unwrap();
    assert_eq!(event, "hooks emit implement.completed --task-id task-12\n");
    assert!(told(&mut client).ends_with("; moved task-12 (Planned → In Implementation); emitted implement.completed"));

    // The log is the user's own, and outside of the project.
    let log = Path::new(answer["log"].as_str().unwrap());
    assert!(log.starts_with(stage.programs.join("state/flowspec-lsp/runs")), "{log:?}");
    assert_eq!(log.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::read_to_string(log).unwrap().contains("\nworking\n"));
    client.until("the end of the progress", |client| {
        let mine = |it: &&&Value| it["token"] == "flowspec/run/1";
        sent(client, "$/progress").iter().filter(mine).any(|it| it["value"]["kind"] == "end")
    });

    // Trust is asked for once.
    fs::remove_file(stage.programs.join("recorded")).unwrap();
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "succeeded");
    assert_eq!(sent(&client, "window/showMessageRequest").len(), 3);
    told(&mut client);
}

#[test]
fn nothing_runs_without_a_yes() {
    let no_questions = || json!({ "workspace": { "applyEdit": true } });
    for (capabilities, settings, answer, outcome) in [
        (presets::vscode(), json!({}), json!({ "title": "No" }), "declined"),
        (presets::vscode(), json!({}), Value::Null, "declined"),
        (presets::vscode(), json!({ "trust": false }), json!({ "title": "Yes" }), "not-trusted"),
        (no_questions(), json!({}), Value::Null, "not-trusted"),
        (presets::bare(), json!({ "trust": false }), Value::Null, "not-trusted"),
    ] {
        let stage = Stage::new("Light", &[("claude", RECORD), ("flowspec", RECORD)]);
        let mut client = stage.client(Manners::Polite, capabilities, settings);
        client.answers.insert("window/showMessageRequest".into(), answer);
        for (command, arguments) in
            [("flowspec.run", implement()), ("flowspec.emitEvent", json!(["task.updated", "task-12"]))]
        {
            let answer = execute(&mut client, command, arguments);
            assert_eq!(answer["outcome"], outcome, "{answer}");
            assert_eq!(told(&mut client), answer["message"].as_str().unwrap());
        }
        assert_eq!((stage.recorded(), sent(&client, "workspace/applyEdit").len()), (None, 0));
    }
    // The settings say yes in advance, for a client that asks nothing and shows no progress; words instead of an object.
    let stage = Stage::new("Medium", &[("claude", RECORD)]);
    let mut client = stage.client(Manners::Polite, no_questions(), json!({ "trust": true }));
    let answer = execute(&mut client, "flowspec.run", json!(["/flow:implement", "task-12"]));
    assert_eq!((&answer["outcome"], stage.recorded()), (&json!("ask"), None));
    assert!(told(&mut client).contains(
        "this editor shows no questions: take the entry of the menu that says so, or answer in the argument `yes`"
    ));
    let answer = execute(&mut client, "flowspec.run", json!(["/flow:implement", "task-12", "", "yes"]));
    assert_eq!(answer["outcome"], "succeeded", "{answer}");
    told(&mut client);
}

#[test]
fn heavy_blocks_with_its_text_and_a_missing_agent_is_named() {
    let stage = Stage::new("Heavy", &[("claude", RECORD)]);
    let mut client = stage.editor();
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "blocked");
    assert!(told(&mut client).ends_with("Command blocked until constitution is validated."));
    assert_eq!(stage.recorded(), None);
    drop(client);
    let stage = Stage::new("Light", &[]);
    let mut client = stage.editor();
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "no-agent");
    let message = told(&mut client);
    assert!(message.starts_with("no agent is installed") && message.ends_with("The prompt: /flow:implement task-12"));
}

#[test]
fn a_failed_agent_changes_nothing() {
    let stage = Stage::new("Light", &[("claude", "echo broken >&2; exit 7"), ("flowspec", RECORD)]);
    let mut client = stage.editor();
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "failed");
    let message = told(&mut client);
    assert!(message.contains("the agent ended with exit status: 7") && message.ends_with("\n  broken"), "{message}");
    assert_eq!((stage.recorded(), sent(&client, "workspace/applyEdit").len()), (None, 0));
}

#[test]
fn the_menu_of_a_task_stops_its_run_shows_its_output_and_emits_its_event() {
    let stage = Stage::new("Light", &[("claude", HANG), ("flowspec", RECORD)]);
    let mut client = stage.editor();
    client.answers.insert("window/showDocument".into(), json!({ "success": false }));
    let menu = |client: &mut Client| -> Vec<Value> {
        let at = json!({ "line": 0, "character": 0 });
        let context = json!({ "diagnostics": [], "triggerKind": 1 });
        let params = json!({ "textDocument": { "uri": uri(&stage.root.join(TASK)) }, "range": { "start": at, "end": at }, "context": context });
        client.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
    };
    let choose = |client: &mut Client, title: &str| {
        let actions = menu(client);
        let action =
            actions.iter().find(|it| it["title"] == title).unwrap_or_else(|| panic!("no {title} in {actions:#?}"));
        let command = &action["command"];
        execute(client, command["command"].as_str().unwrap(), command["arguments"].clone())
    };
    let has =
        |client: &mut Client, word: &str| menu(client).iter().any(|it| it["title"].as_str().unwrap().contains(word));
    assert!(!has(&mut client, "Stop") && !has(&mut client, "output"));
    let id = ask(&mut client, "flowspec.run", implement());
    client.until("progress", |client| sent(client, "$/progress").iter().any(|it| it["token"] == "flowspec/run/1"));
    let pids = stage.pids();
    assert_eq!(choose(&mut client, "Stop /flow:implement on this task"), json!({ "cancelled": 1 }));
    assert_eq!(client.answer(id)["result"]["outcome"], "cancelled");
    told(&mut client);
    stage.all_end(&pids);
    assert!(!has(&mut client, "Stop"));
    assert!(choose(&mut client, "Show the output of the last run")["log"].is_string());
    told(&mut client);
    assert_eq!(choose(&mut client, "Emit plan.created about task-12")["outcome"], "succeeded");
}

#[test]
fn a_run_is_cancelled_in_three_ways_while_the_server_answers() {
    for way in ["button", "command", "request"] {
        let stage = Stage::new("Light", &[("claude", HANG)]);
        let mut client = stage.editor();
        let id = ask(&mut client, "flowspec.run", implement());
        client.until("progress", |client| sent(client, "$/progress").iter().any(|it| it["token"] == "flowspec/run/1"));
        let pids = stage.pids();
        client.barrier();
        // One run a task at a time.
        assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "running");
        assert!(told(&mut client).contains("/flow:implement already runs on task-12"));
        match way {
            "button" => client.notify("window/workDoneProgress/cancel", json!({ "token": "flowspec/run/1" })),
            "command" => {
                assert_eq!(execute(&mut client, "flowspec.cancel", json!(["task-12"])), json!({ "cancelled": 1 }));
            }
            _ => client.notify("$/cancelRequest", json!({ "id": id })),
        }
        let answer = client.answer(id);
        match way {
            "request" => assert_eq!(answer["error"]["code"], -32800),
            _ => assert_eq!(answer["result"]["outcome"], "cancelled"),
        }
        assert!(told(&mut client).contains("cancelled"), "{way}");
        stage.all_end(&pids);
        assert_eq!(sent(&client, "workspace/applyEdit").len(), 0);
    }
}

#[test]
fn nothing_outlives_the_server() {
    for end in ["stdin", "exit", "shutdown", "TERM", "QUIT", "KILL", "parent"] {
        // It does not listen to the friendly signal either.
        let stage = Stage::new("Light", &[("claude", &format!("trap '' TERM\n{HANG}"))]);
        let mut parent = Command::new("sleep").arg("600").spawn().unwrap();
        let state = stage.programs.join("state");
        let (path, recorded) = (format!("{}:/usr/bin:/bin", stage.programs.display()), stage.programs.join("recorded"));
        let environment = [
            ("PATH", path.as_str()),
            ("RECORDED", recorded.to_str().unwrap()),
            ("XDG_STATE_HOME", state.to_str().unwrap()),
        ];
        let mut client = Client::spawn_in(Manners::Polite, &environment);
        client.initialize_with(json!({
            "processId": parent.id(), "capabilities": {}, "rootUri": uri(&stage.root), "initializationOptions": { "trust": true },
        }));
        ask(&mut client, "flowspec.run", implement());
        let pids = stage.pids();
        match end {
            "stdin" => client.close_stdin(),
            "exit" => client.notify("exit", Value::Null),
            "shutdown" => {
                client.request("shutdown", Value::Null);
                client.notify("exit", Value::Null);
            }
            "TERM" | "QUIT" | "KILL" => {
                let kill = Command::new("kill").args([format!("-{end}"), client.pid().to_string()]).status();
                assert!(kill.unwrap().success());
            }
            _ => {
                parent.kill().unwrap();
                parent.wait().unwrap();
            }
        }
        let code = (end != "KILL").then_some(i32::from(end != "shutdown"));
        assert_eq!(client.exit_code(), code, "{end}");
        stage.all_end(&pids);
        client.forget_unread();
        let _ = parent.kill();
        parent.wait().unwrap();
    }
}

/// Two editors, or an editor and a terminal, on the same task.
#[test]
fn a_task_has_one_run_at_a_time_in_all_editors() {
    let stage = Stage::new("Light", &[("claude", HANG)]);
    let (mut one, mut other) = (stage.editor(), stage.editor());
    let id = ask(&mut one, "flowspec.run", implement());
    one.until("progress", |client| sent(client, "$/progress").iter().any(|it| it["token"] == "flowspec/run/1"));
    let pids = stage.pids();
    assert_eq!(execute(&mut other, "flowspec.run", implement())["outcome"], "running");
    assert!(told(&mut other).starts_with("another run on task-12 is under way outside of this editor"));
    execute(&mut one, "flowspec.cancel", json!([]));
    assert_eq!(one.answer(id)["result"]["outcome"], "cancelled");
    told(&mut one);
    stage.all_end(&pids);
}

#[test]
fn an_edit_that_is_never_answered_can_be_cancelled() {
    let stage = Stage::new("Light", &[("claude", RECORD)]);
    let mut client = stage.client(Manners::Silent, presets::vscode(), json!({ "trust": true }));
    for _ in 0..2 {
        let edits = sent(&client, "workspace/applyEdit").len();
        let id = ask(&mut client, "flowspec.run", implement());
        client.until("the edit", |client| sent(client, "workspace/applyEdit").len() > edits);
        assert_eq!(execute(&mut client, "flowspec.cancel", json!(["task-12"])), json!({ "cancelled": 1 }));
        assert_eq!(client.answer(id)["result"]["outcome"], "books-not-kept");
        let message = told(&mut client);
        assert!(message.ends_with("cancelled before the editor answered: check the label of the task"), "{message}");
    }
}

#[test]
fn a_label_that_cannot_be_changed_is_reported_before_the_agent_starts() {
    let stage = Stage::new("Light", &[("claude", RECORD)]);
    fs::write(stage.root.join(TASK), TEXT.replace("# 😀", "# 😀\nlabels: [api]")).unwrap();
    let mut client = stage.editor();
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "cannot-tell");
    assert!(told(&mut client).ends_with("`labels` is there twice: keep one of them"));
    assert_eq!(stage.recorded(), None);
}

#[test]
fn no_log_is_made_inside_of_the_workspace() {
    let mut stage = Stage::new("Light", &[("claude", RECORD)]);
    stage.state = stage.root.join("state");
    let mut client = stage.client(Manners::Polite, presets::vscode(), json!({ "trust": true }));
    let answer = execute(&mut client, "flowspec.run", implement());
    assert_eq!(answer["outcome"], "succeeded", "{answer}");
    told(&mut client);
    assert!(!stage.state.exists());
    fs::remove_file(answer["log"].as_str().unwrap()).unwrap();
}

#[test]
fn what_the_agent_says_is_shown_as_plain_text() {
    let stage = Stage::new("Light", &[("claude", "printf 'a\\342\\200\\256b\\n'; exit 1")]);
    let mut client = stage.client(Manners::Polite, presets::vscode(), json!({ "trust": true }));
    let answer = execute(&mut client, "flowspec.run", implement());
    let message = told(&mut client);
    assert!(message.ends_with("\n  a\u{fffd}b"), "{message:?}");
    assert_eq!(answer["message"], message);
}

#[test]
fn an_interpreter_of_the_project_is_named_in_the_question() {
    let stage = Stage::new("Light", &[]);
    fs::create_dir(stage.root.join("bin")).unwrap();
    std::os::unix::fs::symlink("/bin/sh", stage.root.join("bin/node")).unwrap();
    let agent = stage.programs.join("agent");
    fs::write(&agent, format!("#!{}\n", stage.root.join("bin/node").display())).unwrap();
    fs::set_permissions(&agent, fs::Permissions::from_mode(0o755)).unwrap();
    let settings = json!({ "agent": { "command": ["agent", "{prompt}"] } });
    let mut client = stage.client(Manners::Polite, presets::vscode(), settings);
    client.answers.insert("window/showMessageRequest".into(), Value::Null);
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "declined");
    told(&mut client);
    let question = sent(&client, "window/showMessageRequest")[0]["message"].as_str().unwrap().to_owned();
    let interpreter = stage.root.join("bin/node");
    let said = format!("The program that interprets it comes from the project: {}\n", interpreter.display());
    assert!(question.contains(&said), "{question}");
}

#[test]
fn a_question_that_is_never_answered_holds_nothing_up() {
    let stage = Stage::new("Light", &[("claude", RECORD)]);
    let mut capabilities = presets::helix();
    capabilities["window"]["showMessage"] = json!({});
    let mut client = stage.client(Manners::Silent, capabilities, Value::Null);
    let id = ask(&mut client, "flowspec.run", implement());
    client.until("the question", |client| !sent(client, "window/showMessageRequest").is_empty());
    client.barrier();
    assert_eq!(execute(&mut client, "flowspec.cancel", json!([])), json!({ "cancelled": 1 }));
    assert_eq!(client.answer(id)["result"]["outcome"], "cancelled");
    told(&mut client);
    assert_eq!(stage.recorded(), None);
}

#[test]
fn a_task_that_is_edited_meanwhile() {
    let wait_for_go = "touch \"$RECORDED\"\nwhile [ ! -e \"$RECORDED.go\" ]; do sleep 0.01; done";
    let go = |stage: &Stage| fs::write(stage.programs.join("recorded.go"), "").unwrap();
    // In the editor: the edit is made to what stands there now.
    let stage = Stage::new("Light", &[("claude", wait_for_go)]);
    let mut client = stage.client(Manners::Polite, presets::vscode(), json!({ "trust": true }));
    let task = uri(&stage.root.join(TASK));
    client.open(&task, "markdown", TEXT);
    let id = ask(&mut client, "flowspec.run", implement());
    wait("the agent", || stage.recorded());
    let start = json!({ "line": 1, "character": 0 });
    client.change(&task, 2, json!([{ "range": { "start": start, "end": start }, "text": "mine: 1\n" }]));
    go(&stage);
    assert_eq!(client.answer(id)["result"]["outcome"], "succeeded");
    let edit = sent(&client, "workspace/applyEdit")[0]["edit"]["documentChanges"][0].clone();
    assert_eq!((&edit["textDocument"]["version"], &edit["edits"][0]["range"]["start"]["line"]), (&json!(2), &json!(5)));
    told(&mut client);
    drop(client);
    // On disk, under an open buffer: nobody's text is lost.
    let on_disk = format!("{wait_for_go}\necho more >> '{TASK}'");
    let stage = Stage::new("Light", &[("claude", &on_disk)]);
    let mut client = stage.client(Manners::Polite, presets::vscode(), json!({ "trust": true }));
    client.open(&uri(&stage.root.join(TASK)), "markdown", TEXT);
    go(&stage);
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "books-not-kept");
    assert!(told(&mut client).ends_with("was changed on disk and is open: reload it, then move the task"));
    assert_eq!(sent(&client, "workspace/applyEdit").len(), 0);
}

#[test]
fn the_output_is_shown_or_its_place_is_said() {
    for (capabilities, shows) in [(presets::vscode(), true), (presets::bare(), false)] {
        let stage = Stage::new("Light", &[("claude", RECORD)]);
        let mut client = stage.client(Manners::Polite, capabilities, json!({ "trust": true }));
        client.answers.insert("window/showDocument".into(), json!({ "success": true }));
        assert_eq!(execute(&mut client, "flowspec.showOutput", json!([]))["log"], Value::Null);
        assert_eq!(told(&mut client), "nothing has run yet");
        let log = execute(&mut client, "flowspec.run", implement())["log"].clone();
        if shows {
            told(&mut client);
            assert_eq!(execute(&mut client, "flowspec.showOutput", json!([])), json!({ "log": log, "shown": true }));
            assert_eq!(sent(&client, "window/showDocument").len(), 1);
        } else {
            // It cannot edit either: the user is told to, and told again in the end.
            assert!(told(&mut client).contains("make the change by hand"));
            assert!(told(&mut client).contains("is not moved"));
            assert_eq!(execute(&mut client, "flowspec.showOutput", json!([]))["shown"], false);
            assert!(told(&mut client).starts_with("the output of the last run is in /"));
        }
    }
}

#[test]
fn an_event_is_emitted_on_its_own() {
    let stage = Stage::new("Light", &[("flowspec", "printf '%s\\0' \"$@\" > \"$RECORDED\"; pwd >> \"$RECORDED\"")]);
    let mut client = stage.editor();
    let answer = execute(&mut client, "flowspec.emitEvent", json!([{ "event": "task.updated", "task": "task-12" }]));
    assert_eq!(answer["outcome"], "succeeded", "{answer}");
    let root = stage.root.display();
    assert_eq!(stage.recorded().unwrap(), format!("hooks\0emit\0task.updated\0--task-id\0task-12\0{root}\n"));
    let question = sent(&client, "window/showMessageRequest")[0]["message"].as_str().unwrap().to_owned();
    let flowspec = stage.programs.join("flowspec");
    let line =
        format!("[\"{}\", \"hooks\", \"emit\", \"task.updated\", \"--task-id\", \"task-12\"]", flowspec.display());
    assert!(question.contains(&line) && question.contains("It runs the project's hooks."), "{question}");
    // Words; the user has said yes already. What is no event never gets there.
    execute(&mut client, "flowspec.emitEvent", json!(["task.archived", "task-12"]));
    assert!(stage.recorded().unwrap().contains("task.archived"));
    assert_eq!(sent(&client, "window/showMessageRequest").len(), 1);
    let id = ask(&mut client, "flowspec.emitEvent", json!(["--help", "task-12"]));
    assert_eq!(client.answer(id)["error"]["message"], "flowspec.emitEvent: `--help` is no event");
    assert_eq!(told(&mut client), "flowspec.emitEvent: `--help` is no event");
}

#[test]
fn an_event_that_is_not_emitted_is_said() {
    let stage = Stage::new("Light", &[("flowspec", "echo 'no hooks' >&2; exit 3")]);
    let mut client = stage.editor();
    let call = || json!(["task.updated", "task-12"]);
    let answer = execute(&mut client, "flowspec.emitEvent", call());
    assert_eq!(answer["outcome"], "failed");
    let message = told(&mut client);
    assert_eq!(answer["message"], message);
    assert!(message.starts_with("task.updated is not emitted: ["), "{message}");
    let log = message.rsplit_once(" failed, see ").unwrap().1;
    assert!(fs::read_to_string(log).unwrap().contains("\nno hooks\n"));
    fs::remove_file(stage.programs.join("flowspec")).unwrap();
    assert_eq!(execute(&mut client, "flowspec.emitEvent", call())["outcome"], "no-program");
    assert_eq!(told(&mut client), "task.updated is not emitted: the program `flowspec` is not on the PATH");
}

#[test]
fn a_failing_event_does_not_take_the_step_back() {
    let stage = Stage::new("Light", &[("claude", RECORD), ("flowspec", "exit 3")]);
    let mut client = stage.client(Manners::Polite, presets::vscode(), json!({ "trust": true }));
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "books-not-kept");
    assert_eq!(sent(&client, "workspace/applyEdit").len(), 1);
    let message = told(&mut client);
    assert!(
        message.contains("; moved task-12 (Planned → In Implementation), but implement.completed is not emitted: "),
        "{message}"
    );
}

#[test]
fn the_word_that_the_workflow_wants_is_asked_for() {
    let stage = Stage::new("Light", &[("claude", RECORD)]);
    let workflow = "version: \"2.0\"\nstates: [To Do, Planned, Done]\nworkflows:\n  implement:\n    command: /flow:implement\n    agents: [a]\n    \
                    input_states: [Planned]\n    output_state: Done\ntransitions:\n  - name: implement\n    from: Planned\n    to: Done\n    \
                    via: implement\n    validation: KEYWORD[\"SHIP IT\"]\n";
    fs::write(stage.root.join("flowspec_workflow.yml"), workflow).unwrap();
    let mut client = stage.client(Manners::Polite, presets::vscode(), json!({ "trust": true }));
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Cancel" }));
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "declined");
    assert_eq!(told(&mut client), "/flow:implement: not approved, nothing was run");
    assert_eq!(stage.recorded(), None);
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Approve: SHIP IT" }));
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "succeeded");
    assert!(told(&mut client).ends_with("; moved task-12 (Planned → Done)"));
    let questions = sent(&client, "window/showMessageRequest");
    let buttons = json!([{ "title": "Approve: SHIP IT" }, { "title": "Cancel" }]);
    assert_eq!((questions.len(), &questions[1]["actions"]), (2, &buttons));
    assert!(questions[1]["message"].as_str().unwrap().contains("wants the word `SHIP IT` to be typed"));
    // In advance, for who cannot be asked.
    let mut client = stage.client(Manners::Polite, presets::helix(), json!({ "trust": true }));
    assert_eq!(execute(&mut client, "flowspec.run", implement())["outcome"], "ask");
    assert!(told(&mut client).contains("or answer in the argument `keyword`"));
    let call = json!([{ "command": "implement", "task": "task-12", "keyword": "SHIP IT" }]);
    assert_eq!(execute(&mut client, "flowspec.run", call)["outcome"], "succeeded");
    told(&mut client);
}

#[test]
fn one_of_several_tasks_in_progress_is_chosen() {
    let stage = Stage::new("Light", &[("claude", RECORD)]);
    let other = "backlog/tasks/task-9 - Größe 😀.md";
    fs::write(stage.root.join(other), TEXT.replace("task-12", "task-9")).unwrap();
    let mut client = stage.client(Manners::Polite, presets::vscode(), json!({ "trust": true }));
    client.answers.insert("window/showMessageRequest".into(), Value::Null);
    let call = || json!([{ "command": "/flow:implement" }]);
    assert_eq!(execute(&mut client, "flowspec.run", call())["outcome"], "declined");
    assert_eq!((told(&mut client), stage.recorded()), ("/flow:implement: nothing was run".to_owned(), None));
    let chosen = format!("task-9 ({other})");
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": chosen }));
    assert_eq!(execute(&mut client, "flowspec.run", call())["outcome"], "succeeded");
    assert_eq!(stage.recorded().unwrap(), "-p\0/flow:implement task-9\0");
    assert_eq!(sent(&client, "workspace/applyEdit")[0]["label"], "Move task-9 (Planned → In Implementation)");
    told(&mut client);
    let question = sent(&client, "window/showMessageRequest")[1].clone();
    let titles: Vec<_> =
        question["actions"].as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap()).collect();
    assert_eq!(titles, [format!("task-12 ({TASK})"), chosen]);
}

#[test]
fn a_change_of_openspec_from_the_questions_to_the_archive() {
    let archive = "printf '%s\\0' \"$@\" > \"$RECORDED\"\nmkdir -p openspec/changes/archive\n\
                   mv openspec/changes/add-fees openspec/changes/archive/2026-01-31-add-fees";
    let stage = Stage::new("Heavy", &[("claude", archive), ("flowspec", "echo \"$@\" > \"$RECORDED.event\"")]);
    for (path, text) in [
        ("openspec/changes/add-fees/tasks.md", "- [x] 1.1 A\n- [ ] 1.2 B\n"),
        ("openspec/changes/drop-fees/tasks.md", "- [ ] 1.1 A\n"),
        (".claude/commands/opsx/archive.md", "# A\n"),
    ] {
        let path = stage.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut client = stage.editor();
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "No" }));
    let call = || json!([{ "command": "/opsx:archive", "task": "add-fees" }]);
    assert_eq!(execute(&mut client, "flowspec.run", call())["outcome"], "blocked");
    assert!(told(&mut client).ends_with("`add-fees` is not archived while tasks are open"));

    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Yes" }));
    let answer = execute(&mut client, "flowspec.run", call());
    assert_eq!(answer["outcome"], "succeeded", "{answer}");
    assert_eq!(stage.recorded().unwrap(), "-p\0/opsx:archive add-fees\0");
    let questions = sent(&client, "window/showMessageRequest");
    assert!(questions[1]["message"].as_str().unwrap().ends_with("archive it all the same?"), "{questions:?}");
    assert!(told(&mut client).ends_with("; add-fees: Applying → Archived, 2026-01-31-add-fees"));
    // Tasks do not matter here.
    assert_eq!(
        (sent(&client, "workspace/applyEdit").len(), stage.programs.join("recorded.event").exists()),
        (0, false)
    );

    let id = ask(&mut client, "flowspec.run", call());
    let error = client.answer(id)["error"]["message"].clone();
    assert_eq!(error, "flowspec.run: there is no task or open change `add-fees`");
    told(&mut client);
}

#[test]
fn a_task_of_a_spec_of_kiro_is_started_by_its_lens() {
    let stage = Stage::new("Heavy", &[("claude", RECORD), ("flowspec", "echo \"$@\" > \"$RECORDED.event\"")]);
    let tasks = stage.root.join(".kiro/specs/bikes/tasks.md");
    let text = "# Tasks\n- [x] 1. A\n- [ ] 2. Größe 😀\n  - _Requirements: 1.2_\n";
    for (path, text) in [
        (".kiro/specs/bikes/requirements.md", "### Requirement 1\n1. a\n2. WHEN b\n"),
        (".kiro/specs/bikes/tasks.md", text),
    ] {
        let path = stage.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let lenses = |client: &mut Client| -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": uri(&tasks) } });
        client.request("textDocument/codeLens", params).as_array().cloned().unwrap_or_default()
    };
    let mut client = stage.editor();
    client.open(&uri(&tasks), "markdown", text);
    let found = lenses(&mut client);
    let [lens] = &found[..] else { panic!("{found:#?}") };
    assert_eq!((&lens["command"]["title"], &lens["range"]["start"]["line"]), (&json!("▶ Start task 2"), &json!(2)));
    // Nothing starts without a yes to the exact words.
    let run = |client: &mut Client| {
        execute(client, lens["command"]["command"].as_str().unwrap(), lens["command"]["arguments"].clone())
    };
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "No" }));
    assert_eq!((&run(&mut client)["outcome"], stage.recorded()), (&json!("declined"), None));
    told(&mut client);
    client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Yes" }));
    let answer = run(&mut client);
    assert_eq!(answer["outcome"], "succeeded", "{answer}");
    let prompt = "Implement task 2 of `.kiro/specs/bikes/tasks.md`, and no other task:\n\n- [ ] 2. Größe 😀\n  - _Requirements: 1.2_\n\n\
                  These requirements must be met:\n\n- 1.2: WHEN b\n\n\
                  When the task is done, set its checkbox in `.kiro/specs/bikes/tasks.md` to `[x]`.";
    assert_eq!(stage.recorded().unwrap(), format!("-p\0{prompt}\0"));
    let line = json!([stage.programs.join("claude"), "-p", prompt]).to_string().replace("\",\"", "\", \"");
    let questions = sent(&client, "window/showMessageRequest");
    assert!(questions[1]["message"].as_str().unwrap().contains(&line), "{questions:?}");
    // No file changes, and no event of flowspec follows.
    assert_eq!((sent(&client, "workspace/applyEdit").len(), fs::read_to_string(&tasks).unwrap()), (0, text.to_owned()));
    assert!(!stage.programs.join("recorded.event").exists());
    assert!(told(&mut client).ends_with("; bikes is still In Implementation"));
    assert!(fs::read_to_string(answer["log"].as_str().unwrap()).unwrap().contains("\nworking\n"));
    drop(client);

    // Kiro has a button of its own.
    let mut kiro = Client::spawn_in(Manners::Polite, &[]);
    kiro.initialize_with(json!({
        "capabilities": presets::vscode(), "clientInfo": { "name": "Kiro" },
        "rootUri": uri(&stage.root), "workspaceFolders": [{ "uri": uri(&stage.root), "name": "root" }],
    }));
    assert_eq!(lenses(&mut kiro), [] as [Value; 0]);
}
