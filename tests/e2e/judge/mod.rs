//! The judge of a session: whether each message is one that the protocol allows, and one that the client can take.
//!
//! The client asks it about everything that it sends and receives, so that every test with a client checks the protocol, too.

mod answers;
mod capable;
mod meaning;
mod protocol;
#[cfg(test)]
mod tests;
mod texts;

use flowspec_lsp::text::Encoding;
use meaning::Look;
use protocol::{Fault, Judged, fits, message, require};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use texts::{Moment, Texts};

/// What has been said so far.
#[derive(Debug)]
pub struct Judge {
    /// What the client can do.
    client: Value,
    /// What the server can do; null before it has said so.
    server: Value,
    texts: Texts,
    /// Counts the messages.
    moment: usize,
    /// The requests of the client that have no answer yet.
    asked: BTreeMap<String, Asked>,
    /// The requests of the server that have no answer yet, and their methods.
    asking: BTreeMap<String, String>,
    /// The last moment of which the server has answered a request: it knows all that was sent before.
    processed: usize,
    registered: BTreeSet<String>,
    progress: BTreeMap<String, Progress>,
    /// The semantic tokens that the client has been given, by document and id.
    tokens: BTreeMap<(String, String), Vec<u64>>,
    /// The client has sent bytes that are not messages, so that the server may complain of anything.
    garbled: bool,
}

#[derive(Debug)]
struct Asked {
    method: String,
    params: Value,
    since: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Created,
    Begun,
    Ended,
}

impl Judge {
    /// A session that has not begun.
    pub fn new() -> Judge {
        Judge {
            client: Value::Null,
            server: Value::Null,
            texts: Texts::new(),
            moment: 0,
            asked: BTreeMap::new(),
            asking: BTreeMap::new(),
            processed: 0,
            registered: BTreeSet::new(),
            progress: BTreeMap::new(),
            tokens: BTreeMap::new(),
            garbled: false,
        }
    }

    /// Takes in bytes that the client sends, which need not be messages. The faults are those of the client.
    pub fn sent_bytes(&mut self, mut bytes: &[u8]) -> Result<(), String> {
        let mut judged = Ok(());
        while !bytes.is_empty() {
            match frame(bytes) {
                Some((message, rest)) => {
                    judged = judged.and(self.sent(&message));
                    bytes = rest;
                }
                None => {
                    self.garbled = true;
                    break;
                }
            }
        }
        judged
    }

    /// Takes in a message that the client sends.
    fn sent(&mut self, sent: &Value) -> Result<(), String> {
        self.moment += 1;
        let judged = self.note_sent(sent);
        judged.map_err(|fault| format!("{}{fault}", name(sent)))
    }

    fn note_sent(&mut self, sent: &Value) -> Judged {
        let params = &sent["params"];
        let Some(method) = sent["method"].as_str() else {
            let method = self.asking.remove(&sent["id"].to_string());
            let method = method.ok_or_else(|| Fault::new("an answer to no request"))?;
            let result = sent.get("result").filter(|_| !method.starts_with("flowspec/"));
            return result.map_or(Ok(()), |result| within("result", fits(&message_of(&method)?["result"], result)));
        };
        if let Some(id) = sent.get("id") {
            for key in ["workDoneToken", "partialResultToken"] {
                params.get(key).and_then(|token| self.progress.insert(token.to_string(), Progress::Created));
            }
            let asked = Asked { method: method.to_owned(), params: params.clone(), since: self.moment };
            self.asked.insert(id.to_string(), asked);
        }
        match method {
            "textDocument/didOpen" => self.texts.open(self.moment, params),
            "textDocument/didChange" => self.texts.change(self.moment, params),
            "textDocument/didClose" => self.texts.close(self.moment, params),
            _ => {}
        }
        require(sent["jsonrpc"] == "2.0", || "`jsonrpc` must be \"2.0\"".to_owned())?;
        if is_custom(method) {
            return Ok(());
        }
        require(message_of(method)?["direction"] != "serverToClient", || "only a server sends this".to_owned())?;
        within("params", fits(&message_of(method)?["params"], params))
    }

    /// Takes in a message of the server.
    pub fn received(&mut self, received: &Value) -> Result<(), String> {
        self.moment += 1;
        let (name, judged) = match received["method"].as_str() {
            Some(method) => (method.to_owned(), self.message(method, received)),
            None => {
                let asked = self.asked.remove(&received["id"].to_string());
                let name = asked.as_ref().map_or("an answer".to_owned(), |it| format!("the answer to {}", it.method));
                (name, self.answer(asked, received))
            }
        };
        judged.map_err(|fault| format!("{name}{fault}"))
    }

