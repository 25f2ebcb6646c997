use super::*;
use expect_test::{Expect, expect};

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
