use expect_test::{Expect, expect};

use super::*;
use crate::fixture::Fixture;

const PROJECT: &str = "
//- /memory/constitution.md
<!-- TIER: Heavy -->
<!-- NEEDS_VALIDATION: x -->
//- /.claude/partials/_constitution-check.md
text
//- /backlog/tasks/task-1 - A.md
---
id: task-1
labels: ['workflow:In Implementation']
---
//- /backlog/tasks/task-2 - B.md
---
id: task-2
labels: []
---
";

fn shown(name: &str, text: &str, part: Option<TextRange>, wanted: InlayHints) -> String {
    let fixture = Fixture::parse(&format!("{}//- /{name}\n{text}", PROJECT.trim_start()));
    let (snapshot, _) = fixture.opened();
    let document = snapshot.document(&snapshot.path(name.into())).unwrap();
    let part = part.unwrap_or(TextRange::up_to(TextSize::of(document.text())));
    let mut shown = document.text().to_owned();
    for hint in hints(&snapshot, document, part, wanted).into_iter().rev() {
        shown.insert_str(hint.at.into(), &format!("‹{}›", hint.label));
    }
    shown
}

#[track_caller]
fn check(name: &str, text: &str, expect: Expect) {
    // A carriage return in an expectation would be lost when it is compiled.
    expect.assert_eq(&shown(name, text, None, InlayHints::default()).replace('\r', "\\r"));
}

const NOTES: &str = ".claude/commands/flow/notes.md";

#[test]
fn tasks_commands_and_the_check() {
    check(
        NOTES,
        "😀 task-1 and task-2, then `/flow:plan` or /flow:gone.\n{{INCLUDE:.claude/partials/_constitution-check.md}}\n",
        expect![[r#"
            😀 task-1‹In Implementation› and task-2, then `/flow:plan`‹Specified, Researched → Planned› or /flow:gone.
            {{INCLUDE:.claude/partials/_constitution-check.md}}‹Heavy, 1 to validate›
        "#]],
    );
}

#[test]
fn nothing_in_headings_links_blocks_and_where_it_is_said() {
    for text in [
        "# task-1 and /flow:plan\n",
        "[task-1 /flow:plan](a.md)\n",
        "```\ntask-1 /flow:plan\n{{INCLUDE:.claude/partials/_constitution-check.md}}\n```\n",
        "**For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.\n",
        "| /flow:plan | workflow:Specified | workflow:Planned |\n",
    ] {
        assert_eq!(shown(NOTES, text, None, InlayHints::default()), text);
    }
}

#[test]
fn dependencies_of_a_task() {
    check(
        "backlog/tasks/task-3 - C.md",
        "---\r\nid: task-3\r\ndependencies:\r\n  - 'task-1'\r\n  - task-2\r\n---\r\n",
        expect![[r#"
            ---\r
            id: task-3\r
            dependencies:\r
              - 'task-1'‹In Implementation›\r
              - task-2\r
            ---\r
        "#]],
    );
}

#[test]
fn only_the_part_that_is_asked_for() {
    let part = TextRange::new(0.into(), 7.into());
    let shown = shown(NOTES, "task-1\ntask-1\n", Some(part), InlayHints::default());
    assert_eq!(shown, "task-1‹In Implementation›\ntask-1\n");
}

#[test]
fn each_kind_has_a_switch() {
    let text = "task-1 /flow:plan {{INCLUDE:.claude/partials/_constitution-check.md}}\n";
    let on = InlayHints::default();
    let off = Some(false);
    for (wanted, kept) in [
        (InlayHints { task_states: off, ..on }, 2),
        (InlayHints { tiers: off, ..on }, 2),
        (InlayHints { command_states: off, ..on }, 2),
        (InlayHints { task_states: off, tiers: off, command_states: off, criteria: off }, 0),
    ] {
        assert_eq!(shown(NOTES, text, None, wanted).matches('‹').count(), kept, "{wanted:?}");
    }
}

#[test]
fn the_words_of_criteria() {
    let requirements = "//- /.kiro/specs/a/requirements.md\n### Requirement 1: Rent 😀\n1. WHEN a rider pays\n   THEN the bike SHALL open\n2. b\n";
    let fixture = Fixture::parse(&format!(
        "{requirements}//- /.kiro/specs/a/tasks.md\n- [ ] 1. A for Requirement 1.1\n  - _Requirements: 1.1-2, 1, 1.9_\n"
    ));
    let snapshot = fixture.snapshot();
    let document = snapshot.document(&snapshot.path(".kiro/specs/a/tasks.md".into())).unwrap();
    let whole = TextRange::up_to(TextSize::of(document.text()));
    let label =
        |wanted| hints(&snapshot, document, whole, wanted).into_iter().map(|hint| hint.label).collect::<Vec<_>>();
    assert_eq!(label(InlayHints::default()), ["WHEN a rider pays THEN the bike …", "b", "Rent 😀"]);
    assert!(label(InlayHints { criteria: Some(false), ..InlayHints::default() }).is_empty());
}
