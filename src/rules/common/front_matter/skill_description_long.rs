//! A description of a skill that is cut off or refused.

use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("skill-description-long"), Severity::Hint)
    .summary("the `description` of a skill has more than 1,024 characters")
    .checks(&[Check::new(&[Kind::Skill], check).local()]);

/// The characters that a description may have, after the specification of agent skills.
const MOST: usize = 1024;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(entry) = context.facts().front_matter.as_ref().and_then(|it| it.get("description")) else { return };
    let length = entry.value.as_str().map_or(0, |text| text.trim().chars().count());
    if length > MOST {
        let message = format!("this `description` has {length} characters, and {MOST} are allowed: shorten it");
        sink.report(entry.key.range, message);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn skill(length: usize) -> String {
        format!("//- /.claude/skills/a/SKILL.md\n---\nname: a\ndescription: {}\n---\n", "é".repeat(length))
    }

    #[test]
    fn more_than_the_allowed_characters_are_reported() {
        let expected = expect![[r#"
            .claude/skills/a/SKILL.md
              description: |
            //^^^^^^^^^^^ hint skill-description-long: this `description` has 1025 characters, and 1024 are allowed: shorten it
        "#]];
        check("skill-description-long", &skill(1025).replace("ription: é", "ription: |\n  é"), expected);
    }

    #[test]
    fn the_allowed_characters_are_ignored() {
        check_silent("skill-description-long", &skill(1024));
    }
}
