//! Commands: `/ns:cmd` and `/ns.cmd`, told from paths, URLs, tags and file names.

use super::{range, word_length};
use text_size::TextRange;

/// The namespace and the name of the command at `slash`.
pub(super) fn words(text: &str, slash: usize) -> Option<(TextRange, TextRange)> {
    let bytes = text.as_bytes();
    let before = text[..slash].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || "_/.:-~<}\\@$#".contains(c)) {
        return None;
    }
    let separator = slash + 1 + word(&bytes[slash + 1..])?;
    let dotted = match bytes.get(separator)? {
        b':' => false,
        b'.' => true,
        _ => return None,
    };
    let end = separator + 1 + word(&bytes[separator + 1..])?;
    let name = &text[separator + 1..end];
    let mut after = text[end..].chars();
    let next = after.next();
    // What goes on is a pattern (`/flow:security_*`), a path or a longer word.
    if name.ends_with(['-', '_']) || next.is_some_and(|c| c.is_alphanumeric() || "{$".contains(c)) {
        return None;
    }
    let goes_on = match next {
        Some('/' | '(') => true,
        Some('.' | ':') => after.next().is_some_and(char::is_alphanumeric),
        _ => false,
    };
    if dotted && (goes_on || is_extension(name)) {
        return None;
    }
    Some((range(slash + 1, separator), range(separator + 1, end)))
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
