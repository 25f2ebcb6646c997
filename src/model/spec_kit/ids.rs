//! Ids in prose: `FR-001`, `SC-002`, `NFR-003`, `T004`.

use std::collections::BTreeSet;

use text_size::TextRange;

use super::lines::TextLine;

/// What an id is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdFamily {
    /// `FR-001`, `SC-001`, `NFR-001`.
    Requirement,
    /// `T001`.
    Task,
    /// `US1`, where it is no label of a task.
    Story,
}

/// An id in a text that is no definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdCitation {
    /// The id; of a range `FR-001–FR-005` and of a list `FR-001/002`, each number is a citation of its own.
    pub range: TextRange,
    pub family: IdFamily,
    /// The id as it is defined: `FR-002` for the second of `FR-001/002`.
    pub id: String,
    /// The id with all that may still belong to it, when that is more: `T020a`, where [`IdCitation::id`] is `T020`.
    pub longer: Option<String>,
    /// Where it ends a range, the id that begins it.
    pub from: Option<String>,
    /// Whether it is in a fenced block or a comment.
    pub quoted: bool,
}

impl IdCitation {
    /// The id with all that may still belong to it.
    pub fn longest(&self) -> &str {
        self.longer.as_deref().unwrap_or(&self.id)
    }

    /// Whether its line says that the id is gone, or belongs to something else; `text` is that of the document. To read the line costs
    /// more than to find the id, so that only those who need it ask.
    pub fn is_excused(&self, text: &str) -> bool {
        let (before, rest) = text.split_at_checked(usize::from(self.range.start())).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
        let end = before.len() + memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        is_excused(&text[start..end])
    }
}

/// Adds the ids in a line.
pub(super) fn citations(line: &TextLine<'_>, found: &mut Vec<IdCitation>) {
    let bytes = line.text.as_bytes();
    let mut at = 0;
    while let Some(more) = memchr::memchr3(b'F', b'S', b'T', &bytes[at..]).map(|more| at + more) {
        at = more + 1;
        let Some((start, family, prefix, digits)) = begins(bytes, more) else { continue };
        let quoted = !line.is_live();
        let add = |found: &mut Vec<IdCitation>, start: usize, digits: usize, from: Option<String>| {
            let (short, end) = whole(line.text, digits);
            let id = |end: usize| [prefix, line.text.get(digits..end).unwrap_or_default()].concat();
            let longer = (end > short).then(|| id(end));
            found.push(IdCitation { range: line.range(start, end), family, id: id(short), longer, from, quoted });
            end
        };
        let mut end = add(found, start, digits, None);
        // What goes on: `FR-001/002`, `FR-001–FR-005`, `T001-T003`.
        while let Some((joint, is_range)) = joint(&line.text[end..]) {
            let next = end + joint;
            let next = if line.text[next..].starts_with(prefix) { next + prefix.len() } else { next };
            let more = bytes[next..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            let is_full = next > end + joint;
            if more < 3 || !is_full && bytes.get(next + more).is_some_and(u8::is_ascii_alphanumeric) {
                break;
            }
            let last = found.last().filter(|_| is_range).map(|last| last.id.clone());
            end = add(found, end + joint, next, last);
        }
        at = end.max(at);
    }
}

/// The start of an id, its family, its prefix and where its digits start, by a letter in it.
fn begins(bytes: &[u8], letter: usize) -> Option<(usize, IdFamily, &'static str, usize)> {
    const PREFIXES: [(&str, usize, IdFamily); 5] = [
        ("NFR-", 1, IdFamily::Requirement),
        ("FR-", 0, IdFamily::Requirement),
        ("SC-", 0, IdFamily::Requirement),
        ("T", 0, IdFamily::Task),
        ("US", 1, IdFamily::Story),
    ];
    PREFIXES.into_iter().find_map(|(prefix, before, family)| {
        let start = letter.checked_sub(before)?;
        let digits = start + prefix.len();
        let is_number = match family {
            IdFamily::Story => is_story_number(bytes.get(digits..)?),
            _ => bytes.get(digits..digits + 3)?.iter().all(u8::is_ascii_digit),
        };
        let is_whole = bytes[start..].starts_with(prefix.as_bytes())
            && is_number
            && !start.checked_sub(1).is_some_and(|before| is_inside(bytes[before]));
        is_whole.then_some((start, family, prefix, digits))
    })
}

/// Whether a text begins with the number of a story: at most two digits, perhaps a letter, and nothing that goes on.
fn is_story_number(text: &[u8]) -> bool {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let end = digits + usize::from(text.get(digits).is_some_and(u8::is_ascii_lowercase));
    (1..=2).contains(&digits) && !text.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Whether a character before an id makes it part of something else.
fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'.' | b'#' | b'=' | b'$')
}

