//! The merge of a delta into a spec, which is what `openspec archive` writes, byte for byte.

mod apply;
mod compose;
mod requirements;
mod retire;
mod target;

use text_size::{TextRange, TextSize};

use super::{CapabilitySpec, Delta, OpenSpecCheck, OpenSpecFinding, OpenSpecLevel, validate::spec_findings};
use apply::Merger;
use compose::compose;
use target::{MergeTarget, new_target};

/// What a merge gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What becomes of the spec.
    pub outcome: MergeOutcome,
    /// Why the program writes nothing. All reasons, in the order of the delta; the program names the first.
    pub refusals: Vec<MergeRefusal>,
    /// What the program says and goes on.
    pub warnings: Vec<MergeWarning>,
    /// Where the bytes of a written spec come from, in order and without gaps. Empty when nothing is written.
    pub pieces: Vec<MergedPiece>,
}

/// What becomes of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeOutcome {
    /// Its file stays as it is, or is still not there.
    Unchanged,
    /// It gets this text.
    Written(String),
    /// It is deleted, since its last requirement goes and the change allows that.
    Retired,
    /// The program stops, and writes no spec of the change.
    Refused,
}

/// A reason to refuse a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRefusal {
    /// What it is about.
    pub kind: MergeRefusalKind,
    /// The words at fault in the delta.
    pub range: TextRange,
    /// Where the spec shows it: the requirement that is there, or the scenarios that are lost.
    pub related: Vec<TextRange>,
    /// The name of the requirement, or nothing.
    pub name: String,
    /// The name in the spec that was probably meant.
    pub near: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MergeRefusalKind {
    /// `MODIFIED`, `REMOVED` or `FROM:` names a requirement that the spec does not have.
    TargetMissing,
    /// `MODIFIED` lacks scenarios that the spec has.
    DropsScenario,
    /// `ADDED` or `TO:` names a requirement that the spec has.
    AddedExists,
    /// The delta contradicts itself, which is an error of it alone.
    Delta,
    /// The spec as it is cannot be merged into, which is an error of it alone.
    Spec,
    /// What would be written is not a valid spec.
    Result,
}

/// Something that the program does not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeWarning {
    /// What it is about.
    pub kind: MergeWarningKind,
    /// The words in the delta.
    pub range: TextRange,
    /// What is not applied.
    pub message: String,
}

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MergeWarningKind {
    /// `REMOVED` names a requirement that the spec does not have.
    RemovedMissing,
    /// A requirement is in no section of the delta.
    Outside,
    /// The purpose is not applied, or is short.
    Purpose,
    /// Something that is not part of a requirement goes with it.
    DropsText,
}

/// A part of what is written, up to the start of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedPiece {
    /// Where it begins in the text that is written.
    pub start: TextSize,
    /// Where it comes from.
    pub source: PieceSource,
    /// The same bytes in that text. Empty for what is generated.
    pub range: TextRange,
}

/// Where a part of a merged spec comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PieceSource {
    /// The spec as it is.
    Spec,
    Delta,
    /// Neither.
    Generated,
}

