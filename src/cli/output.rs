//! What a command has to say, and in which colours.

use anstream::{AutoStream, ColorChoice};

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
