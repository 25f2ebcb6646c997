//! Whole lines become a partial, and an include of it takes their place.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use super::{RefactorKind, Refactoring, Selection};
use crate::{
    model::Kind,
    text::lines::whole_lines,
    workspace::{Edit, ProjectPath, Resolved},
};

/// Where partials go in a project that has none.
const FOLDER: &str = ".claude/partials";

/// Offered when the lines of a prompt are selected whose fenced blocks stay whole.
///
/// The partial ends without a line end: it is put in as it is, and the line of the include has one.
pub(super) fn extract(selection: &Selection<'_>) -> Option<Refactoring> {
    let Selection { snapshot, document, range } = *selection;
    let (text, facts) = (document.text(), document.facts());
    // In some editors a cursor is a selection of one character, be it a line end of two.
    let selected = text[range].trim_end_matches(['\r', '\n']).chars().nth(1).is_some();
    if !selected || !document.kind.is_prompt() || document.kind == Kind::Copy {
        return None;
    }
    // A selection that ends where a line begins does not mean that line.
    let last = text[range].strip_suffix('\n').map_or(range, |rest| TextRange::at(range.start(), TextSize::of(rest)));
    let lines = whole_lines(text, last);
    let end = TextSize::of(text[lines].trim_end_matches(['\n', '\r']));
    let lines = TextRange::at(lines.start(), end);
    let extracted = &text[lines];
    let cut = facts.fences.blocks.iter().any(|block| {
        let block =
            TextRange::new(block.opener.start(), block.closer.map_or(TextSize::of(text), |closer| closer.end()));
        let inside = lines.contains_range(block);
        !inside && block.intersect(lines).is_some_and(|both| !both.is_empty())
    });
    // In its own file `---` would begin front matter.
    if lines.start() < facts.body || cut || extracted.trim().is_empty() || extracted.starts_with("---") {
        return None;
    }
    let path = free_path(selection, &name(selection, lines))?;
    let create = Edit::Create { path: snapshot.path(&path), text: extracted.to_owned() };
    let include = Edit::replace(&document.path, lines, format!("{{{{INCLUDE:{path}}}}}"));
    Some(Refactoring {
        title: format!("Extract into `{path}`"),
        kind: RefactorKind::Extract,
        edits: vec![create, include],
    })
}

/// A name for the partial: its first heading in small letters.
fn name(selection: &Selection<'_>, lines: TextRange) -> String {
    let headings = &selection.document.facts().markdown.headings;
    let heading = headings.iter().find(|heading| lines.contains_range(heading.range));
    let mut name = String::new();
    for char in heading.map_or("", |heading| &*heading.text).chars().take(40) {
        if char.is_ascii_alphanumeric() {
            name.push(char.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { "extracted".to_owned() } else { name.to_owned() }
}

/// A path that no file has: beside the partials that the document includes already, else beside others.
fn free_path(selection: &Selection<'_>, name: &str) -> Option<ProjectPath> {
    let Selection { snapshot, document, .. } = *selection;
    let index = snapshot.index();
    let text = document.text();
    let live = document.facts().includes.iter().filter(|include| include.is_live());
    let own = live.filter_map(|include| match snapshot.resolve(Utf8Path::new(&text[include.path])) {
        Resolved::File(real) => Some(real),
        _ => None,
    });
    let sibling = own.into_iter().next().or_else(|| index.partials.first().map(|partial| partial.as_path().into()));
    let folder = sibling.as_ref().map_or_else(|| FOLDER.into(), ProjectPath::folder);
    let underscore = sibling.as_deref().and_then(Utf8Path::file_name).is_some_and(|name| name.starts_with('_'));
    let prefix = if underscore { "_" } else { "" };
    let numbered = (2..100).map(|number| format!("{prefix}{name}-{number}.md"));
    let mut paths = std::iter::once(format!("{prefix}{name}.md")).chain(numbered).map(|name| folder.join(name));
    paths.find(|path| snapshot.resolve(path) == Resolved::Missing && snapshot.files().differing_in_case(path).is_none())
}
