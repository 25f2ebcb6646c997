//! The keys that tools read in the front matter of each kind of document.

use camino::Utf8Path;

use crate::model::Kind;

/// A key and what may stand behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontMatterKey {
    /// The key, as written.
    pub name: &'static str,
    /// What may stand behind it.
    pub value: KeyValue,
    /// What it is for, in one sentence without a full stop.
    pub summary: &'static str,
}

/// What may stand behind a key. Nothing at all is always fine: it is as if the key were absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyValue {
    /// Anything; tools differ.
    Any,
    /// A string.
    Text,
    /// `true` or `false`.
    Bool,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list, or a string with commas.
    List,
    /// A list; anything else is taken for an empty one.
    Sequence,
    /// A string that may look like a list, as `[file]` does.
    Hint,
    Date,
    /// A number, to Backlog.md.
    Number,
    /// A number.
    Decimal,
    /// One of the priorities of the board.
    Priority,
    /// One of the types of tasks of the board.
    TaskType,
    /// Keys and values.
    Mapping,
    /// A list of mappings.
    Mappings,
}

const fn key(name: &'static str, value: KeyValue, summary: &'static str) -> FrontMatterKey {
    FrontMatterKey { name, value, summary }
}

use KeyValue::{
    Any, Bool, Date, Decimal, Hint, List, Mapping, Mappings, Number, OneOf, Priority, Sequence, TaskType, Text,
};

const LOOPS: &[&str] = &["inner", "outer", "both", "setup", "utility"];

/// What commands and expanded copies have in common with agents and skills.
const COMMON: &[FrontMatterKey] = &[
    key("description", Text, "What it does and when to use it: shown in menus, and what agents choose by"),
    key("name", Text, "The name by which others refer to it"),
    key("model", Any, "The model that runs it"),
    key("tools", List, "The tools that it may use"),
    key("color", Text, "The colour in menus"),
    key("skills", List, "The skills that it has at hand"),
    key("loop", OneOf(LOOPS), "The loop of the workflow that it belongs to"),
    key("role", Text, "The role that it is for"),
    key("priority_for_roles", List, "The roles that see it first"),
    key("visible_to_roles", List, "The roles that see it"),
    key("auto_load_for_roles", List, "The roles that have it loaded from the start"),
    key("handoffs", Mappings, "The agents that can go on from here"),
    key("argument-hint", Hint, "The arguments, as the menu shows them"),
    key("disable-model-invocation", Bool, "Whether only people may start it, and no agent by itself"),
    key("user-invocable", Bool, "Whether people see it in the menu"),
    key("hooks", Any, "Hooks that run while it is active"),
    key("version", Any, "Its version"),
    key("author", Any, "Who wrote it"),
    key("category", Any, "The group that it is listed under"),
    key("tags", List, "Words to find it by"),
    key("metadata", Any, "Whatever else its author notes"),
    key("license", Text, "The licence"),
];

const COMMAND: &[FrontMatterKey] = &[
    key("mode", Text, "How Copilot runs it, such as `agent`"),
    key("scripts", Mapping, "The scripts that stand for `{SCRIPT}`: `sh` and `ps`"),
    key("agent_scripts", Mapping, "The scripts that stand for `{AGENT_SCRIPT}`: `sh` and `ps`"),
    key("deprecated", Bool, "Whether it will be removed"),
    key("replacement", Text, "The command to use instead of a deprecated one: `/ns:command`"),
    key("removal_date", Any, "When a deprecated command will be removed"),
    key("allowed-tools", List, "The tools that it may use without asking"),
    key("target", Text, "Where Copilot offers it, such as `chat`"),
    key("agent", Text, "The agent that runs it"),
    key("context", Text, "`fork` runs it in a context of its own"),
    key("when_to_use", Text, "When an agent should choose it"),
    key("effort", Any, "How hard the model should think"),
    key("paths", List, "The files that it is about"),
    key("shell", Text, "The shell that runs its commands"),
    key("arguments", Any, "The arguments that it takes"),
    key("infer", Bool, "Whether agents may choose it by themselves"),
    key("mcp-servers", Any, "The MCP servers that it needs"),
    key("agents", List, "The agents that it may hand work to"),
];

const AGENT: &[FrontMatterKey] = &[
    key("allowed-tools", List, "The tools that it may use without asking"),
    key("disallowedTools", List, "The tools that it may not use"),
    key("permissionMode", Text, "How its permissions are asked for"),
    key("maxTurns", Any, "How many turns it may take"),
    key("mcpServers", Any, "The MCP servers that it needs"),
    key("mcp-servers", Any, "The MCP servers that it needs"),
    key("memory", Text, "Where it remembers things"),
    key("background", Bool, "Whether it runs in the background"),
    key("isolation", Text, "`worktree` runs it in a worktree of its own"),
    key("effort", Any, "How hard the model should think"),
    key("initialPrompt", Text, "What it is told first"),
    key("target", Text, "Where Copilot offers it"),
    key("infer", Bool, "Whether other agents may choose it"),
    key("agents", List, "The agents that it may hand work to"),
];

