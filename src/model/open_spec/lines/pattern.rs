//! What `openspec` recognizes in a line. Its patterns are JavaScript's: `\s` has a byte-order mark and no U+0085, `.` does not match
//! U+2028 and U+2029, and without regard to case means ASCII.

/// A heading that begins in the first column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecHeading<'a> {
    /// The number of its `#`, one to six.
    pub level: usize,
    /// What follows them, which begins with a space.
    rest: &'a str,
}

impl<'a> SpecHeading<'a> {
    /// Its title, without spaces around it. `None` when the program sees only the end of a section here.
    pub fn title(&self) -> Option<&'a str> {
        let title = trim_start(self.rest);
        match title.is_empty() {
            true => (self.rest.chars().count() > 1 && !self.rest.ends_with(is_separator)).then_some(title),
            false => (!title.contains(is_separator)).then(|| trim(title)),
        }
    }

    /// What is written after the `#`, without spaces around it.
    pub fn words(&self) -> &'a str {
        trim(self.rest)
    }

    /// Whether it is of this level and says this, in any case.
    pub fn is(&self, level: usize, words: &str) -> bool {
        self.level == level && self.words().eq_ignore_ascii_case(words)
    }
}

/// The heading that a line is.
pub fn heading(line: &str) -> Option<SpecHeading<'_>> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    ((1..=6).contains(&level) && rest.starts_with(is_space)).then_some(SpecHeading { level, rest })
}

/// The name in `### Requirement: NAME`. The space after the `#` may be missing.
pub fn requirement(line: &str) -> Option<&str> {
    let written = strip_ignoring_case(trim_start(line.strip_prefix("###")?), "Requirement:")?;
    let name = trim_start(written);
    if name.is_empty() {
        // Spaces are a name, and an empty one. Nothing at all is none.
        return written.contains(|char| !is_separator(char)).then_some(name);
    }
    let (name, after) = name.split_at(name.find(is_separator).unwrap_or(name.len()));
    trim(after).is_empty().then(|| requirement_name(name))
}

/// The name in ``- `### Requirement: NAME` ``, a removed requirement. The backticks may be missing.
pub fn removed(line: &str) -> Option<&str> {
    let line = trim_start(line);
    named(trim_start(line.strip_prefix(['-', '*', '+'])?))
}

/// The name in ``- FROM: `### Requirement: NAME` ``, or in the same with another word. The bullet and the backticks may be missing.
pub fn renamed<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let line = trim_start(line);
    let line = trim_start(line.strip_prefix(['-', '*', '+']).unwrap_or(line));
    named(trim_start(line.strip_prefix(word)?.strip_prefix(':')?))
}

/// The name in `### Requirement: NAME`, which may be in backticks. Here the case matters.
fn named(text: &str) -> Option<&str> {
    let text = text.strip_prefix('`').unwrap_or(text);
    let written = trim_start(text.strip_prefix("###")?).strip_prefix("Requirement:")?;
    let name = trim(written);
    if name.is_empty() {
        return written.contains(|char| !is_separator(char)).then_some(name);
    }
    let name = name.strip_suffix('`').filter(|name| !name.is_empty()).unwrap_or(name);
    (!name.contains(is_separator)).then(|| requirement_name(name))
}

/// A requirement's name without the `#` that close a heading and without spaces around it.
///
/// Where the program compares names it does this twice, which differs for a name that ends in ` # #`.
pub fn requirement_name(name: &str) -> &str {
    trim(without_closing(name))
}

/// What is equal for names that differ only in case and in runs of spaces.
pub fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for char in requirement_name(name).to_lowercase().chars() {
        match is_space(char) {
            true if folded.ends_with(' ') => {}
            true => folded.push(' '),
            false => folded.push(char),
        }
    }
    folded
}

/// The name of a scenario, by the title of its heading, and whether `Scenario:` precedes it.
pub fn scenario_name<'a>(heading: &SpecHeading<'a>) -> (&'a str, bool) {
    let title = without_closing(trim_start(heading.rest));
    match strip_ignoring_case(title, "Scenario:") {
        Some(name) => (trim(name), true),
        None => (trim(title), false),
    }
}

/// Whether `SHALL` or `MUST` is a word of the text.
pub fn has_keyword(text: &str) -> bool {
    let word = |char: char| char.is_ascii_alphanumeric() || char == '_';
    ["SHALL", "MUST"].iter().any(|keyword| {
        text.match_indices(keyword)
            .any(|(at, _)| !text[..at].ends_with(word) && !text[at + keyword.len()..].starts_with(word))
    })
}

/// Whether a trimmed line is `**Key**: value`.
pub fn is_metadata(line: &str) -> bool {
    let inner = line.strip_prefix("**").and_then(|rest| rest.split_once('*'));
    inner.is_some_and(|(key, rest)| !key.is_empty() && rest.starts_with("*:"))
}

