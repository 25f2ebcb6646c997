use std::fmt::Write;

use expect_test::{Expect, expect};
use text_size::{TextRange, TextSize};

use super::*;
use crate::syntax::yaml;

#[track_caller]
fn check(text: &str, expect: Expect) {
    let yaml = yaml::parse(text, TextRange::up_to(TextSize::of(text)));
    let read = KiroHooks::read(text, &yaml);
    let mut shown = String::new();
    for hook in &read.hooks {
        let text = |word: &Option<Word>| word.as_ref().map_or("-".to_owned(), |word| word.text.clone());
        let paths: Vec<_> = hook.paths.iter().map(|path| path.text.as_str()).collect();
        writeln!(shown, "{} on {} {paths:?}", text(&hook.name), text(&hook.trigger)).unwrap();
    }
    for problem in &read.problems {
        let fix = problem.replacement.as_ref().map(|fix| format!(" -> {fix}")).unwrap_or_default();
        writeln!(shown, "{:?}: {}{fix}", &text[problem.range], problem.message).unwrap();
    }
    expect.assert_eq(&shown);
}

#[test]
fn the_format_of_today() {
    check(
        r#"{"version": "v1", "hooks": [
  {"name": "a", "trigger": "PostFileSave", "matcher": "\\.ts$", "action": {"type": "command", "command": "x"}},
  {"name": "b", "trigger": "PreToolUse", "matcher": "*", "action": {"type": "agent", "prompt": "x"}},
  {"name": "c", "trigger": "SessionEnd", "action": {"type": "agent", "prompt": "x"}}
]}"#,
        expect![[r#"
            a on PostFileSave ["\\.ts$"]
            b on PreToolUse []
            c on SessionEnd []
        "#]],
    );
    check(
        r#"{"version": 1, "hooks": [
  {"name": "é", "trigger": "fileEdited", "matcher": "(", "action": {"type": "askAgent"}},
  {"name": "", "trigger": "PostFileSav", "matcher": "**/*.ts", "action": {"type": "command"}},
  {"trigger": "Whenever", "action": []},
  {}, 7
]}"#,
        expect![[r#"
            é on fileEdited []
            - on PostFileSav []
            - on Whenever []
            - on - []
            "1": the `version` must be `v1` -> "v1"
            "fileEdited": unknown trigger `fileEdited`: did you mean `PostFileSave`? -> PostFileSave
            "(": `matcher` must be a regular expression: a parenthesis that is not closed in `(`
            "askAgent": unknown action `askAgent`: use `agent` or `command` -> agent
            "\"\"": `name` must be a string that is not empty
            "PostFileSav": unknown trigger `PostFileSav`: did you mean `PostFileSave`? -> PostFileSave
            "**/*.ts": `matcher` must be a regular expression, and not a glob: nothing to repeat in `**/*.ts`
            "type": this action has no `command`
            "trigger": this hook has no `name`
            "Whenever": unknown trigger `Whenever`: use `PostFileSave`, `PostFileCreate`, `PostFileDelete`, `Manual`, `UserPromptSubmit`, `Stop`, `PreToolUse`, `PostToolUse`, `PreTaskExec`, `PostTaskExec`, `SessionStart`
            "[]": `action` must be an object, not a list
            "": this hook has no `name`
            "": this hook has no `trigger`
            "": this hook has no `action`
            "7": a hook must be an object, not a number
        "#]],
    );
    check(
        r#"{"hooks": {}}"#,
        expect![[r#"
        "{}": `hooks` must be a list, not a mapping
    "#]],
    );
    check(
        r#"{"name": "é"}"#,
        expect![[r#"
        "é": this file has no `hooks`: add a list of them
    "#]],
    );
}

#[test]
fn the_format_of_0_x() {
    check(
        r#"{"name": "a", "version": "1", "when": {"type": "fileEdited", "patterns": ["src/**/*.ts", "*.md"]}, "then": {"type": "askAgent", "prompt": "x"}}"#,
        expect![[r#"
            a on fileEdited ["src/**/*.ts", "*.md"]
        "#]],
    );
    check(
        r#"{"when": {"type": "manual"}, "then": {"type": "runCommand"}}"#,
        expect![[r#"
            - on manual []
            "when": this hook has no `name`
            "manual": unknown trigger `manual`: did you mean `userTriggered`? -> userTriggered
            "type": this action has no `command`
        "#]],
    );
    check(
        r#"{"name": "a", "when": {"type": "fileDeleted"}}"#,
        expect![[r#"
            a on fileDeleted []
            "a": this hook has no `then`
            "type": this trigger has no `patterns`: add globs of the files that it is about
        "#]],
    );
    check(
        "{\"name\": \"a\",}",
        expect![[r#"
            ",": not valid JSON: a comma before the closing bracket -> 
        "#]],
    );
}
