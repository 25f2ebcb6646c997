//! Include directives: `{{INCLUDE:path}}` and `<<INCLUDE:path>>`, and what was meant to be one.

use text_size::TextRange;

/// One directive, or something that looks like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// The directive with its brackets.
    pub range: TextRange,
    /// The path as written, between the colon and the closing bracket; for a malformed one what was probably meant.
    pub path: TextRange,
    /// What it is.
    pub kind: IncludeKind,
    /// Whether the expander's fence model puts it inside a block, where it stays text.
    pub fenced: bool,
    /// Whether CommonMark sees it inside code of any kind, inline code too.
    pub in_code: bool,
}

/// What a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncludeKind {
    /// Well formed, expanded when it is not fenced.
    Directive,
    /// `{{INCLUDE}}`, `{{INCLUDE:}}`, `{{INCLUDE:...}}`, `{{INCLUDE:path}}`, `{{INCLUDE:<path>}}`: documentation, inert.
    Placeholder,
    /// Close to a directive but read by no tool.
    Malformed(Malformed),
}

/// Why a directive is malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// `{{INCLUDE path}}`.
    MissingColon,
    /// `{{include:path}}`.
    Case,
    /// No closing bracket on the line.
    Unclosed,
    /// Blanks around the path or inside the brackets.
    Blanks,
}
