//! Folds of YAML: what stands on several lines, and comments on lines that follow one another.

use text_size::{TextRange, TextSize};

use super::{Fold, FoldKind};
use crate::{
    syntax::yaml::{Entry, Node, Value},
    workspace::Facts,
};

pub(super) fn folds(text: &str, facts: &Facts, found: &mut Vec<Fold>) {
    facts.yaml.root.iter().for_each(|root| node(root, found));
    comments(text, facts, found);
}

/// Keys with what belongs to them, and the same below them.
pub(super) fn entries(entries: &[Entry], found: &mut Vec<Fold>) {
    for entry in entries {
        found.push(block(entry.range()));
        node(&entry.value, found);
    }
}

fn node(value: &Node, found: &mut Vec<Fold>) {
    match &value.value {
        Value::Mapping(own) => entries(own, found),
        Value::Sequence(items) => {
            for item in items {
                found.push(block(item.range));
                node(item, found);
            }
        }
        Value::Scalar { .. } | Value::Alias => {}
    }
}

fn block(range: TextRange) -> Fold {
    Fold { range, kind: FoldKind::Block }
}

fn comments(text: &str, facts: &Facts, found: &mut Vec<Fold>) {
    // A comment behind a value is part of no run.
    let alone = |comment: &&TextRange| {
        let line = facts.lines.line_range(text, facts.lines.line(comment.start()));
        text[TextRange::new(line.start(), comment.start().max(line.start()))].trim().is_empty()
    };
    let mut run: Option<TextRange> = None;
    for comment in facts.yaml.comments.iter().filter(alone) {
        let line = |at: TextSize| facts.lines.line(at);
        run = match run {
            Some(before) if line(before.end()) + 1 == line(comment.start()) => Some(before.cover(*comment)),
            before => {
                found.extend(before.map(comment_fold));
                Some(*comment)
            }
        };
    }
    found.extend(run.map(comment_fold));
}

fn comment_fold(range: TextRange) -> Fold {
    Fold { range, kind: FoldKind::Comment }
}
