//! A command of Spec Kit in the spelling of another layout.

use std::ops::Bound;

use text_size::{TextRange, TextSize};

use super::{PROMPT, command_of};
use crate::{
    model::{
        Kind,
        invocation::{Invocation, Joint, Sigil, Spelling},
        namespace::SPECKIT,
        spec_kit::SpecKitSetup,
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink, common::references::severity},
    syntax::reference::ReferenceKind,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("command-spelling"), Severity::Warning)
    .summary("a command of Spec Kit that this project spells in another way")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Command, Kind::Skill, Kind::Copy, Kind::Agent, Kind::Partial, PROMPT], check)]);

/// The commands that had no namespace before October 2025.
const BARE: [&str; 8] = ["analyze", "checklist", "clarify", "constitution", "implement", "plan", "specify", "tasks"];

/// A name that is spelled wrong.
struct Misspelling {
    range: TextRange,
    right: String,
    severity: Severity,
}

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !context.index.namespaces.contains(SPECKIT.name) {
        return;
    }
    let own = command_of(context.document);
    // What people and extensions add may be called in another way than the tool's own commands.
    let own_joint = own.as_ref().filter(|(command, _)| command.is_listed()).map(|(_, joint)| *joint);
    let Some(spelling) = spelling(context, own_joint) else { return };
    let mut wrong: Vec<_> = dotted(context, spelling).collect();
    if own.is_some() {
        wrong.extend(bare(context, spelling));
    }
    wrong.sort_by_key(|it| (it.severity, it.range.start()));
    let edit = |it: &Misspelling| Edit::replace(&context.document.path, it.range, it.right.as_str());
    let message = |it: &Misspelling| format!("`{}` is called `{}` in this project", &context.text[it.range], it.right);
    if own.is_none() {
        for it in &wrong {
            let fix = || [Fix::new(format!("Change to `{}`", it.right), vec![edit(it)])];
            sink.report(it.range, message(it)).severity(it.severity).fixes(fix);
        }
        return;
    }
    // What Spec Kit has written is written again as a whole.
    let Some((first, others)) = wrong.split_first() else { return };
    let more = match others.len() {
        0 => String::new(),
        count => format!(" ({count} more in this file)"),
    };
    let mut finding = sink.report(first.range, format!("{}{more}: run `specify integration upgrade`", message(first)));
    finding.severity(first.severity);
    for it in others.iter().take(20) {
        finding.related(&context.document.path, it.range, format!("here it is `{}`", it.right));
    }
    finding.fixes(|| [Fix::new("Change to the spelling of this project", wrong.iter().map(edit).collect())]);
}

/// The spelling that holds in a document; `None` where the project has several and none of them is the document's.
fn spelling(context: &Context<'_>, own: Option<Joint>) -> Option<Spelling> {
    let setup =
        || context.snapshot.document(context.index.spec_kit.integration.as_ref()?)?.facts().meaning.spec_kit()?.setup();
    let setup = setup();
    let joint = own.or_else(|| active(setup?)).or_else(|| installed(context))?;
    let sigil = match setup.and_then(|setup| setup.integration.as_deref()) {
        Some("codex" | "command-code" | "zcode") if joint == Joint::Dash => Sigil::Dollar,
        Some("kimi") if joint == Joint::Dash => Sigil::SlashSkill,
        _ => Sigil::Slash,
    };
    Some(Spelling { sigil, joint })
}

fn active(setup: &SpecKitSetup) -> Option<Joint> {
    match setup.separators.get(setup.integration.as_ref()?)? {
        '-' => Some(Joint::Dash),
        _ => Some(Joint::Dot),
    }
}

/// What the commands that are installed are joined by, when it is the same for all.
fn installed(context: &Context<'_>) -> Option<Joint> {
    let start = format!("{}:", SPECKIT.name);
    let commands = context
        .index
        .commands
        .range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded))
        .take_while(|(command, _)| command.key().starts_with(&start));
    let mut joints = commands
        .filter(|(command, _)| command.is_listed())
        .filter_map(|(_, path)| command_of(context.snapshot.document(path)?).map(|(_, joint)| joint));
    let first = joints.next()?;
    joints.all(|joint| joint == first).then_some(first)
}

