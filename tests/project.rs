//! What is said about the project itself is true.

const MANIFEST: &str = include_str!("../Cargo.toml");

/// The names of the crates in every section of the manifest whose title ends in this.
fn dependencies(section: &str) -> Vec<&'static str> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in MANIFEST.lines() {
        if let Some(title) = line.strip_prefix('[') {
            inside = title.trim_end_matches(']').rsplit('.').next() == Some(section);
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| inside) {
            names.push(name);
        }
    }
    names
}

#[test]
fn the_architecture_says_what_each_dependency_is_for() {
    let (_, text) = include_str!("../docs/architecture.md").split_once("\n## Dependencies\n").unwrap();
    for section in ["dependencies", "dev-dependencies"] {
        let names = dependencies(section);
        assert!(!names.is_empty());
        for name in names {
            assert!(text.contains(&format!("`{name}`")), "docs/architecture.md does not say what `{name}` is for");
        }
    }
    // And nothing that is gone.
    let all = [dependencies("dependencies"), dependencies("dev-dependencies")].concat();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let crates = row.split('|').nth(1).unwrap_or_default();
        for name in crates.split(", ").map(|name| name.trim().trim_matches('`')) {
            assert!(all.contains(&name), "docs/architecture.md speaks of `{name}`, which Cargo.toml does not have");
        }
    }
}

#[test]
fn neovim_highlights_by_the_same_query() {
    let ours = include_str!("../editors/neovim/queries/markdown/highlights.scm");
    // Neovim takes the colours of comments else, and Helix 25.07 takes no file with a priority.
    let theirs = include_str!("../queries/markdown/highlights.scm").replace("\"))\n", "\")\n  (#set! priority 110))\n");
    assert_eq!(ours, theirs, "copy it from queries/markdown, with a priority for each pattern");
}

/// The layers of `src`, each with those that it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("syntax", &["text"]),
    ("model", &["text", "syntax"]),
    ("workspace", &["text", "syntax", "model"]),
    ("rules", &["text", "syntax", "model", "workspace"]),
    ("workflow", &["text", "syntax", "model", "workspace"]),
    ("ide", &["text", "syntax", "model", "workspace", "rules", "workflow"]),
    ("lsp", &["text", "syntax", "model", "workspace", "rules", "workflow", "ide"]),
    ("cli", &["text", "syntax", "model", "workspace", "rules", "workflow", "ide", "lsp"]),
];

/// The Rust files below a folder, with their texts and without the tests at their ends.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let production = text.find("\n#[cfg(test)]\nmod tests {").map_or(&*text, |tests| &text[..tests]);
                files.push((path.to_str().unwrap().replace('\\', "/"), production.to_owned()));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty());
    files
}

/// The modules of the crate that a file names after `crate::`, in `use` trees and elsewhere.
fn named_modules(text: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    let name = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    for (start, _) in text.match_indices("crate::") {
        let rest = &text[start + "crate::".len()..];
        let Some(tree) = rest.strip_prefix('{') else {
            modules.push(&rest[..name(rest)]);
            continue;
        };
        let (mut depth, mut at_start) = (0, true);
        for (at, c) in tree.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => at_start = true,
                c if at_start && c.is_alphanumeric() => {
                    modules.push(&tree[at..at + name(&tree[at..])]);
                    at_start = false;
                }
                _ => {}
            }
        }
    }
    modules
}

#[test]
fn layers_use_only_what_is_below_them() {
    assert_eq!(
        named_modules("use crate::{a::{b, c}, d, e::f};\nuse crate::g::h; crate::i()"),
        ["a", "d", "e", "g", "i"]
    );
    for (file, text) in sources("src") {
        let layer = file["src/".len()..].split(['/', '.']).next().unwrap();
        let Some((_, below)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            assert!(["lib", "main"].contains(&layer), "{file} is in no layer");
            continue;
        };
        for module in named_modules(&text) {
            let allowed = module == layer || module == "fixture" || below.contains(&module);
            assert!(allowed, "{file} uses `{module}`, which is above or next to its layer `{layer}`");
        }
    }
}

#[test]
fn no_two_types_share_a_name() {
    let mut names = std::collections::BTreeMap::new();
    for (file, text) in sources("src") {
        // The two ways of running a process are one type on two systems.
        if file == "src/workflow/run/direct.rs" {
            continue;
        }
        for line in text.lines().map(str::trim_start) {
            let Some(item) = line.strip_prefix("pub").map(|rest| rest.split_once(") ").map_or(rest, |(_, item)| item))
            else {
                continue;
            };
            let mut words = item.split_whitespace();
            if !words.next().is_some_and(|word| ["struct", "enum", "trait", "type"].contains(&word)) {
                continue;
            }
            let name = words.next().unwrap_or_default();
            let name = &name[..name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len())];
            if let Some(other) = names.insert(name.to_owned(), file.clone()) {
                panic!("`{name}` is a type in {other} and in {file}: give one of them a noun of its own");
            }
        }
    }
    assert!(names.len() > 100);
}

#[test]
fn a_dialect_is_matched_in_the_door_files_only() {
    /// One for each layer; everything else asks a kind, an item or a table.
    const DOORS: [&str; 5] = [
        "src/model/dialect.rs",
        "src/model/meaning.rs",
        "src/workspace/items.rs",
        "src/workflow/process.rs",
        "src/ide/symbol.rs",
    ];
    for (file, text) in sources("src") {
        let mut lines = text.lines().map(str::trim);
        let arm = lines.find(|line| {
            let pattern = line.split("=>").next().unwrap_or_default();
            line.contains("=>") && pattern.contains("Dialect::")
                || line.contains("matches!") && line.contains("Dialect::")
        });
        assert!(arm.is_none() || DOORS.contains(&&*file), "{file} matches on a dialect: {}", arm.unwrap_or_default());
    }
}