    fn answer(&mut self, asked: Option<Asked>, received: &Value) -> Judged {
        let (result, error) = (received.get("result"), received.get("error"));
        require(received["jsonrpc"] == "2.0", || "`jsonrpc` must be \"2.0\"".to_owned())?;
        require(result.is_some() != error.is_some(), || "there must be either `result` or `error`".to_owned())?;
        if let Some(error) = error {
            let is_error = error["code"].is_i64() && error["message"].is_string();
            require(is_error, || "an error must have a code and a message".to_owned())?;
        }
        self.processed = self.processed.max(asked.as_ref().map_or(0, |asked| asked.since));
        let Some(asked) = asked else { return require(self.garbled, || "an answer to no request".to_owned()) };
        let Some(result) = result.filter(|_| !is_custom(&asked.method)) else { return Ok(()) };
        within("result", self.result(&asked, result))
    }

    fn result(&mut self, asked: &Asked, result: &Value) -> Judged {
        let (method, params) = (&*asked.method, &asked.params);
        let kind = &message_of(method)?["result"];
        fits(kind, result)?;
        if method == "initialize" {
            self.client = params["capabilities"].clone();
            self.server = result["capabilities"].clone();
            self.texts.encoding = match self.server["positionEncoding"].as_str() {
                Some("utf-8") => Encoding::Utf8,
                Some("utf-32") => Encoding::Utf32,
                _ => Encoding::Utf16,
            };
        }
        let uri = params.pointer("/textDocument/uri").or_else(|| params.pointer("/item/uri"));
        let uri = uri.and_then(Value::as_str).unwrap_or_default();
        let moment = Moment::Since(asked.since);
        let tokens = method.starts_with("textDocument/semanticTokens").then(|| self.tokens(uri, params, result));
        let tokens = tokens.transpose()?.flatten();
        let at = Look { client: &self.client, server: &self.server, texts: &self.texts, method, uri, moment };
        if let Some(data) = tokens {
            answers::tokens(&data, at)?;
            params.get("range").map_or(Ok(()), |range| answers::tokens_within(&data, range))?;
        }
        meaning::look(kind, result, at)?;
        answers::answer(params, result, at)
    }

    /// All tokens that the client has after an answer, which may be a difference.
    fn tokens(&mut self, uri: &str, params: &Value, result: &Value) -> Result<Option<Vec<u64>>, Fault> {
        let data = match result["edits"].as_array() {
            None => result["data"].as_array().map(|data| numbers(data)).transpose()?,
            Some(edits) => {
                let before = params["previousResultId"].as_str().unwrap_or_default().to_owned();
                let before = self.tokens.get(&(uri.to_owned(), before));
                let mut data =
                    before.ok_or_else(|| Fault::new("a difference to what the client does not have"))?.clone();
                for edit in edits.iter().rev() {
                    let number = |name: &str| edit[name].as_u64().unwrap_or_default() as usize;
                    let range = number("start")..number("start") + number("deleteCount");
                    require(range.end <= data.len(), || format!("the edit of {range:?} is outside of the data"))?;
                    let new = edit["data"].as_array().map_or(Ok(Vec::new()), |data| numbers(data))?;
                    data.splice(range, new);
                }
                Some(data)
            }
        };
        if let (Some(data), Some(id)) = (&data, result["resultId"].as_str()) {
            self.tokens.insert((uri.to_owned(), id.to_owned()), data.clone());
        }
        Ok(data)
    }

    fn message(&mut self, method: &str, received: &Value) -> Judged {
        let params = &received["params"];
        require(received["jsonrpc"] == "2.0", || "`jsonrpc` must be \"2.0\"".to_owned())?;
        if let Some(id) = received.get("id") {
            let before = self.asking.insert(id.to_string(), method.to_owned());
            require(before.is_none(), || format!("the id {id} is taken"))?;
        }
        if is_custom(method) {
            let announced = capable::has(&self.client, &format!("/experimental/{method}"));
            return require(announced || method.starts_with("flowspec/test/"), || {
                "the client has not asked for this".to_owned()
            });
        }
        let early = ["window/showMessage", "window/logMessage", "telemetry/event", "window/showMessageRequest"];
        require(!self.server.is_null() || early.contains(&method), || {
            "it comes before `initialize` is done".to_owned()
        })?;
        require(message_of(method)?["direction"] != "clientToServer", || "only a client sends this".to_owned())?;
        let is_request = message_of(method)?.get("result").is_some();
        require(received.get("id").is_some() == is_request, || {
            "a notification has no id, a request has one".to_owned()
        })?;
        capable::request(&self.client, method)?;
        within("params", self.params(method, params))
    }

