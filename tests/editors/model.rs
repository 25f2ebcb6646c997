//! A model that says what a test has written for it, in the words of Anthropic's Messages API. The agent that asks it is real.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// What the model does when it is asked: it calls a tool, or it is done.
pub type Step = Option<(&'static str, Value)>;

/// A model that listens on this machine until it is dropped.
pub struct Model {
    address: SocketAddr,
    over: Arc<AtomicBool>,
}

impl Model {
    /// `next` gets the text of the newest messages of the agent.
    pub fn start(next: impl FnMut(&str) -> Step + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let model = Model { address: listener.local_addr().unwrap(), over: Arc::default() };
        let (over, next) = (Arc::clone(&model.over), Arc::new(Mutex::new(next)));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let next = Arc::clone(&next);
                // A client may connect long before it asks, and nobody else has to wait for it.
                thread::spawn(move || answer(stream.unwrap(), &|text| next.lock().unwrap()(text)));
            }
        });
        model
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

/// Answers one request, and closes.
fn answer(mut stream: TcpStream, next: &dyn Fn(&str) -> Step) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut head = Vec::new();
    while !head.last().is_some_and(|line: &String| line.trim().is_empty()) {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        head.push(line.to_lowercase());
    }
    let length = head.iter().find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    reader.read_exact(&mut body).ok()?;
    let path = head[0].split([' ', '?']).nth(1);
    let (status, kind, answer) = match serde_json::from_slice::<Value>(&body) {
        Ok(request) if path == Some("/v1/messages") => ("200 OK", "text/event-stream", events(&request, next)),
        _ => ("404 Not Found", "application/json", "{}".to_owned()),
    };
    let length = answer.len();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
    stream.write_all((head + &answer).as_bytes()).ok()
}

/// The stream of events that says one step.
fn events(request: &Value, next: &dyn Fn(&str) -> Step) -> String {
    let messages = request["messages"].as_array().map_or(&[][..], Vec::as_slice);
    let own = messages.iter().rposition(|message| message["role"] == "assistant").map_or(0, |at| at + 1);
    let text: String = messages[own..].iter().map(|message| message["content"].to_string()).collect();
    // Without tools it is about a title or the like.
    let has_tools = request["tools"].as_array().is_some_and(|tools| !tools.is_empty());
    let step = if has_tools { next(&text) } else { None };
    let (block, delta, reason) = match &step {
        Some((tool, input)) => (
            json!({ "type": "tool_use", "id": format!("toolu_{own}"), "name": tool, "input": {} }),
            json!({ "type": "input_json_delta", "partial_json": input.to_string() }),
            "tool_use",
        ),
        None => (json!({ "type": "text", "text": "" }), json!({ "type": "text_delta", "text": "done" }), "end_turn"),
    };
    let message = json!({
        "id": format!("msg_{own}"), "type": "message", "role": "assistant", "model": request["model"], "content": [],
        "stop_reason": null, "stop_sequence": null, "usage": { "input_tokens": 1, "output_tokens": 1 },
    });
    let events = [
        json!({ "type": "message_start", "message": message }),
        json!({ "type": "content_block_start", "index": 0, "content_block": block }),
        json!({ "type": "content_block_delta", "index": 0, "delta": delta }),
        json!({ "type": "content_block_stop", "index": 0 }),
        json!({ "type": "message_delta", "delta": { "stop_reason": reason, "stop_sequence": null }, "usage": { "output_tokens": 1 } }),
        json!({ "type": "message_stop" }),
    ];
    events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap())).collect()
}
