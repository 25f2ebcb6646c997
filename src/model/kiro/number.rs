//! The numbers of requirements and criteria, and lists of references to them.

use std::fmt;

use text_size::TextRange;

use super::lines::LinePiece;

/// The number of a requirement, or of one of its criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CriterionNumber {
    pub requirement: u32,
    /// `None` for the whole requirement.
    pub criterion: Option<u32>,
}

impl CriterionNumber {
    pub fn of_requirement(requirement: u32) -> Self {
        CriterionNumber { requirement, criterion: None }
    }

    pub fn of_criterion(requirement: u32, criterion: u32) -> Self {
        CriterionNumber { requirement, criterion: Some(criterion) }
    }
}

impl fmt::Display for CriterionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.criterion {
            Some(criterion) => write!(f, "{}.{criterion}", self.requirement),
            None => write!(f, "{}", self.requirement),
        }
    }
}

/// A number in `_Requirements: 1.1, 2_` or `**Validates: Requirements 1.1**`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequirementReference {
    pub number: CriterionNumber,
    /// The number as written.
    pub range: TextRange,
    /// The last number of a range that starts here; it is a reference, too.
    pub through: Option<CriterionNumber>,
}

/// The references of a list with commas. What is not a number is free text.
pub(super) fn references(list: LinePiece<'_>) -> Vec<RequirementReference> {
    let mut found = Vec::new();
    for item in items(list) {
        let item = item.strip_word(WORDS).map_or(item, LinePiece::trim);
        let Some((first, rest)) = number(item) else { continue };
        let rest = rest.trim();
        let first_range = item.first(written(item, first.1)).range();
        let reference =
            |(number, _): (CriterionNumber, usize), range| RequirementReference { number, range, through: None };
        if rest.text.is_empty() || rest.text.starts_with(['(', '（']) {
            found.push(reference(first, first_range));
            continue;
        }
        let Some(last) = rest.strip_word(DASHES).map(LinePiece::trim) else { continue };
        let Some(((mut end, length), after)) = number(last) else { continue };
        if !after.trim().text.is_empty() {
            continue;
        }
        // `1.1-4` goes on in the same requirement.
        if let (Some(_), None) = (first.0.criterion, end.criterion) {
            end = CriterionNumber::of_criterion(first.0.requirement, end.requirement);
        }
        found.push(RequirementReference { through: Some(end), ..reference(first, first_range) });
        found.push(reference((end, length), last.first(length).range()));
    }
    found
}

/// What may stand before a number.
pub(super) const WORDS: &[&str] = &["requirements", "requirement", "要件", "要求", "需求", "요구사항"];

/// What stands between the ends of a range.
const DASHES: &[&str] = &["-", "–", "—", "~", "〜", "～", "..", "to "];

/// The items of a list, without the spaces and marks around them.
pub(super) fn items(list: LinePiece<'_>) -> impl Iterator<Item = LinePiece<'_>> {
    let mut rest = Some(list);
    std::iter::from_fn(move || {
        let list = rest?;
        let comma = list.text.find([',', '、', '，', ';', '；']);
        let item = list.first(comma.unwrap_or(list.text.len()));
        rest = comma.map(|at| list.skip(at + list.text[at..].chars().next().map_or(1, char::len_utf8)));
        let is_mark = |char: char| char.is_whitespace() || matches!(char, '_' | '*' | '`');
        let start = item.trim_start_matches(is_mark);
        let text = start.text.trim_end_matches(|char| is_mark(char) || matches!(char, '.' | '。'));
        Some(LinePiece { text, ..start })
    })
}

/// A number at the start with its length in bytes, and what follows it.
fn number(piece: LinePiece<'_>) -> Option<((CriterionNumber, usize), LinePiece<'_>)> {
    let (requirement, rest) = piece.number()?;
    let (number, rest) = match rest.strip(".").and_then(LinePiece::number) {
        Some((criterion, rest)) => (CriterionNumber::of_criterion(requirement, criterion), rest),
        None => (CriterionNumber::of_requirement(requirement), rest),
    };
    Some(((number, rest.start - piece.start), rest))
}

fn written(piece: LinePiece<'_>, length: usize) -> usize {
    length.min(piece.text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_references() {
        let read = |text: &str| -> Vec<String> {
            let found = references(LinePiece { text, start: 0 });
            let shown = found.iter().map(|it| {
                assert!(!text[it.range].is_empty());
                let through = it.through.map(|last| format!("-{last}")).unwrap_or_default();
                format!("{}{through}", it.number)
            });
            shown.collect()
        };
        for (text, expected) in [
            ("1.1, 2", &["1.1", "2"][..]),
            (" 1.1、 1.2 _", &["1.1", "1.2"]),
            ("1.1-1.3, 4.2", &["1.1-1.3", "1.3", "4.2"]),
            ("1.1 – 3", &["1.1-1.3", "1.3"]),
            ("1-3", &["1-3", "3"]),
            ("Requirements 1.2, Requirement 3", &["1.2", "3"]),
            ("要件 1.2", &["1.2"]),
            ("1.1 (partly), 2.1 and more, 1.2.3, all, none, R1, 3rd, -", &["1.1"]),
            ("99999999999.1", &[]),
            ("", &[]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
