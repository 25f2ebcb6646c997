//! Where the output of a run goes: a file that only the user can read, outside of every workspace, of a bounded size.

use std::{
    collections::VecDeque,
    fs::{self, DirBuilder, File},
    io::{self, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

use camino::{Utf8Path, Utf8PathBuf};

use crate::workspace::{
    path::{absolute, real},
    program::is_outside,
};

/// How much of the beginning is kept, in bytes.
const HEAD: usize = 8 << 20;
/// How much of the end is kept, in bytes.
const TAIL: usize = 1 << 20;
/// How many of the last lines are reported.
const LAST: usize = 10;
/// How many letters of each of them.
const LONGEST: usize = 300;
/// How many logs are kept.
const KEPT: usize = 50;

/// The log of a run while it is written. The beginning is in the file at once, the end when it is finished.
#[derive(Debug)]
pub struct Log {
    file: File,
    path: Utf8PathBuf,
    /// How much more fits into the beginning.
    room: usize,
    tail: VecDeque<u8>,
    omitted: u64,
    last: VecDeque<String>,
    /// The last of the last lines still goes on.
    unfinished: bool,
    failure: Option<io::Error>,
}

/// A log that is finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Its file.
    pub path: Utf8PathBuf,
    /// The last lines of the output, in order.
    pub last: Vec<String>,
}

impl Log {
    /// A new log in the user's folder for such files, else in the temporary folder, whichever is outside of all `workspaces`.
    /// `name` becomes a part of its name, without anything but letters and digits.
    ///
    /// # Errors
    /// When it cannot be created in any of the folders.
    pub fn create(name: &str, workspaces: &[&Utf8Path]) -> io::Result<Log> {
        if let Some(own) = own_folder(workspaces) {
            thin_out(&own);
            if let Ok(log) = Log::create_in(&own, name) {
                return Ok(log);
            }
        }
        let shared = real(std::env::temp_dir())?.into_std_path_buf();
        if !is_outside(&shared, workspaces) {
            return Err(io::Error::other("there is no folder for its output outside of the workspace"));
        }
        Log::create_in(&shared, &format!("flowspec-lsp-{name}"))
    }

    /// A new log in `folder`, called after `name`.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn create_in(folder: &Path, name: &str) -> io::Result<Log> {
        let name: String = name.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect();
        let name = name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        // Made as a new file that nobody else can read.
        let file = tempfile::Builder::new().prefix(&format!("{name}-")).suffix(".log").tempfile_in(folder)?;
        let (file, path) = file.keep().map_err(|error| error.error)?;
        let path = Utf8PathBuf::from_path_buf(path).map_err(|_| io::ErrorKind::InvalidFilename)?;
        let path = absolute(&path);
        Ok(Log {
            file,
            path,
            room: HEAD,
            tail: VecDeque::new(),
            omitted: 0,
            last: VecDeque::new(),
            unfinished: false,
            failure: None,
        })
    }

    /// Its file.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// Adds what is said about the run itself, which is none of its output.
    pub fn note(&mut self, text: &str) {
        self.store(text);
    }

    /// Adds output: lines with their line ends, the last perhaps without.
    pub fn write(&mut self, text: &str) {
        self.store(text);
        for line in text.split_inclusive('\n') {
            if !self.unfinished {
                self.last.truncate(LAST);
                self.last.push_front(String::new());
            }
            if let Some(last) = self.last.front_mut() {
                let left = LONGEST.saturating_sub(last.chars().count());
                last.extend(line.trim_end_matches('\n').chars().take(left));
            }
            self.unfinished = !line.ends_with('\n');
        }
    }

    /// Writes what is still to be written.
    pub fn finish(mut self) -> Logged {
        let Log { tail, omitted, .. } = &mut self;
        let mut end = Vec::from(std::mem::take(tail));
        if *omitted > 0 {
            // The first line of the end is only a part of one.
            let line = memchr::memchr(b'\n', &end).map_or(0, |line| line + 1);
            let omitted = *omitted + end.drain(..line).len() as u64;
            self.put(format!("\n[… {omitted} bytes are left out here …]\n\n").as_bytes());
        }
        self.put(&end);
        if let Some(error) = &self.failure {
            tracing::warn!("{} is not complete: {error}", self.path);
        }
        let lines = self.last.into_iter().rev().map(|line| line.trim_end().to_owned());
        let last: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
        Logged { path: self.path, last: last.into_iter().rev().take(LAST).rev().collect() }
    }

    fn store(&mut self, text: &str) {
        let (head, rest) = text.split_at(text.floor_char_boundary(self.room));
        self.put(head.as_bytes());
        // What did not fit ends the beginning: later text must not come before it.
        self.room = if rest.is_empty() { self.room - head.len() } else { 0 };
        self.tail.extend(rest.as_bytes());
        let surplus = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..surplus);
        self.omitted += surplus as u64;
    }

    fn put(&mut self, bytes: &[u8]) {
        // What cannot be written, on a full disk, must not stop the run.
        if self.failure.is_none() {
            self.failure = self.file.write_all(bytes).err();
        }
    }
}

