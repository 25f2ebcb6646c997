//! The current findings of every document, kept up to date edit by edit.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Diagnostic, Fixes, check};
use crate::{
    model::Kind,
    workspace::{DocPath, Index, Snapshot, Summary, link},
};

/// The findings of one project's documents, and which of them an edit makes doubtful.
///
/// An edit that leaves a document's summary as it was concerns the document itself, the expanded copies that repeat its text, the
/// documents whose findings point into it and, when its anchors change, those that link to them. Any other edit concerns the whole
/// project.
#[derive(Debug, Default)]
pub struct Analysis {
    found: BTreeMap<DocPath, Arc<[Diagnostic]>>,
    /// The documents whose findings point into this one.
    pointing: BTreeMap<DocPath, BTreeSet<DocPath>>,
    /// What was last seen of each document.
    seen: BTreeMap<DocPath, Seen>,
    doubtful: BTreeSet<DocPath>,
}

/// What others depend on in a document.
#[derive(Debug)]
struct Seen {
    summary: Arc<Summary>,
    /// The hash of its anchors, when others link to them.
    anchors: Option<u64>,
}

impl Analysis {
    /// Takes note that `changed` may differ in `snapshot` from what was last seen: edited, opened, closed, made or removed. Those
    /// whose findings may differ now are [`Analysis::doubtful`], and those that are gone have none any more.
    pub fn update(&mut self, snapshot: &Snapshot, changed: &[DocPath]) {
        let index = snapshot.index();
        let mut everything = false;
        let mut moved = Vec::new();
        for path in changed {
            let now = snapshot.document(path).map(|document| Seen {
                summary: Arc::clone(&document.facts().summary),
                anchors: index.anchored.contains_key(path).then(|| link::anchors(document)),
            });
            let said = |seen: &Option<Seen>| seen.as_ref().map(|seen| Arc::clone(&seen.summary));
            let anchors = |seen: &Option<Seen>| seen.as_ref().and_then(|seen| seen.anchors);
            let (summary, linked) = (said(&now), anchors(&now));
            let before = match now {
                Some(now) => self.seen.insert(path.clone(), now),
                None => self.seen.remove(path),
            };
            everything |= said(&before) != summary;
            if anchors(&before) != linked {
                moved.push(path);
            }
        }
        if everything {
            let documents = snapshot.documents();
            self.doubtful.extend(documents.iter().map(|document| document.path.clone()));
            let present: BTreeSet<_> = documents.iter().map(|document| &document.path).collect();
            self.seen.retain(|path, _| present.contains(path));
            self.found.retain(|path, _| present.contains(path));
            self.doubtful.retain(|path| present.contains(path));
            self.pointing.retain(|_, from| {
                from.retain(|path| present.contains(path));
                !from.is_empty()
            });
        } else {
            for path in changed {
                self.doubtful.insert(path.clone());
                self.doubtful.extend(copies(snapshot, &index, path));
                self.doubtful.extend(self.pointing.get(path).into_iter().flatten().cloned());
            }
            for path in moved {
                self.doubtful.extend(index.anchored.get(path).into_iter().flatten().cloned());
            }
        }
    }

    /// The documents whose findings may have changed, sorted.
    pub fn doubtful(&self) -> impl Iterator<Item = &DocPath> {
        self.doubtful.iter()
    }

    /// Checks one document again. While its findings stay equal they stay the same `Arc`.
    pub fn recheck(&mut self, snapshot: &Snapshot, path: &DocPath) {
        self.doubtful.remove(path);
        let found: Arc<[Diagnostic]> = check(snapshot, path, Fixes::Skipped).into();
        let before = self.found.get(path).map_or(&[][..], |found| found);
        if *before == *found {
            return;
        }
        let targets = |found: &[Diagnostic]| -> BTreeSet<DocPath> {
            found.iter().flat_map(|it| &it.related).map(|related| related.path.clone()).collect()
        };
        for target in targets(before) {
            if let Some(pointing) = self.pointing.get_mut(&target) {
                pointing.remove(path);
                if pointing.is_empty() {
                    self.pointing.remove(&target);
                }
            }
        }
        for target in targets(&found) {
            self.pointing.entry(target).or_default().insert(path.clone());
        }
        self.found.insert(path.clone(), found);
    }

