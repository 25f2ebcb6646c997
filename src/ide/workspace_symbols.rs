//! What a project has a name for, found by some letters of the name.

mod spec_kit;

use std::{borrow::Cow, sync::Arc};

use camino::Utf8Path;
use frizbee::{CaseMatching, Config, Matcher, Pattern, PatternConfig};
use text_size::{TextRange, TextSize};

use crate::{
    ide::symbol::{OpenSpecName, Symbol, occurrences_of_in},
    model::{Kind, kiro::KiroMeaning, task::Task},
    syntax::markdown::Heading,
    workspace::{DocPath, Document, Index, Snapshot},
};

/// Longer queries are cut here, in characters: nobody types them, and matching costs their length times that of every name.
const LONGEST: usize = 100;

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: NamedKind,
    /// The document that it is in.
    pub path: DocPath,
    /// Where it is in the document; empty at the start for the document as a whole.
    pub range: TextRange,
    /// What the document is called.
    pub container: String,
}

/// What has a name, the more important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamedKind {
    /// A command, `/flow:plan`.
    Command,
    /// A state of the workflow file.
    State,
    /// An agent.
    Agent,
    /// A skill.
    Skill,
    /// A partial, by its path.
    Partial,
    /// A capability of OpenSpec, by its path.
    Capability,
    /// An open change of OpenSpec, by its name.
    Change,
    /// A feature of Spec Kit, by the name of its folder.
    Feature,
    /// A spec of Kiro, by its folder.
    Spec,
    /// A story of a feature, by its number and title.
    Story,
    /// A requirement of a feature or of a spec of Kiro, by its id or heading.
    Requirement,
    /// A task, by its id and title.
    Task,
    /// A heading.
    Heading,
    /// A criterion of Kiro, by its number and first words.
    Criterion,
}

/// What the words of `query` fit, the best first; of what fits alike the more important first. An empty query fits everything.
/// At most `most`.
pub fn find(projects: &[Snapshot], query: &str, most: usize) -> Vec<Named> {
    let indexes: Vec<_> = projects.iter().map(Snapshot::index).collect();
    let mut candidates = Vec::new();
    for (snapshot, index) in projects.iter().zip(&indexes) {
        collect(snapshot, index, &mut candidates);
    }
    candidates.sort_by_key(|candidate| candidate.kind);
    let query: String = query.chars().take(LONGEST).collect();
    let patterns: Vec<_> = query.split_whitespace().map(|word| Pattern::new(word, PatternConfig::default())).collect();
    if patterns.is_empty() {
        return candidates.into_iter().take(most).map(Candidate::named).collect();
    }
    let config = Config::default().casing(CaseMatching::Ignore);
    let matches = Matcher::from_patterns(&patterns, &config).match_list(&candidates);
    let best = matches.into_iter().take(most);
    best.filter_map(|found| candidates.get(found.index as usize).cloned()).map(Candidate::named).collect()
}

/// Something that may fit.
#[derive(Clone)]
struct Candidate<'a> {
    name: Cow<'a, str>,
    kind: NamedKind,
    document: &'a Document,
    range: TextRange,
}

impl AsRef<str> for Candidate<'_> {
    fn as_ref(&self) -> &str {
        &self.name
    }
}

impl Candidate<'_> {
    fn named(self) -> Named {
        Named {
            name: self.name.into_owned(),
            kind: self.kind,
            path: self.document.path.clone(),
            range: self.range,
            container: self.document.name().to_string(),
        }
    }
}

