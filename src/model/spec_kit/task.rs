//! Boxes and tasks: `- [ ] T001 [P] [US1] text`.

use text_size::TextRange;

use super::{
    ids,
    lines::{TextLine, heading},
};

/// What a box says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoxState {
    /// `[ ]`.
    Open,
    /// `[x]` or `[X]`.
    Done,
    /// Any other sign, which Spec Kit does not count.
    Other,
}

/// A task of `tasks.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecTask {
    /// The id, as written.
    pub id: String,
    /// The place of the id.
    pub range: TextRange,
    /// The whole line, from its bullet.
    pub line: TextRange,
    /// What follows the id and the labels.
    pub text: TextRange,
    /// What its box says; `None` for a task that is a heading, which counts as no task of its own where boxes do.
    pub state: Option<BoxState>,
    /// Whether it has `[P]`.
    pub parallel: bool,
    /// The stories of its labels, `1` of `[US1]`, each with its place.
    pub stories: Vec<(String, TextRange)>,
    /// The number of its phase: how many headings of level 2 are above it.
    pub phase: usize,
    /// Whether it is struck through.
    pub struck: bool,
    /// Whether it is in a list that repeats tasks, such as a checklist or a summary.
    pub repeated: bool,
}

impl SpecTask {
    /// Whether it is ticked.
    pub fn is_done(&self) -> bool {
        self.state == Some(BoxState::Done)
    }
}

/// A box at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineBox {
    /// From the bullet to what is behind the box, in the line.
    pub start: usize,
    /// The bracket that opens, and the one that closes.
    pub open: usize,
    pub close: usize,
    /// Where the text starts.
    pub text: usize,
    pub state: BoxState,
    pub is_list: bool,
    /// Whether the bullet and the box, the brackets, and the box and the text are as they have to be.
    pub well_formed: bool,
}

/// Reads a box at the start of a line. Anything but a space and `x` is one only where a task follows, for `[P]` and links are none.
pub(super) fn box_of(line: &str) -> Option<LineBox> {
    const LONGEST: usize = 12;
    let start = line.len() - line.trim_start().len();
    let rest = &line[start..];
    let bullet = match rest.as_bytes().first()? {
        b'-' | b'*' | b'+' => 1,
        b'0'..=b'9' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            matches!(rest.as_bytes().get(digits), Some(b'.' | b')')).then_some(digits + 1)?
        }
        _ => return None,
    };
    let gap = rest[bullet..].len() - rest[bullet..].trim_start_matches([' ', '\t']).len();
    let open = start + bullet + gap;
    let inside = line[open..].strip_prefix('[')?;
    let length = inside.bytes().take(LONGEST).position(|byte| byte == b']')?;
    let (sign, close) = (&inside[..length], open + 1 + length);
    let text = close + 1;
    let after = &line[text..];
    if after.starts_with(['(', '[', ':']) {
        return None;
    }
    let state = match sign {
        " " | "" => BoxState::Open,
        "x" | "X" => BoxState::Done,
        _ => BoxState::Other,
    };
    let is_spaced = after.is_empty() || after.starts_with([' ', '\t']);
    let has_id = ids::leading(after.trim_start().trim_start_matches(['*', '~'])).is_some();
    let is_known = matches!(sign, " " | "x" | "X");
    // `- []` and `- [ ]x` are boxes only where that is what was meant.
    let is_box = has_id || is_spaced && (is_known || sign.is_empty() && !after.trim().is_empty());
    let is_digits = rest.as_bytes()[0].is_ascii_digit();
    is_box.then_some(LineBox {
        start,
        open,
        close,
        text,
        state,
        is_list: !is_digits,
        well_formed: gap > 0 && !sign.is_empty() && is_spaced,
    })
}

/// The task that follows a box.
pub(super) fn task(line: &TextLine<'_>, found: &LineBox, phase: usize, repeated: bool) -> Option<SpecTask> {
    let mut task = labelled(line, found.text)?;
    task.line = line.range(found.start, line.text.trim_end().len());
    task.state = Some(found.state);
    (task.phase, task.repeated) = (phase, repeated);
    Some(task)
}

/// The task that a heading is: `### T001: text`.
pub(super) fn heading_task(line: &TextLine<'_>, phase: usize) -> Option<SpecTask> {
    let (level, text) = heading(line.text)?;
    let (_, length) = ids::leading(text.trim_start_matches('*'))?;
    let after = text.trim_start_matches('*')[length..].trim_start_matches('*');
    if level < 2 || !after.starts_with([':', ' ', '-', '.']) {
        return None;
    }
    let mut task = labelled(line, level)?;
    task.line = line.trimmed();
    task.phase = phase;
    Some(task)
}

