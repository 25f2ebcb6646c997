//! The files that the path of an artifact may mean: it holds `{feature}`, `{NNN}`, `{slug}` and wildcards.

use camino::Utf8Path;

use super::{
    Resolved, Snapshot,
    settings::{Globs, globs::problem},
};

/// The files of the project that a path with variables and wildcards fits, sorted, those of a folder that it fits too; `None` for
/// one that no file inside of the project can fit.
pub fn matching<'a>(snapshot: &'a Snapshot, path: &str) -> Option<impl Iterator<Item = &'a Utf8Path>> {
    let pattern = filled(path, "*", "[0-9]*");
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    if problem(pattern).is_some() {
        return None;
    }
    let globs = Globs::new(vec![pattern.to_owned(), format!("{pattern}/**")]);
    Some(snapshot.files().iter().filter(move |file| globs.is_match(file)))
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
