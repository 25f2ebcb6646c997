//! An agent of Claude Code without a name.

use super::{is_claude_codes, name_of, opener, with_name};
use crate::{
    model::Kind,
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("agent-name-missing"), Severity::Warning)
    .summary("an agent of Claude Code without a `name`")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Agent], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    // Of front matter that is not YAML at all nothing is known, and without any another rule asks for it.
    let front_matter = context.facts().front_matter.as_ref();
    let Some(front_matter) = front_matter.filter(|it| !it.entries.is_empty() || it.problems.is_empty()) else { return };
    if !is_claude_codes(document) || name_of(front_matter).is_some() {
        return;
    }
    let range = front_matter.get("name").map_or(opener(context, front_matter), |entry| entry.key.range);
    let message = "this agent has no `name`, so Claude Code does not load it: add one";
    sink.report(range, message)
        .fixes(|| document.name().file_stem().map(|stem| with_name(context, front_matter, stem)));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn an_agent_without_a_name_is_reported() {
        let fixture = "//- /.claude/agents/qa/tester.md\n---\ndescription: Tests 😀.\n---\n";
        check(
            "agent-name-missing",
            fixture,
            expect![[r#"
                .claude/agents/qa/tester.md
                  ---
                //^^^ warning agent-name-missing: this agent has no `name`, so Claude Code does not load it: add one
            "#]],
        );
        check_fixes(
            "agent-name-missing",
            fixture,
            expect![[r#"
                * Insert the name `tester`
                //- /.claude/agents/qa/tester.md
                ---
                name: tester
                description: Tests 😀.
                ---
            "#]],
        );
        check_fixes(
            "agent-name-missing",
            "//- /.claude/agents/tester.md\n---\nname: ''\ndescription: A.\n---\n",
            expect![[r#"
                * Insert the name `tester`
                //- /.claude/agents/tester.md
                ---
                name: tester
                description: A.
                ---
            "#]],
        );
    }

    #[test]
    fn agents_of_other_tools_and_notes_are_ignored() {
        for file in [".claude/agents/README.md", ".agents/a.md", ".github/agents/a.agent.md", ".claude/commands/a.md"] {
            check_silent("agent-name-missing", &format!("//- /{file}\n---\ndescription: A.\n---\n"));
        }
        check_silent("agent-name-missing", "//- /.claude/agents/a.md\n---\nname: a\n---\n");
        check_silent("agent-name-missing", "//- /.claude/agents/a.md\nNo front matter.\n");
    }
}
