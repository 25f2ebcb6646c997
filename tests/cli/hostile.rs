//! Workspaces that want to be waited for, or to be read beyond: pipes, devices, links, repositories.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use super::project::{Project, Run};

const COMMAND: (&str, &str) =
    (".claude/commands/flow/plan.md", "---\ndescription: Plan\n---\n{{INCLUDE:nowhere.md}}\n");
const TASK: (&str, &str) = (
    "backlog/tasks/task-1 - A.md",
    "---\nid: task-1\ntitle: A\nstatus: In Progress\nlabels: ['workflow:Planned']\n---\n",
);
const HEAVY: (&str, &str) = ("memory/constitution.md", "<!-- TIER: Heavy -->\n<!-- NEEDS_VALIDATION: Team size -->\n");

/// Runs the program; one that does not end in a minute is ended, and the test fails.
#[track_caller]
fn ends(mut command: Command) -> Run {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let pid = child.id();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    match receiver.recv_timeout(Duration::from_secs(60)) {
        Ok(output) => Run::of(output.unwrap()),
        Err(_) => {
            // SAFETY: the process is our child, and has not been waited for yet.
            unsafe { libc::kill(pid as libc::pid_t, libc::SIGKILL) };
            panic!("it does not end");
        }
    }
}

fn pipe(project: &Project, name: &str) {
    remove(project, name);
    let status = Command::new("mkfifo").arg(project.path(name)).status().unwrap();
    assert!(status.success());
}

fn link(project: &Project, name: &str, target: &str) {
    remove(project, name);
    symlink(target, project.path(name)).unwrap();
}

