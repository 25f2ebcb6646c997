//! The process of a run, from its start to the end of everything that it has started.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use camino::Utf8PathBuf;
use flowspec_lsp::{
    workflow::{
        agent::CommandLine,
        run::{Ended, How, Job, Log, Logged},
    },
    workspace::path::real,
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How many letters of the latest line are shown.
const LONGEST_SHOWN: usize = 200;

/// A folder with a program in it, and a file that lives as long as something of the program does.
struct Stage {
    _folder: tempfile::TempDir,
    path: Utf8PathBuf,
    line: CommandLine,
}

impl Stage {
    /// A program that is this script, told these arguments.
    fn new(script: &str, arguments: &[&str]) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let path = real(folder.path()).unwrap();
        let program = path.join("agent");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let arguments = arguments.iter().map(ToString::to_string).collect();
        Stage { _folder: folder, path, line: CommandLine { program: program.into(), arguments } }
    }

    fn job(&self) -> Job<'_> {
        let supervisor = Path::new(env!("CARGO_BIN_EXE_flowspec-lsp"));
        Job { supervisor, line: &self.line, folder: &self.path, timeout: Duration::from_secs(600) }
    }

    fn run(&self) -> (Ended, Logged) {
        self.run_until(self.job(), |_, _| {})
    }

    /// Runs the job; `watch` sees every latest line and can cancel.
    fn run_until(
        &self,
        job: Job<'_>,
        watch: impl Fn(&str, &CancellationToken) + Send + Sync + 'static,
    ) -> (Ended, Logged) {
        runtime().block_on(async {
            let mut log = Log::create_in(self.path.as_std_path(), "log").unwrap();
            let (latest, mut lines) = watch::channel(String::new());
            let cancel = CancellationToken::new();
            let watcher = tokio::spawn({
                let cancel = cancel.clone();
                async move {
                    while lines.changed().await.is_ok() {
                        let line = lines.borrow_and_update().clone();
                        watch(&line, &cancel);
                    }
                }
            });
            let ended = job.run_logged(&mut log, &latest, &cancel).await.unwrap();
            drop(latest);
            watcher.await.unwrap();
            (ended, log.finish())
        })
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path.join(name)).unwrap()
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn text(logged: &Logged) -> String {
    fs::read_to_string(&logged.path).unwrap()
}

fn code(ended: Ended) -> Option<i32> {
    match ended.how {
        How::Exited(status) => status.code(),
        how => panic!("{how:?}"),
    }
}

/// Whether a process is there and is more than the memory of one that has ended.
fn lives(pid: &str) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

