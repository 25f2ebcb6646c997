//! A skill whose name is not that of its folder.

use super::name_of;
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("skill-name-mismatch"), Severity::Warning)
    .summary("the `name` of a skill is not that of its folder")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Skill], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    let Some(name) = context.facts().front_matter.as_ref().and_then(name_of) else { return };
    let mut folders = document.names.iter().filter_map(|file| file.parent()?.file_name());
    let (Some(written), Some(folder)) = (name.value.as_str(), folders.next()) else { return };
    // A template's hole is filled in with the folder's name.
    if folder == written || folders.any(|folder| folder == written) || written.contains(['{', '<', '[']) {
        return;
    }
    let message = format!(
        "the name `{written}` differs from the folder `{folder}`, so VS Code does not load this skill: use `{folder}`"
    );
    sink.report(name.value.content_range(), message).fixes(|| {
        let edit = Edit::replace(&document.path, name.value.content_range(), folder);
        [Fix::new(format!("Change to `{folder}`"), vec![edit])]
    });
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn another_name_is_reported() {
        let fixture = "//- /.github/skills/weather/SKILL.md\n---\nname: \"Weather 😀\"\ndescription: Tells.\n---\n";
        check(
            "skill-name-mismatch",
            fixture,
            expect![[r#"
                .github/skills/weather/SKILL.md
                  name: "Weather 😀"
                //       ^^^^^^^^^ warning skill-name-mismatch: the name `Weather 😀` differs from the folder `weather`, so VS Code does not load this skill: use `weather`
            "#]],
        );
        check_fixes(
            "skill-name-mismatch",
            fixture,
            expect![[r#"
                * Change to `weather`
                //- /.github/skills/weather/SKILL.md
                ---
                name: "weather"
                description: Tells.
                ---
            "#]],
        );
    }

    #[test]
    fn the_name_of_the_folder_and_templates_are_ignored() {
        for name in ["weather", "'weather'", "'{{NAME}}'", ""] {
            let skill = format!("//- /.claude/skills/weather/SKILL.md\n---\nname: {name}\n---\n");
            check_silent("skill-name-mismatch", &skill);
        }
    }
}