fn dotted<'a>(context: &'a Context<'_>, spelling: Spelling) -> impl Iterator<Item = Misspelling> + 'a {
    context.facts().references.references.iter().filter_map(move |reference| {
        let ReferenceKind::Command { namespace, name } = reference.kind else { return None };
        let (namespace, name) = (&context.text[namespace], &context.text[name]);
        let written = &context.text[reference.range];
        let command = Invocation::new(namespace, name);
        let joint = command.spelling_of(written)?.joint;
        let is_known = command.is_listed() || context.index.commands.contains_key(&command);
        let is_family = context.text[usize::from(reference.range.end())..].starts_with([':', '*']);
        if namespace != SPECKIT.name || joint == spelling.joint || joint == Joint::Colon || !is_known || is_family {
            return None;
        }
        let severity = severity(context, reference, Severity::Warning)?;
        Some(Misspelling { range: reference.range, right: spelled(&command, name, spelling), severity })
    })
}

/// The command as it is spelled; with a dot, an extension's name has one in place of the dash that its file has.
fn spelled(command: &Invocation, written: &str, spelling: Spelling) -> String {
    match spelling.joint {
        Joint::Dot if written.contains('.') => format!("/{}.{written}", SPECKIT.name),
        _ => command.spelled(spelling),
    }
}