/// The folder of this user for logs, made if need be; `None` when it cannot be, or would be inside of one of the `workspaces`.
pub(super) fn own_folder(workspaces: &[&Utf8Path]) -> Option<PathBuf> {
    make_outside(&folder()?, workspaces)
}

fn make_outside(folder: &Path, workspaces: &[&Utf8Path]) -> Option<PathBuf> {
    // Looked at before anything is made.
    let there = folder.ancestors().find(|folder| folder.symlink_metadata().is_ok())?;
    let planned = there.canonicalize().ok()?.join(folder.strip_prefix(there).ok()?);
    if !is_outside(&planned, workspaces) {
        return None;
    }
    make(folder).ok()?;
    folder.canonicalize().ok().filter(|folder| is_outside(folder, workspaces))
}

fn folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    let base = strategy.state_dir().unwrap_or_else(|| strategy.cache_dir());
    base.is_absolute().then(|| base.join("flowspec-lsp").join("runs"))
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Deletes the oldest logs, so that with a new one there are at most [`KEPT`].
fn thin_out(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let log = |entry: fs::DirEntry| -> Option<(SystemTime, PathBuf)> {
        let path = entry.path();
        let metadata = entry.metadata().ok()?;
        (metadata.is_file() && path.extension()? == "log").then_some((metadata.modified().ok()?, path))
    };
    let mut logs: Vec<_> = entries.flatten().filter_map(log).collect();
    logs.sort();
    let surplus = (logs.len() + 1).saturating_sub(KEPT);
    for (_, path) in logs.into_iter().take(surplus) {
        // Somebody else may have deleted it first.
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn nothing_is_made_inside_of_a_workspace() {
        let folder = tempfile::tempdir().unwrap();
        let root = real(folder.path()).unwrap();
        let workspace = root.join("workspace");
        fs::create_dir(&workspace).unwrap();
        std::os::unix::fs::symlink(&workspace, root.join("link")).unwrap();
        std::os::unix::fs::symlink(root.join("nowhere"), root.join("dangling")).unwrap();
        for bad in ["workspace/state/runs", "link/state/runs", "workspace", "dangling/runs"] {
            assert_eq!(make_outside(root.join(bad).as_std_path(), &[&workspace]), None, "{bad}");
        }
        assert_eq!((workspace.read_dir().unwrap().count(), root.join("nowhere").exists()), (0, false));
        let good = root.join("state/runs").into_std_path_buf();
        assert_eq!(make_outside(&good, &[&workspace]), Some(good.clone()));
    }

    fn log() -> (tempfile::TempDir, Log) {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::create_in(folder.path(), "/flow:implement task-12 ../größe").unwrap();
        (folder, log)
    }

    #[test]
    fn it_keeps_what_it_is_given() {
        let (_keep, mut log) = log();
        let name = log.path().file_name().unwrap().to_owned();
        assert!(name.starts_with("flow-implement-task-12-gr-e-") && name.ends_with(".log"), "{name}");
        log.note("$ claude\n\n");
        log.write("one\n\ntw");
        log.write("o\n");
        assert_eq!(fs::read_to_string(log.path()).unwrap(), "$ claude\n\none\n\ntwo\n");
        let logged = log.finish();
        assert_eq!(logged.last, ["one", "two"]);
        assert_eq!(fs::read_to_string(&logged.path).unwrap(), "$ claude\n\none\n\ntwo\n");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_keep, log) = log();
        assert_eq!(log.path().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn of_much_output_the_beginning_and_the_end_are_kept() {
        let (_keep, mut log) = log();
        let mut all = String::new();
        for line in 0..100_000 {
            let line = format!("line {line} {}\n", "größe 😀 ".repeat(10));
            log.write(&line);
            all += &line;
        }
        assert!(log.tail.len() <= TAIL);
        let logged = log.finish();
        let text = fs::read_to_string(&logged.path).unwrap();
        assert!(text.len() < 10 << 20);
        let (head, rest) = text.split_once("\n[… ").unwrap();
        let (omitted, tail) = rest.split_once(" bytes are left out here …]\n\n").unwrap();
        assert_eq!(head.len() + tail.len() + omitted.parse::<usize>().unwrap(), all.len());
        assert!(all.starts_with(head) && all.ends_with(tail) && tail.starts_with("line "));
        assert_eq!((logged.last.len(), logged.last[9].split_once(" größe").unwrap().0), (10, "line 99999"));
    }

    #[test]
    fn a_line_without_end_is_reported_in_part() {
        let (_keep, mut log) = log();
        for _ in 0..100 {
            log.write(&"x".repeat(1000));
        }
        assert_eq!(log.finish().last, ["x".repeat(LONGEST)]);
    }

    #[test]
    fn only_so_many_logs_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..60 {
            let path = folder.path().join(format!("{number:02}.log"));
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(number);
            File::create(path).unwrap().set_modified(time).unwrap();
        }
        fs::write(folder.path().join("other.txt"), "").unwrap();
        thin_out(folder.path());
        let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        names.sort();
        assert_eq!((names.len(), names[0].to_str()), (KEPT, Some("11.log")));
    }
}
