//! A pair of markers: how far apart they are.

use text_size::TextRange;

use super::count;
use crate::{
    ide::markup::{Line, Markup},
    model::section::{is_checklist, sections},
    workspace::{DocPath, Snapshot},
};

/// The section of this name.
pub(super) fn about(snapshot: &Snapshot, path: &DocPath, name: &str) -> Option<Markup> {
    let document = snapshot.document(path)?;
    let (text, facts) = (document.text(), document.facts());
    let found = sections(text, &facts.markers);
    let title = Line::new().strong(name);
    let Some(pair) = found.pairs.iter().find(|pair| &text[pair.name] == name) else {
        return Some(Markup::new().line(title.text(" · a section that does not end or does not begin")));
    };
    let inside = &text[TextRange::new(pair.begin.end(), pair.end.start())];
    let title = match name {
        _ if is_checklist(name) => {
            let criteria = inside.lines().map(str::trim_start).filter(|line| line.starts_with("- ["));
            let (all, done) =
                criteria.fold((0, 0), |(all, done), line| (all + 1, done + usize::from(!line.starts_with("- [ ]"))));
            title.text(format!(
                " · {done} of {} checked",
                count(all, "acceptance criterion").replace("criterions", "criteria")
            ))
        }
        _ => {
            title.text(format!(" · a section of {}", count(inside.trim_matches(['\n', '\r']).lines().count(), "line")))
        }
    };
    Some(Markup::new().line(title))
}
