//! A real repository, when it is there: what was found in it independently must be found, and nothing new unnoticed.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use camino::{Utf8Path, Utf8PathBuf};
use expect_test::expect_file;
use globset::Glob;
use serde::Deserialize;

#[path = "corpus/findings.rs"]
mod findings;
use findings::{Found, findings};

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus");

/// A finding that was established by other means. A column of 1 was not established.
#[derive(Debug, Deserialize)]
struct Expected {
    file: Utf8PathBuf,
    line: u32,
    col: u32,
    code: String,
    message: String,
}

/// Why some of what is expected is not reported as it is expected.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    code: String,
    /// A glob of files.
    files: String,
    /// The line, or every line when absent.
    line: Option<u32>,
    instead: Instead,
    reason: String,
}

#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Instead {
    /// There is none on its line.
    NotReported,
    /// There is one on its line that begins elsewhere.
    OtherColumn,
    /// There is one in the file, on another line.
    OtherLine,
}

#[derive(Debug, Deserialize)]
struct Exceptions {
    exceptions: Vec<Exception>,
}

#[test]
fn what_is_known_of_a_real_repository_is_found_and_nothing_else_appears() {
    let Some(root) = corpus() else { return };
    let found = findings(&root);
    assert_eq!(found, findings(&root), "two runs differ");

    let mut counts = BTreeMap::new();
    for finding in &found {
        *counts.entry(finding.code).or_insert(0) += 1;
    }
    let mut shown = String::new();
    for (code, count) in counts {
        writeln!(shown, "{count:>5} {code}").unwrap();
    }

    let missing = missing(&found);
    expect_file!["corpus/counts.txt"].assert_eq(&shown);
    assert!(missing.is_empty(), "\n{missing}");
}

#[test]
fn the_defects_of_the_seed_are_found() {
    let root = Utf8Path::new(CORPUS).with_file_name("seed");
    let Ok(root) = root.canonicalize_utf8() else { return };
    let found = findings(&root);
    for (line, code) in [
        (186, "fence-closes-early"),
        (206, "fence-closes-early"),
        (215, "cli-subcommand-unknown"),
        (306, "label-overwrite"),
    ] {
        assert!(found.iter().any(|it| it.line == line && it.code == code), "{code} in line {line}");
    }
}

/// What is expected and neither found nor excepted, and the exceptions that nothing needs any more.
fn missing(found: &[Found]) -> String {
    let expected = fs::read_to_string(Path::new(CORPUS).join("expected.json")).unwrap();
    let expected: Vec<Expected> = serde_json::from_str(&expected).unwrap();
    let exceptions: Exceptions = toml::from_str(include_str!("corpus/exceptions.toml")).unwrap();
    let mut used = vec![false; exceptions.exceptions.len()];
    let mut missing = String::new();
    for Expected { file, line, col, code, message } in &expected {
        let here = |line| found.iter().filter(move |it| it.code == code && it.line == line && it.files.contains(file));
        if here(*line).any(|it| *col == 1 || it.col == *col) {
            continue;
        }
        let excepted = exceptions.exceptions.iter().position(|it| {
            it.code == *code
                && Glob::new(&it.files).unwrap().compile_matcher().is_match(file)
                && it.line.is_none_or(|it| it == *line)
                && match it.instead {
                    Instead::NotReported => here(*line).next().is_none(),
                    Instead::OtherColumn => here(*line).next().is_some(),
                    Instead::OtherLine => found.iter().any(|it| it.code == code && it.files.contains(file)),
                }
        });
        if let Some(at) = excepted {
            used[at] = true;
            continue;
        }
        writeln!(missing, "missing: {file}:{line}:{col} {code} {message}").unwrap();
        let near = found.iter().filter(|it| it.code == code && it.files.contains(file) && it.line.abs_diff(*line) < 30);
        for it in near {
            writeln!(missing, "    near: {}:{} {}", it.line, it.col, it.message).unwrap();
        }
    }
    for (exception, _) in exceptions.exceptions.iter().zip(used).filter(|(_, used)| !used) {
        writeln!(missing, "an exception that nothing needs: {exception:?}").unwrap();
    }
    assert!(exceptions.exceptions.iter().all(|it| it.reason.len() > 20), "an exception has a reason");
    missing
}

#[expect(clippy::print_stderr, reason = "a test that does nothing says so")]
fn corpus() -> Option<Utf8PathBuf> {
    let root = Utf8Path::new(CORPUS).join("flowspec");
    if !root.is_dir() {
        eprintln!("skipped: {root} is not there");
        return None;
    }
    Some(root.canonicalize_utf8().unwrap())
}
