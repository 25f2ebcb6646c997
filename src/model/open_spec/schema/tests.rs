use expect_test::{Expect, expect};
use text_size::TextLen;

use super::*;
use crate::{model::open_spec::change_finding::told, syntax::yaml};

fn read(text: &str) -> (SchemaFile, Vec<ChangeFinding>) {
    SchemaFile::read(&yaml::parse(text, TextRange::up_to(text.text_len())))
}

fn check(text: &str, expected: Expect) {
    let (file, findings) = read(text);
    expected.assert_eq(&format!("{}{}", told(text, &findings), if file.is_valid { "valid" } else { "not valid" }));
}

/// A schema with these artifacts: id, `generates` and `requires`.
fn schema(artifacts: &[(&str, &str, &str)], rest: &str) -> String {
    let artifact = |(id, generates, requires): &(&str, &str, &str)| {
        format!("  - {{id: {id}, generates: {generates}, description: x, template: {id}.md, requires: [{requires}]}}\n")
    };
    let artifacts: String = artifacts.iter().map(artifact).collect();
    format!("name: quick\nversion: 1\nartifacts:\n{artifacts}{rest}")
}

#[test]
fn a_schema_is_read() {
    let text = schema(
        &[("plan", "plan.md", ""), ("specs", "specs/**/*.md", "plan")],
        "apply: {requires: [specs], tracks: plan.md, instruction: Go}\ndescription: ''\n",
    );
    let (file, findings) = read(&text);
    assert_eq!((findings, file.is_valid), (vec![], true));
    let ids: Vec<_> = file.artifacts.iter().map(|artifact| &text[artifact.id.as_ref().unwrap().range]).collect();
    assert_eq!(ids, ["plan", "specs"]);
    assert_eq!(text[file.artifact("specs").unwrap().requires[0].range], *"plan");
    assert_eq!(text[file.apply.unwrap().tracks.unwrap().range], *"plan.md");
}

