//! Two tasks with one id.

use rustc_hash::FxHashMap;

use super::{renamed, task};
use crate::{
    model::{
        Kind,
        task::{Task, TaskWord, id_key, id_of_file},
    },
    rules::{Check, Context, Edit, Finding, Fix, FixKind, Rule, Severity, Sink},
    workspace::{DocPath, Life},
};

pub(super) static RULE: Rule = Rule::new(page!("task-duplicate-id"), Severity::Error)
    .summary("two tasks have the same id")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check)]);

/// How many of the other tasks are shown.
const MOST: usize = 5;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(id) = task(context).and_then(|task| task.id) else { return };
    let Some(tasks) = context.index.tasks.get(&id_key(&id.text)).filter(|tasks| tasks.len() > 1) else { return };
    let life = |path: &DocPath| context.snapshot.document(path).map(|document| context.snapshot.life(document));
    // They are in this order, so that no task has to look at all others of its id.
    let (on_board, others) = tasks.split_at(tasks.partition_point(|task| is_on_board(life(task))));
    let (drafts, archived) = others.split_at(others.partition_point(|task| life(task) == Some(Life::Draft)));
    let own_life = context.snapshot.life(context.document);
    // Backlog.md counts drafts by themselves, and frees an id when it archives.
    let rivals = match own_life {
        Life::Active | Life::Done => on_board,
        Life::Draft => drafts,
        Life::PutAway => return,
    };
    if rivals.len() < 2 {
        if own_life == Life::Active && !archived.is_empty() {
            let message = format!("an archived task has the id `{}`, too: what refers to it may mean either", id.text);
            let mut finding = sink.report(id.content, message);
            show(context, archived, finding.severity(Severity::Hint));
        }
        return;
    }
    let mut finding = sink.report(id.content, format!("duplicate task id `{}`: change one of them", id.text));
    show(context, rivals, &mut finding);
    finding.fixes(|| fix(context, &id));
}

fn is_on_board(life: Option<Life>) -> bool {
    matches!(life, Some(Life::Active | Life::Done))
}

/// Adds the first few of the other tasks.
fn show(context: &Context<'_>, tasks: &[DocPath], finding: &mut Finding<'_>) {
    for other in tasks.iter().filter(|path| **path != context.document.path).take(MOST) {
        let document = context.snapshot.document(other);
        let front_matter = document.and_then(|document| document.facts().front_matter.as_ref());
        if let Some(other_id) = front_matter.map(Task::read).and_then(|task| task.id) {
            finding.related(other, other_id.content, "the other task is here");
        }
    }
}

fn fix(context: &Context<'_>, id: &TaskWord) -> Option<Fix> {
    let own = &context.document.path;
    // Where the file is already named otherwise, and no other task is, that was meant.
    let named = own.file_name().and_then(id_of_file).filter(|named| !context.index.tasks.contains_key(&id_key(named)));
    if let Some(named) = named {
        let edit = Edit::replace(own, id.content, named);
        return Some(Fix::new(format!("Change the id to `{named}`, as the file is named"), vec![edit]));
    }
    let free = next_free(&id.text, &context.index.highest_tasks)?;
    let edit = Edit::replace(own, id.content, &free);
    if own.file_name().and_then(id_of_file).is_none() {
        return Some(Fix::new(format!("Change the id to `{free}`"), vec![edit]));
    }
    let rename = Edit::Rename { from: own.clone(), to: renamed(context, &free)? };
    Some(Fix::new(format!("Change the id to `{free}` and rename the file"), vec![edit, rename]))
}

/// The number after the highest one that has the same beginning, as wide as `id` is written.
fn next_free(id: &str, highest: &FxHashMap<String, u64>) -> Option<String> {
    let at = id.rfind(['-', '.'])? + 1;
    let number = id.get(at..).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let key = id_key(id);
    let highest = highest.get(&key[..=key.rfind(['-', '.'])?])?;
    let width = if number.starts_with('0') { number.len() } else { 0 };
    Some(format!("{}{:0width$}", &id[..at], highest.checked_add(1)?))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn both_tasks_show_each_other() {
        let fixture = "//- /backlog/completed/task-012 - 😀.md
---
title: 😀
id: 'TASK-012'
---
//- /backlog/tasks/task-12 - B.md
---
id: task-12
---
//- /backlog/tasks/task-99.10 - C.md
---
id: task-99.10
---
";
        check(
            "task-duplicate-id",
            fixture,
            expect![[r#"
                backlog/completed/task-012 - 😀.md
                  id: 'TASK-012'
                //     ^^^^^^^^ error task-duplicate-id: duplicate task id `TASK-012`: change one of them
                //  backlog/tasks/task-12 - B.md:2:5: the other task is here
                backlog/tasks/task-12 - B.md
                  id: task-12
                //    ^^^^^^^ error task-duplicate-id: duplicate task id `task-12`: change one of them
                //  backlog/completed/task-012 - 😀.md:3:6: the other task is here
            "#]],
        );
        check_fixes(
            "task-duplicate-id",
            fixture,
            expect![[r#"
                * Change the id to `TASK-100` and rename the file
                //- /backlog/completed/task-100 - 😀.md
                ---
                title: 😀
                id: 'TASK-100'
                ---
            "#]],
        );
    }

    #[test]
    fn an_archived_task_with_the_id_is_a_hint_without_a_fix() {
        let fixture = "//- /backlog/archive/tasks/task-1 - A.md\n---\nid: task-1\n---\n//- /backlog/tasks/task-1 - B.md\n---\nid: TASK-01\n---\n//- /backlog/drafts/task-1 - C.md\n---\nid: task-1\n---\n";
        check(
            "task-duplicate-id",
            fixture,
            expect![[r#"
                backlog/tasks/task-1 - B.md
                  id: TASK-01
                //    ^^^^^^^ hint task-duplicate-id: an archived task has the id `TASK-01`, too: what refers to it may mean either
                //  backlog/archive/tasks/task-1 - A.md:2:5: the other task is here
            "#]],
        );
        check_fixes("task-duplicate-id", fixture, expect![[""]]);
    }

    #[test]
    fn the_id_in_the_file_name_is_taken_when_it_is_free() {
        check_fixes(
            "task-duplicate-id",
            "//- /backlog/tasks/task-3 - A.md\n---\nid: task-2\n---\n//- /backlog/tasks/task-4 - B.md\n---\nid: task-2\n---\n",
            expect![[r#"
                * Change the id to `task-3`, as the file is named
                //- /backlog/tasks/task-3 - A.md
                ---
                id: task-3
                ---
            "#]],
        );
    }

    #[test]
    fn subtasks_are_counted_in_their_parent() {
        check_fixes(
            "task-duplicate-id",
            "//- /backlog/tasks/a.md\n---\nid: task-2.1\n---\n//- /backlog/tasks/b.md\n---\nid: task-2.1\n---\n//- /backlog/tasks/c.md\n---\nid: task-2.9\n---\n",
            expect![[r#"
                * Change the id to `task-2.10`
                //- /backlog/tasks/a.md
                ---
                id: task-2.10
                ---
            "#]],
        );
    }

    #[test]
    fn different_ids_are_silent() {
        check_silent(
            "task-duplicate-id",
            "//- /backlog/tasks/a.md\n---\nid: task-1.1\n---\n//- /backlog/tasks/b.md\n---\nid: task-1.10\n---\n//- /backlog/tasks/c.md\n---\ntitle: C\n---\n//- /backlog/tasks/d.md\n---\ntitle: D\n---\n",
        );
    }
}
