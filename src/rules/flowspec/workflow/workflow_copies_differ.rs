//! Two workflow files that define different machines.

use camino::Utf8Path;
use text_size::TextRange;

use crate::{
    model::{Kind, machine::Difference},
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::Facts,
};

pub(super) static RULE: Rule = Rule::new(page!("workflow-copies-differ"), Severity::Warning)
    .summary("root and `memory/` define different workflows")
    .checks(&[Check::new(&[Kind::Workflow], check)]);

/// Reports at the copy, never at the file that holds. Files of an older name are leftovers that no tool of today reads.
fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(holds) = context.index.workflow.as_ref().filter(|holds| **holds != context.document.path) else { return };
    let Some(first) = context.snapshot.document(holds) else { return };
    if generation(first.name()) != generation(context.document.name()) {
        return;
    }
    let machines = context.facts().summary.machine().zip(first.summary().machine());
    let Some((here, there)) = machines.filter(|(here, there)| !here.incomplete && !there.incomplete) else { return };
    let Some(difference) = here.difference(there) else { return };
    let name = first.name();
    let (message, range) = match (difference.here, difference.there) {
        (Some(range), Some(_)) => (format!("{} is another one in `{name}`", difference.what), range),
        (Some(range), None) => (format!("{} is not in `{name}`", difference.what), range),
        (None, _) => {
            (format!("{} of `{name}` is missing here", difference.what), section(context.facts(), &difference))
        }
    };
    let message = format!("{message}: copy the right file over the other or keep only one");
    let range_there = difference.there.unwrap_or_else(|| section(first.facts(), &difference));
    sink.report(range, message).related(holds, range_there, "the other workflow file");
}

/// The key of the section where something is missing.
fn section(facts: &Facts, difference: &Difference) -> TextRange {
    let root = facts.yaml.root.as_ref();
    let entry = root.and_then(|root| root.entry(difference.section).or(root.entries().first()));
    entry.map(|entry| entry.key.content_range()).unwrap_or_default()
}

/// Which of the names of workflow files this is: today's or one of the older ones.
fn generation(name: &Utf8Path) -> &str {
    match name.file_stem() {
        Some("workflow" | "flowspec_workflow") | None => "",
        Some(older) => older,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_silent},
        rules::flowspec::workflow::tests::{GOOD, changed},
    };

    fn copy(of: &str, name: &str) -> String {
        of.replacen("/flowspec_workflow.yml", name, 1)
    }

    #[test]
    fn shows_where_they_part() {
        let other = changed("output_state: Specified", "output_state: Done");
        let fixture = format!("{GOOD}{}", copy(&other, "/memory/flowspec_workflow.yml"));
        check(
            "workflow-copies-differ",
            &fixture,
            expect![[r#"
                memory/flowspec_workflow.yml
                      output_state: Done
                //                  ^^^^ warning workflow-copies-differ: the output state of `specify` is another one in `flowspec_workflow.yml`: copy the right file over the other or keep only one
                //  flowspec_workflow.yml:13:19: the other workflow file
            "#]],
        );
    }

    #[test]
    fn what_only_one_of_them_has() {
        let fewer = changed("  - { name: \"é😀 finish\", from: Specified, to: Done, via: manual }\n", "");
        let fixture = format!("{GOOD}{}", copy(&fewer, "/.flowspec/workflow.yml"));
        check(
            "workflow-copies-differ",
            &fixture,
            expect![[r#"
                .flowspec/workflow.yml
                  transitions:
                //^^^^^^^^^^^ warning workflow-copies-differ: the transition `Specified → Done, via manual, validation NONE` of `flowspec_workflow.yml` is missing here: copy the right file over the other or keep only one
                //  flowspec_workflow.yml:17:14: the other workflow file
            "#]],
        );
        let fixture = format!("{fewer}{}", copy(GOOD, "/memory/flowspec_workflow.yml"));
        check(
            "workflow-copies-differ",
            &fixture,
            expect![[r#"
                memory/flowspec_workflow.yml
                    - { name: "é😀 finish", from: Specified, to: Done, via: manual }
                //             ^^^^^^^^^ warning workflow-copies-differ: the transition `Specified → Done, via manual, validation NONE` is not in `flowspec_workflow.yml`: copy the right file over the other or keep only one
                //  flowspec_workflow.yml:14:1: the other workflow file
            "#]],
        );
    }

    #[test]
    fn layout_and_leftovers() {
        let comment = changed("states:", "# é\nstates:");
        let same = format!("{GOOD}{}", copy(&comment, "/memory/flowspec_workflow.yml"));
        check_silent("workflow-copies-differ", &same);
        let other = changed("output_state: Specified", "output_state: Done");
        check_silent("workflow-copies-differ", &format!("{GOOD}{}", copy(&other, "/memory/jpspec_workflow.yml")));
        let broken = changed("Specified, Done]", "Specified");
        check_silent("workflow-copies-differ", &format!("{GOOD}{}", copy(&broken, "/memory/flowspec_workflow.yml")));
    }
}
