//! The commands that OpenSpec has for its changes, and the states between which they lead.

use super::ChangeState;
use crate::model::{
    invocation::Invocation,
    namespace::{OPENSPEC, OPSX},
};

/// A command of OpenSpec, `/opsx:apply` or the skill `openspec-apply-change`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeCommand {
    /// Starts a change and writes all its artifacts.
    Propose,
    /// Starts a change.
    New,
    /// Writes the next artifact of a change.
    Continue,
    /// Starts a change and writes all its artifacts, without questions.
    FastForward,
    /// Revises the artifacts of a change.
    Update,
    /// Implements a change.
    Apply,
    /// Compares the implementation with the artifacts.
    Verify,
    /// Merges the deltas of a change into the specs.
    Sync,
    /// Merges the deltas and puts the change away.
    Archive,
    /// Archives several changes.
    BulkArchive,
    /// Thinks about something with the user.
    Explore,
    /// Shows a new user around.
    Onboard,
}

/// How a command uses a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeUse {
    /// It makes one.
    Starts,
    /// It works on one that is there.
    Needs,
    /// It can do without.
    Any,
}

impl ChangeCommand {
    pub const ALL: [ChangeCommand; 12] = [
        ChangeCommand::Propose,
        ChangeCommand::New,
        ChangeCommand::Continue,
        ChangeCommand::FastForward,
        ChangeCommand::Update,
        ChangeCommand::Apply,
        ChangeCommand::Verify,
        ChangeCommand::Sync,
        ChangeCommand::Archive,
        ChangeCommand::BulkArchive,
        ChangeCommand::Explore,
        ChangeCommand::Onboard,
    ];

    /// The command that an invocation means: a command, a skill, or a command from before version 1.0.
    pub fn of(invocation: &Invocation) -> Option<ChangeCommand> {
        let is = |command: &ChangeCommand| command.invocations().contains(invocation);
        ChangeCommand::ALL.into_iter().find(is)
    }

    /// The command of this name, `apply`.
    pub fn named(name: &str) -> Option<ChangeCommand> {
        ChangeCommand::ALL.into_iter().find(|command| command.name() == name)
    }

    /// Its name, `apply`.
    pub fn name(self) -> &'static str {
        match self {
            ChangeCommand::Propose => "propose",
            ChangeCommand::New => "new",
            ChangeCommand::Continue => "continue",
            ChangeCommand::FastForward => "ff",
            ChangeCommand::Update => "update",
            ChangeCommand::Apply => "apply",
            ChangeCommand::Verify => "verify",
            ChangeCommand::Sync => "sync",
            ChangeCommand::Archive => "archive",
            ChangeCommand::BulkArchive => "bulk-archive",
            ChangeCommand::Explore => "explore",
            ChangeCommand::Onboard => "onboard",
        }
    }

    /// The name of its skill without `openspec-`.
    pub fn skill(self) -> &'static str {
        match self {
            ChangeCommand::New => "new-change",
            ChangeCommand::Continue => "continue-change",
            ChangeCommand::FastForward => "ff-change",
            ChangeCommand::Update => "update-change",
            ChangeCommand::Apply => "apply-change",
            ChangeCommand::Verify => "verify-change",
            ChangeCommand::Sync => "sync-specs",
            ChangeCommand::Archive => "archive-change",
            ChangeCommand::BulkArchive => "bulk-archive-change",
            ChangeCommand::Propose | ChangeCommand::Explore | ChangeCommand::Onboard => self.name(),
        }
    }

    /// What calls it, best first: the command, the skill, and the command from before version 1.0.
    pub fn invocations(self) -> Vec<Invocation> {
        let mut all = vec![Invocation::new(OPSX.name, self.name()), Invocation::new(OPENSPEC.name, self.skill())];
        match self {
            ChangeCommand::Propose => all.push(Invocation::new(OPENSPEC.name, "proposal")),
            ChangeCommand::Apply | ChangeCommand::Archive => all.push(Invocation::new(OPENSPEC.name, self.name())),
            _ => {}
        }
        all
    }

    /// Whether OpenSpec installs it where nothing else is asked for.
    pub fn is_core(self) -> bool {
        matches!(
            self,
            ChangeCommand::Propose
                | ChangeCommand::Explore
                | ChangeCommand::Apply
                | ChangeCommand::Update
                | ChangeCommand::Sync
                | ChangeCommand::Archive
        )
    }

    /// How it uses a change.
    pub fn uses(self) -> ChangeUse {
        match self {
            ChangeCommand::Propose | ChangeCommand::New | ChangeCommand::FastForward => ChangeUse::Starts,
            ChangeCommand::Continue
            | ChangeCommand::Update
            | ChangeCommand::Apply
            | ChangeCommand::Verify
            | ChangeCommand::Sync
            | ChangeCommand::Archive => ChangeUse::Needs,
            ChangeCommand::BulkArchive | ChangeCommand::Explore | ChangeCommand::Onboard => ChangeUse::Any,
        }
    }

    /// The state that it leads to, if it leads to one.
    pub fn leads_to(self) -> Option<ChangeState> {
        match self {
            ChangeCommand::New => Some(ChangeState::Planning),
            ChangeCommand::Propose | ChangeCommand::Continue | ChangeCommand::FastForward => Some(ChangeState::Planned),
            ChangeCommand::Apply => Some(ChangeState::Complete),
            ChangeCommand::Archive | ChangeCommand::BulkArchive => Some(ChangeState::Archived),
            ChangeCommand::Update
            | ChangeCommand::Verify
            | ChangeCommand::Sync
            | ChangeCommand::Explore
            | ChangeCommand::Onboard => None,
        }
    }
}

