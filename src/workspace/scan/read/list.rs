//! The entries of an open folder.

use std::{ffi::OsString, io};

use camino::Utf8Path;
use cap_std::fs::Dir;

use super::EntryKind;

/// The names in a folder below `root`, each with its kind where the file system tells it. `cap-std` opens the folder a second time for this,
/// which counts in a walk through many.
///
/// # Errors
/// When it cannot be listed.
#[cfg(unix)]
pub(super) fn entries(root: &Dir, folder: &Utf8Path) -> io::Result<Vec<(OsString, Option<EntryKind>)>> {
    use std::os::unix::ffi::OsStringExt;

    use cap_fs_ext::OpenOptionsSyncExt;
    use cap_std::fs::OpenOptions;
    use rustix::fs::FileType;

    // A pipe that has taken the folder's place is not waited for.
    let folder = root.open_with(folder, OpenOptions::new().read(true).nonblock(true))?;
    let mut entries = Vec::new();
    for entry in rustix::fs::Dir::new(folder.into_std())? {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if matches!(name, b"." | b"..") {
            continue;
        }
        let kind = match entry.file_type() {
            FileType::Unknown => None,
            FileType::Symlink => Some(EntryKind::Link),
            FileType::Directory => Some(EntryKind::Folder),
            FileType::RegularFile => Some(EntryKind::File),
            _ => Some(EntryKind::Special),
        };
        entries.push((OsString::from_vec(name.to_vec()), kind));
    }
    Ok(entries)
}

/// The names in a folder below `root`, each with its kind where the file system tells it.
///
/// # Errors
/// When it cannot be listed.
#[cfg(not(unix))]
pub(super) fn entries(root: &Dir, folder: &Utf8Path) -> io::Result<Vec<(OsString, Option<EntryKind>)>> {
    let entry = |entry: io::Result<cap_std::fs::DirEntry>| {
        let entry = entry?;
        let kind = entry.file_type().ok().filter(|kind| *kind != cap_std::fs::FileType::unknown());
        Ok((entry.file_name(), kind.map(EntryKind::from)))
    };
    root.read_dir(folder)?.map(entry).collect()
}