/// Where the id ends whose digits start at `digits`, and where the longest that it may be.
fn whole(line: &str, digits: usize) -> (usize, usize) {
    let bytes = line.as_bytes();
    let run = |at: usize, is_part: fn(&u8) -> bool| {
        at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_part(byte)).count()
    };
    let end = run(digits, u8::is_ascii_digit);
    let mut long = run(end, u8::is_ascii_alphabetic);
    if bytes.get(long) == Some(&b'.') && bytes.get(long + 1).is_some_and(u8::is_ascii_digit) {
        long = run(long + 1, u8::is_ascii_digit);
    }
    if bytes.get(long) == Some(&b'\'') && long == end && !bytes.get(long + 1).is_some_and(u8::is_ascii_alphanumeric) {
        long += 1;
    }
    let tail = run(long + 1, u8::is_ascii_lowercase);
    if long > end && bytes.get(long) == Some(&b'-') && tail > long + 1 {
        long = tail;
    }
    (end, long)
}

/// What joins one id to the next: how long it is, and whether it makes a range.
fn joint(rest: &str) -> Option<(usize, bool)> {
    let trimmed = rest.trim_start_matches(['*', '`', ' ']);
    let before = rest.len() - trimmed.len();
    let (length, is_range) =
        [("…", true), ("...", true), ("..", true), ("–", true), ("—", true), ("-", true), ("/", false)]
            .into_iter()
            .find_map(|(joint, is_range)| trimmed.starts_with(joint).then_some((joint.len(), is_range)))?;
    let after = trimmed[length..].len() - trimmed[length..].trim_start_matches(['*', '`', ' ']).len();
    // A dash between spaces goes on with a sentence, unless another id follows.
    Some((before + length + after, is_range))
}

/// Whether a line says that an id is gone, or speaks of another feature.
fn is_excused(line: &str) -> bool {
    const WORDS: [&str; 15] = [
        "removed",
        "merged",
        "obsolete",
        "superseded",
        "deprecated",
        "renumbered",
        "dropped",
        "replaced",
        "~~",
        "specs/",
        "issue",
        "reserved",
        "quickstart",
        "will be",
        "future",
    ];
    let lower = line.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word)) || names_a_feature(&lower)
}

/// Whether a line names a feature by its number: `spec 003`, `003-login`, `003's`, `#12`.
fn names_a_feature(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let numbered = (0..bytes.len()).any(|at| {
        let alone = at.checked_sub(1).is_none_or(|before| matches!(bytes[before], b' ' | b'(' | b'[' | b'`' | b'*'));
        match bytes[at] {
            b'#' => is_digit(at + 1),
            b'0'..=b'9' if alone => {
                let after = bytes.get(at + 3);
                let is_name = after == Some(&b'-') && bytes.get(at + 4).is_some_and(u8::is_ascii_lowercase);
                let is_number =
                    after.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'.' | b'%'));
                (at..at + 3).all(is_digit) && (is_name || is_number)
            }
            _ => false,
        }
    });
    numbered
        || ["spec ", "feature ", "specs "]
            .iter()
            .any(|word| line.match_indices(word).any(|(at, _)| is_digit(at + word.len())))
}

/// Whether a text is an id and nothing else: `T001`, `FR-001`, `T020a`.
pub fn is_whole_id(text: &str) -> bool {
    leading(text).is_some_and(|(_, length)| length == text.len())
}

/// The next free id after the highest number of these, in the form of `like`.
pub fn next_free<'a>(like: &str, ids: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let start = like.find(|c: char| c.is_ascii_digit())?;
    let prefix = &like[..start];
    let width = like[start..].bytes().take_while(u8::is_ascii_digit).count();
    let numbers: BTreeSet<u64> = ids
        .into_iter()
        .filter_map(|id| {
            let rest = id.strip_prefix(prefix)?;
            rest[..rest.bytes().take_while(u8::is_ascii_digit).count()].parse().ok()
        })
        .collect();
    let next = numbers.last()?.checked_add(1)?;
    Some(format!("{prefix}{next:0width$}"))
}

