//! Which artifacts of a change are there, and in which order they are built.

use std::{cmp::Reverse, collections::BinaryHeap};

use rustc_hash::FxHashMap;

use super::{
    ArtifactProgress, ChangeSchema,
    files::{ChangeFiles, is_below_specs},
};

impl ChangeSchema {
    /// The progress of each artifact, in the order of the schema.
    pub(super) fn progress(&self, files: &ChangeFiles, skips_specs: bool) -> Vec<ArtifactProgress> {
        let there: Vec<Option<ArtifactProgress>> = self
            .artifacts
            .iter()
            .map(|artifact| match files.matching(&artifact.generates).is_empty() {
                false => Some(ArtifactProgress::Done),
                true => (skips_specs && is_below_specs(&artifact.generates)).then_some(ArtifactProgress::Skipped),
            })
            .collect();
        let indexes = self.indexes();
        let missing = |requires: &[String]| {
            let index = |id: &String| indexes.get(id.as_str()).copied();
            let mut missing: Vec<usize> = requires.iter().filter_map(index).filter(|id| there[*id].is_none()).collect();
            missing.sort_unstable();
            missing.into_iter().map(|index| self.artifacts[index].id.clone()).collect::<Vec<_>>()
        };
        let progress = self.artifacts.iter().zip(&there).map(|(artifact, found)| match found {
            Some(progress) => progress.clone(),
            None => match missing(&artifact.requires) {
                none if none.is_empty() => ArtifactProgress::Ready,
                missing => ArtifactProgress::Blocked(missing),
            },
        });
        progress.collect()
    }

    /// The indexes of the artifacts, each after those that it requires; otherwise in the order of the schema.
    pub(super) fn build_order(&self) -> Vec<usize> {
        let indexes = self.indexes();
        let mut dependents = vec![Vec::new(); self.artifacts.len()];
        let mut waiting = vec![0_usize; self.artifacts.len()];
        for (index, artifact) in self.artifacts.iter().enumerate() {
            for required in artifact.requires.iter().filter_map(|id| indexes.get(id.as_str())) {
                dependents[*required].push(index);
                waiting[index] += 1;
            }
        }
        let mut free: BinaryHeap<_> = (0..waiting.len()).filter(|index| waiting[*index] == 0).map(Reverse).collect();
        let mut order = Vec::new();
        while let Some(Reverse(index)) = free.pop() {
            order.push(index);
            for dependent in &dependents[index] {
                waiting[*dependent] -= 1;
                if waiting[*dependent] == 0 {
                    free.push(Reverse(*dependent));
                }
            }
        }
        order
    }

    /// The artifacts by their ids.
    pub(super) fn indexes(&self) -> FxHashMap<&str, usize> {
        self.artifacts.iter().enumerate().map(|(index, artifact)| (artifact.id.as_str(), index)).collect()
    }
}
