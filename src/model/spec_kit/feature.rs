//! What a Markdown file of a feature says: tasks, stories, requirements, boxes, ids and what is left open.

use text_size::TextRange;

use super::{
    SpecKitKind,
    ids::{self, IdCitation},
    lines::{TextLine, heading, lines},
    machine_path::{MachinePath, machine_paths},
    task::{self, BoxState, LineBox, SpecTask},
    template::{TemplateText, leftovers},
    tree::{TreeEntry, TreeReader},
};

/// What one Markdown file of a feature says, in order of position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeatureText {
    /// Its title, or its first line.
    pub title: TextRange,
    /// The tasks of `tasks.md`.
    pub tasks: Vec<SpecTask>,
    /// The boxes of `tasks.md` and of a checklist, outside of comments.
    pub boxes: Vec<AnyBox>,
    /// The stories of `spec.md`.
    pub stories: Vec<SpecStory>,
    /// The requirements that `- **FR-001**: …` defines in `spec.md`.
    pub requirements: Vec<SpecRequirement>,
    /// Every requirement that a line of `spec.md` begins with, whatever its form.
    pub mentioned: Vec<String>,
    /// The ids that are no definitions.
    pub citations: Vec<IdCitation>,
    /// In which of its citations a heading above speaks of dependencies or of what is parallel: the ranges of these parts.
    pub ordering: Vec<TextRange>,
    /// The open `[NEEDS CLARIFICATION: …]`.
    pub clarifications: Vec<TextRange>,
    /// What is left of the template.
    pub leftovers: Vec<TemplateText>,
    /// Absolute paths.
    pub machine_paths: Vec<MachinePath>,
    /// `**Status**: …` above the second heading of level 2.
    pub status: Option<StatusLine>,
    /// The documents that the tree of `plan.md` lists.
    pub tree: Vec<TreeEntry>,
    /// Whether it has a heading `Clarifications`, below which answers are noted.
    pub has_clarifications: bool,
}

/// A box at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyBox {
    /// From the bullet to the bracket that closes.
    pub range: TextRange,
    /// What is between the brackets.
    pub sign: TextRange,
    /// What is behind the box.
    pub text: TextRange,
    pub state: BoxState,
    /// Whether it is written as Spec Kit counts it.
    pub well_formed: bool,
    /// Whether it is in a block of code.
    pub fenced: bool,
    /// Whether a bullet begins the line, and no number.
    pub is_list: bool,
}

impl AnyBox {
    /// The id that it begins with in a checklist, `CHK001`; `text` is that of the document.
    pub fn item_id(&self, text: &str) -> Option<TextRange> {
        let rest = text.get(std::ops::Range::<usize>::from(self.text))?;
        let id = rest.trim_start_matches([' ', '*']);
        let digits = id.strip_prefix("CHK")?.bytes().take_while(u8::is_ascii_digit).count();
        let start = usize::from(self.text.start()) + rest.len() - id.len();
        (digits > 0).then(|| super::lines::range(start, start + "CHK".len() + digits))
    }
}

/// A story of `spec.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecStory {
    /// Its number, `1` or `1b`.
    pub number: String,
    /// The text of its heading.
    pub range: TextRange,
}

/// A requirement that `spec.md` defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecRequirement {
    pub id: String,
    /// The place of the id.
    pub range: TextRange,
    /// What it says, without the id.
    pub text: TextRange,
}

/// `**Status**: Done`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusLine {
    /// The status.
    pub range: TextRange,
    /// Whether it says that everything is done.
    pub is_done: bool,
}

/// The headings under which tasks are repeated.
const REPEATING: [&str; 9] =
    ["checklist", "validation", "remaining", "risk", "summary", "progress", "status", "traceability", "coverage"];
/// The headings under which the order of tasks is told.
const ORDERING: [&str; 4] = ["dependenc", "parallel", "execution order", "order of"];

impl FeatureText {
    /// Reads a file of this kind.
    pub(super) fn read(kind: SpecKitKind, text: &str) -> FeatureText {
        let mut reader = FeatureReader { kind, text, read: FeatureText::default(), place: LinePlace::default() };
        let mut tree = TreeReader::default();
        for line in lines(text) {
            reader.line(&line);
            if kind == SpecKitKind::Plan {
                tree.line(&line);
            }
        }
        reader.end_ordering(text.len());
        let mut read = reader.read;
        read.tree = tree.entries;
        read.machine_paths = machine_paths(text);
        read
    }

