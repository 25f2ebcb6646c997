//! A requirement that no task names.

use super::{SPEC, folder, own, said};
use crate::{
    model::spec_kit::SpecRequirement,
    rules::{Check, Context, Sink},
};

pub(in crate::rules) const CHECK: Check = Check::new(&[SPEC], check);

/// What the text of a requirement says that is not to be built.
const GONE: [&str; 7] = ["removed", "deferred", "out of scope", "~~", "superseded", "obsolete", "merged"];
/// How many other places one finding names.
const MOST_RELATED: usize = 20;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // A criterion of success is measured, not built.
    let requirements: Vec<_> = own(context).requirements.iter().filter(|it| !it.id.starts_with("SC-")).collect();
    if requirements.is_empty() {
        return;
    }
    let Some(tasks) = said(context, folder(context).and_then(|folder| folder.tasks.as_ref())) else { return };
    let cited = tasks.cited();
    let named = requirements.iter().filter(|it| cited.contains(it.id.as_str())).count();
    // Most projects do not name requirements in their tasks at all.
    if named * 2 < requirements.len() || tasks.tasks.is_empty() {
        return;
    }
    let is_gone = |it: &&&SpecRequirement| {
        let lower = context.text[it.text].to_lowercase();
        GONE.iter().any(|word| lower.contains(word))
    };
    let without: Vec<_> =
        requirements.iter().filter(|it| !cited.contains(it.id.as_str())).filter(|it| !is_gone(it)).collect();
    let Some((first, others)) = without.split_first() else { return };
    let message = match others.len() {
        0 => format!("no task names `{}`: add one to `tasks.md`", first.id),
        more => format!("no task names `{}` and {more} more: add tasks to `tasks.md`", first.id),
    };
    let mut finding = sink.report(first.range, message);
    for other in others.iter().take(MOST_RELATED) {
        finding.related(&context.document.path, other.range, "nor this one");
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const SPEC: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n- **FR-001**: 😀\n- **FR-002**: b\n- **FR-003**: c\n- **FR-004**: d\n- **SC-001**: e\n- **FR-005**: (removed)\n- **FR-006**: f\n";

    #[test]
    fn requirements_that_are_not_named_are_one_finding() {
        let fixture = format!("{SPEC}//- /specs/001-a/tasks.md\n- [ ] T001 a (FR-001 – FR-003)\n");
        check(
            "requirement-without-task",
            &fixture,
            expect![[r#"
                specs/001-a/spec.md
                  - **FR-004**: d
                //    ^^^^^^ hint requirement-without-task: no task names `FR-004` and 1 more: add tasks to `tasks.md`
                //  specs/001-a/spec.md:7:5: nor this one
            "#]],
        );
    }

    #[test]
    fn tasks_that_do_not_name_requirements_are_ignored() {
        check_silent("requirement-without-task", &format!("{SPEC}//- /specs/001-a/tasks.md\n- [ ] T001 a (FR-001)\n"));
    }
}
