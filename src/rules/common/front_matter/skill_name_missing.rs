//! A skill without a name.

use super::{name_of, opener, with_name};
use crate::{
    model::Kind,
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("skill-name-missing"), Severity::Warning)
    .summary("a skill without a `name`")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Skill], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // Of front matter that is not YAML at all nothing is known, and without any another rule asks for it.
    let front_matter = context.facts().front_matter.as_ref();
    let Some(front_matter) = front_matter.filter(|it| !it.entries.is_empty() || it.problems.is_empty()) else { return };
    if name_of(front_matter).is_some() {
        return;
    }
    let range = front_matter.get("name").map_or(opener(context, front_matter), |entry| entry.key.range);
    let folder = context.document.name().parent().and_then(|folder| folder.file_name());
    sink.report(range, "this skill has no `name`, so it may not be loaded: add the name of its folder")
        .fixes(|| folder.map(|folder| with_name(context, front_matter, folder)));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_skill_without_a_name_is_reported() {
        let fixture = "//- /.claude/skills/tdd/SKILL.md\n---\ndescription: Tests 😀.\n---\n";
        check(
            "skill-name-missing",
            fixture,
            expect![[r#"
                .claude/skills/tdd/SKILL.md
                  ---
                //^^^ warning skill-name-missing: this skill has no `name`, so it may not be loaded: add the name of its folder
            "#]],
        );
        check_fixes(
            "skill-name-missing",
            fixture,
            expect![[r#"
                * Insert the name `tdd`
                //- /.claude/skills/tdd/SKILL.md
                ---
                name: tdd
                description: Tests 😀.
                ---
            "#]],
        );
    }

    #[test]
    fn skills_with_a_name_are_ignored() {
        check_silent("skill-name-missing", "//- /.claude/skills/tdd/SKILL.md\n---\nname: tdd\n---\n");
        check_silent("skill-name-missing", "//- /.claude/skills/tdd/SKILL.md\nNo front matter.\n");
    }
}
