//! States of a command that the workflow does not contain.

use super::machine::{KINDS, machine};
use crate::{
    model::invocation::Invocation,
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("state-command-not-in-workflow"), Severity::Warning)
    .summary("states are declared for a command that the workflow does not contain")
    .checks(&[Check::new(KINDS, check)]);

/// Commands of other namespaces have workflows of their own.
fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(machine) = machine(context) else { return };
    for declaration in &context.facts().references.declarations {
        let command = &context.text[declaration.command];
        if machine.step_by_command(command).is_some() || !machine.has_namespace(Invocation::parse(command).namespace())
        {
            continue;
        }
        let whose = if machine.is_seed() { "built-in workflow" } else { "workflow" };
        let message = format!(
            "the {whose} has no command `{command}`, so nothing enforces its states: add it to the workflow file or remove them"
        );
        sink.report(declaration.command, message);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn a_sentence_and_a_row() {
        let fixture = "
//- /.claude/commands/flow/plan.md
é😀 **For `/flow:polish`**: Required input state is `workflow:Validated`. Output state will be `workflow:Deployed`.

| /flow:polish | workflow:Validated | workflow:Deployed |
";
        check(
            "state-command-not-in-workflow",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              é😀 **For `/flow:polish`**: Required input state is `workflow:Validated`. Output state will be `workflow:Deployed`.
            //          ^^^^^^^^^^^^ warning state-command-not-in-workflow: the built-in workflow has no command `/flow:polish`, so nothing enforces its states: add it to the workflow file or remove them
              | /flow:polish | workflow:Validated | workflow:Deployed |
            //  ^^^^^^^^^^^^ warning state-command-not-in-workflow: the built-in workflow has no command `/flow:polish`, so nothing enforces its states: add it to the workflow file or remove them
        "#]],
        );
    }

    #[test]
    fn other_namespaces_and_other_tables() {
        check_silent(
            "state-command-not-in-workflow",
            "
**For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.
**For /ops:polish**: Required input state is `workflow:Validated`. Output state will be `workflow:Deployed`.
Use /flow:init before anything else.

| /flow:init | sets up | nothing |
",
        );
        let legacy = "//- /flowspec_workflow.yml\ntransitions: [{ from: To Do, to: Assessed }]\n";
        let row = "//- /.claude/commands/flow/a.md\n| /flow:polish | workflow:Validated | workflow:Deployed |\n";
        check_silent("state-command-not-in-workflow", &format!("{legacy}{row}"));
    }
}
