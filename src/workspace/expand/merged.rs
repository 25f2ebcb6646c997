//! The expansion of a delta of OpenSpec: its spec as it will be.

use text_size::{TextRange, TextSize};

use super::{Expansion, Piece};
use crate::{
    model::open_spec::{MergeOutcome, Merged, PieceSource},
    workspace::{Document, Snapshot},
};

/// The spec after the change, without carriage returns; `None` for any document but a delta. Where the merge is refused, it is the spec of
/// today below the reasons.
pub(super) fn merged(snapshot: &Snapshot, delta: &Document) -> Option<Expansion> {
    let merged = snapshot.merged(delta)?;
    let (_, change, spec) = snapshot.merge_target(delta)?;
    let mut composer = Composer { delta, spec: spec.map(|spec| &**spec), expansion: Expansion::default() };
    match &merged.outcome {
        MergeOutcome::Written(text) => composer.written(text, &merged),
        MergeOutcome::Unchanged => composer.today(),
        MergeOutcome::Retired => {
            composer.note(&[format!("`openspec archive {change}` deletes this spec: its last requirement goes.")])
        }
        MergeOutcome::Refused => {
            let reasons = merged.refusals.iter().map(|refusal| format!("- {}", refusal.message));
            let title = format!("`openspec archive {change}` refuses this delta, so this is the spec of today:");
            composer.note(&[title].into_iter().chain(reasons).collect::<Vec<_>>());
            composer.today();
        }
    }
    Some(composer.expansion)
}

struct Composer<'a> {
    delta: &'a Document,
    spec: Option<&'a Document>,
    expansion: Expansion,
}

impl Composer<'_> {
    fn written(&mut self, text: &str, merged: &Merged) {
        let end = TextSize::of(text);
        let ends = merged.pieces.iter().skip(1).map(|piece| piece.start).chain([end]);
        for (piece, end) in merged.pieces.iter().zip(ends) {
            let bytes = &text[TextRange::new(piece.start, end.max(piece.start))];
            match (piece.source, self.spec) {
                (PieceSource::Spec, Some(spec)) => self.add(spec, piece.range, bytes),
                (PieceSource::Delta, _) => self.add(self.delta, piece.range, bytes),
                _ => self.add(self.delta, TextRange::empty(piece.range.start()), bytes),
            }
        }
    }

    fn today(&mut self) {
        if let Some(spec) = self.spec {
            self.add(spec, TextRange::up_to(TextSize::of(spec.text())), spec.text());
        }
    }

    /// Adds lines of our own, as a quote.
    fn note(&mut self, lines: &[String]) {
        let quoted: String = lines.iter().map(|line| format!("> {line}\n")).collect();
        self.add(self.delta, TextRange::default(), &format!("{quoted}\n"));
    }

    fn add(&mut self, document: &Document, range: TextRange, bytes: &str) {
        let start = TextSize::of(&*self.expansion.text);
        self.expansion.pieces.push(Piece { start, path: document.path.clone(), range });
        bytes.split('\r').for_each(|part| self.expansion.text.push_str(part));
    }
}
