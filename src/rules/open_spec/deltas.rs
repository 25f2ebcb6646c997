//! Specs and deltas. What reading one of them finds is a table, with its tests in `deltas/tests.rs`.

mod delta_conflict;
mod delta_empty;
mod delta_misplaced;
mod merging;
#[cfg(test)]
mod tests;

use crate::{
    model::{
        Kind, OpenSpecKind,
        open_spec::{OpenSpecCheck, OpenSpecFinding, OpenSpecMeaning},
    },
    rules::{
        Check, Context, FixKind, Rule, Severity, Sink,
        open_spec::{fix, severity},
    },
};

/// Two requirements of a spec with one name.
pub(in crate::rules) const DUPLICATE: Check =
    found(|context, sink| report(OpenSpecCheck::RequirementDuplicate, context, sink));

const SPEC: Kind = Kind::OpenSpec(OpenSpecKind::Spec);
const DELTA: Kind = Kind::OpenSpec(OpenSpecKind::Delta);

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &merging::TARGET_MISSING,
    &merging::DROPS_SCENARIO,
    &merging::ADDED_EXISTS,
    &delta_conflict::RULE,
    &delta_misplaced::RULE,
    &delta_empty::RULE,
    &Rule::new(page!("delta-duplicate"), Severity::Error)
        .summary("a delta names a requirement twice")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(OpenSpecCheck::DeltaDuplicate, context, sink))]),
    &Rule::new(page!("rename-unpaired"), Severity::Error)
        .summary("a renamed requirement without its old or its new name")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(OpenSpecCheck::RenameUnpaired, context, sink))]),
    &Rule::new(page!("requirement-outside"), Severity::Error)
        .summary("a requirement outside of `## Requirements`")
        .checks(&[found(|context, sink| report(OpenSpecCheck::RequirementOutside, context, sink))]),
    &Rule::new(page!("requirement-empty"), Severity::Error)
        .summary("a requirement without text")
        .checks(&[found(|context, sink| report(OpenSpecCheck::RequirementEmpty, context, sink))]),
    &Rule::new(page!("requirement-no-scenario"), Severity::Error)
        .summary("a requirement without a scenario")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(OpenSpecCheck::RequirementNoScenario, context, sink))]),
    &Rule::new(page!("requirement-no-keyword"), Severity::Warning)
        .summary("a requirement without `SHALL` or `MUST`")
        .checks(&[found(|context, sink| report(OpenSpecCheck::RequirementNoKeyword, context, sink))]),
    &Rule::new(page!("scenario-incomplete"), Severity::Hint)
        .summary("a scenario without `WHEN` or without `THEN`")
        .checks(&[found(|context, sink| report(OpenSpecCheck::ScenarioIncomplete, context, sink))]),
    &Rule::new(page!("scenario-level"), Severity::Warning)
        .summary("a scenario at the wrong heading level")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(OpenSpecCheck::ScenarioLevel, context, sink))]),
    &Rule::new(page!("spec-section-missing"), Severity::Error)
        .summary("a spec without `## Purpose` or `## Requirements`")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(OpenSpecCheck::SpecSectionMissing, context, sink))]),
    &Rule::new(page!("purpose-placeholder"), Severity::Warning)
        .summary("a Purpose that is a placeholder, or too short")
        .checks(&[found(|context, sink| report(OpenSpecCheck::PurposePlaceholder, context, sink))]),
];

/// What is found by reading one text needs nothing else.
const fn found(run: fn(&Context<'_>, &mut Sink<'_>)) -> Check {
    Check::new(&[SPEC, DELTA], run).local()
}

/// Reports what reading the text found about one thing. A file that the program does not read has no findings of its own.
fn report(check: OpenSpecCheck, context: &Context<'_>, sink: &mut Sink<'_>) {
    let is_read = context.document.open_spec().is_some_and(|place| place.capability.is_some());
    let path = &context.document.path;
    for it in findings(context).iter().filter(|it| is_read && it.check == check) {
        let mut finding = sink.report(it.range, it.message.as_str());
        finding.severity(severity(it.level));
        for (range, message) in &it.related {
            finding.related(path, *range, message.as_str());
        }
        finding.fixes(|| it.fix.as_ref().map(|it| fix(path, it)));
    }
}

fn findings<'a>(context: &Context<'a>) -> &'a [OpenSpecFinding] {
    match context.facts().meaning.open_spec() {
        Some(OpenSpecMeaning::Spec(_, findings) | OpenSpecMeaning::Delta(_, findings)) => findings,
        _ => &[],
    }
}