#[test]
fn arguments_arrive_as_they_are() {
    let arguments = ["-p", "a \"b\" 'c' $(touch x) `y`\nzweite Zeile 漢字 😀 \\ *", "--", "", "-x;y|z&"];
    let stage = Stage::new(r#"printf '%s\0' "$@" > seen; pwd"#, &arguments);
    let (ended, logged) = stage.run();
    assert_eq!(code(ended), Some(0));
    assert_eq!(stage.read("seen"), arguments.join("\0") + "\0");
    assert_eq!(text(&logged), format!("{}\n", stage.path));
    assert!(!stage.path.join("x").exists());
}

#[test]
fn both_streams_and_the_exit_status() {
    let stage = Stage::new("echo out; echo err >&2; printf 'no end'; exit 7", &[]);
    let (ended, logged) = stage.run();
    assert_eq!((code(ended), ended.how.is_success()), (Some(7), false));
    let mut lines: Vec<_> = logged.last.clone();
    lines.sort();
    assert_eq!(lines, ["err", "no end", "out"]);
}

#[test]
fn a_program_that_reads_stdin_finds_its_end() {
    let stage = Stage::new("cat; echo read all", &[]);
    let (ended, logged) = stage.run();
    assert_eq!((code(ended), logged.last), (Some(0), vec!["read all".into()]));
}

#[test]
fn a_program_that_is_not_there() {
    let mut stage = Stage::new("", &[]);
    stage.line.program = stage.path.join("gone").into();
    let mut log = Log::create_in(stage.path.as_std_path(), "log").unwrap();
    let (latest, cancel) = (watch::Sender::default(), CancellationToken::new());
    let error = runtime().block_on(stage.job().run_logged(&mut log, &latest, &cancel)).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
}

#[test]
fn cancelling_ends_grandchildren_too() {
    let stage = Stage::new("(sleep 600 & echo $! >> pids; exec sleep 600) &\necho $! >> pids\necho ready\nwait", &[]);
    let (ended, _) = stage.run_until(stage.job(), |line, cancel| {
        if line == "ready" {
            cancel.cancel();
        }
    });
    assert_eq!(ended.how, How::Cancelled);
    let pids = stage.read("pids");
    assert!(pids.lines().count() >= 1 && pids.lines().all(|pid| !lives(pid)), "{pids}");
}

#[test]
fn a_program_that_ignores_the_signal_is_killed() {
    let stage = Stage::new("trap '' TERM\necho $$ > pid\necho ready\nwhile :; do sleep 600; done", &[]);
    let (ended, _) = stage.run_until(stage.job(), |line, cancel| {
        if line == "ready" {
            cancel.cancel();
        }
    });
    assert_eq!(ended.how, How::Cancelled);
    assert!(!lives(&stage.read("pid")));
}

#[test]
fn a_program_can_clean_up_when_it_is_told_to_end() {
    let stage = Stage::new("trap 'echo cleaned; exit 0' TERM\necho ready\nwhile :; do sleep 0.01; done", &[]);
    let (ended, logged) = stage.run_until(stage.job(), |line, cancel| {
        if line == "ready" {
            cancel.cancel();
        }
    });
    // The shell may say something about its own child, before or after.
    assert!(logged.last.iter().any(|line| line == "cleaned"), "{:?}", logged.last);
    assert_eq!(ended.how, How::Cancelled);
}

#[test]
fn a_program_that_never_ends_runs_out_of_time() {
    let stage = Stage::new("echo $$ > pid\nwhile :; do sleep 600; done", &[]);
    let (ended, _) = stage.run_until(Job { timeout: Duration::from_millis(300), ..stage.job() }, |_, _| {});
    assert_eq!(ended.how, How::TimedOut);
    assert!(!lives(&stage.read("pid")));
}

#[test]
fn what_is_left_in_the_background_is_ended_with_the_program() {
    let stage = Stage::new("sleep 600 &\necho $! > pid\necho done", &[]);
    let (ended, logged) = stage.run();
    assert_eq!((code(ended), logged.last), (Some(0), vec!["done".into()]));
    assert!(!lives(&stage.read("pid")));
}

/// What leaves the group of the program, and its parent, is adopted and ended; so is what does not listen.
#[cfg(target_os = "linux")]
#[test]
fn what_leaves_the_group_is_ended() {
    let escape = "setsid sh -c 'trap \"\" TERM; echo $$ >> pids; sleep 600 & echo $! >> pids; wait' > /dev/null 2>&1 &";
    let wait = "while [ \"$(wc -l < pids)\" -lt 4 ]; do sleep 0.01; done";
    let twice = format!("touch pids\n{escape}\n(({escape}) &)\n{wait}");
    let pids = |stage: &Stage| stage.read("pids").lines().map(str::to_owned).collect::<Vec<_>>();
    let stage = Stage::new(&format!("{twice}\necho done"), &[]);
    let (ended, logged) = stage.run();
    assert_eq!((code(ended), logged.last), (Some(0), vec!["done".into()]));
    assert!(pids(&stage).iter().all(|pid| !lives(pid)), "{:?}", pids(&stage));
    let stage = Stage::new(&format!("{twice}\necho ready\nexec setsid -w sleep 600"), &[]);
    let (ended, _) = stage.run_until(stage.job(), |line, cancel| {
        if line == "ready" {
            cancel.cancel();
        }
    });
    assert_eq!(ended.how, How::Cancelled);
    assert!(pids(&stage).iter().all(|pid| !lives(pid)), "{:?}", pids(&stage));
}

#[test]
fn a_program_that_ends_its_own_group_ends_only_that() {
    let stage = Stage::new("sleep 600 & echo $! > pid\ntrap '' TERM\nkill -TERM 0\nwait\necho over; exit 3", &[]);
    let (ended, logged) = stage.run();
    assert_eq!((code(ended), logged.last.last().map(String::as_str)), (Some(3), Some("over")));
    assert!(!lives(&stage.read("pid")));
}

#[test]
fn a_program_that_is_killed_says_so() {
    let (ended, _) = Stage::new("kill -KILL $$", &[]).run();
    assert_eq!(ended.how.to_string(), "signal: 9 (SIGKILL)");
}

#[test]
fn a_hundred_megabytes_are_survived() {
    let stage = Stage::new("head -c 100000000 /dev/zero | tr '\\0' 'x' | fold -w 999; echo; echo the end", &[]);
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    let (ended, logged) = stage.run_until(stage.job(), move |line, _| {
        assert!(line.len() <= LONGEST_SHOWN);
        counter.fetch_add(1, Ordering::Relaxed);
    });
    assert_eq!((code(ended), logged.last.last().map(String::as_str)), (Some(0), Some("the end")));
    let size = logged.path.metadata().unwrap().len();
    assert!((8_000_000..10_000_000).contains(&size), "{size}");
    assert!(seen.load(Ordering::Relaxed) > 0);
}

#[test]
fn one_endless_line_is_survived() {
    let stage = Stage::new("echo ready; exec tr '\\0' 'x' < /dev/zero", &[]);
    let (ended, logged) = stage.run_until(stage.job(), |line, cancel| {
        if line.starts_with('x') {
            cancel.cancel();
        }
    });
    assert_eq!(ended.how, How::Cancelled);
    assert!(logged.path.metadata().unwrap().len() < 10_000_000);
}
