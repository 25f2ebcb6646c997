//! What is worth knowing beside a word: the state that a task is in, the tier that a check enforces, the states that a command leads
//! from and to, the words of a criterion.

use std::{collections::BTreeMap, sync::Arc};

use text_size::{TextRange, TextSize};

use super::symbol::{Access, Occurrence, Sort, Symbol, occurrences_in};
use crate::{
    model::{
        constitution::{tier, unvalidated},
        invocation::Invocation,
        kiro::{CriterionNumber, KiroMeaning, RequirementReference},
        machine::Machine,
    },
    workspace::{Document, Index, Snapshot, SpecNumbers, settings::InlayHints},
};

/// The partial by which commands have the constitution checked.
const CONSTITUTION_CHECK: &str = "_constitution-check.md";

/// Labels are cut here, in characters.
const LONGEST: usize = 60;

/// Labels of which a line has several are cut here, in characters.
const LONGEST_IN_LIST: usize = 32;

/// A few words after a place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// After what it stands.
    pub at: TextSize,
    /// What it says.
    pub label: String,
}

/// The hints in a part of a document, in order.
pub fn hints(snapshot: &Snapshot, document: &Document, part: TextRange, wanted: InlayHints) -> Vec<Hint> {
    let index = snapshot.index();
    let mut hints = Vec::new();
    if wanted.task_states() || wanted.command_states() {
        let found = occurrences_in(snapshot, document, &[Sort::Task, Sort::Command]).into_iter();
        let found = found.filter(|found| found.access == Access::Read && part.contains_range(found.range));
        hints.extend(found.filter(|found| !is_disturbed(document, found.range)).filter_map(|found| {
            let label = match &found.symbol {
                Symbol::Task(id) if wanted.task_states() => task_state(snapshot, &index, id)?,
                Symbol::Command(command) if wanted.command_states() => {
                    command_states(document, &index, command, &found)?
                }
                _ => return None,
            };
            Some(Hint { at: after(document, found.range), label: short(&label) })
        }));
    }
    if wanted.criteria() {
        hints.extend(criteria(snapshot, document, part));
    }
    if wanted.tiers() {
        hints.extend(tiers(snapshot, &index, document, part));
    }
    hints.sort_by_key(|hint| hint.at);
    hints
}

/// What the hints of a project's documents show of other documents.
#[derive(Debug, PartialEq, Eq)]
pub struct HintOutlook {
    wanted: InlayHints,
    tasks: BTreeMap<String, String>,
    machine: Option<Arc<Machine>>,
    tier: Option<String>,
    /// By spec and number.
    criteria: BTreeMap<(String, CriterionNumber), String>,
}

/// What the hints of a project's documents show of other documents.
pub fn outlook(snapshot: &Snapshot) -> HintOutlook {
    let index = snapshot.index();
    let wanted = snapshot.settings().inlay_hints;
    let states = |id: &String| Some((id.clone(), task_state(snapshot, &index, id)?));
    HintOutlook {
        wanted,
        tasks: index.tasks.keys().filter(|_| wanted.task_states()).filter_map(states).collect(),
        machine: index.machine.clone().filter(|_| wanted.command_states()),
        tier: tier_label(snapshot, &index).filter(|_| wanted.tiers()),
        criteria: index
            .kiro
            .specs
            .keys()
            .filter(|_| wanted.criteria())
            .flat_map(|spec| all_words(snapshot, spec))
            .collect(),
    }
}

/// The words of the requirements and criteria that a task or a property refers to.
fn criteria(snapshot: &Snapshot, document: &Document, part: TextRange) -> Vec<Hint> {
    let references: Vec<&RequirementReference> = match document.facts().meaning.kiro() {
        Some(KiroMeaning::Tasks(read)) => read.references.iter().map(|(reference, _)| reference).collect(),
        Some(KiroMeaning::Design(read)) => read.references.iter().collect(),
        _ => return Vec::new(),
    };
    let mut wanted = references.into_iter().filter(|reference| part.contains_range(reference.range)).peekable();
    let spec = document.kiro().and_then(|place| place.spec).filter(|_| wanted.peek().is_some());
    let Some(numbers) = spec.and_then(|spec| SpecNumbers::of(snapshot, spec)) else { return Vec::new() };
    let hint = |reference: &RequirementReference| {
        let label = numbers.words(reference.number).filter(|words| !words.is_empty())?;
        Some(Hint { at: reference.range.end(), label: cut(&label, LONGEST_IN_LIST) })
    };
    wanted.filter_map(hint).collect()
}

