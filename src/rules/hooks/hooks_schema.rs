//! A hooks file that is not in the expected shape.

use super::found;
use crate::{
    model::{Kind, hooks::HookCheck},
    rules::{Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule {
    code: "hooks-schema",
    severity: Severity::Error,
    summary: "the hooks file is not in the expected shape",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Hooks],
    in_copies: false,
    page: include_str!("../../../docs/rules/hooks-schema.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.facts.yaml.problems {
        sink.report(problem.range, format!("not valid YAML: {}", problem.message));
    }
    found::report(HookCheck::Schema, context, sink);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn values_out_of_range_and_misspelt_keys() {
        let fixture = "//- /.flowspec/hooks/hooks.yaml\r\nversion: \"1.0\"\r\nhooks:\r\n  - { description: \"é😀\", name: Run Tests, events: [{ type: task.* }], script: a.sh, timeout: 900 }\r\n  - name: b\r\n    event: [{ type: task.* }]\r\n";
        check(
            "hooks-schema",
            fixture,
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
        );
    }

    #[test]
    fn a_near_key_is_offered() {
        let fixture =
            "//- /.flowspec/hooks/hooks.yaml\nhooks:\n  - { name: a, event: [{ type: task.* }], script: a.sh }\n";
        check_fixes(
            "hooks-schema",
            fixture,
            expect![[r#"
            * Write `events`
            //- /.flowspec/hooks/hooks.yaml
            hooks:
              - { name: a, events: [{ type: task.* }], script: a.sh }
        "#]],
        );
    }

    #[test]
    fn not_yaml() {
        let fixture = "//- /.flowspec/hooks/hooks.yaml\nhooks:\n  - { name: \"é😀\n";
        check(
            "hooks-schema",
            fixture,
            expect![[r#"
            .flowspec/hooks/hooks.yaml
                - { name: "é😀
            //            ^ error hooks-schema: not valid YAML: this quote is never closed
        "#]],
        );
    }

    #[test]
    fn every_kind_of_hook() {
        let fixture = "
//- /.flowspec/hooks/hooks.yaml
version: \"1.0\"
defaults: { timeout: 30, fail_mode: continue }
hooks:
  - { name: a, events: [{ type: plan.created }], script: a.sh, timeout: 600, fail_mode: stop, enabled: false }
  - { name: b, events: [{ type: \"*\" }], command: \"echo é\", env: { A: b } }
  - { name: c, events: [{ type: task.* }], webhook: { url: \"https://example.org\" } }
";
        check_silent("hooks-schema", fixture);
    }
}
