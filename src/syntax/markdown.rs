//! The Markdown facts of CommonMark's model, from `pulldown-cmark`: headings, links, code.

use text_size::TextRange;

/// What a Markdown reader sees in the body of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Inline and reference links and images, with a destination.
    pub links: Vec<Link>,
    /// Fenced code blocks in order. Indented code is in [`Markdown::code`] only.
    pub fenced: Vec<FencedBlock>,
    /// Everything that is code: fenced and indented blocks and inline code spans, in order, delimiters included.
    pub code: Vec<TextRange>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The whole heading.
    pub range: TextRange,
    /// Its text without marks.
    pub text: String,
    /// GitHub's anchor for it, made unique in the document (`name`, `name-1`, …).
    pub slug: String,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The whole link.
    pub range: TextRange,
    /// The destination as written, in the link or in its reference definition; the whole link when it cannot be told.
    pub destination_range: TextRange,
    /// The destination, unescaped.
    pub destination: String,
    /// Whether it is an image.
    pub image: bool,
}

/// A fenced block by CommonMark's rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FencedBlock {
    /// The opening fence line from its first backtick or tilde, without its line end.
    pub opener: TextRange,
    /// The closing fence line likewise; `None` when the block ends with its container or the text.
    pub closer: Option<TextRange>,
    /// The info string, trimmed; possibly empty.
    pub info: TextRange,
    /// The lines between.
    pub content: TextRange,
    /// The fence character, `` ` `` or `~`.
    pub fence: char,
    /// The length of the opening fence in characters.
    pub length: u32,
}
