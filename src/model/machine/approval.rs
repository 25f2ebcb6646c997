//! How a transition is approved.

use crate::model::machine::Transition;

/// What `validation` of a transition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval<'a> {
    /// Nothing.
    None,
    /// A pull request with its artifacts that was merged.
    PullRequest,
    /// This word, typed by a person.
    Keyword(&'a str),
    /// Nobody can tell: it is none of the three forms.
    Unclear(&'a str),
}

impl Transition {
    /// How it is approved. `KEYWORD[WORD]`, which only the schema takes, is read like `KEYWORD["WORD"]`.
    pub fn approval(&self) -> Approval<'_> {
        let Some(validation) = &self.validation else { return Approval::None };
        match validation.text.as_str() {
            "NONE" => Approval::None,
            "PULL_REQUEST" => Approval::PullRequest,
            text => keyword(text).map_or(Approval::Unclear(text), Approval::Keyword),
        }
    }
}

fn keyword(text: &str) -> Option<&str> {
    let word = text.strip_prefix("KEYWORD[")?.strip_suffix(']')?.trim_matches(['"', '\'']).trim();
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_keywords() {
        for (text, word) in [
            ("KEYWORD[\"SHIP IT\"]", Some("SHIP IT")),
            ("KEYWORD['SHIP']", Some("SHIP")),
            ("KEYWORD[SHIP]", Some("SHIP")),
            ("KEYWORD[\"\"]", None),
            ("KEYWORD[", None),
            ("KEYWORD", None),
            ("keyword[SHIP]", None),
        ] {
            assert_eq!(keyword(text), word, "{text}");
        }
    }
}