fn remove(project: &Project, name: &str) {
    let path = project.path(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    drop(fs::remove_file(&path));
    drop(fs::remove_dir_all(&path));
}

/// What makes a file unreadable, also for root.
const UNREADABLE: [(&str, &str); 5] = [
    ("a pipe", "it is not a regular file"),
    ("a device", "it is a link out of the project"),
    ("a link out", "it is a link out of the project"),
    ("a loop", "it cannot be opened"),
    ("a folder", "it is a folder"),
];

fn make_unreadable(project: &Project, name: &str, how: &str) {
    match how {
        "a pipe" => pipe(project, name),
        "a device" => link(project, name, "/dev/zero"),
        "a link out" => link(project, name, "/etc/hostname"),
        "a loop" => link(project, name, project.path(name).to_str().unwrap()),
        _ => {
            remove(project, name);
            fs::create_dir(project.path(name)).unwrap();
        }
    }
}

#[test]
fn an_ignore_file_of_another_sort_is_reported_and_check_ends() {
    for name in [".gitignore", ".ignore", "docs/.gitignore", ".git/info/exclude"] {
        for how in ["a pipe", "a device", "a link out", "a loop", "a folder"] {
            let project = Project::new(&[COMMAND, (".git/HEAD", ""), ("docs/a.md", "")]);
            make_unreadable(&project, name, how);
            let run = ends(project.command("check --format github"));
            assert!(run.stdout.contains("title=include-missing"), "{name} {how}\n{}", run.all());
            let reported = format!("::warning file={name},");
            assert!(run.stdout.contains(&reported), "{name} {how}\n{}", run.all());
        }
    }
}

#[test]
fn an_ignore_file_above_the_project_is_not_opened() {
    let above = Project::new(&[]);
    for how in ["a pipe", "a device"] {
        make_unreadable(&above, ".gitignore", how);
        above.write("project/.git/HEAD", "");
        above.write(&format!("project/{}", COMMAND.0), COMMAND.1);
        let mut command = above.command("check --format github");
        command.current_dir(above.path("project"));
        let run = ends(command);
        assert_eq!(run.code, 1, "{how}\n{}", run.all());
        assert!(!run.stdout.contains("document-unreadable"), "{how}\n{}", run.all());
    }
}

#[test]
fn documents_of_another_sort_are_reported() {
    for (how, reason) in UNREADABLE {
        for name in [HEAVY.0, TASK.0, COMMAND.0, "flowspec_workflow.yml", "flowspec-lsp.toml", "backlog/config.yml"] {
            let project = Project::new(&[]);
            make_unreadable(&project, name, how);
            let run = ends(project.command("check --format github"));
            let found = format!("::warning file={name},line=1,endLine=1,col=1,endColumn=1,title=document-unreadable");
            assert!(run.stdout.contains(&found) && run.stdout.contains(reason), "{name} {how}\n{}", run.all());
            assert_eq!(run.code, 1, "{name} {how}");
        }
    }
}

#[test]
fn a_large_file_is_reported() {
    let project = Project::new(&[]);
    for name in [HEAVY.0, COMMAND.0, "flowspec-lsp.toml", ".gitignore"] {
        project.write(name, "");
        fs::File::create(project.path(name)).unwrap().set_len(5 << 30).unwrap();
    }
    let run = ends(project.command("check --format github"));
    assert_eq!(run.stdout.matches("this file is skipped: it is larger than 10 MB").count(), 3, "{}", run.all());
    assert!(run.stdout.contains("this file is skipped: it is larger than 256 KB"), "{}", run.all());
}

#[test]
fn a_gate_that_cannot_be_read_stays_closed() {
    let project = || Project::new(&[HEAVY, TASK]);
    let verdict = |project: &Project| ends(project.command("preflight /flow:implement --format json"));
    assert_eq!(verdict(&project()).code, 1, "the constitution blocks");
    for (how, _) in UNREADABLE {
        for (name, code) in [
            (HEAVY.0, "constitution-unreadable"),
            ("memory", "constitution-unreadable"),
            ("flowspec_workflow.yml", "workflow-unreadable"),
            (".flowspec", "workflow-unreadable"),
            (TASK.0, "task-unreadable"),
            ("backlog/tasks", "task-unreadable"),
            (".claude/commands/flow/implement.md", "command-unreadable"),
        ] {
            let is_folder = matches!(name, "memory" | ".flowspec" | "backlog/tasks");
            // A pipe or a folder in the place of a folder is not a document; what would be in it does not exist.
            if is_folder && !matches!(how, "a device" | "a link out" | "a loop") {
                continue;
            }
            let project = project();
            make_unreadable(&project, name, if is_folder && how != "a loop" { "a folder" } else { how });
            if is_folder && how != "a loop" {
                link(&project, name, "/etc");
            }
            let run = verdict(&project);
            assert!(run.stdout.contains(&format!("\"code\": \"{code}\"")), "{name} {how}\n{}", run.all());
            let expected = if matches!(code, "constitution-unreadable") { 2 } else { 1 };
            // The constitution, where it can be read, blocks, which is graver.
            assert_eq!(run.code, expected, "{name} {how}\n{}", run.all());
        }
    }
}

#[test]
fn a_command_that_includes_what_cannot_be_read_does_not_run() {
    let include = "---\ndescription: Own\n---\n{{INCLUDE:.claude/partials/a.md}}\n";
    let project = Project::new(&[(".claude/commands/own/a.md", include)]);
    pipe(&project, ".claude/partials/a.md");
    let run = ends(project.command("preflight /own:a --format json"));
    assert!(run.stdout.contains("\"code\": \"command-unreadable\""), "{}", run.all());
    assert_eq!(run.code, 2);
}

#[test]
fn paths_on_the_command_line_are_not_waited_for() {
    let project = Project::new(&[COMMAND]);
    pipe(&project, ".claude/commands/pipe.md");
    pipe(&project, "pipe.md");
    for arguments in
        ["check pipe.md", "check .claude/commands/pipe.md", "expand .claude/commands/pipe.md", "check /dev/zero"]
    {
        let run = ends(project.command(arguments));
        assert_eq!(run.code, 2, "{arguments}\n{}", run.all());
        assert!(run.stderr.contains("cannot be read: it is not a regular file"), "{arguments}\n{}", run.all());
    }
}

#[test]
fn no_git_of_an_open_folder_runs() {
    let projects = [Project::new(&[TASK]), Project::new(&[TASK])];
    for project in &projects {
        for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-q", "-m", "task"]] {
            let mut git = Command::new("git");
            git.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
                .args(arguments);
            for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
                git.env_remove(name);
            }
            assert!(git.current_dir(project.path("")).status().unwrap().success());
        }
        project.write(TASK.0, &TASK.1.replace("Planned", "Deployed"));
    }
    let [one, two] = &projects;
    let witness = two.path("witness");
    two.write("bin/git", &format!("#!/bin/sh\ntouch '{}'\n", witness.display()));
    fs::set_permissions(two.path("bin/git"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths([two.path("bin")].into_iter().chain(std::env::split_paths(&path))).unwrap();
    let mut command = one.command("check --format github");
    command.arg(one.path("")).arg(two.path("")).env("PATH", path);
    let run = ends(command);
    assert!(!witness.exists());
    assert_eq!(run.stdout.matches("title=task-transition-invalid").count(), 2, "{}", run.all());
}

#[test]
fn what_git_ignores_as_a_whole_is_checked() {
    let project = Project::new(&[COMMAND, (".git/HEAD", ""), (".gitignore", ".claude/\n")]);
    assert_eq!(ends(project.command("check")).code, 1);
}
