//! The constitution of a Spec Kit project.

use text_size::TextRange;

use super::lines::{TextLine, heading, lines};

/// What a constitution says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpecKitConstitution {
    /// Its title, or its first line.
    pub title: TextRange,
    /// The tokens of the template that are left in prose, `[PROJECT_NAME]`.
    pub tokens: Vec<TextRange>,
    /// `TODO(FIELD)`, in prose or in the sync report.
    pub todos: Vec<TextRange>,
    /// The version that the newest sync report leads to.
    pub changed_to: Option<TextRange>,
    /// The version of the footer.
    pub version: Option<TextRange>,
}

impl SpecKitConstitution {
    /// The number of tokens from which a constitution is the template: it has 19, or 17 in older versions.
    pub const TEMPLATE: usize = 15;

    /// Reads a text.
    pub(super) fn read(text: &str) -> SpecKitConstitution {
        let mut read = SpecKitConstitution::default();
        let mut has_title = false;
        for line in lines(text) {
            if !has_title && (read.title.is_empty() && !line.text.trim().is_empty() || is_title(&line)) {
                (read.title, has_title) = (line.trimmed(), is_title(&line));
            }
            if line.is_live() {
                read.tokens.extend(tokens(&line));
                let version = value_after(&line, "**Version**:");
                read.version =
                    version.filter(|range| text[*range].starts_with(|c: char| c.is_ascii_digit())).or(read.version);
            } else if read.changed_to.is_none() {
                read.changed_to = change(&line);
            }
            if !line.fenced {
                read.todos.extend(todos(&line));
            }
        }
        read
    }
}

fn is_title(line: &TextLine<'_>) -> bool {
    line.is_live() && heading(line.text).is_some_and(|(level, _)| level == 1)
}

/// `[ALL_CAPS]`, but for inline code and links.
fn tokens(line: &TextLine<'_>) -> Vec<TextRange> {
    let mut found = Vec::new();
    for (open, _) in line.text.match_indices('[') {
        let inside = &line.text[open + 1..];
        let length = inside
            .bytes()
            .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
            .count();
        let after = &inside[length..];
        let is_token = length >= 2
            && inside.starts_with(|c: char| c.is_ascii_uppercase())
            && after.starts_with(']')
            && !after[1..].starts_with(['(', '[', ':'])
            && line.text[..open].bytes().filter(|byte| *byte == b'`').count() % 2 == 0;
        if is_token {
            found.push(line.range(open, open + length + 2));
        }
    }
    found
}

fn todos(line: &TextLine<'_>) -> Vec<TextRange> {
    let mut found = Vec::new();
    for (start, mark) in line.text.match_indices("TODO(") {
        let inside = &line.text[start + mark.len()..];
        let length = inside
            .bytes()
            .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
            .count();
        if length > 0 && inside[length..].starts_with(')') {
            found.push(line.range(start, start + mark.len() + length + 1));
        }
    }
    found
}

/// The word behind a key.
fn value_after(line: &TextLine<'_>, key: &str) -> Option<TextRange> {
    let start = line.text.find(key)? + key.len();
    let start = line.text.len() - line.text[start..].trim_start().len();
    let length = line.text[start..].find(|c: char| c.is_whitespace() || c == '|').unwrap_or(line.text.len() - start);
    (length > 0).then(|| line.range(start, start + length))
}

/// The version that `Version change: 1.0.0 → 1.1.0` leads to.
fn change(line: &TextLine<'_>) -> Option<TextRange> {
    let lower = line.text.to_ascii_lowercase();
    let start = lower.find("version change")?;
    let (arrow, length) =
        ["→", "->", "=>"].into_iter().find_map(|arrow| Some((start + line.text[start..].find(arrow)?, arrow.len())))?;
    let rest = &line.text[arrow + length..];
    let begin = arrow + length + rest.find(|c: char| c.is_ascii_digit())?;
    // Nothing but a `v` or marks is before a version.
    let is_near = line.text[arrow + length..begin].chars().all(|c| " v*`".contains(c));
    let digits = line.text[begin..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let version = line.text[begin..begin + digits].trim_end_matches('.');
    (is_near && version.contains('.')).then(|| line.range(begin, begin + version.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constitution_says_what_is_left_of_the_template() {
        let text = "<!--
Version change: 1.0.0 → 1.1.0
TODO(RATIFICATION_DATE): ask
Version change: 0.9.0 → 1.0.0
[NOT_A_TOKEN]
-->
# [PROJECT_NAME] Constitution
`[IN_CODE]` [LINK](x.md) [x]
**Version**: 1.1.1 | **Ratified**: [RATIFICATION_DATE]
";
        let read = SpecKitConstitution::read(text);
        let shown = |ranges: &[TextRange]| ranges.iter().map(|range| &text[*range]).collect::<Vec<_>>().join(" ");
        assert_eq!(&text[read.title], "# [PROJECT_NAME] Constitution");
        assert_eq!(shown(&read.tokens), "[PROJECT_NAME] [RATIFICATION_DATE]");
        assert_eq!(shown(&read.todos), "TODO(RATIFICATION_DATE)");
        assert_eq!(read.changed_to.map(|range| &text[range]), Some("1.1.0"));
        assert_eq!(read.version.map(|range| &text[range]), Some("1.1.1"));
    }
}
