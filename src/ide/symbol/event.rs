//! Events: what `flowspec hooks emit` sends, and the hooks that listen.

use super::{Access, Finder, Symbol};
use crate::{
    model::{Kind, hooks::Hooks},
    syntax::reference::ReferenceKind,
};

pub(super) fn find(finder: &mut Finder<'_>) {
    for reference in finder.references().iter().filter(|reference| reference.kind == ReferenceKind::Event) {
        finder.word(reference.range, Access::Write, Symbol::Event(finder.text[reference.range].to_owned()));
    }
    if finder.document.kind == Kind::Hooks {
        for event in Hooks::from_yaml(&finder.facts.yaml).0.hooks.into_iter().flat_map(|hook| hook.events) {
            finder.word(event.range, Access::Declaration, Symbol::Event(event.text));
        }
    }
}
