//! The words that mean something to flowspec, for highlighting: of a document, of a part of it, and what has changed since.

use super::{request, session::Session, view::View};
use crate::{
    ide::semantic_tokens::{Token, TokenKind, tokens},
    workspace::Document,
};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use text_size::TextRange;
use tower_lsp::{
    gen_lsp_types::{
        SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams, SemanticTokensDeltaResponse,
        SemanticTokensEdit, SemanticTokensFullDelta, SemanticTokensLegend, SemanticTokensOptions, SemanticTokensParams,
        SemanticTokensRangeParams, Uri,
    },
    jsonrpc::Result,
};

/// The types of the legend, by their place in it. Standard ones, which every theme colours.
const TYPES: [&str; 15] = [
    "keyword",
    "string",
    "decorator",
    "namespace",
    "enumMember",
    "function",
    "method",
    "class",
    "interface",
    "type",
    "event",
    "variable",
    "property",
    "parameter",
    "macro",
];

fn type_of(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Directive => "keyword",
        TokenKind::Path => "string",
        TokenKind::Marker => "decorator",
        TokenKind::Section => "namespace",
        TokenKind::Tier | TokenKind::State => "enumMember",
        TokenKind::Command => "function",
        TokenKind::Workflow => "method",
        TokenKind::Agent => "class",
        TokenKind::Skill | TokenKind::Story => "interface",
        TokenKind::RuleId => "type",
        TokenKind::Event => "event",
        TokenKind::Task => "variable",
        TokenKind::Requirement => "property",
        TokenKind::Placeholder => "parameter",
        TokenKind::Shell => "macro",
    }
}

/// What the client is told of the numbers in the answers.
pub fn options() -> SemanticTokensOptions {
    let token_types = TYPES.map(str::to_owned).into();
    SemanticTokensOptions {
        legend: SemanticTokensLegend { token_types, token_modifiers: vec!["declaration".to_owned()] },
        range: Some(true.into()),
        full: Some(SemanticTokensFullDelta { delta: Some(true) }.into()),
        ..SemanticTokensOptions::default()
    }
}

/// The last answer about each open document, to say what has changed since.
#[derive(Debug, Default)]
pub struct TokenAnswers {
    answers: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    given: u64,
    by_document: FxHashMap<Uri, (String, Vec<SemanticToken>)>,
}

impl TokenAnswers {
    /// Forgets a document that is closed.
    pub fn forget(&self, uri: &Uri) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).by_document.remove(uri);
    }

    /// Keeps an answer, and returns its id and the one before it if its id is `previous`.
    fn replace(
        &self,
        uri: Uri,
        data: &[SemanticToken],
        previous: Option<&str>,
    ) -> (String, Option<Vec<SemanticToken>>) {
        let mut kept = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        kept.given += 1;
        let id = kept.given.to_string();
        let before = kept.by_document.insert(uri, (id.clone(), data.to_vec()));
        (id, before.filter(|(id, _)| Some(id.as_str()) == previous).map(|(_, data)| data))
    }
}

/// `textDocument/semanticTokens/full`.
pub async fn full(
    session: &Arc<Session>,
    answers: Arc<TokenAnswers>,
    params: SemanticTokensParams,
) -> Result<Option<SemanticTokens>> {
    let uri = params.text_document.uri;
    let kept = uri.clone();
    request::document(session, "textDocument/semanticTokens/full", &uri, move |view, document| {
        let data = encoded(view, document, None);
        let (id, _) = answers.replace(kept, &data, None);
        SemanticTokens { result_id: Some(id), data }
    })
    .await
}

/// `textDocument/semanticTokens/full/delta`: everything when it is not known what the client has.
pub async fn delta(
    session: &Arc<Session>,
    answers: Arc<TokenAnswers>,
    params: SemanticTokensDeltaParams,
) -> Result<Option<SemanticTokensDeltaResponse>> {
    let uri = params.text_document.uri;
    let kept = uri.clone();
    request::document(session, "textDocument/semanticTokens/full/delta", &uri, move |view, document| {
        let data = encoded(view, document, None);
        let (id, before) = answers.replace(kept, &data, Some(&params.previous_result_id));
        match before {
            Some(before) => SemanticTokensDelta { result_id: Some(id), edits: edit(&before, &data) }.into(),
            None => SemanticTokens { result_id: Some(id), data }.into(),
        }
    })
    .await
}

/// `textDocument/semanticTokens/range`.
pub async fn range(session: &Arc<Session>, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokens>> {
    request::document(session, "textDocument/semanticTokens/range", &params.text_document.uri, move |view, document| {
        let range = view.offsets(document, params.range);
        SemanticTokens { result_id: None, data: encoded(view, document, Some(range)) }
    })
    .await
}

/// The tokens, each relative to the one before it.
fn encoded(view: &View, document: &Document, part: Option<TextRange>) -> Vec<SemanticToken> {
    let wanted = |token: &Token| part.is_none_or(|part| part.intersect(token.range).is_some());
    let (mut line, mut start) = (0, 0);
    let tokens = tokens(&view.snapshot, document).into_iter().filter(wanted).filter_map(|token| {
        let name = type_of(token.kind);
        let token_type = TYPES.iter().position(|other| *other == name)?;
        let range = view.range(document, token.range);
        let delta_line = range.start.line - line;
        let delta_start = if delta_line == 0 { range.start.character - start } else { range.start.character };
        (line, start) = (range.start.line, range.start.character);
        Some(SemanticToken {
            delta_line,
            delta_start,
            length: range.end.character.checked_sub(range.start.character)?,
            token_type: u32::try_from(token_type).ok()?,
            token_modifiers_bitset: u32::from(token.declared),
        })
    });
    tokens.collect()
}

/// The one edit that makes `new` of `old`, in numbers, five a token.
fn edit(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let same = |pairs: &mut dyn Iterator<Item = (&SemanticToken, &SemanticToken)>| {
        pairs.take_while(|(old, new)| old == new).count()
    };
    let head = same(&mut old.iter().zip(new));
    let (old, new) = (&old[head..], &new[head..]);
    let tail = same(&mut old.iter().rev().zip(new.iter().rev()));
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let numbers = |count: usize| u32::try_from(count * 5).unwrap_or(u32::MAX);
    let data = new.iter().flat_map(|token| {
        [token.delta_line, token.delta_start, token.length, token.token_type, token.token_modifiers_bitset]
    });
    vec![SemanticTokensEdit { start: numbers(head), delete_count: numbers(old.len()), data: Some(data.collect()) }]
}
