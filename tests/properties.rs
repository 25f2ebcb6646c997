//! Whatever is typed, and in whatever order: the findings are those of a fresh start with the final texts.

#[path = "fixture/mod.rs"]
#[expect(dead_code, reason = "the checks of single rules are not used here")]
mod fixture;

use std::collections::BTreeMap;

use camino::Utf8Path;
use fixture::Fixture;
use flowspec_lsp::{
    ide::{completion, hover},
    rules::{self, Analysis, Fixes},
    text::{Encoding, LineIndex},
    workspace::{DocPath, Snapshot, World, world::Change},
};
use proptest::prelude::*;
use ropey::Rope;
use text_size::TextSize;

/// The files that are edited. All of them are documents by their place.
const FILES: [&str; 7] = [
    ".claude/commands/flow/plan.md",
    ".claude/partials/a.md",
    ".claude/partials/b.md",
    ".github/agents/flow-plan.agent.md",
    "memory/constitution.md",
    "backlog/tasks/task-1 - A.md",
    "flowspec_workflow.yml",
];

/// What is typed: everything that means something to a rule, and what makes positions hard.
const SNIPPETS: [&str; 38] = [
    "",
    "\n",
    "\r\n",
    "😀 é\n",
    "```\n",
    "```markdown\n",
    "````\n",
    "~~~\n",
    "---\n",
    "description: a: b\n",
    "{{INCLUDE:.claude/partials/a.md}}\n",
    "{{INCLUDE:.claude/partials/b.md}}",
    "{{INCLUDE:memory/constitution.md}}\n",
    "{{INCLUDE:gone.md",
    "{{include:.claude/partials/A.md}}\n",
    "<!-- NEEDS_VALIDATION: x -->\n",
    "<!-- TIER: Heavy -->\n",
    "<!-- SECTION:X:BEGIN -->\n",
    "<!-- flowspec-ignore copy-drift -->\n",
    "labels: [workflow:Planned, workflow:Nowhere]\n",
    "id: task-1\nstatus: Done\n",
    "See /flow:plan and /flow:gone and a.md.\n",
    "**For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.\n",
    "states: [To Do, Planned]\n",
    "# Heading\n[a](#heading) [b](../../gone.md)\n",
    "\n\n# Part\n\n",
    "\r\n\r\n## Part\r\n\r\n😀 /flow:gone\r\n",
    "<!-- NEEDS_VALIDATION: one\n\n# Two\n",
    "-->\n",
    "| Command | Input state | Output state |\n|---|---|---|\n| /flow:plan | Specified | Planned |\n",
    "```bash\nbacklog task edit 1 -l \"workflow:Planned\n\n",
    "\" -l workflow:Nowhere\n",
    "[PROJECT_NAME] `[TEAM]` EXEC-999 [a]\n",
    "\n[a]: gone.md\n",
    "```bash\nbacklog task edit task-1 -l \"workflow:Planned\" --check-ac\nflowspec hooks emit plan.created\n",
    "  - { name: é, from: [\"To Do\", 'In",
    "transitions:\n  - from: Planned\n    via:",
    "<!-- SECTION:DESCRIPTION:BEGIN --><<INCLUDE:a",
];

fn edits() -> impl Strategy<Value = Vec<(usize, usize, usize, usize)>> {
    // A file, where in it (of 1000), how many characters go, and what comes instead.
    prop::collection::vec((0..FILES.len(), 0..=1000usize, 0..30usize, 0..SNIPPETS.len()), 1..30)
}

