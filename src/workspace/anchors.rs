//! The anchors of a document: those of its headings, and those that its HTML sets.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// What a link can lead to in a document.
#[derive(Debug)]
pub struct Anchors {
    headings: Vec<String>,
    /// The places in `headings`, sorted by name.
    by_name: Vec<u32>,
    /// Few documents set any, and only a link to an unknown heading asks.
    in_html: OnceLock<FxHashSet<Box<str>>>,
}

impl Anchors {
    /// The anchors of headings, in their order.
    pub(super) fn new(headings: Vec<String>) -> Self {
        let mut by_name: Vec<u32> = (0..headings.len() as u32).collect();
        by_name.sort_by_key(|at| &headings[*at as usize]);
        Anchors { headings, by_name, in_html: OnceLock::new() }
    }

    /// The anchors of the headings, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(String::as_str)
    }

    /// The place among the headings of the first one with this anchor.
    pub fn position(&self, anchor: &str) -> Option<usize> {
        let first = self.by_name.partition_point(|at| self.headings[*at as usize].as_str() < anchor);
        let at = *self.by_name.get(first)? as usize;
        (self.headings[at] == anchor).then_some(at)
    }

    /// Whether the HTML in `text`, which is the document's, sets the anchor.
    pub fn is_set(&self, text: &str, anchor: &str) -> bool {
        self.in_html(text).contains(anchor)
    }

    /// The anchors that the HTML in `text`, which is the document's, sets, in no order.
    pub fn set(&self, text: &str) -> impl Iterator<Item = &str> {
        self.in_html(text).iter().map(|anchor| &**anchor)
    }

    fn in_html(&self, text: &str) -> &FxHashSet<Box<str>> {
        self.in_html.get_or_init(|| set_by_html(text))
    }
}

/// The ids and names of elements, and those in braces after a heading.
fn set_by_html(text: &str) -> FxHashSet<Box<str>> {
    /// No anchor is longer; without a limit a line of nothing but `{#` would be read again and again.
    const LONGEST: usize = 256;
    let mut found = FxHashSet::default();
    for (before, end) in [("id=\"", '"'), ("name=\"", '"'), ("id='", '\''), ("name='", '\''), ("{#", '}')] {
        for at in memchr::memmem::find_iter(text.as_bytes(), before) {
            let rest = &text[at + before.len()..];
            let rest = &rest[..rest.floor_char_boundary(LONGEST)];
            let ends = [rest.find(end), rest.find(['"', '\'', '}', ' '])];
            found.extend(ends.into_iter().flatten().map(|end| rest[..end].into()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_by_name() {
        let anchors = Anchors::new(["b", "a", "b", "c"].map(str::to_owned).into());
        let positions = ["a", "b", "c", "d", ""].map(|anchor| anchors.position(anchor));
        assert_eq!(positions, [Some(1), Some(0), Some(3), None, None]);
    }

    #[test]
    fn html_sets_anchors() {
        let anchors = Anchors::new(Vec::new());
        let text = "<a id=\"one\"><p name='two'>\n# Three {#three .class}\n<a id=\"with a blank\" id='open";
        let set = ["one", "two", "three", "with a blank", "One", "open", ""].map(|anchor| anchors.is_set(text, anchor));
        assert_eq!(set, [true, true, true, true, false, false, false]);
    }
}
