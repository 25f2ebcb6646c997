//! `flowspec.initConstitution`: a constitution for a project that has none.

use super::{Call, Command, applied};
use crate::{
    lsp::{
        apply::{apply, refuse},
        ask::choose,
        view::View,
    },
    model::constitution::Tier,
    workflow::constitution::{PLACE, consequence, template},
    workspace::Edit,
};
use futures::FutureExt;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

pub(super) const COMMAND: Command =
    Command { name: "flowspec.initConstitution", parameters: &["tier", "uri"], run: |call| run(call).boxed() };

async fn run(call: Call) -> Result<Value> {
    let view = call.on_worker(|call| call.project("uri")).await?;
    if let Some(message) = already(&call, &view).await? {
        return Ok(applied(Err(refuse(&call.session, message).await)));
    }
    let tier = match call.text("tier")? {
        Some(word) => tier_of(&word).ok_or_else(|| call.invalid(format!("there is no tier `{word}`: {}", tiers())))?,
        None => {
            let options = Tier::ALL.map(|tier| format!("{}: {}", tier.name(), consequence(tier)));
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            let question = "How strict is the constitution while parts of it are not validated?";
            let answer = choose(&call.session, question, &options).await;
            let answer = answer.map_err(|_| call.invalid(format!("the argument `tier` is missing: {}", tiers())))?;
            let Some(tier) = answer.and_then(|at| Tier::ALL.get(at)) else { return Ok(json!({ "applied": false })) };
            *tier
        }
    };
    // There may be one since the question was put.
    let view = call.session.view_of(&view.path).unwrap_or(view);
    if let Some(message) = already(&call, &view).await? {
        return Ok(applied(Err(refuse(&call.session, message).await)));
    }
    let edit = Edit::Create { path: view.snapshot.path(PLACE.into()), text: template(tier).to_owned() };
    Ok(applied(apply(&call.session, &view, &label(), vec![edit]).await))
}

fn label() -> String {
    format!("Create `{PLACE}`")
}

/// Why a project with a constitution gets no other.
async fn already(call: &Call, view: &View) -> Result<Option<String>> {
    let snapshot = view.snapshot.clone();
    let already = call.on_worker(move |_| {
        let index = snapshot.index();
        let path = index.constitution.as_ref().map(|path| snapshot.relative(path));
        Ok(path.map(|path| format!("{}: the project has a constitution already, `{path}`", label())))
    });
    already.await
}

fn tier_of(word: &str) -> Option<Tier> {
    Tier::ALL.into_iter().find(|tier| tier.name().eq_ignore_ascii_case(word.trim()))
}

fn tiers() -> String {
    format!("take one of {}", Tier::ALL.map(|tier| format!("`{}`", tier.name())).join(", "))
}
