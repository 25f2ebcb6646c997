//! `flowspec-lsp graph`: pictures of a project.

use super::{
    args::{Graph, GraphFormat, GraphSubject},
    json,
    output::Output,
    project,
};
use crate::ide::graph::{Subject, graph};

/// Draws.
pub(super) fn run(args: &Graph) -> anyhow::Result<Output> {
    let project = project::read(&args.project)?;
    let subject = match args.subject {
        GraphSubject::States => Subject::States,
        GraphSubject::Includes => Subject::Includes,
        GraphSubject::Tasks => Subject::Tasks,
    };
    let graph = graph(&project, subject)?;
    // The process ends soon; giving back every document first would only take time.
    std::mem::forget(project);
    Ok(Output::text(match args.format {
        GraphFormat::Svg => graph.svg()?,
        GraphFormat::Mermaid => graph.mermaid(),
        GraphFormat::Dot => graph.dot(),
        GraphFormat::Json => json::text(&graph)?,
    }))
}
