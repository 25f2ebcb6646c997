//! Open questions in the files of a feature.

use super::{ARTIFACT, PLAN, SPEC, TASKS, own};
use crate::rules::{Check, Context, Sink};

/// The check of `clarification-needed` for Spec Kit.
pub(in crate::rules) const CHECK: Check = Check::new(&[SPEC, PLAN, TASKS, ARTIFACT], check).local();

/// How many questions Spec Kit allows in a spec.
const MOST: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let is_research = context.document.path.file_name() == Some("research.md");
    if context.document.kind == ARTIFACT && !is_research {
        return;
    }
    let until = if context.document.kind == SPEC { "before the feature is planned" } else { "before this is built" };
    for (at, range) in own(context).clarifications.iter().enumerate() {
        let more = match context.document.kind == SPEC && at == MOST {
            true => format!("; Spec Kit allows only {MOST} in a spec"),
            false => String::new(),
        };
        sink.report(*range, format!("this question is open: answer it {until}{more}"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn questions_are_reported_wherever_they_are_open() {
        check(
            "clarification-needed",
            "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n😀 [NEEDS CLARIFICATION: a?] [NEEDS CLARIFICATION: b [c]?]\n[NEEDS CLARIFICATION: d]\n[NEEDS CLARIFICATION: e]\n\
             //- /specs/001-a/plan.md\n**Storage**: [NEEDS CLARIFICATION: which database?]\n",
            expect![[r#"
                specs/001-a/plan.md
                  **Storage**: [NEEDS CLARIFICATION: which database?]
                //             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning clarification-needed: this question is open: answer it before this is built
                specs/001-a/spec.md
                  😀 [NEEDS CLARIFICATION: a?] [NEEDS CLARIFICATION: b [c]?]
                //  ^^^^^^^^^^^^^^^^^^^^^^^^^ warning clarification-needed: this question is open: answer it before the feature is planned
                  😀 [NEEDS CLARIFICATION: a?] [NEEDS CLARIFICATION: b [c]?]
                //                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning clarification-needed: this question is open: answer it before the feature is planned
                  [NEEDS CLARIFICATION: d]
                //^^^^^^^^^^^^^^^^^^^^^^^^ warning clarification-needed: this question is open: answer it before the feature is planned
                  [NEEDS CLARIFICATION: e]
                //^^^^^^^^^^^^^^^^^^^^^^^^ warning clarification-needed: this question is open: answer it before the feature is planned; Spec Kit allows only 3 in a spec
            "#]],
        );
    }

    #[test]
    fn words_about_the_marker_are_ignored() {
        check_silent(
            "clarification-needed",
            "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\nUse [NEEDS CLARIFICATION: specific question], `[NEEDS CLARIFICATION: a]`.\n<!-- [NEEDS CLARIFICATION: b] -->\n- [x] No [NEEDS CLARIFICATION] markers remain\n\
             //- /specs/001-a/notes.md\n[NEEDS CLARIFICATION: c]\n",
        );
    }
}
