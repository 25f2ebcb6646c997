//! `openspec/config.yaml` with an unknown key or a bad value, which the program drops.

use super::report;
use crate::{
    model::{Kind, OpenSpecKind, open_spec::OpenSpecMeaning},
    rules::{Check, Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("openspec-config"), Severity::Warning)
    .summary("`openspec/config.yaml` has an unknown key or a bad value")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Config)], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(OpenSpecMeaning::Config(config, findings)) = context.facts().meaning.open_spec() else { return };
    // Of two files the program reads only one.
    if context.index.open_spec.config.as_ref() != Some(&context.document.path) {
        return;
    }
    let schemas = context.snapshot.schema_names();
    let names: Vec<_> = schemas.iter().map(String::as_str).collect();
    let artifacts: Vec<_> = names.iter().filter_map(|name| context.snapshot.schema(name)).collect();
    let artifacts: Vec<_> = artifacts.iter().flat_map(|schema| &schema.artifacts).map(|it| it.id.as_str()).collect();
    let unknown = config.unknown_schema(&names);
    // The artifacts of a schema that is not there are not known.
    let rules = if unknown.is_none() { config.unknown_artifacts(&artifacts) } else { Vec::new() };
    report(context, sink, &[], findings.iter().chain(&unknown).chain(&rules));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn keys_values_schemas_and_artifacts() {
        let fixture =
            "//- /openspec/config.yaml\nschema: spec-driven\ncontext: 3\nrulez:\n  a: b\nrules:\n  propsal: [é]\n";
        check(
            "openspec-config",
            fixture,
            expect![[r#"
            openspec/config.yaml
              context: 3
            //         ^ warning openspec-config: `context` must be a string, but `3` is a number: put it in quotes
              rulez:
            //^^^^^ warning openspec-config: unknown key `rulez` in this config file: remove it
                propsal: [é]
            //  ^^^^^^^ warning openspec-config: unknown artifact `propsal`: did you mean `proposal`?
        "#]],
        );
        check_fixes(
            "openspec-config",
            fixture,
            expect![[r#"
            * Change to `"3"`
            //- /openspec/config.yaml
            schema: spec-driven
            context: "3"
            rulez:
              a: b
            rules:
              propsal: [é]
        "#]],
        );
        check(
            "openspec-config",
            "//- /openspec/config.yaml\nschema: short\nrules:\n  plan: [é]\n",
            expect![[r#"
                openspec/config.yaml
                  schema: short
                //        ^^^^^ warning openspec-config: the schema `short` is neither in this project nor built in: add it to `openspec/schemas/`, unless every user has it
            "#]],
        );
        check(
            "openspec-config",
            "//- /openspec/config.yaml\nschema: spec-driven\ncontext: \"é\n",
            expect![[r#"
            openspec/config.yaml
              context: "é
            //         ^ warning openspec-config: not valid YAML: this quote is never closed
        "#]],
        );
    }

    #[test]
    fn what_the_program_takes_is_silent() {
        check_silent(
            "openspec-config",
            "//- /openspec/config.yaml\nschema: spec-driven\ncontext: |\n  é\nrules:\n  proposal: [a]\n//- /openspec/config.yml\nrulez: 1\n",
        );
    }
}
