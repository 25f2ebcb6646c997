//! Who defines what in a project, from the summaries of its documents.
//!
//! It is made of parts, each from a few words of the summaries. After an edit only those parts are made again of which a word has
//! changed; the others stay the same.

mod includes;
mod kiro;
mod machine;
mod names;
mod open_spec;
mod spec_kit;
mod tasks;

pub use tasks::{TaskRing, TaskRings};

pub use kiro::{KiroIndex, SpecFolder};
pub use open_spec::{CHANGE_STARTS, Capability, ChangeFolder, OpenSpecIndex, RequirementTouch, TouchedNames};
pub use spec_kit::{FeatureFolder, SpecKitIndex};

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use camino::Utf8PathBuf;
use rustc_hash::FxHashMap;

use super::{Base, DocPath, Document, IncludeGraph, Summary};
use crate::model::{Dialect, Dialects, Kind, invocation::Invocation, machine::Machine};

/// Who defines what in one project. Everything is sorted, so that nothing that is read from it depends on the order of a scan.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Commands, whatever they are spelled like; the first document wins.
    pub commands: Arc<BTreeMap<Invocation, DocPath>>,
    /// The namespaces that have a command.
    pub namespaces: Arc<BTreeSet<String>>,
    /// Agents by name: definitions, and copies by their `name` and by their file.
    pub agents: Arc<BTreeMap<String, DocPath>>,
    /// Every agent that has a `name`, by where its tool looks for agents and by the name.
    pub agents_by_layout: Arc<BTreeMap<(String, String), Vec<DocPath>>>,
    /// Skills by name and by folder.
    pub skills: Arc<BTreeMap<String, DocPath>>,
    /// The version of OpenSpec that made each skill that says so.
    pub generated_by: Arc<BTreeMap<DocPath, String>>,
    /// The documents whose front matter a formatter has changed.
    pub mangled: Arc<BTreeSet<DocPath>>,
    /// Rule ids by their first definition.
    pub rule_ids: Arc<BTreeMap<String, DocPath>>,
    /// Tasks by id, as [`id_key`] writes it; of each id those on the board first, then drafts, then the archive.
    pub tasks: Arc<BTreeMap<String, Vec<DocPath>>>,
    /// Tasks that depend on each other in a ring, and tasks that are each other's parents.
    pub task_rings: Arc<TaskRings>,
    /// Documents and decisions of Backlog.md by kind and id, as [`id_key`](crate::model::task::id_key) writes it.
    pub notes: Arc<BTreeMap<(Kind, String), Vec<DocPath>>>,
    /// The ids and titles of milestones in lower case.
    pub milestones: Arc<BTreeSet<String>>,
    /// The highest number of a task after each beginning of an id, `task-` or `task-12.`.
    pub highest_tasks: Arc<FxHashMap<String, u64>>,
    /// Every document that has a live include of this one.
    pub includers: Arc<BTreeMap<DocPath, Vec<DocPath>>>,
    /// Circles of includes, and chains that are too long.
    pub include_graph: Arc<IncludeGraph>,
    /// Every name of every partial, sorted.
    pub partials: Arc<BTreeSet<Utf8PathBuf>>,
    /// The same by their file names.
    pub partials_named: Arc<BTreeMap<String, Vec<Utf8PathBuf>>>,
    /// Every prompt that speaks of a partial, by the partial's file name.
    pub mentions: Arc<BTreeMap<String, Vec<DocPath>>>,
    /// Every document that links to a heading of this one.
    pub anchored: Arc<BTreeMap<DocPath, Vec<DocPath>>>,
    /// The source of each expanded copy whose source is there.
    pub sources: Arc<BTreeMap<DocPath, DocPath>>,
    /// The commands of other namespaces that have the name of an expanded copy without a source, by the copy.
    pub namesakes: Arc<BTreeMap<DocPath, Vec<DocPath>>>,
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
    /// What open changes of OpenSpec make of requirements.
    pub touched: Arc<TouchedNames>,
    /// The capabilities and changes of OpenSpec.
    pub open_spec: Arc<OpenSpecIndex>,
    /// The features of Spec Kit.
    pub spec_kit: Arc<SpecKitIndex>,
    /// The specs of Kiro.
    pub kiro: Arc<KiroIndex>,
}

/// Which parts of an index have to be made again.
#[derive(Debug, Clone, Copy, Default)]
struct Stale {
    all: bool,
    names: bool,
    tasks: bool,
    notes: bool,
    includes: bool,
    mentions: bool,
    anchored: bool,
    machine: bool,
    touched: bool,
}

/// What a document said and says; `None` when it was not there, or is not there any more.
pub(super) type BeforeAfter<'a> = (Option<&'a Summary>, Option<&'a Summary>);

