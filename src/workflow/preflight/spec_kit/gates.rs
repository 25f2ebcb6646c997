//! What the scripts of Spec Kit look for before they let a command go on, and what its agent asks.

use super::{
    super::{ChecklistCount, Context, Reason, Why},
    feature::FoundFeature,
    text,
};
use crate::{
    model::spec_kit::{FeatureCommand, FeatureGate},
    workspace::{FeatureSource, Resolved, Snapshot, index::FeatureFolder},
};

/// The first thing that the script of a command misses. What it says is quoted.
pub(super) fn check(snapshot: &Snapshot, command: FeatureCommand, found: &FoundFeature) -> Option<Reason> {
    let missing = command.gates().iter().find(|gate| !holds(snapshot, **gate, &found.folder));
    if let Some(gate) = missing {
        let message = text::gate(snapshot, command, *gate, &found.shown);
        return Some(Reason::block(message, why(*gate)));
    }
    if command == FeatureCommand::Clarify && !has(snapshot, &found.folder, "spec.md") {
        let message = text::clarify_without_spec(&snapshot.feature_command(FeatureCommand::Specify));
        return Some(Reason::block(message, Why::FeatureFileMissing { file: "spec.md" }));
    }
    if command == FeatureCommand::Plan {
        let is_gone = !holds(snapshot, FeatureGate::Folder, &found.folder);
        // The script copies no template over a plan.
        let needs_template = !has(snapshot, &found.folder, "plan.md");
        let template = needs_template.then(|| template(snapshot, command)).flatten();
        return template.or_else(|| {
            let is_stale = is_gone && found.source == FeatureSource::File;
            is_stale.then(|| Reason::warn(text::folder_is_made(&found.shown), Why::FeatureMissing))
        });
    }
    template(snapshot, command)
}

/// A template that the script of a command does not find.
pub(super) fn template(snapshot: &Snapshot, command: FeatureCommand) -> Option<Reason> {
    let template = command.template()?;
    // Presets and extensions bring templates of their own, and a project without any has the scripts elsewhere.
    let has_scripts = matches!(snapshot.resolve(".specify/scripts".as_ref()), Resolved::Folder(_));
    let others = [".specify/presets", ".specify/extensions"];
    let has_others = others.iter().any(|folder| snapshot.resolve(folder.as_ref()) != Resolved::Missing);
    let places = [".specify/templates/overrides", ".specify/templates"];
    let is_found = places.iter().any(|folder| snapshot.has_file(format!("{folder}/{template}.md").as_ref()));
    if is_found || has_others || !has_scripts {
        return None;
    }
    let message = text::template(snapshot, command, template)?;
    Some(Reason::block(message, Why::TemplateMissing { template }))
}

/// The question of the agent about open items of checklists.
pub(super) fn checklists(context: &Context<'_>, feature: &FeatureFolder) -> Option<Reason> {
    let Context { snapshot, request, .. } = *context;
    let mut checklists = Vec::new();
    for path in &feature.checklists {
        let (total, checked) = snapshot.feature_text(path)?.checked();
        checklists.push(ChecklistCount { name: path.file_name().unwrap_or_default().to_owned(), total, checked });
    }
    if checklists.iter().all(|it| it.checked == it.total) {
        return None;
    }
    Some(match request.answers.go_on {
        Some(false) => Reason::block(text::CHECKLISTS_DECLINED.to_owned(), Why::ChecklistsDeclined),
        answer => {
            let message = text::checklists(&checklists, answer.is_some());
            let why = Why::ChecklistsOpen { checklists };
            if answer.is_some() { Reason::warn(message, why) } else { Reason::ask(message, why) }
        }
    })
}

fn holds(snapshot: &Snapshot, gate: FeatureGate, folder: &str) -> bool {
    match gate {
        FeatureGate::Folder => {
            matches!(snapshot.resolve(folder.as_ref()), Resolved::Folder(_))
                || snapshot.index().spec_kit.features.contains_key(folder)
        }
        FeatureGate::Plan => has(snapshot, folder, "plan.md"),
        FeatureGate::FilledPlan => {
            let document = snapshot.document(&snapshot.path(format!("{folder}/plan.md").as_ref()));
            document.is_none_or(|document| document.unreadable.is_some() || !document.text().is_empty())
        }
        FeatureGate::Spec => has(snapshot, folder, "spec.md"),
        FeatureGate::Tasks => has(snapshot, folder, "tasks.md"),
    }
}

fn has(snapshot: &Snapshot, folder: &str, file: &str) -> bool {
    snapshot.has_file(format!("{folder}/{file}").as_ref())
}

fn why(gate: FeatureGate) -> Why {
    match gate {
        FeatureGate::Folder => Why::FeatureMissing,
        FeatureGate::Plan | FeatureGate::FilledPlan => Why::FeatureFileMissing { file: "plan.md" },
        FeatureGate::Spec => Why::FeatureFileMissing { file: "spec.md" },
        FeatureGate::Tasks => Why::FeatureFileMissing { file: "tasks.md" },
    }
}
