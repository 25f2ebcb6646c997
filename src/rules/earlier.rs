//! Which findings of a document were there in an earlier version of it.

use rustc_hash::FxHashMap;
use similar::{DiffOp, TextDiff};
use text_size::TextRange;

use super::{Diagnostic, Fixes, check};
use crate::workspace::{Document, Snapshot};

/// Texts of more bytes than this are not compared line by line.
const LONGEST: usize = 1024 * 1024;

/// What was found in an earlier version of a document.
#[derive(Debug, Default)]
pub struct Earlier {
    found: Vec<EarlierFinding>,
    /// The earlier line of each line that has not changed, both from 0; `None` where none has.
    lines: Option<FxHashMap<u32, u32>>,
}

#[derive(Debug)]
struct EarlierFinding {
    code: &'static str,
    message: String,
    line: u32,
    /// The text at fault.
    text: String,
}

impl Earlier {
    /// What was found in `document` of the project `before`, of which `now` is the text today.
    pub fn new(before: &Snapshot, document: &Document, now: &str) -> Earlier {
        let found = check(before, &document.path, Fixes::Skipped);
        let found = found.into_iter().map(|it| EarlierFinding {
            code: it.code,
            line: document.facts().lines.line(it.range.start()),
            text: words(document.text(), it.range),
            message: it.message,
        });
        Earlier { found: found.collect(), lines: unchanged_lines(document.text(), now) }
    }

    /// Leaves the findings that were not there. One was there if one of its rule was at the same words of the same line, lines moved along,
    /// or one with the same message at the same words anywhere.
    pub fn retain_new(&self, document: &Document, found: &mut Vec<Diagnostic>) {
        self.retain(document, found, true);
    }

    /// Leaves also those that were there, but are on a line that was written anew.
    pub fn retain_touched(&self, document: &Document, found: &mut Vec<Diagnostic>) {
        self.retain(document, found, false);
    }

    fn retain(&self, document: &Document, found: &mut Vec<Diagnostic>, anywhere: bool) {
        if self.found.is_empty() || found.is_empty() {
            return;
        }
        let text = document.text();
        let mut is_left = vec![true; self.found.len()];
        let mut take = |is_same: &dyn Fn(&EarlierFinding) -> bool| {
            let at = self.found.iter().zip(&is_left).position(|(it, is_left)| *is_left && is_same(it));
            at.map(|at| is_left[at] = false).is_some()
        };
        let mut is_new: Vec<bool> = { found.iter() }
            .map(|it| {
                let line = document.facts().lines.line(it.range.start());
                let line = self.lines.as_ref().map_or(Some(line), |lines| lines.get(&line).copied());
                let words = words(text, it.range);
                !line.is_some_and(|line| {
                    take(&|earlier| (earlier.code, earlier.line, &*earlier.text) == (it.code, line, &*words))
                })
            })
            .collect();
        if anywhere {
            for (is_new, it) in is_new.iter_mut().zip(&*found).filter(|(is_new, _)| **is_new) {
                let key = (it.code, &*it.message, &*words(text, it.range));
                *is_new = !take(&|earlier| (earlier.code, &*earlier.message, &*earlier.text) == key);
            }
        }
        let mut is_new = is_new.into_iter();
        found.retain(|_| is_new.next().unwrap_or(true));
    }
}

/// How much of a text another one repeats, line by line: 0 for nothing, 1 for all.
pub fn similarity(before: &str, now: &str) -> f32 {
    if before == now {
        return 1.0;
    }
    if before.len().max(now.len()) > LONGEST {
        return 0.0;
    }
    TextDiff::from_lines(before, now).ratio()
}

fn words(text: &str, range: TextRange) -> String {
    text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default().to_owned()
}

fn unchanged_lines(before: &str, now: &str) -> Option<FxHashMap<u32, u32>> {
    if before == now {
        return None;
    }
    if before.len().max(now.len()) > LONGEST {
        return Some(FxHashMap::default());
    }
    let [before, now] = [before, now].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let diff = TextDiff::from_slices(&before, &now);
    let mut lines = FxHashMap::default();
    for op in diff.ops() {
        if let DiffOp::Equal { old_index, new_index, len } = *op {
            lines.extend((0..len).map(|at| ((new_index + at) as u32, (old_index + at) as u32)));
        }
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    const FILE: &str = ".claude/commands/flow/plan.md";

    /// The lines, from 0, of what is found in `now` and was not in `before`.
    fn lines(before: &str, now: &str, retain: fn(&Earlier, &Document, &mut Vec<Diagnostic>)) -> Vec<u32> {
        let [before, now] = [before, now].map(|text| Fixture::parse(&format!("//- /{FILE}\n{text}")).snapshot());
        let path = now.path(FILE.as_ref());
        let document = now.document(&path).unwrap();
        let mut found = check(&now, &path, Fixes::Skipped);
        found.retain(|it| it.code == "include-missing");
        let earlier = Earlier::new(&before, before.document(&path).unwrap(), document.text());
        retain(&earlier, document, &mut found);
        found.iter().map(|it| document.facts().lines.line(it.range.start())).collect()
    }

    #[test]
    fn what_was_found_before_is_left_out() {
        let new = |before: &str, now: &str| lines(before, now, Earlier::retain_new);
        let (a, b) = ("{{INCLUDE:a.md}}\n", "{{INCLUDE:b.md}}\n");
        assert_eq!(new(a, a), [0; 0]);
        assert_eq!(new(a, &format!("text\n\n{a}")), [0; 0], "lines moved");
        assert_eq!(new(a, &format!("{a}{b}")), [1], "another one");
        assert_eq!(new(a, &format!("{a}text\n{a}")), [2], "the same a second time");
        assert_eq!(new(&format!("{a}text\n{b}"), &format!("{b}text\n{a}")), [0; 0], "exchanged");
        assert_eq!(new(a, "see {{INCLUDE:a.md}}\n"), [0; 0], "its line changed");
        assert_eq!(new("", a), [0]);
    }

    #[test]
    fn what_stands_on_a_written_line_is_touched() {
        let touched = |before: &str, now: &str| lines(before, now, Earlier::retain_touched);
        let a = "{{INCLUDE:a.md}}\n";
        assert_eq!(touched(a, &format!("text\n{a}")), [0; 0]);
        assert_eq!(touched(a, "see {{INCLUDE:a.md}}\n"), [0]);
    }
}