    /// From how many texts of a template outside of code a file is the template as a whole.
    pub const TEMPLATE: usize = 12;

    /// Whether it is the template, or almost.
    pub fn is_template(&self) -> bool {
        self.leftovers.iter().filter(|it| !it.quoted).count() >= FeatureText::TEMPLATE
    }

    /// How many boxes Spec Kit counts, and how many of them are ticked, as its commands count them in a checklist.
    pub fn checked(&self) -> (usize, usize) {
        let counted = self.boxes.iter().filter(|it| it.is_list && it.state != BoxState::Other);
        counted.fold((0, 0), |(all, done), it| (all + 1, done + usize::from(it.state == BoxState::Done)))
    }

    /// How many tasks count, and how many of them are ticked. Those without a box do not.
    pub fn progress(&self) -> (usize, usize) {
        let counted = self.tasks.iter().filter(|task| task.state.is_some());
        counted.fold((0, 0), |(all, done), task| (all + 1, done + usize::from(task.is_done())))
    }

    /// Whether a place is under a heading about dependencies or what is parallel.
    pub fn is_ordering(&self, range: TextRange) -> bool {
        let at = self.ordering.partition_point(|part| part.end() <= range.start());
        self.ordering.get(at).is_some_and(|part| part.contains_range(range))
    }
}

/// Where a line is.
#[derive(Default)]
struct LinePlace {
    /// The number of headings of level 2 above.
    phase: usize,
    has_title: bool,
    /// The level of the heading under which tasks are repeated, and of the one that is about their order.
    repeating: Option<usize>,
    ordering: Option<(usize, usize)>,
}

struct FeatureReader<'a> {
    kind: SpecKitKind,
    text: &'a str,
    read: FeatureText,
    place: LinePlace,
}

