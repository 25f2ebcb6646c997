//! The states of Kiro's specs, with the specs in each.

use super::{EdgeKind, Graph, GraphEdge, GraphNode, GraphSubject, Mark, features::state_node, shown};
use crate::{model::kiro::command::KiroState, workspace::Snapshot};

/// The states; `None` in a project without specs of Kiro.
pub(super) fn graph(snapshot: &Snapshot) -> Option<Graph> {
    let specs: Vec<_> = snapshot.specs().collect();
    if specs.is_empty() {
        return None;
    }
    let node = |state: KiroState| {
        let marks = match state {
            KiroState::Requirements => vec![Mark::Initial],
            KiroState::Done => vec![Mark::Terminal],
            _ => Vec::new(),
        };
        GraphNode { marks, ..state_node(state.name(), &specs, "spec") }
    };
    // Kiro itself has no commands; where cc-sdd is installed, the picture is whole although a command is not.
    let label = |from: KiroState| {
        let command = from.next_command().filter(|_| snapshot.has_kiro_commands())?;
        let usual = || command.invocations().next().map(|usual| usual.to_string());
        snapshot.own_kiro_command(command).or_else(usual)
    };
    let edge = |(from, to): (KiroState, KiroState)| GraphEdge {
        from: from.name().to_owned(),
        to: to.name().to_owned(),
        label: label(from).map(|label| shown(&label)).unwrap_or_default(),
        kind: EdgeKind::Command,
        marks: Vec::new(),
        place: None,
    };
    let steps = KiroState::ALL.into_iter().zip(KiroState::ALL.into_iter().skip(1));
    let nodes = KiroState::ALL.map(node).into();
    Some(Graph { nodes, edges: steps.map(edge).collect(), ..Graph::new(GraphSubject::States) })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{
        fixture::Fixture,
        ide::graph::{GraphSubject, graph},
    };

    #[test]
    fn specs_are_in_their_states() {
        let spec = "//- /.kiro/specs/größe/requirements.md\n//- /.kiro/specs/b/tasks.md\n- [x] 1. A\n- [ ] 2. B\n";
        let drawn = |fixture: &str| {
            let drawn = graph(&Fixture::parse(fixture).snapshot(), GraphSubject::States).unwrap();
            assert!(drawn.svg().is_ok());
            drawn.mermaid()
        };
        expect![[r#"
            flowchart TB
              n0("Requirements<br>1 spec<br>größe"):::initial
              n1("Design")
              n2("Tasks")
              n3("In Implementation<br>1 spec<br>b")
              n4("Done"):::terminal
              n0 -->|"/kiro:spec-design"| n1
              n1 -->|"/kiro:spec-tasks"| n2
              n2 -->|"/kiro:spec-impl"| n3
              n3 -->|"/kiro:spec-impl"| n4
              classDef initial stroke:#2f7d4a,stroke-width:2px
              classDef terminal stroke:#6d58b3,stroke-width:3px
              classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
        "#]]
        .assert_eq(&drawn(&format!("//- /.claude/commands/kiro/spec-design.md\n{spec}")));
        // Kiro without cc-sdd.
        expect![[r#"
            flowchart TB
              n0("Requirements<br>1 spec<br>größe"):::initial
              n1("Design")
              n2("Tasks")
              n3("In Implementation<br>1 spec<br>b")
              n4("Done"):::terminal
              n0 --> n1
              n1 --> n2
              n2 --> n3
              n3 --> n4
              classDef initial stroke:#2f7d4a,stroke-width:2px
              classDef terminal stroke:#6d58b3,stroke-width:3px
              classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
        "#]]
        .assert_eq(&drawn(spec));
    }
}
