//! A hook whose script is not in the folder of hooks.

use super::found;
use crate::{
    model::{Kind, hooks::HookCheck},
    rules::{FixKind, Rule, Severity},
};

pub(super) static RULE: Rule = Rule {
    code: "hooks-script-outside",
    severity: Severity::Error,
    summary: "a script outside of `.flowspec/hooks/`",
    fix: FixKind::None,
    tag: None,
    kinds: &[Kind::Hooks],
    in_copies: false,
    page: include_str!("../../../docs/rules/hooks-script-outside.md"),
    check: |context, sink| found::report(HookCheck::ScriptOutside, context, sink),
};

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn absolute_or_leading_out() {
        let fixture = "
//- /.flowspec/hooks/hooks.yaml
hooks:
  - { description: \"é😀\", name: a, events: [{ type: task.* }], script: ../../scripts/a.sh }
  - { name: b, events: [{ type: task.* }], script: /usr/bin/b }
  - { name: c, events: [{ type: task.* }], script: sub/../../c.sh }
";
        check(
            "hooks-script-outside",
            fixture,
            expect![[r#"
                .flowspec/hooks/hooks.yaml
                    - { description: "é😀", name: a, events: [{ type: task.* }], script: ../../scripts/a.sh }
                //                                                                      ^^^^^^^^^^^^^^^^^^ error hooks-script-outside: `../../scripts/a.sh` leads out of the folder: a script must be inside `.flowspec/hooks/`
                    - { name: b, events: [{ type: task.* }], script: /usr/bin/b }
                //                                                   ^^^^^^^^^^ error hooks-script-outside: `/usr/bin/b` is not relative: a script must be inside `.flowspec/hooks/`
                    - { name: c, events: [{ type: task.* }], script: sub/../../c.sh }
                //                                                   ^^^^^^^^^^^^^^ error hooks-script-outside: `sub/../../c.sh` leads out of the folder: a script must be inside `.flowspec/hooks/`
            "#]],
        );
    }

    #[test]
    fn inside_the_folder() {
        let fixture = "
//- /.flowspec/hooks/hooks.yaml
hooks:
  - { name: a, events: [{ type: task.* }], script: a.sh }
  - { name: b, events: [{ type: task.* }], script: ./sub/b..sh }
  - { name: c, events: [{ type: task.* }], command: ../../scripts/c.sh }
";
        check_silent("hooks-script-outside", fixture);
    }
}
