//! What one file of Spec Kit says by itself.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    hash::{Hash, Hasher},
};

use rustc_hash::FxHasher;
use text_size::TextRange;

use super::{
    FeatureText, HookCall, IdFamily, ManifestFinding, SpecKitConstitution, SpecKitKind, StepCommand, ids, manifest,
    workflow,
};
use crate::syntax::yaml::{Node, Yaml};

/// What one file of Spec Kit says, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpecKitMeaning {
    /// A Markdown file of a feature.
    Feature(Box<FeatureText>),
    Constitution(Box<SpecKitConstitution>),
    /// A command in TOML or YAML.
    Prompt,
    /// `extensions.yml`.
    Hooks(Vec<HookCall>, Vec<ManifestFinding>),
    /// Another manifest, and the commands that the steps of a workflow run.
    Manifest(Vec<StepCommand>, Vec<ManifestFinding>),
    Setup(SpecKitSetup, Vec<ManifestFinding>),
}

/// How a project is set up. Each file says a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpecKitSetup {
    /// `feature_directory` of `feature.json`, with its place.
    pub feature: Option<(String, TextRange)>,
    /// The integration that is used, of `integration.json`.
    pub integration: Option<String>,
    /// What joins `speckit` and the name of a command, `.` or `-`, by integration.
    pub separators: BTreeMap<String, char>,
    /// `sha256` of the template of the constitution.
    pub template: Option<String>,
    /// The version of Spec Kit that set the project up, `1.2.3`.
    pub version: Option<String>,
}

impl SpecKitMeaning {
    /// Reads a file of this kind. `yaml` is empty for one that is not valid YAML or JSON.
    pub fn read(kind: SpecKitKind, text: &str, yaml: &Yaml) -> SpecKitMeaning {
        match kind {
            SpecKitKind::Constitution => SpecKitMeaning::Constitution(Box::new(SpecKitConstitution::read(text))),
            SpecKitKind::Prompt => SpecKitMeaning::Prompt,
            SpecKitKind::Hooks => SpecKitMeaning::Hooks(manifest::hook_calls(yaml), manifest::findings(kind, yaml)),
            SpecKitKind::Setup => SpecKitMeaning::Setup(SpecKitSetup::read(yaml), manifest::findings(kind, yaml)),
            SpecKitKind::Workflow => {
                let commands = yaml.root.as_ref().map(workflow::commands).unwrap_or_default();
                SpecKitMeaning::Manifest(commands, manifest::findings(kind, yaml))
            }
            SpecKitKind::Extension | SpecKitKind::Preset => {
                SpecKitMeaning::Manifest(Vec::new(), manifest::findings(kind, yaml))
            }
            SpecKitKind::Spec
            | SpecKitKind::Plan
            | SpecKitKind::Tasks
            | SpecKitKind::Checklist
            | SpecKitKind::Artifact => SpecKitMeaning::Feature(Box::new(FeatureText::read(kind, text))),
        }
    }

    /// What a Markdown file of a feature says.
    pub fn feature(&self) -> Option<&FeatureText> {
        match self {
            SpecKitMeaning::Feature(feature) => Some(feature),
            _ => None,
        }
    }

    /// What it says of how the project is set up.
    pub fn setup(&self) -> Option<&SpecKitSetup> {
        match self {
            SpecKitMeaning::Setup(setup, _) => Some(setup),
            _ => None,
        }
    }

    /// What does not fit in a manifest.
    pub fn findings(&self) -> &[ManifestFinding] {
        match self {
            SpecKitMeaning::Hooks(_, found) | SpecKitMeaning::Manifest(_, found) | SpecKitMeaning::Setup(_, found) => {
                found
            }
            _ => &[],
        }
    }

    /// A hash of what the other files of the feature or the project depend on, without places.
    pub fn said(&self) -> u64 {
        let mut hasher = FxHasher::default();
        match self {
            SpecKitMeaning::Feature(feature) => feature.said(&mut hasher),
            SpecKitMeaning::Setup(setup, _) => {
                let feature = setup.feature.as_ref().map(|(feature, _)| feature);
                (feature, &setup.integration, &setup.separators, &setup.template, &setup.version).hash(&mut hasher);
            }
            SpecKitMeaning::Constitution(_)
            | SpecKitMeaning::Prompt
            | SpecKitMeaning::Hooks(..)
            | SpecKitMeaning::Manifest(..) => {}
        }
        hasher.finish()
    }
}

impl FeatureText {
    fn said(&self, hasher: &mut FxHasher) {
        for task in &self.tasks {
            task.id.hash(hasher);
            (task.struck, task.repeated).hash(hasher);
        }
        self.progress().hash(hasher);
        self.labels().collect::<BTreeSet<_>>().hash(hasher);
        self.stories.iter().for_each(|story| story.number.hash(hasher));
        self.requirements.iter().for_each(|it| it.id.hash(hasher));
        self.mentioned.hash(hasher);
        self.cited().hash(hasher);
        (self.clarifications.is_empty(), self.has_clarifications, self.is_template()).hash(hasher);
        self.checked().hash(hasher);
        self.status.map(|status| status.is_done).hash(hasher);
    }

    /// The stories that labels of tasks name.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.tasks.iter().flat_map(|task| &task.stories).map(|(story, _)| story.as_str())
    }

    /// The requirements that it cites, those inside of ranges too.
    pub fn cited(&self) -> BTreeSet<Cow<'_, str>> {
        let mut cited = BTreeSet::new();
        for citation in self.citations.iter().filter(|citation| citation.family == IdFamily::Requirement) {
            if let Some(from) = &citation.from {
                cited.extend(ids::between(from, &citation.id).into_iter().map(Cow::Owned));
            }
            cited.insert(citation.id.as_str().into());
            cited.extend(citation.longer.as_deref().map(Cow::from));
        }
        cited
    }
}

impl SpecKitSetup {
    fn read(yaml: &Yaml) -> SpecKitSetup {
        let Some(root) = &yaml.root else { return SpecKitSetup::default() };
        let text = |key: &str| root.get(key).and_then(Node::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let feature = root.get("feature_directory");
        let settings = root.get("integration_settings").map(Node::entries).unwrap_or_default();
        let separator = |settings: &Node| match settings.get("invoke_separator").and_then(Node::as_str) {
            Some("-") => Some('-'),
            Some(".") => Some('.'),
            _ => None,
        };
        let named = |entry: &crate::syntax::yaml::Entry| Some((entry.name()?.to_owned(), separator(&entry.value)?));
        SpecKitSetup {
            feature: text("feature_directory").zip(feature.map(Node::content_range)),
            integration: text("default_integration").or_else(|| text("integration")),
            separators: settings.iter().filter_map(named).collect(),
            template: text("sha256"),
            version: text("speckit_version"),
        }
    }
}
