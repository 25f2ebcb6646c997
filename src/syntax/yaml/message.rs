//! What the parser's errors mean to whoever wrote the text.

use super::MAX_DEPTH;
use granit_parser::ErrorKind;

/// Where an error stands.
#[derive(Clone, Copy)]
pub(super) struct ErrorContext {
    /// Whether the scalar before it started on the same line.
    pub in_one_line_value: bool,
    /// Whether the value before it ended on the same line.
    pub after_value: bool,
}

pub(super) fn message(kind: &ErrorKind, place: ErrorContext) -> String {
    let text = match kind {
        ErrorKind::MappingValueNotAllowed if place.in_one_line_value => {
            "`: ` inside an unquoted value: put the value in quotes"
        }
        ErrorKind::MappingValueNotAllowed => "`:` is not allowed here: the line above is not a `key: value` line",
        ErrorKind::ExpectedBlockMappingKey if place.after_value => {
            "text after the end of the value: put the whole value in quotes"
        }
        ErrorKind::ExpectedBlockMappingKey => "expected a key with the indentation of the keys above",
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "text after the closing quote"
        }
        ErrorKind::SimpleKeyExpected => "expected a `key: value` line",
        ErrorKind::UnexpectedCharacter { character: '`' } => "a value cannot start with a backtick: put it in quotes",
        ErrorKind::UnexpectedCharacter { character } => {
            let character = character.escape_debug();
            return format!("a value cannot start with `{character}`: put it in quotes");
        }
        ErrorKind::UnclosedQuotedScalar => "this quote is never closed",
        ErrorKind::UnclosedFlowCollection { open } => {
            return format!("this `{open}` is never closed");
        }
        ErrorKind::MisplacedFlowCollectionEnd => "nothing is open that this bracket could close",
        ErrorKind::BlockSequenceEntryNotAllowed => {
            "a list cannot start here: put it on its own line or quote the value"
        }
        ErrorKind::TabInPlainScalar => "a tab indents a line below this value: use spaces",
        ErrorKind::RecursionLimitExceeded => return too_deep(),
        kind => return kind.to_string(),
    };
    text.to_owned()
}

pub(super) fn too_deep() -> String {
    format!("nested deeper than {MAX_DEPTH} levels")
}
