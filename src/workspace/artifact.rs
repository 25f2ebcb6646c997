//! The files that the path of an artifact may mean: it holds `{feature}`, `{NNN}`, `{slug}` and wildcards.

use camino::Utf8Path;

use super::{
    Resolved, Snapshot,
    settings::globs::{glob, problem},
};

/// The files of the project that a path with variables and wildcards fits, sorted, those of a folder that it fits too; `None` for
/// one that no file inside of the project can fit.
pub fn matching<'a>(snapshot: &'a Snapshot, path: &str) -> Option<impl Iterator<Item = &'a Utf8Path>> {
    let pattern = filled(path, "*", "[0-9]*");
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    if problem(pattern).is_some() {
        return None;
    }
    let glob = glob(pattern).build().ok()?.compile_matcher();
    let plain = pattern.split(['*', '?', '[', '{', '\\']).next().unwrap_or_default();
    let fits = move |path: &Utf8Path| !path.as_str().is_empty() && glob.is_match(path);
    Some(snapshot.files().starting_with(plain).filter(move |file| file.ancestors().any(&fits)))
}

/// What lies at a path without variables and wildcards; `None` for one with them.
pub fn exact(snapshot: &Snapshot, path: &str) -> Option<Resolved> {
    (!path.contains(['*', '?', '[', '{'])).then(|| snapshot.resolve(Utf8Path::new(path)))
}

/// The path with `number` for `{NNN}` and `any` for every other variable. Braces with a comma are a glob's and stay.
pub fn filled(path: &str, any: &str, number: &str) -> String {
    let mut filled = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let end = after.find(['}', '{', ',', '/']);
        rest = match end.and_then(|end| Some((after.get(..end)?, after.get(end..)?.strip_prefix('}')?))) {
            Some((name, after)) => {
                filled.push_str(if name == "NNN" { number } else { any });
                after
            }
            None => {
                filled.push('{');
                after
            }
        };
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::matching;
    use crate::fixture::Fixture;

    #[test]
    fn files_that_fit_and_those_of_folders_that_do() {
        let files = "//- /docs/adr/ADR-001-é.md\n//- /docs/adr/ADR-x-y.md\n//- /docs/adr.md\n//- /docs/b/c/d.md\n";
        let snapshot = Fixture::parse(files).snapshot();
        for (path, expected) in [
            ("./docs/adr/ADR-{NNN}-{slug}.md", Some(&["docs/adr/ADR-001-é.md"][..])),
            ("docs/adr/ADR-*.md", Some(&["docs/adr/ADR-001-é.md", "docs/adr/ADR-x-y.md"])),
            ("./docs/adr/", Some(&["docs/adr/ADR-001-é.md", "docs/adr/ADR-x-y.md"])),
            ("docs/adr.md", Some(&["docs/adr.md"])),
            ("docs/?", Some(&["docs/b/c/d.md"])),
            ("{docs,src}/b", Some(&["docs/b/c/d.md"])),
            ("*.md", Some(&[])),
            ("docs/a", Some(&[])),
            ("../docs", None),
            ("/docs", None),
        ] {
            let found = matching(&snapshot, path).map(|files| files.map(|file| file.as_str()).collect::<Vec<_>>());
            assert_eq!(found.as_deref(), expected, "{path}");
        }
    }
}