#[test]
fn the_shape_is_reported() {
    check(
        "",
        expect![[r#"
        Error 1:1 "": this file is empty: add `name`, `version` and `artifacts`
        not valid"#]],
    );
    check(
        "name: a\nversion: 0\nartifacts: []\napply:\n",
        expect![[r#"
        Error 2:10 "0": `version` must be a whole number from 1 on, not `0`
        Error 3:1 "artifacts": `artifacts` must not be empty
        Error 4:1 "apply": `apply` must be a mapping, but it has no value
        not valid"#]],
    );
    check(
        "name: a\nversion: 1.0\nartifacts: [{id: a}]\nowner: me\n",
        expect![[r#"
            Error 3:14 "id": this artifact has no `generates`
            Error 3:14 "id": this artifact has no `description`
            Error 3:14 "id": this artifact has no `template`
            Warning 4:1 "owner": unknown key `owner` in this schema: remove it
            not valid"#]],
    );
    check(
        "name: a\nversion: '1'\nartifacts: [{id: a, generates: b, description: '', template: c, require: []}]\n",
        expect![[r#"
            Error 2:10 "'1'": `version` must be a number, not a string: remove the quotes
                Change to `1`: "'1'" -> "1"
            Warning 3:65 "require": unknown key `require` in this artifact: did you mean `requires`?
                Change to `requires`: "require" -> "requires"
            not valid"#]],
    );
    check(
        &schema(&[("a", "a.md", "")], "apply: {requires: [], tracks: null}\n"),
        expect![[r#"
        Error 5:9 "requires": `requires` must not be empty
        not valid"#]],
    );
    check(
        "name: a\nversion: 1.5\nartifacts: {}\n",
        expect![[r#"
        Error 2:10 "1.5": `version` must be a whole number from 1 on, not `1.5`
        Error 3:1 "artifacts": `artifacts` must be a list, not a mapping
        not valid"#]],
    );
}

#[test]
fn paths_that_leave_the_folder_are_reported() {
    check(
        &schema(&[("a", "../a.md", ""), ("b", "/b.md", ""), ("c", "'C:\\c.md'", ""), ("d", "d/..x/e.md", "")], ""),
        expect![[r#"
            Error 4:24 "../a.md": `generates` must be a relative path without `..`, not `../a.md`
            Error 5:24 "/b.md": `generates` must be a relative path without `..`, not `/b.md`
            Error 6:25 "C:\\c.md": `generates` must be a relative path without `..`, not `C:\c.md`
            not valid"#]],
    );
}

#[test]
fn ids_that_do_not_fit_are_reported() {
    check(
        &schema(
            &[("plan", "a.md", "plam"), ("plan", "b.md", ""), ("c", "c.md", "nothing")],
            "apply: {requires: [pla]}\n",
        ),
        expect![[r#"
            Error 4:79 "plam": unknown artifact `plam`: did you mean `plan`?
                Change to `plan`: "plam" -> "plan"
            Error 5:10 "plan": duplicate artifact id `plan`: rename one of them
                4:10 "plan": first used here
            Error 6:73 "nothing": unknown artifact `nothing`: use `plan` or `c`
            Error 7:20 "pla": unknown artifact `pla`: did you mean `plan`?
                Change to `plan`: "pla" -> "plan"
            not valid"#]],
    );
}

#[test]
fn a_cycle_is_reported_once() {
    check(
        &schema(&[("a", "a.md", "b"), ("b", "b.md", "'c', d"), ("c", "c.md", "a"), ("d", "d.md", "d")], ""),
        expect![[r#"
            Error 6:73 "a": this requirement creates a cycle: `a` → `b` → `c` → `a`; remove one of them
            Error 7:73 "d": this requirement creates a cycle: `d` → `d`; remove one of them
            not valid"#]],
    );
}

#[test]
fn a_tracked_file_that_nothing_generates_is_reported() {
    check(
        &schema(&[("a", "tasks.md", "")], "apply: {requires: [a], tracks: task.md}\n"),
        expect![[r#"
        Warning 5:32 "task.md": no artifact generates `task.md`, so its tasks are not counted: did you mean `tasks.md`?
            Change to `tasks.md`: "task.md" -> "tasks.md"
        valid"#]],
    );
    check(
        &schema(&[("a", "work/*.md", "")], "apply: {requires: [a], tracks: TODO}\n"),
        expect![[r#"
        Warning 5:32 "TODO": no artifact generates `TODO`, so its tasks are not counted: write the `generates` of one
        valid"#]],
    );
}

#[test]
fn a_missing_template_is_reported() {
    let text = schema(&[("a", "a.md", ""), ("b", "b.md", "")], "").replace("b.md, requires", "./sub/b.md, requires");
    let found = read(&text).0.missing_templates(|template| SchemaFile::template_path(template) == "templates/a.md");
    expect![[r#"
        Error 5:56 "./sub/b.md": the template `templates/sub/b.md` does not exist: create it or fix the name
    "#]]
    .assert_eq(&told(&text, &found));
}

#[test]
fn many_artifacts_take_linear_time() {
    let ids: Vec<_> = (0..3000).map(|index| (format!("a{index}"), format!("a{}", index + 1))).collect();
    let artifacts: Vec<_> = ids.iter().map(|(id, next)| (id.as_str(), "x.md", next.as_str())).collect();
    let (file, findings) = read(&schema(&artifacts, ""));
    assert!(findings.iter().any(|finding| finding.message.starts_with("only 1000 artifacts")));
    assert_eq!(file.artifacts.len(), 3000);
    // All of them in one cycle, and each in one of its own.
    let artifacts: Vec<_> = ids.iter().map(|(id, _)| (id.as_str(), "x.md", "a0")).collect();
    assert!(read(&schema(&artifacts, "")).1.len() < 20);
}

#[test]
fn every_key_says_what_it_is_for() {
    for path in [&[][..], &[Some("artifacts"), None], &[Some("apply")]] {
        let expected = expected(path).unwrap();
        assert!(expected.keys().count() > 2 && expected.keys().all(|(key, _)| !expected.summary(key).is_empty()));
    }
}
