//! What the words of a real repository lead to, and a renaming there and back.

use std::collections::BTreeMap;

use camino::Utf8Path;
use flowspec_lsp::{
    ide::{
        rename::rename,
        symbol::{Sort, Symbol, declarations, occurrences_in},
    },
    model::Kind,
    rules::{self, Fixes},
    workspace::{Base, DocPath, Edit, Settings, Snapshot, World, scan},
};
use ropey::Rope;
use rustc_hash::FxHashMap;
use text_size::TextRange;

fn world(bases: Vec<Base>) -> World {
    let mut world = World::default();
    world.load(bases);
    world
}

/// The project of the whole repository: the one with the shortest root.
fn project(world: &World) -> &Snapshot {
    world.projects().iter().min_by_key(|project| project.root().as_str().len()).expect("a project")
}

/// The includes, commands and states that neither lead anywhere nor have a finding.
///
/// Tasks are left out, for they speak of what was and of what is yet to be made, and so are commands of a namespace that the project
/// does not have, which may be installed elsewhere, and fenced examples in what is no prompt.
pub fn lost(root: &Utf8Path) -> Vec<String> {
    let world = world(scan::scan(root, &Settings::default()));
    let mut lost = Vec::new();
    for snapshot in world.projects() {
        let index = snapshot.index();
        let mut leads: FxHashMap<Symbol, bool> = FxHashMap::default();
        let documents = snapshot.documents().into_iter().filter(|document| document.kind != Kind::Task);
        // A copy repeats its command, where the same words count.
        for document in documents.filter(|document| !index.sources.contains_key(&document.path)) {
            let text = document.text();
            let found = rules::check(snapshot, &document.path, Fixes::Skipped);
            let is_found = |range: TextRange| found.iter().any(|found| found.range.intersect(range).is_some());
            for it in occurrences_in(snapshot, document, &[Sort::Command, Sort::State]) {
                let is_elsewhere = match &it.symbol {
                    Symbol::Command(command) => !index.namespaces.contains(command.namespace()),
                    _ => false,
                };
                let known = leads.entry(it.symbol.clone());
                let known = *known.or_insert_with(|| !declarations(snapshot, &it.symbol).is_empty());
                let is_example = !document.kind.is_prompt() && document.facts().fences.at(it.range.start()).is_some();
                if !known && !is_elsewhere && !is_example && !is_found(it.reach) {
                    lost.push(format!("{} {}", document.name(), &text[it.reach]));
                }
            }
            for include in document.facts().includes.iter().filter(|include| include.is_live()) {
                if snapshot.included(&text[include.path]).is_none() && !is_found(include.range) {
                    lost.push(format!("{} {}", document.name(), &text[include.range]));
                }
            }
        }
    }
    lost
}

/// Gives each state of the workflow file another name, then its own again; the documents that differ from before.
pub fn there_and_back(root: &Utf8Path) -> Vec<String> {
    let mut world = world(scan::scan(root, &Settings::default()));
    let texts = |world: &World| -> BTreeMap<DocPath, String> {
        project(world).documents().iter().map(|it| (it.path.clone(), it.text().to_owned())).collect()
    };
    let before = texts(&world);
    let machine = project(&world).index().machine.clone().expect("a machine");
    let mut differ = Vec::new();
    for state in machine.states.iter().map(|state| &*state.name.text).filter(|state| *state != "To Do") {
        renamed(&mut world, state, "Reviewed");
        assert_ne!(before, texts(&world), "{state} stands nowhere");
        renamed(&mut world, "Reviewed", state);
        let after = texts(&world);
        differ.extend(
            before.iter().filter(|(path, text)| after[*path] != **text).map(|(path, _)| format!("{state}: {path}")),
        );
    }
    differ
}

/// Renames a state from where the workflow file declares it, in buffers that are opened for it.
fn renamed(world: &mut World, state: &str, new: &str) {
    let snapshot = project(world).clone();
    let declared = declarations(&snapshot, &Symbol::State(state.to_lowercase())).swap_remove(0);
    let edits = rename(&snapshot, &declared.path, declared.range.start(), new).expect("no refusal").expect("a symbol");
    let mut texts: BTreeMap<&DocPath, String> = BTreeMap::new();
    for edit in edits.iter().rev() {
        let Edit::Replace { path, range, text } = edit else { panic!("{edit:?}") };
        let old = || snapshot.document(path).expect("a document").text().to_owned();
        texts.entry(path).or_insert_with(old).replace_range(std::ops::Range::<usize>::from(*range), text);
    }
    for (path, text) in texts {
        world.open(path.clone(), Rope::from_str(&text), 1);
    }
}
