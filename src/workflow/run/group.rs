//! A program and everything that it starts, as one group that can be ended as a whole.

use std::{
    collections::BTreeSet,
    io,
    process::ExitStatus,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::process::{ChildStderr, ChildStdout, Command};

/// How often to look whether a group has ended. The system tells nobody of the end of what others have started.
const INTERVAL: Duration = Duration::from_millis(10);

/// The groups that run, and whether there may be more.
#[derive(Debug)]
struct Running {
    groups: BTreeSet<u32>,
    closed: bool,
}

static RUNNING: Mutex<Running> = Mutex::new(Running { groups: BTreeSet::new(), closed: false });

fn running() -> MutexGuard<'static, Running> {
    // A set is whole after every call, also after one that panicked.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends everything that runs, the last thing before this process ends: after it nothing can be started any more. Each program gets
/// `grace` to end by itself.
pub fn end_all(grace: Duration) {
    let groups: Vec<u32> = {
        let mut running = running();
        running.closed = true;
        running.groups.iter().copied().collect()
    };
    groups.iter().for_each(|group| signal(*group, Signal::End));
    let end = Instant::now() + grace;
    while Instant::now() < end && groups.iter().any(|group| is_alive(*group)) {
        std::thread::sleep(INTERVAL);
    }
    groups.iter().for_each(|group| signal(*group, Signal::Kill));
}

/// A program that runs, with all that it started. Dropping it kills them.
#[derive(Debug)]
pub(super) struct Group {
    child: Child,
    id: u32,
}

impl Group {
    /// Starts a program as the leader of a new group.
    pub(super) fn spawn(command: Command) -> io::Result<Group> {
        let mut running = running();
        if running.closed {
            return Err(io::Error::other("this program is about to end"));
        }
        let child = start(command)?;
        let id = child.id().ok_or(io::ErrorKind::NotFound)?;
        running.groups.insert(id);
        Ok(Group { child, id })
    }

    /// Its output, where that is piped. Given once.
    pub(super) fn output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        output(&mut self.child)
    }

    /// Waits for the leader. May be dropped and called again.
    pub(super) async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Ends what is left: told to at first, and killed when it takes longer than `grace`.
    pub(super) async fn end(&mut self, grace: Duration) {
        signal(self.id, Signal::End);
        let id = self.id;
        let ended = async {
            let _ = self.child.wait().await;
            while is_alive(id) {
                tokio::time::sleep(INTERVAL).await;
            }
        };
        if tokio::time::timeout(grace, ended).await.is_err() {
            signal(id, Signal::Kill);
            #[cfg(not(unix))]
            let _ = self.child.start_kill();
            // A killed process ends; only one that the system itself holds up does not.
            let _ = tokio::time::timeout(grace, self.child.wait()).await;
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let mut running = running();
        running.groups.remove(&self.id);
        if is_alive(self.id) {
            signal(self.id, Signal::Kill);
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Signal {
    End,
    Kill,
}

#[cfg(unix)]
type Child = Box<dyn process_wrap::tokio::ChildWrapper>;

#[cfg(unix)]
fn start(command: Command) -> io::Result<Child> {
    use process_wrap::tokio::{CommandWrap, ProcessGroup};
    CommandWrap::from(command).wrap(ProcessGroup::leader()).spawn()
}

#[cfg(unix)]
fn output(child: &mut Child) -> (Option<ChildStdout>, Option<ChildStderr>) {
    (child.stdout().take(), child.stderr().take())
}

#[cfg(unix)]
fn signal(group: u32, signal: Signal) {
    let signal = match signal {
        Signal::End => libc::SIGTERM,
        Signal::Kill => libc::SIGKILL,
    };
    send(group, signal);
}

#[cfg(unix)]
fn is_alive(group: u32) -> bool {
    // Signal 0 is only a question.
    send(group, 0)
}

/// Whether there was anybody to send a signal to.
#[cfg(unix)]
fn send(group: u32, signal: libc::c_int) -> bool {
    let Ok(group) = libc::pid_t::try_from(group) else { return false };
    // SAFETY: takes two numbers. The group is that of a child of ours: never 0 or 1, which would mean others.
    group > 1 && unsafe { libc::killpg(group, signal) } == 0
}

#[cfg(not(unix))]
type Child = tokio::process::Child;

#[cfg(not(unix))]
fn start(mut command: Command) -> io::Result<Child> {
    command.kill_on_drop(true).spawn()
}

#[cfg(not(unix))]
fn output(child: &mut Child) -> (Option<ChildStdout>, Option<ChildStderr>) {
    (child.stdout.take(), child.stderr.take())
}

/// There are no groups and no signals elsewhere: only the program itself is ended.
#[cfg(not(unix))]
fn signal(_group: u32, _signal: Signal) {}

#[cfg(not(unix))]
fn is_alive(_group: u32) -> bool {
    false
}
