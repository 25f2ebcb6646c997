//! The expanded copies of commands, which Copilot reads: which copy is whose, and what it should say.

use std::{hash::BuildHasher, sync::Arc};

use rustc_hash::{FxBuildHasher, FxHashSet};
use text_size::{TextRange, TextSize};

use super::{
    DocPath, Document, Expansion, Index, ProjectPath, Snapshot,
    expand::{Directive, NotExpanded, expand, trim_blank_lines, trimmed},
};
use crate::{
    model::{
        Kind,
        invocation::{Invocation, Joint},
    },
    syntax::yaml::quote,
};

/// Where the copies lie that are agents.
const AGENTS: &str = ".github/agents";

/// Where the copies lie that are prompts.
const PROMPTS: &str = ".github/prompts";

/// What of a command's front matter its copy takes over as it stands.
const SHARED_KEYS: [&str; 4] = ["tools", "model", "handoffs", "role"];

/// The command that a document is the copy of: an agent of its name, or a prompt of its name in Copilot's own folder.
pub fn command_of<'a>(snapshot: &'a Snapshot, index: &Index, copy: &Document) -> Option<&'a Arc<Document>> {
    if copy.kind == Kind::Copy {
        return snapshot.document(index.sources.get(&copy.path)?);
    }
    let command = prompt(copy)?;
    let documents = snapshot.documents().into_iter();
    documents.filter(|document| is_command(document)).find(|document| {
        document.names.iter().filter_map(|name| Invocation::of_source(name)).any(|name| name == command)
    })
}

/// The copies of a command, or of every command, each with its command; sorted by path.
///
/// An agent counts when it [is a copy](is_copy), a prompt when it begins as the expansion does: those that were written by hand are left alone.
pub fn copies<'a>(
    snapshot: &'a Snapshot,
    index: &Index,
    of: Option<&DocPath>,
) -> Vec<(&'a Arc<Document>, &'a Arc<Document>)> {
    let mut copies = Vec::new();
    for copy in snapshot.documents() {
        if copy.kind != Kind::Copy && prompt(copy).is_none() {
            continue;
        }
        let command = command_of(snapshot, index, copy);
        let Some(command) = command.filter(|command| of.is_none_or(|of| command.path == *of)) else { continue };
        let expansion = expand(snapshot, command);
        if begins_alike(copy, &expansion) || copy.kind == Kind::Copy && shares_most_lines(copy, &expansion) {
            copies.push((copy, command));
        }
    }
    copies
}

/// The text that a copy should have. A body that differs in nothing but blank lines is as it should be.
///
/// The front matter is the copy's own, for nobody else knows its tools and handoffs, with the command's description.
///
/// # Errors
/// When the command cannot be expanded to its end, or when it cannot be told where one of the two begins.
pub fn regenerated(snapshot: &Snapshot, command: &Document, copy: &Document) -> Result<String, NoCopy> {
    let body = body_of(snapshot, command)?;
    if !has_body(copy) {
        return Err(NoCopy::OpenFrontMatter(copy.path.clone()));
    }
    let text = copy.text();
    let (front, written) = text.split_at(usize::from(copy.facts().body));
    let front = front_matter(command, copy, front);
    if trim_blank_lines(&written.replace('\r', "")) == trim_blank_lines(&body) {
        return Ok(front + written);
    }
    Ok(front + &with_line_ends_of(text, body))
}

/// A copy for a command that has none: its path, relative to the project, and its text.
///
/// # Errors
/// As [`regenerated`]; and when the command has no name that a copy could bear.
pub fn new_copy(snapshot: &Snapshot, index: &Index, command: &Document) -> Result<(ProjectPath, String), NoCopy> {
    let names = command.names.iter().filter_map(|name| Invocation::of_source(name));
    let name = { names }.find(|name| !name.namespace().is_empty()).filter(|_| is_command(command));
    let name = name.ok_or(NoCopy::NotACommand)?;
    let stem = name.joined(Joint::Dash);
    let body = body_of(snapshot, command)?;
    let mut text = format!("---\nname: {}\n", quote(&stem));
    if let Some(description) = description(command) {
        text.push_str(&format!("description: {}\n", quote(description)));
    }
    text.push_str("target: \"chat\"\n");
    for key in SHARED_KEYS {
        // A copy whose command says nothing of its tools has those of the other copies.
        let sibling = || copies(snapshot, index, None).into_iter().find_map(|(copy, _)| entry(copy, key));
        if let Some(entry) = entry(command, key).or_else(|| (key == "tools").then(sibling).flatten()) {
            text.push_str(&entry);
        }
    }
    text.push_str("---\n");
    Ok((ProjectPath::new(AGENTS).join(format!("{stem}.agent.md")), text + &body))
}

/// Says where bytes of an expansion stand in the body of its copy; `None` when the copy says something else.
pub fn repeating(expansion: &Expansion, copy: &Document) -> Option<impl Fn(TextRange) -> Option<TextRange>> {
    let body = copy.facts().body;
    let written = &copy.text()[usize::from(body)..];
    let kept: Vec<usize> = written.bytes().enumerate().filter(|(_, byte)| *byte != b'\r').map(|(at, _)| at).collect();
    let (clean, expanded) = (written.replace('\r', ""), &expansion.text[usize::from(expansion.body)..]);
    let (from, to) = (trimmed(expanded), trimmed(&clean));
    let from_start = usize::from(expansion.body) + from.start;
    let same = has_body(copy) && expanded[from] == clean[to.clone()];
    same.then_some(move |range: TextRange| {
        let place = |at: TextSize| (usize::from(at) + to.start).checked_sub(from_start).filter(|at| *at >= to.start);
        let (first, last) = (place(range.start())?, place(range.end())?.checked_sub(1)?);
        let (first, last) = (*kept.get(first)?, *kept.get(last).filter(|_| last < to.end)?);
        (first <= last).then(|| TextRange::new(TextSize::new(first as u32), TextSize::new(last as u32 + 1)) + body)
    })
}

