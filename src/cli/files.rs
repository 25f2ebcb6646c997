//! Files of a project that are written, atomically and never through a link.

use std::{fs, io};

use camino::Utf8Path;

/// Replaces the text of a file at once, or not at all.
pub(super) fn replace(path: &Utf8Path, before: &str, after: &str) -> Result<(), Refusal> {
    let metadata = path.symlink_metadata()?;
    let folder = path.parent().ok_or(Refusal::Moved)?;
    // A link that took the place of the file, or of a folder above it, since the scan could lead anywhere.
    if !metadata.is_file() || path.canonicalize_utf8()? != path {
        return Err(Refusal::Moved);
    }
    if metadata.permissions().readonly() {
        return Err(Refusal::ReadOnly);
    }
    let mut file = temporary(folder)?;
    io::Write::write_all(&mut file, after.as_bytes())?;
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_data()?;
    if fs::read(path)? != before.as_bytes() {
        return Err(Refusal::Changed);
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Makes a file that does not exist yet, at once, and the folders that it needs. `path` is relative to the real folder `root`.
pub(super) fn create(root: &Utf8Path, path: &Utf8Path, text: &str) -> Result<(), Refusal> {
    let mut folder = root.to_owned();
    for part in path.parent().into_iter().flat_map(Utf8Path::components) {
        folder.push(part);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            _ => {}
        }
        // A link could lead anywhere, and so could `..`.
        if folder.canonicalize_utf8()? != folder {
            return Err(Refusal::Moved);
        }
    }
    let name = path.file_name().ok_or(Refusal::Moved)?;
    let mut file = temporary(&folder)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    file.as_file().sync_data()?;
    file.persist_noclobber(folder.join(name)).map_err(|error| error.error)?;
    Ok(())
}

fn temporary(folder: &Utf8Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    // Readable by others as any new file is; `umask` takes away what the user does not want.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".flowspec-lsp-").tempfile_in(folder)
}

/// Why a file is left as it is.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
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
        let folder = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        let file = folder.join("a.md");
        fs::write(&file, "somebody else's").unwrap();
        assert!(matches!(replace(&file, "before", "after"), Err(Refusal::Changed)));
        assert_eq!(fs::read_to_string(&file).unwrap(), "somebody else's");
        replace(&file, "somebody else's", "after").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "after");
        assert_eq!(folder.read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_read_only_files_are_left_alone_and_permissions_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        fs::create_dir(folder.join("outside")).unwrap();
        let outside = folder.join("outside/a.md");
        fs::write(&outside, "before").unwrap();
        symlink(&outside, folder.join("link.md")).unwrap();
        symlink(folder.join("outside"), folder.join("linked")).unwrap();
        for path in ["link.md", "linked/a.md"] {
            assert!(matches!(replace(&folder.join(path), "before", "after"), Err(Refusal::Moved)), "{path}");
        }
        fs::set_permissions(&outside, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(replace(&outside, "before", "after"), Err(Refusal::ReadOnly)));
        assert_eq!(fs::read_to_string(&outside).unwrap(), "before");
        fs::set_permissions(&outside, fs::Permissions::from_mode(0o751)).unwrap();
        replace(&outside, "before", "after").unwrap();
        assert_eq!(outside.metadata().unwrap().permissions().mode() & 0o777, 0o751);
    }

    #[test]
    fn a_new_file_takes_its_folders_along_and_no_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        let path = Utf8Path::new(".github/agents/a.md");
        create(&root, path, "one").unwrap();
        assert!(matches!(create(&root, path, "two"), Err(Refusal::Io(_))));
        assert_eq!(fs::read_to_string(root.join(path)).unwrap(), "one");
        assert_eq!(root.join(".github/agents").read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
        assert!(matches!(create(&root, Utf8Path::new("../a/b.md"), "x"), Err(Refusal::Moved)));
    }

    #[cfg(unix)]
    #[test]
    fn no_file_is_made_behind_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        fs::create_dir(root.join("outside")).unwrap();
        std::os::unix::fs::symlink(root.join("outside"), root.join("linked")).unwrap();
        assert!(matches!(create(&root, Utf8Path::new("linked/a.md"), "x"), Err(Refusal::Moved)));
        assert_eq!(root.join("outside").read_dir_utf8().unwrap().count(), 0);
    }
}
