//! The supervisor of a program: a process of its own that ends the program, and everything that it has started, when it is told to, when
//! the program has ended, and when the process that started it is gone, by whatever signal.
//!
//! Its stdin is a socket. It reports the process id of the program on it, or the negative number of the error with which the program did
//! not start; then its exit status. The end of the socket tells it to end.
//!
//! On Linux nothing escapes: what leaves the program's process group, or outlives its parent, stays a descendant of the supervisor, which
//! adopts it. Elsewhere only the group is ended.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    io,
    os::{
        fd::AsFd,
        unix::{net::UnixStream as Socket, process::CommandExt},
    },
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tokio::{
    net::UnixStream,
    signal::unix::{Signal, SignalKind, signal},
    time::sleep,
};

/// The argument that makes this program a supervisor.
pub const COMMAND: &str = "supervise";

/// How long what is told to end may take before it is killed.
pub(super) const GRACE: Duration = Duration::from_secs(3);

/// How often to look at first whether everything has ended, and at most. The system does not say when a grandchild ends.
const INTERVALS: [Duration; 2] = [Duration::from_millis(5), Duration::from_millis(100)];

/// Supervises the program of `line` with its arguments.
///
/// # Errors
/// When stdin is not the socket of a run.
pub fn supervise(line: &[OsString]) -> io::Result<()> {
    // One thread that lives as long as the process: the death signal of a child is bound to the thread that started it.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let socket = Socket::from(io::stdin().as_fd().try_clone_to_owned()?);
        socket.peer_addr()?;
        let mut report = Report(socket.try_clone()?);
        // Before the program is there: its end, or ours, may come at once.
        let events = Events::new(socket)?;
        match start(line) {
            Ok(program) => {
                report.send(program);
                Supervisor { program, has_ended: false, report }.run(events).await;
            }
            Err(error) => report.send(error.raw_os_error().unwrap_or(libc::EIO).saturating_neg()),
        }
        Ok(())
    })
}

/// Sends a signal to a process or, when the number is negative, to a process group; whether there was any process to get it.
pub(super) fn send(target: i32, signal: libc::c_int) -> bool {
    // SAFETY: takes two numbers. 0, 1 and -1 would mean our own group, the first process and every process.
    target.unsigned_abs() > 1 && unsafe { libc::kill(target, signal) } == 0
}

/// Starts the program as the leader of a group of its own, so that it can neither end the supervisor with its group nor be ended with it.
fn start(line: &[OsString]) -> io::Result<i32> {
    let (program, arguments) = line.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).process_group(0);
    #[cfg(target_os = "linux")]
    linux::adopt(&mut command)?;
    let child = command.spawn()?;
    i32::try_from(child.id()).map_err(io::Error::other)
}

/// The way back to who started the supervisor.
struct Report(Socket);

impl Report {
    fn send(&mut self, number: i32) {
        // An error is that who started it is gone.
        let _ = io::Write::write_all(&mut self.0, &number.to_ne_bytes());
    }
}

/// What a supervisor listens to while its program runs.
struct Events {
    socket: UnixStream,
    child: Signal,
    end: [Signal; 4],
}

impl Events {
    fn new(socket: Socket) -> io::Result<Events> {
        socket.set_nonblocking(true)?;
        let end = [SignalKind::terminate(), SignalKind::hangup(), SignalKind::interrupt(), SignalKind::quit()];
        let [terminate, hangup, interrupt, quit] = end.map(signal);
        Ok(Events {
            socket: UnixStream::from_std(socket)?,
            child: signal(SignalKind::child())?,
            end: [terminate?, hangup?, interrupt?, quit?],
        })
    }

    /// Waits for the next event; whether it is one after which everything has to end.
    async fn next(&mut self) -> bool {
        let Events { socket, child, end: [terminate, hangup, interrupt, quit] } = self;
        let hung_up = async {
            let again = |read: io::Result<usize>| read.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock);
            // Nothing is ever sent: whatever else there is to read is the end.
            while socket.readable().await.is_ok() && again(socket.try_read(&mut [0])) {}
        };
        tokio::select! {
            _ = child.recv() => false,
            () = hung_up => true,
            _ = terminate.recv() => true,
            _ = hangup.recv() => true,
            _ = interrupt.recv() => true,
            _ = quit.recv() => true,
        }
    }
}

