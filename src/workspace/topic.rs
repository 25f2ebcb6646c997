//! What documents say to each other, cut where it changes apart.

/// Something that documents say and others ask for. An edit that changes what a document says of a topic makes those doubtful that ask
/// for it, and not the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// What is not cut further. Every document asks for it.
    Project,
    /// That a task has this id, as [`id_key`](crate::model::task::id_key) writes it.
    Task(String),
    /// That a prompt speaks of a Markdown file of this name.
    Mention(String),
    /// What the spec of a capability of OpenSpec says, and which requirements of it changes name; by its path below `specs/`.
    Capability(String),
    /// What the metadata and the tasks of a change of OpenSpec say.
    Change(String),
    /// What the files of a feature of Spec Kit say to each other, by its folder.
    Feature(String),
    /// What the files of a spec of Kiro say to each other, by its folder.
    KiroSpec(String),
}

impl Topic {
    /// Whether it is a name that may be the nearest one to a word.
    pub fn is_name(&self) -> bool {
        matches!(self, Topic::Task(_))
    }
}