impl ChangeState {
    /// The commands that lead on from here, best first.
    ///
    /// `propose` and `ff` go on with a change that is not planned yet, after a question.
    pub fn next_commands(self) -> &'static [ChangeCommand] {
        match self {
            ChangeState::Planning => &[ChangeCommand::Continue, ChangeCommand::FastForward, ChangeCommand::Propose],
            ChangeState::Planned | ChangeState::Applying => &[ChangeCommand::Apply],
            ChangeState::Complete => &[ChangeCommand::Archive],
            ChangeState::Archived => &[],
        }
    }

    /// The state of this name, ignoring case and the spaces around it.
    pub fn named(name: &str) -> Option<ChangeState> {
        ChangeState::ALL.into_iter().find(|state| state.name().eq_ignore_ascii_case(name.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_spellings() {
        for command in ChangeCommand::ALL {
            assert!(OPSX.commands.contains(&command.name()), "{command:?}");
            assert!(OPENSPEC.commands.contains(&command.skill()), "{command:?}");
            for invocation in command.invocations() {
                assert!(invocation.is_listed(), "{invocation}");
                assert_eq!(ChangeCommand::of(&invocation), Some(command), "{invocation}");
            }
        }
        assert_eq!(OPSX.commands.len(), ChangeCommand::ALL.len());
        for text in ["/opsx:apply", "/opsx-apply", "@opsx-apply", "$openspec-apply-change", "/openspec:apply"] {
            assert_eq!(ChangeCommand::of(&Invocation::parse(text)), Some(ChangeCommand::Apply), "{text}");
        }
        assert_eq!(ChangeCommand::of(&Invocation::parse("/openspec:proposal")), Some(ChangeCommand::Propose));
        for text in ["apply", "/flow:apply", "/opsx:aply", "/opsx:apply-change", "/openspec:sync"] {
            assert_eq!(ChangeCommand::of(&Invocation::parse(text)), None, "{text}");
        }
    }

    #[test]
    fn commands_lead_forward() {
        for state in ChangeState::ALL {
            for command in state.next_commands() {
                assert!(command.leads_to() > Some(state), "{command:?} leads back from {state}");
            }
        }
        assert_eq!(ChangeState::named(" applying"), Some(ChangeState::Applying));
        assert_eq!(ChangeState::named("To Do"), None);
    }
}
