//! How bad a finding is in the end: by its document, then by the settings.

use super::{Context, Diagnostic, Severity};
use crate::{
    model::Kind,
    workspace::{Level, Life},
};

/// Findings in old aliases and in templates of constitutions are hints, and so are those about markers and links of archived tasks; then the settings have the last word.
pub(super) fn apply(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let document = context.document;
    if document.is_deprecated_alias() || document.kind == Kind::Constitution && document.is_template() {
        found.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Hint);
    }
    if document.kind == Kind::Task && context.snapshot.life(document) == Life::PutAway {
        let is_history = |found: &&mut Diagnostic| {
            matches!(found.code, "task-marker-unbalanced" | "marker-malformed" | "link-broken")
        };
        found.iter_mut().filter(is_history).for_each(|diagnostic| diagnostic.severity = Severity::Hint);
    }
    let settings = context.snapshot.settings();
    if settings.rules.is_empty() && settings.overrides.is_empty() {
        return;
    }
    found.retain_mut(|diagnostic| {
        match settings.level(diagnostic.code, &document.names) {
            Some(Level::Off) => return false,
            Some(Level::Hint) => diagnostic.severity = Severity::Hint,
            Some(Level::Info) => diagnostic.severity = Severity::Info,
            Some(Level::Warning) => diagnostic.severity = Severity::Warning,
            Some(Level::Error) => diagnostic.severity = Severity::Error,
            None => {}
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::check_all;

    #[test]
    fn by_settings_and_by_place() {
        check_all(
            "
//- /flowspec-lsp.toml
[rules]
include-missing = \"warning\"
include-outside = \"off\"
[[overrides]]
files = [\"templates/**\"]
rules = { include-missing = \"info\", include-outside = \"error\" }
//- /.claude/commands/flow/plan.md
---
description: é
---
😀 {{INCLUDE:a.md}} {{INCLUDE:/a.md}}
//- /templates/commands/flow/plan.md
---
description: é
---
😀 {{INCLUDE:a.md}} {{INCLUDE:/a.md}}
//- /.claude/commands/flow/_DEPRECATED_old.md
---
description: é
---
😀 [b](b.md)
//- /templates/constitutions/heavy.md
<!-- TIER: Heavy -->
<!-- NEEDS_VALIDATION: 😀 -->",
            expect![[r#"
                .claude/commands/flow/_DEPRECATED_old.md
                  😀 [b](b.md)
                //      ^^^^ hint link-broken: `b.md` does not exist: correct the path
                .claude/commands/flow/plan.md
                  😀 {{INCLUDE:a.md}} {{INCLUDE:/a.md}}
                //            ^^^^ warning include-missing: `a.md` does not exist: create it or fix the path (paths are relative to the project root)
                templates/commands/flow/plan.md
                  😀 {{INCLUDE:a.md}} {{INCLUDE:/a.md}}
                //            ^^^^ info include-missing: `a.md` does not exist: create it or fix the path (paths are relative to the project root)
                  😀 {{INCLUDE:a.md}} {{INCLUDE:/a.md}}
                //                             ^^^^^ error include-outside: `/a.md` is absolute: write it from the root of the project
                templates/constitutions/heavy.md
                  <!-- NEEDS_VALIDATION: 😀 -->
                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint needs-validation: `😀` is not validated: check it, then mark it as validated
            "#]],
        );
    }
}
