//! Texts of Spec Kit's templates that were left as they are. They are of the templates of every version.

use text_size::TextRange;

use super::lines::TextLine;

/// A text of a template that was never filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateText {
    pub range: TextRange,
    /// Whether it is in a block of code or a comment, where it does less harm.
    pub quoted: bool,
}

/// What only a template says, without the bracket that opens.
const TEXTS: &[&str] = &[
    "###-feature-name]",
    "###-feature]",
    "Add more user stories as needed, each with an assigned priority]",
    "Add more user story phases as needed, following the same pattern]",
    "Assumption about data/environment, e.g.,",
    "Assumption about scope boundaries, e.g.,",
    "Assumption about target users, e.g.,",
    "Brief description of what this checklist covers]",
    "Brief description of what this story delivers]",
    "Business metric, e.g.,",
    "CHECKLIST TYPE]",
    "Dependency on existing system/service, e.g.,",
    "Describe how this can be tested independently",
    "Describe the main user journey in plain language]",
    "Describe this user journey in plain language]",
    "Document the selected structure and reference the real",
    "Entity 1]",
    "Entity 2]",
    "Explain the value and why it has this priority level]",
    "Extract from feature spec: primary requirement + technical approach from research]",
    "FEATURE NAME]",
    "Gates determined based on constitution file]",
    "How to verify this story works on its own]",
    "Measurable metric, e.g.,",
    "NEEDS CLARIFICATION: auth method not specified - email/password, SSO, OAuth?]",
    "NEEDS CLARIFICATION: retention period not specified]",
    "REMOVE IF UNUSED]",
    "User satisfaction metric, e.g.,",
    "What it represents, key attributes without implementation]",
    "What it represents, relationships to other entities]",
    "behavior, e.g., \"log all security events\"]",
    "boundary condition]",
    "current need]",
    "data requirement, e.g., \"persist user preferences\"]",
    "domain-specific, e.g.,",
    "e.g., 4th project]",
    "e.g., FastAPI, UIKit, LLVM or NEEDS CLARIFICATION]",
    "e.g., Linux server, iOS 15+, WASM or NEEDS CLARIFICATION]",
    "e.g., Python 3.11, Swift 5.9, Rust 1.75 or NEEDS CLARIFICATION]",
    "e.g., Repository pattern]",
    "e.g., library/cli/web-service/mobile-app/compiler/desktop-app or NEEDS CLARIFICATION]",
    "e.g., pytest, XCTest, cargo test or NEEDS CLARIFICATION]",
    "error scenario]",
    "if applicable, e.g., PostgreSQL, CoreData, files or N/A]",
    "key interaction, e.g., \"reset their password\"]",
    "platform-specific structure: feature modules, UI flows, platform tests]",
    "same as backend above]",
    "single/web/mobile - determines source structure]",
    "specific capability, e.g.,",
    "specific problem]",
    "why 3 projects insufficient]",
    "why direct DB access insufficient]",
];

/// Short words in brackets that only count behind the words of the template.
const BEHIND: &[(&str, &str)] = &[
    ("# Implementation Plan: ", "FEATURE]"),
    ("**Date**: ", "DATE]"),
    ("**Created**: ", "DATE]"),
    ("**Spec**: ", "link]"),
    ("**Given** ", "initial state]"),
    ("**When** ", "action]"),
    ("**Then** ", "expected outcome]"),
];

/// Adds the texts of templates in a line. What is in inline code is spoken of.
pub(super) fn leftovers(line: &TextLine<'_>, found: &mut Vec<TemplateText>) {
    let bytes = line.text.as_bytes();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'[', &bytes[at..]).map(|more| at + more) {
        at = open + 1;
        // A box or a label of a task.
        if matches!(bytes.get(open + 2), Some(b']') | None) {
            continue;
        }
        let inside = &line.text[open + 1..];
        let text =
            TEXTS[..TEXTS.partition_point(|text| *text <= inside)].last().filter(|text| inside.starts_with(**text));
        let behind = || {
            let short =
                BEHIND.iter().find(|(before, text)| inside.starts_with(text) && line.text[..open].ends_with(before));
            short.map(|(_, text)| text)
        };
        let Some(text) = text.or_else(behind) else { continue };
        let in_code = line.text[..open].bytes().filter(|byte| *byte == b'`').count() % 2 == 1;
        // The header of a plan and of a spec has the name of the branch in code.
        if in_code && !line.text.trim_start().starts_with("**") {
            continue;
        }
        let length = match inside[text.len() - 1..].find(']') {
            Some(more) => text.len() + more,
            None => inside.trim_end().len(),
        };
        found.push(TemplateText { range: line.range(open, open + 1 + length), quoted: !line.is_live() });
        at = open + 1 + length;
    }
}

#[cfg(test)]
mod tests {
    use super::{super::lines::lines, *};

    #[test]
    fn texts_are_sorted_to_be_searched() {
        assert!(TEXTS.is_sorted());
        // None begins as another does, so that the last one that is not greater is the only candidate.
        assert!(TEXTS.windows(2).all(|pair| !pair[1].starts_with(pair[0])));
    }

    #[test]
    fn texts_of_templates_are_told_from_prose() {
        let text = "# Implementation Plan: [FEATURE]
**Branch**: `[###-feature-name]` | **Date**: [DATE] | **Spec**: [link]
Use `[current need]`, [FEATURE], [DATE] and [a](b).
- [ ] T001 [P] x
1. **Given** [initial state], **When** [action]
```
# [REMOVE IF UNUSED] Option 1
```
**D**: [Document the selected structure and reference the real
";
        let mut found = Vec::new();
        lines(text).for_each(|line| leftovers(&line, &mut found));
        let shown: Vec<_> =
            found.iter().map(|it| format!("{}{}", if it.quoted { "!" } else { "" }, &text[it.range])).collect();
        let expected = [
            "[FEATURE]",
            "[###-feature-name]",
            "[DATE]",
            "[link]",
            "[initial state]",
            "[action]",
            "![REMOVE IF UNUSED]",
            "[Document the selected structure and reference the real",
        ];
        assert_eq!(shown, expected);
    }
}
