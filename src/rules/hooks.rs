//! `hooks.yaml`. What reading the file finds is a table, with its tests in `hooks/tests.rs`.

#[cfg(test)]
mod tests;

use super::{Context, Edit, FixKind, Rule, Severity, Sink};
use crate::model::{Kind, hooks::HookCheck};

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[
    &Rule::new(
        "hooks-schema",
        Severity::Error,
        FixKind::Offered,
        "the hooks file is not in the expected shape",
        include_str!("../../docs/rules/hooks-schema.md"),
        HOOKS,
        schema,
    ),
    &Rule::new(
        "hooks-script-outside",
        Severity::Error,
        FixKind::None,
        "a script outside of `.flowspec/hooks/`",
        include_str!("../../docs/rules/hooks-script-outside.md"),
        HOOKS,
        |context, sink| report(HookCheck::ScriptOutside, context, sink),
    ),
];

const HOOKS: &[Kind] = &[Kind::Hooks];

/// A file that is not valid YAML has no rule of its own.
fn schema(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.facts.yaml.problems {
        sink.report(problem.range, format!("not valid YAML: {}", problem.message));
    }
    report(HookCheck::Schema, context, sink);
}

/// Reports what reading the file found about one thing.
fn report(check: HookCheck, context: &Context<'_>, sink: &mut Sink<'_>) {
    let path = &context.document.path;
    let wants_fixes = sink.wants_fixes();
    for finding in context.facts.hooks_findings.iter().filter(|finding| finding.check == check) {
        let misfit = &finding.misfit;
        let diagnostic = sink.report(misfit.range, misfit.message.as_str());
        if let Some(replacement) = misfit.replacement.as_ref().filter(|_| wants_fixes) {
            diagnostic.fix(format!("Write `{replacement}`"), vec![Edit::replace(path, misfit.range, replacement)]);
        }
    }
}
