use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
};

use expect_test::{expect, expect_file};

use super::project::{Project, Run};

const TASK: &str = "backlog/tasks/task-12 - Größe.md";
const TEXT: &str = "---\r\nid: task-12\r\ntitle: 'Größe \"x\" $(touch pwned) --yes'\r\nstatus: In Progress\r\nlabels: [ui, 'workflow:Planned'] # mine\r\nmy_key: 1\r\n---\r\nText.\r\n";

/// What an agent that only records its arguments does.
const RECORD: &str = "printf '%s\\0' \"$@\" > \"$RECORDED\"; pwd >> \"$RECORDED\"; echo working";

fn project(tier: &str) -> Project {
    let constitution = format!("<!-- TIER: {tier} -->\n<!-- NEEDS_VALIDATION: Team size -->\n");
    Project::new(&[("memory/constitution.md", &constitution), (TASK, TEXT)])
}

/// The programs that stand in for agents, and what they record.
struct Agents(tempfile::TempDir);

impl Agents {
    fn new(programs: &[(&str, &str)]) -> Agents {
        let agents = Agents(tempfile::tempdir().unwrap());
        for (name, script) in programs {
            let program = agents.0.path().join(name);
            fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        agents
    }

    fn command(&self, project: &Project, arguments: &[&str]) -> Command {
        let mut command = project.command("run");
        command.args(arguments).env("PATH", self.path()).env("RECORDED", self.0.path().join("recorded"));
        command.env("XDG_STATE_HOME", self.0.path().join("state"));
        command
    }

    /// These first, then what a shell script needs, and no agent that is really installed.
    fn path(&self) -> String {
        format!("{}:/usr/bin:/bin", self.0.path().display())
    }

    fn run(&self, project: &Project, arguments: &[&str]) -> Run {
        let mut run = Run::of(self.command(project, arguments).output().unwrap());
        for (path, name) in [(project.path(""), "PROJECT"), (self.0.path().to_owned(), "AGENTS")] {
            let path = path.canonicalize().unwrap();
            run.stderr = run.stderr.replace(path.to_str().unwrap(), name);
            run.stdout = run.stdout.replace(path.to_str().unwrap(), name);
        }
        run.stdout = run.stdout.replace(" in 1 s\n", " in 0 s\n");
        run
    }

    /// The arguments that the agent got, and the folder that it ran in.
    fn recorded(&self) -> Option<Vec<String>> {
        let recorded = fs::read_to_string(self.0.path().join("recorded")).ok()?;
        Some(recorded.trim_end().split('\0').map(str::to_owned).collect())
    }
}

#[test]
fn help_reads_well() {
    expect_file!["help-run.txt"].assert_eq(&Project::new(&[]).run("run --help").stdout);
}

#[test]
fn it_runs_and_keeps_the_books() {
    let project = project("Light");
    let agents = Agents::new(&[("claude", RECORD), ("copilot", "exit 9"), ("flowspec", "echo flowspec \"$@\"")]);
    let run = agents.run(&project, &["/flow:implement", "--task", "task-12", "--yes"]);
    expect![[r#"
        working
        flowspec hooks emit implement.completed --task-id task-12
        succeeded: /flow:implement in 0 s
        moved: task-12 (Planned → In Implementation)
        emitted: implement.completed
        -- stderr
        ⚠️ Constitution has 1 unvalidated sections:
          - Team size

        Consider running /spec:constitution to customize your constitution.

        Proceeding with command...

        may run: /flow:implement on task-12 (Planned → In Implementation)
          prompt: /flow:implement task-12

        ["AGENTS/claude", "-p", "/flow:implement task-12"]
          in PROJECT

        -- exit 0
    "#]]
    .assert_eq(&run.all());
    let root = project.path("").canonicalize().unwrap();
    assert_eq!(agents.recorded().unwrap(), ["-p", "/flow:implement task-12", root.to_str().unwrap()]);
    assert_eq!(project.read(TASK), TEXT.replace("'workflow:Planned'", "'workflow:In Implementation'"));
    assert!(!project.path("pwned").exists());
}

#[test]
fn arguments_arrive_as_they_were_meant() {
    let project = project("Light");
    let agents = Agents::new(&[("codex", RECORD)]);
    let arguments = "--help \"$(touch pwned)\" 'x'\n`y`; 漢字 😀 \\ * --skip-validation";
    let run = agents.run(&project, &["implement", "--task", "12", "--yes", "--arguments", arguments]);
    assert_eq!(run.code, 0, "{}", run.all());
    let prompt = "/flow:implement task-12 --help \"$(touch pwned)\" 'x'\n`y`; 漢字 😀 \\ *";
    assert_eq!(agents.recorded().unwrap()[..2], ["exec", prompt]);
    assert!(!project.path("pwned").exists());
}

#[test]
fn the_agent_can_be_chosen() {
    let project = project("Light");
    let agents = Agents::new(&[("claude", "exit 9"), ("gemini", RECORD), ("mine", RECORD)]);
    let run = agents.run(&project, &["implement", "--yes", "--agent", "gemini"]);
    assert_eq!((run.code, agents.recorded().unwrap()[0].as_str()), (0, "-p"));
    fs::write(project.path(TASK), TEXT).unwrap();
    let list = r#"["mine", "--task={task}", "{command}", "{prompt}", "--"]"#;
    let run = agents.run(&project, &["implement", "--yes", "--agent", list]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert_eq!(agents.recorded().unwrap()[..4], ["--task=task-12", "/flow:implement", "/flow:implement", "--"]);
    let run = agents.run(&project, &["implement", "--yes", "--agent", "mine"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("this is none of claude, copilot, codex, gemini, and no JSON list"), "{}", run.stderr);
}

#[test]
fn a_project_provides_no_agent() {
    let project = project("Light");
    let program = project.path("claude");
    fs::write(&program, format!("#!/bin/sh\ntouch '{}'\n", project.path("pwned").display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let root = project.path("").canonicalize().unwrap();
    let agents = Agents::new(&[]);
    let mut command = agents.command(&project, &["implement", "--yes"]);
    let run = Run::of(command.env("PATH", format!(".::{}:/usr/bin:/bin", root.display())).output().unwrap());
    assert_eq!(run.code, 2);
    expect![[r#"
        error: no agent is installed: install Claude Code (`claude`), GitHub Copilot CLI (`copilot`), Codex CLI (`codex`) or Gemini CLI (`gemini`), or name another by `--agent` or `flowspec.agent.command` in the editor's settings
          prompt: /flow:implement
    "#]].assert_eq(run.stderr.split_once("prompt: /flow:implement\n\n").unwrap().1);
    assert!(!project.path("pwned").exists());
}

#[test]
fn nothing_runs_without_a_yes() {
    let agents = Agents::new(&[("claude", RECORD)]);
    for (tier, arguments, code, said) in [
        ("Light", &["implement"][..], 3, "not yet: answer with --yes\n"),
        ("Medium", &["implement"], 3, "answer with --yes\n"),
        ("Heavy", &["implement", "--yes"], 1, "Command blocked until constitution is validated."),
        ("Light", &["plan", "--yes"], 1, "⚠️ Cannot run /flow:plan"),
        ("Light", &["implement", "--task", "task-99", "--yes"], 2, "there is no task `task-99`"),
    ] {
        let project = project(tier);
        let run = agents.run(&project, arguments);
        assert_eq!(run.code, code, "{tier} {arguments:?}: {}", run.all());
        assert!(run.stderr.contains(said), "{tier} {arguments:?}: {}", run.all());
        assert_eq!((agents.recorded(), project.read(TASK).as_str()), (None, TEXT));
    }
}

#[test]
fn a_failed_run_changes_nothing() {
    let project = project("Light");
    let agents = Agents::new(&[("claude", "echo no >&2; exit 7"), ("flowspec", RECORD)]);
    let run = agents.run(&project, &["implement", "--yes"]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.ends_with("no\nnot done: the agent ended with exit status: 7; task-12 is as it was\n"));
    let agents = Agents::new(&[("claude", "exec sleep 600"), ("flowspec", RECORD)]);
    let run = agents.run(&project, &["implement", "--yes", "--timeout", "1"]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("the agent took longer than 1 s, which --timeout changes"), "{}", run.stderr);
    assert_eq!((agents.recorded(), project.read(TASK).as_str()), (None, TEXT));
}

#[test]
fn an_agent_that_keeps_the_books_itself() {
    let agent =
        |script: &str| Agents::new(&[("claude", &format!("cd backlog/tasks && {script}")), ("flowspec", RECORD)]);
    let taken = project("Light");
    let agents = agent("sed -i 's/workflow:Planned/workflow:In Implementation/' *.md");
    let run = agents.run(&taken, &["implement", "--yes"]);
    assert_eq!((run.code, agents.recorded()), (0, None));
    assert!(run.stdout.ends_with("already moved by the agent: task-12 (Planned → In Implementation)\n"));
    let elsewhere = project("Light");
    let agents = agent("sed -i 's/workflow:Planned/workflow:Deployed/' *.md");
    let run = agents.run(&elsewhere, &["implement", "--yes"]);
    assert_eq!((run.code, agents.recorded()), (5, None));
    assert!(
        run.stderr
            .ends_with("not moved: task-12 (Planned → In Implementation): somebody moved it to Deployed meanwhile\n")
    );
    // Everything else that the agent writes into the task stays.
    let edited = project("Light");
    let agents = agent("mv *.md 'task-12 - Renamed.md' && echo Notes. >> 'task-12 - Renamed.md'");
    assert_eq!(agents.run(&edited, &["implement", "--yes"]).code, 0);
    let moved = TEXT.replace("workflow:Planned", "workflow:In Implementation") + "Notes.\n";
    assert_eq!(edited.read("backlog/tasks/task-12 - Renamed.md"), moved);
}

/// Whether a process is there and is more than the memory of one that has ended.
fn lives(pid: &str) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// Says that it runs, with a grandchild that leaves its group, and does not end.
const HANG: &str = "setsid sleep 600 &\necho $! > pid\necho $$ >> pid\necho ready\nwait";

/// Starts a run, and waits until its agent says something.
fn start(mut command: Command) -> Child {
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    process
}

fn kill(process: &Child, signal: &str) {
    let kill = Command::new("kill").args([format!("-{signal}"), process.id().to_string()]).status();
    assert!(kill.unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_outlives_a_run_that_is_killed() {
    let project = project("Light");
    let agents = Agents::new(&[("claude", HANG)]);
    let mut process = start(agents.command(&project, &["implement", "--yes"]));
    kill(&process, "KILL");
    process.wait().unwrap();
    // What holds stdout open ends, which is the event that says that all of it has.
    io::copy(process.stdout.as_mut().unwrap(), &mut io::sink()).unwrap();
    assert!(project.read("pid").lines().all(|pid| !lives(pid)));
    assert_eq!(project.read(TASK), TEXT);
}

#[test]
fn a_task_has_one_run_at_a_time() {
    let project = project("Light");
    let agents = Agents::new(&[("claude", HANG)]);
    let process = start(agents.command(&project, &["implement", "--yes"]));
    let run = agents.run(&project, &["implement", "--yes", "--task", "task-12"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(
        run.stderr.ends_with("error: another run on task-12 is under way: wait for it, or end it\n"),
        "{}",
        run.all()
    );
    kill(&process, "INT");
    assert_eq!(process.wait_with_output().unwrap().status.code(), Some(130));
    let other = Agents::new(&[("claude", RECORD)]);
    let mut command = other.command(&project, &["implement", "--yes"]);
    let run = Run::of(command.env("XDG_STATE_HOME", agents.0.path().join("state")).output().unwrap());
    assert_eq!(run.code, 0, "{}", run.all());
}

#[test]
fn an_agent_that_deletes_the_project() {
    let project = project("Light");
    let agents = Agents::new(&[("claude", "rm -rf \"$PWD\""), ("flowspec", RECORD)]);
    let run = Run::of(agents.command(&project, &["implement", "--yes"]).output().unwrap());
    assert_eq!((run.code, agents.recorded()), (5, None), "{}", run.all());
    assert!(run.stderr.contains("\nnot moved: task-12 (Planned → In Implementation): "), "{}", run.all());
}

#[test]
fn a_label_that_cannot_be_changed_is_reported_before_the_agent_starts() {
    let agents = Agents::new(&[("claude", RECORD)]);
    let project = project("Light");
    project.write(TASK, &TEXT.replace("my_key: 1", "labels: [api]"));
    let run = agents.run(&project, &["implement", "--yes"]);
    assert_eq!((run.code, agents.recorded()), (2, None), "{}", run.all());
    let said = "task-12 could not be moved on after a success: `labels` is there twice: keep one of them";
    assert!(run.stderr.contains(said), "{}", run.all());
}

#[test]
fn an_interpreter_of_the_project_is_reported() {
    let project = project("Light");
    fs::create_dir(project.path("bin")).unwrap();
    std::os::unix::fs::symlink("/bin/sh", project.path("bin/node")).unwrap();
    let agents = Agents::new(&[]);
    let agent = agents.0.path().join("claude");
    fs::write(&agent, "#!/usr/bin/env node\ntrue\n").unwrap();
    fs::set_permissions(&agent, fs::Permissions::from_mode(0o755)).unwrap();
    let bin = project.path("bin").canonicalize().unwrap();
    let mut command = agents.command(&project, &["implement"]);
    let run = Run::of(command.env("PATH", format!("{}:{}", bin.display(), agents.path())).output().unwrap());
    assert_eq!(run.code, 3, "{}", run.all());
    let said = format!("\n  interpreted by a program of the project: {}/node\n", bin.display());
    assert!(run.stderr.contains(&said), "{}", run.all());
}

#[test]
fn ctrl_c_ends_all_that_the_agent_started() {
    for signal in ["INT", "TERM", "HUP", "QUIT"] {
        let project = project("Light");
        let agents = Agents::new(&[("claude", HANG)]);
        let process = start(agents.command(&project, &["implement", "--yes"]));
        kill(&process, signal);
        let run = process.wait_with_output().unwrap();
        assert_eq!(run.status.code(), Some(130));
        assert!(String::from_utf8_lossy(&run.stderr).ends_with("not done: cancelled; task-12 is as it was\n"));
        assert!(project.read("pid").lines().all(|pid| !lives(pid)), "{signal}");
        assert_eq!(project.read(TASK), TEXT);
    }
}

/// Runs the program on a terminal, and types what stands in `typed`.
#[cfg(target_os = "linux")]
fn on_a_terminal(agents: &Agents, project: &Project, arguments: &str, typed: &str) -> (String, Option<i32>) {
    let command = format!("{} --color never run {arguments}", env!("CARGO_BIN_EXE_flowspec-lsp"));
    let mut script = Command::new("script");
    script.args(["-qec", &command, "/dev/null"]).current_dir(project.path(""));
    script.env("PATH", agents.path()).env("RECORDED", agents.0.path().join("recorded"));
    let mut process = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // A terminal keeps what is typed ahead.
    process.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    (String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"), output.status.code())
}

#[cfg(target_os = "linux")]
#[test]
fn questions_are_asked_on_a_terminal() {
    let has_script = env::split_paths("/usr/bin:/bin").any(|folder| Path::new(&folder).join("script").is_file());
    assert!(has_script, "`script` of util-linux gives a test its terminal");
    let agents = Agents::new(&[("claude", RECORD)]);
    let medium = project("Medium");
    let (said, code) = on_a_terminal(&agents, &medium, "implement", "n\n");
    assert!(said.contains("Continue without validation? [y/N]: "), "{said}");
    assert!(said.contains("Command cancelled. Run /spec:constitution to customize your constitution."), "{said}");
    assert_eq!((code, agents.recorded()), (Some(1), None));
    let (said, code) = on_a_terminal(&agents, &medium, "implement", "y\nn\n");
    assert!(said.contains("Run this? [y/N]: ") && said.ends_with("nothing was run\n"), "{said}");
    assert_eq!((code, agents.recorded()), (Some(1), None));
    medium.write("backlog/tasks/task-13 - B.md", "---\nid: task-13\nstatus: In Progress\n---\n");
    let (said, code) = on_a_terminal(&agents, &medium, "implement", "y\nnone\n");
    assert!(said.contains("The task, by its id or its file: ") && said.contains("none of them is `none`"), "{said}");
    assert_eq!((code, agents.recorded()), (Some(3), None));
    // A number alone means the same as behind `--task`.
    let (said, code) = on_a_terminal(&agents, &medium, "implement", "y\n12\ny\n");
    assert!(said.contains("moved: task-12 (Planned → In Implementation)"), "{said}");
    assert_eq!((code, agents.recorded().unwrap()[1].as_str()), (Some(0), "/flow:implement task-12"));
}

#[test]
fn what_has_become_of_a_change_is_told() {
    let tasks = "openspec/changes/add-fees/tasks.md";
    let project = Project::new(&[(tasks, "- [x] 1.1 A\n- [ ] 1.2 B\n"), (".claude/commands/opsx/apply.md", "# A\n")]);
    let tick = "printf '%s\\0' \"$@\" > \"$RECORDED\"; sed -i 's/\\[ \\]/[x]/' openspec/changes/add-fees/tasks.md";
    let agents = Agents::new(&[("claude", tick)]);
    let run = agents.run(&project, &["/opsx:apply", "--task", "add-fees", "--yes"]);
    expect![[r#"
        succeeded: /opsx:apply in 0 s
        add-fees: 1 of 2 tasks → 2 of 2, Complete
    "#]]
    .assert_eq(&run.stdout);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let recorded = fs::read_to_string(agents.0.path().join("recorded")).unwrap();
    assert_eq!(recorded, "-p\0/opsx:apply add-fees\0");
    // Now there is nothing left to do, and the agent fails.
    fs::write(agents.0.path().join("claude"), "#!/bin/sh\nexit 3\n").unwrap();
    let run = agents.run(&project, &["apply", "--yes"]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""));
    assert!(run.stderr.ends_with("not done: the agent ended with exit status: 3\n"), "{}", run.stderr);
}

#[test]
fn a_task_of_a_spec_of_kiro_is_started() {
    let tasks = ".kiro/specs/bikes/tasks.md";
    let project = Project::new(&[
        (".kiro/specs/bikes/requirements.md", "### Requirement 1: Größe\n1. WHEN a rider pays it SHALL open\n2. b\n"),
        (".kiro/specs/bikes/design.md", "# Design\n"),
        (tasks, "- [ ] 1. Locks\n  - [ ] 1.1 Open $(touch pwned)\n    - _Requirements: 1.1_\n  - [ ] 1.2 Close\n"),
    ]);
    // An agent that ticks the task, as its prompt says.
    let tick = format!("printf '%s\\0' \"$@\" > \"$RECORDED\"; sed -i 's/\\[ \\] 1.1/[x] 1.1/' {tasks}");
    let agents = Agents::new(&[("claude", &tick)]);
    let run = agents.run(&project, &["start-task", "--task", "bikes", "--arguments", "1.1", "--yes"]);
    expect![[r#"
        succeeded: start-task in 0 s
        bikes: 0 of 2 tasks → 1 of 2 tasks, In Implementation
    "#]]
    .assert_eq(&run.stdout);
    assert_eq!(run.code, 0, "{}", run.stderr);
    expect![[r#"
        -p
        Implement task 1.1 of `.kiro/specs/bikes/tasks.md`, and no other task:

        - [ ] 1.1 Open $(touch pwned)
          - _Requirements: 1.1_

        These requirements must be met:

        - 1.1: WHEN a rider pays it SHALL open

        Follow the design in `.kiro/specs/bikes/design.md`.

        When the task is done, set its checkbox in `.kiro/specs/bikes/tasks.md` to `[x]`.
    "#]]
    .assert_eq(&fs::read_to_string(agents.0.path().join("recorded")).unwrap().replace('\0', "\n"));
    assert!(!project.path("pwned").exists());
    // An agent that leaves the checkbox alone: nothing ticks it in its place.
    fs::write(agents.0.path().join("claude"), "#!/bin/sh\n").unwrap();
    let before = project.read(tasks);
    let run = agents.run(&project, &["start-task", "--arguments", "bikes 1.2", "--yes"]);
    assert_eq!((run.code, project.read(tasks)), (0, before));
    assert!(run.stdout.ends_with("bikes is still In Implementation\n"), "{}", run.stdout);
    let run = agents.run(&project, &["start-task", "--arguments", "1.3", "--yes"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
}
