//! A unified diff that `git apply` and GNU patch accept, whatever the name and the text.

use std::fmt::Write;

use camino::Utf8Path;
use similar::{ChangeTag, DiffOp, TextDiff};

use crate::text::is_plain;

/// How many lines around a change are shown.
const AROUND: usize = 3;

/// What turns `before` into `after`, for a file with this relative path.
pub(super) fn patch(path: &Utf8Path, before: &str, after: &str) -> String {
    // A line ends with a line feed and nothing else: to the tools a carriage return is a character of the line.
    let [old, new] = [before, after].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let diff = TextDiff::from_slices(&old, &new);
    let mut patch = format!("--- {}\n+++ {}\n", name("a", path), name("b", path));
    for hunk in diff.grouped_ops(AROUND) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let old = range(first.old_range().start, last.old_range().end);
        let new = range(first.new_range().start, last.new_range().end);
        // Writing to a string cannot fail.
        let _ = writeln!(patch, "@@ -{old} +{new} @@");
        hunk.iter().for_each(|op| changes(&diff, op, &mut patch));
    }
    patch
}

fn changes(diff: &TextDiff<'_, '_, str>, op: &DiffOp, patch: &mut String) {
    for change in diff.iter_changes(op) {
        patch.push(match change.tag() {
            ChangeTag::Equal => ' ',
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        });
        patch.push_str(change.value());
        if !change.value().ends_with('\n') {
            patch.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// Lines in the header of a hunk: the first one, from 1, and how many; of none, the line before.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        count => format!("{},{count}", start + 1),
    }
}

/// A path as git writes it: in quotes with C's escapes when it has characters that are not plain, and with a tab behind it when it has
/// spaces, at which GNU patch would cut it off.
fn name(side: &str, path: &Utf8Path) -> String {
    let path = path.as_str();
    let name = if path.chars().all(|char| is_plain(char) && !matches!(char, '"' | '\\')) {
        format!("{side}/{path}")
    } else {
        let mut quoted = format!("\"{side}/");
        for char in path.chars() {
            match char {
                '"' | '\\' => quoted.extend(['\\', char]),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                '\r' => quoted.push_str("\\r"),
                char if is_plain(char) => quoted.push(char),
                char => {
                    for byte in char.encode_utf8(&mut [0; 4]).bytes() {
                        let _ = write!(quoted, "\\{byte:03o}");
                    }
                }
            }
        }
        quoted + "\""
    };
    if path.contains(' ') { name + "\t" } else { name }
}
