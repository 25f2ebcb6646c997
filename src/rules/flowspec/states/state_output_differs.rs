//! An output state that the workflow does not say.

use std::slice;

use text_size::TextRange;

use super::machine::{KINDS, declared, related};
use crate::{
    model::machine::same_name,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("state-output-differs"), Severity::Warning)
    .summary("the text gives another output state than the workflow")
    .fix(FixKind::Offered)
    .checks(&[Check::new(KINDS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (declaration, step) in declared(context) {
        let (Some(range), Some(output)) = (declaration.output, &step.output_state) else { continue };
        let (here, there) = (&context.text[range], &output.text);
        if same_name(here, there) {
            continue;
        }
        let command = &context.text[declaration.command];
        let message =
            format!("the workflow says `{command}` leads to `{there}`, but this says `{here}`: fix one of them");
        let mut finding = sink.report(range, message);
        related(context, slice::from_ref(output), "its output state in the workflow file", &mut finding);
        finding.fixes(|| [fix(context, range, there)]);
    }
}

fn fix(context: &Context<'_>, range: TextRange, state: &str) -> Fix {
    Fix::new(format!("Change to `{state}`"), vec![Edit::replace(&context.document.path, range, state)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_sentence() {
        let fixture = "😀 **For /flow:operate**: Required input state is `workflow:Validated`. Output state will be `workflow:Validated`.\r\n";
        check(
            "state-output-differs",
            fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  😀 **For /flow:operate**: Required input state is `workflow:Validated`. Output state will be `workflow:Validated`.
                //                                                                                                      ^^^^^^^^^ warning state-output-differs: the workflow says `/flow:operate` leads to `Deployed`, but this says `Validated`: fix one of them
            "#]],
        );
        check_fixes(
            "state-output-differs",
            fixture,
            expect![[r#"
            * Change to `Deployed`
            //- /.claude/commands/flow/plan.md
            😀 **For /flow:operate**: Required input state is `workflow:Validated`. Output state will be `workflow:Deployed`.␍
        "#]],
        );
    }

    #[test]
    fn a_row_and_the_place_in_the_workflow_file() {
        let fixture = "
//- /flowspec_workflow.yml
version: \"2.0\"
states: [To Do, Ready, Done]
workflows:
  go: { command: /flow:go, agents: [x], input_states: [To Do], output_state: Done }
//- /.claude/commands/flow/_states.md
| /flow:go | workflow:To Do | workflow:Ready |
";
        check(
            "state-output-differs",
            fixture,
            expect![[r#"
                .claude/commands/flow/_states.md
                  | /flow:go | workflow:To Do | workflow:Ready |
                //                                       ^^^^^ warning state-output-differs: the workflow says `/flow:go` leads to `Done`, but this says `Ready`: fix one of them
                //  flowspec_workflow.yml:4:78: its output state in the workflow file
            "#]],
        );
        check_fixes(
            "state-output-differs",
            fixture,
            expect![[r#"
            * Change to `Done`
            //- /.claude/commands/flow/_states.md
            | /flow:go | workflow:To Do | workflow:Done |
        "#]],
        );
    }

    #[test]
    fn what_the_workflow_says() {
        check_silent(
            "state-output-differs",
            "
**For /flow:operate**: Required input state is `workflow:Validated`. Output state will be `workflow:Deployed`.
**For /flow:plan**: Required input state is `workflow:Specified`.
| /flow:implement | workflow:Planned | workflow:In Implementation |
| /flow:polish | workflow:Planned | workflow:Done |
",
        );
    }
}
