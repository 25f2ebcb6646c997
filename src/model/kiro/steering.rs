//! The front matter of a steering file: in which sessions an agent reads it.

use text_size::TextRange;

use crate::{
    model::machine::Word,
    syntax::{
        front_matter::FrontMatter,
        nearest::nearest,
        yaml::{Entry, Node, quote},
    },
};

/// When a steering file is read.
pub const INCLUSIONS: [&str; 4] = ["always", "fileMatch", "manual", "auto"];

/// Keys that are written for `inclusion` and that Kiro does not read.
const FOR_INCLUSION: &[&str] =
    &["include", "inclusion_mode", "inclusionMode", "mode", "includes", "included", "trigger"];

/// Keys that are written for `fileMatchPattern` and that Kiro does not read.
const FOR_PATTERN: &[&str] = &[
    "pattern",
    "patterns",
    "globs",
    "glob",
    "file_patterns",
    "filePatterns",
    "fileMatch",
    "file_match",
    "file_match_pattern",
    "fileMatchPatterns",
    "applyTo",
    "match",
];

/// Something in the front matter that keeps Kiro from reading the file when its author meant it to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SteeringFinding {
    pub range: TextRange,
    pub message: String,
    /// The title of a fix and its replacements; an empty title for none.
    pub fix: (String, Vec<(TextRange, String)>),
}

/// The globs of a steering file that is read with files that match.
pub fn patterns(front_matter: &FrontMatter) -> Vec<Word> {
    let is_file_match = front_matter.get("inclusion").and_then(|entry| entry.value.as_str()) == Some("fileMatch");
    let Some(entry) = front_matter.get("fileMatchPattern").filter(|_| is_file_match) else { return Vec::new() };
    let one = std::slice::from_ref(&entry.value);
    let nodes = entry.value.as_sequence().unwrap_or(one);
    let word = |node: &Node| Some(Word { text: node.as_str()?.trim().to_owned(), range: node.content_range() });
    let words = nodes.iter().filter_map(word).filter(|word| !word.text.is_empty());
    words.filter(|word| parts(&word.text).len() == 1).collect()
}

/// What is wrong in a front matter that is YAML.
pub fn findings(front_matter: &FrontMatter) -> Vec<SteeringFinding> {
    let Some(inclusion) = front_matter.get("inclusion") else {
        return vec![without_inclusion(front_matter)];
    };
    let written = inclusion.value.as_str().unwrap_or_default();
    match written {
        "fileMatch" => file_match(front_matter, inclusion).into_iter().collect(),
        "auto" => ["name", "description"].into_iter().filter_map(|key| auto(front_matter, inclusion, key)).collect(),
        "always" | "manual" => Vec::new(),
        _ => vec![unknown(inclusion, written)],
    }
}

fn unknown(inclusion: &Entry, written: &str) -> SteeringFinding {
    let range = if written.is_empty() { inclusion.key.range } else { inclusion.value.content_range() };
    let meant = meant(written);
    let advice = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "use `always`, `fileMatch`, `manual` or `auto`".to_owned(),
    };
    let message = if written.is_empty() {
        format!("`inclusion` has no value, so the file is always loaded: {advice}")
    } else {
        format!("unknown `inclusion` `{written}`, so the file is always loaded: {advice}")
    };
    let fix = match meant.filter(|_| !written.is_empty()) {
        Some(meant) => (format!("Change to `{meant}`"), vec![(range, meant.to_owned())]),
        None => Default::default(),
    };
    SteeringFinding { range, message, fix }
}

/// The inclusion that a word stands for.
fn meant(written: &str) -> Option<&'static str> {
    match written.to_ascii_lowercase().as_str() {
        "conditional" | "glob" | "globs" | "filematch" | "file_match" | "file-match" | "match" => Some("fileMatch"),
        "true" | "yes" | "default" | "global" => Some("always"),
        "false" | "no" | "never" => Some("manual"),
        "agent" | "agent-requested" | "automatic" => Some("auto"),
        _ => nearest(written, INCLUSIONS),
    }
}

