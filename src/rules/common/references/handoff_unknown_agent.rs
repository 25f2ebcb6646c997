//! A handoff to an agent that the project does not have.

use super::close;
use text_size::TextRange;

use crate::{
    model::{Kind, invocation::Invocation},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::nearest::around,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("handoff-unknown-agent"), Severity::Warning)
    .summary("a handoff to an agent that the project does not have")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Command, Kind::Copy, Kind::Agent], check).in_copies()]);

/// The agents that Copilot brings along.
const BUILT_IN: &[&str] = &["agent", "ask", "edit", "plan", "Agent", "Ask", "Edit", "Plan"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let agents = &context.index.agents;
    let Some(handoffs) = context.facts().front_matter.as_ref().and_then(|it| it.get("handoffs")) else { return };
    for node in handoffs.value.items().iter().filter_map(|handoff| handoff.get("agent")) {
        let Some(agent) = node.as_str().filter(|agent| !agent.is_empty() && !agent.contains(['{', '<', '$'])) else {
            continue;
        };
        if BUILT_IN.contains(&agent) || context.document.kind == Kind::Command && is_command(context, agent) {
            continue;
        }
        let named = Invocation::parse(agent);
        let is_of_tool = named.is_closed() && context.index.namespaces.contains(named.namespace());
        // Without any agent of its own a project relies on some that are elsewhere, but a tool's commands hand off to each other.
        if agents.is_empty() && !is_of_tool {
            continue;
        }
        let path = agents.get(agent);
        let name = path.and_then(|path| context.snapshot.document(path)?.summary().name.as_deref());
        let (message, better) = match (path, name) {
            // The name of the file is not the agent's.
            (Some(_), Some(name)) if name != agent && agents.contains_key(name) => {
                (format!("a handoff goes by the agent's name: write `{name}`"), vec![name.to_owned()])
            }
            (Some(_), _) => continue,
            (None, _) => {
                let commands = if is_of_tool { of_tool(context, &named, agent) } else { Vec::new() };
                let candidates = commands.iter().map(String::as_str).chain(around(agent, agents)).collect::<Vec<_>>();
                let better =
                    close(&mut sink.advice, agent, &candidates).into_iter().map(str::to_owned).collect::<Vec<_>>();
                let advice = better
                    .first()
                    .map_or("correct it or add the agent".to_owned(), |near| format!("did you mean `{near}`?"));
                (format!("the project has no agent `{agent}`: {advice}"), better)
            }
        };
        let range = node.content_range();
        sink.report(range, message).fixes(|| better.iter().map(|name| fix(context, range, name)));
    }
}

fn fix(context: &Context<'_>, range: TextRange, name: &str) -> Fix {
    Fix::new(format!("Change to `{name}`"), vec![Edit::replace(&context.document.path, range, name)])
}

/// The commands of the tool that `named` is one of, written as `agent` is.
fn of_tool(context: &Context<'_>, named: &Invocation, agent: &str) -> Vec<String> {
    let Some(spelling) = named.spelling_of(agent) else { return Vec::new() };
    let of_namespace = context.index.commands.keys().filter(|command| command.namespace() == named.namespace());
    of_namespace.map(|command| command.spelled(spelling)).collect()
}

/// Where commands become agents when they are installed, they hand off to each other by these names.
fn is_command(context: &Context<'_>, agent: &str) -> bool {
    let commands = &context.index.commands;
    commands.contains_key(agent) || Invocation::of_agent(agent).is_some_and(|command| commands.contains_key(&command))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn commands_of_a_tool_hand_off_to_each_other() {
        let fixture = "//- /.claude/commands/speckit.plan.md\n---\ndescription: P.\nhandoffs:\n  - agent: speckit.taks\n  - agent: speckit.tasks\n  - agent: reviewer\n---\n//- /.claude/commands/speckit.tasks.md\n---\ndescription: T.\n---\n";
        check(
            "handoff-unknown-agent",
            fixture,
            expect![[r#"
            .claude/commands/speckit.plan.md
                - agent: speckit.taks
            //           ^^^^^^^^^^^^ warning handoff-unknown-agent: the project has no agent `speckit.taks`: did you mean `speckit.tasks`?
        "#]],
        );
        check_fixes(
            "handoff-unknown-agent",
            fixture,
            expect![[r#"
            * Change to `speckit.tasks`
            //- /.claude/commands/speckit.plan.md
            ---
            description: P.
            handoffs:
              - agent: speckit.tasks
              - agent: speckit.tasks
              - agent: reviewer
            ---
            * Change to `speckit.plan`
            //- /.claude/commands/speckit.plan.md
            ---
            description: P.
            handoffs:
              - agent: speckit.plan
              - agent: speckit.tasks
              - agent: reviewer
            ---
        "#]],
        );
    }

    const AGENTS: &str = "
//- /.github/agents/flow-implement.agent.md
---
name: \"Flow Implement\"
---
//- /.github/agents/sec-scan.agent.md
";

    fn handoff(path: &str, agent: &str) -> String {
        format!("//- {path}\n---\nhandoffs:\n  - label: \"Plän 😀\"\n    agent: {agent}\n---{AGENTS}")
    }

    #[test]
    fn unknown() {
        let fixture = handoff("/.github/agents/flow-plan.agent.md", "\"sec-scn\"");
        check(
            "handoff-unknown-agent",
            &fixture,
            expect![[r#"
            .github/agents/flow-plan.agent.md
                  agent: "sec-scn"
            //            ^^^^^^^ warning handoff-unknown-agent: the project has no agent `sec-scn`: did you mean `sec-scan`?
        "#]],
        );
        check_fixes(
            "handoff-unknown-agent",
            &fixture,
            expect![[r#"
            * Change to `sec-scan`
            //- /.github/agents/flow-plan.agent.md
            ---
            handoffs:
              - label: "Plän 😀"
                agent: "sec-scan"
            ---
        "#]],
        );
        check(
            "handoff-unknown-agent",
            &handoff("/.github/agents/a.agent.md", "flow-implement"),
            expect![[r#"
                .github/agents/a.agent.md
                      agent: flow-implement
                //           ^^^^^^^^^^^^^^ warning handoff-unknown-agent: a handoff goes by the agent's name: write `Flow Implement`
            "#]],
        );
        check(
            "handoff-unknown-agent",
            &handoff("/.claude/commands/flow/plan.md", "ops"),
            expect![[r#"
                .claude/commands/flow/plan.md
                      agent: ops
                //           ^^^ warning handoff-unknown-agent: the project has no agent `ops`: correct it or add the agent
            "#]],
        );
    }

    #[test]
    fn silent() {
        let copy = "/.github/agents/flow-plan.agent.md";
        for agent in ["sec-scan", "\"Flow Implement\"", "agent", "'{{agent}}'", ""] {
            check_silent("handoff-unknown-agent", &handoff(copy, agent));
        }
        check_silent("handoff-unknown-agent", &handoff("/.claude/commands/flow/plan.md", "flow-plan"));
        check_silent("handoff-unknown-agent", "---\nhandoffs:\n  - agent: speckit.plan\n---\n");
    }
}
