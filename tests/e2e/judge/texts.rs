//! The texts that the client and the server speak about, at every version that the client has sent.

use super::protocol::{Fault, Judged, require};
use flowspec_lsp::text::{self, Encoding, Position};
use ropey::Rope;
use serde_json::Value;
use std::{borrow::Cow, cell::OnceCell, collections::BTreeMap, fs, time::SystemTime};

/// Every document that was ever open, and the files.
#[derive(Debug)]
pub struct Texts {
    documents: BTreeMap<String, Vec<Version>>,
    /// How positions are counted.
    pub encoding: Encoding,
    /// What was written later may have been written after the server read it.
    started: SystemTime,
}

/// A document from one moment on.
#[derive(Debug)]
struct Version {
    since: usize,
    /// Its version and text; `None` when it is closed.
    open: Option<(i64, Rope)>,
    lines: OnceCell<Lines>,
}

/// What a message may speak about: the texts of a document at some moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// One version of a document that is open; of other documents at any time.
    Version(i64),
    /// At this moment or later.
    Since(usize),
}

/// The lines of a text, without their ends.
#[derive(Debug)]
struct Lines(Vec<String>);

impl Lines {
    fn of(text: &str) -> Lines {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        Lines(text.split('\n').map(str::to_owned).collect())
    }

    fn holds(&self, position: &Value, encoding: Encoding) -> Judged {
        let number = |name: &str| position[name].as_u64().unwrap_or_default() as usize;
        let (line, character) = (number("line"), number("character"));
        let Some(text) = self.0.get(line) else {
            return Err(Fault::new(format!(
                "line {line} is outside of the document, which has {} lines",
                self.0.len()
            )));
        };
        let mut units = 0;
        for char in text.chars() {
            if units >= character {
                break;
            }
            units += match encoding {
                Encoding::Utf8 => char.len_utf8(),
                Encoding::Utf16 => char.len_utf16(),
                Encoding::Utf32 => 1,
            };
        }
        require(units >= character, || format!("character {character} of line {line} is outside of `{text}`"))?;
        require(units == character, || format!("character {character} of line {line} is inside of a character"))
    }
}

impl Texts {
    /// No texts yet.
    pub fn new() -> Texts {
        Texts { documents: BTreeMap::new(), encoding: Encoding::Utf16, started: SystemTime::now() }
    }

    /// `textDocument/didOpen`.
    pub fn open(&mut self, since: usize, params: &Value) {
        let document = &params["textDocument"];
        let (Some(uri), Some(text)) = (document["uri"].as_str(), document["text"].as_str()) else { return };
        let open = Some((document["version"].as_i64().unwrap_or_default(), Rope::from_str(text)));
        self.add(uri, Version { since, open, lines: OnceCell::new() });
    }

    /// `textDocument/didChange`.
    pub fn change(&mut self, since: usize, params: &Value) {
        let document = &params["textDocument"];
        let (Some(uri), Some(changes)) = (document["uri"].as_str(), params["contentChanges"].as_array()) else {
            return;
        };
        let now = self.documents.get(uri).and_then(|versions| versions.last()?.open.as_ref());
        let Some((_, mut rope)) = now.cloned() else { return };
        for change in changes {
            let new = change["text"].as_str().unwrap_or_default();
            match change.get("range") {
                Some(range) => {
                    let [start, end] = ["start", "end"].map(|edge| position(&range[edge]));
                    text::edit(&mut rope, start..end, new, self.encoding);
                }
                None => rope = Rope::from_str(new),
            }
        }
        let open = Some((document["version"].as_i64().unwrap_or_default(), rope));
        self.add(uri, Version { since, open, lines: OnceCell::new() });
    }

    /// `textDocument/didClose`.
    pub fn close(&mut self, since: usize, params: &Value) {
        let Some(uri) = params["textDocument"]["uri"].as_str() else { return };
        self.add(uri, Version { since, open: None, lines: OnceCell::new() });
    }

    fn add(&mut self, uri: &str, version: Version) {
        self.documents.entry(uri.to_owned()).or_default().push(version);
    }

    /// The versions that a document had at a moment; `None` is one that is not open.
    pub fn versions(&self, uri: &str, moment: Moment) -> Vec<Option<i64>> {
        let versions = self.at(uri, moment).map(|version| version.open.as_ref().map(|(version, _)| *version));
        versions.chain(self.was_unopened(uri, moment).then_some(None)).collect()
    }

    /// That a position is in a document, as it was at that moment.
    pub fn holds(&self, uri: &str, moment: Moment, position: &Value) -> Judged {
        let mut judged = Ok(());
        let open = self.at(uri, moment).map(Some);
        for version in open.chain(self.was_unopened(uri, moment).then_some(None)) {
            judged = match version.and_then(|version| Some((version, version.open.as_ref()?))) {
                Some((version, (_, rope))) => {
                    let lines = version.lines.get_or_init(|| Lines::of(&Cow::from(rope)));
                    lines.holds(position, self.encoding)
                }
                None => self.on_disk(uri).map_or(Ok(()), |lines| lines.holds(position, self.encoding)),
            };
            if judged.is_ok() {
                break;
            }
        }
        judged
    }

    fn was_unopened(&self, uri: &str, moment: Moment) -> bool {
        let first = self.documents.get(uri).and_then(|versions| versions.first());
        first.is_none_or(|first| matches!(moment, Moment::Since(since) if since < first.since))
    }

    /// The versions that were current at a moment. A document that was never open has none.
    fn at(&self, uri: &str, moment: Moment) -> impl Iterator<Item = &Version> {
        let versions = self.documents.get(uri).map_or(&[][..], |versions| &versions[..]);
        versions
            .iter()
            .enumerate()
            .filter(move |(at, version)| match moment {
                Moment::Version(wanted) => version.open.as_ref().is_some_and(|(version, _)| *version == wanted),
                Moment::Since(since) => versions.get(at + 1).is_none_or(|next| next.since > since),
            })
            .map(|(_, version)| version)
    }

    /// The lines of a file; `None` when it is not there, or has changed since the session began, so that the server may have read
    /// another text.
    fn on_disk(&self, uri: &str) -> Option<Lines> {
        let path = url::Url::parse(uri).ok()?.to_file_path().ok()?;
        // A pipe would be waited for.
        let metadata = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
        let modified = metadata.modified().ok()?;
        let text = fs::read_to_string(path).ok().filter(|_| modified < self.started)?;
        Some(Lines::of(&text))
    }
}

fn position(value: &Value) -> Position {
    let number = |name: &str| value[name].as_u64().unwrap_or_default().min(u64::from(u32::MAX)) as u32;
    Position { line: number("line"), character: number("character") }
}
