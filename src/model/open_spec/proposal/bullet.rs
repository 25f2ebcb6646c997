//! The bullets of a proposal that name capabilities.

use super::ProposedCapability;
use crate::model::open_spec::lines::{
    SpecLine, SpecLines,
    pattern::{is_space, trim, trim_start},
};

/// What people write for no capability at all.
const NOTHING: [&str; 6] = ["none", "n/a", "na", "nothing", "tbd", "todo"];

/// The capabilities that the bullets of one list name. Code and comments name none, and neither do bullets below others.
pub(super) fn capabilities(lines: &SpecLines<'_>, below: &[SpecLine<'_>], modified: bool) -> Vec<ProposedCapability> {
    let mut found = Vec::new();
    let mut in_comment = false;
    let mut indent = usize::MAX;
    for line in below.iter().filter(|line| !line.is_inert) {
        let text = visible(line.text, &mut in_comment);
        let item = trim_start(text);
        let Some(rest) = item.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(is_space)) else { continue };
        let column = text.len() - item.len();
        if column > indent {
            continue;
        }
        indent = column;
        found.extend(names(trim_start(rest)).into_iter().map(|name| capability(lines, name, modified)));
    }
    found
}

fn capability(lines: &SpecLines<'_>, name: &str, modified: bool) -> ProposedCapability {
    ProposedCapability { name: name.to_owned(), range: lines.range(name), modified, is_path: is_path(name) }
}

/// The names that a bullet begins with: `` `a` ``, `**a**`, `[a](…)`, `a: …`, or several with commas or slashes between them.
fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((name, after)) = name(rest, names.is_empty()) {
        let name = name.trim_matches('/');
        // One command among them says that all are commands.
        if name.is_empty() || name.contains(|char| is_space(char) || "<>{}()".contains(char)) || is_nothing(name) {
            return Vec::new();
        }
        names.push(name);
        let separated = trim_start(after);
        let Some(next) = separated.strip_prefix([',', '/', '&']).or_else(|| separated.strip_prefix("and ")) else {
            break;
        };
        rest = trim_start(next);
        rest = rest.strip_prefix("and ").map_or(rest, trim_start);
    }
    names
}

/// The name that a text begins with, and what follows it. Without any markup only the first of a bullet is one.
fn name(text: &str, first: bool) -> Option<(&str, &str)> {
    for mark in ["**", "__"] {
        if let Some((strong, after)) = text.strip_prefix(mark).and_then(|rest| rest.split_once(mark)) {
            let strong = trim(strong.strip_suffix(':').unwrap_or(strong));
            return match code(strong) {
                Some((name, "")) => Some((name, after)),
                Some(_) => None,
                None => is_path(strong).then_some((strong, after)),
            };
        }
    }
    if let Some(named) = code(text) {
        return Some(named);
    }
    if let Some((label, after)) = text.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        let (_, after) = after.split_once(')')?;
        return match code(label) {
            Some((name, "")) => Some((name, after)),
            Some(_) => None,
            None => is_path(label).then_some((label, after)),
        };
    }
    if !first {
        return None;
    }
    let (name, after) = text.split_at(text.find(|char| !is_path_char(char)).unwrap_or(text.len()));
    let rest = trim_start(after);
    let ends = rest.is_empty()
        || after.starts_with(':')
        || rest.len() < after.len() && rest.starts_with(['-', '–', '—', '(', '→']);
    (is_path(name) && ends).then_some((name, after))
}

/// The text in backticks that a text begins with.
fn code(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('`')?.split_once('`').map(|(name, after)| (trim(name), after))
}

/// Whether a name is one as capabilities have them.
fn is_path(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
        && name.chars().all(is_path_char)
}

fn is_path_char(char: char) -> bool {
    char.is_ascii_lowercase() || char.is_ascii_digit() || matches!(char, '-' | '_' | '/')
}

fn is_nothing(name: &str) -> bool {
    NOTHING.iter().any(|nothing| name.eq_ignore_ascii_case(nothing))
}

/// What of a line is before a comment, or all of a line without any.
fn visible<'a>(line: &'a str, in_comment: &mut bool) -> &'a str {
    let mut rest = line;
    if *in_comment {
        let Some((_, after)) = rest.split_once("-->") else { return "" };
        (*in_comment, rest) = (false, after);
    }
    let Some((shown, mut comment)) = rest.split_once("<!--") else { return rest };
    // Further comments on the line decide only whether the next line is in one.
    loop {
        let Some((_, after)) = comment.split_once("-->") else {
            *in_comment = true;
            break;
        };
        let Some((_, next)) = after.split_once("<!--") else { break };
        comment = next;
    }
    shown
}
