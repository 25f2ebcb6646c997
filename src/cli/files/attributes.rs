//! What a file has besides its text: owner, links and extended attributes.

#[cfg(unix)]
pub(super) use unix::{copy, is_shared};

use std::{fs::File, path::Path};

/// Exchanges two files in one step; whether the system can.
pub(super) fn exchange(one: &Path, other: impl AsRef<Path>) -> bool {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other.as_ref(), RenameFlags::EXCHANGE).is_ok()
    }
    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    {
        let _ = (one, other);
        false
    }
}

/// Whether the file has more than one name, which a new file in its place would cut off. Not known on this system.
#[cfg(not(unix))]
pub(super) fn is_shared(_: &std::fs::Metadata) -> bool {
    false
}

/// Gives a new file the owner and attributes of another; on this system there is nothing to give.
#[cfg(not(unix))]
pub(super) fn copy(_: &File, _: &std::fs::Metadata, _: &File) -> bool {
    true
}

#[cfg(unix)]
mod unix {
    use std::{
        fs::Metadata,
        os::unix::fs::{MetadataExt, fchown},
    };

    use super::File;

    /// Whether the file has more than one name, which a new file in its place would cut off.
    pub(in crate::cli::files) fn is_shared(metadata: &Metadata) -> bool {
        metadata.nlink() > 1
    }

    /// Gives a new file the owner and the attributes, access lists among them, of another; whether that could be done.
    pub(in crate::cli::files) fn copy(from: &File, metadata: &Metadata, to: &File) -> bool {
        let owner = |metadata: &Metadata| (metadata.uid(), metadata.gid());
        let same = to.metadata().is_ok_and(|made| owner(&made) == owner(metadata));
        let owned = same || fchown(to, Some(metadata.uid()), Some(metadata.gid())).is_ok();
        owned && copy_attributes(from, to)
    }

    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    fn copy_attributes(from: &File, to: &File) -> bool {
        super::extended::copy(from, to).is_ok()
    }

    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    fn copy_attributes(_: &File, _: &File) -> bool {
        true
    }
}

/// Extended attributes, where `rustix` knows them.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod extended {
    use std::{collections::BTreeMap, ffi::CString};

    use rustix::{
        fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr},
        io::{Errno, Result},
    };

    use super::File;

    pub(super) fn copy(from: &File, to: &File) -> Result<()> {
        let (wanted, mut there) = (attributes(from)?, attributes(to)?);
        for (name, value) in &wanted {
            if there.remove(name).as_ref() != Some(value) {
                fsetxattr(to, name, value, XattrFlags::empty())?;
            }
        }
        // A new file inherits the access list of its folder.
        there.keys().try_for_each(|name| fremovexattr(to, name))
    }

    /// The attributes of a file; none where the file system has none.
    fn attributes(file: &File) -> Result<BTreeMap<CString, Vec<u8>>> {
        let names = match read(|buffer| flistxattr(file, buffer)) {
            Err(Errno::NOTSUP | Errno::NOSYS) => return Ok(BTreeMap::new()),
            names => names?,
        };
        let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        let value = |name: &[u8]| {
            let name = CString::new(name).map_err(|_| Errno::INVAL)?;
            let value = read(|buffer| fgetxattr(file, &name, buffer))?;
            Ok((name, value))
        };
        names.map(value).collect()
    }

    /// What a call writes into a buffer that is large enough.
    fn read(call: impl Fn(&mut [u8]) -> Result<usize>) -> Result<Vec<u8>> {
        /// No attribute is larger, nor is the list of their names.
        const LARGEST: usize = 64 * 1024;
        let mut buffer = vec![0; LARGEST];
        let length = call(&mut buffer)?;
        buffer.truncate(length);
        Ok(buffer)
    }
}
