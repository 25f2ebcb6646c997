//! The names in the files of a feature of Spec Kit: tasks, requirements and stories.

use text_size::TextRange;

use super::NamedKind;
use crate::workspace::Document;

/// The names that a document declares, each with its place.
pub(super) fn names(document: &Document) -> impl Iterator<Item = (String, NamedKind, TextRange)> {
    let (text, said) = (document.text(), document.facts().meaning.feature());
    said.into_iter().flat_map(move |said| {
        let named = |id: &str, title: &str| format!("{id} {title}").trim_end().to_owned();
        let tasks = said.tasks.iter().filter(|task| !task.repeated);
        let tasks = tasks.map(move |it| (named(&it.id, &text[it.text]), NamedKind::Task, it.range));
        let requirements = said.requirements.iter();
        let requirements =
            requirements.map(move |it| (named(&it.id, &text[it.text]), NamedKind::Requirement, it.range));
        let stories = said.stories.iter().map(move |it| {
            let (_, title) = text[it.range].split_once(&it.number).unwrap_or_default();
            let title = title.trim_start_matches([' ', '-', ':', '–', '—', '.']);
            (named(&format!("US{}", it.number), title), NamedKind::Story, it.range)
        });
        tasks.chain(requirements).chain(stories)
    })
}

/// Whether one of these names is in a heading, which is then not found a second time.
pub(super) fn is_named(document: &Document, heading: TextRange) -> bool {
    let Some(said) = document.facts().meaning.feature() else { return false };
    let stories = said.stories.iter().map(|story| story.range);
    let tasks = said.tasks.iter().filter(|task| task.state.is_none() && !task.repeated).map(|task| task.range);
    stories.chain(tasks).any(|range| heading.intersect(range).is_some_and(|both| !both.is_empty()))
}
