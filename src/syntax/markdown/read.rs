//! Reads facts from the events of `pulldown-cmark`.

use std::{borrow::Cow, ops::Range, sync::Arc};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use text_size::{TextRange, TextSize};

use super::{
    FencedBlock, Heading, Markdown, MarkdownLink,
    blocks::{Block, Collector},
    definitions::{Definitions, Elsewhere},
    destination, incremental, trim_end,
};
use crate::{
    syntax::{line_end, range},
    text::window::Fact,
};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

/// What is read in a part of a text that is parsed alone.
pub(super) struct Part {
    pub(super) markdown: Markdown,
    pub(super) blocks: Vec<Block>,
    /// The link reference definitions in it.
    pub(super) definitions: Definitions,
    /// The definitions of footnotes in it.
    pub(super) footnotes: Vec<Footnote>,
    /// Its [boundaries](incremental), the start excluded.
    pub(super) boundaries: Vec<TextSize>,
    /// Whether it ends completely: with no block at its top level that would go on if more text followed after a blank line.
    pub(super) clean: bool,
    /// The bytes of destinations and titles that its references copy. `pulldown-cmark` resolves no more of them beyond [`limit`].
    pub(super) copied: usize,
}

/// The definition of a footnote. All that matters elsewhere is that it exists.
#[derive(Debug, Clone)]
pub(super) struct Footnote {
    range: TextRange,
    pub(super) label: Arc<str>,
}

impl Fact for Footnote {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

/// How many bytes the references of a text of this length may copy.
pub(super) fn limit(length: usize) -> usize {
    length.max(100_000)
}

/// What the rest of a text defines for a part of it.
pub(super) struct Outside<'a> {
    /// The definitions of the whole text.
    pub(super) definitions: &'a Definitions,
    /// The labels of footnotes.
    pub(super) footnotes: Vec<&'a str>,
}

/// Reads `text` from `start` to its end, all of it or a part to which something is defined `outside`.
pub(super) fn read(text: &str, start: usize, outside: Option<Outside<'_>>) -> Part {
    let none = Definitions::default();
    let (known, footnotes) =
        outside.map_or((None, Vec::new()), |outside| (Some(outside.definitions), outside.footnotes));
    let (source, added) = with_footnotes(text.get(start..).unwrap_or_default(), &footnotes);
    let place = |span: &Range<usize>| start + span.start - added..start + span.end - added;
    let parser = Parser::new_with_broken_link_callback(&source, OPTIONS, Some(Elsewhere(known.unwrap_or(&none))));
    let definitions = Definitions::read(text, place, parser.reference_definitions());
    let mut reader = Reader {
        text,
        definitions: known.unwrap_or(&definitions),
        markdown: Markdown::default(),
        blocks: Collector::default(),
        heading: None,
        links: Vec::new(),
        content_end: None,
        copied: 0,
    };
    let (mut footnotes, mut boundaries) = (Vec::new(), Vec::new());
    let (mut depth, mut last) = (0usize, None);
    for (event, span) in parser.into_offset_iter().filter(|(_, span)| span.start >= added) {
        let span = place(&span);
        match &event {
            Event::Start(tag) => {
                if depth == 0 {
                    last = Some((open_block(tag), span.start));
                    if span.start > start
                        && matches!(tag, Tag::Heading { .. })
                        && incremental::is_boundary(text, span.start)
                    {
                        boundaries.push(range(span.start, span.start).start());
                    }
                }
                if let Tag::FootnoteDefinition(label) = tag {
                    footnotes.push(Footnote { range: range(span.start, span.end), label: (&**label).into() });
                }
                reader.blocks.start(tag, &span);
                depth += 1;
            }
            Event::End(tag) => {
                reader.blocks.end(text, tag, &span);
                depth -= 1;
            }
            _ => {}
        }
        reader.event(event, span);
    }
    let Reader { markdown, blocks, copied, .. } = reader;
    let clean = match last {
        Some((OpenBlock::Fence, _)) => markdown.fenced.last().is_none_or(|block| block.closer.is_some()),
        Some((OpenBlock::Html, start)) => ends_at_blank_line(&text[start..]),
        Some((OpenBlock::None, _)) | None => true,
    };
    Part { markdown, blocks: blocks.blocks, definitions, footnotes, boundaries, clean, copied }
}

