//! Tasks, requirements, stories and items of checklists in a feature of Spec Kit.

use text_size::{TextRange, TextSize};

use super::{Access, Finder, Scope, Symbol};
use crate::{
    model::spec_kit::{FeatureText, IdCitation, IdFamily, SpecStory},
    workspace::{DocPath, index::SpecKitIndex},
};

/// What has an id in a feature of Spec Kit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpecKitName {
    /// The folder of the feature, relative to the root of the project. No id means anything outside of it.
    pub feature: String,
    /// What it is.
    pub sort: SpecKitSort,
    /// `T001`, `FR-001`, the number of a story or `CHK001`.
    pub id: String,
}

/// The sorts of [`SpecKitName`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpecKitSort {
    Task,
    Requirement,
    Story,
    /// An item of a checklist, which numbers its items by itself.
    Item(DocPath),
}

/// The documents that can declare a name.
pub(super) fn declaring(index: &SpecKitIndex, name: &SpecKitName) -> Vec<DocPath> {
    let Some(feature) = index.features.get(&name.feature) else { return Vec::new() };
    match &name.sort {
        SpecKitSort::Task => feature.tasks.clone(),
        SpecKitSort::Requirement | SpecKitSort::Story => feature.spec.clone(),
        SpecKitSort::Item(checklist) => Some(checklist.clone()),
    }
    .into_iter()
    .collect()
}

pub(super) fn find(finder: &mut Finder<'_>) {
    let Some(feature) = finder.document.spec_kit().and_then(|place| place.feature) else { return };
    let Some(text) = finder.facts.meaning.spec_kit().and_then(|meaning| meaning.feature()) else { return };
    if let Scope::Of(Symbol::SpecKit(wanted)) | Scope::Declaring(Symbol::SpecKit(wanted)) = finder.scope
        && wanted.feature != feature
    {
        return;
    }
    let named = |sort: SpecKitSort, id: &str| {
        Symbol::SpecKit(SpecKitName { feature: feature.to_owned(), sort, id: id.to_owned() })
    };
    for task in &text.tasks {
        // A list that repeats tasks, such as a summary, makes none.
        let access = if task.repeated { Access::Read } else { Access::Declaration };
        finder.word(task.range, access, named(SpecKitSort::Task, &task.id));
        for (story, range) in &task.stories {
            finder.word(*range, Access::Read, named(SpecKitSort::Story, story));
        }
    }
    for story in &text.stories {
        if let Some(range) = number(finder.text, story) {
            finder.add(story.range, range, Access::Declaration, named(SpecKitSort::Story, &story.number));
        }
    }
    for it in &text.requirements {
        finder.word(it.range, Access::Declaration, named(SpecKitSort::Requirement, &it.id));
    }
    items(finder, text, &named);
    for citation in &text.citations {
        // What belongs to another feature is written in the same way.
        if finder.near(citation.range) && !citation.is_excused(finder.text) {
            let (sort, id) = cited(finder, feature, citation);
            finder.word(citation.range, Access::Read, named(sort, &id));
        }
    }
}

/// `CHK001` at the start of an item.
fn items(finder: &mut Finder<'_>, text: &FeatureText, named: &impl Fn(SpecKitSort, &str) -> Symbol) {
    for item in &text.boxes {
        if !finder.near(item.text) {
            continue;
        }
        if let Some(range) = item.item_id(finder.text) {
            let sort = SpecKitSort::Item(finder.document.path.clone());
            finder.word(range, Access::Declaration, named(sort, &finder.text[range]));
        }
    }
}

/// The number in the heading of a story.
fn number(text: &str, story: &SpecStory) -> Option<TextRange> {
    let at = text[story.range].find(|c: char| c.is_ascii_digit())?;
    let start = story.range.start() + TextSize::of(&text[story.range][..at]);
    let range = TextRange::at(start, TextSize::of(story.number.as_str()));
    story.range.contains_range(range).then_some(range)
}

/// What a citation means: with all that may belong to the id when there is such an id, `T020a`, else without, `T020`.
fn cited(finder: &Finder<'_>, feature: &str, citation: &IdCitation) -> (SpecKitSort, String) {
    let files = finder.index.spec_kit.features.get(feature);
    let said = |path: Option<&DocPath>| path.and_then(|path| finder.snapshot.feature_text(path));
    let is_long = || match citation.family {
        IdFamily::Task => said(files.and_then(|files| files.tasks.as_ref()))
            .is_some_and(|text| text.tasks.iter().any(|task| task.id == citation.longest())),
        IdFamily::Requirement => said(files.and_then(|files| files.spec.as_ref()))
            .is_some_and(|text| text.requirements.iter().any(|it| it.id == citation.longest())),
        IdFamily::Story => true,
    };
    let sort = match citation.family {
        IdFamily::Task => SpecKitSort::Task,
        IdFamily::Requirement => SpecKitSort::Requirement,
        IdFamily::Story => SpecKitSort::Story,
    };
    let longer = citation.longer.as_ref().filter(|_| is_long());
    let id = longer.unwrap_or(&citation.id);
    // A story is known by its number.
    (sort, id.strip_prefix("US").unwrap_or(id).to_owned())
}
