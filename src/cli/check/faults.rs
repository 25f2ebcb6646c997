//! A rule that panics on demand, for the tests. Not part of a release build.

use camino::Utf8Path;

/// Panics for the document that the environment names.
#[expect(clippy::panic, reason = "this is what it is for")]
pub(super) fn panic_at(path: &Utf8Path) {
    if std::env::var("FLOWSPEC_TEST_PANIC").is_ok_and(|named| *path == *named) {
        panic!("as asked")
    }
}
