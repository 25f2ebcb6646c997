//! Which tool reads a prompt, and what it fills in.

use camino::Utf8Path;

use super::{Kind, SpecKitKind};
use crate::syntax::prompt::PromptForm::{
    self, Args, Arguments, BracedFile, BracedShell, File, Position, Shell, Variable,
};

/// What each tool fills into the prompts of its folder. Of a tool that is not here it is unknown, so its prompts are plain text.
const TOOLS: [(&str, &[PromptForm]); 10] = [
    (".augment", &[Arguments]),
    (".claude", CLAUDE_CODE),
    (".codex", &[Arguments, Position]),
    (".factory", &[Arguments]),
    (".gemini", GEMINI),
    (".github", &[Variable]),
    (".kilo", CLAUDE_CODE),
    (".opencode", CLAUDE_CODE),
    (".qwen", &[Args, Arguments, BracedFile, BracedShell]),
    (".tabnine", GEMINI),
];

const CLAUDE_CODE: &[PromptForm] = &[Arguments, Position, File, Shell];

const GEMINI: &[PromptForm] = &[Args, BracedFile, BracedShell];

/// The folders of tools whose instructions import nothing.
const OTHERS: [&str; 5] = [".clinerules", ".github", ".kilocode", ".roo", ".windsurf"];

/// What the tool that reads a document of this kind and name fills in.
pub fn prompt_forms(kind: Kind, name: &Utf8Path) -> &'static [PromptForm] {
    let first = name.components().next().map_or("", |first| first.as_str());
    let own = || TOOLS.iter().find(|(folder, _)| *folder == first).map(|(_, forms)| *forms);
    match kind {
        // Plugins and the places that a project chooses are Claude Code's.
        Kind::Command | Kind::Partial if !first.starts_with('.') => CLAUDE_CODE,
        Kind::Command | Kind::Partial | Kind::SpecKit(SpecKitKind::Prompt) => own().unwrap_or_default(),
        Kind::Skill if first == ".claude" || !first.starts_with('.') => CLAUDE_CODE,
        Kind::Instructions if OTHERS.contains(&first) => &[],
        Kind::Instructions => &[File],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_tool_fills_in() {
        let prompt = Kind::SpecKit(SpecKitKind::Prompt);
        for (kind, name, forms) in [
            (Kind::Command, ".claude/commands/a.md", CLAUDE_CODE),
            (Kind::Command, "plugins/x/commands/a.md", CLAUDE_CODE),
            (Kind::Skill, ".claude/skills/a/SKILL.md", CLAUDE_CODE),
            (Kind::Command, ".opencode/command/a.md", CLAUDE_CODE),
            (Kind::Command, ".codex/prompts/a.md", &[Arguments, Position]),
            (Kind::Command, ".github/prompts/a.prompt.md", &[Variable]),
            (prompt, ".gemini/commands/a.toml", GEMINI),
            (prompt, ".tabnine/agent/commands/a.toml", GEMINI),
            (Kind::Instructions, "CLAUDE.md", &[File]),
            (Kind::Instructions, "docs/imported.md", &[File]),
            (Kind::Instructions, ".cursor/rules/a.mdc", &[File]),
            (Kind::Instructions, ".github/copilot-instructions.md", &[]),
            (Kind::Command, ".cursor/commands/a.md", &[]),
            (Kind::Command, ".windsurf/workflows/a.md", &[]),
            (Kind::Skill, ".agents/skills/a/SKILL.md", &[]),
            (Kind::Agent, ".claude/agents/a.md", &[]),
        ] {
            assert_eq!(prompt_forms(kind, Utf8Path::new(name)), forms, "{name}");
        }
    }
}
