//! Parsing again only what an edit has touched.
//!
//! A heading at the top level that starts a line after a blank line begins a new *part*: it ends every list, quote, table and
//! paragraph, so that what stands before it does not matter for what follows. Only an open fence or HTML block would swallow it, and
//! that shows when the part before is parsed: it does not end clean, and is parsed again together with the next ones. What was read in
//! parts that an edit has not touched is kept. Texts with reference definitions, which act across parts, are parsed as a whole.

use text_size::{TextRange, TextSize};

use super::{Markdown, Part, parse_part};
use crate::{syntax::fence::Fences, text::Window};

/// Where the parts of a text start, and where the last one ends. None for a text that was parsed as a whole.
#[derive(Debug, Default)]
pub struct Parts(Vec<TextSize>);

impl Parts {
    /// The least window of whole parts around `window` that starts and ends outside of the expander's blocks. What is read in it
    /// depends on nothing outside of it, but for the comments.
    pub fn around(&self, window: Window, fences: &Fences) -> Window {
        let wanted = window.later();
        let outside = |part: &&TextSize| fences.at(**part).is_none();
        let before = &self.0[..self.0.partition_point(|&part| part <= wanted.start())];
        let after = &self.0[self.0.partition_point(|&part| part < wanted.end())..];
        let start = before.iter().rfind(outside).copied().unwrap_or_default();
        let end = after.iter().find(outside).copied().unwrap_or(window.later_length());
        window.with_later(TextRange::new(start, end))
    }
}

/// The same facts as [`super::parse`], and the parts for the next version.
pub fn parse(text: &str, body: TextSize) -> (Markdown, Parts) {
    let Part { markdown, boundaries, .. } = parse_part(text, body.into());
    if may_define_references(text.get(usize::from(body)..).unwrap_or_default()) {
        return (markdown, Parts::default());
    }
    let mut parts = vec![body];
    parts.extend(boundaries);
    parts.push(TextSize::of(text));
    parts.dedup();
    (markdown, Parts(parts))
}

/// The same for a later version of a text, and the window that was parsed. `window` is the edit; it starts in the body or at 0.
pub fn edited(
    text: &str,
    body: TextSize,
    (earlier, Parts(before)): (&Markdown, &Parts),
    window: Window,
) -> (Markdown, Parts, Window) {
    let whole = || {
        let (markdown, parts) = parse(text, body);
        (markdown, parts, Window::whole(window.earlier_length(), window.later_length()))
    };
    let Some(end_of_text) = before.len().checked_sub(1) else { return whole() };
    let starts_at = |at: TextSize| is_boundary(text, at.into());
    // The last part may end in the middle of a block.
    let mut first = before[..end_of_text].partition_point(|&at| at <= window.earlier().start());
    while first > 1 && !starts_at(before[first - 1]) {
        first -= 1;
    }
    let start = if first > 1 { before[first - 1] } else { body };
    let mut last = before.partition_point(|&at| at < window.earlier().end());
    while last < end_of_text && !(window.moved(before[last]) >= start && starts_at(window.moved(before[last]))) {
        last += 1;
    }
    let mut more = 1;
    let (read, end) = loop {
        let end = window.moved(before[last]);
        if may_define_references(&text[TextRange::new(start, end)]) {
            return whole();
        }
        let read = parse_part(&text[..usize::from(end)], start.into());
        if read.clean || last == end_of_text {
            break (read, end);
        }
        // The edit has opened a block that runs into what was kept.
        last = end_of_text.min(last + more);
        more *= 2;
    };
    let mut parts = vec![body];
    parts.extend(before.get(1..first).unwrap_or_default());
    parts.extend(read.boundaries);
    parts.extend(before[last..].iter().map(|&at| window.moved(at)));
    parts.dedup();
    let window = window.with_later(TextRange::new(if first > 1 { start } else { 0.into() }, end));
    let markdown = Markdown {
        headings: window.splice(&earlier.headings, read.markdown.headings),
        links: window.splice(&earlier.links, read.markdown.links),
        fenced: window.splice(&earlier.fenced, read.markdown.fenced),
        code: window.splice(&earlier.code, read.markdown.code),
        spans: window.splice(&earlier.spans, read.markdown.spans),
        indented: window.splice(&earlier.indented, read.markdown.indented),
    };
    (markdown, Parts(parts), window)
}

