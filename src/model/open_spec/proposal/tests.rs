use expect_test::{Expect, expect};

use super::*;

fn check(text: &str, expected: Expect) {
    let proposal = Proposal::read(text);
    let mut lines = Vec::new();
    lines.extend(proposal.title.map(|title| format!("title {:?}", &text[title])));
    for section in &proposal.sections {
        let (heading, body) = (&text[section.heading], &text[section.body]);
        lines.push(format!("{:?} {:?} {heading:?} {body:?}", section.part, &text[section.title]));
    }
    for capability in &proposal.capabilities {
        assert_eq!(&text[capability.range], capability.name);
        let list = if capability.modified { "modified" } else { "new" };
        let path = if capability.is_path { "" } else { " (no path)" };
        lines.push(format!("{list} {:?}{path}", capability.name));
    }
    lines.extend(proposal.others.iter().map(|other| format!("other {:?}", &text[*other])));
    expected.assert_eq(&lines.join("\n"));
}

/// The findings, and the text after each fix.
fn report(text: &str) -> String {
    let mut report = String::new();
    for finding in missing_sections(&Proposal::read(text), text) {
        report += &format!("{:?}: {}\n", &text[finding.range], finding.message);
        if let Some(fix) = finding.fix {
            let mut fixed = text.to_owned();
            for (range, with) in fix.edits.iter().rev() {
                fixed.replace_range(std::ops::Range::<usize>::from(*range), with);
            }
            report += &format!("    {}: {fixed:?}\n", fix.title);
        }
    }
    report
}

