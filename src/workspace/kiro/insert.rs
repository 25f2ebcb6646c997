//! A place for something new between what a spec numbers: what follows gets the next numbers, with all references.

use text_size::{TextRange, TextSize};

use super::{
    KiroName, SpecNumbers,
    renumber::{edited, new_number},
};
use crate::{
    model::kiro::{
        CriterionNumber,
        requirements::{KiroCriterion, KiroRequirement, KiroRequirements},
        tasks::KiroTasks,
    },
    text::lines::{line_end, line_start},
    workspace::{Edit, Snapshot},
};

/// What stands in for the words of something new.
const NEW_REQUIREMENT: &str = "New requirement";
const NEW_CRITERION: &str = "WHEN … THE SYSTEM SHALL …";
const NEW_TASK: &str = "New task";

impl SpecNumbers<'_> {
    /// The edits that insert a requirement after this one, with a first criterion; `None` where it is unclear what a reference would mean.
    pub fn inserted_requirement(&self, snapshot: &Snapshot, after: &KiroRequirement) -> Option<Vec<Edit>> {
        let [(document, read)] = self.requirements[..] else { return None };
        // A clause has the number of its requirement in its own text.
        let has_clauses = read.criteria.iter().any(|it| it.list.is_none());
        if has_clauses || !read.duplicate_requirements().is_empty() {
            return None;
        }
        let text = document.text();
        let (number, gap) = free(after.number, |number| self.known_requirements.contains_key(&number))?;
        let is_moved = |other: u32| (number..gap).contains(&other);
        if self.has_unknown(snapshot, |name| requirement_of(name).is_some_and(|of| of == gap && gap != number)) {
            return None;
        }
        let moved = |of: u32| if is_moved(of) { of + 1 } else { of };
        let mut edits = self.edits(snapshot, |place, written| {
            let of = requirement_of(&place.name).filter(|of| is_moved(*of))?;
            new_number(&[(of, of + 1)].into_iter().collect(), |_| place.criterion.unwrap_or(0), place, written)
        });
        let criterion = self.criteria().map(|(_, it)| it).find(|it| it.requirement == after.number);
        let (at, block) = requirement_block(text, after, criterion, number);
        edits.push(Edit::replace(&document.path, TextRange::empty(at), block));
        let read_again = KiroRequirements::read(&edited(document, &edits));
        let position = read.requirements.iter().position(|it| it == after)? + 1;
        let mut wanted: Vec<u32> = read.requirements.iter().map(|it| moved(it.number)).collect();
        wanted.insert(position, number);
        let is_read = read_again.requirements.iter().map(|it| it.number).eq(wanted);
        (is_read && read_again.criteria.len() == read.criteria.len() + 1).then_some(edits)
    }

    /// The edits that insert a criterion after this one.
    pub fn inserted_criterion(&self, snapshot: &Snapshot, after: &KiroCriterion) -> Option<Vec<Edit>> {
        let [(document, read)] = self.requirements[..] else { return None };
        let of_requirement = |it: &&KiroCriterion| it.requirement == after.requirement;
        let own: Vec<_> = read.criteria.iter().filter(of_requirement).collect();
        // Number and place are the same, so that a reference can mean one thing only.
        let is_regular = own.iter().zip(1..).all(|(it, place)| it.number == place && it.position == place);
        let is_repeated = !read.duplicate_requirements().is_empty() || !read.duplicate_criteria().is_empty();
        let last = own.last()?;
        if !is_regular || is_repeated {
            return None;
        }
        let end = last.number.checked_add(1)?;
        let gets_target = |name: &KiroName| matches!(name, KiroName::Criterion { requirement, position, .. } if *requirement == after.requirement && *position == end);
        if last.number != after.number && self.has_unknown(snapshot, gets_target) {
            return None;
        }
        let mut edits = self.edits(snapshot, |place, written| match &place.name {
            KiroName::Criterion { requirement, position, .. }
                if *requirement == after.requirement && *position > after.position && *position < end =>
            {
                let number = CriterionNumber::of_criterion(*requirement, position + 1);
                let is_whole = written.contains('.');
                Some(if is_whole { number.to_string() } else { (position + 1).to_string() })
            }
            _ => None,
        });
        let (at, line) = criterion_line(document.text(), after);
        edits.push(Edit::replace(&document.path, TextRange::empty(at), line));
        let again = KiroRequirements::read(&edited(document, &edits));
        let again: Vec<_> = again.criteria.iter().filter(of_requirement).map(|it| it.number).collect();
        (again.into_iter().eq(1..=end)).then_some(edits)
    }

    /// The edits that insert a task after this one and its parts.
    pub fn inserted_task(&self, snapshot: &Snapshot, after: usize) -> Option<Vec<Edit>> {
        let (document, read) = self.tasks?;
        let task = read.tasks.get(after)?;
        if !read.duplicates().is_empty() {
            return None;
        }
        let own = task.number.as_deref()?;
        let (above, last) = own.rsplit_once('.').unwrap_or(("", own));
        let written = |last: u32| if above.is_empty() { last.to_string() } else { format!("{above}.{last}") };
        let (number, gap) = free(last.parse().ok()?, |last| self.known_tasks.contains(&*written(last)))?;
        let new = |task: &str| {
            let rest = if above.is_empty() { task } else { task.strip_prefix(above)?.strip_prefix('.')? };
            let (last, parts) = rest.split_once('.').map_or((rest, None), |(last, parts)| (last, Some(parts)));
            let last = last.parse::<u32>().ok().filter(|last| (number..gap).contains(last))?;
            let parts = parts.map(|parts| format!(".{parts}")).unwrap_or_default();
            Some(format!("{}{parts}", written(last + 1)))
        };
        let at_gap = written(gap);
        let gets_target = |name: &KiroName| match name {
            KiroName::Task { number, .. } => {
                number.strip_prefix(&*at_gap).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            }
            _ => false,
        };
        if gap != number && self.has_unknown(snapshot, gets_target) {
            return None;
        }
        let mut edits = self.edits(snapshot, |place, _| match &place.name {
            KiroName::Task { number, .. } => new(number),
            _ => None,
        });
        let text = document.text();
        let part = |range: TextRange| text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
        let line = part(TextRange::new(line_start(text, task.range.start()), task.mark_range.start()));
        let box_end = part(TextRange::new(task.mark_range.end(), task.number_range.start())).replace('*', "");
        let behind = part(TextRange::new(task.number_range.end(), task.title.start()));
        let behind = if behind.trim_end() == behind { format!("{behind} ") } else { behind.to_owned() };
        let block = read.block(text, after);
        let inserted = format!("{}{line} {box_end}{}{behind}{NEW_TASK}", line_end(text), written(number));
        edits.push(Edit::replace(&document.path, TextRange::empty(block.end()), inserted));
        let again = KiroTasks::read(&edited(document, &edits));
        let position = (0..read.tasks.len()).filter(|at| read.is_within(*at, after)).max()? + 1;
        let mut wanted: Vec<Option<String>> = { read.tasks.iter() }
            .map(|task| task.number.as_deref().map(|number| new(number).unwrap_or_else(|| number.to_owned())))
            .collect();
        wanted.insert(position, Some(written(number)));
        again.tasks.iter().map(|task| task.number.clone()).eq(wanted).then_some(edits)
    }
}

