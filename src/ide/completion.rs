//! What can be written at a place, object by object.
//!
//! A completion works on text that is not finished, so each object looks at the line around the cursor, and at facts only for what
//! surrounds the line: is it front matter, a fenced block, a section?

mod agent;
mod command;
mod criterion;
mod event;
mod file_reference;
mod front_matter;
mod hooks;
mod include;
mod kiro;
mod marker;
mod open_spec;
mod open_spec_yaml;
mod plugin;
mod prompt;
mod settings;
mod shell;
mod skill;
mod spec_kit;
mod state;
mod subject;
mod task;
#[cfg(test)]
mod tests;
mod workflow;
mod yaml_site;

use std::{ops::Range, sync::Arc};

use text_size::{TextRange, TextSize};

pub use subject::Subject;

use crate::{
    model::Kind,
    syntax::yaml::{self, Yaml},
    workspace::{DocPath, Document, Facts, Index, Snapshot},
};
use yaml_site::YamlSite;

/// The characters after which an editor asks without being told to.
pub const TRIGGERS: [&str; 9] = ["{", "<", "/", ":", "[", "`", "-", "$", "@"];

/// How many items are offered at most; when there are more, those that fit what is written already.
pub const MAX_ITEMS: usize = 200;

/// What can be written at `offset` of a document; `None` where nothing of ours can stand.
pub fn complete(snapshot: &Snapshot, path: &DocPath, offset: TextSize) -> Option<Completions> {
    let document = snapshot.document(path)?;
    let cursor = Cursor::new(snapshot, document, offset.into())?;
    let found = match document.kind {
        Kind::Other => None,
        Kind::Settings => settings::complete(&cursor),
        Kind::Workflow => workflow::complete(&cursor),
        Kind::Hooks => hooks::complete(&cursor),
        Kind::Plugin(kind) => plugin::complete(&cursor, kind),
        Kind::OpenSpec(kind) if document.kind.is_yaml() => open_spec_yaml::complete(&cursor, kind),
        Kind::OpenSpec(_) => open_spec::complete(&cursor),
        _ if cursor.front_matter.is_some() => state::complete(&cursor).or_else(|| front_matter::complete(&cursor)),
        _ => file_reference::complete(&cursor)
            .or_else(|| kiro::complete(&cursor))
            .or_else(|| spec_kit::complete(&cursor))
            .or_else(|| prompt::complete(&cursor))
            .or_else(|| include::complete(&cursor))
            .or_else(|| skill::complete(&cursor))
            .or_else(|| state::complete(&cursor))
            .or_else(|| marker::complete(&cursor))
            .or_else(|| shell::complete(&cursor))
            .or_else(|| command::complete(&cursor))
            .or_else(|| task::complete(&cursor))
            .or_else(|| criterion::complete(&cursor)),
    }?;
    let found = bounded(found, &cursor);
    (!found.items.is_empty()).then_some(found)
}

/// What can be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// What an item replaces: the whole word under the cursor, on one line.
    pub replace: TextRange,
    /// The items, best first.
    pub items: Vec<Item>,
    /// Whether there are more, so that the editor has to ask again after the next letter.
    pub incomplete: bool,
}

/// One thing that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the menu shows, and what is compared with what is written already.
    pub label: String,
    /// What it is.
    pub kind: ItemKind,
    /// A few words beside the label.
    pub detail: Option<String>,
    /// What is written.
    pub text: String,
    /// The same in the snippet syntax of the protocol, for editors that know it, when there is something to fill in.
    pub snippet: Option<String>,
    /// What it is about, for [`Subject::documentation`].
    pub subject: Option<Subject>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}

/// What an item is, for the icon in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A file to include.
    File,
    /// A slash command.
    Command,
    /// A state.
    State,
    /// A key of YAML or TOML.
    Key,
    /// A value of YAML or TOML.
    Value,
    /// An agent, a skill or a tool.
    Agent,
    /// A task.
    Task,
    /// An event.
    Event,
    /// A marker, or a pair of them.
    Marker,
    /// A subcommand of a program.
    Subcommand,
    /// A flag of a program.
    Flag,
    /// A requirement of a spec.
    Requirement,
    Capability,
}

impl Item {
    fn new(kind: ItemKind, label: impl Into<String>) -> Item {
        let label = label.into();
        let text = label.clone();
        Item { label, kind, detail: None, text, snippet: None, subject: None, deprecated: false }
    }

    fn detail(self, detail: impl Into<String>) -> Item {
        Item { detail: Some(detail.into()).filter(|detail| !detail.is_empty()), ..self }
    }

    fn text(self, text: impl Into<String>) -> Item {
        Item { text: text.into(), ..self }
    }

    fn snippet(self, snippet: impl Into<String>) -> Item {
        Item { snippet: Some(snippet.into()), ..self }
    }

