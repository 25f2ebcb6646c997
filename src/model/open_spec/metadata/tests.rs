use expect_test::{Expect, expect};
use text_size::TextLen;

use super::*;
use crate::{model::open_spec::change_finding::told, syntax::yaml};

fn read(text: &str) -> (ChangeMetadata, Vec<ChangeFinding>) {
    ChangeMetadata::read(&yaml::parse(text, TextRange::up_to(text.text_len())))
}

fn check(text: &str, expected: Expect) {
    let (metadata, findings) = read(text);
    expected.assert_eq(&format!("{}{}", told(text, &findings), if metadata.is_valid { "valid" } else { "not valid" }));
}

#[test]
fn metadata_are_read() {
    let text = "schema: spec-driven\ncreated: 2026-01-31 # today\ngoal: yes\naffected_areas: [api, 'cli']\n\
                initiative:\n  store: team-1\n  id: login\nskip_specs: true\nretire_capabilities: False\n";
    let (metadata, findings) = read(text);
    assert_eq!(findings, []);
    let word = |word: &Option<Word>| word.as_ref().map(|word| (word.text.clone(), text[word.range].to_owned()));
    assert_eq!(word(&metadata.schema), Some(("spec-driven".to_owned(), "spec-driven".to_owned())));
    assert_eq!(word(&metadata.created), Some(("2026-01-31".to_owned(), "2026-01-31".to_owned())));
    assert_eq!(metadata.affected_areas.iter().map(|area| &text[area.range]).collect::<Vec<_>>(), ["api", "cli"]);
    assert_eq!(metadata.skip_specs.map(|flag| (flag.value, &text[flag.range])), Some((true, "skip_specs: true")));
    assert!(metadata.is_valid && metadata.skips_specs() && !metadata.retires_capabilities());
}

