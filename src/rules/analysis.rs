//! The current findings of every document, kept up to date edit by edit.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::{Diagnostic, Fixes, check_and_guess};
use crate::{
    model::Kind,
    workspace::{DocPath, Document, Files, Index, Snapshot, Summary, TaskRings, Topic, link},
};

/// The findings of one project's documents, and which of them an edit makes doubtful.
///
/// An edit concerns the document itself, the expanded copies that repeat its text, the documents whose findings point into it and, when
/// its anchors change, those that link to them. When its summary changes, it concerns those that ask for what is different in it: for a
/// [`Topic`], or the whole project.
#[derive(Debug, Default)]
pub struct Analysis {
    found: BTreeMap<DocPath, Arc<[Diagnostic]>>,
    /// The documents whose findings point into this one.
    pointing: BTreeMap<DocPath, BTreeSet<DocPath>>,
    /// What was last seen of each document.
    seen: BTreeMap<DocPath, Seen>,
    /// The documents that ask for a topic.
    asking: FxHashMap<Topic, BTreeSet<DocPath>>,
    /// The documents whose findings name the nearest of all names in the project.
    guessing: BTreeSet<DocPath>,
    doubtful: BTreeSet<DocPath>,
    /// Whether every document has been checked once.
    has_seen_all: bool,
    /// The files of the project, to which any document may refer.
    files: Option<Arc<Files>>,
    /// The rings of tasks, of which each is reported in one task.
    rings: Arc<TaskRings>,
}

/// What others depend on in a document, and what it depends on in them.
#[derive(Debug)]
struct Seen {
    summary: Arc<Summary>,
    /// The hash of its anchors, when others link to them.
    anchors: Option<u64>,
    asks: Box<[Topic]>,
}

impl Analysis {
    /// Takes note that `changed` may differ in `snapshot` from what was last seen: edited, opened, closed, made or removed. Those
    /// whose findings may differ now are [`Analysis::doubtful`], and those that are gone have none any more. Returns whether something
    /// is different that other documents show.
    pub fn update(&mut self, snapshot: &Snapshot, changed: &[DocPath]) -> bool {
        let index = snapshot.index();
        let files = snapshot.files_shared();
        let same_files = self.files.replace(Arc::clone(files)).is_some_and(|before| Arc::ptr_eq(&before, files));
        let mut topics = BTreeSet::new();
        if !same_files {
            topics.insert(Topic::Project);
        }
        let mut moved = Vec::new();
        let mut says_other = !same_files;
        for path in changed {
            let now = snapshot.document(path).map(|document| Seen {
                summary: Arc::clone(document.summary()),
                anchors: index.anchored.contains_key(path).then(|| link::anchors(document)),
                asks: snapshot.asks(document),
            });
            let before = self.seen.get(path);
            match (before, &now) {
                (Some(before), Some(now)) if Arc::ptr_eq(&before.summary, &now.summary) => {}
                (Some(before), Some(now)) if before.summary == now.summary => {}
                (Some(before), Some(now)) => {
                    says_other = true;
                    topics.extend(before.summary.differences(&now.summary));
                }
                (None, None) => {}
                _ => drop(topics.insert(Topic::Project)),
            }
            if before.and_then(|before| before.anchors) != now.as_ref().and_then(|now| now.anchors) {
                moved.push(path);
            }
            self.see(path, now);
        }
        let rings = std::mem::replace(&mut self.rings, Arc::clone(&index.task_rings));
        let everything = topics.contains(&Topic::Project);
        if everything {
            self.doubt_everything(snapshot);
        } else {
            for path in changed {
                self.doubtful.insert(path.clone());
                self.doubtful.extend(copies(snapshot, &index, path));
                self.doubtful.extend(self.pointing.get(path).into_iter().flatten().cloned());
            }
            if rings != self.rings {
                let firsts = |rings: &TaskRings| {
                    rings.dependencies.keys().chain(rings.parents.keys()).cloned().collect::<Vec<_>>()
                };
                self.doubtful.extend(firsts(&rings).into_iter().chain(firsts(&index.task_rings)));
            }
            for path in moved {
                self.doubtful.extend(index.anchored.get(path).into_iter().flatten().cloned());
            }
            for topic in &topics {
                self.doubtful.extend(self.asking.get(topic).into_iter().flatten().cloned());
            }
            if topics.iter().any(Topic::is_name) {
                self.doubtful.extend(self.guessing.iter().cloned());
            }
        }
        says_other || everything
    }

    /// Notes what is seen of a document now.
    fn see(&mut self, path: &DocPath, now: Option<Seen>) {
        let asks = now.as_ref().map(|now| now.asks.clone()).unwrap_or_default();
        let before = match now {
            Some(now) => self.seen.insert(path.clone(), now),
            None => self.seen.remove(path),
        };
        let before = before.map(|before| before.asks).unwrap_or_default();
        if before == asks {
            return;
        }
        for topic in before {
            if let Some(asking) = self.asking.get_mut(&topic) {
                asking.remove(path);
                if asking.is_empty() {
                    self.asking.remove(&topic);
                }
            }
        }
        for topic in asks {
            self.asking.entry(topic).or_default().insert(path.clone());
        }
    }

