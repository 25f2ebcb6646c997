//! Paths as people read them.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use crate::workspace::link::way;

/// A real path as it is written from the real folder `from`, with `/`: relative when they share more than the root.
pub(super) fn relative(path: &Utf8Path, from: &Utf8Path) -> Utf8PathBuf {
    let mut shared = path.components().zip(from.components()).take_while(|(a, b)| a == b);
    if !shared.any(|(part, _)| matches!(part, Utf8Component::Normal(_))) {
        return path.to_owned();
    }
    let way = way(from, path);
    if way.as_str().is_empty() { Utf8PathBuf::from(".") } else { way }
}

/// A path as a URI; a relative one as a reference that is relative, too.
pub(super) fn uri(path: &Utf8Path) -> String {
    escaped(path.as_str(), path.is_absolute())
}

fn escaped(path: &str, absolute: bool) -> String {
    // A drive keeps its colon; what begins with two slashes has its host there.
    let (start, rest) = match path.split_at_checked(2) {
        _ if !absolute => ("", path),
        Some(("//", _)) => ("file:", path),
        Some((drive, rest)) if drive.ends_with(':') => (&*format!("file:///{drive}"), rest),
        _ => ("file://", path),
    };
    let mut uri = start.to_owned();
    for byte in rest.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_to_the_working_folder() {
        for (path, from, expected) in [
            ("/a/b/c.md", "/a/b", "c.md"),
            ("/a/x/c.md", "/a/b", "../x/c.md"),
            ("/a/b", "/a/b", "."),
            ("/z/c.md", "/a/b", "/z/c.md"),
            ("/c.md", "/", "/c.md"),
        ] {
            assert_eq!(relative(path.into(), from.into()), expected, "{path} from {from}");
        }
    }

    #[test]
    fn a_uri_has_nothing_that_needs_escaping() {
        for (path, absolute, expected) in [
            ("backlog/tasks/task-1 - Größe #1.md", false, "backlog/tasks/task-1%20-%20Gr%C3%B6%C3%9Fe%20%231.md"),
            ("a:b.md", false, "a%3Ab.md"),
            ("/w/a b.md", true, "file:///w/a%20b.md"),
            ("C:/w/a b.md", true, "file:///C:/w/a%20b.md"),
            ("//server/share/a b.md", true, "file://server/share/a%20b.md"),
        ] {
            assert_eq!(escaped(path, absolute), expected);
        }
    }
}
