//! How long the server takes to answer what an editor asks about a document.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{milliseconds, percentile};
use crate::server::{Server, uri};

/// How many lines an editor shows.
const VISIBLE: u64 = 60;
/// What is typed to find something in the workspace.
const QUERIES: [&str; 6] = ["", "p", "plan", "flow impl", "task test", "constitution"];
/// `SymbolKind.EnumMember`: a state.
const STATE: u64 = 22;

/// The times of one request, each sorted.
pub struct Row {
    request: &'static Request,
    idle: Vec<Duration>,
    /// Asked right behind an edit, which the server has not looked at yet.
    edited: Vec<Duration>,
}

impl Row {
    /// The head of the table.
    pub const HEAD: &str =
        "| request | p50 | p99 | max | after an edit: p50 | p99 | max |\n|---|---|---|---|---|---|---|";
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "| `{}`{} |",
            self.request.method,
            if self.request.of_states { " in the workflow file" } else { "" }
        )?;
        for times in [&self.idle, &self.edited] {
            for percent in [50, 99, 100] {
                write!(f, " {:.2} |", milliseconds(percentile(times, percent)))?;
            }
        }
        Ok(())
    }
}

/// Asks each request `times` times while the document rests, and as often right after a key press.
pub fn measure(program: &Path, folder: &Path, file: &Path, text: &str, times: usize) -> Result<Vec<Row>> {
    let mut editor = Editor::open(Server::start(program, folder)?, uri(file)?, text)?;
    let words = spread(&editor.words()?, times);
    let states: Vec<Word> = editor.states()?.into_iter().filter(|state| editor.can_rename(state)).collect();

    let mut rows = Vec::new();
    for request in REQUESTS {
        let places = if request.of_states { &states } else { &words };
        // Of a large workspace the client is not told of every symbol, so that there may be no state to ask for.
        if places.is_empty() && request.of_states {
            continue;
        }
        ensure!(!places.is_empty(), "nothing to ask for {}", request.method);
        let mut row = Row { request, idle: Vec::new(), edited: Vec::new() };
        for (at, word) in places.iter().cycle().take(times).enumerate() {
            row.idle.push(editor.ask(request, word, at)?);
        }
        for (at, word) in places.iter().cycle().take(times).enumerate() {
            editor.press()?;
            row.edited.push(editor.ask(request, word, at)?);
            editor.catch_up()?;
        }
        row.idle.sort();
        row.edited.sort();
        rows.push(row);
    }
    editor.server.stop()?;
    Ok(rows)
}

/// A request, and what it asks about a word.
struct Request {
    method: &'static str,
    /// Whether the word is a state where the workflow file declares it, else one of the document.
    of_states: bool,
    params: fn(&Editor, &Word, usize) -> Value,
}

const fn of_word(method: &'static str, params: fn(&Editor, &Word, usize) -> Value) -> Request {
    Request { method, of_states: false, params }
}

const fn of_state(method: &'static str, params: fn(&Editor, &Word, usize) -> Value) -> Request {
    Request { method, of_states: true, params }
}

const REQUESTS: &[Request] = &[
    of_word("textDocument/hover", |_, word, _| word.place()),
    of_word("textDocument/definition", |_, word, _| word.place()),
    of_word("textDocument/documentHighlight", |_, word, _| word.place()),
    of_word("textDocument/references", |_, word, _| {
        word.document(json!({ "position": word.middle(), "context": { "includeDeclaration": true } }))
    }),
    of_word("textDocument/completion", |_, word, _| word.place()),
    of_word("textDocument/documentSymbol", |_, word, _| word.document(json!({}))),
    of_word("textDocument/foldingRange", |_, word, _| word.document(json!({}))),
    of_word("textDocument/selectionRange", |_, word, _| word.document(json!({ "positions": [word.middle()] }))),
    of_word("textDocument/semanticTokens/full", |_, word, _| word.document(json!({}))),
    of_word("textDocument/semanticTokens/full/delta", |editor, word, _| {
        word.document(json!({ "previousResultId": editor.result }))
    }),
    of_word("textDocument/inlayHint", |_, word, _| word.document(json!({ "range": word.screen() }))),
    of_word("textDocument/codeLens", |_, word, _| word.document(json!({}))),
    of_state("textDocument/codeLens", |_, state, _| state.document(json!({}))),
    of_word("textDocument/documentLink", |_, word, _| word.document(json!({}))),
    of_state("textDocument/documentLink", |_, state, _| state.document(json!({}))),
    of_word("textDocument/codeAction", |_, word, _| {
        word.document(json!({ "range": word.range(), "context": { "diagnostics": [] } }))
    }),
    of_word("workspace/symbol", |_, _, at| json!({ "query": QUERIES[at % QUERIES.len()] })),
    of_state("textDocument/references", |_, state, _| {
        state.document(json!({ "position": state.middle(), "context": { "includeDeclaration": true } }))
    }),
    of_state("textDocument/prepareRename", |_, state, _| state.place()),
    of_state("textDocument/rename", |_, state, _| {
        state.document(json!({ "position": state.middle(), "newName": "Measured" }))
    }),
];