impl FeatureReader<'_> {
    fn line(&mut self, line: &TextLine<'_>) {
        if line.text.trim().is_empty() {
            return;
        }
        let heading = if line.is_live() { heading(line.text) } else { None };
        if let Some((level, text)) = heading {
            self.heading(line, level, text);
        }
        if self.read.title.is_empty() {
            self.read.title = line.trimmed();
        }
        let found = task::box_of(line.text);
        self.boxes(line, found.as_ref());
        if self.kind == SpecKitKind::Spec && line.is_live() {
            self.requirement(line);
            self.mention(line, found.as_ref());
        }
        if line.is_live() {
            self.clarifications(line);
            self.status(line);
        }
        let defined =
            self.read.tasks.last().filter(|task| usize::from(task.range.start()) >= line.start).map(|task| task.range);
        let before = self.read.citations.len();
        ids::citations(line, &mut self.read.citations);
        if let Some(defined) = defined {
            let own = |citation: &IdCitation| citation.range.start() == defined.start();
            if self.read.citations[before..].first().is_some_and(own) {
                self.read.citations.remove(before);
            }
        }
        if let Some(task) = self.read.tasks.last().filter(|task| usize::from(task.range.start()) >= line.start)
            && !task.stories.is_empty()
        {
            // A label is a part of its task.
            let is_label = |it: &IdCitation| task.stories.iter().any(|(_, range)| *range == it.range);
            let more = self.read.citations.split_off(before);
            self.read.citations.extend(more.into_iter().filter(|it| !is_label(it)));
        }
        leftovers(line, &mut self.read.leftovers);
    }

    fn heading(&mut self, line: &TextLine<'_>, level: usize, text: &str) {
        if !self.place.has_title && level == 1 {
            (self.read.title, self.place.has_title) = (line.trimmed(), true);
        }
        if level == 2 {
            self.place.phase += 1;
        }
        let lower = text.to_lowercase();
        self.read.has_clarifications |= level == 2 && lower.trim() == "clarifications";
        if self.place.repeating.is_none_or(|above| level <= above) {
            // A phase may be called after a checklist that it makes.
            let is_phase = lower.starts_with("phase");
            let repeats = !is_phase && REPEATING.iter().any(|word| lower.contains(word));
            self.place.repeating = repeats.then_some(level);
        }
        if self.place.ordering.is_none_or(|(above, _)| level <= above) {
            self.end_ordering(line.start);
            if ORDERING.iter().any(|word| lower.contains(word)) {
                self.place.ordering = Some((level, line.start));
            }
        }
        if self.kind == SpecKitKind::Spec && (2..=4).contains(&level) {
            self.read.stories.extend(story(text).map(|number| SpecStory { number, range: line.trimmed() }));
        }
        if self.kind == SpecKitKind::Tasks {
            self.read.tasks.extend(task::heading_task(line, self.place.phase));
        }
    }

    fn end_ordering(&mut self, end: usize) {
        if let Some((_, start)) = self.place.ordering.take() {
            self.read.ordering.push(super::lines::range(start, end));
        }
    }

    fn boxes(&mut self, line: &TextLine<'_>, found: Option<&LineBox>) {
        let is_read = matches!(self.kind, SpecKitKind::Tasks | SpecKitKind::Checklist);
        let Some(found) = found.filter(|_| is_read && !line.commented) else { return };
        self.read.boxes.push(AnyBox {
            range: line.range(found.start, found.close + 1),
            sign: line.range(found.open + 1, found.close),
            text: line.range(found.text, line.text.trim_end().len().max(found.text)),
            state: found.state,
            well_formed: found.well_formed,
            fenced: line.fenced,
            is_list: found.is_list,
        });
        if self.kind == SpecKitKind::Tasks && !line.fenced {
            let repeated = self.place.repeating.is_some();
            self.read.tasks.extend(task::task(line, found, self.place.phase, repeated));
        }
    }

    /// `- **FR-001**: text`.
    fn requirement(&mut self, line: &TextLine<'_>) {
        let rest = line.text.trim_start().trim_start_matches(['-', '*', '+']);
        let Some(marked) = rest.trim_start().strip_prefix("**") else { return };
        let is_list = line.text.trim_start().starts_with(['-', '+']) || line.text.trim_start().starts_with("* ");
        let Some((id, length)) = requirement_id(marked).filter(|_| is_list) else { return };
        if !marked[length..].starts_with(['*', ':']) {
            return;
        }
        let start = line.text.len() - marked.len();
        let text = marked[length..].trim_start_matches(['*', ':', ' ']);
        self.read.requirements.push(SpecRequirement {
            id: id.to_owned(),
            range: line.range(start, start + length),
            text: line.range(line.text.len() - text.len(), line.text.len()),
        });
    }

    /// The requirement that a line begins with, in a list, a table or a heading.
    fn mention(&mut self, line: &TextLine<'_>, found: Option<&LineBox>) {
        let mut rest = match found {
            Some(found) => line.text[found.text..].trim_start_matches([' ', '*', '`', '~']),
            None => line.text.trim_start_matches([' ', '\t', '-', '*', '+', '|', '#', '>', '`', '~', '_']),
        };
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            rest = rest[digits..].trim_start_matches(['.', ')', ' ', '*', '`']);
        }
        self.read.mentioned.extend(requirement_id(rest).map(|(id, _)| id.to_owned()));
    }

    fn clarifications(&mut self, line: &TextLine<'_>) {
        const MARK: &str = "[NEEDS CLARIFICATION:";
        for open in memchr::memchr_iter(b'[', line.text.as_bytes()).filter(|open| line.text[*open..].starts_with(MARK))
        {
            let inside = &line.text[open + 1..];
            let mut depth = 0;
            let close = inside.bytes().position(|byte| {
                depth += i32::from(byte == b'[') - i32::from(byte == b']');
                depth < 0
            });
            let end = open + 1 + close.unwrap_or(inside.trim_end().len());
            let question = line.text[open + MARK.len()..end].trim();
            let is_example = matches!(question, "" | "..." | "…" | "question" | "specific question");
            let in_code = line.text[..open].bytes().filter(|byte| *byte == b'`').count() % 2 == 1;
            if !is_example && !in_code {
                self.read.clarifications.push(line.range(open, (end + 1).min(line.text.len())));
            }
        }
    }

    fn status(&mut self, line: &TextLine<'_>) {
        const KEY: &str = "**Status**:";
        if self.place.phase > 1 || self.read.status.is_some() {
            return;
        }
        let Some(at) = line.text.find(KEY) else { return };
        // In a list it is the status of one of its items.
        if line.text.trim_start().starts_with(['-', '|']) && self.place.phase > 0 {
            return;
        }
        let start = line.text.len() - line.text[at + KEY.len()..].trim_start().len();
        let value =
            line.text[start..].split("**").next().unwrap_or_default().split('|').next().unwrap_or_default().trim_end();
        let word = value.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())];
        let is_done =
            ["complete", "completed", "implemented", "done"].iter().any(|done| word.eq_ignore_ascii_case(done));
        let range = line.range(start, start + value.len());
        self.read.status = (!self.text[range].is_empty()).then_some(StatusLine { range, is_done });
    }
}

