//! Requirements, criteria, tasks and properties of a spec of Kiro.

use super::{Access, Finder, Scope, Symbol};
use crate::workspace::{DocPath, KiroName, SpecNumbers, index::KiroIndex};

/// The documents that can declare a name.
pub(super) fn declaring(index: &KiroIndex, name: &KiroName) -> Vec<DocPath> {
    let Some(spec) = index.specs.get(name.spec()) else { return Vec::new() };
    match name {
        KiroName::Requirement { .. } | KiroName::Criterion { .. } => spec.requirement_files().cloned().collect(),
        KiroName::Task { .. } => spec.tasks.iter().cloned().collect(),
        KiroName::Property { .. } => spec.design.iter().cloned().collect(),
    }
}

pub(super) fn find(finder: &mut Finder<'_>) {
    let Some(spec) = finder.document.kiro().and_then(|place| place.spec) else { return };
    if let Scope::Of(Symbol::Kiro(name)) | Scope::Declaring(Symbol::Kiro(name)) = finder.scope
        && name.spec() != spec
    {
        return;
    }
    let Some(numbers) = SpecNumbers::of(finder.snapshot, spec) else { return };
    // A number that leads nowhere stands for nothing.
    for place in numbers.places(finder.document).into_iter().filter(|place| place.is_known) {
        let access = if place.declares { Access::Declaration } else { Access::Read };
        finder.add(place.reach, place.range, access, Symbol::Kiro(place.name));
    }
}
