//! A constitution whose sync report and footer name different versions.

use super::{CONSTITUTION, constitution};
use crate::rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("constitution-version"), Severity::Hint)
    .summary("the newest sync report and the footer name different versions")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[CONSTITUTION], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = constitution(context) else { return };
    let Some((changed, version)) = read.changed_to.zip(read.version) else { return };
    let (new, old) = (&context.text[changed], &context.text[version]);
    if new == old {
        return;
    }
    let message = format!("the newest sync report says version `{new}`, but this says `{old}`: change one of them");
    let mut finding = sink.report(version, message);
    finding.related(&context.document.path, changed, "the version of the sync report");
    finding
        .fixes(|| [Fix::new(format!("Change to `{new}`"), vec![Edit::replace(&context.document.path, version, new)])]);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(version: &str) -> String {
        format!(
            "//- /.specify/memory/constitution.md\n<!--\nVersion change: 1.0.0 → 1.1.0\n\nVersion change: 0.1.0 → 1.0.0\n-->\n# 😀\n**Version**: {version} | **Ratified**: 2026-01-02\n"
        )
    }

    #[test]
    fn two_versions_are_reported() {
        check(
            "constitution-version",
            &fixture("1.0.0"),
            expect![[r#"
            .specify/memory/constitution.md
              **Version**: 1.0.0 | **Ratified**: 2026-01-02
            //             ^^^^^ hint constitution-version: the newest sync report says version `1.1.0`, but this says `1.0.0`: change one of them
            //  .specify/memory/constitution.md:2:25: the version of the sync report
        "#]],
        );
        check_fixes(
            "constitution-version",
            &fixture("1.0.0"),
            expect![[r#"
            * Change to `1.1.0`
            //- /.specify/memory/constitution.md
            <!--
            Version change: 1.0.0 → 1.1.0

            Version change: 0.1.0 → 1.0.0
            -->
            # 😀
            **Version**: 1.1.0 | **Ratified**: 2026-01-02
        "#]],
        );
    }

    #[test]
    fn one_version_is_ignored() {
        check_silent("constitution-version", &fixture("1.1.0"));
        check_silent("constitution-version", &fixture("[CONSTITUTION_VERSION]"));
    }
}
