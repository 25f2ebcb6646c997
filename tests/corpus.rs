//! A real repository: what was found in it independently must be found, and nothing new unnoticed.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use camino::{Utf8Path, Utf8PathBuf};
use expect_test::expect_file;
use flowspec_lsp::workspace::{
    Settings, World,
    copies::{copies, regenerated},
    expand,
    path::real,
    scan,
};
use globset::Glob;
use serde::Deserialize;

#[path = "corpus/findings.rs"]
mod findings;
use findings::{Found, findings};
#[path = "corpus/navigation.rs"]
mod navigation;

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
    /// One on another line shows this line as a consequence.
    Related,
}

#[derive(Debug, Deserialize)]
struct Exceptions {
    exceptions: Vec<Exception>,
}

#[test]
#[ignore = "needs the corpus: `cargo xtask test` runs this where it is"]
fn what_is_known_of_a_real_repository_is_found_and_nothing_else_appears() {
    let root = corpus();
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
    let Ok(root) = real(root) else { return };
    let found = findings(&root);
    assert!(found.iter().any(|it| it.line == 186 && it.related.contains(&206)), "line 206 follows from line 186");
    for (line, code) in [(186, "fence-closes-early"), (215, "cli-subcommand-unknown"), (306, "label-overwrite")] {
        assert!(found.iter().any(|it| it.line == line && it.code == code), "{code} in line {line}");
    }
}

#[test]
#[ignore = "needs the corpus: `cargo xtask test` runs this where it is"]
fn the_copies_that_have_not_drifted_are_reproduced_byte_for_byte() {
    let root = corpus();
    let drifted: Vec<_> = findings(&root).into_iter().filter(|found| found.code == "copy-drift").collect();
    let mut world = World::default();
    world.load(scan::scan(&root, &Settings::default()));
    let mut same = 0;
    for snapshot in world.projects() {
        for (copy, command) in copies(snapshot, &snapshot.index(), None) {
            if drifted.iter().any(|found| copy.names.iter().any(|name| found.files.iter().any(|file| **name == **file)))
            {
                continue;
            }
            let body = &copy.text()[usize::from(copy.facts().body)..];
            assert_eq!(expand(snapshot, command).copy_body(), body, "{}", copy.name());
            assert_eq!(regenerated(snapshot, command, copy).as_deref(), Ok(copy.text()), "{}", copy.name());
            same += usize::from(copy.name().as_str().starts_with(".github/agents/flow-"));
        }
    }
    assert_eq!(same, fs::read_dir(root.join(".github/agents")).unwrap().filter(is_of_flow).count() - drifted.len());
}

fn is_of_flow(entry: &std::io::Result<fs::DirEntry>) -> bool {
    entry.as_ref().unwrap().file_name().to_str().unwrap().starts_with("flow-")
}

#[test]
#[ignore = "needs the corpus: `cargo xtask test` runs this where it is"]
fn every_include_command_and_state_leads_somewhere_or_has_a_finding() {
    let root = corpus();
    assert_eq!(navigation::lost(&root), Vec::<String>::new());
}

#[test]
#[ignore = "needs the corpus: `cargo xtask test` runs this where it is"]
fn a_state_that_is_renamed_there_and_back_is_as_before() {
    let root = corpus();
    assert_eq!(navigation::there_and_back(&root), Vec::<String>::new());
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
                    Instead::Related => found.iter().any(|it| it.files.contains(file) && it.related.contains(line)),
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

fn corpus() -> Utf8PathBuf {
    let root = Utf8Path::new(CORPUS).join("flowspec");
    real(&root).unwrap_or_else(|error| panic!("{root}, which this test reads: {error}"))
}
