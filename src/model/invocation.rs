//! What a command is called, however it is spelled.

use std::{
    borrow::Borrow,
    fmt::{self, Debug, Display, Formatter},
};

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use super::namespace::{CLOSED_NAMES, closed_namespace};

/// The folders of commands that are no namespaces, whatever agent looks into them.
const FLAT: [&str; 5] = ["commands", "command", "prompts", "workflows", "recipes"];

/// How the names of files of commands end.
const COMMAND_FILES: [&str; 5] = [".md", ".mdc", ".prompt", ".toml", ".yaml"];

/// A command by its namespace and its name, whatever the spelling: `/flow:plan` and `/flow.plan` are one, and so are `/speckit.plan`,
/// `/speckit-plan`, `$speckit-plan` and `/skill:speckit-plan`.
///
/// It compares as its key, so that a map from commands takes keys, and is its key for programs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Invocation {
    key: String,
}

/// A way to write a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// What is before the namespace.
    pub sigil: Sigil,
    /// What is between the namespace and the name.
    pub joint: Joint,
}

/// What shows that a command begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sigil {
    /// Nothing, as in lists of commands.
    None,
    /// `/`.
    Slash,
    /// `$`, with which Codex calls skills.
    Dollar,
    /// `@`, with which Amazon Q and Windsurf call prompts and skills.
    At,
    /// `/skill:`, with which Kimi calls skills.
    SlashSkill,
}

/// What joins a namespace and a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// `:`.
    Colon,
    /// `.`.
    Dot,
    /// `-`, which is also part of names: it joins in closed namespaces only, and in the names of agents.
    Dash,
}

impl Invocation {
    /// The command of this namespace, which may be empty, and this name.
    ///
    /// In a closed namespace `git.commit` and `git-commit` are the same name.
    pub fn new(namespace: &str, name: &str) -> Self {
        let key = match namespace {
            "" => name.to_owned(),
            _ if name.contains('.') && closed_namespace(namespace).is_some() => {
                format!("{namespace}:{}", name.replace('.', "-"))
            }
            _ => format!("{namespace}:{name}"),
        };
        Invocation { key }
    }

    /// Whether it is what is left of an old command: `/flow:_DEPRECATED_plan` of `/flow:plan`.
    pub fn is_alias_of(&self, old: &Invocation) -> bool {
        self.namespace() == old.namespace() && self.name().strip_prefix("_DEPRECATED_") == Some(old.name())
    }