/// A word that means something to the server.
#[derive(Clone)]
struct Word {
    uri: String,
    line: u64,
    start: u64,
    length: u64,
}

impl Word {
    /// Parameters that name its document.
    fn document(&self, mut params: Value) -> Value {
        params["textDocument"] = json!({ "uri": self.uri });
        params
    }

    /// Parameters that name a place in it.
    fn place(&self) -> Value {
        self.document(json!({ "position": self.middle() }))
    }

    fn middle(&self) -> Value {
        json!({ "line": self.line, "character": self.start + self.length / 2 })
    }

    fn range(&self) -> Value {
        let end = json!({ "line": self.line, "character": self.start + self.length });
        json!({ "start": { "line": self.line, "character": self.start }, "end": end })
    }

    /// The lines that an editor shows around it.
    fn screen(&self) -> Value {
        let first = self.line.saturating_sub(VISIBLE / 2);
        json!({ "start": { "line": first, "character": 0 }, "end": { "line": first + VISIBLE, "character": 0 } })
    }
}

/// At most so many words, from the whole document.
fn spread(words: &[Word], most: usize) -> Vec<Word> {
    words.iter().step_by(words.len().div_ceil(most.max(1)).max(1)).cloned().collect()
}

/// A client with one open document, in whose middle line a letter comes and goes.
struct Editor {
    server: Server,
    uri: String,
    version: i64,
    line: usize,
    column: usize,
    /// The id of the last semantic tokens.
    result: Value,
}

impl Editor {
    fn open(mut server: Server, uri: String, text: &str) -> Result<Editor> {
        let line = text.lines().count() / 2;
        let column = text.lines().nth(line).map_or(0, |line| line.encode_utf16().count());
        server.open(&uri, text)?;
        server.published(&uri, 1)?;
        server.settle(Duration::from_secs(1));
        Ok(Editor { server, uri, version: 1, line, column, result: Value::Null })
    }

    fn ask(&mut self, request: &Request, word: &Word, at: usize) -> Result<Duration> {
        let params = (request.params)(self, word, at);
        let before = Instant::now();
        let (arrived, mut answer) = self.server.request(request.method, params)?;
        ensure!(answer.get("error").is_none(), "{}: {}", request.method, answer["error"]);
        if let Some(id) = answer.pointer_mut("/result/resultId") {
            self.result = id.take();
        }
        Ok(arrived - before)
    }

    /// Types a letter, or deletes it again.
    fn press(&mut self) -> Result<()> {
        self.version += 1;
        let typed = self.version % 2 == 0;
        let (end, text) = if typed { (self.column, "x") } else { (self.column + 1, "") };
        self.server.edit(&self.uri, self.version, self.line, self.column..end, text)
    }

    /// Waits until the server has looked at the last edit.
    fn catch_up(&mut self) -> Result<()> {
        self.server.published(&self.uri, self.version).map(drop)
    }

    /// Where the server sees words in the document, by its own account.
    fn words(&mut self) -> Result<Vec<Word>> {
        let params = json!({ "textDocument": { "uri": self.uri } });
        let answer = self.server.request("textDocument/semanticTokens/full", params)?.1;
        let data = answer.pointer("/result/data").and_then(Value::as_array).context("no tokens")?;
        let numbers: Vec<u64> = data.iter().filter_map(Value::as_u64).collect();
        let (mut line, mut start) = (0, 0);
        let words = numbers.chunks_exact(5).map(|token| {
            start = if token[0] == 0 { start + token[1] } else { token[1] };
            line += token[0];
            Word { uri: self.uri.clone(), line, start, length: token[2] }
        });
        Ok(words.collect())
    }

    /// Where states are declared.
    fn states(&mut self) -> Result<Vec<Word>> {
        let answer = self.server.request("workspace/symbol", json!({ "query": "" }))?.1;
        let symbols = answer["result"].as_array().context("no symbols")?;
        let states = symbols.iter().filter(|symbol| symbol["kind"] == STATE).map(|symbol| &symbol["location"]);
        let words = states.filter_map(|at| {
            let number = |path| at.pointer(path).and_then(Value::as_u64);
            let (line, start) = (number("/range/start/line")?, number("/range/start/character")?);
            let length = number("/range/end/character")?.checked_sub(start)?;
            Some(Word { uri: at["uri"].as_str()?.to_owned(), line, start, length })
        });
        Ok(words.collect())
    }

    fn can_rename(&mut self, word: &Word) -> bool {
        let answer = self.server.request("textDocument/prepareRename", word.place());
        answer.is_ok_and(|(_, answer)| answer["result"].is_object())
    }
}
