//! An agent that does not exist.

use text_size::TextRange;

use crate::{
    model::{
        Kind,
        machine::{KNOWN_AGENTS, Word},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::nearest::around,
};

pub(super) static RULE: Rule = Rule::new(page!("workflow-agent-unknown"), Severity::Warning)
    .summary("a workflow names an agent that does not exist")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Workflow], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(machine) = context.facts().summary.machine() else { return };
    let agents = &context.index.agents;
    let known = |agent: &&Word| {
        let name = agent.text.strip_prefix('@').unwrap_or(&agent.text);
        KNOWN_AGENTS.contains(&name) || agents.contains_key(name)
    };
    let used = machine.steps.iter().flat_map(|step| &step.agents);
    for agent in used.filter(|agent| !known(agent)) {
        let near = sink.nearest(&agent.text, KNOWN_AGENTS.into_iter().chain(around(&agent.text, agents)));
        let advice = near.map_or_else(
            || "define it in `.claude/agents/` or correct the name".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let mut finding = sink.report(agent.range, format!("there is no agent `{}`: {advice}", agent.text));
        finding.fixes(|| near.map(|near| fix(context, agent.range, near)));
    }
}

fn fix(context: &Context<'_>, agent: TextRange, near: &str) -> Fix {
    Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, agent, near)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::{check, check_fixes, check_silent},
        rules::flowspec::workflow::tests::{GOOD, changed},
    };

    #[test]
    fn names_the_nearest_agent() {
        let fixture = changed("agents: [workflow-assessor]", "agents: [\"é😀\", sre-agnet, { name: nobody-knows-it }]");
        check(
            "workflow-agent-unknown",
            &fixture,
            expect![[r#"
            flowspec_workflow.yml
                  agents: ["é😀", sre-agnet, { name: nobody-knows-it }]
            //              ^^ warning workflow-agent-unknown: there is no agent `é😀`: define it in `.claude/agents/` or correct the name
                  agents: ["é😀", sre-agnet, { name: nobody-knows-it }]
            //                   ^^^^^^^^^ warning workflow-agent-unknown: there is no agent `sre-agnet`: did you mean `sre-agent`?
                  agents: ["é😀", sre-agnet, { name: nobody-knows-it }]
            //                                      ^^^^^^^^^^^^^^^ warning workflow-agent-unknown: there is no agent `nobody-knows-it`: define it in `.claude/agents/` or correct the name
        "#]],
        );
        check_fixes(
            "workflow-agent-unknown",
            &changed("workflow-assessor", "workflow-asessor"),
            expect![[r#"
            * Change to `workflow-assessor`
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
    fn the_known_and_the_projects_own() {
        check_silent("workflow-agent-unknown", GOOD);
        let own = changed("workflow-assessor", "estimator, \"@qa\"");
        let definitions = "//- /.claude/agents/estimator.md\nEstimate.\n//- /.agents/q.md\n---\nname: qa\n---\n";
        check_silent("workflow-agent-unknown", &format!("{own}{definitions}"));
    }
}
