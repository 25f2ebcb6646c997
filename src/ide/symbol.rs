//! What the words of a project stand for, and where else the same thing is spoken of.
//!
//! [`symbol_at`] is what stands under a cursor, [`occurrences`] is everywhere it is declared and used, [`declarations`] is only where
//! it comes from and looks at few documents. Everything is read from facts when it is asked for.

mod agent;
mod artifact;
mod command;
mod event;
mod file;
mod heading;
mod kiro;
mod open_spec;
mod rule_id;
mod section;
mod skill;
mod spec_kit;
mod state;
mod task;
#[cfg(test)]
mod tests;
mod workflow;

pub use open_spec::OpenSpecName;
pub use spec_kit::{SpecKitName, SpecKitSort};

use std::{cell::OnceCell, sync::Arc};

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use crate::{
    model::{Kind, SpecKitKind, event as events, invocation::Invocation, namespace::CLOSED_NAMES},
    syntax::{
        fence::Fences,
        markdown::Markdown,
        reference::{self, Reference},
        yaml::Node,
    },
    workspace::{DocPath, Document, Facts, Index, KiroName, Snapshot},
};

/// Something that the documents of a project speak of. Names are in the form in which they are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// A file of the project: the target of an include, a link or a hook's script. It need not be a document.
    File(DocPath),
    /// A heading, by its anchor.
    Heading {
        /// The document that it stands in.
        path: DocPath,
        /// As [`Markdown::anchors`] has it.
        anchor: String,
    },
    /// A pair of SECTION or AC markers.
    Section {
        /// The document that it stands in.
        path: DocPath,
        /// As written; `AC` for acceptance criteria.
        name: String,
    },
    /// A command, whatever it is spelled like.
    Command(Invocation),
    /// A workflow state in lower case; [`Machine::state`](crate::model::machine::Machine::state) takes it.
    State(String),
    /// A workflow: a key below `workflows` of the workflow file, which `via` names too.
    Workflow(String),
    /// The path of an artifact in the workflow file, variables and wildcards and all, without `./`.
    Artifact(String),
    /// An agent, by the name that its document gives it, without `@`.
    Agent(String),
    /// A skill, by the name that its document gives it.
    Skill(String),
    /// `EXEC-002`.
    RuleId(String),
    /// An event, or the pattern of a hook, with `*`.
    Event(String),
    /// A task, by its id as [`id_key`](crate::model::task::id_key) writes it: the key of [`Index::tasks`].
    Task(String),
    /// A name of OpenSpec.
    OpenSpec(OpenSpecName),
    /// A requirement, a criterion, a task or a property of a spec of Kiro.
    Kiro(KiroName),
    /// A task, a requirement, a story or an item of a checklist of Spec Kit.
    SpecKit(SpecKitName),
}

/// The sorts of [`Symbol`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    File,
    Heading,
    Section,
    Command,
    State,
    Workflow,
    Artifact,
    Agent,
    Skill,
    RuleId,
    Event,
    Task,
    OpenSpec,
    Kiro,
    SpecKit,
}

/// One place where a symbol stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The document; for [`Access::File`] any file.
    pub path: DocPath,
    /// The name itself, without `workflow:`, `@`, quotes or brackets: what a renaming replaces. Of a command it is the whole
    /// `/ns:name`, or what stands for it.
    pub range: TextRange,
    /// The words that belong to it and in which a cursor means it: the whole directive, link, label or marker.
    pub reach: TextRange,
    /// What is done to the symbol here.
    pub access: Access,
    /// What stands here.
    pub symbol: Symbol,
}

/// What is done to a symbol in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// The file as a whole is the symbol; the ranges are empty, at its start.
    File,
    /// It is declared by these words.
    Declaration,
    /// It is what comes out: an output state, an event that is emitted.
    Write,
    /// It is used.
    Read,
}

impl Access {
    /// Whether the symbol comes from here.
    pub fn declares(self) -> bool {
        matches!(self, Access::File | Access::Declaration)
    }
}

/// What to do with the body of an expanded copy, which repeats its command and the partials of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// Each place counts once: where somebody wrote it. Copies without a source count like any document.
    Skipped,
    /// The copies too, for edits that must reach them.
    Included,
}

