//! The examples have the mistakes that they are there for, and no others.

use std::fmt::Write;

use camino::Utf8Path;
use expect_test::{ExpectFile, expect_file};
use flowspec_lsp::workspace::path::real;

#[path = "corpus/findings.rs"]
mod findings;

fn check(example: &str, expected: ExpectFile) {
    let examples = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let root = real(examples.join(example)).unwrap();
    let mut shown = String::new();
    for found in findings::findings(&root) {
        writeln!(shown, "{}:{}:{} {}: {}", found.files[0], found.line, found.col, found.code, found.message).unwrap();
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_project_of_flowspec() {
    check("parcel-tracker", expect_file!["example.txt"]);
}

#[test]
fn a_project_of_openspec() {
    check("openspec", expect_file!["example-openspec.txt"]);
}

#[test]
fn a_project_of_kiro() {
    check("kiro", expect_file!["example-kiro.txt"]);
}

#[test]
fn a_project_of_spec_kit() {
    check("spec-kit", expect_file!["example-spec-kit.txt"]);
}
