//! Link reference definitions, by which one part of a text can change how another one reads.

use std::{ops::Range, sync::Arc};

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, RefDefs};
use rustc_hash::FxHashMap;
use text_size::TextRange;
use unicase::UniCase;

use super::{MarkdownLink, destination};
use crate::{
    syntax::range,
    text::{Window, window::Fact},
};

/// The definitions that count: the first one of each label, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Definitions {
    list: Vec<LinkDefinition>,
    /// The index of each label. An edit that does not change what is defined leaves it as it is.
    labels: Arc<FxHashMap<Arc<str>, u32>>,
}

#[derive(Debug, Clone)]
pub(super) struct LinkDefinition {
    range: TextRange,
    /// The destination as written, if it can be told.
    written: Option<TextRange>,
    meaning: Meaning,
}

/// What a definition says. While the meanings of a text stay the same, in the same order, its links do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Meaning {
    /// With its case folded.
    label: Arc<str>,
    destination: Arc<str>,
    title: Arc<str>,
}

impl Definitions {
    /// Those that were `found` in a part of `text`, which has the source of each at its `place`.
    pub(super) fn read(text: &str, place: impl Fn(&Range<usize>) -> Range<usize>, found: &RefDefs<'_>) -> Self {
        let mut list: Vec<_> = found
            .iter()
            .map(|(label, definition)| {
                let span = place(&definition.span);
                LinkDefinition {
                    range: range(span.start, span.end),
                    written: written(text, span),
                    meaning: Meaning {
                        label: fold(label).into(),
                        destination: (&*definition.dest).into(),
                        title: definition.title.as_deref().unwrap_or_default().into(),
                    },
                }
            })
            .collect();
        list.sort_by_key(|definition| definition.range.start());
        let labels = (0..).zip(&list).map(|(index, definition)| (definition.meaning.label.clone(), index));
        Definitions { labels: Arc::new(labels.collect()), list }
    }

    /// The definition of a label and its index.
    pub(super) fn of(&self, label: &str) -> Option<(u32, &LinkDefinition)> {
        if self.list.is_empty() {
            return None;
        }
        let index = *self.labels.get(&*fold(label))?;
        Some((index, self.list.get(index as usize)?))
    }

    /// Moves the destinations of references to where they are now.
    pub(super) fn place(&self, links: &mut [MarkdownLink]) {
        if self.list.is_empty() {
            return;
        }
        for link in links {
            if let Some(definition) = link.definition.and_then(|index| self.list.get(index as usize)) {
                link.destination_range = definition.written.unwrap_or(link.range);
            }
        }
    }

    /// Those of the later version, where `read` was read in the window; `None` when it defines something else than before.
    pub(super) fn edited(&self, window: &Window, read: Definitions) -> Option<Definitions> {
        let edited = window.earlier();
        let before = self.list.partition_point(|definition| definition.start() < edited.start());
        let after = self.list.partition_point(|definition| definition.start() < edited.end());
        let mut read = read.list;
        // The first definition of a label counts.
        let is_first = |definition: &LinkDefinition| {
            self.labels.get(&definition.meaning.label).is_none_or(|index| *index as usize >= before)
        };
        read.retain(is_first);
        let unchanged = read.iter().map(|it| &it.meaning).eq(self.list[before..after].iter().map(|it| &it.meaning));
        unchanged.then(|| Definitions { list: window.splice(&self.list, read), labels: self.labels.clone() })
    }
}

impl MarkdownLink {
    /// Makes it refer to a definition.
    pub(super) fn define(&mut self, index: u32, definition: &LinkDefinition) {
        self.definition = Some(index);
        self.destination_range = definition.written.unwrap_or(self.range);
        self.destination = (*definition.meaning.destination).to_owned();
    }
}

impl LinkDefinition {
    /// What a link to it costs of `pulldown-cmark`'s limit.
    pub(super) fn cost(&self) -> usize {
        self.meaning.destination.len() + self.meaning.title.len()
    }
}

impl Fact for LinkDefinition {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
        self.written.iter_mut().for_each(change);
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

/// Resolves what a part does not define itself.
pub(super) struct Elsewhere<'a>(pub(super) &'a Definitions);

impl<'a> BrokenLinkCallback<'a> for Elsewhere<'a> {
    fn handle_broken_link(&mut self, link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
        let (_, definition) = self.0.of(&link.reference)?;
        Some((CowStr::Borrowed(&definition.meaning.destination), CowStr::Borrowed(&definition.meaning.title)))
    }
}

/// A label as `pulldown-cmark` compares it.
pub(super) fn fold(label: &str) -> String {
    UniCase::new(label).to_folded_case()
}

/// The destination in the source of a definition.
fn written(text: &str, span: Range<usize>) -> Option<TextRange> {
    let definition = text.get(span.clone())?.as_bytes();
    let mut at = 1;
    while *definition.get(at)? != b']' {
        at += 1 + usize::from(definition[at] == b'\\');
    }
    destination(text, span.start + at + 2..span.end)
}
