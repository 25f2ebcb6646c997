//! Fixes for blocks that Markdown ends elsewhere than their author meant. Each is tried before it is offered.

use std::{cmp::Ordering, collections::BTreeSet};

use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

use super::{fence_closes_early::closes_early, fence_unclosed::is_unclosed};
use crate::{
    model::Kind,
    rules::{Context, Edit, Fix},
    syntax::{
        fence::{self, ExpanderFence},
        include::{self, Include, IncludeKind},
        markdown::{self, FencedBlock},
    },
    text::LineIndex,
};

/// How many blocks one fix widens at most, so that a file full of fences does not make every finding carry them all.
const MOST: usize = 50;

/// How many bytes may be read again in one document to try its fixes.
const MOST_TRIED: usize = 4 * 1024 * 1024;

/// The fences of one document, for as long as one rule looks at it.
pub(in crate::rules) struct Widening<'a> {
    context: Context<'a>,
    /// The blocks that Markdown opens where their author did and closes elsewhere, in order.
    misread: Vec<&'a ExpanderFence>,
    /// Worked out when the first fix is wanted.
    problems: Option<BTreeSet<FenceProblem>>,
    /// What is left once the fragile blocks of a range are widened; `None` when there are none or too many of them.
    tried: FxHashMap<(usize, usize), Option<BTreeSet<FenceProblem>>>,
    left: usize,
}

/// What this kind of fix is offered for, by its line, which widening a fence does not move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rules) enum FenceProblem {
    /// `fence-closes-early`.
    ClosesEarly(u32),
    /// `fence-unclosed`.
    Unclosed(u32),
    /// `include-fragile`.
    Fragile(u32),
}

impl<'a> Widening<'a> {
    pub(in crate::rules) fn new(context: &Context<'a>) -> Self {
        let facts = context.facts();
        let fenced = &facts.markdown.fenced;
        let opened_as_meant = |block: &&ExpanderFence| {
            let same = fenced.partition_point(|fenced| fenced.opener.start() < block.opener.start());
            let same = fenced.get(same).filter(|fenced| block.opener.contains(fenced.opener.start()));
            same.is_some_and(|fenced| match (fenced.closer, block.closer) {
                (Some(closer), Some(meant)) => !meant.contains(closer.start()),
                (closer, meant) => closer.is_some() != meant.is_some(),
            })
        };
        let misread = facts.fences.blocks.iter().filter(opened_as_meant).collect();
        Widening { context: *context, misread, problems: None, tried: FxHashMap::default(), left: MOST_TRIED }
    }

    /// The block with which a problem at `at` began: the last one up to there that Markdown ends elsewhere.
    pub(in crate::rules) fn reason(&self, at: TextSize) -> Option<&'a ExpanderFence> {
        let before = self.misread.partition_point(|block| block.opener.start() <= at);
        self.misread.get(before.checked_sub(1)?).copied()
    }

    /// Widens the blocks from the reason of a problem to the place where it shows, else all from there on; whichever solves the problem
    /// and brings no other.
    pub(in crate::rules) fn fix(&mut self, problem: FenceProblem, at: TextSize) -> Option<Fix> {
        let reason = self.reason(at)?;
        let blocks = &self.context.facts().fences.blocks;
        let from = blocks.partition_point(|block| block.opener.start() < reason.opener.start());
        let until = blocks.partition_point(|block| block.opener.start() <= at);
        for until in [until, blocks.len()] {
            if self.solves(problem, from, until) {
                let widened = self.fragile(from, until);
                let title = match *widened {
                    [block] => format!("Widen the outer fence to {} backticks", block.longest_inside + 1),
                    _ => "Widen the outer fences".to_owned(),
                };
                let path = &self.context.document.path;
                let edits = self.edits(&widened).into_iter().map(|(range, fence)| Edit::replace(path, range, fence));
                return Some(Fix::new(title, edits.collect()));
            }
        }
        None
    }

    fn solves(&mut self, problem: FenceProblem, from: usize, until: usize) -> bool {
        if !self.tried.contains_key(&(from, until)) {
            let widened = self.fragile(from, until);
            let Some(left) = self.left.checked_sub(self.context.text.len()) else { return false };
            let left_over = (1..=MOST).contains(&widened.len()).then(|| {
                self.left = left;
                self.widened(&self.edits(&widened))
            });
            self.tried.insert((from, until), left_over);
        }
        let before = self.problems.get_or_insert_with(|| problems(&self.context, self.context.text));
        let left_over = self.tried.get(&(from, until)).and_then(Option::as_ref);
        left_over.is_some_and(|left| !left.contains(&problem) && left.is_subset(before))
    }

    /// The blocks in which there are fences as long as their own. One without an end has nothing to widen to.
    fn fragile(&self, from: usize, until: usize) -> Vec<&'a ExpanderFence> {
        let blocks = &self.context.facts().fences.blocks[from..until];
        let fragile = blocks.iter().filter(|block| block.longest_inside >= block.length && block.closer.is_some());
        fragile.take(MOST + 1).collect()
    }

    /// The backticks to replace, in order, and what replaces them.
    fn edits(&self, widened: &[&ExpanderFence]) -> Vec<(TextRange, String)> {
        let edit = |block: &&ExpanderFence| {
            let fence = "`".repeat(block.longest_inside as usize + 1);
            [Some(block.opener), block.closer].into_iter().flatten().map(move |line| (line, fence.clone()))
        };
        widened.iter().flat_map(edit).map(|(line, fence)| (ticks(self.context.text, line), fence)).collect()
    }

    /// The problems of the text after edits.
    fn widened(&self, edits: &[(TextRange, String)]) -> BTreeSet<FenceProblem> {
        let text = self.context.text;
        let mut after = String::with_capacity(text.len() + edits.len() * 2);
        let mut at = TextSize::new(0);
        for (range, fence) in edits {
            after.push_str(&text[TextRange::new(at, range.start())]);
            after.push_str(fence);
            at = range.end();
        }
        after.push_str(&text[usize::from(at)..]);
        problems(&self.context, &after)
    }
}

