//! Texts that the server makes and shows as files: never in the workspace, and gone when the session is over.

use crate::workspace::path::real;
use camino::{Utf8Path, Utf8PathBuf};
use std::{
    fs::{self, DirEntry, File, Metadata},
    io,
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tempfile::TempDir;

/// What the names of the folders of all servers begin with.
const PREFIX: &str = "flowspec-lsp-shown-";
/// The file in such a folder that its server holds locked for as long as it lives.
const LOCK: &str = ".lock";
/// A younger folder may not have its lock yet.
const YOUNGEST: Duration = Duration::from_secs(60);

/// The folder of the texts that are shown as files, and its lock. It is made when it is needed.
#[derive(Debug, Default)]
pub struct ShownFiles(Mutex<Option<(TempDir, File)>>);

impl ShownFiles {
    /// Writes a text that nobody should edit, and returns its path. An older one of the same name is replaced.
    pub fn write(&self, name: &str, text: &str, workspace: &[Utf8PathBuf]) -> io::Result<Utf8PathBuf> {
        let mut folder = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (folder, _) = match &mut *folder {
            Some(folder) => folder,
            none => none.insert(create(&std::env::temp_dir())?),
        };
        let folder = real(folder.path())?;
        if workspace.iter().any(|root| folder.starts_with(root)) {
            return Err(io::Error::other("the folder for temporary files lies in the workspace"));
        }
        let path = folder.join(name);
        // What is there is read-only, so it is replaced and not written to.
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        io::Write::write_all(&mut file, text.as_bytes())?;
        let mut permissions = file.as_file().metadata()?.permissions();
        permissions.set_readonly(true);
        file.as_file().set_permissions(permissions)?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(path)
    }

    /// Whether a file is one of them.
    pub fn hold(&self, file: &Utf8Path) -> bool {
        let folder = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let path = folder.as_ref().and_then(|(folder, _)| real(folder.path()).ok());
        path.is_some_and(|folder| file.starts_with(folder))
    }

    /// Removes everything.
    pub fn clear(&self) {
        let folder = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(error)) = folder.map(|(folder, _)| folder.close()) {
            tracing::info!("temporary files stay: {error}");
        }
    }
}

/// A new folder in `temporary`, in which those of servers that were killed are removed.
fn create(temporary: &Path) -> io::Result<(TempDir, File)> {
    for stale in temporary.read_dir().into_iter().flatten().flatten().filter(is_stale) {
        // An error is that another server does the same.
        let _ = fs::remove_dir_all(stale.path());
    }
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(temporary)?;
    let lock = File::create(folder.path().join(LOCK))?;
    lock.try_lock()?;
    Ok((folder, lock))
}

/// Whether an entry of the temporary folder is one that a server of this user has left.
fn is_stale(entry: &DirEntry) -> bool {
    let is_ours = |metadata: &Metadata| metadata.is_dir() && is_own(metadata);
    let is_old =
        |metadata: &Metadata| metadata.modified().is_ok_and(|time| time.elapsed().is_ok_and(|age| age > YOUNGEST));
    let is_free = || File::open(entry.path().join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
    entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX))
        && entry.metadata().is_ok_and(|metadata| is_ours(&metadata) && is_old(&metadata))
        && is_free()
}

#[cfg(unix)]
fn is_own(metadata: &Metadata) -> bool {
    // SAFETY: asks for a number.
    std::os::unix::fs::MetadataExt::uid(metadata) == unsafe { libc::geteuid() }
}

/// Elsewhere every user has a temporary folder.
#[cfg(not(unix))]
fn is_own(_metadata: &Metadata) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn what_killed_servers_left_is_removed() {
        let temporary = tempfile::tempdir().unwrap();
        let old = SystemTime::now() - YOUNGEST * 2;
        let folder = |name: &str, lock: bool, time: SystemTime| {
            let path = temporary.path().join(name);
            fs::create_dir(&path).unwrap();
            let lock = lock.then(|| File::create(path.join(LOCK)).unwrap());
            File::open(&path).unwrap().set_modified(time).unwrap();
            (path, lock)
        };
        let (stale, _) = folder("flowspec-lsp-shown-stale", true, old);
        let (live, lock) = folder("flowspec-lsp-shown-live", true, old);
        lock.as_ref().unwrap().lock().unwrap();
        let (young, _) = folder("flowspec-lsp-shown-young", true, SystemTime::now());
        let (unlocked, _) = folder("flowspec-lsp-shown-unlocked", false, old);
        let (other, _) = folder("other", true, old);
        let (own, _lock) = create(temporary.path()).unwrap();
        assert!(!stale.exists());
        for path in [live.as_path(), &young, &unlocked, &other, own.path()] {
            assert!(path.exists(), "{path:?}");
        }
    }

    #[test]
    fn a_text_is_replaced_read_only_and_removed_in_the_end() {
        let files = ShownFiles::default();
        let path = files.write("a.md", "one", &[]).unwrap();
        assert_eq!(files.write("a.md", "two", &[]).unwrap(), path);
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(fs::metadata(&path).unwrap().permissions().readonly());
        let workspace = path.parent().unwrap().parent().unwrap().to_owned();
        assert!(files.write("b.md", "", &[workspace]).is_err());
        files.clear();
        assert!(!path.exists());
    }
}
