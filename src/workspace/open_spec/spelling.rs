//! How a project calls the commands of OpenSpec.

use camino::Utf8Path;

use crate::{
    model::{
        invocation::{Invocation, Joint, Sigil, Spelling},
        open_spec::change::{ChangeCommand, ChangeState},
    },
    workspace::{ProjectPath, Snapshot},
};

impl Snapshot {
    /// How the project calls a command of OpenSpec; `/opsx:apply` where it has none.
    pub fn change_command(&self, command: ChangeCommand) -> String {
        let first = || Invocation::new("opsx", command.name()).to_string();
        self.own_change_command(command).unwrap_or_else(first)
    }

    /// The same for a command that is a file of the project: the command, else the skill.
    pub fn own_change_command(&self, command: ChangeCommand) -> Option<String> {
        command.invocations().iter().find_map(|invocation| self.own_command(invocation))
    }

    /// How a command or a skill of the project is called.
    pub fn own_command(&self, invocation: &Invocation) -> Option<String> {
        let index = self.index();
        let file = self.relative(index.commands.get(invocation)?);
        Some(match self.sigil_of_skill(file) {
            Some(sigil) => invocation.spelled(Spelling { sigil, joint: Joint::Dash }),
            None => invocation.called(file),
        })
    }

    /// Whether a command of OpenSpec is a file of the project. Where none is, the user may have them all elsewhere.
    pub fn has_change_commands(&self) -> bool {
        let index = self.index();
        let is_there = |invocation: &Invocation| index.commands.contains_key(invocation);
        ChangeCommand::ALL.iter().any(|command| command.invocations().iter().any(is_there))
    }

    /// The commands that lead on from a state, best first, as the project calls them. Those that the project does not have are left out,
    /// unless it has none at all.
    pub fn next_change_commands(&self, state: ChangeState) -> Vec<(ChangeCommand, String)> {
        let is_elsewhere = !self.has_change_commands();
        let called = |command: &ChangeCommand| {
            let called = self.own_change_command(*command);
            let usual = || (is_elsewhere && command.is_core()).then(|| self.change_command(*command));
            Some((*command, called.or_else(usual)?))
        };
        state.next_commands().iter().filter_map(called).collect()
    }

    /// What a skill is called with, by the tool in whose folder it is; `None` for a command and for `/`.
    fn sigil_of_skill(&self, file: &Utf8Path) -> Option<Sigil> {
        let mut parts = file.iter().rev();
        if parts.next() != Some("SKILL.md") {
            return None;
        }
        let claude = ProjectPath::new(".claude/skills").join(parts.next()?).join("SKILL.md");
        match file.iter().next()? {
            // The agent that is looked for first reads its own.
            _ if self.files().file(&claude).is_some() => None,
            ".agents" | ".codex" => Some(Sigil::Dollar),
            ".windsurf" => Some(Sigil::At),
            ".kimi-code" | ".kimi" => Some(Sigil::SlashSkill),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    fn called(files: &[&str]) -> String {
        let files: String = files.iter().map(|file| format!("//- /{file}\n# A\n")).collect();
        let snapshot = Fixture::parse(&format!("{files}//- /openspec/project.md\n")).snapshot();
        snapshot.change_command(ChangeCommand::Apply)
    }

    #[test]
    fn a_command_goes_before_a_skill() {
        for (files, expected) in [
            (&[][..], "/opsx:apply"),
            (&[".claude/commands/opsx/apply.md"], "/opsx:apply"),
            (&[".github/prompts/opsx-apply.prompt.md"], "/opsx-apply"),
            (&[".claude/commands/openspec/apply.md"], "/openspec:apply"),
            (
                &[".claude/commands/openspec/apply.md", ".claude/skills/openspec-apply-change/SKILL.md"],
                "/openspec-apply-change",
            ),
            (&[".claude/commands/opsx/apply.md", ".agents/skills/openspec-apply-change/SKILL.md"], "/opsx:apply"),
            (&[".agents/skills/openspec-apply-change/SKILL.md"], "$openspec-apply-change"),
            (&[".kimi-code/skills/openspec-apply-change/SKILL.md"], "/skill:openspec-apply-change"),
            (
                &[".agents/skills/openspec-apply-change/SKILL.md", ".claude/skills/openspec-apply-change/SKILL.md"],
                "/openspec-apply-change",
            ),
            (&[".claude/commands/opsx/archive.md"], "/opsx:apply"),
        ] {
            assert_eq!(called(files), expected, "{files:?}");
        }
    }

    #[test]
    fn what_leads_on_is_what_the_project_has() {
        let next = |files: &str, state: ChangeState| {
            let snapshot = Fixture::parse(&format!("//- /openspec/project.md\n{files}")).snapshot();
            let next = snapshot.next_change_commands(state).into_iter().map(|(_, called)| called);
            next.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(next("", ChangeState::Planning), "/opsx:propose");
        assert_eq!(next("", ChangeState::Applying), "/opsx:apply");
        let files = "//- /.claude/commands/opsx/continue.md\n//- /.claude/commands/opsx/archive.md\n";
        assert_eq!(next(files, ChangeState::Planning), "/opsx:continue");
        assert_eq!(next(files, ChangeState::Planned), "");
        assert_eq!(next(files, ChangeState::Complete), "/opsx:archive");
    }
}
