//! The operations of a delta, in the order of the program: `RENAMED`, `REMOVED`, `MODIFIED`, `ADDED`.

mod refuse;

use rustc_hash::FxHashSet;
use text_size::TextRange;

use super::{
    MergeRefusal, MergeRefusalKind, MergeWarning, MergeWarningKind,
    requirements::{MergedBlock, Requirements},
};
use crate::model::open_spec::{CapabilitySpec, Delta, DeltaOperation, SpecName, validate::quoted};

/// What the operations gave.
pub(super) struct Applied<'a> {
    /// The requirements, in the order in which they are written.
    pub(super) blocks: Vec<MergedBlock<'a>>,
    pub(super) refusals: Vec<MergeRefusal>,
    pub(super) warnings: Vec<MergeWarning>,
    /// How many requirements were removed.
    pub(super) removed: usize,
    /// Whether any operation changed anything.
    pub(super) is_changed: bool,
}

/// A delta that is applied to a spec.
pub(super) struct Merger<'a> {
    delta: &'a str,
    plan: &'a Delta,
    spec: &'a str,
    current: &'a CapabilitySpec,
    exists: bool,
    requirements: Requirements<'a>,
    /// Entries of the delta that an error of it alone is about.
    flagged: FxHashSet<TextRange>,
    /// Names that are missing because of something that is reported already.
    excused: FxHashSet<&'a str>,
    hints: usize,
    removed: usize,
    is_changed: bool,
    refusals: Vec<MergeRefusal>,
    warnings: Vec<MergeWarning>,
}

impl<'a> Merger<'a> {
    /// `exists` is whether the spec is a file already.
    pub(super) fn new(
        (delta, plan): (&'a str, &'a Delta),
        (spec, current): (&'a str, &'a CapabilitySpec),
        exists: bool,
    ) -> Merger<'a> {
        Merger {
            delta,
            plan,
            spec,
            current,
            exists,
            requirements: Requirements::new(current.blocks()),
            flagged: FxHashSet::default(),
            excused: current.outside.iter().map(SpecName::key).collect(),
            hints: 0,
            removed: 0,
            is_changed: false,
            refusals: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Applies everything, and notes every reason to refuse it.
    pub(super) fn apply(mut self) -> Applied<'a> {
        self.refuse_delta();
        self.refuse_spec();
        self.warn_about_delta();
        self.rename();
        self.remove();
        self.modify();
        self.add();
        self.warn_about_lost_text();
        Applied {
            blocks: self.requirements.ordered(),
            refusals: self.refusals,
            warnings: self.warnings,
            removed: self.removed,
            is_changed: self.is_changed,
        }
    }

    fn rename(&mut self) {
        for pair in self.plan.renamed() {
            let (from, to) = (pair.from.key(), pair.to.key());
            if self.is_flagged(&pair.from) || self.is_flagged(&pair.to) {
                self.excused.insert(to);
            } else if self.requirements.get(from).is_none() {
                // When the new name is there the rename was done before, unless the old one is there in another spelling.
                let near = self.requirements.near(&pair.from, Some(to));
                if near.is_some() || self.requirements.get(to).is_none() {
                    self.missing(&pair.from, near);
                    self.excused.insert(to);
                }
            } else if let Some(there) = self.requirements.get(to) {
                self.exists_already(&pair.to, &there, "choose another name");
            } else if let Some(near) = self.requirements.near(&pair.to, Some(from)) {
                self.exists_already(&pair.to, &near, "choose another name");
                self.excused.insert(to);
            } else {
                self.requirements.rename(from, &pair.to);
                self.is_changed = true;
            }
        }
    }

    fn remove(&mut self) {
        for name in self.plan.removed().map(|entry| &entry.name) {
            if self.is_flagged(name) {
                continue;
            }
            if self.requirements.remove(name.key()).is_some() {
                self.removed += 1;
                self.is_changed = true;
            } else if let Some(near) = self.requirements.near(name, None) {
                self.missing(name, Some(near));
            } else if !self.excused.contains(name.key()) {
                let shown = quoted(&name.text);
                let message = match self.exists {
                    true => format!("the spec has no {shown}, so there is nothing to remove: remove this entry"),
                    false => format!("the spec of {shown} does not exist, so there is nothing to remove"),
                };
                let kind = MergeWarningKind::RemovedMissing;
                self.warnings.push(MergeWarning { kind, range: name.range, message });
            }
        }
    }

    fn modify(&mut self) {
        for block in self.plan.blocks(DeltaOperation::Modified) {
            let (name, key) = (&block.name, block.name.key());
            let new = MergedBlock { block, is_from_delta: true, renamed: None };
            if self.is_flagged(name) {
                continue;
            }
            let Some(current) = self.requirements.get(key) else {
                self.missing(name, self.requirements.near(name, None));
                continue;
            };
            if key != name.text {
                let message = format!("the name {} ends in `#`: remove them", quoted(&name.text));
                self.refuse(MergeRefusalKind::Delta, name.range, &name.text, message, Vec::new());
                continue;
            }
            let lost = current.lost_scenarios(block);
            if lost.is_empty() {
                self.is_changed |= current.raw(self.spec, self.delta) != new.raw(self.spec, self.delta);
                self.requirements.set(key, new);
            } else {
                self.drops(name, lost);
            }
        }
    }

    fn add(&mut self) {
        for block in self.plan.blocks(DeltaOperation::Added) {
            let (name, key) = (&block.name, block.name.key());
            let new = MergedBlock { block, is_from_delta: true, renamed: None };
            if self.is_flagged(name) {
                continue;
            }
            if let Some(there) = self.requirements.get(key) {
                // An identical one was added before.
                if there.raw(self.spec, self.delta) != new.raw(self.spec, self.delta) {
                    self.exists_already(name, &there, "use `## MODIFIED Requirements`");
                }
            } else if let Some(near) = self.requirements.near(name, None) {
                self.exists_already(name, &near, "use that name in `## MODIFIED Requirements`, or choose another one");
            } else {
                self.requirements.add(key, new);
                self.is_changed = true;
            }
        }
    }
}
