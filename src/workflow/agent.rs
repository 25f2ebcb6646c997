//! The agent that carries out a workflow command: a program and its arguments, never a line for a shell.

#[cfg(test)]
mod tests;

use std::{
    ffi::OsStr,
    fmt::{self, Display, Formatter},
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use camino::Utf8Path;

use super::preflight::{TASK_PROMPT, Verdict, is_word};
use crate::{
    model::{invocation::Invocation, kiro::command::START_TASK, task::id_of_file},
    text::plain::is_plain,
    workspace::program,
};

/// An agent that is known by the name of its program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Its program.
    pub name: &'static str,
    /// The arguments that make it carry out one prompt and end.
    pub arguments: &'static [&'static str],
    /// What people call it.
    pub product: &'static str,
}

/// The agents that are looked for, in this order.
///
/// The flags are those of the reference pages of Claude Code, Copilot CLI, Codex CLI and Gemini CLI for one prompt without a dialogue.
/// None of them widens what the agent may do without asking.
pub const KNOWN: [Known; 4] = [
    Known { name: "claude", arguments: &["-p", "{prompt}"], product: "Claude Code" },
    Known { name: "copilot", arguments: &["-p", "{prompt}"], product: "GitHub Copilot CLI" },
    Known { name: "codex", arguments: &["exec", "{prompt}"], product: "Codex CLI" },
    Known { name: "gemini", arguments: &["-p", "{prompt}"], product: "Gemini CLI" },
];

/// The known agent of this name.
pub fn known(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|agent| agent.name == name)
}

/// What an agent is told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    prompt: String,
    command: String,
    task: String,
}

impl Order {
    /// The order that a verdict leads to; `None` when its command is no slash command, nor one of a known tool with another sign in front.
    /// The command comes from a file of the workspace, and one that begins with a dash would be taken for an option.
    pub fn of(verdict: &Verdict) -> Option<Order> {
        let task = verdict.task.as_ref().map(|task| task.id.as_str()).filter(|id| id_of_file(id) == Some(id));
        let item = || verdict.item.as_ref().map(|item| item.id.as_str()).filter(|id| is_word(id));
        let task = task.or_else(item);
        let order = Order {
            prompt: verdict.prompt.clone(),
            command: verdict.command.clone(),
            task: task.unwrap_or_default().to_owned(),
        };
        // The prompt of a task begins with our own words.
        if order.command == START_TASK && order.prompt.starts_with(TASK_PROMPT) {
            return Some(order);
        }
        let is_called = order.command.starts_with('/')
            || order.command.starts_with(['$', '@']) && Invocation::parse(&order.command).is_closed();
        (is_called && order.prompt.starts_with(&order.command)).then_some(order)
    }

    /// What the agent is told.
    pub fn prompt(&self) -> &str {
        &self.prompt
    }

    /// An argument with its placeholders filled in. What is filled in is not looked at again.
    fn fill(&self, argument: &str) -> String {
        let mut filled = String::with_capacity(argument.len() + self.prompt.len());
        let mut rest = argument;
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            let values = [("{prompt}", &self.prompt), ("{command}", &self.command), ("{task}", &self.task)];
            let placeholder = values.iter().find(|(name, _)| from.starts_with(name));
            let (name, value) = placeholder.map_or(("{", "{"), |(name, value)| (*name, value.as_str()));
            filled.push_str(value);
            rest = &from[name.len()..];
        }
        filled.push_str(rest);
        filled
    }
}

/// A program with its arguments. Shown as a JSON list, in which nothing can be mistaken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    /// The program's absolute path.
    pub program: PathBuf,
    /// What it is told.
    pub arguments: Vec<String>,
}

impl Display for CommandLine {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let program = self.program.to_string_lossy();
        let all = [program.as_ref()].into_iter().chain(self.arguments.iter().map(String::as_str));
        write!(f, "[{}]", all.map(quoted).collect::<Vec<_>>().join(", "))
    }
}

/// A JSON string in which every character that is not plain is escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    for char in serde_json::Value::from(text).to_string().chars() {
        if is_plain(char) {
            quoted.push(char);
        } else {
            let units = char.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
            quoted.push_str(&units);
        }
    }
    quoted
}

