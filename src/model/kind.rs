//! The kinds of document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of document. The order of the variants means nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Our own settings file.
    Settings,
    /// The state machine.
    Workflow,
    /// `hooks.yaml`.
    Hooks,
    /// A task of Backlog.md.
    Task,
    /// A constitution or a template of one.
    Constitution,
    /// The expanded copy of a command.
    Copy,
    /// A skill, `SKILL.md`.
    Skill,
    /// An agent definition.
    Agent,
    /// What other documents include.
    Partial,
    /// A slash command.
    Command,
    /// A specification.
    Spec,
    /// A folder that may hold documents and cannot be read. It is one only so that this can be reported.
    #[serde(skip)]
    Folder,
    /// A file that is no document of ours and is only read because one refers to it. Rules never look at it.
    #[default]
    Other,
}

impl Kind {
    /// Every kind but [`Kind::Other`].
    pub const DOCUMENTS: &[Kind] = &[
        Kind::Settings,
        Kind::Workflow,
        Kind::Hooks,
        Kind::Task,
        Kind::Constitution,
        Kind::Copy,
        Kind::Skill,
        Kind::Agent,
        Kind::Partial,
        Kind::Command,
        Kind::Spec,
        Kind::Folder,
    ];

    /// Every kind of Markdown document but [`Kind::Other`].
    pub const MARKDOWN: &[Kind] = &[
        Kind::Task,
        Kind::Constitution,
        Kind::Copy,
        Kind::Skill,
        Kind::Agent,
        Kind::Partial,
        Kind::Command,
        Kind::Spec,
    ];

    /// The kinds whose text an agent reads as a prompt.
    pub const PROMPTS: &[Kind] = &[Kind::Copy, Kind::Skill, Kind::Agent, Kind::Partial, Kind::Command];

    /// The kinds whose places settings can name.
    pub const SETTABLE: &[Kind] = &[
        Kind::Workflow,
        Kind::Hooks,
        Kind::Task,
        Kind::Constitution,
        Kind::Copy,
        Kind::Skill,
        Kind::Agent,
        Kind::Partial,
        Kind::Command,
        Kind::Spec,
    ];

    /// How specific it is, the most specific first: of several kinds that the names of one file give it, the lowest counts.
    pub fn rank(self) -> u8 {
        match self {
            Kind::Settings => 0,
            Kind::Workflow => 1,
            Kind::Hooks => 2,
            Kind::Task => 3,
            Kind::Constitution => 4,
            Kind::Copy => 5,
            Kind::Skill => 6,
            Kind::Agent => 7,
            Kind::Partial => 8,
            Kind::Command => 9,
            Kind::Spec => 10,
            Kind::Folder => 11,
            Kind::Other => 12,
        }
    }

    /// The more specific of two kinds.
    pub fn preferred(self, other: Kind) -> Kind {
        if other.rank() < self.rank() { other } else { self }
    }

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Settings => "settings",
            Kind::Workflow => "workflow",
            Kind::Hooks => "hooks",
            Kind::Task => "task",
            Kind::Constitution => "constitution",
            Kind::Copy => "copy",
            Kind::Skill => "skill",
            Kind::Agent => "agent",
            Kind::Partial => "partial",
            Kind::Command => "command",
            Kind::Spec => "spec",
            Kind::Folder => "folder",
            Kind::Other => "other",
        }
    }

    /// Whether the file is YAML as a whole.
    pub fn is_yaml(self) -> bool {
        matches!(self, Kind::Workflow | Kind::Hooks)
    }

    /// Whether the file is Markdown.
    pub fn is_markdown(self) -> bool {
        !self.is_yaml() && !matches!(self, Kind::Settings | Kind::Folder)
    }

    /// Whether its text is a prompt, so that an agent reads its fenced blocks too.
    pub fn is_prompt(self) -> bool {
        matches!(self, Kind::Command | Kind::Copy | Kind::Skill | Kind::Agent | Kind::Partial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_written_down() {
        let mut kinds: Vec<_> = Kind::DOCUMENTS.iter().copied().chain([Kind::Other]).collect();
        kinds.sort_by_key(|kind| kind.rank());
        // Settings before what they set, a prompt's special kinds before a command, and `Other` last: a name of a file that says more
        // about it counts more.
        let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
        let expected = "settings workflow hooks task constitution copy skill agent partial command spec folder other";
        assert_eq!(names.join(" "), expected);
        assert_eq!(Kind::Other.preferred(Kind::Partial), Kind::Partial);
        assert_eq!(Kind::Task.preferred(Kind::Command), Kind::Task);
    }
}
