//! SECTION markers that do not come in pairs.

use crate::{
    model::{
        Kind,
        section::{is_checklist, sections},
    },
    rules::{
        Check, Context, FixKind, Rule, Severity, Sink,
        flowspec::sections::{fixes, message, other, whole},
    },
};

pub(super) static RULE: Rule = Rule::new(page!("section-unbalanced"), Severity::Warning)
    .summary("a SECTION without its other half, opened twice, or crossing another")
    .fix(FixKind::Offered)
    // Those of tasks are of another rule, for Backlog.md reads them in its own way.
    .checks(&[Check::new(
        &[Kind::Constitution, Kind::Spec, Kind::Command, Kind::Partial, Kind::Copy, Kind::Skill, Kind::Agent],
        check,
    )
    .local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let sections = sections(context.text, &context.facts().markers);
    let whole = whole(context, &sections);
    for fault in sections.faults.iter().filter(|fault| !is_checklist(&context.text[fault.name])) {
        let mut finding = sink.report(fault.marker, message(context, &whole, fault));
        if let Some(marker) = fault.other {
            finding.related(&context.document.path, marker, other(fault.kind));
        }
        finding.fixes(|| fixes(context, &whole, fault));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_section_is_closed_before_what_follows_it() {
        let fixture = "//- /memory/constitution.md
# A
## Branches
<!-- SECTION:BRANCHES:BEGIN -->
😀 Short ones.

### Names

Any.

## Next
";
        check(
            "section-unbalanced",
            fixture,
            expect![[r#"
            memory/constitution.md
              <!-- SECTION:BRANCHES:BEGIN -->
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning section-unbalanced: `SECTION:BRANCHES` is never closed: add `<!-- SECTION:BRANCHES:END -->`
        "#]],
        );
        check_fixes(
            "section-unbalanced",
            fixture,
            expect![[r#"
            * Insert `<!-- SECTION:BRANCHES:END -->`
            //- /memory/constitution.md
            # A
            ## Branches
            <!-- SECTION:BRANCHES:BEGIN -->
            😀 Short ones.

            ### Names

            Any.
            <!-- SECTION:BRANCHES:END -->

            ## Next
            * Remove the marker
            //- /memory/constitution.md
            # A
            ## Branches
            😀 Short ones.

            ### Names

            Any.

            ## Next
        "#]],
        );
    }

    #[test]
    fn a_section_is_opened_after_its_heading() {
        let fixture = "//- /memory/constitution.md\n# A\r\n\r\nShort ones.\r\n<!-- SECTION:BRANCHES:END -->\r\n";
        check(
            "section-unbalanced",
            fixture,
            expect![[r#"
            memory/constitution.md
              <!-- SECTION:BRANCHES:END -->
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning section-unbalanced: `SECTION:BRANCHES` is closed and was not open: add `<!-- SECTION:BRANCHES:BEGIN -->`
        "#]],
        );
        check_fixes(
            "section-unbalanced",
            fixture,
            expect![[r#"
                * Insert `<!-- SECTION:BRANCHES:BEGIN -->`
                //- /memory/constitution.md
                # A␍
                ␍
                <!-- SECTION:BRANCHES:BEGIN -->␍
                Short ones.␍
                <!-- SECTION:BRANCHES:END -->␍
                * Remove the marker
                //- /memory/constitution.md
                # A␍
                ␍
                Short ones.␍
            "#]],
        );
    }

    #[test]
    fn sections_that_conflict() {
        check(
            "section-unbalanced",
            "//- /memory/constitution.md
<!-- SECTION:A:BEGIN -->
<!-- SECTION:B:BEGIN -->
<!-- SECTION:A:END -->
<!-- SECTION:B:END -->
<!-- SECTION:B:BEGIN -->
<!-- SECTION:B:BEGIN -->
<!-- SECTION:B:END -->
",
            expect![[r#"
                memory/constitution.md
                  <!-- SECTION:B:BEGIN -->
                //^^^^^^^^^^^^^^^^^^^^^^^^ warning section-unbalanced: `SECTION:B` begins inside another section and ends outside of it
                //  memory/constitution.md:1:1: the other section begins here
                  <!-- SECTION:B:BEGIN -->
                //^^^^^^^^^^^^^^^^^^^^^^^^ warning section-unbalanced: `SECTION:B` is opened while it is open: close it first
                //  memory/constitution.md:5:1: it begins here
                  <!-- SECTION:B:BEGIN -->
                //^^^^^^^^^^^^^^^^^^^^^^^^ warning section-unbalanced: duplicate section `SECTION:B`: rename one
                //  memory/constitution.md:2:1: it begins here
            "#]],
        );
    }

    #[test]
    fn pairs_and_documentation_are_silent() {
        check_silent(
            "section-unbalanced",
            "//- /memory/constitution.md\n<!-- SECTION:A:BEGIN -->\n<!-- SECTION:B:BEGIN -->\n<!-- SECTION:B:END -->\n<!-- SECTION:A:END -->\n```\n<!-- SECTION:A:BEGIN -->\n```\n",
        );
        check_silent("section-unbalanced", "Backlog.md writes <!-- AC:BEGIN --> and `<!-- SECTION:A:BEGIN -->`.\n");
    }
}
