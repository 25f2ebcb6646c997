//! What refusals and warnings of a merge say.

use text_size::TextRange;

use super::Merger;
use crate::model::open_spec::{
    DeltaOperation, SpecName,
    delta::purpose,
    merge::{
        MergeRefusal, MergeRefusalKind, MergeWarning, MergeWarningKind, anchor,
        requirements::{MergedBlock, normalized},
        retire::foreign_tail,
    },
    validate::{hidden, outside, quoted, refused},
};
use crate::syntax::nearest::nearest;
use rustc_hash::FxHashMap;

/// Looking for what was meant costs time with every name; more hints than these are not read.
const MOST_HINTS: usize = 20;

impl<'a> Merger<'a> {
    /// Refuses because of the delta alone. What these findings are about is not applied.
    pub(super) fn refuse_delta(&mut self) {
        for finding in refused(self.plan, self.delta) {
            self.flagged.insert(finding.range);
            self.refuse(MergeRefusalKind::Delta, finding.range, "", finding.message, Vec::new());
        }
    }

    /// Refuses because of the spec alone, if it hides requirements.
    pub(super) fn refuse_spec(&mut self) {
        let hidden = hidden(self.current, self.spec);
        let message = match &hidden[..] {
            [] => return,
            [only] => format!("the spec has an error: {}", only.message),
            _ => format!("the spec has {} errors that hide requirements: fix them first", hidden.len()),
        };
        let related = hidden.iter().map(|finding| finding.range).collect();
        self.refuse(MergeRefusalKind::Spec, anchor(self.plan), "", message, related);
    }

    /// Warns about what is in the delta and not applied.
    pub(super) fn warn_about_delta(&mut self) {
        for name in &self.plan.outside {
            let message = outside(name).message;
            self.warnings.push(MergeWarning { kind: MergeWarningKind::Outside, range: name.range, message });
        }
        let (Some(ours), true) = (self.plan.purpose, self.exists) else { return };
        let Some((_, theirs)) = purpose(self.spec) else { return };
        if normalized(&self.delta[ours.body]) != normalized(&self.spec[theirs]) {
            let message = "the spec has a purpose, so this one is ignored: change it in the spec".to_owned();
            self.warnings.push(MergeWarning { kind: MergeWarningKind::Purpose, range: ours.heading, message });
        }
    }

    /// Warns about text that goes with a requirement although it is not part of it.
    pub(super) fn warn_about_lost_text(&mut self) {
        let removed = self.plan.removed().map(|entry| &entry.name);
        let modified = self.plan.blocks(DeltaOperation::Modified).map(|block| &block.name);
        let places: FxHashMap<_, _> = removed.chain(modified).map(|name| (name.key(), name.range)).collect();
        for (block, new) in self.current.blocks().iter().zip(self.requirements.in_place()) {
            let old = MergedBlock { block, is_from_delta: false, renamed: None };
            let text = &self.spec[block.range];
            let is_kept = new.is_some_and(|new| std::ptr::eq(new.block, block));
            let Some((heading, tail)) = foreign_tail(text).filter(|_| !is_kept) else { continue };
            let tail = normalized(tail);
            let count = |block: &MergedBlock<'_>| block.raw(self.spec, self.delta).matches(&*tail).count();
            if new.is_some_and(|new| count(&new) >= count(&old)) {
                continue;
            }
            let message = format!(
                "{} of the spec is in the block of {} and goes with it: move it above `## Requirements` to keep it",
                quoted(heading),
                quoted(&block.name.text)
            );
            let range = places.get(block.name.key()).copied().unwrap_or_else(|| anchor(self.plan));
            self.warnings.push(MergeWarning { kind: MergeWarningKind::DropsText, range, message });
        }
    }

    pub(super) fn is_flagged(&self, name: &SpecName) -> bool {
        self.flagged.contains(&name.range)
    }

    /// That the spec does not have what the delta names.
    pub(super) fn missing(&mut self, name: &'a SpecName, near: Option<MergedBlock<'a>>) {
        // Below the heading of a delta a spec has requirements that do not count.
        let may_be_hidden = near.is_none() && !self.current.delta_headings.is_empty();
        if self.excused.contains(name.key()) || may_be_hidden {
            return;
        }
        let related = near.map(|near| in_spec(&near)).unwrap_or_default();
        let near = near.map(|near| near.name().text.clone()).or_else(|| self.similar(name));
        let shown = quoted(&name.text);
        let message = match (&near, self.exists) {
            (Some(near), _) => format!("the spec has no {shown}: did you mean {}?", quoted(near)),
            (None, true) => format!("the spec has no {shown}: fix the name, or use `## ADDED Requirements`"),
            (None, false) => format!("the spec of {shown} does not exist yet: use `## ADDED Requirements`"),
        };
        self.refuse(MergeRefusalKind::TargetMissing, name.range, &name.text, message, related);
        self.set_near(near);
    }

    /// The name in the spec that is spelled most like this one.
    fn similar(&mut self, name: &SpecName) -> Option<String> {
        self.hints += 1;
        let names = self.current.blocks().iter().map(|block| &*block.name.text);
        if self.hints > MOST_HINTS { None } else { nearest(&name.text, names).map(str::to_owned) }
    }

    /// That the spec has this name, or one near to it.
    pub(super) fn exists_already(&mut self, name: &SpecName, there: &MergedBlock<'a>, advice: &str) {
        let is_near = name.key() != there.name().key();
        let (shown, other) = (quoted(&name.text), quoted(&there.name().text));
        let message = match is_near {
            true => format!("{shown} differs from {other} only in case or spaces: {advice}"),
            false => format!("the spec already has {shown}: {advice}"),
        };
        let related = in_spec(there);
        self.refuse(MergeRefusalKind::AddedExists, name.range, &name.text, message, related);
        self.set_near(is_near.then(|| there.name().text.clone()));
    }

    /// That a block would lose scenarios.
    pub(super) fn drops(&mut self, name: &SpecName, lost: Vec<(&str, TextRange)>) {
        let names: Vec<_> = lost.iter().map(|(name, _)| quoted(name)).collect();
        let shown = quoted(&name.text);
        let message = match &names[..] {
            [first @ .., last] if !first.is_empty() => {
                let names = format!("{} and {last}", first.join(", "));
                format!("{shown} replaces the whole requirement, but lacks its scenarios {names}: copy them here")
            }
            names => {
                let name = names.concat();
                format!("{shown} replaces the whole requirement, but lacks its scenario {name}: copy it here")
            }
        };
        let related = lost.into_iter().map(|(_, range)| range).collect();
        self.refuse(MergeRefusalKind::DropsScenario, name.range, &name.text, message, related);
    }

    pub(super) fn refuse(
        &mut self,
        kind: MergeRefusalKind,
        range: TextRange,
        name: &str,
        message: String,
        related: Vec<TextRange>,
    ) {
        self.refusals.push(MergeRefusal { kind, range, related, name: name.to_owned(), near: None, message });
    }

    fn set_near(&mut self, near: Option<String>) {
        if let Some(refusal) = self.refusals.last_mut() {
            refusal.near = near;
        }
    }
}

/// The place of a block in the spec, if it comes from there.
fn in_spec(block: &MergedBlock<'_>) -> Vec<TextRange> {
    if block.is_from_delta { Vec::new() } else { vec![block.block.name.range] }
}
