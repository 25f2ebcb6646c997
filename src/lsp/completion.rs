//! What can be written at a position, and what there is to know about an item.

use super::{from_proto, request, session::Session, view::View};
use crate::{
    ide::{
        completion::{self, Item, ItemKind, Subject},
        markup::Markup,
    },
    workspace::Document,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use text_size::TextRange;
use tower_lsp::{
    gen_lsp_types::{
        CompletionItem, CompletionItemKind, CompletionItemTag, CompletionItemTextEdit, CompletionList,
        CompletionParams, CompletionResponse, InsertReplaceEdit, InsertTextFormat, MarkupContent, MarkupKind, Position,
        Range, TextEdit, Uri,
    },
    jsonrpc::Result,
};

/// What travels with an item, to be looked up when the editor shows it.
#[derive(Debug, Serialize, Deserialize)]
struct Data {
    uri: Uri,
    subject: Subject,
}

/// `textDocument/completion`.
pub async fn completion(session: &Arc<Session>, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position_params;
    let uri = at.text_document.uri.clone();
    let offered =
        request::document(session, "textDocument/completion", &at.text_document.uri, move |view, document| {
            offered(view, document, &uri, at.position)
        });
    Ok(offered.await?.flatten())
}

/// `completionItem/resolve`.
pub async fn resolve(session: &Arc<Session>, item: CompletionItem) -> Result<CompletionItem> {
    let data = item.data.as_ref().and_then(|data| serde_json::from_value(serde_json::to_value(data).ok()?).ok());
    let Some(Data { uri, subject }) = data else { return Ok(item) };
    let found = request::about(session, "completionItem/resolve", &uri, move |requested| {
        let view = &requested.view;
        let documentation = subject.documentation(&view.snapshot);
        documentation.map(|markup| contents(&markup, view.features.completion_markdown))
    });
    Ok(match found.await? {
        Some(documentation) => CompletionItem { documentation: documentation.map(Into::into), ..item },
        None => item,
    })
}

fn offered(view: &View, document: &Document, uri: &Uri, position: Position) -> Option<CompletionResponse> {
    let position = from_proto::position(position);
    let offset = document.facts().lines.offset(document.text(), position, view.features.encoding);
    let found = completion::complete(&view.snapshot, &view.path, offset)?;
    let ranges = Ranges {
        insert: view.range(document, TextRange::new(found.replace.start(), offset)),
        replace: view.range(document, found.replace),
    };
    let items = found.items.into_iter().enumerate().map(|(at, offered)| item(view, uri, &ranges, at, offered));
    let list = CompletionList { is_incomplete: found.incomplete, items: items.collect(), ..CompletionList::default() };
    Some(list.into())
}

/// What an item inserts for, and what it replaces.
struct Ranges {
    insert: Range,
    replace: Range,
}

fn item(view: &View, uri: &Uri, ranges: &Ranges, at: usize, item: Item) -> CompletionItem {
    let features = view.features;
    // Neovim narrows down only what says by which letters, and inserts a text without a snippet's format up to the first blank.
    let filter = item.text.lines().next().map(str::to_owned);
    let blank = item.text.contains(char::is_whitespace);
    let snippet = item.snippet.or_else(|| blank.then(|| escape_snippet(&item.text)));
    let (new_text, format) = match snippet.filter(|_| features.snippets) {
        Some(snippet) => (snippet, Some(InsertTextFormat::Snippet)),
        None => (item.text, None),
    };
    let edit: CompletionItemTextEdit = match features.insert_replace {
        true => InsertReplaceEdit { new_text, insert: ranges.insert, replace: ranges.replace }.into(),
        false => TextEdit { range: ranges.replace, new_text }.into(),
    };
    let data = item.subject.map(|subject| Data { uri: uri.clone(), subject });
    CompletionItem {
        label: item.label,
        kind: Some(kind(item.kind, features.completion_kinds)),
        detail: item.detail,
        // The order is ours, whatever the letters.
        sort_text: Some(format!("{at:04}")),
        filter_text: filter,
        tags: (item.deprecated && features.completion_tags).then(|| vec![CompletionItemTag::Deprecated]),
        insert_text_format: format,
        text_edit: Some(edit),
        data: data.and_then(|data| serde_json::from_value(serde_json::to_value(data).ok()?).ok()),
        ..CompletionItem::default()
    }
}

/// The kind of an item, or one much like it that every client knows.
fn kind(kind: ItemKind, all: bool) -> CompletionItemKind {
    match kind {
        ItemKind::State if !all => CompletionItemKind::Enum,
        ItemKind::Event if !all => CompletionItemKind::Value,
        ItemKind::File => CompletionItemKind::File,
        ItemKind::Command => CompletionItemKind::Function,
        ItemKind::State => CompletionItemKind::EnumMember,
        ItemKind::Key => CompletionItemKind::Property,
        ItemKind::Value => CompletionItemKind::Value,
        ItemKind::Agent => CompletionItemKind::Class,
        ItemKind::Task => CompletionItemKind::Reference,
        ItemKind::Event => CompletionItemKind::Event,
        ItemKind::Marker => CompletionItemKind::Snippet,
        ItemKind::Subcommand => CompletionItemKind::Method,
        ItemKind::Flag => CompletionItemKind::Field,
        ItemKind::Requirement => CompletionItemKind::Interface,
        ItemKind::Capability => CompletionItemKind::Module,
    }
}

/// Markup as the client shows it.
pub fn contents(markup: &Markup, markdown: bool) -> MarkupContent {
    match markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value: markup.markdown() },
        false => MarkupContent { kind: MarkupKind::PlainText, value: markup.plain() },
    }
}

/// A text in the snippet syntax of the protocol.
fn escape_snippet(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, char| {
        if matches!(char, '\\' | '$' | '}') {
            escaped.push('\\');
        }
        escaped.push(char);
        escaped
    })
}
