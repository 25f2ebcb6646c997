//! `workspace/executeCommand`: what a client can ask the server to do, one file a command.

mod approve_document;
mod arguments;
mod cancel;
mod create_partial;
mod emit_event;
mod init_constitution;
mod mark_validated;
mod open_expansion;
mod preflight;
mod regenerate_copy;
mod request;
mod run;
mod set_task_state;
mod show_output;
mod show_place;
mod show_state_machine;
mod show_tasks;
mod status;
mod target;
mod validate_constitution;

use super::{apply::Refused, ask::tell, request::ready, session::Session, worker};
use arguments::Arguments;
use futures::future::BoxFuture;
use serde_json::{Value, json};
use std::{fmt::Display, sync::Arc};
use tower_lsp::{
    gen_lsp_types::{ExecuteCommandParams, MessageType},
    jsonrpc::{Error, Result},
};

/// The commands, sorted by name.
const COMMANDS: &[Command] = &[
    approve_document::COMMAND,
    cancel::COMMAND,
    create_partial::COMMAND,
    emit_event::COMMAND,
    init_constitution::COMMAND,
    mark_validated::COMMAND,
    open_expansion::COMMAND,
    preflight::COMMAND,
    regenerate_copy::COMMAND,
    run::COMMAND,
    set_task_state::COMMAND,
    show_output::COMMAND,
    show_place::COMMAND,
    show_state_machine::COMMAND,
    show_tasks::COMMAND,
    status::COMMAND,
    validate_constitution::COMMAND,
];

/// A command of the server.
struct Command {
    /// Its name, as clients send it.
    name: &'static str,
    /// The names of its arguments, in the order in which they come when they do not come as one object.
    parameters: &'static [&'static str],
    /// Carries it out.
    run: fn(Call) -> Answer,
}

type Answer = BoxFuture<'static, Result<Value>>;

/// One call of a command.
#[derive(Clone)]
struct Call {
    session: Arc<Session>,
    command: &'static Command,
    arguments: Arguments,
}

/// The names of the commands.
pub fn names() -> Vec<String> {
    COMMANDS.iter().map(|command| command.name.to_owned()).collect()
}

/// Whether there is such a command.
pub fn is_known(name: &str) -> bool {
    COMMANDS.iter().any(|command| command.name == name)
}

/// Carries out a command. An answer without an error says in `applied` whether it did what it should, else in `message` why not.
pub async fn run(session: Arc<Session>, params: ExecuteCommandParams) -> Result<Option<Value>> {
    // Half a workspace would give wrong answers.
    ready(&session, &params.command).await?;
    let answer = match call(&session, params) {
        Ok(call) => (call.command.run)(call).await,
        Err(error) => Err(error),
    };
    if let Err(error) = &answer {
        // Not every client shows an error.
        tell(&session, MessageType::Error, &error.message).await;
    }
    answer.map(Some)
}

fn call(session: &Arc<Session>, params: ExecuteCommandParams) -> Result<Call> {
    let command = COMMANDS.iter().find(|command| command.name == params.command).ok_or_else(|| {
        let message = format!("there is no command `{}`: take one of {}", params.command, names().join(", "));
        Error::invalid_params(message)
    })?;
    let arguments = Arguments::new(params.arguments.unwrap_or_default(), command.parameters);
    let arguments = arguments.map_err(|problem| Error::invalid_params(format!("{}: {problem}", command.name)))?;
    Ok(Call { session: Arc::clone(session), command, arguments })
}

impl Call {
    /// What `work` gives on a worker: what it is about may have to be looked for on the disk.
    async fn on_worker<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: FnOnce(&Call) -> Result<T> + Send + 'static,
    {
        let call = self.clone();
        worker::run(self.command.name, move || work(&call)).await?
    }

    /// An argument that is a text; `None` when it is absent.
    fn text(&self, name: &'static str) -> Result<Option<String>> {
        self.arguments.text(name).map_err(|problem| self.invalid(problem))
    }

    /// An argument that is a yes or a no; no when it is absent.
    fn flag(&self, name: &'static str) -> Result<bool> {
        self.arguments.flag(name).map_err(|problem| self.invalid(problem))
    }

    /// The error for arguments with which the command cannot do anything.
    fn invalid(&self, problem: impl Display) -> Error {
        Error::invalid_params(format!("{}: {problem}", self.command.name))
    }
}

/// The answer of a command that edits.
fn applied(outcome: std::result::Result<(), Refused>) -> Value {
    match outcome {
        Ok(()) => json!({ "applied": true }),
        Err(Refused(message)) => json!({ "applied": false, "message": message }),
    }
}
