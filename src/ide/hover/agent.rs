//! An agent: what it is for, and what it may use.

use super::{declared, listed, value};
use crate::{
    ide::markup::{Line, Markup},
    syntax::yaml::Node,
    workspace::Snapshot,
};

/// The agent of this name; `None` when there is none.
pub fn about(snapshot: &Snapshot, name: &str) -> Option<Markup> {
    let index = snapshot.index();
    let document = snapshot.document(index.agents.get(name)?)?;
    let tools = document.facts().front_matter.as_ref().and_then(|front_matter| front_matter.get("tools"));
    let tools: Vec<String> = tools.map(|entry| names(&entry.value)).unwrap_or_default();
    let mut lines = Vec::new();
    if !tools.is_empty() {
        lines.push(listed(Line::new().text("tools "), &tools));
    }
    lines.push(declared(document.name()));
    let description = value(document, "description").unwrap_or_default();
    Some(Markup::new().line(Line::new().strong(name)).line(Line::new().text(description)).list(lines))
}

/// A list of names, or a string with commas.
fn names(node: &Node) -> Vec<String> {
    let items: Vec<&str> = match node.as_str() {
        Some(text) => text.split(',').collect(),
        None => node.items().iter().filter_map(Node::as_str).collect(),
    };
    items.into_iter().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
