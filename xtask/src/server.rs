//! A client of the server that only knows what measuring needs.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    ops::Range,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use url::Url;

/// How long any answer may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server.
pub struct Server {
    process: Child,
    stdin: ChildStdin,
    messages: Receiver<(Instant, Value)>,
    /// What arrived before an answer that was waited for.
    passed_over: VecDeque<(Instant, Value)>,
    requests: i64,
    /// When it was started.
    pub started: Instant,
}

/// Diagnostics as they were published.
pub struct Published {
    /// When they arrived.
    pub at: Instant,
    /// The version of the document that they are about.
    pub version: i64,
    /// How many they are.
    pub count: usize,
}

impl Server {
    /// Starts `program` and initializes it with a workspace folder.
    pub fn start(program: &Path, folder: &Path) -> Result<Server> {
        let started = Instant::now();
        let mut process = Command::new(program)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| program.display().to_string())?;
        let stdin = process.stdin.take().context("no stdin")?;
        let mut stdout = BufReader::new(process.stdout.take().context("no stdout")?);
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut server = Server { process, stdin, messages, passed_over: VecDeque::new(), requests: 0, started };
        let uri = uri(folder)?;
        let capabilities = json!({
            "workspace": {
                "workspaceEdit": { "documentChanges": true },
                "symbol": { "symbolKind": { "valueSet": (1..=26).collect::<Vec<u8>>() } },
            },
            "textDocument": {
                "publishDiagnostics": { "versionSupport": true },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
                "hover": { "contentFormat": ["markdown"] },
                "rename": { "prepareSupport": true },
                "codeLens": {},
            },
        });
        let folders = json!([{ "uri": uri, "name": "measured" }]);
        let params =
            json!({ "processId": null, "rootUri": uri, "workspaceFolders": folders, "capabilities": capabilities });
        server.request("initialize", params)?;
        server.notify("initialized", json!({}))?;
        Ok(server)
    }

    /// Opens a document as version 1.
    pub fn open(&mut self, uri: &str, text: &str) -> Result<()> {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }))
    }

    /// Replaces some columns of a line.
    pub fn edit(&mut self, uri: &str, version: i64, line: usize, columns: Range<usize>, text: &str) -> Result<()> {
        let [start, end] = [columns.start, columns.end].map(|column| json!({ "line": line, "character": column }));
        let change = json!({ "range": { "start": start, "end": end }, "text": text });
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }))
    }

    /// Waits for the answer to a request, and returns it with when it arrived.
    pub fn request(&mut self, method: &str, params: Value) -> Result<(Instant, Value)> {
        self.requests += 1;
        let id = self.requests;
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message)?;
        loop {
            let answer = self.receive(PATIENCE).with_context(|| format!("no answer to {method}"))?;
            if answer.1["id"] == id && answer.1.get("method").is_none() {
                return Ok(answer);
            }
            self.passed_over.push_back(answer);
        }
    }

    /// Waits for the diagnostics of a version, and returns everything that was published for the document until then.
    pub fn published(&mut self, uri: &str, version: i64) -> Result<Vec<Published>> {
        let mut seen = Vec::new();
        loop {
            let (at, message) = self.next(PATIENCE).with_context(|| format!("no diagnostics of version {version}"))?;
            let params = &message["params"];
            if message["method"] != "textDocument/publishDiagnostics" || params["uri"] != uri {
                continue;
            }
            let count = params["diagnostics"].as_array().map_or(0, Vec::len);
            let Some(got) = params["version"].as_i64() else { continue };
            seen.push(Published { at, version: got, count });
            if got == version {
                return Ok(seen);
            }
        }
    }

    /// Waits until the server has been silent for a while.
    pub fn settle(&mut self, silence: Duration) {
        while self.next(silence).is_ok() {}
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// The processor time that it has used, where the system tells; it counts in hundredths of a second.
    pub fn processor_time(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).ok()?;
        // The name of the program may hold anything.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let mut ticks = || fields.next()?.parse::<u64>().ok();
        Some(Duration::from_millis((ticks()? + ticks()?) * 10))
    }

    /// The resident memory in bytes, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
    }

    /// Ends the server.
    pub fn stop(mut self) -> Result<()> {
        self.request("shutdown", Value::Null)?;
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }))?;
        let status = self.process.wait()?;
        if !status.success() {
            bail!("the server ended with {status}");
        }
        Ok(())
    }

    fn next(&mut self, patience: Duration) -> Result<(Instant, Value)> {
        self.passed_over.pop_front().map_or_else(|| self.receive(patience), Ok)
    }

    fn receive(&mut self, patience: Duration) -> Result<(Instant, Value)> {
        let (at, message) = self.messages.recv_timeout(patience)?;
        if message.get("method").is_some() && message.get("id").is_some() {
            let answer = json!({ "jsonrpc": "2.0", "id": message["id"], "result": null });
            self.send(&answer)?;
        }
        Ok((at, message))
    }

    pub fn notify(&mut self, method: &str, params: Value) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.stdin, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        Ok(self.stdin.flush()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The `file:` URI of an absolute path.
pub fn uri(path: &Path) -> Result<String> {
    let uri = Url::from_file_path(path).ok().with_context(|| format!("{} is not absolute", path.display()))?;
    Ok(uri.into())
}

/// The next message, with when its last byte was there: to understand a long one takes this program longer than it took the server to
/// write it.
fn read(stdout: &mut impl BufRead) -> Option<(Instant, Value)> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => length = header.strip_prefix("Content-Length: ").map_or(length, |it| it.parse().unwrap_or(0)),
        }
    }
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).ok()?;
    let at = Instant::now();
    Some((at, serde_json::from_slice(&body).ok()?))
}
