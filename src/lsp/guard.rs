//! The service around the service: it keeps the order, survives panics and knows in which phase of its life the server is.

use super::{stdio::MALFORMED, worker::panic_text};
use futures::FutureExt;
use serde::Deserialize;
use std::{
    any::Any,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};
use tokio::sync::Notify;
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// How far the server is in its life.
#[derive(Debug, Default)]
pub struct Lifecycle {
    shut_down: AtomicBool,
    ending: Notify,
}

impl Lifecycle {
    /// Says that the server must end now: `exit` came, or stdin ended.
    pub fn end(&self) {
        self.ending.notify_one();
    }

    /// Waits for [`Lifecycle::end`].
    pub async fn ended(&self) {
        self.ending.notified().await;
    }

    /// Whether the client has asked for a shutdown and got its answer, which makes an end a good one.
    pub fn is_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::SeqCst)
    }
}

/// Wraps a language service.
///
/// Each handler is polled once when its message arrives, so that the synchronous start of every handler runs in the order of the
/// wire. A handler that panics costs only its own answer.
#[derive(Debug)]
pub struct Guard<S> {
    inner: S,
    lifecycle: Arc<Lifecycle>,
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<Option<Response>, E>> + Send>>;

impl<S> Guard<S> {
    /// Guards `inner`, and tells `lifecycle` of `shutdown` and `exit`.
    pub fn new(inner: S, lifecycle: Arc<Lifecycle>) -> Self {
        Self { inner, lifecycle }
    }
}

impl<S> Service<Request> for Guard<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.method() == MALFORMED {
            return Box::pin(std::future::ready(Ok(Some(malformed(request)))));
        }
        let method = request.method().to_owned();
        let id = request.id().cloned();
        if method == "exit" {
            self.lifecycle.end();
        }
        let lifecycle = (method == "shutdown").then(|| Arc::clone(&self.lifecycle));
        let mut answer = AssertUnwindSafe(self.inner.call(request))
            .catch_unwind()
            .map(move |outcome| {
                let answer = outcome.unwrap_or_else(|panic| Ok(panicked(&method, id.clone(), &*panic)));
                let answer = answer.map(|answer| answer.or_else(|| Some(unanswered(id?))));
                if let (Some(lifecycle), Ok(Some(response))) = (lifecycle, &answer) {
                    lifecycle.shut_down.fetch_or(response.is_ok(), Ordering::SeqCst);
                }
                answer
            })
            .boxed();
        match answer.as_mut().now_or_never() {
            Some(done) => Box::pin(std::future::ready(done)),
            None => answer,
        }
    }
}

fn panicked(method: &str, id: Option<Id>, panic: &(dyn Any + Send)) -> Option<Response> {
    tracing::error!("the handler of {method} panicked: {}", panic_text(panic));
    id.map(|id| Response::from_error(id, Error::internal_error()))
}

/// The answer to a request that the service took for a notification it may ignore, such as `$/unknown`.
fn unanswered(id: Id) -> Response {
    Response::from_error(id, Error::method_not_found())
}

fn malformed(request: Request) -> Response {
    #[derive(Deserialize)]
    struct Problem {
        code: ErrorCode,
        message: String,
    }
    let (_, id, params) = request.into_parts();
    let error = match serde_json::from_value(params.unwrap_or_default()) {
        Ok(Problem { code, message }) => Error { code, message: message.into(), data: None },
        Err(_) => Error::invalid_request(),
    };
    Response::from_error(id.unwrap_or_default(), error)
}
