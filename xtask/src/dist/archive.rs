//! `flowspec-lsp-VERSION-TARGET.tar.gz`, and a `.zip` for Windows.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

use anyhow::Result;
use flate2::{Compression, write::GzEncoder};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Platform, version};

/// Writes the archive of a platform. Everything is in one folder, and nothing says when or by whom it was made.
pub fn write(platform: &Platform, program: &Path, extras: &[(String, Vec<u8>)], folder: &Path) -> Result<()> {
    let name = format!("flowspec-lsp-{}-{}", version(), platform.triple);
    let program = (platform.program().to_owned(), fs::read(program)?);
    let files = [&program].into_iter().chain(extras);
    if platform.is_windows() {
        let mut zip = ZipWriter::new(File::create(folder.join(format!("{name}.zip")))?);
        for (file, bytes) in files {
            zip.start_file(format!("{name}/{file}"), SimpleFileOptions::default().unix_permissions(mode(file)))?;
            zip.write_all(bytes)?;
        }
        zip.finish()?;
    } else {
        let file = File::create(folder.join(format!("{name}.tar.gz")))?;
        let mut tar = tar::Builder::new(GzEncoder::new(file, Compression::best()));
        for (file, bytes) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(mode(file));
            header.set_cksum();
            tar.append_data(&mut header, format!("{name}/{file}"), &**bytes)?;
        }
        tar.into_inner()?.finish()?;
    }
    Ok(())
}

fn mode(file: &str) -> u32 {
    if file.starts_with("flowspec-lsp") && !file.contains(".1") { 0o755 } else { 0o644 }
}