    fn about(self, subject: Subject) -> Item {
        Item { subject: Some(subject), ..self }
    }
}

/// The cursor and what is around it.
struct Cursor<'a> {
    snapshot: &'a Snapshot,
    document: &'a Document,
    facts: &'a Facts,
    index: Arc<Index>,
    text: &'a str,
    offset: usize,
    /// The line up to the cursor.
    before: &'a str,
    /// The line from the cursor on.
    after: &'a str,
    /// The lines of the front matter, when the cursor is in it.
    front_matter: Option<Range<usize>>,
}

impl<'a> Cursor<'a> {
    fn new(snapshot: &'a Snapshot, document: &'a Document, offset: usize) -> Option<Self> {
        let text = document.text();
        let facts = document.facts();
        let (before, after) = text.split_at_checked(offset)?;
        let before = &before[before.rfind(['\n', '\r']).map_or(0, |newline| newline + 1)..];
        let after = &after[..after.find(['\n', '\r']).unwrap_or(after.len())];
        let front_matter = match &facts.front_matter {
            Some(front_matter) => {
                let content = Range::<usize>::from(front_matter.content);
                content.contains(&offset).then_some(content)
            }
            None => unclosed(text).filter(|lines| (lines.start..=lines.end).contains(&offset)),
        };
        let index = snapshot.index();
        Some(Cursor { snapshot, document, facts, index, text, offset, before, after, front_matter })
    }

    /// So many bytes before and after the cursor.
    fn range(&self, before: usize, after: usize) -> TextRange {
        let size = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
        TextRange::new(size(self.offset.saturating_sub(before)), size(self.offset + after))
    }

    /// Where the cursor is in YAML.
    fn place(&self) -> Option<YamlSite<'a>> {
        let part = self.front_matter.clone().unwrap_or(0..self.text.len());
        YamlSite::at(self.text, part, self.offset)
    }

    /// The document as YAML without the line of the cursor, which may break it.
    fn yaml_without_line(&self) -> Yaml {
        let (start, end) = (self.offset - self.before.len(), self.offset + self.after.len());
        let text = format!("{}{}", &self.text[..start], &self.text[end..]);
        yaml::parse(&text, TextRange::up_to(TextSize::of(&text)))
    }

    /// The completions of a place in YAML.
    fn values(&self, place: &YamlSite<'_>, items: Vec<Item>) -> Completions {
        let replace = self.range(self.offset - place.word.start, place.word.end - self.offset);
        let items = items.into_iter().map(|item| {
            let text = place.value(&item.text);
            Item { text, ..item }
        });
        Completions { replace, items: items.collect(), incomplete: false }
    }

    /// The completions that replace so many bytes before and after the cursor.
    fn items(&self, before: usize, after: usize, items: Vec<Item>) -> Completions {
        Completions { replace: self.range(before, after), items, incomplete: false }
    }

    /// The fenced block that the cursor is in, by its info string.
    fn fence(&self) -> Option<&'a str> {
        let block = self.facts.fences.at(self.range(0, 0).start())?;
        self.text.get(Range::<usize>::from(block.info))
    }
}

/// The lines after an opening `---` that nothing closes yet, as far as they look like YAML.
fn unclosed(text: &str) -> Option<Range<usize>> {
    let first = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = first.strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or(rest.strip_prefix('\n'))?;
    let start = text.len() - rest.len();
    let yaml = |line: &&str| {
        let line = line.trim_end();
        line.is_empty()
            || line.starts_with([' ', '-', '#']) && !line.starts_with("# ")
            || line.split(':').next().is_some_and(is_word)
    };
    let length: usize = rest.split_inclusive('\n').take_while(yaml).map(str::len).sum();
    Some(start..start + length)
}

/// Whether a text is letters, digits, `_` and `-` only.
fn is_word(text: &str) -> bool {
    text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-'))
}

/// How many bytes at the start of `text` belong to a word.
fn word_length(text: &str) -> usize {
    text.find(|char: char| !char.is_ascii_alphanumeric() && !matches!(char, '_' | '-')).unwrap_or(text.len())
}

/// Whether the letters of `word` are in `label` in this order, whatever their case.
fn fits(word: &str, label: &str) -> bool {
    let mut label = label.chars().flat_map(char::to_lowercase);
    word.chars().flat_map(char::to_lowercase).all(|wanted| label.any(|char| char == wanted))
}

/// Cuts what is too long, and then offers only what fits what is written.
fn bounded(mut found: Completions, cursor: &Cursor<'_>) -> Completions {
    if found.items.len() > MAX_ITEMS {
        let written = &cursor.text[usize::from(found.replace.start())..cursor.offset];
        found.items.retain(|item| fits(written, &item.label));
        found.incomplete = true;
        found.items.truncate(MAX_ITEMS);
    }
    found
}
