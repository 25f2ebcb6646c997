//! What a transition needs: files, a word, a pull request.

use expect_test::expect;

use super::{SETTLED, preflight_on, request, shown};
use crate::workflow::preflight::{Answers, Outcome, Request, Verdict, preflight};

/// A project whose transition to `Planned` says `transition`, with these files.
fn project(transition: &str, files: &[&str]) -> String {
    let files: String = files.iter().map(|file| format!("//- /{file}\n")).collect();
    format!(
        "{SETTLED}//- /flowspec_workflow.yml\nversion: \"2.0\"\nstates: [To Do, Specified, Planned]\nworkflows:\n  plan:\n    \
         command: /flow:plan\n    agents: [a]\n    input_states: [Specified]\n    output_state: Planned\ntransitions:\n  \
         - name: other\n    from: To Do\n    to: Specified\n    via: manual\n    validation: PULL_REQUEST\n  \
         - name: plan\n    from: Specified\n    to: Planned\n    via: plan\n{transition}\
         //- /backlog/tasks/task-1 - A.md\n---\nid: task-1\ntitle: User login\nlabels: [workflow:Specified]\n---\n{files}"
    )
}

fn needs(paths: &[&str]) -> String {
    let artifact = |path: &&str| format!("      - {{ type: prd, path: \"{path}\", required: true }}\n");
    format!("    input_artifacts:\n{}", paths.iter().map(artifact).collect::<String>())
}

fn planned(project: &str, arguments: &str) -> Verdict {
    preflight_on(project, "/flow:plan", "task-1", arguments)
}

