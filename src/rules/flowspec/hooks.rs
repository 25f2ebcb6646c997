//! `hooks.yaml`. What reading the file finds is a table, with its tests in `hooks/tests.rs`.

#[cfg(test)]
mod tests;

use text_size::TextRange;

use crate::{
    model::{Kind, Meaning, hooks::HookCheck},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink, common::plugins},
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &Rule::new(page!("hooks-schema"), Severity::Error)
        .summary("the hooks file is not in the expected shape")
        .fix(FixKind::Offered)
        .checks(&[found(schema), plugins::HOOKS]),
    &Rule::new(page!("hooks-script-outside"), Severity::Error)
        .summary("a script outside of `.flowspec/hooks/`")
        .checks(&[found(|context, sink| report(HookCheck::ScriptOutside, context, sink))]),
];

/// What is found by reading the file needs nothing else.
const fn found(run: fn(&Context<'_>, &mut Sink<'_>)) -> Check {
    Check::new(&[Kind::Hooks], run).local()
}

/// A file that is not valid YAML has no rule of its own.
fn schema(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.facts().yaml.problems {
        sink.report(problem.range, format!("not valid YAML: {}", problem.message));
    }
    report(HookCheck::Schema, context, sink);
}

/// Reports what reading the file found about one thing.
fn report(check: HookCheck, context: &Context<'_>, sink: &mut Sink<'_>) {
    let Meaning::Hooks(_, findings) = &context.facts().meaning else { return };
    for it in findings.iter().filter(|it| it.check == check) {
        let misfit = &it.misfit;
        let mut finding = sink.report(misfit.range, misfit.message.as_str());
        finding.fixes(|| misfit.replacement.as_deref().map(|replacement| fix(context, misfit.range, replacement)));
    }
}

fn fix(context: &Context<'_>, range: TextRange, replacement: &str) -> Fix {
    Fix::new(format!("Change to `{replacement}`"), vec![Edit::replace(&context.document.path, range, replacement)])
}
