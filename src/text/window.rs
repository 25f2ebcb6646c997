//! Where two versions of a text differ, so that only what lies there needs to be read again.

use std::cmp::min;

use text_size::{TextRange, TextSize};

/// Two versions of a text are the same before the window and after it. What was read from there stays true, but for its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The bytes before it.
    start: TextSize,
    /// The bytes after it.
    after: TextSize,
    /// The length of the earlier version.
    earlier: TextSize,
    /// The length of the later version.
    later: TextSize,
}

impl Window {
    /// The whole of two texts with these lengths.
    pub fn whole(earlier: TextSize, later: TextSize) -> Self {
        Window { start: 0.into(), after: 0.into(), earlier, later }
    }

    /// No change of a text of this length.
    pub fn none(length: TextSize) -> Self {
        Window::replacement(length, TextRange::empty(length), 0.into())
    }

    /// The replacement of `gone` in a text of this length by something as long as `new`.
    pub fn replacement(length: TextSize, gone: TextRange, new: TextSize) -> Self {
        let later = length - gone.len() + new;
        Window { start: gone.start(), after: length - gone.end(), earlier: length, later }
    }

    /// Both changes, one after the other.
    pub fn then(self, next: Window) -> Self {
        let (start, after) = (min(self.start, next.start), min(self.after, next.after));
        Window { start, after, earlier: self.earlier, later: next.later }
    }

    /// The window in the earlier version.
    pub fn earlier(&self) -> TextRange {
        TextRange::new(self.start, self.earlier - self.after)
    }

    /// The window in the later version.
    pub fn later(&self) -> TextRange {
        TextRange::new(self.start, self.later - self.after)
    }

    /// The length of the earlier version.
    pub fn earlier_length(&self) -> TextSize {
        self.earlier
    }

    /// The length of the later version.
    pub fn later_length(&self) -> TextSize {
        self.later
    }

    /// The place in the later version of an offset after the window in the earlier one.
    pub fn moved(&self, earlier: TextSize) -> TextSize {
        self.later - (self.earlier - earlier)
    }

    /// The window made wide enough for `range` of the earlier version.
    pub fn with_earlier(self, range: TextRange) -> Self {
        self.grown(range.start(), self.earlier.checked_sub(range.end()).unwrap_or_default())
    }

    /// The window made wide enough for `range` of the later version.
    pub fn with_later(self, range: TextRange) -> Self {
        self.grown(range.start(), self.later.checked_sub(range.end()).unwrap_or_default())
    }

    fn grown(self, start: TextSize, after: TextSize) -> Self {
        Window { start: min(self.start, start), after: min(self.after, after), ..self }
    }

    /// The window made wide enough for every fact that is not the same in both versions.
    pub fn with_changed<T: Fact + PartialEq>(self, earlier: &[T], later: &[T]) -> Self {
        let edited = self.earlier();
        let pairs = earlier.iter().zip(later);
        let same = pairs.take_while(|(fact, later)| fact.extent().end() < edited.start() && fact == later).count();
        let (earlier, later) = (&earlier[same..], &later[same..]);
        let pairs = earlier.iter().rev().zip(later.iter().rev());
        let same =
            pairs.take_while(|(fact, later)| fact.start() > edited.end() && fact.moved(&self) == **later).count();
        let window = earlier[..earlier.len() - same].iter().fold(self, |it, fact| it.with_earlier(fact.extent()));
        later[..later.len() - same].iter().fold(window, |it, fact| it.with_later(fact.extent()))
    }

    /// The facts of the later version: those of the earlier one outside of the window, and between them what was read in it. Facts
    /// are in order of where they start.
    pub fn splice<T: Fact>(&self, earlier: &[T], read: impl IntoIterator<Item = T>) -> Vec<T> {
        let window = self.earlier();
        let before = earlier.partition_point(|fact| fact.start() < window.start());
        let after = earlier.partition_point(|fact| fact.start() < window.end());
        let mut facts = Vec::with_capacity(earlier.len() + 8);
        facts.extend_from_slice(&earlier[..before]);
        facts.extend(read);
        facts.extend(earlier[after..].iter().map(|fact| fact.moved(self)));
        facts
    }
}

/// Something that a text says, with its places in it.
pub trait Fact: Clone {
    /// Calls `change` with each of its ranges.
    fn ranges(&mut self, change: impl FnMut(&mut TextRange));

    /// What it stands on.
    fn extent(&self) -> TextRange;

    /// Where it starts.
    fn start(&self) -> TextSize {
        self.extent().start()
    }

    /// A fact after the window of the earlier version, in the later one.
    fn moved(&self, window: &Window) -> Self {
        let mut fact = self.clone();
        fact.ranges(|range| *range = TextRange::new(window.moved(range.start()), window.moved(range.end())));
        fact
    }
}

impl Fact for TextRange {
    fn ranges(&mut self, mut change: impl FnMut(&mut TextRange)) {
        change(self);
    }

    fn extent(&self) -> TextRange {
        *self
    }
}
