use expect_test::{Expect, expect};
use text_size::{TextLen, TextRange};

use super::*;
use crate::{model::open_spec::change_finding::told, syntax::yaml};

fn read(text: &str) -> (ProjectConfig, Vec<ChangeFinding>) {
    ProjectConfig::read(&yaml::parse(text, TextRange::up_to(text.text_len())))
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&told(text, &read(text).1));
}

#[test]
fn a_config_is_read() {
    let text = "schema: quick.yaml\ncontext: |\n  A project.\nrules:\n  proposal:\n    - Be short\n  specs: []\n\
                operations:\n  apply: {guidance: [test]}\n  archive: {}\nstore: team\n\
                references:\n  - one\n  - {id: two, remote: 'git@example.com:two'}\ngithubCopilot: {cloudAgent: false}\n";
    let (config, findings) = read(text);
    assert_eq!(findings, []);
    assert_eq!(config.schema_name(), "quick");
    let rules: Vec<_> = config.rules.iter().map(|rules| (&text[rules.artifact.range], rules.rules.len())).collect();
    assert_eq!(rules, [("proposal", 1), ("specs", 0)]);
    assert_eq!(config.references.iter().map(|store| &text[store.range]).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(config.unknown_schema(&["quick"]), None);
}

#[test]
fn a_value_that_is_dropped_is_reported() {
    check(
        "schema: 1\ncontext: [a]\nrules:\nstore: 2\n",
        expect![[r#"
        Warning 1:9 "1": `schema` must be a string, but `1` is a number: put it in quotes
            Change to `"1"`: "1" -> "\"1\""
        Warning 2:1 "context": `context` must be a string, not a list
        Warning 3:1 "rules": `rules` must be a mapping, but it has no value
        Warning 4:8 "2": `store` must be a string, but `2` is a number: put it in quotes
            Change to `"2"`: "2" -> "\"2\""
    "#]],
    );
    check(
        "schema: ''\nrules: {proposal: short, specs: [a, 1], design: ['']}\n",
        expect![[r#"
        Warning 1:9 "''": `schema` must not be empty
        Warning 2:19 "short": `proposal` must be a list, not `short`
        Warning 2:37 "1": each item of `specs` must be a string, but `1` is a number: put it in quotes
            Change to `"1"`: "1" -> "\"1\""
        Warning 2:50 "''": each item of `design` must not be empty
    "#]],
    );
    check(
        "operations: {apply: {guidance: x}, archive: a}\n",
        expect![[r#"
        Warning 1:32 "x": `guidance` must be a list, not `x`
        Warning 1:45 "a": `archive` must be a mapping, not `a`
    "#]],
    );
    check(
        "references: [1, {remote: x}, {id: a, remote: ''}]\ngithubCopilot: {cloudAgent: on}\n",
        expect![[r#"
        Warning 1:14 "1": each item of `references` must be a string, but `1` is a number: put it in quotes
            Change to `"1"`: "1" -> "\"1\""
        Warning 1:18 "remote": this reference has no `id`
        Warning 1:46 "''": `remote` must not be empty
        Warning 2:29 "on": `cloudAgent` must be `true` or `false`, not `on`
            Change to `true`: "on" -> "true"
    "#]],
    );
    check(
        "references: one\ngithubCopilot: true\n",
        expect![[r#"
        Warning 1:13 "one": `references` must be a list, not `one`
        Warning 2:16 "true": `githubCopilot` must be a mapping, not `true`
    "#]],
    );
}

#[test]
fn an_unknown_key_is_reported() {
    check(
        "schemas: a\ntitle: b\noperations:\n  aply: {}\n  verify: {}\n  apply: {guidence: []}\ngithubCopilot: {cloudagent: true}\n",
        expect![[r#"
            Warning 1:1 "schemas": unknown key `schemas` in this config file: did you mean `schema`?
                Change to `schema`: "schemas" -> "schema"
            Warning 2:1 "title": unknown key `title` in this config file: remove it
            Warning 4:3 "aply": unknown key `aply` in this operations section: remove it
            Warning 5:3 "verify": unknown key `verify` in this operations section: remove it
            Warning 6:11 "guidence": unknown key `guidence` in this operation: did you mean `guidance`?
                Change to `guidance`: "guidence" -> "guidance"
            Warning 7:17 "cloudagent": unknown key `cloudagent` in this GitHub Copilot section: did you mean `cloudAgent`?
                Change to `cloudAgent`: "cloudagent" -> "cloudAgent"
        "#]],
    );
}

#[test]
fn a_long_context_is_reported() {
    let text = format!("schema: a\ncontext: '{}'\nstore: b\n", "é".repeat(25_600));
    assert_eq!(read(&text).1, []);
    let text = text.replacen('é', "éa", 1);
    check(
        &text,
        expect![[r#"
        Warning 2:1 "context": `context` is ignored, because it has 51201 bytes and only 51200 are allowed: shorten it
    "#]],
    );
}

#[test]
fn a_file_that_is_ignored_is_reported() {
    check(
        "schema: [a\n",
        expect![[r#"
        Warning 1:9 "[": not valid YAML: this `[` is never closed
    "#]],
    );
    check(
        "# schema: a\n",
        expect![[r#"
        Warning 1:1 "": this file is empty: add `schema: spec-driven`
    "#]],
    );
    check(
        "- a\n",
        expect![[r#"
        Warning 1:1 "": the file must be a mapping, not a list
    "#]],
    );
    let text = "schema: quick\nschema: other\n";
    check(
        text,
        expect![[r#"
        Warning 2:1 "schema": duplicate key `schema`: remove one of them
    "#]],
    );
    assert_eq!(read(text).0.schema_name(), "spec-driven");
}

#[test]
fn unknown_schemas_and_artifacts_are_reported() {
    let text = "schema: spec-drven\nrules:\n  propsal: [a]\n  specs: [b]\n  other: [c]\n";
    let config = read(text).0;
    expect![[r#"
        Warning 1:9 "spec-drven": the schema `spec-drven` is neither in this project nor built in: did you mean `spec-driven`?
            Change to `spec-driven`: "spec-drven" -> "spec-driven"
    "#]]
    .assert_eq(&told(text, &Vec::from_iter(config.unknown_schema(&["spec-driven"]))));
    expect![[r#"
        Warning 3:3 "propsal": unknown artifact `propsal`: did you mean `proposal`?
            Change to `proposal`: "propsal" -> "proposal"
        Warning 5:3 "other": unknown artifact `other`: use `proposal`, `specs`, `design` or `tasks`
    "#]]
    .assert_eq(&told(text, &config.unknown_artifacts(&["proposal", "specs", "design", "tasks"])));
}

#[test]
fn every_key_says_what_it_is_for() {
    for path in [
        &[][..],
        &[Some("operations")],
        &[Some("operations"), Some("apply")],
        &[Some("references"), None],
        &[Some("githubCopilot")],
    ] {
        let expected = expected(path).unwrap();
        assert!(expected.keys().count() > 0 && expected.keys().all(|(key, _)| !expected.summary(key).is_empty()));
    }
}
