//! What can be done about runs: stop the one on this task, read the output of the last one.

use super::{Asked, OFFER};
use crate::{lsp::to_proto::uri, model::Kind, workflow::preflight::subject_of};
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types::{CodeAction, CodeActionKind, CodeActionTriggerKind, Command};

/// Commands about runs, for who opens the menu.
pub(super) fn runs(asked: &Asked<'_>) -> Vec<CodeAction> {
    let document = asked.document;
    let is_change = document.open_spec().is_some_and(|place| place.change.is_some() && !place.archived);
    let is_spec = document.kiro().is_some_and(|place| place.spec.is_some());
    let runs_from = is_change || is_spec || matches!(document.kind, Kind::Task | Kind::Command | Kind::Workflow);
    if !runs_from || !asked.wants(OFFER) || asked.trigger == Some(CodeActionTriggerKind::Automatic) {
        return Vec::new();
    }
    let what = match (is_change, is_spec) {
        (true, _) => "change",
        (_, true) => "spec",
        _ => "task",
    };
    let stop = asked.runs.on(&subject_of(&asked.view.snapshot, &document.path)).map(|command| {
        let task = json!({ "task": uri(&document.path, &asked.view.uris).as_ref() });
        action(format!("Stop {command} on this {what}"), "flowspec.cancel", vec![task])
    });
    let output = asked
        .runs
        .log()
        .map(|_| action("Show the output of the last run".to_owned(), "flowspec.showOutput", Vec::new()));
    stop.into_iter().chain(output).collect()
}

fn action(title: String, command: &str, arguments: Vec<Value>) -> CodeAction {
    let command =
        Command { title: title.clone(), command: command.into(), arguments: Some(arguments), ..Command::default() };
    CodeAction {
        title,
        kind: Some(CodeActionKind::Custom(OFFER.into())),
        command: Some(command),
        ..CodeAction::default()
    }
}
