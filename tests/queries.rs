//! The tree-sitter queries for editors: that they compile with the grammar, and what they capture.

use expect_test::{Expect, expect};
use std::fmt::Write;
use tree_sitter::{Parser, Query, QueryCursor, StreamingIterator as _};

#[track_caller]
fn check(query: &str, text: &str, expect: Expect) {
    let grammar = tree_sitter_md::LANGUAGE.into();
    let query = Query::new(&grammar, query).expect("the query compiles");
    let mut parser = Parser::new();
    parser.set_language(&grammar).unwrap();
    let tree = parser.parse(text, None).unwrap();
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), text.as_bytes());
    let mut shown = String::new();
    while let Some((matched, index)) = captures.next() {
        let capture = matched.captures()[*index];
        let name = query.capture_names()[capture.index as usize];
        writeln!(shown, "@{name} {:?}", &text[capture.node.byte_range()]).unwrap();
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
        include_str!("../queries/markdown/folds.scm"),
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
fn highlights_of_directives_and_markers_for_editors() {
    check(
        include_str!("../queries/markdown/highlights.scm"),
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
