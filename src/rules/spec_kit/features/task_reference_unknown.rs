//! A task id that nothing defines.

use rustc_hash::FxHashSet;
use text_size::TextRange;

use super::{CHECKLIST, PLAN, SPEC, TASKS, folder, own, said};
use crate::{
    model::spec_kit::{IdCitation, IdFamily},
    rules::{Check, Context, Severity, Sink},
    text::list,
};

/// Other documents are reports of what was, with ids of their own.
pub(in crate::rules) const CHECK: Check = Check::new(&[TASKS, SPEC, PLAN, CHECKLIST], check);

/// How many ids one finding names.
const MOST: usize = 10;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cited = &own(context).citations;
    if !cited.iter().any(|citation| citation.family == IdFamily::Task) {
        return;
    }
    let Some(tasks) = said(context, folder(context).and_then(|folder| folder.tasks.as_ref())) else { return };
    let known: FxHashSet<&str> = tasks.tasks.iter().map(|task| task.id.as_str()).collect();
    if !known.iter().any(|id| id.starts_with('T')) {
        return;
    }
    // `T020` stands for `T020a` and `T020B`.
    let stems: FxHashSet<&str> =
        known.iter().map(|id| id.trim_end_matches(|c: char| c.is_ascii_alphabetic())).collect();
    // Those of one line are one finding.
    let mut unknown_in_lines: Vec<(u32, (TextRange, Severity), Vec<&str>)> = Vec::new();
    let mut hinted = FxHashSet::default();
    let is_tasks = context.document.kind == TASKS;
    let is_known = |it: &IdCitation| known.contains(&*it.id) || known.contains(it.longest()) || stems.contains(&*it.id);
    for citation in cited.iter().filter(|it| it.family == IdFamily::Task && !is_known(it)) {
        if citation.is_excused(context.text) {
            continue;
        }
        let in_order = is_tasks && own(context).is_ordering(citation.range);
        // What is shown in other documents is an example.
        if !is_tasks && citation.quoted || !in_order && !hinted.insert(&citation.id) {
            continue;
        }
        let severity = if in_order { Severity::Warning } else { Severity::Hint };
        let line = context.facts().lines.line(citation.range.start());
        match unknown_in_lines.last_mut() {
            Some((last, _, ids)) if *last == line => ids.push(citation.longest()),
            _ => unknown_in_lines.push((line, (citation.range, severity), vec![citation.longest()])),
        }
    }
    for (_, (range, severity), ids) in unknown_in_lines {
        let message = match &ids[..] {
            [id] => format!("no task has the id `{id}`: fix the id, or add the task"),
            ids => format!(
                "no tasks have the ids {}: fix the ids, or add the tasks",
                list(ids.iter().copied().take(MOST), "and")
            ),
        };
        sink.report(range, message).severity(severity);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const PROJECT: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/";

    #[test]
    fn an_id_without_a_task_is_reported() {
        check(
            "task-reference-unknown",
            &format!(
                "{PROJECT}tasks.md\n# Tasks\n- [x] T001 a, after T007\n- [ ] T002a b\n## Dependencies\n😀 T001 → T009\n```\nT001-T004\n```\n\
                 //- /specs/001-a/plan.md\nSee T001, T002 and T012, T012.\n"
            ),
            expect![[r#"
                specs/001-a/plan.md
                  See T001, T002 and T012, T012.
                //                   ^^^^ hint task-reference-unknown: no task has the id `T012`: fix the id, or add the task
                specs/001-a/tasks.md
                  - [x] T001 a, after T007
                //                    ^^^^ hint task-reference-unknown: no task has the id `T007`: fix the id, or add the task
                  😀 T001 → T009
                //         ^^^^ warning task-reference-unknown: no task has the id `T009`: fix the id, or add the task
                  T001-T004
                //     ^^^^ warning task-reference-unknown: no task has the id `T004`: fix the id, or add the task
            "#]],
        );
    }

    #[test]
    fn what_is_gone_or_of_another_feature_is_ignored() {
        check_silent(
            "task-reference-unknown",
            &format!(
                "{PROJECT}tasks.md\n- [x] T001 a\n- [x] ~~T002~~ b\n\nT002 and ~~T003~~, T004 of 002-other, T005 of specs/003-x\n\
                 //- /specs/001-a/quickstart.md\nT020\n//- /specs/002-b/plan.md\nT001\n"
            ),
        );
    }
}
