//! A ticked item of a checklist that is not true.

use super::{CHECKLIST, folder, own, said};
use crate::{
    model::spec_kit::BoxState,
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("checklist-contradicts"), Severity::Warning)
    .summary("a checklist says that no question is open, but one is")
    .checks(&[Check::new(&[CHECKLIST], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    const ITEM: &str = "No [NEEDS CLARIFICATION] markers remain";
    let ticked = own(context).boxes.iter().filter(|it| it.state == BoxState::Done && !it.fenced);
    let Some(item) = ticked.into_iter().find(|it| context.text[it.text].contains(ITEM)) else { return };
    let path = folder(context).and_then(|folder| folder.spec.as_ref());
    let Some((spec, path)) = said(context, path).zip(path) else { return };
    if let Some(open) = spec.clarifications.first() {
        let mut finding =
            sink.report(item.text, "this is checked, but a question is open in `spec.md`: answer it, or uncheck this");
        finding.related(path, *open, "the question");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(spec: &str, sign: &str) -> String {
        format!(
            "//- /.specify/feature.json\n{{}}\n//- /specs/001-a/spec.md\n{spec}\n//- /specs/001-a/checklists/requirements.md\n- [{sign}] No [NEEDS CLARIFICATION] markers remain\n"
        )
    }

    #[test]
    fn an_open_question_is_reported() {
        check(
            "checklist-contradicts",
            &fixture("😀 [NEEDS CLARIFICATION: which?]", "x"),
            expect![[r#"
            specs/001-a/checklists/requirements.md
              - [x] No [NEEDS CLARIFICATION] markers remain
            //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning checklist-contradicts: this is checked, but a question is open in `spec.md`: answer it, or uncheck this
            //  specs/001-a/spec.md:1:3: the question
        "#]],
        );
    }

    #[test]
    fn true_items_are_ignored() {
        check_silent("checklist-contradicts", &fixture("[NEEDS CLARIFICATION: which?]", " "));
        check_silent("checklist-contradicts", &fixture("Nothing.", "x"));
    }
}
