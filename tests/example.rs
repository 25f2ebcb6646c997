//! The example has the mistakes that it is there for, and no others.

use std::fmt::Write;

use camino::Utf8Path;
use expect_test::expect_file;
use flowspec_lsp::workspace::path::real;

#[path = "corpus/findings.rs"]
mod findings;

#[test]
fn the_example_has_its_mistakes_and_no_others() {
    let root = real(Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/parcel-tracker")).unwrap();
    let mut shown = String::new();
    for found in findings::findings(&root) {
        writeln!(shown, "{}:{}:{} {}: {}", found.files[0], found.line, found.col, found.code, found.message).unwrap();
    }
    expect_file!["example.txt"].assert_eq(&shown);
}
