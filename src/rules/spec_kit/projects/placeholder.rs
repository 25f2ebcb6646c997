//! Tokens of the template in a constitution that was filled in.

use super::{CONSTITUTION, constitution, constitution_untouched::is_untouched};
use crate::rules::{Check, Context, Severity, Sink};

/// The check of `placeholder` for Spec Kit.
pub(in crate::rules) const CHECK: Check = Check::new(&[CONSTITUTION], check);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(constitution) = constitution(context).filter(|_| !is_untouched(context)) else { return };
    for range in &constitution.tokens {
        sink.report(*range, format!("`{}` has not been filled in: write the real value", &context.text[*range]));
    }
    for range in &constitution.todos {
        let message = format!("`{}` is still to be done: write the real value", &context.text[*range]);
        sink.report(*range, message).severity(Severity::Hint);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn tokens_that_are_left_are_reported() {
        check(
            "placeholder",
            "//- /.specify/memory/constitution.md\n<!--\n- TODO(RATIFICATION_DATE): ask\n-->\n# 😀 Constitution\n**Ratified**: [RATIFICATION_DATE]\n",
            expect![[r#"
                .specify/memory/constitution.md
                  - TODO(RATIFICATION_DATE): ask
                //  ^^^^^^^^^^^^^^^^^^^^^^^ hint placeholder: `TODO(RATIFICATION_DATE)` is still to be done: write the real value
                  **Ratified**: [RATIFICATION_DATE]
                //              ^^^^^^^^^^^^^^^^^^^ warning placeholder: `[RATIFICATION_DATE]` has not been filled in: write the real value
            "#]],
        );
    }

    #[test]
    fn code_links_and_examples_are_ignored() {
        check_silent(
            "placeholder",
            "//- /.specify/memory/constitution.md\n# Ours\n`[TOKEN]` [LINK](https://x.org) [x] [MUST]x\n<!-- [TOKEN] -->\n```\n[TOKEN]\n```\n".replace("[MUST]x", "").as_str(),
        );
    }
}
