//! One document: its text at one version, and the facts in it.

mod packed;
#[cfg(test)]
mod tests;

use std::{
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, OnceLock, atomic::AtomicUsize},
};

use camino::Utf8Path;
use ropey::Rope;
use rustc_hash::FxHasher;
use text_size::{TextRange, TextSize};

use self::packed::Packed;
use super::{
    DocPath, ProjectPath, Summary,
    anchors::Anchors,
    scan::{MAX_SIZE, ReadError},
};
use crate::{
    model::{
        Kind, Meaning, SpecKitKind,
        kiro::KiroPlace,
        namespace::CLOSED_NAMES,
        open_spec::{Merged, OpenSpecPlace},
        spec_kit::SpecKitPlace,
    },
    syntax::{
        fence::{self, Fences},
        front_matter::{self, FrontMatter},
        include::{self, Include},
        markdown::{
            self, Markdown,
            blocks::Block,
            incremental::{self, Parts},
        },
        marker::{self, Marker},
        reference::{self, References},
        yaml::{self, Yaml},
    },
    text::{LineIndex, Window},
};

/// A document at one version. Its facts are read at most once, by whoever needs them first.
#[derive(Debug)]
pub struct Document {
    /// Its real path.
    pub path: DocPath,
    /// Its kind.
    pub kind: Kind,
    /// Every name it has in the project, relative to the project's root, its own first; more than one when links lead to it.
    pub names: Vec<ProjectPath>,
    /// The client's version while it is open.
    pub version: Option<i32>,
    /// Why its text could not be read; it is then empty.
    pub unreadable: Option<String>,
    source: Source,
    /// The summary of one that is only kept for its history.
    history: Option<Arc<Summary>>,
    /// The facts of an earlier version, and where this one differs from it, to read only what has changed.
    earlier: Option<(Arc<Facts>, Window)>,
    facts: OnceLock<Arc<Facts>>,
}

#[derive(Debug)]
enum Source {
    Text(Arc<str>),
    /// Of a document that is not open, in a server.
    Packed(Packed),
    /// Turned into a string by the first reader and not in the handler of a keystroke.
    Buffer(Rope, OnceLock<Arc<str>>),
}

impl Document {
    /// A document as it is on disk.
    pub fn new(path: DocPath, kind: Kind, names: Vec<ProjectPath>, text: impl Into<Arc<str>>) -> Self {
        Document {
            history: history(kind, &names),
            path,
            kind,
            names,
            version: None,
            unreadable: None,
            source: Source::Text(text.into()),
            earlier: None,
            facts: OnceLock::new(),
        }
    }

    /// A document that is there and cannot be read, for `reason`.
    pub fn unreadable(path: DocPath, kind: Kind, names: Vec<ProjectPath>, reason: String) -> Self {
        Document { unreadable: Some(reason), ..Document::new(path, kind, names, "") }
    }

    /// An open buffer at `version`. One that is too large to be read from disk is not read here either.
    pub fn open(path: DocPath, kind: Kind, names: Vec<ProjectPath>, buffer: Rope, version: i32) -> Self {
        let too_large = buffer.len_bytes() as u64 > MAX_SIZE;
        let unreadable = too_large.then(|| ReadError::TooLarge(MAX_SIZE).to_string());
        Document {
            history: history(kind, &names),
            path,
            kind,
            names,
            version: Some(version),
            unreadable,
            source: Source::Buffer(buffer, OnceLock::new()),
            earlier: None,
            facts: OnceLock::new(),
        }
    }

    /// The same open buffer after edits inside of `window`.
    pub fn edited(&self, buffer: Rope, version: i32, window: Window) -> Self {
        let mut document = Document::open(self.path.clone(), self.kind, self.names.clone(), buffer, version);
        // What cannot be read has an empty text, whatever its buffer is.
        if self.unreadable.is_none() && document.unreadable.is_none() {
            document.earlier = match (self.facts.get(), &self.earlier) {
                (Some(facts), _) => Some((Arc::clone(facts), window)),
                (None, Some((facts, earlier))) => Some((Arc::clone(facts), earlier.then(window))),
                (None, None) => None,
            };
        }
        document
    }

