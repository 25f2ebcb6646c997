//! A workflow file that is not in the expected shape.

use text_size::TextRange;

use super::found;
use crate::{
    model::{Kind, machine::MachineCheck},
    rules::{Context, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule {
    code: "workflow-schema",
    severity: Severity::Error,
    summary: "the workflow file is not in the expected shape",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Workflow],
    in_copies: false,
    page: include_str!("../../../docs/rules/workflow-schema.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let yaml = &context.facts.yaml;
    if yaml.root.is_none() && yaml.problems.is_empty() && context.document.unreadable.is_none() {
        let message = "the workflow file is empty: give it `version`, `states`, `workflows` and `transitions`";
        sink.report(TextRange::default(), message);
    }
    found::report(MachineCheck::Schema, context, sink);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_fixes, check_silent},
        rules::workflow::found::{GOOD, changed},
    };

    #[test]
    fn a_misspelt_key() {
        let fixture = &changed("agents: [w", "agent: [w");
        check(
            "workflow-schema",
            fixture,
            expect![[r#"
            flowspec_workflow.yml
                  agent: [workflow-assessor]
            //    ^^^^^ error workflow-schema: unknown key `agent` in this workflow: did you mean `agents`?
        "#]],
        );
        check_fixes(
            "workflow-schema",
            fixture,
            expect![[r#"
            * Write `agents`
            //- /flowspec_workflow.yml
            version: "2.0"
            states: ["To Do", Assessed, Specified, Done]
            workflows:
              assess:
                command: /flow:assess
                agents: [workflow-assessor]
                input_states: ["To Do"]
                output_state: Assessed
              specify:
                command: /flow:specify
                agents: [product-requirements-manager]
                input_states: [Assessed]
                output_state: Specified
            transitions:
              - { name: "é😀 assess", from: "To Do", to: Assessed, via: assess }
              - { name: "é😀 specify", from: Assessed, to: Specified, via: specify }
              - { name: "é😀 finish", from: Specified, to: Done, via: manual }
            metadata: { note: "é😀", state_count: 4 }
        "#]],
        );
    }

    #[test]
    fn an_empty_file() {
        check(
            "workflow-schema",
            "//- /flowspec_workflow.yml\n# later\n",
            expect![[r#"
            flowspec_workflow.yml
              # later
            //^ error workflow-schema: the workflow file is empty: give it `version`, `states`, `workflows` and `transitions`
        "#]],
        );
    }

    #[test]
    fn a_key_of_another_tool() {
        check_silent("workflow-schema", GOOD);
        check_silent("workflow-schema", &changed("metadata: {", "x-tool: { a: 1 }\nmetadata: {"));
    }
}
