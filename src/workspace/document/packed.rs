//! The compressed text of a document that is not open.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use crate::workspace::Summary;

/// A compressed text, and what others depend on in it.
#[derive(Debug)]
pub(super) struct Packed {
    bytes: Arc<[u8]>,
    pub(super) summary: Arc<Summary>,
    text: OnceLock<Arc<str>>,
    /// Counts the bytes of text that are unpacked.
    unpacked: Arc<AtomicUsize>,
}

impl Packed {
    pub(super) fn new(text: &str, summary: Arc<Summary>, unpacked: &Arc<AtomicUsize>) -> Packed {
        let bytes = lz4_flex::compress_prepend_size(text.as_bytes()).into();
        Packed { bytes, summary, text: OnceLock::new(), unpacked: Arc::clone(unpacked) }
    }

    /// The same without the text that was unpacked.
    pub(super) fn again(&self) -> Packed {
        let (bytes, summary) = (Arc::clone(&self.bytes), Arc::clone(&self.summary));
        Packed { bytes, summary, text: OnceLock::new(), unpacked: Arc::clone(&self.unpacked) }
    }

    pub(super) fn is_unpacked(&self) -> bool {
        self.text.get().is_some()
    }

    /// The whole text, which stays unpacked from now on.
    pub(super) fn text(&self) -> &str {
        self.text.get_or_init(|| {
            // These are bytes that `new` has compressed, so that neither step can fail.
            let bytes = lz4_flex::decompress_size_prepended(&self.bytes).unwrap_or_default();
            self.unpacked.fetch_add(bytes.len(), Ordering::Relaxed);
            String::from_utf8(bytes).unwrap_or_default().into()
        })
    }
}
