//! What a document says that others can depend on.

use std::{
    collections::BTreeSet,
    hash::{Hash, Hasher},
    sync::Arc,
};

use rustc_hash::FxHasher;

use super::{Document, Facts, Snapshot, Topic, link};
use crate::{
    model::{
        Kind,
        kiro::SpecWords,
        machine::Machine,
        mangled::mangled_front_matter,
        open_spec::{DeltaOperation, OpenSpecMeaning, tasks::TaskProgress},
        prompt_reader::prompt_forms,
        task::{Task, id_key, id_of_file},
    },
    syntax::{
        at_path, include::IncludeKind, markdown::MarkdownLink, prompt::PromptForm, reference::ReferenceKind, yaml::Node,
    },
};

/// What other documents can depend on in one document, without places: as long as it stays equal, only the document itself needs
/// another look. When it does not, [`Summary::differences`] says who does.
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
    /// `metadata.generatedBy` of a skill: the version of the program that made it.
    pub generated_by: Option<String>,
    /// Whether a formatter has changed its front matter.
    pub mangled: bool,
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
    /// The paths of Markdown files that instructions import, as written.
    pub imports: Vec<String>,
    /// What is said by documents of its kind only.
    pub meaning: MeaningSummary,
}

/// What others can depend on in what the reader of a document's kind makes of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum MeaningSummary {
    /// Nothing.
    #[default]
    None,
    /// What a task says, its id, status, labels and dependencies.
    Task(Box<TaskSummary>),
    /// What a document, decision or milestone of Backlog.md is called.
    Note(Box<NoteSummary>),
    /// The state machine of a workflow file.
    Machine(Arc<Machine>),
    /// What a file of OpenSpec says.
    OpenSpec(Box<OpenSpecSummary>),
    /// What a file of Spec Kit says.
    SpecKit(Box<SpecKitSummary>),
    /// What a file of a spec of Kiro says to the others of the spec.
    Kiro(Box<KiroSummary>),
}

/// What others can depend on in a file of OpenSpec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSpecSummary {
    /// Who asks for it, if anyone.
    pub topic: Option<Topic>,
    /// A hash of what is asked for.
    pub said: u64,
    /// How many of its tasks are done.
    pub progress: TaskProgress,
    /// The requirements that an open delta touches, by their names, what it does, and whether it brings the name.
    pub touched: Vec<(String, DeltaOperation, bool)>,
}

/// What a file of Spec Kit says to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecKitSummary {
    /// The folder of its feature, relative to the root of the project; `None` for a file that is the whole project's.
    pub feature: Option<String>,
    /// A hash of what it says.
    pub said: u64,
}

/// What a file of a spec of Kiro says to the others of the spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KiroSummary {
    /// The folder of the spec, relative to the root of the project.
    pub folder: String,
    /// What they depend on.
    pub words: SpecWords,
}

/// The words of a task that others refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSummary {
    /// `id`, as [`id_key`] writes it.
    pub id: String,
    /// `id`, as written.
    pub written: String,
    /// `title`.
    pub title: String,
    /// `status`.
    pub status: String,
    /// The states of its `workflow:` labels.
    pub states: Vec<String>,
    /// The ids that it depends on, as [`id_key`] writes them.
    pub dependencies: Vec<String>,
    /// `parent_task_id`, as [`id_key`] writes it.
    pub parent: String,
}

/// The words by which a document, decision or milestone of Backlog.md is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSummary {
    /// `id`, as [`id_key`] writes it.
    pub id: String,
    /// `title`.
    pub title: String,
}

