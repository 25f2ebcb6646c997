//! The engine's words turned into the protocol's.

use super::view::View;
use crate::{
    rules::{self, Severity, Tag},
    text::Encoding,
    workspace::{DocPath, Document, Edit},
};
use camino::Utf8Path;
use rustc_hash::FxHashMap;
use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::LazyLock,
};
use text_size::{TextRange, TextSize};
use tower_lsp::gen_lsp_types::{
    CodeDescription, CreateFile, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentChange, Location, OptionalVersionedTextDocumentIdentifier, Position, Range, RenameFile, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};

/// The URI of a document: the one that the client opened it by, or that of its path.
pub fn uri(path: &DocPath, opened: &FxHashMap<DocPath, Uri>) -> Uri {
    opened.get(path).cloned().unwrap_or_else(|| file_uri(path))
}

/// The URI of a path.
pub fn file_uri(path: &Utf8Path) -> Uri {
    match url::Url::from_file_path(path) {
        Ok(url) => String::from(url).into(),
        Err(()) => path.as_str().into(),
    }
}

/// The link to the page of a rule: on disk, where this program was installed or built.
fn page(code: &str) -> Option<Uri> {
    static PAGES: LazyLock<Option<String>> = LazyLock::new(|| {
        let program = std::env::current_exe().ok();
        let installed =
            program.and_then(|program| Some(program.parent()?.parent()?.join("share/doc/flowspec-lsp/rules")));
        let built = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules"));
        let folder = installed.into_iter().chain([built]).find(|folder| folder.is_dir())?;
        url::Url::from_directory_path(folder).ok().map(String::from)
    });
    Some(format!("{}{code}.md", PAGES.as_ref()?).into())
}

/// A range of `document` in the client's encoding.
pub fn range(document: &Document, range: TextRange, encoding: Encoding) -> Range {
    Range { start: position(document, range.start(), encoding), end: position(document, range.end(), encoding) }
}

/// A place in `document` in the client's encoding.
pub fn position(document: &Document, offset: TextSize, encoding: Encoding) -> Position {
    let text = document.text();
    let offset = offset.min(TextSize::of(text));
    let position = document.facts().lines.position(text, offset, encoding);
    Position { line: position.line, character: position.character }
}

impl View {
    /// A range of `document` in the client's encoding.
    pub fn range(&self, document: &Document, range: TextRange) -> Range {
        self::range(document, range, self.features.encoding)
    }

    /// A range of any file; of one that is no document, its start.
    pub fn location(&self, path: &DocPath, range: TextRange) -> Location {
        let document = self.snapshot.document(path);
        let range = document.map_or_else(Range::default, |document| self.range(document, range));
        Location { uri: uri(path, &self.uris), range }
    }

    /// A finding of `document`, with the parts that the client understands.
    pub fn diagnostic(&self, document: &Document, found: &rules::Diagnostic) -> Diagnostic {
        let tag = found.tag.map(|tag| match tag {
            Tag::Unnecessary => DiagnosticTag::Unnecessary,
            Tag::Deprecated => DiagnosticTag::Deprecated,
        });
        let related = || found.related.iter().filter_map(|related| self.related(related)).collect::<Vec<_>>();
        let page = self.features.code_description.then(|| page(found.code)).flatten();
        Diagnostic {
            range: self.range(document, found.range),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
                Severity::Info => DiagnosticSeverity::Information,
                Severity::Hint => DiagnosticSeverity::Hint,
            }),
            code: Some(found.code.to_owned().into()),
            code_description: page.map(|href| CodeDescription { href }),
            source: Some("flowspec".into()),
            message: found.message.clone().into(),
            tags: tag.filter(|_| self.features.tags).map(|tag| vec![tag]),
            related_information: self.features.related_information.then(related).filter(|it| !it.is_empty()),
            data: None,
        }
    }

    fn related(&self, related: &rules::Related) -> Option<DiagnosticRelatedInformation> {
        self.snapshot.document(&related.path)?;
        let location = self.location(&related.path, related.range);
        Some(DiagnosticRelatedInformation { location, message: related.message.clone() })
    }

    /// Edits of any documents as one; `None` when the client could not do all of it.
    pub fn workspace_edit<'a>(&self, edits: impl IntoIterator<Item = &'a Edit>) -> Option<WorkspaceEdit> {
        let mut replaced: BTreeMap<&DocPath, Vec<TextEdit>> = BTreeMap::new();
        let (mut changes, mut renames) = (Vec::new(), Vec::new());
        for edit in edits {
            match edit {
                Edit::Replace { path, range, text } => {
                    let range = self.range(self.snapshot.document(path)?, *range);
                    replaced.entry(path).or_default().push(TextEdit { range, new_text: text.clone() });
                }
                Edit::Create { path, text } => changes.extend(self.create(path, text)?),
                Edit::Rename { from, to } => renames.push(self.rename(from, to)?),
            }
        }
        if self.features.document_changes || !changes.is_empty() || !renames.is_empty() {
            let edits = replaced.into_iter().map(|(path, edits)| {
                let version = self.snapshot.document(path).and_then(|document| document.version);
                document_change(uri(path, &self.uris), version, edits)
            });
            changes.extend(edits);
            // Last, so that edits find their documents by the names that they still have.
            changes.extend(renames);
            return Some(WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() });
        }
        let changes: HashMap<_, _> = replaced.into_iter().map(|(path, edits)| (uri(path, &self.uris), edits)).collect();
        Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
    }

    fn create(&self, path: &Utf8Path, text: &str) -> Option<[DocumentChange; 2]> {
        let features = self.features;
        let uri = file_uri(path);
        let create = CreateFile { uri: uri.clone(), options: None, annotation_id: None };
        let start = Position { line: 0, character: 0 };
        let fill = TextEdit { range: Range { start, end: start }, new_text: text.to_owned() };
        features.create_files.then(|| [DocumentChange::CreateFile(create), document_change(uri, None, vec![fill])])
    }

    fn rename(&self, from: &Utf8Path, to: &Utf8Path) -> Option<DocumentChange> {
        let rename = RenameFile {
            old_uri: uri(&DocPath::new(from), &self.uris),
            new_uri: file_uri(to),
            options: None,
            annotation_id: None,
        };
        self.features.rename_files.then_some(DocumentChange::RenameFile(rename))
    }
}

fn document_change(uri: Uri, version: Option<i32>, edits: Vec<TextEdit>) -> DocumentChange {
    let text_document =
        OptionalVersionedTextDocumentIdentifier { version, text_document_identifier: TextDocumentIdentifier { uri } };
    let edits = edits.into_iter().map(Into::into).collect();
    DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits })
}