/// The id of a requirement that a text begins with, and its length.
fn requirement_id(text: &str) -> Option<(&str, usize)> {
    let (id, length) = ids::leading(text)?;
    ["FR-", "SC-", "NFR-"].iter().any(|family| id.starts_with(family)).then_some((id, length))
}

/// The number of the story that a heading is.
fn story(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let lower = text.to_ascii_lowercase();
    let rest = ["user story", "story", "us"].into_iter().find_map(|word| lower.strip_prefix(word))?;
    let rest = rest.trim_start_matches([' ', '-', '#']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let letter = rest[digits..].bytes().take_while(u8::is_ascii_lowercase).count();
    (digits > 0 && letter < 2).then(|| rest[..digits + letter].to_owned())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::*;

    fn check(kind: SpecKitKind, text: &str, expect: Expect) {
        let read = FeatureText::read(kind, text);
        let mut shown = format!("title {:?}\n", &text[read.title]);
        for story in &read.stories {
            writeln!(shown, "story {} {:?}", story.number, &text[story.range]).unwrap();
        }
        for it in &read.requirements {
            writeln!(shown, "requirement {} {:?} {:?}", it.id, &text[it.range], &text[it.text]).unwrap();
        }
        for task in &read.tasks {
            let repeated = if task.repeated { " repeated" } else { "" };
            writeln!(shown, "task {} {:?} in phase {}{repeated}", task.id, task.state, task.phase).unwrap();
        }
        for it in &read.citations {
            let ordering = if read.is_ordering(it.range) { " in an order" } else { "" };
            writeln!(shown, "cites {}{ordering}", it.id).unwrap();
        }
        for range in &read.clarifications {
            writeln!(shown, "asks {:?}", &text[*range]).unwrap();
        }
        if let Some(status) = read.status {
            writeln!(shown, "status {:?} {}", &text[status.range], status.is_done).unwrap();
        }
        writeln!(shown, "mentions {}, {:?}", read.mentioned.join(" "), read.progress()).unwrap();
        expect.assert_eq(&shown);
    }

    #[test]
    fn a_spec_has_stories_and_requirements() {
        check(
            SpecKitKind::Spec,
            "# Feature Specification: é
**Status**: ✅ Complete **Version**: 1
### User Story 1 - Sign in (Priority: P1)
#### Story 2b: Out
## US-3 More
### Stories
- **FR-001**: System MUST x
- **FR-002:** y, as FR-001
  - FR-003: z
| SC-001 | a |
- [NEEDS CLARIFICATION: which [one]?], `[NEEDS CLARIFICATION: a]`, [NEEDS CLARIFICATION: specific question]
",
            expect![[r#####"
                title "# Feature Specification: é"
                story 1 "### User Story 1 - Sign in (Priority: P1)"
                story 2b "#### Story 2b: Out"
                story 3 "## US-3 More"
                requirement FR-001 "FR-001" "System MUST x"
                requirement FR-002 "FR-002" "y, as FR-001"
                cites FR-001
                cites FR-002
                cites FR-001
                cites FR-003
                cites SC-001
                asks "[NEEDS CLARIFICATION: which [one]?]"
                status "✅ Complete" true
                mentions FR-001 FR-002 FR-003 SC-001, (0, 0)
            "#####]],
        );
    }

    #[test]
    fn tasks_are_in_phases() {
        check(
            SpecKitKind::Tasks,
            "# Tasks
## Phase 1: Setup
- [x] T001 a, see T002 and FR-001
```
- [ ] T009 no
```
## Phase 2: Validation checklist
- [ ] T002 b
## Validation Checklist
- [ ] T001 again
## Dependencies
- T002 → T003
### Deeper
T004
## Notes
T005
",
            expect![[r#####"
                title "# Tasks"
                task T001 Some(Done) in phase 1
                task T002 Some(Open) in phase 2
                task T001 Some(Open) in phase 3 repeated
                cites T002
                cites FR-001
                cites T009
                cites T002 in an order
                cites T003 in an order
                cites T004 in an order
                cites T005
                mentions , (3, 1)
            "#####]],
        );
    }

    #[test]
    fn headings_are_tasks() {
        check(
            SpecKitKind::Tasks,
            "### T001: a\n- [ ] criterion\n### T002 b\n",
            expect![[r#####"
                title "### T001: a"
                task T001 None in phase 0
                task T002 None in phase 0
                mentions , (0, 0)
            "#####]],
        );
    }
}