/// The id and the labels of a task whose text starts at `start` of a line.
fn labelled(line: &TextLine<'_>, start: usize) -> Option<SpecTask> {
    let mut at = start;
    let mut task: Option<SpecTask> = None;
    let (mut parallel, mut stories, mut struck) = (false, Vec::new(), false);
    loop {
        let rest = &line.text[at..];
        let trimmed = rest.trim_start_matches([' ', '\t', '*', '~', ':', '`']);
        struck |= rest[..rest.len() - trimmed.len()].contains('~') && task.is_none();
        at += rest.len() - trimmed.len();
        if let Some(inside) = trimmed.strip_prefix('[') {
            let Some(length) = inside.bytes().take(40).position(|byte| byte == b']') else { break };
            let label = &inside[..length];
            if inside[length + 1..].starts_with('(') {
                break;
            }
            match label {
                "P" => parallel = true,
                _ => stories.extend(
                    story_labels(label)
                        .map(|(story, from, to)| (story.to_owned(), line.range(at + 1 + from, at + 1 + to))),
                ),
            }
            at += length + 2;
            continue;
        }
        if task.is_some() {
            break;
        }
        let (id, length) = ids::leading(trimmed)?;
        task = Some(SpecTask {
            id: id.to_owned(),
            range: line.range(at, at + length),
            line: line.trimmed(),
            text: line.trimmed(),
            state: None,
            parallel: false,
            stories: Vec::new(),
            phase: 0,
            struck,
            repeated: false,
        });
        at += length;
    }
    let mut task = task?;
    let end = line.text.trim_end().len();
    (task.parallel, task.stories, task.text) = (parallel, stories, line.range(at.min(end), end));
    Some(task)
}

/// The stories that a label names, `US1,US5` or `US 1`: the number, and from where to where the name is.
fn story_labels(label: &str) -> impl Iterator<Item = (&str, usize, usize)> {
    let mut start = 0;
    label.split_inclusive([',', '/', '+', '&']).filter_map(move |part| {
        let name = part.trim_end_matches([',', '/', '+', '&']).trim();
        let from = start + part.find(name)?;
        start += part.len();
        let number = name.strip_prefix("US")?.trim_start_matches([' ', '-']);
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let is_number =
            digits > 0 && number[digits..].chars().all(|c| c.is_ascii_lowercase()) && number.len() <= digits + 1;
        is_number.then_some((number, from, from + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::{super::lines::lines, *};

    fn check(text: &str, expect: Expect) {
        let mut shown = String::new();
        for line in lines(text) {
            let Some(found) = box_of(line.text) else {
                writeln!(shown, "{}", heading_task(&line, 0).map_or("-".to_owned(), |task| task.id)).unwrap();
                continue;
            };
            let form = if found.well_formed { "" } else { " malformed" };
            write!(shown, "{:?}{form}", found.state).unwrap();
            if let Some(task) = task(&line, &found, 0, false) {
                let stories: Vec<_> =
                    task.stories.iter().map(|(story, range)| format!("{story}={}", &text[*range])).collect();
                let parallel = if task.parallel { " P" } else { "" };
                let struck = if task.struck { " struck" } else { "" };
                write!(shown, " {}{parallel}{struck} {stories:?} {}", task.id, &text[task.text]).unwrap();
                assert_eq!(text[task.range], task.id);
            }
            writeln!(shown).unwrap();
        }
        expect.assert_eq(&shown);
    }

    #[test]
    fn tasks_have_an_id_and_labels() {
        check(
            "- [ ] T001 [P] [US1] Write é in src/a.py
- [x] **T002** [P]: Do it
  * [X] [P] T003a [US1,US5] [US 2] A
1. [ ] T004 [FOUNDATION] B
- [~] LINT-005 C
- [x] ~~T006~~ [US2] _(Removed)_
- [ ] Manual
- [P] = parallel
- [a](b) c
-[ ] T007 D
- [] T008 E
- [ ]T009 F
- [⛔] T010 G
### T011: H
## T0
text",
            expect![[r#"
                Open T001 P ["1=US1"] Write é in src/a.py
                Done T002 P [] Do it
                Done T003a P ["1=US1", "5=US5", "2=US 2"] A
                Open T004 [] B
                Other LINT-005 [] C
                Done T006 struck ["2=US2"] _(Removed)_
                Open
                -
                -
                Open malformed T007 [] D
                Open malformed T008 [] E
                Open malformed T009 [] F
                Other T010 [] G
                T011
                -
                -
            "#]],
        );
    }
}