impl Index {
    /// Reads the summaries of `documents`, which are sorted by path.
    pub(super) fn new(documents: &[&Arc<Document>], base: &Base) -> Index {
        let mut index = Index { dialects: base.dialects, ..Index::default() };
        index.make(documents, base, Stale { all: true, ..Stale::default() });
        index
    }

    /// The index after `changes`; `None` when it is the same. `documents` gives them all or those of a kind, sorted by path.
    pub(super) fn changed<'a>(
        &self,
        changes: &[BeforeAfter<'_>],
        documents: impl Fn(Option<Kind>) -> Vec<&'a Arc<Document>>,
        base: &Base,
    ) -> Option<Index> {
        let mut stale = Stale::default();
        changes.iter().for_each(|(before, now)| stale.note(self, *before, *now));
        if !stale.is_any() {
            return None;
        }
        let mut index = self.clone();
        // An id that is being typed is the commonest of all, so that the other documents are not even sorted.
        if std::mem::take(&mut stale.tasks) {
            index.make_tasks(&documents(Some(Kind::Task)), base);
        }
        if stale.is_any() {
            index.make(&documents(None), base, stale);
        }
        Some(index)
    }

    fn make(&mut self, documents: &[&Arc<Document>], base: &Base, stale: Stale) {
        if stale.all || stale.names {
            self.make_names(documents);
        }
        if stale.all {
            self.make_open_spec(documents);
            self.make_spec_kit(documents);
            self.make_kiro(documents);
        }
        if stale.all || stale.touched {
            self.make_touched(documents);
        }
        if stale.all || stale.tasks {
            self.make_tasks(documents, base);
        }
        if stale.all || stale.notes {
            self.make_notes(documents);
        }
        if stale.all || stale.includes {
            self.make_includes(documents, base);
        }
        if stale.all || stale.mentions {
            self.make_mentions(documents);
        }
        if stale.all || stale.anchored {
            self.make_anchored(documents, base);
        }
        if stale.all || stale.machine {
            self.make_machine(documents, base);
        }
    }

    /// The command that a text means. A file that has a dot in its name is called by all of it.
    pub fn command_named(&self, text: &str) -> Invocation {
        let written = text.trim();
        let whole = written.strip_prefix('/').unwrap_or(written);
        let own = self.commands.get_key_value(whole).map(|(command, _)| command.clone());
        own.unwrap_or_else(|| Invocation::parse(text))
    }

    /// How the project calls a command; see [`Invocation::called`].
    pub fn called(&self, command: &Invocation) -> String {
        self.commands.get(command).map_or_else(|| command.to_string(), |file| command.called(file))
    }

    /// The machine that says which command takes which step, when its file could be read to the end.
    pub fn steps(&self) -> Option<Arc<Machine>> {
        self.machine.clone().filter(|machine| !machine.incomplete)
    }

    /// Whether the states of changes of OpenSpec are all that the project knows.
    pub fn has_only_changes(&self) -> bool {
        self.has_no_machine() && self.dialects.speak(Dialect::OpenSpec)
    }

    /// Whether the project knows no states: it uses dialects without them, and has no workflow file.
    pub fn has_no_machine(&self) -> bool {
        self.machine.is_none() && self.workflow.is_none()
    }
}

impl Stale {
    /// Notes what follows from a document that said `before` and says `now`.
    fn note(&mut self, index: &Index, before: Option<&Summary>, now: Option<&Summary>) {
        let (before, now) = match (before, now) {
            (Some(before), Some(now)) if before.kind == now.kind && before.unreadable == now.unreadable => {
                (before, now)
            }
            (None, None) => return,
            _ => return self.all = true,
        };
        let links = |summary: &Summary| {
            let task = summary.task()?;
            Some((task.id.clone(), task.dependencies.clone(), task.parent.clone()))
        };
        // The name of a command is that of its file.
        let named = matches!(now.kind, Kind::Agent | Kind::Copy | Kind::Skill) && before.name != now.name;
        self.names |= named || before.rule_ids != now.rule_ids;
        self.names |= before.generated_by != now.generated_by || before.mangled != now.mangled;
        self.tasks |= links(before) != links(now);
        self.notes |= before.note() != now.note();
        self.includes |= before.includes != now.includes;
        self.anchored |= before.anchored != now.anchored;
        self.machine |= before.machine() != now.machine();
        let touched = |summary: &Summary| summary.open_spec().map(|own| own.touched.clone());
        self.touched |= touched(before) != touched(now);
        let of_partials = |summary: &Summary| {
            let names = summary.mentions.iter().filter(|name| index.mentions.contains_key(*name));
            names.cloned().collect::<Vec<_>>()
        };
        self.mentions |= before.mentions != now.mentions && of_partials(before) != of_partials(now);
    }

    fn is_any(self) -> bool {
        let Stale { all, names, tasks, notes, includes, mentions, anchored, machine, touched } = self;
        all || names || tasks || notes || includes || mentions || anchored || machine || touched
    }
}
