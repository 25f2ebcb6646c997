//! How the changes of OpenSpec stand, from what their files say.

mod misplaced;
mod spelling;

pub use misplaced::MisplacedDelta;

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError},
};

use super::{DocPath, Document, ProjectPath, Resolved, Snapshot, document::MergeInput, index::ChangeFolder};
use crate::model::{
    machine::Word,
    open_spec::{
        Merged, OpenSpecMeaning,
        change::{ChangeFacts, ChangeFiles, ChangeSchema, ChangeStatus},
        config::{DEFAULT_SCHEMA, ProjectConfig},
        merge,
        metadata::ChangeMetadata,
        schema::SchemaFile,
        tasks::TaskList,
    },
};

impl Snapshot {
    /// What `config.yaml` says.
    pub fn open_spec_config(&self) -> Option<&ProjectConfig> {
        match self.open_spec_meaning(self.index().open_spec.config.as_ref()?)? {
            OpenSpecMeaning::Config(config, _) => Some(config),
            _ => None,
        }
    }

    /// What the metadata of a change say.
    pub fn change_metadata(&self, change: &ChangeFolder) -> Option<&ChangeMetadata> {
        match self.open_spec_meaning(change.metadata.as_ref()?)? {
            OpenSpecMeaning::Metadata(metadata, _) => Some(metadata),
            _ => None,
        }
    }

    /// Whether a change says that it has no deltas on purpose.
    pub fn skips_specs(&self, change: &ChangeFolder) -> bool {
        self.change_metadata(change).is_some_and(ChangeMetadata::skips_specs)
    }

    /// The names of the schemas that a change can have, sorted.
    pub fn schema_names(&self) -> BTreeSet<String> {
        let index = self.index();
        index.open_spec.schemas.keys().cloned().chain([DEFAULT_SCHEMA.to_owned()]).collect()
    }

    /// The schema of this name; `None` when there is none, or when it cannot be loaded.
    pub fn schema(&self, name: &str) -> Option<ChangeSchema> {
        match self.schema_file(name) {
            Some(file) => ChangeSchema::of(name, file),
            None => (name == DEFAULT_SCHEMA).then(ChangeSchema::spec_driven),
        }
    }

    /// What the file of a schema of the project says.
    pub fn schema_file(&self, name: &str) -> Option<&SchemaFile> {
        match self.open_spec_meaning(self.index().open_spec.schemas.get(name)?)? {
            OpenSpecMeaning::Schema(file, _) => Some(file),
            _ => None,
        }
    }

    /// Where a template of a schema leads to.
    pub fn template(&self, schema: &Document, template: &Word) -> Resolved {
        let folder = schema.name().parent().map(ProjectPath::from).unwrap_or_default();
        self.resolve(&folder.join(SchemaFile::template_path(template)))
    }

    /// The schema of a change: that of its metadata, else the project's.
    pub fn schema_of(&self, change: &ChangeFolder) -> Option<ChangeSchema> {
        let own = self.change_metadata(change).and_then(|metadata| metadata.schema.as_ref());
        match own {
            Some(schema) => self.schema(&schema.text),
            None => self.schema(self.open_spec_config().map_or(DEFAULT_SCHEMA, ProjectConfig::schema_name)),
        }
    }

    /// The files of a change, below its folder, by its name.
    pub fn change_files(&self, name: &str, archived: bool) -> ChangeFiles {
        let archive = if archived { "archive/" } else { "" };
        let folder = format!("openspec/changes/{archive}{name}");
        ChangeFiles::new(self.files().below(folder.as_ref()).map(|file| file.as_str().to_owned()))
    }

    /// The documents that list the tasks of a change, in the order of their paths, and the lists.
    pub fn task_lists(&self, name: &str, archived: bool) -> Vec<(&Arc<Document>, &TaskList)> {
        let index = self.index();
        let Some(change) = index.open_spec.change(name, archived) else { return Vec::new() };
        let schema = self.schema_of(change).unwrap_or_else(ChangeSchema::spec_driven);
        let files = self.change_files(name, archived);
        let archive = if archived { "archive/" } else { "" };
        let folder = format!("openspec/changes/{archive}{name}");
        let paths = schema.task_files(&files).into_iter().map(|file| self.path(format!("{folder}/{file}").as_ref()));
        let documents = paths.filter_map(|path| self.document(&path));
        let lists = documents.filter_map(|document| match document.facts().meaning.open_spec()? {
            OpenSpecMeaning::Tasks(list) => Some((document, list)),
            _ => None,
        });
        lists.collect()
    }

    /// How a change stands, as `openspec status` and `openspec list` say; `None` when there is no such change, or no schema of it.
    pub fn change_status(&self, name: &str, archived: bool) -> Option<ChangeStatus> {
        let index = self.index();
        let change = index.open_spec.change(name, archived)?;
        let lists: Vec<_> = self.task_lists(name, archived).into_iter().map(|(_, list)| list).collect();
        let facts = ChangeFacts { archived, skips_specs: self.skips_specs(change), ..ChangeFacts::default() };
        Some(self.schema_of(change)?.status(&self.change_files(name, archived), facts.with_tasks(&lists)))
    }

    /// What a delta is merged into: its capability, its change, and the spec when there is one. `None` for any other document.
    pub fn merge_target<'a>(&'a self, delta: &'a Document) -> Option<(&'a str, &'a str, Option<&'a Arc<Document>>)> {
        let place = delta.open_spec()?;
        let (capability, change) = (place.capability?, place.change?);
        let index = self.index();
        let spec = index.open_spec.capabilities.get(capability).and_then(|known| known.spec.as_ref());
        Some((capability, change, spec.and_then(|path| self.document(path))))
    }

    /// What merging a delta into its spec gives, as `openspec archive` does it; `None` for any other document.
    pub fn merged(&self, delta: &Document) -> Option<Arc<Merged>> {
        let (capability, change, spec) = self.merge_target(delta)?;
        let index = self.index();
        let folder = index.open_spec.change(change, delta.is_history());
        let metadata = folder.and_then(|folder| self.change_metadata(folder));
        let retire = metadata.is_some_and(ChangeMetadata::retires_capabilities);
        let said = |spec: &Arc<Document>| spec.summary().open_spec().map_or(0, |own| own.said);
        let input = MergeInput { spec: spec.map(said), retire };
        let mut kept = delta.facts().merged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, merged)) = kept.as_ref().filter(|(own, _)| *own == input) {
            return Some(Arc::clone(merged));
        }
        let spec = spec.map(|spec| spec.text());
        let merged = Arc::new(merge(capability, change, spec, delta.text(), retire));
        *kept = Some((input, Arc::clone(&merged)));
        Some(merged)
    }

    fn open_spec_meaning(&self, path: &DocPath) -> Option<&OpenSpecMeaning> {
        self.document(path)?.facts().meaning.open_spec()
    }
}