/// The keys of opencode, whose agents are called as their files are.
const OPENCODE_AGENT: &[FrontMatterKey] = &[
    key("description", Text, "What it does and when to use it: other agents choose by it"),
    key("mode", OneOf(&["primary", "subagent", "all"]), "Whether people choose it, other agents start it, or both"),
    key("model", Text, "The model that runs it, as `provider/model`"),
    key("variant", Text, "The variant of the model"),
    key("temperature", Decimal, "How random its answers are, from 0 to 1"),
    key("top_p", Decimal, "How varied its answers are, from 0 to 1"),
    key("prompt", Text, "A file with its prompt, in place of the text below"),
    key("tools", Mapping, "The tools that it may use, each with `true` or `false`"),
    key("permission", Any, "What it may do: `allow`, `ask` or `deny`, or one of them for each tool"),
    key("steps", Decimal, "How many steps it may take"),
    key("maxSteps", Decimal, "How many steps it may take; `steps` is the name of today"),
    key("disable", Bool, "Whether it is switched off"),
    key("hidden", Bool, "Whether the menu leaves it out"),
    key("color", Text, "Its color in the menu"),
    key("options", Mapping, "What else the provider of the model is told"),
];

const SKILL: &[FrontMatterKey] = &[
    key("allowed-tools", List, "The tools that it may use without asking"),
    key("compatibility", Text, "What it needs to run"),
    key("agent", Text, "The agent that runs it"),
    key("context", Text, "`fork` runs it in a context of its own"),
    key("when_to_use", Text, "When an agent should choose it"),
    key("effort", Any, "How hard the model should think"),
    key("paths", List, "The files that it is about"),
    key("shell", Text, "The shell that runs its commands"),
    key("arguments", Any, "The arguments that it takes"),
    key("mode", Any, "Whether it changes how the agent works"),
    key("dependencies", Any, "What it needs to be installed"),
];

const TASK: &[FrontMatterKey] = &[
    key("id", Any, "The task's id, as in its file name"),
    key("title", Any, "The task in one line"),
    key("status", Text, "Backlog.md's column, one of those in `backlog/config.yml`"),
    key("assignee", List, "Who works on it"),
    key("reporter", Text, "Who asked for it"),
    key("created_date", Date, "When it was made"),
    key("updated_date", Date, "When it was last changed"),
    key("completed_date", Date, "When it was done"),
    key("due_date", Any, "When it is due"),
    key("labels", Sequence, "Its labels; the one that starts with `workflow:` is its workflow state"),
    key("milestone", Any, "The milestone that it belongs to"),
    key("dependencies", Sequence, "The tasks that come first"),
    key("references", Sequence, "Files and addresses to look at"),
    key("documentation", Sequence, "Documents to read"),
    key("modified_files", Sequence, "The files that it changed"),
    key("parent_task_id", Text, "The task that it is a part of"),
    key("subtasks", Sequence, "The tasks that are parts of it"),
    key("priority", Priority, "How urgent it is"),
    key("type", TaskType, "The type of task"),
    key("project", Text, "The project that it belongs to"),
    key("ordinal", Number, "Its place in its column"),
    key("onStatusChange", Text, "What runs when its status changes"),
];

/// The keys of one kind of document, those of its own first. Some tools have others, by the folder of the file.
pub fn keys(kind: Kind, file: &Utf8Path) -> impl Iterator<Item = &'static FrontMatterKey> + use<> {
    let (own, common): (&[FrontMatterKey], &[FrontMatterKey]) = match kind {
        Kind::Command | Kind::Copy => (COMMAND, COMMON),
        Kind::Agent if file.starts_with(".opencode") => (OPENCODE_AGENT, &[]),
        Kind::Agent => (AGENT, COMMON),
        Kind::Skill => (SKILL, COMMON),
        Kind::Task => (TASK, &[]),
        _ => (&[], &[]),
    };
    common.iter().chain(own)
}

/// The key that Claude Code does not read in a kind of file of its own, because it is the one of another kind, and the key that it reads.
pub fn misplaced_key(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Agent => Some(("allowed-tools", "tools")),
        Kind::Command | Kind::Skill => Some(("tools", "allowed-tools")),
        _ => None,
    }
}

/// The key of this name in one kind of document.
pub fn key_of(kind: Kind, file: &Utf8Path, name: &str) -> Option<&'static FrontMatterKey> {
    keys(kind, file).find(|key| key.name == name)
}
