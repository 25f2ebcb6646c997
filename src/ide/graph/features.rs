//! The states of Spec Kit's features, with the features in each.

use super::{EdgeKind, Graph, GraphEdge, GraphNode, GraphSubject, Mark, count, shown};
use crate::{
    model::{Dialect, spec_kit::FeatureState},
    workspace::{Snapshot, WorkItem},
};

/// How many items a box names; it tells the number of the others.
const MOST_NAMED: usize = 5;

/// The states; `None` in a project without Spec Kit.
pub(super) fn graph(snapshot: &Snapshot) -> Option<Graph> {
    if !snapshot.index().dialects.speak(Dialect::SpecKit) {
        return None;
    }
    let features: Vec<_> = snapshot.features().collect();
    let node = |state: FeatureState| {
        let marks = match state {
            FeatureState::Specified => vec![Mark::Initial],
            FeatureState::Done => vec![Mark::Terminal],
            _ => Vec::new(),
        };
        GraphNode { marks, ..state_node(state.name(), &features, "feature") }
    };
    let edge = |(from, command, to): (FeatureState, _, FeatureState)| GraphEdge {
        from: from.name().to_owned(),
        to: to.name().to_owned(),
        label: shown(&snapshot.feature_command(command)),
        kind: EdgeKind::Command,
        marks: Vec::new(),
        place: None,
    };
    let nodes = FeatureState::ALL.into_iter().map(node).collect();
    let edges = FeatureState::STEPS.into_iter().map(edge).collect();
    Some(Graph { nodes, edges, ..Graph::new(GraphSubject::States) })
}

/// A state with the items that are in it.
pub(super) fn state_node(state: &str, items: &[WorkItem], noun: &str) -> GraphNode {
    let here = items.iter().filter(|item| item.states.iter().any(|own| own == state));
    let names: Vec<_> = here.map(|item| shown(&item.id)).collect();
    let mut details: Vec<_> = names.iter().take(MOST_NAMED).cloned().collect();
    if names.len() > MOST_NAMED {
        details.push(format!("and {} more", names.len() - MOST_NAMED));
    }
    if !names.is_empty() {
        details.insert(0, count(names.len(), noun));
    }
    let name = state.to_owned();
    GraphNode { id: name.clone(), label: name, details, marks: Vec::new(), tasks: Some(names.len()), place: None }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::Fixture,
        ide::graph::{GraphSubject, graph},
    };

    #[test]
    fn features_are_in_their_states() {
        let snapshot = Fixture::parse(
            "
//- /.specify/x.md
//- /.claude/skills/speckit-plan/SKILL.md
//- /specs/001-a/spec.md
# A
//- /specs/002-b/tasks.md
- [x] T001 a
",
        )
        .snapshot();
        let drawn = graph(&snapshot, GraphSubject::States).unwrap();
        assert!(drawn.svg().is_ok());
        expect![[r#"
            flowchart TB
              n0("Specified<br>1 feature<br>001-a"):::initial
              n1("Clarified")
              n2("Planned")
              n3("Tasked")
              n4("In Implementation")
              n5("Done<br>1 feature<br>002-b"):::terminal
              n0 -->|"/speckit-clarify"| n1
              n0 -->|"/speckit-plan"| n2
              n1 -->|"/speckit-plan"| n2
              n2 -->|"/speckit-tasks"| n3
              n3 -->|"/speckit-implement"| n4
              n4 -->|"/speckit-implement"| n5
              n5 -->|"/speckit-converge"| n4
              classDef initial stroke:#2f7d4a,stroke-width:2px
              classDef terminal stroke:#6d58b3,stroke-width:3px
              classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
        "#]]
        .assert_eq(&drawn.mermaid());
    }
}
