//! Rule ids: `EXEC-002`, and the headings `### Rule: EXEC-002` that define them.

use super::{Access, Finder, Symbol};
use crate::syntax::reference::ReferenceKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    for reference in finder.references() {
        let access = match reference.kind {
            ReferenceKind::RuleIdDefinition => Access::Declaration,
            ReferenceKind::RuleId => Access::Read,
            _ => continue,
        };
        finder.word(reference.range, access, Symbol::RuleId(finder.text[reference.range].to_owned()));
    }
}
