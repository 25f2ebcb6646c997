use std::fmt::Write;

use camino::Utf8Path;
use expect_test::{Expect, expect};

use super::*;
use crate::{fixture::Fixture, workspace::expand};

/// What is offered where `$0` stands, or for the text `selected`; `kind` says which refactorings are of interest.
fn offered(fixture: &Fixture, selected: &str, kind: RefactorKind) -> Vec<Refactoring> {
    let snapshot = fixture.snapshot();
    let (name, range) = match &fixture.cursor {
        Some((name, at)) => (name.clone(), TextRange::empty(*at)),
        None => {
            let found = fixture.files.iter().find_map(|(name, text)| Some((name, text.find(selected)?)));
            let (name, at) = found.unwrap();
            (name.clone(), TextRange::at((at as u32).into(), text_size::TextSize::of(selected)))
        }
    };
    let document = snapshot.document(&snapshot.path(&name)).unwrap().clone();
    let selection = Selection { snapshot: &snapshot, document: &document, range };
    let mut all = refactorings(&selection);
    all.retain(|refactoring| refactoring.kind == kind);
    all
}

fn show(fixture: &str, selected: &str, kind: RefactorKind) -> String {
    let fixture = Fixture::parse(fixture);
    let mut shown = String::new();
    for refactoring in offered(&fixture, selected, kind) {
        writeln!(shown, "* {}", refactoring.title).unwrap();
        for (name, text) in fixture.apply(&refactoring.edits) {
            writeln!(shown, "//- /{name}\n{}", text.replace('\r', "␍")).unwrap();
        }
    }
    shown
}

#[track_caller]
fn check(fixture: &str, selected: &str, kind: RefactorKind, expect: Expect) {
    expect.assert_eq(&show(fixture, selected, kind));
}

/// Checks that a refactoring is offered, and that the command expands to the same bytes before and after.
#[track_caller]
fn check_same_expansion(text: &str, selected: &str, kind: RefactorKind) {
    let mut fixture = Fixture::parse(text);
    let command = Utf8Path::new(".claude/commands/flow/plan.md");
    let expansion = |fixture: &Fixture| {
        let snapshot = fixture.snapshot();
        expand(&snapshot, snapshot.document(&snapshot.path(command)).unwrap()).text
    };
    let before = expansion(&fixture);
    let offered = offered(&fixture, selected, kind);
    let changed = fixture.apply(&offered.first().expect("a refactoring is offered").edits);
    fixture.files.extend(changed);
    assert_eq!(expansion(&fixture), before);
}

const PLAN: &str = "
//- /.claude/commands/flow/plan.md
---
description: x
---
# Plan 😀
{{INCLUDE:.claude/partials/flow/_check.md}}
## Write é tests!
```text
{{INCLUDE:inert.md}}
```
last {{INCLUDE:.claude/partials/flow/_check.md}}
//- /.claude/partials/flow/_check.md
checked
twice
";

