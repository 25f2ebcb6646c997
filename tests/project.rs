//! What is said about the project itself is true.

use std::collections::{BTreeMap, BTreeSet};

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

/// The paths that a file names by `crate::`, `super::` or `self::`, in `use` trees and elsewhere.
fn named_paths(text: &str) -> Vec<Vec<&str>> {
    let mut named = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in text.match_indices(start) {
            let line = text[..at].rsplit('\n').next().unwrap_or_default();
            let is_inside = line.ends_with(|c: char| c.is_alphanumeric() || "_:$".contains(c));
            if !is_inside && !line.trim_start().starts_with("//") {
                read_tree(&text[at..], &[], &mut named);
            }
        }
    }
    named.into_iter().map(|(path, _)| path).collect()
}

/// The paths of a `use` tree, each with the name that it brings in. Returns what follows the tree.
fn read_tree<'a>(mut rest: &'a str, before: &[&'a str], all: &mut Vec<(Vec<&'a str>, &'a str)>) -> &'a str {
    let word =
        |text: &'a str| text.split_at(text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len()));
    let mut path = before.to_vec();
    loop {
        if let Some(mut inner) = rest.strip_prefix('{') {
            while !inner.is_empty() {
                inner = inner.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
                if let Some(after) = inner.strip_prefix('}') {
                    return after;
                }
                let after = read_tree(inner, &path, all);
                inner = if after.len() < inner.len() { after } else { "" };
            }
            return inner;
        }
        let (name, after) = word(rest);
        path.extend(Some(name).filter(|name| !["", "self"].contains(name) || path.is_empty()));
        rest = after.trim_start_matches('*');
        let Some(after) = rest.strip_prefix("::") else { break };
        rest = after;
    }
    let mut name = path.last().copied().unwrap_or_default();
    if let Some(alias) = rest.strip_prefix(" as ") {
        (name, rest) = word(alias);
    }
    all.push((path, name));
    rest
}

/// The modules of the crate that a file names.
fn named_modules(text: &str) -> Vec<&str> {
    let paths = named_paths(text).into_iter().filter(|path| path[0] == "crate");
    let mut modules: Vec<_> = paths.filter_map(|path| path.get(1).copied()).collect();
    modules.dedup();
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

/// The modules of the crate by their paths.
struct Modules(BTreeMap<Vec<String>, Module>);

struct Module {
    text: String,
    /// What `pub use` gives on: where each name leads.
    exports: BTreeMap<String, Vec<String>>,
}

/// Which names use which others.
type Uses<'a> = BTreeMap<&'a str, BTreeSet<String>>;

impl Modules {
    fn new(files: Vec<(String, String)>) -> Modules {
        let module = |(file, text): (String, String)| {
            let path = file["src/".len()..].trim_end_matches(".rs").split('/').map(str::to_owned);
            let mut exported = Vec::new();
            for (at, _) in text.match_indices(" use ").filter(|(at, _)| is_public(&text[..*at])) {
                read_tree(&text[at + " use ".len()..], &[], &mut exported);
            }
            let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
            let exports = exported.into_iter().map(|(path, name)| (name.to_owned(), owned(path))).collect();
            (path.collect(), Module { text, exports })
        };
        Modules(files.into_iter().map(module).collect())
    }

    /// The module in which a path ends that is named in the module `from`.
    fn resolve(&self, from: &[String], path: &[String]) -> Vec<String> {
        let mut module = from.to_vec();
        for (at, name) in path.iter().enumerate() {
            match name.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => drop(module.pop()),
                name => {
                    let child = [&module[..], &[name.to_owned()]].concat();
                    if self.0.contains_key(&child) {
                        module = child;
                        continue;
                    }
                    let target = self.0.get(&module).and_then(|module| module.exports.get(name));
                    let Some(target) = target.filter(|target| target.len() > 1) else { break };
                    return self.resolve(&module, &[target, &path[at + 1..]].concat());
                }
            }
        }
        module
    }

    /// Which modules use which others next to them, by the module that they are in. A module counts with all that is below it.
    fn uses(&self) -> BTreeMap<&[String], Uses<'_>> {
        let mut uses: BTreeMap<&[String], Uses<'_>> = BTreeMap::new();
        for (module, Module { text, .. }) in &self.0 {
            for path in named_paths(text) {
                let path: Vec<String> = path.into_iter().map(str::to_owned).collect();
                let target = self.resolve(module, &path);
                let shared = module.iter().zip(&target).take_while(|(ours, theirs)| ours == theirs).count();
                if let (Some(user), Some(used)) = (module.get(shared), target.get(shared)) {
                    uses.entry(&module[..shared]).or_default().entry(user).or_default().insert(used.clone());
                }
            }
        }
        uses
    }
}

