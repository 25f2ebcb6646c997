use super::super::fence;
use super::*;
use expect_test::{Expect, expect};

fn show(text: &str, markers: &[Marker]) -> String {
    let mut out = String::new();
    for Marker { range, kind } in markers {
        let codes = |codes: &[TextRange]| codes.iter().map(|&code| &text[code]).collect::<Vec<_>>().join(" ");
        let what = match kind {
            MarkerKind::Tier { value, note } => format!("tier {:?} {:?}", &text[*value], note.map(|note| &text[note])),
            MarkerKind::NeedsValidation { text: what } => format!("needs validation {:?}", &text[*what]),
            MarkerKind::Begin { name } => format!("begin {}", &text[*name]),
            MarkerKind::End { name } => format!("end {}", &text[*name]),
            MarkerKind::Ignore { codes: list } => format!("ignore {}", codes(list)),
            MarkerKind::IgnoreFile { codes: list } => format!("ignore file {}", codes(list)),
            MarkerKind::Malformed { right } => format!("malformed, right is {right}"),
        };
        out += &format!("{:?} {what}\n", &text[*range]);
    }
    out
}

#[track_caller]
fn check(text: &str, expected: Expect) {
    let body = TextSize::new(0);
    let markers = parse(text, body, &fence::parse(text, body), &markdown::parse(text, body));
    expected.assert_eq(&show(text, &markers));
}

