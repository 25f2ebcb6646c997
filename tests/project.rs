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
