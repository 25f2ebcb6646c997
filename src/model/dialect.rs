//! The dialects of spec-driven development, and how a project shows which of them it uses.

use std::sync::Arc;

use super::{
    machine::{KNOWN_AGENTS, Machine},
    namespace::{self, ClosedNamespace},
};

/// A dialect of spec-driven development.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// flowspec, with the tasks of Backlog.md.
    Flowspec,
    /// GitHub's Spec Kit.
    SpecKit,
    /// OpenSpec.
    OpenSpec,
    /// Kiro, and cc-sdd.
    Kiro,
}

/// What of a dialect is data.
#[derive(Debug)]
pub struct Idiom {
    /// Its name for programs: in settings and in JSON.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What shows that a project uses it.
    pub marks: &'static [ProjectMark],
    /// The namespaces of its commands, where it alone decides what is in them.
    pub namespaces: &'static [ClosedNamespace],
}

/// A file or folder, relative to the root of a project, that shows what the project is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectMark {
    /// Its path, with `/`; that of a folder ends in one.
    pub path: &'static str,
    /// Whether a folder that has it is a project by that alone.
    pub is_root: bool,
}

/// Marks of projects that say nothing about a dialect: the repository, Claude Code's folder, and the constitution, which is Spec Kit's and
/// flowspec's alike.
pub const SHARED_MARKS: &[ProjectMark] = &[root(".git"), root(".claude/"), root("memory/constitution.md")];

const FLOWSPEC: Idiom = Idiom {
    name: "flowspec",
    title: "flowspec",
    marks: &[
        root("flowspec_workflow.yml"),
        root("flowspec_workflow.yaml"),
        root(".flowspec/"),
        root("backlog/config.yml"),
        root("backlog/config.yaml"),
        root(".backlog/config.yml"),
        root(".backlog/config.yaml"),
        sign("backlog.config.yml"),
        sign("specflow_workflow.yml"),
        sign("jpspec_workflow.yml"),
        sign("memory/flowspec_workflow.yml"),
        sign("memory/specflow_workflow.yml"),
        sign("memory/jpspec_workflow.yml"),
        sign(".flowspec-light-mode"),
        sign(".claude/commands/flow/"),
        sign("templates/commands/flow/"),
    ],
    namespaces: &[],
};

const SPEC_KIT: Idiom =
    Idiom { name: "spec-kit", title: "Spec Kit", marks: &[root(".specify/")], namespaces: &[namespace::SPECKIT] };

const OPEN_SPEC: Idiom = Idiom {
    name: "openspec",
    title: "OpenSpec",
    marks: &[
        root("openspec/specs/"),
        root("openspec/changes/"),
        root("openspec/config.yaml"),
        root("openspec/config.yml"),
        root("openspec/project.md"),
    ],
    namespaces: &[namespace::OPSX, namespace::OPENSPEC],
};

const KIRO: Idiom = Idiom {
    name: "kiro",
    title: "Kiro",
    marks: &[root(".kiro/specs/"), root(".kiro/steering/")],
    namespaces: &[namespace::KIRO],
};

const fn root(path: &'static str) -> ProjectMark {
    ProjectMark { path, is_root: true }
}

const fn sign(path: &'static str) -> ProjectMark {
    ProjectMark { path, is_root: false }
}

impl ProjectMark {
    /// Its path without a `/` at the end.
    pub fn name(&self) -> &'static str {
        self.path.trim_end_matches('/')
    }
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Dialect; 4] = [Dialect::Flowspec, Dialect::SpecKit, Dialect::OpenSpec, Dialect::Kiro];

    /// What of it is data.
    pub const fn idiom(self) -> &'static Idiom {
        match self {
            Dialect::Flowspec => &FLOWSPEC,
            Dialect::SpecKit => &SPEC_KIT,
            Dialect::OpenSpec => &OPEN_SPEC,
            Dialect::Kiro => &KIRO,
        }
    }
}

/// Every mark, those of projects that say nothing about a dialect first.
pub fn marks() -> impl Iterator<Item = &'static ProjectMark> {
    SHARED_MARKS.iter().chain(Dialect::ALL.into_iter().flat_map(|dialect| dialect.idiom().marks))
}

/// The paths that make the folder they are in a project, those of folders without a `/` at the end.
pub fn root_marks() -> impl Iterator<Item = &'static str> {
    marks().filter(|mark| mark.is_root).map(ProjectMark::name)
}

