//! `.openspec.yaml` with an unknown key, a bad value or a schema that is not there.

use crate::{
    model::{Kind, OpenSpecKind, open_spec::OpenSpecMeaning},
    rules::{Check, Context, FixKind, Rule, Severity, Sink, open_spec::report},
};

pub(super) static RULE: Rule = Rule::new(page!("change-metadata"), Severity::Error)
    .summary("a `.openspec.yaml` with an unknown key or a bad value")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Metadata)], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(OpenSpecMeaning::Metadata(metadata, findings)) = context.facts().meaning.open_spec() else { return };
    let Some(name) = context.document.open_spec().and_then(|place| place.change) else { return };
    let names = context.snapshot.schema_names();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let has_files = context.snapshot.change_files(name, false).has_below("specs");
    let skipped = metadata.skipped_but_there(context.text, has_files);
    let unknown = metadata.unknown_schema(&names);
    report(context, sink, &[], findings.iter().chain(&unknown).chain(&skipped));
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(metadata: &str) -> String {
        format!("//- /openspec/changes/a/.openspec.yaml\n{metadata}\n//- /openspec/changes/a/proposal.md\n")
    }

    #[test]
    fn keys_values_and_schemas() {
        let fixture = fixture("schema: spec-drivn\ncreated: yesterday\nskip_spec: true\ngoal: é");
        check(
            "change-metadata",
            &fixture,
            expect![[r#"
                openspec/changes/a/.openspec.yaml
                  schema: spec-drivn
                //        ^^^^^^^^^^ warning change-metadata: the schema `spec-drivn` is neither in this project nor built in: did you mean `spec-driven`?
                  created: yesterday
                //         ^^^^^^^^^ error change-metadata: `created` must be a date such as `2026-01-31`, not `yesterday`
                  skip_spec: true
                //^^^^^^^^^ warning change-metadata: unknown key `skip_spec` in this metadata file: did you mean `skip_specs`?
            "#]],
        );
        check_fixes(
            "change-metadata",
            &fixture,
            expect![[r#"
            * Change to `spec-driven`
            //- /openspec/changes/a/.openspec.yaml
            schema: spec-driven
            created: yesterday
            skip_spec: true
            goal: é
        "#]],
        );
    }

    #[test]
    fn no_specs_on_purpose_beside_a_delta() {
        let fixture = format!(
            "{}//- /openspec/changes/a/specs/till/spec.md\n## ADDED Requirements\n",
            fixture("schema: spec-driven\nskip_specs: true")
        );
        check(
            "change-metadata",
            &fixture,
            expect![[r#"
            openspec/changes/a/.openspec.yaml
              skip_specs: true
            //^^^^^^^^^^^^^^^^ error change-metadata: `skip_specs` is set, but the change has files in `specs/`: remove `skip_specs`, or delete them
        "#]],
        );
    }

    #[test]
    fn what_the_program_takes_is_silent() {
        check_silent("change-metadata", &fixture("schema: spec-driven\ncreated: 2026-01-31\nskip_specs: true"));
        let own = "//- /openspec/schemas/short/schema.yaml\nname: short\n";
        check_silent("change-metadata", &format!("{}{own}", fixture("schema: short")));
    }
}
