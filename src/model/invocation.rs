//! What a command is called, however it is spelled.

use std::{
    borrow::Borrow,
    fmt::{self, Debug, Display, Formatter},
};

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

/// A command by its namespace and its name, whatever the spelling: `/flow:plan` and `/flow.plan` are one.
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
}

/// What joins a namespace and a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// `:`.
    Colon,
    /// `.`.
    Dot,
    /// `-`, which is also part of names.
    Dash,
}

impl Invocation {
    /// The command of this namespace, which may be empty, and this name.
    pub fn new(namespace: &str, name: &str) -> Self {
        Invocation { key: if namespace.is_empty() { name.to_owned() } else { format!("{namespace}:{name}") } }
    }

    /// Reads `/flow:plan`, `flow:plan`, `/flow.plan`, `flow.plan`, and `/release` without a namespace.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let text = text.strip_prefix('/').unwrap_or(text);
        let (namespace, name) = text.split_once([':', '.']).unwrap_or(("", text));
        Invocation::new(namespace, name)
    }

    /// The command that a file in one of the places of commands is, by its path relative to the project.
    ///
    /// `.claude/commands/flow/plan.md` and `templates/commands/flow/plan.md` are `/flow:plan`, and so is
    /// `.github/prompts/flow.plan.prompt.md`.
    pub fn of_file(path: &Utf8Path) -> Option<Self> {
        let file = path.file_name()?;
        if let Some(stem) = file.strip_suffix(".prompt.md") {
            let (namespace, name) = stem.split_once('.').unwrap_or(("", stem));
            return Some(Invocation::new(namespace, name));
        }
        let name = file.strip_suffix(".md")?;
        let folder = path.parent()?.file_name().filter(|folder| *folder != "commands").unwrap_or("");
        Some(Invocation::new(folder, name))
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
        Spelling::all().find(|spelling| self.spelled(*spelling) == text)
    }
}

impl Spelling {
    /// `/flow:plan`.
    pub const COLON: Spelling = Spelling { sigil: Sigil::Slash, joint: Joint::Colon };
    /// `/flow.plan`.
    pub const DOT: Spelling = Spelling { sigil: Sigil::Slash, joint: Joint::Dot };

    fn all() -> impl Iterator<Item = Spelling> {
        let joints = [Joint::Colon, Joint::Dot, Joint::Dash];
        let sigils = [Sigil::Slash, Sigil::None];
        sigils.into_iter().flat_map(move |sigil| joints.map(|joint| Spelling { sigil, joint }))
    }
}

impl Sigil {
    fn text(self) -> &'static str {
        match self {
            Sigil::None => "",
            Sigil::Slash => "/",
        }
    }
}

impl Joint {
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
        ] {
            let command = Invocation::parse(text);
            assert_eq!((command.namespace(), command.name()), (namespace, name), "{text}");
            assert_eq!(command.spelling_of(text), Some(spelling), "{text}");
            assert_eq!(command.spelled(spelling), text);
        }
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
