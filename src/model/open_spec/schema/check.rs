//! Ids of a schema that do not fit together.

use rustc_hash::FxHashMap;

use super::{SchemaFile, Word};
use crate::{
    model::open_spec::{
        OpenSpecLevel,
        change_finding::{ChangeCheck, ChangeFinding},
        change_yaml::{MOST_HINTS, unknown},
    },
    syntax::nearest::nearest,
};

/// The most artifacts that the program takes.
const MOST_ARTIFACTS: usize = 1000;

/// The most cycles that are reported, and the most artifacts of a cycle that a message lists.
const MOST_CYCLES: usize = 10;
const LONGEST_CYCLE: usize = 8;

pub(super) fn check(file: &SchemaFile, findings: &mut Vec<ChangeFinding>) {
    let mut indexes: FxHashMap<&str, usize> = FxHashMap::default();
    for (index, id) in ids(file) {
        match indexes.get(id.text.as_str()).and_then(|first| file.artifacts.get(*first)?.id.as_ref()) {
            Some(first) => {
                let message = format!("duplicate artifact id `{}`: rename one of them", id.text);
                findings.push(error(id, message).related(0, first.range, "first used here"));
            }
            None => drop(indexes.insert(&id.text, index)),
        }
    }
    if let Some(artifact) = file.artifacts.get(MOST_ARTIFACTS) {
        let message = format!("only {MOST_ARTIFACTS} artifacts are allowed: remove the others");
        findings.push(ChangeFinding::new(ChangeCheck::Schema, OpenSpecLevel::Error, artifact.range, message));
    }
    unknown_ids(file, &indexes, findings);
    cycles(file, &indexes, findings);
    tracks(file, findings);
}

fn ids(file: &SchemaFile) -> impl Iterator<Item = (usize, &Word)> {
    file.artifacts.iter().enumerate().filter_map(|(index, artifact)| Some((index, artifact.id.as_ref()?)))
}

fn error(word: &Word, message: String) -> ChangeFinding {
    ChangeFinding::new(ChangeCheck::Schema, OpenSpecLevel::Error, word.range, message)
}

fn unknown_ids(file: &SchemaFile, indexes: &FxHashMap<&str, usize>, findings: &mut Vec<ChangeFinding>) {
    let known: Vec<&str> = first_ids(file, indexes).map(|(_, id)| id.text.as_str()).collect();
    let of_artifacts = file.artifacts.iter().flat_map(|artifact| &artifact.requires);
    let of_apply = file.apply.iter().flat_map(|apply| &apply.requires);
    let missing = of_artifacts.chain(of_apply).filter(|id| !indexes.contains_key(id.text.as_str()));
    for (count, id) in missing.enumerate() {
        let known = if count < MOST_HINTS { &known[..] } else { &[] };
        findings.push(unknown(ChangeCheck::Schema, OpenSpecLevel::Error, "artifact", id, known));
    }
}

/// Artifacts that require each other, each cycle at the requirement that closes it.
fn cycles(file: &SchemaFile, indexes: &FxHashMap<&str, usize>, findings: &mut Vec<ChangeFinding>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Visit {
        New,
        /// At this place of the path.
        Open(usize),
        Done,
    }
    let mut visits = vec![Visit::New; file.artifacts.len()];
    let mut left = MOST_CYCLES;
    // The artifacts from the root of the search to the one that is looked at, each with the number of its requirements that are done.
    let mut path: Vec<(usize, usize)> = Vec::new();
    for (root, _) in first_ids(file, indexes) {
        if visits[root] == Visit::New {
            visits[root] = Visit::Open(0);
            path.push((root, 0));
        }
        while let Some((index, next)) = path.last_mut() {
            let Some(required) = file.artifacts[*index].requires.get(*next) else {
                visits[*index] = Visit::Done;
                path.pop();
                continue;
            };
            *next += 1;
            let Some(target) = indexes.get(required.text.as_str()).copied() else { continue };
            match visits[target] {
                Visit::New => {
                    visits[target] = Visit::Open(path.len());
                    path.push((target, 0));
                }
                Visit::Open(at) if left > 0 => {
                    left -= 1;
                    findings.push(cycle(file, required, &path[at..]));
                }
                Visit::Open(_) | Visit::Done => {}
            }
        }
    }
}

/// The artifacts in order, without those whose id is another's.
fn first_ids<'a>(file: &'a SchemaFile, indexes: &FxHashMap<&str, usize>) -> impl Iterator<Item = (usize, &'a Word)> {
    ids(file).filter(|(index, id)| indexes.get(id.text.as_str()) == Some(index))
}

fn cycle(file: &SchemaFile, required: &Word, path: &[(usize, usize)]) -> ChangeFinding {
    let names = path.iter().filter_map(|(index, _)| file.artifacts.get(*index)?.id.as_ref());
    let mut names: Vec<String> = names.take(LONGEST_CYCLE).map(|id| format!("`{}`", id.text)).collect();
    if path.len() > LONGEST_CYCLE {
        names.push("…".to_owned());
    }
    names.push(format!("`{}`", required.text));
    error(required, format!("this requirement creates a cycle: {}; remove one of them", names.join(" → ")))
}

/// A file of tasks that no artifact generates: `openspec list` counts the tasks of `tasks.md` then.
fn tracks(file: &SchemaFile, findings: &mut Vec<ChangeFinding>) {
    let Some(tracks) = file.apply.as_ref().and_then(|apply| apply.tracks.as_ref()) else { return };
    let generated = || file.artifacts.iter().filter_map(|artifact| artifact.generates.as_ref());
    if generated().any(|path| path.text == tracks.text) || generated().next().is_none() {
        return;
    }
    let meant = nearest(&tracks.text, generated().map(|path| path.text.as_str()));
    let advice = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write the `generates` of one".to_owned(),
    };
    let message = format!("no artifact generates `{}`, so its tasks are not counted: {advice}", tracks.text);
    let finding = ChangeFinding::new(ChangeCheck::Schema, OpenSpecLevel::Warning, tracks.range, message);
    findings.push(finding.change_to(meant));
}
