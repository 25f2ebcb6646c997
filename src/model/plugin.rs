//! Plugins of Claude Code: the manifest `.claude-plugin/plugin.json`, and the hooks in `hooks/hooks.json`.

use text_size::{TextRange, TextSize};

use super::{
    Misfit, json,
    shape::{
        self, Object,
        Shape::{Any, Form, Text},
        optional, required,
    },
};
use crate::syntax::{
    nearest::nearest,
    yaml::{Node, NodeKind, Yaml},
};

/// A kind of file of a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PluginKind {
    Manifest,
    Hooks,
}

/// What a file of a plugin says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PluginText {
    /// What Claude Code does not take, in order of position.
    pub problems: Vec<Misfit>,
    /// The paths of files in the plugin, relative to its folder.
    pub paths: Vec<TextRange>,
}

/// The events that hooks of Claude Code can wait for, each with when it occurs.
pub const PLUGIN_EVENTS: [(&str, &str); 28] = [
    ("PreToolUse", "before a tool is used"),
    ("PostToolUse", "after a tool was used"),
    ("PostToolUseFailure", "after a tool has failed"),
    ("PostToolBatch", "after all tools of a turn were used"),
    ("PermissionRequest", "when a permission is asked for"),
    ("PermissionDenied", "when a permission was denied"),
    ("UserPromptSubmit", "before a prompt is read"),
    ("UserPromptExpansion", "when a command is expanded"),
    ("SessionStart", "when a session begins or is resumed"),
    ("SessionEnd", "when a session ends"),
    ("Setup", "when a project is set up or maintained"),
    ("Stop", "when the agent has finished"),
    ("StopFailure", "when the agent ends with an error"),
    ("SubagentStart", "when a subagent starts"),
    ("SubagentStop", "when a subagent has finished"),
    ("TaskCreated", "when a task is created"),
    ("TaskCompleted", "when a task is completed"),
    ("TeammateIdle", "when a teammate has nothing to do"),
    ("Notification", "when a notification is sent"),
    ("PreCompact", "before the context is compacted"),
    ("PostCompact", "after the context was compacted"),
    ("InstructionsLoaded", "when instructions are loaded"),
    ("ConfigChange", "when the settings change"),
    ("CwdChanged", "when the working folder changes"),
    ("FileChanged", "when a watched file changes"),
    ("WorktreeCreate", "when a worktree is created"),
    ("WorktreeRemove", "when a worktree is removed"),
    ("Elicitation", "when a server asks the user"),
];

/// The types of hooks, each with the key that it needs.
pub const PLUGIN_ACTIONS: [(&str, &str); 5] =
    [("command", "command"), ("prompt", "prompt"), ("agent", "prompt"), ("http", "url"), ("mcp_tool", "tool")];

/// How a hook names the folder of its plugin.
const ROOT: &str = "${CLAUDE_PLUGIN_ROOT}/";

const MANIFEST: Object = Object {
    name: "manifest",
    open: false,
    keys: &[
        required("name", Form(|name| !name.is_empty() && !name.contains(char::is_whitespace), "a name without spaces")),
        optional("version", Text),
        optional("description", Text),
        optional("author", Any),
        optional("homepage", Text),
        optional("repository", Any),
        optional("license", Text),
        optional("keywords", Any),
        optional("commands", Any),
        optional("agents", Any),
        optional("skills", Any),
        optional("hooks", Any),
        optional("mcpServers", Any),
        optional("lspServers", Any),
        optional("outputStyles", Any),
        optional("dependencies", Any),
        optional("displayName", Any),
        optional("settings", Any),
        optional("userConfig", Any),
        optional("channels", Any),
    ],
};

/// The keys of a manifest with paths of the plugin.
const PATHS: [&str; 7] = ["commands", "agents", "skills", "hooks", "mcpServers", "lspServers", "outputStyles"];

impl PluginText {
    /// Reads a file from its tree. One that is not JSON has one problem.
    pub fn read(kind: PluginKind, text: &str, yaml: &Yaml) -> PluginText {
        if let Some(problem) = json::problem(text) {
            return PluginText { problems: vec![problem], paths: Vec::new() };
        }
        let mut read = PluginText::default();
        match (kind, &yaml.root) {
            (_, None) => {}
            (PluginKind::Manifest, Some(root)) => read.manifest(text, root),
            (PluginKind::Hooks, Some(root)) => read.hooks_file(text, root),
        }
        read.problems.sort_by_key(|problem| problem.range.start());
        read
    }

    fn problem(&mut self, range: TextRange, message: impl Into<String>) {
        self.problems.push(Misfit { range, message: message.into(), replacement: None });
    }

    fn manifest(&mut self, text: &str, root: &Node) {
        self.problems.extend(shape::misfits(root, &MANIFEST));
        for (key, value) in PATHS.iter().filter_map(|key| Some((*key, root.get(key)?))) {
            match value.kind() {
                NodeKind::Mapping if key == "hooks" => self.events(text, value.get("hooks").unwrap_or(value)),
                NodeKind::Sequence => value.items().iter().for_each(|item| self.path(text, item)),
                _ => self.path(text, value),
            }
        }
    }

