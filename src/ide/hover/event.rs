//! An event: what emits it, and the hooks that listen.

use super::listed;
use crate::{
    ide::markup::{Line, Markup},
    model::event::{is_known, listens, matches},
    workspace::Snapshot,
};

/// The event of this name, or the pattern of a hook; `None` when flowspec knows neither.
pub fn about(snapshot: &Snapshot, name: &str) -> Option<Markup> {
    let index = snapshot.index();
    let pattern = !is_known(name);
    if pattern && !listens(name) {
        return None;
    }
    let workflows = index.machine.as_deref().into_iter().flat_map(|machine| &machine.steps);
    let after: Vec<String> = workflows
        .filter(|step| step.built_in().is_some_and(|it| matches(name, it.event)))
        .map(|step| step.command_name())
        .collect();
    let documents = snapshot.documents();
    let hooks = documents.iter().flat_map(|document| document.facts().meaning.hooks());
    let heard: Vec<String> = hooks
        .filter(|hook| hook.enabled && hook.events.iter().any(|event| matches(&event.text, name) || event.text == name))
        .filter_map(|hook| Some(hook.name.as_ref()?.text.clone()))
        .collect();
    let mut lines = Vec::new();
    if !after.is_empty() {
        lines.push(listed(Line::new().text("after "), &after));
    }
    lines.push(match &heard[..] {
        [] => Line::new().text("no hook listens to it"),
        names => listed(Line::new().text(if names.len() == 1 { "the hook " } else { "the hooks " }), names)
            .text(if names.len() == 1 { " listens" } else { " listen" }),
    });
    let kind = if pattern { " · events" } else { " · an event" };
    Some(Markup::new().line(Line::new().strong(name).text(kind)).list(lines))
}
