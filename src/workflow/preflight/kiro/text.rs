//! What is said about specs of Kiro.

use super::super::ItemRef;
use crate::{model::kiro::command::KiroCommand, text::list, workspace::Snapshot};

pub(super) fn not_installed(command: &str) -> String {
    format!("the project has no command `{command}`: install it with `npx cc-sdd@latest`")
}

pub(super) fn unknown(spec: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("there is no spec `{spec}`: did you mean `{near}`?"),
        None => format!("there is no spec `{spec}`: name a folder in `.kiro/specs`"),
    }
}

pub(super) fn missing(snapshot: &Snapshot) -> String {
    match snapshot.own_kiro_command(KiroCommand::Init) {
        Some(init) => format!("no spec is open: start one with `{init}`"),
        None => "no spec is open: create one in `.kiro/specs`".to_owned(),
    }
}

pub(super) fn several(specs: &[ItemRef]) -> String {
    let line = |spec: &ItemRef| {
        let state = spec.from.as_ref().map(|state| format!(" ({state})")).unwrap_or_default();
        format!("\n  - {}{state}", spec.id)
    };
    format!("several specs are open: which one?{}", specs.iter().map(line).collect::<String>())
}

pub(super) fn name_unusable(spec: &str) -> String {
    format!("`{spec}` is not a single word, so a prompt cannot name it: rename the folder of the spec")
}

pub(super) fn file_missing(spec: &ItemRef, files: &[&str], command: Option<&str>) -> String {
    let files = list(files.iter().copied(), "and");
    let command = command.map(|command| format!(" with `{command}`")).unwrap_or_default();
    format!("`{}` has no {files}: write what is missing{command}", spec.id)
}

pub(super) fn approval_unknown(spec: &ItemRef, documents: &[&str]) -> String {
    let documents = list(documents.iter().copied(), "and");
    format!("no `spec.json` of `{}` can be read, so it is unknown whether {documents} are approved", spec.id)
}

/// The first part is what cc-sdd says itself.
pub(super) fn not_approved(spec: &ItemRef, command: KiroCommand, open: &[&str]) -> String {
    let said = match command {
        KiroCommand::Design => "requirements not yet approved, approval required before design generation",
        KiroCommand::Tasks => "requirements and design must be approved before task generation",
        _ => "tasks must be approved before implementation",
    };
    let files: Vec<String> = open.iter().map(|document| format!("{document}.md")).collect();
    let files = list(files.iter().map(String::as_str), "and");
    let flag = if command == KiroCommand::Implement { "" } else { ", or add `-y`" };
    format!("{said}: review {files} of `{}`, then set `approved` in its `spec.json`{flag}", spec.id)
}

pub(super) fn task_missing(spec: &ItemRef, next: Option<&str>) -> String {
    let example = next.unwrap_or("2.1");
    format!("no task of `{}` is named: add its number to the arguments, such as `{example}`", spec.id)
}

pub(super) fn task_unknown(spec: &ItemRef, number: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("`{}` has no task {number}: did you mean {near}?", spec.id),
        None => format!("`{}` has no task {number}: use a number of its `tasks.md`", spec.id),
    }
}

pub(super) fn task_repeated(spec: &ItemRef, number: &str) -> String {
    format!("`{}` has several tasks {number}: renumber its `tasks.md`", spec.id)
}

pub(super) fn task_too_long(number: &str) -> String {
    format!("task {number} does not fit into one prompt: start one of its parts")
}

pub(super) fn task_done(number: &str) -> String {
    format!("task {number} is done")
}

pub(super) fn task_blocked(number: &str, reason: &str) -> String {
    format!("task {number} is blocked: {reason}; when this is solved, remove its `_Blocked: …_`")
}

pub(super) fn task_waits(number: &str, others: &[String]) -> String {
    let (noun, are) = if others.len() == 1 { ("task", "is") } else { ("tasks", "are") };
    format!("task {number} depends on {noun} {}, which {are} not done", others.join(", "))
}

pub(super) fn all_done(spec: &ItemRef) -> String {
    format!("every task of `{}` is done", spec.id)
}
