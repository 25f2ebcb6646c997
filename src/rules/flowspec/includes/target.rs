//! The live includes of a document and where they lead.

use camino::Utf8Path;
use text_size::TextRange;

use crate::{
    rules::Context,
    syntax::include::Include,
    workspace::{DocPath, ProjectPath, Resolved, expand::leaves_root},
};

/// Where an include leads.
pub(super) enum Target {
    /// To this file.
    File(DocPath),
    /// To a folder.
    Folder,
    /// To nothing; this file is called the same but for upper and lower case.
    Case(ProjectPath),
    /// To nothing.
    Missing,
    /// Out of the project.
    Outside,
}

/// The includes that the expander expands and that are not an example in inline code.
pub(super) fn live<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Include> + use<'a> {
    let facts = context.facts();
    facts.includes.iter().filter(|include| include.is_live() && !in_span(&facts.markdown.spans, include.range))
}

/// Where a path in an include leads.
pub(super) fn target(context: &Context<'_>, path: &str) -> Target {
    if leaves_root(path) {
        return Target::Outside;
    }
    let (snapshot, path) = (context.snapshot, Utf8Path::new(path));
    match snapshot.resolve(path) {
        // A disk that ignores case finds the file all the same.
        Resolved::File(real) if *real != *path && real.as_str().eq_ignore_ascii_case(path.as_str()) => {
            Target::Case(real)
        }
        Resolved::File(real) => Target::File(snapshot.path(&real)),
        Resolved::Folder(_) => Target::Folder,
        Resolved::Outside => Target::Outside,
        Resolved::Missing => match snapshot.files().differing_in_case(path) {
            Some(file) => Target::Case(file.into()),
            None => Target::Missing,
        },
    }
}

/// The first live include of `path` that leads to `target`, as the range of its path in that document.
pub(super) fn include_of(context: &Context<'_>, path: &DocPath, target: &DocPath) -> Option<TextRange> {
    let document = context.snapshot.document(path)?;
    let text = document.text();
    let mut live = document.facts().includes.iter().filter(|include| include.is_live());
    let leads_there = |include: &&Include| match context.snapshot.resolve(Utf8Path::new(&text[include.path])) {
        Resolved::File(real) => context.snapshot.path(&real) == *target,
        _ => false,
    };
    live.find(leads_there).map(|include| include.path)
}

/// How a document is called in a message.
pub(super) fn name<'a>(context: &Context<'a>, path: &'a DocPath) -> &'a Utf8Path {
    context.snapshot.relative(path)
}

/// Whether a range starts in one of the spans, which are in order.
fn in_span(spans: &[TextRange], range: TextRange) -> bool {
    let after = spans.partition_point(|span| span.start() <= range.start());
    after.checked_sub(1).and_then(|at| spans.get(at)).is_some_and(|span| range.start() < span.end())
}
