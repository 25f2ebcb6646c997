//! What the rules of the table report.

use expect_test::expect;

use crate::fixture::{check, check_fixes, check_silent};

#[test]
fn what_a_rule_reports() {
    let cases = [
        (
            "hooks-schema",
            "//- /.flowspec/hooks/hooks.yaml\r\nversion: \"1.0\"\r\nhooks:\r\n  - { description: \"é😀\", name: Run Tests, events: [{ type: task.* }], script: a.sh, timeout: 900 }\r\n  - name: b\r\n    event: [{ type: task.* }]\r\n",
            expect![[r#"
            .flowspec/hooks/hooks.yaml
                - { description: "é😀", name: Run Tests, events: [{ type: task.* }], script: a.sh, timeout: 900 }
            //                               ^^^^^^^^^ error hooks-schema: `name` must be small letters, digits and hyphens only, not `Run Tests`
                - { description: "é😀", name: Run Tests, events: [{ type: task.* }], script: a.sh, timeout: 900 }
            //                                                                                             ^^^ error hooks-schema: `timeout` must be a whole number from 1 to 600, not `900`
                - name: b
            //          ^ error hooks-schema: this hook does nothing: give it a `script`, a `command` or a `webhook`
                  event: [{ type: task.* }]
            //    ^^^^^ error hooks-schema: unknown key `event` in this hook: did you mean `events`?
        "#]],
        ),
        (
            "hooks-schema",
            "//- /.flowspec/hooks/hooks.yaml\nhooks:\n  - { name: \"é😀\n",
            expect![[r#"
            .flowspec/hooks/hooks.yaml
                - { name: "é😀
            //            ^ error hooks-schema: not valid YAML: this quote is never closed
        "#]],
        ),
        (
            "hooks-script-outside",
            "
//- /.flowspec/hooks/hooks.yaml
hooks:
  - { description: \"é😀\", name: a, events: [{ type: task.* }], script: ../../scripts/a.sh }
  - { name: b, events: [{ type: task.* }], script: /usr/bin/b }
  - { name: c, events: [{ type: task.* }], script: sub/../../c.sh }
",
            expect![[r#"
                .flowspec/hooks/hooks.yaml
                    - { description: "é😀", name: a, events: [{ type: task.* }], script: ../../scripts/a.sh }
                //                                                                      ^^^^^^^^^^^^^^^^^^ error hooks-script-outside: `../../scripts/a.sh` leads out of the folder: a script must be inside `.flowspec/hooks/`
                    - { name: b, events: [{ type: task.* }], script: /usr/bin/b }
                //                                                   ^^^^^^^^^^ error hooks-script-outside: `/usr/bin/b` is not relative: a script must be inside `.flowspec/hooks/`
                    - { name: c, events: [{ type: task.* }], script: sub/../../c.sh }
                //                                                   ^^^^^^^^^^^^^^ error hooks-script-outside: `sub/../../c.sh` leads out of the folder: a script must be inside `.flowspec/hooks/`
            "#]],
        ),
    ];
    for (code, fixture, expected) in cases {
        check(code, fixture, expected);
    }
}

#[test]
fn what_is_offered() {
    let cases = [(
        "hooks-schema",
        "//- /.flowspec/hooks/hooks.yaml\nhooks:\n  - { name: a, event: [{ type: task.* }], script: a.sh }\n",
        expect![[r#"
            * Change to `events`
            //- /.flowspec/hooks/hooks.yaml
            hooks:
              - { name: a, events: [{ type: task.* }], script: a.sh }
        "#]],
    )];
    for (code, fixture, expected) in cases {
        check_fixes(code, fixture, expected);
    }
}

#[test]
fn what_is_right() {
    let cases = [
        (
            "hooks-schema",
            "
//- /.flowspec/hooks/hooks.yaml
version: \"1.0\"
defaults: { timeout: 30, fail_mode: continue }
hooks:
  - { name: a, events: [{ type: plan.created }], script: a.sh, timeout: 600, fail_mode: stop, enabled: false }
  - { name: b, events: [{ type: \"*\" }], command: \"echo é\", env: { A: b } }
  - { name: c, events: [{ type: task.* }], webhook: { url: \"https://example.org\" } }
",
        ),
        (
            "hooks-script-outside",
            "
//- /.flowspec/hooks/hooks.yaml
hooks:
  - { name: a, events: [{ type: task.* }], script: a.sh }
  - { name: b, events: [{ type: task.* }], script: ./sub/b..sh }
  - { name: c, events: [{ type: task.* }], command: ../../scripts/c.sh }
",
        ),
    ];
    for (code, fixture) in cases {
        check_silent(code, fixture);
    }
}
