//! A delta where the program does not read it: a file, a section or a requirement.

use camino::Utf8Path;
use text_size::TextRange;

use super::{DELTA, SPEC, report};
use crate::{
    model::open_spec::{OpenSpecCheck, OpenSpecMeaning},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    workspace::Resolved,
};

pub(super) static RULE: Rule = Rule::new(page!("delta-misplaced"), Severity::Error)
    .summary("a delta where OpenSpec does not read it")
    .fix(FixKind::Offered)
    .checks(&[
        Check::new(&[SPEC, DELTA], |context, sink| report(OpenSpecCheck::DeltaMisplaced, context, sink)).local(),
        Check::new(&[DELTA], file),
    ]);

/// Only `specs/CAPABILITY/spec.md` is a delta. Another Markdown file there is left alone unless it looks like one.
fn file(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(place) = context.document.open_spec().filter(|place| place.capability.is_none()) else { return };
    let Some(OpenSpecMeaning::Delta(delta, _)) = context.facts.meaning.open_spec() else { return };
    let (Some(change), name) = (place.change, context.document.name()) else { return };
    let specs = format!("openspec/changes/{change}/specs");
    let Ok(below) = name.strip_prefix(&specs) else { return };
    let range = match delta.sections.first() {
        Some(section) => section.title,
        None if below == "spec.md" => context.facts.lines.line_range(context.text, 0),
        None => return,
    };
    let wanted = wanted(below);
    let (message, target) = match &wanted {
        Some(path) => {
            let file = format!("{specs}/{path}");
            (format!("OpenSpec does not read this file: move it to `{file}`"), Some(file))
        }
        None => (
            "OpenSpec does not read this file: move it into a folder that is named after its capability".to_owned(),
            None,
        ),
    };
    let range = TextRange::at(range.start(), text_size::TextSize::of(context.text[range].trim_end()));
    sink.report(range, message).fixes(|| {
        let free = target.filter(|file| context.snapshot.resolve(Utf8Path::new(file)) == Resolved::Missing);
        free.map(|file| {
            let to = context.snapshot.path(Utf8Path::new(&file));
            Fix::new(format!("Move to `{file}`"), vec![Edit::Rename { from: context.document.path.clone(), to }])
        })
    });
}

/// Where a file below `specs/` belongs: `auth.md` is about `auth`. Nobody can tell what `spec.md` is about.
fn wanted(below: &Utf8Path) -> Option<String> {
    let (folder, stem) = (below.parent()?, below.file_stem()?);
    match stem {
        "spec" => None,
        _ => Some(folder.join(stem).join("spec.md").as_str().to_owned()),
    }
}
