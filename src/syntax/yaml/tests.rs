use super::*;
use expect_test::{Expect, expect};
use std::fmt::Write;

/// One line a node: its bytes as they stand, then what was understood.
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&render(text, &parse(text, TextRange::up_to(text.text_len()))));
}

fn render(text: &str, yaml: &Yaml) -> String {
    let mut out = String::new();
    if let Some(root) = &yaml.root {
        node(text, root, 0, "", &mut out);
    }
    for comment in &yaml.comments {
        let _ = writeln!(out, "comment {:?}", &text[*comment]);
    }
    for problem in &yaml.problems {
        let _ = writeln!(out, "problem {:?} {:?}: {}", problem.range, &text[problem.range], problem.message);
    }
    if yaml.truncated {
        out.push_str("truncated\n");
    }
    out
}

fn node(text: &str, node_: &Node, depth: usize, label: &str, out: &mut String) {
    let indent = "  ".repeat(depth);
    let _ = write!(out, "{indent}{label}{:?} {}", node_.range, node_.kind());
    match &node_.value {
        Value::Scalar { text: value, content, .. } => {
            let _ = writeln!(out, " {value:?} from {:?} in {:?}", &text[*content], &text[node_.range]);
        }
        Value::Alias => {
            let _ = writeln!(out, " {:?}", &text[node_.range]);
        }
        Value::Mapping(entries) => {
            out.push('\n');
            for entry in entries {
                node(text, &entry.key, depth + 1, "", out);
                node(text, &entry.value, depth + 1, ": ", out);
            }
        }
        Value::Sequence(items) => {
            out.push('\n');
            for item in items {
                node(text, item, depth + 1, "- ", out);
            }
        }
    }
}