/// Whether the item that begins behind this text is public.
fn is_public(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with("pub") && line.ends_with(['b', ')'])
}

/// The names that can be reached from `start`.
fn reachable<'a>(uses: &'a Uses<'_>, start: &'a str) -> BTreeSet<&'a str> {
    let (mut found, mut next) = (BTreeSet::new(), vec![start]);
    while let Some(name) = next.pop() {
        next.extend(uses.get(name).into_iter().flatten().map(String::as_str).filter(|used| found.insert(*used)));
    }
    found
}

/// The cycles that are left, by the module that they are in: no other may come, and none may grow.
const CYCLES: &[(&str, &[&str])] = &[
    ("ide/completion", &["command", "front_matter", "shell"]),
    ("ide/rename", &["agent", "command", "moved"]),
    ("model/machine", &["check", "read"]),
    ("rules/common/markdown", &["fence_closes_early", "fence_unclosed", "widening"]),
    ("syntax/markdown", &["incremental", "read"]),
    ("workflow", &["books", "preflight"]),
    ("workflow/preflight", &["artifacts", "reason", "task", "text"]),
    (
        "workspace",
        &[
            "concern",
            "document",
            "expand",
            "files",
            "git",
            "include_graph",
            "index",
            "late",
            "link",
            "scan",
            "snapshot",
            "summary",
            "world",
        ],
    ),
];

#[test]
fn modules_do_not_use_each_other_in_cycles() {
    let files = [
        ("src/a.rs", "pub use b::T as U;\nuse super::{c::{self, V}, d};"),
        ("src/a/b.rs", "use super::super::c;"),
        ("src/c.rs", "// use crate::d;\nfn f() { crate::a::U::new() }"),
        ("src/d.rs", "use self::x;"),
    ];
    let modules = Modules::new(files.map(|(file, text)| (file.to_owned(), text.to_owned())).into());
    assert_eq!(format!("{:?}", modules.uses()), r#"{[]: {"a": {"c", "d"}, "c": {"a"}}}"#);
    let path = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(modules.resolve(&path("c"), &path("crate::a::U::new")), path("a::b"));

    let modules = Modules::new(sources("src"));
    let mut cycles = BTreeSet::new();
    for (place, uses) in modules.uses() {
        let place = place.join("/");
        for name in uses.keys() {
            let around = reachable(&uses, name).into_iter().filter(|other| reachable(&uses, other).contains(name));
            let around: Vec<_> = around.collect();
            let is_known =
                |(known, names): &(&str, &[&str])| *known == place && around.iter().all(|it| names.contains(it));
            if around.len() > 1 && !CYCLES.iter().any(is_known) {
                cycles.insert(format!("src/{place}: {}", around.join(", ")));
            }
        }
    }
    assert!(cycles.is_empty(), "these modules use each other: {cycles:#?}");
}

#[test]
fn the_server_starts_threads_in_one_place() {
    for (file, text) in sources("src/lsp") {
        for call in ["spawn_blocking", "block_in_place"] {
            let allowed = file == "src/lsp/worker.rs";
            assert!(allowed || !text.contains(call), "{file} calls `{call}`: `worker::run` and `request` do that");
        }
    }
}

#[test]
fn no_two_types_share_a_name() {
    let mut names = BTreeMap::new();
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