/// Whether a heading starts at `at`, after a blank line, or the text ends there.
pub(super) fn is_boundary(source: &str, at: usize) -> bool {
    let bytes = source.as_bytes();
    let rest = &bytes[at..];
    let marks = rest.iter().take(7).take_while(|byte| **byte == b'#').count();
    let is_heading = (1..=6).contains(&marks) && matches!(rest.get(marks), Some(b' '));
    at == bytes.len() || is_heading && (bytes[..at].ends_with(b"\n\n") || bytes[..at].ends_with(b"\n\r\n"))
}

/// Whether a line starts, after the marks of containers, with a bracket that a colon may make a definition.
fn may_define_references(source: &str) -> bool {
    memchr::memmem::find_iter(source.as_bytes(), "]:").any(|at| {
        let line = &source[..at];
        let line = &line[line.rfind('\n').map_or(0, |end| end + 1)..];
        let marks: &[_] = &[' ', '\t', '>', '-', '*', '+', '.', ')', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
        line.trim_start_matches(marks).starts_with('[')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What opens, closes and crosses parts.
    const TOKENS: [&str; 30] = [
        "\n",
        "\n\n",
        "\r\n",
        "\r\n\r\n",
        "# One",
        "## Two",
        "#no",
        "text",
        "```",
        "````",
        "```sh",
        "~~~",
        "    ",
        "  ",
        "- ",
        "1. ",
        "> ",
        "<!--",
        "-->",
        "<div>",
        "<script>",
        "</script>",
        "<?",
        "[a](b.md)",
        "[a]",
        "[a]: b",
        "`code`",
        "|a|b|\n|-|-|\n",
        "😀",
        "\n\n# H\n\n",
    ];

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(&TOKENS[..]), 0..40).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn it_gives_what_a_whole_parse_gives(texts in proptest::collection::vec(text(), 2..5), start in text(), end in text()) {
            let texts: Vec<_> = texts.iter().map(|middle| format!("{start}{middle}{end}")).collect();
            let body = TextSize::new(0);
            let (mut facts, mut parts) = parse(&texts[0], body);
            for pair in texts.windows(2) {
                let middle = TextRange::new(TextSize::of(&start), TextSize::of(&pair[0]) - TextSize::of(&end));
                let new = TextSize::of(&pair[1]) - TextSize::of(&start) - TextSize::of(&end);
                let window = Window::replacement(TextSize::of(&pair[0]), middle, new);
                (facts, parts, _) = edited(&pair[1], body, (&facts, &parts), window);
                prop_assert_eq!(&facts, &crate::syntax::markdown::parse(&pair[1], body));
            }
        }
    }

    #[test]
    fn an_edit_parses_one_part() {
        let text = "intro\n\n# A\n\na\n\n# B\n\n```sh\n\n# no heading\n```\n\n# C\n\nc\n";
        let (facts, parts) = parse(text, TextSize::new(0));
        let starts: Vec<_> = parts.0.windows(2).map(|part| &text[TextRange::new(part[0], part[1])]).collect();
        assert_eq!(starts, ["intro\n\n", "# A\n\na\n\n", "# B\n\n```sh\n\n# no heading\n```\n\n", "# C\n\nc\n"]);
        let at = TextSize::of("intro\n\n# A\n\na");
        let window = Window::replacement(TextSize::of(text), TextRange::empty(at), TextSize::of('b'));
        let text = text.replace("# A\n\na", "# A\n\nab");
        let (_, _, window) = edited(&text, TextSize::new(0), (&facts, &parts), window);
        assert_eq!(&text[window.later()], "# A\n\nab\n\n");
    }
}
