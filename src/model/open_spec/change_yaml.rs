//! What the YAML files of OpenSpec have in common: an unknown key is dropped, and anything else that does not fit stops the program or
//! is dropped with a warning.

use text_size::TextRange;

use super::{
    OpenSpecLevel,
    change_finding::{ChangeCheck, ChangeFinding},
};
use crate::{
    model::{
        machine::Word,
        shape::{MisfitKind, Object, strict_misfits},
    },
    syntax::{
        nearest::nearest,
        yaml::{Node, Yaml},
    },
    text::list,
};

/// The most names that a message lists.
const MOST_NAMES: usize = 6;

/// To look for what was meant costs time with every name.
pub(super) const MOST_HINTS: usize = 100;

/// What does not fit into a file.
pub(super) struct CheckedYaml {
    /// In order.
    pub findings: Vec<ChangeFinding>,
    /// Whether the file is YAML to the program, which reads nothing of one that is not.
    pub is_yaml: bool,
}

/// Holds a file against its shape. `level` is what the program does about anything but an unknown key, and `empty` what to do about a
/// file without content.
pub(super) fn findings(
    yaml: &Yaml,
    object: &Object,
    check: ChangeCheck,
    level: OpenSpecLevel,
    empty: &str,
) -> CheckedYaml {
    let broken = yaml.problems.iter().map(|problem| {
        let message = format!("not valid YAML: {}", problem.message);
        ChangeFinding::new(check, level, problem.range, message)
    });
    let mut findings: Vec<_> = broken.collect();
    let mut is_yaml = findings.is_empty();
    match &yaml.root {
        // What is missing may only be unread.
        _ if yaml.truncated => {}
        Some(root) if !root.is_null() => {
            for (kind, misfit) in strict_misfits(root, object) {
                is_yaml &= kind != MisfitKind::DuplicateKey;
                let level = if kind == MisfitKind::UnknownKey { OpenSpecLevel::Warning } else { level };
                let finding = ChangeFinding::new(check, level, misfit.range, misfit.message);
                findings.push(finding.change_to(misfit.replacement.as_deref()));
            }
        }
        _ => {
            let message = format!("this file is empty: {empty}");
            findings.push(ChangeFinding::new(check, level, TextRange::default(), message));
        }
    }
    findings.sort_by_key(|finding| finding.range.start());
    CheckedYaml { findings, is_yaml }
}

/// A schema that the project lacks, where `known` are those that it has or that are built in.
///
/// It is no error: the program also looks into a folder of the user, which no project can see.
pub(super) fn unknown_schema(check: ChangeCheck, schema: &Word, known: &[&str]) -> Option<ChangeFinding> {
    let name = schema.text.as_str();
    if known.contains(&name) {
        return None;
    }
    let meant = nearest(name, known.iter().copied());
    let advice = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "add it to `openspec/schemas/`, unless every user has it".to_owned(),
    };
    let message = format!("the schema `{name}` is neither in this project nor built in: {advice}");
    Some(ChangeFinding::new(check, OpenSpecLevel::Warning, schema.range, message).change_to(meant))
}

/// A name that is not one of those that there are.
pub(super) fn unknown(
    check: ChangeCheck,
    level: OpenSpecLevel,
    what: &str,
    name: &Word,
    known: &[&str],
) -> ChangeFinding {
    let meant = nearest(&name.text, known.iter().copied());
    let advice = match meant {
        Some(meant) => format!(": did you mean `{meant}`?"),
        None if known.is_empty() || known.len() > MOST_NAMES => String::new(),
        None => format!(": use {}", list(known.iter().copied(), "or")),
    };
    ChangeFinding::new(check, level, name.range, format!("unknown {what} `{}`{advice}", name.text)).change_to(meant)
}

/// The scalar below a key, unless it is empty.
pub(super) fn word(node: &Node, key: &str) -> Option<Word> {
    node.get(key).and_then(scalar)
}

/// The scalars in the list below a key.
pub(super) fn words(node: &Node, key: &str) -> Vec<Word> {
    node.get(key).map_or(&[][..], Node::items).iter().filter_map(scalar).collect()
}

fn scalar(node: &Node) -> Option<Word> {
    let text = node.as_str().filter(|text| !text.is_empty())?;
    (!node.is_null()).then(|| Word { text: text.to_owned(), range: node.content_range() })
}
