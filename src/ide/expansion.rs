//! The expansion of a command as an editor shows it: where its words come from, and what is wrong with them there.
//!
//! What is shown may be older than the expansion is now. What both begin and end with is told apart from the rest, and of the rest
//! nothing is said.

use std::{collections::BTreeMap, iter::zip, sync::Arc};

use text_size::{TextRange, TextSize};

use crate::{
    rules::{Diagnostic, Related},
    workspace::{DocPath, Document, Expansion, Snapshot, expand},
};

/// How many findings are shown in one expansion: a partial can be included very often.
const MOST: usize = 1000;

/// The expansion of a command, and the document that shows it.
#[derive(Debug)]
pub struct Shown {
    snapshot: Snapshot,
    expansion: Expansion,
    document: Arc<Document>,
    /// How many bytes both begin with.
    prefix: TextSize,
    /// How many bytes both end with, besides those.
    suffix: TextSize,
}

/// Where a word of an expansion comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The command or the partial.
    pub path: DocPath,
    /// The byte in it.
    pub offset: TextSize,
}

impl Shown {
    /// Expands `command`, which `document` shows.
    pub fn new(snapshot: Snapshot, command: &Document, document: Arc<Document>) -> Shown {
        let expansion = expand(&snapshot, command);
        let (now, shown) = (expansion.text.as_bytes(), document.text().as_bytes());
        let same = |(a, b): &(&u8, &u8)| a == b;
        let prefix = zip(now, shown).take_while(same).count();
        let suffix = zip(now[prefix..].iter().rev(), shown[prefix..].iter().rev()).take_while(same).count();
        let [prefix, suffix] = [prefix, suffix].map(|length| TextSize::new(length as u32));
        Shown { snapshot, expansion, document, prefix, suffix }
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.expansion.text
    }

    /// The documents that it is made of, each once, sorted.
    pub fn sources(&self) -> Vec<DocPath> {
        let mut sources: Vec<_> = self.expansion.pieces.iter().map(|piece| piece.path.clone()).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// The findings of the documents that it is made of, wherever all of their bytes are shown, sorted. Each leads to its cause, and
    /// its fixes mend that.
    pub fn findings(&self, found: &BTreeMap<DocPath, Arc<[Diagnostic]>>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for piece in &self.expansion.pieces {
            let (Some(source), Some(found)) = (self.snapshot.document(&piece.path), found.get(&piece.path)) else {
                continue;
            };
            let first = found.partition_point(|found| found.range.start() < piece.range.start());
            let found = found[first..].iter().take_while(|found| found.range.start() <= piece.range.end());
            let placing = piece.placing(source.text());
            let here = found.filter_map(|found| {
                let range = self.shown(placing(found.range)?)?;
                let message = format!("the cause is here, in `{}`", source.name());
                let cause = Related { path: piece.path.clone(), range: found.range, message };
                let related = std::iter::once(cause).chain(found.related.iter().cloned()).collect();
                Some(Diagnostic { range, related, ..found.clone() })
            });
            findings.extend(here.take(MOST - findings.len()));
        }
        findings.sort();
        // One without bytes can stand at the end of a piece and at the start of the next.
        findings.dedup();
        findings
    }

    /// Where the byte at `offset` of what is shown comes from.
    pub fn origin(&self, offset: TextSize) -> Option<Origin> {
        let (path, offset) = self.expansion.origin(&self.snapshot, self.current(offset)?)?;
        Some(Origin { path, offset })
    }

    /// Where a range of the document that the byte at `offset` of what is shown comes from is shown there.
    pub fn range_at(&self, offset: TextSize, range: TextRange) -> Option<TextRange> {
        let piece = self.expansion.piece_at(self.current(offset)?)?;
        self.shown(piece.placing(self.snapshot.document(&piece.path)?.text())(range)?)
    }

    /// The line of what is shown that holds `offset`.
    pub fn line_range(&self, offset: TextSize) -> TextRange {
        let lines = &self.document.facts().lines;
        lines.line_range(self.document.text(), lines.line(offset))
    }

    /// The place in the expansion of a place in what is shown.
    fn current(&self, offset: TextSize) -> Option<TextSize> {
        if offset < self.prefix {
            return Some(offset);
        }
        let left = TextSize::of(self.document.text()).checked_sub(offset)?;
        TextSize::of(self.text()).checked_sub(left).filter(|_| left <= self.suffix)
    }

    /// The place in what is shown of a place in the expansion.
    fn shown(&self, range: TextRange) -> Option<TextRange> {
        if range.end() <= self.prefix {
            return Some(range);
        }
        let left = TextSize::of(self.text()) - range.start();
        let start = TextSize::of(self.document.text()).checked_sub(left).filter(|_| left <= self.suffix)?;
        Some(TextRange::at(start, range.len()))
    }
}

#[cfg(test)]
mod tests;
