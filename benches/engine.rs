//! The engine without the protocol: reading a document, checking a workspace, one key press. All input is made here.

use std::{fmt::Write, sync::Arc};

use camino::Utf8PathBuf;
use divan::{Bencher, black_box, counter::BytesCount};
use flowspec_lsp::{
    ide::{folding, outline, selection},
    model::Kind,
    rules::{self, Analysis, Fixes},
    text::{Encoding, Position},
    workspace::{Base, DocPath, Document, Files, Snapshot, World, world::Change},
};
use ropey::Rope;

fn main() {
    divan::main();
}

const LINES: [usize; 2] = [2_001, 10_000];

/// Text to facts.
#[divan::bench(args = LINES)]
fn read(bencher: Bencher, lines: usize) {
    let text: Arc<str> = command("plan", lines).into();
    let path = DocPath::new("/.claude/commands/flow/plan.md");
    bencher.counter(BytesCount::of_str(&text)).with_inputs(|| text.clone()).bench_values(|text| {
        let document = Document::new(path.clone(), Kind::Command, vec![".claude/commands/flow/plan.md".into()], text);
        black_box(document.facts().includes.len())
    });
}

/// Every finding of every document of a workspace with this many of them, which have been read.
#[divan::bench(args = [100, 1_000])]
fn check(bencher: Bencher, documents: usize) {
    let snapshot = workspace(documents, 100).projects()[0].clone();
    let paths: Vec<_> = snapshot.documents().iter().map(|document| document.path.clone()).collect();
    snapshot.index();
    bencher.bench(|| paths.iter().map(|path| rules::check(&snapshot, path, Fixes::Skipped).len()).sum::<usize>());
}

/// One character in the middle of a document, to the findings of all that it concerns.
#[divan::bench(args = LINES)]
fn key_press(bencher: Bencher, lines: usize) {
    type_into(bencher, &command("plan", lines), lines, |world, path, analysis| {
        recheck(analysis, world.project(path).expect("it is open"), path)
    });
}

/// The same in a document that defines what its links refer to.
#[divan::bench(args = LINES)]
fn key_press_with_definitions(bencher: Bencher, lines: usize) {
    let mut text = command("plan", lines);
    for section in 0..lines / 20 {
        let _ = writeln!(text, "[step {section}]: #step-{section} \"Step\"");
    }
    type_into(bencher, &text, lines, |world, path, analysis| {
        recheck(analysis, world.project(path).expect("it is open"), path)
    });
}

/// Outline, folds and selection right behind one character.
#[divan::bench(args = LINES)]
fn structure(bencher: Bencher, lines: usize) {
    type_into(bencher, &command("plan", lines), lines, |world, path, _| {
        let snapshot = world.project(path).expect("it is open");
        let document = snapshot.document(path).expect("it is open");
        outline::outline(document).len()
            + folding::folds(document, usize::MAX).len()
            + selection::around(document, &[100.into()]).len()
    });
}

fn type_into(
    bencher: Bencher,
    text: &str,
    lines: usize,
    mut then: impl FnMut(&World, &DocPath, &mut Analysis) -> usize,
) {
    let mut world = workspace(200, 100);
    let path = DocPath::new("/.claude/commands/flow/plan.md");
    world.open(path.clone(), Rope::from_str(text), 1);
    let mut analysis = Analysis::default();
    recheck(&mut analysis, world.project(&path).expect("it is open"), &path);
    let place = Position { line: lines as u32 / 2, character: 0 };
    let mut version = 1;
    bencher.bench_local(|| {
        version += 1;
        // Typed and, the next time, taken back, so that the document stays as long as it is.
        let change = if version % 2 == 0 {
            Change { range: Some(place..place), text: "x".to_owned() }
        } else {
            let end = Position { character: 1, ..place };
            Change { range: Some(place..end), text: String::new() }
        };
        world.change(&path, version, vec![change], Encoding::Utf16);
        then(&world, &path, &mut analysis)
    });
}

fn recheck(analysis: &mut Analysis, snapshot: &Snapshot, path: &DocPath) -> usize {
    analysis.update(snapshot, std::slice::from_ref(path));
    let doubtful: Vec<_> = analysis.doubtful().cloned().collect();
    doubtful.iter().for_each(|path| drop(analysis.recheck(snapshot, path)));
    doubtful.len()
}

/// A project in memory: commands and tasks by turns, two partials, a constitution.
fn workspace(documents: usize, lines: usize) -> World {
    let mut files = vec![
        (".claude/partials/check.md".to_owned(), "Read the constitution first.\n".to_owned()),
        (".claude/partials/state.md".to_owned(), "{{INCLUDE:.claude/partials/check.md}}\n".to_owned()),
        ("memory/constitution.md".to_owned(), "<!-- TIER: Medium -->\n<!-- NEEDS_VALIDATION: scope -->\n".to_owned()),
        (".claude/commands/flow/plan.md".to_owned(), command("plan", lines)),
    ];
    files.extend((0..documents).map(|n| match n % 2 {
        0 => (format!(".claude/commands/flow/step-{n}.md"), command(&format!("step-{n}"), lines)),
        _ => (format!("backlog/tasks/task-{n} - Step.md"), task(n)),
    }));
    let mut base = Base::empty(Utf8PathBuf::from("/"));
    base.files = Files::new(files.iter().map(|(name, _)| name.as_str().into()), Default::default()).into();
    for (name, text) in files {
        let name = Utf8PathBuf::from(name);
        let Some(kind) = base.places.of(&name) else { continue };
        let path = DocPath::new(base.root.join(&name));
        let document = Document::new(path.clone(), kind, vec![name.into()], text);
        document.facts();
        base.documents.insert(path, Arc::new(document));
    }
    let mut world = World::default();
    world.load(vec![base]);
    world
}

/// A command as people write them: sections, lists, tables, blocks, includes, references; each thing some hundred times.
fn command(name: &str, lines: usize) -> String {
    let mut text = format!("---\ndescription: \"Do the step {name}\"\nmode: agent\n---\n\n");
    text += "{{INCLUDE:.claude/partials/state.md}}\n\n";
    for section in 0.. {
        let _ = write!(
            text,
            "## Step {section}\n\n\
             Read what **was decided** before, as `docs/adr/ADR-{section:03}.md` says, then go on with /flow:plan.\n\n\
             - the task is in `workflow:Planned`\n- its criteria are in *the task*, see [the steps](#step-{section})\n\n\
             ```bash\nbacklog task edit {section} --add-label \"workflow:Planned\"\n```\n\n\
             | Question | Answer |\n|---|---|\n| Who? | The agent, “as always” – 😀 |\n\n\
             {{{{INCLUDE:.claude/partials/check.md}}}}\n\n"
        );
        if text.lines().count() >= lines {
            break;
        }
    }
    let end = text.match_indices('\n').nth(lines.saturating_sub(1)).map_or(text.len(), |(at, _)| at + 1);
    text.truncate(end);
    text
}

fn task(n: usize) -> String {
    format!(
        "---\nid: task-{n}\ntitle: Step\nstatus: To Do\nlabels: ['workflow:Planned', area]\ndependencies: [task-{}]\n---\n\n\
         ## Description\n\nDo it.\n\n<!-- AC:BEGIN -->\n- [ ] #1 It is done\n<!-- AC:END -->\n",
        n.max(3) - 2
    )
}
