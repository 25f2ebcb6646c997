//! The bytes of stdin, cut into JSON-RPC messages.
//!
//! What is bad is replaced by a request that the [guard](super::guard) answers with the error, so that the answer keeps its place
//! in the order. Framing is found again at the next `Content-Length` header.

use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{future::ready, io, task::Poll};
use tokio::io::AsyncRead;
use tokio_util::{
    bytes::{Buf, Bytes, BytesMut},
    codec::{Decoder, FramedRead},
};
use tower_lsp::jsonrpc::{ErrorCode, Id, Request, Response};

/// The method of the request that stands for a bad message.
pub const MALFORMED: &str = "$/flowspec/malformed";

/// A body longer than this is taken for a wrong length.
const LONGEST_BODY: usize = 256 << 20;
/// A header block longer than this is taken for garbage.
const LONGEST_HEADER: usize = 8 << 10;
const LENGTH: &[u8] = b"Content-Length:";

/// What a client sends.
#[derive(Debug)]
pub enum Message {
    /// A request or a notification.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
}

/// Reads the messages of `input`, up to its end or its first failure to read, and calls `ended` once when there are no more.
pub fn messages(input: impl AsyncRead + Unpin, ended: impl FnOnce() + Unpin) -> impl Stream<Item = Message> + Unpin {
    let mut ended = Some(ended);
    let end = stream::poll_fn(move |_| {
        if let Some(ended) = ended.take() {
            ended();
        }
        Poll::Ready(None)
    });
    let messages = FramedRead::with_capacity(input, Frames::default(), 64 << 10);
    messages.take_while(|message| ready(message.is_ok())).filter_map(|message| ready(message.ok())).chain(end)
}

/// Cuts a byte stream into messages. It never fails.
#[derive(Default)]
struct Frames {
    /// The length of the body that comes next; `None` before its header.
    body: Option<usize>,
    /// How much of the body was searched for a header that proves the length wrong.
    searched: usize,
}

impl Decoder for Frames {
    type Item = Message;
    type Error = io::Error;

    fn decode(&mut self, src: &mut BytesMut) -> io::Result<Option<Message>> {
        Ok(match self.body {
            None => self.header(src),
            Some(length) => self.body(length, src),
        })
    }

    fn decode_eof(&mut self, src: &mut BytesMut) -> io::Result<Option<Message>> {
        let last = self.decode(src)?;
        if last.is_none() && (self.body.is_some() || !src.is_empty()) {
            tracing::warn!("stdin ended in the middle of a message");
            self.body = None;
            src.clear();
        }
        Ok(last)
    }
}

impl Frames {
    fn header(&mut self, src: &mut BytesMut) -> Option<Message> {
        let blanks = src.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        src.advance(blanks);
        let Some(end) = header_end(src) else {
            // What can be seen to be no header is not waited for.
            let lines = memchr::memrchr(b'\n', src).and_then(|end| src.get(..end)).unwrap_or_default();
            let problem = match header_lines(lines) {
                Err(problem) => problem,
                Ok(_) if src.len() > LONGEST_HEADER => "the header does not end",
                Ok(_) => return None,
            };
            return Some(resynchronise(src, problem));
        };
        match content_length(src.get(..end).unwrap_or_default()) {
            Ok(length) => {
                src.advance(end);
                self.body = Some(length);
                self.searched = 0;
                self.body(length, src)
            }
            Err(problem) => Some(resynchronise(src, problem)),
        }
    }

