//! A requirement that no task names.

use super::{SPEC, folder, own, said};
use crate::rules::{Check, Context, Sink};

pub(in crate::rules) const CHECK: Check = Check::new(&[SPEC], check);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // A criterion of success is measured, not built.
    let requirements: Vec<_> = own(context).requirements.iter().filter(|it| !it.id.starts_with("SC-")).collect();
    if requirements.is_empty() {
        return;
    }
    let Some(tasks) = said(context, folder(context).and_then(|folder| folder.tasks.as_ref())) else { return };
    let cited = tasks.cited();
    let named = requirements.iter().filter(|it| cited.contains(&it.id)).count();
    // Most projects do not name requirements in their tasks at all.
    if named * 2 < requirements.len() || tasks.tasks.is_empty() {
        return;
    }
    for requirement in requirements.iter().filter(|it| !cited.contains(&it.id)) {
        let says_removed = ["removed", "deferred", "out of scope", "~~", "superseded", "obsolete", "merged"];
        let lower = context.text[requirement.text].to_lowercase();
        if !says_removed.iter().any(|word| lower.contains(word)) {
            sink.report(requirement.range, format!("no task names `{}`: add one to `tasks.md`", requirement.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const SPEC: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n- **FR-001**: 😀\n- **FR-002**: b\n- **FR-003**: c\n- **FR-004**: d\n- **SC-001**: e\n- **FR-005**: (removed)\n";

    #[test]
    fn a_requirement_that_is_not_named_is_reported() {
        let fixture = format!("{SPEC}//- /specs/001-a/tasks.md\n- [ ] T001 a (FR-001 – FR-003)\n");
        check(
            "requirement-without-task",
            &fixture,
            expect![[r#"
            specs/001-a/spec.md
              - **FR-004**: d
            //    ^^^^^^ hint requirement-without-task: no task names `FR-004`: add one to `tasks.md`
        "#]],
        );
    }

    #[test]
    fn tasks_that_do_not_name_requirements_are_ignored() {
        check_silent("requirement-without-task", &format!("{SPEC}//- /specs/001-a/tasks.md\n- [ ] T001 a (FR-001)\n"));
    }
}
