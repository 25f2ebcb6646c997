//! Words of a document replaced so that YAML still reads as it did.

use text_size::{TextRange, TextSize};

use crate::{
    syntax::yaml::{self, Node, Value, quote},
    workspace::{Document, Edit},
};

/// Replaces `range` by `text`. A plain scalar that would turn into something else than a string gets quotes.
pub(super) fn replace(document: &Document, range: TextRange, text: &str) -> Edit {
    let edit = Edit::replace(&document.path, range, text);
    let Some(node) = scalar_at(document, range) else { return edit };
    let Value::Scalar { text: value, plain, content } = &node.value else { return edit };
    if *plain {
        let mut whole = document.text()[node.range].to_owned();
        let start = usize::from(range.start() - node.range.start());
        whole.replace_range(start..start + usize::from(range.len()), text);
        if node.is_string() && !reads_as(&whole) {
            return Edit::replace(&document.path, node.range, quote(&whole));
        }
    } else if range == *content && text.contains(['\'', '"', '\\']) && value == &document.text()[*content] {
        return Edit::replace(&document.path, node.range, quote(text));
    }
    edit
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
