use expect_test::{expect, expect_file};
use serde_json::Value;

use super::project::{Project, Run};

fn run(arguments: &str) -> Run {
    Project::new(&[]).run(arguments)
}

#[test]
fn help_reads_well() {
    expect_file!["help.txt"].assert_eq(&run("--help").stdout);
    expect_file!["help-check.txt"].assert_eq(&run("check --help").stdout);
    assert_eq!(run("--version").stdout, format!("flowspec-lsp {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn it_serves_with_and_without_stdio() {
    let frame = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let messages = [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#,
        r#"{"jsonrpc":"2.0","method":"exit"}"#,
    ];
    let project = Project::new(&[]);
    project.write("messages", &messages.map(frame).concat());
    for arguments in ["", "--stdio"] {
        let messages = std::fs::File::open(project.path("messages")).unwrap();
        let run = Run::of(project.command(arguments).stdin(messages).output().unwrap());
        assert_eq!(run.code, 0, "{}", run.all());
        assert!(run.stdout.contains(r#""name":"flowspec-lsp""#), "{}", run.stdout);
    }
}

#[test]
fn rules_are_listed() {
    let table = run("rules").stdout;
    assert!(table.starts_with("Includes\n"), "{table}");
    let listed = run("rules --format json").stdout;
    let rules: Vec<Value> = serde_json::from_str(&listed).unwrap();
    assert!(rules.len() >= 3);
    for rule in rules {
        assert!(table.contains(&format!("\n  {} ", rule["code"].as_str().unwrap())));
        assert!(table.contains(rule["summary"].as_str().unwrap()));
    }
}

#[test]
fn a_rule_is_explained() {
    expect![[r#"
        settings-invalid

        warning · Settings · no fix

        `flowspec-lsp.toml` has a key that does not exist or a value that is not allowed, or it is not
        valid TOML.

        Why

        The setting has no effect. The rest of the file still counts.

        Wrong

            -- flowspec-lsp.toml --
            [rules]
            frontmatter-unknown-key = "silent"
            include-misssing = "off"

        Right

            -- flowspec-lsp.toml --
            [rules]
            frontmatter-unknown-key = "off"
            include-missing = "hint"

        Fix

        The message says what is expected. A rule can be set to `off`, `hint`, `info`, `warning` or
        `error`; `flowspec-lsp rules` lists the names of all rules.
        -- exit 0
    "#]]
    .assert_eq(&run("explain settings-invalid").all());
    expect![[r#"
        -- stderr
        error: invalid value 'settings-invald' for '<CODE>': there is no such rule: did you mean `settings-invalid`?

        For more information, try '--help'.
        -- exit 2
    "#]]
    .assert_eq(&run("explain settings-invald").all());
    assert_eq!(run("explain").code, 2);
}

#[test]
fn every_rule_can_be_explained() {
    for rule in flowspec_lsp::rules::rules() {
        let run = run(&format!("explain {}", rule.code));
        assert_eq!(run.code, 0);
        assert!(run.stdout.starts_with(rule.code) && run.stdout.contains("\nWhy\n"), "{}", run.stdout);
        assert!(!run.stdout.contains("~~~"), "{}", run.stdout);
    }
}

/// `UPDATE_EXPECT=1 cargo test --test cli schema` writes it anew.
#[test]
fn the_schema_of_the_settings_is_up_to_date() {
    let schema = run("schema").stdout;
    expect_file!["../../schemas/flowspec-lsp.schema.json"].assert_eq(&schema);
}

/// But for the codes of rules, which are any name in both: `settings-invalid` says which there are.
#[test]
fn the_schema_knows_what_the_settings_know() {
    let schema: Value = serde_json::from_str(&run("schema").stdout).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for text in [
        "exclude = [\"a/**\"]",
        "documents.task = [\"todo/*.md\"]\n[rules]\ninclude-missing = \"off\"",
        "[[overrides]]\nfiles = [\"a\"]\nrules.include-missing = \"hint\"",
        "exclud = []",
        "exclude = \"a\"",
        "documents.tasks = []",
        "documents.settings = []",
        "rules.include-mising = \"off\"",
        "rules.include-missing = \"silent\"",
        "[[overrides]]\nrules = {}",
        "[[overrides]]\nfiles = []\nrules.nothing = \"off\"",
        "program = \"sh\"",
    ] {
        let value: Value = toml::from_str(text).unwrap();
        let read = flowspec_lsp::workspace::settings::read(text);
        assert_eq!(schema.is_valid(&value), read.problems.is_empty(), "{text}");
    }
}

#[test]
fn shells_complete_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run(&format!("completions {shell}"));
        assert_eq!(run.code, 0, "{shell}");
        for word in ["preflight", "hook", "--format"] {
            assert!(run.stdout.contains(word), "{shell} lacks {word}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_completions_of_bash_are_a_script() {
    use std::{io::Write, process::Stdio};
    let mut bash = std::process::Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn().unwrap();
    bash.stdin.take().unwrap().write_all(run("completions bash").stdout.as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn the_manual_has_every_command() {
    let manual = run("man").stdout;
    for section in ["NAME", "SYNOPSIS", "\"FLOWSPEC\\-LSP CHECK\"", "\"FLOWSPEC\\-LSP HOOK\""] {
        let section = section.replace("\\-", "-");
        assert!(manual.contains(&format!(".SH {section}")), "{section}");
    }
    assert!(!manual.contains("supervise"), "a command that is not for people");
}

/// Each does what it is for: it finds something or nothing, but it runs.
#[test]
fn the_commands_of_the_readme_run() {
    let readme = include_str!("../../README.md");
    let commands: Vec<_> = readme.lines().filter_map(|line| line.strip_prefix("flowspec-lsp ")).collect();
    assert!(commands.len() >= 3, "{commands:?}");
    let project = super::project::Project::new(&[(".claude/commands/flow/plan.md", "---\ndescription: a\n---\n")]);
    for command in commands {
        let arguments = command.split('#').next().unwrap();
        let run = project.run(arguments);
        assert!(run.code <= 1, "{arguments}: {}", run.all());
    }
}
