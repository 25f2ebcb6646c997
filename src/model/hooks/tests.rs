use super::*;
use crate::syntax::yaml;
use expect_test::{Expect, expect};
use std::fmt::Write;
use text_size::TextLen;

fn check(text: &str, expected: Expect) {
    let yaml = yaml::parse(text, TextRange::up_to(text.text_len()));
    let mut out = String::new();
    for HookFinding { check, misfit } in Hooks::from_yaml(&yaml).1 {
        let before = &text[..misfit.range.start().into()];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let at = &text[misfit.range];
        let _ = writeln!(out, "{line}:{column} {at:?} {check:?}: {}", misfit.message);
        if let Some(replacement) = misfit.replacement {
            let _ = writeln!(out, "    write {replacement}");
        }
    }
    expected.assert_eq(&out);
}

fn one(hook: &str, expected: Expect) {
    check(&format!("version: \"1.0\"\nhooks:\n  - {hook}\n"), expected);
}

#[test]
fn good_hooks() {
    one(
        "{name: run-tests, events: [{type: implement.completed}], script: run-tests.sh, timeout: 300, fail_mode: stop, enabled: no}",
        expect![[""]],
    );
    one(
        "{name: a, events: [{type: 'task.*', filter: {priority: [high]}}, {pattern: 'agent.*'}], command: npm test, env: {A: b}, retry: {}}",
        expect![[""]],
    );
    one("{name: a, events: [{type: '*'}], webhook: {url: x}, owner: me}", expect![[""]]);
    one("{name: a, events: [spec.created], script: sub/dir/x.sh}", expect![[""]]);
    check("hooks: []\ndefaults: {timeout: 30, fail_mode: continue}\n", expect![[""]]);
    check("", expect![[""]]);
    check("hooks:\n  - name: a: b\n", expect![[""]]);
}

#[test]
fn shapes() {
    one(
        "{name: Run Tests, events: [{type: spec.created}], script: x.sh, timeout: 900, fail_mode: stopp}",
        expect![[r#"
            3:12 "Run Tests" Schema: `name` must be small letters, digits and hyphens only, not `Run Tests`
            3:78 "900" Schema: `timeout` must be a whole number from 1 to 600, not `900`
            3:94 "stopp" Schema: `fail_mode` must be `continue` or `stop`, not `stopp`
                write stop
        "#]],
    );
    one(
        "{name: a, event: [{type: spec.created}], script: x.sh}",
        expect![[r#"
            3:15 "event" Schema: unknown key `event` in this hook: did you mean `events`?
                write events
        "#]],
    );
    one(
        "{name: a, events: [{typ: spec.created}, {on: x}], script: x.sh}",
        expect![[r#"
            3:25 "typ" Schema: unknown key `typ` in this event: did you mean `type`?
                write type
            3:46 "on" Schema: this event has no `type`
        "#]],
    );
    one(
        "{name: a, events: [], script: x.sh, command: y}",
        expect![[r#"
            3:15 "events" Schema: `events` must not be empty
            3:41 "command" Schema: a hook has only one of `script`, `command` and `webhook`
        "#]],
    );
    one(
        "{name: a, events: [{type: spec.created}]}",
        expect![[r#"
            3:12 "a" Schema: this hook does nothing: give it a `script`, a `command` or a `webhook`
        "#]],
    );
    one(
        "{name: a, events: [{type: spec.created}], script: }",
        expect![[r#"
            3:12 "a" Schema: this hook does nothing: give it a `script`, a `command` or a `webhook`
        "#]],
    );
    check(
        "hook:\n  - a\n",
        expect![[r#"
            1:1 "hook" Schema: unknown key `hook` in this hooks file: did you mean `hooks`?
                write hooks
        "#]],
    );
    check(
        "hooks:\n  - a\n",
        expect![[r#"
            2:5 "a" Schema: each item of `hooks` must be a mapping, not `a`
        "#]],
    );
    check(
        "hooks:\n- {name: a, events: [{type: '*'}], command: x}\n- {name: a, events: [{type: '*'}], command: x}\n",
        expect![[r#"
            3:10 "a" Schema: another hook is named `a` too
        "#]],
    );
}

#[test]
fn scripts_outside() {
    for script in ["../deploy.sh", "/usr/bin/x", "a/../../x", "~/x.sh", "C:/x.sh"] {
        let text = format!("hooks:\n- {{name: a, events: [{{type: '*'}}], script: {script}}}\n");
        let yaml = yaml::parse(&text, TextRange::up_to(text.text_len()));
        let findings = Hooks::from_yaml(&yaml).1;
        let found: Vec<_> = findings.iter().map(|finding| (finding.check, &text[finding.misfit.range])).collect();
        assert_eq!(found, [(HookCheck::ScriptOutside, script)]);
    }
    one(
        "{name: a, events: [{type: '*'}], script: ../../scripts/deploy.sh}",
        expect![[r#"
            3:46 "../../scripts/deploy.sh" ScriptOutside: `../../scripts/deploy.sh` leads out of the folder: a script must be inside `.flowspec/hooks/`
        "#]],
    );
    one("{name: a, events: [{type: '*'}], script: a..b.sh}", expect![[""]]);
}
