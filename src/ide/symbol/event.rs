//! Events: what `flowspec hooks emit` sends, and the hooks that listen.

use super::{Access, Finder, Symbol};
use crate::syntax::reference::ReferenceKind;

pub(super) fn find(finder: &mut Finder<'_>) {
    for reference in finder.references().iter().filter(|reference| reference.kind == ReferenceKind::Event) {
        finder.word(reference.range, Access::Write, Symbol::Event(finder.text[reference.range].to_owned()));
    }
    for event in finder.facts.meaning.hooks().iter().flat_map(|hook| &hook.events) {
        finder.word(event.range, Access::Declaration, Symbol::Event(event.text.clone()));
    }
}