/// What stands at `offset` of a document, the innermost thing when several do.
pub fn symbol_at(snapshot: &Snapshot, path: &DocPath, offset: TextSize) -> Option<Occurrence> {
    let document = snapshot.document(path)?;
    let index = snapshot.index();
    let mut finder = Finder::new(snapshot, &index, document, Scope::At(offset));
    SORTS.iter().for_each(|(_, find)| find(&mut finder));
    // Right after one word and before the next, the next is meant.
    // A requirement rather than the heading that it is.
    let is_heading = |found: &Occurrence| found.symbol.sort() == Sort::Heading;
    let rank = |found: &Occurrence| (found.reach.end() == offset, found.reach.len(), is_heading(found), found.access);
    finder.found.into_iter().min_by_key(rank)
}

/// Everything of these sorts that stands in one document, in order.
pub fn occurrences_in(snapshot: &Snapshot, document: &Document, sorts: &[Sort]) -> Vec<Occurrence> {
    let index = snapshot.index();
    let mut finder = Finder::new(snapshot, &index, document, Scope::All);
    let wanted = SORTS.iter().filter(|(sort, _)| sorts.contains(sort));
    wanted.take_while(|_| !snapshot.is_cancelled()).for_each(|(_, find)| find(&mut finder));
    sorted(finder.found)
}

/// Everywhere in the project that `symbol` is declared or used, by document and place, each place once.
pub fn occurrences(snapshot: &Snapshot, symbol: &Symbol, copies: Copies) -> Vec<Occurrence> {
    let index = snapshot.index();
    let mut found = outside(snapshot, symbol);
    for document in snapshot.documents() {
        let repeats = copies == Copies::Skipped && index.sources.contains_key(&document.path);
        let of_document = occurrences_of(snapshot, &index, document, symbol.sort(), Scope::Of(symbol));
        found.extend(of_document.into_iter().filter(|it| !repeats || it.range.start() < document.facts().body));
    }
    sorted(found)
}

/// The places in one document where `symbol` stands, in order.
pub fn occurrences_of_in(snapshot: &Snapshot, symbol: &Symbol, document: &Document) -> Vec<Occurrence> {
    sorted(occurrences_of(snapshot, &snapshot.index(), document, symbol.sort(), Scope::Of(symbol)))
}

/// Where `symbol` comes from, the place that counts first.
pub fn declarations(snapshot: &Snapshot, symbol: &Symbol) -> Vec<Occurrence> {
    let index = snapshot.index();
    let mut found = outside(snapshot, symbol);
    for document in declaring(snapshot, &index, symbol) {
        found.extend(sorted(occurrences_of(snapshot, &index, document, symbol.sort(), Scope::Declaring(symbol))));
    }
    found
}

/// The documents that can declare `symbol`, the one that counts first.
fn declaring<'a>(snapshot: &'a Snapshot, index: &Index, symbol: &Symbol) -> Vec<&'a Arc<Document>> {
    let of = |paths: &[DocPath]| paths.iter().filter_map(|path| snapshot.document(path)).collect();
    let all = |kinds: &[Kind]| -> Vec<_> {
        snapshot.documents().into_iter().filter(|document| kinds.contains(&document.kind)).collect()
    };
    match symbol {
        Symbol::File(_) | Symbol::Artifact(_) => Vec::new(),
        Symbol::Heading { path, .. } | Symbol::Section { path, .. } => of(std::slice::from_ref(path)),
        Symbol::State(_) | Symbol::Workflow(_) => of(&index.workflows),
        Symbol::Task(id) => of(index.tasks.get(id).map_or(&[][..], |paths| paths)),
        Symbol::OpenSpec(name) => of(&open_spec::declaring(&index.open_spec, name)),
        Symbol::Kiro(name) => of(&kiro::declaring(&index.kiro, name)),
        Symbol::SpecKit(name) => of(&spec_kit::declaring(&index.spec_kit, name)),
        Symbol::Event(_) => all(&[Kind::Hooks]),
        Symbol::Skill(_) => all(&[Kind::Skill]),
        Symbol::Agent(_) => all(&[Kind::Agent, Kind::Copy]),
        Symbol::Command(command) => {
            let files = [Kind::Command, Kind::SpecKit(SpecKitKind::Prompt), Kind::Skill];
            let mut commands = all(if command.is_closed() { &files } else { &files[..2] });
            // The files for Copilot mostly only point to the command.
            commands.sort_by_key(|document| document.name().as_str().ends_with(".prompt.md"));
            commands
        }
        Symbol::RuleId(id) => {
            let mut documents = snapshot.documents();
            documents.retain(|document| {
                document.summary().rule_ids.contains(id) && !index.sources.contains_key(&document.path)
            });
            documents
        }
    }
}

