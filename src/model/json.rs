//! Whether a text is JSON. The tree comes from the YAML reader, which takes more.

use serde::de::IgnoredAny;
use text_size::{TextRange, TextSize};

use crate::model::Misfit;

/// Where a text ends to be JSON, and why.
pub(super) fn problem(text: &str) -> Option<Misfit> {
    let (mark, json) = match text.strip_prefix('\u{feff}') {
        Some(json) => ('\u{feff}'.len_utf8(), json),
        None => (0, text),
    };
    let error = serde_json::from_str::<IgnoredAny>(json).err()?;
    let lines = json.split_inclusive('\n').take(error.line().saturating_sub(1));
    let at = mark + lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
    // What comes before a closing bracket is a comma in most cases.
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    if after.starts_with(['}', ']']) && before.trim_end().ends_with(',') {
        let comma = TextRange::at(size(before.trim_end().len() - 1), TextSize::of(','));
        let message = "not valid JSON: a comma before the closing bracket".to_owned();
        return Some(Misfit { range: comma, message, replacement: Some(String::new()) });
    }
    let told = error.to_string();
    let reason = told.split(" at line ").next().unwrap_or_default();
    Some(Misfit { range: visible(text, at), message: format!("not valid JSON: {reason}"), replacement: None })
}

/// The character at an offset, else the last one before it that can be seen.
fn visible(text: &str, at: usize) -> TextRange {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let next = text[at..].char_indices().next().filter(|(_, char)| !char.is_whitespace());
    let (start, char) = match next {
        Some((_, char)) => (at, char),
        None => match text[..at].trim_end().char_indices().next_back() {
            Some(last) => last,
            None => return TextRange::default(),
        },
    };
    TextRange::at(size(start), TextSize::of(char))
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_json() {
        let found = |text: &str| problem(text).map(|it| (text[it.range].to_owned(), it.message));
        let some = |at: &str, reason: &str| Some((at.to_owned(), format!("not valid JSON: {reason}")));
        assert_eq!(found("\u{feff}{\"a\": [1, \"é\"]}\n"), None);
        assert_eq!(found("{\"é\": 1,\n}"), some(",", "a comma before the closing bracket"));
        assert_eq!(found("{\"a\": é}"), some("é", "expected value"));
        assert_eq!(found("{\"a\": 1\n\n"), some("1", "EOF while parsing an object"));
        assert_eq!(found(""), some("", "EOF while parsing a value"));
        assert!(found(&"[".repeat(10_000)).is_some());
    }
}