/// A front matter without `inclusion`. The keys that were probably meant become the right ones.
fn without_inclusion(front_matter: &FrontMatter) -> SteeringFinding {
    let find =
        |known: &[&str]| front_matter.entries.iter().find(|it| it.name().is_some_and(|name| known.contains(&name)));
    let misspelt = |it: &&Entry| {
        let name = it.name().filter(|name| !["name", "description"].contains(name));
        name.is_some_and(|name| nearest(name, ["inclusion"]).is_some())
    };
    let mode = find(FOR_INCLUSION).or_else(|| front_matter.entries.iter().find(misspelt));
    let pattern = find(FOR_PATTERN);
    let named_pattern = pattern.or_else(|| front_matter.get("fileMatchPattern"));
    let mut edits = Vec::new();
    if let Some(mode) = mode {
        edits.push((mode.key.content_range(), "inclusion".to_owned()));
        let written = mode.value.as_str().unwrap_or_default();
        if !INCLUSIONS.contains(&written)
            && let Some(meant) = meant(written).or(named_pattern.map(|_| "fileMatch"))
            && !mode.value.content_range().is_empty()
        {
            edits.push((mode.value.content_range(), meant.to_owned()));
        }
    }
    if let Some(pattern) = pattern {
        edits.push((pattern.key.content_range(), "fileMatchPattern".to_owned()));
    }
    let start = TextRange::empty(front_matter.content.start());
    if mode.is_none() {
        let meant = if named_pattern.is_some() { "fileMatch" } else { "always" };
        edits.push((start, format!("inclusion: {meant}\n")));
    }
    match mode.or(pattern) {
        Some(entry) => {
            let (written, meant) =
                (entry.name().unwrap_or_default(), if mode.is_some() { "inclusion" } else { "fileMatchPattern" });
            let message = format!(
                "Kiro does not read the key `{written}`, so the file is always loaded: did you mean `{meant}`?"
            );
            let title = format!("Change to `{meant}`");
            SteeringFinding { range: entry.key.content_range(), message, fix: (title, edits) }
        }
        None => {
            let range = front_matter.entries.first().map_or(start, |entry| entry.key.content_range());
            let message =
                "the front matter has no `inclusion`, so the file is always loaded: add `inclusion`".to_owned();
            let title = edits.first().map(|(_, text)| format!("Insert `{}`", text.trim_end())).unwrap_or_default();
            SteeringFinding { range, message, fix: (title, edits) }
        }
    }
}

fn file_match(front_matter: &FrontMatter, inclusion: &Entry) -> Option<SteeringFinding> {
    let finding = |range, message: &str, title: &str, edits| {
        Some(SteeringFinding { range, message: message.to_owned(), fix: (title.to_owned(), edits) })
    };
    let Some(pattern) = front_matter.get("fileMatchPattern") else {
        let other = front_matter.entries.iter().find(|it| it.name().is_some_and(|name| FOR_PATTERN.contains(&name)));
        return match other {
            Some(other) => {
                let range = other.key.content_range();
                let message = format!(
                    "Kiro does not read the key `{}`, so the file is never loaded: did you mean `fileMatchPattern`?",
                    other.name().unwrap_or_default()
                );
                finding(range, &message, "Change to `fileMatchPattern`", vec![(range, "fileMatchPattern".to_owned())])
            }
            None => finding(
                inclusion.value.content_range(),
                "`fileMatch` without `fileMatchPattern`, so the file is never loaded: add a glob of the files that it is about",
                "",
                Vec::new(),
            ),
        };
    };
    let written = pattern.value.as_str().map(str::trim);
    let is_empty = written == Some("") || pattern.value.as_sequence().is_some_and(<[Node]>::is_empty);
    if is_empty {
        let message =
            "`fileMatchPattern` is empty, so the file is never loaded: add a glob of the files that it is about";
        return finding(pattern.key.content_range(), message, "", Vec::new());
    }
    let parts = parts(written?);
    if parts.len() < 2 {
        return None;
    }
    let list: Vec<_> = parts.iter().map(|part| quote(part)).collect();
    let list = format!("[{}]", list.join(", "));
    let message = format!("one string with commas is one glob that matches nothing: write a list, `{list}`");
    finding(pattern.value.content_range(), &message, "Change to a list", vec![(pattern.value.range, list)])
}

/// The parts of a text at commas outside of braces, without what is empty.
fn parts(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let is_between = |char: char| {
        depth += i32::from(char == '{') - i32::from(char == '}');
        char == ',' && depth <= 0
    };
    text.split(is_between).map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn auto(front_matter: &FrontMatter, inclusion: &Entry, key: &str) -> Option<SteeringFinding> {
    let is_there = front_matter.get(key).is_some_and(|entry| !entry.value.is_null());
    let message = format!("`auto` without `{key}`: add it, agents choose the file by it");
    let finding = SteeringFinding { range: inclusion.value.content_range(), message, fix: Default::default() };
    (!is_there).then_some(finding)
}
