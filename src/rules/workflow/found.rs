//! What reading a workflow file found, for the rule that each finding belongs to.

use crate::{
    model::machine::MachineCheck,
    rules::{Context, Edit, Sink},
};

/// Reports the findings of one check.
pub(super) fn report(check: MachineCheck, context: &Context<'_>, sink: &mut Sink<'_>) {
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

/// A workflow file without fault, in which the tests of the rules change something.
#[cfg(test)]
pub(super) const GOOD: &str = r#"//- /flowspec_workflow.yml
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
"#;

/// [`GOOD`] with its first `from` replaced.
#[cfg(test)]
pub(super) fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "no {from}");
    GOOD.replacen(from, to, 1)
}
