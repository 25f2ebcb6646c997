//! The requirements of a spec while a delta is applied, by their names.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use text_size::TextRange;

use crate::model::open_spec::{
    RequirementBlock, SpecName,
    lines::pattern::{folded, trim},
};

/// A requirement of the result.
#[derive(Clone, Copy)]
pub(super) struct MergedBlock<'a> {
    pub(super) block: &'a RequirementBlock,
    pub(super) is_from_delta: bool,
    /// The name that it gets.
    pub(super) renamed: Option<&'a SpecName>,
}

/// The requirements, in their order.
#[derive(Default)]
pub(super) struct Requirements<'a> {
    /// Each with the number of its insertion.
    by_key: FxHashMap<&'a str, (usize, MergedBlock<'a>)>,
    /// The names that are near to each other, by these numbers.
    by_folded: FxHashMap<String, BTreeMap<usize, &'a str>>,
    inserted: usize,
    /// The key at each place of the spec, as renames change it, and the places of each key.
    order: Vec<&'a str>,
    places: FxHashMap<&'a str, BTreeSet<usize>>,
    /// The new ones.
    added: Vec<&'a str>,
}

impl<'a> Requirements<'a> {
    /// Those of a spec. Of two with one name the last one counts.
    pub(super) fn new(blocks: &'a [RequirementBlock]) -> Self {
        let mut requirements = Requirements::default();
        for (at, block) in blocks.iter().enumerate() {
            let key = block.name.key();
            requirements.set(key, MergedBlock { block, is_from_delta: false, renamed: None });
            requirements.order.push(key);
            requirements.places.entry(key).or_default().insert(at);
        }
        requirements
    }

    pub(super) fn get(&self, key: &str) -> Option<MergedBlock<'a>> {
        self.by_key.get(key).map(|(_, block)| *block)
    }

    /// Puts a block in the place of the one with this name, or nowhere yet.
    pub(super) fn set(&mut self, key: &'a str, block: MergedBlock<'a>) {
        if let Some((_, old)) = self.by_key.get_mut(key) {
            *old = block;
            return;
        }
        self.inserted += 1;
        self.by_key.insert(key, (self.inserted, block));
        self.by_folded.entry(folded(key)).or_default().insert(self.inserted, key);
    }

    /// Adds one at the end.
    pub(super) fn add(&mut self, key: &'a str, block: MergedBlock<'a>) {
        self.set(key, block);
        self.added.push(key);
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<MergedBlock<'a>> {
        let (number, block) = self.by_key.remove(key)?;
        if let Some(keys) = self.by_folded.get_mut(&folded(key)) {
            keys.remove(&number);
        }
        Some(block)
    }

    /// Gives one another name. It keeps its place.
    pub(super) fn rename(&mut self, from: &str, to: &'a SpecName) {
        let Some(block) = self.remove(from) else { return };
        self.set(to.key(), MergedBlock { renamed: Some(to), ..block });
        if let Some(place) = self.places.get_mut(from).and_then(BTreeSet::pop_first) {
            self.order[place] = to.key();
            self.places.entry(to.key()).or_default().insert(place);
        }
    }

    /// The name that differs from this one only in case and spaces, but is not `but`.
    pub(super) fn near(&self, name: &SpecName, but: Option<&str>) -> Option<MergedBlock<'a>> {
        let key = self.by_folded.get(&folded(name.key()))?.values().find(|key| Some(**key) != but)?;
        self.get(key)
    }

    /// What is at each place of the spec.
    pub(super) fn in_place(&self) -> impl Iterator<Item = Option<MergedBlock<'a>>> {
        self.order.iter().map(|key| self.get(key))
    }

    /// All of them, in the order in which they are written.
    pub(super) fn ordered(&self) -> Vec<MergedBlock<'a>> {
        let kept: FxHashSet<_> = self.order.iter().collect();
        let added = self.added.iter().filter(|key| !kept.contains(key)).map(|key| self.get(key));
        self.in_place().chain(added).flatten().collect()
    }
}

impl<'a> MergedBlock<'a> {
    pub(super) fn name(&self) -> &'a SpecName {
        self.renamed.unwrap_or(&self.block.name)
    }

    /// The block as it is compared.
    pub(super) fn raw(&self, spec: &str, delta: &str) -> String {
        let raw = normalized(&(if self.is_from_delta { delta } else { spec })[self.block.range]);
        let Some(name) = self.renamed else { return raw };
        let rest = raw.find('\n').map_or("", |at| &raw[at..]);
        trim(&format!("### Requirement: {}{rest}", name.key())).to_owned()
    }

    /// The scenarios that are not in a block that replaces this one: their names and where they are. Of several with one name as many
    /// are lost as there are fewer.
    pub(super) fn lost_scenarios(&self, new: &RequirementBlock) -> Vec<(&'a str, TextRange)> {
        let mut left: FxHashMap<&str, usize> = FxHashMap::default();
        for scenario in &new.scenarios {
            *left.entry(&scenario.name.text).or_default() += 1;
        }
        let lost = self.block.scenarios.iter().filter(|scenario| match left.get_mut(&*scenario.name.text) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
        lost.map(|scenario| (&*scenario.name.text, scenario.range)).collect()
    }
}

/// A text with LF as its line ends and without spaces around it.
pub(super) fn normalized(text: &str) -> String {
    trim(&text.replace("\r\n", "\n").replace('\r', "\n")).to_owned()
}
