//! AC, DOD and SECTION markers of a task that do not come in pairs.

use crate::{
    model::{
        Kind,
        section::{FaultKind, sections},
    },
    rules::{
        Check, Context, FixKind, Rule, Severity, Sink,
        flowspec::sections::{fixes, message, other, whole},
    },
};

pub(super) static RULE: Rule = Rule::new(page!("task-marker-unbalanced"), Severity::Warning)
    .summary("an AC, DOD or SECTION marker without its other half")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let sections = sections(context.text, &context.facts().markers);
    let whole = whole(context, &sections);
    for fault in &sections.faults {
        // Backlog.md reads each pair for itself, so it does not mind how they lie.
        if matches!(fault.kind, FaultKind::Crossed | FaultKind::Repeated) {
            continue;
        }
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

    fn fixture(body: &str) -> String {
        format!("//- /backlog/tasks/task-1 - A.md\n---\ntitle: 😀\n---\n{body}")
    }

    #[test]
    fn a_missing_half_is_inserted() {
        let open = fixture("## Acceptance Criteria\r\n<!-- AC:BEGIN -->\r\n- [ ] #1 é\r\n\r\n## Notes\r\nSome.\r\n");
        check(
            "task-marker-unbalanced",
            &open,
            expect![[r#"
            backlog/tasks/task-1 - A.md
              <!-- AC:BEGIN -->
            //^^^^^^^^^^^^^^^^^ warning task-marker-unbalanced: `AC` is never closed: add `<!-- AC:END -->`
        "#]],
        );
        check_fixes(
            "task-marker-unbalanced",
            &open,
            expect![[r#"
            * Insert `<!-- AC:END -->`
            //- /backlog/tasks/task-1 - A.md
            ---
            title: 😀
            ---
            ## Acceptance Criteria␍
            <!-- AC:BEGIN -->␍
            - [ ] #1 é
            <!-- AC:END -->␍
            ␍
            ## Notes␍
            Some.␍
            * Remove the marker
            //- /backlog/tasks/task-1 - A.md
            ---
            title: 😀
            ---
            ## Acceptance Criteria␍
            - [ ] #1 é␍
            ␍
            ## Notes␍
            Some.␍
        "#]],
        );
        let closed = fixture("## Acceptance Criteria\n\n- [ ] #1 é\n<!-- AC:END -->\n");
        check(
            "task-marker-unbalanced",
            &closed,
            expect![[r#"
            backlog/tasks/task-1 - A.md
              <!-- AC:END -->
            //^^^^^^^^^^^^^^^ warning task-marker-unbalanced: `AC` is closed and was not open: add `<!-- AC:BEGIN -->`
        "#]],
        );
        check_fixes(
            "task-marker-unbalanced",
            &closed,
            expect![[r#"
            * Insert `<!-- AC:BEGIN -->`
            //- /backlog/tasks/task-1 - A.md
            ---
            title: 😀
            ---
            ## Acceptance Criteria

            <!-- AC:BEGIN -->
            - [ ] #1 é
            <!-- AC:END -->
            * Remove the marker
            //- /backlog/tasks/task-1 - A.md
            ---
            title: 😀
            ---
            ## Acceptance Criteria

            - [ ] #1 é
        "#]],
        );
    }

    #[test]
    fn a_half_too_many_is_removed() {
        let extra = fixture(
            "<!-- SECTION:PLAN:BEGIN -->\nPlan\n<!-- SECTION:NOTES:END -->\n<!-- SECTION:PLAN:END -->\n<!-- SECTION:NOTES:BEGIN -->\nNotes\n<!-- SECTION:NOTES:END -->\n",
        );
        check(
            "task-marker-unbalanced",
            &extra,
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  <!-- SECTION:NOTES:END -->
                //^^^^^^^^^^^^^^^^^^^^^^^^^^ warning task-marker-unbalanced: `SECTION:NOTES` is closed and was not open: remove this marker
            "#]],
        );
        check_fixes(
            "task-marker-unbalanced",
            &extra,
            expect![[r#"
            * Remove the marker
            //- /backlog/tasks/task-1 - A.md
            ---
            title: 😀
            ---
            <!-- SECTION:PLAN:BEGIN -->
            Plan
            <!-- SECTION:PLAN:END -->
            <!-- SECTION:NOTES:BEGIN -->
            Notes
            <!-- SECTION:NOTES:END -->
        "#]],
        );
    }

    #[test]
    fn a_pair_inside_of_its_own_section_is_taken_out() {
        check_fixes(
            "task-marker-unbalanced",
            &fixture(
                "<!-- DOD:BEGIN -->\n<!-- DOD:BEGIN -->\n- [ ] #1 é\n<!-- DOD:END -->\n- [ ] #2 b\n<!-- DOD:END -->\n",
            ),
            expect![[r#"
                * Remove the inner markers
                //- /backlog/tasks/task-1 - A.md
                ---
                title: 😀
                ---
                <!-- DOD:BEGIN -->
                - [ ] #1 é
                - [ ] #2 b
                <!-- DOD:END -->
            "#]],
        );
    }

    #[test]
    fn pairs_and_documentation_are_silent() {
        check_silent(
            "task-marker-unbalanced",
            &fixture("<!-- AC:BEGIN -->\n<!-- AC:END -->\nWrite `<!-- AC:BEGIN -->`.\n"),
        );
        check_silent("task-marker-unbalanced", "Write <!-- AC:BEGIN -->.\n");
    }

    #[test]
    fn in_the_archive_it_is_a_hint() {
        check(
            "task-marker-unbalanced",
            "//- /backlog/archive/tasks/task-1 - A.md\n---\nid: task-1\n---\n😀\n<!-- AC:END -->\n",
            expect![[r#"
                backlog/archive/tasks/task-1 - A.md
                  <!-- AC:END -->
                //^^^^^^^^^^^^^^^ hint task-marker-unbalanced: `AC` is closed and was not open: add `<!-- AC:BEGIN -->`
            "#]],
        );
    }
}
