//! What is done with an input, and what must hold of it.

use std::{collections::BTreeMap, fmt::Debug, ops::Range};

use camino::{Utf8Path, Utf8PathBuf};
use flowspec_lsp::{
    ide::{
        folding::{self, Fold},
        outline::{self, OutlineSymbol},
        semantic_tokens::{self, Token},
    },
    model::backlog::Backlog,
    rules::{self, Diagnostic, Fixes},
    text::Encoding,
    workspace::{DocPath, Document, Edit, Settings, Snapshot, World, world::Change},
};
use ropey::Rope;
use serde::{Deserialize, Serialize};
use text_size::{TextRange, TextSize};

use crate::{fixture::Fixture, input::Opened, requests, seeds::Files};

/// How much is done with an input. Everything for each would leave no time for many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Depth {
    /// Reading, and the rules with their fixes.
    Rules,
    /// That edits lead to what a fresh reading gives, too.
    Edits,
    /// Every request, too.
    Requests,
}

impl Depth {
    /// The depth of an input.
    pub fn of(number: u64) -> Depth {
        match () {
            () if number.is_multiple_of(12) => Depth::Requests,
            () if number.is_multiple_of(3) => Depth::Edits,
            () => Depth::Rules,
        }
    }
}

/// A project that inputs are opened in. It is as it was when they are closed.
pub struct Probe {
    world: World,
    root: Utf8PathBuf,
}

/// What must hold does not.
pub type Checked = Result<(), String>;

impl Probe {
    /// Reads a project.
    pub fn new(files: &Files) -> Probe {
        let mut world = World::default();
        world.load(vec![Fixture { files: files.clone(), committed: BTreeMap::new(), cursor: None }.base()]);
        Probe { world, root: Utf8PathBuf::from("/") }
    }

    /// Opens documents and looks at each.
    pub fn run(&mut self, opened: &[Opened], depth: Depth) -> Checked {
        let paths: Vec<_> = opened.iter().map(|document| DocPath::new(self.root.join(&document.path))).collect();
        for (document, path) in opened.iter().zip(&paths) {
            let text = match depth {
                Depth::Rules => document.edited(),
                Depth::Edits | Depth::Requests => self.edit(document, path)?,
            };
            settings(&document.path, &text);
            self.open(path, &text);
        }
        for path in &paths {
            let snapshot = self.snapshot(path)?;
            let found = rules::check(&snapshot, path, Fixes::Wanted);
            diagnostics(&snapshot, path, &found)?;
            if depth == Depth::Requests {
                requests::all(&snapshot, path)?;
            }
        }
        paths.iter().for_each(|path| _ = self.world.close(path));
        Ok(())
    }

    fn open(&mut self, path: &DocPath, text: &str) {
        self.world.open(path.clone(), Rope::from_str(text), 1);
    }

    fn snapshot(&self, path: &DocPath) -> Result<Snapshot, String> {
        self.world.project(path).cloned().ok_or_else(|| format!("no project holds {path}"))
    }

    /// Opens a document, edits it as a client does, and compares what is then known of it with what a fresh reading gives. The text
    /// in the end is the answer.
    fn edit(&mut self, opened: &Opened, path: &DocPath) -> Result<String, String> {
        self.open(path, &opened.text);
        View::of(&self.snapshot(path)?, path)?;
        for (version, edit) in (2..).zip(&opened.edits) {
            let document = self.document(path)?;
            let (text, lines) = (document.text(), &document.facts().lines);
            let position = |offset: usize| lines.position(text, TextSize::new(offset as u32), Encoding::Utf16);
            let Range { start, end } = edit.range(text);
            let change = Change { range: Some(position(start)..position(end)), text: edit.text.clone() };
            self.world.change(path, version, vec![change], Encoding::Utf16);
            // What is read now is what the next reading begins from.
            self.document(path)?.facts();
        }
        let edited = View::of(&self.snapshot(path)?, path)?;
        let text = self.document(path)?.text().to_owned();
        self.world.close(path);
        self.open(path, &text);
        let fresh = View::of(&self.snapshot(path)?, path)?;
        self.world.close(path);
        edited.compare(&fresh)?;
        Ok(text)
    }