    /// A path of a manifest, which begins with `./`.
    fn path(&mut self, text: &str, node: &Node) {
        let Some(path) = node.as_str().filter(|_| node.is_string()) else { return };
        let range = node.content_range();
        let is_plain = text.get(std::ops::Range::<usize>::from(range)) == Some(path);
        if let Some(inside) = path.strip_prefix("./").filter(|inside| is_plain && !inside.is_empty()) {
            self.paths.push(TextRange::at(range.start() + TextSize::of("./"), TextSize::of(inside)));
        } else if is_plain && path.starts_with(|char: char| char.is_ascii_alphanumeric()) && !path.contains(':') {
            let message = format!("a path in a manifest begins with `./`: write `./{path}`");
            self.problems.push(Misfit { range, message, replacement: Some(format!("./{path}")) });
        }
    }

    fn hooks_file(&mut self, text: &str, root: &Node) {
        match root.get("hooks") {
            Some(hooks) => self.events(text, hooks),
            None if root.entries().iter().any(|entry| entry.name().is_some_and(is_event)) => {
                self.problem(first_key(root), "the events must be inside `hooks`");
            }
            None => self.problem(first_key(root), "this file has no `hooks`: add them by their events"),
        }
    }

    fn events(&mut self, text: &str, hooks: &Node) {
        if hooks.kind() != NodeKind::Mapping {
            return self
                .problem(hooks.content_range(), format!("`hooks` must be an object, but this is {}", hooks.kind()));
        }
        for entry in hooks.entries() {
            let Some(event) = entry.name() else { continue };
            // There are new ones with each version, so that only a misspelt one is reported.
            let near =
                (!is_event(event)).then(|| nearest(event, PLUGIN_EVENTS.iter().map(|(name, _)| *name))).flatten();
            if let Some(near) = near {
                let message = format!("unknown event `{event}`: did you mean `{near}`?");
                let range = entry.key.content_range();
                self.problems.push(Misfit { range, message, replacement: Some(near.to_owned()) });
            }
            let Some(groups) = self.list(&entry.value, event) else { continue };
            for group in groups {
                match group.get("hooks") {
                    Some(hooks) => {
                        let hooks = self.list(hooks, "hooks").unwrap_or_default();
                        hooks.iter().for_each(|hook| self.hook(text, hook));
                    }
                    None if group.kind() != NodeKind::Mapping => {
                        let message = format!("each item of `{event}` must be an object, but this is {}", group.kind());
                        self.problem(group.content_range(), message);
                    }
                    None => self.problem(first_key(group), "this matcher has no `hooks`: add a list of them"),
                }
                if let Some(matcher) = group.get("matcher").filter(|matcher| !matcher.is_string()) {
                    let message = format!("`matcher` must be a string, but this is {}", matcher.kind());
                    self.problem(matcher.content_range(), message);
                }
            }
        }
    }

    fn hook(&mut self, text: &str, hook: &Node) {
        if hook.kind() != NodeKind::Mapping {
            return self
                .problem(hook.content_range(), format!("a hook must be an object, but this is {}", hook.kind()));
        }
        let Some(written) = hook.get("type") else {
            return self.problem(first_key(hook), "this hook has no `type`: add `\"type\": \"command\"`");
        };
        let types = || PLUGIN_ACTIONS.iter().map(|(name, _)| *name);
        let known = PLUGIN_ACTIONS.iter().find(|(name, _)| written.as_str() == Some(name));
        match (known, written.as_str()) {
            (Some((name, key)), _) if hook.get(key).is_none_or(Node::is_null) => {
                self.problem(written.content_range(), format!("a hook of the type `{name}` needs `{key}`: add it"));
            }
            (None, Some(other)) => {
                let near =
                    nearest(other, types()).and_then(|near| PLUGIN_ACTIONS.iter().find(|(name, _)| *name == near));
                if let Some((near, key)) = near {
                    let message = format!("unknown type `{other}`: did you mean `{near}`?");
                    // The type alone does not make a hook of it.
                    let replacement = hook.get(key).map(|_| (*near).to_owned());
                    self.problems.push(Misfit { range: written.content_range(), message, replacement });
                }
            }
            _ => {}
        }
        if let Some(command) = hook.get("command").filter(|command| command.is_string()) {
            self.scripts(text, command.range);
        }
    }

    /// The files of the plugin in the source of a command.
    fn scripts(&mut self, text: &str, command: TextRange) {
        let source = &text[command];
        for (at, _) in source.match_indices(ROOT) {
            let rest = &source[at + ROOT.len()..];
            let length = rest.find(|c: char| !c.is_alphanumeric() && !"/._-+@".contains(c)).unwrap_or(rest.len());
            let path = rest[..length].trim_end_matches(['/', '.']);
            // What a variable or a wildcard goes on with is another file each time.
            let is_whole = !rest[length..].starts_with(['$', '*', '{', '?', '[', '%']);
            if is_whole && !path.is_empty() {
                let start = command.start() + TextSize::new(u32::try_from(at + ROOT.len()).unwrap_or(u32::MAX));
                self.paths.push(TextRange::at(start, TextSize::of(path)));
            }
        }
    }

    fn list<'a>(&mut self, node: &'a Node, name: &str) -> Option<&'a [Node]> {
        if node.as_sequence().is_none() {
            self.problem(node.content_range(), format!("`{name}` must be a list, but this is {}", node.kind()));
            return None;
        }
        Some(node.items())
    }
}

fn is_event(name: &str) -> bool {
    PLUGIN_EVENTS.iter().any(|(event, _)| *event == name)
}

/// The first key of an object, so that a finding is no longer than a line.
fn first_key(node: &Node) -> TextRange {
    node.entries().first().map_or(node.content_range(), |entry| entry.key.content_range())
}
