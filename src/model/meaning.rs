//! What one document says by itself, for the kinds that have a reader of their own.

use std::sync::Arc;

use super::{
    Kind,
    hooks::{Hook, HookFinding, Hooks},
    kiro::KiroMeaning,
    machine::{Machine, MachineFinding},
    open_spec::OpenSpecMeaning,
    plugin::PluginText,
    spec_kit::{FeatureText, SpecKitMeaning},
};
use crate::syntax::yaml::Yaml;

/// What one document says by itself, and what is wrong in it by itself.
#[derive(Debug, Default)]
pub enum Meaning {
    /// It has no reader of its own.
    #[default]
    None,
    /// A state machine; findings in order of position.
    Machine(Arc<Machine>, Vec<MachineFinding>),
    /// Hooks; findings in order of position.
    Hooks(Hooks, Vec<HookFinding>),
    /// A file of OpenSpec.
    OpenSpec(Box<OpenSpecMeaning>),
    /// A file of Spec Kit.
    SpecKit(SpecKitMeaning),
    /// A file of Kiro.
    Kiro(Box<KiroMeaning>),
    /// A file of a plugin of Claude Code.
    Plugin(PluginText),
}

impl Meaning {
    /// Reads a document. `yaml` is empty for one that is not valid YAML.
    pub fn read(kind: Kind, text: &str, yaml: &Yaml) -> Meaning {
        match kind {
            Kind::Workflow => {
                let (machine, findings) = Machine::from_yaml(yaml);
                Meaning::Machine(Arc::new(machine), findings)
            }
            Kind::Hooks => {
                let (hooks, findings) = Hooks::from_yaml(yaml);
                Meaning::Hooks(hooks, findings)
            }
            Kind::OpenSpec(kind) => Meaning::OpenSpec(Box::new(OpenSpecMeaning::read(kind, text, yaml))),
            Kind::SpecKit(kind) => Meaning::SpecKit(SpecKitMeaning::read(kind, text, yaml)),
            Kind::Kiro(kind) => Meaning::Kiro(Box::new(KiroMeaning::read(kind, text, yaml))),
            Kind::Plugin(kind) => Meaning::Plugin(PluginText::read(kind, text, yaml)),
            _ => Meaning::None,
        }
    }

    /// What a file of a plugin says.
    pub fn plugin(&self) -> Option<&PluginText> {
        match self {
            Meaning::Plugin(plugin) => Some(plugin),
            _ => None,
        }
    }

    /// What a file of OpenSpec says.
    pub fn open_spec(&self) -> Option<&OpenSpecMeaning> {
        match self {
            Meaning::OpenSpec(meaning) => Some(meaning),
            _ => None,
        }
    }

    /// What a file of Kiro says.
    pub fn kiro(&self) -> Option<&KiroMeaning> {
        match self {
            Meaning::Kiro(meaning) => Some(meaning),
            _ => None,
        }
    }

    /// The state machine.
    pub fn machine(&self) -> Option<&Arc<Machine>> {
        match self {
            Meaning::Machine(machine, _) => Some(machine),
            _ => None,
        }
    }

    /// What a file of Spec Kit says.
    pub fn spec_kit(&self) -> Option<&SpecKitMeaning> {
        match self {
            Meaning::SpecKit(meaning) => Some(meaning),
            _ => None,
        }
    }

    /// What a Markdown file of a feature of Spec Kit says.
    pub fn feature(&self) -> Option<&FeatureText> {
        self.spec_kit().and_then(SpecKitMeaning::feature)
    }

    /// The hooks; none for another document.
    pub fn hooks(&self) -> &[Hook] {
        match self {
            Meaning::Hooks(hooks, _) => &hooks.hooks,
            _ => &[],
        }
    }
}