impl Summary {
    /// Reads what `facts` say, whose own summary is not there yet.
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
            mangled: facts.front_matter.is_none()
                && matches!(document.kind, Kind::Command | Kind::Copy | Kind::Agent | Kind::Skill)
                && mangled_front_matter(document.kind, document.name(), text).is_some(),
            generated_by: (document.kind == Kind::Skill).then(|| generated_by(value("metadata")?)).flatten(),
            replacement: string("replacement"),
            includes: (facts.includes.iter())
                .filter(|include| live(include.kind, include.fenced))
                .map(|include| text[include.path].to_owned())
                .collect(),
            mentions: if document.kind.is_prompt() { mentions(&text[usize::from(facts.body)..]) } else { Vec::new() },
            rule_ids: definitions.map(|reference| text[reference.range].to_owned()).collect(),
            anchored: facts.markdown.links.iter().filter_map(anchored).collect(),
            imports: imports(document, text, facts),
            meaning: MeaningSummary::read(document, text, facts),
        }
    }

    /// What a task says.
    pub fn task(&self) -> Option<&TaskSummary> {
        if let MeaningSummary::Task(task) = &self.meaning { Some(task) } else { None }
    }

    /// What a document, decision or milestone of Backlog.md is called.
    pub fn note(&self) -> Option<&NoteSummary> {
        if let MeaningSummary::Note(note) = &self.meaning { Some(note) } else { None }
    }

    /// The state machine of a workflow file.
    pub fn machine(&self) -> Option<&Arc<Machine>> {
        if let MeaningSummary::Machine(machine) = &self.meaning { Some(machine) } else { None }
    }

    /// What a file of OpenSpec says.
    pub fn open_spec(&self) -> Option<&OpenSpecSummary> {
        if let MeaningSummary::OpenSpec(summary) = &self.meaning { Some(summary) } else { None }
    }

    /// What a file of Spec Kit says.
    pub fn spec_kit(&self) -> Option<&SpecKitSummary> {
        if let MeaningSummary::SpecKit(summary) = &self.meaning { Some(summary) } else { None }
    }

    /// What a file of a spec of Kiro says.
    pub fn kiro(&self) -> Option<&KiroSummary> {
        if let MeaningSummary::Kiro(summary) = &self.meaning { Some(summary) } else { None }
    }

    /// What is different in `other` and others ask for, sorted. The title, the status and the states of a task are not asked for, and what it
    /// depends on only by the rings in [`Index::task_rings`](super::Index::task_rings).
    pub fn differences(&self, other: &Summary) -> BTreeSet<Topic> {
        let mut topics = BTreeSet::new();
        let ids = |summary: &Summary| summary.task().map(|task| task.id.clone()).filter(|id| !id.is_empty());
        let (before, now) = (ids(self), ids(other));
        if before != now {
            topics.extend(before.into_iter().chain(now).map(Topic::Task));
        }
        let differ = |name: &&String| !self.mentions.contains(name) || !other.mentions.contains(name);
        topics.extend(self.mentions.iter().chain(&other.mentions).filter(differ).cloned().map(Topic::Mention));
        let own = |summary: &Summary| summary.open_spec().and_then(|own| Some((own.topic.clone()?, own.said)));
        let (before, now) = (own(self), own(other));
        if before != now {
            topics.extend(before.into_iter().chain(now).map(|(topic, _)| topic));
        }
        if self.spec_kit() != other.spec_kit() {
            let features = [self, other].map(|summary| summary.spec_kit().and_then(|it| it.feature.clone()));
            // What is not of one feature says how the project is set up.
            topics.extend(features.map(|feature| feature.map_or(Topic::Project, Topic::Feature)));
        }
        if self.kiro() != other.kiro() {
            let folders = [self, other].into_iter().filter_map(Summary::kiro);
            topics.extend(folders.map(|summary| Topic::KiroSpec(summary.folder.clone())));
        }
        let same = self.kind == other.kind
            && self.unreadable == other.unreadable
            && self.name == other.name
            && self.deprecated == other.deprecated
            && self.generated_by == other.generated_by
            && self.mangled == other.mangled
            && self.replacement == other.replacement
            && self.includes == other.includes
            && self.rule_ids == other.rule_ids
            && self.anchored == other.anchored
            && self.imports == other.imports
            && self.note() == other.note()
            && self.machine() == other.machine();
        if !same {
            topics.insert(Topic::Project);
        }
        topics
    }
}

fn imports(document: &Document, text: &str, facts: &Facts) -> Vec<String> {
    let forms = prompt_forms(document.kind, document.name());
    if document.kind != Kind::Instructions || !forms.contains(&PromptForm::File) {
        return Vec::new();
    }
    let paths = at_path::parse(text, facts.body, &facts.fences, &facts.markdown).into_iter().map(|range| &text[range]);
    paths.filter(|path| path.ends_with(".md")).map(str::to_owned).collect()
}

impl Snapshot {
    /// What the findings of a document depend on besides the project as a whole, sorted.
    pub fn asks(&self, document: &Document) -> Box<[Topic]> {
        let summary = document.summary();
        let mut topics = BTreeSet::new();
        if let Some(task) = summary.task() {
            let prefix = self.backlog().prefix.to_lowercase();
            let named = document.path.file_name().and_then(id_of_file).map(id_key);
            // Backlog.md also reads the bare number.
            let others = || task.dependencies.iter().chain([&task.parent]).filter(|id| !id.is_empty());
            let numbers = others().map(|id| format!("{prefix}-{id}"));
            let ids = numbers.chain(others().cloned()).chain([task.id.clone()]).chain(named);
            topics.extend(ids.map(Topic::Task));
        }
        let feature = summary.spec_kit().and_then(|it| it.feature.clone());
        topics.extend(feature.map(Topic::Feature));
        if let Some(spec) = document.kiro().and_then(|place| place.spec) {
            topics.insert(Topic::KiroSpec(spec.to_owned()));
        }
        if summary.kind == Kind::Partial {
            let names = document.names.iter().filter_map(|name| name.file_name());
            topics.extend(names.map(|name| Topic::Mention(name.to_owned())));
        }
        if let Some(place) = document.open_spec() {
            topics.extend(place.change.map(|change| Topic::Change(change.to_owned())));
            let is_delta = place.change.is_some();
            topics.extend(place.capability.filter(|_| is_delta).map(|name| Topic::Capability(name.to_owned())));
        }
        topics.into_iter().collect()
    }
}