#[test]
fn lines_are_extracted_into_a_partial() {
    let lines = "## Write é tests!\n```text\n{{INCLUDE:inert.md}}\n```\n";
    check(
        PLAN,
        lines,
        RefactorKind::Extract,
        expect![[r#"
        * Extract into `.claude/partials/flow/_write-tests.md`
        //- /.claude/commands/flow/plan.md
        ---
        description: x
        ---
        # Plan 😀
        {{INCLUDE:.claude/partials/flow/_check.md}}
        {{INCLUDE:.claude/partials/flow/_write-tests.md}}
        last {{INCLUDE:.claude/partials/flow/_check.md}}

        //- /.claude/partials/flow/_write-tests.md
        ## Write é tests!
        ```text
        {{INCLUDE:inert.md}}
        ```
    "#]],
    );
    check_same_expansion(PLAN, lines, RefactorKind::Extract);
    check_same_expansion(PLAN, "INCLUDE:.claude/partials/flow/_check.md}}\n## Wr", RefactorKind::Extract);
    let crlf = PLAN
        .replace('\n', "\r\n")
        .replace("//- /.claude/commands/flow/plan.md\r", "//- /.claude/commands/flow/plan.md");
    let crlf = crlf.replace("_check.md\r\nchecked", "_check.md\nchecked").replacen("\r\n", "\n", 1);
    check_same_expansion(&crlf, "Write é", RefactorKind::Extract);
    assert_eq!(show(&crlf, "!\r\n", RefactorKind::Extract), "");
    let taken = format!("{PLAN}//- /.claude/partials/flow/_write-tests.md\nx\n");
    let shown = show(&taken, lines, RefactorKind::Extract);
    assert!(shown.starts_with("* Extract into `.claude/partials/flow/_write-tests-2.md`\n"), "{shown}");
}

#[test]
fn what_cannot_be_extracted() {
    for selected in ["description: x", "W", "```text\n", "{{INCLUDE:inert.md}}\n", "inert.md}}\n```\nlast"] {
        assert_eq!(show(PLAN, selected, RefactorKind::Extract), "", "{selected}");
    }
}

#[test]
fn an_include_is_inlined() {
    let fixture = PLAN.replacen("{{INCLUDE:.claude", "{{INCLUDE:$0.claude", 1);
    check(
        &fixture,
        "",
        RefactorKind::Inline,
        expect![[r#"
        * Inline `.claude/partials/flow/_check.md`
        //- /.claude/commands/flow/plan.md
        ---
        description: x
        ---
        # Plan 😀
        checked
        twice

        ## Write é tests!
        ```text
        {{INCLUDE:inert.md}}
        ```
        last {{INCLUDE:.claude/partials/flow/_check.md}}

    "#]],
    );
    check_same_expansion(&fixture, "", RefactorKind::Inline);
    assert_eq!(show(&fixture.replace("checked\n", "```\n"), "", RefactorKind::Inline), "", "an open fence");
    assert_eq!(show(&PLAN.replace("{{INCLUDE:inert", "{{INCLUDE:$0inert"), "", RefactorKind::Inline), "");
}

#[test]
fn a_fence_is_widened() {
    let text = "1. x\r\n   ```markdown$0\r\n   ```text\r\n   ```\r\n   ```\r\n";
    check(
        text,
        "",
        RefactorKind::Rewrite,
        expect![[r#"
        * Widen the fence to 4 backticks
        //- /.claude/commands/flow/plan.md
        1. x␍
           ````markdown␍
           ```text␍
           ```␍
           ````␍

    "#]],
    );
    assert_eq!(show("```text$0\nx\n```\n", "", RefactorKind::Rewrite), "");
}

#[test]
fn a_sentence_becomes_a_table() {
    check(
        "A\n**For /flow:plan$0**: Required input states are `workflow:Specified` OR `workflow:Researched`. Output state will be `workflow:Planned`.\nB\n",
        "",
        RefactorKind::Rewrite,
        expect![[r#"
            * Turn the sentence into a table
            //- /.claude/commands/flow/plan.md
            A

            | Command | Input states | Output state |
            |---|---|---|
            | /flow:plan | workflow:Specified, workflow:Researched | workflow:Planned |

            B

        "#]],
    );
    check(
        "**For /flow:assess$0**: Required input state is `workflow:To Do` or no workflow label. Output state will be `workflow:Assessed`.\r\n",
        "",
        RefactorKind::Rewrite,
        expect![[r#"
            * Turn the sentence into a table
            //- /.claude/commands/flow/plan.md
            | Command | Input states | Output state |␍
            |---|---|---|␍
            | /flow:assess | workflow:To Do, (no workflow label) | workflow:Assessed |␍

        "#]],
    );
    let quoted = "- **For /flow:plan$0**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.\n";
    assert_eq!(show(quoted, "", RefactorKind::Rewrite), "");
}

#[test]
fn labels_are_sorted() {
    let task = |labels: &str| format!("//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\n{labels}---\n");
    let sorted = |labels: &str| show(&task(labels), "", RefactorKind::Rewrite);
    expect![[r#"
        * Sort the labels
        //- /backlog/tasks/task-1 - A.md
        ---
        id: task-1
        labels: ['API', api, ui]
        ---

    "#]]
    .assert_eq(&sorted("labels: [ui, 'API', $0\"ui\", api]\n"));
    expect![[r#"
        * Sort the labels
        //- /backlog/tasks/task-1 - A.md
        ---
        id: task-1
        labels:␍
          - api␍
          - ui # 😀␍
          - 'workflow:Planned'␍
        ---

    "#]]
    .assert_eq(&sorted("labels:\r\n  - ui # 😀\r\n  - $0'workflow:Planned'\r\n  - api\r\n"));
    assert_eq!(sorted("labels: [api, $0ui]\n"), "");
    assert_eq!(sorted("labels: [ui, # why\n  $0api]\n"), "");
    assert_eq!(sorted("labels:\n  - ui\n  # why\n  - $0api\n"), "");
}

#[test]
fn a_command_gets_its_place_in_the_workflow() {
    let fixture = "
//- /.claude/commands/flow/review.md
$0**For /flow:review**: Required input states are `workflow:Planned` OR `workflow:Built`. Output state will be `workflow:Done`.
//- /flowspec_workflow.yml
states: [To Do, Planned, Built, Done]
workflows:
    plan:
        command: \"/flow:plan\" # 😀
        agents: [planner]
        input_states: [\"To Do\"]
        output_state: \"Planned\"

# Steps
transitions:
- {name: plan, from: To Do, to: Planned, via: plan}
- name: done
  from: 'Built'
  to: 'Done'
  via: 'manual'
";
    check(
        fixture,
        "",
        RefactorKind::Rewrite,
        expect![[r#"
        * Add `/flow:review` to `flowspec_workflow.yml`
        //- /flowspec_workflow.yml
        states: [To Do, Planned, Built, Done]
        workflows:
            plan:
                command: "/flow:plan" # 😀
                agents: [planner]
                input_states: ["To Do"]
                output_state: "Planned"
            review:
                command: "/flow:review"
                agents: ["planner"]
                input_states: ["Planned", "Built"]
                output_state: "Done"

        # Steps
        transitions:
        - {name: plan, from: To Do, to: Planned, via: plan}
        - name: done
          from: 'Built'
          to: 'Done'
          via: 'manual'
        - name: 'review_1'
          from: 'Planned'
          to: 'Done'
          via: 'review'
        - name: 'review_2'
          from: 'Built'
          to: 'Done'
          via: 'review'

    "#]],
    );
    assert_eq!(show(&fixture.replace("Output state will be `workflow:Done`.", ""), "", RefactorKind::Rewrite), "");
    assert_eq!(show(&fixture.replace("workflow:Built`.", "workflow:Bult`."), "", RefactorKind::Rewrite), "");
}
