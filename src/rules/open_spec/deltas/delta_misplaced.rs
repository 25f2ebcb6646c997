//! A delta where the program does not read it: a file, a section or a requirement.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use super::{DELTA, SPEC, report};
use crate::{
    model::{Kind, OpenSpecKind, open_spec::OpenSpecCheck},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    workspace::{ProjectPath, Resolved, index::CHANGE_STARTS},
};

pub(super) static RULE: Rule = Rule::new(page!("delta-misplaced"), Severity::Error)
    .summary("a delta where OpenSpec does not read it")
    .fix(FixKind::Offered)
    .checks(&[
        Check::new(&[SPEC, DELTA], |context, sink| report(OpenSpecCheck::DeltaMisplaced, context, sink)).local(),
        Check::new(&[DELTA], file),
        Check::new(&[Kind::OpenSpec(OpenSpecKind::Artifact)], change),
    ]);

/// Only `specs/CAPABILITY/spec.md` is a delta. Another Markdown file there is left alone unless it looks like one.
fn file(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(misplaced) = context.snapshot.misplaced_delta(context.document) else { return };
    let message = misplaced.message();
    sink.report(misplaced.range, message).fixes(|| {
        let free = misplaced.target.filter(|file| context.snapshot.resolve(Utf8Path::new(file)) == Resolved::Missing);
        free.map(|file| {
            let to = context.snapshot.path(Utf8Path::new(&file));
            Fix::new(format!("Move to `{file}`"), vec![Edit::Rename { from: context.document.path.clone(), to }])
        })
    });
}

/// Changes are flat: a folder that only wraps them is a change without anything to the program, and what is in it is none. Reported once a
/// change.
fn change(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(name) = context.document.open_spec().filter(|place| !place.archived).and_then(|place| place.change) else {
        return;
    };
    if context.index.open_spec.changes.contains_key(name) {
        return;
    }
    let snapshot = context.snapshot;
    let wrapper = format!("openspec/changes/{name}");
    let mut files = snapshot.files().below(wrapper.as_ref());
    if files.any(|file| !file.as_str().contains('/') && !file.as_str().starts_with('.')) {
        return;
    }
    let folder = ProjectPath::from(context.document.name()).folder();
    let first = |folder: &ProjectPath| {
        let mut files = CHANGE_STARTS.iter().map(|file| folder.join(file));
        files.find(|file| snapshot.files().file(file).is_some())
    };
    let is_first = first(&folder).is_some_and(|file| *file == *context.document.name());
    // What is below a change belongs to it.
    let is_below =
        folder.ancestors().skip(1).any(|above| above.starts_with(&wrapper) && first(&above.into()).is_some());
    let Ok(below) = folder.strip_prefix("openspec/changes") else { return };
    if !is_first || is_below || below.components().count() > 4 {
        return;
    }
    let flat = format!("openspec/changes/{}", below.as_str().replace('/', "-"));
    let line = context.facts().lines.line_range(context.text, 0);
    let range = TextRange::at(line.start(), TextSize::of(context.text[line].trim_end()));
    let message = format!("OpenSpec does not read a change inside another folder of `changes/`: move it to `{flat}`");
    sink.report(range, message);
}
