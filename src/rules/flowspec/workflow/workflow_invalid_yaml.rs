//! A workflow file that is not YAML.

use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("workflow-invalid-yaml"), Severity::Error)
    .summary("the workflow file is not valid YAML")
    .checks(&[Check::new(&[Kind::Workflow], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.facts().yaml.problems {
        sink.report(problem.range, format!("not valid YAML: {}", problem.message));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_all, check_silent},
        rules::flowspec::workflow::tests::{GOOD, changed},
    };

    #[test]
    fn a_colon_too_many() {
        let fixture = "//- /flowspec_workflow.yml\r\nversion: \"2.0\"\r\ndescription: é😀: x\r\n";
        check(
            "workflow-invalid-yaml",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
              description: é😀: x
            //               ^ error workflow-invalid-yaml: not valid YAML: `: ` inside an unquoted value: put the value in quotes
        "#]],
        );
    }

    #[test]
    fn nothing_else_is_said_of_what_could_not_be_read() {
        check_all(
            &changed("Specified, Done]", "Specified, Done"),
            expect![[r#"
            flowspec_workflow.yml
              workflows:
            //         ^ error workflow-invalid-yaml: not valid YAML: illegal placement of ':' indicator
        "#]],
        );
    }

    #[test]
    fn comments_and_anchors_are_yaml() {
        check_silent("workflow-invalid-yaml", GOOD);
        check_silent("workflow-invalid-yaml", &changed("version", "# {{ é: [\nversion"));
    }
}