/// `/plan` in place of `/speckit.plan`.
fn bare<'a>(context: &'a Context<'_>, spelling: Spelling) -> impl Iterator<Item = Misspelling> + 'a {
    let text = context.text;
    memchr::memchr_iter(b'/', text.as_bytes()).filter_map(move |slash| {
        let name = BARE.into_iter().find(|name| text[slash + 1..].starts_with(name))?;
        let end = slash + 1 + name.len();
        let begins = text[..slash].chars().next_back().is_none_or(|c| c.is_whitespace() || "`\"'(".contains(c));
        let mut after = text[end..].chars();
        let ends = match after.next() {
            Some('.') => after.next().is_none_or(char::is_whitespace),
            Some(c) => c.is_whitespace() || "`\"'),;:".contains(c),
            None => true,
        };
        let command = Invocation::new(SPECKIT.name, name);
        let is_other = context.index.commands.contains_key(name) || !context.index.commands.contains_key(&command);
        let range = TextRange::at(TextSize::new(slash as u32), TextSize::new((end - slash) as u32));
        (begins && ends && !is_other && range.start() >= context.facts().body).then(|| Misspelling {
            range,
            right: command.spelled(spelling),
            severity: Severity::Warning,
        })
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const SKILLS: &str = "
//- /.claude/skills/speckit-git-commit/SKILL.md
---
name: speckit-git-commit
description: Commit.
---
//- /.claude/skills/speckit-tasks/SKILL.md
---
name: speckit-tasks
description: Tasks.
---
";
    const PLAN: &str = "//- /.claude/skills/speckit-plan/SKILL.md\n---\nname: speckit-plan\ndescription: Plan.\n---\n";

    #[test]
    fn dots_in_a_generated_skill_are_one_finding() {
        let fixture =
            format!("{}{PLAN}😀 `/speckit.tasks`, then /speckit.git.commit and /plan.\n", SKILLS.trim_start());
        check(
            "command-spelling",
            &fixture,
            expect![[r#"
                .claude/skills/speckit-plan/SKILL.md
                  😀 `/speckit.tasks`, then /speckit.git.commit and /plan.
                //   ^^^^^^^^^^^^^^ warning command-spelling: `/speckit.tasks` is called `/speckit-tasks` in this project (2 more in this file): run `specify integration upgrade`
                //  .claude/skills/speckit-plan/SKILL.md:5:26: here it is `/speckit-git-commit`
                //  .claude/skills/speckit-plan/SKILL.md:5:50: here it is `/speckit-plan`
            "#]],
        );
        check_fixes(
            "command-spelling",
            &fixture,
            expect![[r#"
            * Change to the spelling of this project
            //- /.claude/skills/speckit-plan/SKILL.md
            ---
            name: speckit-plan
            description: Plan.
            ---
            😀 `/speckit-tasks`, then /speckit-git-commit and /speckit-plan.
        "#]],
        );
    }

    #[test]
    fn each_name_in_a_file_of_the_project_is_a_finding() {
        let fixture = format!(
            "{}//- /.specify/integration.json\n{{\"integration\": \"codex\", \"integration_settings\": {{\"codex\": {{\"invoke_separator\": \"-\"}}}}}}\n//- /.claude/agents/a.md\n---\nname: a\ndescription: A.\n---\nRun /speckit.tasks and $speckit-tasks, /speckit.tasks.\n",
            SKILLS.trim_start()
        );
        check(
            "command-spelling",
            &fixture,
            expect![[r#"
                .claude/agents/a.md
                  Run /speckit.tasks and $speckit-tasks, /speckit.tasks.
                //    ^^^^^^^^^^^^^^ warning command-spelling: `/speckit.tasks` is called `$speckit-tasks` in this project
                  Run /speckit.tasks and $speckit-tasks, /speckit.tasks.
                //                                       ^^^^^^^^^^^^^^ warning command-spelling: `/speckit.tasks` is called `$speckit-tasks` in this project
            "#]],
        );
        check_fixes(
            "command-spelling",
            &fixture,
            expect![[r#"
            * Change to `$speckit-tasks`
            //- /.claude/agents/a.md
            ---
            name: a
            description: A.
            ---
            Run $speckit-tasks and $speckit-tasks, /speckit.tasks.
        "#]],
        );
    }

    #[test]
    fn bare_names_next_to_files_with_dots_are_reported() {
        check(
            "command-spelling",
            "//- /.claude/commands/speckit.plan.md\n---\ndescription: P.\n---\nRun /plan or `/specify`; specs/plan.md, a/plan, /plan/x, /plans.\n//- /.claude/commands/speckit.specify.md\n---\ndescription: S.\n---\n",
            expect![[r#"
                .claude/commands/speckit.plan.md
                  Run /plan or `/specify`; specs/plan.md, a/plan, /plan/x, /plans.
                //    ^^^^^ warning command-spelling: `/plan` is called `/speckit.plan` in this project (1 more in this file): run `specify integration upgrade`
                //  .claude/commands/speckit.plan.md:4:15: here it is `/speckit.specify`
            "#]],
        );
    }

    #[test]
    fn right_spellings_families_and_unknown_commands_are_ignored() {
        check_silent(
            "command-spelling",
            &format!(
                "{}{PLAN}/speckit-tasks /speckit.extra.* /speckit.extra.list /speckit:tasks docs/speckit.tasks.md\n",
                SKILLS.trim_start()
            ),
        );
        check_silent("command-spelling", "//- /.claude/agents/a.md\nRun /speckit.tasks or /plan.\n");
    }

    #[test]
    fn a_skill_next_to_commands_with_dots_is_no_layout() {
        check_silent(
            "command-spelling",
            "//- /.opencode/commands/speckit.plan.md\n---\ndescription: P.\n---\n//- /.opencode/skills/speckit-workflow/SKILL.md\n---\nname: speckit-workflow\ndescription: W.\n---\nRun /speckit.plan.\n",
        );
    }

    #[test]
    fn both_layouts_in_one_project_keep_their_spellings() {
        check_silent(
            "command-spelling",
            &format!(
                "{}//- /.opencode/commands/speckit.plan.md\n---\ndescription: P.\n---\nRun /speckit.tasks.\n//- /.claude/agents/a.md\n---\nname: a\ndescription: A.\n---\n/speckit.tasks /speckit-tasks\n",
                SKILLS.trim_start()
            ),
        );
    }
}
