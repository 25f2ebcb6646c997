use super::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::fmt::Write;

fn parsed(text: &str) -> Tree {
    Tree::parse(text.into(), None, LIMIT).unwrap()
}

#[track_caller]
fn check(query: &str, text: &str, expect: Expect) {
    let query = compile(query).expect("the query compiles");
    let tree = parsed(text);
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.tree.root_node(), text.as_bytes());
    let mut shown = String::new();
    while let Some((matched, index)) = captures.next() {
        let capture = matched.captures()[*index];
        let name = query.capture_names()[capture.index as usize];
        writeln!(shown, "@{name} {:?}", &text[bytes_of(capture.node)]).unwrap();
    }
    expect.assert_eq(&shown);
}

const TEXT: &str = "\
---
description: plan
---
# Plan

{{INCLUDE:templates/partials/a.md}}
<<INCLUDE:b.md>>

Text with {{INCLUDE:c.md}} in it, and `code`.

<!-- SECTION:NOTES:BEGIN -->
- one
  - two
<!-- SECTION:NOTES:END -->

Setext 😀
---

> # Quoted

```sh
{{INCLUDE:d.md}}
<!-- TIER: Heavy -->
```

<!-- TIER: Light -->

<!-- flowspec-ignore include-missing -->

<!-- an ordinary
     comment -->
";

