//! The books: which state a task is in, and what changes when a workflow command has succeeded.

use std::fmt;

use text_size::{TextRange, TextSize};

use super::preflight::task::{reference, states_are_readable};
use crate::{
    model::{
        Kind,
        machine::{Machine, Step},
        task::{STATE_PREFIX, Task, TaskWord},
    },
    syntax::{
        front_matter::{self, FrontMatter},
        yaml::{Node, Value, quote},
    },
    text::lines::{line_end, line_start},
    workspace::{DocPath, Document, Edit, Snapshot},
};

/// The smallest edit that puts a task into `state`: it replaces the one `workflow:` label, or adds one where there is none. Everything
/// else stays byte by byte as it is. `None` when the task says exactly that already.
///
/// # Errors
/// When nobody can tell which label is meant, or the front matter cannot be changed safely.
pub fn set_state(document: &Document, state: &str) -> Result<Option<Edit>, LabelRefusal> {
    if document.kind != Kind::Task {
        return Err(LabelRefusal::NoTask);
    }
    if let Some(reason) = &document.unreadable {
        return Err(LabelRefusal::Unreadable(reason.clone()));
    }
    let front_matter = document.facts().front_matter.as_ref().ok_or(LabelRefusal::NoFrontMatter)?;
    if !states_are_readable(document) {
        return Err(LabelRefusal::BadYaml);
    }
    if front_matter.entries.iter().filter(|entry| entry.is("labels")).count() > 1 {
        return Err(LabelRefusal::LabelsTwice);
    }
    let task = Task::read(front_matter);
    let label = format!("{STATE_PREFIX}{state}");
    let labels: Vec<&TaskWord> = task.states().map(|(label, _)| label).collect();
    let places = match *labels {
        [only] if only.text == label => return Ok(None),
        [only] => replacements(document.text(), only, &label),
        [] => additions(document.text(), front_matter, &label),
        _ => return Err(LabelRefusal::SeveralStates(task.states().map(|(_, state)| state.to_owned()).collect())),
    };
    let wanted: Vec<&str> = match labels.first() {
        Some(only) => task.labels.iter().map(|word| if word == *only { &*label } else { &*word.text }).collect(),
        None => task.labels.iter().map(|word| &*word.text).chain([&*label]).collect(),
    };
    let fits = |(range, text): &(TextRange, String)| says(document, front_matter, *range, text, &wanted);
    let (range, text) = places.into_iter().find(fits).ok_or(LabelRefusal::Form)?;
    Ok(Some(Edit::replace(&document.path, range, text)))
}

/// Why a task could not be moved on after `workflow`, as its labels are written now.
pub fn refusal(task: &Document, workflow: &Step) -> Option<LabelRefusal> {
    set_state(task, &workflow.output_state.as_ref()?.text).err()
}

/// What a task is called: its id, else its file.
pub fn name(snapshot: &Snapshot, path: &DocPath) -> String {
    let id = snapshot.document(path).map(|document| reference(document).0.id).filter(|id| !id.is_empty());
    id.unwrap_or_else(|| snapshot.relative(path).to_string())
}

/// The event that is emitted after a command has succeeded.
pub fn event_after(machine: &Machine, command: &str) -> Option<&'static str> {
    machine.workflow_named(command)?.built_in().map(|built_in| built_in.event)
}

/// Why the state of a task is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelRefusal {
    /// The document is no task.
    NoTask,
    /// The file cannot be read, for this reason.
    Unreadable(String),
    /// There is no front matter, or it never ends.
    NoFrontMatter,
    /// The labels cannot be read.
    BadYaml,
    /// `labels` is there more than once.
    LabelsTwice,
    /// The task is in several states.
    SeveralStates(Vec<String>),
    /// The labels are written in a form in which none can be replaced or added.
    Form,
}

impl fmt::Display for LabelRefusal {
    /// What is wrong and, after a colon, what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LabelRefusal::NoTask => f.write_str("this is not a task of the backlog"),
            LabelRefusal::Unreadable(reason) => write!(f, "the task cannot be read: {reason}"),
            LabelRefusal::NoFrontMatter => {
                f.write_str("the task has no front matter: begin it with `---`, keys and `---`")
            }
            LabelRefusal::BadYaml => {
                f.write_str("the labels of the task cannot be read: correct its front matter first")
            }
            LabelRefusal::LabelsTwice => f.write_str("`labels` is there twice: keep one of them"),
            LabelRefusal::SeveralStates(states) => {
                let states: Vec<_> = states.iter().map(|state| format!("`{STATE_PREFIX}{state}`")).collect();
                write!(f, "the task has several workflow labels, {}: keep one of them", states.join(", "))
            }
            LabelRefusal::Form => {
                f.write_str("the labels are written in a form that cannot be changed safely: change them by hand")
            }
        }
    }
}

