//! Fenced blocks.

mod fence_closes_early;
mod fence_unclosed;
mod widening;

pub(in crate::rules) use widening::{FenceProblem, Widening, is_fragile, problems};

use text_size::TextSize;

use crate::{
    model::Kind,
    rules::{Context, Finding, Rule},
    syntax::markdown::FencedBlock,
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[&fence_closes_early::RULE, &fence_unclosed::RULE];

/// Whether nobody works on the document any more, so that how it reads is of no concern.
fn is_history(context: &Context<'_>) -> bool {
    let document = context.document;
    document.kind == Kind::Task && !context.snapshot.life(document).is_active()
}

/// Where the block opens of whose early end a problem of the block at `opener` is only a consequence, when that end is reported itself.
fn cause(widening: &Widening<'_>, context: &Context<'_>, opener: TextSize) -> Option<TextSize> {
    let reason = widening.reason(opener).filter(|reason| !reason.opener.contains(opener))?;
    let fenced = &context.facts().markdown.fenced;
    let at = fenced.partition_point(|block| block.opener.start() < reason.opener.start());
    let root = fenced.get(at).filter(|block| reason.opener.contains(block.opener.start()))?;
    fence_closes_early::closes_early(context.text, root).then(|| root.opener.start())
}

/// Says with which block the problem of another one began.
fn explain(widening: &Widening<'_>, context: &Context<'_>, fenced: &FencedBlock, finding: &mut Finding<'_>) {
    let Some(reason) = widening.reason(fenced.opener.start()) else { return };
    if !reason.opener.contains(fenced.opener.start()) {
        let opener = widening::fence(context.text, reason.opener);
        finding.related(&context.document.path, opener, "because this block ends earlier than its author meant");
    }
}
