//! Absolute paths that only one machine has.

use text_size::TextRange;

use super::lines::range;

/// A path below a user's home folder, or a `file:` URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachinePath {
    /// The path, without a line number or an anchor behind it.
    pub range: TextRange,
    /// It with `/` between its parts and without what its start says of the system.
    pub path: String,
}

/// The absolute paths in a text.
pub(super) fn machine_paths(text: &str) -> Vec<MachinePath> {
    const STARTS: [&str; 5] = ["/home/", "/Users/", ":\\Users\\", ":/Users/", "file:///"];
    let mut found: Vec<MachinePath> = Vec::new();
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for start in STARTS {
        starts.extend(memchr::memmem::find_iter(text.as_bytes(), start).map(|at| (at, start)));
    }
    starts.sort_unstable();
    let mut after = 0;
    for (at, start) in starts {
        let drive = if start.starts_with(':') { at.checked_sub(1) } else { Some(at) };
        let Some(begin) = drive.filter(|begin| *begin >= after && begins(text, *begin)) else { continue };
        let end = begin + end(&text[begin..]);
        let written = &text[begin..end];
        let path = written.strip_prefix("file://").unwrap_or(written).replace('\\', "/");
        after = end.max(begin + 1);
        if path.split('/').filter(|part| !part.is_empty()).count() > 2 {
            found.push(MachinePath { range: range(begin, end), path });
        }
    }
    found
}

/// Whether nothing before a path makes it part of a longer one.
fn begins(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    text.is_char_boundary(at) && !before.is_some_and(|c| c.is_alphanumeric() || "_-./~}$:\\%".contains(c))
}

/// The length of the path that a text begins with.
fn end(text: &str) -> usize {
    let stop = |c: char| c.is_whitespace() || "`\"'()[]<>{}|,;*#?".contains(c);
    let end = text.find(stop).unwrap_or(text.len());
    let path = text[..end].trim_end_matches(['.', ':', '!']);
    // `a.rs:12` and `a.rs:12:3` are lines of a file.
    let digits = |path: &str| {
        path.rsplit_once(':')
            .filter(|(_, line)| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()))
            .map(|(path, _)| path.len())
    };
    let mut length = path.len();
    while let Some(shorter) = digits(&text[..length]) {
        length = shorter;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_a_machine_are_found_in_prose_and_links() {
        let text =
            "[a](/home/me/app/a.md) `/Users/me/app/b.rs:12`, C:\\Users\\me\\app\\c.md and file:///home/me/d.md#x.
https://x.org/home/me/e.md ./home/me/f /home/me é/home/me/app/g \"D:/Users/me/app/h\"";
        let found: Vec<_> =
            machine_paths(text).into_iter().map(|it| format!("{} {}", &text[it.range], it.path)).collect();
        let expected = [
            "/home/me/app/a.md /home/me/app/a.md",
            "/Users/me/app/b.rs /Users/me/app/b.rs",
            "C:\\Users\\me\\app\\c.md C:/Users/me/app/c.md",
            "file:///home/me/d.md /home/me/d.md",
            "D:/Users/me/app/h D:/Users/me/app/h",
        ];
        assert_eq!(found, expected);
    }
}