#[test]
fn tiers() {
    check(
        "<!-- TIER: Light --><!-- TIER: Heavy - Strict é -->\r\n<!--TIER:  Mid-->",
        expect![[r#"
        "<!-- TIER: Light -->" tier "Light" None
        "<!-- TIER: Heavy - Strict é -->" tier "Heavy" Some("Strict é")
        "<!--TIER:  Mid-->" tier "Mid" None
    "#]],
    );
    check(
        "<!-- tier: light --> <!-- TIER Medium --> <!-- TIER:Heavy --> <!-- Tier = heavy - note --> <!-- TIER: -->",
        expect![[r#"
        "<!-- tier: light -->" malformed, right is <!-- TIER: Light -->
        "<!-- TIER Medium -->" malformed, right is <!-- TIER: Medium -->
        "<!-- TIER:Heavy -->" malformed, right is <!-- TIER: Heavy -->
        "<!-- Tier = heavy - note -->" malformed, right is <!-- TIER: Heavy - note -->
        "<!-- TIER: -->" malformed, right is <!-- TIER: Medium -->
    "#]],
    );
    check("<!-- Tier light is for startups --> <!-- tiers: light --> <!-- TIER --> <!-- tier: x -->", expect![[""]]);
}

#[test]
fn validations() {
    check(
        "<!-- NEEDS_VALIDATION: Project name -->\n<!-- NEEDS_VALIDATION:\n  two\n  lines\n-->\n<!--NEEDS_VALIDATION:x-->",
        expect![[r#"
        "<!-- NEEDS_VALIDATION: Project name -->" needs validation "Project name"
        "<!-- NEEDS_VALIDATION:\n  two\n  lines\n-->" needs validation "two\n  lines"
        "<!--NEEDS_VALIDATION:x-->" needs validation "x"
    "#]],
    );
    check(
        "<!-- needs_validation: a --> <!-- NEEDS VALIDATION: b --> <!-- NEEDS-VALIDATION: c --> <!-- NEEDS_VALIDATION d --> <!-- NEEDS_VALIDATION -->",
        expect![[r#"
        "<!-- needs_validation: a -->" malformed, right is <!-- NEEDS_VALIDATION: a -->
        "<!-- NEEDS VALIDATION: b -->" malformed, right is <!-- NEEDS_VALIDATION: b -->
        "<!-- NEEDS-VALIDATION: c -->" malformed, right is <!-- NEEDS_VALIDATION: c -->
        "<!-- NEEDS_VALIDATION d -->" malformed, right is <!-- NEEDS_VALIDATION: d -->
        "<!-- NEEDS_VALIDATION -->" malformed, right is <!-- NEEDS_VALIDATION: what to check -->
    "#]],
    );
    check(
        "<!-- needs validation by the team --> <!-- Needs validation: x --> <!-- NEEDS_VALIDATION: ... --> <!-- NEEDS_VALIDATIONS -->",
        expect![[""]],
    );
}

#[test]
fn sections() {
    check(
        "<!-- SECTION:TECH_STACK:BEGIN -->\n<!-- SECTION:TECH_STACK:END -->\n<!-- AC:BEGIN -->\n<!-- AC:END -->",
        expect![[r#"
        "<!-- SECTION:TECH_STACK:BEGIN -->" begin TECH_STACK
        "<!-- SECTION:TECH_STACK:END -->" end TECH_STACK
        "<!-- AC:BEGIN -->" begin AC
        "<!-- AC:END -->" end AC
    "#]],
    );
    check(
        "<!--SECTION:A:BEGIN--> <!-- section:a:end --> <!-- SECTION: A: BEGIN --> <!-- SECTION A BEGIN --> <!-- SECTION:BEGIN:A --> <!-- SECTION:A:START --> <!-- SECTION:NOTES -->",
        expect![[r#"
        "<!--SECTION:A:BEGIN-->" malformed, right is <!-- SECTION:A:BEGIN -->
        "<!-- section:a:end -->" malformed, right is <!-- SECTION:A:END -->
        "<!-- SECTION: A: BEGIN -->" malformed, right is <!-- SECTION:A:BEGIN -->
        "<!-- SECTION A BEGIN -->" malformed, right is <!-- SECTION:A:BEGIN -->
        "<!-- SECTION:BEGIN:A -->" malformed, right is <!-- SECTION:A:BEGIN -->
        "<!-- SECTION:A:START -->" malformed, right is <!-- SECTION:A:BEGIN -->
        "<!-- SECTION:NOTES -->" malformed, right is <!-- SECTION:NOTES:BEGIN -->
    "#]],
    );
    check(
        "<!-- ac:begin --> <!-- AC: END --> <!-- AC BEGIN -->",
        expect![[r#"
        "<!-- ac:begin -->" malformed, right is <!-- AC:BEGIN -->
        "<!-- AC: END -->" malformed, right is <!-- AC:END -->
        "<!-- AC BEGIN -->" malformed, right is <!-- AC:BEGIN -->
    "#]],
    );
    check(
        "<!-- Section header --> <!-- SECTION: Introduction --> <!-- section begin here --> <!-- AC --> <!-- Section end --> <!-- accept --> <!-- SECTION:A:B:BEGIN -->",
        expect![[""]],
    );
}

#[test]
fn suppressions() {
    check(
        "<!-- flowspec-ignore a-b c1, d -- because -->\n<!-- flowspec-ignore-file x -->\n<!-- flowspec-ignore -->\n<!-- flowspec-ignored x -->",
        expect![[r#"
        "<!-- flowspec-ignore a-b c1, d -- because -->" ignore a-b c1 d
        "<!-- flowspec-ignore-file x -->" ignore file x
        "<!-- flowspec-ignore -->" ignore 
    "#]],
    );
    let yaml = "# flowspec-ignore a-b\nk: v #flowspec-ignore-file c # x\n# other\n#\n";
    let comments: Vec<_> = [(0, 21), (27, 54), (56, 63), (64, 65)].map(|(start, end)| range(start, end)).into();
    expect![[r##"
        "# flowspec-ignore a-b" ignore a-b
        "#flowspec-ignore-file c # x" ignore file c
    "##]]
    .assert_eq(&show(yaml, &parse_yaml_comments(yaml, &comments)));
}

#[test]
fn in_code() {
    check(
        "```\n<!-- TIER: Light -->\n```\n`<!-- TIER: Light -->` x\n\n    <!-- AC:BEGIN -->\n\n- a\n  <!-- AC:END -->\n",
        expect![[r#"
        "<!-- AC:END -->" end AC
    "#]],
    );
    // CommonMark closes the block at the inner fence; the author did not mean it.
    let text = "```markdown\n```text\nx\n```\n<!-- AC:BEGIN -->\n```\n<!-- TIER: Light -->\na `` b ` <!-- AC:END --> ` `<!-- AC:BEGIN -->\n";
    check(
        text,
        expect![[r#"
        "<!-- TIER: Light -->" tier "Light" None
        "<!-- AC:BEGIN -->" begin AC
    "#]],
    );
}

#[test]
fn unterminated_ones() {
    check(
        "<!-- NEEDS_VALIDATION: a\nb\n<!-- SECTION:A:BEGIN\n<!-- SECTION:A:END -->\n<!-- b\n<!-- TIER: Light - x",
        expect![[r#"
        "<!-- NEEDS_VALIDATION: a" malformed, right is <!-- NEEDS_VALIDATION: a -->
        "<!-- SECTION:A:BEGIN" malformed, right is <!-- SECTION:A:BEGIN -->
        "<!-- SECTION:A:END -->" end A
        "<!-- TIER: Light - x" malformed, right is <!-- TIER: Light - x -->
    "#]],
    );
    check(
        "<!-- commented <!-- TIER: Light --> <!-- a\nb --> <!--> <!-- AC:END --> -->",
        expect![[r#"
        "<!-- AC:END -->" end AC
    "#]],
    );
    check("<!--", expect![[""]]);
}
