//! The state machine itself. What reading the file finds is a table, with its tests in `workflow/tests.rs`; a rule that looks at more
//! has a file.

mod workflow_agent_unknown;
mod workflow_command_missing_file;
mod workflow_copies_differ;
mod workflow_invalid_yaml;

#[cfg(test)]
mod tests;

use text_size::TextRange;

use crate::{
    model::{Kind, Meaning, machine::MachineCheck},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

/// The rules of this group, in the order of `docs/rules.md`.
pub(in crate::rules) static RULES: &[&Rule] = &[
    &workflow_invalid_yaml::RULE,
    &Rule::new(page!("workflow-schema"), Severity::Error)
        .summary("the workflow file is not in the expected shape")
        .fix(FixKind::Offered)
        .checks(&[found(schema)]),
    &Rule::new(page!("workflow-state-undefined"), Severity::Error)
        .summary("a state that is not listed under `states`")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(MachineCheck::StateUndefined, context, sink))]),
    &Rule::new(page!("workflow-via-undefined"), Severity::Error)
        .summary("the `via` of a transition names nothing that exists")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(MachineCheck::ViaUndefined, context, sink))]),
    &Rule::new(page!("workflow-no-initial-state"), Severity::Error)
        .summary("the state `To Do` is missing from `states`")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(MachineCheck::NoInitialState, context, sink))]),
    &Rule::new(page!("workflow-cycle"), Severity::Error)
        .summary("the transitions form a cycle")
        .checks(&[found(|context, sink| report(MachineCheck::Cycle, context, sink))]),
    &Rule::new(page!("workflow-state-unreachable"), Severity::Error)
        .summary("no chain of transitions leads from `To Do` to this state")
        .checks(&[found(|context, sink| report(MachineCheck::StateUnreachable, context, sink))]),
    &Rule::new(page!("workflow-transition-mismatch"), Severity::Warning)
        .summary("a transition contradicts the workflow in its `via`")
        .checks(&[found(|context, sink| report(MachineCheck::TransitionMismatch, context, sink))]),
    &Rule::new(page!("workflow-no-terminal-state"), Severity::Warning)
        .summary("no state is final")
        .checks(&[found(|context, sink| report(MachineCheck::NoTerminalState, context, sink))]),
    &Rule::new(page!("workflow-terminal-has-exit"), Severity::Warning)
        .summary("a transition leaves a final state")
        .checks(&[found(|context, sink| report(MachineCheck::TerminalHasExit, context, sink))]),
    &Rule::new(page!("workflow-duplicate-state"), Severity::Warning)
        .summary("a state is listed twice under `states`")
        .checks(&[found(|context, sink| report(MachineCheck::DuplicateState, context, sink))]),
    &Rule::new(page!("workflow-duplicate-transition"), Severity::Warning)
        .summary("a transition stands in the file twice")
        .checks(&[found(|context, sink| report(MachineCheck::DuplicateTransition, context, sink))]),
    &workflow_agent_unknown::RULE,
    &workflow_command_missing_file::RULE,
    &Rule::new(page!("workflow-validation-keyword"), Severity::Warning)
        .summary("a keyword in a form that only one half of flowspec understands")
        .checks(&[found(|context, sink| report(MachineCheck::ValidationKeyword, context, sink))]),
    &Rule::new(page!("workflow-count-mismatch"), Severity::Warning)
        .summary("a count under `metadata` does not agree with the file")
        .fix(FixKind::Offered)
        .checks(&[found(|context, sink| report(MachineCheck::CountMismatch, context, sink))]),
    &workflow_copies_differ::RULE,
    &Rule::new(page!("workflow-legacy"), Severity::Info)
        .summary("a workflow file of version 1.0, without states and workflows")
        .checks(&[found(|context, sink| report(MachineCheck::Legacy, context, sink))]),
];

/// What is found by reading the file needs nothing else.
const fn found(run: fn(&Context<'_>, &mut Sink<'_>)) -> Check {
    Check::new(&[Kind::Workflow], run).local()
}

/// A file without any content has no findings of its own.
fn schema(context: &Context<'_>, sink: &mut Sink<'_>) {
    let yaml = &context.facts().yaml;
    if yaml.root.is_none() && yaml.problems.is_empty() && context.document.unreadable.is_none() {
        let message = "the workflow file is empty: give it `version`, `states`, `workflows` and `transitions`";
        sink.report(TextRange::default(), message);
    }
    report(MachineCheck::Schema, context, sink);
}

/// Reports what reading the file found about one thing.
fn report(check: MachineCheck, context: &Context<'_>, sink: &mut Sink<'_>) {
    let path = &context.document.path;
    let Meaning::Machine(_, findings) = &context.facts().meaning else { return };
    for it in findings.iter().filter(|it| it.check == check) {
        let mut finding = sink.report(it.range, it.message.as_str());
        for related in &it.related {
            finding.related(path, related.range, related.message.as_str());
        }
        finding.fixes(|| it.replacement.as_deref().map(|replacement| fix(context, it.range, replacement)));
    }
}

fn fix(context: &Context<'_>, range: TextRange, replacement: &str) -> Fix {
    Fix::new(format!("Change to `{replacement}`"), vec![Edit::replace(&context.document.path, range, replacement)])
}
