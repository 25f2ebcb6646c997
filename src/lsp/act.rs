//! Offers in the protocol's words: each is a command of the server with one object as its argument, which every client can send.

use super::{execute, to_proto::uri, view::View};
use crate::{model::kiro::command::START_TASK, workflow::offers::Act, workspace::DocPath};
use serde_json::json;
use tower_lsp::gen_lsp_types::Command;

/// The command that does it, if this server has it.
pub fn command(view: &View, title: String, act: &Act) -> Option<Command> {
    let uri = |path: &DocPath| String::from(uri(path, &view.uris).as_ref());
    let (name, arguments) = match act {
        // Kiro starts tasks itself.
        Act::Run { command, .. } if command == START_TASK && view.features.is_kiro => return None,
        Act::Run { command, task, arguments, yes } => {
            let yes = yes.then_some(true);
            let mut named = json!({ "command": command, "task": task.as_ref().map(uri), "yes": yes });
            if !arguments.is_empty() {
                named["arguments"] = json!(arguments);
            }
            ("flowspec.run", named)
        }
        Act::ShowPlace { document, name } => ("flowspec.showPlace", json!({ "uri": uri(document), "name": name })),
        Act::ShowExpansion(path) => ("flowspec.openExpansion", json!({ "uri": uri(path) })),
        Act::SetState { task, state } => ("flowspec.setTaskState", json!({ "task": uri(task), "state": state })),
        Act::EmitEvent { task, event } => ("flowspec.emitEvent", json!({ "event": event, "task": uri(task) })),
        Act::ShowTasks { workflow, state } => ("flowspec.showTasks", json!({ "state": state, "uri": uri(workflow) })),
        Act::ValidateConstitution(path) => ("flowspec.validateConstitution", json!({ "uri": uri(path) })),
        Act::MarkAllValidated(path) => ("flowspec.markValidated", json!({ "section": "all", "uri": uri(path) })),
        Act::InitConstitution(tier) => {
            let tier = tier.map(|tier| tier.name());
            ("flowspec.initConstitution", json!({ "tier": tier, "uri": uri(&view.path) }))
        }
        Act::Approve { spec, document } => {
            ("flowspec.approveDocument", json!({ "document": document, "task": uri(spec) }))
        }
        Act::Nothing => {
            // Editors show the title of an empty command as text.
            return Some(Command { title, tooltip: None, command: String::new(), arguments: None });
        }
        Act::RegenerateCopy(path) => ("flowspec.regenerateCopy", json!({ "uri": uri(path) })),
    };
    let command = Command { title, tooltip: None, command: name.to_owned(), arguments: Some(vec![arguments]) };
    Some(command).filter(|command| execute::is_known(&command.command))
}
