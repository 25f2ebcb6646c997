//! A checkbox in a block of code of a checklist.

use super::{CHECKLIST, own};
use crate::rules::{Check, Context, Rule, Severity, Sink};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("checkbox-in-fence"), Severity::Hint)
    .summary("a checkbox in a code block of a checklist, which Spec Kit counts")
    .checks(&[Check::new(&[CHECKLIST], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut fenced = own(context).boxes.iter().filter(|it| it.fenced && it.well_formed && it.is_list);
    if let Some(first) = fenced.next() {
        let message = "Spec Kit counts this checkbox although it is in a code block: take it out of the checklist";
        let mut finding = sink.report(first.range, message);
        fenced.take(10).for_each(|other| {
            finding.related(&context.document.path, other.range, "and this one");
        });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const PROJECT: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/";

    #[test]
    fn the_first_box_in_code_is_reported() {
        let fixture = format!("{PROJECT}checklists/ux.md\n- [x] CHK001 a\n```\n- [ ] CHK002 😀\n- [ ] CHK003\n```\n");
        check(
            "checkbox-in-fence",
            &fixture,
            expect![[r#"
            specs/001-a/checklists/ux.md
              - [ ] CHK002 😀
            //^^^^^ hint checkbox-in-fence: Spec Kit counts this checkbox although it is in a code block: take it out of the checklist
            //  specs/001-a/checklists/ux.md:4:1: and this one
        "#]],
        );
    }

    #[test]
    fn tasks_are_counted_by_an_agent_which_reads_code_as_code() {
        check_silent("checkbox-in-fence", &format!("{PROJECT}tasks.md\n```\n- [ ] T001 a\n```\n"));
    }
}
