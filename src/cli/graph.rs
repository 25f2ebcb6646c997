//! `flowspec-lsp graph`: pictures of a project.

use super::{
    args::{GraphArgs, GraphFormat, GraphTopic},
    json,
    output::Output,
    project,
};
use crate::ide::graph::{GraphSubject, graph};

/// Draws.
pub(super) fn run(args: &GraphArgs) -> anyhow::Result<Output> {
    let project = project::read(&args.project)?;
    let subject = match args.subject {
        GraphTopic::States => GraphSubject::States,
        GraphTopic::Includes => GraphSubject::Includes,
        GraphTopic::Tasks => GraphSubject::Tasks,
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
