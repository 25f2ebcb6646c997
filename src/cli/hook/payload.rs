//! What agents send to their hooks.
//!
//! | agent | how it is known | source |
//! |---|---|---|
//! | Claude Code | `hook_event_name` in PascalCase | "Hooks reference" of its documentation |
//! | Codex | the same, with `turn_id` or the tool `apply_patch` | "Hooks" of its documentation |
//! | Copilot | `toolName`, or `sessionId` in camel case | "Hooks configuration" of GitHub's documentation |
//! | Cursor | `conversation_id` and `workspace_roots` | "Hooks" of its documentation |
//! | Gemini CLI | `AfterTool`, `AfterAgent`, `BeforeAgent` | `docs/hooks/reference.md` of its repository |
//! | Kiro | names in camel case with `hook_event_name`, `PreTaskExec`, `PostFileSave` and the like, or nothing at all | "Hooks" of its documentation |
//!
//! The names of fields differ, what they mean does not, so that all spellings are read in all of them.

use anyhow::{Context, bail};
use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::{
    cli::args::HookAgent,
    workspace::path::{absolute, real},
};

/// What happened, as an agent says it.
#[derive(Debug)]
pub(super) struct Payload {
    pub(super) agent: HookAgent,
    /// The event, as the agent calls it.
    pub(super) name: String,
    pub(super) event: Event,
    /// The folder in which the agent works.
    pub(super) folder: Option<Utf8PathBuf>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Files were written.
    Edited(Vec<FileEdit>),
    /// The turn of the agent ends.
    Stopped,
    /// A command is about to run.
    Prompted { command: String, arguments: String },
    /// Nothing that there is something to say about.
    Other,
}

/// What was done to a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileEdit {
    /// As the agent writes it.
    file: Utf8PathBuf,
    /// Its text before, where the agent says it.
    original: Option<String>,
    /// The replacements in order.
    replaced: Vec<Replacement>,
}

/// One replacement in a file.
#[derive(Debug, PartialEq, Eq)]
struct Replacement {
    old: String,
    new: String,
    /// Whether it was made everywhere.
    everywhere: bool,
}

impl FileEdit {
    /// The real path of the file; `None` for one that cannot be found.
    pub(super) fn path(&self, folder: &Utf8Path) -> Option<Utf8PathBuf> {
        let file = folder.join(&self.file);
        real(&file).ok().or_else(|| {
            let parent = real(file.parent()?).ok()?;
            Some(absolute(&parent.join(file.file_name()?)))
        })
    }

    /// The text before the edit, of which `now` is the text after it; `None` when it is not known.
    pub(super) fn before(&self, now: &str) -> Option<String> {
        if self.original.is_some() || self.replaced.is_empty() {
            return self.original.clone();
        }
        let mut text = now.to_owned();
        for Replacement { old, new, everywhere } in self.replaced.iter().rev() {
            // An insertion of nothing, or a text that something else has changed since, tells nothing.
            let at = (!new.is_empty()).then(|| text.find(new.as_str())).flatten()?;
            if *everywhere {
                text = text.replace(new.as_str(), old);
            } else {
                text.replace_range(at..at + new.len(), old);
            }
        }
        Some(text)
    }
}

impl Payload {
    /// Reads what came on stdin.
    ///
    /// # Errors
    /// When it is not a JSON object.
    pub(super) fn read(bytes: &[u8], agent: Option<HookAgent>) -> anyhow::Result<Payload> {
        let text = std::str::from_utf8(bytes).context("the payload is not UTF-8")?.trim();
        // The hooks of Kiro 0.x send nothing.
        if text.is_empty() {
            let agent = agent.unwrap_or(HookAgent::Kiro);
            return Ok(Payload { agent, name: String::new(), event: Event::Stopped, folder: None });
        }
        let value: Value = serde_json::from_str(text).context("the payload is not valid JSON")?;
        if !value.is_object() {
            bail!("the payload is not a JSON object");
        }
        let name = word(&value, &["hook_event_name", "hookEventName", "hook_type", "event"]);
        let agent = agent.unwrap_or_else(|| sender(&value, name.unwrap_or_default()));
        let roots = value.get("workspace_roots").and_then(|roots| roots.get(0)).and_then(Value::as_str);
        let folder = word(&value, &["cwd"]).or(roots).map(Utf8PathBuf::from);
        let event = event(&value, name.unwrap_or_default());
        Ok(Payload { agent, name: name.unwrap_or_default().to_owned(), event, folder })
    }
}

fn sender(value: &Value, name: &str) -> HookAgent {
    let has = |key: &str| value.get(key).is_some();
    if has("cursor_version") || has("conversation_id") && has("workspace_roots") {
        HookAgent::Cursor
    } else if has("toolName") || has("sessionId") || has("toolArgs") {
        HookAgent::Copilot
    } else if matches!(name, "AfterTool" | "BeforeTool" | "AfterAgent" | "BeforeAgent") {
        HookAgent::Gemini
    } else if has("turn_id") || value.get("tool_name").is_some_and(|tool| tool == "apply_patch") {
        HookAgent::Codex
    } else if name.starts_with(char::is_lowercase) || name.contains("Task") || name.starts_with("PostFile") {
        HookAgent::Kiro
    } else {
        HookAgent::Claude
    }
}

