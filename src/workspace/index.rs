//! Who defines what in a project, from the summaries of its documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;

use super::{Base, DocPath, Document, Facts, IncludeGraph, Resolved, link};
use crate::{
    model::{
        Dialects, Kind,
        command::{CommandName, copy_stem},
        machine::Machine,
        task::{Task, id_key},
    },
    syntax::{include::IncludeKind, markdown::MarkdownLink, reference::ReferenceKind, yaml::Node},
};

/// What other documents can depend on in one document, without places: as long as it stays equal, only the document itself needs
/// another look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Its kind: another one when a buffer that is ordinary by its place is included.
    pub kind: Kind,
    /// Whether its text cannot be read.
    pub unreadable: bool,
    /// `name` of the front matter.
    pub name: Option<String>,
    /// `deprecated: true`, or the file is an alias of an old name.
    pub deprecated: bool,
    /// `replacement` of the front matter.
    pub replacement: Option<String>,
    /// The paths of the directives that the expander would expand, in order, as written.
    pub includes: Vec<String>,
    /// The names of Markdown files that a prompt speaks of, without their folders, sorted.
    pub mentions: Vec<String>,
    /// The rule ids that its headings define.
    pub rule_ids: Vec<String>,
    /// The paths of links that name a heading of another file, decoded.
    pub anchored: Vec<String>,
    /// What a task says, its id, status, labels and dependencies.
    pub task: Option<TaskSummary>,
    /// The state machine of a workflow file.
    pub machine: Option<Arc<Machine>>,
}

/// The words of a task that others refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSummary {
    /// `id`, as [`id_key`] writes it.
    pub id: String,
    /// `status`.
    pub status: String,
    /// The states of its `workflow:` labels.
    pub states: Vec<String>,
}

