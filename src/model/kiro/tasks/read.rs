//! Reading `tasks.md`, line by line.

use rustc_hash::FxHashMap;

use super::{
    AnnotationKey, KiroTask, KiroTasks,
    annotation::{annotation, blocker, means_all, task_references},
    line,
    shape::Shapes,
};
use crate::model::kiro::{
    lines::{LinePiece, prose_lines},
    number,
};

pub(super) fn read(text: &str) -> KiroTasks {
    let mut read = KiroTasks::default();
    let mut shapes = Shapes::default();
    let mut parents = Parents::default();
    let (mut section, mut next) = (0, 1);
    for line in prose_lines(text) {
        if let Some((level, heading)) = line.heading() {
            section += 1;
            parents.open.clear();
            shapes.heading(level, heading, line, read.tasks.len());
            continue;
        }
        if line.text.trim().is_empty() {
            continue;
        }
        let task = line::task(line, next);
        // `_Requirements: 1_ / _Depends: 1_` are two on one line.
        let mut rest = line;
        while let Some((key, list)) = annotation(rest) {
            let at = read.tasks.len().checked_sub(1);
            let at = if task.is_some() { Some(read.tasks.len()) } else { at };
            match key {
                AnnotationKey::Requirements => {
                    read.covers_all |= means_all(list);
                    read.references.extend(number::references(list).into_iter().map(|reference| (reference, at)));
                }
                AnnotationKey::Depends => {
                    read.depends.extend(task_references(list).into_iter().map(|reference| (reference, at)));
                }
                AnnotationKey::Blocked => read.blocked.extend(at.zip(blocker(line, list))),
            }
            shapes.annotation();
            rest = line.skip(list.start + list.text.len() - line.start);
        }
        mentions(line, &mut read);
        match task {
            Some(mut task) => {
                task.section = section;
                parents.find(&mut task, read.tasks.len());
                if let Some(number) = task.number.as_deref().filter(|number| !number.contains('.')) {
                    next = number.parse::<u32>().unwrap_or_default().saturating_add(1);
                }
                shapes.task(&task);
                read.tasks.push(task);
            }
            None => shapes.line(line, read.tasks.last(), read.tasks.len()),
        }
    }
    read.misshapen = shapes.misshapen(&read.tasks);
    read
}

/// Which task the next one is a part of.
#[derive(Default)]
struct Parents {
    by_number: FxHashMap<String, usize>,
    /// The tasks in which the next line may be, each indented more than the one before.
    open: Vec<(usize, usize)>,
}

impl Parents {
    fn find(&mut self, task: &mut KiroTask, at: usize) {
        while self.open.last().is_some_and(|(indent, _)| *indent >= task.indent) {
            self.open.pop();
        }
        let around = self.open.last().map(|(_, at)| *at);
        let above = task.number.as_deref().and_then(|number| number.rsplit_once('.')).map(|(above, _)| above);
        task.parent = match (&task.number, above) {
            (Some(_), None) => None,
            (Some(_), Some(above)) => self.by_number.get(above).copied(),
            (None, _) => around,
        };
        self.open.push((task.indent, at));
        if let Some(number) = &task.number {
            self.by_number.insert(number.clone(), at);
        }
    }
}

/// Notes the requirements that a line speaks of: `(relates to Req 1, 5)`.
fn mentions(line: LinePiece<'_>, read: &mut KiroTasks) {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    let bytes = line.text.as_bytes();
    for at in memchr::memchr2_iter(b'R', b'r', bytes) {
        let is_inside = at > 0 && bytes.get(at - 1).is_some_and(is_letter);
        let Some(rest) =
            line.skip(at).strip_word(&["requirements", "requirement", "reqs", "req"]).filter(|_| !is_inside)
        else {
            continue;
        };
        let mut rest =
            rest.trim_start_matches(|char| char.is_whitespace() || matches!(char, '.' | ':' | '-' | '#' | '_'));
        while let Some((requirement, after)) = rest.number() {
            read.mentioned.insert(requirement);
            let after = after.trim_start_matches(|char| char == '.' || char.is_ascii_digit());
            let between = after.trim_start_matches(|char| char.is_whitespace() || matches!(char, ',' | '&' | '/'));
            let between = between.strip_word(&["and "]).map_or(between, LinePiece::trim);
            if between.start == after.start {
                break;
            }
            rest = between;
        }
    }
}