/// The body of an expansion with the line ends of the copy that it goes into.
pub fn with_line_ends_of(copy: &str, body: String) -> String {
    if copy.contains("\r\n") { body.replace('\n', "\r\n") } else { body }
}

/// Whether it can be told where the body starts: front matter that never ends hides it.
pub fn has_body(document: &Document) -> bool {
    document.unreadable.is_none() && (document.facts().front_matter.is_some() || !document.text().starts_with("---"))
}

/// Why there is no text for a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoCopy {
    /// An include cannot be expanded.
    Stopped(NotExpanded, Directive),
    /// The front matter of this document never ends.
    OpenFrontMatter(DocPath),
    /// The document is no command with a namespace.
    NotACommand,
}

fn body_of(snapshot: &Snapshot, command: &Document) -> Result<String, NoCopy> {
    if !has_body(command) {
        return Err(NoCopy::OpenFrontMatter(command.path.clone()));
    }
    let expansion = expand(snapshot, command);
    match (expansion.stopped, &expansion.stopped_at) {
        (Some(stop), Some(directive)) => Err(NoCopy::Stopped(stop, directive.clone())),
        _ => Ok(expansion.copy_body()),
    }
}

/// The name of the command that a file in Copilot's folder of prompts is called after.
fn prompt(document: &Document) -> Option<Invocation> {
    let name = document.names.first().filter(|name| document.kind == Kind::Command && name.starts_with(PROMPTS))?;
    Invocation::of_file(name)
}

/// Whether it is the command itself and not what is made of it.
fn is_command(document: &Document) -> bool {
    document.kind == Kind::Command && prompt(document).is_none()
}

/// Whether an agent file was made of what a command expands to: it begins as the expansion does, or shares most of its lines. A file of the
/// same name that was written by hand is no copy.
pub fn is_copy(copy: &Document, expansion: &Expansion) -> bool {
    begins_alike(copy, expansion) || shares_most_lines(copy, expansion)
}

/// Whether a document is an expanded copy of a command that is there, and so repeats what is to be corrected in the command.
pub fn is_sourced(snapshot: &Snapshot, index: &Index, copy: &Document) -> bool {
    let source = index.sources.get(&copy.path).and_then(|source| snapshot.document(source));
    source.is_some_and(|source| is_copy(copy, &expand(snapshot, source)))
}

/// Whether more than half of the lines of a copy are in the expansion, or more than half of the expansion's in the copy.
fn shares_most_lines(copy: &Document, expansion: &Expansion) -> bool {
    let lines = |text: &str| -> FxHashSet<u64> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| FxBuildHasher.hash_one(line)).collect()
    };
    let body = copy.text().get(usize::from(copy.facts().body)..).unwrap_or_default();
    let (written, wanted) = (lines(body), lines(&expansion.copy_body()));
    if written.is_empty() || wanted.is_empty() {
        // Nothing tells that it was written by hand.
        return true;
    }
    let shared = written.intersection(&wanted).count();
    has_body(copy) && shared > 0 && (shared * 2 > written.len() || shared * 2 > wanted.len())
}

fn begins_alike(copy: &Document, expansion: &Expansion) -> bool {
    let first = |text: &str| text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
    let written = first(&copy.text()[usize::from(copy.facts().body)..]);
    has_body(copy) && written.is_some() && written == first(&expansion.copy_body())
}

/// The front matter of a copy, `front`, with the description of its command.
fn front_matter(command: &Document, copy: &Document, front: &str) -> String {
    let Some(own) = &copy.facts().front_matter else { return front.to_owned() };
    let mut front = front.to_owned();
    let stale = |text: &&str| own.get("description").is_none_or(|entry| entry.value.as_str() != Some(*text));
    if let Some(description) = description(command).filter(stale) {
        match own.get("description") {
            Some(entry) => {
                let blank =
                    if entry.value.range.start() == entry.key.range.end() + TextSize::new(1) { " " } else { "" };
                let written = std::ops::Range::<usize>::from(entry.value.range);
                front.replace_range(written, &format!("{blank}{}", quote(description)));
            }
            None => {
                let line = with_line_ends_of(copy.text(), format!("description: {}\n", quote(description)));
                front.insert_str(usize::from(own.content.start()), &line);
            }
        }
    }
    front
}

fn description(document: &Document) -> Option<&str> {
    document.facts().front_matter.as_ref()?.get("description")?.value.as_str().filter(|text| !text.is_empty())
}

/// An entry of the front matter as it stands, its line end included.
fn entry(document: &Document, key: &str) -> Option<String> {
    let entry = document.facts().front_matter.as_ref()?.get(key)?;
    let text = document.text()[entry.range()].replace('\r', "");
    Some(format!("{}\n", text.trim_end()))
}
