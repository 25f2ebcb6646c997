//! A delta where the program does not read it: a file, a section or a requirement.

use camino::Utf8Path;

use super::{DELTA, SPEC, report};
use crate::{
    model::open_spec::OpenSpecCheck,
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
