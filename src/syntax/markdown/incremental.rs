//! Parsing again only what an edit has touched.
//!
//! A heading at the top level that starts a line after a blank line begins a new *part*: it ends every list, quote, table and
//! paragraph, so that what stands before it does not matter for what follows. Only an open fence or HTML block would swallow it, and
//! that shows when the part before is parsed: it does not end clean, and is parsed again together with the next ones. Parts whose
//! text has not changed are kept. Texts with reference definitions, which act across parts, are parsed as a whole.

use std::sync::Arc;

use text_size::{TextRange, TextSize};

use super::{FencedBlock, Heading, Link, Markdown, parse_part};

/// The parts that a text was parsed in, for the next version of it.
#[derive(Debug, Default)]
pub struct Parts(Vec<Arc<Part>>);

/// A stretch of text and its facts.
#[derive(Debug)]
struct Part {
    text: Box<str>,
    /// What the facts' ranges count from: the part starts there.
    offset: TextSize,
    facts: Markdown,
}

/// The same facts as [`super::parse`], and the parts for the next time. `before` are those of an earlier version of the text.
pub fn parse(text: &str, body: TextSize, before: &Parts) -> (Markdown, Parts) {
    let source = text.get(usize::from(body)..).unwrap_or_default();
    if may_define_references(source) {
        return (super::parse(text, body), Parts::default());
    }
    let parts = parts(source, &before.0);
    (join(&parts, body), Parts(parts))
}

/// Takes over the parts at both ends that are still there, and parses what lies between.
fn parts(source: &str, before: &[Arc<Part>]) -> Vec<Arc<Part>> {
    let mut parts: Vec<Arc<Part>> = Vec::new();
    let mut start = 0;
    for part in before {
        let end = start + part.text.len();
        if !source[start..].starts_with(&*part.text) || !is_boundary(source, end) {
            break;
        }
        parts.push(Arc::clone(part));
        start = end;
    }
    let mut after = Vec::new();
    let mut end = source.len();
    for part in before[parts.len()..].iter().rev() {
        if !source[start..end].ends_with(&*part.text) || !is_boundary(source, end - part.text.len()) {
            break;
        }
        after.push(Arc::clone(part));
        end -= part.text.len();
    }
    let mut more = 1;
    while start < end {
        let middle = &source[start..end];
        let (facts, boundaries, clean) = parse_part(middle);
        if clean || end == source.len() {
            split(middle, facts, &boundaries, &mut parts);
            break;
        }
        // The edit has opened a block that runs into what was kept.
        end += after.drain(after.len().saturating_sub(more)..).map(|part| part.text.len()).sum::<usize>();
        more *= 2;
    }
    parts.extend(after.into_iter().rev());
    parts
}

/// Cuts a text and its facts at the boundaries.
fn split(text: &str, mut facts: Markdown, boundaries: &[usize], parts: &mut Vec<Arc<Part>>) {
    let mut end = text.len();
    let at = parts.len();
    for &start in boundaries.iter().rev().chain([&0]) {
        let offset = TextSize::new(start as u32);
        let tail = Markdown {
            headings: split_off(&mut facts.headings, offset, |heading| heading.range),
            links: split_off(&mut facts.links, offset, |link| link.range),
            fenced: split_off(&mut facts.fenced, offset, |block| block.opener),
            code: split_off(&mut facts.code, offset, |range| *range),
            spans: split_off(&mut facts.spans, offset, |range| *range),
            indented: split_off(&mut facts.indented, offset, |range| *range),
        };
        parts.push(Arc::new(Part { text: text[start..end].into(), offset, facts: tail }));
        end = start;
    }
    parts[at..].reverse();
}

/// The facts from `offset` on, which are in order.
fn split_off<T>(facts: &mut Vec<T>, offset: TextSize, range: impl Fn(&T) -> TextRange) -> Vec<T> {
    let mut tail = facts.split_off(facts.partition_point(|fact| range(fact).start() < offset));
    tail.shrink_to_fit();
    tail
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

fn join(parts: &[Arc<Part>], body: TextSize) -> Markdown {
    let mut whole = Markdown::default();
    let mut start = body;
    for part in parts {
        let facts = &part.facts;
        let moved = |range: TextRange| range - part.offset + start;
        let headings = facts.headings.iter().map(|heading| Heading {
            range: moved(heading.range),
            text: heading.text.clone(),
            ..*heading
        });
        whole.headings.extend(headings);
        let links = facts.links.iter().map(|link| Link {
            range: moved(link.range),
            destination_range: moved(link.destination_range),
            destination: link.destination.clone(),
            ..*link
        });
        whole.links.extend(links);
        let fenced = facts.fenced.iter().map(|block| FencedBlock {
            opener: moved(block.opener),
            closer: block.closer.map(moved),
            info: moved(block.info),
            content: moved(block.content),
            inner_opener: block.inner_opener.map(moved),
            ..*block
        });
        whole.fenced.extend(fenced);
        whole.code.extend(facts.code.iter().copied().map(moved));
        whole.spans.extend(facts.spans.iter().copied().map(moved));
        whole.indented.extend(facts.indented.iter().copied().map(moved));
        start += TextSize::of(&*part.text);
    }
    whole
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
        fn it_gives_what_a_whole_parse_gives(texts in proptest::collection::vec(text(), 1..4), start in text(), end in text()) {
            let mut parts = Parts::default();
            for middle in texts {
                let text = format!("{start}{middle}{end}");
                let (facts, now) = parse(&text, TextSize::new(0), &parts);
                prop_assert_eq!(facts, crate::syntax::markdown::parse(&text, TextSize::new(0)));
                parts = now;
            }
        }
    }

    #[test]
    fn an_edit_parses_one_part() {
        let text = "intro\n\n# A\n\na\n\n# B\n\n```sh\n\n# no heading\n```\n\n# C\n\nc\n";
        let (_, parts) = parse(text, TextSize::new(0), &Parts::default());
        let texts: Vec<_> = parts.0.iter().map(|part| &*part.text).collect();
        assert_eq!(texts, ["intro\n\n", "# A\n\na\n\n", "# B\n\n```sh\n\n# no heading\n```\n\n", "# C\n\nc\n"]);
        let (_, now) = parse(&text.replace("# A\n\na", "# A\n\nab"), TextSize::new(0), &parts);
        let kept: Vec<_> = now.0.iter().map(|part| parts.0.iter().any(|before| Arc::ptr_eq(part, before))).collect();
        assert_eq!(kept, [true, false, true, true]);
    }
}
