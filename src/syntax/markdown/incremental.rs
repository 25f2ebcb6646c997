//! Parsing again only what an edit has touched.
//!
//! A heading at the top level that starts a line after a blank line begins a new *part*: it ends every list, quote, table and
//! paragraph, so that what stands before it does not matter for what follows. Only an open fence or HTML block would swallow it, and
//! that shows when the part before is parsed: it does not end clean, and is parsed again together with the next ones. What was read in
//! parts that an edit has not touched is kept.
//!
//! A definition acts across parts: a part is parsed with those of the others, and the whole text only when an edit changes what is
//! defined.

use text_size::{TextRange, TextSize};

use super::{
    Markdown,
    blocks::Block,
    definitions::Definitions,
    read::{Footnote, Outside, Part, limit, read},
};
use crate::{
    syntax::fence::Fences,
    text::{Window, window::Fact},
};

/// The parts of a text, and what is needed to parse one of them alone.
#[derive(Debug, Default)]
pub struct Parts {
    /// Where the parts start, and where the last one ends.
    starts: Vec<TextSize>,
    blocks: Vec<Block>,
    definitions: Definitions,
    footnotes: Vec<Footnote>,
    /// At least what the references of the text copy.
    copied: usize,
}

impl Parts {
    /// The blocks of the text in order of where they start, the outer before the inner.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The least window of whole parts around `window` that starts and ends outside of the expander's blocks. What is read in it
    /// depends on nothing outside of it, but for the comments.
    pub fn around(&self, window: Window, fences: &Fences) -> Window {
        let wanted = window.later();
        let outside = |part: &&TextSize| fences.at(**part).is_none();
        let before = &self.starts[..self.starts.partition_point(|&part| part <= wanted.start())];
        let after = &self.starts[self.starts.partition_point(|&part| part < wanted.end())..];
        let start = before.iter().rfind(outside).copied().unwrap_or_default();
        let end = after.iter().find(outside).copied().unwrap_or(window.later_length());
        window.with_later(TextRange::new(start, end))
    }

    /// What the parts outside of `window` of the earlier version define, and the whole text for links.
    fn outside(&self, window: &Window) -> Outside<'_> {
        let edited = window.earlier();
        let footnotes = self.footnotes.iter().filter(|footnote| !edited.contains_range(footnote.extent()));
        Outside { definitions: &self.definitions, footnotes: footnotes.map(|footnote| &*footnote.label).collect() }
    }

    /// Whether `read` in the window defines the footnotes that were defined there.
    fn has_footnotes(&self, window: &Window, read: &[Footnote]) -> bool {
        let edited = window.earlier();
        let earlier = self.footnotes.iter().filter(|footnote| edited.contains_range(footnote.extent()));
        earlier.map(|footnote| &footnote.label).eq(read.iter().map(|footnote| &footnote.label))
    }
}

/// The same facts as [`super::parse`], and the parts for the next version.
pub fn parse(text: &str, body: TextSize) -> (Markdown, Parts) {
    let Part { markdown, blocks, definitions, footnotes, boundaries, copied, .. } = read(text, body.into(), None);
    let mut starts = vec![body];
    starts.extend(boundaries);
    starts.push(TextSize::of(text));
    starts.dedup();
    (markdown, Parts { starts, blocks, definitions, footnotes, copied })
}

/// The same for a later version of a text, and the window that was parsed. `window` is the edit; it starts in the body or at 0.
pub fn edited(
    text: &str,
    body: TextSize,
    (earlier, parts): (&Markdown, &Parts),
    window: Window,
) -> (Markdown, Parts, Window) {
    edited_part(text, body, (earlier, parts), window).unwrap_or_else(|| {
        let (markdown, parts) = parse(text, body);
        (markdown, parts, Window::whole(window.earlier_length(), window.later_length()))
    })
}

/// The same, if the edit can change nothing but the parts that it touches.
fn edited_part(
    text: &str,
    body: TextSize,
    (earlier, parts): (&Markdown, &Parts),
    window: Window,
) -> Option<(Markdown, Parts, Window)> {
    let before = &parts.starts;
    let end_of_text = before.len().checked_sub(1)?;
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
    let (read, window) = loop {
        let end = window.moved(before[last]);
        let window = window.with_later(TextRange::new(if first > 1 { start } else { 0.into() }, end));
        let read = read(&text[..usize::from(end)], start.into(), Some(parts.outside(&window)));
        if read.clean || last == end_of_text {
            break (read, window);
        }
        // The edit has opened a block that runs into what was kept.
        last = end_of_text.min(last + more);
        more *= 2;
    };
    let copied = parts.copied + read.copied;
    let resolved =
        read.copied < limit((window.later().end() - start).into()) && copied < limit(text.len() - usize::from(body));
    if !resolved || !parts.has_footnotes(&window, &read.footnotes) {
        return None;
    }
    let definitions = parts.definitions.edited(&window, read.definitions)?;
    let mut starts = vec![body];
    starts.extend(before.get(1..first).unwrap_or_default());
    starts.extend(read.boundaries);
    starts.extend(before[last..].iter().map(|&at| window.moved(at)));
    starts.dedup();
    let mut markdown = Markdown {
        headings: window.splice(&earlier.headings, read.markdown.headings),
        links: window.splice(&earlier.links, read.markdown.links),
        fenced: window.splice(&earlier.fenced, read.markdown.fenced),
        code: window.splice(&earlier.code, read.markdown.code),
        spans: window.splice(&earlier.spans, read.markdown.spans),
        indented: window.splice(&earlier.indented, read.markdown.indented),
    };
    definitions.place(&mut markdown.links);
    let blocks = window.splice(&parts.blocks, read.blocks);
    let footnotes = window.splice(&parts.footnotes, read.footnotes);
    Some((markdown, Parts { starts, blocks, definitions, footnotes, copied }, window))
}

