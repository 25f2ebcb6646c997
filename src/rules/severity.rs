//! How bad a finding is in the end: by its document, then by the settings.

use super::{Context, Diagnostic, Severity};
use crate::workspace::{Kind, Level};

/// Findings in old aliases and in templates of constitutions are hints; then the settings have the last word.
pub(super) fn apply(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let document = context.document;
    if document.is_deprecated_alias() || document.kind == Kind::Constitution && document.is_template() {
        found.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Hint);
    }
    let settings = context.snapshot.settings();
    if settings.rules.is_empty() && settings.overrides.is_empty() {
        return;
    }
    found.retain_mut(|diagnostic| {
        match settings.level(diagnostic.code, &document.names) {
            Some(Level::Off) => return false,
            Some(Level::Hint) => diagnostic.severity = Severity::Hint,
            Some(Level::Info) => diagnostic.severity = Severity::Info,
            Some(Level::Warning) => diagnostic.severity = Severity::Warning,
            Some(Level::Error) => diagnostic.severity = Severity::Error,
            None => {}
        }
        true
    });
}
