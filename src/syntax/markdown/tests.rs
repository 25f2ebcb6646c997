use super::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, expected: Expect) {
    let markdown = parse(text, TextSize::new(0));
    let mut out = String::new();
    for (heading, anchor) in markdown.headings.iter().zip(markdown.anchors()) {
        let (level, range) = (heading.level, &text[heading.range]);
        out += &format!("h{level} {range:?} {:?} #{}\n", heading.text, anchor);
    }
    for link in markdown.links {
        let image = if link.image { "image" } else { "link" };
        let (range, destination) = (&text[link.range], &text[link.destination_range]);
        out += &format!("{image} {range:?} {destination:?} {:?}\n", link.destination);
    }
    for block in markdown.fenced {
        let closer = block.closer.map(|closer| &text[closer]);
        let inner = block.inner_opener.map(|inner| &text[inner]);
        let (opener, info, content) = (&text[block.opener], &text[block.info], &text[block.content]);
        out += &format!("fenced {opener:?} {info:?} {content:?} {closer:?} inner {inner:?}\n");
    }
    for code in markdown.code {
        out += &format!("code {:?}\n", &text[code]);
    }
    expected.assert_eq(&out);
}

#[test]
fn headings_and_their_anchors() {
    check(
        "# A *b* `c`: d!\n\nX\n===\n\n## x\n### X-1\n# X\n",
        expect![[r####"
        h1 "# A *b* `c`: d!" "A b c: d!" #a-b-c-d
        h1 "X\n===" "X" #x
        h2 "## x" "x" #x-1
        h3 "### X-1" "X-1" #x-1-1
        h1 "# X" "X" #x-2
        code "`c`"
    "####]],
    );
    check(
        "# Größe & 2.0 — _y_ 🎉 z\r\n#\n> # in quote\n",
        expect![[r##"
        h1 "# Größe & 2.0 — _y_ 🎉 z" "Größe & 2.0 — y 🎉 z" #größe--20--y--z
        h1 "#" "" #
        h1 "# in quote" "in quote" #in-quote
    "##]],
    );
}

#[test]
fn links() {
    check(
        "[a](b.md) ![i *x*](<c d.png> \"t\") <https://x.y> [e]( f.md#g 'h' )",
        expect![[r#"
        link "[a](b.md)" "b.md" "b.md"
        image "![i *x*](<c d.png> \"t\")" "c d.png" "c d.png"
        link "[e]( f.md#g 'h' )" "f.md#g" "f.md#g"
    "#]],
    );
    check(
        "[a][r] [r] [r][] [no]\n\n[R]: ./x.md \"t\"\n",
        expect![[r#"
        link "[a][r]" "./x.md" "./x.md"
        link "[r]" "./x.md" "./x.md"
        link "[r]" "./x.md" "./x.md"
    "#]],
    );
    check(
        "[![i](p.png)](q.md) [`x](y`](z) [a\\](b)](c(d)e) [e]()",
        expect![[r#"
        link "[![i](p.png)](q.md)" "q.md" "q.md"
        image "![i](p.png)" "p.png" "p.png"
        link "[`x](y`](z)" "z" "z"
        link "[a\\](b)](c(d)e)" "c(d)e" "c(d)e"
        link "[e]()" "" ""
        code "`x](y`"
    "#]],
    );
    check(
        "`[a](b)` \\[a](b)\n\n    [a](b)\n",
        expect![[r#"
        code "`[a](b)`"
        code "[a](b)"
    "#]],
    );
}

#[test]
fn fenced_blocks() {
    check(
        "```sh\nx\n```\n~~~~ a b \n~~~\n~~~~  \n",
        expect![[r#"
        fenced "```sh" "sh" "x\n" Some("```") inner None
        fenced "~~~~ a b " "a b" "~~~\n" Some("~~~~") inner None
        code "```sh\nx\n```"
        code "~~~~ a b \n~~~\n~~~~"
    "#]],
    );
    check(
        "> ```\n> x\n\ny\n",
        expect![[r#"
        fenced "```" "" "> x\n" None inner None
        code "```\n> x"
    "#]],
    );
    check(
        "- a\n\n  ```sh\n  x\n  ```\n- ```\n  y\n",
        expect![[r#"
        fenced "```sh" "sh" "  x\n" Some("```") inner None
        fenced "```" "" "  y\n" None inner None
        code "```sh\n  x\n  ```"
        code "```\n  y"
    "#]],
    );
    check(
        "```\n```\n````\r\nx\r\n````\r\n```",
        expect![[r#"
        fenced "```" "" "" Some("```") inner None
        fenced "````" "" "x\r\n" Some("````") inner None
        fenced "```" "" "" None inner None
        code "```\n```"
        code "````\r\nx\r\n````"
        code "```"
    "#]],
    );
}

#[test]
fn a_block_that_an_inner_fence_closes() {
    check(
        "```markdown\n```text\nx\n```\ny\n```\n",
        expect![[r#"
        fenced "```markdown" "markdown" "```text\nx\n" Some("```") inner Some("```text")
        fenced "```" "" "" None inner None
        code "```markdown\n```text\nx\n```"
        code "```"
    "#]],
    );
    check(
        "````markdown\n```text\nx\n```\n````\n",
        expect![[r#"
        fenced "````markdown" "markdown" "```text\nx\n```\n" Some("````") inner Some("```text")
        code "````markdown\n```text\nx\n```\n````"
    "#]],
    );
    check(
        "~~~\n```text\n~~~\n",
        expect![[r#"
        fenced "~~~" "" "```text\n" Some("~~~") inner None
        code "~~~\n```text\n~~~"
    "#]],
    );
}

#[test]
fn other_code() {
    check(
        "a `b` ``c ` d`` e\n\n    indented\n\n    more\n\n| `x` |\n|-|\n| `y\\|z` |\n",
        expect![[r#"
        code "`b`"
        code "``c ` d``"
        code "indented\n\n    more"
        code "`x`"
        code "`y\\|z`"
    "#]],
    );
}

#[test]
fn everything_is_shifted_by_the_front_matter() {
    let text = "---\na: b\n---\n# T\n[a](b)\n\n[r]: c\n[r]\n";
    let markdown = parse(text, TextSize::new(13));
    assert_eq!(&text[markdown.headings[0].range], "# T");
    let destinations: Vec<_> = markdown.links.iter().map(|link| &text[link.destination_range]).collect();
    assert_eq!(destinations, ["b", "c"]);
}

#[track_caller]
fn check_blocks(text: &str, expected: Expect) {
    let (_, parts) = incremental::parse(text, TextSize::new(0));
    let blocks = parts.blocks().iter().map(|block| format!("{:?} {:?}\n", block.kind, &text[block.range]));
    expected.assert_eq(&blocks.collect::<String>());
}

#[test]
fn blocks_in_lists_and_quotes() {
    check_blocks(
        "- a\n- b\n  1. c\n\n\ntext\n",
        expect![[r#"
        List "- a\n- b\n  1. c"
        Item "- a"
        Item "- b\n  1. c"
        List "1. c"
        Item "1. c"
        Paragraph "text"
    "#]],
    );
    check_blocks(
        "* a\n\n  b\n* c\n\n\n",
        expect![[r#"
        List "* a\n\n  b\n* c"
        Item "* a\n\n  b"
        Paragraph "a"
        Paragraph "b"
        Item "* c"
        Paragraph "c"
    "#]],
    );
    check_blocks(
        "> a\n> - b -> c>\n>\n>   d\n>\n> > e\n> >\n>\n\nf\n",
        expect![[r#"
        Quote "> a\n> - b -> c>\n>\n>   d\n>\n> > e\n> >\n>"
        Paragraph "a"
        List "- b -> c>\n>\n>   d"
        Item "- b -> c>\n>\n>   d"
        Paragraph "b -> c>"
        Paragraph "d"
        Quote "> e\n> >"
        Paragraph "e"
        Paragraph "f"
    "#]],
    );
    check_blocks(
        "-\n> \n1. > a\n   >\n",
        expect![[r#"
        List "-"
        Item "-"
        Quote ">"
        List "1. > a\n   >"
        Item "1. > a\n   >"
        Quote "> a\n   >"
        Paragraph "a"
    "#]],
    );
}

#[test]
fn tables_html_and_footnotes_are_blocks() {
    check_blocks(
        "| a |  b|\n|-|-|\n| `c` |\n| |d|e|\n",
        expect![[r#"
        Table "| a |  b|\n|-|-|\n| `c` |\n| |d|e|"
        Cell "a"
        Cell "b"
        Cell "`c`"
        Cell "d"
    "#]],
    );
    check_blocks(
        "<!-- a\n\nb -->\n<p>\n\n[^1]: c\n\n    d\n\n# E\n",
        expect![[r#"
        Html "<!-- a\n\nb -->"
        Html "<p>"
        Footnote "[^1]: c\n\n    d"
        Paragraph "c"
        Paragraph "d"
    "#]],
    );
}

#[test]
fn headings_and_code_are_no_blocks() {
    check_blocks("# a\n\nb\n===\n\n```\nc\n```\n\n    d\n\n***\n[e]: f\n", expect![[""]]);
}

proptest! {
    #[test]
    fn blocks_are_in_order_and_nested(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40)) {
        let text = pieces.concat();
        let mut open: Vec<TextRange> = Vec::new();
        let mut last = TextSize::new(0);
        for block in incremental::parse(&text, TextSize::new(0)).1.blocks() {
            prop_assert!(text.get(Range::<usize>::from(block.range)).is_some_and(|text| !text.trim().is_empty()), "{:?}", block);
            prop_assert!(block.range.start() >= last, "{:?}", block);
            last = block.range.start();
            while open.pop_if(|outer| outer.end() <= last).is_some() {}
            prop_assert!(open.last().is_none_or(|outer| outer.contains_range(block.range)), "{:?} in {:?}", block, open);
            open.push(block.range);
        }
    }
}

/// What opens, closes and nests blocks.
const PIECES: [&str; 24] = [
    "# a\n",
    "> ",
    ">",
    "- ",
    "1. ",
    "```",
    "~~~\n",
    "\n",
    "\r\n",
    "\t",
    "    ",
    "  ",
    "<!-- ",
    "-->",
    "---\n",
    "===\n",
    "| a |",
    "|-|\n",
    "😀",
    "[x]: /y\n",
    "[^1]: z",
    "<div>",
    "* * *\n",
    "text ",
];
