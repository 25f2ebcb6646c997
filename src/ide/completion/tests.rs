//! What is offered, and what the line is once an item is taken.

mod front_matter;
mod kiro;
mod markers;
mod open_spec;
mod prompts;
mod settings;
mod shell;
mod spec_kit;
mod yaml;

use std::fmt::Write;

use expect_test::{Expect, expect};
use text_size::{TextRange, TextSize};

use super::{Completions, complete};
use crate::{fixture::Fixture, text::lines::whole_lines, workspace::DocPath};

/// How many items a test shows.
const SHOWN: usize = 12;

fn completed(fixture: &str) -> (String, Option<Completions>) {
    let fixture = Fixture::parse(fixture);
    let (name, offset) = fixture.cursor.clone().expect("a cursor");
    let path = DocPath::new(camino::Utf8Path::new("/").join(&name));
    (fixture.files[&name].clone(), complete(&fixture.snapshot(), &path, offset))
}

/// The lines of the cursor after an item is taken, by its label.
fn taken(text: &str, found: &Completions, label: &str) -> String {
    let item = found.items.iter().find(|item| item.label == label).expect(label);
    let mut text = text.to_owned();
    text.replace_range(std::ops::Range::<usize>::from(found.replace), &item.text);
    let written = TextRange::at(found.replace.start(), TextSize::of(&item.text));
    text[whole_lines(&text, written)].trim_end_matches('\n').replace('\r', "␍")
}

/// Checks what is replaced, what is offered, and the line with the first item.
#[track_caller]
fn check(fixture: &str, expect: Expect) {
    let (text, found) = completed(fixture);
    let Some(found) = found else { return expect.assert_eq("nothing") };
    let mut shown = format!("for `{}`\n", &text[found.replace]);
    for item in found.items.iter().take(SHOWN) {
        let deprecated = if item.deprecated { " (deprecated)" } else { "" };
        let detail = item.detail.as_ref().map(|detail| format!("  {detail}")).unwrap_or_default();
        writeln!(shown, "- {}{deprecated}{detail}", item.label).unwrap();
    }
    if found.items.len() > SHOWN {
        writeln!(shown, "- and {} more", found.items.len() - SHOWN).unwrap();
    }
    write!(shown, "{}", taken(&text, &found, &found.items[0].label)).unwrap();
    expect.assert_eq(&shown);
}

/// Checks the line with one item.
#[track_caller]
fn check_taken(fixture: &str, label: &str, expect: Expect) {
    let (text, found) = completed(fixture);
    expect.assert_eq(&taken(&text, &found.expect("completions"), label));
}

#[track_caller]
fn check_silent(fixture: &str) {
    let found = completed(fixture).1;
    let labels: Vec<_> = found.iter().flat_map(|found| &found.items).map(|item| item.label.as_str()).collect();
    assert_eq!(labels, [""; 0], "in\n{fixture}");
}

const PROJECT: &str = "
//- /.claude/partials/_check.md
//- /.claude/partials/_often.md
//- /.claude/skills/tdd/SKILL.md
---
name: test-first
---
//- /.claude/agents/qa.md
---
name: quality-guardian
tools: Read, Grep
model: sonnet
---
//- /.claude/commands/flow/specify.md
---
description: Say what is wanted
loop: outer
---
{{INCLUDE:.claude/partials/_often.md}}
//- /.claude/commands/flow/old.md
---
deprecated: true
---
{{INCLUDE:.claude/partials/_often.md}}
//- /backlog/config.yml
statuses: [\"To Do\", \"In Progress\", \"Done\"]
//- /backlog/tasks/task-2 - Two.md
---
id: task-2
title: Second
status: To Do
labels: [web]
---
//- /backlog/tasks/task-10 - Ten.md
---
id: task-10
title: Tenth
---
//- /backlog/completed/task-1 - One.md
---
id: task-1
title: First
---
//- /docs/readme.md
";

fn command(text: &str) -> String {
    format!("{PROJECT}//- /.claude/commands/flow/plan.md\n{text}")
}

fn task(text: &str) -> String {
    format!("{PROJECT}//- /backlog/tasks/task-7 - Seven.md\n{text}")
}

fn front_matter(text: &str) -> String {
    task(&format!("---\nid: task-7\n{text}"))
}

fn constitution(text: &str) -> String {
    format!("{PROJECT}//- /memory/constitution.md\n{text}")
}

fn workflow(text: &str) -> String {
    format!(
        "{PROJECT}//- /flowspec_workflow.yml
version: \"2.0\"
states:
  - \"To Do\"
  - \"Planned\"
  - \"In Work\"
workflows:
  plan:
    command: \"/flow:plan\"
    input_states: [\"To Do\"]
    output_state: \"Planned\"
{text}"
    )
}

fn hooks(text: &str) -> String {
    format!("{PROJECT}//- /.flowspec/hooks/run.sh\n//- /.flowspec/hooks/hooks.yaml\nhooks:\n  - name: a\n{text}")
}

#[test]
fn other_documents_stay_silent() {
    check_silent("//- /docs/a.md\n{{INCLUDE:$0\n//- /.claude/commands/flow/plan.md\n[a](docs/a.md)\n");
    check_silent(&command("An ordinary sentence $0"));
}

#[test]
fn many_items_are_bounded() {
    let mut fixture = command("{{INCLUDE:3$0");
    for number in 0..500 {
        write!(fixture, "\n//- /.claude/partials/p{number}.md").unwrap();
    }
    let found = completed(&fixture).1.unwrap();
    assert!(found.incomplete);
    assert!(found.items.iter().all(|item| item.label.contains('3')));
    assert!(found.items.len() <= super::MAX_ITEMS);
}
