//! Markers in HTML comments: TIER, NEEDS_VALIDATION, SECTION, AC, and the suppression comments.
//!
//! A marker inside code (by the expander's fences, or an inline code span) is documentation and is not returned.

use text_size::TextRange;

/// One marker comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The whole comment, `<!--` to `-->`.
    pub range: TextRange,
    /// What it says.
    pub kind: MarkerKind,
}

/// The kinds of marker. Ranges are those of the words inside the comment, trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkerKind {
    /// `<!-- TIER: value( - note)? -->`. The value is not checked here.
    Tier {
        /// The first word after the colon.
        value: TextRange,
        /// The text after ` - `.
        note: Option<TextRange>,
    },
    /// `<!-- NEEDS_VALIDATION: text -->`.
    NeedsValidation {
        /// The text after the colon.
        text: TextRange,
    },
    /// `<!-- SECTION:NAME:BEGIN -->` or `<!-- AC:BEGIN -->`; the name of the latter is `AC`.
    Begin {
        /// The section's name.
        name: TextRange,
    },
    /// `<!-- SECTION:NAME:END -->` or `<!-- AC:END -->`.
    End {
        /// The section's name.
        name: TextRange,
    },
    /// `<!-- flowspec-ignore CODE … -->`: for the next line.
    Ignore {
        /// The codes, in order.
        codes: Vec<TextRange>,
    },
    /// `<!-- flowspec-ignore-file CODE … -->`: for the document.
    IgnoreFile {
        /// The codes, in order.
        codes: Vec<TextRange>,
    },
    /// A comment that was meant to be a TIER, NEEDS_VALIDATION or SECTION marker and that no tool would read.
    Malformed {
        /// The right form, as it should be written, the comment's own brackets included.
        right: String,
    },
}
