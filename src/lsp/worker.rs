//! Work on threads of its own: what waits for the disk, and what takes longer than a message may. A panic of it is logged.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};
use tokio::task::JoinHandle;
use tokio_util::task::AbortOnDropHandle;
use tower_lsp::jsonrpc::Error;

/// Work that panicked. The log says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server failed")]
pub struct Crashed;

impl From<Crashed> for Error {
    fn from(Crashed: Crashed) -> Error {
        Error::internal_error()
    }
}

/// What `work` gives. It begins at once; when this is dropped before it has begun, it never does. `name` is for the log.
pub fn run<T: Send + 'static>(
    name: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Result<T, Crashed>> {
    let work = AbortOnDropHandle::new(spawn(name, work));
    async { work.await.ok().flatten().ok_or(Crashed) }
}

/// Begins work whose end is not waited for.
pub fn detach(name: &'static str, work: impl FnOnce() + Send + 'static) {
    drop(spawn(name, work));
}

fn spawn<T: Send + 'static>(name: &'static str, work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<Option<T>> {
    tokio::task::spawn_blocking(move || {
        let start = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(work));
        let duration = start.elapsed();
        match &done {
            Ok(_) => tracing::debug!("{name} took {duration:?}"),
            Err(panic) => tracing::error!("{name} panicked after {duration:?}: {}", panic_text(&**panic)),
        }
        done.ok()
    })
}

/// The message of a panic.
pub fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_only_its_own_work() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (crashed, done) = runtime.block_on(async {
            (run("one", || std::panic::resume_unwind(Box::new("as asked"))).await, run("other", || 2).await)
        });
        assert_eq!((crashed, done), (Err::<(), _>(Crashed), Ok(2)));
        let payload: Box<dyn Any + Send> = Box::new(String::from("why"));
        assert_eq!((panic_text(&"why"), panic_text(&*payload), panic_text(&1)), ("why", "why", "no message"));
    }
}
