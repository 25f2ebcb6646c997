//! The files of a commit that a user names.
//!
//! Unlike what a scan asks, this is asked in the project's own repository, for only that knows what a branch or `HEAD~2` is. Nothing in
//! its configuration makes these commands start another program or reach a network.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Write},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use camino::Utf8Path;

use super::start;
use crate::workspace::{
    Base, ProjectPath, Snapshot,
    files::Symlink,
    program,
    scan::{MAX_SIZE, MemoryFiles, ReadError, ReadTexts},
};

/// How long one question may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How many bytes of texts are asked for at once.
const MOST_AT_ONCE: u64 = 16 * 1024 * 1024;

/// Why a commit cannot be read, in git's own words where it has any.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    #[error("git is not installed, or only in the project itself")]
    NoGit,
    #[error("{0}")]
    Refused(String),
    #[error("git took too long or ended early")]
    Failed,
}

/// A file of a commit.
struct Blob {
    id: String,
    /// In bytes.
    size: u64,
}

/// The project as it was at the commit that `revision` means, with today's settings. What lies in one of the folders `others` belongs to
/// another project.
///
/// # Errors
/// When there is no git, no repository or no such commit.
pub fn base_at(project: &Snapshot, others: &[&Utf8Path], revision: &str) -> Result<Base, RevisionError> {
    let root = project.root();
    let commit = format!("{revision}^{{commit}}");
    let id = ask(root, &["rev-parse", "--verify", "--end-of-options", &commit], String::new())?;
    let id = String::from_utf8_lossy(&id).trim().to_owned();
    let listing = ask(root, &["ls-tree", "-r", "-z", "-l", "--end-of-options", &id], String::new())?;
    let (mut blobs, mut links) = (BTreeMap::new(), BTreeMap::new());
    for entry in listing.split(|byte| *byte == 0) {
        let Some((mode, blob, name)) = std::str::from_utf8(entry).ok().and_then(entry_of) else { continue };
        let is_elsewhere = others.iter().any(|other| root.join(&name).starts_with(other));
        match mode {
            _ if is_elsewhere => {}
            "120000" => drop(links.insert(name, blob)),
            "100644" | "100755" => drop(blobs.insert(name, blob)),
            _ => {}
        }
    }
    let targets = read(root, &links, &links.keys().cloned().collect::<Vec<_>>())?;
    let links = targets.into_iter().map(|(name, target)| {
        let target = target.ok().and_then(|target| ProjectPath::written_in(&name.folder(), target));
        (name, target.map_or(Symlink::Outside, Symlink::Inside))
    });
    let links = links.collect();
    let mut failed = None;
    let mut read = |names: &[ProjectPath]| {
        read(root, &blobs, names).unwrap_or_else(|error| {
            failed = Some(error);
            Vec::new()
        })
    };
    let files: BTreeSet<_> = blobs.keys().cloned().collect();
    let memory = MemoryFiles { files, links, read: &mut read };
    let base = Base::in_memory(root.to_owned(), project.settings().clone(), memory);
    failed.map_or(Ok(base), Err)
}

/// `100644 blob ID  SIZE<tab>NAME`; a submodule has no size.
fn entry_of(entry: &str) -> Option<(&str, Blob, ProjectPath)> {
    let (about, name) = entry.split_once('\t')?;
    let mut words = about.split_whitespace();
    let (mode, _, id, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
    Some((mode, Blob { id: id.to_owned(), size: size.parse().unwrap_or(0) }, ProjectPath::new(name)))
}

/// The texts of files, by their names; those that the commit does not have are left out.
fn read(
    root: &Utf8Path,
    blobs: &BTreeMap<ProjectPath, Blob>,
    names: &[ProjectPath],
) -> Result<ReadTexts, RevisionError> {
    let mut texts = Vec::new();
    let mut batch: Vec<(&ProjectPath, &Blob)> = Vec::new();
    let mut bytes = 0;
    for name in names {
        let Some(blob) = blobs.get(name) else { continue };
        if blob.size > MAX_SIZE {
            texts.push((name.clone(), Err(ReadError::TooLarge(MAX_SIZE))));
            continue;
        }
        if bytes + blob.size > MOST_AT_ONCE {
            texts.extend(contents(root, &std::mem::take(&mut batch))?);
            bytes = 0;
        }
        bytes += blob.size;
        batch.push((name, blob));
    }
    texts.extend(contents(root, &batch)?);
    Ok(texts)
}

fn contents(root: &Utf8Path, batch: &[(&ProjectPath, &Blob)]) -> Result<ReadTexts, RevisionError> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let input: String = batch.iter().map(|(_, blob)| format!("{}\n", blob.id)).collect();
    let output = ask(root, &["cat-file", "--batch"], input)?;
    let mut rest = &output[..];
    let mut texts = Vec::new();
    for (name, blob) in batch {
        // `ID blob SIZE`, the bytes, and a line end. The size is known from the listing.
        let size = usize::try_from(blob.size).unwrap_or(usize::MAX);
        let text = memchr::memchr(b'\n', rest).and_then(|end| {
            // A partial clone may lack it: `ID missing`.
            if rest.get(..end)?.ends_with(b" missing") {
                rest = rest.get(end + 1..)?;
                return None;
            }
            let text = rest.get(end + 1..)?.get(..size)?;
            rest = rest.get(end + 2 + size..)?;
            Some(text)
        });
        let Some(text) = text else { continue };
        let text = String::from_utf8(text.to_vec());
        let text = text.map_err(|error| ReadError::NotUtf8(error.utf8_error().valid_up_to()));
        texts.push(((*name).clone(), text));
    }
    Ok(texts)
}

/// What git answers in the folder of a project.
fn ask(root: &Utf8Path, arguments: &[&str], input: String) -> Result<Vec<u8>, RevisionError> {
    let git = program::find("git", std::env::var_os("PATH").as_deref(), &[root]).ok_or(RevisionError::NoGit)?;
    let mut command = Command::new(git);
    // What a hook or a user sets for git would lead it to another repository.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command.args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"]).args(arguments);
    command.current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let failed = |_| RevisionError::Failed;
    let (mut group, stdin, stdout, stderr) = start(command).map_err(failed)?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) = (stdin, stdout, stderr) else {
        return Err(RevisionError::Failed);
    };
    // All ends are served at once, for the pipe of one may be full while we wait for another.
    thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let receive = |mut pipe: Box<dyn Read + Send>| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut output = Vec::new();
            let read = pipe.read_to_end(&mut output);
            drop(sender.send(read.map(|_| output)));
        });
        receiver
    };
    /// How much of a complaint is read, in bytes.
    const LONGEST: u64 = 4096;
    /// More than the texts of one question and a listing of a million files.
    const MOST: u64 = 256 * 1024 * 1024;
    let (output, complaint) = (receive(Box::new(stdout.take(MOST))), receive(Box::new(stderr.take(LONGEST))));
    let deadline = Instant::now() + TIMEOUT;
    let output = output.recv_timeout(deadline.saturating_duration_since(Instant::now()));
    if !matches!(output, Ok(Ok(_))) {
        drop(group.kill());
    }
    let status = group.wait().map_err(failed)?;
    let output = output.map_err(|_| RevisionError::Failed)?.map_err(failed)?;
    if status.success() {
        return Ok(output);
    }
    let complaint = complaint.recv_timeout(TIMEOUT).ok().and_then(Result::ok).unwrap_or_default();
    let complaint = String::from_utf8_lossy(&complaint);
    Err(RevisionError::Refused(complaint.lines().next().unwrap_or("git failed").to_owned()))
}
