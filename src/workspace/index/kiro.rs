//! The specs of Kiro, by the paths of their files.

use std::{collections::BTreeMap, sync::Arc};

use super::Index;
use crate::{
    model::{KiroKind, kiro::place::OLD_HOOK},
    workspace::{DocPath, Document},
};

/// The specs and hooks of a project.
#[derive(Debug, Clone, Default)]
pub struct KiroIndex {
    /// Specs by their folders, relative to `.kiro/specs/`.
    pub specs: BTreeMap<String, SpecFolder>,
    /// The first hook in the format of Kiro 0.x.
    pub first_old_hook: Option<DocPath>,
}

/// The files of a spec.
#[derive(Debug, Clone, Default)]
pub struct SpecFolder {
    pub requirements: Option<DocPath>,
    pub bugfix: Option<DocPath>,
    pub design: Option<DocPath>,
    pub tasks: Option<DocPath>,
    pub state: Option<DocPath>,
}

impl KiroIndex {
    /// The spec to which a document belongs.
    pub fn spec_of(&self, document: &Document) -> Option<&SpecFolder> {
        self.specs.get(document.kiro()?.spec?)
    }
}

impl Index {
    /// Needs nothing but paths, so that no edit changes it.
    pub(super) fn make_kiro(&mut self, documents: &[&Arc<Document>]) {
        let mut index = KiroIndex::default();
        for document in documents {
            let Some(place) = document.kiro() else { continue };
            if document.name().as_str().ends_with(OLD_HOOK) {
                index.first_old_hook.get_or_insert_with(|| document.path.clone());
            }
            let Some(spec) = place.spec else { continue };
            if place.kind == KiroKind::Note {
                continue;
            }
            let spec = index.specs.entry(spec.to_owned()).or_default();
            let file = match place.kind {
                KiroKind::Requirements => &mut spec.requirements,
                KiroKind::Bugfix => &mut spec.bugfix,
                KiroKind::Design => &mut spec.design,
                KiroKind::Tasks => &mut spec.tasks,
                KiroKind::SpecState => &mut spec.state,
                KiroKind::Note | KiroKind::Steering | KiroKind::Hooks => continue,
            };
            *file = Some(document.path.clone());
        }
        self.kiro = Arc::new(index);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::Fixture;

    #[test]
    fn specs_and_the_first_old_hook() {
        let snapshot = Fixture::parse(
            "
//- /.kiro/specs/login/requirements.md
//- /.kiro/specs/login/tasks.md
//- /.kiro/specs/login/notes.md
//- /.kiro/specs/web/crash/bugfix.md
//- /.kiro/specs/web/crash/spec.json
//- /.kiro/specs/only-a-brief/brief.md
//- /.kiro/hooks/a.json
//- /.kiro/hooks/b.kiro.hook
//- /.kiro/hooks/c.kiro.hook
",
        )
        .snapshot();
        let index = &snapshot.index().kiro;
        let shown = |(name, it): (&String, &super::SpecFolder)| {
            let files = [&it.requirements, &it.bugfix, &it.design, &it.tasks, &it.state].into_iter().flatten();
            let files: Vec<_> = files.filter_map(|file| file.file_name()).collect();
            format!("{name}: {}\n", files.join(", "))
        };
        let specs: String = index.specs.iter().map(shown).collect();
        expect![[r#"
            login: requirements.md, tasks.md
            web/crash: bugfix.md, spec.json
        "#]]
        .assert_eq(&specs);
        assert_eq!(index.first_old_hook.as_ref().and_then(|path| path.file_name()), Some("b.kiro.hook"));
    }
}
