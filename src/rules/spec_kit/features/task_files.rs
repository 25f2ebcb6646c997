//! The files that a task names.

use text_size::{TextRange, TextSize};

/// The paths in the text of a task, each with its place: what is in backticks or has a `/`, and ends in an extension.
pub(super) fn files(text: &str, range: TextRange) -> Vec<(&str, TextRange)> {
    let mut found = Vec::new();
    let task = &text[range];
    let is_part = |c: char| c.is_alphanumeric() || "/._-@+~".contains(c);
    let mut at = 0;
    while let Some(start) = task[at..].find(is_part).map(|more| at + more) {
        let length = task[start..].find(|c: char| !is_part(c)).unwrap_or(task.len() - start);
        at = start + length;
        let word = task[start..at].trim_end_matches(['.', '-', '/']);
        let before = task[..start].chars().next_back();
        let after = task[start + word.len()..].chars().next();
        // `a/**/b.ts`, `[name].ts`, `a.b()` and `https://x.org/a.md` are no files.
        let is_pattern = before.is_some_and(|c| "*{[<$:#(".contains(c) && c != '(')
            || after.is_some_and(|c| "*{[<$(:".contains(c) && c != ':');
        let quoted = before == Some('`') && after == Some('`');
        let place = || {
            let begin = range.start() + TextSize::new(start as u32);
            TextRange::at(begin, TextSize::of(word))
        };
        if !is_pattern && (quoted || word.contains('/')) && is_file(word) {
            found.push((word, place()));
        }
    }
    found
}

/// Whether a path ends in the name of a file with an extension.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let is_extension = (1..=6).contains(&extension.len())
        && extension.starts_with(|c: char| c.is_ascii_lowercase())
        && extension.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let is_path = !path.starts_with('/') && !path.contains("..") && !path.starts_with('~') && !path.contains("//");
    !stem.is_empty() && is_extension && is_path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_from_calls_and_patterns() {
        let text = "Écrire `src/a.ts` and src/b/c.py, not `foo.bar()`, `x.y`, Node.js, a/**/b.ts, ../o/p.md, `Makefile`, `d.md`.";
        let found = files(text, TextRange::up_to(TextSize::of(text)));
        assert_eq!(found.iter().map(|(file, _)| *file).collect::<Vec<_>>(), ["src/a.ts", "src/b/c.py", "x.y", "d.md"]);
        assert!(found.iter().all(|(file, range)| text[*range] == **file));
    }
}
