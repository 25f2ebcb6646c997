//! The language server: the only place that knows the protocol.

mod act;
mod apply;
mod ask;
mod backend;
mod call_hierarchy;
mod capabilities;
mod code_action;
mod code_lens;
mod completion;
mod definition;
mod document_highlight;
mod document_link;
mod document_symbol;
mod execute;
mod expanded;
mod expansions;
#[cfg(debug_assertions)]
mod faults;
mod features;
mod folding_range;
mod from_proto;
mod guard;
mod hover;
mod inlay_hint;
mod linked_editing_range;
mod parent;
#[cfg(unix)]
mod pipe;
#[cfg(not(unix))]
use tokio::io as pipe;
mod outside;
mod publish;
mod pull;
mod references;
mod refresh;
mod rename;
mod request;
mod running;
mod runs;
mod scan;
mod selection_range;
mod semantic_tokens;
mod session;
mod settings;
mod show;
mod shown_files;
mod stdio;
mod sync;
#[cfg(test)]
mod tests;
mod text_document_content;
mod to_proto;
mod transport;
mod view;
mod watch;
mod will_rename_files;
mod worker;
mod workspace_symbol;

use backend::Backend;
use guard::{Guard, Lifecycle};
use std::{process::ExitCode, sync::Arc, time::Duration};
use tower_lsp::LspService;
use tracing_subscriber::{filter::Targets, prelude::*};
use transport::Outbox;

/// How long handlers that still run may go on after `exit` or the end of stdin.
const GRACE: Duration = Duration::from_millis(500);

/// Serves one client over stdin and stdout until it says `exit`, closes stdin or dies.
///
/// The exit code is 0 when the client has asked for `shutdown` before, and 1 otherwise.
pub fn serve() -> ExitCode {
    log();
    // One thread for all messages: handing a key press from thread to thread costs more than its analysis. What takes longer than a
    // document's check runs on blocking threads.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let lifecycle = Arc::new(Lifecycle::default());
    let ended = runtime.block_on(run(&lifecycle));
    crate::workflow::run::end_all(parent::LAST_GRACE);
    if ended.is_err() {
        tracing::warn!("handlers did not end in time");
    }
    // Reading stdin and a hung handler would hold an ordinary end of the runtime up for ever.
    runtime.shutdown_background();
    ExitCode::from(u8::from(!lifecycle.is_shut_down()))
}

/// Logs to stderr what the environment variable `FLOWSPEC_LOG` asks for, warnings when it asks for nothing.
fn log() {
    let wanted = std::env::var("FLOWSPEC_LOG").ok().and_then(|wanted| wanted.parse::<Targets>().ok());
    let filter = wanted.unwrap_or_else(|| Targets::new().with_default(tracing::Level::WARN));
    // A log that cannot be written is lost: to say so by `eprintln!` would panic, because stderr is where it was to go.
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).log_internal_errors(false);
    // A logger may already be installed.
    let _ = tracing_subscriber::registry().with(log.with_filter(filter)).try_init();
}

/// Handlers that were still running when the server had to end.
struct Unfinished;

async fn run(lifecycle: &Arc<Lifecycle>) -> Result<(), Unfinished> {
    let (outbox, outgoing) = Outbox::new();
    let service = LspService::build(|client| Backend::new(client, outbox))
        .custom_method("window/workDoneProgress/cancel", Backend::cancel_progress);
    #[cfg(debug_assertions)]
    let service = faults::register(service);
    let (service, socket) = service.finish();
    if let Err(error) = signals(lifecycle) {
        tracing::warn!("cannot listen for signals: {error}");
    }
    let ended = {
        let lifecycle = Arc::clone(lifecycle);
        move || lifecycle.end()
    };
    let input = stdio::messages(pipe::stdin(), ended);
    let service = Guard::new(service, Arc::clone(lifecycle));
    let serve = transport::serve(input, pipe::stdout(), socket, outgoing, service);
    let forced = async {
        lifecycle.ended().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = serve => Ok(()),
        () = forced => Err(Unfinished),
    }
}

/// Ends in order on a signal to end, so that what runs can clean up first.
#[cfg(unix)]
fn signals(lifecycle: &Arc<Lifecycle>) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::terminate(), SignalKind::hangup(), SignalKind::interrupt(), SignalKind::quit()] {
        let mut signal = signal(kind)?;
        let lifecycle = Arc::clone(lifecycle);
        tokio::spawn(async move {
            signal.recv().await;
            lifecycle.end();
        });
    }
    Ok(())
}

/// Elsewhere there are none.
#[cfg(not(unix))]
fn signals(_lifecycle: &Arc<Lifecycle>) -> std::io::Result<()> {
    Ok(())
}
