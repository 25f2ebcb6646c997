//! Skills: `{{INVOKE_SKILL:name}}`, `skills:` in front matter, and the skills themselves.

use super::{Access, Finder, Symbol};
use crate::{model::Kind, syntax::reference::ReferenceKind, workspace::Document};

pub(super) fn find(finder: &mut Finder<'_>) {
    for reference in finder.references() {
        if let ReferenceKind::Skill { name } = reference.kind {
            finder.add(reference.range, name, Access::Read, symbol(finder, &finder.text[name]));
        }
    }
    if let Some(skills) = finder.front_matter("skills") {
        for (name, range) in finder.names(skills) {
            if finder.index.skills.contains_key(name) {
                finder.word(range, Access::Read, symbol(finder, name));
            }
        }
    }
    if finder.document.kind == Kind::Skill
        && let Some(name) = own_name(finder.document)
    {
        let symbol = Symbol::Skill(name.to_owned());
        finder.file(symbol.clone());
        if let Some(node) = finder.front_matter("name").filter(|node| node.as_str() == Some(name)) {
            finder.word(node.content_range(), Access::Declaration, symbol);
        }
    }
}

/// The `name` of a skill, else its folder's.
fn own_name(document: &Document) -> Option<&str> {
    let name = document.summary().name.as_deref();
    name.or_else(|| document.names.iter().find_map(|name| name.parent()?.file_name()))
}

/// A skill that is called by its folder is the one that its `name` says.
fn symbol(finder: &Finder<'_>, name: &str) -> Symbol {
    let document = finder.index.skills.get(name).and_then(|path| finder.snapshot.document(path));
    let own = document.and_then(|document| own_name(document)).unwrap_or(name);
    Symbol::Skill(own.to_owned())
}