impl Summary {
    /// Reads what `facts` say, all but the machine, whose reading also finds what is wrong in it.
    pub(super) fn read(document: &Document, text: &str, facts: &Facts) -> Summary {
        let value = |key: &str| {
            facts.front_matter.as_ref().and_then(|front_matter| front_matter.get(key)).map(|entry| &entry.value)
        };
        let string = |key: &str| value(key).and_then(Node::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let live = |kind: IncludeKind, fenced: bool| kind == IncludeKind::Directive && !fenced;
        let definitions =
            facts.references.references.iter().filter(|reference| reference.kind == ReferenceKind::RuleIdDefinition);
        Summary {
            kind: document.kind,
            unreadable: document.unreadable.is_some(),
            name: string("name"),
            deprecated: document.is_deprecated_alias() || value("deprecated").and_then(Node::as_bool).unwrap_or(false),
            replacement: string("replacement"),
            includes: (facts.includes.iter())
                .filter(|include| live(include.kind, include.fenced))
                .map(|include| text[include.path].to_owned())
                .collect(),
            mentions: if document.kind.is_prompt() { mentions(&text[usize::from(facts.body)..]) } else { Vec::new() },
            rule_ids: definitions.map(|reference| text[reference.range].to_owned()).collect(),
            anchored: facts.markdown.links.iter().filter_map(anchored).collect(),
            task: (document.kind == Kind::Task).then(|| TaskSummary::read(facts)).flatten(),
            machine: None,
        }
    }
}

impl TaskSummary {
    fn read(facts: &Facts) -> Option<TaskSummary> {
        let task = Task::read(facts.front_matter.as_ref()?);
        Some(TaskSummary {
            id: task.id.as_ref().map(|id| id_key(&id.text)).unwrap_or_default(),
            status: task.status.as_ref().map(|status| status.text.clone()).unwrap_or_default(),
            states: task.states().map(|(_, state)| state.to_owned()).collect(),
        })
    }
}

/// The names of Markdown files in a text, each once.
fn mentions(text: &str) -> Vec<String> {
    /// No name is longer; without a limit a line of nothing but `.md` would be walked again and again.
    const LONGEST: usize = 100;
    let bytes = text.as_bytes();
    let in_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let names: BTreeSet<&str> = memchr::memmem::find_iter(bytes, ".md")
        .filter(|end| !bytes.get(end + 3).is_some_and(|byte| byte.is_ascii_alphanumeric()))
        .filter_map(|end| {
            let length = bytes[..end].iter().rev().take(LONGEST).take_while(in_name).count();
            text.get(end - length..end + 3).filter(|_| length > 0)
        })
        .collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The path of a link that names a heading of another file.
fn anchored(link: &MarkdownLink) -> Option<String> {
    let read = link.destination.contains('#').then(|| link::read(&link.destination)).flatten()?;
    (!read.path.is_empty() && !read.anchor.is_empty()).then_some(read.path)
}

/// Who defines what in one project. Everything is sorted, so that nothing that is read from it depends on the order of a scan.
#[derive(Debug, Default)]
pub struct Index {
    /// Commands by their key, `flow:plan`; the first document wins.
    pub commands: BTreeMap<String, DocPath>,
    /// The namespaces that have a command.
    pub namespaces: BTreeSet<String>,
    /// Agents by name: definitions, and copies by their `name` and by their file.
    pub agents: BTreeMap<String, DocPath>,
    /// Skills by name and by folder.
    pub skills: BTreeMap<String, DocPath>,
    /// Rule ids by their first definition.
    pub rule_ids: BTreeMap<String, DocPath>,
    /// Tasks by id, as [`id_key`] writes it.
    pub tasks: BTreeMap<String, Vec<DocPath>>,
    /// The highest number of a task after each beginning of an id, `task-` or `task-12.`.
    pub highest_tasks: FxHashMap<String, u64>,
    /// Every document that has a live include of this one.
    pub includers: BTreeMap<DocPath, Vec<DocPath>>,
    /// Circles of includes, and chains that are too long.
    pub include_graph: IncludeGraph,
    /// Every name of every partial, sorted.
    pub partials: BTreeSet<Utf8PathBuf>,
    /// The same by their file names.
    pub partials_named: BTreeMap<String, Vec<Utf8PathBuf>>,
    /// Every prompt that speaks of a partial, by the partial's file name.
    pub mentions: BTreeMap<String, Vec<DocPath>>,
    /// Every document that links to a heading of this one.
    pub anchored: BTreeMap<DocPath, Vec<DocPath>>,
    /// The source of each expanded copy whose source is there.
    pub sources: BTreeMap<DocPath, DocPath>,
    /// The state machine that holds: the workflow file's, else the one of the project's dialects. `None` when the file cannot be read, and in a
    /// project that has neither; see [`Index::has_no_machine`].
    pub machine: Option<Arc<Machine>>,
    /// The workflow file that holds.
    pub workflow: Option<DocPath>,
    /// Every workflow file, the one that holds first.
    pub workflows: Vec<DocPath>,
    /// The dialects that the project uses.
    pub dialects: Dialects,
    /// The constitution that holds: not a template.
    pub constitution: Option<DocPath>,
}

impl Index {
    /// The machine that says which command takes which step: a version 1.0 file does not.
    pub fn steps(&self) -> Option<Arc<Machine>> {
        let machine = self.machine.as_ref().filter(|machine| !machine.incomplete)?;
        Some(if machine.legacy { Machine::seed() } else { Arc::clone(machine) })
    }

    /// Whether the project knows no states: it uses dialects without them, and has no workflow file.
    pub fn has_no_machine(&self) -> bool {
        self.machine.is_none() && self.workflow.is_none()
    }

    /// Reads the summaries of `documents`, which are sorted by path.
    pub(super) fn new(documents: &[&Arc<Document>], base: &Base) -> Index {
        let (root, files) = (&base.root, &base.files);
        let mut index = Index { dialects: base.dialects, ..Index::default() };
        let mut copies: FxHashMap<String, DocPath> = FxHashMap::default();
        let mut workflows = Vec::new();
        let mut constitutions = Vec::new();
        let mut targets: BTreeMap<DocPath, Vec<DocPath>> = BTreeMap::new();
        let partials = documents.iter().filter(|document| document.kind == Kind::Partial);
        index.partials = partials.flat_map(|document| document.names.iter().cloned()).collect();
        for partial in &index.partials {
            let name = partial.file_name().unwrap_or_default().to_owned();
            index.partials_named.entry(name).or_default().push(partial.clone());
        }
        index.mentions = index.partials_named.keys().map(|name| (name.clone(), Vec::new())).collect();
        for document in documents {
            let summary = &document.facts().summary;
            let path = &document.path;
            for target in &summary.includes {
                if let Resolved::File(target) = files.resolve(Utf8Path::new(target)) {
                    let target = DocPath::new(root.join(target));
                    let includers = index.includers.entry(target.clone()).or_default();
                    if includers.last() != Some(path) {
                        includers.push(path.clone());
                        targets.entry(path.clone()).or_default().push(target);
                    }
                }
            }
            for name in &summary.mentions {
                if let Some(mentions) = index.mentions.get_mut(name) {
                    mentions.push(path.clone());
                }
            }
            for link in &summary.anchored {
                if let Resolved::File(target) = link::lookup(files, root, document, link) {
                    index.anchored.entry(DocPath::new(root.join(target))).or_default().push(path.clone());
                }
            }
            for id in &summary.rule_ids {
                index.rule_ids.entry(id.clone()).or_insert_with(|| path.clone());
            }
            match document.kind {
                Kind::Command => {
                    for file in &document.names {
                        let Some(name) = CommandName::of_file(file) else { continue };
                        // A prompt file is itself made for Copilot, so that an agent beside it is no copy of it.
                        if !file.as_str().ends_with(".prompt.md") {
                            copies.entry(format!("{}-{}", name.namespace, name.stem)).or_insert_with(|| path.clone());
                            copies.entry(format!("{}.{}", name.namespace, name.stem)).or_insert_with(|| path.clone());
                        }
                        index.commands.entry(name.key()).or_insert_with(|| path.clone());
                        index.namespaces.insert(name.namespace);
                    }
                }
                Kind::Agent | Kind::Copy => {
                    let stem = document
                        .names
                        .iter()
                        .filter_map(|name| copy_stem(name).or(name.file_stem()))
                        .map(str::to_owned);
                    for name in summary.name.iter().cloned().chain(stem) {
                        index.agents.entry(name).or_insert_with(|| path.clone());
                    }
                }
                Kind::Skill => {
                    let folders =
                        document.names.iter().filter_map(|name| name.parent()?.file_name()).map(str::to_owned);
                    for name in summary.name.iter().cloned().chain(folders) {
                        index.skills.entry(name).or_insert_with(|| path.clone());
                    }
                }
                Kind::Task => {
                    if let Some(task) = summary.task.as_ref().filter(|task| !task.id.is_empty()) {
                        index.tasks.entry(task.id.clone()).or_default().push(path.clone());
                        for (beginning, number) in numbers(&task.id) {
                            let highest = index.highest_tasks.entry(beginning.to_owned()).or_default();
                            *highest = number.max(*highest);
                        }
                    }
                }
                Kind::Workflow => workflows.push(*document),
                Kind::Constitution if !document.is_template() => constitutions.push(*document),
                _ => {}
            }
        }
        for copy in documents.iter().filter(|document| document.kind == Kind::Copy) {
            if let Some(source) = copy.names.iter().filter_map(|name| copies.get(copy_stem(name)?)).next() {
                index.sources.insert(copy.path.clone(), source.clone());
            }
        }
        index.include_graph = IncludeGraph::new(&targets);
        constitutions.sort_by_key(|document| document.name().components().count());
        index.constitution = constitutions.first().map(|document| document.path.clone());
        workflows.sort_by_key(|document| workflow_rank(document.name()));
        index.workflows = workflows.iter().map(|document| document.path.clone()).collect();
        index.workflow = index.workflows.first().cloned();
        index.machine = match workflows.first() {
            None => base.dialects.machine(),
            Some(document) => document.facts().summary.machine.clone().filter(|machine| !machine.states.is_empty()),
        };
        index
    }
}

/// The numbers in an id, each with all that is before it.
fn numbers(id: &str) -> impl Iterator<Item = (&str, u64)> {
    /// No id has more numbers; anything with more is not an id, and its beginnings would be longer than all tasks together.
    const MOST: usize = 8;
    let starts = id.match_indices(['-', '.']).map(|(at, _)| at + 1).take(MOST);
    starts.filter_map(|at| Some((&id[..at], id[at..].split('.').next()?.parse().ok()?)))
}

/// Root before `.flowspec/` before `memory/`, today's name before older ones.
fn workflow_rank(name: &Utf8Path) -> (usize, usize) {
    let folder = match name.parent().map(Utf8Path::as_str) {
        Some("") => 0,
        Some(".flowspec") => 1,
        _ => 2,
    };
    let file = name.file_name().unwrap_or("");
    (folder, ["flowspec", "workflow", "specflow"].iter().position(|start| file.starts_with(start)).unwrap_or(3))
}