    fn body(&mut self, length: usize, src: &mut BytesMut) -> Option<Message> {
        // A valid body holds no raw line end after `Content-Length: 1`, so a header inside proves that the length is wrong.
        let from = self.searched.min(src.len());
        if let Some(at) =
            find_header(src.get(from..).unwrap_or_default(), false).map(|at| at + from).filter(|&at| at < length)
        {
            self.body = None;
            src.advance(at);
            return Some(error(None, ErrorCode::ParseError, "the body is shorter than its Content-Length"));
        }
        if src.len() < length {
            self.searched = src.len().saturating_sub(64);
            return None;
        }
        self.body = None;
        let message = read(src.get(..length).unwrap_or_default());
        let used = match &message {
            Ok(_) => length,
            Err(_) => find_header(src, true).unwrap_or(length).clamp(1.min(length), length),
        };
        src.advance(used);
        Some(message.unwrap_or_else(|error| error))
    }
}

/// Drops what cannot be a header, up to the next one, and answers that it was dropped.
fn resynchronise(src: &mut BytesMut, problem: &'static str) -> Message {
    let rest = src.get(1..).unwrap_or_default();
    let next = find_header(rest, true).map_or(src.len(), |at| at + 1);
    src.advance(next);
    error(None, ErrorCode::ParseError, problem)
}

/// Where the next `Content-Length: 123` line starts; with `partial` also where its beginning ends the bytes.
fn find_header(bytes: &[u8], partial: bool) -> Option<usize> {
    memchr::memchr_iter(b'C', bytes).find(|&at| {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(value) = rest.strip_prefix(LENGTH) else {
            return partial && LENGTH.starts_with(rest);
        };
        let value = value.trim_ascii_start();
        let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
        match value.get(digits) {
            None => partial,
            Some(after) => digits > 0 && matches!(after, b'\r' | b'\n'),
        }
    })
}

/// The length of a header block with the blank line that ends it.
fn header_end(bytes: &[u8]) -> Option<usize> {
    let bytes = bytes.get(..LONGEST_HEADER).unwrap_or(bytes);
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

fn content_length(header: &[u8]) -> Result<usize, &'static str> {
    header_lines(header)?.ok_or("the header has no Content-Length")
}

/// The length that header lines say, if one of them does.
fn header_lines(lines: &[u8]) -> Result<Option<usize>, &'static str> {
    let lines = std::str::from_utf8(lines).map_err(|_| "the header is not text")?;
    let mut length = None;
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or("a header line has no colon")?;
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err("a header name is not a word");
        }
        if name.eq_ignore_ascii_case("content-length") {
            length = match value.trim().parse().map_err(|_| "the Content-Length is not a number")? {
                0 => return Err("the body is empty"),
                length @ 1..=LONGEST_BODY => Some(length),
                _ => return Err("the Content-Length is too large"),
            };
        }
    }
    Ok(length)
}

/// The message of a body, or else the one that stands for the error.
fn read(body: &[u8]) -> Result<Message, Message> {
    let text = std::str::from_utf8(body).map_err(|_| error(None, ErrorCode::ParseError, "the body is not UTF-8"))?;
    match serde_json::from_str::<Request>(text) {
        Ok(request) if !request.method().is_empty() => Ok(Message::Request(request)),
        // An answer has no method.
        request => match (serde_json::from_str(text), request) {
            (Ok(response), _) => Ok(Message::Response(response)),
            (Err(_), Ok(request)) => Ok(Message::Request(request)),
            (Err(_), Err(_)) => Err(match serde_json::from_str::<Value>(text) {
                Ok(value) => {
                    error(value.get("id"), ErrorCode::InvalidRequest, "the body is JSON, but not a JSON-RPC message")
                }
                Err(_) => error(None, ErrorCode::ParseError, "the body is not JSON"),
            }),
        },
    }
}

fn error(id: Option<&Value>, code: ErrorCode, message: &str) -> Message {
    tracing::warn!("malformed message: {message}");
    let id = id.and_then(|id| Id::deserialize(id).ok()).unwrap_or_default();
    Message::Request(Request::build(MALFORMED).params(json!({ "code": code, "message": message })).id(id).finish())
}

/// A body with its header.
pub fn frame(body: &str) -> Bytes {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into()
}

#[cfg(test)]
mod tests;
