//! More than one workflow label.

use rustc_hash::FxHashSet;
use text_size::TextRange;

use super::active_task;
use crate::{
    model::{
        Kind,
        task::{Task, TaskWord},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    text::list,
};

pub(super) static RULE: Rule = Rule::new(page!("task-state-multiple"), Severity::Error)
    .summary("a task has more than one `workflow:…` label")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check).local()]);

/// How many labels are offered to be kept at most.
const MOST: usize = 10;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(task) = active_task(context) else { return };
    let labels: Vec<&TaskWord> = task.states().map(|(label, _)| label).collect();
    let [first, second, ..] = *labels else { return };
    let path = &context.document.path;
    let names = list(labels.iter().take(MOST).map(|label| label.text.as_str()), "or");
    let mut finding = sink.report(second.content, format!("a task is in one state only: keep {names}"));
    // The last one was probably added by the step that forgot to take the others away.
    let best_first = || labels.iter().rev().take(MOST).map(|keep| fix(context, &task, keep));
    finding.related(path, first.content, "the other state is here").fixes(best_first);
}

fn fix(context: &Context<'_>, task: &Task, keep: &TaskWord) -> Fix {
    let remove = |range| Edit::replace(&context.document.path, range, "");
    Fix::new(format!("Keep `{}`", keep.text), others(task, keep).into_iter().map(remove).collect())
}

/// What must go of the list so that `keep` is its only state: each label with what leads to the next one, in both of YAML's forms.
fn others(task: &Task, keep: &TaskWord) -> Vec<TextRange> {
    let states: FxHashSet<TextRange> = task.states().map(|(state, _)| state.range).collect();
    let goes = |label: &TaskWord| label.range != keep.range && states.contains(&label.range);
    let labels = &task.labels;
    let last_kept = labels.iter().rposition(|label| !goes(label)).unwrap_or(0);
    let before = labels[..last_kept].iter().zip(labels.iter().skip(1));
    let mut ranges: Vec<_> = before
        .filter(|(label, _)| goes(label))
        .map(|(label, next)| TextRange::new(label.range.start(), next.range.start()))
        .collect();
    if let (Some(kept), Some(last)) = (labels.get(last_kept), labels.last().filter(|last| goes(last))) {
        ranges.push(TextRange::new(kept.range.end(), last.range.end()));
    }
    ranges
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn one_of_them_is_kept() {
        let flow = "//- /backlog/tasks/task-1 - A.md\n---\nlabels: ['workflow:Specified', 😀, \"workflow:Planned\", api]\n---\n";
        check(
            "task-state-multiple",
            flow,
            expect![[r#"
            backlog/tasks/task-1 - A.md
              labels: ['workflow:Specified', 😀, "workflow:Planned", api]
            //                                   ^^^^^^^^^^^^^^^^ error task-state-multiple: a task is in one state only: keep `workflow:Specified` or `workflow:Planned`
            //  backlog/tasks/task-1 - A.md:2:11: the other state is here
        "#]],
        );
        check_fixes(
            "task-state-multiple",
            flow,
            expect![[r#"
            * Keep `workflow:Planned`
            //- /backlog/tasks/task-1 - A.md
            ---
            labels: [😀, "workflow:Planned", api]
            ---
            * Keep `workflow:Specified`
            //- /backlog/tasks/task-1 - A.md
            ---
            labels: ['workflow:Specified', 😀, api]
            ---
        "#]],
        );
        check_fixes(
            "task-state-multiple",
            "//- /backlog/tasks/task-1 - A.md\n---\nlabels:\n  - a\n  - workflow:Specified\n  - 'workflow:Planned'\n  - workflow:Planned\nstatus: Done\n---\n",
            expect![[r#"
                * Keep `workflow:Planned`
                //- /backlog/tasks/task-1 - A.md
                ---
                labels:
                  - a
                  - workflow:Planned
                status: Done
                ---
                * Keep `workflow:Planned`
                //- /backlog/tasks/task-1 - A.md
                ---
                labels:
                  - a
                  - 'workflow:Planned'
                status: Done
                ---
                * Keep `workflow:Specified`
                //- /backlog/tasks/task-1 - A.md
                ---
                labels:
                  - a
                  - workflow:Specified
                status: Done
                ---
            "#]],
        );
    }

    #[test]
    fn one_state_is_silent() {
        check_silent(
            "task-state-multiple",
            "//- /backlog/tasks/task-1 - A.md\n---\nlabels: [workflow, workflow-artifacts, workflow:Planned]\n---\n",
        );
    }
}