/// The files that a symbol means by themselves, whatever is in them.
fn outside(snapshot: &Snapshot, symbol: &Symbol) -> Vec<Occurrence> {
    let file = |path: DocPath| {
        let start = TextRange::empty(TextSize::new(0));
        Occurrence { path, range: start, reach: start, access: Access::File, symbol: symbol.clone() }
    };
    match symbol {
        Symbol::File(path) => vec![file(path.clone())],
        Symbol::Artifact(pattern) => artifact::files(snapshot, pattern).map(|path| file(snapshot.path(path))).collect(),
        _ => Vec::new(),
    }
}

fn occurrences_of(
    snapshot: &Snapshot,
    index: &Index,
    document: &Document,
    sort: Sort,
    scope: Scope<'_>,
) -> Vec<Occurrence> {
    // Everything that goes over documents or symbols comes through here.
    if snapshot.is_cancelled() {
        return Vec::new();
    }
    let mut finder = Finder::new(snapshot, index, document, scope);
    SORTS.iter().filter(|(own, _)| *own == sort).for_each(|(_, find)| find(&mut finder));
    finder.found
}

/// In order, each place once: what two readers found in the same place is what the stronger access says.
fn sorted(mut found: Vec<Occurrence>) -> Vec<Occurrence> {
    found.sort_unstable_by(|a, b| {
        let key = |it: &Occurrence| (it.range.start(), it.range.end());
        (&a.path, key(a), &a.symbol, a.access).cmp(&(&b.path, key(b), &b.symbol, b.access))
    });
    found.dedup_by(|a, b| a.path == b.path && a.range == b.range && a.symbol == b.symbol);
    found
}

