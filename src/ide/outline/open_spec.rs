//! The keys of a YAML file of OpenSpec, and the artifacts of a schema.

use super::{OutlineSymbol, SymbolKind, yaml};
use crate::{model::open_spec::OpenSpecMeaning, syntax::yaml::Entry, workspace::Document};

pub(super) fn symbols(document: &Document) -> Vec<OutlineSymbol> {
    let (text, facts) = (document.text(), document.facts());
    let entries: &[Entry] = facts.yaml.root.as_ref().map_or(&[], |root| root.entries());
    let mut symbols = Vec::new();
    let Some(OpenSpecMeaning::Schema(schema, _)) = facts.meaning.open_spec() else {
        yaml::keys(text, entries, &mut symbols);
        return symbols;
    };
    for entry in entries {
        match entry.name() {
            Some("artifacts") => symbols.extend(yaml::key(text, entry)),
            _ => yaml::keys(text, std::slice::from_ref(entry), &mut symbols),
        }
    }
    symbols.extend(schema.artifacts.iter().filter_map(|artifact| {
        let id = artifact.id.as_ref()?;
        let generates = artifact.generates.as_ref().map_or("", |generates| &generates.text);
        Some(OutlineSymbol::new(SymbolKind::Artifact, &id.text, artifact.range, id.range).detail(generates))
    }));
    symbols
}
