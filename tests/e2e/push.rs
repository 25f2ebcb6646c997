//! Diagnostics that the server sends by itself.

use crate::{
    client::{Client, Manners, codes, folder, uri},
    presets,
};
use expect_test::expect;
use serde_json::{Value, json};

const PLAN: &str = "templates/commands/flow/plan.md";
const PART: &str = "templates/partials/part.md";

fn command(body: &str) -> String {
    format!("---\ndescription: plan\n---\n{body}\n")
}

fn missing() -> String {
    command("see {{INCLUDE:templates/partials/part.md}}")
}

#[test]
fn every_client_sees_findings_of_open_and_unopened_files() {
    let (_folder, root) = folder(&[(PLAN, &missing()), ("README.md", &missing())]);
    for capabilities in [presets::vscode_push(), presets::neovim(), presets::helix(), presets::bare()] {
        let mut client = Client::start(capabilities, Some(&root));
        let (plan, new) = (uri(&root.join(PLAN)), uri(&root.join("templates/commands/flow/new.md")));
        client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["version"].is_null());
        client.open(&plan, "markdown", &missing());
        client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["version"] == 1);
        client.open(&new, "markdown", &missing());
        client.diagnostics(&new, |it| codes(it) == ["include-missing"] && it["version"] == 1);
        let readme = uri(&root.join("README.md"));
        client.open(&readme, "markdown", &missing());
        client.barrier();
        assert!(client.published.get(&readme).is_none_or(|it| codes(it).is_empty()));
        let pulls = |it: &Value| it["method"] == "workspace/diagnostic/refresh";
        assert!(!client.seen.iter().any(pulls), "a client that is pushed to is not told to pull");
    }
}

