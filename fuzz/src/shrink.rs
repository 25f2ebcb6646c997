//! Makes an input that fails smaller for as long as it fails.

use std::time::{Duration, Instant};

use crate::input::Case;

/// Shrinking is a convenience: it must not take the time of the search.
const MOST: Duration = Duration::from_secs(20);

/// Ways to make a case smaller, coarse ones first: each gives its `n`th attempt, `None` after the last one.
const WAYS: [fn(&Case, usize) -> Option<Case>; 5] =
    [without_opened, without_file, without_edit, with_edits_applied, without_chunk];

/// The smallest case that was found; `fails` says why one fails.
pub fn shrink(case: Case, fails: impl Fn(&Case) -> Option<String>) -> Case {
    let end = Instant::now() + MOST;
    let mut best = case;
    loop {
        let before = best.size();
        for way in WAYS {
            let mut attempt = 0;
            while let Some(smaller) = way(&best, attempt).filter(|_| Instant::now() < end) {
                match fails(&smaller).filter(|_| smaller.size() < best.size()) {
                    Some(failure) => best = Case { failure, ..smaller },
                    None => attempt += 1,
                }
            }
        }
        if best.size() == before || Instant::now() >= end {
            return best;
        }
    }
}

fn without_opened(case: &Case, n: usize) -> Option<Case> {
    let mut smaller = case.clone();
    (n < case.opened.len()).then(|| smaller.opened.remove(n))?;
    Some(smaller)
}

fn without_file(case: &Case, n: usize) -> Option<Case> {
    let mut smaller = case.clone();
    smaller.files.remove(case.files.keys().nth(n)?);
    Some(smaller)
}

fn without_edit(case: &Case, mut n: usize) -> Option<Case> {
    let mut smaller = case.clone();
    for opened in &mut smaller.opened {
        if n < opened.edits.len() {
            opened.edits.remove(n);
            return Some(smaller);
        }
        n -= opened.edits.len();
    }
    None
}

fn with_edits_applied(case: &Case, n: usize) -> Option<Case> {
    let mut smaller = case.clone();
    let opened = smaller.opened.get_mut(n)?;
    (opened.text, opened.edits) = (opened.edited(), Vec::new());
    Some(smaller)
}

/// Takes out a half, a quarter and so on of one of the texts, down to a character.
fn without_chunk(case: &Case, mut n: usize) -> Option<Case> {
    let mut smaller = case.clone();
    let edits = smaller.opened.iter_mut().flat_map(|it| {
        let edits = it.edits.iter_mut().map(|edit| &mut edit.text);
        std::iter::once(&mut it.text).chain(edits)
    });
    for text in edits.chain(smaller.files.values_mut()) {
        let mut size = text.len().div_ceil(2);
        while size > 0 {
            let chunks = text.len().div_ceil(size);
            if n < chunks {
                let start = text.floor_char_boundary(n * size);
                let end = text.ceil_char_boundary((n + 1) * size);
                text.replace_range(start..end, "");
                return Some(smaller);
            }
            n -= chunks;
            size /= 2;
        }
    }
    None
}
