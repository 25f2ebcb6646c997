//! Paths: those of a project's files, and the absolute ones of documents. The only code that knows how a system writes a path.
//!
//! Every path in the engine has `/` between its parts, which Windows takes as well as `\`. What comes from the system or the client is
//! brought into this form here, so that two paths of one file are the same bytes.

use std::{
    borrow::{Borrow, Cow},
    fmt, io,
    ops::Deref,
    path::Path,
    sync::Arc,
};

use camino::{FromPathBufError, Utf8Path, Utf8PathBuf};

/// A path inside the project: relative to its root, with `/` between its parts on every system. Compared byte by byte.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectPath(Arc<str>);

impl ProjectPath {
    /// Takes a relative path without `.` and `..`, as this system writes it.
    pub fn new(path: impl AsRef<str>) -> Self {
        ProjectPath(with_slashes(path.as_ref(), cfg!(windows)).into())
    }

    /// What a text of the project means by `path`: without `.` and `..`. `None` when it leaves the project or is absolute.
    pub fn written(path: impl AsRef<str>) -> Option<Self> {
        Some(ProjectPath(written(path.as_ref(), cfg!(windows))?.into()))
    }

    /// The same where the path starts from `folder` of the project.
    pub fn written_in(folder: &Utf8Path, path: impl AsRef<str>) -> Option<Self> {
        match path.as_ref() {
            path if path.starts_with('/') => None,
            path => ProjectPath::written(format!("./{folder}/{path}")),
        }
    }

    /// The way from the folder `root` to a path in it, both absolute; `None` when the path is not in it.
    pub fn inside(root: &Utf8Path, path: &Utf8Path) -> Option<Self> {
        path.strip_prefix(root).ok().map(ProjectPath::new)
    }

    /// What is called `name` in this folder, or below it.
    #[must_use]
    pub fn join(&self, name: impl AsRef<str>) -> Self {
        let name = name.as_ref();
        match (self.as_str(), name) {
            ("", name) => ProjectPath::new(name),
            (_, "") => self.clone(),
            (folder, name) => ProjectPath::new(format!("{folder}/{name}")),
        }
    }

    /// The folder that it is in; that of the root is the root.
    #[must_use]
    pub fn folder(&self) -> Self {
        self.parent().map(ProjectPath::from).unwrap_or_default()
    }

    /// What is called `name` in the folder that it is in.
    #[must_use]
    pub fn with_file_name(&self, name: impl AsRef<str>) -> Self {
        self.folder().join(name)
    }

    /// Its leading parts, the shortest first and itself last, each with the rest.
    pub fn leading(&self) -> impl Iterator<Item = (&str, &str)> {
        let ends = self.0.match_indices('/').map(|(at, _)| at).chain([self.0.len()]);
        ends.map(|end| (&self.0[..end], self.0.get(end + 1..).unwrap_or_default()))
    }
}

/// The project's root.
impl Default for ProjectPath {
    fn default() -> Self {
        ProjectPath("".into())
    }
}

impl Deref for ProjectPath {
    type Target = Utf8Path;
    fn deref(&self) -> &Utf8Path {
        Utf8Path::new(&*self.0)
    }
}

impl Borrow<str> for ProjectPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<Utf8Path> for ProjectPath {
    fn as_ref(&self) -> &Utf8Path {
        self
    }
}

impl AsRef<Path> for ProjectPath {
    fn as_ref(&self) -> &Path {
        self.as_std_path()
    }
}

impl AsRef<str> for ProjectPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ProjectPath {
    fn from(path: &str) -> Self {
        ProjectPath::new(path)
    }
}

impl From<&Utf8Path> for ProjectPath {
    fn from(path: &Utf8Path) -> Self {
        ProjectPath::new(path)
    }
}

impl From<Utf8PathBuf> for ProjectPath {
    fn from(path: Utf8PathBuf) -> Self {
        ProjectPath::new(path)
    }
}

