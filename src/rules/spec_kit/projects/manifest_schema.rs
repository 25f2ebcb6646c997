//! A manifest that Spec Kit does not read as it is meant.

use crate::{
    model::{Kind, SpecKitKind, invocation::Invocation, namespace::SPECKIT, spec_kit::SpecKitMeaning},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink, common::plugins},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("manifest-schema"), Severity::Error)
    .summary("a manifest is not in the expected shape")
    .fix(FixKind::Offered)
    .checks(&[
        Check::new(
            &[
                Kind::SpecKit(SpecKitKind::Hooks),
                Kind::SpecKit(SpecKitKind::Extension),
                Kind::SpecKit(SpecKitKind::Preset),
                Kind::SpecKit(SpecKitKind::Setup),
                WORKFLOW,
            ],
            schema,
        )
        .local(),
        Check::new(&[WORKFLOW], commands),
        plugins::MANIFEST,
    ]);

const WORKFLOW: Kind = Kind::SpecKit(SpecKitKind::Workflow);

fn schema(context: &Context<'_>, sink: &mut Sink<'_>) {
    // What is wrong with the YAML of hooks is said where hooks are.
    if context.document.kind != Kind::SpecKit(SpecKitKind::Hooks) {
        for problem in &context.facts().yaml.problems {
            sink.report(problem.range, format!("not valid YAML: {}", problem.message));
        }
    }
    if !context.facts().yaml.problems.is_empty() {
        return;
    }
    for it in context.facts().meaning.spec_kit().map(SpecKitMeaning::findings).unwrap_or_default() {
        let misfit = &it.misfit;
        let mut finding = sink.report(misfit.range, misfit.message.as_str());
        finding.severity(if it.refused { Severity::Error } else { Severity::Warning });
        finding.fixes(|| {
            let right = misfit.replacement.as_deref()?;
            Some(Fix::new(
                format!("Change to `{right}`"),
                vec![Edit::replace(&context.document.path, misfit.range, right)],
            ))
        });
    }
}

