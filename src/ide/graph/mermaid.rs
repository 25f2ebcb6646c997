//! A graph as a flowchart of Mermaid.

use std::{collections::HashMap, fmt::Write};

use super::{EdgeKind, Graph, GraphSubject, Mark};
use crate::text::plain_line;

/// Writes a graph as a flowchart.
pub(super) fn write(graph: &Graph) -> String {
    let direction = if graph.graph == GraphSubject::States { "TB" } else { "LR" };
    let mut text = format!("flowchart {direction}\n");
    let ids: HashMap<_, _> = graph.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    for (at, node) in graph.nodes.iter().enumerate() {
        let lines = [&node.label].into_iter().chain(&node.details).map(|line| escape(line));
        let lines = lines.collect::<Vec<_>>().join("<br>");
        let class = match node.marks.as_slice() {
            [] => "",
            [Mark::Initial] => ":::initial",
            [Mark::Terminal] => ":::terminal",
            _ => ":::trouble",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  n{at}(\"{lines}\"){class}");
    }
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (ids.get(edge.from.as_str()), ids.get(edge.to.as_str())) else { continue };
        let arrow = if edge.kind == EdgeKind::Manual { "-.->" } else { "-->" };
        let label = if edge.label.is_empty() { String::new() } else { format!("|\"{}\"|", escape(&edge.label)) };
        let _ = writeln!(text, "  n{from} {arrow}{label} n{to}");
    }
    text.push_str(
        "  classDef initial stroke:#2f7d4a,stroke-width:2px\n  \
         classDef terminal stroke:#6d58b3,stroke-width:3px\n  \
         classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3\n",
    );
    text
}

/// Mermaid has entities by name and by number, and reads Markdown and HTML in labels.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in plain_line(text).chars() {
        match char {
            '"' | '#' | '&' | '<' | '>' | '`' | '*' | '_' | ';' | '\\' | '[' | ']' => {
                let _ = write!(escaped, "#{};", u32::from(char));
            }
            char => escaped.push(char),
        }
    }
    escaped
}