/// The ids from the first to the last of a range, when it is one of at most a thousand.
pub(super) fn between(from: &str, to: &str) -> Vec<String> {
    const MOST: u64 = 1000;
    let split = |id: &str| {
        let start = id.find(|c: char| c.is_ascii_digit())?;
        Some((id[..start].to_owned(), id.len() - start, id[start..].parse::<u64>().ok()?))
    };
    let (Some((prefix, width, from)), Some((other, _, to))) = (split(from), split(to)) else { return Vec::new() };
    if prefix != other || to < from || to - from > MOST {
        return Vec::new();
    }
    (from..=to).map(|number| format!("{prefix}{number:0width$}")).collect()
}

/// The id that a text begins with, `T001`, `G001` or `LINT-005`, and its length: capitals, perhaps a dash, three digits or more, and
/// perhaps a suffix.
pub(super) fn leading(text: &str) -> Option<(&str, usize)> {
    const LONGEST_PREFIX: usize = 10;
    let bytes = text.as_bytes();
    let letters = bytes.iter().take(LONGEST_PREFIX + 1).take_while(|byte| byte.is_ascii_uppercase()).count();
    let digits = letters + usize::from(bytes.get(letters) == Some(&b'-'));
    let is_id =
        (1..=LONGEST_PREFIX).contains(&letters) && bytes.get(digits..digits + 3)?.iter().all(u8::is_ascii_digit);
    if !is_id {
        return None;
    }
    let (_, end) = whole(text, digits);
    let goes_on = bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'/'));
    (!goes_on).then(|| (&text[..end], end))
}

#[cfg(test)]
mod tests {
    use super::{super::lines::lines, *};

    fn cited(text: &str) -> String {
        let mut found = Vec::new();
        lines(text).for_each(|line| citations(&line, &mut found));
        let shown = found.iter().map(|it| {
            let from = it.from.as_deref().map(|from| format!("{from}..")).unwrap_or_default();
            let longer = it.longer.as_deref().map(|longer| format!("({longer})")).unwrap_or_default();
            format!("{from}{}{longer}{}", it.id, if it.is_excused(text) { "!" } else { "" })
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ids_are_found_in_lists_and_ranges() {
        for (text, expected) in [
            ("See FR-001 and **SC-002**, NFR-003.", "FR-001 SC-002 NFR-003"),
            ("FR-001–FR-005, FR-007/008", "FR-001 FR-001..FR-005 FR-007 FR-008"),
            ("T001-T003 and T004…T006", "T001 T001..T003 T004 T004..T006"),
            ("T020a, T028' or T000c-stellar", "T020(T020a) T028(T028') T000(T000c-stellar)"),
            ("T003.5 - T004", "T003(T003.5) T003..T004"),
            ("FR-001 - three things", "FR-001"),
            ("XFR-001 T01 FR-12 a/T001 T0012", "T0012"),
            ("[US1] and US2b, US3/AC2, US2016 USB1 bUS1 US4x5", "US1 US2(US2b) US3"),
            ("FR-001 was removed", "FR-001!"),
            ("as in 003-login FR-001", "FR-001!"),
            ("like 032's FR-001", "FR-001!"),
            ("in 200ms as FR-001 says", "FR-001"),
        ] {
            assert_eq!(cited(text), expected, "{text}");
        }
    }

    #[test]
    fn the_next_id_follows_the_highest() {
        assert_eq!(next_free("T001", ["T001", "T009a", "FR-100"]).as_deref(), Some("T010"));
        assert_eq!(next_free("FR-001", ["FR-007"]).as_deref(), Some("FR-008"));
        assert_eq!(next_free("x", ["T001"]), None);
    }

    #[test]
    fn a_range_has_all_between() {
        assert_eq!(between("FR-008", "FR-010"), ["FR-008", "FR-009", "FR-010"]);
        assert_eq!(between("FR-008", "SC-010"), [""; 0]);
        assert_eq!(between("T001", "T999999999"), [""; 0]);
    }

    #[test]
    fn a_task_begins_with_its_id() {
        for (text, expected) in [
            ("T001 x", Some("T001")),
            ("LINT-005: x", Some("LINT-005")),
            ("T000c-stellar x", Some("T000c-stellar")),
            ("T001/T002", None),
            ("T01 x", None),
            ("HTTP404", Some("HTTP404")),
            ("x", None),
        ] {
            assert_eq!(leading(text).map(|(id, _)| id), expected, "{text}");
        }
    }
}
