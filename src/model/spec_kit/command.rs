//! The commands of Spec Kit, what their scripts look for, and how far a feature is.

use std::fmt;

/// A command that Spec Kit comes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeatureCommand {
    Constitution,
    Specify,
    Clarify,
    Plan,
    Checklist,
    Tasks,
    Analyze,
    Implement,
    Converge,
    TasksToIssues,
}

/// How far a feature is, the farthest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeatureState {
    /// It has a spec that is more than the template.
    Specified,
    /// Its spec tells of questions that were asked, and none is open.
    Clarified,
    /// It has a plan that is more than the template.
    Planned,
    /// It has tasks, and none is done.
    Tasked,
    /// Some of its tasks are done.
    InImplementation,
    /// All of its tasks are done.
    Done,
}

/// Something that the script of a command looks for, in the order in which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeatureGate {
    /// The folder of the feature.
    Folder,
    /// A `plan.md`, which may be empty.
    Plan,
    /// A `plan.md` that is not empty.
    FilledPlan,
    /// A `spec.md`.
    Spec,
    /// A `tasks.md`.
    Tasks,
}

impl FeatureCommand {
    /// Every command, in the order in which a feature takes them.
    pub const ALL: [FeatureCommand; 10] = [
        FeatureCommand::Constitution,
        FeatureCommand::Specify,
        FeatureCommand::Clarify,
        FeatureCommand::Plan,
        FeatureCommand::Checklist,
        FeatureCommand::Tasks,
        FeatureCommand::Analyze,
        FeatureCommand::Implement,
        FeatureCommand::Converge,
        FeatureCommand::TasksToIssues,
    ];

    /// The command of this name, `plan`.
    pub fn named(name: &str) -> Option<FeatureCommand> {
        FeatureCommand::ALL.into_iter().find(|command| command.name() == name)
    }

    /// Its name without the namespace.
    pub const fn name(self) -> &'static str {
        match self {
            FeatureCommand::Constitution => "constitution",
            FeatureCommand::Specify => "specify",
            FeatureCommand::Clarify => "clarify",
            FeatureCommand::Plan => "plan",
            FeatureCommand::Checklist => "checklist",
            FeatureCommand::Tasks => "tasks",
            FeatureCommand::Analyze => "analyze",
            FeatureCommand::Implement => "implement",
            FeatureCommand::Converge => "converge",
            FeatureCommand::TasksToIssues => "taskstoissues",
        }
    }

    /// Whether it works on the current feature.
    pub const fn needs_feature(self) -> bool {
        !matches!(self, FeatureCommand::Constitution | FeatureCommand::Specify)
    }

    /// What its script looks for in the current feature.
    pub const fn gates(self) -> &'static [FeatureGate] {
        use FeatureGate::{FilledPlan, Folder, Plan, Spec, Tasks};
        match self {
            FeatureCommand::Constitution | FeatureCommand::Specify | FeatureCommand::Clarify | FeatureCommand::Plan => {
                &[]
            }
            FeatureCommand::Checklist => &[Folder, Plan, FilledPlan],
            FeatureCommand::Tasks => &[Plan, Spec],
            FeatureCommand::Analyze | FeatureCommand::Converge => &[Folder, Plan, FilledPlan, Spec, Tasks],
            FeatureCommand::Implement | FeatureCommand::TasksToIssues => &[Folder, Plan, FilledPlan, Tasks],
        }
    }

    /// The template that its script has to find, by its name without the ending.
    pub const fn template(self) -> Option<&'static str> {
        match self {
            FeatureCommand::Constitution => Some("constitution-template"),
            FeatureCommand::Plan => Some("plan-template"),
            FeatureCommand::Checklist => Some("checklist-template"),
            FeatureCommand::Tasks => Some("tasks-template"),
            _ => None,
        }
    }

    /// The state that a feature is in after it; `None` when it leads to no state of its own.
    pub const fn leads_to(self) -> Option<FeatureState> {
        match self {
            FeatureCommand::Specify => Some(FeatureState::Specified),
            FeatureCommand::Clarify => Some(FeatureState::Clarified),
            FeatureCommand::Plan => Some(FeatureState::Planned),
            FeatureCommand::Tasks => Some(FeatureState::Tasked),
            FeatureCommand::Implement => Some(FeatureState::Done),
            _ => None,
        }
    }

    /// Whether it is meant for a feature in this state. Its script only looks for files.
    pub fn starts_from(self, state: FeatureState) -> bool {
        use FeatureState::{Done, InImplementation, Planned, Specified, Tasked};
        let states = match self {
            FeatureCommand::Constitution | FeatureCommand::Specify => return false,
            FeatureCommand::Clarify | FeatureCommand::Plan => Specified..=Planned,
            FeatureCommand::Checklist | FeatureCommand::Tasks => Planned..=Done,
            FeatureCommand::Analyze | FeatureCommand::Converge | FeatureCommand::TasksToIssues => Tasked..=Done,
            FeatureCommand::Implement => Tasked..=InImplementation,
        };
        states.contains(&state)
    }

    /// The commands to which its file hands off.
    pub const fn handoffs(self) -> &'static [FeatureCommand] {
        match self {
            FeatureCommand::Constitution => &[FeatureCommand::Specify],
            FeatureCommand::Specify => &[FeatureCommand::Plan, FeatureCommand::Clarify],
            FeatureCommand::Clarify => &[FeatureCommand::Plan],
            FeatureCommand::Plan => &[FeatureCommand::Tasks, FeatureCommand::Checklist],
            FeatureCommand::Tasks => &[FeatureCommand::Analyze, FeatureCommand::Implement],
            _ => &[],
        }
    }
}

