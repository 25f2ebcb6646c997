//! Spec Kit: what its files say, as its instructions to agents and its scripts read them.

mod command;
mod constitution;
mod feature;
mod ids;
mod lines;
mod machine_path;
mod manifest;
mod meaning;
mod place;
mod schema;
mod sha256;
mod task;
mod template;
mod tree;
mod workflow;

pub use command::{FeatureCommand, FeatureGate, FeatureState};
pub use constitution::SpecKitConstitution;
pub use feature::{AnyBox, FeatureText, SpecRequirement, SpecStory, StatusLine};
pub use ids::{IdCitation, IdFamily, is_whole_id, next_free};
pub use machine_path::MachinePath;
pub use manifest::HookCall;
pub use meaning::{SpecKitMeaning, SpecKitSetup};
pub use place::{SpecKitPlace, is_old_feature};
pub use schema::ManifestFinding;
pub use sha256::sha256;
pub use task::{BoxState, SpecTask};
pub use template::TemplateText;
pub use tree::TreeEntry;
pub use workflow::StepCommand;

/// A kind of file of Spec Kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpecKitKind {
    /// The principles of the project, `.specify/memory/constitution.md`.
    Constitution,
    /// What a feature does for whom, `spec.md`.
    Spec,
    /// How a feature is built, `plan.md`.
    Plan,
    /// What is to be done for a feature, `tasks.md`.
    Tasks,
    /// Questions about the quality of a spec, `checklists/*.md`.
    Checklist,
    /// Any other Markdown file of a feature, such as `research.md`.
    Artifact,
    /// A command in TOML or as a YAML recipe.
    Prompt,
    /// The hooks of the installed extensions, `.specify/extensions.yml`.
    Hooks,
    /// The manifest of an extension, `extension.yml`.
    Extension,
    /// The manifest of a preset, `preset.yml`.
    Preset,
    /// A workflow, `.specify/workflows/NAME/workflow.yml`.
    Workflow,
    /// JSON that says how the project is set up: `feature.json`, `integration.json`, `init-options.json` and the stamp of the constitution's
    /// template.
    Setup,
}

impl SpecKitKind {
    /// Every kind.
    pub const ALL: [SpecKitKind; 12] = [
        SpecKitKind::Constitution,
        SpecKitKind::Spec,
        SpecKitKind::Plan,
        SpecKitKind::Tasks,
        SpecKitKind::Checklist,
        SpecKitKind::Artifact,
        SpecKitKind::Prompt,
        SpecKitKind::Hooks,
        SpecKitKind::Extension,
        SpecKitKind::Preset,
        SpecKitKind::Workflow,
        SpecKitKind::Setup,
    ];

    /// Whether it is YAML or JSON as a whole.
    pub const fn is_yaml(self) -> bool {
        use SpecKitKind::{Extension, Hooks, Preset, Setup, Workflow};
        matches!(self, Hooks | Extension | Preset | Workflow | Setup)
    }

    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            SpecKitKind::Constitution => "spec-kit.constitution",
            SpecKitKind::Spec => "spec-kit.spec",
            SpecKitKind::Plan => "spec-kit.plan",
            SpecKitKind::Tasks => "spec-kit.tasks",
            SpecKitKind::Checklist => "spec-kit.checklist",
            SpecKitKind::Artifact => "spec-kit.artifact",
            SpecKitKind::Prompt => "spec-kit.prompt",
            SpecKitKind::Hooks => "spec-kit.hooks",
            SpecKitKind::Extension => "spec-kit.extension",
            SpecKitKind::Preset => "spec-kit.preset",
            SpecKitKind::Workflow => "spec-kit.workflow",
            SpecKitKind::Setup => "spec-kit.setup",
        }
    }
}
