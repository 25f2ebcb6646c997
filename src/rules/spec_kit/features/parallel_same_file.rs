//! Tasks that are marked as parallel and change one file.

use std::collections::BTreeMap;

use super::{TASKS, own, task_files::files};
use crate::{
    model::spec_kit::{BoxState, SpecTask},
    rules::{Check, Context, Rule, Severity, Sink},
    text::list,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("parallel-same-file"), Severity::Hint)
    .summary("two open `[P]` tasks of one phase name the same file")
    .checks(&[Check::new(&[TASKS], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut by_file: BTreeMap<(usize, &str), Vec<&SpecTask>> = BTreeMap::new();
    let is_open =
        |task: &&SpecTask| task.parallel && task.state == Some(BoxState::Open) && !task.struck && !task.repeated;
    for task in own(context).tasks.iter().filter(is_open) {
        // The first one is the one that it is about.
        let Some((file, _)) = files(context.text, task.text).into_iter().next() else { continue };
        by_file.entry((task.phase, file)).or_default().push(task);
    }
    for ((_, file), tasks) in by_file {
        let [others @ .., last] = &tasks[..] else { continue };
        if others.is_empty() {
            continue;
        }
        let ids: Vec<_> = others.iter().take(5).map(|task| task.id.as_str()).collect();
        let message = format!(
            "{} and this task are marked `[P]`, but all change `{file}`: run them one after the other",
            list(ids.iter().copied(), "and")
        );
        let mut finding = sink.report(last.range, message);
        for other in others.iter().take(10) {
            finding.related(&context.document.path, other.range, "this task too");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const TASKS: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/tasks.md\n";

    #[test]
    fn parallel_tasks_on_one_file_are_reported() {
        check(
            "parallel-same-file",
            &format!(
                "{TASKS}## Phase 1\n- [ ] T001 [P] 😀 in src/a.ts\n- [ ] T002 [P] b in `src/a.ts`\n- [ ] T003 [P] c in src/c.ts\n"
            ),
            expect![[r#"
                specs/001-a/tasks.md
                  - [ ] T002 [P] b in `src/a.ts`
                //      ^^^^ hint parallel-same-file: `T001` and this task are marked `[P]`, but all change `src/a.ts`: run them one after the other
                //  specs/001-a/tasks.md:2:7: this task too
            "#]],
        );
    }

    #[test]
    fn done_tasks_other_phases_and_other_files_are_ignored() {
        check_silent(
            "parallel-same-file",
            &format!(
                "{TASKS}## Phase 1\n- [ ] T001 [P] a in src/a.ts\n- [x] T002 [P] b in src/a.ts\n- [ ] T003 c in src/a.ts\n- [ ] T004 [P] d in src/d.ts\n## Phase 2\n- [ ] T005 [P] e in src/a.ts\n"
            ),
        );
    }
}