/// A program that runs.
struct Supervisor {
    /// Its process id, which is that of its group, too.
    program: i32,
    has_ended: bool,
    report: Report,
}

impl Supervisor {
    async fn run(mut self, mut events: Events) {
        self.reap();
        while !self.has_ended && !events.next().await {
            self.reap();
        }
        self.end().await;
    }

    /// Takes in the end of children, the program and what was adopted, and reports that of the program.
    fn reap(&mut self) {
        loop {
            let mut status = 0;
            // SAFETY: fills in one number, and does not wait.
            let child = unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) };
            if child <= 0 {
                return;
            }
            if child == self.program {
                self.has_ended = true;
                self.report.send(status);
            }
        }
    }

    /// Ends what is left: told to at first, and killed when it takes longer than [`GRACE`].
    async fn end(&mut self) {
        let (begin, mut told, [mut pause, longest]) = (Instant::now(), BTreeSet::new(), INTERVALS);
        // A killed process ends; only one that the system itself holds up does not.
        while begin.elapsed() < GRACE * 2 {
            self.reap();
            let left = self.left();
            if left.is_empty() {
                return;
            }
            let kill = begin.elapsed() >= GRACE;
            for target in left {
                if kill {
                    send(target, libc::SIGKILL);
                } else if told.insert(target) {
                    send(target, libc::SIGTERM);
                }
            }
            sleep(pause).await;
            pause = (pause * 2).min(longest);
        }
    }

    /// The targets of signals that reach all that the program has started.
    #[cfg(target_os = "linux")]
    fn left(&self) -> Vec<i32> {
        linux::descendants()
    }

    #[cfg(not(target_os = "linux"))]
    fn left(&self) -> Vec<i32> {
        // Signal 0 is only a question.
        Vec::from_iter(send(-self.program, 0).then_some(-self.program))
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{collections::HashMap, fs, io, os::unix::process::CommandExt, process::Command};

    /// Lets this process adopt every descendant that loses its parent, and lets the program of `command` die when this process is killed.
    pub(super) fn adopt(command: &mut Command) -> io::Result<()> {
        set(libc::PR_SET_CHILD_SUBREAPER, 1)?;
        // SAFETY: one system call, which is allowed between fork and exec. This process listens to signals and does not end in between
        // but by SIGKILL.
        unsafe { command.pre_exec(|| set(libc::PR_SET_PDEATHSIG, libc::SIGKILL as libc::c_ulong)) };
        Ok(())
    }

    fn set(option: libc::c_int, value: libc::c_ulong) -> io::Result<()> {
        // SAFETY: takes numbers.
        match unsafe { libc::prctl(option, value, 0, 0, 0) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// The descendants of this process that have not ended.
    pub(super) fn descendants() -> Vec<i32> {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let mut children: HashMap<i32, Vec<(i32, bool)>> = HashMap::new();
        for pid in processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok()) {
            if let Some((parent, has_ended)) = parent(pid) {
                children.entry(parent).or_default().push((pid, has_ended));
            }
        }
        let mut descendants = Vec::new();
        let mut parents = Vec::from_iter(i32::try_from(std::process::id()));
        while let Some(parent) = parents.pop() {
            for (child, has_ended) in children.remove(&parent).unwrap_or_default() {
                parents.push(child);
                if !has_ended {
                    descendants.push(child);
                }
            }
        }
        descendants
    }

    /// The parent of a process, and whether it is only still listed because the parent has not taken in its end.
    fn parent(pid: i32) -> Option<(i32, bool)> {
        let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
        // The name in parentheses may hold anything.
        let end = stat.iter().rposition(|byte| *byte == b')')?;
        let mut words = std::str::from_utf8(stat.get(end + 1..)?).ok()?.split_ascii_whitespace();
        let state = words.next()?;
        Some((words.next()?.parse().ok()?, matches!(state, "Z" | "X")))
    }
}
