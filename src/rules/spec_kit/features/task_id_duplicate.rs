//! Two tasks of one feature with one id.

use rustc_hash::FxHashMap;

use super::{TASKS, own};
use crate::{
    model::spec_kit::{SpecTask, next_free},
    rules::{Check, Context, Edit, Fix, Sink},
    text::lines::whole_lines,
};

pub(in crate::rules) const CHECK: Check = Check::new(&[TASKS], check).local();

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let tasks = &own(context).tasks;
    // Where tasks have boxes, a heading with an id tells more about one of them.
    let has_boxes = tasks.iter().any(|task| task.state.is_some());
    let mut first: FxHashMap<&str, &SpecTask> = FxHashMap::default();
    for task in tasks.iter().filter(|task| !task.repeated && !task.struck && task.state.is_some() == has_boxes) {
        let Some(before) = first.get(&*task.id) else {
            first.insert(&task.id, task);
            continue;
        };
        let same = context.text[before.text] == context.text[task.text];
        let advice = if same { "remove one of them" } else { "give this task another id" };
        let mut finding = sink.report(task.range, format!("duplicate task id `{}`: {advice}", task.id));
        finding.related(&context.document.path, before.range, "first used here");
        finding.fixes(|| if same { remove(context, task) } else { renumber(context, task, tasks) });
    }
}

fn remove(context: &Context<'_>, task: &SpecTask) -> Option<Fix> {
    let range = whole_lines(context.text, task.line);
    Some(Fix::new(format!("Remove this `{}`", task.id), vec![Edit::replace(&context.document.path, range, "")]))
}

fn renumber(context: &Context<'_>, task: &SpecTask, tasks: &[SpecTask]) -> Option<Fix> {
    let free = next_free(&task.id, tasks.iter().map(|task| task.id.as_str()))?;
    let edit = Edit::replace(&context.document.path, task.range, free.clone());
    Some(Fix::new(format!("Change to `{free}`"), vec![edit]))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_second_task_with_an_id_is_reported() {
        let fixture = "
//- /.specify/feature.json
{}
//- /specs/001-a/tasks.md
# Tasks
## Phase 1
- [x] T001 Écrire 😀 a
- [ ] T002 b
## Phase 2
- [ ] 😀
- [ ] **T001** [P] c
";
        check(
            "task-id-duplicate",
            fixture,
            expect![[r#"
            specs/001-a/tasks.md
              - [ ] **T001** [P] c
            //        ^^^^ warning task-id-duplicate: duplicate task id `T001`: give this task another id
            //  specs/001-a/tasks.md:3:7: first used here
        "#]],
        );
        check_fixes(
            "task-id-duplicate",
            fixture,
            expect![[r#"
            * Change to `T003`
            //- /specs/001-a/tasks.md
            # Tasks
            ## Phase 1
            - [x] T001 Écrire 😀 a
            - [ ] T002 b
            ## Phase 2
            - [ ] 😀
            - [ ] **T003** [P] c
        "#]],
        );
    }

    #[test]
    fn a_task_that_is_written_twice_is_removed() {
        let fixture = "
//- /.specify/feature.json
{}
//- /specs/001-a/tasks.md
- [x] T001 a
- [ ] T001 a
- [ ] T002 b
";
        check_fixes(
            "task-id-duplicate",
            fixture,
            expect![[r#"
            * Remove this `T001`
            //- /specs/001-a/tasks.md
            - [x] T001 a
            - [ ] T002 b
        "#]],
        );
    }

    #[test]
    fn lists_that_repeat_tasks_and_other_projects_are_ignored() {
        let tasks = "# Tasks\n## Phase 1\n- [x] T001 a\n- [x] ~~T001~~ b\n```\n- [ ] T001 c\n```\n## Validation Checklist\n- [ ] T001 done?\n";
        check_silent(
            "task-id-duplicate",
            &format!("//- /.specify/feature.json\n{{}}\n//- /specs/001-a/tasks.md\n{tasks}"),
        );
        check_silent("task-id-duplicate", "//- /specs/001-a/tasks.md\n- [x] T001 a\n- [x] T001 b\n");
    }
}
