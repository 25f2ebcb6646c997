//! Proposals, tasks and metadata of changes.

mod archived_task_open;
mod capability_unknown;
mod capability_without_delta;
mod change_complete;
mod change_metadata;
mod tasks;

use super::report;
use crate::{
    model::{Kind, OpenSpecKind, open_spec::OpenSpecMeaning},
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &capability_unknown::RULE,
    &capability_without_delta::RULE,
    &Rule::new(page!("proposal-section-missing"), Severity::Warning)
        .summary("a proposal without `## Why` or `## What Changes`")
        .fix(FixKind::Offered)
        .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Proposal)], section_missing).local()]),
    &tasks::NUMBERING,
    &tasks::EMPTY,
    &change_complete::RULE,
    &archived_task_open::RULE,
    &change_metadata::RULE,
];

fn section_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(OpenSpecMeaning::Proposal(_, findings)) = context.facts().meaning.open_spec() {
        report(context, sink, &[], findings);
    }
}
