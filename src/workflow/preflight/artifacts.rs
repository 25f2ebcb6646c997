//! The files that a transition needs.
//!
//! Their paths hold `{feature}`, `{NNN}`, `{slug}` and wildcards. Nobody says which feature a command is about, so a name is only
//! believed when one of the files is there under it; else any file that fits will do.

use camino::Utf8Path;
use serde::Serialize;

use super::{Reason, Why, text};
use crate::{
    model::machine::{Artifact, Transition},
    workspace::{
        Resolved, Snapshot,
        artifact::{self, filled},
    },
};

/// A required file that was not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Its kind, such as `prd`.
    pub kind: String,
    /// Its path as the workflow file has it.
    pub pattern: String,
    /// The same with the name of the feature, where that is known.
    pub path: String,
}

/// What is missing of what `transition` needs. `texts` may name the feature: the arguments, and the title of the task.
pub(super) fn check(
    snapshot: &Snapshot,
    transition: &Transition,
    command: &str,
    texts: [&str; 2],
    skip: bool,
) -> Vec<Reason> {
    let required: Vec<_> = transition.input_artifacts.iter().filter(|artifact| artifact.required).collect();
    if required.is_empty() {
        return Vec::new();
    }
    let feature = feature(snapshot, &required, texts);
    let (mut missing, mut unchecked) = (Vec::new(), Vec::new());
    for artifact in required {
        let gone = || Missing {
            kind: artifact.kind.clone(),
            pattern: artifact.path.text.clone(),
            path: match &feature {
                Some(feature) => artifact.path.text.replace(FEATURE, feature),
                None => artifact.path.text.clone(),
            },
        };
        match look(snapshot, &artifact.path.text, feature.as_deref()) {
            Look::Found => {}
            Look::Missing => missing.push(gone()),
            Look::Unseen => unchecked.push(gone()),
        }
    }
    let mut reasons = Vec::new();
    if !missing.is_empty() {
        let message = text::artifacts_missing(command, &missing, skip);
        let why = Why::ArtifactsMissing { artifacts: missing };
        reasons.push(if skip { Reason::warn(message, why) } else { Reason::block(message, why) });
    }
    if !unchecked.is_empty() {
        let message = text::artifacts_unchecked(&unchecked);
        reasons.push(Reason::warn(message, Why::ArtifactsUnchecked { artifacts: unchecked }));
    }
    reasons
}

const FEATURE: &str = "{feature}";

/// The name in `texts` under which most of the files are there, if any is.
fn feature(snapshot: &Snapshot, required: &[&Artifact], texts: [&str; 2]) -> Option<String> {
    /// Each of them costs a look for each file.
    const MOST: usize = 20;
    let [arguments, _] = texts;
    let names = texts.into_iter().chain(arguments.split_whitespace()).map(slug).filter(|name| !name.is_empty());
    let count = |name: &str| {
        let named = required.iter().map(|artifact| &artifact.path.text).filter(|path| path.contains(FEATURE));
        named.filter(|path| exact(snapshot, &path.replace(FEATURE, name)) == Some(Look::Found)).count()
    };
    let mut best: Option<(usize, String)> = None;
    for name in names.take(MOST) {
        let found = count(&name);
        if found > best.as_ref().map_or(0, |(found, _)| *found) {
            best = Some((found, name));
        }
    }
    best.map(|(_, name)| name)
}

/// `user-login` for `User login!`.
fn slug(text: &str) -> String {
    let words = text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Found,
    Missing,
    /// It lies where nobody looked.
    Unseen,
}

fn look(snapshot: &Snapshot, path: &str, feature: Option<&str>) -> Look {
    /// No file has a longer path.
    const LONGEST: usize = 4096;
    let path = feature.map_or_else(|| path.to_owned(), |feature| path.replace(FEATURE, feature));
    if path.len() > LONGEST {
        return Look::Unseen;
    }
    if let Some(look) = exact(snapshot, &path) {
        return look;
    }
    let Some(mut fitting) = artifact::matching(snapshot, &path) else { return Look::Unseen };
    if fitting.next().is_some() {
        return Look::Found;
    }
    let sample = filled(&path, "x", "1").replace('*', "x");
    let sample = Utf8Path::new(sample.trim_start_matches("./").trim_end_matches('/'));
    let excluded = &snapshot.settings().exclude;
    let unseen = snapshot.files().is_ignored(sample) || sample.ancestors().any(|part| excluded.is_match(part));
    if unseen { Look::Unseen } else { Look::Missing }
}

/// What lies at a path without variables and wildcards; `None` for one with them.
fn exact(snapshot: &Snapshot, path: &str) -> Option<Look> {
    Some(match artifact::exact(snapshot, path)? {
        Resolved::File(_) | Resolved::Folder(_) => Look::Found,
        Resolved::Missing => Look::Missing,
        Resolved::Outside => Look::Unseen,
    })
}
