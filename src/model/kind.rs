//! The kinds of document.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{KiroKind, OpenSpecKind, SpecKitKind, backlog::BacklogKind, plugin::PluginKind};

/// A kind of document. The order of the variants means nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// What agents always read, such as `CLAUDE.md`, and what that imports.
    Instructions,
    /// A file of OpenSpec.
    OpenSpec(OpenSpecKind),
    /// A file of Backlog.md that is not a task.
    Backlog(BacklogKind),
    /// A file of Spec Kit.
    SpecKit(SpecKitKind),
    /// A file of Kiro.
    Kiro(KiroKind),
    /// A file of a plugin of Claude Code.
    Plugin(PluginKind),
    /// A folder that may hold documents and cannot be read. It is one only so that this can be reported.
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
        Kind::Instructions,
        Kind::OpenSpec(OpenSpecKind::Spec),
        Kind::OpenSpec(OpenSpecKind::Delta),
        Kind::OpenSpec(OpenSpecKind::Proposal),
        Kind::OpenSpec(OpenSpecKind::Design),
        Kind::OpenSpec(OpenSpecKind::Tasks),
        Kind::OpenSpec(OpenSpecKind::Artifact),
        Kind::OpenSpec(OpenSpecKind::Metadata),
        Kind::OpenSpec(OpenSpecKind::Config),
        Kind::OpenSpec(OpenSpecKind::Schema),
        Kind::OpenSpec(OpenSpecKind::Project),
        Kind::Backlog(BacklogKind::Config),
        Kind::Backlog(BacklogKind::Document),
        Kind::Backlog(BacklogKind::Decision),
        Kind::Backlog(BacklogKind::Milestone),
        Kind::SpecKit(SpecKitKind::Constitution),
        Kind::SpecKit(SpecKitKind::Spec),
        Kind::SpecKit(SpecKitKind::Plan),
        Kind::SpecKit(SpecKitKind::Tasks),
        Kind::SpecKit(SpecKitKind::Checklist),
        Kind::SpecKit(SpecKitKind::Artifact),
        Kind::SpecKit(SpecKitKind::Prompt),
        Kind::SpecKit(SpecKitKind::Hooks),
        Kind::SpecKit(SpecKitKind::Extension),
        Kind::SpecKit(SpecKitKind::Preset),
        Kind::SpecKit(SpecKitKind::Workflow),
        Kind::SpecKit(SpecKitKind::Setup),
        Kind::Kiro(KiroKind::Requirements),
        Kind::Kiro(KiroKind::Bugfix),
        Kind::Kiro(KiroKind::Design),
        Kind::Kiro(KiroKind::Tasks),
        Kind::Kiro(KiroKind::Note),
        Kind::Kiro(KiroKind::Steering),
        Kind::Kiro(KiroKind::Hooks),
        Kind::Kiro(KiroKind::SpecState),
        Kind::Plugin(PluginKind::Manifest),
        Kind::Plugin(PluginKind::Hooks),
        Kind::Folder,
    ];

    /// Every kind of Markdown document but [`Kind::Other`] and [`Kind::Instructions`], whose Markdown is left to other servers.
    pub const MARKDOWN: &[Kind] = &[
        Kind::Task,
        Kind::Constitution,
        Kind::Copy,
        Kind::Skill,
        Kind::Agent,
        Kind::Partial,
        Kind::Command,
        Kind::Spec,
        Kind::OpenSpec(OpenSpecKind::Spec),
        Kind::OpenSpec(OpenSpecKind::Delta),
        Kind::OpenSpec(OpenSpecKind::Proposal),
        Kind::OpenSpec(OpenSpecKind::Design),
        Kind::OpenSpec(OpenSpecKind::Tasks),
        Kind::OpenSpec(OpenSpecKind::Artifact),
        Kind::OpenSpec(OpenSpecKind::Project),
        Kind::SpecKit(SpecKitKind::Constitution),
        Kind::SpecKit(SpecKitKind::Spec),
        Kind::SpecKit(SpecKitKind::Plan),
        Kind::SpecKit(SpecKitKind::Tasks),
        Kind::SpecKit(SpecKitKind::Checklist),
        Kind::SpecKit(SpecKitKind::Artifact),
        Kind::Kiro(KiroKind::Requirements),
        Kind::Kiro(KiroKind::Bugfix),
        Kind::Kiro(KiroKind::Design),
        Kind::Kiro(KiroKind::Tasks),
        Kind::Kiro(KiroKind::Note),
        Kind::Kiro(KiroKind::Steering),
    ];

    /// The kinds from which Kiro pulls files in, by `#[[file:…]]`.
    pub const PULLING: &[Kind] = &[
        Kind::Kiro(KiroKind::Requirements),
        Kind::Kiro(KiroKind::Bugfix),
        Kind::Kiro(KiroKind::Design),
        Kind::Kiro(KiroKind::Tasks),
        Kind::Kiro(KiroKind::Note),
        Kind::Kiro(KiroKind::Steering),
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
            Kind::OpenSpec(_) | Kind::SpecKit(_) | Kind::Kiro(_) => 11,
            Kind::Backlog(_) | Kind::Plugin(_) => 12,
            Kind::Instructions => 13,
            Kind::Folder => 14,
            Kind::Other => 15,
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
            Kind::Instructions => "instructions",
            Kind::OpenSpec(OpenSpecKind::Spec) => "openspec.spec",
            Kind::OpenSpec(OpenSpecKind::Delta) => "openspec.delta",
            Kind::OpenSpec(OpenSpecKind::Proposal) => "openspec.proposal",
            Kind::OpenSpec(OpenSpecKind::Design) => "openspec.design",
            Kind::OpenSpec(OpenSpecKind::Tasks) => "openspec.tasks",
            Kind::OpenSpec(OpenSpecKind::Artifact) => "openspec.artifact",
            Kind::OpenSpec(OpenSpecKind::Metadata) => "openspec.metadata",
            Kind::OpenSpec(OpenSpecKind::Config) => "openspec.config",
            Kind::OpenSpec(OpenSpecKind::Schema) => "openspec.schema",
            Kind::OpenSpec(OpenSpecKind::Project) => "openspec.project",
            Kind::Backlog(BacklogKind::Config) => "backlog.config",
            Kind::Backlog(BacklogKind::Document) => "backlog.document",
            Kind::Backlog(BacklogKind::Decision) => "backlog.decision",
            Kind::Backlog(BacklogKind::Milestone) => "backlog.milestone",
            Kind::SpecKit(kind) => kind.name(),
            Kind::Kiro(KiroKind::Requirements) => "kiro.requirements",
            Kind::Kiro(KiroKind::Bugfix) => "kiro.bugfix",
            Kind::Kiro(KiroKind::Design) => "kiro.design",
            Kind::Kiro(KiroKind::Tasks) => "kiro.tasks",
            Kind::Kiro(KiroKind::Note) => "kiro.note",
            Kind::Kiro(KiroKind::Steering) => "kiro.steering",
            Kind::Kiro(KiroKind::Hooks) => "kiro.hooks",
            Kind::Kiro(KiroKind::SpecState) => "kiro.spec-state",
            Kind::Plugin(PluginKind::Manifest) => "plugin.manifest",
            Kind::Plugin(PluginKind::Hooks) => "plugin.hooks",
            Kind::Folder => "folder",
            Kind::Other => "other",
        }
    }

    /// Whether the file is YAML as a whole, or JSON, which is read as YAML.
    pub fn is_yaml(self) -> bool {
        use OpenSpecKind::{Config, Metadata, Schema};
        match self {
            Kind::Workflow | Kind::Hooks | Kind::Plugin(_) | Kind::OpenSpec(Metadata | Config | Schema) => true,
            Kind::Kiro(kind) => matches!(kind, KiroKind::Hooks | KiroKind::SpecState),
            Kind::Backlog(kind) => kind == BacklogKind::Config,
            Kind::SpecKit(kind) => kind.is_yaml(),
            _ => false,
        }
    }

    /// Whether the file is Markdown.
    pub fn is_markdown(self) -> bool {
        !self.is_yaml() && !matches!(self, Kind::Settings | Kind::Folder)
    }

    /// Whether its text is a prompt, so that an agent reads its fenced blocks too.
    pub fn is_prompt(self) -> bool {
        matches!(
            self,
            Kind::Command | Kind::Copy | Kind::Skill | Kind::Agent | Kind::Partial | Kind::SpecKit(SpecKitKind::Prompt)
        )
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let kind = Kind::SETTABLE.iter().find(|kind| kind.name() == name);
        kind.copied().ok_or_else(|| D::Error::custom(format!("there is no kind of document `{name}`")))
    }
}

impl JsonSchema for Kind {
    fn schema_name() -> Cow<'static, str> {
        "Kind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<_> = Kind::SETTABLE.iter().map(|kind| kind.name()).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_written_down() {
        let is_shown = |kind: &Kind| match kind {
            Kind::OpenSpec(kind) => *kind == OpenSpecKind::Spec,
            Kind::Backlog(kind) => *kind == BacklogKind::Config,
            Kind::SpecKit(_) | Kind::Kiro(_) | Kind::Plugin(_) => false,
            _ => true,
        };
        let mut kinds: Vec<_> = Kind::DOCUMENTS.iter().copied().chain([Kind::Other]).filter(is_shown).collect();
        kinds.sort_by_key(|kind| kind.rank());
        // Settings before what they set, a prompt's special kinds before a command, and `Other` last: a name of a file that says more
        // about it counts more.
        let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
        let expected = "settings workflow hooks task constitution copy skill agent partial command spec openspec.spec backlog.config instructions folder other";
        assert_eq!(names.join(" "), expected);
        assert_eq!(Kind::Other.preferred(Kind::Partial), Kind::Partial);
        assert_eq!(Kind::Task.preferred(Kind::Command), Kind::Task);
    }
}
