//! A project as a graph: its state machine, its includes, or its tasks and changes, to be drawn here or in an editor's own view.

mod changes;
mod cycles;
mod dot;
mod features;
mod includes;
mod layout;
mod mermaid;
mod specs;
mod states;
mod svg;
mod tasks;
#[cfg(test)]
mod tests;

use serde::Serialize;
use text_size::TextSize;

use crate::{
    model::open_spec::change::ChangeState,
    text::{Encoding, plain_line},
    workspace::{DocPath, Snapshot},
};

/// What a graph shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GraphSubject {
    /// The state machine, and how many tasks are in each state; without a workflow the states of the changes of OpenSpec, or of the features
    /// of Spec Kit.
    States,
    /// Which document includes which.
    Includes,
    /// Which task waits for which, and which change of OpenSpec touches which capability.
    Tasks,
}

/// Boxes and arrows, in the form that `docs/graph.md` promises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Graph {
    /// Goes up when a field is removed or means something else.
    version: u32,
    /// What it shows.
    pub graph: GraphSubject,
    /// The boxes, each with an id of its own.
    pub nodes: Vec<GraphNode>,
    /// The arrows between them.
    pub edges: Vec<GraphEdge>,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GraphNode {
    /// A state's name, a document's path from the root of the project; of what does not exist, what it is called by.
    pub id: String,
    /// What is written on it.
    pub label: String,
    /// What is written below, line by line.
    pub details: Vec<String>,
    /// What is special.
    pub marks: Vec<Mark>,
    /// How many open tasks, changes or features are in a state; nothing for other boxes.
    pub tasks: Option<usize>,
    /// Where it is defined.
    pub place: Option<SourcePlace>,
}

/// An arrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GraphEdge {
    /// The id of the box that it leaves.
    pub from: String,
    /// The id of the box that it leads to.
    pub to: String,
    /// What is written on it: commands, or what people do.
    pub label: String,
    /// Why it is there.
    pub kind: EdgeKind,
    /// What is special.
    pub marks: Vec<Mark>,
    /// Where it is written.
    pub place: Option<SourcePlace>,
}

/// Why there is an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    /// A command takes the step.
    Command,
    /// People take the step: `manual`, `rework`, `rollback`.
    Manual,
    /// One document includes the other.
    Include,
    /// The second task waits for the first.
    Dependency,
    /// The change has a delta of the capability.
    Delta,
}

/// What is special about a box or an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Where every task begins.
    Initial,
    /// An end.
    Terminal,
    /// No transition leads there.
    Unreachable,
    /// The workflow does not define the state.
    Undefined,
    /// The file or the task does not exist.
    Missing,
    /// Part of a circle.
    Cycle,
}

/// A place in a file of the project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourcePlace {
    /// From the root of the project.
    pub path: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// Draws what a project looks like.
///
/// # Errors
/// When the workflow file cannot be read, and the machine is asked for.
pub fn graph(snapshot: &Snapshot, subject: GraphSubject) -> Result<Graph, NoMachine> {
    match subject {
        GraphSubject::States if snapshot.index().has_only_changes() => Ok(changes::states(snapshot)),
        GraphSubject::States => states::graph(snapshot),
        GraphSubject::Includes => Ok(includes::graph(snapshot)),
        GraphSubject::Tasks => {
            let mut graph = tasks::graph(snapshot);
            changes::add(snapshot, &mut graph);
            Ok(graph)
        }
    }
}

/// Why there are no states to draw.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoMachine {
    /// The workflow file cannot be read as a workflow.
    #[error("`{path}` cannot be read as a workflow: `flowspec-lsp check` says what is wrong in it")]
    Unreadable {
        /// Its path from the root of the project.
        path: String,
    },
    /// The project has no workflow file, and its dialects define no states.
    #[error("this project has no workflow: it has no workflow file, and its dialects define no states")]
    Absent,
}

impl Graph {
    /// Whether its states are those of changes.
    fn is_of_changes(&self) -> bool {
        let states = ChangeState::ALL.map(ChangeState::name);
        self.nodes.iter().map(|node| node.id.as_str()).eq(states)
    }

    fn new(graph: GraphSubject) -> Graph {
        Graph { version: 1, graph, nodes: Vec::new(), edges: Vec::new() }
    }

    /// As a picture for light and dark backgrounds.
    ///
    /// # Errors
    /// When it has more boxes or arrows than anybody can look at.
    pub fn svg(&self) -> Result<String, TooLarge> {
        Ok(svg::draw(self, &layout::layout(self)?))
    }

    /// As a flowchart of Mermaid, which GitHub draws in Markdown.
    pub fn mermaid(&self) -> String {
        mermaid::write(self)
    }

    /// For Graphviz.
    pub fn dot(&self) -> String {
        dot::write(self)
    }
}

/// A picture of this would help nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{nodes} boxes and {edges} arrows are too many for one picture: use --format dot, mermaid or json")]
pub struct TooLarge {
    nodes: usize,
    edges: usize,
}

fn place(snapshot: &Snapshot, path: &DocPath, offset: TextSize) -> Option<SourcePlace> {
    let document = snapshot.document(path)?;
    let position = document.facts().lines.position(document.text(), offset, Encoding::Utf32);
    let path = snapshot.relative(path).to_string();
    Some(SourcePlace { path, line: position.line + 1, column: position.character + 1 })
}

/// A label, on one line. Ids and paths stay exact: each format writes them in its own way.
fn shown(text: &str) -> String {
    plain_line(text).into_owned()
}

/// A number of things: `1 task`, `2 tasks`.
fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