    fn doubt_everything(&mut self, snapshot: &Snapshot) {
        let documents = snapshot.documents();
        self.doubtful.extend(documents.iter().map(|document| document.path.clone()));
        let present: BTreeSet<_> = documents.iter().map(|document| &document.path).collect();
        let gone: Vec<_> = self.seen.keys().filter(|path| !present.contains(path)).cloned().collect();
        gone.iter().for_each(|path| self.see(path, None));
        self.found.retain(|path, _| present.contains(path));
        self.guessing.retain(|path| present.contains(path));
        self.doubtful.retain(|path| present.contains(path));
        self.pointing.retain(|_, from| {
            from.retain(|path| present.contains(path));
            !from.is_empty()
        });
    }

    /// The documents whose findings may have changed, sorted.
    pub fn doubtful(&self) -> impl Iterator<Item = &DocPath> {
        self.doubtful.iter()
    }

    /// Checks one document again. While its findings stay equal they stay the same `Arc`.
    ///
    /// Returns the document as it was looked at; `None` when it is gone.
    pub fn recheck(&mut self, snapshot: &Snapshot, path: &DocPath) -> Option<Arc<Document>> {
        self.doubtful.remove(path);
        // What was worked out for one key press is asked for at the next one, but nothing says so of the first look at all documents.
        let document = if self.has_seen_all { snapshot.document(path).cloned() } else { snapshot.document_aside(path) };
        self.has_seen_all |= self.doubtful.is_empty();
        let check = |document: &Arc<Document>| check_and_guess(snapshot, document, Fixes::Skipped);
        let (found, guesses) = document.as_ref().map(check).unwrap_or_default();
        let found: Arc<[Diagnostic]> = found.into();
        if guesses {
            self.guessing.insert(path.clone());
        } else {
            self.guessing.remove(path);
        }
        let before = self.found.get(path).map_or(&[][..], |found| found);
        if *before == *found {
            return document;
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
        document
    }

    /// The findings of every document that has been checked.
    pub fn found(&self) -> &BTreeMap<DocPath, Arc<[Diagnostic]>> {
        &self.found
    }
}

/// The expanded copies that repeat the text of `path`, or may under an old name: of itself, or of a command that includes it, at any depth.
fn copies(snapshot: &Snapshot, index: &Index, path: &DocPath) -> Vec<DocPath> {
    // Whatever its kind: a command may include a constitution.
    let included = index.includers.contains_key(path);
    let is_command = snapshot.document(path).is_some_and(|document| document.kind == Kind::Command);
    if index.sources.is_empty() && index.namesakes.is_empty() || !(included || is_command) {
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
    let copies = index.sources.iter().filter(|(_, source)| reached.contains(source)).map(|(copy, _)| copy);
    let namesakes = index.namesakes.iter().filter(|(_, sources)| sources.iter().any(|source| reached.contains(source)));
    copies.chain(namesakes.map(|(copy, _)| copy)).cloned().collect()
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
        check_doubtful_in(PROJECT, edited, edit, expected);
    }

    #[track_caller]
    fn check_doubtful_in(project: &str, edited: &str, edit: impl Fn(&str) -> String, expected: &[&str]) {
        let mut world = World::default();
        world.load(vec![Fixture::parse(project).base()]);
        let mut analysis = Analysis::default();
        let path = DocPath::new(format!("/{edited}"));
        let text = world.projects()[0].document(&path).unwrap().text().to_owned();
        world.open(path.clone(), Rope::from_str(&text), 1);
        let snapshot = world.projects()[0].clone();
        let all: Vec<_> = snapshot.documents().iter().map(|document| document.path.clone()).collect();
        analysis.update(&snapshot, &all);
        all.iter().for_each(|path| drop(analysis.recheck(&snapshot, path)));
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

    const BOARD: &str = "
//- /.claude/partials/a.md
//- /.claude/partials/b.md
//- /.claude/commands/flow/plan.md
See a.md.
//- /backlog/tasks/task-1 - A.md
---
id: task-1
labels: ['workflow:Planned']
---
//- /backlog/tasks/task-2 - B.md
---
id: task-2
dependencies: [task-1]
---
//- /backlog/tasks/task-3 - C.md
---
id: task-3
dependencies: [2, task-9]
---
//- /backlog/tasks/task-4 - D.md
---
id: task-4
---
";

    #[test]
    fn a_state_concerns_its_task_alone() {
        let task = "backlog/tasks/task-1 - A.md";
        check_doubtful_in(BOARD, task, |text| text.replace("Planned", "Specified"), &[task]);
    }

    #[test]
    fn an_id_concerns_those_that_ask_for_it_and_those_that_guess() {
        check_doubtful_in(
            BOARD,
            "backlog/tasks/task-2 - B.md",
            |text| text.replace("task-2", "task-4"),
            &["backlog/tasks/task-2 - B.md", "backlog/tasks/task-3 - C.md", "backlog/tasks/task-4 - D.md"],
        );
        check_doubtful_in(
            BOARD,
            "backlog/tasks/task-4 - D.md",
            |text| text.replace("task-4", "task-5"),
            &["backlog/tasks/task-3 - C.md", "backlog/tasks/task-4 - D.md"],
        );
    }

    #[test]
    fn a_mention_concerns_the_partials_of_that_name() {
        let command = ".claude/commands/flow/plan.md";
        check_doubtful_in(
            BOARD,
            command,
            |text| text.replace("a.md", "b.md"),
            &[".claude/commands/flow/plan.md", ".claude/partials/a.md", ".claude/partials/b.md"],
        );
        check_doubtful_in(BOARD, command, |text| text.replace("a.md", "a.md and x.md"), &[command]);
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
