#[cfg(unix)]
use std::{env, fs};

#[cfg(unix)]
use camino::Utf8PathBuf;
use expect_test::expect;

use super::*;
use crate::workflow::preflight::{Request, preflight};
#[cfg(unix)]
use crate::workspace::path::real;

fn order(arguments: &str) -> Order {
    let fixture = crate::fixture::Fixture::parse(
        "
//- /backlog/tasks/task-12 - A.md
---
id: task-12
title: A
status: In Progress
labels: [workflow:Planned]
---
",
    );
    let request = Request {
        command: "implement".into(),
        task: Some("task-12".into()),
        arguments: arguments.into(),
        ..Request::default()
    };
    Order::of(&preflight(&fixture.snapshot(), &request)).unwrap()
}

fn filled(order: &Order, argument: &str) -> String {
    order.fill(argument)
}

#[cfg(unix)]
#[test]
fn an_interpreter_that_the_project_provides_is_found() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let root = real(folder.path()).unwrap();
    let project = root.join("project");
    for folder in ["project/.venv/bin", "bin", "links"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    for program in ["project/.venv/bin/node", "bin/node", "bin/python"] {
        fs::write(root.join(program), "").unwrap();
        fs::set_permissions(root.join(program), fs::Permissions::from_mode(0o755)).unwrap();
    }
    symlink(project.join(".venv/bin/node"), root.join("links/node")).unwrap();
    let path = |folders: &[&str]| env::join_paths(folders.iter().map(|folder| root.join(folder))).unwrap();
    let agent = root.join("agent");
    let node = project.join(".venv/bin/node");
    let direct = format!("#!{node} --x\n");
    for (script, folders, expected) in [
        ("#!/usr/bin/env node\n", &["project/.venv/bin", "bin"][..], Some(node.as_str())),
        ("#! /usr/bin/env -S A=1 node --x\r\n", &["project/.venv/bin"], Some(node.as_str())),
        ("#!/usr/bin/env node\n", &["links"], Some(root.join("links/node").as_str())),
        (&direct, &[], Some(node.as_str())),
        ("#!bin/node\n", &[], Some("bin/node")),
        ("#!/usr/bin/env node\n", &["bin", "project/.venv/bin"], None),
        ("#!/usr/bin/env python\n", &["project/.venv/bin", "bin"], None),
        ("#!/usr/bin/env nothing\n", &["bin"], None),
        ("#!/bin/sh\n", &["bin"], None),
        ("#!", &[], None),
        ("\u{7f}ELF", &["project/.venv/bin"], None),
    ] {
        fs::write(&agent, script).unwrap();
        let found = interpreter(agent.as_std_path(), Some(&path(folders)), &[&project]);
        assert_eq!(found, expected.map(PathBuf::from), "{script:?} {folders:?}");
    }
}

#[test]
fn placeholders_are_filled_in_once() {
    let order = order("{task} \"$(x)\"\n{prompt} größe 😀");
    for (argument, expected) in [
        ("{prompt}", "/flow:implement task-12 {task} \"$(x)\"\n{prompt} größe 😀"),
        ("--run={command}@{task}", "--run=/flow:implement@task-12"),
        ("{{task}}", "{task-12}"),
        ("{other} { }", "{other} { }"),
        ("{task", "{task"),
        ("", ""),
    ] {
        assert_eq!(filled(&order, argument), expected, "{argument}");
    }
}