    /// The same open buffer as another kind of document; `None` for a document on disk.
    pub fn reopened(&self, kind: Kind) -> Option<Self> {
        let (buffer, version) = (self.buffer()?.clone(), self.version?);
        Some(Document::open(self.path.clone(), kind, self.names.clone(), buffer, version))
    }

    /// Its whole text.
    pub fn text(&self) -> &str {
        match &self.source {
            Source::Text(text) => text,
            Source::Packed(packed) => packed.text(),
            Source::Buffer(..) if self.unreadable.is_some() => "",
            Source::Buffer(rope, text) => text.get_or_init(|| whole(rope)),
        }
    }

    /// The open buffer's rope; `None` for a document on disk.
    pub fn buffer(&self) -> Option<&Rope> {
        match &self.source {
            Source::Text(_) | Source::Packed(_) => None,
            Source::Buffer(rope, _) => Some(rope),
        }
    }

    /// What the text says.
    pub fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Arc::new(Facts::read(self)))
    }

    /// What other documents can depend on. Of a packed document it is known without its text.
    /// On what is only kept for its history nothing depends, so that its text is not read for this unless it is open.
    pub fn summary(&self) -> &Arc<Summary> {
        match (&self.source, &self.history) {
            (Source::Packed(packed), _) => &packed.summary,
            (Source::Text(_), Some(history)) if self.unreadable.is_none() => history,
            _ => &self.facts().summary,
        }
    }

    /// The same document without what takes memory and can be worked out again: its facts, and its text as it is. `None` for an open
    /// buffer, and for one that takes no more already. `unpacked` counts what is worked out again.
    pub(super) fn packed(&self, unpacked: &Arc<AtomicUsize>) -> Option<Document> {
        let source = match &self.source {
            Source::Buffer(..) => return None,
            Source::Text(text) => Packed::new(text, Arc::clone(self.summary()), unpacked),
            Source::Packed(packed) if self.facts.get().is_none() && !packed.is_unpacked() => return None,
            Source::Packed(packed) => packed.again(),
        };
        Some(self.with_packed(source))
    }

    /// A document to be looked at once: of a packed one a copy, with which everything goes that is worked out.
    pub(super) fn aside(self: &Arc<Self>) -> Arc<Document> {
        match &self.source {
            Source::Packed(packed) if self.facts.get().is_none() => self.with_packed(packed.again()).into(),
            _ => Arc::clone(self),
        }
    }

    fn with_packed(&self, packed: Packed) -> Document {
        Document {
            path: self.path.clone(),
            kind: self.kind,
            names: self.names.clone(),
            version: None,
            unreadable: self.unreadable.clone(),
            source: Source::Packed(packed),
            history: self.history.clone(),
            earlier: None,
            facts: OnceLock::new(),
        }
    }

    /// The blocks of its Markdown in order of where they start, the outer before the inner. Those of a document on disk are read when
    /// they are first asked for, which they hardly ever are.
    pub fn blocks(&self) -> &[Block] {
        let facts = self.facts();
        let read = || match self.kind.is_markdown() {
            true => incremental::parse(self.text(), facts.body).1,
            false => Parts::default(),
        };
        facts.parts.get_or_init(read).blocks()
    }

    /// The name by which it is spoken of: its first name in the project, else its path.
    pub fn name(&self) -> &Utf8Path {
        self.names.first().map_or(&*self.path, |name| name)
    }

    /// What it is to OpenSpec, by its names; `None` for a file of something else.
    pub fn open_spec(&self) -> Option<OpenSpecPlace<'_>> {
        let Kind::OpenSpec(_) = self.kind else { return None };
        self.names.iter().find_map(|name| OpenSpecPlace::of(name))
    }

    /// What it is to Spec Kit, by its names; `None` for a file of something else.
    pub fn spec_kit(&self) -> Option<SpecKitPlace<'_>> {
        let Kind::SpecKit(_) = self.kind else { return None };
        self.names.iter().find_map(|name| SpecKitPlace::of(name))
    }

    /// What it is to Kiro, by its names; `None` for a file of something else.
    pub fn kiro(&self) -> Option<KiroPlace<'_>> {
        let Kind::Kiro(_) = self.kind else { return None };
        self.names.iter().find_map(|name| KiroPlace::of(name))
    }

    /// Whether it belongs to something finished and put away that is only kept for its history, so that nothing in it is wrong any more.
    pub fn is_history(&self) -> bool {
        self.history.is_some()
    }

    /// Whether it is an alias kept for the users of an old name: `_DEPRECATED_*.md`.
    pub fn is_deprecated_alias(&self) -> bool {
        self.path.file_name().is_some_and(|name| name.starts_with("_DEPRECATED_"))
    }

    /// Whether it lies in a `templates` folder under every name it has.
    pub fn is_template(&self) -> bool {
        !self.names.is_empty()
            && self.names.iter().all(|name| name.components().any(|part| part.as_str() == "templates"))
    }
}

