//! A milestone that is not there.

use super::active_task;
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    workspace::Index,
};

pub(super) static RULE: Rule = Rule::new(page!("task-milestone-unknown"), Severity::Hint)
    .summary("`milestone` names a milestone that does not exist")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Task], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(milestone) = active_task(context).and_then(|task| task.milestone) else { return };
    let backlog = context.snapshot.backlog();
    let wanted = milestone.text.trim().to_lowercase();
    let of_settings = || backlog.milestones.iter().map(|name| name.to_lowercase());
    if is_known(context.index, &wanted) || of_settings().any(|name| name == wanted) {
        return;
    }
    let known: Vec<String> = context.index.milestones.iter().cloned().chain(of_settings()).collect();
    let near = sink.nearest(&wanted, known.iter().map(String::as_str)).map(str::to_owned);
    let advice = match &near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "create it or correct the name".to_owned(),
    };
    let mut finding = sink.report(milestone.content, format!("there is no milestone `{}`: {advice}", milestone.text));
    finding.fixes(|| {
        let edit = |near: String| vec![Edit::replace(&context.document.path, milestone.content, near)];
        near.map(|near| Fix::new(format!("Change to `{near}`"), edit(near)))
    });
}

/// Whether a milestone has this id or title, or this number.
fn is_known(index: &Index, wanted: &str) -> bool {
    let number = wanted.strip_prefix("m-").unwrap_or(wanted).parse::<u32>();
    index.milestones.contains(wanted) || number.is_ok_and(|number| index.milestones.contains(&format!("m-{number}")))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(milestone: &str) -> String {
        let other = "//- /backlog/config.yml\nmilestones: [Beta]\n//- /backlog/milestones/m-1 - a.md\n---\nid: m-1\ntitle: \"First release\"\n---\n";
        format!("{other}//- /backlog/tasks/task-1 - B.md\n---\nid: task-1\ntitle: 😀\nmilestone: {milestone}\n---\n")
    }

    #[test]
    fn a_milestone_without_a_file_is_reported() {
        check(
            "task-milestone-unknown",
            &fixture("'Frist release'"),
            expect![[r#"
                backlog/tasks/task-1 - B.md
                  milestone: 'Frist release'
                //            ^^^^^^^^^^^^^ hint task-milestone-unknown: there is no milestone `Frist release`: did you mean `first release`?
            "#]],
        );
        check(
            "task-milestone-unknown",
            &fixture("2"),
            expect![[r#"
                backlog/tasks/task-1 - B.md
                  milestone: 2
                //           ^ hint task-milestone-unknown: there is no milestone `2`: create it or correct the name
            "#]],
        );
    }

    #[test]
    fn ids_titles_and_those_of_the_settings_are_ignored() {
        for known in ["m-1", "M-01", "1", "first release", "beta", ""] {
            check_silent("task-milestone-unknown", &fixture(known));
        }
    }
}
