//! Files of a project that are written: at once or not at all, and never through a link.

mod attributes;
mod signals;

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, Write},
    time::{Duration, SystemTime},
};

use camino::Utf8Path;
use tempfile::NamedTempFile;

use crate::workspace::path::real;

pub(super) use signals::Signals;

/// What the names of our temporary files begin with.
const PREFIX: &str = ".flowspec-lsp-";

/// A temporary file older than this belongs to a process that was killed.
const STALE: Duration = Duration::from_secs(60 * 60);

/// Replaces the text of a file at once, or not at all. A file with several hard links, or with an owner or attributes that a new file
/// cannot be given, is overwritten in place: they matter more than what a power cut in that moment would leave.
pub(super) fn replace(path: &Utf8Path, before: &str, after: &str) -> Result<(), WriteRefusal> {
    let metadata = path.symlink_metadata()?;
    let folder = path.parent().ok_or(WriteRefusal::Moved)?;
    // A link that took the place of the file, or of a folder above it, since the scan could lead anywhere.
    if !metadata.is_file() || real(path)? != path {
        return Err(WriteRefusal::Moved);
    }
    if metadata.permissions().readonly() {
        return Err(WriteRefusal::ReadOnly);
    }
    if attributes::is_shared(&metadata) {
        return overwrite(path, before, after);
    }
    let mut file = temporary(folder)?;
    if !attributes::copy(&File::open(path)?, &metadata, file.as_file()) {
        drop(file);
        return overwrite(path, before, after);
    }
    file.write_all(after.as_bytes())?;
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_data()?;
    if fs::read(path)? != before.as_bytes() {
        return Err(WriteRefusal::Changed);
    }
    put(file, path, before)
}

/// Puts a file in the place of another one that still has the text `before`. Where the system can exchange two files, the text is
/// compared once more when the old file has no name any longer.
fn put(file: NamedTempFile, path: &Utf8Path, before: &str) -> Result<(), WriteRefusal> {
    if attributes::exchange(file.path(), path) {
        if fs::read(file.path()).is_ok_and(|old| old == before.as_bytes()) {
            return Ok(());
        }
        // It was written to between the comparison and the exchange.
        if attributes::exchange(file.path(), path) {
            return Err(WriteRefusal::Changed);
        }
        // What was written stays, under the name of the temporary file.
        file.keep().map_err(|error| error.error)?;
        return Err(WriteRefusal::Changed);
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes into a file that keeps its place on the disk.
fn overwrite(path: &Utf8Path, before: &str, after: &str) -> Result<(), WriteRefusal> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW);
    let mut file = options.open(path)?;
    let mut now = Vec::new();
    file.read_to_end(&mut now)?;
    if now != before.as_bytes() {
        return Err(WriteRefusal::Changed);
    }
    let mut write = |text: &str| {
        file.rewind()?;
        file.write_all(text.as_bytes())?;
        file.set_len(text.len() as u64)?;
        file.sync_data()
    };
    write(after).inspect_err(|_| {
        // The disk is full: the old text still fits.
        let _ = write(before);
    })?;
    Ok(())
}