#[test]
fn collections() {
    check(
        "a:\n- b\n- [1, {x: yes}]\nc:\n  d:\n  e: ~\n# end\nf: {}\n",
        expect![[r##"
            0..49 a mapping
              0..1 a string "a" from "a" in "a"
              : 5..22 a list
                - 5..6 a string "b" from "b" in "b"
                - 9..22 a list
                  - 10..11 a number "1" from "1" in "1"
                  - 13..21 a mapping
                    14..15 a string "x" from "x" in "x"
                    : 17..20 a boolean "yes" from "yes" in "yes"
              23..24 a string "c" from "c" in "c"
              : 28..37 a mapping
                28..29 a string "d" from "d" in "d"
                : 30..30 nothing "" from "" in ""
                33..34 a string "e" from "e" in "e"
                : 36..37 nothing "~" from "~" in "~"
              44..45 a string "f" from "f" in "f"
              : 47..49 a mapping
            comment "# end"
        "##]],
    );
}

#[test]
fn quotes_and_types() {
    check(
        "'it''s': \"a\\tb\"\n\"5\": 5\nv: 1.5\nw: !!str 7\nx: -3\ny: 1.0.0\nz: False\n",
        expect![[r#"
            0..64 a mapping
              0..7 a string "it's" from "it''s" in "'it''s'"
              : 9..15 a string "a\tb" from "a\\tb" in "\"a\\tb\""
              16..19 a string "5" from "5" in "\"5\""
              : 21..22 a number "5" from "5" in "5"
              23..24 a string "v" from "v" in "v"
              : 26..29 a number "1.5" from "1.5" in "1.5"
              30..31 a string "w" from "w" in "w"
              : 39..40 a string "7" from "7" in "7"
              41..42 a string "x" from "x" in "x"
              : 44..46 a number "-3" from "-3" in "-3"
              47..48 a string "y" from "y" in "y"
              : 50..55 a string "1.0.0" from "1.0.0" in "1.0.0"
              56..57 a string "z" from "z" in "z"
              : 59..64 a boolean "False" from "False" in "False"
        "#]],
    );
}

#[test]
fn block_scalars() {
    check(
        "a: | # why | not\n  one\n  two\n\n\nb: >-\n  folded\n  x\nc: !!str |2\n   y\nd: |\ne: |+",
        expect![[r##"
            0..77 a mapping
              0..1 a string "a" from "a" in "a"
              : 3..28 a string "one\ntwo\n" from "one\n  two" in "| # why | not\n  one\n  two"
              31..32 a string "b" from "b" in "b"
              : 34..49 a string "folded x" from "folded\n  x" in ">-\n  folded\n  x"
              50..51 a string "c" from "c" in "c"
              : 59..66 a string " y\n" from " y" in "|2\n   y"
              67..68 a string "d" from "d" in "d"
              : 70..71 a string "" from "" in "|"
              72..73 a string "e" from "e" in "e"
              : 75..77 a string "" from "" in "|+"
            comment "# why | not"
        "##]],
    );
    check(
        "a: |\r\n  one\r\n  two\r\nb:\r\n",
        expect![[r#"
        0..22 a mapping
          0..1 a string "a" from "a" in "a"
          : 3..18 a string "one\ntwo\n" from "one\r\n  two" in "|\r\n  one\r\n  two"
          20..21 a string "b" from "b" in "b"
          : 22..22 nothing "" from "" in ""
    "#]],
    );
}

#[test]
fn anchors_and_aliases() {
    check(
        "a: &x 5\nb: *x\nc: *.md\nd: 1\n",
        expect![[r#"
        0..26 a mapping
          0..1 a string "a" from "a" in "a"
          : 6..7 a number "5" from "5" in "5"
          8..9 a string "b" from "b" in "b"
          : 11..13 an alias "*x"
          14..15 a string "c" from "c" in "c"
          : 17..21 an alias "*.md"
          22..23 a string "d" from "d" in "d"
          : 25..26 a number "1" from "1" in "1"
        problem 17..21 "*.md": no anchor of this name comes before this alias; quote the value if it is text
    "#]],
    );
}

#[test]
fn empty_texts() {
    check("", expect![[""]]);
    check(" \n\n", expect![[""]]);
    check("\u{feff}", expect![[""]]);
    check(
        "# only\n",
        expect![[r##"
        comment "# only"
    "##]],
    );
    check(
        "\u{feff}---\na: b",
        expect![[r#"
        7..11 a mapping
          7..8 a string "a" from "a" in "a"
          : 10..11 a string "b" from "b" in "b"
    "#]],
    );
}

#[test]
fn problems() {
    check(
        "a: x\nb: Evaluate. Output: Full\nc: d\n",
        expect![[r#"
        0..24 a mapping
          0..1 a string "a" from "a" in "a"
          : 3..4 a string "x" from "x" in "x"
          5..6 a string "b" from "b" in "b"
          : 8..24 a string "Evaluate. Output" from "Evaluate. Output" in "Evaluate. Output"
        problem 24..25 ":": `: ` inside an unquoted value: put the value in quotes
        truncated
    "#]],
    );
    check(
        "a: x\ngarbage line \nc: d\n",
        expect![[r#"
        0..4 a mapping
          0..1 a string "a" from "a" in "a"
          : 3..4 a string "x" from "x" in "x"
        problem 5..17 "garbage line": expected a `key: value` line
        truncated
    "#]],
    );
    check(
        "garbage\nc: d\n",
        expect![[r#"
            0..9 a string "garbage c" from "garbage\nc" in "garbage\nc"
            problem 9..10 ":": `:` is not allowed here: the line above is not a `key: value` line
            truncated
        "#]],
    );
    check(
        "a: @x\n",
        expect![[r#"
            0..2 a mapping
              0..1 a string "a" from "a" in "a"
              : 2..2 nothing "" from "" in ""
            problem 3..4 "@": a value cannot start with `@`: put it in quotes
            truncated
        "#]],
    );
    check(
        "a: \"x\nb: c\n",
        expect![[r#"
        0..2 a mapping
          0..1 a string "a" from "a" in "a"
          : 2..2 nothing "" from "" in ""
        problem 3..4 "\"": this quote is never closed
        truncated
    "#]],
    );
    check(
        "a: [1, 2\n",
        expect![[r#"
        0..5 a mapping
          0..1 a string "a" from "a" in "a"
          : 3..5 a list
            - 4..5 a number "1" from "1" in "1"
        problem 3..4 "[": this `[` is never closed
        truncated
    "#]],
    );
    check(
        "a: 'x' y\n",
        expect![[r#"
        0..2 a mapping
          0..1 a string "a" from "a" in "a"
          : 2..2 nothing "" from "" in ""
        problem 7..8 "y": text after the closing quote
        truncated
    "#]],
    );
    check(
        "a:\n  - b\n c: d\n",
        expect![[r#"
        0..8 a mapping
          0..1 a string "a" from "a" in "a"
          : 5..8 a list
            - 7..8 a string "b" from "b" in "b"
        problem 10..11 "c": expected a key with the indentation of the keys above
        truncated
    "#]],
    );
    check(
        "a: - b\n",
        expect![[r#"
        0..2 a mapping
          0..1 a string "a" from "a" in "a"
          : 2..2 nothing "" from "" in ""
        problem 3..4 "-": a list cannot start here: put it on its own line or quote the value
        truncated
    "#]],
    );
    check(
        "a:\tb\n\tc: d\n",
        expect![[r#"
            0..2 a mapping
              0..1 a string "a" from "a" in "a"
              : 2..2 nothing "" from "" in ""
            problem 3..4 "b": a tab indents a line below this value: use spaces
            truncated
        "#]],
    );
    check(
        "a: b\0c\nd: e\n",
        expect![[r#"
        0..2 a mapping
          0..1 a string "a" from "a" in "a"
          : 2..2 nothing "" from "" in ""
        problem 4..5 "\0": the control character U+0000 is not allowed in YAML
        truncated
    "#]],
    );
    check(
        "a: b\u{1}c\nd: e\n",
        expect![[r#"
            0..2 a mapping
              0..1 a string "a" from "a" in "a"
              : 2..2 nothing "" from "" in ""
            problem 4..5 "\u{1}": the control character U+0001 is not allowed in YAML
            truncated
        "#]],
    );
    check(
        "a: 😀😀 é: x\n",
        expect![[r#"
        0..14 a mapping
          0..1 a string "a" from "a" in "a"
          : 3..14 a string "😀😀 é" from "😀😀 é" in "😀😀 é"
        problem 14..15 ":": `: ` inside an unquoted value: put the value in quotes
        truncated
    "#]],
    );
    check(
        "a: `x`\n",
        expect![[r#"
        0..2 a mapping
          0..1 a string "a" from "a" in "a"
          : 2..2 nothing "" from "" in ""
        problem 3..4 "`": a value cannot start with a backtick: put it in quotes
        truncated
    "#]],
    );
    check(
        "a: {b\n",
        expect![[r#"
        0..3 a mapping
          0..1 a string "a" from "a" in "a"
          : 3..3 a mapping
        problem 3..4 "{": this `{` is never closed
        truncated
    "#]],
    );
}

#[test]
fn documents() {
    check(
        "a: b\n--- # next\nc: d\n",
        expect![[r#"
        0..4 a mapping
          0..1 a string "a" from "a" in "a"
          : 3..4 a string "b" from "b" in "b"
        problem 5..8 "---": a second document starts here, only the first one is read
    "#]],
    );
    check(
        "a: b\n...\nc: d\n",
        expect![[r#"
        0..4 a mapping
          0..1 a string "a" from "a" in "a"
          : 3..4 a string "b" from "b" in "b"
        problem 9..10 "c": a second document starts here, only the first one is read
    "#]],
    );
    check(
        "---\na: b\n...\n",
        expect![[r#"
        4..8 a mapping
          4..5 a string "a" from "a" in "a"
          : 7..8 a string "b" from "b" in "b"
    "#]],
    );
}

#[test]
fn ranges_are_of_the_whole_text() {
    let text = "é\na: b: c\nd";
    let yaml = parse(text, TextRange::new(3.into(), 11.into()));
    expect![[r#"
        3..7 a mapping
          3..4 a string "a" from "a" in "a"
          : 6..7 a string "b" from "b" in "b"
        problem 7..8 ":": `: ` inside an unquoted value: put the value in quotes
        truncated
    "#]]
    .assert_eq(&render(text, &yaml));
    assert_eq!(parse(text, TextRange::new(1.into(), 5.into())), Yaml::default());
    assert_eq!(parse(text, TextRange::new(5.into(), 500.into())), Yaml::default());
}

#[test]
fn hostile_texts_end_in_a_problem() {
    let bomb = "a: &a [x]\n".to_owned() + &"b: [*a,*a,*a]\n".repeat(10_000);
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "[{? ".repeat(100_000),
        (0..2000).map(|depth| " ".repeat(depth) + "a:\n").collect(),
        (0..2000).map(|depth| " ".repeat(depth) + "a:\n" + &" ".repeat(depth) + "- b:\n").collect(),
    ] {
        let yaml = parse(&text, TextRange::up_to(text.text_len()));
        assert!(yaml.truncated, "{}", &text[..20]);
        assert_eq!(yaml.problems.len(), 1);
    }
    for text in [
        bomb,
        "# c\n".repeat(100_000),
        "a".repeat(1 << 16),
        "a: b".repeat(1 << 14),
        "'".repeat(1 << 16),
        "\0".repeat(1 << 16),
        "&a ".repeat(1 << 14),
        "a,".repeat(1 << 15),
        "[a: ".repeat(1 << 14),
        format!("[{}]", "a,".repeat(1 << 14)),
        format!("[{}]", "'a': ,".repeat(1 << 16)),
        "k:\n".repeat(1 << 14),
        "a: |\n".to_owned() + &" x\n".repeat(1 << 14),
        "\n".repeat(1 << 16),
        "\t".repeat(1 << 16),
        "--- \n".repeat(1 << 14),
        "%a b\n".repeat(1 << 14),
        "!".repeat(1 << 16),
    ] {
        parse(&text, TextRange::up_to(text.text_len()));
    }
}

#[test]
fn questions_to_a_node() {
    let text = "a: 5\nb: [x, 'no']\nc: no\na: again\nd:\n";
    let root = parse(text, TextRange::up_to(text.text_len())).root.unwrap();
    assert_eq!(root.get("a").and_then(Node::as_u64), Some(5));
    assert_eq!(root.get("c").and_then(Node::as_bool), Some(false));
    assert_eq!(root.get("b").and_then(|b| b.items()[1].as_bool()), None);
    assert!(root.get("d").is_some_and(Node::is_null));
    assert!(root.get("b").is_some_and(|b| b.items().iter().all(Node::is_string)));
    assert_eq!(root.get("e"), None);
    let entry = root.entry("b").unwrap();
    assert_eq!(&text[entry.range()], "b: [x, 'no']");
    assert_eq!(&text[entry.value.items()[1].content_range()], "no");
}

#[test]
fn quoted_text_reads_back() {
    for text in
        ["", "a", "a: b", "it's", "say \"x: y\"", "C:\\n", "both ' and \"", "\t\n\r\u{85}\u{0}\u{feff}", "# x", "😀"]
    {
        let quoted = format!("k: {}\n", quote(text));
        let yaml = parse(&quoted, TextRange::up_to(quoted.text_len()));
        assert_eq!(yaml.problems, [], "{quoted}");
        assert_eq!(yaml.root.unwrap().get("k").and_then(Node::as_str), Some(text));
    }
}

/// Every range of the result, for checks that hold for all of them.
pub(crate) fn ranges(node: &Node, into: &mut Vec<TextRange>) {
    into.extend([node.range, node.content_range()]);
    assert!(node.range.contains_range(node.content_range()), "{node:?}");
    for entry in node.entries() {
        ranges(&entry.key, into);
        ranges(&entry.value, into);
    }
    for item in node.items() {
        ranges(item, into);
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn total(text: &str) {
        let yaml = parse(text, TextRange::up_to(text.text_len()));
        let mut all = yaml.comments.clone();
        all.extend(yaml.problems.iter().map(|problem| problem.range));
        if let Some(root) = &yaml.root {
            ranges(root, &mut all);
        }
        for range in all {
            assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{range:?} of {text:?}");
        }
        assert!(!yaml.truncated || !yaml.problems.is_empty());
    }

    proptest! {
            #[test]
            fn any_text(text in any::<String>()) {
                total(&text);
            }

            #[test]
            fn text_that_looks_like_yaml(words in prop::collection::vec(
                prop::sample::select(vec![
                    "a", "b", ": ", ":", "- ", "-", "\n", "\n  ", "\n    ", "\r\n", "\r", "[", "]", "{", "}", ", ", "'", "\"", "|", ">-",
                    "#", " # ", "&x ", "*x", "!!str ", "!t ", "? ", "---", "...", "\t", "\0", "\u{feff}", "é", "😀", "%", "@", "\\", "<<", "|2\n",
                ]), 0..40)) {
                total(&words.concat());
            }

            #[test]
            fn quoting(text in any::<String>()) {
                let quoted = format!("k: {}\n", quote(&text));
                let yaml = parse(&quoted, TextRange::up_to(quoted.text_len()));
    let root = yaml.root.unwrap();
                prop_assert_eq!(root.get("k").and_then(Node::as_str), Some(text.as_str()));
            }
        }
}
