//! Reading a file as text.

use std::io::Read;

use camino::Utf8Path;

/// The largest document that is read, in bytes.
pub const MAX_SIZE: u64 = 10 * 1024 * 1024;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not there, or may not be read.
    #[error("it cannot be opened")]
    Gone,
    /// It is longer than [`MAX_SIZE`].
    #[error("it is larger than {} MB", MAX_SIZE / 1024 / 1024)]
    TooLarge,
    /// Its bytes are not UTF-8; the offset of the first that is not, from 0.
    #[error("it is not UTF-8 (byte {0})")]
    NotUtf8(usize),
}

/// Reads a regular file as UTF-8.
///
/// # Errors
/// When it cannot be opened, is no regular file, is longer than [`MAX_SIZE`] or is not UTF-8.
pub fn read(path: &Utf8Path) -> Result<String, ReadError> {
    let metadata = path.metadata().map_err(|_| ReadError::Gone)?;
    if !metadata.is_file() {
        return Err(ReadError::Gone);
    }
    if metadata.len() > MAX_SIZE {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    let file = std::fs::File::open(path).map_err(|_| ReadError::Gone)?;
    file.take(MAX_SIZE + 1).read_to_end(&mut bytes).map_err(|_| ReadError::Gone)?;
    String::from_utf8(bytes).map_err(|error| ReadError::NotUtf8(error.utf8_error().valid_up_to()))
}