    fn params(&mut self, method: &str, params: &Value) -> Judged {
        let kind = &message_of(method)?["params"];
        fits(kind, params)?;
        let version = params["version"].as_i64().filter(|_| method == "textDocument/publishDiagnostics");
        let uri = params["uri"].as_str().unwrap_or_default();
        let moment = match method {
            // An edit is of what the server knows now; findings may have been made some time ago.
            "workspace/applyEdit" => Moment::Since(self.processed),
            _ => version.map_or(Moment::Since(0), Moment::Version),
        };
        if version.is_some() {
            let versions = self.texts.versions(uri, Moment::Since(0));
            require(versions.contains(&version), || format!("the client has not sent this version, but {versions:?}"))
                .map_err(|fault| fault.below("version"))?;
        }
        let at = Look { client: &self.client, server: &self.server, texts: &self.texts, method, uri, moment };
        meaning::look(kind, params, at)?;
        match method {
            "client/registerCapability" => self.register(params),
            "client/unregisterCapability" => self.unregister(params),
            "window/workDoneProgress/create" => {
                let before = self.progress.insert(params["token"].to_string(), Progress::Created);
                let free = before.is_none_or(|before| before == Progress::Ended);
                require(free, || "the token is taken".to_owned()).map_err(|fault| fault.below("token"))
            }
            "$/progress" => self.progressed(params),
            _ => Ok(()),
        }
    }

    fn register(&mut self, params: &Value) -> Judged {
        for (n, registration) in params["registrations"].as_array().into_iter().flatten().enumerate() {
            let method = registration["method"].as_str().unwrap_or_default();
            let judged = capable::registration(&self.client, method).and_then(|()| {
                let new = self.registered.insert(registration["id"].to_string());
                require(new, || "the id is taken".to_owned()).map_err(|fault| fault.below("id"))?;
                let options = message_of(method)?.get("options").zip(registration.get("registerOptions"));
                let Some((kind, options)) = options else { return Ok(()) };
                let at = Look {
                    client: &self.client,
                    server: &self.server,
                    texts: &self.texts,
                    method,
                    uri: "",
                    moment: Moment::Since(0),
                };
                within("registerOptions", fits(kind, options).and_then(|()| meaning::look(kind, options, at)))
            });
            judged.map_err(|fault| fault.below(n).below("registrations"))?;
        }
        Ok(())
    }

    fn unregister(&mut self, params: &Value) -> Judged {
        let mut gone = params["unregisterations"].as_array().into_iter().flatten();
        gone.try_for_each(|it| {
            require(self.registered.remove(&it["id"].to_string()), || format!("{} was not registered", it["id"]))
        })
    }

    fn progressed(&mut self, params: &Value) -> Judged {
        let Some(stage) = self.progress.get_mut(&params["token"].to_string()) else {
            return Err(Fault::new("a token that was not created").below("token"));
        };
        let (kind, next) = match params["value"]["kind"].as_str() {
            Some("begin") => ("WorkDoneProgressBegin", Progress::Begun),
            Some("report") => ("WorkDoneProgressReport", Progress::Begun),
            Some("end") => ("WorkDoneProgressEnd", Progress::Ended),
            _ => return Err(Fault::new("neither begin nor report nor end").below("kind").below("value")),
        };
        within("value", fits(&format!("#{kind}").into(), &params["value"]))?;
        let begins = kind == "WorkDoneProgressBegin";
        let expected = if begins { Progress::Created } else { Progress::Begun };
        require(*stage == expected, || format!("{kind} comes when the progress is {stage:?}"))?;
        *stage = next;
        Ok(())
    }
}

/// The first message of some bytes, and the rest of them.
fn frame(bytes: &[u8]) -> Option<(Value, &[u8])> {
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n")?;
    let header = std::str::from_utf8(&bytes[..end]).ok()?;
    let length: usize = header.strip_prefix("Content-Length: ")?.parse().ok()?;
    let body = bytes.get(end + 4..end.checked_add(4)?.checked_add(length)?)?;
    let message: Value = serde_json::from_slice(body).ok()?;
    Some((message.is_object().then_some(message)?, &bytes[end + 4 + length..]))
}

fn name(message: &Value) -> &str {
    message["method"].as_str().unwrap_or("an answer")
}

fn within(key: &str, judged: Judged) -> Judged {
    judged.map_err(|fault| fault.below(key))
}

fn message_of(method: &str) -> Result<&'static Value, Fault> {
    message(method).ok_or_else(|| Fault::new("the protocol has no such method"))
}

/// Whether a method is ours, so that the protocol says nothing about it.
fn is_custom(method: &str) -> bool {
    method.starts_with("flowspec/")
}

fn numbers(data: &[Value]) -> Result<Vec<u64>, Fault> {
    data.iter().map(|it| it.as_u64().ok_or_else(|| Fault::new(format!("{it} is not a uinteger")))).collect()
}