#[test]
fn what_is_shown_cannot_be_mistaken() {
    let line = CommandLine {
        program: "/usr/bin/claude".into(),
        arguments: vec!["-p".into(), "a \"b\", 'c' $(d)\n\u{1b}[2J\u{9b}\u{202e}größe \\".into()],
    };
    expect![[r#"["/usr/bin/claude", "-p", "a \"b\", 'c' $(d)\n\u001b[2J\u009b\u202egröße \\"]"#]]
        .assert_eq(&line.to_string());
}

#[test]
fn only_slash_commands_are_ordered() {
    let fixture = crate::fixture::Fixture::parse(
        "
//- /flowspec_workflow.yml
version: \"2.0\"
states: [To Do, Built]
workflows:
  implement: { command: \"--dangerously-skip-permissions\", agents: [a], input_states: [To Do], output_state: Built }
transitions:
  - { name: a, from: To Do, to: Built, via: implement }
",
    );
    let verdict = preflight(&fixture.snapshot(), &Request { command: "implement".into(), ..Request::default() });
    assert_eq!(verdict.command, "--dangerously-skip-permissions");
    assert_eq!(Order::of(&verdict), None);
}

#[test]
fn a_task_whose_id_is_none_is_not_filled_in() {
    let fixture = crate::fixture::Fixture::parse(
        "
//- /backlog/tasks/task-12 - A.md
---
id: --evil
title: A
status: In Progress
labels: [workflow:Planned]
---
",
    );
    let verdict = preflight(&fixture.snapshot(), &Request { command: "implement".into(), ..Request::default() });
    assert_eq!(verdict.task.as_ref().unwrap().id, "--evil");
    let order = Order::of(&verdict).unwrap();
    assert_eq!((order.prompt(), filled(&order, "{task}").as_str()), ("/flow:implement", ""));
}

#[cfg(unix)]
struct Programs(tempfile::TempDir);

#[cfg(unix)]
impl Programs {
    fn new(names: &[&str]) -> Programs {
        use std::os::unix::fs::PermissionsExt;
        let programs = Programs(tempfile::tempdir().unwrap());
        for name in names {
            let program = programs.path().join(name);
            fs::write(&program, "").unwrap();
            fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        programs
    }

    fn path(&self) -> Utf8PathBuf {
        real(self.0.path()).unwrap()
    }
}

#[cfg(unix)]
#[test]
fn known_agents_are_found_in_order() {
    let order = order("");
    let find = |names: &[&str]| {
        let programs = Programs::new(names);
        let path = env::join_paths([programs.path()]).unwrap();
        let line = command_line(&order, None, Some(&path), &[])?;
        Ok((line.program.file_name().unwrap().to_str().unwrap().to_owned(), line.arguments.join("|")))
    };
    let prompt = "/flow:implement task-12";
    let found = |program: &str, flag: &str| Ok((program.to_owned(), format!("{flag}|{prompt}")));
    assert_eq!(find(&["gemini", "codex", "copilot", "claude"]), found("claude", "-p"));
    assert_eq!(find(&["gemini", "codex", "copilot"]), found("copilot", "-p"));
    assert_eq!(find(&["gemini", "codex"]), found("codex", "exec"));
    assert_eq!(find(&["gemini"]), found("gemini", "-p"));
    assert_eq!(find(&["cursor"]), Err(NoAgent::NotInstalled));
    expect![[r#"no agent is installed: install Claude Code (`claude`), GitHub Copilot CLI (`copilot`), Codex CLI (`codex`) or Gemini CLI (`gemini`), or name another by `--agent` or `flowspec.agent.command` in the editor's settings"#]]
        .assert_eq(&NoAgent::NotInstalled.to_string());
}

#[cfg(unix)]
#[test]
fn an_agent_of_the_settings() {
    let order = order("");
    let programs = Programs::new(&["mine"]);
    let path = env::join_paths([programs.path()]).unwrap();
    let line = |setting: &[&str], workspaces: &[&Utf8Path]| {
        let setting: Vec<_> = setting.iter().map(ToString::to_string).collect();
        command_line(&order, Some(&setting), Some(&path), workspaces)
    };
    let mine = programs.path().join("mine");
    let expected = CommandLine {
        program: mine.clone().into(),
        arguments: vec!["--say".into(), "/flow:implement task-12".into(), "--".into()],
    };
    assert_eq!(line(&["mine", "--say", "{prompt}", "--"], &[]), Ok(expected.clone()));
    assert_eq!(line(&[mine.as_str(), "--say", "{prompt}", "--"], &[]), Ok(expected));
    assert_eq!(line(&[], &[]), Err(NoAgent::Empty));
    assert_eq!(line(&["{prompt}", "x"], &[]), Err(NoAgent::WithoutPrompt));
    assert_eq!(line(&["./mine", "{prompt}"], &[]), Err(NoAgent::Relative("./mine".into())));
    assert_eq!(line(&["..", "{prompt}"], &[]), Err(NoAgent::Relative("..".into())));
    assert_eq!(line(&["", "{prompt}"], &[]), Err(NoAgent::Relative(String::new())));
    assert_eq!(line(&["yours", "{prompt}"], &[]), Err(NoAgent::NotFound("yours".into())));
    assert_eq!(line(&["mine", "{prompt}"], &[&programs.path()]), Err(NoAgent::NotFound("mine".into())));
    assert_eq!(line(&[mine.as_str(), "{prompt}"], &[&programs.path()]), Err(NoAgent::NotFound(mine.to_string())));
}
