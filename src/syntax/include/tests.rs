use super::super::{fence, markdown};
use super::*;
use expect_test::{Expect, expect};

#[track_caller]
fn check(text: &str, expected: Expect) {
    let body = TextSize::new(0);
    let includes = parse(text, body, &fence::parse(text, body), &markdown::parse(text, body));
    let mut out = String::new();
    for Include { range, path, kind, fenced, in_code } in includes {
        let fenced = if fenced { " fenced" } else { "" };
        let in_code = if in_code { " in code" } else { "" };
        out += &format!("{kind:?} {:?} {:?}{fenced}{in_code}\n", &text[range], &text[path]);
    }
    expected.assert_eq(&out);
}

#[test]
fn directives() {
    check(
        "a {{INCLUDE:a/b.md}}{{INCLUDE:c}}\r\n<<INCLUDE:d e.md>> {{{INCLUDE:é.md}}}",
        expect![[r#"
        Directive "{{INCLUDE:a/b.md}}" "a/b.md"
        Directive "{{INCLUDE:c}}" "c"
        Directive "<<INCLUDE:d e.md>>" "d e.md"
        Directive "{{INCLUDE:é.md}}" "é.md"
    "#]],
    );
    check(
        "| {{INCLUDE:a.md}} | `{{INCLUDE:b.md}}` | \\{{INCLUDE:c.md}} <!-- {{INCLUDE:d.md}} -->",
        expect![[r#"
        Directive "{{INCLUDE:a.md}}" "a.md"
        Directive "{{INCLUDE:b.md}}" "b.md" in code
        Directive "{{INCLUDE:c.md}}" "c.md"
        Directive "{{INCLUDE:d.md}}" "d.md"
    "#]],
    );
}

#[test]
fn silent() {
    check("\\{\\{INCLUDE:path\\}\\} \\{\\{INCLUDE:a.md\\}\\}", expect![[""]]);
    check(
        "{{INCLUDES:a.md}} {{INCLUDE_DIR}} {{ x }} {INCLUDE:a.md} {{include it}} {{include}} <<include>>",
        expect![[r#"
        Placeholder "{{include}}" ""
        Placeholder "<<include>>" ""
    "#]],
    );
    check("{{INCLUDE:${DIR}/a.md}} {{INCLUDE:{x}.md}} {{INCLUDE:the partial {{INCLUDE: and so on", expect![[""]]);
    check("std::cout <<include <<INCLUDE:<path>>> {{INCLUDE \"a.md\"}}", expect![[""]]);
}

#[test]
fn placeholders() {
    check(
        "{{INCLUDE}} {{INCLUDE:}} {{INCLUDE:...}} {{INCLUDE:…}} {{INCLUDE:path}} {{INCLUDE:<path>}}",
        expect![[r#"
        Placeholder "{{INCLUDE}}" ""
        Placeholder "{{INCLUDE:}}" ""
        Placeholder "{{INCLUDE:...}}" "..."
        Placeholder "{{INCLUDE:…}}" "…"
        Placeholder "{{INCLUDE:path}}" "path"
        Placeholder "{{INCLUDE:<path>}}" "<path>"
    "#]],
    );
    check(
        "{{INCLUDE:path/to/_rules.md}} {{INCLUDE: path }} {{include:...}} <<INCLUDE:path>> {{INCLUDE path}}",
        expect![[r#"
        Placeholder "{{INCLUDE:path/to/_rules.md}}" "path/to/_rules.md"
        Placeholder "{{INCLUDE: path }}" "path"
        Placeholder "{{include:...}}" "..."
        Placeholder "<<INCLUDE:path>>" "path"
        Placeholder "{{INCLUDE path}}" "path"
    "#]],
    );
}

#[test]
fn malformed_forms() {
    check(
        "{{INCLUDE a/b.md}} {{include:a/b.md}} {{Include: a.md}}",
        expect![[r#"
        Malformed(MissingColon) "{{INCLUDE a/b.md}}" "a/b.md"
        Malformed(Case) "{{include:a/b.md}}" "a/b.md"
        Malformed(Case) "{{Include: a.md}}" "a.md"
    "#]],
    );
    check(
        "{{INCLUDE: a.md}} {{ INCLUDE:a.md }} {{INCLUDE :a.md}} <<INCLUDE:a.md >>",
        expect![[r#"
        Malformed(Blanks) "{{INCLUDE: a.md}}" "a.md"
        Malformed(Blanks) "{{ INCLUDE:a.md }}" "a.md"
        Malformed(Blanks) "{{INCLUDE :a.md}}" "a.md"
        Malformed(Blanks) "<<INCLUDE:a.md >>" "a.md"
    "#]],
    );
    check(
        "{{INCLUDE:a.md\n{{INCLUDE:b.md} and\n<<INCLUDE:c.md {{INCLUDE:d.md {{INCLUDE:e.md}}",
        expect![[r#"
        Malformed(Unclosed) "{{INCLUDE:a.md" "a.md"
        Malformed(Unclosed) "{{INCLUDE:b.md" "b.md"
        Malformed(Unclosed) "<<INCLUDE:c.md" "c.md"
        Malformed(Unclosed) "{{INCLUDE:d.md" "d.md"
        Directive "{{INCLUDE:e.md}}" "e.md"
    "#]],
    );
}

#[test]
fn where_it_stands() {
    check(
        "```\n{{INCLUDE:a.md}}\n```\n`{{INCLUDE:b.md}}`\n\n    {{include:c.md}}\n",
        expect![[r#"
        Directive "{{INCLUDE:a.md}}" "a.md" fenced in code
        Directive "{{INCLUDE:b.md}}" "b.md" in code
        Malformed(Case) "{{include:c.md}}" "c.md" in code
    "#]],
    );
    // The two models disagree on the second line after the inner fence.
    check(
        "```markdown\n```text\nx\n```\n{{INCLUDE:a.md}}\n```\n{{INCLUDE:b.md}}\n",
        expect![[r#"
        Directive "{{INCLUDE:a.md}}" "a.md" fenced
        Directive "{{INCLUDE:b.md}}" "b.md" in code
    "#]],
    );
}
