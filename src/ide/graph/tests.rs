use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::fixture::Fixture;

#[track_caller]
fn check(subject: GraphSubject, fixture: &str, expect: Expect) {
    expect.assert_eq(&drawn(subject, fixture).mermaid());
}

fn drawn(subject: GraphSubject, fixture: &str) -> Graph {
    graph(&Fixture::parse(fixture).snapshot(), subject).unwrap()
}

const TASKS: &str = "
//- /backlog/tasks/task-1 - A.md
---
id: task-1
title: Größe <b> 😀
status: To Do
labels: ['workflow:Planned']
dependencies: [task-2, task-9]
---
//- /backlog/tasks/task-2 - B.md
---
id: task-2
status: In Progress
labels: ['workflow:planned', api]
dependencies: [task-1]
---
//- /backlog/tasks/task-3 - C.md
---
id: task-3
status: Done
labels: [\"workflow:Shipped\"]
---
//- /backlog/completed/task-4 - D.md
---
id: task-4
status: Done
labels: ['workflow:Planned']
---
";

#[test]
fn the_states_of_a_project_without_a_workflow_file() {
    check(
        GraphSubject::States,
        TASKS,
        expect![[r#"
            flowchart TB
              n0("To Do"):::initial
              n1("Assessed")
              n2("Specified")
              n3("Researched")
              n4("Planned<br>2 tasks")
              n5("In Implementation")
              n6("Validated")
              n7("Deployed"):::terminal
              n8("Done"):::terminal
              n9("Shipped<br>not defined<br>1 task"):::trouble
              n0 -->|"/flow:assess"| n1
              n1 -->|"/flow:specify"| n2
              n2 -->|"/flow:research"| n3
              n2 -->|"/flow:plan"| n4
              n3 -->|"/flow:plan"| n4
              n4 -->|"/flow:implement"| n5
              n5 -.->|"rework"| n4
              n5 -->|"/flow:validate"| n6
              n5 -.->|"manual"| n8
              n6 -.->|"rework"| n5
              n6 -->|"/flow:operate"| n7
              n6 -.->|"manual"| n8
              n7 -.->|"rollback"| n6
              n7 -.->|"manual"| n8
              classDef initial stroke:#2f7d4a,stroke-width:2px
              classDef terminal stroke:#6d58b3,stroke-width:3px
              classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
        "#]],
    );
}

const WORKFLOW: &str = "
//- /flowspec_workflow.yml
states: [To Do, Lonely, 'In \"Work\"', Done]
workflows:
  work: {command: /flow:work, input_states: [To Do], output_state: In \"Work\"}
  more: {command: /flow:more, input_states: [to do], output_state: In \"Work\"}
  again: {command: /flow:again, input_states: [Done], output_state: Done}
transitions:
  - {name: a, from: To Do, to: In \"Work\", via: work}
  - {name: b, from: In \"Work\", to: Doen, via: manual}
  - {name: c, from: In \"Work\", to: Done}
";

#[test]
fn what_is_wrong_with_states_is_marked() {
    check(
        GraphSubject::States,
        WORKFLOW,
        expect![[r#"
            flowchart TB
              n0("To Do"):::initial
              n1("Lonely<br>unreachable"):::trouble
              n2("In #34;Work#34;")
              n3("Done"):::terminal
              n4("Doen<br>not defined"):::trouble
              n0 -->|"/flow:work, /flow:more"| n2
              n2 -->|"c"| n3
              n2 -.->|"manual"| n4
              n3 -->|"/flow:again"| n3
              classDef initial stroke:#2f7d4a,stroke-width:2px
              classDef terminal stroke:#6d58b3,stroke-width:3px
              classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
        "#]],
    );
    let graph = drawn(GraphSubject::States, WORKFLOW);
    let json = serde_json::to_value(&graph).unwrap();
    let place = serde_json::json!({ "path": "flowspec_workflow.yml", "line": 1, "column": 17 });
    assert_eq!(json["nodes"][1]["place"], place);
    assert_eq!(json["nodes"][1]["marks"], serde_json::json!(["unreachable"]));
    assert!(graph.svg().unwrap().contains("<text class=\"label\""));
}

#[test]
fn boxes_and_arrows_of_a_picture_can_be_found_by_id() {
    let svg = drawn(GraphSubject::States, WORKFLOW).svg().unwrap();
    let marked = svg.lines().filter(|line| line.contains("data-"));
    let groups = marked.map(|line| format!("{}>\n", line.split('>').next().unwrap_or_default()));
    expect![[r#"
        <g class="edge" data-from="To Do" data-to="In &quot;Work&quot;">
        <g class="edge" data-from="In &quot;Work&quot;" data-to="Done">
        <g class="edge manual" data-from="In &quot;Work&quot;" data-to="Doen">
        <g class="edge" data-from="Done" data-to="Done">
        <g class="edge" data-from="To Do" data-to="In &quot;Work&quot;">
        <g class="edge" data-from="In &quot;Work&quot;" data-to="Done">
        <g class="edge manual" data-from="In &quot;Work&quot;" data-to="Doen">
        <g class="edge" data-from="Done" data-to="Done">
        <g class="node initial" data-id="To Do">
        <g class="node trouble" data-id="Lonely">
        <g class="node" data-id="In &quot;Work&quot;">
        <g class="node terminal" data-id="Done">
        <g class="node trouble" data-id="Doen">
    "#]]
    .assert_eq(&groups.collect::<String>());
}

#[test]
fn includes_with_a_circle_and_a_missing_file() {
    check(
        GraphSubject::Includes,
        "
//- /.claude/commands/flow/plan.md
{{INCLUDE:.claude/partials/a.md}} {{INCLUDE:.claude/partials/a.md}} {{INCLUDE:docs/gone.md}}
```
{{INCLUDE:docs/example.md}}
```
//- /.claude/partials/a.md
{{INCLUDE:.claude/partials/b.md}}
//- /.claude/partials/b.md
{{INCLUDE:.claude/partials/a.md}}
{{INCLUDE:.claude/partials/c.md}}
//- /.claude/partials/c.md
//- /.claude/partials/alone.md
",
        expect![[r#"
            flowchart LR
              n0("/flow:plan<br>.claude/commands/flow")
              n1("a.md<br>.claude/partials<br>in a circle"):::trouble
              n2("b.md<br>.claude/partials<br>in a circle"):::trouble
              n3("c.md<br>.claude/partials")
              n4("gone.md<br>docs<br>does not exist"):::trouble
              n0 --> n1
              n0 --> n4
              n1 --> n2
              n2 --> n1
              n2 --> n3
              classDef initial stroke:#2f7d4a,stroke-width:2px
              classDef terminal stroke:#6d58b3,stroke-width:3px
              classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
        "#]],
    );
}

#[test]
fn tasks_wait_for_one_another() {
    check(
        GraphSubject::Tasks,
        TASKS,
        expect![[r#"
            flowchart LR
              n0("task-9<br>does not exist"):::trouble
              n1("task-1<br>Größe #60;b#62; 😀<br>Planned<br>waits for itself"):::trouble
              n2("task-2<br>planned<br>waits for itself"):::trouble
              n1 --> n2
              n2 --> n1
              n0 --> n1
              classDef initial stroke:#2f7d4a,stroke-width:2px
              classDef terminal stroke:#6d58b3,stroke-width:3px
              classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
        "#]],
    );
}

#[test]
fn graphviz_gets_quotes_escaped() {
    expect![[r#"
        digraph {
          rankdir=TB
          node [shape=box style=rounded fontname="sans-serif"]
          edge [fontname="sans-serif" fontsize=10]
          "To Do" [label="To Do"]
          "Lonely" [label="Lonely\nunreachable" style="rounded,dashed" color=red]
          "In \"Work\"" [label="In \"Work\""]
          "Done" [label="Done" peripheries=2]
          "Doen" [label="Doen\nnot defined" style="rounded,dashed" color=red]
          "To Do" -> "In \"Work\"" [label="/flow:work, /flow:more"]
          "In \"Work\"" -> "Done" [label="c"]
          "In \"Work\"" -> "Doen" [label="manual" style=dashed]
          "Done" -> "Done" [label="/flow:again"]
        }
    "#]]
    .assert_eq(&drawn(GraphSubject::States, WORKFLOW).dot());
}

#[test]
fn what_is_not_read_as_a_workflow_is_no_graph() {
    let snapshot = Fixture::parse("//- /flowspec_workflow.yml\nstates: [\n").snapshot();
    let error = graph(&snapshot, GraphSubject::States).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`flowspec_workflow.yml` cannot be read as a workflow: `flowspec-lsp check` says what is wrong in it"
    );
}

fn node(at: usize) -> GraphNode {
    let (id, details) = (format!("n{at}"), vec!["x".repeat(at)]);
    GraphNode { label: id.clone(), id, details, marks: Vec::new(), tasks: None, place: None }
}

#[test]
fn too_much_for_one_picture() {
    let nodes = (0..1000).map(node).collect();
    let graph = Graph { nodes, ..Graph::new(GraphSubject::Tasks) };
    let error = graph.svg().unwrap_err().to_string();
    assert_eq!(error, "1000 boxes and 0 arrows are too many for one picture: use --format dot, mermaid or json");
    let edge = |at: usize, from: usize| edge(from, at, String::new(), EdgeKind::Manual);
    let edges = (1..100).flat_map(|at| [edge(at, at - 1), edge(at, 0)]).collect();
    let graph = Graph { nodes: (0..100).map(node).collect(), edges, ..Graph::new(GraphSubject::States) };
    assert!(graph.svg().is_err());
}

fn edge(from: usize, to: usize, label: String, kind: EdgeKind) -> GraphEdge {
    let [from, to] = [from, to].map(|at| format!("n{at}"));
    GraphEdge { from, to, label, kind, marks: Vec::new(), place: None }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the arrows: there is a picture, boxes do not cover one another, and a second one is the same.
    #[test]
    fn any_graph_can_be_drawn(
        count in 1_usize..14,
        ends in prop::collection::vec((0_usize..14, 0_usize..14, any::<bool>()), 0..24),
        rows in any::<bool>(),
    ) {
        let edges = ends.iter().map(|(from, to, labelled)| {
            let label = if *labelled { format!("/flow:step{from}") } else { String::new() };
            edge(from % count, to % count, label, if *labelled { EdgeKind::Command } else { EdgeKind::Manual })
        });
        let subject = if rows { GraphSubject::States } else { GraphSubject::Includes };
        let graph = Graph { nodes: (0..count).map(node).collect(), edges: edges.collect(), ..Graph::new(subject) };
        let laid = layout::layout(&graph).unwrap();
        for (at, one) in laid.boxes.iter().enumerate() {
            for other in &laid.boxes[at + 1..] {
                let apart = (one.x - other.x).abs() >= (one.width + other.width) / 2.0 - 0.01
                    || (one.y - other.y).abs() >= (one.height + other.height) / 2.0 - 0.01;
                prop_assert!(apart, "{one:?} {other:?}");
            }
        }
        prop_assert!(laid.arrows.iter().all(|arrow| arrow.points.len() >= 2));
        let svg = graph.svg().unwrap();
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf "));
        prop_assert_eq!(svg, graph.svg().unwrap());
    }
}

const CHANGES: &str = "
//- /openspec/specs/auth/spec.md
# Auth
//- /openspec/changes/add-auth/proposal.md
# Add <b> 😀
//- /openspec/changes/add-auth/specs/auth/spec.md
//- /openspec/changes/add-auth/specs/area/new/spec.md
//- /openspec/changes/drop-auth/tasks.md
- [x] A
- [ ] B
//- /openspec/changes/drop-auth/specs/auth/spec.md
//- /openspec/changes/alone/.openspec.yaml
schema: gone
//- /openspec/changes/archive/2026-01-31-old/tasks.md
- [ ] A
//- /.claude/commands/opsx/continue.md
//- /.claude/commands/opsx/archive.md
";

#[test]
fn the_states_of_changes() {
    check(
        GraphSubject::States,
        CHANGES,
        expect![[r#"
        flowchart TB
          n0("Planning<br>1 change"):::initial
          n1("Planned")
          n2("Applying<br>1 change")
          n3("Complete")
          n4("Archived<br>1 change"):::terminal
          n0 -->|"/opsx:continue"| n1
          n1 -->|"/opsx:apply"| n2
          n2 -->|"/opsx:apply"| n3
          n3 -->|"/opsx:archive"| n4
          classDef initial stroke:#2f7d4a,stroke-width:2px
          classDef terminal stroke:#6d58b3,stroke-width:3px
          classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
    "#]],
    );
    assert!(drawn(GraphSubject::States, CHANGES).svg().unwrap().contains("<title>The states of a change, and"));
    let both = format!("//- /backlog/config.yml\ntask_prefix: task\n{}", CHANGES.trim_start());
    assert!(drawn(GraphSubject::States, &both).nodes.iter().any(|node| node.id == "To Do"));
}

#[test]
fn the_capabilities_that_changes_touch() {
    check(
        GraphSubject::Tasks,
        CHANGES,
        expect![[r#"
        flowchart LR
          n0("alone")
          n1("add-auth<br>Add  😀<br>Planning")
          n2("drop-auth<br>Applying<br>1 of 2 tasks")
          n3("area/new<br>new")
          n4("auth<br>2 changes")
          n1 --> n3
          n1 --> n4
          n2 --> n4
          classDef initial stroke:#2f7d4a,stroke-width:2px
          classDef terminal stroke:#6d58b3,stroke-width:3px
          classDef trouble stroke:#c2372d,stroke-width:2px,stroke-dasharray:5 3
    "#]],
    );
    assert!(drawn(GraphSubject::Tasks, CHANGES).svg().unwrap().contains("<title>Which change touches"));
}