/// A change of the front matter, best first; the first one that reads back as it should is taken.
type Places = Vec<(TextRange, String)>;

/// Another label in the place of `old`: in its own style, else quoted.
fn replacements(text: &str, old: &TaskWord, label: &str) -> Places {
    let mut places = Vec::new();
    if let (Some(_), Some(state)) = (text[old.content].strip_prefix(STATE_PREFIX), label.strip_prefix(STATE_PREFIX)) {
        let start = old.content.start() + TextSize::of(STATE_PREFIX);
        places.push((TextRange::new(start, old.content.end()), state.to_owned()));
    }
    places.push((old.range, quote(label)));
    places
}

/// One more label: like the last one, else plain, else quoted.
fn additions(text: &str, front_matter: &FrontMatter, label: &str) -> Places {
    let Some(entry) = front_matter.get("labels") else {
        let place = line_for_labels(text, front_matter);
        let end = line_end(text);
        let line = |label: &str| (place, format!("labels:{end}  - {label}{end}"));
        return spellings(text, None, label).iter().map(|label| line(label)).collect();
    };
    let last = entry.value.items().last();
    let spelled = spellings(text, last.or(Some(&entry.value)), label);
    spelled.iter().filter_map(|label| addition(text, &entry.value, label)).collect()
}

/// The label in quotes like those of `neighbour`, plain, and in quotes that always do.
fn spellings(text: &str, neighbour: Option<&Node>, label: &str) -> Vec<String> {
    let like = neighbour.and_then(|node| text[node.range].chars().next()).filter(|char| matches!(char, '\'' | '"'));
    let like = like.map(|quote| format!("{quote}{label}{quote}"));
    like.into_iter().chain([label.to_owned(), quote(label)]).collect()
}

/// Adds a label to the value of `labels`.
fn addition(text: &str, labels: &Node, label: &str) -> Option<(TextRange, String)> {
    let range = labels.range;
    let insert = |at: TextSize, text: String| Some((TextRange::empty(at), text));
    match (&labels.value, labels.items().last()) {
        (Value::Sequence(_), last) if text[range].starts_with('[') => match last {
            Some(last) => insert(last.range.end(), format!(", {label}")),
            None => insert(range.start() + TextSize::of('['), label.to_owned()),
        },
        (Value::Sequence(_), Some(last)) => {
            let start = line_start(text, last.range.start());
            // What stands before the last item, `  - `, stands before the new one.
            let before = &text[TextRange::new(start, last.range.start())];
            let end = usize::from(last.range.end());
            let end = end + text[end..].find(['\r', '\n'])?;
            insert(TextSize::new(end as u32), format!("{}{before}{label}", line_end(text)))
        }
        (Value::Scalar { .. }, _) if range.is_empty() => insert(range.start(), format!(" [{label}]")),
        (Value::Scalar { .. }, _) if labels.is_null() => Some((range, format!("[{label}]"))),
        (Value::Scalar { .. }, _) => Some((range, format!("[{}, {label}]", &text[range]))),
        _ => None,
    }
}

/// Where a task without labels gets its line: before `dependencies`, where Backlog.md puts it, else at the end.
fn line_for_labels(text: &str, front_matter: &FrontMatter) -> TextRange {
    let dependencies = front_matter.get("dependencies").map(|entry| entry.key.range.start());
    let line = dependencies.filter(|at| line_start(text, *at) == *at);
    TextRange::empty(line.unwrap_or(front_matter.content.end()))
}

/// Whether the front matter, once it is changed, says the wanted labels, and otherwise what it said before.
fn says(document: &Document, before: &FrontMatter, range: TextRange, text: &str, labels: &[&str]) -> bool {
    let mut changed = document.text().to_owned();
    changed.replace_range(std::ops::Range::<usize>::from(range), text);
    let Some(after) = front_matter::parse(&changed) else { return false };
    let others = |front_matter: &FrontMatter| {
        let entries = front_matter.entries.iter().filter(|entry| !entry.is("labels"));
        entries.map(|entry| (entry.name().map(str::to_owned), shape(&entry.value))).collect::<Vec<_>>()
    };
    let words = Task::read(&after).labels;
    words.iter().map(|word| &*word.text).eq(labels.iter().copied())
        && after.problems.len() == before.problems.len()
        && after.comments.len() == before.comments.len()
        && others(before) == others(&after)
}

/// What a node says, wherever it stands.
fn shape(node: &Node) -> String {
    match &node.value {
        Value::Scalar { text, plain, .. } => format!("{plain} {text:?}"),
        Value::Sequence(items) => format!("{:?}", items.iter().map(shape).collect::<Vec<_>>()),
        Value::Mapping(entries) => {
            format!("{:?}", entries.iter().map(|entry| (shape(&entry.key), shape(&entry.value))).collect::<Vec<_>>())
        }
        Value::Alias => "*".to_owned(),
    }
}

#[cfg(test)]
mod tests;
