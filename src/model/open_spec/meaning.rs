//! What one file of OpenSpec says.

use super::{
    CapabilitySpec, Delta, OpenSpecFinding, OpenSpecKind, Proposal, change_finding::ChangeFinding,
    config::ProjectConfig, delta_findings, metadata::ChangeMetadata, proposal::missing_sections, schema::SchemaFile,
    spec_findings, tasks::TaskList,
};
use crate::syntax::yaml::Yaml;

/// What one file of OpenSpec says, and what is wrong in it by itself, in order of position.
#[derive(Debug)]
pub enum OpenSpecMeaning {
    Spec(CapabilitySpec, Vec<OpenSpecFinding>),
    Delta(Delta, Vec<OpenSpecFinding>),
    Proposal(Proposal, Vec<ChangeFinding>),
    /// A file that may list tasks.
    Tasks(TaskList),
    Metadata(ChangeMetadata, Vec<ChangeFinding>),
    Config(ProjectConfig, Vec<ChangeFinding>),
    Schema(SchemaFile, Vec<ChangeFinding>),
    /// A file that is prose.
    Text,
}

impl OpenSpecMeaning {
    /// Reads a file. `yaml` is empty for one that is not valid YAML.
    pub fn read(kind: OpenSpecKind, text: &str, yaml: &Yaml) -> OpenSpecMeaning {
        match kind {
            OpenSpecKind::Spec => {
                let spec = CapabilitySpec::read(text);
                let findings = spec_findings(&spec, text);
                OpenSpecMeaning::Spec(spec, findings)
            }
            OpenSpecKind::Delta => {
                let delta = Delta::read(text);
                let findings = delta_findings(&delta, text);
                OpenSpecMeaning::Delta(delta, findings)
            }
            OpenSpecKind::Proposal => {
                let proposal = Proposal::read(text);
                let findings = missing_sections(&proposal, text);
                OpenSpecMeaning::Proposal(proposal, findings)
            }
            OpenSpecKind::Tasks | OpenSpecKind::Artifact => OpenSpecMeaning::Tasks(TaskList::read(text)),
            OpenSpecKind::Metadata => {
                let (metadata, findings) = ChangeMetadata::read(yaml);
                OpenSpecMeaning::Metadata(metadata, findings)
            }
            OpenSpecKind::Config => {
                let (config, findings) = ProjectConfig::read(yaml);
                OpenSpecMeaning::Config(config, findings)
            }
            OpenSpecKind::Schema => {
                let (schema, findings) = SchemaFile::read(yaml);
                OpenSpecMeaning::Schema(schema, findings)
            }
            OpenSpecKind::Design | OpenSpecKind::Project => OpenSpecMeaning::Text,
        }
    }
}
