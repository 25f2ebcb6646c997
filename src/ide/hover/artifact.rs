//! A file that transitions need or make: which ones, and whether it is there.

use super::{count, listed};
use crate::{
    ide::markup::{Line, Markup},
    model::machine::Transition,
    workspace::{Snapshot, artifact::matching},
};

/// The artifact of this path, variables and wildcards and all, without `./`.
pub fn about(snapshot: &Snapshot, path: &str) -> Option<Markup> {
    let index = snapshot.index();
    let machine = index.machine.as_deref()?;
    let is = |written: &str| written.strip_prefix("./").unwrap_or(written) == path;
    let name = |transition: &Transition| {
        let name = transition.name.as_ref().or(transition.via.as_ref());
        name.map_or_else(|| "?".to_owned(), |name| name.text.clone())
    };
    let (mut needed, mut made) = (Vec::new(), Vec::new());
    for transition in &machine.transitions {
        if transition.input_artifacts.iter().any(|artifact| is(&artifact.path.text)) {
            needed.push(name(transition));
        }
        if transition.output_artifacts.iter().any(|artifact| is(&artifact.path.text)) {
            made.push(name(transition));
        }
    }
    let mut lines = Vec::new();
    if !made.is_empty() {
        lines.push(listed(Line::new().text("made by "), &made));
    }
    if !needed.is_empty() {
        lines.push(listed(Line::new().text("needed by "), &needed));
    }
    let files: Vec<String> = matching(snapshot, path).into_iter().flatten().map(|file| file.to_string()).collect();
    lines.push(match &files[..] {
        [] => Line::new().text("no such file is there"),
        files => listed(Line::new().text(format!("{}: ", count(files.len(), "file"))), files),
    });
    Some(Markup::new().line(Line::new().strong(path).text(" · an artifact")).list(lines))
}