/// The number after one, and the first from there on that is free.
fn free(number: u32, is_taken: impl Fn(u32) -> bool) -> Option<(u32, u32)> {
    let next = number.checked_add(1)?;
    let gap = (next..u32::MAX).find(|number| !is_taken(*number))?;
    Some((next, gap))
}

fn requirement_of(name: &KiroName) -> Option<u32> {
    match name {
        KiroName::Requirement { number, .. } => Some(*number),
        KiroName::Criterion { requirement, .. } => Some(*requirement),
        KiroName::Task { .. } | KiroName::Property { .. } => None,
    }
}

/// A requirement in the form of the one before it, and where it goes: after everything below that one.
fn requirement_block(
    text: &str,
    after: &KiroRequirement,
    criterion: Option<&KiroCriterion>,
    number: u32,
) -> (TextSize, String) {
    let part = |range: TextRange| text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
    let block = KiroRequirements::block(text, after);
    let start = line_start(text, after.range.start());
    let blank = line_end(text).repeat(2);
    let head = part(TextRange::new(start, after.number_range.start()));
    // Without a title there is nothing between the number and the words to come.
    let between = part(TextRange::new(after.number_range.end(), after.title.start().max(after.number_range.end())));
    let between = if between.trim().is_empty() && after.title.is_empty() { ": " } else { between };
    let closing = part(TextRange::new(after.title.end(), end_of_line(text, after.title.end()))).trim_end();
    let mut inserted = format!("{blank}{head}{number}{between}{NEW_REQUIREMENT}{closing}");
    let before_criteria =
        criterion.map_or(TextRange::default(), |it| TextRange::new(after.range.end(), it.number_range.start()));
    for heading in part(before_criteria).lines().filter(|line| line.starts_with('#')) {
        inserted.push_str(&blank);
        inserted.push_str(heading.trim_end());
    }
    let item = criterion.filter(|it| it.list.is_some()).map_or("1. ".to_owned(), |it| {
        let marker = part(TextRange::new(line_start(text, it.number_range.start()), it.number_range.start()));
        let behind = part(TextRange::new(it.number_range.end(), it.text.start()));
        if it.is_bulleted() { marker.to_owned() } else { format!("{marker}1{behind}") }
    });
    inserted.push_str(&format!("{blank}{item}{NEW_CRITERION}"));
    (block.end(), inserted)
}

/// A criterion in the form of the one before it, and where it goes: after the lines that go on with that one.
fn criterion_line(text: &str, after: &KiroCriterion) -> (TextSize, String) {
    let part = |range: TextRange| text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
    let start = line_start(text, after.number_range.start());
    let head = part(TextRange::new(start, after.number_range.start()));
    let behind = part(TextRange::new(after.number_range.end(), after.text.start()));
    let number = if after.is_bulleted() { String::new() } else { (after.number + 1).to_string() };
    let mut end = end_of_line(text, after.text.end());
    let indent = head.len() - head.trim_start().len();
    // What is indented deeper belongs to it.
    for line in text.get(usize::from(end)..).unwrap_or_default().split_inclusive('\n').skip(1) {
        let content = line.trim();
        if content.is_empty() || line.len() - line.trim_start().len() <= indent {
            break;
        }
        end = end_of_line(text, end + TextSize::of('\n'));
    }
    let end = text[..end.into()].trim_end().len();
    (size(end), format!("{}{head}{number}{behind}{NEW_CRITERION}", line_end(text)))
}

/// Where the line that `at` is on ends, before its line end.
fn end_of_line(text: &str, at: TextSize) -> TextSize {
    let rest = text.get(usize::from(at)..).unwrap_or_default();
    at + TextSize::of(rest.lines().next().unwrap_or_default())
}

fn size(bytes: usize) -> TextSize {
    TextSize::new(u32::try_from(bytes).unwrap_or(u32::MAX))
}
