//! Front matter that a Markdown formatter has read as Markdown: `---` becomes a line of `_`, and the keys above the other `---` become a
//! heading.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use super::{Kind, keys::key_of};
use crate::text::lines::start_of_text;

/// The line of keys, and the rule before it, of a document without front matter; `file` is its name in the project.
pub fn mangled_front_matter(kind: Kind, file: &Utf8Path, text: &str) -> Option<TextRange> {
    let start = start_of_text(text);
    let text = &text[usize::from(start)..];
    let mut lines = text.split_inclusive('\n').filter(|line| !line.trim().is_empty());
    let rule = lines.next()?.trim_end();
    let is_rule = rule.len() >= 3 && (rule.bytes().all(|byte| byte == b'_') || rule == "***" || rule == "* * *");
    let heading = lines.next().filter(|_| is_rule)?.trim_end();
    let words = heading.strip_prefix("## ").unwrap_or(heading);
    let keys = ["name:", "description:"].iter().filter(|key| words.contains(**key)).count();
    let name = words.split(':').next()?;
    let is_key = words[name.len()..].starts_with(": ")
        && [Kind::Command, kind].into_iter().any(|kind| key_of(kind, file, name).is_some());
    let (from, to) = (text.find(rule)?, text.find(heading)? + heading.len());
    let at = |offset: usize| Some(start + TextSize::new(u32::try_from(offset).ok()?));
    (is_key && (keys > 0 || heading.starts_with("## "))).then(|| Some(TextRange::new(at(from)?, at(to)?))).flatten()
}
