use expect_test::expect;

use super::project::{Project, program};

const PLAN: &str = ".claude/commands/flow/plan.md";
const TEXT: &str = "---\ndescription: Plan.\n---\nText.\n{{INCLUDE:gone.md}}\n";

/// A project with one finding in its only commit.
fn project() -> Project {
    let project = Project::new(&[(PLAN, TEXT)]);
    git(&project, "init -q -b main");
    commit(&project);
    project
}

fn git(project: &Project, arguments: &str) {
    let mut command = std::process::Command::new("git");
    command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]);
    let output = command.args(arguments.split_whitespace()).current_dir(project.path("")).output().unwrap();
    assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(project: &Project) {
    git(project, "add -A");
    git(project, "commit -q -m one");
}

#[test]
fn old_findings_are_left_out() {
    let project = project();
    expect![[r#"
        All checks passed in 1 document (flowspec)
        -- exit 0
    "#]]
    .assert_eq(&project.run("check --since HEAD").all());
    project.write(PLAN, &TEXT.replace("Text.\n", "Text.\n\nMore.\n{{INCLUDE:gone as well.md}}\n"));
    project.write(".claude/commands/flow/new.md", TEXT);
    expect![[r#"
        .claude/commands/flow/new.md:5:11 include-missing `gone.md` does not exist: create it or fix the path (paths are relative to the project root) → Create `gone.md`
        .claude/commands/flow/plan.md:7:11 include-missing `gone as well.md` does not exist: create it or fix the path (paths are relative to the project root) → Create `gone as well.md`
        -- exit 1
    "#]]
    .assert_eq(&project.run("check --since main --format agent").all());
    commit(&project);
    assert_eq!(project.run("check --since HEAD").code, 0);
    assert_eq!(project.run("check --since HEAD~1").code, 1);
}

#[test]
fn what_an_edit_breaks_elsewhere_is_new() {
    let project = Project::new(&[(PLAN, &TEXT.replace("gone", "memory/part")), ("memory/part.md", "Part.\n")]);
    git(&project, "init -q");
    commit(&project);
    assert_eq!(project.run("check --since HEAD").code, 0);
    std::fs::remove_file(project.path("memory/part.md")).unwrap();
    assert_eq!(project.run("check --since HEAD").code, 1);
}

#[test]
fn a_file_that_moved_keeps_its_findings() {
    let project = project();
    std::fs::rename(project.path(PLAN), project.path(".claude/commands/flow/design.md")).unwrap();
    assert_eq!(project.run("check --since HEAD --select include-missing").code, 0);
}

#[test]
fn only_what_is_new_is_fixed() {
    let doubled = "---\ndescription: Plan.\ndescription: Plan.\n---\n<!-- flowspec-ignore include-missing -->\nText.\n";
    let project = Project::new(&[(PLAN, doubled)]);
    git(&project, "init -q");
    commit(&project);
    project.write(PLAN, &format!("{doubled}<!-- flowspec-ignore copy-drift -->\nText.\n"));
    project.run("check --fix --since HEAD");
    assert_eq!(project.read(PLAN), format!("{doubled}Text.\n"));
}

#[test]
fn a_project_in_a_folder_of_a_repository() {
    let project = Project::new(&[(&format!("app/{PLAN}"), TEXT), (&format!("other/{PLAN}"), TEXT)]);
    git(&project, "init -q");
    commit(&project);
    project.write(&format!("app/{PLAN}"), &TEXT.replace("gone", "away"));
    let run = program(&project.path("app")).args(["check", "--since", "HEAD", "--format", "agent"]).output().unwrap();
    expect![[r#"
        .claude/commands/flow/plan.md:5:11 include-missing `away.md` does not exist: create it or fix the path (paths are relative to the project root) → Create `away.md`
    "#]]
    .assert_eq(&String::from_utf8(run.stdout).unwrap());
}

#[test]
fn a_commit_that_is_not_there_is_said_by_git() {
    let run = project().run("check --since no-such-branch");
    expect![[r#"
        -- stderr
        error: `--since no-such-branch`: fatal: Needed a single revision
        -- exit 2
    "#]]
    .assert_eq(&run.all());
    // It never is an option.
    assert_eq!(project().run("check --since --help").code, 2);
    let run = Project::new(&[(PLAN, TEXT)]).run("check --since HEAD");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("not a git repository"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn symbolic_links_of_the_commit_are_followed_inside() {
    let project = project();
    std::os::unix::fs::symlink("plan.md", project.path(".claude/commands/flow/alias.md")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", project.path(".claude/commands/flow/out.md")).unwrap();
    commit(&project);
    let select = "--select include-missing,document-unreadable";
    let run = project.run(&format!("check --since HEAD --format agent {select}"));
    assert!(!run.stdout.contains("include-missing"), "{}", run.stdout);
}

/// A filter, a hook or a monitor of the repository never runs.
#[cfg(unix)]
#[test]
fn the_repository_starts_nothing() {
    let project = project();
    let touch = format!("touch {}", project.path("started").display());
    for key in ["core.fsmonitor", "core.sshCommand", "core.pager", "filter.x.clean", "filter.x.smudge", "diff.external"]
    {
        let status =
            std::process::Command::new("git").args(["config", key, &touch]).current_dir(project.path("")).status();
        assert!(status.unwrap().success());
    }
    project.write(".git/info/attributes", "* filter=x\n");
    project.write(PLAN, "changed\n");
    project.run("check --since HEAD");
    assert!(!project.path("started").exists());
}
