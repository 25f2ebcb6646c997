//! The states of changes, features and specs, and the commands that lead from one to the next, in one form for all of them.

use crate::{
    model::{
        Dialect,
        invocation::{Invocation, Joint, Sigil, Spelling},
        kiro::command::{KiroCommand, KiroState},
        namespace::{KIRO, SPECKIT},
        open_spec::change::{ChangeCommand, ChangeState},
        spec_kit::{FeatureCommand, FeatureState},
    },
    workspace::Snapshot,
};

/// What a sort of items goes through.
pub(super) struct ItemSteps {
    pub dialect: Dialect,
    /// `change`.
    pub item: &'static str,
    /// Whose commands they are.
    pub tool: &'static str,
    /// Each state, in order, with the commands that lead on from it as the project calls them.
    states: Vec<(&'static str, Vec<String>)>,
    pub commands: Vec<ItemCommand>,
    /// The name of the command that an invocation means.
    named: fn(&Invocation) -> Option<&'static str>,
}

/// A command for such items.
pub(super) struct ItemCommand {
    /// `apply`.
    pub name: &'static str,
    /// As the project calls it.
    pub called: String,
    /// The states that it starts from.
    pub from: Vec<&'static str>,
    /// The state that it leads to, if it leads to one.
    pub to: Option<&'static str>,
}

impl ItemSteps {
    /// Those of the dialects that a project uses.
    pub fn of(project: &Snapshot) -> Vec<ItemSteps> {
        let all =
            [(Dialect::OpenSpec, changes as fn(&Snapshot) -> _), (Dialect::SpecKit, features), (Dialect::Kiro, specs)];
        let spoken = all.into_iter().filter(|(dialect, _)| project.dialects().speak(*dialect));
        spoken.map(|(_, steps)| steps(project)).collect()
    }

    /// The names of the states, in order.
    pub fn states(&self) -> impl Iterator<Item = &'static str> {
        self.states.iter().map(|(state, _)| *state)
    }

    /// The commands that lead on from a state.
    pub fn next(&self, state: &str) -> &[String] {
        self.states.iter().find(|(own, _)| *own == state).map_or(&[], |(_, commands)| commands)
    }

    /// The command that is written in any of its spellings, or by its name alone.
    pub fn command(&self, written: &str) -> Option<&ItemCommand> {
        let named = (self.named)(&Invocation::parse(written));
        let name = named.unwrap_or_else(|| written.trim().trim_start_matches('/'));
        self.commands.iter().find(|command| command.name == name)
    }
}

fn changes(project: &Snapshot) -> ItemSteps {
    let next = |state| project.next_change_commands(state).into_iter().map(|(_, called)| called).collect();
    let command = |command: ChangeCommand| ItemCommand {
        name: command.name(),
        called: project.change_command(command),
        from: ChangeState::ALL
            .into_iter()
            .filter(|state| state.next_commands().contains(&command))
            .map(ChangeState::name)
            .collect(),
        to: command.leads_to().map(ChangeState::name),
    };
    ItemSteps {
        dialect: Dialect::OpenSpec,
        item: "change",
        tool: "OpenSpec",
        states: ChangeState::ALL.into_iter().map(|state| (state.name(), next(state))).collect(),
        commands: ChangeCommand::ALL.into_iter().map(command).collect(),
        named: |written| ChangeCommand::of(written).map(ChangeCommand::name),
    }
}

fn features(project: &Snapshot) -> ItemSteps {
    let next = |state: FeatureState| {
        let commands = state.next_commands().into_iter();
        commands.map(|command| project.feature_command(command)).collect()
    };
    let command = |command: FeatureCommand| ItemCommand {
        name: command.name(),
        called: project.feature_command(command),
        from: FeatureState::ALL
            .into_iter()
            .filter(|state| command.starts_from(*state))
            .map(FeatureState::name)
            .collect(),
        to: command.leads_to().map(FeatureState::name),
    };
    ItemSteps {
        dialect: Dialect::SpecKit,
        item: "feature",
        tool: "Spec Kit",
        states: FeatureState::ALL.into_iter().map(|state| (state.name(), next(state))).collect(),
        commands: FeatureCommand::ALL.into_iter().map(command).collect(),
        named: |written| {
            let is_own = written.namespace() == SPECKIT.name;
            is_own.then(|| FeatureCommand::named(written.name())).flatten().map(FeatureCommand::name)
        },
    }
}

fn specs(project: &Snapshot) -> ItemSteps {
    let command = |command: KiroCommand| {
        let usual = || {
            let spelling = Spelling { sigil: Sigil::Slash, joint: Joint::Colon };
            Invocation::new(KIRO.name, command.name()).spelled(spelling)
        };
        ItemCommand {
            name: command.name(),
            called: project.own_kiro_command(command).unwrap_or_else(usual),
            from: KiroState::ALL
                .into_iter()
                .filter(|state| state.next_command() == Some(command))
                .map(KiroState::name)
                .collect(),
            to: command.leads_to().map(KiroState::name),
        }
    };
    ItemSteps {
        dialect: Dialect::Kiro,
        item: "spec",
        tool: "cc-sdd",
        states: KiroState::ALL
            .into_iter()
            .map(|state| (state.name(), project.next_kiro_command(state).into_iter().collect()))
            .collect(),
        commands: KiroCommand::ALL.into_iter().map(command).collect(),
        named: |written| KiroCommand::of(written).map(KiroCommand::name),
    }
}
