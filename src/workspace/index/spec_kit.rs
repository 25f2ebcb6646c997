//! The features of Spec Kit, by the paths of their files.

use std::{collections::BTreeMap, sync::Arc};

use super::Index;
use crate::{
    model::SpecKitKind,
    workspace::{DocPath, Document},
};

/// The features of a project, and the files that say how it is set up.
#[derive(Debug, Clone, Default)]
pub struct SpecKitIndex {
    /// Features by their folders, relative to the root of the project: `specs/001-login`.
    pub features: BTreeMap<String, FeatureFolder>,
    pub constitution: Option<DocPath>,
    /// `feature.json`.
    pub current: Option<DocPath>,
    /// `integration.json`.
    pub integration: Option<DocPath>,
    /// `.constitution-template.json`.
    pub template: Option<DocPath>,
}

/// The files of a feature.
#[derive(Debug, Clone, Default)]
pub struct FeatureFolder {
    pub spec: Option<DocPath>,
    pub plan: Option<DocPath>,
    pub tasks: Option<DocPath>,
    /// The files of `checklists/`, sorted.
    pub checklists: Vec<DocPath>,
    /// The other Markdown files, sorted.
    pub artifacts: Vec<DocPath>,
}

impl FeatureFolder {
    /// The file that stands for it.
    pub fn home(&self) -> Option<&DocPath> {
        [&self.spec, &self.plan, &self.tasks].into_iter().flatten().chain(&self.checklists).next()
    }
}

impl SpecKitIndex {
    /// The number that the name of a feature's folder begins with. A date and a time are one, too.
    pub fn number(folder: &str) -> Option<&str> {
        let name = folder.rsplit('/').next()?;
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        ((3..8).contains(&digits) && name[digits..].starts_with('-')).then(|| &name[..digits])
    }
}

impl Index {
    /// Needs nothing but paths, so that no edit changes it.
    pub(super) fn make_spec_kit(&mut self, documents: &[&Arc<Document>]) {
        let mut index = SpecKitIndex::default();
        for document in documents {
            let Some(place) = document.spec_kit() else { continue };
            let path = document.path.clone();
            if let Some(folder) = place.feature {
                let feature = index.features.entry(folder.to_owned()).or_default();
                match place.kind {
                    SpecKitKind::Spec => feature.spec = Some(path),
                    SpecKitKind::Plan => feature.plan = Some(path),
                    SpecKitKind::Tasks => feature.tasks = Some(path),
                    SpecKitKind::Checklist => feature.checklists.push(path),
                    _ => feature.artifacts.push(path),
                }
                continue;
            }
            match (place.kind, document.path.file_name()) {
                (SpecKitKind::Constitution, _) => index.constitution = index.constitution.take().or(Some(path)),
                (SpecKitKind::Setup, Some("feature.json")) => index.current = Some(path),
                (SpecKitKind::Setup, Some("integration.json")) => index.integration = Some(path),
                (SpecKitKind::Setup, Some(".constitution-template.json")) => index.template = Some(path),
                _ => {}
            }
        }
        // A folder with other files only is not a feature.
        index.features.retain(|_, feature| feature.home().is_some());
        self.spec_kit = Arc::new(index);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::SpecKitIndex;
    use crate::fixture::Fixture;

    #[test]
    fn features_have_files() {
        let snapshot = Fixture::parse(
            "
//- /.specify/feature.json
{}
//- /.specify/integration.json
{}
//- /.specify/memory/constitution.md
//- /specs/001-a/spec.md
//- /specs/001-a/tasks.md
//- /specs/001-a/checklists/ux.md
//- /specs/001-a/contracts/api.md
//- /specs/notes/a.md
//- /.specify/specs/50-x/plan.md
",
        )
        .snapshot();
        let index = &snapshot.index().spec_kit;
        let mut shown = String::new();
        for (folder, it) in &index.features {
            let home = it.home().map(|home| snapshot.relative(home)).unwrap();
            writeln!(shown, "{folder}: {home}, {} checklists, {} artifacts", it.checklists.len(), it.artifacts.len())
                .unwrap();
        }
        writeln!(shown, "{} {}", index.current.is_some(), index.integration.is_some()).unwrap();
        expect![[r#"
            .specify/specs/50-x: .specify/specs/50-x/plan.md, 0 checklists, 0 artifacts
            specs/001-a: specs/001-a/spec.md, 1 checklists, 1 artifacts
            true true
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn a_folder_has_a_number() {
        assert_eq!(SpecKitIndex::number("specs/001-login"), Some("001"));
        assert_eq!(SpecKitIndex::number("specs/20260102-101112-login"), None);
        assert_eq!(SpecKitIndex::number("specs/50-x"), None);
        assert_eq!(SpecKitIndex::number("specs/login"), None);
    }
}
