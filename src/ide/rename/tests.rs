//! The files as a renaming leaves them.

mod commands;
mod files;
mod kiro;
mod names;
mod open_spec;
mod spec_kit;
mod states;

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::{after_moves, prepare, rename};
use crate::fixture::Fixture;

/// The files as a renaming leaves them, or why there is none.
#[track_caller]
fn check(fixture: &str, new: &str, expect: Expect) {
    let fixture = Fixture::parse(fixture);
    let snapshot = fixture.snapshot();
    let (name, offset) = fixture.cursor.as_ref().expect("a cursor");
    let path = snapshot.path(name);
    let mut shown = String::new();
    match prepare(&snapshot, &path, *offset).and_then(|_| rename(&snapshot, &path, *offset, new)) {
        Err(refusal) => writeln!(shown, "refused: {refusal}").unwrap(),
        Ok(None) => writeln!(shown, "nothing").unwrap(),
        Ok(Some(edits)) => show(&fixture, &edits, &mut shown),
    }
    expect.assert_eq(&shown);
}

/// The files after the client has said that it will rename some.
#[track_caller]
fn check_moved(fixture: &str, moves: &[(&str, &str)], expect: Expect) {
    let fixture = Fixture::parse(fixture);
    let moves: Vec<_> = moves.iter().map(|(from, to)| ((*from).into(), (*to).into())).collect();
    let mut shown = String::new();
    show(&fixture, &after_moves(&fixture.snapshot(), &moves, true), &mut shown);
    expect.assert_eq(&shown);
}

fn show(fixture: &Fixture, edits: &[crate::workspace::Edit], shown: &mut String) {
    for (name, text) in fixture.apply(edits) {
        writeln!(shown, "//- /{name}\n{}", text.trim_end_matches('\n').replace('\r', "␍")).unwrap();
    }
}

const WORKFLOW: &str = r#"
//- /flowspec_workflow.yml
states: ["To Do", Planned, 'In Implementation', Done]
workflows:
  plan: {command: "/flow:plan", agents: [planner, "@planner"], input_states: ["To Do"], output_state: 'Planned'}
  implement: {command: "/flow:implement", agents: [], input_states: [Planned], output_state: "In Implementation"}
transitions:
  - {name: a, from: "To Do", to: Planned, via: plan} # /flow:plan
"#;
