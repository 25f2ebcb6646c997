//! A relative link to a file or a heading that is not there.

use camino::Utf8Path;

use crate::{
    model::Kind,
    rules::{Advice, Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{markdown::MarkdownLink, nearest::REACH},
    workspace::{Document, ProjectPath, Resolved, link as target, link::Destination},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("link-broken"), Severity::Warning)
    .summary("a relative link to a file or heading that does not exist")
    .fix(FixKind::Offered)
    .checks(&[Check::new(Kind::MARKDOWN, check).in_copies()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for link in &context.facts().markdown.links {
        // What its author put into a block is an example, also where CommonMark ends the block early.
        if context.facts().fences.at(link.range.start()).is_some() {
            continue;
        }
        let Some(destination) = target::read(&link.destination) else { continue };
        if destination.path.is_empty() {
            check_anchor(context, link, &destination.anchor, context.document, sink);
            continue;
        }
        match target::resolve(context.snapshot, context.document, &destination.path) {
            Resolved::Missing => report_missing(context, link, &destination, "does not exist", sink),
            // Nothing outside is ever looked at, but one `..` too many on the way to a folder of the project is plain to see.
            Resolved::Outside if goes_too_far(context, &destination.path) => {
                report_missing(context, link, &destination, "points outside the project", sink);
            }
            Resolved::File(real) if !destination.anchor.is_empty() => {
                let target = context.snapshot.document(&context.snapshot.path(&real));
                if let Some(target) = target.filter(|target| target.kind.is_markdown() && target.unreadable.is_none()) {
                    check_anchor(context, link, &destination.anchor, target, sink);
                }
            }
            _ => {}
        }
    }
}

/// Whether a path leaves the project and goes on as if it had not.
fn goes_too_far(context: &Context<'_>, path: &str) -> bool {
    let below = below(path);
    let first = below.components().next().map(|first| context.snapshot.resolve(Utf8Path::new(first.as_str())));
    path.starts_with("../")
        && ProjectPath::written_in(target::folder(context.snapshot, context.document), path).is_none()
        && below.components().nth(1).is_some()
        && matches!(first, Some(Resolved::Folder(_)))
}

/// Whether an absolute path is below a user's home folder.
fn is_of_a_machine(path: &str) -> bool {
    path.starts_with("/home/") || path.starts_with("/Users/")
}

/// A path without the `..` that it starts with.
fn below(path: &str) -> &Utf8Path {
    let mut path = Utf8Path::new(path);
    while let Ok(rest) = path.strip_prefix("..") {
        path = rest;
    }
    path
}

fn report_missing(
    context: &Context<'_>,
    link: &MarkdownLink,
    destination: &Destination,
    what: &str,
    sink: &mut Sink<'_>,
) {
    let files = context.snapshot.files();
    // What only one machine has is a finding of its own where this project has it, too. The rest cannot be checked.
    if context.document.spec_kit().is_some() && is_of_a_machine(&destination.path) {
        return;
    }
    let folder = target::folder(context.snapshot, context.document);
    let path = destination.path.trim_start_matches('/');
    // Nobody knows what is in a folder that git ignores, or where an absolute path would be served from.
    if destination.path.starts_with('/') && !path.contains('.') || files.is_ignored(&folder.join(path)) {
        return;
    }
    let mut better: Vec<_> = match files.file(below(path)) {
        Some(file) => vec![file],
        None => files.named(Utf8Path::new(path).file_name().unwrap_or_default()).take(4).collect(),
    };
    // In a feature the one next to the folder of checklists is meant.
    let feature = context.document.spec_kit().and_then(|place| place.feature).map(ProjectPath::new);
    if let Some(own) = feature.and_then(|feature| files.file(&feature.join(below(path)))) {
        better = vec![own];
    }
    if better.len() > 3 {
        // A name that is everywhere says nothing.
        better.clear();
    }
    let advice = match better[..] {
        [only] => format!(": did you mean `{}`?", target::way(folder, only)),
        _ => ": correct the path".to_owned(),
    };
    // Agents look from the root of the project.
    let from_root = matches!(context.snapshot.resolve(Utf8Path::new(path)), Resolved::File(_) | Resolved::Folder(_));
    let what = if from_root { "exists from the root of the project only" } else { what };
    let mut finding = sink.report(link.destination_range, format!("`{}` {what}{advice}", destination.path));
    // It is unknown where a template is copied to.
    if from_root || context.document.is_template() {
        finding.severity(Severity::Hint);
    }
    finding.advised_fixes(|advice| file_fixes(context, link, path, better, advice));
}

/// To compare with files takes too long for a keystroke, so the message names none of the files that only have a similar path.
fn file_fixes(
    context: &Context<'_>,
    link: &MarkdownLink,
    path: &str,
    better: Vec<&Utf8Path>,
    advice: &mut Advice,
) -> Vec<Fix> {
    let folder = target::folder(context.snapshot, context.document);
    let wanted = ProjectPath::written_in(folder, path).unwrap_or_default();
    let around = context.snapshot.files().around(wanted.as_str(), REACH).map(Utf8Path::as_str);
    let near = if better.is_empty() { advice.nearest(wanted.as_str(), around) } else { None };
    let anchor = link.destination.find('#').map_or("", |at| &link.destination[at..]);
    let fix = |file| {
        let way = target::way(folder, file);
        let text = format!("{}{anchor}", way.as_str().replace(' ', "%20"));
        let edit = Edit::replace(&context.document.path, link.destination_range, text);
        Fix::new(format!("Change to `{way}`"), vec![edit])
    };
    better.into_iter().chain(near.map(Utf8Path::new)).map(fix).collect()
}

fn check_anchor(context: &Context<'_>, link: &MarkdownLink, anchor: &str, target: &Document, sink: &mut Sink<'_>) {
    if target::has_anchor(target, anchor) {
        return;
    }
    let own = target.path == context.document.path;
    let place = if own { "this document".to_owned() } else { format!("`{}`", target.name()) };
    let near = sink.nearest(anchor, target.facts().anchors().names());
    let advice = near.map_or("correct it or add the heading".to_owned(), |near| format!("did you mean `#{near}`?"));
    let mut finding = sink.report(link.destination_range, format!("{place} has no heading `#{anchor}`: {advice}"));
    finding.fixes(|| near.map(|near| anchor_fix(context, link, near)));
}

fn anchor_fix(context: &Context<'_>, link: &MarkdownLink, near: &str) -> Fix {
    let path = link.destination.split('#').next().unwrap_or_default();
    let edit = Edit::replace(&context.document.path, link.destination_range, format!("{path}#{near}"));
    Fix::new(format!("Change to `#{near}`"), vec![edit])
}

#[cfg(test)]
mod tests;
