//! Files that no one should write: `check` says what is wrong with each, and ends.

use super::project::{Project, Run};
use expect_test::expect;

const HEAD: &str = "---\ndescription: x\n---\n";
const MISSING: &str = "{{INCLUDE:.claude/partials/gone.md}}\n";

/// Every finding, a line each.
fn check(project: &Project) -> Run {
    project.run("check --hints --format github --ignore include-unexpanded,partial-unused")
}

#[test]
fn texts_that_no_one_should_write() {
    let headings: String = (0..10_000).map(|n| format!("# Heading {n}\n")).collect();
    let command = |name: &str| format!(".claude/commands/flow/{name}.md");
    let project = Project::new(&[
        (&command("headings"), &format!("{HEAD}{headings}{MISSING}")),
        (&command("long"), &format!("{HEAD}{} {MISSING}", "x".repeat(1 << 20))),
        (&command("nul"), &format!("{HEAD}{}{MISSING}", "\0".repeat(10_000))),
        (&command("open"), &format!("{HEAD}{MISSING}<!-- SECTION:A:BEGIN -->\n```\n")),
        (&command("outside"), &format!("{HEAD}{{{{INCLUDE:../../etc/passwd}}}} {{{{INCLUDE:/etc/passwd}}}}\n")),
        (&command("yaml"), &format!("---\nloop: a: b\nmode: [\n---\n{MISSING}")),
        (&command("empty"), ""),
        (&command("windows"), &format!("\u{feff}{HEAD}{MISSING}").replace('\n', "\r\n")),
        (".flowspec/hooks/hooks.yaml", "- {\n"),
        ("backlog/tasks/task-1 - A.md", "---\nid: task-1\ntitle: a: b\n---\n"),
        ("flowspec-lsp.toml", "[[[\n"),
        ("flowspec_workflow.yml", "states: [\n"),
    ]);
    std::fs::write(project.path(&command("utf16")), b"\xff\xfe-\0-\0").unwrap();
    std::fs::File::create(project.path(&command("huge"))).unwrap().set_len(50 << 20).unwrap();
    expect![[r#"
        ::error file=.claude/commands/flow/headings.md,line=10004,endLine=10004,col=11,endColumn=35,title=include-missing::`.claude/partials/gone.md` does not exist: create it or fix the path (paths are relative to the project root)
        ::warning file=.claude/commands/flow/huge.md,line=1,endLine=1,col=1,endColumn=1,title=document-unreadable::this file is skipped: it is larger than 10 MB
        ::error file=.claude/commands/flow/long.md,line=4,endLine=4,col=1048588,endColumn=1048612,title=include-missing::`.claude/partials/gone.md` does not exist: create it or fix the path (paths are relative to the project root)
        ::error file=.claude/commands/flow/nul.md,line=4,endLine=4,col=10011,endColumn=10035,title=include-missing::`.claude/partials/gone.md` does not exist: create it or fix the path (paths are relative to the project root)
        ::error file=.claude/commands/flow/open.md,line=4,endLine=4,col=11,endColumn=35,title=include-missing::`.claude/partials/gone.md` does not exist: create it or fix the path (paths are relative to the project root)
        ::warning file=.claude/commands/flow/open.md,line=5,endLine=5,col=1,endColumn=25,title=section-unbalanced::`SECTION:A` is never closed: add `<!-- SECTION:A:END -->`
        ::warning file=.claude/commands/flow/open.md,line=6,endLine=6,col=1,endColumn=4,title=fence-unclosed::this block is never closed: close it where the code ends
        ::error file=.claude/commands/flow/outside.md,line=4,endLine=4,col=11,endColumn=27,title=include-outside::`../../etc/passwd` has `..` in it, which is always refused: write it from the root of the project
        ::error file=.claude/commands/flow/outside.md,line=4,endLine=4,col=40,endColumn=51,title=include-outside::`/etc/passwd` is absolute: write it from the root of the project
        ::warning file=.claude/commands/flow/utf16.md,line=1,endLine=1,col=1,endColumn=1,title=document-unreadable::this file is skipped: it is not UTF-8 (byte 0)
        ::error file=.claude/commands/flow/windows.md,line=4,endLine=4,col=11,endColumn=35,title=include-missing::`.claude/partials/gone.md` does not exist: create it or fix the path (paths are relative to the project root)
        ::warning file=.claude/commands/flow/yaml.md,line=1,endLine=1,col=1,endColumn=4,title=frontmatter-missing-description::the front matter has no `description`: add one
        ::error file=.claude/commands/flow/yaml.md,line=2,endLine=2,col=8,endColumn=9,title=frontmatter-invalid-yaml::`: ` inside an unquoted value: put the value in quotes
        ::error file=.claude/commands/flow/yaml.md,line=3,endLine=3,col=7,endColumn=8,title=frontmatter-invalid-yaml::this `[` is never closed
        ::error file=.claude/commands/flow/yaml.md,line=5,endLine=5,col=11,endColumn=35,title=include-missing::`.claude/partials/gone.md` does not exist: create it or fix the path (paths are relative to the project root)
        ::error file=.flowspec/hooks/hooks.yaml,line=1,endLine=1,col=3,endColumn=4,title=hooks-schema::not valid YAML: this `{` is never closed
        ::error file=backlog/tasks/task-1 - A.md,line=3,endLine=3,col=9,endColumn=10,title=frontmatter-invalid-yaml::`: ` inside an unquoted value: put the value in quotes; Backlog.md will not list this task
        ::warning file=flowspec-lsp.toml,line=1,endLine=1,col=3,endColumn=3,title=settings-invalid::this is not TOML: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`
        ::error file=flowspec_workflow.yml,line=1,endLine=1,col=9,endColumn=10,title=workflow-invalid-yaml::not valid YAML: this `[` is never closed
        13 errors, 6 warnings in 14 documents (flowspec); 2 fixable with --fix
        -- exit 1
    "#]].assert_eq(&check(&project).all());
}

/// A partial is included `times` times, and so on at each of ten levels.
fn bomb(times: usize) -> Project {
    let partial = |level: u32| format!(".claude/partials/{level}.md");
    let include = |level: u32| format!("{{{{INCLUDE:{}}}}}\n", partial(level)).repeat(times);
    let project = Project::new(&[
        (".claude/commands/flow/plan.md", &format!("{HEAD}{}", include(1))),
        (".github/agents/flow-plan.agent.md", "---\nname: flow-plan\ndescription: x\n---\nboom\n"),
    ]);
    (1..10).for_each(|level| project.write(&partial(level), &include(level + 1)));
    project.write(&partial(10), "boom\n");
    project
}

#[test]
fn an_include_bomb_is_expanded_as_far_as_that_is_sane() {
    expect![[r#"
        ::warning file=.github/agents/flow-plan.agent.md,line=5,endLine=5,col=1,endColumn=5,title=copy-drift::this is not what `.claude/commands/flow/plan.md` expands to: regenerate the copy, or move the change into the command
        1 warning in 12 documents (flowspec)
        -- exit 1
    "#]].assert_eq(&check(&bomb(2)).all());
    expect![[r#"
        ::warning file=.github/agents/flow-plan.agent.md,line=5,endLine=5,col=1,endColumn=5,title=copy-drift::this is not compared with `.claude/commands/flow/plan.md`, which expands to more than 8 MB: include less
        1 warning in 12 documents (flowspec)
        -- exit 1
    "#]].assert_eq(&check(&bomb(10)).all());
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_nowhere_or_outside() {
    use std::os::unix::fs::symlink;

    let project = Project::new(&[
        (
            ".claude/commands/flow/plan.md",
            &format!("{HEAD}{{{{INCLUDE:.claude/a.md}}}} {{{{INCLUDE:.claude/out.md}}}}\n"),
        ),
        ("templates/commands/flow/specify.md", &format!("{HEAD}{MISSING}")),
    ]);
    let outside = tempfile::NamedTempFile::new().unwrap();
    for (target, link) in [
        ("..".as_ref(), ".claude/commands/again"),
        ("b.md".as_ref(), ".claude/a.md"),
        ("a.md".as_ref(), ".claude/b.md"),
        ("nowhere.md".as_ref(), ".claude/commands/gone.md"),
        ("../../templates/commands".as_ref(), ".claude/commands/templates"),
        (outside.path(), ".claude/out.md"),
    ] {
        symlink(target, project.path(link)).unwrap();
    }
    expect![[r#"
        ::error file=.claude/commands/flow/plan.md,line=4,endLine=4,col=11,endColumn=23,title=include-missing::`.claude/a.md` does not exist: create it or fix the path (paths are relative to the project root)
        ::error file=.claude/commands/flow/plan.md,line=4,endLine=4,col=36,endColumn=50,title=include-outside::`.claude/out.md` is a link out of the project, which is always refused: copy the file into the project
        ::error file=templates/commands/flow/specify.md,line=4,endLine=4,col=11,endColumn=35,title=include-missing::`.claude/partials/gone.md` does not exist: create it or fix the path (paths are relative to the project root)
        3 errors in 2 documents (flowspec)
        -- exit 1
    "#]].assert_eq(&check(&project).all());
}
