use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;

fn check(text: &str, expect: Expect) -> Settings {
    let read = read(text);
    let mut shown = String::new();
    for problem in &read.problems {
        writeln!(shown, "{:?}: {}", &text[problem.range], problem.message).unwrap();
    }
    expect.assert_eq(&shown);
    read.settings
}

#[test]
fn each_mistake_costs_only_itself() {
    let settings = check(
        r#"
exclude = ["docs/**", 5, "/etc/*", "a/../b", "{..,x}/y", "./drafts", "[", "build/", ""]
colour = true
exclud = []
[documents]
command = "prompts/*.md"
task = ["todo/*.md"]
comand = []
settings = ["x.toml"]
[rules]
include-missing = "silent"
include-case = "Error"
"copy-drift" = "off"
partial-unused = 3
[[overrides]]
files = ["a/*.md"]
rules = { no-such-rule = "hint" }
extra = 1
[[overrides]]
rules.copy-orphan = "info"
"#,
        expect![[r#"
            "5": this is a number, but must be a glob in quotes
            "\"/etc/*\"": `/etc/*` must be relative to the project
            "\"a/../b\"": `a/../b` must not leave the project with `..`
            "\"{..,x}/y\"": `{..,x}/y` must not leave the project with `..`
            "\"./drafts\"": patterns do not start with `./`: write `drafts`
            "\"[\"": `[` is not a glob: unclosed character class; missing ']'
            "\"\"": an empty pattern matches nothing
            "colour": there is no setting `colour`: use `exclude`, `documents`, `rules`, `overrides` or `inlayHints`
            "exclud": there is no setting `exclud`: did you mean `exclude`?
            "\"prompts/*.md\"": this is text, but must be a list of globs, as in `["docs/**"]`
            "comand": there is no kind of document `comand`: did you mean `command`?
            "settings": there is no kind of document `settings`: use `workflow`, `hooks`, `task`, `constitution`, `copy`, `skill`, `agent`, `partial`, `command` or `spec`
            "\"silent\"": unknown severity `silent`: use `off`, `hint`, `info`, `warning` or `error`
            "\"Error\"": unknown severity `Error`: did you mean `error`?
            "3": this is no severity: use `off`, `hint`, `info`, `warning` or `error`
            "extra": there is no setting here `extra`: use `files` or `rules`
            "[[overrides]]": `files` is missing: which files are these severities for?
        "#]],
    );
    assert_eq!(settings.exclude.patterns(), ["docs/**", "build/"]);
    assert!(settings.exclude.is_match("build".into()));
    assert_eq!(settings.rules, Rules::from([("copy-drift".to_owned(), Level::Off)]));
    assert_eq!(settings.overrides.len(), 2);
    assert_eq!(settings.documents[&Kind::Task].patterns(), ["todo/*.md"]);
}

#[test]
fn what_is_not_toml_leaves_the_rest() {
    let settings = check(
        "[rules]\ncopy-drift = off\ncopy-orphan = \"off\"\n",
        expect![[r#"
        "off": this is not TOML: string values must be quoted, expected literal string
    "#]],
    );
    assert_eq!(settings.rules.len(), 2);
    check(
        "exclude = [\"a\"\n[rules",
        expect![[r#"
            "": this is not TOML: missing comma between array elements, expected `,`
            "[rules": this is a list, but must be a glob in quotes
            "rules": this is not TOML: string values must be quoted, expected literal string
            "": this is not TOML: unclosed array, expected `]`
        "#]],
    );
    check(
        "\u{feff}[rules]\r\ncopy-drift = \"of\"\r\n",
        expect![[r#"
        "\"of\"": unknown severity `of`: did you mean `off`?
    "#]],
    );
    check(
        "rules = 1\nrules = 2\n",
        expect![[r#"
        "1": this is a number, but must be a table
        "rules": this is not TOML: duplicate key
    "#]],
    );
}

#[test]
fn hostile_text_is_survived() {
    for text in ["[".repeat(100_000), "a.".repeat(100_000), format!("a={}", "[".repeat(100_000)), "\0\u{1}=".to_owned()]
    {
        assert!(!read(&text).problems.is_empty());
    }
}

#[test]
fn the_last_override_that_matches_wins() {
    let (settings, _) = Settings::parse(
        r#"
rules = { copy-drift = "hint", copy-orphan = "off" }
[[overrides]]
files = ["a/**"]
rules = { copy-drift = "error" }
[[overrides]]
files = ["a/b/*.md"]
rules = { copy-drift = "info" }
"#,
    );
    for (code, name, level) in [
        ("copy-drift", "x.md", Some(Level::Hint)),
        ("copy-drift", "a/x.md", Some(Level::Error)),
        ("copy-drift", "a/b/x.md", Some(Level::Info)),
        ("copy-orphan", "a/b/x.md", Some(Level::Off)),
        ("include-missing", "a/b/x.md", None),
    ] {
        assert_eq!(settings.level(code, &[name.into()]), level, "{code} in {name}");
    }
}

#[test]
fn a_client_uses_the_same_names() {
    let client = serde_json::json!({ "exclude": ["x/**"], "rules": { "copy-drift": "off" } });
    let client: Settings = serde_json::from_value(client).unwrap();
    let own = Settings::parse("exclude = [\"y\"]\nrules.copy-drift = \"error\"").0;
    let both = own.overlaid(&client);
    assert_eq!(both.exclude.patterns(), ["y", "x/**"]);
    assert_eq!(both.level("copy-drift", &["a.md".into()]), Some(Level::Off));
    for wrong in [serde_json::json!({ "exclude": ["../x"] }), serde_json::json!({ "command": "sh" })] {
        assert!(serde_json::from_value::<Settings>(wrong).is_err());
    }
}

#[test]
fn inlay_hints_are_switched_one_by_one() {
    let settings = check(
        "[inlayHints]\ntiers = false\ntaskStates = 1\ntier = true\n",
        expect![[r#"
        "1": this is a number, but must be `true` or `false`
        "tier": there is no inlay hint `tier`: did you mean `tiers`?
    "#]],
    );
    let hints = settings.inlay_hints;
    assert_eq!((hints.task_states(), hints.tiers(), hints.command_states()), (true, false, true));
    let client =
        Settings { inlay_hints: InlayHints { tiers: Some(true), ..InlayHints::default() }, ..Settings::default() };
    assert!(settings.overlaid(&client).inlay_hints.tiers());
}
