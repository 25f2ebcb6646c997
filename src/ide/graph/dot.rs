//! A graph in the language of Graphviz.

use std::fmt::Write;

use super::{EdgeKind, Graph, GraphSubject, Mark};
use crate::text::plain_line;

/// Writes a graph as a `digraph`.
pub(super) fn write(graph: &Graph) -> String {
    let direction = if graph.graph == GraphSubject::States { "TB" } else { "LR" };
    let mut text = format!(
        "digraph {{\n  rankdir={direction}\n  node [shape=box style=rounded fontname=\"sans-serif\"]\n  edge [fontname=\"sans-serif\" fontsize=10]\n"
    );
    for node in &graph.nodes {
        let lines = [&node.label].into_iter().chain(&node.details).map(|line| escape(line));
        let lines = lines.collect::<Vec<_>>().join("\\n");
        let style = match node.marks.as_slice() {
            [] | [Mark::Initial] => "",
            [Mark::Terminal] => " peripheries=2",
            _ => " style=\"rounded,dashed\" color=red",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  \"{}\" [label=\"{lines}\"{style}]", escape(&node.id));
    }
    for edge in &graph.edges {
        let label = if edge.label.is_empty() { String::new() } else { format!(" label=\"{}\"", escape(&edge.label)) };
        let style = match edge.kind {
            _ if edge.marks.contains(&Mark::Cycle) => " color=red",
            EdgeKind::Manual => " style=dashed",
            _ => "",
        };
        let attributes = format!("{label}{style}");
        let attributes = if attributes.is_empty() { attributes } else { format!(" [{}]", attributes.trim_start()) };
        let _ = writeln!(text, "  \"{}\" -> \"{}\"{attributes}", escape(&edge.from), escape(&edge.to));
    }
    text.push_str("}\n");
    text
}

fn escape(text: &str) -> String {
    plain_line(text).replace('\\', "\\\\").replace('"', "\\\"")
}
