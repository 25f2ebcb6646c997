//! What is meant as a task, but does not begin with a checkbox.

use text_size::{TextLen, TextRange};

use super::{KiroTask, MisshapenTask, TaskShape, line, number_text};
use crate::model::kiro::lines::LinePiece;

/// The headings over text that is not about tasks.
const ASIDE: &[&str] = &["overview", "notes", "introduction", "summary", "checkpoint", "概要", "メモ", "備考"];

/// Candidates, in source order. Which of them are meant as tasks is known at the end of the file.
#[derive(Default)]
pub(super) struct Shapes {
    candidates: Vec<Candidate>,
    /// The level of the heading over text that is not about tasks.
    aside: Option<usize>,
}

struct Candidate {
    task: MisshapenTask,
    /// Columns before it.
    indent: usize,
    level: Option<usize>,
    certainty: Certainty,
    /// The tasks below it, by their indices.
    below: std::ops::Range<usize>,
    is_open: bool,
}

/// Whether something is meant as a task.
#[derive(PartialEq)]
enum Certainty {
    Certain,
    /// When it has a checkbox below it, or an annotation of a task.
    WithDetails,
    /// Also when the file has no checkbox at all.
    Alone,
}

impl Shapes {
    pub(super) fn heading(&mut self, level: usize, heading: LinePiece<'_>, whole: LinePiece<'_>, tasks: usize) {
        let ends = |candidate: &Candidate| candidate.level.is_none_or(|of| level <= of);
        self.candidates.iter_mut().rev().take_while(|it| it.is_open).filter(|it| ends(it)).for_each(|it| {
            it.is_open = false;
        });
        let lower = heading.text.to_lowercase();
        self.aside = self.aside.filter(|above| level > *above);
        if self.aside.is_none() && level > 1 && ASIDE.iter().any(|word| lower.contains(word)) {
            self.aside = Some(level);
        }
        let start = heading.trim_start_matches(|char| matches!(char, '*' | '_'));
        let is_worded = ["task ", "タスク", "任务"].iter().any(|word| start.strip_word(&[word]).is_some());
        let Some((number, _, title)) = line::task_number(start, 0).filter(|_| level > 1) else { return };
        let certainty = if is_worded { Certainty::Certain } else { Certainty::Alone };
        // A part of the document: `## 1. Overview`.
        if !is_worded && self.aside.is_some() {
            return;
        }
        let title = title.trim_start_matches(|char| char.is_whitespace() || matches!(char, '-' | '–' | '—' | ':'));
        let task = MisshapenTask {
            shape: TaskShape::Heading,
            range: heading.range(),
            head: TextRange::new(whole.trim().range().start(), title.range().start()),
            number: written(&number),
            mark: if heading.text.contains('✅') { 'x' } else { ' ' },
        };
        self.push(Candidate { task, indent: 0, level: Some(level), certainty, below: tasks..tasks, is_open: true });
    }

    /// A task, which may belong to a candidate before it.
    pub(super) fn task(&mut self, task: &KiroTask) {
        for candidate in self.candidates.iter_mut().rev().take_while(|it| it.is_open) {
            if candidate.level.is_some() || task.indent > candidate.indent {
                candidate.below.end += 1;
            } else {
                candidate.is_open = false;
            }
        }
    }

    /// An annotation of the last task or of the last candidate.
    pub(super) fn annotation(&mut self) {
        if let Some(last) = self.candidates.last_mut().filter(|it| it.is_open && it.below.is_empty())
            && last.certainty == Certainty::WithDetails
        {
            last.certainty = Certainty::Certain;
        }
    }

    /// A line that is neither a task nor a heading. `last` is the task before it.
    pub(super) fn line(&mut self, line: LinePiece<'_>, last: Option<&KiroTask>, tasks: usize) {
        let content = line.trim();
        let indent = line.indent();
        let push = |shapes: &mut Shapes, shape, number, head: LinePiece<'_>, certainty, mark| {
            let length = content.text.text_len() - head.text.text_len();
            let head = TextRange::at(content.range().start(), length);
            let task = MisshapenTask { shape, range: content.range(), head, number, mark };
            shapes.push(Candidate { task, indent, level: None, certainty, below: tasks..tasks, is_open: true });
        };
        let item = content.bullet().unwrap_or(content);
        if let Some((parts, rest)) = line::number(item.trim_start_matches(|char| char == '*')) {
            let rest = rest.strip(".").or_else(|| rest.strip(")")).unwrap_or(rest);
            let is_apart = rest.text.starts_with(char::is_whitespace);
            let rest = rest.trim();
            let number = number_text(&parts);
            if let Some((mark, _, title)) = line::checkbox(rest).filter(|_| is_apart) {
                push(self, TaskShape::NumberFirst, written(&number), title.trim(), Certainty::Certain, mark);
            } else if is_apart && !rest.text.is_empty() && self.aside.is_none() {
                let is_bullet = item.start != content.start;
                let above = number.rsplit_once('.').map(|(above, _)| above);
                // A detail that goes on with the number of its task: `- 1.1 …` below `- [ ] 1.`.
                let is_part = above.is_some()
                    && last.and_then(|last| last.number.as_deref()).is_some_and(|last| above == Some(last));
                if is_part && is_bullet {
                    push(self, TaskShape::Numbered, written(&number), rest, Certainty::Certain, ' ');
                } else if !is_bullet && indent == 0 && above.is_none() {
                    push(self, TaskShape::Numbered, written(&number), rest, Certainty::WithDetails, ' ');
                }
            }
        }
    }

    fn push(&mut self, candidate: Candidate) {
        for before in self.candidates.iter_mut().rev().take_while(|it| it.is_open) {
            let ends = match (before.level, candidate.level) {
                (Some(before), Some(level)) => level <= before,
                (Some(_), None) => false,
                (None, _) => candidate.indent <= before.indent,
            };
            if ends {
                before.is_open = false;
            }
        }
        self.candidates.push(candidate);
    }

    /// Those that are meant as tasks, with what their checkboxes would say: what all tasks below them say.
    pub(super) fn misshapen(self, tasks: &[KiroTask]) -> Vec<MisshapenTask> {
        let meant = self.candidates.into_iter().filter(|it| match it.certainty {
            Certainty::Certain => true,
            Certainty::WithDetails => !it.below.is_empty(),
            Certainty::Alone => tasks.is_empty(),
        });
        let finished = meant.map(|it| {
            let below = tasks.get(it.below).unwrap_or_default();
            let required: Vec<_> = below.iter().filter(|task| !task.optional).collect();
            let mark = match it.task.shape {
                TaskShape::Heading | TaskShape::Numbered if !required.is_empty() => {
                    if required.iter().all(|task| task.is_done()) { 'x' } else { ' ' }
                }
                _ => it.task.mark,
            };
            MisshapenTask { mark, ..it.task }
        });
        finished.collect()
    }
}

/// A number as Kiro writes it before a title: `2.` and `2.1`.
fn written(number: &str) -> String {
    if number.contains('.') { number.to_owned() } else { format!("{number}.") }
}
