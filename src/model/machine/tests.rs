//! Machines with one fault, and what is said of it.

mod machine;
mod questions;
mod schema;

use super::*;
use crate::syntax::yaml;
use expect_test::{Expect, expect};
use std::fmt::Write;
use text_size::TextLen;

/// A machine without fault; the cases change a line of it.
const GOOD: &str = r#"version: "2.0"
states: ["To Do", Assessed, Specified, Done]
workflows:
  assess:
    command: /flow:assess
    agents: [workflow-assessor]
    input_states: ["To Do"]
    output_state: Assessed
  specify:
    command: /flow:specify
    agents: [{ name: pm, identity: "@pm", description: PM, responsibilities: [write] }]
    input_states: [Assessed]
    output_state: Specified
    optional: true
transitions:
  - { name: assess, from: "To Do", to: Assessed, via: assess, validation: NONE }
  - { name: specify, from: Assessed, to: Specified, via: specify }
  - { name: finish, from: Specified, to: Done, via: manual }
  - { name: rework, from: Specified, to: Assessed, via: rework }
metadata:
  state_count: 4
  agent_count: 2
"#;

fn read(text: &str) -> (Machine, Vec<MachineFinding>) {
    Machine::from_yaml(&yaml::parse(text, TextRange::up_to(text.text_len())))
}

fn check(text: &str, expected: Expect) {
    let mut out = String::new();
    let at = |range: TextRange| {
        let before = &text[..range.start().into()];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{line}:{column} {:?}", &text[range])
    };
    for finding in read(text).1 {
        let _ = writeln!(out, "{} {:?}: {}", at(finding.range), finding.check, finding.message);
        for related in finding.related {
            let _ = writeln!(out, "    {} {}", at(related.range), related.message);
        }
        if let Some(replacement) = finding.replacement {
            let _ = writeln!(out, "    write {replacement}");
        }
    }
    expected.assert_eq(&out);
}

/// The good machine with one text replaced.
fn changed(from: &str, to: &str, expected: Expect) {
    assert!(GOOD.contains(from), "{from}");
    check(&GOOD.replacen(from, to, 1), expected);
}

fn names(machine: &Machine) -> Vec<&str> {
    machine.states.iter().map(|state| state.name.text.as_str()).collect()
}
