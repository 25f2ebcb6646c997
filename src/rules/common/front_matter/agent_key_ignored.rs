//! A restriction under the key of another kind of file.

use super::is_claude_codes;
use crate::{
    model::{Kind, invocation::Invocation, keys::misplaced_key},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("agent-key-ignored"), Severity::Warning)
    .summary("the tools are restricted under a key that Claude Code does not read here")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Agent, Kind::Command, Kind::Skill], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(front_matter) = &context.facts().front_matter else { return };
    let document = context.document;
    let kind = document.kind;
    let Some((wrong, right)) = misplaced_key(kind).filter(|_| is_claude_codes(context.document)) else { return };
    let Some(entry) = front_matter.get(wrong).filter(|entry| !entry.value.is_null()) else { return };
    // With the right key there as well, the other one may be for another tool.
    if front_matter.get(right).is_some() {
        return;
    }
    let what = match kind {
        Kind::Agent => "an agent",
        Kind::Skill => "a skill",
        _ => "a command",
    };
    let message = format!("Claude Code does not read `{wrong}` in {what}, so nothing is restricted: use `{right}`");
    let mut finding = sink.report(entry.key.range, message);
    // The next upgrade of the tool that installs it writes the key again.
    if { document.names.iter() }.filter_map(|name| Invocation::of_file(name)).any(|command| command.is_closed()) {
        finding.severity(Severity::Hint);
    }
    finding.fixes(|| {
        let edit = Edit::replace(&context.document.path, entry.key.range, right);
        [Fix::new(format!("Rename to `{right}`"), vec![edit])]
    });
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_key_of_another_kind_is_reported() {
        let fixture = "
//- /.claude/agents/a.md
---
name: a
description: 😀
allowed-tools: Read
---
//- /.claude/commands/a.md
---
description: é
tools: Bash(git:*)
---
//- /.claude/skills/a/SKILL.md
---
name: a
description: A.
tools: [Read]
---
";
        check(
            "agent-key-ignored",
            fixture,
            expect![[r#"
                .claude/agents/a.md
                  allowed-tools: Read
                //^^^^^^^^^^^^^ warning agent-key-ignored: Claude Code does not read `allowed-tools` in an agent, so nothing is restricted: use `tools`
                .claude/commands/a.md
                  tools: Bash(git:*)
                //^^^^^ warning agent-key-ignored: Claude Code does not read `tools` in a command, so nothing is restricted: use `allowed-tools`
                .claude/skills/a/SKILL.md
                  tools: [Read]
                //^^^^^ warning agent-key-ignored: Claude Code does not read `tools` in a skill, so nothing is restricted: use `allowed-tools`
            "#]],
        );
        check_fixes(
            "agent-key-ignored",
            fixture,
            expect![[r#"
                * Rename to `tools`
                //- /.claude/agents/a.md
                ---
                name: a
                description: 😀
                tools: Read
                ---
            "#]],
        );
    }

    #[test]
    fn what_a_tool_installs_is_a_hint() {
        check(
            "agent-key-ignored",
            "//- /.claude/commands/speckit.taskstoissues.md\n---\ndescription: é\ntools: ['github/issue_write']\n---\n",
            expect![[r#"
                .claude/commands/speckit.taskstoissues.md
                  tools: ['github/issue_write']
                //^^^^^ hint agent-key-ignored: Claude Code does not read `tools` in a command, so nothing is restricted: use `allowed-tools`
            "#]],
        );
    }

    #[test]
    fn the_right_key_and_files_of_other_tools_are_ignored() {
        check_silent(
            "agent-key-ignored",
            "//- /.claude/agents/a.md\n---\nname: a\ntools: Read\nallowed-tools: Read\n---\n",
        );
        check_silent("agent-key-ignored", "//- /.claude/commands/a.md\n---\nallowed-tools: Read\n---\n");
        check_silent("agent-key-ignored", "//- /.github/prompts/a.prompt.md\n---\ntools: [Read]\n---\n");
        check_silent("agent-key-ignored", "//- /templates/commands/a.md\n---\ntools: [Read]\n---\n");
    }
}
