//! What a selection grows to: the word, the piece of the line that it belongs to, the line, its blocks, the sections, the document.

use text_size::{TextRange, TextSize};

use super::outline::headings;
use crate::{
    model::section::{Section, sections},
    syntax::{
        markdown::blocks::{Block, BlockKind},
        marker::MarkerKind,
        reference::ReferenceKind,
        yaml::{Entry, Node, Value},
    },
    text::window::Fact,
    workspace::Document,
};

/// How many steps there are at most, whatever a text does: clients and encoders recurse.
const MOST: usize = 64;

/// For each of `offsets` ever larger ranges around it, each inside of the next one, the last one the document.
pub fn around(document: &Document, offsets: &[TextSize]) -> Vec<Vec<TextRange>> {
    let (text, facts) = (document.text(), document.facts());
    let whole = TextRange::up_to(TextSize::of(text));
    let is_markdown = document.kind.is_markdown();
    let headings = if is_markdown { headings(document) } else { Vec::new() };
    let pairs = sections(text, &facts.markers).pairs;
    let around = |&offset| {
        let mut steps = Steps { offset, found: Vec::new() };
        steps.line(document);
        if is_markdown {
            steps.markdown(document);
            steps.pairs(text, &pairs);
            headings.iter().for_each(|heading| steps.add(heading.section));
            steps.add_trimmed(text, whole);
        }
        facts.yaml.root.iter().for_each(|root| steps.node(root));
        nested(steps.found, whole)
    };
    offsets.iter().map(around).collect()
}

/// Those of `found` that are each inside of the next one, in the end the `whole` document.
fn nested(mut found: Vec<TextRange>, whole: TextRange) -> Vec<TextRange> {
    found.sort_by_key(|range| range.len());
    let mut around: Vec<TextRange> = Vec::new();
    for range in found {
        let grows = around.last().is_none_or(|last| range.contains_range(*last) && range != *last);
        if grows && range != whole && around.len() + 1 < MOST {
            around.push(range);
        }
    }
    around.push(whole);
    around
}

/// Collects what is around an offset.
struct Steps {
    offset: TextSize,
    found: Vec<TextRange>,
}

impl Steps {
    fn add(&mut self, range: TextRange) {
        if range.contains_inclusive(self.offset) && !range.is_empty() {
            self.found.push(range);
        }
    }

    /// Blocks end with their last line, not after it.
    fn add_trimmed(&mut self, text: &str, range: TextRange) {
        self.add(TextRange::at(range.start(), TextSize::of(text[range].trim_end())));
    }

    /// The word and the line, without its indentation.
    fn line(&mut self, document: &Document) {
        let (text, lines) = (document.text(), &document.facts().lines);
        let line = lines.line_range(text, lines.line(self.offset));
        let (before, after) = text[line].split_at(usize::from(self.offset.min(line.end()) - line.start()));
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let left = before.len() - before.trim_end_matches(is_word).len();
        let right = after.len() - after.trim_start_matches(is_word).len();
        let size = |length: usize| TextSize::new(length as u32);
        let at = line.start() + TextSize::of(before);
        self.add(TextRange::new(at - size(left), at + size(right)));
        let indent = text[line].len() - text[line].trim_start().len();
        self.add_trimmed(text, TextRange::new(line.start() + size(indent), line.end()));
    }

