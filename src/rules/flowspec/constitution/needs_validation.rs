//! A part of the constitution that nobody has confirmed.

use crate::{
    model::{
        Kind,
        constitution::{ConstitutionPart, Tier, parts, tier},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    text::lines::with_line,
};

pub(super) static RULE: Rule = Rule::new(page!("needs-validation"), Severity::Warning)
    .summary("a part of the constitution that is not validated yet")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Constitution], check).local()]);

/// How many markers "Mark all as validated" removes at most; every finding carries that fix, with all of its edits.
const MOST: usize = 200;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (headings, references) = (&context.facts().markdown.headings, &context.facts().references);
    let parts = parts(context.text, context.facts().body, &context.facts().markers, headings, references);
    if parts.is_empty() {
        return;
    }
    let (severity, consequence) = match tier(context.text, &context.facts().markers) {
        _ if context.document.is_template() => (Severity::Hint, ""),
        Tier::Light => (Severity::Info, " (commands warn until then)"),
        Tier::Medium => (Severity::Warning, " (commands ask until then)"),
        Tier::Heavy => (Severity::Error, " (commands are blocked until then)"),
    };
    for part in &parts {
        let what = match first_line(&context.text[part.text]) {
            "" => "this part".to_owned(),
            what => format!("`{what}`"),
        };
        let advice = match part.placeholder {
            Some(placeholder) => format!("fill in `{}` before you mark it as validated", &context.text[placeholder]),
            None => "check it, then mark it as validated".to_owned(),
        };
        let mut finding = sink.report(part.marker, format!("{what} is not validated: {advice}{consequence}"));
        finding.severity(severity).fixes(|| fixes(context, part, &parts));
    }
}

fn fixes(context: &Context<'_>, part: &ConstitutionPart, parts: &[ConstitutionPart]) -> Vec<Fix> {
    let removal =
        |part: &ConstitutionPart| Edit::replace(&context.document.path, with_line(context.text, part.marker), "");
    let mut fixes = Vec::new();
    if part.placeholder.is_none() {
        fixes.push(Fix::new("Mark as validated", vec![removal(part)]));
    }
    if (2..=MOST).contains(&parts.len()) && parts.iter().all(|part| part.placeholder.is_none()) {
        fixes.push(Fix::new("Mark all as validated", parts.iter().map(removal).collect()));
    }
    fixes
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_tier_decides_how_bad_it_is() {
        for tier in ["Light", "Medium - Standard", "Heavy"] {
            let fixture = format!(
                "//- /memory/constitution.md\n# A\n<!-- TIER: {tier} -->\n😀 <!-- NEEDS_VALIDATION: Branch strategy -->\n"
            );
            let found = match tier {
                "Light" => expect![[r#"
                    memory/constitution.md
                      😀 <!-- NEEDS_VALIDATION: Branch strategy -->
                    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info needs-validation: `Branch strategy` is not validated: check it, then mark it as validated (commands warn until then)
                "#]],
                "Heavy" => expect![[r#"
                    memory/constitution.md
                      😀 <!-- NEEDS_VALIDATION: Branch strategy -->
                    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error needs-validation: `Branch strategy` is not validated: check it, then mark it as validated (commands are blocked until then)
                "#]],
                _ => expect![[r#"
                    memory/constitution.md
                      😀 <!-- NEEDS_VALIDATION: Branch strategy -->
                    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning needs-validation: `Branch strategy` is not validated: check it, then mark it as validated (commands ask until then)
                "#]],
            };
            check("needs-validation", &fixture, found);
        }
        check(
            "needs-validation",
            "//- /templates/constitutions/heavy.md\n<!-- TIER: Heavy -->\n<!-- NEEDS_VALIDATION: -->\n",
            expect![[r#"
                templates/constitutions/heavy.md
                  <!-- NEEDS_VALIDATION: -->
                //^^^^^^^^^^^^^^^^^^^^^^^^^^ hint needs-validation: this part is not validated: check it, then mark it as validated
            "#]],
        );
    }

    #[test]
    fn marking_one_or_all_removes_the_comments() {
        check_fixes(
            "needs-validation",
            "//- /memory/constitution.md\n# A\r\n<!-- NEEDS_VALIDATION: Name -->\r\nB <!-- NEEDS_VALIDATION: B -->\r\n",
            expect![[r#"
                * Mark as validated
                //- /memory/constitution.md
                # A␍
                B <!-- NEEDS_VALIDATION: B -->␍
                * Mark all as validated
                //- /memory/constitution.md
                # A␍
                B ␍
            "#]],
        );
    }

    #[test]
    fn a_placeholder_in_the_section_forbids_it() {
        let fixture = "//- /memory/constitution.md
# [PROJECT_NAME] Constitution
<!-- NEEDS_VALIDATION: Name -->
## Stack
<!-- SECTION:STACK:BEGIN -->
<!-- NEEDS_VALIDATION: Languages -->
### Linters
[LINTERS]
<!-- SECTION:STACK:END -->
<!-- NEEDS_VALIDATION: Rest -->
## Governance
[RULES]
";
        check(
            "needs-validation",
            fixture,
            expect![[r#"
            memory/constitution.md
              <!-- NEEDS_VALIDATION: Name -->
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning needs-validation: `Name` is not validated: fill in `[PROJECT_NAME]` before you mark it as validated (commands ask until then)
              <!-- NEEDS_VALIDATION: Languages -->
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning needs-validation: `Languages` is not validated: fill in `[LINTERS]` before you mark it as validated (commands ask until then)
              <!-- NEEDS_VALIDATION: Rest -->
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning needs-validation: `Rest` is not validated: fill in `[LINTERS]` before you mark it as validated (commands ask until then)
        "#]],
        );
        check_fixes("needs-validation", fixture, expect![[""]]);
    }

    #[test]
    fn documentation_is_silent() {
        check_silent(
            "needs-validation",
            "//- /memory/constitution.md\nWrite `<!-- NEEDS_VALIDATION: x -->`.\n```\n<!-- NEEDS_VALIDATION: x -->\n```\n",
        );
        check_silent("needs-validation", "<!-- NEEDS_VALIDATION: x -->\n");
    }
}
