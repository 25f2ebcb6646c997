//! A program that runs under a [supervisor](super::supervisor), seen from this process.
//!
//! A socket ties the two together. Whatever becomes of this process, the socket is closed, and the supervisor ends the program and
//! everything that it has started.

use std::{
    collections::BTreeMap,
    io,
    net::Shutdown,
    os::{
        fd::OwnedFd,
        unix::{net::UnixStream as Socket, process::ExitStatusExt},
    },
    process::{ExitStatus, Stdio},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    net::UnixStream,
    process::{Child, ChildStderr, ChildStdout, Command},
};

use super::supervisor::{COMMAND, GRACE, send};
use crate::workflow::agent::CommandLine;

/// How long a supervisor may take to end what it supervises: told to end, then killed.
const PATIENCE: Duration = GRACE.saturating_mul(2).saturating_add(Duration::from_secs(1));

/// The supervisors that run, and whether there may be more.
#[derive(Debug)]
struct Running {
    sockets: BTreeMap<u32, Socket>,
    closed: bool,
}

static RUNNING: Mutex<Running> = Mutex::new(Running { sockets: BTreeMap::new(), closed: false });
static ENDED: Condvar = Condvar::new();

fn running() -> MutexGuard<'static, Running> {
    // A map is whole after every call, also after one that panicked.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends everything that runs, the last thing before this process ends: after it nothing can be started any more. It waits for `wait`
/// at most; supervisors go on without this process.
pub fn end_all(wait: Duration) {
    let mut running = running();
    running.closed = true;
    for socket in running.sockets.values() {
        // An error is that the supervisor is gone.
        let _ = socket.shutdown(Shutdown::Write);
    }
    let some = |running: &mut Running| !running.sockets.is_empty();
    drop(ENDED.wait_timeout_while(running, wait, some));
}

/// A program that runs, with all that it started. Dropping it ends them.
#[derive(Debug)]
pub(super) struct ProcessGroup {
    supervisor: Child,
    /// The key of the supervisor in [`RUNNING`].
    id: u32,
    socket: UnixStream,
    /// What has come of the next report.
    report: Vec<u8>,
    /// The process group of the program.
    program: Option<i32>,
}

impl ProcessGroup {
    /// Starts `line` as the leader of a new group, under a supervisor that `command` is the program of.
    pub(super) async fn spawn(mut command: Command, line: &CommandLine) -> io::Result<ProcessGroup> {
        let (ours, theirs) = Socket::pair()?;
        ours.set_nonblocking(true)?;
        command.arg0("flowspec-lsp").arg(COMMAND).arg("--").arg(&line.program).args(&line.arguments);
        // A group of its own: what a terminal sends to ours must not end it before its work is done.
        command.stdin(Stdio::from(OwnedFd::from(theirs))).process_group(0);
        let mut group = ProcessGroup::start(command, ours)?;
        match group.next_report().await? {
            error @ ..=0 => Err(io::Error::from_raw_os_error(error.saturating_neg())),
            program => {
                group.program = Some(program);
                Ok(group)
            }
        }
    }

    fn start(mut command: Command, socket: Socket) -> io::Result<ProcessGroup> {
        let (end, socket) = (socket.try_clone()?, UnixStream::from_std(socket)?);
        let mut running = running();
        if running.closed {
            return Err(io::Error::other("this program is about to end"));
        }
        let supervisor = command.spawn()?;
        let id = supervisor.id().ok_or(io::ErrorKind::NotFound)?;
        running.sockets.insert(id, end);
        Ok(ProcessGroup { supervisor, id, socket, report: Vec::new(), program: None })
    }

    /// Its output, where that is piped. Given once.
    pub(super) fn output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.supervisor.stdout.take(), self.supervisor.stderr.take())
    }

    /// Waits for the program. May be dropped and called again.
    pub(super) async fn wait(&mut self) -> io::Result<ExitStatus> {
        self.next_report().await.map(ExitStatus::from_raw)
    }

    /// Ends what is left, and waits for it.
    pub(super) async fn end(&mut self) {
        if let Some(socket) = running().sockets.get(&self.id) {
            // An error is that the supervisor is gone.
            let _ = socket.shutdown(Shutdown::Write);
        }
        if tokio::time::timeout(PATIENCE, self.supervisor.wait()).await.is_err() {
            self.kill();
        }
    }

    /// The next number that the supervisor reports. May be dropped and called again.
    async fn next_report(&mut self) -> io::Result<i32> {
        loop {
            if let Some((number, rest)) = self.report.split_first_chunk() {
                let number = i32::from_ne_bytes(*number);
                self.report = rest.to_vec();
                return Ok(number);
            }
            self.socket.readable().await?;
            match self.socket.try_read_buf(&mut self.report) {
                Ok(0) => {
                    self.kill();
                    return Err(io::Error::other("its supervisor was ended"));
                }
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
    }

    /// Kills the program's group, for a supervisor that no longer can.
    fn kill(&mut self) {
        if let Some(group) = self.program.take() {
            send(-group, libc::SIGKILL);
        }
        // An error is that it has ended.
        let _ = self.supervisor.start_kill();
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        running().sockets.remove(&self.id);
        ENDED.notify_all();
    }
}