    fn document(&self, path: &DocPath) -> Result<std::sync::Arc<Document>, String> {
        self.snapshot(path)?.document(path).cloned().ok_or_else(|| format!("{path} is not open"))
    }
}

/// What is known of a document.
struct View {
    found: Vec<Diagnostic>,
    outline: Vec<OutlineSymbol>,
    folds: Vec<Fold>,
    tokens: Vec<Token>,
}

impl View {
    fn of(snapshot: &Snapshot, path: &DocPath) -> Result<View, String> {
        let document = snapshot.document(path).ok_or("the document is gone")?;
        Ok(View {
            found: rules::check(snapshot, path, Fixes::Skipped),
            outline: outline::outline(document),
            folds: folding::folds(document, usize::MAX),
            tokens: semantic_tokens::tokens(snapshot, document),
        })
    }

    fn compare(&self, fresh: &View) -> Checked {
        same("findings", &self.found, &fresh.found)?;
        same("outline", &self.outline, &fresh.outline)?;
        same("folds", &self.folds, &fresh.folds)?;
        same("tokens", &self.tokens, &fresh.tokens)
    }
}

fn same<T: PartialEq + Debug>(what: &str, edited: &[T], fresh: &[T]) -> Checked {
    if edited == fresh {
        return Ok(());
    }
    let only = |these: &[T], those: &[T]| format!("{:?}", these.iter().find(|it| !those.contains(it)));
    Err(format!("{what} after edits differ: {} and not {}", only(edited, fresh), only(fresh, edited)))
}

/// Files that are read apart from the documents.
fn settings(path: &Utf8Path, text: &str) {
    if path.extension() == Some("toml") {
        Settings::parse(text);
    } else if path.ends_with("config.yml") {
        Backlog::find(Backlog::PLACES.map(|place| (place, text.to_owned())), |_| true);
    }
}

/// That findings, what explains them and what fixes them are where there is text.
pub fn diagnostics(snapshot: &Snapshot, path: &DocPath, found: &[Diagnostic]) -> Checked {
    for finding in found {
        let inside = || {
            range(snapshot, path, finding.range)?;
            finding.related.iter().try_for_each(|related| range(snapshot, &related.path, related.range))?;
            finding.fixes.iter().try_for_each(|fix| edits(snapshot, &fix.edits))
        };
        inside().map_err(|wrong| format!("{}: {wrong}", finding.code))?;
    }
    Ok(())
}

/// That a range is in a document and between characters. A file that is not a document has no ranges but its start.
pub fn range(snapshot: &Snapshot, path: &DocPath, range: TextRange) -> Checked {
    let text = snapshot.document(path).map_or("", |document| document.text());
    match text.get(Range::<usize>::from(range)) {
        Some(_) => Ok(()),
        None => Err(format!("{range:?} is not a range of {path}, which has {} bytes", text.len())),
    }
}

/// That edits are in their documents and do not overlap.
pub fn edits(snapshot: &Snapshot, edits: &[Edit]) -> Checked {
    let mut replaced: BTreeMap<&DocPath, Vec<TextRange>> = BTreeMap::new();
    for edit in edits {
        if let Edit::Replace { path, range: it, .. } = edit {
            range(snapshot, path, *it)?;
            replaced.entry(path).or_default().push(*it);
        }
    }
    for (path, ranges) in &mut replaced {
        ranges.sort_by_key(|range| (range.start(), range.end()));
        if let Some(pair) = ranges.windows(2).find(|pair| pair[0].end() > pair[1].start()) {
            return Err(format!("edits of {path} overlap: {pair:?}"));
        }
    }
    Ok(())
}
