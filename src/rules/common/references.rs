//! Names of commands, agents, skills and files. The group shares its heading with flowspec's own references.

pub(in crate::rules) mod command_deprecated;
pub(in crate::rules) mod command_unknown;
pub(in crate::rules) mod file_reference_missing;
pub(in crate::rules) mod handoff_unknown_agent;
pub(in crate::rules) mod import_too_deep;
pub(in crate::rules) mod link_broken;
pub(in crate::rules) mod skill_unknown;

use crate::{
    model::{Kind, SpecKitKind},
    rules::{Advice, Context, Severity},
    syntax::reference::Reference,
};

/// The documents that tell an agent what to do today. Tasks and specs speak of what was, and of what is yet to be made.
pub(in crate::rules) const INSTRUCTIONS: &[Kind] = &[
    Kind::Command,
    Kind::Copy,
    Kind::Agent,
    Kind::Skill,
    Kind::Partial,
    Kind::Constitution,
    Kind::SpecKit(SpecKitKind::Prompt),
];

/// The severity of a finding about a reference; `None` when it is none.
///
/// In a fenced block of a prompt, which an agent reads, it is a hint; in other documents such a block is an example.
pub(in crate::rules) fn severity(context: &Context<'_>, reference: &Reference, own: Severity) -> Option<Severity> {
    match (reference.fenced, context.document.kind.is_prompt()) {
        (false, _) => Some(own),
        (true, true) => Some(Severity::Hint),
        (true, false) => None,
    }
}

/// Up to three candidates that are close to `word`, the closest first.
pub(in crate::rules) fn close<'a>(advice: &mut Advice, word: &str, candidates: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    while found.len() < 3 {
        let rest = candidates.iter().copied().filter(|candidate| !found.contains(candidate));
        let Some(next) = advice.nearest(word, rest) else { break };
        found.push(next);
    }
    found
}
