//! Signals while files are written.

use std::{
    fs,
    process::{Child, Command, Stdio},
};

use super::project::{Project, Run};

const USELESS: &str = "---\ndescription: a\n---\n<!-- flowspec-ignore include-missing -->\n";

/// Ends a run by a signal once it has written its first file, and returns how it ended.
fn interrupt(mut child: Child, signal: &str, is_first_written: impl Fn() -> bool) -> Run {
    while !is_first_written() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    Run::of(child.wait_with_output().unwrap())
}

fn left_over(project: &Project, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(project.path(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".flowspec-lsp-")).collect()
}

#[test]
fn a_fix_that_is_interrupted_leaves_whole_files_and_no_temporary_one() {
    let names: Vec<_> = (0..300).map(|at| format!(".claude/commands/flow/a{at:03}.md")).collect();
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let project = Project::new(&[]);
        names.iter().for_each(|name| project.write(name, USELESS));
        let mut command = project.command("check --fix --select suppression-unused");
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let run = interrupt(child, signal, || project.read(&names[0]) != USELESS);
        assert_eq!(left_over(&project, ".claude/commands/flow"), Vec::<String>::new());
        let fixed = names.iter().filter(|name| project.read(name) == "---\ndescription: a\n---\n").count();
        let untouched = names.iter().filter(|name| project.read(name) == USELESS).count();
        assert_eq!(fixed + untouched, names.len());
        assert_eq!(run.code, code, "{}", run.all());
        assert!(run.stderr.contains(&format!("interrupted: {untouched} files are not fixed")), "{}", run.stderr);
        assert_eq!(run.stdout.matches("fixed ").count(), fixed);
    }
}

#[test]
fn copies_that_are_interrupted_are_whole() {
    let project = Project::new(&[]);
    for at in 0..200 {
        project.write(&format!(".claude/commands/flow/a{at:03}.md"), "---\ndescription: a\n---\n# A\n\nNew.\n");
        project.write(&format!(".github/agents/flow-a{at:03}.agent.md"), "---\ndescription: a\n---\n# A\n\nOld.\n");
    }
    let mut command = project.command("expand --write");
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let run = interrupt(child, "-TERM", || project.read(".github/agents/flow-a000.agent.md").contains("New."));
    assert_eq!(left_over(&project, ".github/agents"), Vec::<String>::new());
    assert_eq!(run.code, 143, "{}", run.all());
    assert!(run.stderr.contains("interrupted: "), "{}", run.stderr);
}

#[test]
fn what_a_killed_run_has_left_goes() {
    let project = Project::new(&[(".claude/commands/flow/a.md", "---\ndescription: a\n---\n")]);
    let stale = project.path(".claude/commands/flow/.flowspec-lsp-aB3dE6");
    for arguments in ["check --fix", "expand --write"] {
        let file = fs::File::create(&stale).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 60 * 60)).unwrap();
        assert_eq!(project.run("check").code, 0);
        assert!(stale.exists(), "a run that writes nothing removes nothing");
        project.run(arguments);
        assert!(!stale.exists(), "{arguments}");
    }
}