/// Bytes, with what means something to a parser in between; broken in the middle here and there.
fn bytes() -> impl Strategy<Value = String> {
    let snippet = (0..SNIPPETS.len(), 0..80usize).prop_map(|(at, length)| {
        let bytes = SNIPPETS[at].as_bytes();
        bytes[..length.min(bytes.len())].to_vec()
    });
    let noise = prop::collection::vec(any::<u8>(), 0..40);
    prop::collection::vec(prop_oneof![snippet, noise], 0..20)
        .prop_map(|parts| String::from_utf8_lossy(&parts.concat()).into_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_can_be_checked_and_fixed(text in bytes()) {
        let places = FILES.into_iter().chain([".flowspec/hooks/hooks.yaml", "flowspec-lsp.toml", ".claude/skills/a/SKILL.md"]);
        let snapshot = project(places.clone().map(|name| (name, text.clone()))).snapshot();
        for name in places {
            for found in rules::check(&snapshot, &path(name), Fixes::Wanted) {
                prop_assert!(text.get(std::ops::Range::<usize>::from(found.range)).is_some(), "{} {:?}", name, found.range);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_place_can_be_completed_and_hovered(text in bytes(), first in 0..13usize) {
        let places = FILES.into_iter().chain([".flowspec/hooks/hooks.yaml"]);
        let snapshot = project(places.clone().map(|name| (name, text.clone()))).snapshot();
        let lines = LineIndex::new(&text);
        let boundaries = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).skip(first).step_by(13);
        for offset in boundaries.map(|at| TextSize::new(at as u32)) {
            for name in places.clone() {
                if let Some(found) = completion::complete(&snapshot, &path(name), offset) {
                    // An editor takes only a range on one line that holds the cursor.
                    prop_assert!(text.get(std::ops::Range::<usize>::from(found.replace)).is_some(), "{name} {found:?}");
                    prop_assert!(found.replace.contains_inclusive(offset), "{name} {offset:?} {found:?}");
                    let line = |at: TextSize| lines.position(&text, at, Encoding::Utf8).line;
                    prop_assert_eq!(line(found.replace.start()), line(found.replace.end()), "{} {:?}", name, found);
                }
                if let Some(shown) = hover::hover(&snapshot, &path(name), offset) {
                    prop_assert!(text.get(std::ops::Range::<usize>::from(shown.range)).is_some(), "{name} {shown:?}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_lead_to_what_a_fresh_start_finds(
        edits in edits(),
        closed in prop::collection::vec(any::<bool>(), FILES.len()),
    ) {
        let disk = project(FILES.iter().map(|name| (*name, format!("{}{}", SNIPPETS[10], SNIPPETS[3]))));
        let mut world = World::default();
        world.load(vec![disk.base()]);
        let mut analysis = Analysis::default();
        settle(&mut analysis, &world.projects()[0], &FILES.map(path));
        for (version, (file, at, gone, snippet)) in (1..).zip(edits) {
            let path = path(FILES[file]);
            let before = world.projects()[0].document(&path).unwrap().clone();
            if before.buffer().is_none() {
                world.open(path.clone(), Rope::from_str(before.text()), 0);
            }
            let change = change(before.text(), at, gone, SNIPPETS[snippet]);
            prop_assert!(world.change(&path, version, vec![change], Encoding::Utf16));
            settle(&mut analysis, &world.projects()[0], &[path]);
        }
        for (name, _) in FILES.iter().zip(closed).filter(|(_, closed)| *closed) {
            world.close(&path(name));
            settle(&mut analysis, &world.projects()[0], &[path(name)]);
        }
        let last = &world.projects()[0];
        let texts = FILES.iter().map(|name| (*name, last.document(&path(name)).unwrap().text().to_owned()));
        let fresh = project(texts).snapshot();
        for name in FILES {
            let found = analysis.found().get(&path(name)).map_or(&[][..], |found| found);
            prop_assert_eq!(found, rules::check(&fresh, &path(name), Fixes::Skipped), "{}", name);
        }
    }
}

fn project<'a>(texts: impl Iterator<Item = (&'a str, String)>) -> Fixture {
    let files: BTreeMap<_, _> = texts.map(|(name, text)| (name.into(), text)).collect();
    Fixture { files, committed: BTreeMap::new(), cursor: None }
}

fn path(name: &str) -> DocPath {
    DocPath::new(Utf8Path::new("/").join(name))
}

/// Checks again what became doubtful, and nothing else.
fn settle(analysis: &mut Analysis, snapshot: &Snapshot, changed: &[DocPath]) {
    analysis.update(snapshot, changed);
    for path in analysis.doubtful().cloned().collect::<Vec<_>>() {
        analysis.recheck(snapshot, &path);
    }
}

/// `gone` characters, `at` thousandths into the text, are replaced.
fn change(text: &str, at: usize, gone: usize, by: &str) -> Change {
    let offsets: Vec<_> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
    let start = (offsets.len() - 1) * at / 1000;
    let end = (start + gone).min(offsets.len() - 1);
    let lines = LineIndex::new(text);
    let position = |index: usize| lines.position(text, TextSize::new(offsets[index] as u32), Encoding::Utf16);
    Change { range: Some(position(start)..position(end)), text: by.to_owned() }
}