    fn markdown(&mut self, document: &Document) {
        let (text, facts) = (document.text(), document.facts());
        if let Some(front_matter) = &facts.front_matter {
            self.add_trimmed(text, front_matter.content);
            self.add_trimmed(text, front_matter.range);
            self.entries(&front_matter.entries);
        }
        for include in &facts.includes {
            self.add(include.path);
            self.add(include.range);
        }
        for marker in &facts.markers {
            self.add(marker.range);
            match marker.kind {
                MarkerKind::Tier { value, note } => {
                    [Some(value), note].into_iter().flatten().for_each(|it| self.add(it))
                }
                MarkerKind::NeedsValidation { text } => self.add(text),
                MarkerKind::Begin { name } | MarkerKind::End { name } => self.add(name),
                MarkerKind::Ignore { .. } | MarkerKind::IgnoreFile { .. } | MarkerKind::Malformed { .. } => {}
            }
        }
        for reference in &facts.references.references {
            self.add(reference.range);
            match reference.kind {
                ReferenceKind::Command { name, .. } | ReferenceKind::State { name } | ReferenceKind::Skill { name } => {
                    self.add(name);
                }
                _ => {}
            }
        }
        for link in &facts.markdown.links {
            self.add(link.range);
            if link.range.contains_range(link.destination_range) {
                self.add(link.destination_range);
            }
        }
        for span in &facts.markdown.spans {
            let ticks = text[*span].len() - text[*span].trim_start_matches('`').len();
            if let Some(inside) = text[*span].get(ticks..text[*span].len().saturating_sub(ticks)) {
                self.add(TextRange::at(span.start() + TextSize::new(ticks as u32), TextSize::of(inside)));
            }
            self.add(*span);
        }
        for heading in &facts.markdown.headings {
            self.add(heading.range);
        }
        for block in &facts.markdown.fenced {
            self.add_trimmed(text, block.content);
            self.add_trimmed(text, block.extent());
        }
        for block in &facts.markdown.indented {
            self.add(*block);
        }
        self.blocks(text, document.blocks());
    }

    fn blocks(&mut self, text: &str, blocks: &[Block]) {
        let offset = self.offset;
        let before = blocks.partition_point(|block| block.range.start() <= offset);
        for block in blocks[..before].iter().filter(|block| block.range.contains_inclusive(offset)) {
            self.add(block.range);
            if block.kind == BlockKind::Item {
                let item = &text[block.range];
                let mark = item.find(char::is_whitespace).unwrap_or(item.len());
                let content = item[mark..].trim_start();
                self.add(TextRange::new(block.range.end() - TextSize::of(content), block.range.end()));
            }
        }
    }

    /// Pairs of markers and what is between them.
    fn pairs(&mut self, text: &str, pairs: &[Section]) {
        let offset = self.offset;
        for pair in pairs.iter().filter(|pair| pair.begin.cover(pair.end).contains_inclusive(offset)) {
            let inside = TextRange::new(pair.begin.end(), pair.end.start().max(pair.begin.end()));
            let content = text[inside].trim_start();
            self.add_trimmed(text, TextRange::new(inside.end() - TextSize::of(content), inside.end()));
            self.add(pair.begin.cover(pair.end));
        }
    }

    fn entries(&mut self, entries: &[Entry]) {
        let offset = self.offset;
        for entry in entries.iter().filter(|entry| entry.range().contains_inclusive(offset)) {
            self.add(entry.range());
            self.add(entry.key.range);
            self.node(&entry.value);
        }
    }