/// What the hints of a spec can say.
fn all_words(snapshot: &Snapshot, spec: &str) -> Vec<((String, CriterionNumber), String)> {
    let Some(numbers) = SpecNumbers::of(snapshot, spec) else { return Vec::new() };
    let requirements = numbers.requirements().map(|it| CriterionNumber::of_requirement(it.number));
    let all = requirements.chain(numbers.criteria().map(|(_, it)| numbers.called(it)));
    all.filter_map(|number| Some(((spec.to_owned(), number), cut(&numbers.words(number)?, LONGEST_IN_LIST)))).collect()
}

/// Whether a hint would disturb: in headings and links it breaks what is read as one, in fenced blocks it looks like code.
fn is_disturbed(document: &Document, word: TextRange) -> bool {
    let facts = document.facts();
    let touches = |range: TextRange| range.intersect(word).is_some_and(|both| !both.is_empty());
    facts.fences.at(word.start()).is_some()
        || facts.markdown.headings.iter().any(|heading| touches(heading.range))
        || facts.markdown.links.iter().any(|link| touches(link.range))
}

/// Behind the code or the quotes that the word fills.
fn after(document: &Document, word: TextRange) -> TextSize {
    let text = document.text().as_bytes();
    let next = |at: TextSize| text.get(usize::from(at)).copied();
    let before = usize::from(word.start()).checked_sub(1).and_then(|at| text.get(at)).copied();
    match next(word.end()) {
        Some(quote @ (b'`' | b'\'' | b'"')) if before == Some(quote) => word.end() + TextSize::new(1),
        _ => word.end(),
    }
}

fn task_state(snapshot: &Snapshot, index: &Index, id: &str) -> Option<String> {
    let [path] = index.tasks.get(id)?.as_slice() else { return None };
    let summary = snapshot.document(path)?.summary();
    let states = &summary.task()?.states;
    (!states.is_empty()).then(|| states.join(", "))
}

/// Nothing where the text itself says it.
fn command_states(document: &Document, index: &Index, command: &Invocation, found: &Occurrence) -> Option<String> {
    if document.kind.is_yaml() {
        return None;
    }
    let declarations = &document.facts().references.declarations;
    if declarations.iter().any(|declared| declared.range.contains_range(found.range)) {
        return None;
    }
    let step = index.machine.as_ref()?.step_of(command)?;
    let from: Vec<_> = step.input_states.iter().map(|state| state.text.as_str()).collect();
    Some(format!("{} → {}", from.join(", "), step.output_state.as_ref()?.text))
}

fn tiers(snapshot: &Snapshot, index: &Index, document: &Document, part: TextRange) -> Vec<Hint> {
    let text = document.text();
    let is_check = |path: &str| path.rsplit('/').next() == Some(CONSTITUTION_CHECK);
    let includes = document
        .facts()
        .includes
        .iter()
        .filter(|include| include.is_live() && part.contains_range(include.range) && is_check(&text[include.path]));
    let mut includes = includes.peekable();
    let Some(label) = includes.peek().and_then(|_| tier_label(snapshot, index)) else { return Vec::new() };
    includes.map(|include| Hint { at: include.range.end(), label: label.clone() }).collect()
}

/// The tier of the constitution, and how much of it is not validated.
fn tier_label(snapshot: &Snapshot, index: &Index) -> Option<String> {
    let constitution = snapshot.document(index.constitution.as_ref()?)?;
    let markers = &constitution.facts().markers;
    let open = unvalidated(markers).count();
    let open = if open == 0 { String::new() } else { format!(", {open} to validate") };
    Some(format!("{}{open}", tier(constitution.text(), markers).name()))
}

fn short(label: &str) -> String {
    cut(label, LONGEST)
}

fn cut(label: &str, longest: usize) -> String {
    match label.char_indices().nth(longest) {
        Some((cut, _)) => format!("{}…", &label[..cut]),
        None => label.to_owned(),
    }
}

#[cfg(test)]
mod tests;
