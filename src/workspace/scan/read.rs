//! Opening, reading and listing below one folder: the only code that opens a file of a workspace.
//!
//! A path never resolves outside the folder, whatever is a link and whatever changes meanwhile: the system itself refuses it. What is not a
//! regular file is never waited for, and its type and size are taken from the open file, not from its name.

mod list;

use std::{
    fmt,
    fs::File,
    io::{self, Read},
};

use camino::{Utf8Path, Utf8PathBuf};
use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::{
    ambient_authority,
    fs::{Dir, FileType, OpenOptions},
};

use crate::workspace::{
    ProjectPath,
    path::{absolute, real},
};

/// The largest document that is read, in bytes.
pub const MAX_SIZE: u64 = 10 * 1024 * 1024;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It does not exist. Nothing else means that.
    #[error("it does not exist")]
    Gone,
    /// It is longer than so many bytes.
    #[error("it is larger than {}", Size(*.0))]
    TooLarge(u64),
    /// Its bytes are not UTF-8; the offset of the first that is not, from 0.
    #[error("it is not UTF-8 (byte {0})")]
    NotUtf8(usize),
    /// A folder.
    #[error("it is a folder")]
    Folder,
    /// A pipe, a socket or a device.
    #[error("it is not a regular file")]
    NotRegular,
    /// It, or a folder above it, is a link out of the root.
    #[error("it is a link out of the project")]
    Outside,
    /// It is a link where a link is not followed.
    #[error("it is a link, which git does not follow")]
    Link,
    /// Anything else, such as a missing permission.
    #[error("it cannot be opened: {0}")]
    Other(io::Error),
}

struct Size(u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 / 1024 / 1024 {
            0 => write!(f, "{} KB", self.0 / 1024),
            megabytes => write!(f, "{megabytes} MB"),
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        if is_absent(&error) {
            ReadError::Gone
        } else if is_escape(&error) {
            ReadError::Outside
        } else {
            ReadError::Other(error)
        }
    }
}

/// Whether an error means that there is nothing of that name.
pub(in crate::workspace) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// How `cap-std` reports a path that resolves outside: unlike a missing permission, it is not an error of the system.
fn is_escape(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none()
}

/// What a folder holds at a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workspace) enum EntryKind {
    File,
    Folder,
    Link,
    /// A pipe, a socket or a device.
    Special,
}

/// A folder below which files are read.
#[derive(Debug)]
pub struct Root {
    dir: Dir,
    path: Utf8PathBuf,
}

impl From<FileType> for EntryKind {
    fn from(kind: FileType) -> Self {
        if kind.is_symlink() {
            EntryKind::Link
        } else if kind.is_dir() {
            EntryKind::Folder
        } else if kind.is_file() {
            EntryKind::File
        } else {
            EntryKind::Special
        }
    }
}

impl Root {
    /// Opens a folder by its real, absolute path.
    ///
    /// # Errors
    /// When it is not a folder that can be opened.
    pub fn open(path: &Utf8Path) -> io::Result<Root> {
        Ok(Root { dir: Dir::open_ambient_dir(path, ambient_authority())?, path: absolute(path) })
    }

    /// Opens a folder in this one.
    ///
    /// # Errors
    /// When it is not a folder, or is a link out of this one.
    pub fn folder(&self, name: &Utf8Path) -> io::Result<Root> {
        Ok(Root { dir: self.dir.open_dir(name)?, path: absolute(&self.path.join(name)) })
    }

    /// The folder's path.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// Reads a file as UTF-8, by its path from here. Links are followed as long as they stay inside.
    ///
    /// # Errors
    /// When it cannot be opened, is not a regular file, is longer than `limit` or is not UTF-8.
    pub fn read(&self, name: &Utf8Path, limit: u64) -> Result<String, ReadError> {
        let bytes = match self.bytes(name, limit, FollowSymlinks::Yes) {
            // The system treats every absolute link as one that resolves outside.
            Err(ReadError::Outside) => self.bytes(&self.inside(name)?, limit, FollowSymlinks::Yes),
            result => result,
        }?;
        String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8(error.utf8_error().valid_up_to()))
    }

    /// Reads a file that must not be a link itself, as git reads its ignore files. What is not UTF-8 in it is replaced.
    ///
    /// # Errors
    /// As for [`Root::read`].
    pub fn read_unlinked(&self, name: &Utf8Path, limit: u64) -> Result<String, ReadError> {
        match self.bytes(name, limit, FollowSymlinks::No) {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(ReadError::Gone) => Err(ReadError::Gone),
            Err(_) if self.dir.symlink_metadata(name).is_ok_and(|metadata| metadata.is_symlink()) => {
                Err(ReadError::Link)
            }
            Err(error) => Err(error),
        }
    }

    /// Opens a regular file to see whether it can be read.
    ///
    /// # Errors
    /// When it cannot, as for [`Root::read`].
    pub fn probe(&self, name: &Utf8Path) -> Result<(), ReadError> {
        self.regular(name, FollowSymlinks::Yes).map(drop)
    }

    /// What a folder holds, not sorted; names that are not UTF-8 are left out. A link to another folder is not followed.
    ///
    /// # Errors
    /// When it cannot be listed.
    pub(in crate::workspace) fn list(&self, name: &Utf8Path) -> io::Result<Vec<(String, EntryKind)>> {
        let here = if name.as_str().is_empty() { Utf8Path::new(".") } else { name };
        let mut entries = Vec::new();
        for (child, kind) in list::entries(&self.dir, here)? {
            let Ok(child) = child.into_string() else {
                tracing::warn!("skipped a file whose name is not UTF-8, in `{}`", self.path.join(name));
                continue;
            };
            // Some file systems tell the type only when they are asked for it.
            let kind = kind.or_else(|| Some(self.dir.symlink_metadata(name.join(&child)).ok()?.file_type().into()));
            entries.extend(kind.map(|kind| (child, kind)));
        }
        Ok(entries)
    }

    /// Where an absolute link leads, when that is inside.
    fn inside(&self, name: &Utf8Path) -> Result<ProjectPath, ReadError> {
        ProjectPath::inside(&self.path, &real(self.path.join(name))?).ok_or(ReadError::Outside)
    }

    fn bytes(&self, name: &Utf8Path, limit: u64, follow: FollowSymlinks) -> Result<Vec<u8>, ReadError> {
        let (file, size) = self.regular(name, follow)?;
        if size > limit {
            return Err(ReadError::TooLarge(limit));
        }
        let mut bytes = Vec::with_capacity(size as usize + 1);
        file.take(limit + 1).read_to_end(&mut bytes)?;
        // It may have grown.
        if bytes.len() as u64 > limit { Err(ReadError::TooLarge(limit)) } else { Ok(bytes) }
    }

    /// Opens a regular file without waiting for anybody; also its size.
    fn regular(&self, name: &Utf8Path, follow: FollowSymlinks) -> Result<(File, u64), ReadError> {
        let mut options = OpenOptions::new();
        let file = self.dir.open_with(name, options.read(true).nonblock(true).follow(follow))?.into_std();
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            Err(ReadError::Folder)
        } else if !metadata.is_file() {
            Err(ReadError::NotRegular)
        } else {
            Ok((file, metadata.len()))
        }
    }
}

/// Reads a file of the project at `root` as UTF-8, by its path from there.
///
/// # Errors
/// As for [`Root::read`].
pub fn read(root: &Utf8Path, name: &Utf8Path) -> Result<String, ReadError> {
    Root::open(root)?.read(name, MAX_SIZE)
}
