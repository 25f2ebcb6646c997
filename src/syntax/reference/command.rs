//! Commands: `/ns:cmd` and `/ns.cmd`, told from paths, URLs, tags and file names.

use super::{range, word_length};
use text_size::TextRange;

/// The namespace and the name of the command at `slash`. A dash joins the namespaces in `closed` and a name.
pub(super) fn words(text: &str, slash: usize, closed: &[&str]) -> Option<(TextRange, TextRange)> {
    const SKILL: &str = "skill:";
    if !begins(text, slash) {
        return None;
    }
    let start = slash + 1;
    let skill = text[start..].starts_with(SKILL).then_some(start + SKILL.len());
    let dashed = dashed(text, start, closed).or_else(|| dashed(text, skill?, closed));
    dashed.or_else(|| joined(text, start, closed))
}

/// The same at a `$` or an `@`, after which only a dash joins.
pub(super) fn addressed(text: &str, sigil: usize, closed: &[&str]) -> Option<(TextRange, TextRange)> {
    dashed(text, sigil + 1, closed).filter(|_| begins(text, sigil))
}

/// Whether nothing before a sigil makes it part of something else.
fn begins(text: &str, sigil: usize) -> bool {
    let before = text[..sigil].chars().next_back();
    !before.is_some_and(|c| c.is_alphanumeric() || "_/.:-~<}\\@$#".contains(c))
}

fn joined(text: &str, start: usize, closed: &[&str]) -> Option<(TextRange, TextRange)> {
    let bytes = text.as_bytes();
    let separator = start + word(&bytes[start..])?;
    let dotted = match bytes.get(separator)? {
        b':' => false,
        b'.' => true,
        _ => return None,
    };
    let mut last = separator + 1;
    let mut end = last + word(&bytes[last..])?;
    // The commands of an extension: `/speckit.git.commit`.
    while dotted && bytes.get(end) == Some(&b'.') && closed.contains(&&text[start..separator]) {
        let Some(length) = word(&bytes[end + 1..]) else { break };
        (last, end) = (end + 1, end + 1 + length);
    }
    let part = &text[last..end];
    // What goes on is a pattern (`/flow:security_*`), a path or a longer word.
    if part.ends_with(['-', '_']) || text[end..].starts_with(|c: char| c.is_alphanumeric() || "{$".contains(c)) {
        return None;
    }
    if dotted && (goes_on(text, end) || is_extension(part)) {
        return None;
    }
    Some((range(start, separator), range(separator + 1, end)))
}

/// `speckit-plan` and nothing more.
fn dashed(text: &str, start: usize, closed: &[&str]) -> Option<(TextRange, TextRange)> {
    let rest = &text[start..];
    let is_joined = |namespace: &&&str| rest.strip_prefix(**namespace).is_some_and(|rest| rest.starts_with('-'));
    let separator = start + closed.iter().find(is_joined)?.len();
    let end = separator + 1 + word(&text.as_bytes()[separator + 1..])?;
    let is_longer = text[end..].starts_with(|c: char| c.is_alphanumeric() || "{$@=".contains(c));
    let is_word = !text[separator + 1..end].ends_with(['-', '_']) && !is_longer && !goes_on(text, end);
    is_word.then(|| (range(start, separator), range(separator + 1, end)))
}

/// Whether a path, a call or a longer name goes on at `end`.
fn goes_on(text: &str, end: usize) -> bool {
    let mut after = text[end..].chars();
    match after.next() {
        Some('/' | '(') => true,
        Some('.' | ':') => after.next().is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// The length of a lowercase word at the start of `bytes`.
fn word(bytes: &[u8]) -> Option<usize> {
    bytes.first().filter(|byte| byte.is_ascii_lowercase())?;
    Some(word_length(bytes, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')))
}

fn is_extension(name: &str) -> bool {
    const EXTENSIONS: &[&str] = &[
        "bash",
        "c",
        "cfg",
        "conf",
        "cpp",
        "cs",
        "css",
        "csv",
        "d",
        "dev",
        "env",
        "example",
        "excalidraw",
        "exe",
        "feature",
        "gif",
        "git",
        "github",
        "gitignore",
        "go",
        "gz",
        "h",
        "html",
        "ini",
        "io",
        "ipynb",
        "java",
        "jpeg",
        "jpg",
        "js",
        "json",
        "jsonl",
        "jsx",
        "kt",
        "lock",
        "log",
        "lua",
        "md",
        "mdx",
        "mjs",
        "net",
        "org",
        "pdf",
        "php",
        "png",
        "ps",
        "py",
        "rb",
        "rs",
        "sarif",
        "scala",
        "sh",
        "sql",
        "svg",
        "swift",
        "tar",
        "tf",
        "toml",
        "ts",
        "tsx",
        "txt",
        "vue",
        "xml",
        "yaml",
        "yml",
        "zip",
        "zsh",
    ];
    EXTENSIONS.binary_search(&name).is_ok()
}
