//! Capabilities, changes, requirements, scenarios, schemas and artifacts of OpenSpec.

mod schema;

use text_size::{TextRange, TextSize};

use super::{Access, Finder, Symbol};
use crate::{
    model::open_spec::{DeltaOperation, OpenSpecMeaning, OpenSpecPlace, RequirementBlock, SpecName},
    workspace::{DocPath, index::OpenSpecIndex},
};

/// Something that OpenSpec has a name for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OpenSpecName {
    /// A capability, by its path below `specs/`.
    Capability(String),
    /// An open change, by the name of its folder.
    Change(String),
    /// A requirement of a capability.
    Requirement {
        capability: String,
        /// As names are compared.
        name: String,
    },
    /// A scenario of a requirement.
    Scenario {
        capability: String,
        requirement: String,
        /// As names are compared.
        name: String,
    },
    /// A schema of changes, by the name of its folder.
    Schema(String),
    /// An artifact of a schema.
    Artifact { schema: String, id: String },
}

impl OpenSpecName {
    /// The capability that it is, or is of.
    pub fn capability(&self) -> Option<&str> {
        match self {
            OpenSpecName::Change(_) | OpenSpecName::Schema(_) | OpenSpecName::Artifact { .. } => None,
            OpenSpecName::Capability(capability)
            | OpenSpecName::Requirement { capability, .. }
            | OpenSpecName::Scenario { capability, .. } => Some(capability),
        }
    }
}

/// The documents that can declare a name: the spec before the deltas of open changes.
pub(super) fn declaring(index: &OpenSpecIndex, name: &OpenSpecName) -> Vec<DocPath> {
    match (name, name.capability().and_then(|capability| index.capabilities.get(capability))) {
        (OpenSpecName::Change(name), _) => {
            index.changes.get(name).and_then(|change| change.home()).cloned().into_iter().collect()
        }
        (OpenSpecName::Schema(schema) | OpenSpecName::Artifact { schema, .. }, _) => {
            index.schemas.get(schema).cloned().into_iter().collect()
        }
        (_, Some(capability)) => capability.spec.iter().chain(capability.deltas.values()).cloned().collect(),
        (_, None) => Vec::new(),
    }
}

pub(super) fn find(finder: &mut Finder<'_>) {
    let Some(place) = finder.document.open_spec() else { return };
    let Some(meaning) = finder.facts.meaning.open_spec() else { return };
    match (meaning, place.capability) {
        (OpenSpecMeaning::Spec(spec, _), Some(capability)) => {
            finder.file(Symbol::OpenSpec(OpenSpecName::Capability(capability.to_owned())));
            title(finder, capability, OpenSpecName::Capability(capability.to_owned()));
            for block in spec.blocks() {
                requirement(finder, capability, block, Access::Declaration);
                scenarios(finder, capability, block, Access::Declaration);
            }
        }
        (OpenSpecMeaning::Delta(..), Some(capability)) => delta(finder, &place, capability),
        (OpenSpecMeaning::Proposal(proposal, _), _) => {
            change(finder, &place);
            for named in &proposal.capabilities {
                finder.word(named.range, Access::Read, Symbol::OpenSpec(OpenSpecName::Capability(named.name.clone())));
            }
        }
        (OpenSpecMeaning::Tasks(_) | OpenSpecMeaning::Text, _) => change(finder, &place),
        _ => schema::find(finder),
    }
}

/// The change that a file belongs to: the file that stands for it declares it, and the title where it says the name.
fn change(finder: &mut Finder<'_>, place: &OpenSpecPlace<'_>) {
    let Some(name) = place.change.filter(|_| !place.archived) else { return };
    let home = finder.index.open_spec.changes.get(name).and_then(|change| change.home());
    if home == Some(&finder.document.path) {
        finder.file(Symbol::OpenSpec(OpenSpecName::Change(name.to_owned())));
    }
    title(finder, name, OpenSpecName::Change(name.to_owned()));
}

/// A name where it is a word of the title.
fn title(finder: &mut Finder<'_>, name: &str, symbol: OpenSpecName) {
    let Some(heading) = finder.facts.markdown.headings.first().filter(|heading| heading.level == 1) else { return };
    let is_word = |at: usize| {
        let (before, after) = (&finder.text[heading.range][..at], &finder.text[heading.range][at + name.len()..]);
        let inside = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '/');
        !before.ends_with(inside) && !after.starts_with(inside)
    };
    let found = finder.text[heading.range].match_indices(name).map(|(at, _)| at).find(|at| is_word(*at));
    if let Some(at) = found {
        let range = TextRange::at(heading.range.start() + TextSize::new(at as u32), TextSize::of(name));
        finder.add(heading.range, range, Access::Read, Symbol::OpenSpec(symbol));
    }
}

fn delta(finder: &mut Finder<'_>, place: &OpenSpecPlace<'_>, capability: &str) {
    let Some(OpenSpecMeaning::Delta(delta, _)) = finder.facts.meaning.open_spec() else { return };
    // What an archived change brought is declared by the spec, or is gone.
    let brings = if place.archived { Access::Read } else { Access::Declaration };
    for section in &delta.sections {
        for block in &section.blocks {
            match section.operation {
                DeltaOperation::Added => {
                    requirement(finder, capability, block, brings);
                    scenarios(finder, capability, block, brings);
                }
                DeltaOperation::Modified => {
                    requirement(finder, capability, block, Access::Read);
                    scenarios(finder, capability, block, Access::Read);
                }
                DeltaOperation::Removed | DeltaOperation::Renamed => {}
            }
        }
        for entry in &section.removed {
            named(finder, capability, &entry.name, entry.line, Access::Read);
        }
        for pair in &section.renamed {
            named(finder, capability, &pair.from, pair.from.range, Access::Read);
            named(finder, capability, &pair.to, pair.to.range, brings);
        }
    }
}

fn requirement(finder: &mut Finder<'_>, capability: &str, block: &RequirementBlock, access: Access) {
    named(finder, capability, &block.name, block.heading, access);
}

fn named(finder: &mut Finder<'_>, capability: &str, name: &SpecName, reach: TextRange, access: Access) {
    if finder.near(reach) {
        let symbol = OpenSpecName::Requirement { capability: capability.to_owned(), name: name.key().to_owned() };
        finder.add(reach, name.range, access, Symbol::OpenSpec(symbol));
    }
}

fn scenarios(finder: &mut Finder<'_>, capability: &str, block: &RequirementBlock, access: Access) {
    for scenario in &block.scenarios {
        if finder.near(scenario.heading) {
            let symbol = OpenSpecName::Scenario {
                capability: capability.to_owned(),
                requirement: block.name.key().to_owned(),
                name: scenario.name.text.clone(),
            };
            finder.add(scenario.heading, scenario.name.range, access, Symbol::OpenSpec(symbol));
        }
    }
}