impl FeatureState {
    /// Every state, in order.
    pub const ALL: [FeatureState; 6] = [
        FeatureState::Specified,
        FeatureState::Clarified,
        FeatureState::Planned,
        FeatureState::Tasked,
        FeatureState::InImplementation,
        FeatureState::Done,
    ];

    /// The steps between states, each with the command that takes it.
    pub const STEPS: [(FeatureState, FeatureCommand, FeatureState); 7] = [
        (FeatureState::Specified, FeatureCommand::Clarify, FeatureState::Clarified),
        (FeatureState::Specified, FeatureCommand::Plan, FeatureState::Planned),
        (FeatureState::Clarified, FeatureCommand::Plan, FeatureState::Planned),
        (FeatureState::Planned, FeatureCommand::Tasks, FeatureState::Tasked),
        (FeatureState::Tasked, FeatureCommand::Implement, FeatureState::InImplementation),
        (FeatureState::InImplementation, FeatureCommand::Implement, FeatureState::Done),
        (FeatureState::Done, FeatureCommand::Converge, FeatureState::InImplementation),
    ];

    /// The state of this name.
    pub fn named(name: &str) -> Option<FeatureState> {
        FeatureState::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Its name for people and programs.
    pub const fn name(self) -> &'static str {
        match self {
            FeatureState::Specified => "Specified",
            FeatureState::Clarified => "Clarified",
            FeatureState::Planned => "Planned",
            FeatureState::Tasked => "Tasked",
            FeatureState::InImplementation => "In Implementation",
            FeatureState::Done => "Done",
        }
    }

    /// The commands that take a feature on from here, the usual one first.
    pub fn next_commands(self) -> Vec<FeatureCommand> {
        let steps = FeatureState::STEPS.into_iter().filter(|(from, ..)| *from == self);
        let mut commands: Vec<_> = steps.map(|(_, command, _)| command).collect();
        // To ask first is a detour.
        commands.sort_by_key(|command| *command == FeatureCommand::Clarify);
        commands
    }
}

impl fmt::Display for FeatureState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::namespace::SPECKIT;

    #[test]
    fn every_command_of_the_namespace_is_known() {
        for name in SPECKIT.commands {
            assert_eq!(FeatureCommand::named(name).map(FeatureCommand::name), Some(*name));
        }
        assert_eq!(FeatureCommand::ALL.len(), SPECKIT.commands.len());
    }

    #[test]
    fn every_step_starts_from_its_state() {
        for (from, command, _) in FeatureState::STEPS {
            assert!(command.starts_from(from), "{command:?} {from}");
        }
        assert!(!FeatureCommand::Implement.starts_from(FeatureState::Planned));
    }

    #[test]
    fn every_state_leads_on() {
        for state in FeatureState::ALL {
            assert_eq!(FeatureState::named(state.name()), Some(state));
            assert!(!state.next_commands().is_empty(), "{state}");
        }
        assert_eq!(FeatureState::Specified.next_commands(), [FeatureCommand::Plan, FeatureCommand::Clarify]);
    }
}
