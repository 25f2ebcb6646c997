//! Who includes whom, level by level: circles, and chains that are too long.

use std::collections::{BTreeMap, BTreeSet};

use super::{DocPath, expand::MAX_DEPTH};

/// What is wrong with the includes of a project as a whole.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct IncludeGraph {
    /// The circles, by the document whose include closes them. Each starts with the document that is included again and leads to
    /// the one that closes it; of a long one only the first [`MAX_CHAIN`] documents are named.
    pub cycles: BTreeMap<DocPath, Vec<Vec<DocPath>>>,
    /// The documents whose includes are one level too deep, each with the longest chain that leads to it, itself last.
    pub too_deep: BTreeMap<DocPath, Vec<DocPath>>,
}

impl IncludeGraph {
    /// Walks from what nothing includes, in the order of paths, so that the same includes always give the same answer.
    pub(super) fn new(targets: &BTreeMap<DocPath, Vec<DocPath>>) -> IncludeGraph {
        let included: BTreeSet<_> = targets.values().flatten().collect();
        let mut walk = Walk { targets, finished: Vec::new(), state: BTreeMap::new(), cycles: BTreeMap::new() };
        for start in targets.keys().filter(|path| !included.contains(path)).chain(targets.keys()) {
            walk.from(start);
        }
        let too_deep = walk.too_deep();
        IncludeGraph { cycles: walk.cycles, too_deep }
    }
}

/// How many documents of a circle are named.
pub const MAX_CHAIN: usize = 16;

struct Walk<'a> {
    targets: &'a BTreeMap<DocPath, Vec<DocPath>>,
    /// Each document after all that it includes, circles cut open.
    finished: Vec<&'a DocPath>,
    state: BTreeMap<&'a DocPath, State>,
    cycles: BTreeMap<DocPath, Vec<Vec<DocPath>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// On the way, so many steps from the start.
    Open(usize),
    Done,
}

impl<'a> Walk<'a> {
    /// Depth first, without recursion: a chain may be as long as a project has files.
    fn from(&mut self, start: &'a DocPath) {
        if self.state.contains_key(start) {
            return;
        }
        let targets = self.targets;
        let next = |path: &DocPath| targets.get(path).map_or(&[][..], |targets| targets).iter();
        self.state.insert(start, State::Open(0));
        let mut way = vec![(start, next(start))];
        while let Some((path, rest)) = way.last_mut() {
            let path = *path;
            match rest.next() {
                None => {
                    self.state.insert(path, State::Done);
                    self.finished.push(path);
                    way.pop();
                }
                Some(target) => match self.state.get(target) {
                    None => {
                        self.state.insert(target, State::Open(way.len()));
                        way.push((target, next(target)));
                    }
                    Some(State::Open(at)) => {
                        let cycle = way[*at..].iter().take(MAX_CHAIN).map(|(path, _)| (*path).clone()).collect();
                        self.cycles.entry(path.clone()).or_default().push(cycle);
                    }
                    Some(State::Done) => {}
                },
            }
        }
    }

    /// The longest chain to each document, circles cut open, tells which includes are on level [`MAX_DEPTH`] + 1.
    fn too_deep(&self) -> BTreeMap<DocPath, Vec<DocPath>> {
        let closes = |path: &DocPath, target: &DocPath| {
            self.cycles.get(path).is_some_and(|cycles| cycles.iter().any(|cycle| cycle.first() == Some(target)))
        };
        let mut depth: BTreeMap<&DocPath, (usize, Option<&DocPath>)> = BTreeMap::new();
        let mut found = BTreeMap::new();
        for path in self.finished.iter().rev() {
            let (level, _) = depth.get(path).copied().unwrap_or_default();
            for target in self.targets.get(*path).into_iter().flatten().filter(|target| !closes(path, target)) {
                if level == MAX_DEPTH && !found.contains_key(*path) {
                    let above =
                        std::iter::successors(Some(*path), |path| depth.get(path).and_then(|(_, above)| *above));
                    let mut chain: Vec<DocPath> = above.cloned().collect();
                    chain.reverse();
                    found.insert((*path).clone(), chain);
                }
                let known = depth.entry(target).or_default();
                if known.0 <= level {
                    *known = (level + 1, Some(path));
                }
            }
        }
        found
    }
}
