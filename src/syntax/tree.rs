//! The blocks of a Markdown text as tree-sitter's block grammar sees them, asked through `queries/markdown/*.scm`.
//!
//! Only requests about structure need it: no fact and no finding depends on it, because a parse costs many times what
//! [`super::markdown`] costs. The inline grammar is never run: its time has no bound.

#[cfg(test)]
mod tests;

use super::range;
use std::{
    ops::ControlFlow,
    sync::{Arc, LazyLock, OnceLock},
    time::{Duration, Instant},
};
use text_size::TextRange;
use tree_sitter::{
    InputEdit, Language, Node, ParseOptions, Parser, Point, QueryCursor, QueryCursorOptions, StreamingIterator as _,
    TreeCursor,
};

/// How long a parse or a query may take before it is given up: far beyond what real documents need.
pub const LIMIT: Duration = Duration::from_millis(500);

static GRAMMAR: LazyLock<Language> = LazyLock::new(|| tree_sitter_md::LANGUAGE.into());

/// The blocks of one text.
#[derive(Debug, Clone)]
pub struct Tree {
    tree: tree_sitter::Tree,
    text: Arc<str>,
    /// What each [`Query`] has found. Outline, folds and selections ask the same, after each edit and again.
    found: [OnceLock<Option<Vec<Capture>>>; 2],
}

/// What can be asked of a tree: the name of a file in `queries/markdown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Query {
    /// `folds.scm`: `fold`.
    Folds,
    /// `outline.scm`: `heading.1` to `heading.6`, `container`.
    Outline,
}

/// A node that a query has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capture {
    /// The name in the query, without `@`.
    pub name: &'static str,
    /// The node's kind in the grammar.
    pub kind: &'static str,
    /// Its bytes; blocks mostly reach to the start of the next line.
    pub range: TextRange,
}

impl Tree {
    /// Parses `text`, and only what differs from `before` where there is such a tree. `None` when it takes longer than `limit`.
    pub fn parse(text: Arc<str>, before: Option<&Tree>, limit: Duration) -> Option<Tree> {
        // Offsets of the grammar are 32 bits wide.
        u32::try_from(text.len()).ok()?;
        let mut parser = Parser::new();
        parser.set_language(&GRAMMAR).ok()?;
        let before = before.map(|before| {
            let mut tree = before.tree.clone();
            tree.edit(&difference(&before.text, &text));
            tree
        });
        let bytes = text.as_bytes();
        let until = Instant::now() + limit;
        let mut progress = |_: &_| go_on(until);
        let tree = parser.parse_with_options(
            &mut |at, _| bytes.get(at..).unwrap_or_default(),
            before.as_ref(),
            Some(ParseOptions::new().progress_callback(&mut progress)),
        )?;
        Some(Tree { tree, text, found: Default::default() })
    }

    /// The text that it is the tree of.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// What a query finds, in order of position, the outer before the inner. `None` when it takes too long.
    pub fn query(&self, query: Query) -> Option<&[Capture]> {
        self.found[query as usize].get_or_init(|| self.captures(query)).as_deref()
    }

    fn captures(&self, query: Query) -> Option<Vec<Capture>> {
        let query = query.compiled()?;
        let mut cursor = QueryCursor::new();
        let until = Instant::now() + LIMIT;
        let mut timed_out = false;
        let mut progress = |_: &_| {
            let flow = go_on(until);
            timed_out |= flow.is_break();
            flow
        };
        let options = QueryCursorOptions::new().progress_callback(&mut progress);
        let mut found = Vec::new();
        {
            let mut matches = cursor.captures_with_options(query, self.tree.root_node(), self.text.as_bytes(), options);
            while let Some((matched, index)) = matches.next() {
                let Some(capture) = matched.captures().get(*index) else { continue };
                let Some(name) = query.capture_names().get(capture.index as usize).copied() else { continue };
                let kind = GRAMMAR.node_kind_for_id(capture.node.kind_id()).unwrap_or_default();
                found.push(Capture { name, kind, range: bytes_of(capture.node) });
            }
        }
        (!timed_out).then_some(found)
    }

    /// The blocks that hold all of `wanted`, the outermost first.
    pub fn around(&self, wanted: TextRange) -> Vec<TextRange> {
        let mut around = Vec::new();
        let mut cursor = self.tree.walk();
        loop {
            let node = cursor.node();
            if node.is_named() {
                around.push(bytes_of(node));
            }
            if !enter(&mut cursor, wanted) {
                return around;
            }
        }
    }
}

/// Goes to the child that holds all of `wanted`, if one does.
fn enter(cursor: &mut TreeCursor<'_>, wanted: TextRange) -> bool {
    if cursor.goto_first_child_for_byte(wanted.start().into()).is_none() {
        return false;
    }
    loop {
        let child = bytes_of(cursor.node());
        if child.contains_range(wanted) && !child.is_empty() {
            return true;
        }
        if child.start() > wanted.start() || !cursor.goto_next_sibling() {
            return false;
        }
    }
}

impl Query {
    fn compiled(self) -> Option<&'static tree_sitter::Query> {
        static FOLDS: LazyLock<Option<tree_sitter::Query>> =
            LazyLock::new(|| compile(include_str!("../../queries/markdown/folds.scm")));
        static OUTLINE: LazyLock<Option<tree_sitter::Query>> =
            LazyLock::new(|| compile(include_str!("../../queries/markdown/outline.scm")));
        match self {
            Query::Folds => FOLDS.as_ref(),
            Query::Outline => OUTLINE.as_ref(),
        }
    }
}

fn compile(source: &str) -> Option<tree_sitter::Query> {
    tree_sitter::Query::new(&GRAMMAR, source).ok()
}

fn go_on(until: Instant) -> ControlFlow<()> {
    if Instant::now() < until { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

fn bytes_of(node: Node<'_>) -> TextRange {
    range(node.start_byte(), node.end_byte())
}

/// The one edit that makes `new` of `old`: what is between their common start and their common end.
fn difference(old: &str, new: &str) -> InputEdit {
    let (a, b) = (old.as_bytes(), new.as_bytes());
    let same = common(a.iter(), b.iter());
    let start = old.floor_char_boundary(same).min(new.floor_char_boundary(same));
    let tail = common(a[start..].iter().rev(), b[start..].iter().rev());
    let (old_end, new_end) = (a.len() - tail, b.len() - tail);
    // A character whose first bytes differ and whose last ones do not has changed as a whole.
    let shift = old.ceil_char_boundary(old_end) - old_end;
    let (old_end, new_end) = (old_end + shift, new_end + shift);
    let point = |text: &[u8], at: usize| {
        let before = &text[..at];
        let line = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        Point { row: memchr::memchr_iter(b'\n', before).count(), column: at - line }
    };
    InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: point(a, start),
        old_end_position: point(a, old_end),
        new_end_position: point(b, new_end),
    }
}

fn common<'a>(a: impl Iterator<Item = &'a u8>, b: impl Iterator<Item = &'a u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}
