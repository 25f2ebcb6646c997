//! The files of a feature: tasks, stories, requirements, checklists.

mod checkbox_in_fence;
mod checkbox_unknown;
mod checklist_contradicts;
mod checklist_open;
pub(in crate::rules) mod clarification_needed;
mod feature_number_duplicate;
mod feature_status;
mod parallel_same_file;
mod path_of_a_machine;
mod plan_tree_missing;
pub(in crate::rules) mod requirement_duplicate;
mod requirement_unknown;
pub(in crate::rules) mod requirement_without_task;
mod story_unknown;
mod story_without_task;
mod task_file_missing;
mod task_files;
pub(in crate::rules) mod task_id_duplicate;
pub(in crate::rules) mod task_reference_unknown;
mod template_left;

use crate::{
    model::{Kind, SpecKitKind, spec_kit::FeatureText},
    rules::{Context, Rule},
    workspace::{DocPath, index::FeatureFolder},
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &story_unknown::RULE,
    &story_without_task::RULE,
    &requirement_unknown::RULE,
    &checkbox_unknown::RULE,
    &checkbox_in_fence::RULE,
    &parallel_same_file::RULE,
    &task_file_missing::RULE,
    &plan_tree_missing::RULE,
    &template_left::RULE,
    &path_of_a_machine::RULE,
    &feature_number_duplicate::RULE,
    &feature_status::RULE,
    &checklist_open::RULE,
    &checklist_contradicts::RULE,
];

const SPEC: Kind = Kind::SpecKit(SpecKitKind::Spec);
const PLAN: Kind = Kind::SpecKit(SpecKitKind::Plan);
const TASKS: Kind = Kind::SpecKit(SpecKitKind::Tasks);
const CHECKLIST: Kind = Kind::SpecKit(SpecKitKind::Checklist);
const ARTIFACT: Kind = Kind::SpecKit(SpecKitKind::Artifact);
/// The Markdown files of a feature.
const ALL: &[Kind] = &[SPEC, PLAN, TASKS, CHECKLIST, ARTIFACT];

/// What the document says; empty for one that is no file of a feature.
fn own<'a>(context: &Context<'a>) -> &'a FeatureText {
    static EMPTY: std::sync::LazyLock<FeatureText> = std::sync::LazyLock::new(FeatureText::default);
    context.facts().meaning.feature().unwrap_or(&EMPTY)
}

/// The files of the feature that the document belongs to.
fn folder<'a>(context: &Context<'a>) -> Option<&'a FeatureFolder> {
    context.index.spec_kit.features.get(context.document.spec_kit()?.feature?)
}

/// What one of the files of a feature says, when it can be read.
fn said<'a>(context: &Context<'a>, path: Option<&DocPath>) -> Option<&'a FeatureText> {
    let document = context.snapshot.document(path?)?;
    if document.unreadable.is_some() {
        return None;
    }
    document.facts().meaning.feature()
}
