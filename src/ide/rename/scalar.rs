//! Edits of YAML scalars that keep them strings.

use std::collections::BTreeMap;

use text_size::{TextRange, TextSize};

use crate::{
    syntax::yaml::{self, Node, Value, quote},
    workspace::{DocPath, Document, Edit, Snapshot},
};

/// What is replaced in a scalar, and by what.
type Changes = Vec<(TextRange, String)>;

/// The same edits with quotes where a scalar would turn into something else than a string. All edits of a scalar are looked at together,
/// because quotes replace it as a whole.
pub(super) fn quoted(snapshot: &Snapshot, edits: Vec<Edit>) -> Vec<Edit> {
    let mut others = Vec::new();
    let mut scalars: BTreeMap<(DocPath, TextSize), (&Document, &Node, Changes)> = BTreeMap::new();
    for edit in edits {
        let Edit::Replace { path, range, text } = edit else {
            others.push(edit);
            continue;
        };
        match snapshot.document(&path).and_then(|document| Some((document, scalar_at(document, range)?))) {
            Some((document, node)) => {
                let scalar = scalars.entry((path, node.range.start())).or_insert((document, node, Vec::new()));
                scalar.2.push((range, text));
            }
            None => others.push(Edit::Replace { path, range, text }),
        }
    }
    others.extend(scalars.into_values().flat_map(|(document, node, changes)| replaced(document, node, changes)));
    others
}

fn replaced(document: &Document, node: &Node, mut changes: Changes) -> Vec<Edit> {
    changes.sort_by_key(|(range, _)| range.start());
    if let Value::Scalar { text: value, plain, content } = &node.value {
        if *plain {
            let mut whole = document.text()[node.range].to_owned();
            for (range, text) in changes.iter().rev() {
                let start = usize::from(range.start() - node.range.start());
                whole.replace_range(start..start + usize::from(range.len()), text);
            }
            if node.is_string() && !reads_as(&whole) {
                return vec![Edit::replace(&document.path, node.range, quote(&whole))];
            }
        } else if let [(range, text)] = &*changes
            && range == content
            && text.contains(['\'', '"', '\\'])
            && value == &document.text()[*content]
        {
            return vec![Edit::replace(&document.path, node.range, quote(text))];
        }
    }
    changes.into_iter().map(|(range, text)| Edit::replace(&document.path, range, text)).collect()
}

/// Whether a plain scalar is read as exactly this string, in a flow collection too.
fn reads_as(plain: &str) -> bool {
    let list = format!("[{plain}]");
    let yaml = yaml::parse(&list, TextRange::up_to(TextSize::of(&*list)));
    let items = yaml.root.as_ref().map_or(&[][..], Node::items);
    !yaml.truncated && matches!(items, [only] if only.is_string() && only.as_str() == Some(plain))
}

/// The scalar of the front matter or of a YAML document whose text holds `range`.
fn scalar_at(document: &Document, range: TextRange) -> Option<&Node> {
    let facts = document.facts();
    let entries = facts.front_matter.iter().flat_map(|front_matter| &front_matter.entries);
    let nodes = entries.flat_map(|entry| [&entry.key, &entry.value]).chain(&facts.yaml.root);
    nodes.filter_map(|node| within(node, range)).next()
}

fn within(node: &Node, range: TextRange) -> Option<&Node> {
    if !node.range.contains_range(range) {
        return None;
    }
    match &node.value {
        Value::Scalar { .. } => Some(node),
        Value::Mapping(entries) => {
            entries.iter().flat_map(|entry| [&entry.key, &entry.value]).find_map(|node| within(node, range))
        }
        Value::Sequence(items) => items.iter().find_map(|item| within(item, range)),
        Value::Alias => None,
    }
}
