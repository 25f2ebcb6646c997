//! A task that is done while a part of it is not, or the other way round.

use text_size::{TextRange, TextSize};

use super::{TASKS, tasks};
use crate::{
    model::kiro::tasks::{KiroTask, KiroTasks},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("task-parent-state"), Severity::Hint)
    .summary("a task that is done while a part of it is not, or the other way round")
    .fix(FixKind::Offered)
    .checks(&[Check::new(TASKS, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(read) = tasks(context.document) else { return };
    let parts = parts(read);
    for (at, task) in read.tasks.iter().enumerate() {
        let required = || parts[at].iter().filter_map(|part| read.tasks.get(*part)).filter(|part| !part.optional);
        let Some(first_open) = required().find(|part| !part.is_done()) else {
            if required().next().is_some() && !task.is_done() && !task.optional {
                let message = format!("every part of {} is done, but it is not: tick it", named(task));
                let mut finding = sink.report(shown(task), message);
                finding.fixes(|| tick(context, read, &parts, at));
            }
            continue;
        };
        if task.is_done() {
            let open = named(first_open);
            let message = format!("{} is done, but {open} is not: untick it, or tick its parts", named(task));
            let mut finding = sink.report(shown(task), message);
            finding.related(&context.document.path, shown(first_open), "this is not done");
            finding.fixes(|| [untick(context, read, at), tick_parts(context, read, &parts, at)]);
        }
    }
}

/// The parts of each task, by their indices.
fn parts(read: &KiroTasks) -> Vec<Vec<usize>> {
    let mut parts = vec![Vec::new(); read.tasks.len()];
    for (at, task) in read.tasks.iter().enumerate() {
        if let Some(parent) = task.parent.and_then(|parent| parts.get_mut(parent)) {
            parent.push(at);
        }
    }
    parts
}

fn named(task: &KiroTask) -> String {
    task.number.as_ref().map_or("this task".to_owned(), |number| format!("task {number}"))
}

/// Its checkbox.
fn shown(task: &KiroTask) -> TextRange {
    TextRange::new(task.mark_range.start() - TextSize::of('['), task.mark_range.end() + TextSize::of(']'))
}

/// A finished task has no open task above it that had only this one open.
fn tick(context: &Context<'_>, read: &KiroTasks, parts: &[Vec<usize>], at: usize) -> Option<Fix> {
    let mut ticked = vec![at];
    let mut above = read.tasks.get(at)?.parent;
    while let Some(parent) = above {
        let task = read.tasks.get(parent)?;
        let is_done = |part: &usize| ticked.contains(part) || read.tasks[*part].optional || read.tasks[*part].is_done();
        if task.is_done() || task.optional || !parts[parent].iter().all(is_done) {
            break;
        }
        ticked.push(parent);
        above = task.parent;
    }
    Some(Fix::new("Change to `[x]`", marked(context, read, ticked, 'x')))
}

/// What an open task is a part of is open, too.
fn untick(context: &Context<'_>, read: &KiroTasks, at: usize) -> Fix {
    let mut open = Vec::new();
    let mut next = Some(at);
    while let Some(at) = next
        && let Some(task) = read.tasks.get(at)
    {
        if task.is_done() {
            open.push(at);
        }
        next = task.parent.filter(|parent| *parent < at);
    }
    Fix::new("Change to `[ ]`", marked(context, read, open, ' '))
}

fn tick_parts(context: &Context<'_>, read: &KiroTasks, parts: &[Vec<usize>], at: usize) -> Fix {
    let mut ticked = Vec::new();
    let mut next = vec![at];
    while let Some(at) = next.pop() {
        for part in parts[at].iter().copied().filter(|part| !read.tasks[*part].optional) {
            if !read.tasks[part].is_done() {
                ticked.push(part);
            }
            next.push(part);
        }
    }
    Fix::new("Change its parts to `[x]`", marked(context, read, ticked, 'x'))
}

fn marked(context: &Context<'_>, read: &KiroTasks, tasks: Vec<usize>, mark: char) -> Vec<Edit> {
    let tasks = tasks.into_iter().filter_map(|at| read.tasks.get(at));
    tasks.map(|task| Edit::replace(&context.document.path, task.mark_range, mark)).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn done_with_an_open_part_is_reported() {
        let fixture = "//- /.kiro/specs/bikes/tasks.md
- [x] 1. Ä 😀
  - [x] 1.1 B
    - [-] 1.1.1 C
    - [ ]* 1.1.2 D
";
        check(
            "task-parent-state",
            fixture,
            expect![[r#"
            .kiro/specs/bikes/tasks.md
                - [x] 1.1 B
            //    ^^^ hint task-parent-state: task 1.1 is done, but task 1.1.1 is not: untick it, or tick its parts
            //  .kiro/specs/bikes/tasks.md:3:7: this is not done
        "#]],
        );
        check_fixes(
            "task-parent-state",
            fixture,
            expect![[r#"
            * Change to `[ ]`
            //- /.kiro/specs/bikes/tasks.md
            - [ ] 1. Ä 😀
              - [ ] 1.1 B
                - [-] 1.1.1 C
                - [ ]* 1.1.2 D
            * Change its parts to `[x]`
            //- /.kiro/specs/bikes/tasks.md
            - [x] 1. Ä 😀
              - [x] 1.1 B
                - [x] 1.1.1 C
                - [ ]* 1.1.2 D
        "#]],
        );
    }

    #[test]
    fn open_with_finished_parts_is_reported() {
        let fixture = "//- /.kiro/specs/bikes/tasks.md
- [ ] 1. A
- [-] 1.1 B
  - [x] 1.1.1 C
  - [ ]* 1.1.2 D
";
        check(
            "task-parent-state",
            fixture,
            expect![[r#"
            .kiro/specs/bikes/tasks.md
              - [-] 1.1 B
            //  ^^^ hint task-parent-state: every part of task 1.1 is done, but it is not: tick it
        "#]],
        );
        check_fixes(
            "task-parent-state",
            fixture,
            expect![[r#"
            * Change to `[x]`
            //- /.kiro/specs/bikes/tasks.md
            - [x] 1. A
            - [x] 1.1 B
              - [x] 1.1.1 C
              - [ ]* 1.1.2 D
        "#]],
        );
    }

    #[test]
    fn optional_parts_are_ignored() {
        check_silent(
            "task-parent-state",
            "//- /.kiro/specs/a/tasks.md\n- [x] 1. A\n  - [ ]* 1.1 B\n- [ ] 2. C\n  - [ ]* 2.1 D\n- [ ]* 3. E\n  - [x] 3.1 F\n",
        );
    }
}