/// The summary of a document that is only kept for its history; `None` for any other.
fn history(kind: Kind, names: &[ProjectPath]) -> Option<Arc<Summary>> {
    let Kind::OpenSpec(_) = kind else { return None };
    let place = names.iter().find_map(|name| OpenSpecPlace::of(name))?;
    place.archived.then(|| Arc::new(Summary { kind, ..Summary::default() }))
}

fn whole(rope: &Rope) -> Arc<str> {
    String::from(rope).into()
}

/// What one text says, in byte ranges of it.
#[derive(Debug)]
pub struct Facts {
    /// Where its lines start.
    pub lines: LineIndex,
    /// The front matter of a Markdown document.
    pub front_matter: Option<FrontMatter>,
    /// Where the body starts: after the front matter.
    pub body: TextSize,
    /// The expander's fenced blocks.
    pub fences: Fences,
    /// CommonMark's facts.
    pub markdown: Markdown,
    /// Include directives and what looks like one.
    pub includes: Vec<Include>,
    /// Markers in comments, suppressions too.
    pub markers: Vec<Marker>,
    /// Words that refer to something.
    pub references: References,
    /// The tree of a YAML document; empty for others.
    pub yaml: Yaml,
    /// What the reader of its kind makes of it.
    pub meaning: Meaning,
    /// What other documents can depend on.
    pub summary: Arc<Summary>,
    /// A hash of the headings' texts, on which only documents that link to one depend.
    pub headings: u64,
    anchors: OnceLock<Anchors>,
    /// What became of the last merge of a delta of OpenSpec, and what that was a merge into.
    pub(super) merged: Mutex<Option<(MergeInput, Arc<Merged>)>>,
    /// The parts of its Markdown: of an open buffer always, to read the next version.
    parts: OnceLock<Parts>,
}

/// What the merge of a delta of OpenSpec depends on besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MergeInput {
    /// The hash of the spec; `None` when there is none.
    pub(super) spec: Option<u64>,
    /// Whether the spec may be deleted.
    pub(super) retire: bool,
}

impl Facts {
    /// What links can lead to; see [`Markdown::anchors`].
    pub fn anchors(&self) -> &Anchors {
        self.anchors.get_or_init(|| Anchors::new(self.markdown.anchors()))
    }

    fn read(document: &Document) -> Facts {
        let text = document.text();
        let earlier = document.earlier.as_ref().map(|(facts, window)| (&**facts, *window));
        let mut facts = Facts::empty(match earlier {
            Some((earlier, window)) => earlier.lines.edited(text, &window),
            None => LineIndex::new(text),
        });
        if document.kind.is_yaml() {
            facts.yaml = yaml::parse(text, TextRange::up_to(TextSize::of(text)));
            facts.markers = marker::parse_yaml_comments(text, &facts.yaml.comments);
        } else if document.kind.is_markdown() {
            facts.read_markdown(document, text, earlier);
        }
        facts.meaning = Meaning::read(document.kind, text, &facts.yaml);
        if document.buffer().is_none() {
            facts.shrink_to_fit();
        }
        facts.headings = hash(facts.markdown.headings.iter().map(|heading| &heading.text));
        let summary = Summary::read(document, text, &facts);
        // Most edits change no summary; those who compare see at once that it is the same one.
        let same = earlier.map(|(earlier, _)| &earlier.summary).filter(|earlier| ***earlier == summary);
        facts.summary = same.map_or_else(|| Arc::new(summary), Arc::clone);
        facts
    }

