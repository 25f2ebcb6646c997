//! The watchdog: it ends the server when the client is gone, from a thread of its own that works even when nothing else does.

#[cfg(unix)]
use crate::workflow::run;
use std::time::Duration;
#[cfg(unix)]
use std::{
    sync::mpsc::channel,
    thread::{Builder, sleep},
};

#[cfg(unix)]
const INTERVAL: Duration = Duration::from_millis(500);
/// How long programs that still run may take to end by themselves.
pub const LAST_GRACE: Duration = Duration::from_secs(1);
/// How many intervals may pass between the hang-up of stdin or stdout and the end, for what was written before it to be read and
/// answered.
#[cfg(unix)]
const GRACE: u32 = 6;

/// Ends this process soon after process `parent` has ended, or the other end of stdin or stdout was closed.
///
/// A process that cannot be seen at the start is not watched: the client may live in another container.
#[cfg(unix)]
pub fn watch(parent: Option<i32>) {
    let parent = parent.filter(|&pid| pid > 1 && is_alive(pid));
    let watch = move || {
        let mut hung_up = 0;
        while hung_up < GRACE && parent.is_none_or(is_alive) {
            sleep(INTERVAL);
            hung_up += u32::from(is_hung_up(libc::STDIN_FILENO) || is_hung_up(libc::STDOUT_FILENO));
        }
        run::end_all(LAST_GRACE);
        log_or_give_up();
        std::process::exit(1);
    };
    if let Err(error) = Builder::new().name("parent".into()).spawn(watch) {
        tracing::warn!("cannot watch the client: {error}");
    }
}

/// Elsewhere the end of stdin is the only sign.
#[cfg(not(unix))]
pub fn watch(_parent: Option<i32>) {}

#[cfg(unix)]
fn is_alive(pid: i32) -> bool {
    // SAFETY: signal 0 checks that the process exists and sends nothing.
    let found = unsafe { libc::kill(pid, 0) } == 0;
    found || std::io::Error::last_os_error().raw_os_error() == Some(libc::EPERM)
}

/// Whether the other end of a pipe or socket is closed, even if there is still something to read.
#[cfg(unix)]
fn is_hung_up(fd: libc::c_int) -> bool {
    let mut end = libc::pollfd { fd, events: 0, revents: 0 };
    // SAFETY: one valid descriptor record, and no waiting.
    unsafe { libc::poll(&raw mut end, 1, 0) > 0 && end.revents & (libc::POLLHUP | libc::POLLERR) != 0 }
}

/// Logs why the server ends. Writing to stderr blocks when it is a pipe that is full and no longer read, which must not keep the server.
#[cfg(unix)]
fn log_or_give_up() {
    let (logged, wait) = channel::<()>();
    let log = move || {
        tracing::warn!("the client is gone");
        drop(logged);
    };
    if Builder::new().spawn(log).is_ok() {
        // The end of the channel is the only thing that comes.
        let _ = wait.recv_timeout(INTERVAL);
    }
}