/// The source of a part, with definitions of `footnotes` before it when it may refer to them, and their length. Something between ends
/// the last one.
fn with_footnotes<'a>(source: &'a str, footnotes: &[&str]) -> (Cow<'a, str>, usize) {
    if footnotes.is_empty() || memchr::memmem::find(source.as_bytes(), b"[^").is_none() {
        return (Cow::Borrowed(source), 0);
    }
    let mut text: String = footnotes.iter().flat_map(|label| ["[^", label, "]: text\n\n"]).collect();
    text += "***\n\n";
    let added = text.len();
    (Cow::Owned(text + source), added)
}

/// The blocks that blank lines do not end.
enum OpenBlock {
    Fence,
    Html,
    None,
}

fn open_block(tag: &Tag<'_>) -> OpenBlock {
    match tag {
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => OpenBlock::Fence,
        Tag::HtmlBlock => OpenBlock::Html,
        _ => OpenBlock::None,
    }
}

/// Whether an HTML block is of the kinds that end at a blank line, or has come to its own end.
fn ends_at_blank_line(block: &str) -> bool {
    let block = block.trim_start().to_ascii_lowercase();
    let raw = ["<script", "<pre", "<style", "<textarea"];
    if raw.iter().any(|start| block.starts_with(start)) {
        ["</script>", "</pre>", "</style>", "</textarea>"].iter().any(|end| block.contains(end))
    } else if block.starts_with("<!--") {
        block.contains("-->")
    } else if block.starts_with("<?") {
        block.contains("?>")
    } else if block.starts_with("<![cdata[") {
        block.contains("]]>")
    } else {
        !block.starts_with("<!") || block.contains('>')
    }
}

