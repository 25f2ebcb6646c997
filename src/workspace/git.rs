//! What git last committed, asked of git itself.
//!
//! A repository can come from anybody, so git sees nothing of it but its objects: it gets an empty repository of ours, without the
//! project's configuration, and the project's folder of objects. Nothing is fetched, and git is never looked for in an open folder.

mod repository;
mod revision;
#[cfg(test)]
mod tests;

use std::{
    io::{self, Read, Write},
    path::Path,
    process::{ChildStderr, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxHashMap;

pub use self::revision::{RevisionError, base_at};

use self::repository::Repository;
use super::{Base, DocPath, Document, ProjectPath, Snapshot, path::real, program};

/// How long git may take for all projects of a scan.
pub(super) const TIMEOUT: Duration = Duration::from_secs(5);

/// How much of what git says is read, in bytes.
const MAX_OUTPUT: u64 = 64 * 1024 * 1024;

/// The committed texts of the tasks of the last scan. As long as `HEAD` of a project means the same commit, git is asked only for what
/// it was not asked for before.
#[derive(Debug, Default)]
pub(super) struct Commits {
    by_root: Mutex<FxHashMap<Utf8PathBuf, Commit>>,
}

/// What is known of one commit: the texts of tasks; none for what it does not hold.
#[derive(Debug)]
struct Commit {
    id: String,
    texts: FxHashMap<DocPath, Option<Arc<str>>>,
}

impl Commits {
    /// Adds the committed texts of the tasks that carry a workflow state; others have no transition to judge. `folders` are all that
    /// are open. After `deadline` git is not asked any more.
    pub(super) fn add(&self, bases: &mut [Base], folders: &[Utf8PathBuf], deadline: Instant) {
        let asker = Asker { folders, deadline };
        let mut before = std::mem::take(&mut *self.by_root.lock().unwrap_or_else(PoisonError::into_inner));
        let mut now = FxHashMap::default();
        for base in bases {
            let tasks = moving_tasks(base);
            if tasks.is_empty() {
                continue;
            }
            // Before the texts, so that a commit in between is noticed.
            base.head = head(&base.root, folders);
            let Some(commit) = asker.commit(&base.root, tasks, before.remove(&base.root)) else { continue };
            let known = commit.texts.iter();
            base.committed = Arc::new(known.filter_map(|(path, text)| Some((path.clone(), text.clone()?))).collect());
            now.insert(base.root.clone(), commit);
        }
        *self.by_root.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Whether git was asked for the last commit's text of a task of the project at `root`.
    pub(super) fn knows(&self, root: &Utf8Path, task: &DocPath) -> bool {
        let by_root = self.by_root.lock().unwrap_or_else(PoisonError::into_inner);
        by_root.get(root).is_some_and(|commit| commit.texts.contains_key(task))
    }
}

impl Document {
    /// Whether it is a task with a workflow state, so that its committed text matters.
    pub(super) fn is_moving(&self) -> bool {
        self.summary().task().is_some_and(|task| !task.states.is_empty())
    }
}

impl Snapshot {
    /// Whether the project's tasks are compared with a commit that is no longer the last one; `folders` are all that are open. Looks at
    /// the disk: the repository of a worktree is outside of the folder, where no client watches it.
    pub fn has_other_head(&self, folders: &[Utf8PathBuf]) -> bool {
        self.base.head.is_some() && self.base.head != head(self.root(), folders)
    }
}

/// The id of the last commit of the project at `root`, as far as it can be read without git.
fn head(root: &Utf8Path, folders: &[Utf8PathBuf]) -> Option<String> {
    Repository::at(root, folders)?.head()
}

fn moving_tasks(base: &Base) -> Vec<DocPath> {
    let tasks = base.documents.values().filter(|document| document.is_moving());
    tasks.map(|document| document.path.clone()).collect()
}

/// What is the same for all projects of a scan.
struct Asker<'a> {
    folders: &'a [Utf8PathBuf],
    deadline: Instant,
}

impl Asker<'_> {
    /// What the last commit of the repository at `root` says of `tasks`; `before` is what is known of an earlier one. Without git, a
    /// repository or a commit there is nothing.
    fn commit(&self, root: &Utf8Path, tasks: Vec<DocPath>, before: Option<Commit>) -> Option<Commit> {
        let repository = Repository::at(root, self.folders)?;
        let id = repository.head().or_else(|| self.head_of_tables(&repository))?;
        let mut before = before.filter(|commit| commit.id == id).map(|commit| commit.texts).unwrap_or_default();
        let known = tasks.iter().filter_map(|path| before.remove_entry(path)).collect();
        let mut commit = Commit { id, texts: known };
        let unknown = tasks.iter().filter(|path| !commit.texts.contains_key(*path));
        // Git reads one name a line.
        let name = |path: &DocPath| {
            let name = ProjectPath::inside(root, path).filter(|name| !name.as_str().contains('\n'))?;
            Some((path.clone(), name))
        };
        let names: Vec<_> = unknown.filter_map(name).collect();
        if names.is_empty() {
            return Some(commit);
        }
        match self.texts(&repository, &commit.id, &names) {
            Ok(texts) => commit.texts.extend(texts),
            Err(error) => tracing::debug!(%error, %root, "git was not asked for committed states"),
        }
        Some(commit)
    }

    fn texts(
        &self,
        repository: &Repository,
        id: &str,
        names: &[(DocPath, ProjectPath)],
    ) -> io::Result<FxHashMap<DocPath, Option<Arc<str>>>> {
        let objects = repository.objects().ok_or_else(|| io::Error::other("its objects may lie elsewhere"))?;
        let scratch = self.scratch(id)?;
        let mut command = self.git(scratch.path())?;
        command.env("GIT_OBJECT_DIRECTORY", &objects).args(["cat-file", "--batch"]);
        let input = names.iter().map(|(_, name)| format!("{id}:{name}\n")).collect();
        Ok(texts(id, names, &ask(command, input, self.deadline)?))
    }

    /// The commit that `HEAD` means in a repository that keeps its references in tables, which only git reads.
    fn head_of_tables(&self, repository: &Repository) -> Option<String> {
        let folder = repository.with_tables()?;
        let mut command = self.git(folder.as_std_path()).ok()?;
        command.args(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
        let output = ask(command, String::new(), self.deadline).ok()?;
        let id = std::str::from_utf8(&output).ok()?.trim_end();
        repository::is_id(id).then(|| id.to_owned())
    }

    /// A repository without objects, for commits whose ids are like this one. It lies outside of every open folder.
    fn scratch(&self, id: &str) -> io::Result<tempfile::TempDir> {
        /// How long an id is that is made by SHA-1.
        const SHORT: usize = 40;
        let folder = real(std::env::temp_dir())?;
        if self.folders.iter().any(|open| folder.starts_with(open)) {
            return Err(io::Error::other("the temporary folder lies in the workspace"));
        }
        let scratch = tempfile::Builder::new().prefix("flowspec-lsp-").tempdir_in(folder)?;
        std::fs::create_dir(scratch.path().join("refs"))?;
        std::fs::write(scratch.path().join("HEAD"), "ref: refs/heads/main\n")?;
        if id.len() > SHORT {
            let config = "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectformat = sha256\n";
            std::fs::write(scratch.path().join("config"), config)?;
        }
        Ok(scratch)
    }

    /// Git with the repository in `folder`, and with no other configuration.
    fn git(&self, folder: &Path) -> io::Result<Command> {
        let open: Vec<_> = self.folders.iter().map(|folder| &**folder).collect();
        let git = program::find("git", std::env::var_os("PATH").as_deref(), &open);
        let mut command = Command::new(git.ok_or(io::ErrorKind::NotFound)?);
        // What a hook or a user sets for git would lead it to another repository.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        command
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" });
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_NO_REPLACE_OBJECTS", "1").env("GIT_OPTIONAL_LOCKS", "0");
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_DIR", folder).current_dir(folder);
        command.args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        Ok(command)
    }
}

/// Gives a program its input and returns its output; it is ended, with all that it started, at the deadline.
fn ask(command: Command, input: String, deadline: Instant) -> io::Result<Vec<u8>> {
    let left = || deadline.saturating_duration_since(Instant::now());
    if left().is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    let (mut group, stdin, stdout, _) = start(command)?;
    let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else { return Err(io::ErrorKind::BrokenPipe.into()) };
    // Both ends are served at once, for the pipe of one may be full while we wait for the other.
    thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut output = Vec::new();
        let read = stdout.take(MAX_OUTPUT).read_to_end(&mut output);
        drop(sender.send(read.map(|_| output)));
    });
    let output = receiver.recv_timeout(left()).map_err(|_| io::Error::from(io::ErrorKind::TimedOut));
    // It may still write what is not read any more.
    drop(group.kill());
    drop(group.wait());
    output?
}

