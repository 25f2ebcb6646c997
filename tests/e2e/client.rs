//! A small client of the real server. It judges every message in both directions by the protocol and by what it has said that it can.

use crate::judge::Judge;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, VecDeque},
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// How long a condition may take to come true; generous, because only a failing test waits so long.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How the client answers the server's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manners {
    /// As an editor does.
    Polite,
    /// Never.
    Silent,
    /// Never, and it does not even read.
    Deaf,
}

/// A running server. Dropping it shuts it down, and asserts that it ended well and that nothing was left unread.
pub struct Client {
    process: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    stderr: Option<JoinHandle<String>>,
    manners: Manners,
    next_id: i64,
    unread: VecDeque<Value>,
    over: bool,
    may_panic: bool,
    judge: Judge,
    may_misbehave: bool,
    /// The result of `initialize`.
    pub capabilities: Value,
    /// What `workspace/configuration` answers for `flowspec`.
    pub settings: Value,
    /// What the client answers to the server's requests by method, where it is not what it mostly answers.
    pub answers: BTreeMap<String, Value>,
    /// The newest published diagnostics of each URI, as the parameters of the notification.
    pub published: BTreeMap<String, Value>,
    /// All notifications and requests of the server, as they came.
    pub seen: Vec<Value>,
}

impl Client {
    /// Starts the server and sends nothing.
    pub fn spawn(manners: Manners) -> Self {
        Self::spawn_in(manners, &[])
    }

    /// [`Client::spawn`] with variables of the environment.
    pub fn spawn_in(manners: Manners, environment: &[(&str, &str)]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_flowspec-lsp"))
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, messages) = channel();
        let stdout = process.stdout.take().unwrap();
        if manners == Manners::Deaf {
            // The pipe stays open and full for as long as the test runs.
            std::mem::forget(stdout);
        } else {
            std::thread::spawn(move || {
                let mut stdout = BufReader::new(stdout);
                while let Some(message) = read(&mut stdout) {
                    if sender.send(message).is_err() {
                        break;
                    }
                }
            });
        }
        let mut errors = process.stderr.take().unwrap();
        let stderr = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = errors.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        Self {
            stdin: process.stdin.take(),
            process,
            messages,
            stderr: Some(stderr),
            manners,
            next_id: 0,
            unread: VecDeque::new(),
            over: false,
            may_panic: false,
            judge: Judge::new(),
            may_misbehave: false,
            capabilities: Value::Null,
            settings: Value::Null,
            answers: BTreeMap::new(),
            published: BTreeMap::new(),
            seen: Vec::new(),
        }
    }

    /// Starts the server with these capabilities in `root`, up to and including `initialized`.
    pub fn start(capabilities: Value, root: Option<&Path>) -> Self {
        Self::start_as(Manners::Polite, capabilities, root)
    }

    /// [`Client::start`] with manners.
    pub fn start_as(manners: Manners, capabilities: Value, root: Option<&Path>) -> Self {
        let mut client = Self::spawn(manners);
        client.initialize(capabilities, root);
        client
    }

    /// Sends `initialize` and `initialized`.
    pub fn initialize(&mut self, capabilities: Value, root: Option<&Path>) {
        let mut params = json!({ "capabilities": capabilities });
        if let Some(root) = root {
            params["rootUri"] = uri(root).into();
            params["workspaceFolders"] = json!([{ "uri": uri(root), "name": "root" }]);
        }
        self.initialize_with(params);
    }

    /// Sends `initialize` with these parameters, and `initialized`.
    pub fn initialize_with(&mut self, mut params: Value) {
        for required in ["processId", "rootUri"] {
            // Indexing adds what is absent.
            let _ = &mut params[required];
        }
        self.capabilities = self.request("initialize", params);
        self.notify("initialized", json!({}));
    }

    /// The server's process id.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Sends bytes as they are. Fails silently when the server is gone.
    pub fn raw(&mut self, bytes: &[u8]) {
        let judged = self.judge.sent_bytes(bytes);
        assert!(self.may_misbehave || judged.is_ok(), "the client breaks the protocol: {}", judged.unwrap_err());
        if let Some(stdin) = &mut self.stdin {
            let _ = stdin.write_all(bytes).and_then(|()| stdin.flush());
        }
    }

    /// Sends one message.
    pub fn send(&mut self, message: &Value) {
        self.raw(&frame(&message.to_string()));
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let mut message = json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        self.next_id
    }

    /// Waits for the answer to request `id` and returns the whole message.
    pub fn answer(&mut self, id: impl Into<Value>) -> Value {
        let id = id.into();
        self.wait("an answer", |message| message.get("method").is_none() && message["id"] == id)
    }

    /// Sends a request and returns its result.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Sends a request that must fail, and returns the error's code.
    pub fn error(&mut self, method: &str, params: Value) -> i64 {
        let id = self.ask(method, params);
        self.answer(id)["error"]["code"].as_i64().unwrap()
    }

    /// Waits for a notification that `accept` accepts, and returns its parameters.
    pub fn notification(&mut self, method: &str, accept: impl Fn(&Value) -> bool) -> Value {
        let mut message = self.wait(method, |message| message["method"] == method && accept(&message["params"]));
        message["params"].take()
    }

    /// Waits until the published diagnostics of `uri` are as `accept` wants them, and returns the notification's parameters.
    pub fn diagnostics(&mut self, uri: &str, accept: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.published.get(uri) {
                Some(params) if accept(params) => return params.clone(),
                other => {
                    let last = other.cloned();
                    self.step(end, || format!("diagnostics of {uri}, last {last:?}"));
                }
            }
        }
    }

    /// Waits until `accept` says so.
    pub fn until(&mut self, what: &str, accept: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !accept(self) {
            self.step(end, || what.to_owned());
        }
    }

    /// Opens a document, version 1.
    pub fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Sends changes to a document.
    pub fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Closes a document.
    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Sends and gets back one request, which the server answers only after everything that was sent before it has started.
    pub fn barrier(&mut self) {
        let code = self.error("flowspec/test/nothing", json!({}));
        assert_eq!(code, -32601);
    }

    /// Shuts the server down, and returns what it has logged.
    pub fn log(&mut self) -> String {
        self.shut_down();
        self.stderr.take().map_or_else(String::new, |stderr| stderr.join().unwrap())
    }

    /// Says that this test makes the server panic.
    pub fn expect_panic(&mut self) {
        self.may_panic = true;
    }

    /// Says that this test sends what the protocol does not allow.
    pub fn misbehave(&mut self) {
        self.may_misbehave = true;
    }

    /// Forgets the answers that nobody waited for.
    pub fn forget_unread(&mut self) {
        self.take_rest();
        self.unread.clear();
    }

    /// Takes in what has arrived; of a server that has ended all that it has said, which may still be on its way.
    fn take_rest(&mut self) {
        while let Ok(message) = self.messages.try_recv() {
            self.take(message);
        }
        while self.over
            && let Ok(message) = self.messages.recv_timeout(PATIENCE)
        {
            self.take(message);
        }
    }

    /// Gives away stdin, for a test that writes from another thread.
    pub fn take_stdin(&mut self) -> ChildStdin {
        self.stdin.take().unwrap()
    }

    /// Ends the server's stdin.
    pub fn close_stdin(&mut self) {
        self.stdin = None;
    }

    /// Waits for the server to end by itself, and returns its exit code.
    pub fn exit_code(&mut self) -> Option<i32> {
        self.over = true;
        let end = Instant::now() + PATIENCE;
        // Not a fixed sleep: the process has no other sign of its end when its output is not read.
        while Instant::now() < end {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let _ = self.process.kill();
        panic!("the server does not end");
    }

    fn shut_down(&mut self) {
        self.request("shutdown", Value::Null);
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        assert_eq!(self.exit_code(), Some(0));
    }

    fn wait(&mut self, what: &str, accept: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.unread.iter().position(&accept) {
                return self.unread.remove(at).unwrap();
            }
            self.step(end, || what.to_owned());
        }
    }

    /// Takes in one message.
    fn step(&mut self, end: Instant, what: impl Fn() -> String) {
        let left = end.saturating_duration_since(Instant::now());
        match self.messages.recv_timeout(left) {
            Ok(message) => self.take(message),
            Err(RecvTimeoutError::Timeout) => panic!("waited in vain for {}", what()),
            Err(RecvTimeoutError::Disconnected) => {
                panic!("the server closed stdout before {}", what())
            }
        }
    }

    fn take(&mut self, message: Value) {
        if let Err(fault) = self.judge.received(&message) {
            panic!("the server breaks the protocol: {fault}\n{message:#}");
        }
        let Some(method) = message["method"].as_str() else {
            self.unread.push_back(message);
            return;
        };
        self.seen.push(message.clone());
        if message.get("id").is_some() {
            if self.manners == Manners::Polite {
                let result = self.answer_to(method, &message["params"]);
                let id = &message["id"];
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
            }
        } else if method == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().unwrap().to_owned();
            self.published.insert(uri, message["params"].clone());
        } else if !matches!(method, "$/progress" | "window/logMessage") {
            self.unread.push_back(message);
        }
    }

    fn answer_to(&self, method: &str, params: &Value) -> Value {
        if let Some(answer) = self.answers.get(method) {
            return answer.clone();
        }
        match method {
            "workspace/configuration" => {
                let items = params["items"].as_array().unwrap();
                items.iter().map(|_| self.settings.clone()).collect()
            }
            "workspace/applyEdit" => json!({ "applied": true }),
            "window/showDocument" => json!({ "success": true }),
            "window/showMessageRequest" => json!({ "title": "yes" }),
            _ => Value::Null,
        }
    }
}

