//! Carries messages from stdin to the service, and from everybody who has something to say to stdout.
//!
//! It stands in for tower-lsp's own transport, in which every message is parsed once more, and what is sent becomes a tree of values
//! before it becomes text. At a key press that cost more than to check the document.

use super::stdio::{Message, frame};
use futures::{
    FutureExt, SinkExt, Stream, StreamExt,
    channel::mpsc::{self, Receiver, Sender},
    future::{Either, poll_fn, ready, select as either},
    stream::{abortable, select},
};
use serde::Serialize;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio_util::bytes::Bytes;
use tower::Service;
use tower_lsp::{
    ClientSocket,
    gen_lsp_types::Notification,
    jsonrpc::{Request, Response},
};

/// How many handlers may run at the same time, and as many again wait, before stdin is no longer read.
const CONCURRENCY: usize = 1024;

/// Sends notifications as text, past the layers of tower-lsp.
#[derive(Debug, Clone)]
pub struct Outbox(Sender<Bytes>);

impl Outbox {
    /// An outbox, and what comes out of it. It holds one message: who sends more waits for the client to read.
    pub fn new() -> (Outbox, Receiver<Bytes>) {
        let (sender, receiver) = mpsc::channel(1);
        (Outbox(sender), receiver)
    }

    /// Sends a notification. At the end of the session it goes nowhere.
    pub async fn notify<N: Notification>(&self, params: &N::Params) {
        #[derive(Serialize)]
        struct Message<'a, P> {
            jsonrpc: &'static str,
            method: &'a str,
            params: &'a P,
        }
        let message = Message { jsonrpc: "2.0", method: N::METHOD.as_str(), params };
        let _ = self.0.clone().send(text(&message)).await;
    }
}

/// Serves until `exit`, the end of the messages, or the end of the reader of the answers.
pub async fn serve<S>(
    mut messages: impl Stream<Item = Message> + Unpin,
    output: impl AsyncWrite + Unpin,
    socket: ClientSocket,
    outbox: Receiver<Bytes>,
    mut service: S,
) where
    S: Service<Request, Response = Option<Response>>,
{
    let (requests, mut responses) = socket.split();
    let (mut tasks, running) = mpsc::channel(CONCURRENCY);
    let answers = running.buffer_unordered(CONCURRENCY).filter_map(ready).map(|answer| text(&answer));
    let (ours, end) = abortable(select(outbox, requests.map(|request| text(&request))));
    let write = async move {
        let mut output = output;
        let mut outgoing = select(answers, ours);
        while let Some(bytes) = outgoing.next().await {
            if output.write_all(&bytes).await.is_err() || output.flush().await.is_err() {
                break;
            }
        }
    };
    let read = async move {
        while let Some(message) = messages.next().await {
            match message {
                Message::Response(response) => {
                    if responses.send(response).await.is_err() {
                        break;
                    }
                }
                Message::Request(request) => {
                    if poll_fn(|cx| service.poll_ready(cx)).await.is_err() {
                        break;
                    }
                    let exits = request.method() == "exit";
                    let _ = tasks.send(service.call(request).map(|answer| answer.ok().flatten())).await;
                    if exits {
                        break;
                    }
                }
            }
        }
        tasks.disconnect();
        end.abort();
    };
    tokio::pin!(read, write);
    // Without a reader of the answers there is nothing to read requests for.
    if let Either::Left(((), write)) = either(read, write).await {
        write.await;
    }
}

fn text(message: &impl Serialize) -> Bytes {
    // Nothing that is sent has keys that are no strings, and nothing else can fail.
    frame(&serde_json::to_string(message).unwrap_or_default())
}
