//! The state machine itself. What reading the file finds is a table, with its tests in `workflow/tests.rs`; a rule that looks at more
//! has a file.

mod workflow_agent_unknown;
mod workflow_command_missing_file;
mod workflow_copies_differ;
mod workflow_invalid_yaml;

#[cfg(test)]
mod tests;

use text_size::TextRange;

use super::{Context, Edit, FixKind, Rule, Severity, Sink};
use crate::model::{Kind, machine::MachineCheck};

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[
    &workflow_invalid_yaml::RULE,
    &Rule::new(
        "workflow-schema",
        Severity::Error,
        FixKind::Offered,
        "the workflow file is not in the expected shape",
        include_str!("../../docs/rules/workflow-schema.md"),
        WORKFLOW,
        schema,
    ),
    &Rule::new(
        "workflow-state-undefined",
        Severity::Error,
        FixKind::Offered,
        "a state that is not listed under `states`",
        include_str!("../../docs/rules/workflow-state-undefined.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::StateUndefined, context, sink),
    ),
    &Rule::new(
        "workflow-via-undefined",
        Severity::Error,
        FixKind::Offered,
        "the `via` of a transition names nothing that exists",
        include_str!("../../docs/rules/workflow-via-undefined.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::ViaUndefined, context, sink),
    ),
    &Rule::new(
        "workflow-no-initial-state",
        Severity::Error,
        FixKind::Offered,
        "the state `To Do` is missing from `states`",
        include_str!("../../docs/rules/workflow-no-initial-state.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::NoInitialState, context, sink),
    ),
    &Rule::new(
        "workflow-cycle",
        Severity::Error,
        FixKind::None,
        "the transitions lead in a circle",
        include_str!("../../docs/rules/workflow-cycle.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::Cycle, context, sink),
    ),
    &Rule::new(
        "workflow-state-unreachable",
        Severity::Error,
        FixKind::None,
        "no chain of transitions leads from `To Do` to this state",
        include_str!("../../docs/rules/workflow-state-unreachable.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::StateUnreachable, context, sink),
    ),
    &Rule::new(
        "workflow-transition-mismatch",
        Severity::Warning,
        FixKind::None,
        "a transition contradicts the workflow in its `via`",
        include_str!("../../docs/rules/workflow-transition-mismatch.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::TransitionMismatch, context, sink),
    ),
    &Rule::new(
        "workflow-no-terminal-state",
        Severity::Warning,
        FixKind::None,
        "none of the states is an end",
        include_str!("../../docs/rules/workflow-no-terminal-state.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::NoTerminalState, context, sink),
    ),
    &Rule::new(
        "workflow-terminal-has-exit",
        Severity::Warning,
        FixKind::None,
        "a transition leads out of a state that is meant to be an end",
        include_str!("../../docs/rules/workflow-terminal-has-exit.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::TerminalHasExit, context, sink),
    ),
    &Rule::new(
        "workflow-duplicate-state",
        Severity::Warning,
        FixKind::None,
        "a state is listed twice under `states`",
        include_str!("../../docs/rules/workflow-duplicate-state.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::DuplicateState, context, sink),
    ),
    &Rule::new(
        "workflow-duplicate-transition",
        Severity::Warning,
        FixKind::None,
        "a transition stands in the file twice",
        include_str!("../../docs/rules/workflow-duplicate-transition.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::DuplicateTransition, context, sink),
    ),
    &workflow_agent_unknown::RULE,
    &workflow_command_missing_file::RULE,
    &Rule::new(
        "workflow-validation-keyword",
        Severity::Warning,
        FixKind::None,
        "a keyword in a form that only one half of flowspec understands",
        include_str!("../../docs/rules/workflow-validation-keyword.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::ValidationKeyword, context, sink),
    ),
    &Rule::new(
        "workflow-count-mismatch",
        Severity::Warning,
        FixKind::Offered,
        "a count under `metadata` does not agree with the file",
        include_str!("../../docs/rules/workflow-count-mismatch.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::CountMismatch, context, sink),
    ),
    &workflow_copies_differ::RULE,
    &Rule::new(
        "workflow-legacy",
        Severity::Info,
        FixKind::None,
        "a workflow file of version 1.0, without states and workflows",
        include_str!("../../docs/rules/workflow-legacy.md"),
        WORKFLOW,
        |context, sink| report(MachineCheck::Legacy, context, sink),
    ),
];

const WORKFLOW: &[Kind] = &[Kind::Workflow];

/// A file without any content has no findings of its own.
fn schema(context: &Context<'_>, sink: &mut Sink<'_>) {
    let yaml = &context.facts.yaml;
    if yaml.root.is_none() && yaml.problems.is_empty() && context.document.unreadable.is_none() {
        let message = "the workflow file is empty: give it `version`, `states`, `workflows` and `transitions`";
        sink.report(TextRange::default(), message);
    }
    report(MachineCheck::Schema, context, sink);
}

/// Reports what reading the file found about one thing.
fn report(check: MachineCheck, context: &Context<'_>, sink: &mut Sink<'_>) {
    let path = &context.document.path;
    let wants_fixes = sink.wants_fixes();
    for finding in context.facts.workflow_findings.iter().filter(|finding| finding.check == check) {
        let diagnostic = sink.report(finding.range, finding.message.as_str());
        for related in &finding.related {
            diagnostic.related(path, related.range, related.message.as_str());
        }
        if let Some(replacement) = finding.replacement.as_ref().filter(|_| wants_fixes) {
            diagnostic.fix(format!("Write `{replacement}`"), vec![Edit::replace(path, finding.range, replacement)]);
        }
    }
}
