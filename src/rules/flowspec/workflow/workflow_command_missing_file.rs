//! A command that has no file.

use crate::{
    model::{Kind, invocation::Invocation},
    rules::{Check, Context, Rule, Severity, Sink},
    syntax::nearest::around,
};

pub(super) static RULE: Rule = Rule::new(page!("workflow-command-missing-file"), Severity::Warning)
    .summary("the command of a workflow has no file")
    .checks(&[Check::new(&[Kind::Workflow], check)]);

/// A namespace without any command is installed elsewhere: only where its commands are kept can one be missing.
fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(machine) = context.facts().summary.machine() else { return };
    let index = context.index;
    // What is left of an old command is a file.
    let has_alias = |wanted: &Invocation| {
        let alias = Invocation::new(wanted.namespace(), &format!("_DEPRECATED_{}", wanted.name()));
        index.commands.contains_key(&alias)
    };
    for command in machine.steps.iter().filter_map(|step| step.command.as_ref()) {
        let wanted = Invocation::parse(&command.text);
        let (namespace, name) = (wanted.namespace(), wanted.name());
        let is_command = command.text.starts_with('/') && !namespace.is_empty();
        if !is_command
            || !index.namespaces.contains(namespace)
            || index.commands.contains_key(&wanted)
            || has_alias(&wanted)
        {
            continue;
        }
        let prefix = format!("{namespace}:");
        let own = around(wanted.key(), &index.commands).into_iter().filter_map(|key| key.strip_prefix(&prefix));
        let advice = match sink.nearest(name, own) {
            Some(near) => format!("did you mean `/{namespace}:{near}`?"),
            None => format!("create `.claude/commands/{namespace}/{name}.md` or correct the command"),
        };
        sink.report(command.range, format!("`{}` has no file: {advice}", command.text));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::flowspec::workflow::tests::{GOOD, changed},
    };

    const ASSESS: &str = "//- /.claude/commands/flow/assess.md\nAssess.\n";

    #[test]
    fn names_what_is_missing() {
        check(
            "workflow-command-missing-file",
            &format!("{GOOD}{ASSESS}"),
            expect![[r#"
            flowspec_workflow.yml
                  command: /flow:specify
            //             ^^^^^^^^^^^^^ warning workflow-command-missing-file: `/flow:specify` has no file: create `.claude/commands/flow/specify.md` or correct the command
        "#]],
        );
        let misspelt = changed("/flow:assess", "/flow:asess");
        check(
            "workflow-command-missing-file",
            &format!("{misspelt}{ASSESS}//- /templates/commands/flow/specify.md\nSpecify.\n"),
            expect![[r#"
                flowspec_workflow.yml
                      command: /flow:asess
                //             ^^^^^^^^^^^ warning workflow-command-missing-file: `/flow:asess` has no file: did you mean `/flow:assess`?
            "#]],
        );
    }

    #[test]
    fn commands_that_are_kept_elsewhere() {
        check_silent("workflow-command-missing-file", GOOD);
        check_silent("workflow-command-missing-file", &format!("{GOOD}//- /.claude/commands/spec/plan.md\nPlan.\n"));
    }

    #[test]
    fn a_dot_is_a_colon() {
        let dotted = changed("/flow:assess", "/flow.assess");
        let both = format!("{dotted}{ASSESS}//- /templates/commands/flow/specify.md\nSpecify.\n");
        check_silent("workflow-command-missing-file", &both);
    }
}
