//! What can be folded: sections, blocks and pairs of markers in Markdown, nested values and comments in YAML.

mod yaml;

use text_size::{TextRange, TextSize};

use super::outline::headings;
use crate::{
    model::section::sections,
    syntax::markdown::blocks::BlockKind,
    text::window::Fact,
    workspace::{Document, Facts},
};

/// A part of a text that can be folded away below its first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From the start of the line that stays to the end of the last line that goes, its line end excluded.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// The kinds of fold that editors treat alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    /// What a pair of markers holds.
    Region,
    /// A comment.
    Comment,
    /// Everything else.
    Block,
}

/// The folds of a document in order of position, the outer before the inner, at most one a line and at most `most`: of too many
/// the outermost stay.
pub fn folds(document: &Document, most: usize) -> Vec<Fold> {
    let (text, facts) = (document.text(), document.facts());
    let mut found = Vec::new();
    if document.kind.is_yaml() {
        yaml::folds(text, facts, &mut found);
    } else if document.kind.is_markdown() {
        markdown(document, &mut found);
    }
    let mut folds: Vec<Fold> = found.into_iter().filter_map(|fold| visible(text, facts, fold)).collect();
    folds.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end()), fold.kind));
    folds.dedup_by_key(|fold| facts.lines.line(fold.range.start()));
    outermost(folds, most)
}

fn markdown(document: &Document, found: &mut Vec<Fold>) {
    let (text, facts) = (document.text(), document.facts());
    if let Some(front_matter) = &facts.front_matter {
        found.push(Fold { range: front_matter.range, kind: FoldKind::Block });
        yaml::entries(&front_matter.entries, found);
    }
    let pairs = sections(text, &facts.markers).pairs.into_iter();
    found.extend(pairs.map(|pair| Fold { range: pair.begin.cover(pair.end), kind: FoldKind::Region }));
    found.extend(headings(document).into_iter().map(|heading| Fold { range: heading.section, kind: FoldKind::Block }));
    let fenced = facts.markdown.fenced.iter().map(Fact::extent);
    let code = fenced.chain(facts.markdown.indented.iter().copied());
    found.extend(code.map(|range| Fold { range, kind: FoldKind::Block }));
    found.extend(document.blocks().iter().filter_map(|block| {
        let kind = match block.kind {
            BlockKind::Html if text[block.range].starts_with("<!--") => FoldKind::Comment,
            BlockKind::Quote | BlockKind::List | BlockKind::Footnote | BlockKind::Table | BlockKind::Html => {
                FoldKind::Block
            }
            BlockKind::Item | BlockKind::Cell | BlockKind::Paragraph => return None,
        };
        Some(Fold { range: block.range, kind })
    }));
}

/// The fold without the blank lines at its end, from the start of its line; `None` when it is one line only.
fn visible(text: &str, facts: &Facts, fold: Fold) -> Option<Fold> {
    let content = text[fold.range].trim_end();
    let end = fold.range.start() + TextSize::of(content);
    let first = facts.lines.line(fold.range.start());
    if facts.lines.line(end) <= first {
        return None;
    }
    let start = facts.lines.line_range(text, first).start();
    let end = facts.lines.line_range(text, facts.lines.line(end)).end();
    Some(Fold { range: TextRange::new(start, end), ..fold })
}

/// At most `most` of sorted folds, those that fewest others are around first.
fn outermost(folds: Vec<Fold>, most: usize) -> Vec<Fold> {
    if folds.len() <= most {
        return folds;
    }
    let mut open: Vec<TextRange> = Vec::new();
    let mut depths: Vec<(usize, usize)> = Vec::new();
    for (at, fold) in folds.iter().enumerate() {
        while open.pop_if(|outer| !outer.contains_range(fold.range)).is_some() {}
        depths.push((open.len(), at));
        open.push(fold.range);
    }
    depths.sort_unstable();
    depths.truncate(most);
    depths.sort_unstable_by_key(|(_, at)| *at);
    depths.into_iter().filter_map(|(_, at)| folds.get(at).copied()).collect()
}

#[cfg(test)]
mod tests;
