//! A state that no step leads to from the committed one.

use super::active_task;
use crate::{
    model::{
        Kind,
        machine::{INITIAL_STATE, Machine, same_name},
        task::Task,
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::front_matter,
    text::list,
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("task-transition-invalid"), Severity::Warning)
    .summary("the workflow has no transition from the committed state of a task to this one")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(machine) = context.index.machine.as_ref().filter(|machine| !machine.incomplete) else { return };
    let Some(committed) = context.snapshot.committed(&context.document.path) else { return };
    let Some(task) = active_task(context) else { return };
    let Some(committed) = front_matter::parse(committed).as_ref().map(Task::read) else { return };
    // With several states it is not clear what led where; task-state-multiple says so.
    let (mut before, mut now) = (committed.states(), task.states());
    let (before, Some((label, now)), None, None) = (before.next(), now.next(), before.next(), now.next()) else {
        return;
    };
    let before = before.map(|(_, state)| state);
    let from = before.unwrap_or(INITIAL_STATE);
    let known = machine.state(from).is_some() && machine.state(now).is_some();
    if !known || same_name(from, now) || machine.leads(before, now) {
        return;
    }
    let range = Task::state_range(context.text, label);
    let advice = valid(machine, before);
    let message =
        format!("the workflow has no transition from `{from}` (state in the last commit) to `{now}`: {advice}");
    sink.report(range, message).fixes(|| before.map(|before| fix(context, range, before)));
}

fn fix(context: &Context<'_>, range: TextRange, before: &str) -> Fix {
    Fix::new(format!("Back to `{before}`"), vec![Edit::replace(&context.document.path, range, before)])
}

/// What can be run in the committed state.
fn valid(machine: &Machine, state: Option<&str>) -> String {
    let commands = machine.valid_commands(state);
    let commands = commands.iter().map(|step| step.command.as_ref().unwrap_or(&step.name).text.as_str());
    match list(commands, "or") {
        none if none.is_empty() => "no command is valid there".to_owned(),
        commands => format!("run {commands} from there"),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(committed: &str, now: &str) -> String {
        let task = |labels: &str| format!("---\nid: task-1\ntitle: 😀\nlabels: [{labels}]\n---\n");
        let name = "/backlog/tasks/task-1 - A.md";
        format!("//- {name} committed\n{}//- {name}\n{}", task(committed), task(now))
    }

    #[test]
    fn a_step_was_skipped() {
        let skipped = fixture("é, 'workflow:Assessed'", "é, 'workflow:Deployed'");
        check(
            "task-transition-invalid",
            &skipped,
            expect![[r#"
            backlog/tasks/task-1 - A.md
              labels: [é, 'workflow:Deployed']
            //                      ^^^^^^^^ warning task-transition-invalid: the workflow has no transition from `Assessed` (state in the last commit) to `Deployed`: run `/flow:specify` from there
        "#]],
        );
        check_fixes(
            "task-transition-invalid",
            &skipped,
            expect![[r#"
            * Back to `Assessed`
            //- /backlog/tasks/task-1 - A.md
            ---
            id: task-1
            title: 😀
            labels: [é, 'workflow:Assessed']
            ---
        "#]],
        );
        check(
            "task-transition-invalid",
            &fixture("", "workflow:Planned"),
            expect![[r#"
            backlog/tasks/task-1 - A.md
              labels: [workflow:Planned]
            //                  ^^^^^^^ warning task-transition-invalid: the workflow has no transition from `To Do` (state in the last commit) to `Planned`: run `/flow:assess` from there
        "#]],
        );
        check(
            "task-transition-invalid",
            &fixture("workflow:Deployed", "workflow:Planned"),
            expect![[r#"
            backlog/tasks/task-1 - A.md
              labels: [workflow:Planned]
            //                  ^^^^^^^ warning task-transition-invalid: the workflow has no transition from `Deployed` (state in the last commit) to `Planned`: no command is valid there
        "#]],
        );
    }

    #[test]
    fn steps_and_what_is_not_known_are_silent() {
        for (committed, now) in [
            ("workflow:Assessed", "workflow:Specified"),
            ("workflow:Assessed", "'workflow: assessed'"),
            ("", "workflow:Assessed"),
            ("workflow:Assessed", ""),
            ("workflow:Gone", "workflow:Planned"),
            ("workflow:Assessed", "workflow:Gone"),
            ("workflow:Assessed", "workflow:Specified, workflow:Deployed"),
        ] {
            check_silent("task-transition-invalid", &fixture(committed, now));
        }
        check_silent(
            "task-transition-invalid",
            "//- /backlog/tasks/task-1 - A.md\n---\nlabels: [workflow:Deployed]\n---\n",
        );
    }
}
