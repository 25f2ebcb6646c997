//! Files that an agent puts into a prompt: `@docs/style.md` in prose, as Claude Code and Gemini CLI read it.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use super::{fence::Fences, markdown::Markdown, range, reference::comments};

/// The paths after `@`, in order, without the `@`. What is in code is an example, what is in a comment
/// is not for the agent, and what is in a word is an address.
pub fn parse(text: &str, body: TextSize, fences: &Fences, markdown: &Markdown) -> Vec<TextRange> {
    let mut found = Vec::new();
    let body = usize::from(body);
    let comments = comments(text, range(body, text.len()));
    let in_comment = |at: TextSize| {
        let next = comments.partition_point(|comment| comment.end() <= at);
        comments.get(next).is_some_and(|comment| comment.contains(at))
    };
    for at in memchr::memchr_iter(b'@', &text.as_bytes()[body..]).map(|at| at + body) {
        let begins = text[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || before == '(');
        if !begins {
            continue;
        }
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| c.is_whitespace() || "()\"'`,;".contains(c)).unwrap_or(rest.len());
        let path = rest[..length].trim_end_matches(['.', ':', '!', '?', '*', '_']);
        let Ok(start) = TextSize::try_from(at + 1) else { break };
        if is_file(path) && !in_comment(start) && !markdown.in_code(start) && fences.at(start).is_none() {
            found.push(TextRange::at(start, TextSize::of(path)));
        }
    }
    found
}

/// Whether a text is the path of one file below some folder: it has an extension and nothing that stands for other letters.
pub fn is_file(path: &str) -> bool {
    let extension = Utf8Path::new(path).extension().unwrap_or_default();
    let is_extension = (1..=5).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && extension.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "/._-+".contains(c));
    is_extension && is_plain && !path.contains("...") && !path.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{fence, markdown};

    #[test]
    fn files_and_what_looks_like_one() {
        let text = "Plän @a/b.md, (@c.txt) **@d.md** me@e.md @org/f @~/g.md @/h.md `@i.md` @j.*.md @k.md. <!-- @m.md -->\n\n```\n@l.md\n```\n@";
        let body = TextSize::new(0);
        let found = parse(text, body, &fence::parse(text, body), &markdown::parse(text, body));
        let found: Vec<_> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["a/b.md", "c.txt", "k.md"]);
    }
}