    /// Reads `/flow:plan`, `flow:plan`, `/flow.plan`, `flow.plan`, `/release` without a namespace, and every spelling of a command in a
    /// closed namespace.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let closed = |sigil: Sigil| Invocation::in_closed(text.strip_prefix(sigil.text())?);
        if let Some(command) = Sigil::ALL.into_iter().find_map(closed) {
            return command;
        }
        let text = text.strip_prefix('/').unwrap_or(text);
        let (namespace, name) = text.split_once([':', '.']).unwrap_or(("", text));
        Invocation::new(namespace, name)
    }

    /// Reads `speckit-plan`, `speckit.plan` and `speckit:plan`.
    fn in_closed(word: &str) -> Option<Self> {
        CLOSED_NAMES.iter().find_map(|namespace| {
            let name = word.strip_prefix(namespace)?.strip_prefix([':', '.', '-']).filter(|name| !name.is_empty())?;
            Some(Invocation::new(namespace, name))
        })
    }

    /// The command that a file in one of the places of commands is, by its path relative to the project.
    ///
    /// `.claude/commands/flow/plan.md` and `templates/commands/flow/plan.md` are `/flow:plan`, and so is
    /// `.github/prompts/flow.plan.prompt.md`. A tool whose namespace is closed also puts it into the name of the file, as in
    /// `.claude/commands/speckit.plan.md`.
    pub fn of_file(path: &Utf8Path) -> Option<Self> {
        let file = path.file_name()?;
        if let Some(stem) = file.strip_suffix(".prompt.md") {
            let (namespace, name) = stem.split_once('.').unwrap_or(("", stem));
            return Some(Invocation::in_closed(stem).unwrap_or_else(|| Invocation::new(namespace, name)));
        }
        let name = COMMAND_FILES.iter().find_map(|ending| file.strip_suffix(ending))?;
        let folder = path.parent()?.file_name().unwrap_or("");
        if let Some(command) = Invocation::in_closed(name).filter(|_| FLAT.contains(&folder)) {
            return Some(command);
        }
        // The folders of other agents have no namespaces below them.
        let agent = path.parent().and_then(Utf8Path::parent).and_then(Utf8Path::file_name);
        let is_place =
            folder == "commands" || FLAT.contains(&folder) && agent.is_some_and(|agent| agent.starts_with('.'));
        Some(Invocation::new(if is_place { "" } else { folder }, name))
    }

    /// Whether a file is a command of an agent other than Claude Code and Copilot: these need no front matter, or have other keys in it.
    pub fn is_of_other_agent(path: &Utf8Path) -> bool {
        path.as_str().starts_with('.') && !path.starts_with(".claude") && !path.starts_with(".github")
    }

    /// The command of a file of which expanded copies are made: its folder is its namespace, if it has one. Tools whose namespace is in
    /// the name of the file install one for each agent.
    pub fn of_source(path: &Utf8Path) -> Option<Self> {
        let is_folder = |namespace: &str| path.parent().and_then(Utf8Path::file_name) == Some(namespace);
        let file = Invocation::of_file(path).filter(|_| !Invocation::is_of_other_agent(path));
        file.filter(|command| !command.is_closed() || is_folder(command.namespace()))
    }

    /// The command that a skill is besides, by the name of its folder: `.claude/skills/speckit-plan/SKILL.md` is `/speckit-plan`.
    pub fn of_skill(path: &Utf8Path) -> Option<Self> {
        Invocation::in_closed(path.parent()?.file_name()?)
    }

    /// The command that an agent of this name is made from where commands are installed as agents: `flow-plan`, `flow.plan`.
    pub fn of_agent(name: &str) -> Option<Self> {
        name.split_once(['.', '-', ':']).map(|(namespace, name)| Invocation::new(namespace, name))
    }

    /// The command that an expanded copy of this stem repeats, when it is in a namespace that is there: these may have dashes in them.
    pub fn of_copy(stem: &str, is_namespace: impl Fn(&str) -> bool) -> Option<Self> {
        let mut joints = stem.match_indices(['-', '.']).map(|(at, _)| (&stem[..at], &stem[at + 1..])).rev();
        let (namespace, name) = joints.find(|(namespace, name)| !name.is_empty() && is_namespace(namespace))?;
        Some(Invocation::new(namespace, name))
    }

    /// The namespace; empty for a command without one.
    pub fn namespace(&self) -> &str {
        self.key.split_once(':').map_or("", |(namespace, _)| namespace)
    }

    /// The command's own name.
    pub fn name(&self) -> &str {
        self.key.split_once(':').map_or(&self.key, |(_, name)| name)
    }

    /// `flow:plan`, or `release` without a namespace.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether a tool decides what its namespace has.
    pub fn is_closed(&self) -> bool {
        closed_namespace(self.namespace()).is_some()
    }

    /// Whether it is one of the commands that the tool of its namespace comes with.
    pub fn is_listed(&self) -> bool {
        closed_namespace(self.namespace()).is_some_and(|namespace| namespace.commands.contains(&self.name()))
    }

    /// It as its file has it called: where the namespace is in the name of the file, that is it.
    pub fn called(&self, file: &Utf8Path) -> String {
        let name = file.file_name().unwrap_or_default();
        let ending = || COMMAND_FILES.iter().find_map(|ending| name.strip_suffix(ending));
        let stem = match name.strip_suffix(".prompt.md").or_else(ending) {
            Some("SKILL") => file.parent().and_then(Utf8Path::file_name),
            stem => stem,
        };
        match stem.filter(|stem| Invocation::in_closed(stem).as_ref() == Some(self)) {
            Some(stem) => format!("/{stem}"),
            None => self.to_string(),
        }
    }

    /// It in a spelling.
    pub fn spelled(&self, spelling: Spelling) -> String {
        let (sigil, joint) = (spelling.sigil.text(), spelling.joint.char());
        match self.namespace() {
            "" => format!("{sigil}{}", self.key),
            namespace => format!("{sigil}{namespace}{joint}{}", self.name()),
        }
    }

    /// It as its copies are called: `flow-plan` or `flow.plan`.
    pub fn joined(&self, joint: Joint) -> String {
        self.spelled(Spelling { sigil: Sigil::None, joint })
    }

    /// The spelling in which a text is this command.
    pub fn spelling_of(&self, text: &str) -> Option<Spelling> {
        let joint_of = |written: &str| match self.namespace() {
            "" => (written == self.key).then_some(Joint::Colon),
            namespace => {
                let rest = written.strip_prefix(namespace)?;
                let is_joint = |joint: &Joint| {
                    rest.strip_prefix(joint.char()).is_some_and(|name| Invocation::new(namespace, name) == *self)
                };
                Joint::ALL.into_iter().find(is_joint)
            }
        };
        let spelling = |sigil: Sigil| Some(Spelling { sigil, joint: joint_of(text.strip_prefix(sigil.text())?)? });
        Sigil::ALL.into_iter().find_map(spelling)
    }
}

