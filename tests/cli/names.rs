//! Names and texts of a hostile workspace: no output lets a terminal obey them, or hides or reorders what is around them.

use flowspec_lsp::text::is_plain;
use serde_json::Value;

use super::project::{Project, Run};

/// ESC, BEL, C1 CSI, a direction override a zero-width space, and what XML has no form for.
const EVIL: &str = "\u{1b}[31m\u{7}\u{9b}2J\u{202e}\u{200b}\u{ffff}";

fn project() -> Project {
    let command =
        format!("---\ndescription: a\n---\n{{{{INCLUDE:gone{EVIL}.md}}}} {EVIL} <!-- flowspec-ignore x{EVIL} -->\n");
    let task = |id: u8, more: &str| {
        format!("---\nid: task-{id}\ntitle: \"A{EVIL}\"\nstatus: To Do\nlabels: ['workflow:Plan{EVIL}']\n{more}---\n")
    };
    Project::new(&[
        (&format!(".claude/commands/flow/pl{EVIL}an.md"), &command),
        (".claude/commands/flow/ok.md", "---\ndescription: a\n---\n<!-- flowspec-ignore placeholder -->\n"),
        (&format!("backlog/tasks/task-1 - A{EVIL}.md"), &task(1, &format!("dependencies: ['task-{EVIL}']\n"))),
        (&format!("backlog/tasks/task-2 - A{EVIL}.md"), &task(1, "")),
        (&format!("flow{EVIL}.txt"), ""),
    ])
}

#[track_caller]
fn is_clean(run: &Run, what: &str) {
    let obeyed = |text: &str| text.chars().find(|char| !matches!(char, '\n' | '\t') && !is_plain(*char));
    assert_eq!([obeyed(&run.stdout), obeyed(&run.stderr)], [None, None], "{what}: {}", run.all());
}

#[test]
fn no_format_of_check_prints_them() {
    let project = project();
    for format in ["human", "github", "json", "sarif"] {
        let run = project.run(&format!("check --hints --format {format}"));
        assert_eq!(run.code, 1, "{}", run.stderr);
        is_clean(&run, format);
        if matches!(format, "json" | "sarif") {
            let json: Value = serde_json::from_str(&run.stdout).unwrap();
            // A program can still open the file.
            let path = &json["findings"][1]["path"];
            assert!(format == "sarif" || path == &format!(".claude/commands/flow/pl{EVIL}an.md"), "{path}");
        }
    }
    let named = project.command("check").arg(format!("flow{EVIL}.txt")).output().unwrap();
    is_clean(&Run::of(named), "note");
    let missing = project.command("check").arg(format!("missing{EVIL}")).output().unwrap();
    is_clean(&Run::of(missing), "error");
    let fixed = project.run("check --fix");
    assert!(fixed.stdout.contains("fixed"), "{}", fixed.all());
    is_clean(&fixed, "fix");
}

#[test]
fn no_graph_prints_them() {
    let project = project();
    for subject in ["states", "includes", "tasks"] {
        for format in ["svg", "mermaid", "dot", "json"] {
            let run = project.run(&format!("graph {subject} --format {format}"));
            assert_eq!(run.code, 0, "{}", run.stderr);
            is_clean(&run, &format!("{subject} {format}"));
            assert!(format != "svg" || !run.stdout.contains('\u{ffff}'));
        }
    }
}

#[test]
fn no_other_command_prints_them() {
    let project = project();
    for arguments in
        ["preflight /flow:plan --task task-1", "preflight /flow:plan --task task-1 --format json", "expand --check"]
    {
        is_clean(&project.run(arguments), arguments);
    }
    let state = project.command("state valid").arg(format!("Plan{EVIL}")).output().unwrap();
    is_clean(&Run::of(state), "state");
    let expand = project.command("expand").arg(format!(".claude/commands/flow/pl{EVIL}an.md")).output().unwrap();
    is_clean(&Run::of(expand), "expand");
}
