//! Finding programs. A workspace can come from anybody, so it never provides one.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use camino::Utf8Path;

use super::path::comparable;

/// The first program called `name` on `path`, the value of `PATH`, that is outside of all `workspaces`, links followed.
///
/// Folders of `path` that are relative would mean another program in every working folder, and are passed over.
pub fn find(name: &str, path: Option<&OsStr>, workspaces: &[&Utf8Path]) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(path?)
        .filter(|folder| folder.is_absolute() && is_outside(folder, workspaces))
        .map(|folder| folder.join(&name))
        .find(|program| is_program(program, workspaces))
}

/// Whether a path is a file that can be started and lies outside of all `workspaces`, links followed.
pub fn is_program(path: &Path, workspaces: &[&Utf8Path]) -> bool {
    let real = path.canonicalize().ok();
    is_outside(path, workspaces) && real.is_some_and(|real| is_outside(&real, workspaces) && is_executable(&real))
}

/// `path` without the folders that mean another place in every working folder.
pub fn without_relative(path: &OsStr) -> OsString {
    let absolute = std::env::split_paths(path).filter(|folder| folder.is_absolute());
    // What was split can be joined again.
    std::env::join_paths(absolute).unwrap_or_default()
}

/// Whether a path is outside of all `workspaces`, as it is written.
pub fn is_outside(path: &Path, workspaces: &[&Utf8Path]) -> bool {
    let path = comparable(path);
    !workspaces.iter().any(|workspace| path.starts_with(workspace))
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

#[cfg(all(test, unix))]
mod tests {
    use std::{
        fs,
        os::unix::fs::{PermissionsExt, symlink},
    };

    use camino::Utf8PathBuf;

    use super::*;
    use crate::workspace::path::real;

    #[test]
    fn a_workspace_never_provides_a_program() {
        let folder = tempfile::tempdir().unwrap();
        let root = real(folder.path()).unwrap();
        let workspace = root.join("workspace");
        for folder in ["workspace/bin", "linked", "right", "folder/git", "not executable"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        let program = |path: &str, mode: u32| {
            fs::write(root.join(path), "").unwrap();
            fs::set_permissions(root.join(path), fs::Permissions::from_mode(mode)).unwrap();
        };
        program("workspace/bin/git", 0o755);
        program("not executable/git", 0o644);
        program("right/git", 0o755);
        symlink(workspace.join("bin/git"), root.join("linked/git")).unwrap();
        symlink(workspace.join("bin"), root.join("linked folder")).unwrap();
        let find = |folders: &[Utf8PathBuf]| find("git", Some(&std::env::join_paths(folders).unwrap()), &[&workspace]);
        let bad = [
            "bin".into(),
            ".".into(),
            "".into(),
            workspace.join("bin"),
            root.join("linked"),
            root.join("linked folder"),
            root.join("folder"),
            root.join("not executable"),
            root.join("gone"),
        ];
        assert_eq!(find(&bad), None);
        let all: Vec<_> = bad.into_iter().chain([root.join("right")]).collect();
        assert_eq!(find(&all), Some(root.join("right/git").into_std_path_buf()));
        assert!(!is_program(workspace.join("bin/git").as_std_path(), &[&workspace]));
    }

    #[test]
    fn relative_folders_are_taken_out() {
        assert_eq!(without_relative(OsStr::new(":/usr/bin:.:bin::/bin")), "/usr/bin:/bin");
        assert_eq!(without_relative(OsStr::new("")), "");
    }
}
