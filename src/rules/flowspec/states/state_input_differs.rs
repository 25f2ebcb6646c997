//! Input states that the workflow does not say.

use super::{
    machine::{KINDS, declared, either, related},
    written,
};
use crate::{
    model::machine::{INITIAL_STATE, Step, same_name},
    rules::{Check, Context, Fix, FixKind, Rule, Severity, Sink},
    syntax::reference::StateDeclaration,
};

pub(super) static RULE: Rule = Rule::new(page!("state-input-differs"), Severity::Warning)
    .summary("the text lists other input states than the workflow")
    .fix(FixKind::Offered)
    .checks(&[Check::new(KINDS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (declaration, step) in declared(context) {
        if step.input_states.is_empty() || agrees(context.text, declaration, step) {
            continue;
        }
        let command = &context.text[declaration.command];
        let there = either(step.input_states.iter().map(|state| state.text.as_str()));
        let named = either(declaration.inputs.iter().map(|state| &context.text[*state]));
        let here = match (named.as_str(), declaration.or_none) {
            ("", _) => "no workflow label".to_owned(),
            (_, true) => format!("{named} or no workflow label"),
            (_, false) => named,
        };
        let message =
            format!("the workflow says `{command}` starts from {there}, but this says {here}: fix one of them");
        let mut finding = sink.report(declaration.inputs_range, message);
        related(context, &step.input_states, "its input states in the workflow file", &mut finding);
        finding.fixes(|| [fix(context, declaration, step, &there)]);
    }
}

fn fix(context: &Context<'_>, declaration: &StateDeclaration, step: &Step, states: &str) -> Fix {
    Fix::new(format!("Change to {states}"), written::inputs(context, declaration, step))
}

/// A task without a workflow label is where every task begins.
fn agrees(text: &str, declaration: &StateDeclaration, step: &Step) -> bool {
    let initial = declaration.or_none.then_some(INITIAL_STATE);
    let declared = || declaration.inputs.iter().map(|state| &text[*state]).chain(initial);
    let input = |name: &str| step.input_states.iter().any(|state| same_name(&state.text, name));
    declared().all(input) && step.input_states.iter().all(|state| declared().any(|name| same_name(&state.text, name)))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const SENTENCE: &str = "😀 **For /flow:plan**: Required input state is `workflow:Assessed`. Output state will be `workflow:Planned`.\r\n";

    #[test]
    fn a_sentence() {
        check(
            "state-input-differs",
            SENTENCE,
            expect![[r#"
                .claude/commands/flow/plan.md
                  😀 **For /flow:plan**: Required input state is `workflow:Assessed`. Output state will be `workflow:Planned`.
                //                                              ^^^^^^^^^^^^^^^^^^^ warning state-input-differs: the workflow says `/flow:plan` starts from `Specified` or `Researched`, but this says `Assessed`: fix one of them
            "#]],
        );
        check_fixes(
            "state-input-differs",
            SENTENCE,
            expect![[r#"
            * Change to `Specified` or `Researched`
            //- /.claude/commands/flow/plan.md
            😀 **For /flow:plan**: Required input states are `workflow:Specified` OR `workflow:Researched`. Output state will be `workflow:Planned`.␍
        "#]],
        );
    }

    #[test]
    fn a_row_and_the_place_in_the_workflow_file() {
        let fixture = "
//- /flowspec_workflow.yml
version: \"2.0\"
states: [To Do, Triaged, Ready, Done]
workflows:
  go: { command: /flow:go, agents: [x], input_states: [To Do, Ready], output_state: Done }
//- /memory/constitution.md
| Command | Input State(s) | Output State |
|---|---|---|
| `/flow:go` | Triaged, To Do (no workflow label) | Done |
";
        check(
            "state-input-differs",
            fixture,
            expect![[r#"
                memory/constitution.md
                  | `/flow:go` | Triaged, To Do (no workflow label) | Done |
                //               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning state-input-differs: the workflow says `/flow:go` starts from `To Do` or `Ready`, but this says `Triaged` or no workflow label: fix one of them
                //  flowspec_workflow.yml:4:56: its input states in the workflow file
            "#]],
        );
        check_fixes(
            "state-input-differs",
            fixture,
            expect![[r#"
                * Change to `To Do` or `Ready`
                //- /memory/constitution.md
                | Command | Input State(s) | Output State |
                |---|---|---|
                | `/flow:go` | To Do, Ready, (no workflow label) | Done |
            "#]],
        );
    }

    #[test]
    fn the_form_that_stands_there() {
        let sentence = "For /flow:validate: Required input states are `workflow:Planned` OR `workflow:Validated`.\n";
        check_fixes(
            "state-input-differs",
            sentence,
            expect![[r#"
            * Change to `In Implementation`
            //- /.claude/commands/flow/plan.md
            For /flow:validate: Required input state is `workflow:In Implementation`.
        "#]],
        );
        let row = "| /flow:plan | `workflow:Assessed`, `workflow:To Do` | `workflow:Planned` |\n";
        check_fixes(
            "state-input-differs",
            row,
            expect![[r#"
            * Change to `Specified` or `Researched`
            //- /.claude/commands/flow/plan.md
            | /flow:plan | `workflow:Specified`, `workflow:Researched` | `workflow:Planned` |
        "#]],
        );
        let none = "| /flow:plan | (no workflow label) | workflow:Planned |\n";
        check(
            "state-input-differs",
            none,
            expect![[r#"
                .claude/commands/flow/plan.md
                  | /flow:plan | (no workflow label) | workflow:Planned |
                //               ^^^^^^^^^^^^^^^^^^^ warning state-input-differs: the workflow says `/flow:plan` starts from `Specified` or `Researched`, but this says no workflow label: fix one of them
            "#]],
        );
        check_fixes(
            "state-input-differs",
            none,
            expect![[r#"
            * Change to `Specified` or `Researched`
            //- /.claude/commands/flow/plan.md
            | /flow:plan | workflow:Specified, workflow:Researched | workflow:Planned |
        "#]],
        );
    }

    #[test]
    fn what_the_workflow_says() {
        check_silent(
            "state-input-differs",
            "
**For /flow:plan**: Required input states are `workflow:Researched` OR `workflow:Specified`. Output state will be `workflow:Planned`.
**For /flow:assess**: Required input state is `workflow:To Do` or no step label. Output state will be `workflow:Assessed`.

| /flow:assess | (no workflow label) | workflow:Assessed |
| /flow:plan | workflow:Specified, workflow:Researched | workflow:Planned |
| /flow:init | workflow:Planned | workflow:Planned |

```text
**For /flow:plan**: Required input state is `workflow:Assessed`. Output state will be `workflow:Planned`.
```
",
        );
    }

    #[test]
    fn a_state_that_is_unknown_is_one_finding() {
        check_silent(
            "state-input-differs",
            "**For /flow:plan**: Required input state is `workflow:Specifed`. Output state will be `workflow:Planned`.",
        );
    }

    #[test]
    fn the_transitions_of_a_legacy_file_name_the_commands() {
        let legacy = "//- /flowspec_workflow.yml\nversion: \"1.0\"\ntransitions:\n  - { name: plan, from: Researched, to: Planned }\n  - { name: plan, from: [To Do], to: Planned }\n";
        check(
            "state-input-differs",
            &format!(
                "{legacy}//- /.claude/commands/flow/plan.md\n**For /flow:plan**: Required input state is `workflow:Planned`. Output state will be `workflow:Planned`.\n"
            ),
            expect![[r#"
                .claude/commands/flow/plan.md
                  **For /flow:plan**: Required input state is `workflow:Planned`. Output state will be `workflow:Planned`.
                //                                            ^^^^^^^^^^^^^^^^^^ warning state-input-differs: the workflow says `/flow:plan` starts from `Researched` or `To Do`, but this says `Planned`: fix one of them
                //  flowspec_workflow.yml:3:25: its input states in the workflow file
            "#]],
        );
    }

    #[test]
    fn a_legacy_file_without_names_says_nothing_of_commands() {
        let legacy = "//- /flowspec_workflow.yml\ntransitions: [{ from: To Do, to: Assessed }]\n";
        check_silent("state-input-differs", &format!("{legacy}//- /.claude/commands/flow/plan.md\n{SENTENCE}"));
    }
}