    fn node(&mut self, node: &Node) {
        self.add(node.range);
        self.add(node.content_range());
        match &node.value {
            Value::Mapping(entries) => self.entries(entries),
            Value::Sequence(items) => {
                let offset = self.offset;
                let around = items.iter().filter(|item| item.range.contains_inclusive(offset));
                around.for_each(|item| self.node(item));
            }
            Value::Scalar { .. } | Value::Alias => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::fixture::Fixture;

    #[track_caller]
    fn check(fixture: &str, expect: Expect) {
        let fixture = Fixture::parse(fixture);
        let (_, document) = fixture.opened();
        let (_, cursor) = fixture.cursor.expect("a cursor");
        let mut shown = String::new();
        for range in around(&document, &[cursor]).remove(0) {
            assert!(range.contains_inclusive(cursor));
            shown += &format!("{:?}\n", &document.text()[range]);
        }
        expect.assert_eq(&shown);
    }

    #[test]
    fn path_of_an_include() {
        check(
            "# A\n\nText 😀 {{INCLUDE:partials/_con$0text.md}} and\nmore\n\n# B\n",
            expect![[r##"
            "_context"
            "partials/_context.md"
            "{{INCLUDE:partials/_context.md}}"
            "Text 😀 {{INCLUDE:partials/_context.md}} and"
            "Text 😀 {{INCLUDE:partials/_context.md}} and\nmore"
            "# A\n\nText 😀 {{INCLUDE:partials/_context.md}} and\nmore"
            "# A\n\nText 😀 {{INCLUDE:partials/_context.md}} and\nmore\n\n# B"
            "# A\n\nText 😀 {{INCLUDE:partials/_context.md}} and\nmore\n\n# B\n"
        "##]],
        );
    }

    #[test]
    fn command_in_code_in_a_list() {
        check(
            "# A\n\n- one\n- run `/flow:pl$0an` now\n  é\n\ntext\n",
            expect![[r##"
            "plan"
            "/flow:plan"
            "`/flow:plan`"
            "- run `/flow:plan` now"
            "- run `/flow:plan` now\n  é"
            "- one\n- run `/flow:plan` now\n  é"
            "# A\n\n- one\n- run `/flow:plan` now\n  é\n\ntext"
            "# A\n\n- one\n- run `/flow:plan` now\n  é\n\ntext\n"
        "##]],
        );
    }

    #[test]
    fn state_in_a_table() {
        check(
            "| a | b |\n|---|---|\n| x | workflow:Plan$0ned |\n",
            expect![[r#"
            "Planned"
            "workflow:Planned"
            "| x | workflow:Planned |"
            "| a | b |\n|---|---|\n| x | workflow:Planned |"
            "| a | b |\n|---|---|\n| x | workflow:Planned |\n"
        "#]],
        );
    }

    #[test]
    fn inside_of_markers() {
        check(
            "<!-- SECTION:A:BEGIN -->\r\n\r\none\r\ntw$0o\r\n\r\n<!-- SECTION:A:END -->\r\n\r\nafter\r\n",
            expect![[r#"
            "two"
            "one\r\ntwo"
            "<!-- SECTION:A:BEGIN -->\r\n\r\none\r\ntwo\r\n\r\n<!-- SECTION:A:END -->"
            "<!-- SECTION:A:BEGIN -->\r\n\r\none\r\ntwo\r\n\r\n<!-- SECTION:A:END -->\r\n\r\nafter"
            "<!-- SECTION:A:BEGIN -->\r\n\r\none\r\ntwo\r\n\r\n<!-- SECTION:A:END -->\r\n\r\nafter\r\n"
        "#]],
        );
    }

    #[test]
    fn name_of_a_marker() {
        check(
            "text\n\n<!-- SECTION:$0A:BEGIN -->\n<!-- SECTION:A:END -->\n",
            expect![[r#"
            "A"
            "<!-- SECTION:A:BEGIN -->"
            "<!-- SECTION:A:BEGIN -->\n<!-- SECTION:A:END -->"
            "text\n\n<!-- SECTION:A:BEGIN -->\n<!-- SECTION:A:END -->"
            "text\n\n<!-- SECTION:A:BEGIN -->\n<!-- SECTION:A:END -->\n"
        "#]],
        );
    }

    #[test]
    fn fenced_block() {
        check(
            "````md\none\n```sh\nt$0wo\n```\n````\n",
            expect![[r#"
            "two"
            "one\n```sh\ntwo\n```"
            "````md\none\n```sh\ntwo\n```\n````"
            "````md\none\n```sh\ntwo\n```\n````\n"
        "#]],
        );
    }

    #[test]
    fn front_matter() {
        check(
            "---\ntools:\n  - 'Re$0ad file'\n  - Edit\n---\ntext\n",
            expect![[r#"
            "Read"
            "Read file"
            "'Read file'"
            "- 'Read file'"
            "- 'Read file'\n  - Edit"
            "tools:\n  - 'Read file'\n  - Edit"
            "---\ntools:\n  - 'Read file'\n  - Edit\n---"
            "---\ntools:\n  - 'Read file'\n  - Edit\n---\ntext"
            "---\ntools:\n  - 'Read file'\n  - Edit\n---\ntext\n"
        "#]],
        );
    }

    #[test]
    fn workflow() {
        check(
            "//- /flowspec_workflow.yml\nstates: [To Do, Pl$0anned]\nversion: 2\n",
            expect![[r#"
            "Planned"
            "[To Do, Planned]"
            "states: [To Do, Planned]"
            "states: [To Do, Planned]\nversion: 2"
            "states: [To Do, Planned]\nversion: 2\n"
        "#]],
        );
    }

    #[test]
    fn cell_of_a_table() {
        check(
            "| a | b |\n|---|---|\n| x | two wor$0ds |\n",
            expect![[r#"
            "words"
            "two words"
            "| x | two words |"
            "| a | b |\n|---|---|\n| x | two words |"
            "| a | b |\n|---|---|\n| x | two words |\n"
        "#]],
        );
    }

    #[test]
    fn item_in_lists_and_a_quote() {
        check(
            "> - one\n>   1. t$0wo words\n>\n>      three\n>\n> text\n",
            expect![[r#"
            "two"
            "two words"
            ">   1. two words"
            "one\n>   1. two words\n>\n>      three"
            "- one\n>   1. two words\n>\n>      three"
            "> - one\n>   1. two words\n>\n>      three\n>\n> text"
            "> - one\n>   1. two words\n>\n>      three\n>\n> text\n"
        "#]],
        );
    }

    #[test]
    fn underlined_heading() {
        check(
            "Tit$0le\n===\n\ntext\n",
            expect![[r#"
            "Title"
            "Title\n==="
            "Title\n===\n\ntext"
            "Title\n===\n\ntext\n"
        "#]],
        );
    }

    #[test]
    fn indented_code() {
        check(
            "text\n\n    one\n\n    t$0wo\n\ntext\n",
            expect![[r#"
            "two"
            "one\n\n    two"
            "text\n\n    one\n\n    two\n\ntext"
            "text\n\n    one\n\n    two\n\ntext\n"
        "#]],
        );
    }

    #[test]
    fn each_offset_has_its_steps() {
        let (_, document) = Fixture::parse("one two\n").opened();
        let steps = around(&document, &[TextSize::new(0), TextSize::new(5)]);
        let words: Vec<_> = steps.iter().map(|steps| &document.text()[steps[0]]).collect();
        assert_eq!(words, ["one", "two"]);
    }

    #[test]
    fn thousands_of_pairs_of_markers_around_an_offset() {
        let begin: String = (0..10_000).map(|at| format!("<!-- SECTION:S{at}:BEGIN -->\n")).collect();
        let end: String = (0..10_000).rev().map(|at| format!("<!-- SECTION:S{at}:END -->\n")).collect();
        let (_, document) = Fixture::parse(&format!("{begin}text\n{end}")).opened();
        let steps = around(&document, &[TextSize::of(&*begin)]).remove(0);
        assert_eq!(steps.len(), MOST);
        assert_eq!(&document.text()[steps[1]], "<!-- SECTION:S9999:BEGIN -->\ntext\n<!-- SECTION:S9999:END -->");
    }

    #[test]
    fn ends_of_a_document() {
        check(
            "$0",
            expect![[r#"
            ""
        "#]],
        );
        check(
            "text\n\n$0",
            expect![[r#"
            "text\n\n"
        "#]],
        );
        check(
            "$0😀",
            expect![[r#"
            "😀"
        "#]],
        );
    }

    #[test]
    fn endless_nesting_has_few_steps() {
        let (_, document) = Fixture::parse(&"> ".repeat(300)).opened();
        assert!(around(&document, &[TextSize::new(600)])[0].len() <= MOST);
    }
}
