//! `--fix` and `--diff`: mending what has only one right answer.
//!
//! Fixes are applied to open buffers over the disk until nothing is left to fix; only then, and only for `--fix`, are files written.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use camino::Utf8Path;
use ropey::Rope;

use super::{Checked, Keep, check, patch};
use crate::{
    cli::{files, output::Palette, paths::relative, target::CheckTarget},
    rules::Fix,
    text::plain_line,
    workspace::{DocPath, Edit},
};

/// Fixes that lay open something else to fix are few; a pair that undo each other must end.
const MOST_PASSES: usize = 10;

/// A document that fixes change.
pub(super) struct Fixed {
    path: DocPath,
    before: String,
    after: String,
    /// What was done, in order.
    titles: Vec<String>,
}

/// Applies every fix that is always right to buffers in `target`, until there is none.
pub(super) fn apply(target: &mut CheckTarget, keep: &Keep<'_>, folder: &Utf8Path) -> Vec<Fixed> {
    let mut fixed: BTreeMap<DocPath, Fixed> = BTreeMap::new();
    for pass in 0..MOST_PASSES {
        let checked = check(target, keep, folder);
        let plan = Plan::new(&checked);
        if plan.edits.is_empty() {
            break;
        }
        for (path, edits) in plan.edits {
            let Some(checked) = checked.iter().find(|checked| checked.document.path == path) else { continue };
            let text = checked.document.text();
            let entry = fixed.entry(path.clone()).or_insert_with(|| Fixed {
                path: path.clone(),
                before: text.to_owned(),
                after: String::new(),
                titles: Vec::new(),
            });
            entry.after = replaced(text, &edits);
            entry.titles.extend(plan.titles.get(&path).into_iter().flatten().cloned());
            let buffer = Rope::from_str(&entry.after);
            target.world.open(path, buffer, pass as i32);
        }
    }
    fixed.into_values().filter(|fixed| fixed.before != fixed.after).collect()
}

/// The changes as a patch, with paths from `folder`.
pub(super) fn diff(fixed: &[Fixed], folder: &Utf8Path) -> String {
    fixed.iter().map(|fixed| patch::patch(&relative(&fixed.path, folder), &fixed.before, &fixed.after)).collect()
}

/// What became of writing the fixed files.
#[derive(Default)]
pub(super) struct Written {
    /// What was done, a line for each fix.
    pub(super) done: String,
    /// What was not, a line for each file.
    pub(super) refused: String,
    /// The exit code: 0 when everything was written.
    pub(super) code: u8,
}

/// Writes what [`apply`] changed. A file that is refused is as it was, here and in `target`.
pub(super) fn write(fixed: Vec<Fixed>, target: &mut CheckTarget, folder: &Utf8Path, palette: Palette) -> Written {
    let mut written = Written::default();
    let documents = target.world.projects().iter().flat_map(|project| project.documents());
    files::remove_stale(documents.map(|document| &*document.path));
    let signals = files::Signals::hold();
    let mut left = 0;
    for fixed in fixed {
        let path = relative(&fixed.path, folder);
        let path = plain_line(path.as_str());
        if signals.caught().is_some() {
            target.world.close(&fixed.path);
            left += 1;
            continue;
        }
        match files::replace(&fixed.path, &fixed.before, &fixed.after) {
            Ok(()) => {
                let lines = fixed.titles.iter().map(|title| format!("{} {path}: {title}\n", palette.good("fixed")));
                written.done.extend(lines);
            }
            Err(error) => {
                target.world.close(&fixed.path);
                written.refused.push_str(&format!("{}: `{path}` is not fixed: {error}\n", palette.bad("error")));
                written.code = 2;
            }
        }
    }
    if let Some(code) = signals.caught() {
        let files = if left == 1 { "1 file is".to_owned() } else { format!("{left} files are") };
        written.refused.push_str(&format!("{}: interrupted: {files} not fixed\n", palette.bad("error")));
        written.code = code;
    }
    written
}

/// The edits of one pass, none of which overlap.
#[derive(Default)]
struct Plan {
    edits: BTreeMap<DocPath, BTreeMap<usize, (Range<usize>, String)>>,
    titles: BTreeMap<DocPath, Vec<String>>,
}

impl Plan {
    fn new(checked: &[Checked]) -> Plan {
        let documents: BTreeSet<_> = checked.iter().map(|checked| &checked.document.path).collect();
        let mut plan = Plan::default();
        for checked in checked {
            for found in &checked.found {
                let Some(fix) = found.fixes.iter().find(|fix| fix.always) else { continue };
                if plan.take(fix, &documents) {
                    plan.titles.entry(checked.document.path.clone()).or_default().push(fix.title.clone());
                }
            }
        }
        plan
    }

    /// Takes a fix as a whole, or leaves it to a later pass.
    fn take(&mut self, fix: &Fix, documents: &BTreeSet<&DocPath>) -> bool {
        let replacement = |edit: &Edit| match edit {
            Edit::Replace { path, range, text } if documents.contains(path) => {
                Some((path.clone(), Range::from(*range), text.clone()))
            }
            _ => None,
        };
        let Some(edits) = fix.edits.iter().map(replacement).collect::<Option<Vec<_>>>() else { return false };
        if edits.iter().any(|(path, range, _)| self.overlaps(path, range)) {
            return false;
        }
        for (path, range, text) in edits {
            self.edits.entry(path).or_default().insert(range.start, (range, text));
        }
        true
    }

    fn overlaps(&self, path: &DocPath, range: &Range<usize>) -> bool {
        let Some(edits) = self.edits.get(path) else { return false };
        edits.contains_key(&range.start)
            || edits.range(..range.start).next_back().is_some_and(|(_, (before, _))| before.end > range.start)
            || edits.range(range.start..).next().is_some_and(|(start, _)| *start < range.end)
    }
}

/// A text with edits applied that do not overlap.
fn replaced(text: &str, edits: &BTreeMap<usize, (Range<usize>, String)>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits.values() {
        replaced.push_str(text.get(at..range.start).unwrap_or_default());
        replaced.push_str(new);
        at = range.end;
    }
    replaced.push_str(text.get(at..).unwrap_or_default());
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_that_overlap_wait() {
        let path = DocPath::new("/a.md");
        let documents = BTreeSet::from([&path]);
        let mut plan = Plan::default();
        let mut take = |start: u32, end: u32| {
            let range = text_size::TextRange::new(start.into(), end.into());
            let fix = Fix { title: String::new(), always: true, edits: vec![Edit::replace(&path, range, "x")] };
            plan.take(&fix, &documents)
        };
        let taken = [take(4, 8), take(8, 8), take(8, 9), take(0, 5), take(6, 7), take(0, 4), take(9, 9)];
        assert_eq!(taken, [true, true, false, false, false, true, true]);
        assert_eq!(replaced("0123456789", &plan.edits[&path]), "xxx8x9");
    }
}
