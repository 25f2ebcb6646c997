use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;
use crate::fixture::Fixture;

fn show(text: &str, symbols: &[OutlineSymbol], depth: usize, shown: &mut String) {
    for symbol in symbols {
        assert!(symbol.range.contains_range(symbol.name_range), "{symbol:?}");
        let lines = |at: text_size::TextSize| text[..at.into()].matches('\n').count();
        let (first, last) = (lines(symbol.range.start()), lines(symbol.range.end()));
        let detail = if symbol.detail.is_empty() { String::new() } else { format!(" ({})", symbol.detail) };
        let (indent, kind) = ("  ".repeat(depth), symbol.kind);
        writeln!(shown, "{indent}{kind:?} {}{detail} {first}-{last} {:?}", symbol.name, &text[symbol.name_range])
            .unwrap();
        show(text, &symbol.children, depth + 1, shown);
    }
}

fn shown(document: &Document) -> String {
    let mut shown = String::new();
    show(document.text(), &outline(document), 0, &mut shown);
    shown
}

#[track_caller]
fn check(fixture: &str, expect: Expect) {
    let (_, document) = Fixture::parse(fixture).opened();
    expect.assert_eq(&shown(&document));
}

#[test]
fn headings_nest_by_level() {
    check(
        "# A `b` 😀\n\n### C\n\nD\n---\ntext\n\n#\n## E\n\n",
        expect![[r####"
        Heading A b 😀 0-6 "# A `b` 😀"
          Heading C 2-2 "### C"
          Heading D 4-6 "D\n---"
        Heading (no name) 8-9 "#"
          Heading E 9-9 "## E"
    "####]],
    );
}

#[test]
fn headings_in_quotes_and_lists_end_no_section() {
    check(
        "# A\n> # B\n> ## C\n\n- # D\n\n## E\n> # F\n\ntext\n",
        expect![[r###"
        Heading A 0-9 "# A"
          Heading B 1-2 "# B"
            Heading C 2-2 "## C"
          Heading D 4-4 "# D"
          Heading E 6-9 "## E"
            Heading F 7-7 "# F"
    "###]],
    );
}

#[test]
fn headings_in_loose_lists_and_footnotes_end_no_section() {
    check(
        "# A\n1. one\n\n   # B\n\n   text\n\n   - # C\n2. two\n\n[^1]: Note\n\n    # D\n\ntext\n",
        expect![[r##"
            Heading A 0-14 "# A"
              Heading B 3-7 "# B"
                Heading C 7-7 "# C"
              Heading D 12-12 "# D"
        "##]],
    );
}

/// Whatever the length of a text, its outline is exact.
#[test]
fn a_long_document_has_its_containers() {
    let text = format!("# A\n{}", "> # B\n\ntext\n\n".repeat(10_000));
    let (_, document) = Fixture::parse(&text).opened();
    let symbols = outline(&document);
    assert_eq!(symbols.len(), 1);
    assert_eq!(symbols[0].children.len(), 10_000);
}

#[test]
fn a_document_on_disk_has_the_outline_of_an_open_one() {
    let fixture = Fixture::parse("# A\n> # B\n\n## C\n# D\n");
    let (_, open) = fixture.opened();
    assert_eq!(shown(fixture.snapshot().documents()[0]), shown(&open));
}

#[test]
fn a_heading_in_a_block_of_code_is_none() {
    check("```\n# A\n<!-- TIER: Heavy -->\n```\n", expect![""]);
}

#[test]
fn constitution() {
    check(
        "
//- /memory/constitution.md
<!-- TIER: Heavy - all of it -->
# Constitution
<!-- SECTION:QUALITY:BEGIN -->
## Quality
<!-- NEEDS_VALIDATION: how much
     is enough -->
<!-- SECTION:QUALITY:END -->

<!-- SECTION:TESTS:BEGIN -->
## Tests
### More
<!-- SECTION:TESTS:END -->
",
        expect![[r####"
            Marker Heavy (TIER) 0-0 "Heavy"
            Heading Constitution 1-11 "# Constitution"
              Section QUALITY (section) 2-6 "QUALITY"
                Heading Quality 3-5 "## Quality"
                  Marker how much is enough (NEEDS_VALIDATION) 4-5 "how much\n     is enough"
              Section TESTS (section) 8-11 "TESTS"
                Heading Tests 9-10 "## Tests"
                  Heading More 10-10 "### More"
        "####]],
    );
}

#[test]
fn task() {
    check(
        "
//- /backlog/tasks/task-1 - A.md
---
id: task-1
labels:
  - workflow:Planned
title: >-
  A long
  title
---
## Acceptance Criteria
<!-- AC:BEGIN -->
- [x] #1 é is read
- [ ] #2 and written
<!-- AC:END -->
",
        expect![[r###"
            FrontMatter Front matter 0-7 "---"
              Key id (task-1) 1-1 "id"
              Key labels 2-3 "labels"
              Key title (A long title) 4-6 "title"
            Heading Acceptance Criteria 8-12 "## Acceptance Criteria"
              Section AC (1 of 2 checked) 9-12 "AC"
                Criterion #1 é is read (checked) 10-10 "#1 é is read"
                Criterion #2 and written (open) 11-11 "#2 and written"
        "###]],
    );
}

#[test]
fn workflow() {
    check(
        "
//- /flowspec_workflow.yml
version: '2.0'
states:
  - To Do
  - name: Planned
workflows:
  plan:
    command: /flow:plan
    input_states: [To Do]
    output_state: Planned
transitions:
  - name: planning
    from: To Do
    to: Planned
    via: plan
  - from: Planned
metadata:
  owner: qa
",
        expect![[r#"
            Key version (2.0) 0-0 "version"
            Key states 1-3 "states"
              State To Do 2-2 "To Do"
              State Planned 3-3 "Planned"
            Key workflows 4-8 "workflows"
              Workflow plan (/flow:plan: To Do → Planned) 5-8 "plan"
            Key transitions 9-14 "transitions"
              Transition planning (To Do → Planned) 10-13 "planning"
              Transition Planned → ? (Planned → ?) 14-14 ""
            Key metadata 15-16 "metadata"
              Key owner (qa) 16-16 "owner"
        "#]],
    );
}

#[test]
fn legacy_workflow() {
    check(
        "//- /flowspec_workflow.yml\ntransitions:\n  - from: [A, B]\n    to: C\n",
        expect![[r#"
        Key transitions 0-2 "transitions"
          Transition A, B → C (A, B → C) 1-2 ""
    "#]],
    );
}

#[test]
fn hooks() {
    check(
        "
//- /.flowspec/hooks/hooks.yaml
version: 1
hooks:
  - name: notify
    events:
      - type: plan.created
      - type: task.*
    script: notify.sh
    enabled: false
  - events: []
",
        expect![[r#"
            Key version (1) 0-0 "version"
            Key hooks 1-8 "hooks"
              Hook notify (plan.created, task.*, disabled) 2-7 "notify"
              Hook (no name) 8-8 ""
        "#]],
    );
}

#[test]
fn yaml_files_of_openspec() {
    check(
        "//- /openspec/config.yaml\nschema: short\ncontext: |\n  é\n  more\nrules:\n  plan: [a, b]\n",
        expect![[r#"
        Key schema (short) 0-0 "schema"
        Key context (é) 1-3 "context"
        Key rules 4-5 "rules"
          Key plan 5-5 "plan"
    "#]],
    );
    check(
        "
//- /openspec/schemas/short/schema.yaml
name: short
artifacts:
  - id: plan
    generates: plan.md
  - generates: notes.md
apply:
  requires: [plan]
",
        expect![[r#"
            Key name (short) 0-0 "name"
            Key artifacts 1-4 "artifacts"
              Artifact plan (plan.md) 2-3 "plan"
            Key apply 5-6 "apply"
              Key requires 6-6 "requires"
        "#]],
    );
}

#[test]
fn sections_that_cross_headings_and_each_other() {
    check(
        "# A\n<!-- SECTION:X:BEGIN -->\n# B\n<!-- SECTION:Y:BEGIN -->\n<!-- SECTION:X:END -->\n<!-- SECTION:Y:END -->\n",
        expect![[r##"
            Heading A 0-1 "# A"
            Section X (section) 1-4 "X"
              Heading B 2-3 "# B"
            Section Y (section) 3-5 "Y"
        "##]],
    );
}

#[test]
fn endless_nesting_stays_shallow() {
    let begin: String = (0..5_000).map(|at| format!("<!-- SECTION:S{at}:BEGIN -->\n")).collect();
    let end: String = (0..5_000).rev().map(|at| format!("<!-- SECTION:S{at}:END -->\n")).collect();
    let (_, document) = Fixture::parse(&format!("{begin}{end}")).opened();
    let mut symbols = outline(&document);
    for _ in 1..MAX_DEPTH {
        symbols = symbols.remove(0).children;
    }
    assert_eq!(symbols.len(), 5_000 - MAX_DEPTH + 1);
}
