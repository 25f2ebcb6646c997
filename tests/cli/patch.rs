//! `check --diff` makes patches that the usual tools apply.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use super::project::Project;

const USELESS: &str = "<!-- flowspec-ignore include-missing -->";

/// The names of files. GNU patch takes no line end in one.
const NAMES: [&str; 6] = [
    "task-1 - With spaces.md",
    "größe 😀.md",
    "quote\"and\\backslash.md",
    "tab\tand\u{1b}[31m\u{202e}.md",
    "-dash.md",
    "line\nend.md",
];

/// Applies the patch for each name with a tool, and compares the text with that of `--fix`.
#[track_caller]
fn check(tool: &str, arguments: &[&str], names: &[&str], text: &str) {
    for name in names {
        let name = format!(".claude/commands/flow/{name}");
        let [patched, fixed] = [(); 2].map(|()| Project::new(&[(&name, text)]));
        let diff = patched.run("check --diff --select suppression-unused");
        assert_eq!(diff.code, 1, "{name:?}: {}", diff.all());
        let mut command = Command::new(tool);
        command.args(arguments).current_dir(patched.path("")).stdin(Stdio::piped());
        // Of a repository around the folder nothing holds here.
        command.env("GIT_CEILING_DIRECTORIES", patched.path("").parent().unwrap());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap_or_else(|error| {
            panic!("{tool} does not start, and these tests need it: {error}");
        });
        child.stdin.take().unwrap().write_all(diff.stdout.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{tool}, {name:?}: {said}\n{}", diff.stdout);
        fixed.run("check --fix --select suppression-unused");
        assert_eq!(patched.read(&name), fixed.read(&name), "{tool}, {name:?}: {said}");
        assert_ne!(fixed.read(&name), text);
    }
}

const TEXTS: [&str; 6] = [
    "---\ndescription: a\n---\nA\n<!-- flowspec-ignore include-missing -->\nB\n",
    "---\r\ndescription: a\r\n---\r\nA\r\n<!-- flowspec-ignore include-missing -->\r\nB\r\n",
    "---\ndescription: a\n---\nlone\rreturn\n<!-- flowspec-ignore include-missing -->\nB\rC\r",
    "---\ndescription: a\n---\nA\n<!-- flowspec-ignore include-missing -->",
    "---\ndescription: a\n---\nA\n<!-- flowspec-ignore include-missing -->\nno end",
    "<!-- flowspec-ignore include-missing -->\n",
];

#[test]
fn git_applies_a_patch_for_any_name() {
    check("git", &["apply", "-"], &NAMES, TEXTS[0]);
}

#[test]
fn git_applies_a_patch_for_any_text() {
    TEXTS.iter().for_each(|text| check("git", &["apply", "-"], &["a b.md"], text));
}

// Elsewhere `patch` is another program.
#[cfg(target_os = "linux")]
#[test]
fn gnu_patch_applies_a_patch_for_any_name_on_one_line() {
    check("patch", &["-p1", "--batch"], &NAMES[..5], TEXTS[0]);
}

#[cfg(target_os = "linux")]
#[test]
fn gnu_patch_applies_a_patch_for_any_text() {
    TEXTS.iter().for_each(|text| check("patch", &["-p1", "--batch"], &["a b.md"], text));
}

#[test]
fn names_are_quoted_as_git_does_it() {
    let name = ".claude/commands/flow/ta\tb\u{1b} \u{e9}\"\n.md";
    let diff = Project::new(&[(name, TEXTS[5])]).run("check --diff --select suppression-unused").stdout;
    let header = "--- \"a/.claude/commands/flow/ta\\tb\\033 é\\\"\\n.md\"\t\n+++ \"b/.claude/commands/flow/ta\\tb\\033 é\\\"\\n.md\"\t\n";
    assert_eq!(diff, format!("{header}@@ -1 +0,0 @@\n-{USELESS}\n"));
}
