//! The two names of a section, which are edited together.

use text_size::{TextRange, TextSize};

use crate::{model::section::sections, syntax::marker::MarkerKind, workspace::Document};

/// The name under the cursor in a `SECTION` marker and the one in the other marker of the pair, in order. The name of an `AC` marker is
/// its keyword, and is not edited.
pub fn linked(document: &Document, offset: TextSize) -> Option<[TextRange; 2]> {
    let (text, markers) = (document.text(), &document.facts().markers);
    let here = |marker: TextRange| marker.contains_inclusive(offset);
    let pair = sections(text, markers).pairs.into_iter().find(|pair| here(pair.begin) || here(pair.end))?;
    let closing = markers.iter().find(|marker| marker.range == pair.end)?;
    let MarkerKind::End { name: end } = closing.kind else { return None };
    let is_keyword = !text[TextRange::new(pair.begin.start(), pair.name.start())].ends_with(':');
    let names = [pair.name, end];
    (!is_keyword && names.iter().any(|name| name.contains_inclusive(offset))).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    /// The names as they stand, with what is before them on their line.
    fn names(text: &str) -> Option<[String; 2]> {
        let fixture = Fixture::parse(text);
        let (_, document) = fixture.opened();
        let (_, cursor) = fixture.cursor.expect("a cursor");
        let shown = |range: TextRange| {
            let before = &document.text()[..range.start().into()];
            format!("{}|{}", before.lines().last().unwrap_or_default(), &document.text()[range])
        };
        linked(&document, cursor).map(|names| names.map(shown))
    }

    #[test]
    fn both_names_of_the_pair() {
        let expected = ["<!-- SECTION:|A", "😀 <!-- SECTION:|A"].map(str::to_owned);
        for text in [
            "<!-- SECTION:$0A:BEGIN -->\ntext\n😀 <!-- SECTION:A:END -->\n",
            "<!-- SECTION:A$0:BEGIN -->\ntext\n😀 <!-- SECTION:A:END -->\n",
            "<!-- SECTION:A:BEGIN -->\r\ntext\r\n😀 <!-- SECTION:$0A:END -->\r\n",
        ] {
            assert_eq!(names(text).as_ref(), Some(&expected), "{text}");
        }
    }

    #[test]
    fn the_pair_under_the_cursor_and_no_other_of_its_name() {
        let pair = "<!-- SECTION:A:BEGIN -->\n<!-- SECTION:A:END -->\n";
        let second = "1 <!-- SECTION:$0A:BEGIN -->\n2 <!-- SECTION:A:END -->\n";
        let expected = ["1 <!-- SECTION:|A", "2 <!-- SECTION:|A"].map(str::to_owned);
        assert_eq!(names(&format!("{pair}{second}")), Some(expected));
    }

    #[test]
    fn nothing_else_is_linked() {
        for text in [
            "<!-- $0SECTION:A:BEGIN -->\n<!-- SECTION:A:END -->\n",
            "<!-- SECTION:A:BE$0GIN -->\n<!-- SECTION:A:END -->\n",
            "<!-- SECTION:$0A:BEGIN -->\n",
            "<!-- SECTION:$0A:BEGIN -->\n<!-- SECTION:B:END -->\n",
            "<!-- $0AC:BEGIN -->\n<!-- AC:END -->\n",
            "```\n<!-- SECTION:$0A:BEGIN -->\n<!-- SECTION:A:END -->\n```\n",
            "$0A\n",
        ] {
            assert_eq!(names(text), None, "{text}");
        }
    }
}