    /// Reads a Markdown document; of a later version of one, what an edit can have changed.
    fn read_markdown(&mut self, document: &Document, text: &str, earlier: Option<(&Facts, Window)>) {
        let kept = |(earlier, window): (&Facts, Window)| {
            earlier.front_matter.clone().filter(|front_matter| front_matter.range.end() < window.earlier().start())
        };
        self.front_matter = earlier.and_then(kept).or_else(|| front_matter::parse(text));
        self.body = self.front_matter.as_ref().map_or(TextSize::new(0), |front_matter| front_matter.range.end());
        let Some((earlier, window, parts)) =
            earlier.and_then(|(facts, window)| Some((facts, window, facts.parts.get()?)))
        else {
            return self.read_body(document, text);
        };
        // An edit of the front matter moves the body.
        let inside = window.earlier().start() >= self.body.max(earlier.body);
        let window = if inside { window } else { window.with_later(TextRange::empty(0.into())) };
        self.fences = fence::edited(text, self.body, &earlier.fences, &window);
        let parsed = (&earlier.markdown, parts);
        let (markdown, parts, window) = incremental::edited(text, self.body, parsed, window);
        self.markdown = markdown;
        if self.reads_words(document, text) {
            let window = window.with_changed(&earlier.fences.blocks, &self.fences.blocks);
            let lines = parts.around(window, &self.fences);
            let read = lines.later().intersect(TextRange::new(self.body, TextSize::of(text))).unwrap_or_default();
            let includes = include::parse_range(text, read, &self.fences, &self.markdown);
            self.includes = lines.splice(&earlier.includes, includes);
            let syntax = (&self.fences, &self.markdown, &parts);
            self.references = reference::edited(text, self.body, syntax, &earlier.references, window, &CLOSED_NAMES);
        }
        self.parts = parts.into();
    }

    fn read_body(&mut self, document: &Document, text: &str) {
        self.fences = fence::parse(text, self.body);
        if document.buffer().is_some() {
            let (markdown, parts) = incremental::parse(text, self.body);
            (self.markdown, self.parts) = (markdown, parts.into());
        } else {
            self.markdown = markdown::parse(text, self.body);
        }
        if self.reads_words(document, text) {
            self.includes = include::parse(text, self.body, &self.fences, &self.markdown);
            let closed = &CLOSED_NAMES;
            self.references = reference::parse(text, self.body, &self.fences, &self.markdown, closed);
        }
    }

    /// Reads the markers of a document of ours, and says whether its text is addressed to an agent or speaks of a workflow. What the files
    /// of OpenSpec and Kiro, of a feature of Spec Kit and Backlog.md's documents describe is another product, whose commands and states are
    /// none of ours.
    fn reads_words(&mut self, document: &Document, text: &str) -> bool {
        if document.kind != Kind::Other {
            self.read_markers(text);
        }
        match document.kind {
            Kind::Other | Kind::OpenSpec(_) | Kind::Kiro(_) | Kind::Backlog(_) => false,
            Kind::SpecKit(kind) => kind == SpecKitKind::Prompt,
            _ => true,
        }
    }

    fn read_markers(&mut self, text: &str) {
        let comments = self.front_matter.as_ref().map_or(&[][..], |front_matter| &front_matter.comments);
        self.markers = marker::parse_yaml_comments(text, comments);
        self.markers.extend(marker::parse(text, self.body, &self.fences, &self.markdown));
    }

    /// Gives back what its lists have grown too large. Those of a document on disk stay as they are.
    fn shrink_to_fit(&mut self) {
        self.markdown.shrink_to_fit();
        self.includes.shrink_to_fit();
        self.markers.shrink_to_fit();
        self.references.shrink_to_fit();
    }

    fn empty(lines: LineIndex) -> Facts {
        Facts {
            lines,
            front_matter: None,
            body: TextSize::new(0),
            fences: Fences::default(),
            markdown: Markdown::default(),
            includes: Vec::new(),
            markers: Vec::new(),
            references: References::default(),
            yaml: Yaml::default(),
            meaning: Meaning::None,
            summary: Arc::default(),
            headings: 0,
            anchors: OnceLock::new(),
            merged: Mutex::default(),
            parts: OnceLock::new(),
        }
    }
}

fn hash(items: impl Iterator<Item = impl Hash>) -> u64 {
    let mut hasher = FxHasher::default();
    items.for_each(|item| item.hash(&mut hasher));
    hasher.finish()
}
