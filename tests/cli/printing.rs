//! How `check` prints: in chunks, with a bound, and whatever becomes of stdout, stderr and a rule.

use std::{fmt::Write as _, process::Stdio};

use serde_json::Value;

use super::project::{Project, Run};

#[test]
fn a_large_fix_is_left_out_and_says_so() {
    let copy = "---\ndescription: Plan.\n---\n# Plan\n\nold\n";
    let project = Project::new(&[
        (
            ".claude/commands/flow/plan.md",
            "---\ndescription: Plan.\n---\n# Plan\n\n{{INCLUDE:.claude/partials/big.md}}\n",
        ),
        (".claude/partials/big.md", &"A line of text.\n".repeat(40_000)),
        (".github/agents/flow-plan.agent.md", copy),
        (".claude/commands/flow/assess.md", "---\ndescription: Assess.\n---\n# Plan\n\nAssess.\n"),
        (".github/agents/flow-assess.agent.md", copy),
    ]);
    let run = project.run("check --format json --select copy-drift");
    assert!(run.stdout.len() < 10_000, "{} bytes", run.stdout.len());
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    let fixes = |at: usize| json["findings"][at]["fixes"][0].clone();
    assert_eq!((fixes(0)["edits"].as_array().unwrap().len(), &fixes(0)["omitted"]), (1, &Value::Null));
    assert_eq!((fixes(1)["edits"].as_array().unwrap().len(), &fixes(1)["omitted"]), (0, &Value::Bool(true)));
    assert!(fixes(1)["title"].as_str().unwrap().starts_with("Regenerate from"));

    let sarif: Value = serde_json::from_str(&project.run("check --format sarif --select copy-drift").stdout).unwrap();
    let results = &sarif["runs"][0]["results"];
    assert_eq!((results[0]["fixes"].is_array(), &results[0]["properties"]), (true, &Value::Null));
    assert_eq!((results[1]["fixes"].is_array(), &results[1]["properties"]["omittedFixes"]), (false, &1.into()));
}

#[test]
fn a_rule_that_panics_costs_one_document() {
    let text = "{{INCLUDE:gone.md}}\n";
    let project = Project::new(&[(".claude/commands/flow/a.md", text), (".claude/commands/flow/b.md", text)]);
    for format in ["human", "json", "sarif", "github"] {
        let mut command = project.command(&format!("check --select include-missing --format {format}"));
        let run = Run::of(command.env("FLOWSPEC_TEST_PANIC", ".claude/commands/flow/a.md").output().unwrap());
        assert_eq!(run.code, 2, "{}", run.all());
        assert!(run.stdout.contains("flow/b.md") && !run.stdout.contains("flow/a.md"), "{}", run.all());
        assert!(run.stderr.contains("error: `.claude/commands/flow/a.md` was not checked"), "{}", run.all());
    }
    let mut command = project.command("check --fix --select include-missing");
    let run = Run::of(command.env("FLOWSPEC_TEST_PANIC", ".claude/commands/flow/a.md").output().unwrap());
    assert_eq!(run.code, 2, "{}", run.all());
}

#[test]
fn a_closed_stdout_ends_every_format_quietly() {
    let project = Project::new(&[]);
    for file in 0..50 {
        let mut text = String::new();
        (0..50).for_each(|line| writeln!(text, "{{{{INCLUDE:gone{line}.md}}}}").unwrap());
        project.write(&format!(".claude/commands/flow/a{file}.md"), &text);
    }
    for format in ["human", "json", "sarif", "github"] {
        let mut command = project.command(&format!("check --format {format}"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]), "{format}");
    }
}

#[test]
fn a_closed_stderr_is_no_failure() {
    let project = Project::new(&[("README.md", "")]);
    for (arguments, code) in
        [("check README.md", 0), ("check nowhere", 2), ("state valid Nowhere", 2), ("expand none.md", 2)]
    {
        let mut child = project.command(arguments).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(code), "{arguments}");
    }
}
