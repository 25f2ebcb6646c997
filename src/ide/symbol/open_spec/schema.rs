//! Schemas and their artifacts: where `schema.yaml` declares them, and where it, `config.yaml` and the metadata of changes name them.

use text_size::{TextRange, TextSize};

use super::{
    super::{Access, Finder, Symbol},
    OpenSpecName,
};
use crate::{
    model::{
        machine::Word,
        open_spec::{
            OpenSpecMeaning,
            config::{ProjectConfig, without_ending},
            schema::SchemaFile,
        },
    },
    workspace::Snapshot,
};

pub(super) fn find(finder: &mut Finder<'_>) {
    match finder.facts.meaning.open_spec() {
        Some(OpenSpecMeaning::Schema(file, _)) => schema(finder, file),
        // Of two files the program reads only one.
        Some(OpenSpecMeaning::Config(config, _))
            if finder.index.open_spec.config.as_ref() == Some(&finder.document.path) =>
        {
            self::config(finder, config);
        }
        Some(OpenSpecMeaning::Metadata(metadata, _)) => {
            metadata.schema.iter().for_each(|name| used(finder, name, &name.text));
        }
        _ => {}
    }
}

/// The name of a schema is that of its folder.
fn schema(finder: &mut Finder<'_>, file: &SchemaFile) {
    let Some(folder) = finder.document.name().parent().and_then(|folder| folder.file_name()) else { return };
    let own = Symbol::OpenSpec(OpenSpecName::Schema(folder.to_owned()));
    finder.file(own.clone());
    for name in file.name.iter().filter(|name| name.text == folder) {
        finder.word(name.range, Access::Declaration, own.clone());
    }
    for artifact in &file.artifacts {
        artifact.id.iter().for_each(|id| self::artifact(finder, folder, id, Access::Declaration));
        artifact.requires.iter().for_each(|id| self::artifact(finder, folder, id, Access::Read));
    }
    for id in file.apply.iter().flat_map(|apply| &apply.requires) {
        artifact(finder, folder, id, Access::Read);
    }
}

fn config(finder: &mut Finder<'_>, config: &ProjectConfig) {
    config.schema.iter().for_each(|name| used(finder, name, without_ending(&name.text)));
    for rules in &config.rules {
        if let Some(schema) = ruled(finder.snapshot, config, &rules.artifact.text) {
            artifact(finder, &schema, &rules.artifact, Access::Read);
        }
    }
}

/// The schema whose artifact has rules: the project's own choice, else the first one that has such an artifact.
fn ruled(snapshot: &Snapshot, config: &ProjectConfig, id: &str) -> Option<String> {
    let has = |name: &String| match snapshot.schema_file(name) {
        Some(file) => file.artifact(id).is_some(),
        None => snapshot.schema(name).is_some_and(|schema| schema.artifact(id).is_some()),
    };
    [config.schema_name().to_owned()].into_iter().chain(snapshot.schema_names()).find(has)
}

/// A schema where it is named, without the ending that the program drops.
fn used(finder: &mut Finder<'_>, written: &Word, name: &str) {
    let range = match finder.text[written.range].starts_with(name) {
        true => TextRange::at(written.range.start(), TextSize::of(name)),
        false => written.range,
    };
    finder.add(written.range, range, Access::Read, Symbol::OpenSpec(OpenSpecName::Schema(name.to_owned())));
}

fn artifact(finder: &mut Finder<'_>, schema: &str, id: &Word, access: Access) {
    let symbol = OpenSpecName::Artifact { schema: schema.to_owned(), id: id.text.clone() };
    finder.word(id.range, access, Symbol::OpenSpec(symbol));
}