/// Turns events into facts.
struct Reader<'a> {
    text: &'a str,
    /// Those of the whole text, as they were before.
    definitions: &'a Definitions,
    markdown: Markdown,
    blocks: Collector,
    /// The text of the heading that is being read.
    heading: Option<String>,
    /// The links that are being read: their index, and where their text ends as far as it is known.
    links: Vec<(usize, usize)>,
    /// Where the content of the fenced block that is being read ends as far as it is known.
    content_end: Option<usize>,
    copied: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        if let (Some((_, text_end)), Event::Text(_) | Event::Code(_) | Event::InlineHtml(_)) =
            (self.links.last_mut(), &event)
        {
            *text_end = span.end;
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some(String::new());
                self.markdown.headings.push(Heading {
                    level: level as u8,
                    range: trim_end(self.text, &span),
                    text: Arc::default(),
                });
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                self.start_link(&span, false, link_type, dest_url, &title, &id);
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                self.start_link(&span, true, link_type, dest_url, &title, &id);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(&span),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => self.start_fenced(&span),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                let block = trim_end(self.text, &span);
                self.markdown.code.push(block);
                self.markdown.indented.push(block);
            }
            Event::End(TagEnd::CodeBlock) => self.end_fenced(&span),
            Event::Code(code) => {
                let span = range(span.start, span.end);
                self.markdown.code.push(span);
                self.markdown.spans.push(span);
                self.add_text(&code);
            }
            Event::Text(text) => match self.content_end {
                Some(_) => self.add_content(&span),
                None => self.add_text(&text),
            },
            Event::SoftBreak | Event::HardBreak => self.add_text(" "),
            _ => {}
        }
    }

    fn add_text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        }
    }

    fn end_heading(&mut self) {
        let text = self.heading.take().unwrap_or_default();
        if let Some(heading) = self.markdown.headings.last_mut() {
            heading.text = text.trim().into();
        }
    }

    fn start_link(
        &mut self,
        span: &Range<usize>,
        image: bool,
        link_type: LinkType,
        destination: CowStr<'_>,
        title: &str,
        label: &str,
    ) {
        let range = range(span.start, span.end);
        let mut link =
            MarkdownLink { range, destination_range: range, destination: String::new(), definition: None, image };
        let text_start = span.start + 1 + usize::from(image);
        match link_type {
            // Autolinks are not in the list, but whatever ends here must have a place on the stack.
            LinkType::Autolink | LinkType::Email => return self.links.push((usize::MAX, 0)),
            LinkType::Inline => {
                link.destination = destination.into_string();
                self.links.push((self.markdown.links.len(), text_start));
            }
            _ => {
                let mut cost = destination.len() + title.len();
                // The part may define the label a second time: the first definition counts.
                if let Some((index, definition)) = self.definitions.of(label) {
                    cost = cost.max(definition.cost());
                    link.define(index, definition);
                }
                self.copied += cost;
                self.links.push((usize::MAX, text_start));
            }
        }
        self.markdown.links.push(link);
    }

    fn end_link(&mut self, span: &Range<usize>) {
        let Some((index, text_end)) = self.links.pop() else { return };
        if let Some((_, outer)) = self.links.last_mut() {
            *outer = span.end;
        }
        if let Some(link) = self.markdown.links.get_mut(index) {
            link.destination_range = inline_destination(self.text, text_end..span.end).unwrap_or(link.range);
        }
    }

    fn start_fenced(&mut self, span: &Range<usize>) {
        let bytes = self.text.as_bytes();
        let block = &bytes[span.clone()];
        let indent = block.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let opener = span.start + indent;
        let fence = bytes.get(opener).copied().unwrap_or(b'`');
        let length = block[indent..].iter().take_while(|&&byte| byte == fence).count();
        let (end, next) = line_end(self.text, opener);
        let whole = trim_end(self.text, span);
        self.content_end = Some(next.min(span.end));
        self.markdown.code.push(whole);
        self.markdown.fenced.push(FencedBlock {
            opener: range(opener, end),
            closer: None,
            info: trimmed(self.text, opener + length..end),
            content: range(next.min(span.end), next.min(span.end)),
            fence: char::from(fence),
            length: u32::try_from(length).unwrap_or(u32::MAX),
            inner_opener: None,
        });
    }

    /// A piece of the content, one or more whole lines without the marks of their container.
    fn add_content(&mut self, span: &Range<usize>) {
        self.content_end = Some(span.end);
        let Some(block) = self.markdown.fenced.last_mut() else { return };
        if block.inner_opener.is_none() {
            let fence = u8::try_from(block.fence).unwrap_or(b'`');
            block.inner_opener = inner_opener(self.text, span.clone(), fence);
        }
    }

    /// What is left of the block after its content is the closing line, or nothing.
    fn end_fenced(&mut self, span: &Range<usize>) {
        let Some(end) = self.content_end.take() else { return };
        let Some(block) = self.markdown.fenced.last_mut() else { return };
        block.content = TextRange::new(block.content.start(), range(end, end).start());
        let rest = self.text.get(end..span.end).unwrap_or_default();
        if let Some(fence) = rest.find(block.fence) {
            let closer = trim_end(self.text, &(end + fence..span.end));
            block.closer = Some(closer);
        }
    }
}

/// The first line of a piece of code that could open a block with `fence`: one with an info string, indented at most three columns.
fn inner_opener(text: &str, piece: Range<usize>, fence: u8) -> Option<TextRange> {
    let bytes = text.as_bytes();
    let mut at = piece.start;
    while let Some(rest) = bytes.get(at..piece.end).filter(|rest| !rest.is_empty()) {
        let indent = rest.iter().take(4).take_while(|&&byte| byte == b' ').count();
        // Hardly a line of code starts with a fence: the others cost a look at one byte.
        if indent <= 3 && rest.get(indent) == Some(&fence) {
            let (end, _) = line_end(text, at);
            let line = &bytes[at + indent..end];
            let length = line.iter().take_while(|&&byte| byte == fence).count();
            let info = &line[length..];
            if length >= 3 && !info.trim_ascii().is_empty() && !info.contains(&b'`') {
                return Some(range(at + indent, end));
            }
        }
        at += memchr::memchr(b'\n', rest)? + 1;
    }
    None
}

/// The destination of an inline link whose text ends at the start of `rest` or a little later.
fn inline_destination(text: &str, rest: Range<usize>) -> Option<TextRange> {
    let after = text.get(rest.clone())?;
    let start = rest.start + after.find("](")? + 2;
    destination(text, start..rest.end.saturating_sub(1))
}

/// `span` without the spaces around it.
fn trimmed(text: &str, span: Range<usize>) -> TextRange {
    let source = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (source.len() - source.trim_start().len());
    range(start.min(span.end), start + source.trim().len())
}
