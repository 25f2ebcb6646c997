//! One run a task, whichever process starts it: a lock next to the logs, which the system takes back when its process ends.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    hash::{Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

use camino::Utf8Path;
use rustc_hash::FxHasher;

use super::log;

/// The right to run something. It ends when this is dropped.
#[derive(Debug)]
pub struct Lock(Option<(File, PathBuf)>);

/// Another process runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken;

impl Lock {
    /// The right to run a command on `subject`, the file of a task, or another name of what there is one run of at a time. Where there
    /// is no folder for a lock outside of all `workspaces`, other processes are not kept out.
    ///
    /// # Errors
    /// When another process has it.
    pub fn take(subject: &str, workspaces: &[&Utf8Path]) -> Result<Lock, Taken> {
        log::own_folder(workspaces).map_or(Ok(Lock(None)), |folder| Lock::take_in(&folder, subject))
    }

    fn take_in(folder: &Path, subject: &str) -> Result<Lock, Taken> {
        let mut hasher = FxHasher::default();
        subject.hash(&mut hasher);
        let path = folder.join(format!("{:016x}.lock", hasher.finish()));
        loop {
            let Ok(file) = OpenOptions::new().write(true).create(true).truncate(false).open(&path) else {
                return Ok(Lock(None));
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Taken),
                Err(TryLockError::Error(_)) => return Ok(Lock(None)),
            }
            // Who had it may have removed the file after it was opened here.
            if is_at(&file, &path).unwrap_or_default() {
                return Ok(Lock(Some((file, path))));
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some((_, path)) = &self.0 {
            // An open file cannot be removed everywhere. One that stays is not locked.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let (own, there) = (file.metadata()?, path.symlink_metadata()?);
    Ok((own.dev(), own.ino()) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> io::Result<bool> {
    path.try_exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_locked_once_and_nothing_stays() {
        let folder = tempfile::tempdir().unwrap();
        let take = |subject| Lock::take_in(folder.path(), subject);
        let (one, other) = (take("one").unwrap(), take("other").unwrap());
        assert_eq!(take("one").unwrap_err(), Taken);
        drop(one);
        drop((take("one").unwrap(), other));
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_cannot_be_used_keeps_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        drop((Lock::take_in(&gone, "one").unwrap(), Lock::take_in(&gone, "one").unwrap()));
    }
}