    /// The findings of every document that has been checked.
    pub fn found(&self) -> &BTreeMap<DocPath, Arc<[Diagnostic]>> {
        &self.found
    }
}

/// The expanded copies that repeat the text of `path`: of itself, or of a command that includes it, at any depth.
fn copies(snapshot: &Snapshot, index: &Index, path: &DocPath) -> Vec<DocPath> {
    // Whatever its kind: a command may include a constitution.
    let included = index.includers.contains_key(path);
    let is_command = snapshot.document(path).is_some_and(|document| document.kind == Kind::Command);
    if index.sources.is_empty() || !(included || is_command) {
        return Vec::new();
    }
    let mut reached = BTreeSet::from([path]);
    let mut next = vec![path];
    while let Some(path) = next.pop() {
        for includer in index.includers.get(path).into_iter().flatten() {
            if reached.insert(includer) {
                next.push(includer);
            }
        }
    }
    index.sources.iter().filter(|(_, source)| reached.contains(source)).map(|(copy, _)| copy.clone()).collect()
}

#[cfg(test)]
mod tests {
    use ropey::Rope;

    use super::*;
    use crate::{fixture::Fixture, workspace::World};

    const PROJECT: &str = "
//- /.claude/commands/flow/plan.md
---
description: Plan.
---
# Plan

{{INCLUDE:memory/constitution.md}}
//- /.claude/commands/flow/link.md
---
description: Link.
---
[the plan](plan.md#plan)
//- /.claude/commands/flow/other.md
---
description: Other.
---
//- /memory/constitution.md
# Ours
//- /.github/agents/flow-plan.agent.md
---
name: flow-plan
description: Plan.
target: chat
---
# Plan

# Ours
";

    /// The names of the documents that an edit makes doubtful.
    #[track_caller]
    fn check_doubtful(edited: &str, edit: impl Fn(&str) -> String, expected: &[&str]) {
        let mut world = World::default();
        world.load(vec![Fixture::parse(PROJECT).base()]);
        let mut analysis = Analysis::default();
        let path = DocPath::new(format!("/{edited}"));
        let text = world.projects()[0].document(&path).unwrap().text().to_owned();
        world.open(path.clone(), Rope::from_str(&text), 1);
        let snapshot = world.projects()[0].clone();
        let all: Vec<_> = snapshot.documents().iter().map(|document| document.path.clone()).collect();
        analysis.update(&snapshot, &all);
        all.iter().for_each(|path| analysis.recheck(&snapshot, path));
        assert_eq!(analysis.doubtful().count(), 0);
        world.open(path.clone(), Rope::from_str(&edit(&text)), 2);
        let snapshot = world.projects()[0].clone();
        analysis.update(&snapshot, &[path]);
        let doubtful: Vec<_> = analysis.doubtful().map(|path| snapshot.relative(path).as_str()).collect();
        assert_eq!(doubtful, expected);
    }

    #[test]
    fn a_key_press_concerns_the_document_and_its_copies() {
        check_doubtful(
            ".claude/commands/flow/other.md",
            |text| format!("{text}x"),
            &[".claude/commands/flow/other.md"],
        );
        check_doubtful(
            ".claude/commands/flow/plan.md",
            |text| format!("{text}x"),
            &[".claude/commands/flow/plan.md", ".github/agents/flow-plan.agent.md"],
        );
        check_doubtful(
            "memory/constitution.md",
            |text| format!("{text}x"),
            &[".github/agents/flow-plan.agent.md", "memory/constitution.md"],
        );
    }

    #[test]
    fn another_heading_concerns_those_that_link_to_it() {
        check_doubtful(
            ".claude/commands/flow/plan.md",
            |text| text.replace("# Plan", "# Plans"),
            &[".claude/commands/flow/link.md", ".claude/commands/flow/plan.md", ".github/agents/flow-plan.agent.md"],
        );
    }

    #[test]
    fn another_include_concerns_everybody() {
        let all = [
            ".claude/commands/flow/link.md",
            ".claude/commands/flow/other.md",
            ".claude/commands/flow/plan.md",
            ".github/agents/flow-plan.agent.md",
            "memory/constitution.md",
        ];
        check_doubtful(".claude/commands/flow/other.md", |text| format!("{text}{{{{INCLUDE:gone.md}}}}"), &all);
    }
}
