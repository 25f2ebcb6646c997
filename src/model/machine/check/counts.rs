//! The numbers under `metadata`.

use crate::model::machine::check::{MachineCheck, MachineFinding};
use crate::{
    model::machine::{Machine, Word, read},
    syntax::yaml::Node,
};
use rustc_hash::FxHashSet;

/// Adds the counts that the file itself contradicts.
///
/// Who counts agents may count those of the workflows, of the loops or of both: any of these is right.
pub(super) fn check(machine: &Machine, root: &Node, findings: &mut Vec<MachineFinding>) {
    let Some(metadata) = root.get("metadata") else {
        return;
    };
    let in_workflows = distinct(machine.steps.iter().flat_map(|step| step.agents.iter().cloned()));
    let (inner, outer) = (in_loop(root, "inner"), in_loop(root, "outer"));
    let in_loops: FxHashSet<String> = inner.union(&outer).cloned().collect();
    let anywhere = in_workflows.union(&in_loops).count();
    let counts: [(&str, &str, &[usize]); 6] = [
        ("state_count", "states", &[machine.states.len()]),
        ("workflow_count", "workflows", &[machine.steps.len()]),
        ("transition_count", "transitions", &[machine.transitions.len()]),
        ("agent_count", "agents", &[in_workflows.len(), in_loops.len(), anywhere]),
        ("inner_loop_agent_count", "agents in the inner loop", &[inner.len()]),
        ("outer_loop_agent_count", "agents in the outer loop", &[outer.len()]),
    ];
    for (key, things, actual) in counts {
        let Some(node) = metadata.get(key) else {
            continue;
        };
        let (Some(written), Some(first)) = (node.as_u64(), actual.first()) else {
            continue;
        };
        if !actual.iter().any(|count| u64::try_from(*count) == Ok(written)) {
            let message = format!("`{key}` is {written}, but the number of {things} is {first}");
            let mut finding = MachineFinding::new(MachineCheck::CountMismatch, node.content_range(), message);
            finding.replacement = Some(first.to_string());
            findings.push(finding);
        }
    }
}

/// The agents of a loop, in the present and in the former spelling.
fn in_loop(root: &Node, name: &str) -> FxHashSet<String> {
    let Some(loops) = root.get("agent_loops") else {
        return FxHashSet::default();
    };
    let agents = loops.get(name).into_iter().flat_map(|node| read::items(node, "agents"));
    let former = format!("{name}_loop");
    let former = read::items(loops, &former);
    distinct(agents.chain(former).filter_map(read::word))
}

fn distinct(words: impl Iterator<Item = Word>) -> FxHashSet<String> {
    words.map(|word| word.text).collect()
}
