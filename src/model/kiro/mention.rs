//! Numbers that the prose of a spec speaks of: `Requirement 1.2`, `Property 3`, `Task 2.1`.

use text_size::TextRange;

use super::{
    CriterionNumber,
    lines::{LinePiece, prose_lines},
    tasks::number_text,
};

/// A number in a sentence, with what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberMention {
    pub of: Numbered,
    /// The number as written.
    pub range: TextRange,
}

/// What has a number in a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbered {
    Requirement(CriterionNumber),
    Property(u32),
    /// Such as `2.1`.
    Task(String),
}

/// The numbers that a text speaks of, outside of code blocks and comments.
pub fn mentions(text: &str) -> Vec<NumberMention> {
    let mut found = Vec::new();
    for line in prose_lines(text) {
        let bytes = line.text.as_bytes();
        for at in memchr::memchr3_iter(b'R', b'P', b'T', bytes).chain(memchr::memchr2_iter(b'r', b't', bytes)) {
            let is_inside = at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
            if !is_inside {
                word(line.skip(at), &mut found);
            }
        }
        if !line.text.is_ascii() {
            for requirement in ["要件", "需求", "요구사항"] {
                let starts = memchr::memmem::find_iter(bytes, requirement);
                starts.for_each(|at| word_between_letters(line.skip(at + requirement.len()), &mut found));
            }
        }
    }
    found.sort_by_key(|it| it.range.start());
    found
}

/// Reads what follows one of the words.
fn word(piece: LinePiece<'_>, found: &mut Vec<NumberMention>) {
    let is_upper = piece.text.starts_with(|first: char| first.is_ascii_uppercase());
    let blank = |char: char| matches!(char, ' ' | '\u{a0}' | '#');
    let after = |words: &[&str]| {
        let rest = piece.strip_word(words)?;
        rest.text.starts_with(blank).then(|| rest.trim_start_matches(blank))
    };
    if let Some(list) = after(&["requirements", "requirement", "reqs", "req"]) {
        requirements(list, found);
    } else if let Some(start) = after(&["property"]).filter(|_| is_upper)
        && let Some((number, rest)) = start.number()
    {
        let range = start.first(rest.start - start.start).range();
        found.push(NumberMention { of: Numbered::Property(number), range });
    } else if let Some(start) = after(&["tasks", "task"])
        && let Some((parts, rest)) = numbers(start)
        && (is_upper || parts.len() > 1)
    {
        let range = start.first(rest.start - start.start).range();
        found.push(NumberMention { of: Numbered::Task(number_text(&parts)), range });
    }
}

/// Reads what follows the word for a requirement in a language that writes no spaces: `要件4の…`, but not `要件2つ`, which counts.
fn word_between_letters(piece: LinePiece<'_>, found: &mut Vec<NumberMention>) {
    let start = piece.trim_start_matches(char::is_whitespace);
    let Some((requirement, rest)) = start.number() else { return };
    let part = rest.strip(".").and_then(LinePiece::number);
    let (number, rest) = match part {
        Some((criterion, rest)) => (CriterionNumber::of_criterion(requirement, criterion), rest),
        None => (CriterionNumber::of_requirement(requirement), rest),
    };
    let is_longer = rest.text.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
        || rest.strip(".").is_some_and(|rest| rest.number().is_some());
    if !is_longer && !rest.text.starts_with(['つ', '件', '個', '个', '項', '项', '種', '种', '개', '가']) {
        let range = start.first(rest.start - start.start).range();
        found.push(NumberMention { of: Numbered::Requirement(number), range });
    }
}

/// Numbers with dots between them, and what follows.
fn numbers(start: LinePiece<'_>) -> Option<(Vec<u32>, LinePiece<'_>)> {
    let (first, mut rest) = start.number()?;
    let mut parts = vec![first];
    while let Some((part, after)) = rest.strip(".").and_then(LinePiece::number) {
        parts.push(part);
        rest = after;
    }
    let is_word = rest.text.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    (!is_word).then_some((parts, rest))
}

/// Reads `1.1, 1.2 and 3`, or `1.1-4`.
fn requirements(list: LinePiece<'_>, found: &mut Vec<NumberMention>) {
    let mut rest = list;
    let mut in_range_of = None;
    let mut is_first = true;
    while let Some((parts, after)) = numbers(rest) {
        // `2 users` goes on with a sentence.
        let ends = after.text.is_empty() || after.text.starts_with(|next: char| ",;.:)]*_-–".contains(next));
        let number = match (&parts[..], in_range_of) {
            (&[criterion], Some(requirement)) => CriterionNumber::of_criterion(requirement, criterion),
            (&[requirement], None) if is_first || ends => CriterionNumber::of_requirement(requirement),
            (&[requirement, criterion], _) => CriterionNumber::of_criterion(requirement, criterion),
            _ => return,
        };
        let range = rest.first(after.start - rest.start).range();
        found.push(NumberMention { of: Numbered::Requirement(number), range });
        let between = after.trim_start_matches(char::is_whitespace);
        let comma = between.strip(",").map(LinePiece::trim);
        let word = comma.unwrap_or(between).strip_word(&["and ", "& ", "or "]).map(LinePiece::trim);
        let dash = between.strip_word(&["-", "–", "to "]).map(LinePiece::trim);
        in_range_of = dash.and(number.criterion).map(|_| number.requirement);
        is_first = false;
        match word.or(comma).or(dash) {
            Some(next) => rest = next,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::*;

    #[test]
    fn numbers_in_sentences() {
        let text = "😀 per Requirement 1.2 and 1.3, Requirements 2, 3: Reqs 1.1-4\nProperty 12, Task 3. See task 2.1, task 7 and requirement 1, 2 users.\n```\nRequirement 9\n```\nRequirements: 4, Prerequisite 5, Requirement 1.2.3, Task 3rd\n";
        let mut shown = String::new();
        for it in mentions(text) {
            writeln!(shown, "{} {:?}", &text[it.range], it.of).unwrap();
        }
        expect![[r#"
            1.2 Requirement(CriterionNumber { requirement: 1, criterion: Some(2) })
            1.3 Requirement(CriterionNumber { requirement: 1, criterion: Some(3) })
            2 Requirement(CriterionNumber { requirement: 2, criterion: None })
            3 Requirement(CriterionNumber { requirement: 3, criterion: None })
            1.1 Requirement(CriterionNumber { requirement: 1, criterion: Some(1) })
            4 Requirement(CriterionNumber { requirement: 1, criterion: Some(4) })
            12 Property(12)
            3 Task("3")
            2.1 Task("2.1")
            1 Requirement(CriterionNumber { requirement: 1, criterion: None })
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn requirements_between_letters() {
        let text = "これは要件4の例外、要件 1.2と要件2つ。\n需求 3，需求2.1.3、要件5a\n요구사항 6을\n";
        let mut shown = String::new();
        for it in mentions(text) {
            writeln!(shown, "{} {:?}", &text[it.range], it.of).unwrap();
        }
        expect![[r#"
            4 Requirement(CriterionNumber { requirement: 4, criterion: None })
            1.2 Requirement(CriterionNumber { requirement: 1, criterion: Some(2) })
            3 Requirement(CriterionNumber { requirement: 3, criterion: None })
            6 Requirement(CriterionNumber { requirement: 6, criterion: None })
        "#]]
        .assert_eq(&shown);
    }
}
