//! `flowspec.setTaskState`: puts a task into a state of the workflow.

use super::{Call, Command, applied};
use crate::{
    lsp::{
        apply::{apply, refuse},
        ask::choose,
        view::View,
    },
    model::machine::Machine,
    workflow::books,
};
use futures::FutureExt;
use serde_json::{Value, json};
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;

pub(super) const COMMAND: Command =
    Command { name: "flowspec.setTaskState", parameters: &["task", "state"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let found = call.on_worker(|call| {
        let view = call.task("task")?;
        Ok((machine(&view), view))
    });
    let (machine, view) = found.await?;
    let machine = machine
        .ok_or_else(|| call.invalid("the workflow file cannot be read: correct it, then the states are known"))?;
    let names: Vec<&str> = machine.states.iter().map(|state| state.name.text.as_str()).collect();
    let state = match call.text("state")? {
        Some(state) => {
            let known = machine.state(&state).ok_or_else(|| call.invalid(unknown(&machine, &names, &state)))?;
            known.name.text.clone()
        }
        None => {
            let question = format!("Which state is {} in?", books::name(&view.snapshot, &view.path));
            let answer = choose(&call.session, &question, &names).await;
            let answer =
                answer.map_err(|_| call.invalid(format!("the argument `state` is missing: {}", list(&names))))?;
            let Some(state) = answer.and_then(|at| names.get(at)) else { return Ok(json!({ "applied": false })) };
            (*state).to_owned()
        }
    };
    // While the question was open, the task may have changed.
    let view = call.session.view_of(&view.path).unwrap_or(view);
    let label = format!("Move {} to {state}", books::name(&view.snapshot, &view.path));
    let edit = view.snapshot.document(&view.path).map(|document| books::set_state(document, &state));
    Ok(applied(match edit {
        Some(Ok(Some(edit))) => apply(&call.session, &view, &label, vec![edit]).await,
        Some(Ok(None)) => Ok(()),
        Some(Err(refusal)) => Err(refuse(&call.session, format!("{label}: {refusal}")).await),
        None => Err(refuse(&call.session, format!("{label}: the task is gone")).await),
    }))
}

/// The machine of the project, unless nobody can tell what it is.
fn machine(view: &View) -> Option<Arc<Machine>> {
    view.snapshot.index().machine.clone().filter(|machine| !machine.incomplete)
}

fn unknown(machine: &Machine, names: &[&str], state: &str) -> String {
    match machine.nearest_state(state) {
        Some(near) => format!("the workflow has no state `{state}`: did you mean `{near}`?"),
        None => format!("the workflow has no state `{state}`: {}", list(names)),
    }
}

fn list(names: &[&str]) -> String {
    format!("take one of {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
}
