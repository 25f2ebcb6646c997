//! A workflow file to a machine.

use crate::model::machine::{
    Artifact, Machine, MachineCheck, MachineFinding, State, Step, Transition, Word, check, schema,
};
use crate::{
    model::shape,
    syntax::yaml::{Entry, Node, NodeKind, Yaml},
};
use rustc_hash::FxHashSet;

impl Machine {
    /// Reads a workflow file as far as it goes.
    pub fn read(yaml: &Yaml) -> Machine {
        let machine = yaml.root.as_ref().map(read).unwrap_or_default();
        Machine { incomplete: yaml.truncated || yaml.root.is_none(), ..machine }
    }

    /// Reads a workflow file as far as it goes, with what is wrong in it in order of position.
    ///
    /// A file that is not YAML to its end has no findings here: what is missing may only be unread.
    pub fn from_yaml(yaml: &Yaml) -> (Machine, Vec<MachineFinding>) {
        let machine = Machine::read(yaml);
        let root = yaml.root.as_ref().filter(|_| !machine.incomplete);
        let findings = root.map(|root| findings(&machine, root));
        (machine, findings.unwrap_or_default())
    }
}

fn findings(machine: &Machine, root: &Node) -> Vec<MachineFinding> {
    let object = if machine.legacy { &schema::LEGACY } else { &schema::FILE };
    let misfits = shape::misfits(root, object).into_iter();
    let mut findings: Vec<MachineFinding> = misfits
        .map(|misfit| MachineFinding {
            replacement: misfit.replacement,
            ..MachineFinding::new(MachineCheck::Schema, misfit.range, misfit.message)
        })
        .collect();
    check::check(machine, root, &mut findings);
    findings.sort_by_key(|finding| (finding.range.start(), finding.check));
    findings
}

fn read(root: &Node) -> Machine {
    let transitions: Vec<Transition> = items(root, "transitions").map(transition).collect();
    let legacy = root.get("states").is_none() && root.get("workflows").is_none() && root.get("transitions").is_some();
    let states = if legacy {
        derived_states(&transitions)
    } else {
        let names = items(root, "states").filter_map(name_or_word);
        names.map(|name| State { name }).collect()
    };
    let workflows = root.get("workflows").map_or(&[][..], Node::entries);
    Machine {
        states,
        steps: workflows.iter().filter_map(workflow).collect(),
        transitions,
        legacy,
        ..Machine::default()
    }
}

/// The states that transitions speak of, in the order in which they do.
fn derived_states(transitions: &[Transition]) -> Vec<State> {
    let mut seen = FxHashSet::default();
    let words = transitions.iter().flat_map(|transition| transition.from.iter().chain(&transition.to));
    words.filter(|word| seen.insert(word.text.trim().to_lowercase())).map(|word| State { name: word.clone() }).collect()
}

fn workflow(entry: &Entry) -> Option<Step> {
    let node = &entry.value;
    Some(Step {
        name: word(&entry.key)?,
        command: node.get("command").and_then(word),
        agents: items(node, "agents").filter_map(name_or_word).collect(),
        input_states: node.get("input_states").map(words).unwrap_or_default(),
        output_state: node.get("output_state").and_then(word),
        optional: flag(node, "optional"),
        range: entry.range(),
    })
}

fn transition(node: &Node) -> Transition {
    Transition {
        name: node.get("name").and_then(word),
        from: node.get("from").map(words).unwrap_or_default(),
        to: node.get("to").and_then(word),
        via: node.get("via").and_then(word),
        input_artifacts: items(node, "input_artifacts").filter_map(artifact).collect(),
        output_artifacts: items(node, "output_artifacts").filter_map(artifact).collect(),
        validation: node.get("validation").and_then(word),
        range: node.range,
    }
}

fn artifact(node: &Node) -> Option<Artifact> {
    let kind = node.get("type").and_then(Node::as_str);
    Some(Artifact {
        kind: kind.unwrap_or_default().to_owned(),
        path: node.get("path").and_then(word)?,
        required: flag(node, "required"),
        multiple: flag(node, "multiple"),
    })
}

fn flag(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool).unwrap_or_default()
}

pub(super) fn items<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    node.get(key).map_or(&[][..], Node::items).iter()
}

/// One word or a list of them.
fn words(node: &Node) -> Vec<Word> {
    match node.kind() {
        NodeKind::Sequence => node.items().iter().filter_map(word).collect(),
        _ => word(node).into_iter().collect(),
    }
}

/// The name of `- name: x`, or the word of `- x`.
pub(super) fn name_or_word(node: &Node) -> Option<Word> {
    match node.kind() {
        NodeKind::Mapping => node.get("name").and_then(word),
        _ => word(node),
    }
}

/// A scalar that says something.
pub(super) fn word(node: &Node) -> Option<Word> {
    let text = node.as_str().map(str::trim)?;
    (!text.is_empty() && !node.is_null()).then(|| Word { text: text.to_owned(), range: node.content_range() })
}