fn collect<'a>(snapshot: &'a Snapshot, index: &'a Arc<Index>, candidates: &mut Vec<Candidate<'a>>) {
    let start = TextRange::empty(TextSize::new(0));
    let mut add = |name: Cow<'a, str>, kind, document: &'a Document, range| {
        candidates.push(Candidate { name, kind, document, range });
    };
    for (command, path) in &*index.commands {
        if let Some(document) = snapshot.document(path) {
            add(command.called(path).into(), NamedKind::Command, document, start);
        }
    }
    if let (Some(machine), Some(document)) =
        (&index.machine, index.workflow.as_ref().and_then(|path| snapshot.document(path)))
    {
        for state in &machine.states {
            add(state.name.text.as_str().into(), NamedKind::State, document, state.name.range);
        }
    }
    for (name, capability) in &index.open_spec.capabilities {
        if let Some(document) = capability.spec.as_ref().and_then(|path| snapshot.document(path)) {
            let range = named(snapshot, document, OpenSpecName::Capability(name.clone()));
            add(name.into(), NamedKind::Capability, document, range);
        }
    }
    for (name, change) in &index.open_spec.changes {
        if let Some(document) = change.home().and_then(|path| snapshot.document(path)) {
            let range = named(snapshot, document, OpenSpecName::Change(name.clone()));
            add(name.into(), NamedKind::Change, document, range);
        }
    }
    for (folder, feature) in &index.spec_kit.features {
        if let Some(document) = feature.home().and_then(|path| snapshot.document(path)) {
            let name = folder.rsplit('/').next().unwrap_or(folder);
            add(name.into(), NamedKind::Feature, document, start);
        }
    }
    for (name, folder) in &index.kiro.specs {
        if let Some(document) = folder.home().and_then(|path| snapshot.document(path)) {
            add(name.into(), NamedKind::Spec, document, start);
        }
    }
    for document in snapshot.documents() {
        if snapshot.is_cancelled() {
            return;
        }
        match document.kind {
            Kind::Agent | Kind::Copy => add(name(document), NamedKind::Agent, document, start),
            Kind::Skill => add(name(document), NamedKind::Skill, document, start),
            Kind::Partial => add(document.name().as_str().into(), NamedKind::Partial, document, start),
            Kind::Task => {
                if let Some((name, range)) = task(document) {
                    add(name.into(), NamedKind::Task, document, range);
                }
            }
            Kind::SpecKit(_) => {
                spec_kit::names(document).for_each(|(name, kind, range)| add(name.into(), kind, document, range));
            }
            Kind::Kiro(_) => numbered(document, &mut add),
            _ => {}
        }
        // A copy repeats the headings of its command.
        if !index.sources.contains_key(&document.path) {
            let is_known = |heading: &Heading| {
                let Some(KiroMeaning::Requirements(read)) = document.facts().meaning.kiro() else { return false };
                let at = read.requirements.partition_point(|it| it.range.start() < heading.range.start());
                read.requirements.get(at).is_some_and(|it| heading.range.contains_range(it.range))
            };
            let headings = document.facts().markdown.headings.iter();
            let headings = headings.filter(|heading| {
                !heading.text.is_empty() && !is_known(heading) && !spec_kit::is_named(document, heading.range)
            });
            headings.for_each(|heading| add((&*heading.text).into(), NamedKind::Heading, document, heading.range));
        }
    }
}

/// What has a number in a document of a spec of Kiro.
fn numbered<'a>(document: &'a Document, add: &mut impl FnMut(Cow<'a, str>, NamedKind, &'a Document, TextRange)) {
    /// Nobody reads more of a criterion in a list.
    const LONGEST_WORDS: usize = 80;
    let text = document.text();
    match document.facts().meaning.kiro() {
        Some(KiroMeaning::Requirements(read)) => {
            for it in &read.requirements {
                add(text[it.range].into(), NamedKind::Requirement, document, it.range);
            }
            for it in &read.criteria {
                let words: String = text[it.text].chars().take(LONGEST_WORDS).collect();
                let name = format!("{}.{} {words}", it.requirement, it.number);
                let range = if it.is_bulleted() { it.text } else { it.number_range };
                add(name.into(), NamedKind::Criterion, document, range);
            }
        }
        Some(KiroMeaning::Tasks(read)) => {
            for (it, number) in read.tasks.iter().filter_map(|it| Some((it, it.number.as_deref()?))) {
                let name = format!("{number} {}", &text[it.title]);
                add(name.into(), NamedKind::Task, document, it.number_range);
            }
        }
        _ => {}
    }
}

/// The name in the front matter, else that of the file, or of the folder of a `SKILL.md`.
fn name(document: &Document) -> Cow<'_, str> {
    let file = document.name();
    let place = match document.kind {
        Kind::Skill => file.parent().and_then(Utf8Path::file_name),
        _ => file.file_name().map(|name| name.strip_suffix(".agent.md").unwrap_or(name)),
    };
    let place = place.unwrap_or(file.as_str());
    document.summary().name.as_deref().unwrap_or(place.strip_suffix(".md").unwrap_or(place)).into()
}

/// The word in the title that is the name of a capability or a change, else the start.
fn named(snapshot: &Snapshot, document: &Document, name: OpenSpecName) -> TextRange {
    let found = occurrences_of_in(snapshot, &Symbol::OpenSpec(name), document);
    found.iter().map(|found| found.range).find(|range| !range.is_empty()).unwrap_or_default()
}

/// The id and the title of a task, and where the id is.
fn task(document: &Document) -> Option<(String, TextRange)> {
    let task = Task::read(document.facts().front_matter.as_ref()?);
    let id = task.id?;
    let title = task.title.map_or(String::new(), |title| title.text);
    Some((format!("{} {title}", id.text).trim_end().to_owned(), id.content))
}

#[cfg(test)]
mod tests;
