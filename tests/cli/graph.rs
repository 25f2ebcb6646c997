use expect_test::{expect, expect_file};
use serde_json::{Value, json};

use super::project::Project;

/// The README shows it; `cargo xtask picture` draws it anew.
#[test]
fn the_picture_of_the_seed_is_up_to_date() {
    let run = Project::new(&[]).run("graph states");
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    expect_file!["../../docs/states.svg"].assert_eq(&run.stdout);
}

#[test]
fn the_picture_of_the_changes_is_up_to_date() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/openspec");
    let run = Project::new(&[]).run(&format!("graph states --project {example}"));
    assert_eq!((run.stderr.as_str(), run.code), ("", 0));
    expect_file!["../../docs/openspec-states.svg"].assert_eq(&run.stdout);
}

#[test]
fn a_graph_for_programs() {
    let project = Project::new(&[
        (".claude/commands/flow/plan.md", "Plan 😀 {{INCLUDE:docs/é.md}}\n"),
        ("docs/é.md", "{{INCLUDE:gone.md}}\n"),
    ]);
    let includes: Value = serde_json::from_str(&project.run("graph includes --format json").stdout).unwrap();
    let place = |path: &str, column: u32| json!({ "path": path, "line": 1, "column": column });
    assert_eq!(
        includes["nodes"][0],
        json!({
            "id": ".claude/commands/flow/plan.md", "label": "/flow:plan", "details": [".claude/commands/flow"],
            "marks": [], "tasks": null, "place": place(".claude/commands/flow/plan.md", 1),
        })
    );
    assert_eq!(
        includes["edges"][0],
        json!({
            "from": ".claude/commands/flow/plan.md", "to": "docs/é.md", "label": "", "kind": "include",
            "marks": [], "place": place(".claude/commands/flow/plan.md", 18),
        })
    );
    assert_eq!((&includes["edges"][1]["to"], &includes["nodes"][2]["marks"]), (&json!("gone.md"), &json!(["missing"])));
    let states: Value = serde_json::from_str(&project.run("graph states --format json").stdout).unwrap();
    assert_eq!((&states["version"], &states["graph"]), (&json!(1), &json!("states")));
    assert_eq!(states["nodes"][0]["marks"], json!(["initial"]));
    assert_eq!(states["edges"][0]["label"], "/flow:assess");
}

#[test]
fn what_cannot_be_drawn() {
    let project = Project::new(&[("flowspec_workflow.yml", "states: [\n")]);
    expect![[r#"
        -- stderr
        error: `flowspec_workflow.yml` cannot be read as a workflow: `flowspec-lsp check` says what is wrong in it
        -- exit 2
    "#]]
    .assert_eq(&project.run("graph states").all());
    assert_eq!(project.run("graph tasks --format mermaid").code, 0);
    assert_eq!(project.run("graph nothing").code, 2);
}
