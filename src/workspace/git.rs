//! What git last committed, asked of git itself.
//!
//! A repository can come from anybody, so nothing in it may make git start a program: only objects are read, without filters, and
//! nothing is fetched. Git is never looked for inside the workspace.

use std::{
    io::{self, Read, Write},
    path::Path,
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use camino::Utf8Path;
use rustc_hash::FxHashMap;

use super::{DocPath, program};

/// How long git may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// How much of what git says is read, in bytes.
const MAX_OUTPUT: u64 = 64 * 1024 * 1024;

/// Variables of a hook that calls us which would lead git to another repository.
const MISLEADING: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"];

/// The texts of `paths` in the last commit of the repository at `root`; `workspace` is the folder that is open, which holds it.
///
/// What is not committed is left out. Without git, a repository or a commit there is nothing.
pub fn committed(root: &Utf8Path, workspace: &Utf8Path, paths: &[DocPath]) -> FxHashMap<DocPath, Arc<str>> {
    // Git reads one name a line.
    let name = |path: &DocPath| {
        let name = path.strip_prefix(root).ok().filter(|name| !name.as_str().contains('\n'))?;
        Some((path.clone(), name.as_str().replace(std::path::MAIN_SEPARATOR, "/")))
    };
    let names: Vec<_> = paths.iter().filter_map(name).collect();
    if names.is_empty() || !root.join(".git").exists() {
        return FxHashMap::default();
    }
    let Some(git) = program::find("git", std::env::var_os("PATH").as_deref(), &[workspace]) else {
        tracing::debug!("git is not on the PATH: committed states are not known");
        return FxHashMap::default();
    };
    let input = names.iter().map(|(_, name)| format!("HEAD:{name}\n")).collect();
    match ask(cat_file(&git, root), input, TIMEOUT) {
        Ok(output) => texts(&names, &output),
        Err(error) => {
            tracing::debug!(%error, %root, "git was not asked for committed states");
            FxHashMap::default()
        }
    }
}

fn cat_file(git: &Path, root: &Utf8Path) -> Command {
    let mut command = Command::new(git);
    command.args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "cat-file", "--batch"]);
    command.current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    for name in MISLEADING {
        command.env_remove(name);
    }
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    // A `.git` that is no repository must not make git look further up.
    if let Some(above) = root.parent() {
        command.env("GIT_CEILING_DIRECTORIES", above);
    }
    command
}

/// Gives a program its input and returns its output; it is ended, with all that it started, when it takes longer than `timeout`.
fn ask(command: Command, input: String, timeout: Duration) -> io::Result<Vec<u8>> {
    let (mut group, stdin, stdout) = start(command)?;
    let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else { return Err(io::ErrorKind::BrokenPipe.into()) };
    // Both ends are served at once, for the pipe of one may be full while we wait for the other.
    thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut output = Vec::new();
        let read = stdout.take(MAX_OUTPUT).read_to_end(&mut output);
        drop(sender.send(read.map(|_| output)));
    });
    let output = receiver.recv_timeout(timeout).map_err(|_| io::Error::from(io::ErrorKind::TimedOut));
    // It may still write what is not read any more.
    drop(group.kill());
    drop(group.wait());
    output?
}

#[cfg(unix)]
type Group = Box<dyn process_wrap::std::ChildWrapper>;

#[cfg(unix)]
fn start(command: Command) -> io::Result<(Group, Option<ChildStdin>, Option<ChildStdout>)> {
    use process_wrap::std::{CommandWrap, ProcessGroup};
    let mut group = CommandWrap::from(command).wrap(ProcessGroup::leader()).spawn()?;
    let (stdin, stdout) = (group.stdin().take(), group.stdout().take());
    Ok((group, stdin, stdout))
}

#[cfg(not(unix))]
fn start(mut command: Command) -> io::Result<(std::process::Child, Option<ChildStdin>, Option<ChildStdout>)> {
    let mut child = command.spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    Ok((child, stdin, stdout))
}