#[test]
fn folds() {
    check(
        include_str!("../../../queries/markdown/folds.scm"),
        TEXT,
        expect![[r##"
            @fold "---\ndescription: plan\n---\n"
            @fold "# Plan\n\n{{INCLUDE:templates/partials/a.md}}\n<<INCLUDE:b.md>>\n\nText with {{INCLUDE:c.md}} in it, and `code`.\n\n<!-- SECTION:NOTES:BEGIN -->\n- one\n  - two\n<!-- SECTION:NOTES:END -->\n\nSetext 😀\n---\n\n> # Quoted\n\n```sh\n{{INCLUDE:d.md}}\n<!-- TIER: Heavy -->\n```\n\n<!-- TIER: Light -->\n\n<!-- flowspec-ignore include-missing -->\n\n<!-- an ordinary\n     comment -->\n"
            @fold "<!-- SECTION:NOTES:BEGIN -->\n"
            @fold "- one\n  - two\n"
            @fold "- two\n"
            @fold "<!-- SECTION:NOTES:END -->\n"
            @fold "> # Quoted\n"
            @fold "# Quoted\n"
            @fold "```sh\n{{INCLUDE:d.md}}\n<!-- TIER: Heavy -->\n```\n"
            @fold "<!-- TIER: Light -->\n"
            @fold "<!-- flowspec-ignore include-missing -->\n"
            @fold "<!-- an ordinary\n     comment -->\n"
        "##]],
    );
}

#[test]
fn outline() {
    check(
        include_str!("../../../queries/markdown/outline.scm"),
        TEXT,
        expect![[r##"
            @heading.1 "# Plan\n"
            @container "- one\n  - two\n"
            @container "- two\n"
            @heading.2 "Setext 😀\n---\n"
            @container "> # Quoted\n"
            @heading.1 "# Quoted\n"
        "##]],
    );
}

#[test]
fn highlights_of_directives_and_markers_for_editors() {
    check(
        include_str!("../../../queries/markdown/highlights.scm"),
        TEXT,
        expect![[r#"
            @keyword.directive "{{INCLUDE:templates/partials/a.md}}\n<<INCLUDE:b.md>>"
            @keyword.directive "<!-- SECTION:NOTES:BEGIN -->\n"
            @keyword.directive "<!-- SECTION:NOTES:END -->\n"
            @keyword.directive "<!-- TIER: Light -->\n"
            @keyword.directive "<!-- flowspec-ignore include-missing -->\n"
        "#]],
    );
}

#[test]
fn the_queries_of_the_server_compile() {
    for query in [Query::Folds, Query::Outline] {
        assert!(query.compiled().is_some(), "{query:?}");
    }
}

#[test]
fn the_blocks_around_a_word() {
    let text = "# A\n\n> - one 😀 two\n>\n>   three\n";
    let at = text.find("two").unwrap();
    let around = parsed(text).around(range(at, at + 3));
    let shown: Vec<_> = around.into_iter().map(|range| &text[range]).collect();
    expect![[r##"
        [
            "# A\n\n> - one 😀 two\n>\n>   three\n",
            "# A\n\n> - one 😀 two\n>\n>   three\n",
            "> - one 😀 two\n>\n>   three\n",
            "- one 😀 two\n>\n>   three\n",
            "- one 😀 two\n>\n>   three\n",
            "one 😀 two\n>",
            "one 😀 two",
        ]"##]]
    .assert_eq(&format!("{shown:#?}"));
}

#[test]
fn what_takes_too_long_is_given_up() {
    let text = "> - # a\n".repeat(20_000);
    assert!(Tree::parse(text.into(), None, Duration::ZERO).is_none());
}

#[test]
fn deep_nesting_ends() {
    for text in [">".repeat(20_000), "> ".repeat(5_000), "- ".repeat(5_000), "#".repeat(5_000), "```\n> ".repeat(500)] {
        if let Some(tree) = Tree::parse(text.as_str().into(), None, LIMIT) {
            tree.around(TextRange::empty(0.into()));
            tree.query(Query::Folds);
        }
    }
}

/// Not so for any text: where nested containers are half written, the grammar's state can depend on what stood there before.
#[test]
fn an_edit_of_a_line_gives_the_tree_of_the_whole_text() {
    let before = parsed(TEXT);
    let lines: Vec<&str> = TEXT.split_inclusive('\n').collect();
    for at in 0..lines.len() {
        for line in ["", "x\n", "# é\n", "- 😀\n", "\r\n"] {
            let edited = [&lines[..at], &[line], &lines[at + 1..]].concat().concat();
            let incremental = Tree::parse(edited.as_str().into(), Some(&before), LIMIT).unwrap();
            let whole = parsed(&edited);
            for query in [Query::Folds, Query::Outline] {
                assert_eq!(incremental.query(query), whole.query(query), "line {at} as {line:?}");
            }
        }
    }
}

/// Pieces of Markdown that open, close and nest.
fn nasty() -> impl Strategy<Value = String> {
    let pieces = [
        "# a\n",
        "> ",
        "- ",
        "1. ",
        "```",
        "~~~\n",
        "\n",
        "\r\n",
        "\t",
        "    ",
        "<!-- ",
        "-->",
        "---\n",
        "===\n",
        "| a |",
        "|-|\n",
        "😀",
        "é",
        "[x]: /y\n",
        "<div>",
        "{{INCLUDE:a.md}}",
        "\0",
        "\u{feff}",
        "\r",
        "* * *\n",
        "text ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_has_a_tree_whose_nodes_are_in_it(text in "\\PC*|.*") {
        let tree = parsed(&text);
        for query in [Query::Folds, Query::Outline] {
            for capture in tree.query(query).unwrap() {
                prop_assert!(text.get(std::ops::Range::<usize>::from(capture.range)).is_some());
            }
        }
    }

    #[test]
    fn one_edit_makes_the_new_text_of_the_old(old in nasty(), new in nasty()) {
        let edit = difference(&old, &new);
        let made = format!("{}{}{}", &old[..edit.start_byte], &new[edit.start_byte..edit.new_end_byte], &old[edit.old_end_byte..]);
        prop_assert_eq!(made, new);
    }

    #[test]
    fn an_edited_tree_is_still_a_tree_of_the_new_text(text in nasty(), new in nasty(), a in 0usize..80, b in 0usize..80) {
        let (a, b) = (text.floor_char_boundary(a.min(b)), text.floor_char_boundary(a.max(b)));
        let edited = format!("{}{new}{}", &text[..a], &text[b..]);
        let tree = Tree::parse(edited.as_str().into(), Some(&parsed(&text)), LIMIT).unwrap();
        for capture in tree.query(Query::Folds).unwrap() {
            prop_assert!(edited.get(std::ops::Range::<usize>::from(capture.range)).is_some());
        }
    }
}
