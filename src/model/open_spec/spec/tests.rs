use super::*;
use expect_test::{Expect, expect};

/// What is read, in the order of the fields.
fn check(text: &str, expected: Expect) {
    let spec = CapabilitySpec::read(text);
    let mut shown = String::new();
    let mut line = |indent: usize, label: &str, words: &[TextRange], more: &str| {
        let words = words.iter().map(|range| format!("{:?}", &text[*range])).collect::<Vec<_>>().join(" ");
        shown += &format!("{:indent$}{label}: {words}{more}\n", "");
    };
    if let Some(purpose) = spec.purpose {
        line(0, "purpose", &[purpose.heading, purpose.body], "");
    }
    if let Some(section) = &spec.validated {
        line(0, "validated", &[section.heading], "");
        for item in &section.items {
            line(2, "item", &[item.title], &format!(" text {} scenarios {}", item.has_text, item.scenarios));
        }
    }
    if let Some(section) = &spec.merged {
        let end = TextRange::new(section.end, TextSize::of(text));
        line(0, "merged", &[section.heading, section.preamble, end], "");
        for block in &section.blocks {
            line(2, "block", &[block.range], "");
            line(4, &format!("name {:?}", block.name.text), &[block.name.range], "");
            line(4, "text", &block.text, if block.has_keyword { " with a keyword" } else { "" });
            for scenario in &block.scenarios {
                let Scenario { is_named, has_body, has_when, has_then, .. } = scenario;
                let more = format!(" named {is_named} body {has_body} when {has_when} then {has_then}");
                line(4, "scenario", &[scenario.name.range], &more);
            }
        }
    }
    for name in &spec.outside {
        line(0, "outside", &[name.range], "");
    }
    if !spec.delta_headings.is_empty() {
        line(0, "delta headings", &spec.delta_headings, "");
    }
    for odd in &spec.odd_scenarios {
        line(0, "odd", &[odd.marks, odd.title], "");
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_spec_is_read_in_both_ways() {
    check(
        "# Auth\n\n## Purpose\n\nLets people in. \n\n### More\nx\n\n## Requirements\nAll of them.\n\n\
         ### Requirement: Log in ##\n\n**Key**: a\nThe system\n  MUST log in.\n```\n### Requirement: code\n```\n\
         #### Scenario: Known\n- **WHEN** a\n- **THEN** b\n##### More\n#### Edge\n\n###Requirement:Out\n**Key**: only\n\n\
         ### Notes\nx\n\n## History\n### Requirement: Gone\n",
        expect![[r####"
            purpose: "Purpose" "Lets people in. \n\n### More\nx"
            validated: "Requirements"
              item: "Requirement: Log in ##" text true scenarios 2
              item: "Notes" text true scenarios 0
            merged: "## Requirements" "All of them." "## History\n### Requirement: Gone\n"
              block: "### Requirement: Log in ##\n\n**Key**: a\nThe system\n  MUST log in.\n```\n### Requirement: code\n```\n#### Scenario: Known\n- **WHEN** a\n- **THEN** b\n##### More\n#### Edge"
                name "Log in": "Log in"
                text: "The system" "MUST log in." with a keyword
                scenario: "Known" named true body true when true then true
                scenario: "Edge" named false body false when false then false
              block: "###Requirement:Out\n**Key**: only\n\n### Notes\nx"
                name "Out": "Out"
                text: "**Key**: only"
            outside: "Gone"
        "####]],
    );
}

#[test]
fn misplaced_parts_are_seen() {
    check(
        "### Requirement: A\n# requirements\n## A\n##### x\ny\n### Scenario: B\n##### scenario: C\n####Scenario: D\n\
         ## added  Requirements ##\n## Added  requirements\n",
        expect![[r######"
            validated: "requirements"
              item: "A" text false scenarios 2
              item: "added  Requirements ##" text false scenarios 0
              item: "Added  requirements" text false scenarios 0
            outside: "A"
            delta headings: "Added  requirements"
            odd: "### " "Scenario: B"
            odd: "##### " "scenario: C"
            odd: "####" "Scenario: D"
        "######]],
    );
    check(
        "\u{feff}## Requirements\r\n### Requirement: A\r\nx",
        expect![[r####"
        validated: "Requirements"
          item: "Requirement: A" text true scenarios 0
        merged: "## Requirements" "" ""
          block: "### Requirement: A\r\nx"
            name "A": "A"
            text: "x"
        outside: "A"
    "####]],
    );
    check("", expect![""]);
}

#[test]
fn a_step_is_a_marked_word() {
    let check = |body: &str, expected: (bool, bool)| {
        let text = format!("## Requirements\n### Requirement: A\n#### Scenario: B\n{body}\n");
        let spec = CapabilitySpec::read(&text);
        let scenario = &spec.blocks()[0].scenarios[0];
        assert_eq!((scenario.has_when, scenario.has_then), expected, "{body}");
    };
    check("- **WHEN** a\n- **THEN** b", (true, true));
    check("When a, THEN b", (true, true));
    check("* _given_ a", (true, false));
    check("1. `then` b", (false, true));
    check("Something happens when a, then b", (false, false));
    check("WHENEVER a", (false, false));
    check("```gherkin\nWhen a\nThen b\n```", (true, true));
}
