//! What reading a hooks file found, for the rule that each finding belongs to.

use crate::{
    model::hooks::HookCheck,
    rules::{Context, Edit, Sink},
};

/// Reports the findings of one check.
pub(super) fn report(check: HookCheck, context: &Context<'_>, sink: &mut Sink<'_>) {
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
