//! What makes a folder a project is one table of the server's. Editors repeat it, so that they start the server where it has something
//! to say.

use std::{env, fs, path::Path};

use flowspec_lsp::model::{
    Dialect,
    dialect::{SHARED_MARKS, root_marks},
};

/// Replaces what `file` has between `start` and `end`, or says that it is out of date.
#[track_caller]
fn generated(file: &str, start: &str, end: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(start).unwrap();
    let (written, after) = rest.split_once(end).unwrap();
    if written != wanted && env::var_os("UPDATE_EXPECT").is_some() {
        return fs::write(&path, format!("{before}{start}{wanted}{end}{after}")).unwrap();
    }
    assert_eq!(written, wanted, "UPDATE_EXPECT=1 cargo test --test editors updates {file}");
}

#[test]
fn neovim_looks_for_the_root_by_the_marks() {
    let marks: String = root_marks().map(|mark| format!("  '{mark}',\n")).collect();
    generated("editors/neovim/lua/flowspec.lua", "M.MARKERS = {\n", "}\n", &marks);
}

#[test]
fn vs_code_starts_the_extension_by_the_marks() {
    /// Files of no dialect, by which a folder is worth a look: every folder of Claude Code is not.
    const MORE: [&str; 4] = [
        "flowspec-lsp.toml",
        "**/flowspec-lsp.toml",
        "**/.github/agents/*.agent.md",
        "**/{.claude,templates}/commands/**/*.md",
    ];
    // A repository and a folder of Claude Code are not enough.
    let shared = SHARED_MARKS.iter().filter(|mark| !mark.path.starts_with('.'));
    let marks = shared.chain(Dialect::ALL.into_iter().flat_map(|dialect| dialect.idiom().marks));
    let marks: Vec<_> = marks.collect();
    // What is at the root of a folder is seen at once; deeper, VS Code searches, and gives up after some seconds.
    let at_root = marks.iter().map(|mark| mark.name().to_owned());
    let below =
        marks.iter().map(|mark| format!("**/{}{}", mark.path, if mark.path.ends_with('/') { "**" } else { "" }));
    let more = MORE.into_iter().map(str::to_owned);
    let events: String =
        at_root.chain(more).chain(below).map(|glob| format!("    \"workspaceContains:{glob}\",\n")).collect();
    generated("editors/vscode/package.json", "  \"activationEvents\": [\n", "    \"onWebviewPanel", &events);
}