/// The dialects that a project uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Dialects(u8);

impl Dialects {
    /// The dialects of which a mark is there.
    pub fn detect(has: impl Fn(&str) -> bool) -> Dialects {
        Dialect::ALL.into_iter().filter(|dialect| dialect.idiom().marks.iter().any(|mark| has(mark.name()))).collect()
    }

    /// They, with Spec Kit where nothing else is found and the project has the layout that Spec Kit had before `.specify/`.
    pub fn or_old_spec_kit(self, is_old: impl FnOnce() -> bool) -> Dialects {
        if self.0 == 0 && is_old() { Dialects(bit(Dialect::SpecKit)) } else { self }
    }

    /// Those that were found, in the order of [`Dialect::ALL`].
    pub fn found(self) -> impl Iterator<Item = Dialect> {
        Dialect::ALL.into_iter().filter(move |dialect| self.0 & bit(*dialect) != 0)
    }

    /// Whether the project is to be read as one of this dialect. One that shows no dialect at all is flowspec's, as every project was
    /// before there were others.
    pub fn speak(self, dialect: Dialect) -> bool {
        self.0 & bit(dialect) != 0 || self.0 == 0 && dialect == Dialect::Flowspec
    }

    /// The agents that come with the project's dialects, and so have no file. Only flowspec has any.
    pub fn agents(self) -> impl Iterator<Item = &'static str> {
        KNOWN_AGENTS.into_iter().filter(move |_| self.speak(Dialect::Flowspec))
    }

    /// The state machine of a project without a file for one. Only flowspec has one; the other dialects read states off their files.
    pub fn machine(self) -> Option<Arc<Machine>> {
        self.speak(Dialect::Flowspec).then(Machine::seed)
    }
}

impl FromIterator<Dialect> for Dialects {
    fn from_iter<I: IntoIterator<Item = Dialect>>(dialects: I) -> Dialects {
        Dialects(dialects.into_iter().fold(0, |set, dialect| set | bit(dialect)))
    }
}

const fn bit(dialect: Dialect) -> u8 {
    1 << dialect as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(files: &[&str]) -> Vec<&'static str> {
        let dialects = Dialects::detect(|mark| files.contains(&mark));
        dialects.found().map(|dialect| dialect.idiom().name).collect()
    }

    #[test]
    fn marks_show_dialects() {
        for (files, expected) in [
            (&[".git", ".claude"][..], &[][..]),
            (&["flowspec_workflow.yml"], &["flowspec"]),
            (&["backlog/config.yml"], &["flowspec"]),
            (&[".specify", "memory/constitution.md"], &["spec-kit"]),
            (&["openspec/changes"], &["openspec"]),
            (&[".kiro/steering"], &["kiro"]),
            (
                &[".kiro/specs", ".specify", "openspec/specs", ".flowspec"],
                &["flowspec", "spec-kit", "openspec", "kiro"],
            ),
            // The folder of a product of that name is not a project of it.
            (&["openspec", ".kiro"], &[]),
        ] {
            assert_eq!(detected(files), expected, "{files:?}");
        }
    }

    #[test]
    fn every_closed_namespace_belongs_to_a_dialect() {
        let namespaces = Dialect::ALL.into_iter().flat_map(|dialect| dialect.idiom().namespaces);
        assert!(namespaces.eq(&namespace::CLOSED));
    }

    #[test]
    fn a_project_that_shows_no_dialect_is_flowspecs() {
        assert!(Dialects::default().speak(Dialect::Flowspec) && Dialects::default().machine().is_some());
        let other = Dialects::from_iter([Dialect::OpenSpec]);
        assert!(other.speak(Dialect::OpenSpec) && !other.speak(Dialect::Flowspec) && other.machine().is_none());
        let both = Dialects::from_iter([Dialect::OpenSpec, Dialect::Flowspec]);
        assert!(both.speak(Dialect::Flowspec) && both.machine().is_some());
    }

    #[test]
    fn a_folder_is_a_project_by_the_marks_of_every_dialect() {
        let marks: Vec<_> = root_marks().collect();
        for mark in [".git", ".claude", ".specify", "openspec/specs", ".kiro/specs", "flowspec_workflow.yml"] {
            assert!(marks.contains(&mark), "{mark}");
        }
    }
}
