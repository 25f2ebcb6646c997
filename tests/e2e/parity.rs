//! The command line and the server say the same.

use crate::{
    client::{Client, uri},
    presets,
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

/// What is compared of a finding: line and column from 0, code, severity, message, and the places that explain it.
type Finding = (u64, u64, u64, u64, String, u64, String, Vec<String>);

#[test]
fn the_server_publishes_what_check_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/parcel-tracker").canonicalize().unwrap();
    let printed = printed(&root);
    assert!(printed.len() > 5, "the example has findings");
    let mut capabilities = presets::neovim();
    capabilities["general"]["positionEncodings"] = json!(["utf-32"]);
    let mut client = Client::start(capabilities, Some(&root));
    client.until("the findings that check prints", |client| {
        let with_findings = client.published.iter().filter(|(_, it)| it["diagnostics"] != json!([]));
        with_findings.map(|(uri, it)| (uri.clone(), published(it))).collect::<BTreeMap<_, _>>() == printed
    });
}

fn printed(root: &Path) -> BTreeMap<String, BTreeSet<Finding>> {
    let output = Command::new(env!("CARGO_BIN_EXE_flowspec-lsp"))
        .args(["check", "--format", "json", "--fail-on", "never", "."])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut findings: BTreeMap<String, BTreeSet<Finding>> = BTreeMap::new();
    for it in report["findings"].as_array().unwrap() {
        let place = |it: &Value| (it["line"].as_u64().unwrap() - 1, it["column"].as_u64().unwrap() - 1);
        let (start, end) = (place(&it["range"]["start"]), place(&it["range"]["end"]));
        let severity =
            ["", "error", "warning", "info", "hint"].iter().position(|name| it["severity"] == **name).unwrap();
        let path = |it: &Value| uri(&root.join(PathBuf::from(it["path"].as_str().unwrap())));
        let related = it["related"].as_array().unwrap().iter().map(|it| format!("{} {}", path(it), it["message"]));
        let finding = (
            start.0,
            start.1,
            end.0,
            end.1,
            text(&it["code"]),
            severity as u64,
            text(&it["message"]),
            related.collect(),
        );
        findings.entry(path(it)).or_default().insert(finding);
    }
    findings
}

fn published(params: &Value) -> BTreeSet<Finding> {
    let number = |it: &Value| it.as_u64().unwrap();
    let finding = |it: &Value| {
        let (start, end) = (&it["range"]["start"], &it["range"]["end"]);
        let related = it["relatedInformation"].as_array().into_iter().flatten();
        let related = related.map(|it| format!("{} {}", text(&it["location"]["uri"]), it["message"]));
        (
            number(&start["line"]),
            number(&start["character"]),
            number(&end["line"]),
            number(&end["character"]),
            text(&it["code"]),
            number(&it["severity"]),
            text(&it["message"]),
            related.collect(),
        )
    };
    params["diagnostics"].as_array().unwrap().iter().map(finding).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