/// The texts in git's answers, which come in the order of the questions: `ID blob SIZE`, the text and a line end, or one line that
/// repeats the question.
fn texts(names: &[(DocPath, String)], mut output: &[u8]) -> FxHashMap<DocPath, Arc<str>> {
    let mut texts = FxHashMap::default();
    for (path, _) in names {
        let Some(end) = memchr::memchr(b'\n', output) else { break };
        let (header, rest) = (&output[..end], &output[end + 1..]);
        output = rest;
        let header = std::str::from_utf8(header).unwrap_or_default();
        if header.starts_with("HEAD:") {
            continue;
        }
        let mut words = header.split(' ').skip(1);
        let (kind, size) = (words.next(), words.next().and_then(|size| size.parse::<usize>().ok()));
        let Some(text) = size.and_then(|size| rest.get(..size)) else { break };
        output = rest.get(text.len() + 1..).unwrap_or_default();
        if let (Some("blob"), Ok(text)) = (kind, std::str::from_utf8(text)) {
            texts.insert(path.clone(), text.into());
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        (folder, path)
    }

    fn git(root: &Utf8Path, arguments: &[&str]) {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.current_dir(root).args(identity).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        for name in MISLEADING {
            command.env_remove(name);
        }
        assert!(command.status().unwrap().success(), "git {arguments:?}");
    }

    #[test]
    fn texts_of_the_last_commit() {
        let (_keep, root) = folder();
        git(&root, &["init", "-q"]);
        let tasks: Vec<_> = (0..300).map(|number| DocPath::new(root.join(format!("task-{number} - Ä b.md")))).collect();
        for (number, task) in tasks.iter().enumerate() {
            std::fs::write(&**task, format!("{number}\nHEAD:x missing\n").repeat(500)).unwrap();
        }
        assert!(committed(&root, &root, &tasks).is_empty(), "no commit yet");
        git(&root, &["add", "."]);
        git(&root, &["commit", "-q", "-m", "tasks"]);
        std::fs::write(&*tasks[7], "edited").unwrap();
        let mut asked = tasks.clone();
        asked.insert(3, DocPath::new(root.join("never committed.md")));
        let texts = committed(&root, &root, &asked);
        assert_eq!(texts.len(), tasks.len());
        for (number, task) in tasks.iter().enumerate() {
            assert_eq!(*texts[task], *format!("{number}\nHEAD:x missing\n").repeat(500));
        }
    }

    #[test]
    fn a_scan_asks_for_tasks_that_carry_a_state() {
        let (_keep, root) = folder();
        git(&root, &["init", "-q"]);
        std::fs::create_dir_all(root.join("backlog/tasks")).unwrap();
        let task = |number: u32, label: &str| {
            let path = DocPath::new(root.join(format!("backlog/tasks/task-{number} - A.md")));
            std::fs::write(&*path, format!("---\nid: task-{number}\nlabels: ['{label}']\n---\n")).unwrap();
            path
        };
        let (moving, plain) = (task(1, "workflow:Planned"), task(2, "backend"));
        git(&root, &["add", "."]);
        git(&root, &["commit", "-q", "-m", "tasks"]);
        task(1, "workflow:Deployed");
        let mut world = crate::workspace::World::default();
        world.load(crate::workspace::scan::scan(&root, &Default::default()));
        let snapshot = &world.projects()[0];
        assert_eq!(snapshot.committed(&moving), Some("---\nid: task-1\nlabels: ['workflow:Planned']\n---\n"));
        assert_eq!(snapshot.committed(&plain), None);
    }

    #[test]
    fn without_a_repository_there_is_nothing() {
        let (_keep, root) = folder();
        let task = [DocPath::new(root.join("task-1 - A.md"))];
        assert!(committed(&root, &root, &task).is_empty());
        std::fs::create_dir(root.join(".git")).unwrap();
        assert!(committed(&root, &root, &task).is_empty());
        assert!(committed(&root, &root, &[]).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_hangs_is_ended() {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "sleep 600 & sleep 600"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let started = std::time::Instant::now();
        let error = ask(command, "x\n".repeat(1 << 20), Duration::from_millis(50)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(started.elapsed() < Duration::from_secs(60));
    }

    #[cfg(unix)]
    #[test]
    fn a_hostile_repository_starts_nothing() {
        let (_keep, root) = folder();
        git(&root, &["init", "-q"]);
        let task = DocPath::new(root.join("task-1 - A.md"));
        std::fs::write(&*task, "text\n").unwrap();
        std::fs::write(root.join(".gitattributes"), "* filter=evil diff=evil\n").unwrap();
        git(&root, &["add", "."]);
        git(&root, &["commit", "-q", "-m", "task"]);
        let witness = root.join("witness");
        let evil = format!("touch '{witness}'");
        for key in ["filter.evil.smudge", "diff.evil.textconv", "core.fsmonitor", "core.pager", "core.sshCommand"] {
            git(&root, &["config", key, &evil]);
        }
        git(&root, &["config", "alias.cat-file", &format!("!{evil}")]);
        let missing = DocPath::new(root.join("missing.md"));
        assert_eq!(committed(&root, &root, &[missing, task]).len(), 1);
        assert!(!witness.exists());
    }
}
