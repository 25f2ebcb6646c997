//! Which files the patterns of hooks and steering files match.

use camino::Utf8Path;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use regex::RegexBuilder;

use crate::{model::machine::Word, workspace::Snapshot};

/// The globs that match no file of the project. One that may mean files that are not listed is left out.
pub(super) fn unmatched_globs<'a>(snapshot: &Snapshot, globs: &'a [Word]) -> Vec<&'a Word> {
    let readable = globs.iter().filter_map(|word| Some((word, glob_set(&word.text)?)));
    let mut unmatched: Vec<_> =
        readable.filter(|(word, _)| !snapshot.files().is_ignored(Utf8Path::new(&word.text))).collect();
    for file in snapshot.files().iter() {
        if unmatched.is_empty() || snapshot.is_cancelled() {
            break;
        }
        unmatched.retain(|(_, set)| !set.is_match(file));
    }
    unmatched.into_iter().map(|(word, _)| word).collect()
}

/// A glob as editors read it: one without a folder matches in every folder. `None` for one that cannot be told.
fn glob_set(glob: &str) -> Option<GlobSet> {
    let glob = glob.strip_prefix("./").unwrap_or(glob).trim();
    if glob.starts_with(['!', '/', '~']) || glob.contains("..") || glob.contains('\\') {
        return None;
    }
    let mut builder = GlobSetBuilder::new();
    let mut add = |glob: &str| {
        Some(builder.add(GlobBuilder::new(glob).literal_separator(true).empty_alternates(true).build().ok()?))
            .map(|_| ())
    };
    add(glob)?;
    if !glob.contains('/') {
        add(&format!("**/{glob}"))?;
    }
    if glob.ends_with('/') {
        add(&format!("{glob}**"))?;
    }
    builder.build().ok()
}

/// Whether a regular expression matches no file of the project, by whatever path Kiro may compare. One that only other engines know is
/// said to match.
pub(super) fn is_unmatched_regex(snapshot: &Snapshot, regex: &str) -> bool {
    /// Bytes of a compiled expression: more is an attack.
    const LARGEST: usize = 1 << 20;
    let Ok(regex) = RegexBuilder::new(regex).size_limit(LARGEST).build() else { return false };
    let root = snapshot.root();
    let mut path = String::new();
    !snapshot.files().iter().take_while(|_| !snapshot.is_cancelled()).any(|file| {
        if regex.is_match(file.as_str()) {
            return true;
        }
        path.clear();
        path.extend([root.as_str(), "/", file.as_str()]);
        regex.is_match(&path) || regex.is_match(&path[root.as_str().len()..])
    })
}

/// The regular expression that matches what a glob does; `None` for a text that is no glob.
pub(super) fn regex_of(glob: &str) -> Option<String> {
    if !glob.contains('*') || glob.contains(['(', ')', '\\', '^', '$', '|', '+', '[', ']']) {
        return None;
    }
    glob_set(glob)?;
    let mut regex = String::new();
    let (mut rest, mut depth) = (glob, 0);
    match rest.strip_prefix("**/") {
        Some(after) => (regex, rest) = (String::from("(^|/)"), after),
        None => regex.push('^'),
    }
    while let Some(char) = rest.chars().next() {
        let (text, length) = match char {
            '*' if rest.starts_with("**/") => ("(.*/)?", 3),
            '*' if rest.starts_with("**") => (".*", 2),
            '*' => ("[^/]*", 1),
            '?' => ("[^/]", 1),
            '{' => ("(", 1),
            '}' => (")", 1),
            ',' if depth > 0 => ("|", 1),
            '.' => ("\\.", 1),
            other => (&rest[..other.len_utf8()], other.len_utf8()),
        };
        depth += i32::from(char == '{') - i32::from(char == '}');
        regex.push_str(text);
        rest = &rest[length..];
    }
    regex.push('$');
    Some(regex)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn globs_and_the_files_that_they_match() {
        let snapshot = Fixture::parse("//- /src/a/x.ts\n//- /README.md\n//- /docs/é.txt\n").snapshot();
        let range = text_size::TextRange::default();
        let words = [
            "src/**/*.ts",
            "*.ts",
            "**/*.md",
            "docs/",
            "./docs/*.txt",
            "{lib,docs}/*",
            "!x",
            "../y",
            "src/*.ts",
            "*.rs",
        ];
        let words: Vec<_> = words.map(|text| Word { text: text.to_owned(), range }).into();
        let unmatched: Vec<_> = unmatched_globs(&snapshot, &words).into_iter().map(|word| word.text.as_str()).collect();
        assert_eq!(unmatched, ["src/*.ts", "*.rs"]);
    }

    #[test]
    fn regular_expressions_and_the_files_that_they_match() {
        let snapshot = Fixture::parse("//- /src/a/x.ts\n").snapshot();
        for (regex, expected) in [
            (r"\.ts$", false),
            ("^src/", false),
            ("^/src/", false),
            ("(?!x)y", false),
            (r"\.rs$", true),
            ("src/*.ts", true),
        ] {
            assert_eq!(is_unmatched_regex(&snapshot, regex), expected, "{regex}");
        }
    }

    #[test]
    fn a_glob_becomes_a_regular_expression() {
        for (glob, regex) in [
            ("**/*.ts", Some(r"(^|/)[^/]*\.ts$")),
            ("src/**/*.{ts,tsx}", Some(r"^src/(.*/)?[^/]*\.(ts|tsx)$")),
            ("src/*.é?", Some(r"^src/[^/]*\.é[^/]$")),
            (r"\.ts$", None),
            ("src", None),
        ] {
            assert_eq!(regex_of(glob).as_deref(), regex, "{glob}");
        }
    }
}