impl MeaningSummary {
    fn read(document: &Document, text: &str, facts: &Facts) -> MeaningSummary {
        let read = match document.kind {
            Kind::Task => TaskSummary::read(facts).map(|task| MeaningSummary::Task(task.into())),
            Kind::Backlog(_) => Some(MeaningSummary::Note(NoteSummary::read(facts).into())),
            Kind::OpenSpec(_) => {
                OpenSpecSummary::read(document, text, facts).map(|summary| MeaningSummary::OpenSpec(summary.into()))
            }
            Kind::SpecKit(_) => {
                SpecKitSummary::read(document, facts).map(|summary| MeaningSummary::SpecKit(summary.into()))
            }
            Kind::Kiro(_) => KiroSummary::read(document, facts).map(|summary| MeaningSummary::Kiro(summary.into())),
            _ => facts.meaning.machine().map(|machine| MeaningSummary::Machine(Arc::clone(machine))),
        };
        read.unwrap_or_default()
    }
}

impl NoteSummary {
    fn read(facts: &Facts) -> NoteSummary {
        let value = |key: &str| facts.front_matter.as_ref()?.get(key)?.value.as_str();
        NoteSummary {
            id: id_key(value("id").unwrap_or_default()),
            title: value("title").unwrap_or_default().to_owned(),
        }
    }
}

impl SpecKitSummary {
    fn read(document: &Document, facts: &Facts) -> Option<SpecKitSummary> {
        let feature = document.spec_kit().and_then(|place| place.feature).map(str::to_owned);
        Some(SpecKitSummary { feature, said: facts.meaning.spec_kit()?.said() })
    }
}

impl KiroSummary {
    fn read(document: &Document, facts: &Facts) -> Option<KiroSummary> {
        let folder = document.kiro()?.spec?.to_owned();
        Some(KiroSummary { folder, words: SpecWords::of(facts.meaning.kiro()?)? })
    }
}

impl OpenSpecSummary {
    fn read(document: &Document, text: &str, facts: &Facts) -> Option<OpenSpecSummary> {
        let (place, meaning) = (document.open_spec()?, facts.meaning.open_spec()?);
        let capability = || place.capability.map(|name| Topic::Capability(name.to_owned()));
        let change = || place.change.map(|name| Topic::Change(name.to_owned()));
        let mut summary =
            OpenSpecSummary { topic: None, said: 0, progress: TaskProgress::default(), touched: Vec::new() };
        match meaning {
            OpenSpecMeaning::Spec(..) => (summary.topic, summary.said) = (capability(), hash(text)),
            OpenSpecMeaning::Delta(delta, _) if !place.archived => {
                let touched = delta.touched().map(|it| (it.name.key().to_owned(), it.operation, it.brings));
                summary.touched = touched.collect();
                (summary.topic, summary.said) = (capability(), hash(&summary.touched));
            }
            OpenSpecMeaning::Tasks(tasks) => {
                let ids = tasks.tasks.iter().map(|task| task.id.as_ref().map(|id| &id.text));
                (summary.topic, summary.said) = (change(), hash(ids.collect::<Vec<_>>()));
                summary.progress = tasks.progress();
            }
            OpenSpecMeaning::Metadata(..) => (summary.topic, summary.said) = (change(), hash(text)),
            OpenSpecMeaning::Config(config, _) => {
                let rules = config.rules.iter().map(|rules| &rules.artifact.text);
                (summary.topic, summary.said) =
                    (Some(Topic::Project), hash((config.schema_name(), rules.collect::<Vec<_>>())));
            }
            OpenSpecMeaning::Schema(..) => (summary.topic, summary.said) = (Some(Topic::Project), hash(text)),
            OpenSpecMeaning::Delta(..) | OpenSpecMeaning::Proposal(..) | OpenSpecMeaning::Text => {}
        }
        Some(summary)
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

impl TaskSummary {
    fn read(facts: &Facts) -> Option<TaskSummary> {
        let task = Task::read(facts.front_matter.as_ref()?);
        Some(TaskSummary {
            id: task.id.as_ref().map(|id| id_key(&id.text)).unwrap_or_default(),
            title: task.title.as_ref().map(|title| title.text.clone()).unwrap_or_default(),
            written: task.id.as_ref().map(|id| id.text.clone()).unwrap_or_default(),
            status: task.status.as_ref().map(|status| status.text.clone()).unwrap_or_default(),
            states: task.states().map(|(_, state)| state.to_owned()).collect(),
            dependencies: task.dependencies.iter().map(|dependency| id_key(&dependency.text)).collect(),
            parent: task.parent.as_ref().map(|parent| id_key(&parent.text)).unwrap_or_default(),
        })
    }
}

fn generated_by(metadata: &Node) -> Option<String> {
    metadata.get("generatedBy")?.as_str().map(str::to_owned)
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
