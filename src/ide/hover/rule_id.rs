//! A rule id: its heading and the first lines of the rule.

use super::{declared, first_lines};
use crate::{
    ide::markup::{Line, Markup},
    syntax::reference::ReferenceKind,
    workspace::Snapshot,
};

/// The rule of this id, where it is defined first.
pub fn about(snapshot: &Snapshot, id: &str) -> Option<Markup> {
    let index = snapshot.index();
    let document = snapshot.document(index.rule_ids.get(id)?)?;
    let text = document.text();
    let mut references = document.facts().references.references.iter();
    let found = references.find(|it| it.kind == ReferenceKind::RuleIdDefinition && &text[it.range] == id)?;
    let (heading, below) = text[usize::from(found.range.end())..].split_once('\n').unwrap_or_default();
    let name = heading.trim().trim_start_matches([':', '-', '–', '—', ' ']);
    let title = Line::new().strong(id).text(if name.is_empty() { String::new() } else { format!(" · {name}") });
    // The rule ends where the next one begins.
    let end = below.find("\n#").unwrap_or(below.len());
    let markup = Markup::new().line(title).line(declared(document.name()));
    Some(match first_lines(&below[..end]) {
        Some(lines) => markup.code("markdown", lines),
        None => markup,
    })
}
