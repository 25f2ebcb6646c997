use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;
use crate::fixture::Fixture;

fn expanded(fixture: &str) -> (Snapshot, Expansion) {
    let snapshot = Fixture::parse(fixture).snapshot();
    let command = snapshot.document(&snapshot.path(Utf8Path::new(".claude/commands/flow/plan.md"))).cloned();
    let expansion = expand(&snapshot, &command.unwrap());
    (snapshot, expansion)
}

#[track_caller]
fn check(fixture: &str, expect: Expect) {
    let (_, expansion) = expanded(fixture);
    let mut shown = expansion.text;
    if let Some(stop) = expansion.stopped {
        write!(shown, "\n({stop:?})\n").unwrap();
    }
    expect.assert_eq(&shown);
}

#[test]
fn a_partial_is_inserted_whole() {
    check(
        "
//- /.claude/commands/flow/plan.md
---
description: {{INCLUDE:a.md}}
---
😀 {{INCLUDE:a.md}}, {{INCLUDE:.claude/partials/b.md}}.\r
`<<INCLUDE:.claude/partials/b.md>>`\r
//- /a.md
one\r
//- /.claude/partials/b.md
---
name: {{INCLUDE:a.md}}
---
two {{INCLUDE:a.md}}",
        expect![[r#"
            ---
            description: {{INCLUDE:a.md}}
            ---
            😀 one
            , ---
            name: one

            ---
            two one
            .
            `---
            name: one

            ---
            two one
            `
        "#]],
    );
}

#[test]
fn each_file_has_its_own_fences() {
    check(
        "
//- /.claude/commands/flow/plan.md
```
{{INCLUDE:a.md}}
```
{{INCLUDE:a.md}}{{INCLUDE:b.md}}
//- /a.md
```
{{INCLUDE:b.md}}
//- /b.md
b",
        expect![[r#"
            ```
            {{INCLUDE:a.md}}
            ```
            ```
            {{INCLUDE:b.md}}
            b
        "#]],
    );
}

#[test]
fn what_cannot_be_expanded_stays() {
    check(
        "{{INCLUDE:gone.md}} {{INCLUDE:...}}\n",
        expect![[r#"
            {{INCLUDE:gone.md}} {{INCLUDE:...}}

            (Missing)
        "#]],
    );
    check(
        "{{INCLUDE:.claude/../.claude/commands/flow/plan.md}}",
        expect![[r#"
            {{INCLUDE:.claude/../.claude/commands/flow/plan.md}}
            (Outside)
        "#]],
    );
    check(
        "
//- /.claude/commands/flow/plan.md
{{INCLUDE:a.md}}
//- /a.md
a {{INCLUDE:b.md}}
//- /b.md
b {{INCLUDE:a.md}}",
        expect![[r#"
            a b {{INCLUDE:a.md}}


            (Cycle)
        "#]],
    );
}

#[test]
fn ten_levels_and_no_more() {
    let mut fixture = "//- /.claude/commands/flow/plan.md\n{{INCLUDE:1.md}}".to_owned();
    for level in 1..12 {
        write!(fixture, "\n//- /{level}.md\n{level} {{{{INCLUDE:{}.md}}}}", level + 1).unwrap();
    }
    let (_, expansion) = expanded(&fixture);
    assert_eq!(expansion.stopped, Some(NotExpanded::TooDeep));
    assert_eq!(expansion.text.split_whitespace().last(), Some("{{INCLUDE:11.md}}"));
}

#[test]
fn what_is_included_again_is_the_same() {
    let (snapshot, expansion) = expanded(
        "
//- /.claude/commands/flow/plan.md
{{INCLUDE:a.md}}|{{INCLUDE:b.md}}|{{INCLUDE:a.md}}
//- /a.md
a[{{INCLUDE:b.md}}{{INCLUDE:b.md}}]\r
//- /b.md
b{{INCLUDE:c.md}}
//- /c.md
c",
    );
    assert_eq!(expansion.text, "a[bc\nbc\n]\n|bc\n|a[bc\nbc\n]\n\n");
    let texts = expansion.pieces.iter().map(|piece| {
        let text = &snapshot.document(&piece.path).unwrap().text()[piece.range];
        (usize::from(piece.start), text.replace('\r', ""))
    });
    let mut end = 0;
    for (start, text) in texts {
        assert_eq!((start, &expansion.text[start..start + text.len()]), (end, &*text));
        end += text.len();
    }
    assert_eq!(end, expansion.text.len());
}

#[test]
fn what_fitted_once_can_be_too_deep() {
    let mut fixture = "//- /.claude/commands/flow/plan.md\n{{INCLUDE:x.md}}{{INCLUDE:1.md}}".to_owned();
    for level in 1..10 {
        write!(fixture, "\n//- /{level}.md\n{{{{INCLUDE:{}.md}}}}", level + 1).unwrap();
    }
    write!(fixture, "\n//- /10.md\n{{{{INCLUDE:x.md}}}}\n//- /x.md\nx").unwrap();
    let (_, expansion) = expanded(&fixture);
    assert_eq!((expansion.stopped, expansion.text.trim()), (Some(NotExpanded::TooDeep), "x{{INCLUDE:x.md}}"));
}

#[test]
fn partials_that_multiply_are_read_once() {
    let mut fixture = "//- /.claude/commands/flow/plan.md\n{{INCLUDE:1.md}}".to_owned();
    for level in 1..9 {
        write!(fixture, "\n//- /{level}.md\n{}", format!("{{{{INCLUDE:{}.md}}}}", level + 1).repeat(3)).unwrap();
    }
    write!(fixture, "\n//- /9.md\nx").unwrap();
    let snapshot = Fixture::parse(&fixture).snapshot();
    let command = snapshot.document(&snapshot.path(Utf8Path::new(".claude/commands/flow/plan.md"))).unwrap();
    let mut expander = Expander::new(&snapshot);
    expander.file(command, TextSize::new(0));
    assert_eq!((expander.inserted.len(), expander.expansion.text.matches('x').count()), (9, 3usize.pow(8)));
}

#[test]
fn bombs_end() {
    for text in ["", "some words that multiply"] {
        let mut fixture = "//- /.claude/commands/flow/plan.md\n{{INCLUDE:1.md}}".to_owned();
        for level in 1..10 {
            let include = format!("{{{{INCLUDE:{}.md}}}}", level + 1);
            write!(fixture, "\n//- /{level}.md\n{}", include.repeat(50)).unwrap();
        }
        write!(fixture, "\n//- /10.md\n{text}").unwrap();
        let (_, expansion) = expanded(&fixture);
        assert_eq!(expansion.stopped, Some(NotExpanded::TooLong));
        assert!(expansion.text.len() <= 2 * MAX_BYTES);
    }
}

#[test]
fn every_byte_has_an_origin() {
    let (snapshot, expansion) = expanded(
        "
//- /.claude/commands/flow/plan.md
a\r\n{{INCLUDE:b.md}}c\r
//- /b.md
\r\nb",
    );
    assert_eq!(expansion.text, "a\n\nbc\n");
    let origins: Vec<_> = (0..expansion.text.len() as u32)
        .filter_map(|at| expansion.origin(&snapshot, TextSize::new(at)))
        .map(|(path, at)| format!("{}:{}", path.file_name().unwrap_or_default(), u32::from(at)))
        .collect();
    expect!["plan.md:0 plan.md:2 b.md:1 b.md:2 plan.md:19 plan.md:21"].assert_eq(&origins.join(" "));
}

#[test]
fn the_body_of_a_copy() {
    for (text, trimmed) in [("\n \n  a\n\nb \n\n", "  a\n\nb"), ("\u{feff}a", "a"), (" \n", ""), ("", "")] {
        assert_eq!(trim_blank_lines(text), trimmed);
    }
}
