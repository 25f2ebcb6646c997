//! A session in this process, with a client that keeps what it is told, and a folder on disk that it watches.

use crate::{
    lsp::{
        backend::Backend, features::Features, publish::Publisher, pull::Reports, scan, session::Session, sync,
        to_proto, transport::Outbox, watch,
    },
    text::{Encoding, LineIndex, Position},
    workspace::path::real,
};
use camino::{Utf8Path, Utf8PathBuf};
use futures::{FutureExt, StreamExt, channel::mpsc::Receiver};
use globset::{GlobBuilder, GlobMatcher};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    process::Command,
    sync::{Arc, LazyLock},
};
use tempfile::TempDir;
use text_size::TextSize;
use tokio::runtime::Runtime;
use tokio_util::bytes::Bytes;
use tower_lsp::{LspService, gen_lsp_types::Uri};

/// A folder on disk, gone when it is dropped.
pub struct Folder {
    _keep: TempDir,
    pub root: Utf8PathBuf,
}

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Folder {
        let keep = TempDir::new().unwrap();
        let root = real(keep.path()).unwrap();
        for (name, text) in files {
            write(&root.join(name), text);
        }
        Folder { _keep: keep, root }
    }

    /// Runs git in the folder. Wine has none: there a sequence goes without its commits.
    pub fn git(&self, arguments: &[&str]) {
        let settings = ["user.name=A", "user.email=a@example.org", "commit.gpgsign=false", "gc.auto=0"];
        let mut command = Command::new("git");
        command.current_dir(&self.root).args(settings.iter().flat_map(|setting| ["-c", setting])).args(arguments);
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(name);
        }
        let output = match command.output() {
            Err(error) if cfg!(windows) && error.kind() == std::io::ErrorKind::NotFound => return,
            output => output.unwrap(),
        };
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

