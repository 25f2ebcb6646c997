//! The files of a change, and which of them an artifact generates.

use std::{borrow::Cow, collections::BTreeSet};

use globset::{GlobBuilder, GlobMatcher};

/// The paths of the files below the folder of a change, with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeFiles {
    paths: BTreeSet<String>,
}

impl ChangeFiles {
    /// From paths relative to the folder of the change.
    pub fn new<T: Into<String>>(paths: impl IntoIterator<Item = T>) -> ChangeFiles {
        ChangeFiles { paths: paths.into_iter().map(Into::into).collect() }
    }

    /// Whether there is a file of this path.
    pub fn contains(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether there is any file below a folder, which is named without `/` at its end.
    pub fn has_below(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        self.paths.range(start.clone()..).next().is_some_and(|path| path.starts_with(&start))
    }

    /// The files that an artifact generates by this path or glob, in order.
    pub fn matching(&self, generates: &str) -> Vec<&str> {
        let written = normalized(generates);
        let Some(glob) = is_glob(&written).then(|| glob(&written)).flatten() else {
            return self.paths.get(&*written).map(String::as_str).into_iter().collect();
        };
        // A star does not stand for a dot at the start of a name.
        let is_hidden = |path: &str| path.split('/').any(|part| part.starts_with('.'));
        let hidden = is_hidden(&written);
        self.paths
            .iter()
            .map(String::as_str)
            .filter(|path| (hidden || !is_hidden(path)) && glob.is_match(path))
            .collect()
    }
}

/// Whether what an artifact generates is below `specs/`, so that a change without deltas does not have it.
pub(super) fn is_below_specs(generates: &str) -> bool {
    normalized(generates).starts_with("specs/")
}

/// A path without `.` and doubled slashes.
fn normalized(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.split('/').filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/")
}

/// Whether the program takes a path for a glob: by a star, a question mark, a bracket, braces with a choice, or a group such as `@(a|b)`.
fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[']) || groups(path).next().is_some() || has_choice(path)
}

fn glob(pattern: &str) -> Option<GlobMatcher> {
    // In front of an ending and nowhere else, two stars reach into folders without a slash.
    let ending = pattern.strip_prefix("**.").filter(|ending| !ending.contains('/'));
    let pattern = ending.map_or_else(|| without_groups(pattern), |ending| Cow::Owned(format!("**/*.{ending}")));
    let mut glob = GlobBuilder::new(&pattern);
    glob.literal_separator(true).empty_alternates(true).backslash_escape(false);
    glob.build().ok().map(|glob| glob.compile_matcher())
}

/// Whether a pair of braces holds a comma or two dots.
fn has_choice(path: &str) -> bool {
    let mut open: Vec<usize> = Vec::new();
    let mut last_choice = None;
    for (at, char) in path.char_indices() {
        match char {
            '{' => open.push(at),
            '}' if open.pop().is_some_and(|start| last_choice > Some(start)) => return true,
            ',' => last_choice = Some(at),
            '.' if path[..at].ends_with('.') => last_choice = Some(at),
            _ => {}
        }
    }
    false
}

/// The groups such as `@(a|b)` without others in them: where each starts and ends.
fn groups(path: &str) -> impl Iterator<Item = (usize, usize)> {
    path.match_indices('(').filter_map(|(at, _)| {
        let mark = path[..at].ends_with(['!', '*', '+', '?', '@']);
        let end = at + path[at + 1..].find(['(', ')'])? + 2;
        (mark && path[..end].ends_with(')')).then(|| (at - 1, end))
    })
}

/// A pattern with groups as braces. Those that repeat or exclude have no such form and stand for any text.
fn without_groups(pattern: &str) -> Cow<'_, str> {
    let mut plain = String::new();
    let mut rest = 0;
    for (start, end) in groups(pattern) {
        let choices = pattern[start + 2..end - 1].replace('|', ",");
        plain.push_str(&pattern[rest..start]);
        match pattern.as_bytes()[start] {
            b'@' => plain.push_str(&format!("{{{choices}}}")),
            b'?' => plain.push_str(&format!("{{{choices},}}")),
            _ => plain.push('*'),
        }
        rest = end;
    }
    if rest == 0 {
        return Cow::Borrowed(pattern);
    }
    plain.push_str(&pattern[rest..]);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_path_and_by_glob() {
        let files = ChangeFiles::new([
            "proposal.md",
            "specs/auth/spec.md",
            "specs/area/new/spec.md",
            "specs/.hidden/spec.md",
            "specs/top.md",
            "tasks/a.md",
            "tasks/b.txt",
            "a[1].md",
            ".openspec.yaml",
        ]);
        let specs = ["specs/area/new/spec.md", "specs/auth/spec.md", "specs/top.md"];
        for (generates, expected) in [
            ("proposal.md", &["proposal.md"][..]),
            ("./proposal.md", &["proposal.md"]),
            ("Proposal.md", &[]),
            ("specs", &[]),
            ("specs/**/*.md", &specs),
            ("specs//**/*.md", &specs),
            ("specs/*.md", &["specs/top.md"]),
            ("specs/**.md", &["specs/top.md"]),
            ("**.txt", &["tasks/b.txt"]),
            ("specs/.hidden/*.md", &["specs/.hidden/spec.md"]),
            ("tasks/{a,c}.{md,txt}", &["tasks/a.md"]),
            ("tasks/@(a|b).@(md|txt)", &["tasks/a.md", "tasks/b.txt"]),
            ("tasks/a?(b).md", &["tasks/a.md"]),
            ("tasks/?.txt", &["tasks/b.txt"]),
            ("*.yaml", &[]),
            (".*.yaml", &[".openspec.yaml"]),
            ("a[1].md", &[]),
            ("a[[]1].md", &["a[1].md"]),
            ("[", &[]),
        ] {
            assert_eq!(files.matching(generates), expected, "{generates}");
        }
        assert!(files.has_below("specs") && !files.has_below("spec") && files.contains("proposal.md"));
    }

    #[test]
    fn a_literal_path_is_no_glob() {
        for path in ["a.md", "{a}.md", "a(b).md", "!a.md", "a{b}c,d"] {
            assert!(!is_glob(path), "{path}");
        }
        for path in ["*.md", "a?", "[a]", "{a,b}", "{1..3}", "@(a)", "x{a{b,c}}"] {
            assert!(is_glob(path), "{path}");
        }
    }

    #[test]
    fn a_long_pattern_takes_linear_time() {
        let files = ChangeFiles::new(["a"]);
        for part in ["{,", "*", "@(a)", "(", "a/../", "["] {
            files.matching(&part.repeat(2000));
        }
    }
}
