//! "Did you mean": the candidate that a word was probably meant to be.

use std::{
    borrow::{Borrow, Cow},
    collections::BTreeMap,
    ops::Bound::{Excluded, Included, Unbounded},
};

/// The candidate closest to `word`, when it is really close: a third of the letters may differ, or one is an abbreviation of the other.
///
/// Upper and lower case are the same. Of equally close candidates the first one wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Names are short; the distance costs the product of both lengths.
    const LONGEST: usize = 128;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let word = lower(word);
    let (length, letters) = (word.chars().count(), Letters::of(&word));
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.len() > LONGEST {
            continue;
        }
        let lower = lower(candidate);
        let other = lower.chars().count();
        let limit = match best {
            Some((0, _)) => break,
            Some((distance, _)) => distance - 1,
            None => usize::MAX,
        };
        let allowed = if abbreviates(&word, &lower) || abbreviates(&lower, &word) {
            length.abs_diff(other)
        } else {
            length.max(other) / 3
        };
        let allowed = allowed.min(limit);
        if length.abs_diff(other) > allowed || letters.least_distance(&lower) > allowed {
            continue;
        }
        let (word, other) = without_common_ends(&word, &lower);
        let distance = strsim::osa_distance(word, other);
        if distance <= allowed {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many names are compared with a word on either side of its place in the alphabet.
pub const REACH: usize = 500;

/// The keys of `names` to compare with `word`, in order: all of them, or of very many those that are next to it in the alphabet.
///
/// So that as many unknown words as there are names do not cost the square of their number.
pub fn around<'a, K: Borrow<str> + Ord, V>(word: &str, names: &'a BTreeMap<K, V>) -> Vec<&'a str> {
    let reach = if names.len() <= 2 * REACH { usize::MAX } else { REACH };
    let (before, after) = ((Unbounded, Excluded(word)), (Included(word), Unbounded));
    let mut around: Vec<&str> =
        names.range::<str, _>(before).rev().take(reach).map(|(name, _)| name.borrow()).collect();
    around.reverse();
    around.extend(names.range::<str, _>(after).take(reach).map(|(name, _)| name.borrow()));
    around
}

/// The parts in which two words differ, which are as far from each other as the words: paths and ids have most in common.
fn without_common_ends<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    let same = |(a, b): &(char, char)| a == b;
    let start = a.chars().zip(b.chars()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum::<usize>();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.chars().rev().zip(b.chars().rev()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum::<usize>();
    (&a[..a.len() - end], &b[..b.len() - end])
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        Cow::Owned(word.to_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

/// How often each letter is in a word. To compare these takes a fraction of what the distance takes.
struct Letters([u8; 64]);

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0u8; 64];
        word.chars().for_each(|letter| counts[Self::slot(letter)] += 1);
        Letters(counts)
    }

    /// Letters may share a slot, which only makes words seem closer.
    fn slot(letter: char) -> usize {
        letter as usize % 64
    }

    /// The distance to a word that has the letters of `other` in the best order.
    fn least_distance(&self, other: &str) -> usize {
        let mut left = self.0;
        let mut more = 0;
        for letter in other.chars() {
            match left[Self::slot(letter)].checked_sub(1) {
                Some(rest) => left[Self::slot(letter)] = rest,
                None => more += 1,
            }
        }
        let missing = left.iter().map(|count| usize::from(*count)).sum::<usize>();
        missing.max(more)
    }
}

/// Four letters are enough to recognise a word by its beginning.
fn abbreviates(short: &str, long: &str) -> bool {
    short.len() >= 4 && long.starts_with(short)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STATES: [&str; 6] = ["To Do", "Assessed", "Specified", "Planned", "In Implementation", "Validated"];

    #[test]
    fn close_words_only() {
        let cases = [
            ("Asessed", Some("Assessed")),
            ("assessed", Some("Assessed")),
            ("Plan", Some("Planned")),
            ("Specifed", Some("Specified")),
            ("Implementation", Some("In Implementation")),
            ("todo", Some("To Do")),
            ("ReadyForDone", None),
            ("Done", None),
            ("", None),
            ("x", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, STATES), expected, "{word}");
        }
    }

    #[test]
    fn ties_go_to_the_first() {
        assert_eq!(nearest("plam", ["plan", "play"]), Some("plan"));
        assert_eq!(nearest("plam", ["play", "plan"]), Some("play"));
        assert_eq!(nearest("plan", ["plans", "plan"]), Some("plan"));
    }

    proptest! {
        #[test]
        fn common_ends_do_not_count(a in "[abé😀]{0,7}", b in "[abé😀]{0,7}", start in "[aé]{0,3}", end in "[bé]{0,3}") {
            let (long, other) = (format!("{start}{a}{end}"), format!("{start}{b}{end}"));
            let (one, two) = without_common_ends(&long, &other);
            prop_assert_eq!(strsim::osa_distance(one, two), strsim::osa_distance(&long, &other));
        }

        #[test]
        fn letters_tell_the_least_distance(a in "[abé😀x-z]{0,9}", b in "[abé😀x-z]{0,9}") {
            prop_assert!(Letters::of(&a).least_distance(&b) <= strsim::osa_distance(&a, &b));
        }
    }

    #[test]
    fn of_very_many_names_the_neighbours_are_compared() {
        let names: BTreeMap<_, _> = (0..5_000).map(|number| (format!("task-{number:05}"), ())).collect();
        let found = around("task-02500x", &names);
        assert_eq!((found.len(), found[0], found[999]), (1000, "task-02001", "task-03000"));
        assert_eq!(around("a", &names).len(), 500);
        let few: BTreeMap<_, _> = (0..1_000).map(|number| (format!("task-{number:05}"), ())).collect();
        assert!(around("a", &few).into_iter().eq(few.keys()));
    }

    #[test]
    fn long_words_are_not_compared() {
        let long = "x".repeat(1 << 20);
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }
}