/// A program and those of its ends that are piped.
type Started<Group> = (Group, Option<ChildStdin>, Option<ChildStdout>, Option<ChildStderr>);

#[cfg(unix)]
type Group = Box<dyn process_wrap::std::ChildWrapper>;

#[cfg(unix)]
fn start(command: Command) -> io::Result<Started<Group>> {
    use process_wrap::std::{CommandWrap, ProcessGroup};
    let mut group = CommandWrap::from(command).wrap(ProcessGroup::leader()).spawn()?;
    let (stdin, stdout, stderr) = (group.stdin().take(), group.stdout().take(), group.stderr().take());
    Ok((group, stdin, stdout, stderr))
}

#[cfg(not(unix))]
fn start(mut command: Command) -> io::Result<Started<std::process::Child>> {
    let mut child = command.spawn()?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    Ok((child, stdin, stdout, stderr))
}

/// The texts in git's answers, which come in the order of the questions: `ID blob SIZE`, the text and a line end, or one line that
/// repeats the question.
fn texts(id: &str, names: &[(DocPath, ProjectPath)], mut output: &[u8]) -> FxHashMap<DocPath, Option<Arc<str>>> {
    let mut texts = FxHashMap::default();
    for (path, _) in names {
        let Some(end) = memchr::memchr(b'\n', output) else { break };
        let (header, rest) = (&output[..end], &output[end + 1..]);
        output = rest;
        let header = std::str::from_utf8(header).unwrap_or_default();
        if header.strip_prefix(id).is_some_and(|rest| rest.starts_with(':')) {
            texts.insert(path.clone(), None);
            continue;
        }
        let mut words = header.split(' ').skip(1);
        let (kind, size) = (words.next(), words.next().and_then(|size| size.parse::<usize>().ok()));
        let Some(text) = size.and_then(|size| rest.get(..size)) else { break };
        output = rest.get(text.len() + 1..).unwrap_or_default();
        let text = std::str::from_utf8(text).ok().filter(|_| kind == Some("blob"));
        texts.insert(path.clone(), text.map(Arc::from));
    }
    texts
}