/// `text` after `prefix`, in any case.
pub fn strip_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// A heading's text without the `#` that close it, which a space or a tab precedes.
fn without_closing(text: &str) -> &str {
    const BLANK: [char; 2] = [' ', '\t'];
    let closed = text.trim_end_matches(BLANK);
    let open = closed.trim_end_matches('#');
    let before = open.trim_end_matches(BLANK);
    if open.len() < closed.len() && before.len() < open.len() { before } else { text }
}

/// JavaScript's `\s`, which is also what its `trim` removes.
pub fn is_space(char: char) -> bool {
    char == '\u{feff}' || char.is_whitespace() && char != '\u{85}'
}

/// What JavaScript's `.` does not match within a line.
fn is_separator(char: char) -> bool {
    ['\u{2028}', '\u{2029}'].contains(&char)
}

/// JavaScript's `trim`.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// JavaScript's `trimStart`.
pub fn trim_start(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

/// JavaScript's `trimEnd`.
pub fn trim_end(text: &str) -> &str {
    text.trim_end_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_is_a_heading_with_its_word_and_a_name() {
        for (line, name) in [
            ("### Requirement: A", Some("A")),
            ("###Requirement:A", Some("A")),
            ("###  requirement:\tA  b ## ", Some("A  b")),
            ("### REQUIREMENT: C#", Some("C#")),
            ("### Requirement: A ##\u{a0}", Some("A ##")),
            ("### Requirement: A # #", Some("A #")),
            ("### Requirement: ", Some("")),
            ("### Requirement: A\u{2028}", Some("A")),
            ("### Requirement:", None),
            ("### Requirement: A\u{2028}B", None),
            ("### Requirements: A", None),
            (" ### Requirement: A", None),
            ("#### Requirement: A", None),
        ] {
            assert_eq!(requirement(line), name, "{line:?}");
        }
    }

    #[test]
    fn bullets_of_requirements_need_the_right_case() {
        for (line, name) in [
            ("- ### Requirement: A", Some("A")),
            ("\t+ `###Requirement: A `", Some("A")),
            ("* `### Requirement: ``", Some("`")),
            ("- ### Requirement: `", Some("`")),
            ("- ### Requirement: A ##", Some("A")),
            ("- ### requirement: A", None),
            ("- Requirement: A", None),
            ("### Requirement: A", None),
        ] {
            assert_eq!(removed(line), name, "{line:?}");
        }
        for (line, name) in [
            ("- FROM: `### Requirement: A`", Some("A")),
            ("FROM:### Requirement: A", Some("A")),
            ("  *  FROM: ### Requirement: A", Some("A")),
            ("- From: ### Requirement: A", None),
            ("- TO: ### Requirement: A", None),
        ] {
            assert_eq!(renamed(line, "FROM"), name, "{line:?}");
        }
    }

    #[test]
    fn a_heading_ends_a_section_also_without_a_title() {
        let title = |line| heading(line).map(|heading| (heading.level, heading.title()));
        assert_eq!(title("## A b "), Some((2, Some("A b"))));
        assert_eq!(title("######\tA"), Some((6, Some("A"))));
        assert_eq!(title("## "), Some((2, None)));
        assert_eq!(title("##  "), Some((2, Some(""))));
        assert_eq!(title("## A\u{2028}"), Some((2, None)));
        assert_eq!(title("##A"), None);
        assert_eq!(title("####### A"), None);
        assert_eq!(title(" # A"), None);
    }

    #[test]
    fn a_scenario_has_the_name_that_its_heading_shows() {
        let name = |line| heading(line).map(|heading| scenario_name(&heading));
        assert_eq!(name("#### Scenario: A ##"), Some(("A", true)));
        assert_eq!(name("#### scenario:A"), Some(("A", true)));
        assert_eq!(name("#### Edge case"), Some(("Edge case", false)));
        assert_eq!(name("#### A Scenario: B"), Some(("A Scenario: B", false)));
    }

    #[test]
    fn names_are_near_when_only_case_and_spaces_differ() {
        assert_eq!(folded(" User  LOGIN ## "), "user login");
        assert_eq!(folded("A\u{a0}b"), "a b");
        assert_ne!(folded("ab"), folded("a b"));
    }

    #[test]
    fn keywords_are_whole_words_in_capitals() {
        for text in ["It SHALL", "**MUST**", "-MUST-", "éMUST"] {
            assert!(has_keyword(text), "{text}");
        }
        for text in ["shall", "SHALLOW", "MUST_", "must", "MUSTN", "xMUST"] {
            assert!(!has_keyword(text), "{text}");
        }
        assert!(is_metadata("**Key**: value"));
        assert!(!is_metadata("**Key:** value"));
        assert!(!is_metadata("****: value"));
    }
}