impl Spelling {
    /// `/flow:plan`.
    pub const COLON: Spelling = Spelling { sigil: Sigil::Slash, joint: Joint::Colon };
    /// `/flow.plan`.
    pub const DOT: Spelling = Spelling { sigil: Sigil::Slash, joint: Joint::Dot };
}

impl Sigil {
    /// Every one, those first that begin as another one does.
    const ALL: [Sigil; 5] = [Sigil::SlashSkill, Sigil::Slash, Sigil::Dollar, Sigil::At, Sigil::None];

    fn text(self) -> &'static str {
        match self {
            Sigil::None => "",
            Sigil::Slash => "/",
            Sigil::Dollar => "$",
            Sigil::At => "@",
            Sigil::SlashSkill => "/skill:",
        }
    }
}

impl Joint {
    const ALL: [Joint; 3] = [Joint::Colon, Joint::Dot, Joint::Dash];

    fn char(self) -> char {
        match self {
            Joint::Colon => ':',
            Joint::Dot => '.',
            Joint::Dash => '-',
        }
    }
}

impl Display for Invocation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.key)
    }
}

impl Debug for Invocation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(&self.key, f)
    }
}

impl Borrow<str> for Invocation {
    fn borrow(&self) -> &str {
        &self.key
    }
}

/// The stem of an expanded copy's file, `flow-plan` of `flow-plan.agent.md`.
pub fn copy_stem(path: &Utf8Path) -> Option<&str> {
    path.file_name()?.strip_suffix(".agent.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files() {
        for (path, key) in [
            (".claude/commands/flow/plan.md", "flow:plan"),
            ("templates/commands/flow/security_fix.md", "flow:security_fix"),
            (".claude/commands/release.md", "release"),
            (".github/prompts/flow.plan.prompt.md", "flow:plan"),
            (".github/prompts/review.prompt.md", "review"),
            (".claude/commands/speckit.plan.md", "speckit:plan"),
            (".claude/commands/speckit.git.commit.md", "speckit:git-commit"),
            (".claude/commands/opsx-apply.md", "opsx:apply"),
            (".claude/commands/opsx/apply.md", "opsx:apply"),
            (".github/prompts/opsx-bulk-archive.prompt.md", "opsx:bulk-archive"),
            (".github/prompts/speckit.plan.prompt.md", "speckit:plan"),
            (".clinerules/workflows/speckit-plan.md", "speckit:plan"),
            (".gemini/commands/speckit.plan.toml", "speckit:plan"),
            (".windsurf/workflows/plan.md", "plan"),
            // No namespace of a tool.
            (".claude/commands/foo-bar.md", "foo-bar"),
            (".claude/commands/foo.bar.md", "foo.bar"),
            (".claude/commands/speckits-plan.md", "speckits-plan"),
            (".claude/commands/flow/opsx-apply.md", "flow:opsx-apply"),
        ] {
            let command = Invocation::of_file(Utf8Path::new(path));
            assert_eq!(command.as_ref().map(Invocation::key), Some(key), "{path}");
        }
    }

    #[test]
    fn spellings() {
        for (text, namespace, name, spelling) in [
            ("/flow:plan", "flow", "plan", Spelling::COLON),
            ("/flow.plan", "flow", "plan", Spelling::DOT),
            ("flow.plan", "flow", "plan", Spelling { sigil: Sigil::None, joint: Joint::Dot }),
            ("/flow:plan.md", "flow", "plan.md", Spelling::COLON),
            ("/release", "", "release", Spelling::COLON),
            ("/foo-bar", "", "foo-bar", Spelling::COLON),
            ("/speckit.plan", "speckit", "plan", Spelling::DOT),
            ("/speckit-plan", "speckit", "plan", Spelling { sigil: Sigil::Slash, joint: Joint::Dash }),
            ("$speckit-plan", "speckit", "plan", Spelling { sigil: Sigil::Dollar, joint: Joint::Dash }),
            ("@kiro-spec-init", "kiro", "spec-init", Spelling { sigil: Sigil::At, joint: Joint::Dash }),
            (
                "/skill:openspec-apply-change",
                "openspec",
                "apply-change",
                Spelling { sigil: Sigil::SlashSkill, joint: Joint::Dash },
            ),
            ("/skill:foo-bar", "skill", "foo-bar", Spelling::COLON),
        ] {
            let command = Invocation::parse(text);
            assert_eq!((command.namespace(), command.name()), (namespace, name), "{text}");
            assert_eq!(command.spelling_of(text), Some(spelling), "{text}");
            assert_eq!(command.spelled(spelling), text);
        }
    }

    #[test]
    fn a_tool_calls_its_commands_by_their_files() {
        for (file, called) in [
            (".claude/commands/flow/plan.md", "/flow:plan"),
            (".github/prompts/flow.plan.prompt.md", "/flow:plan"),
            (".claude/commands/opsx/apply.md", "/opsx:apply"),
            (".claude/commands/speckit.git.commit.md", "/speckit.git.commit"),
            (".github/prompts/opsx-apply.prompt.md", "/opsx-apply"),
        ] {
            let file = Utf8Path::new(file);
            assert_eq!(Invocation::of_file(file).map(|command| command.called(file)).as_deref(), Some(called));
        }
        let skill = Utf8Path::new(".claude/skills/speckit-plan/SKILL.md");
        let command = Invocation::of_skill(skill).expect("a command");
        assert_eq!((command.key(), &*command.called(skill)), ("speckit:plan", "/speckit-plan"));
        assert_eq!(Invocation::of_skill(Utf8Path::new(".claude/skills/test-first/SKILL.md")), None);
    }

    #[test]
    fn agents_and_copies() {
        let key = |command: Option<Invocation>| command.map_or(String::new(), |command| command.key().to_owned());
        assert_eq!(key(Invocation::of_agent("flow-plan")), "flow:plan");
        assert_eq!(key(Invocation::of_agent("planner")), "");
        assert_eq!(key(Invocation::of_copy("my-flow-plan", |namespace| namespace == "my-flow")), "my-flow:plan");
        assert_eq!(key(Invocation::of_copy("flow-plan", |namespace| namespace == "sec")), "");
    }
}
