//! Tasks by their ids.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashMap;

use super::Index;
use crate::workspace::{DocPath, Document};

impl Index {
    /// Each id may have several tasks.
    pub(super) fn make_tasks(&mut self, documents: &[&Arc<Document>]) {
        let mut tasks: BTreeMap<String, Vec<DocPath>> = BTreeMap::new();
        let mut highest_tasks: FxHashMap<String, u64> = FxHashMap::default();
        for document in documents {
            let task = document.facts().summary.task.as_ref();
            let Some(task) = task.filter(|task| !task.id.is_empty()) else { continue };
            tasks.entry(task.id.clone()).or_default().push(document.path.clone());
            for (beginning, number) in numbers(&task.id) {
                let highest = highest_tasks.entry(beginning.to_owned()).or_default();
                *highest = number.max(*highest);
            }
        }
        self.tasks = Arc::new(tasks);
        self.highest_tasks = Arc::new(highest_tasks);
    }
}

/// The numbers in an id, each with all that is before it.
fn numbers(id: &str) -> impl Iterator<Item = (&str, u64)> {
    /// No id has more numbers; anything with more is not an id, and its beginnings would be longer than all tasks together.
    const MOST: usize = 8;
    let starts = id.match_indices(['-', '.']).map(|(at, _)| at + 1).take(MOST);
    starts.filter_map(|at| Some((&id[..at], id[at..].split('.').next()?.parse().ok()?)))
}
