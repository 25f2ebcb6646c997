//! Every rule has a page that says of it what the registry says, and whose examples are true.

use std::{collections::BTreeMap, fs};

use camino::Utf8PathBuf;

use super::{FixKind, Fixes, GROUPS, Rule, check, rule, rules};
use crate::fixture::{Fixture, check_local, wrong_fixes};

/// The one rule whose examples cannot be written as text.
const WITHOUT_EXAMPLES: &str = "document-unreadable";

#[test]
fn every_page_says_what_the_registry_says() {
    for group in GROUPS {
        for rule in group.rules {
            let mut lines = rule.page.lines();
            assert_eq!(lines.next(), Some(&*format!("# {}", rule.code)));
            let facts = lines.nth(1).unwrap_or_default();
            let severity = if rule.code == "needs-validation" { "by tier" } else { rule.severity_name() };
            assert!(facts.starts_with(&format!("{severity} · {} · ", group.title)), "{}: {facts}", rule.code);
            assert_eq!(facts.ends_with("· no fix"), rule.fix == FixKind::None, "{}: {facts}", rule.code);
        }
    }
}

#[test]
fn every_example_of_a_page_is_true() {
    let mut wrong = Vec::new();
    for rule in super::rules().filter(|rule| rule.code != WITHOUT_EXAMPLES) {
        for (section, must_fire) in [("\n## Wrong\n", true), ("\n## Right\n", false)] {
            let examples = examples(rule, section);
            assert!(!examples.is_empty(), "{}: no example in{section}", rule.code);
            for example in examples {
                if fires(rule, example) != must_fire {
                    wrong.push(format!("{}:{section}{example}", rule.code));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fix_of_an_example_takes_its_finding_away_and_brings_none() {
    let mut wrong = Vec::new();
    for rule in rules().filter(|rule| rule.code != WITHOUT_EXAMPLES) {
        for example in examples(rule, "\n## Wrong\n") {
            wrong.extend(wrong_fixes(rule.code, &Fixture::parse(example)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Nor does what they find in the fixtures of the rules' own tests.
#[test]
fn what_local_checks_find_in_an_example_needs_no_other_document() {
    for rule in rules() {
        let sections = ["\n## Wrong\n", "\n## Right\n"];
        let examples = sections.into_iter().flat_map(|section| examples(rule, section));
        examples.for_each(|example| check_local(&Fixture::parse(example)));
    }
    check_local(&project(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/parcel-tracker")));
}

/// The files of a folder, at any depth.
fn project(root: &str) -> Fixture {
    let mut fixture = Fixture { files: BTreeMap::new(), committed: BTreeMap::new(), cursor: None };
    let mut folders = vec![Utf8PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir_utf8().unwrap() {
            let path = entry.unwrap().into_path();
            if path.is_dir() {
                folders.push(path);
            } else {
                // With slashes on every system.
                let name = path.strip_prefix(root).unwrap().as_str().replace('\\', "/");
                fixture.files.insert(name.into(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    assert!(fixture.files.len() > 10);
    fixture
}

#[test]
fn what_an_example_reports_does_not_depend_on_whether_fixes_are_wanted() {
    for example in rules().flat_map(|rule| examples(rule, "\n## Wrong\n")) {
        let snapshot = Fixture::parse(example).snapshot();
        for document in snapshot.documents() {
            let mut with_fixes = check(&snapshot, &document.path, Fixes::Wanted);
            with_fixes.iter_mut().for_each(|found| found.fixes.clear());
            assert_eq!(with_fixes, check(&snapshot, &document.path, Fixes::Skipped));
        }
    }
}

#[test]
fn the_list_names_every_rule_in_order() {
    let list = include_str!("../../docs/rules.md");
    let mut listed = list.lines().filter(|line| line.starts_with("| [")).map(str::to_owned);
    for group in GROUPS {
        assert!(list.contains(&format!("\n## {}\n", group.title)), "{}", group.title);
        for rule in group.rules {
            let row = listed.next().unwrap_or_default();
            let severity = if rule.code == "needs-validation" { "by tier" } else { rule.severity_name() };
            let start = format!("| [{code}](rules/{code}.md) | {severity} | ", code = rule.code);
            assert!(row.starts_with(&start), "{row}\nis not the row of {}", rule.code);
            assert_eq!(row.ends_with("| – |"), rule.fix == FixKind::None, "{row}");
        }
    }
    assert_eq!(listed.next(), None);
}

#[test]
fn a_page_names_the_files_of_its_examples_as_anybody_would() {
    for rule in rules() {
        let read = rule.read();
        assert!(!read.contains("~~~fixture") && !read.contains("//- /"), "{read}");
    }
    let read = rule("include-missing").unwrap().read();
    assert!(read.contains("\n~~~text\n-- .claude/"), "{read}");
}

/// The `~~~fixture` blocks of one section of a rule's page.
fn examples(rule: &'static Rule, section: &str) -> Vec<&'static str> {
    // The files of an example have headings of their own, so that the next section begins outside of the blocks only.
    let mut rest = rule.page.split_once(section).map_or("", |(_, rest)| rest);
    let mut examples = Vec::new();
    while let Some((before, block)) = rest.split_once("~~~fixture\n")
        && !before.contains("\n## ")
        && let Some((example, after)) = block.split_once("~~~")
    {
        examples.push(example);
        rest = after;
    }
    examples
}

fn fires(rule: &Rule, example: &str) -> bool {
    let snapshot = Fixture::parse(example).snapshot();
    let documents = snapshot.documents();
    documents
        .iter()
        .flat_map(|document| check(&snapshot, &document.path, Fixes::Skipped))
        .any(|found| found.code == rule.code)
}