fn event(value: &Value, name: &str) -> Event {
    let is_repeated = value.get("stop_hook_active").or(value.get("stopHookActive")) == Some(&Value::Bool(true))
        || value.get("loop_count").and_then(Value::as_u64).is_some_and(|count| count > 0);
    match name.to_ascii_lowercase().as_str() {
        "stop" | "subagentstop" | "agentstop" | "afteragent" if is_repeated => Event::Other,
        "stop" | "subagentstop" | "agentstop" | "afteragent" => Event::Stopped,
        "userpromptsubmit" | "userpromptsubmitted" | "beforeagent" | "beforesubmitprompt" | "promptsubmit" => {
            prompted(value)
        }
        "pretaskexec" | "pretaskexecution" => task(value),
        // A tool has not done anything yet.
        "pretooluse" | "beforetool" | "sessionstart" | "sessionend" | "prompt" => Event::Other,
        // Copilot does not say which event it is in camel case.
        "" if value.get("prompt").is_some() => prompted(value),
        "" if value.get("stopReason").is_some() => Event::Stopped,
        _ => edited(value),
    }
}

fn prompted(value: &Value) -> Event {
    let prompt = word(value, &["prompt", "user_prompt", "userPrompt"]).unwrap_or_default().trim();
    let (command, arguments) = prompt.split_once(char::is_whitespace).unwrap_or((prompt, ""));
    if !command.starts_with(['/', '$', '@']) || command.len() < 2 {
        return Event::Other;
    }
    Event::Prompted { command: command.to_owned(), arguments: arguments.trim().to_owned() }
}

/// Kiro is about to start a task of a spec.
fn task(value: &Value) -> Event {
    let inside = value.get("task").filter(|task| task.is_object()).unwrap_or(value);
    let find = |keys: &[&str]| word(inside, keys).or_else(|| word(value, keys));
    let spec = find(&["spec", "spec_name", "specName", "feature", "feature_name", "featureName"]);
    match (spec, find(&["task_id", "taskId", "task_number", "taskNumber", "id", "number", "task"])) {
        (Some(spec), Some(task)) => {
            Event::Prompted { command: "start-task".to_owned(), arguments: format!("{spec} {task}") }
        }
        _ => Event::Other,
    }
}

fn edited(value: &Value) -> Event {
    let parsed;
    let input = value.get("tool_input").or(value.get("toolArgs")).or(value.get("toolInput")).unwrap_or(value);
    // Copilot sends the arguments as a text.
    let input = match input.as_str().map(serde_json::from_str::<Value>) {
        Some(Ok(value)) => {
            parsed = value;
            &parsed
        }
        _ => input,
    };
    let response = value.get("tool_response").or(value.get("toolResult"));
    let original = response.and_then(|response| response.get("originalFile")).and_then(Value::as_str);
    let Some(file) = word(input, &["file_path", "filePath", "path", "absolute_path", "notebook_path"]) else {
        return patched(input);
    };
    let several = input.get("edits").or(value.get("edits")).and_then(Value::as_array);
    let edits = several.into_iter().flatten().chain(several.is_none().then_some(input));
    let replaced = edits.filter_map(|edit| {
        let old = word(edit, &["old_string", "oldString", "old_str", "oldStr"])?;
        let new = word(edit, &["new_string", "newString", "new_str", "newStr"])?;
        let everywhere = edit.get("replace_all").or(edit.get("replaceAll")) == Some(&Value::Bool(true));
        Some(Replacement { old: old.to_owned(), new: new.to_owned(), everywhere })
    });
    Event::Edited(vec![FileEdit {
        file: file.into(),
        original: original.map(str::to_owned),
        replaced: replaced.collect(),
    }])
}

/// The files that a patch names, as Codex writes patches.
fn patched(input: &Value) -> Event {
    let patch = word(input, &["input", "patch", "command"]).or_else(|| {
        let words = input.get("command").and_then(Value::as_array)?;
        words.iter().filter_map(Value::as_str).find(|word| word.contains("*** Begin Patch"))
    });
    let marks = ["*** Update File: ", "*** Add File: ", "*** Delete File: ", "*** Move to: "];
    let names =
        patch.unwrap_or_default().lines().filter_map(|line| marks.iter().find_map(|mark| line.strip_prefix(mark)));
    let edits = names.map(|file| FileEdit { file: file.trim().into(), original: None, replaced: Vec::new() });
    let edits: Vec<_> = edits.collect();
    if edits.is_empty() { Event::Other } else { Event::Edited(edits) }
}

/// The first of these fields that is a text.
fn word<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| value.get(key)?.as_str())
}
