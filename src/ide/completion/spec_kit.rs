//! Ids of Spec Kit: those of the feature, and the next free one at a new task, requirement or item.

use super::{Completions, Cursor, Item, ItemKind};
use crate::model::{
    SpecKitKind,
    spec_kit::{FeatureText, next_free},
};

pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let place = cursor.document.spec_kit()?;
    let feature = cursor.index.spec_kit.features.get(place.feature?)?;
    let own = cursor.facts.meaning.spec_kit()?.feature()?;
    let start = cursor.before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(0, |at| at + 1);
    // The character before a word may be longer than one byte.
    let (lead, word) = (cursor.before.get(..start)?, cursor.before.get(start..)?);
    let after = super::word_length(cursor.after);
    if let Some(next) = new_id(cursor, place.kind, own, lead, word) {
        let item = Item::new(ItemKind::Value, next).detail("the next free id");
        return Some(cursor.items(word.len(), after, vec![item]));
    }
    let text = |path: Option<&crate::workspace::DocPath>| {
        let path = path?;
        Some((cursor.snapshot.document(path)?, cursor.snapshot.feature_text(path)?))
    };
    let mut items = Vec::new();
    if lead.ends_with('[') {
        let (spec, said) = text(feature.spec.as_ref()).filter(|_| place.kind == SpecKitKind::Tasks)?;
        items.extend(said.stories.iter().map(|story| {
            let heading = spec.text()[story.range].trim_start_matches(['#', ' ']).trim_end();
            Item::new(ItemKind::Value, format!("US{}", story.number)).detail(heading)
        }));
        return Some(cursor.items(word.len(), after, items));
    }
    let begins = |prefix: &str| !word.is_empty() && (prefix.starts_with(word) || word.starts_with(prefix));
    if begins("FR-") || begins("SC-") || begins("NFR-") {
        let (spec, said) = text(feature.spec.as_ref())?;
        items.extend(
            said.requirements
                .iter()
                .map(|it| Item::new(ItemKind::Requirement, it.id.as_str()).detail(&spec.text()[it.text])),
        );
    } else if begins("T") {
        let (document, said) = text(feature.tasks.as_ref())?;
        let tasks = said.tasks.iter().filter(|task| !task.repeated);
        items.extend(tasks.map(|task| Item::new(ItemKind::Task, task.id.as_str()).detail(&document.text()[task.text])));
    }
    (!items.is_empty()).then(|| cursor.items(word.len(), after, items))
}

/// The next free id where a new task, requirement or item begins.
fn new_id(cursor: &Cursor<'_>, kind: SpecKitKind, own: &FeatureText, lead: &str, word: &str) -> Option<String> {
    let lead = lead.trim_start();
    let is_box = ["- [ ] ", "- [x] ", "- [X] "].iter().any(|mark| lead.trim_end_matches('*') == *mark);
    let next = |first: &str, ids: Vec<&str>| next_free(first, ids).unwrap_or_else(|| first.to_owned());
    let fits =
        |id: &str| (id.starts_with(word) || word.len() < id.len() && word.starts_with(&id[..1])).then(|| id.to_owned());
    match kind {
        SpecKitKind::Tasks if is_box => fits(&next("T001", own.tasks.iter().map(|task| task.id.as_str()).collect())),
        SpecKitKind::Checklist if is_box => {
            let ids = own.boxes.iter().filter_map(|item| Some(&cursor.text[item.item_id(cursor.text)?]));
            fits(&next("CHK001", ids.collect()))
        }
        SpecKitKind::Spec if lead == "- **" && !word.is_empty() => {
            let first = ["FR-001", "SC-001", "NFR-001"]
                .into_iter()
                .find(|id| id.starts_with(word.split('-').next().unwrap_or(word)))?;
            let ids = own.requirements.iter().filter(|it| it.id != word).map(|it| it.id.as_str()).collect();
            Some(next(first, ids))
        }
        _ => None,
    }
}
