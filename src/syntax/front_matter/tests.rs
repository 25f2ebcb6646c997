use super::*;
use expect_test::{Expect, expect};
use std::fmt::Write;

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&parse(text).map_or("none".to_owned(), |it| render(text, &it)));
}

fn render(text: &str, it: &FrontMatter) -> String {
    let mut out = format!("{:?} content {:?}\n", it.range, it.content);
    for entry in &it.entries {
        let value = entry.value.as_str().map(|text| format!("{text:?}"));
        let value = value.unwrap_or_else(|| entry.value.kind().to_string());
        let _ = writeln!(out, "{} = {value}", &text[entry.key.range]);
    }
    for Problem { range, message } in &it.problems {
        let before = &text[..range.start().into()];
        let line = before.matches('\n').count() + 1;
        let col = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let _ = writeln!(out, "{line}:{col} {:?} {message}", &text[*range]);
    }
    for broken in &it.broken {
        let quotable = broken.quotable.map(|range| &text[range]);
        let _ = writeln!(
            out,
            "broken {} at {:?}: {:?}, quotable: {quotable:?}",
            &text[broken.key], broken.problem, &text[broken.value]
        );
    }
    out
}

#[test]
fn fences() {
    check(
        "---\na: b\n---\nbody",
        expect![[r#"
        0..13 content 4..9
        a = "b"
    "#]],
    );
    check(
        "\u{feff}--- \r\na: b\r\n---\t\r\nbody",
        expect![[r#"
        3..21 content 9..15
        a = "b"
    "#]],
    );
    check(
        "---\n---",
        expect![[r#"
        0..7 content 4..4
    "#]],
    );
    check("---\na: b\n", expect!["none"]);
    check("---", expect!["none"]);
    check("----\na: b\n---\n", expect!["none"]);
    check("\n---\na: b\n---\n", expect!["none"]);
    check(" ---\na: b\n---\n", expect!["none"]);
    check(
        "---\na: |\n  ---\n---x\n--- \n",
        expect![[r#"
        0..25 content 4..20
        a = "|\n  ---\n---x"
        4:1 "---x" expected a `key: value` line
        broken a at 15..19: "|\n  ---\n---x", quotable: None
    "#]],
    );
    check("", expect!["none"]);
}

#[test]
fn no_mapping_has_no_keys() {
    check(
        "---\njust text\n---\n",
        expect![[r#"
        0..18 content 4..14
    "#]],
    );
    check(
        "---\n- a\n---\n",
        expect![[r#"
        0..12 content 4..8
    "#]],
    );
    check(
        "---\n\n# Heading\n\n---\n",
        expect![[r#"
        0..20 content 4..16
    "#]],
    );
}

#[test]
fn a_bad_key_costs_only_itself() {
    check(
        "---\ndescription: Evaluate if SDD workflow is appropriate for a feature. Output: Full SDD workflow.\nloop: outer\n# a comment: here\nmode: agent\n---\n",
        expect![[r#"
            0..145 content 4..141
            description = "Evaluate if SDD workflow is appropriate for a feature. Output: Full SDD workflow."
            loop = "outer"
            mode = "agent"
            2:75 ":" `: ` inside an unquoted value: put the value in quotes
            broken description at 78..79: "Evaluate if SDD workflow is appropriate for a feature. Output: Full SDD workflow.", quotable: Some("Evaluate if SDD workflow is appropriate for a feature. Output: Full SDD workflow.")
        "#]],
    );
    check(
        "---\na: 1\nb: [x\nc: 2\nd: \"y\ne: 3\n---\n",
        expect![[r#"
            0..35 content 4..31
            a = "1"
            b = "[x"
            c = "2"
            d = "y"
            e = "3"
            3:4 "[" this `[` is never closed
            5:4 "\"" this quote is never closed
            broken b at 12..13: "[x", quotable: None
            broken d at 23..24: "\"y", quotable: None
        "#]],
    );
    check(
        "---\na: @x\n\n# c\nb: `y`\nc: - z\n---\n",
        expect![[r#"
            0..33 content 4..29
            a = "@x"
            b = "`y`"
            c = "- z"
            2:4 "@" a value cannot start with `@`: put it in quotes
            5:4 "`" a value cannot start with a backtick: put it in quotes
            6:4 "-" a list cannot start here: put it on its own line or quote the value
            broken a at 7..8: "@x", quotable: Some("@x")
            broken b at 18..19: "`y`", quotable: Some("`y`")
            broken c at 25..26: "- z", quotable: Some("- z")
        "#]],
    );
    check(
        "---\na: 1\ngarbage\nb: 2\n---\n",
        expect![[r#"
        0..26 content 4..22
        a = "1"
        b = "2"
        3:1 "garbage" expected a `key: value` line
    "#]],
    );
    check(
        "---\ngarbage\nb: 2\n---\n",
        expect![[r#"
            0..21 content 4..17
            b = "2"
            3:2 ":" `:` is not allowed here: the line above is not a `key: value` line
        "#]],
    );
    check(
        "---\nb: 1\n c: 2\nd: 3\n---\n",
        expect![[r#"
            0..24 content 4..20
            b = "1\n c: 2"
            d = "3"
            3:3 ":" `:` is not allowed here: the line above is not a `key: value` line
            broken b at 11..12: "1\n c: 2", quotable: None
        "#]],
    );
    check(
        "---\nhandoffs:\n  - label: Plan: now\n    agent: x\n  - label: Do\nmodel: y\n---\n",
        expect![[r#"
            0..75 content 4..71
            handoffs = "- label: Plan: now\n    agent: x\n  - label: Do"
            model = "y"
            3:16 ":" `: ` inside an unquoted value: put the value in quotes
            broken handoffs at 29..30: "- label: Plan: now\n    agent: x\n  - label: Do", quotable: Some("Plan: now")
        "#]],
    );
    check(
        "---\nhandoffs:\n- Plan: now: x\n- y\nmodel: y\n---\n",
        expect![[r#"
            0..46 content 4..42
            handoffs = "- Plan: now: x\n- y"
            model = "y"
            3:12 ":" `: ` inside an unquoted value: put the value in quotes
            broken handoffs at 25..26: "- Plan: now: x\n- y", quotable: Some("now: x")
        "#]],
    );
    check(
        "---\na: x: y\n  more: text\nb: 2\n---\n",
        expect![[r#"
        0..34 content 4..30
        a = "x: y\n  more: text"
        b = "2"
        2:5 ":" `: ` inside an unquoted value: put the value in quotes
        broken a at 8..9: "x: y\n  more: text", quotable: None
    "#]],
    );
    check(
        "---\n\"a b\": x: y\r\nb: *all\r\n---\n",
        expect![[r#"
        0..30 content 4..26
        "a b" = "x: y"
        b = an alias
        2:9 ":" `: ` inside an unquoted value: put the value in quotes
        broken "a b" at 12..13: "x: y", quotable: Some("x: y")
    "#]],
    );
    check(
        "---\nargument-hint: [file] [--all]\n---\n",
        expect![[r#"
            0..38 content 4..34
            argument-hint = "[file] [--all]"
            2:23 "[" text after the end of the value: put the whole value in quotes
            broken argument-hint at 26..27: "[file] [--all]", quotable: Some("[file] [--all]")
        "#]],
    );
    check(
        "---\na: &x 1\nb: y: z\nc: *x\n---\n",
        expect![[r#"
        0..30 content 4..26
        a = "1"
        b = "y: z"
        c = an alias
        3:5 ":" `: ` inside an unquoted value: put the value in quotes
        broken b at 16..17: "y: z", quotable: Some("y: z")
    "#]],
    );
}

/// The eight that strict parsers refuse in one real repository, at the line and column that PyYAML names.
#[test]
fn real_descriptions() {
    let cases = [
        (
            "---\nname: quality-guardian\ndescription: Use this agent when you need comprehensive risk analysis, quality assessment, or critical evaluation of technical proposals, system designs, or implementation plans. Examples: <example>Context: U\ntools: Read\n---\n",
            (3, 188),
        ),
        (
            "---\nname: secure-by-design-engineer\ndescription: Use this agent when you need comprehensive security analysis, threat modeling, secure architecture review, security code review, or guidance on implementing security-by-design principles. This agent should be consulted proactively during the design phase of new features, when reviewing code changes that handle sensitive data, when integrating third-party services, or when security vulnerabilities are discovered. Examples: <example>Context: U\ntools: Read\n---\n",
            (3, 438),
        ),
        (
            "---\nname: backend-engineer\ndescription: Use this agent for backend implementation tasks including APIs, databases, Python, business logic, data processing, and server-side work. Examples: <example>Context: U\ntools: Read\n---\n",
            (3, 160),
        ),
        (
            "---\nname: frontend-engineer\ndescription: Use this agent for frontend implementation tasks including React, Next.js, TypeScript, UI components, styling, accessibility, and browser-related work. Examples: <example>Context: U\ntools: Read\n---\n",
            (3, 174),
        ),
        (
            "---\nname: project-manager-backlog\ndescription: Use this agent when you need to manage project tasks using the backlog.md CLI tool. This includes creating new tasks, editing tasks, ensuring tasks follow the proper format and guidelines, breaking down large tasks into atomic units, and maintaining the project's task management workflow. Examples: <example>Context: U\ntools: Read\n---\n",
            (3, 312),
        ),
        (
            "---\nname: qa-engineer\ndescription: Use this agent for quality assurance tasks including testing, test coverage, E2E testing, test automation, and quality validation. Examples: <example>Context: U\ntools: Read\n---\n",
            (3, 153),
        ),
        (
            "---\nname: security-reviewer\ndescription: Use this agent for security tasks including vulnerability assessment, code security review, threat modeling, SLSA compliance, and security testing. Examples: <example>Context: U\ntools: Read\n---\n",
            (3, 170),
        ),
        (
            "---\ndescription: Evaluate if SDD workflow is appropriate for a feature. Output: Full SDD workflow (\ntools: Read\n---\n",
            (2, 75),
        ),
    ];
    for (text, expected) in cases {
        let problem = parse(text).unwrap().problems[0].range.start();
        let before = &text[..problem.into()];
        let line = before.matches('\n').count() + 1;
        let col = before.rsplit('\n').next().unwrap().chars().count() + 1;
        assert_eq!((line, col), expected);
    }
}

#[test]
fn entries_are_found_by_key() {
    let it = parse("---\na: 1\na: 2\n---\n").unwrap();
    assert_eq!(it.entries.len(), 2);
    assert_eq!(it.get("a").and_then(|entry| entry.value.as_u64()), Some(1));
    assert_eq!(it.get("b"), None);
}

mod properties {
    use super::*;
    use crate::syntax::yaml::tests::ranges;
    use proptest::prelude::*;

    fn total(text: &str) {
        let Some(it) = parse(text) else { return };
        let mut all = it.comments.clone();
        all.extend([it.range, it.content]);
        all.extend(it.problems.iter().map(|problem| problem.range));
        for broken in &it.broken {
            all.extend([broken.key, broken.value, broken.problem]);
            all.extend(broken.quotable);
            assert!(it.problems.iter().any(|problem| problem.range == broken.problem));
        }
        for entry in &it.entries {
            ranges(&entry.key, &mut all);
            ranges(&entry.value, &mut all);
        }
        assert!(it.range.contains_range(it.content));
        for range in all {
            assert!(text.get(std::ops::Range::<usize>::from(range)).is_some(), "{range:?} of {text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text(text in any::<String>()) {
            total(&text);
            total(&format!("---\n{text}\n---\n"));
        }

        #[test]
        fn text_that_looks_like_front_matter(words in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b: ", ": ", "\nkey: ", "\nk:", "- ", "\n", "\n  ", "\r\n", "\r", "[", "]", "{", "}", "'", "\"", "|", ">-",
                "#", " # ", "&x ", "*x", "---", "\n---", "\t", "\0", "\u{feff}", "é", "😀", "@",
            ]), 0..30)) {
            total(&format!("---\n{}\n---\n", words.concat()));
        }
    }
}
