//! Paths as people read them.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// A real path as it is written from the real folder `from`: relative when they share more than the root.
pub(super) fn relative(path: &Utf8Path, from: &Utf8Path) -> Utf8PathBuf {
    let shared = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    if shared < 2 {
        return path.to_owned();
    }
    let up = from.components().skip(shared).map(|_| Utf8Component::ParentDir);
    let relative: Utf8PathBuf = up.chain(path.components().skip(shared)).collect();
    if relative.as_str().is_empty() { Utf8PathBuf::from(".") } else { relative }
}

/// A path with `/` between its parts and everything else that a URI reference needs escaped.
pub(super) fn uri(path: &Utf8Path) -> String {
    let mut uri = String::with_capacity(path.as_str().len());
    for byte in path.as_str().bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
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
        assert_eq!(
            uri("backlog/tasks/task-1 - Größe #1.md".into()),
            "backlog/tasks/task-1%20-%20Gr%C3%B6%C3%9Fe%20%231.md"
        );
    }
}