/// Whether a heading starts at `at`, after a blank line, or the text ends there.
pub(super) fn is_boundary(source: &str, at: usize) -> bool {
    let bytes = source.as_bytes();
    let rest = &bytes[at..];
    let marks = rest.iter().take(7).take_while(|byte| **byte == b'#').count();
    let is_heading = (1..=6).contains(&marks) && matches!(rest.get(marks), Some(b' '));
    at == bytes.len() || is_heading && (bytes[..at].ends_with(b"\n\n") || bytes[..at].ends_with(b"\n\r\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What opens, closes and crosses parts.
    const TOKENS: [&str; 53] = [
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
        ">",
        "<!--",
        "-->",
        "<div>",
        "<script>",
        "</script>",
        "<?",
        "[a](b.md)",
        "[a]",
        "[A][]",
        "![x][a]",
        "[x [a] y](z)",
        "[a]: b",
        "[a]: b\n",
        "[A]: c 'title'\n",
        "[a]:\n",
        "\"title\"\n",
        "- [a]: d\n",
        "> [a]: <e f>\n",
        "[ß]: s\n",
        "[SS]",
        "[\\]]: g\n",
        "[\\]]",
        "[^a]",
        "[x [^a] y](z)",
        "[^a]: note\n",
        "[^A]:\n",
        "[^a b]: h\n",
        "\n\n# [a] [^a]\n\n",
        "\n\n[a]: b\n\n",
        "\n\n[^a]: b\n\n",
        "`code`",
        "|a|b|\n|-|-|\n",
        "|",
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
                let (whole, its_parts) = parse(&pair[1], body);
                prop_assert_eq!(&facts, &whole);
                prop_assert_eq!(parts.blocks(), its_parts.blocks());
            }
        }
    }

    /// Replaces `old` with `new` in `text`: what was parsed again, and the facts, which are those of the whole text.
    fn edit(text: &str, old: &str, new: &str) -> (String, Markdown) {
        let (before, at) = (parse(text, 0.into()), text.find(old).unwrap());
        let edited_text = format!("{}{new}{}", &text[..at], &text[at + old.len()..]);
        let gone = TextRange::at(TextSize::of(&text[..at]), TextSize::of(old));
        let window = Window::replacement(TextSize::of(text), gone, TextSize::of(new));
        let (facts, parts, window) = edited(&edited_text, 0.into(), (&before.0, &before.1), window);
        let (whole, its_parts) = parse(&edited_text, 0.into());
        assert_eq!(facts, whole);
        assert_eq!(parts.blocks(), its_parts.blocks());
        (edited_text[window.later()].to_owned(), facts)
    }

    #[test]
    fn an_edit_parses_one_part() {
        let text = "intro\n\n# A\n\na\n\n# B\n\n```sh\n\n# no heading\n```\n\n# C\n\nc\n";
        let (_, parts) = parse(text, TextSize::new(0));
        let starts: Vec<_> = parts.starts.windows(2).map(|part| &text[TextRange::new(part[0], part[1])]).collect();
        assert_eq!(starts, ["intro\n\n", "# A\n\na\n\n", "# B\n\n```sh\n\n# no heading\n```\n\n", "# C\n\nc\n"]);
        assert_eq!(edit(text, "\na\n", "\nab\n").0, "# A\n\nab\n\n");
    }

    const DEFINITIONS: &str = "\
[early]: a.md

# A [^1]

[Early], [late], [twice] and [x [^1] y](z)

# B

> [twice]: b.md

text

# C

- [twice]: c.md 'not this one'

[twice]

# D

[LATE]: d.md 'd'
[^1]: Note.
";

    #[test]
    fn an_edit_of_text_with_definitions_elsewhere_parses_one_part() {
        let (parsed, facts) = edit(DEFINITIONS, "and", "&");
        assert_eq!(parsed, "# A [^1]\n\n[Early], [late], [twice] & [x [^1] y](z)\n\n");
        let destinations: Vec<_> = facts.links.iter().map(|link| &*link.destination).collect();
        assert_eq!(destinations, ["a.md", "d.md", "b.md", "b.md"]);
        assert_eq!(edit(DEFINITIONS, "text", "more text").0, "# B\n\n> [twice]: b.md\n\nmore text\n\n");
    }

    #[test]
    fn a_definition_that_only_moves_is_parsed_with_its_part() {
        for (old, new) in [
            ("> [twice]", "> text\n>\n> [twice]"),
            ("- [twice]: c.md 'not this one'", ""),
            ("[^1]: Note.", "[^1]: Notes"),
        ] {
            assert!(!edit(DEFINITIONS, old, new).0.contains("early"), "{old}");
        }
    }

    #[test]
    fn a_change_of_what_is_defined_parses_everything() {
        for (old, new) in [
            ("a.md", "b.md"),
            ("[early]:", "[earlier]:"),
            ("b.md", "b.md 'title'"),
            ("> [twice]: b.md", ""),
            ("text", "[new]: e.md"),
            ("[LATE]", "[^LATE]"),
            ("[^1]: Note.", "Note."),
            ("text", "```"),
        ] {
            assert!(edit(DEFINITIONS, old, new).0.ends_with("Note.\n"), "{old}");
        }
    }

    /// The parser ends the expansion of references somewhere.
    #[test]
    fn references_that_copy_too_much_are_read_alike() {
        let text = format!("[a]: {}\n\n# A\n\n{}\n\n# B\n\ntext\n", "x".repeat(1_000), "[a] ".repeat(99));
        edit(&text, "text", "[a] [a] [a]");
        edit(&text, "text", &"[a] ".repeat(200));
    }
}
