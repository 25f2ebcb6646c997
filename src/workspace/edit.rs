//! Changes of files, as fixes and features propose them. Nothing here carries them out.

use text_size::TextRange;

use super::DocPath;

/// One change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Replaces bytes of a document.
    Replace {
        /// The document.
        path: DocPath,
        /// The bytes that go.
        range: TextRange,
        /// What comes instead.
        text: String,
    },
    /// Makes a file that does not exist yet.
    Create {
        /// Its path.
        path: DocPath,
        /// Its text.
        text: String,
    },
    /// Gives a file or a folder another name that is not taken.
    Rename {
        /// Its path.
        from: DocPath,
        /// Its path afterwards.
        to: DocPath,
    },
}

impl Edit {
    /// Replaces `range` of a document by `text`.
    pub fn replace(path: &DocPath, range: TextRange, text: impl Into<String>) -> Edit {
        Edit::Replace { path: path.clone(), range, text: text.into() }
    }
}