#[test]
fn what_is_missing_is_named() {
    let paths =
        ["./docs/prd/{feature}.md", "./docs/adr/ADR-{NNN}-{slug}.md", "docs/adr/ADR-*.md", "./tests/", "docs/a.md"];
    let project = project(&needs(&paths), &["docs/prd.md", "docs/adr/ADR-x-y.txt", "docs/b.md"]);
    let expected = expect![[r#"
        block
        [block artifacts-missing]
        ⚠️ Cannot run /flow:plan

        Missing artifacts:
          - prd: ./docs/prd/{feature}.md
          - prd: ./docs/adr/ADR-{NNN}-{slug}.md
          - prd: docs/adr/ADR-*.md
          - prd: ./tests/
          - prd: docs/a.md

        Suggestions:
          - Create what is missing; {feature} and the like stand for any name
          - Use --skip-state-check to bypass (not recommended)
    "#]];
    expected.assert_eq(&shown(&planned(&project, "")));
    let skipped = expect![[r#"
        warn
        [warn state-check-skipped]
        ⚠️ Skipping workflow state check (--skip-state-check)

        Bypassing state checks may result in incomplete artifacts or broken workflows.
        [warn artifacts-missing]
        ⚠️ Missing artifacts of /flow:plan:
          - prd: ./docs/prd/{feature}.md
          - prd: ./docs/adr/ADR-{NNN}-{slug}.md
          - prd: docs/adr/ADR-*.md
          - prd: ./tests/
          - prd: docs/a.md
    "#]];
    skipped.assert_eq(&shown(&planned(&project, "--skip-state-check")));
}

#[test]
fn what_is_there_is_found() {
    let paths = [
        "./docs/prd/{feature}.md",
        "./docs/adr/ADR-{NNN}-{slug}.md",
        "docs/adr/ADR-*.md",
        "./tests/",
        "**/a.md",
        "docs/{prd,adr}/*.md",
        "docs/{feature}/",
    ];
    let files = ["docs/prd/größe.md", "docs/adr/ADR-001-größe 😀.md", "tests/unit/a.rs", "docs/x/a.md"];
    assert_eq!(shown(&planned(&project(&needs(&paths), &files), "")), "proceed\n");
    // What is not required may be missing.
    let optional = needs(&["docs/{feature}.md"]).replace("required: true", "required: false");
    assert_eq!(shown(&planned(&project(&optional, &[]), "")), "proceed\n");
}

#[test]
fn the_feature_is_known_when_a_file_has_its_name() {
    let needs = needs(&["docs/{feature}.md", "docs/{feature}-research.md"]);
    let files = ["docs/payment.md", "docs/payment-research.md", "docs/user-login.md"];
    let project = project(&needs, &files);
    // By the task's title, and by a word of the arguments.
    let expected = expect![[r#"
        block
        [block artifacts-missing]
        ⚠️ Cannot run /flow:plan

        Missing artifacts:
          - prd: docs/user-login-research.md

        Suggestions:
          - Create what is missing
          - Use --skip-state-check to bypass (not recommended)
    "#]];
    expected.assert_eq(&shown(&planned(&project, "")));
    assert_eq!(shown(&planned(&project, "the payment, please")), "proceed\n");
    // A name that no file has says nothing.
    let other = project.replace("User login", "Größe");
    assert_eq!(shown(&planned(&other, "something else")), "proceed\n");
}

#[test]
fn what_cannot_be_looked_at_is_no_reason_to_refuse() {
    let paths = ["../out/{feature}.md", "/etc/passwd", "docs/[.md", "vendor/{feature}.md"];
    let project = format!("{}//- /flowspec-lsp.toml\nexclude = [\"vendor\"]\n", project(&needs(&paths), &[]));
    let expected = expect![[r#"
        warn
        [warn artifacts-unchecked]
        whether these artifacts are there cannot be seen: git or the settings leave them out, or they lie outside
          - prd: ../out/{feature}.md
          - prd: /etc/passwd
          - prd: docs/[.md
          - prd: vendor/{feature}.md
    "#]];
    expected.assert_eq(&shown(&planned(&project, "")));
}

#[test]
fn a_word_approves() {
    let project = project("    validation: KEYWORD[\"SHIP IT\"]\n", &[]);
    let answer = |keyword: Option<&str>| {
        let answers = Answers { keyword: keyword.map(str::to_owned), ..Answers::default() };
        shown(&preflight(
            &crate::fixture::Fixture::parse(&project).snapshot(),
            &Request { answers, ..request("/flow:plan", "task-1", "") },
        ))
    };
    let asks = expect![[r#"
        ask
        [ask keyword-needed]
        the workflow wants somebody to approve this step: type `SHIP IT`
    "#]];
    asks.assert_eq(&answer(None));
    let wrong = expect![[r#"
        ask
        [ask keyword-needed]
        the workflow wants somebody to approve this step: type `SHIP IT`, not `ship it`
    "#]];
    wrong.assert_eq(&answer(Some("ship it")));
    assert_eq!(answer(Some(" SHIP IT\n")), "proceed\n");
}

#[test]
fn a_pull_request_is_only_said() {
    let said = expect![[r#"
        warn
        [warn pull-request-needed]
        the workflow wants a merged pull request with the artifacts before the task is `Planned`: nobody checks that here
    "#]];
    said.assert_eq(&shown(&planned(&project("    validation: PULL_REQUEST\n", &[]), "")));
    assert_eq!(shown(&planned(&project("    validation: NONE\n", &[]), "")), "proceed\n");
    let unclear = expect![[r#"
        warn
        [warn approval-unclear]
        `validation: KEYWORD` is none of `NONE`, `PULL_REQUEST` and `KEYWORD["WORD"]`: nobody can tell how this step is approved
    "#]];
    unclear.assert_eq(&shown(&planned(&project("    validation: KEYWORD\n", &[]), "")));
}

#[test]
fn hostile_texts_are_only_texts() {
    let long = "{".repeat(200_000);
    let text = format!("{} \0 task- -1 {} ../.. {{feature}}", "task-1 ".repeat(20_000), "é😀-".repeat(20_000));
    let project = project(&needs(&[&long, "docs/{feature}.md", "{feature}/{", "**/**/**/{NNN}{NNN}"]), &[]);
    for task in ["task-1", &text, "\0.md"] {
        let verdict = preflight_on(&project, "/flow:plan", task, &text);
        assert!(verdict.outcome >= Outcome::CannotTell);
    }
    assert_eq!(preflight_on(&project, &text, "", "").outcome, Outcome::CannotTell);
}
