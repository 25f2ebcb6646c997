//! SECTION and AC markers in pairs, and what is wrong with them.

use rustc_hash::{FxHashMap, FxHashSet};
use text_size::TextRange;

use crate::syntax::marker::{Marker, MarkerKind};

/// The sections of one text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sections {
    /// The pairs of markers, by where they begin.
    pub pairs: Vec<Section>,
    /// What is wrong, by where it stands.
    pub faults: Vec<Fault>,
}

/// A section with both of its markers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// Its name, in the opening marker.
    pub name: TextRange,
    /// The opening comment.
    pub begin: TextRange,
    /// The closing comment.
    pub end: TextRange,
}

/// A marker that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong with it.
    pub kind: FaultKind,
    /// The name in it.
    pub name: TextRange,
    /// The comment.
    pub marker: TextRange,
    /// The other comment that it conflicts with.
    pub other: Option<TextRange>,
}

/// What can be wrong with a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// It opens and nothing closes.
    NeverClosed,
    /// It closes and nothing opened.
    NeverOpened,
    /// It opens what is open; the other one did.
    OpenedTwice,
    /// Its section begins inside the other one's and ends outside of it.
    Crossed,
    /// A whole section of its name, the other one's, stands before it.
    Repeated,
}

/// Whether a section of this name is one of Backlog.md's lists of criteria, whose markers have no `SECTION` before the name.
pub fn is_checklist(name: &str) -> bool {
    matches!(name, "AC" | "DOD")
}

/// Pairs the markers of `text` by their names.
pub fn sections(text: &str, markers: &[Marker]) -> Sections {
    let mut sections = Sections::default();
    let mut open: FxHashMap<&str, Vec<(TextRange, TextRange)>> = FxHashMap::default();
    for marker in markers {
        match marker.kind {
            MarkerKind::Begin { name } => {
                let others = open.entry(&text[name]).or_default();
                if let Some((_, first)) = others.first() {
                    sections.fault(FaultKind::OpenedTwice, name, marker.range, Some(*first));
                }
                others.push((name, marker.range));
            }
            MarkerKind::End { name } => match open.get_mut(&text[name]).and_then(Vec::pop) {
                Some((name, begin)) => sections.pairs.push(Section { name, begin, end: marker.range }),
                None => sections.fault(FaultKind::NeverOpened, name, marker.range, None),
            },
            _ => {}
        }
    }
    // Where a section is opened twice and closed once, saying so once is enough.
    let twice = sections.faults.iter().filter(|fault| fault.kind == FaultKind::OpenedTwice);
    let twice: FxHashSet<_> = twice.map(|fault| &text[fault.name]).collect();
    for (name, begin) in open.into_values().filter_map(|left| left.first().copied()) {
        if !twice.contains(&text[name]) {
            sections.fault(FaultKind::NeverClosed, name, begin, None);
        }
    }
    sections.pairs.sort_unstable_by_key(|section| section.begin.start());
    sections.compare_pairs(text);
    sections.faults.sort_by_key(|fault| fault.marker.start());
    sections
}

impl Sections {
    fn fault(&mut self, kind: FaultKind, name: TextRange, marker: TextRange, other: Option<TextRange>) {
        self.faults.push(Fault { kind, name, marker, other });
    }

    fn compare_pairs(&mut self, text: &str) {
        let mut around: Vec<Section> = Vec::new();
        let mut first: FxHashMap<&str, Section> = FxHashMap::default();
        for pair in std::mem::take(&mut self.pairs) {
            while around.pop_if(|outer| outer.end.start() < pair.begin.start()).is_some() {}
            if let Some(outer) = around.last().filter(|outer| outer.end.start() < pair.end.start()) {
                self.fault(FaultKind::Crossed, pair.name, pair.begin, Some(outer.begin));
            }
            let earlier = first.get(&text[pair.name]).filter(|earlier| earlier.end.start() < pair.begin.start());
            match earlier {
                Some(earlier) => self.fault(FaultKind::Repeated, pair.name, pair.begin, Some(earlier.begin)),
                None => drop(first.entry(&text[pair.name]).or_insert(pair)),
            }
            around.push(pair);
            self.pairs.push(pair);
        }
    }
}

#[cfg(test)]
mod tests {
    use text_size::TextSize;

    use super::*;
    use crate::syntax::{fence, markdown, marker};

    /// Markers in short: `+A` opens and `-A` closes.
    fn faults(short: &str) -> String {
        let markers = short.split_whitespace().map(|word| {
            let (edge, name) = word.split_at(1);
            format!("<!-- SECTION:{name}:{} -->\n", if edge == "+" { "BEGIN" } else { "END" })
        });
        let text: String = markers.collect();
        let start = TextSize::new(0);
        let markers = marker::parse(&text, start, &fence::parse(&text, start), &markdown::parse(&text, start));
        let at = |range: TextRange| text[..range.start().into()].lines().count();
        let shown = sections(&text, &markers).faults.into_iter().map(|fault| {
            let other = fault.other.map(|other| format!("/{}", at(other))).unwrap_or_default();
            format!("{}{other} {:?}", at(fault.marker), fault.kind)
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn what_is_wrong_is_said_once() {
        for (markers, expected) in [
            ("+A -A +B +C -C -B", ""),
            ("+A", "0 NeverClosed"),
            ("-A", "0 NeverOpened"),
            ("+A +B -B", "0 NeverClosed"),
            ("+P -N -P +N -N", "1 NeverOpened"),
            ("+A +A -A", "1/0 OpenedTwice"),
            ("+A +A -A -A", "1/0 OpenedTwice"),
            ("+A +B -A -B", "1/0 Crossed"),
            ("+A -A +A -A", "2/0 Repeated"),
            ("-A -A", "0 NeverOpened, 1 NeverOpened"),
        ] {
            assert_eq!(faults(markers), expected, "{markers}");
        }
    }
}