/// The commands that the steps of a workflow run.
fn commands(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(SpecKitMeaning::Manifest(commands, _)) = context.facts().meaning.spec_kit() else { return };
    let installed = context.index.namespaces.contains(SPECKIT.name);
    for step in commands {
        let command = Invocation::parse(&step.command);
        let is_known = command.is_listed() || context.index.commands.contains_key(&command);
        // Extensions bring others, with a dot in their names.
        let may_be_elsewhere = !installed && step.command.matches('.').count() > 1;
        if command.namespace() != SPECKIT.name || is_known || may_be_elsewhere {
            continue;
        }
        let near = sink.nearest(command.name(), SPECKIT.commands.iter().copied()).map(|near| format!("speckit.{near}"));
        let advice = near
            .as_ref()
            .map_or("fix the name or create the command".to_owned(), |near| format!("did you mean `{near}`?"));
        let message = format!("unknown command `{}`: {advice}", step.command);
        let mut finding = sink.report(step.range, message);
        finding.severity(Severity::Warning);
        finding.fixes(|| {
            near.map(|near| {
                Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, step.range, near)])
            })
        });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_workflow_that_is_refused_is_reported() {
        let fixture = "
//- /.specify/workflows/mine/workflow.yml
schema_version: \"1.0\"
workflow:
  id: \"Mine\"
  name: \"Mine\"
  version: 1.0
steps:
  - id: plan
    command: speckit.plann
  - id: plan
    type: gate
    options: [approve, reject]
    on_reject: stop
  - id: more
    type: if
    then:
      - id: inner
        command: speckit.plan
      - id: plan
        command: speckit.git.commit
";
        check(
            "manifest-schema",
            fixture,
            expect![[r#"
            .specify/workflows/mine/workflow.yml
                id: "Mine"
            //       ^^^^ error manifest-schema: `id` must be lowercase letters, digits and single hyphens, not `Mine`
                version: 1.0
            //           ^^^ error manifest-schema: `version` must be a string, but `1.0` is a number: put it in quotes
                  command: speckit.plann
            //             ^^^^^^^^^^^^^ warning manifest-schema: unknown command `speckit.plann`: did you mean `speckit.plan`?
                - id: plan
            //        ^^^^ error manifest-schema: another step has the id `plan`: give each its own
                  type: gate
            //          ^^^^ error manifest-schema: a gate must have a `message`
                  on_reject: stop
            //               ^^^^ error manifest-schema: `on_reject` must be `abort`, `skip` or `retry`, not `stop`
                    - id: plan
            //            ^^^^ error manifest-schema: another step has the id `plan`: give each its own
        "#]],
        );
        check_fixes(
            "manifest-schema",
            &fixture.replace("\"Mine\"\n  name", "mine\n  name").replace("1.0\nsteps", "1.0.0\nsteps"),
            expect![[r#"
                * Change to `speckit.plan`
                //- /.specify/workflows/mine/workflow.yml
                schema_version: "1.0"
                workflow:
                  id: mine
                  name: "Mine"
                  version: 1.0.0
                steps:
                  - id: plan
                    command: speckit.plan
                  - id: plan
                    type: gate
                    options: [approve, reject]
                    on_reject: stop
                  - id: more
                    type: if
                    then:
                      - id: inner
                        command: speckit.plan
                      - id: plan
                        command: speckit.git.commit
            "#]],
        );
    }

    #[test]
    fn an_extension_and_a_preset_are_checked() {
        check(
            "manifest-schema",
            "
//- /.specify/extensions/git/extension.yml
schema_version: \"1.0\"
extension:
  id: Git
  name: Git
  version: 1.0
  descripton: Commits.
requires:
  speckit_version: \">=0.2.0\"
provides:
  commands:
    - name: git.commit
      file: commands/commit.md
//- /.specify/presets/mine/preset.yml
schema_version: 2.0
preset: {id: mine, name: Mine, version: \"1.0.0\", description: x}
requires: {speckit_version: \">=0.2.0\"}
provides:
  templates:
    - {type: template, name: spec-template, file: a.md, strategy: replce}
//- /.specify/extensions.yml
hooks:
  before_plan:
    - command: speckit.git.commit
      optinal: true
//- /.specify/init-options.json
{\"branch_numbering\": \"sequential\"}
",
            expect![[r#"
                .specify/extensions.yml
                        optinal: true
                //      ^^^^^^^ warning manifest-schema: unknown key `optinal` in this hook: did you mean `optional`?
                .specify/extensions/git/extension.yml
                    id: Git
                //      ^^^ error manifest-schema: `id` must be lowercase letters, digits and hyphens only, not `Git`
                    version: 1.0
                //           ^^^ error manifest-schema: `version` must be a string, but `1.0` is a number: put it in quotes
                    descripton: Commits.
                //  ^^^^^^^^^^ warning manifest-schema: unknown key `descripton` in this section: did you mean `description`?
                      - name: git.commit
                //            ^^^^^^^^^^ error manifest-schema: `name` must be `speckit.EXTENSION.COMMAND` in lowercase letters, digits and hyphens, not `git.commit`
                .specify/init-options.json
                  {"branch_numbering": "sequential"}
                //  ^^^^^^^^^^^^^^^^ warning manifest-schema: `branch_numbering` was renamed in Spec Kit 0.10: use `feature_numbering`
                .specify/presets/mine/preset.yml
                  schema_version: 2.0
                //                ^^^ error manifest-schema: `schema_version` must be a string, but `2.0` is a number: put it in quotes
                      - {type: template, name: spec-template, file: a.md, strategy: replce}
                //                                                                  ^^^^^^ error manifest-schema: `strategy` must be `replace`, `prepend`, `append` or `wrap`, not `replce`
            "#]],
        );
    }

    #[test]
    fn what_specify_init_writes_is_ignored() {
        check_silent(
            "manifest-schema",
            "
//- /.specify/init-options.json
{\"ai\": \"claude\", \"feature_numbering\": \"sequential\"}
//- /.specify/workflows/speckit/workflow.yml
schema_version: \"1.0\"
workflow:
  id: \"speckit\"
  name: \"Full SDD Cycle\"
  version: \"1.0.1\"
requires:
  speckit_version: \">=0.8.5\"
  integrations:
    any: [claude]
inputs:
  spec:
    type: string
    required: true
steps:
  - id: specify
    command: speckit.specify
    input:
      args: \"{{ inputs.spec }}\"
  - id: review-spec
    type: gate
    message: \"Review.\"
    options: [approve, reject]
    on_reject: abort
",
        );
    }
}
