//! OpenSpec: specs and deltas, changes, and the project's files. What reading a file finds is a table in each group.

mod changes;
mod deltas;
mod project;

pub(in crate::rules) use changes::RULES as CHANGES;
pub(in crate::rules) use deltas::{DUPLICATE, RULES as DELTAS};
pub(in crate::rules) use project::RULES as PROJECT;

use std::sync::Arc;

use crate::{
    model::open_spec::{OpenSpecFix, OpenSpecLevel, change_finding::ChangeFinding},
    rules::{Context, Edit, Fix, Severity, Sink},
    workspace::{DocPath, Document},
};

/// Reports what reading the files of a change found, as far as it is in this document; `files` are those that it may point to.
fn report<'a>(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    files: &[&Document],
    findings: impl IntoIterator<Item = &'a ChangeFinding>,
) {
    /// A fix of more edits is offered for the first of the findings that it solves.
    const LARGE: usize = 20;
    let path = &context.document.path;
    let mut offered: Option<&Arc<OpenSpecFix>> = None;
    for it in findings {
        let mut finding = sink.report(it.range, it.message.as_str());
        finding.severity(severity(it.level));
        for related in &it.related {
            let file = files.get(related.file).map_or(path, |file| &file.path);
            finding.related(file, related.range, related.message.as_str());
        }
        let fix = it.fix.as_ref().filter(|fix| {
            let is_again = offered.is_some_and(|offered| Arc::ptr_eq(offered, fix));
            offered = Some(*fix);
            fix.edits.len() <= LARGE || !is_again
        });
        finding.fixes(|| fix.map(|it| self::fix(path, it)));
    }
}

fn severity(level: OpenSpecLevel) -> Severity {
    match level {
        OpenSpecLevel::Error => Severity::Error,
        OpenSpecLevel::Warning => Severity::Warning,
        OpenSpecLevel::Hint => Severity::Hint,
    }
}

fn fix(path: &DocPath, fix: &OpenSpecFix) -> Fix {
    let edits = fix.edits.iter().map(|(range, text)| Edit::replace(path, *range, text));
    Fix::new(fix.title.clone(), edits.collect())
}