fn write(path: &Utf8Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What happens to a file, as in the protocol.
#[derive(Clone, Copy)]
pub enum Event {
    Created = 1,
    Changed = 2,
    Deleted = 3,
}

/// A session and its client.
pub struct Server {
    pub session: Arc<Session>,
    pub publisher: Publisher,
    /// The newest diagnostics of each URI, with the version; none when there are none.
    pub told: BTreeMap<String, Value>,
    root: Utf8PathBuf,
    outgoing: Receiver<Bytes>,
    /// What is open: the URI, the version and the text of each file.
    pub open: BTreeMap<String, (Uri, i32, String)>,
    runtime: Runtime,
}

impl Server {
    /// A session that has not read the disk yet.
    pub fn start(folder: &Folder) -> Server {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (outbox, outgoing) = Outbox::new();
        let mut client = None;
        let service = LspService::build(|it| {
            client = Some(it.clone());
            Backend::new(it, outbox.clone())
        });
        drop(service.finish());
        let session = Arc::new(Session::new(client.unwrap(), outbox));
        let capabilities = json!({
            "textDocument": { "publishDiagnostics": { "relatedInformation": true, "tagSupport": { "valueSet": [1, 2] } } },
            "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
        });
        session.set_features(Features::of(&serde_json::from_value(capabilities).unwrap(), None));
        session.lock().folders = vec![folder.root.clone()];
        session.stale.notify_one();
        let publisher = Publisher::new(Arc::clone(&session), Arc::<Reports>::default());
        let (told, open) = Default::default();
        Server { session, publisher, told, root: folder.root.clone(), outgoing, open, runtime }
    }

    /// Reads the disk when it is stale, and publishes until there is nothing to do.
    pub fn settle(&mut self) {
        self.work(true);
    }

    /// Publishes until there is nothing to do, without reading the disk.
    pub fn publish(&mut self) {
        self.work(false);
    }

    fn work(&mut self, reads: bool) {
        let Server { session, publisher, outgoing, told, runtime, .. } = self;
        runtime.block_on(async {
            loop {
                if reads && session.stale.notified().now_or_never().is_some() {
                    scan::once(session).await;
                } else if session.changed.notified().now_or_never().is_none() {
                    break;
                }
                let mut round = std::pin::pin!(publisher.round());
                loop {
                    tokio::select! {
                        biased;
                        Some(message) = outgoing.next() => take(told, &message),
                        () = &mut round => break,
                    }
                }
                while let Some(Some(message)) = outgoing.next().now_or_never() {
                    take(told, &message);
                }
            }
        });
    }

    pub fn path(&self, name: &str) -> Utf8PathBuf {
        self.root.join(name)
    }

    pub fn open(&mut self, name: &str, text: &str) {
        self.open_as(name, to_proto::file_uri(&self.path(name)), 1, text);
    }

    pub fn open_as(&mut self, name: &str, uri: Uri, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": version, "text": text });
        sync::open(&self.session, serde_json::from_value(json!({ "textDocument": document })).unwrap());
        self.open.insert(name.to_owned(), (uri, version, text.to_owned()));
    }

    /// Replaces `gone` characters of an open document by a text.
    pub fn edit(&mut self, name: &str, at: usize, gone: usize, by: &str) {
        let Some((uri, version, text)) = self.open.get_mut(name) else { return };
        let lines = LineIndex::new(text);
        let offsets: Vec<_> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
        let start = at.min(offsets.len() - 1);
        let end = (start + gone).min(offsets.len() - 1);
        let position = |index: usize| lines.position(text, TextSize::new(offsets[index] as u32), Encoding::Utf16);
        let (start, end) = (position(start), position(end));
        let place = |at: Position| json!({ "line": at.line, "character": at.character });
        let range = json!({ "start": place(start), "end": place(end) });
        // A position between CR and LF is the one before them.
        let byte = |at: Position| usize::from(lines.offset(text, at, Encoding::Utf16));
        let replaced = byte(start)..byte(end);
        *version += 1;
        let params = json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "range": range, "text": by }],
        });
        text.replace_range(replaced, by);
        sync::change(&self.session, serde_json::from_value(params).unwrap());
    }

    pub fn type_at_start(&mut self, name: &str, text: &str) {
        self.edit(name, 0, 0, text);
    }

    pub fn close(&mut self, name: &str) {
        let Some((uri, ..)) = self.open.remove(name) else { return };
        let params = json!({ "textDocument": { "uri": uri } });
        sync::close(&self.session, &serde_json::from_value(params).unwrap());
    }

    /// Writes a file, and tells of it.
    pub fn write(&mut self, name: &str, text: &str) {
        let path = self.path(name);
        let event = if path.exists() { Event::Changed } else { Event::Created };
        write(&path, text);
        self.happened(name, event);
    }

    /// Tells of what has happened to a file, if the client was asked to watch for it.
    pub fn happened(&mut self, name: &str, event: Event) {
        let kind = 1 << (event as u64 - 1);
        let watched = watched().iter().any(|(glob, kinds)| kinds & kind != 0 && glob.is_match(name));
        let uri = to_proto::file_uri(&self.path(name));
        if watched {
            watch::take_in(&self.session, [uri].into_iter());
        }
    }

    /// What a server would tell that starts now and gets the same documents opened.
    pub fn fresh(&self, folder: &Folder) -> BTreeMap<String, Value> {
        let mut fresh = Server::start(folder);
        for (name, (uri, version, text)) in &self.open {
            fresh.open_as(name, uri.clone(), *version, text);
        }
        fresh.settle();
        fresh.told
    }

    /// The text that the session has of an open document.
    pub fn text(&self, name: &str) -> Option<String> {
        let (uri, ..) = self.open.get(name)?;
        let view = self.session.view(uri)?;
        Some(view.snapshot.document(&view.path)?.text().to_owned())
    }
}

/// What the client was asked to watch: which files, and what of them.
fn watched() -> &'static [(GlobMatcher, u64)] {
    static WATCHED: LazyLock<Vec<(GlobMatcher, u64)>> = LazyLock::new(|| {
        let watched = watch::watchers().map(|watcher| {
            let watcher = serde_json::to_value(watcher).unwrap();
            let glob = GlobBuilder::new(watcher["globPattern"].as_str().unwrap()).literal_separator(true).build();
            (glob.unwrap().compile_matcher(), watcher["kind"].as_u64().unwrap_or(7))
        });
        watched.collect()
    });
    &WATCHED
}

fn take(told: &mut BTreeMap<String, Value>, message: &[u8]) {
    let body = message.iter().position(|byte| *byte == b'{').unwrap();
    let message: Value = serde_json::from_slice(&message[body..]).unwrap();
    let params = &message["params"];
    let uri = params["uri"].as_str().unwrap().to_owned();
    if params["diagnostics"].as_array().unwrap().is_empty() {
        told.remove(&uri);
    } else {
        told.insert(uri, params.clone());
    }
}
