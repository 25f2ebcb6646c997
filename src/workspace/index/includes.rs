//! Who refers to which file: by includes, by links to its headings, and by its name in a prompt.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};

use super::Index;
use crate::{
    model::Kind,
    workspace::{Base, DocPath, Document, IncludeGraph, Resolved, link},
};

impl Index {
    /// Live includes, and the circles among them.
    pub(super) fn make_includes(&mut self, documents: &[&Arc<Document>], base: &Base) {
        let mut includers: BTreeMap<DocPath, Vec<DocPath>> = BTreeMap::new();
        let mut targets: BTreeMap<DocPath, Vec<DocPath>> = BTreeMap::new();
        for document in documents {
            let path = &document.path;
            for target in &document.summary().includes {
                if let Resolved::File(target) = base.files.resolve(Utf8Path::new(target)) {
                    let target = DocPath::new(base.root.join(target));
                    let includers = includers.entry(target.clone()).or_default();
                    if includers.last() != Some(path) {
                        includers.push(path.clone());
                        targets.entry(path.clone()).or_default().push(target);
                    }
                }
            }
        }
        self.includers = Arc::new(includers);
        self.include_graph = Arc::new(IncludeGraph::new(&targets));
    }

    /// Partials, and the prompts that speak of them.
    pub(super) fn make_mentions(&mut self, documents: &[&Arc<Document>]) {
        let of_partials = documents.iter().filter(|document| document.kind == Kind::Partial);
        let partials: BTreeSet<Utf8PathBuf> =
            of_partials.flat_map(|document| document.names.iter().map(|name| name.to_path_buf())).collect();
        let mut named: BTreeMap<String, Vec<Utf8PathBuf>> = BTreeMap::new();
        for partial in &partials {
            let name = partial.file_name().unwrap_or_default().to_owned();
            named.entry(name).or_default().push(partial.clone());
        }
        let mut mentions: BTreeMap<String, Vec<DocPath>> =
            named.keys().map(|name| (name.clone(), Vec::new())).collect();
        for document in documents {
            for name in &document.summary().mentions {
                if let Some(mentions) = mentions.get_mut(name) {
                    mentions.push(document.path.clone());
                }
            }
        }
        self.partials = Arc::new(partials);
        self.partials_named = Arc::new(named);
        self.mentions = Arc::new(mentions);
    }

    /// Links to headings of other files.
    pub(super) fn make_anchored(&mut self, documents: &[&Arc<Document>], base: &Base) {
        let mut anchored: BTreeMap<DocPath, Vec<DocPath>> = BTreeMap::new();
        for document in documents {
            for link in &document.summary().anchored {
                if let Resolved::File(target) = link::lookup(&base.files, &base.root, document, link) {
                    anchored.entry(DocPath::new(base.root.join(target))).or_default().push(document.path.clone());
                }
            }
        }
        self.anchored = Arc::new(anchored);
    }
}
