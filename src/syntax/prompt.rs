//! What a tool fills into a prompt before an agent reads it: the user's input, files and the output of commands.
//!
//! Each tool writes them in its own way, and what one fills in is plain text for another. They count in code, too: no tool looks at
//! Markdown when it fills them in.

use memchr::memmem;
use text_size::TextRange;

use super::range;

/// A way to write something that a tool fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PromptForm {
    /// `$ARGUMENTS`, all of the user's input.
    Arguments,
    /// `$1`, one word of the user's input.
    Position,
    /// `{{args}}`, all of the user's input.
    Args,
    /// `${input:name}` and the other variables of VS Code.
    Variable,
    /// `@docs/style.md`, a file. [`at_path`](super::at_path) reads it.
    File,
    /// `@{docs/style.md}`, a file.
    BracedFile,
    /// The command in `` !`git status` ``.
    Shell,
    /// The command in `!{git status}`.
    BracedShell,
}

/// Something that a tool fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromptPart {
    /// All of it; of a file or a command what is between the braces or the backticks.
    pub range: TextRange,
    /// How it is written.
    pub form: PromptForm,
}

/// What a tool that knows `forms` fills in from byte `start` of `text` on, in order. Files after a bare `@` are not among them.
pub fn parse(text: &str, start: usize, forms: &[PromptForm]) -> Vec<PromptPart> {
    let mut found: Vec<_> = forms.iter().flat_map(|form| parts(text, start, *form)).collect();
    found.sort_by_key(|part| part.range.start());
    found
}

fn parts(text: &str, start: usize, form: PromptForm) -> impl Iterator<Item = PromptPart> {
    let opening = match form {
        PromptForm::Arguments => "$ARGUMENTS",
        PromptForm::Position => "$",
        PromptForm::Args => "{{args}}",
        PromptForm::Variable => "${",
        PromptForm::File => "",
        PromptForm::BracedFile => "@{",
        PromptForm::Shell => "!`",
        PromptForm::BracedShell => "!{",
    };
    let places = (!opening.is_empty()).then(|| memmem::find_iter(&text.as_bytes()[start..], opening));
    places.into_iter().flatten().filter_map(move |at| {
        let (at, after) = (start + at, start + at + opening.len());
        let range = match form {
            PromptForm::Args => range(at, after),
            PromptForm::Arguments => range(at, after + subscript(&text[after..])?),
            PromptForm::Position => {
                let length = text[after..].bytes().take_while(u8::is_ascii_digit).count();
                // Nothing has a hundred arguments, and `$100` is a price.
                let is_one = (1..=2).contains(&length) && !text[..at].ends_with(['$', '\\']);
                range(at, after + length.checked_add(subscript(&text[after + length..])?).filter(|_| is_one)?)
            }
            PromptForm::Variable => {
                let inside = inside(text, after, "}")?;
                is_variable(&text[inside]).then(|| range(at, usize::from(inside.end()) + 1))?
            }
            PromptForm::BracedFile | PromptForm::BracedShell => inside(text, after, "}")?,
            PromptForm::Shell => inside(text, after, "`").filter(|_| is_free(text, at))?,
            PromptForm::File => return None,
        };
        Some(PromptPart { range, form })
    })
}

/// The length of `[0]` at the start of a text, which is none elsewhere; `None` where a word goes on.
fn subscript(rest: &str) -> Option<usize> {
    if rest.starts_with(|char: char| char.is_alphanumeric() || char == '_') {
        return None;
    }
    let index = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(index, _)| index);
    let index = index.filter(|index| !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit()));
    Some(index.map_or(0, |index| index.len() + 2))
}

/// What is on one line from `start` up to the first `closing`, when it is something.
fn inside(text: &str, start: usize, closing: &str) -> Option<TextRange> {
    let line = text[start..].lines().next()?;
    let length = line.find(closing).filter(|length| *length > 0)?;
    Some(range(start, start + length))
}

/// Whether the text of `${…}` is a variable of VS Code.
fn is_variable(name: &str) -> bool {
    const VARIABLES: [&str; 8] = [
        "selection",
        "selectedText",
        "file",
        "fileBasename",
        "fileBasenameNoExtension",
        "fileDirname",
        "workspaceFolder",
        "workspaceFolderBasename",
    ];
    let input = name.strip_prefix("input:").map(|rest| rest.split(':').next().unwrap_or(rest));
    input.map_or(VARIABLES.contains(&name), |name| !name.is_empty())
}

/// Whether nothing or a space is before `at`.
fn is_free(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, forms: &[PromptForm]) -> Vec<String> {
        parse(text, 0, forms).into_iter().map(|part| text[part.range].to_owned()).collect()
    }

    #[test]
    fn each_tool_fills_in_its_own() {
        use PromptForm::{Args, Arguments, BracedFile, BracedShell, Position, Shell, Variable};
        let text = "😀 $ARGUMENTS $ARGUMENTS[1] $1. {{args}} ${input:name:the name} ${selection} @{a/b.md} !{git log} !`git status` é";
        for (forms, expected) in [
            (&[Arguments][..], &["$ARGUMENTS", "$ARGUMENTS[1]"][..]),
            (&[Position, Shell], &["$1", "git status"]),
            (&[Args, BracedFile, BracedShell], &["{{args}}", "a/b.md", "git log"]),
            (&[Variable], &["${input:name:the name}", "${selection}"]),
        ] {
            assert_eq!(found(text, forms), expected, "{forms:?}");
        }
    }

    #[test]
    fn what_looks_like_one_is_ignored() {
        use PromptForm::{Arguments, BracedFile, Position, Shell, Variable};
        let text = "$ARGUMENTSX $100 $$1 \\$1 $1st ${HOME} ${input:} @{} @{\n} word!`x` !` $";
        assert_eq!(found(text, &[Arguments, Position, Variable, BracedFile, Shell]), <[&str; 0]>::default());
    }
}
