use std::fmt::Write;

use expect_test::{Expect, expect};
use ropey::Rope;

use super::*;
use crate::{fixture::Fixture, model::Kind, workspace::DocPath};

fn shown(document: &Document, most: usize) -> String {
    let mut shown = String::new();
    for fold in folds(document, most) {
        let text = &document.text()[fold.range];
        let (first, last) = (text.lines().next().unwrap(), text.lines().last().unwrap());
        writeln!(shown, "{:?} {first:?} … {last:?}", fold.kind).unwrap();
    }
    shown
}

#[track_caller]
fn check(fixture: &str, expect: Expect) {
    let (_, document) = Fixture::parse(fixture).opened();
    expect.assert_eq(&shown(&document, usize::MAX));
}

const PLAN: &str = "\
---
description: plan
handoffs:
  - label: go
    agent: qa
---
# Plan 😀

<!-- SECTION:NOTES:BEGIN -->
## Notes

- one
  - two
- three

<!-- a long
     comment -->

<!-- SECTION:NOTES:END -->

> # Quoted
> text

```sh
# no heading
```

Setext
------

| a | b |
|---|---|
| 1 | 2 |

";

#[test]
fn markdown() {
    check(
        PLAN,
        expect![[r###"
        Block "---" … "---"
        Block "handoffs:" … "    agent: qa"
        Block "  - label: go" … "    agent: qa"
        Block "# Plan 😀" … "| 1 | 2 |"
        Region "<!-- SECTION:NOTES:BEGIN -->" … "<!-- SECTION:NOTES:END -->"
        Block "## Notes" … "     comment -->"
        Block "- one" … "- three"
        Comment "<!-- a long" … "     comment -->"
        Block "> # Quoted" … "> text"
        Block "```sh" … "```"
        Block "Setext" … "| 1 | 2 |"
        Block "| a | b |" … "| 1 | 2 |"
    "###]],
    );
}

#[test]
fn line_ends_of_windows_give_the_same_lines() {
    let lines = |text: &str| {
        let (_, document) = Fixture::parse(text).opened();
        let line = |at| document.facts().lines.line(at);
        folds(&document, usize::MAX)
            .iter()
            .map(|fold| (line(fold.range.start()), line(fold.range.end())))
            .collect::<Vec<_>>()
    };
    assert_eq!(lines(PLAN), lines(&PLAN.replace('\n', "\r\n")));
}

#[test]
fn a_document_on_disk_folds_like_an_open_one() {
    let fixture = Fixture::parse(PLAN);
    let (_, open) = fixture.opened();
    assert_eq!(folds(fixture.snapshot().documents()[0], usize::MAX), folds(&open, usize::MAX));
}

#[test]
fn blocks_in_blocks() {
    check(
        "> - one\n>   - two\n>\n>     ~~~\n>     code\n>     ~~~\n>\n> text\n\n1. a\n\n   | a |\n   |---|\n   | b |\n\n[^1]: A note\n\n    on lines\n\n<div>\ntext\n</div>\n",
        expect![[r#"
            Block "> - one" … "> text"
            Block ">   - two" … ">     ~~~"
            Block ">     ~~~" … ">     ~~~"
            Block "1. a" … "   | b |"
            Block "   | a |" … "   | b |"
            Block "[^1]: A note" … "    on lines"
            Block "<div>" … "</div>"
        "#]],
    );
}

#[test]
fn of_too_many_the_outermost_stay() {
    let (_, document) = Fixture::parse(PLAN).opened();
    assert_eq!(folds(&document, 0), []);
    expect![[r##"
        Block "---" … "---"
        Block "handoffs:" … "    agent: qa"
        Block "# Plan 😀" … "| 1 | 2 |"
        Region "<!-- SECTION:NOTES:BEGIN -->" … "<!-- SECTION:NOTES:END -->"
    "##]]
    .assert_eq(&shown(&document, 4));
}

#[test]
fn workflow() {
    check(
        "
//- /flowspec_workflow.yml
# A comment
# on two lines
version: '2.0' # behind a value
# alone

states:
  - To Do
  - Planned
workflows:
  plan:
    command: /flow:plan
    description: |
      long
      text
    input_states: [To Do]
",
        expect![[r##"
            Comment "# A comment" … "# on two lines"
            Block "states:" … "  - Planned"
            Block "workflows:" … "    input_states: [To Do]"
            Block "  plan:" … "    input_states: [To Do]"
            Block "    description: |" … "      text"
        "##]],
    );
}

#[test]
fn nothing_to_fold() {
    for text in ["", "\n\n", "text", "# Heading", "# Heading\n\n", "<!-- a -->"] {
        check(text, expect![""]);
    }
}

#[test]
fn half_written_text_folds_somehow() {
    for text in
        ["---\na: [\n---\n", "```\n", "```\n😀", "> - ```\n>\n", "<!-- SECTION:A:END -->\n<!-- SECTION:A:BEGIN -->\n"]
    {
        let document = Document::open(DocPath::new("/a.md"), Kind::Command, Vec::new(), Rope::from_str(text), 1);
        for fold in folds(&document, usize::MAX) {
            assert!(document.text().get(std::ops::Range::<usize>::from(fold.range)).is_some());
        }
    }
}
