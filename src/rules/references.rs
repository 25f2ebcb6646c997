//! Names of commands, agents, skills, rules, events and files.

mod cli_subcommand_unknown;
mod command_deprecated;
mod command_mismatch;
mod command_unknown;
mod event_unknown;
mod handoff_unknown_agent;
mod label_overwrite;
mod link_broken;
mod rule_id_unknown;
mod skill_unknown;

use super::{Advice, Context, Rule, Severity};
use crate::{model::Kind, syntax::reference::Reference};

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[
    &command_unknown::RULE,
    &command_deprecated::RULE,
    &command_mismatch::RULE,
    &cli_subcommand_unknown::RULE,
    &label_overwrite::RULE,
    &event_unknown::RULE,
    &handoff_unknown_agent::RULE,
    &skill_unknown::RULE,
    &rule_id_unknown::RULE,
    &link_broken::RULE,
];

/// The documents that tell an agent what to do today. Tasks and specs speak of what was, and of what is yet to be made.
const INSTRUCTIONS: &[Kind] = &[Kind::Command, Kind::Copy, Kind::Agent, Kind::Skill, Kind::Partial, Kind::Constitution];

/// The severity of a finding about a reference; `None` when it is none.
///
/// In a fenced block of a prompt, which an agent reads, it is a hint; in other documents such a block is an example.
fn severity(context: &Context<'_>, reference: &Reference, own: Severity) -> Option<Severity> {
    match (reference.fenced, context.document.kind.is_prompt()) {
        (false, _) => Some(own),
        (true, true) => Some(Severity::Hint),
        (true, false) => None,
    }
}

/// Up to three candidates that are close to `word`, the closest first.
fn close<'a>(advice: &mut Advice, word: &str, candidates: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    while found.len() < 3 {
        let rest = candidates.iter().copied().filter(|candidate| !found.contains(candidate));
        let Some(next) = advice.nearest(word, rest) else { break };
        found.push(next);
    }
    found
}
