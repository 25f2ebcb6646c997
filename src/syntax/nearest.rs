//! "Did you mean": the candidate that a word was probably meant to be.

/// The candidate closest to `word`, when it is really close: a third of the letters may differ, or one is an abbreviation of the other.
///
/// Upper and lower case are the same. Of equally close candidates the first one wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Names are short; the distance costs the product of both lengths.
    const LONGEST: usize = 128;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let length = word.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.len() > LONGEST {
            continue;
        }
        let lower = candidate.to_lowercase();
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
        if length.abs_diff(other) > allowed.min(limit) {
            continue;
        }
        let distance = strsim::osa_distance(&word, &lower);
        if distance <= allowed.min(limit) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Four letters are enough to recognise a word by its beginning.
fn abbreviates(short: &str, long: &str) -> bool {
    short.len() >= 4 && long.starts_with(short)
}

#[cfg(test)]
mod tests {
    use super::nearest;

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

    #[test]
    fn long_words_are_not_compared() {
        let long = "x".repeat(1 << 20);
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }
}