#[test]
fn a_value_of_the_wrong_type_is_reported() {
    check(
        "schema: 1\ncreated: 2026-1-2\ngoal:\naffected_areas: api\nskip_specs: yes\nretire_capabilities: \"true\"\n",
        expect![[r#"
            Error 1:9 "1": `schema` must be a string, but `1` is a number: put it in quotes
                Change to `"1"`: "1" -> "\"1\""
            Error 2:10 "2026-1-2": `created` must be a date such as `2026-01-31`, not `2026-1-2`
            Error 3:1 "goal": `goal` must be a string, but it has no value
            Error 4:17 "api": `affected_areas` must be a list, not `api`
            Error 5:13 "yes": `skip_specs` must be `true` or `false`, not `yes`
                Change to `true`: "yes" -> "true"
            Error 6:22 "\"true\"": `retire_capabilities` must be a boolean, not a string: remove the quotes
                Change to `true`: "\"true\"" -> "true"
            not valid"#]],
    );
    check(
        "- a\n",
        expect![[r#"
        Error 1:1 "": the file must be a mapping, not a list
        not valid"#]],
    );
    check(
        "created: 2026-01-02\n",
        expect![[r#"
        Error 1:1 "created": this metadata file has no `schema`
        not valid"#]],
    );
    check(
        "schema: ''\naffected_areas: [a, '', 2]\n",
        expect![[r#"
        Error 1:9 "''": `schema` must not be empty
        Error 2:21 "''": each item of `affected_areas` must not be empty
        Error 2:25 "2": each item of `affected_areas` must be a string, but `2` is a number: put it in quotes
            Change to `"2"`: "2" -> "\"2\""
        not valid"#]],
    );
    check(
        "schema: a\ninitiative: {store: Team, id: a--b, name: x}\n",
        expect![[r#"
            Error 2:21 "Team": `store` must be lowercase letters and digits with single hyphens between them, not `Team`
            Error 2:31 "a--b": `id` must be lowercase letters and digits with single hyphens between them, not `a--b`
            Error 2:37 "name": unknown key `name` in this initiative: remove it
            not valid"#]],
    );
}

#[test]
fn words_and_numbers_are_those_of_yaml_1_2() {
    check(
        "schema: 0x1F\ngoal: 1_000\naffected_areas: [no, .inf, 0o7, 07, 1e3, 2026-01-01]\n",
        expect![[r#"
        Error 1:9 "0x1F": `schema` must be a string, but `0x1F` is a number: put it in quotes
            Change to `"0x1F"`: "0x1F" -> "\"0x1F\""
        Error 3:22 ".inf": each item of `affected_areas` must be a string, but `.inf` is a number: put it in quotes
            Change to `".inf"`: ".inf" -> "\".inf\""
        Error 3:28 "0o7": each item of `affected_areas` must be a string, but `0o7` is a number: put it in quotes
            Change to `"0o7"`: "0o7" -> "\"0o7\""
        Error 3:33 "07": each item of `affected_areas` must be a string, but `07` is a number: put it in quotes
            Change to `"07"`: "07" -> "\"07\""
        Error 3:37 "1e3": each item of `affected_areas` must be a string, but `1e3` is a number: put it in quotes
            Change to `"1e3"`: "1e3" -> "\"1e3\""
        not valid"#]],
    );
}

#[test]
fn an_unknown_key_is_reported_and_does_not_stop_the_program() {
    check(
        "schema: spec-driven\nskip_spec: true\ntitle: x\n",
        expect![[r#"
            Warning 2:1 "skip_spec": unknown key `skip_spec` in this metadata file: did you mean `skip_specs`?
                Change to `skip_specs`: "skip_spec" -> "skip_specs"
            Warning 3:1 "title": unknown key `title` in this metadata file: remove it
            valid"#]],
    );
}

#[test]
fn what_is_no_yaml_is_reported() {
    check(
        "schema: [a\n",
        expect![[r#"
        Error 1:9 "[": not valid YAML: this `[` is never closed
        not valid"#]],
    );
    check(
        "",
        expect![[r#"
        Error 1:1 "": this file is empty: add `schema: spec-driven`
        not valid"#]],
    );
    check(
        "# only a comment\n",
        expect![[r#"
        Error 1:1 "": this file is empty: add `schema: spec-driven`
        not valid"#]],
    );
    check(
        "schema: a\nschema: b\n",
        expect![[r#"
        Error 2:1 "schema": duplicate key `schema`: remove one of them
        not valid"#]],
    );
}

#[test]
fn an_unknown_schema_is_reported() {
    let told = |text: &str, known: &[&str]| told(text, &Vec::from_iter(read(text).0.unknown_schema(known)));
    expect![[r#"
        Warning 1:9 "spec-drivn": the schema `spec-drivn` is neither in this project nor built in: did you mean `spec-driven`?
            Change to `spec-driven`: "spec-drivn" -> "spec-driven"
    "#]]
    .assert_eq(&told("schema: spec-drivn\n", &["spec-driven", "quick"]));
    expect![[r#"
        Warning 1:10 "other": the schema `other` is neither in this project nor built in: add it to `openspec/schemas/`, unless every user has it
    "#]]
    .assert_eq(&told("schema: 'other'\n", &["spec-driven", "quick"]));
    assert_eq!(told("schema: quick\n", &["spec-driven", "quick"]), "");
    assert_eq!(told("created: 2026-01-02\n", &["spec-driven"]), "");
}

#[test]
fn skip_specs_next_to_deltas_is_reported() {
    let told = |text: &str, has_files| told(text, &Vec::from_iter(read(text).0.skipped_but_there(text, has_files)));
    let text = "schema: spec-driven\nskip_specs: true # no specs\ngoal: x\n";
    expect![[r#"
        Error 2:1 "skip_specs: true": `skip_specs` is set, but the change has files in `specs/`: remove `skip_specs`, or delete them
            Remove `skip_specs`: "skip_specs: true" -> ""
    "#]].assert_eq(&told(text, true));
    assert_eq!(told(text, false), "");
    // The program does not honor a flag of metadata that it cannot load.
    assert_eq!(told("skip_specs: true\n", true), "");
    assert_eq!(told("schema: spec-driven\nskip_specs: false\n", true), "");
}

#[test]
fn every_key_says_what_it_is_for() {
    for path in [&[][..], &[Some("initiative")]] {
        let expected = expected(path).unwrap();
        assert!(expected.keys().count() > 1 && expected.keys().all(|(key, _)| !expected.summary(key).is_empty()));
    }
    assert_eq!(expected(&[Some("skip_specs")]).unwrap().words(), ["true", "false"]);
}
