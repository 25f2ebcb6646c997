//! The task lists of a change: their numbers, and lists that are none to the program.

use super::report;
use crate::{
    model::{
        Kind, OpenSpecKind,
        open_spec::{
            change_finding::ChangeFinding,
            config::DEFAULT_SCHEMA,
            tasks::{TaskList, without_checkbox, wrong_numbers},
        },
    },
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
    workspace::Document,
};

const KINDS: &[Kind] = &[Kind::OpenSpec(OpenSpecKind::Tasks), Kind::OpenSpec(OpenSpecKind::Artifact)];

pub(super) static NUMBERING: Rule = Rule::new(page!("tasks-numbering"), Severity::Warning)
    .summary("a task id that is used twice or belongs to another group")
    .fix(FixKind::Offered)
    .checks(&[Check::new(KINDS, numbering)]);

pub(super) static EMPTY: Rule = Rule::new(page!("tasks-empty"), Severity::Warning)
    .summary("a task list without a checkbox")
    .fix(FixKind::Offered)
    .checks(&[Check::new(KINDS, empty)]);

/// The program looks at the numbers of its own schema only.
fn numbering(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(name) = context.document.open_spec().and_then(|place| place.change) else { return };
    let change = context.index.open_spec.changes.get(name);
    let schema = change.and_then(|change| context.snapshot.schema_of(change));
    if schema.is_some_and(|schema| schema.name == DEFAULT_SCHEMA) {
        found(context, sink, name, wrong_numbers);
    }
}

fn empty(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(name) = context.document.open_spec().and_then(|place| place.change) {
        found(context, sink, name, without_checkbox);
    }
}

/// Reports what is found in all task lists of a change together, as far as it is in this one.
fn found(
    context: &Context<'_>,
    sink: &mut Sink<'_>,
    change: &str,
    find: impl Fn(&[&TaskList]) -> Vec<(usize, ChangeFinding)>,
) {
    let (documents, lists): (Vec<&Document>, Vec<&TaskList>) =
        context.snapshot.task_lists(change, false).into_iter().map(|(document, list)| (&**document, list)).unzip();
    let Some(own) = documents.iter().position(|document| document.path == context.document.path) else { return };
    let findings: Vec<_> = find(&lists).into_iter().filter(|(file, _)| *file == own).collect();
    report(context, sink, &documents, findings.iter().map(|(_, finding)| finding));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(tasks: &str) -> String {
        format!("//- /openspec/changes/a/tasks.md\n{tasks}")
    }

    #[test]
    fn a_number_of_another_group_and_one_that_is_used_twice() {
        let fixture = fixture("## 1. First\n- [ ] 1.1 a\n- [ ] 1.1 é\n## 2. Second\n- [ ] 1.3 c\n");
        check(
            "tasks-numbering",
            &fixture,
            expect![[r#"
            openspec/changes/a/tasks.md
              - [ ] 1.1 é
            //      ^^^ warning tasks-numbering: duplicate task number `1.1`: renumber one of them
            //  openspec/changes/a/tasks.md:2:7: first used here
              - [ ] 1.3 c
            //      ^^^ warning tasks-numbering: task `1.3` is in group 2: renumber it, or move it to group 1
            //  openspec/changes/a/tasks.md:4:4: the number of the group
        "#]],
        );
        check_fixes(
            "tasks-numbering",
            &fixture,
            expect![[r#"
            * Change the task numbers to follow their groups
            //- /openspec/changes/a/tasks.md
            ## 1. First
            - [ ] 1.1 a
            - [ ] 1.2 é
            ## 2. Second
            - [ ] 2.1 c
        "#]],
        );
    }

    #[test]
    fn schemas_of_the_project_number_as_they_like() {
        check_silent(
            "tasks-numbering",
            "
//- /openspec/schemas/short/schema.yaml
name: short
version: 1
artifacts:
  - id: tasks
    generates: tasks.md
    description: Tasks.
    template: tasks.md
//- /openspec/schemas/short/templates/tasks.md
//- /openspec/changes/a/.openspec.yaml
schema: short
//- /openspec/changes/a/tasks.md
## 1. First
- [ ] 2.1 a
",
        );
        check_silent("tasks-numbering", &fixture("- [ ] 1.1 a\n- [ ] 1.1 b\n"));
    }

    #[test]
    fn a_list_without_a_checkbox() {
        let fixture = fixture("## 1. First 😀\n- 1.1 a\n- 1.2 b\n");
        check(
            "tasks-empty",
            &fixture,
            expect![[r#"
            openspec/changes/a/tasks.md
              - 1.1 a
            //^^^^^^^ warning tasks-empty: this list has no checkboxes, so the change counts as having no tasks: write `- [ ] 1.1 …`
        "#]],
        );
        check_fixes(
            "tasks-empty",
            &fixture,
            expect![[r#"
            * Insert checkboxes
            //- /openspec/changes/a/tasks.md
            ## 1. First 😀
            - [ ] 1.1 a
            - [ ] 1.2 b
        "#]],
        );
        check_silent("tasks-empty", "//- /openspec/changes/a/tasks.md\nTo be written.\n");
        check_silent("tasks-empty", "//- /openspec/changes/a/notes.md\n- a thought\n");
    }
}