#[expect(clippy::print_stderr, reason = "a failing test shows what the server said")]
impl Drop for Client {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.process.kill();
            let _ = self.process.wait();
            if let Some(Ok(stderr)) = self.stderr.take().map(JoinHandle::join) {
                eprintln!("--- stderr of the server ---\n{stderr}");
            }
            return;
        }
        if !self.over {
            self.shut_down();
        }
        self.take_rest();
        assert!(self.unread.is_empty(), "left unread: {:#?}", self.unread);
        let stderr = self.stderr.take().map_or_else(String::new, |stderr| stderr.join().unwrap());
        assert!(self.may_panic || !stderr.contains("panicked at"), "{stderr}");
    }
}

/// A message with its header.
pub fn frame(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The codes of the diagnostics in a publication or a report, in order.
pub fn codes(params: &Value) -> Vec<String> {
    let diagnostics = params.get("diagnostics").or_else(|| params.get("items"));
    let diagnostics = diagnostics.and_then(Value::as_array).unwrap();
    diagnostics.iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect()
}

/// The `file:` URI of a path.
pub fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).unwrap().to_string()
}

/// A temporary folder with these files, as a real path.
pub fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    (folder, root)
}

/// The next message of a server; `None` at the end.
pub fn read(stdout: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => length = header.strip_prefix("Content-Length: ")?.parse().ok()?,
        }
    }
    let mut body = vec![0; length];
    stdout.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server sends JSON"))
}
