//! Every request that an editor can make, at some places of a document.

use flowspec_lsp::{
    ide::{
        completion, definition, document_link, expansion::Shown, folding, graph, highlight, hover, include_hierarchy,
        inlay_hints, linked_editing, outline, refactor, references, rename, selection, semantic_tokens, symbol,
        workspace_symbols,
    },
    model::Kind,
    rules::{Fixes, check},
    text::Encoding,
    workflow::{constitution, offers},
    workspace::{DocPath, Document, ProjectPath, Snapshot, copies},
};
use text_size::{TextRange, TextSize};

use crate::probe::{Checked, diagnostics, edits, range};

/// Asks for everything.
pub fn all(snapshot: &Snapshot, path: &DocPath) -> Checked {
    let document = snapshot.document(path).ok_or("the document is gone")?;
    let asked = Asked { snapshot, path, document };
    asked.whole()?;
    let (text, lines) = (document.text(), &document.facts().lines);
    let places = [0, text.len() / 4, text.len() / 2, text.len() * 3 / 4, text.len()];
    // Where something is found there is most to know.
    let found = semantic_tokens::tokens(snapshot, document);
    let tokens = found.iter().step_by(1 + found.len() / 6).map(|token| token.range.start());
    let places = places.into_iter().map(|at| TextSize::new(text.floor_char_boundary(at) as u32));
    // No client asks about the middle of a line end.
    let asked_about = |at| lines.offset(text, lines.position(text, at, Encoding::Utf8), Encoding::Utf8);
    places.chain(tokens).map(asked_about).try_for_each(|offset| asked.at(offset))
}

struct Asked<'a> {
    snapshot: &'a Snapshot,
    path: &'a DocPath,
    document: &'a std::sync::Arc<Document>,
}

