//! Hooks of Kiro: `.kiro/hooks/*.json`, and `*.kiro.hook` in the format of Kiro 0.x.

mod read;
pub mod regex_syntax;

use crate::{
    model::{Misfit, json, machine::Word},
    syntax::yaml::Yaml,
};

/// The hooks of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KiroHooks {
    /// Whether the file is in the format of Kiro 0.x.
    pub is_old: bool,
    /// In source order.
    pub hooks: Vec<KiroHook>,
    /// What keeps Kiro from running them, in order of position.
    pub problems: Vec<Misfit>,
}

/// One hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KiroHook {
    pub name: Option<Word>,
    pub trigger: Option<Word>,
    /// The paths at which it runs: globs in the old format, else one regular expression for a hook that is about files.
    pub paths: Vec<Word>,
}

/// What starts a hook: its name in the format of 0.x, its name today, and other words that are written for it.
struct Trigger {
    old: &'static str,
    new: &'static str,
    others: &'static [&'static str],
}

const TRIGGERS: &[Trigger] = &[
    trigger("fileEdited", "PostFileSave", &["fileSaved", "fileSave", "onSave", "PostFileEdit", "fileModified"]),
    trigger("fileCreated", "PostFileCreate", &["fileCreate", "onCreate"]),
    trigger("fileDeleted", "PostFileDelete", &["fileDelete", "onDelete"]),
    trigger("userTriggered", "Manual", &["manualTrigger", "userTrigger", "onDemand"]),
    trigger("promptSubmit", "UserPromptSubmit", &["PromptSubmit"]),
    trigger("agentStop", "Stop", &["AgentStop"]),
    trigger("preToolUse", "PreToolUse", &[]),
    trigger("postToolUse", "PostToolUse", &[]),
    trigger("preTaskExecution", "PreTaskExec", &["PreTaskExecution"]),
    trigger("postTaskExecution", "PostTaskExec", &["PostTaskExecution"]),
    trigger("", "SessionStart", &["agentSpawn"]),
];

/// It is used, but not documented.
const UNDOCUMENTED: &str = "SessionEnd";

const fn trigger(old: &'static str, new: &'static str, others: &'static [&'static str]) -> Trigger {
    Trigger { old, new, others }
}

impl KiroHooks {
    /// Reads a file from its tree. One that is not JSON has one problem.
    pub fn read(text: &str, yaml: &Yaml) -> KiroHooks {
        if let Some(problem) = json::problem(text) {
            return KiroHooks { problems: vec![problem], ..KiroHooks::default() };
        }
        yaml.root.as_ref().map(read::read).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
