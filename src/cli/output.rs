//! What a command prints, and in which colors.

use std::{
    borrow::Cow,
    io::{self, BufWriter, IsTerminal, StdoutLock, Write},
};

use anstream::{AutoStream, ColorChoice};

use crate::text::plain;

/// Writes to stdout in chunks. A reader that leaves, as `| head` does, ends the writing, which is not an error.
///
/// # Errors
/// When stdout cannot be written to.
pub(super) fn to_stdout(
    write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>,
) -> anyhow::Result<()> {
    let mut stdout = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            anyhow::bail!("the output could not be written: {error}")
        }
        _ => Ok(()),
    }
}

/// The text of a file as it is for a program, and without what a terminal obeys for a terminal.
pub(super) fn unless_terminal(text: &str) -> Cow<'_, str> {
    if io::stdout().is_terminal() { plain(text) } else { Cow::Borrowed(text) }
}

/// What a command has to say in the end.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// For stdout.
    pub(super) text: String,
    /// For stderr.
    pub(super) notes: String,
    /// The exit code.
    pub(super) code: u8,
}

impl Output {
    /// Text for stdout; all went well.
    pub(super) fn text(text: String) -> Output {
        Output { text, ..Output::default() }
    }
}

/// The few colours of our own texts, or none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    /// Whether there is colour.
    pub(super) colored: bool,
}

impl Palette {
    /// Decides once for stdout.
    pub(super) fn new(choice: ColorChoice) -> Palette {
        let colored = match choice {
            ColorChoice::Auto => AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        };
        Palette { colored }
    }

    /// For what is wrong.
    pub(super) fn bad(self, text: &str) -> String {
        self.paint("1;91", text)
    }

    /// For what was done.
    pub(super) fn good(self, text: &str) -> String {
        self.paint("1;92", text)
    }

    /// For headings.
    pub(super) fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    /// For what is quoted.
    pub(super) fn quoted(self, text: &str) -> String {
        self.paint("36", text)
    }

    fn paint(self, style: &str, text: &str) -> String {
        if self.colored { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