/// Finds the symbols of one sort in a document.
type Find = fn(&mut Finder<'_>);

const SORTS: [(Sort, Find); 15] = [
    (Sort::File, file::find),
    (Sort::Heading, heading::find),
    (Sort::Section, section::find),
    (Sort::Command, command::find),
    (Sort::State, state::find),
    (Sort::Workflow, workflow::find),
    (Sort::Artifact, artifact::find),
    (Sort::Agent, agent::find),
    (Sort::Skill, skill::find),
    (Sort::RuleId, rule_id::find),
    (Sort::Event, event::find),
    (Sort::Task, task::find),
    (Sort::OpenSpec, open_spec::find),
    (Sort::Kiro, kiro::find),
    (Sort::SpecKit, spec_kit::find),
];

impl Symbol {
    /// Its sort.
    pub fn sort(&self) -> Sort {
        match self {
            Symbol::File(_) => Sort::File,
            Symbol::Heading { .. } => Sort::Heading,
            Symbol::Section { .. } => Sort::Section,
            Symbol::Command(_) => Sort::Command,
            Symbol::State(_) => Sort::State,
            Symbol::Workflow(_) => Sort::Workflow,
            Symbol::Artifact(_) => Sort::Artifact,
            Symbol::Agent(_) => Sort::Agent,
            Symbol::Skill(_) => Sort::Skill,
            Symbol::RuleId(_) => Sort::RuleId,
            Symbol::Event(_) => Sort::Event,
            Symbol::Task(_) => Sort::Task,
            Symbol::OpenSpec(_) => Sort::OpenSpec,
            Symbol::Kiro(_) => Sort::Kiro,
            Symbol::SpecKit(_) => Sort::SpecKit,
        }
    }

    /// Whether who asks for `wanted` asks for this too: an event and a pattern that it fits belong together.
    fn answers(&self, wanted: &Symbol) -> bool {
        match (self, wanted) {
            (Symbol::Event(own), Symbol::Event(wanted)) => {
                own == wanted || events::matches(own, wanted) || events::matches(wanted, own)
            }
            _ => self == wanted,
        }
    }
}

/// What is looked for.
#[derive(Clone, Copy)]
enum Scope<'a> {
    All,
    At(TextSize),
    Of(&'a Symbol),
    /// Only where it comes from.
    Declaring(&'a Symbol),
}

/// Collects what stands in one document.
struct Finder<'a> {
    snapshot: &'a Snapshot,
    index: &'a Index,
    document: &'a Document,
    text: &'a str,
    facts: &'a Facts,
    scope: Scope<'a>,
    /// The references in front matter and in YAML, which facts do not hold.
    head: OnceCell<Vec<Reference>>,
    found: Vec<Occurrence>,
}

impl<'a> Finder<'a> {
    fn new(snapshot: &'a Snapshot, index: &'a Index, document: &'a Document, scope: Scope<'a>) -> Self {
        let (text, facts) = (document.text(), document.facts());
        Finder { snapshot, index, document, text, facts, scope, head: OnceCell::new(), found: Vec::new() }
    }

    /// Whether words in `reach` can be what is looked for. A cursor right after a word still means it.
    fn near(&self, reach: TextRange) -> bool {
        match self.scope {
            Scope::At(offset) => reach.contains_inclusive(offset),
            Scope::All | Scope::Of(_) | Scope::Declaring(_) => true,
        }
    }

    /// Adds the name in `range`, when it is looked for.
    fn add(&mut self, reach: TextRange, range: TextRange, access: Access, symbol: Symbol) {
        let wanted = match self.scope {
            Scope::All => true,
            Scope::At(offset) => reach.contains_inclusive(offset),
            Scope::Of(wanted) => symbol.answers(wanted),
            Scope::Declaring(wanted) => access.declares() && symbol.answers(wanted),
        };
        if wanted {
            self.found.push(Occurrence { path: self.document.path.clone(), range, reach, access, symbol });
        }
    }

    /// Adds the name in `range` with nothing around it.
    fn word(&mut self, range: TextRange, access: Access, symbol: Symbol) {
        self.add(range, range, access, symbol);
    }

    /// Adds the document as a whole. No cursor ever stands on it.
    fn file(&mut self, symbol: Symbol) {
        if !matches!(self.scope, Scope::At(_)) {
            self.word(TextRange::empty(TextSize::new(0)), Access::File, symbol);
        }
    }

    /// The part of `whole` that has to be read: the line of the cursor, when there is one.
    fn part(&self, whole: TextRange) -> TextRange {
        let Scope::At(offset) = self.scope else { return whole };
        let lines = &self.facts.lines;
        let line = lines.line_range(self.text, lines.line(offset.min(TextSize::of(self.text))));
        line.intersect(whole).unwrap_or(TextRange::empty(whole.start()))
    }

    /// The references that can be what is looked for, those of the front matter and of YAML too.
    fn references(&self) -> Vec<Reference> {
        let head = self.head.get_or_init(|| {
            let whole = match &self.facts.front_matter {
                Some(front_matter) => front_matter.content,
                None if self.document.kind.is_yaml() => TextRange::up_to(TextSize::of(self.text)),
                None => return Vec::new(),
            };
            let part = self.part(whole);
            reference::parse_range(self.text, part, &Fences::default(), &Markdown::default(), &CLOSED_NAMES).references
        });
        let own = &self.facts.references.references;
        head.iter().chain(own).filter(|reference| self.near(reference.range)).cloned().collect()
    }

    /// The value of a key of the front matter.
    fn front_matter(&self, key: &str) -> Option<&'a Node> {
        self.facts.front_matter.as_ref()?.get(key).map(|entry| &entry.value)
    }

    /// The scalars of a list, or of a string with commas, or the one that stands where a list should.
    fn names(&self, node: &'a Node) -> Vec<(&'a str, TextRange)> {
        let scalar = |node: &'a Node| Some((node.as_str().filter(|text| !text.is_empty())?, node.content_range()));
        match node.as_sequence() {
            Some(items) => items.iter().filter_map(scalar).collect(),
            None => scalar(node).into_iter().flat_map(|(text, range)| self.list(text, range)).collect(),
        }
    }

    /// The words between the commas of a scalar that is written as it reads.
    fn list(&self, text: &'a str, range: TextRange) -> Vec<(&'a str, TextRange)> {
        if &self.text[range] != text {
            return vec![(text, range)];
        }
        let mut start = range.start();
        let parts = text.split(',').map(|part| {
            let name = part.trim();
            let blanks = TextSize::of(&part[..part.len() - part.trim_start().len()]);
            let found = (name, TextRange::at(start + blanks, TextSize::of(name)));
            start += TextSize::of(part) + TextSize::of(',');
            found
        });
        parts.filter(|(name, _)| !name.is_empty()).collect()
    }

    /// The document that the real path `real`, relative to the project, leads to.
    fn path(&self, real: &Utf8Path) -> DocPath {
        self.snapshot.path(real)
    }
}

/// Whether a byte belongs to a word.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// A range from byte offsets; no document is longer than 4 GiB.
fn span(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32))
}
