//! The list of everything that is worked on, with its state and the commands that may run next.

use std::fmt::Write;

use serde_json::json;

use super::{Answer, steps::ItemSteps};
use crate::{
    model::{
        Dialect,
        machine::{Machine, Step},
    },
    workflow::preflight::Request,
    workspace::{CurrentFeature, Life, Snapshot, WorkItem},
};

/// Lists the items of every dialect: tasks on the board, open changes, features and specs.
pub(super) fn answer(project: &Snapshot) -> Answer {
    let current = match project.current_feature(Request::feature_directory().as_deref()) {
        CurrentFeature::Known { folder, .. } => folder,
        CurrentFeature::NoFile | CurrentFeature::NoKey => None,
    };
    let (machine, steps) = (project.index().steps(), ItemSteps::of(project));
    let rows: Vec<_> = project
        .items()
        .filter(is_listed)
        .map(|item| {
            let commands = commands(&item, machine.as_deref(), &steps);
            let is_current = item.key.dialect == Dialect::SpecKit && current.as_ref() == Some(&item.key.id);
            Row { item, commands, is_current }
        })
        .collect();
    let json: Vec<_> = rows
        .iter()
        .map(|Row { item, commands, is_current }| {
            json!({
                "dialect": item.key.dialect.idiom().name, "id": item.id, "title": item.title,
                "path": project.relative(&item.home), "states": item.states, "status": item.status,
                "current": is_current, "commands": commands,
            })
        })
        .collect();
    let text = match rows.is_empty() {
        true => "this project has no tasks, changes, features or specs".to_owned(),
        false => table(&rows),
    };
    Answer { text, json: json!({ "version": 1, "items": json }), note: String::new(), code: 0 }
}

struct Row {
    item: WorkItem,
    commands: Vec<String>,
    /// Whether it is the feature that the scripts of Spec Kit work on.
    is_current: bool,
}

/// Whether an item is shown: a finished task or an archived change is put away, a finished feature is not.
fn is_listed(item: &WorkItem) -> bool {
    let is_away = item.key.dialect == Dialect::Flowspec && item.life == Life::Done;
    item.life != Life::PutAway && !is_away
}

fn steps_of<'a>(item: &WorkItem, steps: &'a [ItemSteps]) -> Option<&'a ItemSteps> {
    steps.iter().find(|steps| steps.dialect == item.key.dialect)
}

/// The commands that start from the state of an item. Of a task in several states, which is a mistake, none does.
fn commands(item: &WorkItem, machine: Option<&Machine>, steps: &[ItemSteps]) -> Vec<String> {
    let states: Vec<_> = item.named_states().collect();
    match (steps_of(item, steps), states.as_slice()) {
        (Some(steps), [state]) => steps.next(state).to_vec(),
        (None, [] | [_]) => {
            let steps = machine.map(|machine| machine.valid_commands(states.first().copied())).unwrap_or_default();
            steps.into_iter().map(Step::command_name).collect()
        }
        _ => Vec::new(),
    }
}

/// One line an item, `*` before the current feature.
fn table(rows: &[Row]) -> String {
    let cells = |row: &Row| {
        let mark = if row.is_current { "*" } else { " " };
        let states = row.item.named_states().collect::<Vec<_>>().join(", ");
        let states = if states.is_empty() { "-".to_owned() } else { states };
        [format!("{mark} {}", row.item.id), states, row.item.status.clone(), row.commands.join(", ")]
    };
    let cells: Vec<_> = rows.iter().map(cells).collect();
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let mut text = String::new();
    for [id, state, status, commands] in &cells {
        let [ids, states, statuses] = widths;
        let line = format!("{id:ids$}  {state:states$}  {status:statuses$}  {commands}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text.truncate(text.trim_end().len());
    text
}