#[test]
fn a_diagnostic_has_all_its_parts() {
    let (_folder, root) = folder(&[(PLAN, &missing())]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    let mut found = client.diagnostics(&plan, |it| !codes(it).is_empty());
    let page = found["diagnostics"][0].as_object_mut().unwrap().remove("codeDescription").unwrap();
    let page = url::Url::parse(page["href"].as_str().unwrap()).unwrap().to_file_path().unwrap();
    assert!(std::fs::read_to_string(page).unwrap().starts_with("# include-missing\n"));
    expect![[r#"
        [
          {
            "code": "include-missing",
            "message": "`templates/partials/part.md` does not exist: create it or fix the path (paths are relative to the project root)",
            "range": {
              "end": {
                "character": 40,
                "line": 3
              },
              "start": {
                "character": 14,
                "line": 3
              }
            },
            "severity": 1,
            "source": "flowspec"
          }
        ]"#]]
    .assert_eq(&format!("{:#}", found["diagnostics"]));
}

#[test]
fn a_client_that_knows_little_gets_little() {
    let (_folder, root) = folder(&[(PLAN, &missing())]);
    let mut client = Client::start(presets::bare(), Some(&root));
    let plan = uri(&root.join(PLAN));
    let found = client.diagnostics(&plan, |it| !codes(it).is_empty());
    let diagnostic = found["diagnostics"][0].as_object().unwrap();
    for part in ["codeDescription", "relatedInformation", "tags"] {
        assert!(!diagnostic.contains_key(part), "{part}");
    }
}

#[test]
fn the_last_finding_goes_with_an_empty_set() {
    let (_folder, root) = folder(&[(PLAN, &missing())]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &missing());
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"]);
    client.change(&plan, 2, json!([{ "text": command("nothing") }]));
    client.diagnostics(&plan, |it| codes(it).is_empty() && it["version"] == 2);
    client.change(&plan, 7, json!([{ "text": missing() }]));
    client.diagnostics(&plan, |it| codes(it) == ["include-missing"] && it["version"] == 7);
}

#[test]
fn an_edit_reaches_the_documents_that_depend_on_it() {
    let includes = command("{{INCLUDE:templates/partials/part.md}}");
    let (_folder, root) = folder(&[
        (PLAN, &includes),
        (PART, "text\n"),
        ("templates/commands/flow/other.md", &command("/flow:plan and /flow:gone")),
    ]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let (other, plan) = (uri(&root.join("templates/commands/flow/other.md")), uri(&root.join(PLAN)));
    client.diagnostics(&other, |it| codes(it) == ["command-unknown"]);
    let gone = uri(&root.join("templates/commands/flow/gone.md"));
    client.open(&gone, "markdown", &command("here it is"));
    client.diagnostics(&other, |it| codes(it).is_empty());
    client.close(&gone);
    client.diagnostics(&other, |it| codes(it) == ["command-unknown"]);

    let part = uri(&root.join(PART));
    client.open(&part, "markdown", &format!("{{{{INCLUDE:{PLAN}}}}}\n"));
    let is_cycle = |it: &Value| codes(it).contains(&"include-cycle".to_owned());
    client.until("a cycle", |client| client.published.values().any(is_cycle));
    client.change(&part, 2, json!([{ "text": "text\n" }]));
    client.until("no cycle", |client| !client.published.values().any(is_cycle));
    assert!(client.published.get(&plan).is_none_or(|it| codes(it).is_empty()));
}

#[test]
fn a_burst_of_edits_ends_in_few_publishes_in_order() {
    let (_folder, root) = folder(&[(PLAN, &missing())]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &missing());
    client.diagnostics(&plan, |it| it["version"] == 1);
    let before = client.seen.len();
    let end = json!({ "start": { "line": 3, "character": 0 }, "end": { "line": 3, "character": 0 } });
    let edits: Vec<u8> = (2..=201)
        .flat_map(|version| {
            let params = json!({ "textDocument": { "uri": plan, "version": version }, "contentChanges": [{ "range": end, "text": "x" }] });
            let message = json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": params });
            crate::client::frame(&message.to_string())
        })
        .collect();
    client.raw(&edits);
    client.diagnostics(&plan, |it| it["version"] == 201);
    let versions: Vec<i64> = client.seen[before..]
        .iter()
        .filter(|it| it["params"]["uri"] == plan.as_str())
        .map(|it| it["params"]["version"].as_i64().unwrap())
        .collect();
    assert!(versions.len() <= 5, "{versions:?}");
    assert!(versions.is_sorted(), "{versions:?}");
}

#[test]
fn progress_of_the_first_scan_begins_only_when_the_client_accepts_it() {
    let (_folder, root) = folder(&[(PLAN, &missing())]);
    let progress = |client: &Client, what: &str| {
        client.seen.iter().any(|it| it["method"] == "$/progress" && it["params"]["value"]["kind"] == what)
    };
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    client.until("the end of progress", |client| progress(client, "end"));
    assert!(progress(&client, "begin"));
    drop(client);

    let mut client = Client::start_as(Manners::Silent, presets::vscode_push(), Some(&root));
    client.diagnostics(&uri(&root.join(PLAN)), |it| codes(it) == ["include-missing"]);
    client.barrier();
    assert!(!progress(&client, "begin"));
}

#[test]
fn markdown_without_a_kind_gets_no_findings() {
    let text = format!(
        "{}[gone](gone.md) `workflow:Nowhere` /flow:gone [PROJECT_NAME] @docs/gone.md\n\n- [NEEDS CLARIFICATION: what?]\n\n<!-- TIER: Huge -->\n\n```text\n",
        missing()
    );
    let (_folder, root) = folder(&[(PLAN, &command("Plan.")), ("notes/a.md", &text), ("backlog/notes.md", &text)]);
    let mut client = Client::start(presets::vscode_push(), Some(&root));
    let mut ordinary =
        ["notes/a.md", "backlog/notes.md", "docs/not-saved.md"].map(|name| uri(&root.join(name))).to_vec();
    ordinary.push("untitled:Untitled-1".to_owned());
    for uri in &ordinary {
        client.open(uri, "markdown", &text);
    }
    // A command with the same text shows that it has something to find.
    let plan = uri(&root.join(PLAN));
    client.open(&plan, "markdown", &text);
    client.diagnostics(&plan, |it| {
        ["include-missing", "link-broken"].iter().all(|code| codes(it).iter().any(|it| it == code))
    });
    for uri in &ordinary {
        client.change(uri, 2, json!([{ "text": format!("{text}\nmore") }]));
    }
    client.barrier();
    for uri in &ordinary {
        assert!(
            client.published.get(uri).is_none_or(|it| codes(it).is_empty()),
            "{uri}: {:?}",
            client.published.get(uri)
        );
    }
}
