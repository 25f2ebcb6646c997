//! The states of a spec of Kiro, and the commands of cc-sdd that lead from one to the next.

use crate::model::{invocation::Invocation, namespace::KIRO};

/// How far a spec is, by its files and checkboxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KiroState {
    /// It has no design.
    Requirements,
    /// It has a design and no tasks.
    Design,
    /// It has tasks, none of which is begun.
    Tasks,
    InImplementation,
    /// Every task that is not optional is done.
    Done,
}

impl KiroState {
    /// In the order in which a spec has them.
    pub const ALL: [KiroState; 5] =
        [KiroState::Requirements, KiroState::Design, KiroState::Tasks, KiroState::InImplementation, KiroState::Done];

    pub fn name(self) -> &'static str {
        match self {
            KiroState::Requirements => "Requirements",
            KiroState::Design => "Design",
            KiroState::Tasks => "Tasks",
            KiroState::InImplementation => "In Implementation",
            KiroState::Done => "Done",
        }
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<KiroState> {
        KiroState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The command that leads on from here.
    pub fn next_command(self) -> Option<KiroCommand> {
        match self {
            KiroState::Requirements => Some(KiroCommand::Design),
            KiroState::Design => Some(KiroCommand::Tasks),
            KiroState::Tasks | KiroState::InImplementation => Some(KiroCommand::Implement),
            KiroState::Done => None,
        }
    }
}

/// The command that starts one task of a spec.
pub const START_TASK: &str = "start-task";

/// A command of cc-sdd, `/kiro:spec-design` or the skill `kiro-spec-design`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KiroCommand {
    /// Starts a spec.
    Init,
    /// Writes the requirements.
    Requirements,
    /// Writes the design.
    Design,
    /// Writes the tasks.
    Tasks,
    /// Works on the tasks.
    Implement,
    /// Tells how a spec stands.
    Status,
    /// Compares the requirements with the code.
    ValidateGap,
    /// Reviews the design.
    ValidateDesign,
    /// Compares the code with the spec.
    ValidateImplementation,
    /// Works on one task. It is ours, for what Kiro has a button for.
    StartTask,
    /// Anything that is about no spec, or that finds its own.
    Other,
}

/// How a command uses a spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KiroUse {
    /// It works on one that is there.
    Needs,
    /// It makes one, or does without.
    Any,
}

impl KiroCommand {
    pub const ALL: [KiroCommand; 9] = [
        KiroCommand::Init,
        KiroCommand::Requirements,
        KiroCommand::Design,
        KiroCommand::Tasks,
        KiroCommand::Implement,
        KiroCommand::Status,
        KiroCommand::ValidateGap,
        KiroCommand::ValidateDesign,
        KiroCommand::ValidateImplementation,
    ];

    /// The command that an invocation means; `None` for one of another tool.
    pub fn of(invocation: &Invocation) -> Option<KiroCommand> {
        let is_ours = invocation.namespace() == KIRO.name;
        is_ours.then(|| KiroCommand::named(invocation.name()).unwrap_or(KiroCommand::Other))
    }

    /// The command of this name, `spec-design`.
    pub fn named(name: &str) -> Option<KiroCommand> {
        KiroCommand::ALL.into_iter().find(|command| command.names().contains(&name))
    }

    /// The name of the command without `kiro`, `spec-design`.
    pub fn name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// Its names without `kiro`: that of the command, and that of the skill where it is another one.
    fn names(self) -> &'static [&'static str] {
        match self {
            KiroCommand::Init => &["spec-init"],
            KiroCommand::Requirements => &["spec-requirements"],
            KiroCommand::Design => &["spec-design"],
            KiroCommand::Tasks => &["spec-tasks"],
            KiroCommand::Implement => &["spec-impl", "impl"],
            KiroCommand::Status => &["spec-status"],
            KiroCommand::ValidateGap => &["validate-gap"],
            KiroCommand::ValidateDesign => &["validate-design"],
            KiroCommand::ValidateImplementation => &["validate-impl"],
            KiroCommand::StartTask | KiroCommand::Other => &[],
        }
    }

    /// What calls it: the command, then the skill.
    pub fn invocations(self) -> impl Iterator<Item = Invocation> {
        self.names().iter().map(|name| Invocation::new(KIRO.name, name))
    }

    pub fn uses(self) -> KiroUse {
        match self {
            KiroCommand::Init | KiroCommand::Other => KiroUse::Any,
            _ => KiroUse::Needs,
        }
    }

    /// The state that it leads to, if it leads to one.
    pub fn leads_to(self) -> Option<KiroState> {
        match self {
            KiroCommand::Init | KiroCommand::Requirements => Some(KiroState::Requirements),
            KiroCommand::Design => Some(KiroState::Design),
            KiroCommand::Tasks => Some(KiroState::Tasks),
            KiroCommand::Implement => Some(KiroState::Done),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_one_command() {
        for written in ["/kiro:spec-impl", "/kiro-spec-impl", "/kiro-impl", "$kiro-impl", "@kiro-impl"] {
            let invocation = Invocation::parse(written);
            assert_eq!(KiroCommand::of(&invocation), Some(KiroCommand::Implement), "{written}");
        }
        assert_eq!(KiroCommand::of(&Invocation::parse("/kiro:steering")), Some(KiroCommand::Other));
        assert_eq!(KiroCommand::of(&Invocation::parse("/flow:spec-impl")), None);
    }
}
