//! Commands, agents, skills and rule ids, by name.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::Index;
use crate::{
    model::{
        Kind, SpecKitKind,
        invocation::{Invocation, Joint, copy_stem},
    },
    workspace::{DocPath, Document, ProjectPath},
};

impl Index {
    /// Where a tool looks for agents and finds this one: a folder whose agents must have names of their own.
    pub fn layout(agent: &Document) -> Option<&str> {
        const FOLDERS: [&str; 4] = [".claude/agents", ".github/agents", ".agents", "agents"];
        let folder = |name: &ProjectPath| FOLDERS.into_iter().find(|folder| name.starts_with(folder));
        agent.names.iter().find_map(folder)
    }

    /// Of several documents with one name the first wins.
    pub(super) fn make_names(&mut self, documents: &[&Arc<Document>]) {
        let mut copies: FxHashMap<String, DocPath> = FxHashMap::default();
        let (mut commands, mut namespaces) = (BTreeMap::new(), BTreeSet::new());
        let mut agents_by_layout: BTreeMap<(String, String), Vec<DocPath>> = BTreeMap::new();
        let (mut agents, mut skills, mut rule_ids) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for document in documents {
            let summary = document.summary();
            let path = &document.path;
            let add = |names: &mut BTreeMap<String, DocPath>, name: String| {
                names.entry(name).or_insert_with(|| path.clone());
            };
            summary.rule_ids.iter().for_each(|id| add(&mut rule_ids, id.clone()));
            match document.kind {
                Kind::Command | Kind::SpecKit(SpecKitKind::Prompt) => {
                    for file in &document.names {
                        let Some(name) = Invocation::of_file(file) else { continue };
                        // A prompt file is itself made for Copilot, so that an agent next to it is not a copy of it.
                        let source = Invocation::of_source(file).filter(|_| !file.as_str().ends_with(".prompt.md"));
                        if source.is_some_and(|name| !name.namespace().is_empty()) {
                            for joint in [Joint::Dash, Joint::Dot] {
                                copies.entry(name.joined(joint)).or_insert_with(|| path.clone());
                            }
                        }
                        namespaces.insert(name.namespace().to_owned());
                        commands.entry(name).or_insert_with(|| path.clone());
                    }
                }
                Kind::Agent | Kind::Copy => {
                    let stems = document.names.iter().filter_map(|name| copy_stem(name).or(name.file_stem()));
                    let names = summary.name.iter().cloned().chain(stems.map(str::to_owned));
                    names.for_each(|name| add(&mut agents, name));
                    if let (Some(layout), Some(name)) = (Index::layout(document), &summary.name) {
                        let key = (layout.to_owned(), name.clone());
                        agents_by_layout.entry(key).or_default().push(path.clone());
                    }
                }
                Kind::Skill => {
                    let folders = document.names.iter().filter_map(|name| name.parent()?.file_name());
                    let names = summary.name.iter().cloned().chain(folders.map(str::to_owned));
                    names.for_each(|name| add(&mut skills, name));
                }
                _ => {}
            }
        }
        // A skill is a command of the tool that it comes from, unless a file in a place of commands is it.
        for document in documents.iter().filter(|document| document.kind == Kind::Skill) {
            for command in document.names.iter().filter_map(|name| Invocation::of_skill(name)) {
                // One that the tool does not come with says nothing of where the others are.
                if command.is_listed() {
                    namespaces.insert(command.namespace().to_owned());
                }
                commands.entry(command).or_insert_with(|| document.path.clone());
            }
        }
        let copied = documents.iter().copied().filter(|document| document.kind == Kind::Copy);
        let source = |copy: &Arc<Document>| {
            let source = copy.names.iter().filter_map(|name| copies.get(copy_stem(name)?)).next()?;
            Some((copy.path.clone(), source.clone()))
        };
        let sources: BTreeMap<_, _> = copied.clone().filter_map(source).collect();
        let orphans = copied.filter(|copy| !sources.contains_key(&copy.path));
        self.namesakes = Arc::new(namesakes(orphans, &commands));
        let generated = documents.iter().filter_map(|document| {
            let by = document.summary().generated_by.clone()?;
            Some((document.path.clone(), by))
        });
        self.generated_by = Arc::new(generated.collect());
        let mangled = documents.iter().filter(|document| document.summary().mangled);
        self.mangled = Arc::new(mangled.map(|document| document.path.clone()).collect());
        self.sources = Arc::new(sources);
        self.commands = Arc::new(commands);
        self.namespaces = Arc::new(namespaces);
        self.agents = Arc::new(agents);
        self.agents_by_layout = Arc::new(agents_by_layout);
        self.skills = Arc::new(skills);
        self.rule_ids = Arc::new(rule_ids);
    }
}

/// The commands that the orphans among the copies may have been made of before a namespace was renamed: those named as they are after a
/// joint.
fn namesakes<'a>(
    orphans: impl Iterator<Item = &'a Arc<Document>>,
    commands: &BTreeMap<Invocation, DocPath>,
) -> BTreeMap<DocPath, Vec<DocPath>> {
    let mut named: FxHashMap<&str, Vec<&DocPath>> = FxHashMap::default();
    for (command, path) in
        commands.iter().filter(|(command, _)| !command.namespace().is_empty() && !command.is_closed())
    {
        named.entry(command.name()).or_default().push(path);
    }
    let found = orphans.filter_map(|copy| {
        let stems = copy.names.iter().filter_map(|name| copy_stem(name));
        let names = stems.flat_map(|stem| stem.match_indices(['-', '.']).map(|(at, _)| &stem[at + 1..]));
        let mut paths: Vec<_> = names.filter_map(|name| named.get(name)).flatten().copied().cloned().collect();
        paths.sort_unstable();
        paths.dedup();
        (!paths.is_empty()).then(|| (copy.path.clone(), paths))
    });
    found.collect()
}