/// The problems of the document if it had this text, in which the front matter is as it is now.
pub(in crate::rules) fn problems(context: &Context<'_>, text: &str) -> BTreeSet<FenceProblem> {
    let body = context.facts().body;
    let (fences, lines) = (fence::parse(text, body), LineIndex::new(text));
    let markdown = markdown::parse(text, body);
    let includes = include::parse(text, body, &fences, &markdown);
    let fenced = &markdown.fenced;
    let line = |at: TextRange| lines.line(at.start());
    let early = fenced.iter().filter(|block| closes_early(text, block)).map(|block| line(block.opener));
    let unclosed = fenced.iter().filter(|block| is_unclosed(block)).map(|block| line(block.opener));
    let is_prompt = Kind::PROMPTS.contains(&context.document.kind);
    let fragile = includes.iter().filter(|include| is_prompt && is_fragile(include, fenced));
    let fragile = fragile.map(|include| FenceProblem::Fragile(line(include.range)));
    early.map(FenceProblem::ClosesEarly).chain(unclosed.map(FenceProblem::Unclosed)).chain(fragile).collect()
}

/// Whether the expander and CommonMark, which sees the `fenced` blocks, disagree about an include: what `include-fragile` reports.
pub(in crate::rules) fn is_fragile(include: &Include, fenced: &[FencedBlock]) -> bool {
    include.kind == IncludeKind::Directive && include.fenced != in_block(fenced, include.range.start())
}

/// Whether CommonMark sees `offset` inside a fenced block; they are in order.
fn in_block(blocks: &[FencedBlock], offset: TextSize) -> bool {
    let found = blocks.binary_search_by(|block| {
        let end = block.closer.map_or(block.content.end(), |closer| closer.end()).max(block.content.end());
        match (offset < block.opener.start(), offset >= end) {
            (true, _) => Ordering::Greater,
            (_, true) => Ordering::Less,
            _ => Ordering::Equal,
        }
    });
    found.is_ok()
}

/// A fence line without the spaces around it.
pub(super) fn fence(text: &str, line: TextRange) -> TextRange {
    let source = &text[line];
    let indent = source.len() - source.trim_start().len();
    TextRange::at(line.start() + TextSize::new(indent as u32), TextSize::of(source.trim()))
}

/// The backticks of a fence line.
fn ticks(text: &str, line: TextRange) -> TextRange {
    let fence = fence(text, line);
    let length = text[fence].bytes().take_while(|byte| *byte == b'`').count();
    TextRange::at(fence.start(), TextSize::new(length as u32))
}