#[test]
fn sections_are_read_at_any_level_and_in_any_case() {
    check(
        "\u{feff}# Añadir 🎉\r\n\r\n## why\r\nBecause.\r\n\r\n### Detail\r\nMore.\r\n\r\n```\r\n## Impact\r\n```\r\n### What Changes\n- x\n\n## Goals\n## Impact\n",
        expect![[r#####"
            title "Añadir 🎉"
            Why "why" "## why" "Because.\r\n\r\n### Detail\r\nMore.\r\n\r\n```\r\n## Impact\r\n```\r\n### What Changes\n- x"
            WhatChanges "What Changes" "### What Changes" "- x"
            Impact "Impact" "## Impact" ""
            other "Goals""#####]],
    );
}

#[test]
fn capabilities_are_the_bullets_of_the_two_lists() {
    check(
        "## Capabilities\n- `other`: x\n### New Capabilities\n- `area/new-thing`: text with `code`\n  - `detail`: x\n* **bold-one**: x\n\
         - **`bold-code`**: x\n- [linked](specs/linked/spec.md): x\n- plain: x\n- plain-2 — x\n- plain_3\n- `a`, `b` and `c`: x\n\
         - `/slashed` command: x\n### Modified Capabilities\n+ `db` (x)\n## Impact\n- `api`: x\n",
        expect![[r#####"
            Capabilities "Capabilities" "## Capabilities" "- `other`: x\n### New Capabilities\n- `area/new-thing`: text with `code`\n  - `detail`: x\n* **bold-one**: x\n- **`bold-code`**: x\n- [linked](specs/linked/spec.md): x\n- plain: x\n- plain-2 — x\n- plain_3\n- `a`, `b` and `c`: x\n- `/slashed` command: x\n### Modified Capabilities\n+ `db` (x)"
            NewCapabilities "New Capabilities" "### New Capabilities" "- `area/new-thing`: text with `code`\n  - `detail`: x\n* **bold-one**: x\n- **`bold-code`**: x\n- [linked](specs/linked/spec.md): x\n- plain: x\n- plain-2 — x\n- plain_3\n- `a`, `b` and `c`: x\n- `/slashed` command: x"
            ModifiedCapabilities "Modified Capabilities" "### Modified Capabilities" "+ `db` (x)"
            Impact "Impact" "## Impact" "- `api`: x"
            new "area/new-thing"
            new "bold-one"
            new "bold-code"
            new "linked"
            new "plain"
            new "plain-2"
            new "plain_3"
            new "a"
            new "b"
            new "c"
            new "slashed"
            modified "db""#####]],
    );
}

#[test]
fn what_is_no_capability_is_ignored() {
    for bullet in [
        "- None",
        "- none (all is there)",
        "- N/A",
        "- `none`",
        "- `<capability-path>`: <brief description>",
        "- <existing-name>: x",
        "- {name}: x",
        "- users can log in",
        "- log in: x",
        "- Login: x",
        "- **ADDED** `FRG-1`",
        "- `dewey index`/`reindex`: x",
        "- `Embed(text)`: x",
        "-`tight`: x",
        "`prose`: x",
        "<!--\n- `hidden`: x\n-->",
        "<!-- - `hidden`: x -->",
        "- <!-- `hidden` -->",
        "```\n- `code`: x\n```",
        "_None._",
    ] {
        let proposal = Proposal::read(&format!("### New Capabilities\n{bullet}\n"));
        assert_eq!(proposal.capabilities, [], "{bullet}");
    }
}

#[test]
fn a_bullet_after_a_comment_counts() {
    check(
        "### Modified Capabilities\n<!-- a --> \n<!-- b\nc --><!-- d\n-->\n- `auth`: x <!-- y\n- `z`\n-->\n- `StoreLearning`: x",
        expect![[r#####"
            ModifiedCapabilities "Modified Capabilities" "### Modified Capabilities" "<!-- a --> \n<!-- b\nc --><!-- d\n-->\n- `auth`: x <!-- y\n- `z`\n-->\n- `StoreLearning`: x"
            modified "auth"
            modified "StoreLearning" (no path)"#####]],
    );
}

#[test]
fn a_missing_section_is_reported() {
    expect![[r##"
        "Title #": this proposal has no section `## Why`: say why the change is needed
            Insert `## Why`: "# Title #\r\n\r\n## Why\r\n\r\n<!-- Why is this change needed? -->\r\n\r\n## Impact\r\n"
        "Title #": this proposal has no section `## What Changes`: list what changes
            Insert `## What Changes`: "# Title #\r\n\r\n## What Changes\r\n\r\n<!-- What will be different? -->\r\n\r\n## Impact\r\n"
    "##]]
    .assert_eq(&report("# Title #\r\n\r\n## Impact\r\n"));
    expect![[r#####"
        "## Why": this proposal has no section `## What Changes`: list what changes
            Insert `## What Changes`: "\n## Why\nA\n\nB\n\n## What Changes\n\n<!-- What will be different? -->\n\n## Impact\n"
    "#####]]
    .assert_eq(&report("\n## Why\nA\n\nB\n\n## Impact\n"));
}

#[test]
fn a_heading_that_says_the_same_is_reported() {
    expect![[r#####"
        "Motivation": `openspec` does not read this as `## Why`: rename the heading
            Rename to `## Why`: "# T\n## Why\nx\n## Proposed Solution\ny"
        "Proposed Solution": `openspec` does not read this as `## What Changes`: rename the heading
            Rename to `## What Changes`: "# T\n## Motivation\nx\n## What Changes\ny"
    "#####]]
    .assert_eq(&report("# T\n## Motivation\nx\n## Proposed Solution\ny"));
    expect![[r#####"
        "What Chanegs": `openspec` does not read this as `## What Changes`: rename the heading
            Rename to `## What Changes`: "## Why\nx\n## What Changes\ny"
    "#####]]
    .assert_eq(&report("## Why\nx\n## What Chanegs\ny"));
}

#[test]
fn an_empty_section_is_reported() {
    expect![[r#####"
        "Why": `## Why` is empty: say why the change is needed
    "#####]]
    .assert_eq(&report("## Why\n\n## What Changes\nx"));
    // A heading without a title ends it, too.
    expect![[r#"
        "What Changes": `## What Changes` is empty: list what changes
    "#]]
    .assert_eq(&report("## Why\nx\n## What Changes\n## \nx"));
}

#[test]
fn a_complete_or_an_empty_proposal_is_ignored() {
    for text in ["## Why\nx\n## What Changes\nx", "# WHY\n<!-- x -->\n# what changes\n### Sub", "", "\u{feff}\r\n \n"] {
        assert_eq!(report(text), "", "{text:?}");
    }
}

#[test]
fn nothing_is_inserted_into_a_code_block_that_stays_open() {
    expect![[r#####"
        "## Why": this proposal has no section `## What Changes`: list what changes
    "#####]]
    .assert_eq(&report("## Why\n```\nx"));
}

#[test]
fn reading_takes_linear_time() {
    for part in [
        "### New Capabilities\n",
        "## a\n",
        "- `a",
        "- `a`, ",
        "<!-- ",
        "<!-- -->",
        "- **",
        "#",
        "- [",
        "### Modified Capabilities\n- `a`\n",
    ] {
        let text = format!("### New Capabilities\n{}", part.repeat(200_000 / part.len()));
        missing_sections(&Proposal::read(&text), &text);
    }
}