impl Asked<'_> {
    /// What is asked of a document as a whole.
    fn whole(&self) -> Checked {
        let (snapshot, document) = (self.snapshot, self.document);
        let whole = TextRange::up_to(TextSize::of(document.text()));
        self.nested(&outline::outline(document), whole)?;
        for most in [usize::MAX, 3] {
            folding::folds(document, most).iter().try_for_each(|fold| self.range("fold", fold.range))?;
        }
        let tokens = semantic_tokens::tokens(snapshot, document);
        tokens.iter().try_for_each(|token| self.range("token", token.range))?;
        require(tokens.is_sorted_by(|a, b| a.range.end() <= b.range.start()), "tokens overlap")?;
        for link in document_link::document_links(snapshot, document) {
            self.range("link", link.range)?;
            link.heading.map_or(Ok(()), |heading| range(snapshot, &link.target, heading))?;
        }
        let hints = inlay_hints::hints(snapshot, document, whole, snapshot.settings().inlay_hints);
        hints.iter().try_for_each(|hint| self.range("hint", TextRange::empty(hint.at)))?;
        inlay_hints::outlook(snapshot);
        for step in
            [include_hierarchy::includers(snapshot, self.path), include_hierarchy::included(snapshot, self.path)]
                .concat()
        {
            // The places are in the document that includes.
            let includes = step
                .includes
                .iter()
                .all(|it| [&step.path, self.path].into_iter().any(|path| range(snapshot, path, *it).is_ok()));
            require(includes, "an include of the hierarchy is in no document")?;
        }
        for lens in offers::lens::lenses(snapshot, self.path) {
            self.range("lens", lens.at)?;
        }
        offers::lens::outlook(snapshot);
        for subject in [graph::GraphSubject::States, graph::GraphSubject::Includes, graph::GraphSubject::Tasks] {
            if let Ok(graph) = graph::graph(snapshot, subject) {
                let _ = (graph.mermaid(), graph.dot(), graph.svg());
            }
        }
        if document.kind == Kind::Constitution {
            constitution::standing(document);
            constitution::report(document);
        }
        let index = snapshot.index();
        for (copy, command) in copies::copies(snapshot, &index, None) {
            let _ = copies::regenerated(snapshot, command, copy);
        }
        self.moved()?;
        self.expanded()
    }

    /// The file gets another name, and its folder does.
    fn moved(&self) -> Checked {
        let from = ProjectPath::from(self.snapshot.relative(self.path));
        let mut moves = vec![(from.clone(), from.with_file_name("other.md"))];
        moves.extend(Some(from.folder()).filter(|it| *it != "").map(|it| (it, "elsewhere".into())));
        moves.into_iter().try_for_each(|it| edits(self.snapshot, &rename::after_moves(self.snapshot, &[it], true)))
    }

    /// The expansion of the document, as it is now and as it was before an edit.
    fn expanded(&self) -> Checked {
        let now = Shown::new(self.snapshot.clone(), self.document, self.document.clone()).text().to_owned();
        let before = now.replacen(['a', '\n'], "é", 2);
        for text in [now, before] {
            let document = Document::new(DocPath::new("/expansion.md"), Kind::Other, Vec::new(), text);
            let middle = document.text().floor_char_boundary(document.text().len() / 2);
            let middle = TextSize::new(middle as u32);
            let shown = Shown::new(self.snapshot.clone(), self.document, document.into());
            let sources = shown.sources().into_iter();
            let found = sources.map(|path| (path.clone(), check(self.snapshot, &path, Fixes::Wanted).into())).collect();
            shown.findings(&found);
            if let Some(origin) = shown.origin(middle) {
                range(self.snapshot, &origin.path, TextRange::empty(origin.offset))?;
            }
            hover::in_expansion(self.snapshot, &shown, middle);
        }
        Ok(())
    }

    /// What is asked of a place.
    fn at(&self, offset: TextSize) -> Checked {
        let (snapshot, path, document) = (self.snapshot, self.path, self.document);
        if let Some(found) = completion::complete(snapshot, path, offset) {
            self.range("completion", found.replace)?;
            let line = |at| document.facts().lines.position(document.text(), at, Encoding::Utf8).line;
            require(found.replace.contains_inclusive(offset), "a completion is not at the cursor")?;
            require(line(found.replace.start()) == line(found.replace.end()), "a completion replaces two lines")?;
            for item in found.items.iter().take(5) {
                item.subject.as_ref().and_then(|subject| subject.documentation(snapshot));
            }
        }
        if let Some(found) = hover::hover(snapshot, path, offset) {
            self.range("hover", found.range)?;
            require(found.range.contains_inclusive(offset), "a hover is not at the cursor")?;
            let _ = (found.contents.markdown(), found.contents.plain());
        }
        if let Some(found) = definition::definition(snapshot, path, offset) {
            self.range("origin", found.origin)?;
            self.occurrences(&found.targets)?;
        }
        self.occurrences(&references::references(snapshot, path, offset, true).unwrap_or_default())?;
        self.occurrences(&highlight::highlights(snapshot, path, offset))?;
        self.renamed(offset)?;
        for name in linked_editing::linked(document, offset).into_iter().flatten() {
            self.range("linked name", name)?;
        }
        include_hierarchy::document_at(snapshot, path, offset);
        let around = selection::around(document, &[offset]).concat();
        around.iter().try_for_each(|step| self.range("selection", *step))?;
        require(around.iter().all(|step| step.contains_inclusive(offset)), "a selection is not around the cursor")?;
        require(around.is_sorted_by(|a, b| b.contains_range(*a) && a != b), "a selection does not grow")?;
        for selected in [TextRange::empty(offset), self.lines_from(offset)] {
            for refactoring in refactor::refactorings(&refactor::Selection { snapshot, document, range: selected }) {
                edits(snapshot, &refactoring.edits).map_err(|wrong| format!("{}: {wrong}", refactoring.title))?;
            }
            offers::offers(snapshot, path, selected, true);
        }
        let word: String = document.text()[offset.into()..].chars().take(3).collect();
        for found in workspace_symbols::find(std::slice::from_ref(snapshot), &word, 20) {
            range(snapshot, &found.path, found.range).map_err(|wrong| format!("symbol: {wrong}"))?;
        }
        diagnostics(snapshot, path, &[])
    }

    fn renamed(&self, offset: TextSize) -> Checked {
        let Ok(Some(found)) = rename::prepare(self.snapshot, self.path, offset) else { return Ok(()) };
        self.range("name", found.range)?;
        for new in ["other", "In Review", "/flow:other", "é😀", "", &format!("{}2", found.name)] {
            if let Ok(Some(changes)) = rename::rename(self.snapshot, self.path, offset, new) {
                edits(self.snapshot, &changes).map_err(|wrong| format!("renaming to {new:?}: {wrong}"))?;
            }
        }
        Ok(())
    }

    /// Two lines, or what is left of them.
    fn lines_from(&self, offset: TextSize) -> TextRange {
        let lines = &self.document.facts().lines;
        let (text, line) = (self.document.text(), lines.line(offset));
        let (first, second) = (lines.line_range(text, line), lines.line_range(text, line + 1));
        first.cover(second)
    }

    fn occurrences(&self, found: &[symbol::Occurrence]) -> Checked {
        found.iter().try_for_each(|it| {
            range(self.snapshot, &it.path, it.range)?;
            range(self.snapshot, &it.path, it.reach)
        })
    }

    fn nested(&self, symbols: &[outline::OutlineSymbol], within: TextRange) -> Checked {
        symbols.iter().try_for_each(|symbol| {
            self.range("symbol", symbol.range)?;
            require(within.contains_range(symbol.range), "a symbol is not inside its parent")?;
            require(symbol.range.contains_range(symbol.name_range), "a symbol's name is not inside it")?;
            self.nested(&symbol.children, symbol.range)
        })
    }

    fn range(&self, what: &str, it: TextRange) -> Checked {
        range(self.snapshot, self.path, it).map_err(|wrong| format!("{what}: {wrong}"))
    }
}

fn require(holds: bool, otherwise: &str) -> Checked {
    if holds { Ok(()) } else { Err(otherwise.to_owned()) }
}
