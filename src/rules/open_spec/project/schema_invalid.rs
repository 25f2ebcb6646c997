//! A schema of the project's own that the program cannot use.

use super::report;
use crate::{
    model::{Kind, OpenSpecKind, machine::Word, open_spec::OpenSpecMeaning},
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
    workspace::Resolved,
};

pub(super) static RULE: Rule = Rule::new(page!("schema-invalid"), Severity::Error)
    .summary("a `schema.yaml` that OpenSpec cannot use")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Schema)], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(OpenSpecMeaning::Schema(schema, findings)) = context.facts().meaning.open_spec() else { return };
    let exists = |it: &Word| matches!(context.snapshot.template(context.document, it), Resolved::File(_));
    let missing = schema.missing_templates(exists);
    report(context, sink, &[], findings.iter().chain(&missing));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(requires: &str) -> String {
        format!(
            "
//- /openspec/config.yaml
schema: short
//- /openspec/schemas/short/templates/plan.md
//- /openspec/schemas/short/schema.yaml
name: short
version: 1
artifacts:
  - id: plan
    generates: plan.md
    description: é
    template: plan.md
    requires: [{requires}]
"
        )
    }

    #[test]
    fn what_it_requires_and_its_templates() {
        check(
            "schema-invalid",
            &fixture("plam"),
            expect![[r#"
            openspec/schemas/short/schema.yaml
                  requires: [plam]
            //               ^^^^ error schema-invalid: unknown artifact `plam`: did you mean `plan`?
        "#]],
        );
        check(
            "schema-invalid",
            &fixture("").replace("template: plan.md", "template: gone.md"),
            expect![[r#"
            openspec/schemas/short/schema.yaml
                  template: gone.md
            //              ^^^^^^^ error schema-invalid: the template `templates/gone.md` does not exist: create it or fix the name
        "#]],
        );
    }

    #[test]
    fn a_good_schema_is_silent() {
        check_silent("schema-invalid", &fixture(""));
    }
}
