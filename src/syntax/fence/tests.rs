use super::*;
use expect_test::{Expect, expect};

#[track_caller]
fn check(text: &str, expected: Expect) {
    let mut out = String::new();
    for block in parse(text, TextSize::new(0)).blocks {
        let closer = block.closer.map_or("(none)", |closer| &text[closer]);
        out += &format!(
            "{:?} {}..{} length {} info {:?} inside {}\n",
            &text[block.opener],
            usize::from(block.opener.start()),
            closer,
            block.length,
            &text[block.info],
            block.longest_inside
        );
    }
    expected.assert_eq(&out);
}

#[test]
fn a_block() {
    check(
        "a\n```bash\nx\n```\n",
        expect![[r#"
        "```bash" 2..``` length 3 info "bash" inside 0
    "#]],
    );
    check(
        "  ```  text here \r\nx\r\n   ```` \r\nb",
        expect![[r#"
        "  ```  text here " 0..   ````  length 3 info "text here" inside 0
    "#]],
    );
}

#[test]
fn nothing() {
    check("", expect![[""]]);
    check("``\n~~~\nx ```\n~~~\n", expect![[""]]);
    check("```é```\nx\n``` `a` ```\n", expect![[""]]);
}

#[test]
fn inner_fences_nest() {
    check(
        "```markdown\n```text\nx\n```\n```\n",
        expect![[r#"
        "```markdown" 0..``` length 3 info "markdown" inside 3
    "#]],
    );
    check(
        "````markdown\n```\n```\n````\n",
        expect![[r#"
        "````markdown" 0..```` length 4 info "markdown" inside 3
    "#]],
    );
    check(
        "```\n```a\n```b\n```\n```\n```\nx\n```c\n",
        expect![[r#"
        "```" 0..``` length 3 info "" inside 3
        "```c" 28..(none) length 3 info "c" inside 0
    "#]],
    );
}

#[test]
fn any_indent_and_unclosed() {
    check(
        "- a\n        ```sh\n        x\n",
        expect![[r#"
        "        ```sh" 4..(none) length 3 info "sh" inside 0
    "#]],
    );
    check(
        "\u{a0}```\n",
        expect![[r#"
        "\u{a0}```" 0..(none) length 3 info "" inside 0
    "#]],
    );
    check(
        "```",
        expect![[r#"
        "```" 0..(none) length 3 info "" inside 0
    "#]],
    );
}

#[test]
fn a_block_holds_its_fence_lines() {
    let text = "a\n```\nx\n```\nb\n```\n";
    let fences = parse(text, TextSize::new(0));
    let inside: String = (0..text.len() as u32)
        .map(|at| match fences.at(TextSize::new(at)) {
            Some(_) => '#',
            None => '.',
        })
        .collect();
    expect!["..##########..####"].assert_eq(&inside);
}

#[test]
fn the_front_matter_is_left_out() {
    assert_eq!(parse("```\n---\n", TextSize::new(8)).blocks, []);
}
