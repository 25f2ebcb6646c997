//! Text that is shown beside the code, as Markdown or plain, whichever the editor has.
//!
//! What comes out of a workspace is not trusted: in Markdown it is escaped or fenced, so that it can neither link nor draw.

use crate::text::{plain, plain_line};

/// A few paragraphs, lists and blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup {
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Line(Line),
    List(Vec<Line>),
    Code {
        language: &'static str,
        text: String,
    },
    /// Markdown of our own, such as the page of a rule.
    Page(String),
}

/// Words of one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Span {
    Text(String),
    Strong(String),
    Code(String),
}

impl Markup {
    /// Nothing yet.
    pub fn new() -> Markup {
        Markup::default()
    }

    /// Adds a paragraph, unless it is empty.
    #[must_use]
    pub fn line(mut self, line: Line) -> Markup {
        if !line.spans.is_empty() {
            self.blocks.push(Block::Line(line));
        }
        self
    }

    /// Adds a list, unless it is empty.
    #[must_use]
    pub fn list(mut self, lines: impl IntoIterator<Item = Line>) -> Markup {
        let lines: Vec<Line> = lines.into_iter().collect();
        if !lines.is_empty() {
            self.blocks.push(Block::List(lines));
        }
        self
    }

    /// Adds a block of source text.
    #[must_use]
    pub fn code(mut self, language: &'static str, text: impl Into<String>) -> Markup {
        self.blocks.push(Block::Code { language, text: plain(&text.into()).into_owned() });
        self
    }

    /// Adds Markdown that this program brings along, below a rule when something stands above.
    #[must_use]
    pub fn page(mut self, page: &str) -> Markup {
        if !self.blocks.is_empty() {
            self.blocks.push(Block::Page("---".to_owned()));
        }
        self.blocks.push(Block::Page(page.trim().to_owned()));
        self
    }

    /// As CommonMark.
    pub fn markdown(&self) -> String {
        self.written(Line::markdown, |language, text| {
            let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
            let fence = "`".repeat(longest.max(2) + 1);
            format!("{fence}{language}\n{}\n{fence}", text.trim_end())
        })
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        self.written(Line::plain, |_, text| {
            let lines = text.trim_end().lines().map(|line| format!("    {line}").trim_end().to_owned());
            lines.collect::<Vec<_>>().join("\n")
        })
    }

    fn written(&self, line: impl Fn(&Line) -> String, code: impl Fn(&str, &str) -> String) -> String {
        let blocks = self.blocks.iter().map(|block| match block {
            Block::Line(words) => line(words),
            Block::List(lines) => lines.iter().map(|words| format!("- {}", line(words))).collect::<Vec<_>>().join("\n"),
            Block::Code { language, text } => code(language, text),
            Block::Page(page) => page.clone(),
        });
        blocks.collect::<Vec<_>>().join("\n\n")
    }
}

impl Line {
    /// Nothing yet.
    pub fn new() -> Line {
        Line::default()
    }

    /// Adds ordinary words.
    #[must_use]
    pub fn text(self, text: impl AsRef<str>) -> Line {
        self.span(text.as_ref(), Span::Text)
    }

    /// Adds words of our own, in which backticks are around names.
    #[must_use]
    pub fn words(self, words: &'static str) -> Line {
        let part = |line: Line, (at, part): (usize, &str)| if at % 2 == 0 { line.text(part) } else { line.code(part) };
        words.split('`').enumerate().fold(self, part)
    }

    /// Adds words that stand out.
    #[must_use]
    pub fn strong(self, text: impl AsRef<str>) -> Line {
        self.span(text.as_ref(), Span::Strong)
    }

    /// Adds a name or a word of a language.
    #[must_use]
    pub fn code(self, text: impl AsRef<str>) -> Line {
        self.span(text.as_ref(), Span::Code)
    }

    /// Adds names with commas between them.
    #[must_use]
    pub fn codes<T: AsRef<str>>(self, names: impl IntoIterator<Item = T>) -> Line {
        let separated = |line: Line, (at, name): (usize, T)| {
            let line = if at == 0 { line } else { line.text(", ") };
            line.code(name)
        };
        names.into_iter().enumerate().fold(self, separated)
    }

    fn span(mut self, text: &str, span: fn(String) -> Span) -> Line {
        if !text.is_empty() {
            // One line, whatever the workspace has in it.
            self.spans.push(span(plain_line(text).into_owned()));
        }
        self
    }

    fn markdown(&self) -> String {
        self.spans.iter().map(Span::markdown).collect()
    }

    fn plain(&self) -> String {
        let spans = self.spans.iter().map(|(Span::Text(text) | Span::Strong(text) | Span::Code(text))| text.as_str());
        spans.collect()
    }
}

impl Span {
    fn markdown(&self) -> String {
        match self {
            Span::Text(text) => escaped(text),
            Span::Strong(text) => format!("**{}**", escaped(text.trim())),
            Span::Code(text) => {
                let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
                let ticks = "`".repeat(longest + 1);
                let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
                format!("{ticks}{blank}{text}{blank}{ticks}")
            }
        }
    }
}

/// The text with a backslash before all that could mean something to a Markdown reader. Colons and dots count, because bare
/// addresses become links.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        let next = text[at + char.len_utf8()..].chars().next();
        let link = match char {
            ':' => next == Some('/'),
            '.' => next.is_some_and(char::is_alphanumeric) && text[..at].ends_with("www"),
            '@' => true,
            _ => false,
        };
        let start = at == 0 && matches!(char, '-' | '+' | '=' | '>' | '~');
        let number = matches!(char, '.' | ')') && text[..at].bytes().all(|byte| byte.is_ascii_digit()) && at > 0;
        if link
            || start
            || number
            || matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '!' | '$' | '~')
        {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn markdown_and_plain() {
        let markup = Markup::new()
            .line(Line::new().strong("/flow:plan").text(" of ").codes(["a`b", "c"]))
            .list([Line::new().text("1. one"), Line::new().text("snake_case")])
            .code("markdown", "```sh\nls\n```\n");
        expect![[r"
            **/flow:plan** of ``a`b``, `c`

            - 1\. one
            - snake\_case

            ````markdown
            ```sh
            ls
            ```
            ````
            ---
            /flow:plan of a`b, c

            - 1. one
            - snake_case

                ```sh
                ls
                ```
        "]]
        .assert_eq(&format!("{}\n---\n{}\n", markup.markdown(), markup.plain()));
    }

    #[test]
    fn a_workspace_cannot_draw() {
        for evil in [
            "[run](command:workbench.action.terminal.new)",
            "![x](https://example.com/x.png)",
            "<a href='command:x'>y</a>",
            "<https://example.com>",
            "https://example.com www.example.com a@example.com",
            "a\n\n# heading\n- item",
            "\\[x](y)",
            "`code` **bold** ~~gone~~ &lt; | a | b |",
            "1) item",
            "```\n[x](command:y)\n",
            "[x]: command:y",
        ] {
            for markup in [
                Markup::new().line(Line::new().text(evil)),
                Markup::new().line(Line::new().strong(evil)),
                Markup::new().line(Line::new().code(evil)),
                Markup::new().code("markdown", evil),
            ] {
                let markdown = markup.markdown();
                for event in Parser::new_ext(&markdown, Options::all()) {
                    let harmless = match &event {
                        Event::Start(tag) => matches!(tag, Tag::Paragraph | Tag::Strong | Tag::CodeBlock(_)),
                        Event::Html(_) | Event::InlineHtml(_) => false,
                        _ => true,
                    };
                    assert!(harmless, "{event:?} in {markdown}");
                }
            }
        }
    }
}
