//! The manifest of the VS Code extension. The extension itself is tested in a real VS Code: `cargo xtask test`.

use std::{env, fs, path::Path, process::Command};

use serde_json::{Map, Value, json};

/// Where the manifest has the settings that are the server's.
const PLACE: &str = "/contributes/configuration/1";

/// VS Code wants the settings in the manifest. They are written there by this test when `UPDATE_EXPECT` is set.
#[test]
fn the_manifest_has_the_servers_settings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/package.json");
    let text = fs::read_to_string(&path).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    let written = manifest.pointer(PLACE).unwrap();
    let schema = Command::new(env!("CARGO_BIN_EXE_flowspec-lsp")).arg("schema").output().unwrap().stdout;
    let wanted = settings(&serde_json::from_slice(&schema).unwrap());
    if *written != wanted && env::var_os("UPDATE_EXPECT").is_some() {
        let [before, after] = [written, &wanted].map(|it| print(it, 3));
        assert!(text.contains(&before), "the settings in the manifest are not laid out as they were written");
        fs::write(&path, text.replacen(&before, &after, 1)).unwrap();
        return;
    }
    assert_eq!(*written, wanted, "UPDATE_EXPECT=1 cargo test --test editors writes them anew");
}

#[test]
fn the_manifest_has_the_servers_version() {
    let manifest: Value = serde_json::from_str(include_str!("../../editors/vscode/package.json")).unwrap();
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_lock_file_names_no_host() {
    assert!(!include_str!("../../editors/vscode/package-lock.json").contains("\"resolved\""));
}

/// The settings of the schema as VS Code describes them.
fn settings(schema: &Value) -> Value {
    let properties = schema["properties"].as_object().unwrap().iter();
    let properties: Map<String, Value> = properties
        .map(|(name, setting)| {
            let mut setting = resolved(setting, schema);
            setting["scope"] = "window".into();
            (format!("flowspec.{name}"), setting)
        })
        .collect();
    json!({ "title": "Project", "properties": properties })
}

/// A part of the schema without references, which VS Code does not follow, and without choices, for which it has no widget.
fn resolved(part: &Value, schema: &Value) -> Value {
    match part {
        Value::Object(object) => {
            let mut all = Map::new();
            if let Some(name) = object.get("$ref").and_then(Value::as_str) {
                let target = schema.pointer(name.trim_start_matches('#')).unwrap();
                all.extend(resolved(target, schema).as_object().unwrap().clone());
            }
            let own = object.iter().filter(|(key, _)| *key != "$ref");
            all.extend(own.map(|(key, value)| (key.clone(), resolved(value, schema))));
            if let Some(Value::Array(choices)) = all.remove("oneOf") {
                let of = |key: &str| choices.iter().map(|choice| choice[key].clone()).collect::<Vec<_>>();
                all.insert("type".into(), "string".into());
                all.insert("enum".into(), of("const").into());
                all.insert("enumDescriptions".into(), of("description").into());
            }
            all.into()
        }
        Value::Array(items) => items.iter().map(|item| resolved(item, schema)).collect(),
        other => other.clone(),
    }
}

/// JSON as npm writes it. `depth` is how far the first line is indented.
fn print(value: &Value, depth: usize) -> String {
    serde_json::to_string_pretty(value).unwrap().replace('\n', &format!("\n{}", "  ".repeat(depth)))
}
