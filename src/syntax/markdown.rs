//! The Markdown facts of CommonMark's model, from `pulldown-cmark`: headings, links, code.

pub mod incremental;

use super::{line_end, range};
use crate::text::window::Fact;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};
use rustc_hash::FxHashMap;
use std::{ops::Range, sync::Arc};
use text_size::{TextRange, TextSize};

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
    /// The inline code spans among [`Markdown::code`].
    pub spans: Vec<TextRange>,
    /// The indented blocks among [`Markdown::code`].
    pub indented: Vec<TextRange>,
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_GFM);

/// The facts of `text` from `body`, where the front matter ends, as GitHub would read it.
pub fn parse(text: &str, body: TextSize) -> Markdown {
    parse_part(text, body.into()).markdown
}

/// What is read in a part of a text that is parsed alone.
struct Part {
    markdown: Markdown,
    /// Its [boundaries](incremental), the start excluded.
    boundaries: Vec<TextSize>,
    /// Whether it ends clean: with no block at its top level that would go on if more text followed after a blank line.
    clean: bool,
}

/// Parses `text` from `start` to its end.
fn parse_part(text: &str, start: usize) -> Part {
    let source = text.get(start..).unwrap_or_default();
    let mut boundaries = Vec::new();
    let mut reader = Reader { text, start, ..Reader::default() };
    let mut events = Parser::new_ext(source, OPTIONS).into_offset_iter();
    let (mut depth, mut last) = (0usize, None);
    while let Some((event, span)) = events.next() {
        let span = start + span.start..start + span.end;
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
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            _ => {}
        }
        reader.event(event, span, &events);
    }
    let clean = match last {
        Some((OpenBlock::Fence, _)) => reader.markdown.fenced.last().is_none_or(|block| block.closer.is_some()),
        Some((OpenBlock::Html, start)) => ends_at_blank_line(&text[start..]),
        Some((OpenBlock::None, _)) | None => true,
    };
    Part { markdown: reader.markdown, boundaries, clean }
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

impl Markdown {
    /// GitHub's anchors for the headings, in their order, made unique in the document (`name`, `name-1`, …).
    pub fn anchors(&self) -> Vec<String> {
        let mut slugs = FxHashMap::default();
        self.headings.iter().map(|heading| unique(&mut slugs, slug(&heading.text))).collect()
    }

    /// Whether `offset` is in code of any kind, by CommonMark's rules.
    pub fn in_code(&self, offset: TextSize) -> bool {
        holds(&self.code, offset)
    }
}

/// Whether one of `ranges`, which are in order and do not overlap, holds `offset`.
pub(super) fn holds(ranges: &[TextRange], offset: TextSize) -> bool {
    let after = ranges.partition_point(|range| range.start() <= offset);
    after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|range| offset < range.end())
}

impl Fact for Heading {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Fact for Link {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.range);
        change(&mut self.destination_range);
    }

    fn extent(&self) -> TextRange {
        self.range
    }
}

impl Fact for FencedBlock {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(&mut self.opener);
        self.closer.iter_mut().for_each(&mut change);
        change(&mut self.info);
        change(&mut self.content);
        self.inner_opener.iter_mut().for_each(&mut change);
    }

    fn extent(&self) -> TextRange {
        self.opener.cover(self.closer.unwrap_or(self.content))
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The whole heading.
    pub range: TextRange,
    /// Its text without marks.
    pub text: Arc<str>,
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
    /// The first line of the content that would open a block of its own, from its fence to its end. The author probably meant it to,
    /// and the line that closes this block to close that one.
    pub inner_opener: Option<TextRange>,
}

/// Turns events into facts.
#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    start: usize,
    markdown: Markdown,
    /// The text of the heading that is being read.
    heading: Option<String>,
    /// The links that are being read: their index, and where their text ends as far as it is known.
    links: Vec<(usize, usize)>,
    /// Where the content of the fenced block that is being read ends as far as it is known.
    content_end: Option<usize>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>, events: &OffsetIter<'a>) {
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
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                self.start_link(link_type, &dest_url, &id, &span, false, events);
            }
            Event::Start(Tag::Image { link_type, dest_url, id, .. }) => {
                self.start_link(link_type, &dest_url, &id, &span, true, events);
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
        link_type: LinkType,
        destination: &str,
        id: &str,
        span: &Range<usize>,
        image: bool,
        events: &OffsetIter<'a>,
    ) {
        let whole = range(span.start, span.end);
        let destination_range = match link_type {
            // Autolinks are not in the list, but whatever ends here must have a place on the stack.
            LinkType::Autolink | LinkType::Email => return self.links.push((usize::MAX, 0)),
            LinkType::Inline => whole,
            _ => events
                .reference_definitions()
                .get(id)
                .and_then(|definition| {
                    let span = self.start + definition.span.start..self.start + definition.span.end;
                    definition_destination(self.text, span)
                })
                .unwrap_or(whole),
        };
        let inline = link_type == LinkType::Inline;
        let index = self.markdown.links.len();
        self.markdown.links.push(Link { range: whole, destination_range, destination: destination.to_owned(), image });
        let text_start = span.start + 1 + usize::from(image);
        self.links.push((if inline { index } else { usize::MAX }, text_start));
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

/// The destination of a link reference definition.
fn definition_destination(text: &str, span: Range<usize>) -> Option<TextRange> {
    let definition = text.get(span.clone())?.as_bytes();
    let mut at = 1;
    while *definition.get(at)? != b']' {
        at += 1 + usize::from(definition[at] == b'\\');
    }
    destination(text, span.start + at + 2..span.end)
}

/// The destination at the start of `rest`, blanks and angle brackets excluded.
fn destination(text: &str, rest: Range<usize>) -> Option<TextRange> {
    let source = text.get(rest.clone())?;
    let trimmed = source.trim_start();
    let start = rest.start + (source.len() - trimmed.len());
    if let Some(angled) = trimmed.strip_prefix('<') {
        let end = start + 1 + angled.find('>')?;
        return Some(range(start + 1, end));
    }
    let length = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
    Some(range(start, start + length))
}

/// GitHub's anchor for a heading, before it is made unique.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().chars() {
        match character {
            ' ' => slug.push('-'),
            '-' | '_' | 'a'..='z' | '0'..='9' => slug.push(character),
            _ if character.is_ascii() => {
                slug.extend(character.is_ascii_alphabetic().then(|| character.to_ascii_lowercase()));
            }
            _ => slug.extend(character.to_lowercase().filter(|lower| lower.is_alphanumeric())),
        }
    }
    slug
}

/// GitHub appends the first number that is free. The counter of each name only grows, so many equal headings stay cheap.
fn unique(slugs: &mut FxHashMap<String, u32>, slug: String) -> String {
    let mut unique = slug;
    if let Some(mut count) = slugs.get(&unique).copied() {
        let base = unique;
        loop {
            count += 1;
            unique = format!("{base}-{count}");
            if !slugs.contains_key(&unique) {
                break;
            }
        }
        slugs.insert(base, count);
    }
    slugs.insert(unique.clone(), 0);
    unique
}

/// `span` without the blanks around it.
fn trimmed(text: &str, span: Range<usize>) -> TextRange {
    let source = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (source.len() - source.trim_start().len());
    range(start.min(span.end), start + source.trim().len())
}

/// `span` without the blanks at its end.
fn trim_end(text: &str, span: &Range<usize>) -> TextRange {
    let source = text.get(span.clone()).unwrap_or_default();
    range(span.start, span.start + source.trim_end().len())
}

#[cfg(test)]
mod tests;