/// Why there is no agent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAgent {
    /// None of the known ones is installed.
    #[error(
        "no agent is installed: install {}, or name another by `--agent` or `flowspec.agent.command` in the editor's settings",
        products()
    )]
    NotInstalled,
    /// The list that names it is empty.
    #[error(
        "the agent's command is empty: it must be a program and its arguments, as `[\"claude\", \"-p\", \"{{prompt}}\"]`"
    )]
    Empty,
    /// The list does not say where the prompt goes.
    #[error("the agent's command does not say where the prompt goes: put `{{prompt}}` into one of its arguments")]
    WithoutPrompt,
    /// The program's path depends on the working folder.
    #[error("`{0}` is a relative path: name the agent by its absolute path, or by the name of a program on the PATH")]
    Relative(String),
    /// The program cannot be started, or the workspace provides it.
    #[error("there is no program `{0}` on the PATH, outside of the workspace: install the agent, or name another")]
    NotFound(String),
}

fn products() -> String {
    let products = KNOWN.map(|agent| format!("{} (`{}`)", agent.product, agent.name));
    products.join(", ").replacen(", Gemini", " or Gemini", 1)
}

/// How the agent is started: `setting` is its program and arguments with placeholders; without one it is the first known agent on
/// `path`, the value of `PATH`. No program inside of `workspaces` is taken.
///
/// # Errors
/// When there is no such agent.
pub fn command_line(
    order: &Order,
    setting: Option<&[String]>,
    path: Option<&OsStr>,
    workspaces: &[&Utf8Path],
) -> Result<CommandLine, NoAgent> {
    let Some(setting) = setting else {
        let found = KNOWN.iter().find_map(|agent| Some((agent, program::find(agent.name, path, workspaces)?)));
        let (agent, program) = found.ok_or(NoAgent::NotInstalled)?;
        return Ok(CommandLine { program, arguments: agent.arguments.iter().map(|it| order.fill(it)).collect() });
    };
    let (program, arguments) = setting.split_first().ok_or(NoAgent::Empty)?;
    if !arguments.iter().any(|argument| argument.contains("{prompt}")) {
        return Err(NoAgent::WithoutPrompt);
    }
    let program = locate(program, path, workspaces)?;
    Ok(CommandLine { program, arguments: arguments.iter().map(|argument| order.fill(argument)).collect() })
}

/// The program that runs `program`, a script, where one of the `workspaces` provides it: by a folder of `path`, the value of `PATH`, as
/// the environment of a project has it, or by the script itself.
pub fn interpreter(program: &Path, path: Option<&OsStr>, workspaces: &[&Utf8Path]) -> Option<PathBuf> {
    /// The system reads no more of the first line.
    const LONGEST: u64 = 256;
    let mut begin = Vec::new();
    File::open(program).ok()?.take(LONGEST).read_to_end(&mut begin).ok()?;
    let line = begin.strip_prefix(b"#!")?.split(|byte| *byte == b'\n').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
    let first = Path::new(words.next()?);
    let found = if first.file_name().is_some_and(|name| name == "env") {
        // What comes before are options and variables.
        let name = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
        program::find(name, Some(&program::without_relative(path?)), &[])?
    } else {
        first.to_owned()
    };
    let is_inside = |path: &Path| !program::is_outside(path, workspaces);
    // A relative one is looked for in the working folder, the project's root.
    let is_provided = found.is_relative() || is_inside(&found) || found.canonicalize().is_ok_and(|it| is_inside(&it));
    is_provided.then_some(found)
}

fn locate(program: &str, path: Option<&OsStr>, workspaces: &[&Utf8Path]) -> Result<PathBuf, NoAgent> {
    let not_found = || NoAgent::NotFound(program.to_owned());
    let named = Path::new(program);
    if named.is_absolute() {
        return program::is_program(named, workspaces).then(|| named.to_owned()).ok_or_else(not_found);
    }
    if named.components().count() != 1 || named.file_name().is_none() {
        return Err(NoAgent::Relative(program.to_owned()));
    }
    program::find(program, path, workspaces).ok_or_else(not_found)
}
