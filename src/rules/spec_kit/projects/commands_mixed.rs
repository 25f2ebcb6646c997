//! Old and new commands of Spec Kit next to each other.

use camino::Utf8Path;

use super::command_of;
use crate::{
    model::{
        Kind,
        invocation::{Invocation, Joint},
        namespace::SPECKIT,
    },
    rules::{Check, Context, Rule, Severity, Sink},
    text::lines::start_of_text,
    workspace::ProjectPath,
};
use text_size::TextRange;

pub(in crate::rules) static RULE: Rule = Rule::new(page!("commands-mixed"), Severity::Hint)
    .summary("old and new commands of Spec Kit are installed next to each other")
    .checks(&[Check::new(&[Kind::Command], check)]);

/// From how many bare names on they are Spec Kit's.
const FEWEST: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(file) = context.document.names.first() else { return };
    let Some(command) = Invocation::of_file(file) else { return };
    let message = match command_of(context.document) {
        Some((_, Joint::Dot)) => beside_skills(context, file),
        None if command.namespace().is_empty() && SPECKIT.commands.contains(&command.name()) => bare(context, file),
        _ => None,
    };
    let Some(message) = message else { return };
    let start = start_of_text(context.text);
    let line = context.facts().lines.line_range(context.text, context.facts().lines.line(start));
    sink.report(TextRange::new(start.min(line.end()), line.end()), message);
}

/// What is wrong with the first of the commands that are also skills of the same agent.
fn beside_skills(context: &Context<'_>, file: &Utf8Path) -> Option<String> {
    let agent = file.components().next()?.as_str();
    let has_skill = |name: &str| {
        let skill = format!("{agent}/skills/{}-{name}/SKILL.md", SPECKIT.name);
        context.snapshot.files().file(Utf8Path::new(&skill)).is_some()
    };
    let folder = file.parent()?;
    let both = |name: &&&str| {
        let file = ProjectPath::from(folder).join(format!("{}.{name}.md", SPECKIT.name));
        context.snapshot.files().file(&file).is_some() && has_skill(name)
    };
    let first = SPECKIT.commands.iter().find(both)?;
    let is_first = file.file_name() == Some(&*format!("{}.{first}.md", SPECKIT.name));
    is_first.then(|| {
        format!("`{agent}/skills/` has the same commands as skills: delete the `speckit.*.md` files of `{folder}/`")
    })
}

/// What is wrong with the first of the commands without a namespace next to those that have one.
fn bare(context: &Context<'_>, file: &Utf8Path) -> Option<String> {
    let folder = file.parent()?;
    let ending = file.file_name()?.split_once('.')?.1;
    let has = |stem: &str| {
        context.snapshot.files().file(&ProjectPath::from(folder).join(format!("{stem}.{ending}"))).is_some()
    };
    let both: Vec<_> =
        SPECKIT.commands.iter().filter(|name| has(name) && has(&format!("{}.{name}", SPECKIT.name))).collect();
    let is_first = file.file_name() == Some(&*format!("{}.{ending}", both.first()?));
    let names: Vec<_> = both.iter().map(|name| format!("`{name}.{ending}`")).collect();
    (is_first && both.len() >= FEWEST)
        .then(|| format!("these are older copies of the `speckit.*` files next to them: delete {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn files(names: &[&str]) -> String {
        names.iter().map(|name| format!("//- /{name}\n---\ndescription: A.\n---\n")).collect()
    }

    #[test]
    fn commands_next_to_skills_are_reported_once() {
        let fixture = files(&[
            ".claude/commands/speckit.plan.md",
            ".claude/commands/speckit.tasks.md",
            ".claude/skills/speckit-plan/SKILL.md",
            ".claude/skills/speckit-tasks/SKILL.md",
        ]);
        check(
            "commands-mixed",
            &fixture,
            expect![[r#"
            .claude/commands/speckit.plan.md
              ---
            //^^^ hint commands-mixed: `.claude/skills/` has the same commands as skills: delete the `speckit.*.md` files of `.claude/commands/`
        "#]],
        );
    }

    #[test]
    fn bare_names_next_to_those_with_a_namespace_are_reported_once() {
        let names = ["plan", "tasks", "specify"].map(|name| {
            [format!(".github/prompts/{name}.prompt.md"), format!(".github/prompts/speckit.{name}.prompt.md")]
        });
        let names: Vec<_> = names.iter().flatten().map(String::as_str).collect();
        check(
            "commands-mixed",
            &files(&names),
            expect![[r#"
            .github/prompts/plan.prompt.md
              ---
            //^^^ hint commands-mixed: these are older copies of the `speckit.*` files next to them: delete `plan.prompt.md`, `specify.prompt.md`, `tasks.prompt.md`
        "#]],
        );
    }

    #[test]
    fn other_agents_and_single_names_are_ignored() {
        check_silent(
            "commands-mixed",
            &files(&[
                ".opencode/commands/speckit.plan.md",
                ".claude/skills/speckit-plan/SKILL.md",
                ".claude/commands/plan.md",
                ".claude/commands/speckit.plan.md",
            ])
            .replace(".claude/skills", ".cursor/skills"),
        );
    }
}
