//! Running a program: without a shell, in a process group of its own, until it ends, is cancelled or takes too long.
//!
//! Nothing that it started is left behind, as far as the system lets us know what that is: what still runs when it has ended is ended,
//! too, also when this process is killed.

#[cfg(not(unix))]
#[path = "run/direct.rs"]
mod group;
#[cfg(unix)]
mod group;
mod lines;
mod lock;
mod log;
#[cfg(unix)]
pub mod supervisor;

use std::{
    env, fmt, io,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};

use camino::Utf8Path;
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    process::{ChildStderr, ChildStdout, Command},
    sync::watch,
};
use tokio_util::sync::CancellationToken;

use super::agent::CommandLine;
use crate::workspace::program;
use group::ProcessGroup;
use lines::Lines;

pub use group::end_all;
pub use lock::{Lock, Taken};
pub use log::{Log, Logged};

/// How long a run may take where nothing else is set.
pub const TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// How long to read on when a program has ended and something that could not be ended holds the output open.
const DRAIN: Duration = Duration::from_millis(500);

/// A program to run.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The `flowspec-lsp` that supervises the program, where there are process groups; mostly [`own_program`].
    pub supervisor: &'a Path,
    /// The program and its arguments.
    pub line: &'a CommandLine,
    /// Where it starts.
    pub folder: &'a Utf8Path,
    /// How long it may take.
    pub timeout: Duration,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// By what.
    pub how: How,
    /// How long it took.
    pub duration: Duration,
}

/// By what a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By itself.
    Exited(ExitStatus),
    /// It was cancelled.
    Cancelled,
    /// It took too long.
    TimedOut,
}

impl How {
    /// Whether the program says that all went well.
    pub fn is_success(self) -> bool {
        matches!(self, How::Exited(status) if status.success())
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            How::Exited(status) => status.fmt(f),
            How::Cancelled => f.write_str("cancelled"),
            How::TimedOut => f.write_str("out of time"),
        }
    }
}

/// The path of the program that runs.
///
/// # Errors
/// When the system does not know it.
pub fn own_program() -> io::Result<PathBuf> {
    // A link that still leads to the program when an update has replaced its file.
    if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { env::current_exe() }
}

impl Job<'_> {
    /// Runs it with our own stdout and stderr.
    ///
    /// # Errors
    /// When it cannot be started or waited for.
    pub async fn run(self, cancel: &CancellationToken) -> io::Result<Ended> {
        let begin = Instant::now();
        let mut group = ProcessGroup::spawn(self.command(), self.line).await?;
        let how = self.wait(&mut group, cancel).await;
        group.end().await;
        Ok(Ended { how: how?, duration: begin.elapsed() })
    }

    /// Runs it with its output in `log`, and the latest line of it in `latest`.
    ///
    /// # Errors
    /// When it cannot be started or waited for.
    pub async fn run_logged(
        self,
        log: &mut Log,
        latest: &watch::Sender<String>,
        cancel: &CancellationToken,
    ) -> io::Result<Ended> {
        let begin = Instant::now();
        let mut command = self.command();
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = ProcessGroup::spawn(command, self.line).await?;
        let (stdout, stderr) = group.output();
        let mut output = Output { stdout: Stream::new(stdout), stderr: Stream::new(stderr), log, latest };
        let how = output.alongside(self.wait(&mut group, cancel)).await;
        output.alongside(group.end()).await;
        // An error is only that it took too long.
        let _ = tokio::time::timeout(DRAIN, output.take_in()).await;
        output.flush();
        Ok(Ended { how: how?, duration: begin.elapsed() })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(if cfg!(unix) { self.supervisor } else { &self.line.program });
        command.current_dir(self.folder);
        // A script's interpreter is looked for on the PATH, in which the project must not get a place by being the working folder.
        if let Some(path) = env::var_os("PATH") {
            command.env("PATH", program::without_relative(&path));
        }
        command
    }

    async fn wait(&self, group: &mut ProcessGroup, cancel: &CancellationToken) -> io::Result<How> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Ok(How::Cancelled),
            status = group.wait() => status.map(How::Exited),
            () = tokio::time::sleep(self.timeout) => Ok(How::TimedOut),
        }
    }
}

/// Both streams of a program on their way into the log.
struct Output<'a> {
    stdout: Stream<ChildStdout>,
    stderr: Stream<ChildStderr>,
    log: &'a mut Log,
    latest: &'a watch::Sender<String>,
}

impl Output<'_> {
    /// Takes in what comes until `work` is done.
    async fn alongside<T>(&mut self, work: impl Future<Output = T>) -> T {
        tokio::pin!(work);
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = self.take_in() => {}
        }
        work.await
    }

    /// Takes in what comes until both streams have ended. May be dropped and called again.
    async fn take_in(&mut self) {
        let Output { stdout, stderr, log, latest } = self;
        loop {
            let lines = tokio::select! {
                read = stdout.read(), if stdout.is_open() => read,
                read = stderr.read(), if stderr.is_open() => read,
                else => return,
            };
            keep(&lines, log, latest);
        }
    }

    fn flush(&mut self) {
        let rest = [self.stdout.lines.flush(), self.stderr.lines.flush()].concat();
        keep(&rest, self.log, self.latest);
    }
}

fn keep(lines: &str, log: &mut Log, latest: &watch::Sender<String>) {
    log.write(lines);
    if let Some(line) = lines.lines().rev().map(str::trim).find(|line| !line.is_empty()) {
        latest.send_replace(line.chars().take(LONGEST_SHOWN).collect());
    }
}

/// How many letters of the latest line are shown.
const LONGEST_SHOWN: usize = 200;

/// One stream of a program.
struct Stream<R> {
    /// `None` after its end.
    reader: Option<R>,
    buffer: Vec<u8>,
    lines: Lines,
}

impl<R: AsyncRead + Unpin> Stream<R> {
    fn new(reader: Option<R>) -> Self {
        Self { reader, buffer: vec![0; 16 << 10], lines: Lines::default() }
    }

    fn is_open(&self) -> bool {
        self.reader.is_some()
    }

    /// The next whole lines, cleaned. May be dropped and called again.
    async fn read(&mut self) -> String {
        let Some(reader) = &mut self.reader else { return String::new() };
        match reader.read(&mut self.buffer).await {
            Ok(0) | Err(_) => {
                self.reader = None;
                self.lines.flush()
            }
            Ok(length) => self.lines.push(self.buffer.get(..length).unwrap_or_default()),
        }
    }
}