/// Removes temporary files that a killed process has left beside these files.
pub(super) fn remove_stale<'a>(files: impl Iterator<Item = &'a Utf8Path>) {
    let folders: BTreeSet<_> = files.filter_map(Utf8Path::parent).collect();
    let now = SystemTime::now();
    for folder in folders {
        // What cannot be looked at or removed is harmless.
        for entry in folder.read_dir_utf8().into_iter().flatten().flatten() {
            let ours = entry.file_name().strip_prefix(PREFIX);
            let ours =
                ours.is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            let metadata = entry.path().symlink_metadata().ok().filter(|metadata| ours && metadata.is_file());
            let age = metadata.and_then(|metadata| now.duration_since(metadata.modified().ok()?).ok());
            if age.is_some_and(|age| age > STALE) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Makes a file that does not exist yet, at once, and the folders that it needs. `path` is relative to the real folder `root`.
pub(super) fn create(root: &Utf8Path, path: &Utf8Path, text: &str) -> Result<(), WriteRefusal> {
    let mut folder = root.to_owned();
    for part in path.parent().into_iter().flat_map(Utf8Path::components) {
        folder.push(part);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
        // A link could lead anywhere, and so could `..`.
        if real(&folder)? != folder {
            return Err(WriteRefusal::Moved);
        }
    }
    let name = path.file_name().ok_or(WriteRefusal::Moved)?;
    let mut file = temporary(&folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_data()?;
    file.persist_noclobber(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

fn temporary(folder: &Utf8Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // Readable by others as any new file is; `umask` takes away what the user does not want.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(PREFIX).tempfile_in(folder)
}

/// Why a file is left as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteRefusal {
    #[error("it changed meanwhile; run again")]
    Changed,
    #[error("another file or a link took its place; run again")]
    Moved,
    #[error("it is read-only")]
    ReadOnly,
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let folder = real(folder.path()).unwrap();
        let file = folder.join("a.md");
        fs::write(&file, "another file").unwrap();
        assert!(matches!(replace(&file, "before", "after"), Err(WriteRefusal::Changed)));
        assert_eq!(fs::read_to_string(&file).unwrap(), "another file");
        replace(&file, "another file", "after").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "after");
        assert_eq!(folder.read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_read_only_files_are_left_alone_and_permissions_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let folder = real(folder.path()).unwrap();
        fs::create_dir(folder.join("outside")).unwrap();
        let outside = folder.join("outside/a.md");
        fs::write(&outside, "before").unwrap();
        symlink(&outside, folder.join("link.md")).unwrap();
        symlink(folder.join("outside"), folder.join("linked")).unwrap();
        for path in ["link.md", "linked/a.md"] {
            assert!(matches!(replace(&folder.join(path), "before", "after"), Err(WriteRefusal::Moved)), "{path}");
        }
        fs::set_permissions(&outside, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(replace(&outside, "before", "after"), Err(WriteRefusal::ReadOnly)));
        assert_eq!(fs::read_to_string(&outside).unwrap(), "before");
        fs::set_permissions(&outside, fs::Permissions::from_mode(0o751)).unwrap();
        replace(&outside, "before", "after").unwrap();
        assert_eq!(outside.metadata().unwrap().permissions().mode() & 0o777, 0o751);
    }

    #[cfg(unix)]
    #[test]
    fn hard_links_and_attributes_are_kept() {
        use std::os::unix::fs::MetadataExt;

        let folder = tempfile::tempdir().unwrap();
        let folder = real(folder.path()).unwrap();
        let (file, link) = (folder.join("a.md"), folder.join("b.md"));
        fs::write(&file, "a longer text").unwrap();
        fs::hard_link(&file, &link).unwrap();
        replace(&file, "a longer text", "after").unwrap();
        assert_eq!(fs::read_to_string(&link).unwrap(), "after");
        assert_eq!(file.metadata().unwrap().nlink(), 2);
        assert!(matches!(replace(&file, "a longer text", "again"), Err(WriteRefusal::Changed)));
        assert_eq!(fs::read_to_string(&link).unwrap(), "after");
        fs::remove_file(&link).unwrap();

        // Not every file system has attributes of the user's.
        let none = rustix::fs::XattrFlags::empty();
        let has_attributes = rustix::fs::setxattr(file.as_std_path(), "user.flowspec", b"kept", none).is_ok();
        replace(&file, "after", "once more").unwrap();
        if has_attributes {
            let mut value = [0; 8];
            let length = rustix::fs::getxattr(file.as_std_path(), "user.flowspec", &mut value).unwrap();
            assert_eq!(&value[..length], b"kept");
        }
        // Only the superuser can give a file away.
        if std::os::unix::fs::chown(&file, Some(1234), Some(1235)).is_ok() {
            replace(&file, "once more", "owned").unwrap();
            let metadata = file.metadata().unwrap();
            assert_eq!((metadata.uid(), metadata.gid()), (1234, 1235));
        }
        assert_eq!(folder.read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_change_between_comparison_and_exchange_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let folder = real(folder.path()).unwrap();
        let path = folder.join("a.md");
        fs::write(&path, "another file").unwrap();
        let mut file = temporary(&folder).unwrap();
        file.write_all(b"after").unwrap();
        let put = put(file, &path, "before");
        if cfg!(target_os = "linux") {
            assert!(matches!(put, Err(WriteRefusal::Changed)));
            assert_eq!(fs::read_to_string(&path).unwrap(), "another file");
        }
        assert_eq!(folder.read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn only_stale_temporary_files_of_ours_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let folder = real(folder.path()).unwrap();
        let old = SystemTime::now() - 2 * STALE;
        for (name, age) in [
            (".flowspec-lsp-aB3dE6", Some(old)),
            (".flowspec-lsp-bB3dE6", None),
            (".flowspec-lsp-notes.md", Some(old)),
            (".flowspec-lsp-toolong", Some(old)),
            ("a.md", Some(old)),
        ] {
            let file = File::create(folder.join(name)).unwrap();
            age.into_iter().for_each(|age| file.set_modified(age).unwrap());
        }
        fs::create_dir(folder.join(".flowspec-lsp-cB3dE6")).unwrap();
        remove_stale([folder.join("a.md"), folder.join("b.md")].iter().map(|path| &**path));
        let mut left: Vec<_> =
            folder.read_dir_utf8().unwrap().map(|entry| entry.unwrap().file_name().to_owned()).collect();
        left.sort();
        let expected =
            [".flowspec-lsp-bB3dE6", ".flowspec-lsp-cB3dE6", ".flowspec-lsp-notes.md", ".flowspec-lsp-toolong", "a.md"];
        assert_eq!(left, expected);
    }

    #[test]
    fn a_new_file_takes_its_folders_along_and_no_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let root = real(folder.path()).unwrap();
        let path = Utf8Path::new(".github/agents/a.md");
        create(&root, path, "one").unwrap();
        assert!(matches!(create(&root, path, "two"), Err(WriteRefusal::Io(_))));
        assert_eq!(fs::read_to_string(root.join(path)).unwrap(), "one");
        assert_eq!(root.join(".github/agents").read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
        assert!(matches!(create(&root, Utf8Path::new("../a/b.md"), "x"), Err(WriteRefusal::Moved)));
    }

    #[cfg(unix)]
    #[test]
    fn no_file_is_made_behind_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let root = real(folder.path()).unwrap();
        fs::create_dir(root.join("outside")).unwrap();
        std::os::unix::fs::symlink(root.join("outside"), root.join("linked")).unwrap();
        assert!(matches!(create(&root, Utf8Path::new("linked/a.md"), "x"), Err(WriteRefusal::Moved)));
        assert_eq!(root.join("outside").read_dir_utf8().unwrap().count(), 0);
    }
}
