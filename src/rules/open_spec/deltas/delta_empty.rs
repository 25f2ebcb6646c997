//! A change without a delta, and a delta that changes nothing.

use text_size::{TextRange, TextSize};

use super::{DELTA, SPEC, report};
use crate::{
    model::{
        Kind, OpenSpecKind,
        open_spec::{OpenSpecCheck, OpenSpecMeaning, ProposalPart},
    },
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("delta-empty"), Severity::Error)
    .summary("a change without a delta, or a delta without an entry")
    .fix(FixKind::Offered)
    .checks(&[
        Check::new(&[SPEC, DELTA], |context, sink| report(OpenSpecCheck::DeltaEmpty, context, sink)).local(),
        Check::new(PLANS, change),
    ]);

const PLANS: &[Kind] = &[
    Kind::OpenSpec(OpenSpecKind::Proposal),
    Kind::OpenSpec(OpenSpecKind::Tasks),
    Kind::OpenSpec(OpenSpecKind::Design),
];

/// A capability that the proposal promises is reported there. While the proposal is all there is, the deltas may still be to come.
fn change(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(name) = context.document.open_spec().and_then(|place| place.change) else { return };
    let Some(change) = context.index.open_spec.changes.get(name) else { return };
    let is_planned = change.tasks.is_some() || change.design.is_some();
    let plans = [&change.tasks, &change.design, &change.proposal];
    let is_first = plans.into_iter().flatten().next() == Some(&context.document.path);
    if !is_first || !change.deltas.is_empty() || !change.misplaced.is_empty() || context.snapshot.skips_specs(change) {
        return;
    }
    let proposal = change.proposal.as_ref().and_then(|path| context.snapshot.document(path));
    let proposal = match proposal.and_then(|document| document.facts().meaning.open_spec()) {
        Some(OpenSpecMeaning::Proposal(proposal, _)) => Some(proposal),
        _ => None,
    };
    let is_written = |part| proposal.and_then(|proposal| proposal.section(part)).is_some_and(|it| !it.body.is_empty());
    let promises = proposal.is_some_and(|proposal| proposal.capabilities.iter().any(|named| named.is_path));
    let is_proposed = || is_written(ProposalPart::Why) && is_written(ProposalPart::WhatChanges);
    if promises || !(is_planned || is_proposed()) {
        return;
    }
    let message = format!(
        "the change has no delta: add `openspec/changes/{name}/specs/CAPABILITY/spec.md`, or `skip_specs: true` in `.openspec.yaml`"
    );
    let line = context.facts().lines.line_range(context.text, 0);
    let mut finding = sink.report(TextRange::at(line.start(), TextSize::of(context.text[line].trim_end())), message);
    if !is_planned {
        finding.severity(Severity::Warning);
    }
}
