//! The projects that inputs are made from: the example, the examples of the rules' pages, and the fixtures of the tests.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};
use camino::Utf8PathBuf;

use crate::fixture::Fixture;

/// The files of a project in memory.
pub type Files = BTreeMap<Utf8PathBuf, String>;

/// Longer texts are for measuring, not for this.
const LONGEST: usize = 12 << 10;

/// Every project, in an order that depends on nothing but the sources.
pub fn seeds() -> Result<Vec<Files>> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let examples = ["parcel-tracker", "openspec"];
    let mut seeds =
        examples.map(|name| example(&root.join("examples").join(name))).into_iter().collect::<Result<Vec<_>>>()?;
    for page in files(&root.join("docs/rules"), "md")? {
        let text = fs::read_to_string(page)?;
        let blocks = text.split("~~~fixture\n").skip(1).filter_map(|block| block.split_once("~~~"));
        seeds.extend(blocks.map(|(block, _)| Fixture::parse(block).files));
    }
    for source in [files(&root.join("src"), "rs")?, files(&root.join("tests"), "rs")?].concat() {
        let text = fs::read_to_string(source)?;
        seeds.extend(literals(&text).map(|literal| Fixture::parse(literal).files));
    }
    seeds.retain(|files| !files.is_empty() && files.values().all(|text| text.len() <= LONGEST));
    seeds.sort();
    seeds.dedup();
    ensure!(seeds.len() > 500, "only {} projects were found", seeds.len());
    Ok(seeds)
}

fn example(root: &Path) -> Result<Files> {
    let mut read = Files::new();
    for extension in ["md", "yml", "yaml", "toml", "sh"] {
        for path in files(root, extension)? {
            let name = Utf8PathBuf::try_from(path.strip_prefix(root)?.to_owned())?;
            read.insert(name, fs::read_to_string(path)?);
        }
    }
    ensure!(read.len() > 10, "the example has {} files", read.len());
    Ok(read)
}

/// The files below `folder` with an extension, sorted.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The raw string literals of several lines in a Rust source. Most are fixtures, and what is not one is a text, too.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    let hashed = source.split("r#\"").skip(1).filter_map(|rest| Some(rest.split_once("\"#")?.0));
    hashed.filter(|literal| literal.trim().contains('\n'))
}