impl PartialEq<str> for ProjectPath {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for ProjectPath {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// The real, absolute path of a document or of another file; for a buffer that is no file, its URI. Compared byte by byte, which is much faster than
/// by component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocPath(Arc<str>);

impl DocPath {
    /// Takes an absolute path in any of its forms, without a look at the disk.
    pub fn new(path: impl AsRef<Utf8Path>) -> Self {
        DocPath(normal(path.as_ref().as_str(), cfg!(windows)).into())
    }
}

impl Deref for DocPath {
    type Target = Utf8Path;
    fn deref(&self) -> &Utf8Path {
        Utf8Path::new(&*self.0)
    }
}

impl fmt::Display for DocPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The real path of what is there, links followed.
///
/// # Errors
/// When it is not there, cannot be looked at, or has a name that is not UTF-8.
pub fn real(path: impl AsRef<Path>) -> io::Result<Utf8PathBuf> {
    let path = Utf8PathBuf::try_from(path.as_ref().canonicalize()?).map_err(FromPathBufError::into_io_error)?;
    Ok(absolute(&path))
}

/// An absolute path in the form that all of them have.
pub fn absolute(path: &Utf8Path) -> Utf8PathBuf {
    normal(path.as_str(), cfg!(windows)).into_owned().into()
}

/// A path of the system in the form that all have, to compare it with others.
pub fn comparable(path: &Path) -> Cow<'_, Path> {
    if !cfg!(windows) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(normal(&path.to_string_lossy(), true).into_owned().into())
}

/// The path of a file by its URI; `None` for any other URI and for one that is not UTF-8.
pub fn of_uri(uri: &str) -> Option<Utf8PathBuf> {
    of_file_uri(uri, cfg!(windows)).map(Utf8PathBuf::from)
}

/// Whether `..` is a part of a path that a text writes.
pub fn has_parent(path: &str) -> bool {
    with_slashes(path, cfg!(windows)).split('/').any(|part| part == "..")
}

/// Whether a path is `folder` or below it.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn with_slashes(path: &str, windows: bool) -> Cow<'_, str> {
    if windows && path.contains('\\') { path.replace('\\', "/").into() } else { path.into() }
}

fn written(path: &str, windows: bool) -> Option<String> {
    let path = with_slashes(path, windows);
    // On Windows a colon is part of no name: it ends a drive, or leads to another stream of a file.
    if path.starts_with('/') || windows && path.contains(':') {
        return None;
    }
    let mut normal = String::with_capacity(path.len());
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if normal.is_empty() => return None,
            ".." => normal.truncate(normal.rfind('/').unwrap_or(0)),
            part => {
                if !normal.is_empty() {
                    normal.push('/');
                }
                normal.push_str(part);
            }
        }
    }
    Some(normal)
}

/// On Windows with `/`, with an upper-case letter for the drive and without the `\\?\` that the system writes before a real path.
fn normal(path: &str, windows: bool) -> Cow<'_, str> {
    if !windows {
        return path.into();
    }
    let path = with_slashes(path, windows);
    let plain = match path.strip_prefix("//?/") {
        Some(rest) if has_drive(rest) => rest.to_owned(),
        Some(rest) => match rest.get(..4) {
            Some(unc) if unc.eq_ignore_ascii_case("UNC/") => format!("//{}", &rest[4..]),
            _ => return path,
        },
        None if has_drive(&path) => path.clone().into_owned(),
        None => return path,
    };
    match plain.split_at_checked(1) {
        // Without a slash it would be the working folder of the drive.
        Some((drive, ":")) => format!("{}:/", drive.to_ascii_uppercase()).into(),
        Some((drive, rest)) if has_drive(&plain) => (drive.to_ascii_uppercase() + rest).into(),
        _ => plain.into(),
    }
}

/// Whether a path begins with a drive, `C:` or `C:/`.
fn has_drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(1) == Some(&b':')
        && matches!(bytes.get(2), None | Some(b'/'))
}

fn of_file_uri(uri: &str, windows: bool) -> Option<String> {
    let url = url::Url::parse(uri).ok().filter(|url| url.scheme() == "file")?;
    let path = percent_encoding::percent_decode_str(url.path()).decode_utf8().ok()?;
    match url.host_str().filter(|host| *host != "localhost") {
        // A file of another computer.
        Some(host) if windows => Some(normal(&format!("//{host}{path}"), windows).into_owned()),
        Some(_) => None,
        None if windows => {
            let path = path.strip_prefix('/').filter(|path| has_drive(&with_slashes(path, windows))).unwrap_or(&path);
            Some(normal(path, windows).into_owned())
        }
        None => Some(path.into_owned()),
    }
}

#[cfg(test)]
mod tests;