/// Merges a delta into the spec of a capability, which may not exist yet.
///
/// `capability` is its path below `specs/`, `change` the name of the change, and `retire` its `retire_capabilities`. `openspec archive`
/// does this when the deltas of the change have no error (see [`super::delta_findings`]) or with `--no-validate`, which also leaves out
/// the check of the result and never retires a spec. `openspec validate` mentions the first refusal of each delta as INFO.
pub fn merge(capability: &str, change: &str, spec: Option<&str>, delta: &str, retire: bool) -> Merged {
    let plan = Delta::read(delta);
    let mut warnings = Vec::new();
    let target = match spec {
        Some(text) => MergeTarget::existing(text),
        None => new_target(capability, change, delta, &plan, &mut warnings),
    };
    let current = CapabilitySpec::read(target.text());
    let done = Merger::new((delta, &plan), (target.text(), &current), spec.is_some()).apply();
    warnings.extend(done.warnings);
    warnings.sort_by_key(|warning| (warning.range.start(), warning.kind));
    let mut refusals = done.refusals;
    let refuse = |mut refusals: Vec<MergeRefusal>, warnings| {
        refusals.sort_by_key(|refusal| (refusal.range.start(), refusal.kind));
        Merged { outcome: MergeOutcome::Refused, refusals, warnings, pieces: Vec::new() }
    };
    if !refusals.is_empty() {
        return refuse(refusals, warnings);
    }
    let (text, pieces) = compose(&target, &current, delta, &done.blocks);
    let result = CapabilitySpec::read(&text);
    let mut errors = spec_findings(&result, &text);
    errors.retain(|finding| finding.level == OpenSpecLevel::Error);
    let is_emptied = done.blocks.is_empty()
        && result.purpose.is_some_and(|purpose| !purpose.body.is_empty())
        && result.validated.is_some()
        && !errors.is_empty()
        && errors.iter().all(|finding| finding.check == OpenSpecCheck::SpecSectionMissing);
    let kept = if is_emptied { retire::unaccounted(target.text(), &current) } else { None };
    let done_with = |outcome| Merged { outcome, refusals: Vec::new(), warnings: Vec::new(), pieces: Vec::new() };
    if is_emptied && retire && kept.is_none() && (spec.is_none() || done.removed > 0) {
        let outcome = if spec.is_none() { MergeOutcome::Unchanged } else { MergeOutcome::Retired };
        return Merged { warnings, ..done_with(outcome) };
    }
    if is_emptied && spec.is_some() && done.removed > 0 {
        refusals.push(emptied(&plan, kept, retire));
    } else {
        refusals.extend(errors.iter().map(|error| invalid(error, &pieces, &plan)));
    }
    if !refusals.is_empty() {
        return refuse(refusals, warnings);
    }
    match done.is_changed {
        true => Merged { pieces, warnings, ..done_with(MergeOutcome::Written(text)) },
        false => Merged { warnings, ..done_with(MergeOutcome::Unchanged) },
    }
}

/// That the last requirement goes. `kept` is the text that a deletion would lose.
fn emptied(plan: &Delta, kept: Option<TextRange>, retire: bool) -> MergeRefusal {
    let message = match kept {
        None => {
            "this removes the last requirement of the spec: keep one, or set `retire_capabilities: true` in \
                 `.openspec.yaml` to delete the spec"
        }
        Some(_) if retire => {
            "this removes the last requirement, but the spec has other text that would be lost: move it to \
             `## Purpose` or delete the spec yourself"
        }
        Some(_) => {
            "this removes the last requirement of the spec: keep one, or move its other text to `## Purpose` and \
             set `retire_capabilities: true` in `.openspec.yaml`"
        }
    };
    let last = plan.removed().last();
    MergeRefusal {
        kind: MergeRefusalKind::Result,
        range: last.map_or_else(|| anchor(plan), |entry| entry.name.range),
        related: kept.into_iter().collect(),
        name: last.map(|entry| entry.name.text.clone()).unwrap_or_default(),
        near: None,
        message: message.to_owned(),
    }
}

/// That the result has this error.
fn invalid(error: &OpenSpecFinding, pieces: &[MergedPiece], plan: &Delta) -> MergeRefusal {
    let (source, range) = origin(pieces, error.range);
    let (range, related, place) = match source {
        PieceSource::Delta => (range, Vec::new(), "the merged spec"),
        PieceSource::Spec => (anchor(plan), vec![range], "the spec"),
        PieceSource::Generated => (anchor(plan), Vec::new(), "the merged spec"),
    };
    MergeRefusal {
        kind: MergeRefusalKind::Result,
        range,
        related,
        name: String::new(),
        near: None,
        message: format!("{place} would be invalid: {}", error.message),
    }
}

/// The bytes of a place of the result in the text where its start comes from.
fn origin(pieces: &[MergedPiece], range: TextRange) -> (PieceSource, TextRange) {
    let at = pieces.partition_point(|piece| piece.start <= range.start()).saturating_sub(1);
    let Some(piece) = pieces.get(at) else { return (PieceSource::Generated, TextRange::default()) };
    let start = (piece.range.start() + (range.start() - piece.start)).min(piece.range.end());
    (piece.source, TextRange::new(start, (start + range.len()).min(piece.range.end())))
}

/// The place for what concerns the delta as a whole: the title of its first section.
fn anchor(plan: &Delta) -> TextRange {
    plan.sections.first().map(|section| section.title).unwrap_or_default()
}

#[cfg(test)]
mod tests;
