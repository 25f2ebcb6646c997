//! Whether two workflow files define the same machine.

use crate::model::machine::{Machine, Step, Transition, Word};
use rustc_hash::FxHashMap;
use text_size::TextRange;

/// The first thing that two machines say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs: `` the output state of `plan` ``.
    pub what: String,
    /// The section of the file where it is said: `states`, `workflows` or `transitions`.
    pub section: &'static str,
    /// Where this machine says it, if it does.
    pub here: Option<TextRange>,
    /// Where the other one says it, if it does.
    pub there: Option<TextRange>,
}

/// The order in which states, workflows and transitions stand does not count.
pub(super) fn difference(here: &Machine, there: &Machine) -> Option<Difference> {
    let states = |machine: &'_ Machine| names(machine.states.iter().map(|state| state.name.clone()));
    let one_sided = unmatched(&states(here), &states(there), "state", "states");
    one_sided.or_else(|| workflows(here, there)).or_else(|| transitions(here, there))
}

fn workflows(here: &Machine, there: &Machine) -> Option<Difference> {
    let all = |machine: &'_ Machine| names(machine.steps.iter().map(|step| step.name.clone()));
    let one_sided = unmatched(&all(here), &all(there), "workflow", "workflows");
    one_sided.or_else(|| {
        let pairs = here.steps.iter().filter_map(|one| Some((one, there.step(&one.name.text)?)));
        pairs.into_iter().find_map(|(one, other)| step(one, other))
    })
}

fn step(one: &Step, other: &Step) -> Option<Difference> {
    let name = &one.name.text;
    let texts = |words: &[Word]| {
        let mut texts: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
        texts.sort_unstable();
        texts
    };
    let differs = |what: &str, here: Option<TextRange>, there: Option<TextRange>| {
        Some(Difference {
            what: format!("the {what} of `{name}`"),
            section: "workflows",
            here: here.or(Some(one.name.range)),
            there: there.or(Some(other.name.range)),
        })
    };
    let range = |word: &Option<Word>| word.as_ref().map(|word| word.range);
    let first = |words: &[Word]| words.first().map(|word| word.range);
    if text(&one.command) != text(&other.command) {
        return differs("command", range(&one.command), range(&other.command));
    }
    if texts(&one.input_states) != texts(&other.input_states) {
        return differs("input states", first(&one.input_states), first(&other.input_states));
    }
    if text(&one.output_state) != text(&other.output_state) {
        return differs("output state", range(&one.output_state), range(&other.output_state));
    }
    (one.optional != other.optional).then(|| differs("`optional`", None, None))?
}

fn transitions(here: &Machine, there: &Machine) -> Option<Difference> {
    let steps = |machine: &'_ Machine| {
        let steps = machine.transitions.iter().flat_map(steps);
        steps.collect::<Vec<(String, TextRange)>>()
    };
    unmatched(&steps(here), &steps(there), "transition", "transitions")
}

/// A transition's steps in words, with its approval.
fn steps(transition: &Transition) -> impl Iterator<Item = (String, TextRange)> {
    transition.from.iter().map(move |from| {
        let (to, via) = (text(&transition.to), text(&transition.via));
        let validation = match text(&transition.validation) {
            "" => "NONE",
            validation => validation,
        };
        let range = transition.name.as_ref().unwrap_or(from).range;
        (format!("{} → {to}, via {via}, validation {validation}", from.text), range)
    })
}

/// The first name that only one side has.
fn unmatched(
    here: &[(String, TextRange)],
    there: &[(String, TextRange)],
    what: &str,
    section: &'static str,
) -> Option<Difference> {
    let only = |these: &[(String, TextRange)], those: &[(String, TextRange)]| {
        let those: FxHashMap<&str, ()> = those.iter().map(|(name, _)| (name.as_str(), ())).collect();
        these.iter().find(|(name, _)| !those.contains_key(name.as_str())).cloned()
    };
    let difference =
        |name: &str, here, there| Difference { what: format!("the {what} `{name}`"), section, here, there };
    if let Some((name, range)) = only(here, there) {
        return Some(difference(&name, Some(range), None));
    }
    only(there, here).map(|(name, range)| difference(&name, None, Some(range)))
}

fn names(words: impl Iterator<Item = Word>) -> Vec<(String, TextRange)> {
    words.map(|word| (word.text, word.range)).collect()
}

fn text(word: &Option<Word>) -> &str {
    word.as_ref().map_or("", |word| word.text.as_str())
}
