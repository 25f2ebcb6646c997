use std::sync::atomic::Ordering;

use proptest::{collection, prelude::*, sample};

use super::*;
use crate::text::{self, Encoding, Position};

/// What opens, closes and crosses parts, blocks, comments and tables.
const TOKENS: [&str; 44] = [
    "\n",
    "\n\n",
    "\r\n\r\n",
    "\r",
    "\n\n# One\n\n",
    "\n\n## Rule: EXEC-001\n\n",
    "\r\n\r\n# Two\r\n\r\n",
    "\n```\n",
    "\n```bash\n",
    "\n````markdown\n",
    "`",
    "\n~~~\n",
    "---\n",
    "description: a\n",
    "# flowspec-ignore copy-drift\n",
    "<!--",
    "-->",
    "<!-- TIER: Light -->",
    "<!-- NEEDS_VALIDATION: ",
    "<!-- SECTION:X:BEGIN -->",
    "{{INCLUDE:a.md}}",
    "<<INCLUDE:b.md>>",
    "{{INCLUDE:",
    "}}",
    "/flow:plan ",
    "**For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.",
    "\n| Command | Input state | Output state |\n|---|---|---|\n",
    "| /flow:plan | Specified | Planned |\n",
    "backlog task edit 1 -l \"",
    "workflow:Planned",
    "\" ",
    "flowspec hooks emit plan.created",
    "[PROJECT_NAME]",
    "[NEEDS CLARIFICATION: when?]",
    "[a](b.md)",
    "\n[PROJECT_NAME]: c.md\n",
    "EXEC-002",
    "    indented",
    "😀",
    "é",
    "\n\n    ```\n",
    "\n\na <!-- b\n\n# C\n\n[TEAM] --> [TEAM]\n\n",
    "\n```bash\nbacklog task edit 1 -n \"a\n```\n\n# D\n\n\" -l workflow:Planned\n",
    "\n\n# E\n\n{{INCLUDE:e.md}} /flow:plan [TEAM]\n",
];

fn text() -> impl Strategy<Value = String> {
    collection::vec(sample::select(&TOKENS[..]), 0..40).prop_map(|tokens| tokens.concat())
}

/// Where in a text (of 1000), how many characters go, what comes instead, and whether the facts are read then.
fn edits() -> impl Strategy<Value = Vec<(usize, usize, &'static str, bool)>> {
    collection::vec((0..=1000usize, 0..12usize, sample::select(&TOKENS[..]), any::<bool>()), 1..12)
}

fn open(buffer: &Rope) -> Document {
    Document::open(DocPath::new("/a.md"), Kind::Constitution, Vec::new(), buffer.clone(), 0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_lead_to_the_facts_of_the_whole_text(start in text(), edits in edits()) {
        let mut buffer = Rope::from_str(&start);
        let mut document = open(&buffer);
        document.facts();
        for (at, gone, new, read) in edits {
            let start = buffer.len_chars() * at / 1000;
            let place = |char: usize| {
                let line = buffer.char_to_line(char);
                Position { line: line as u32, character: (char - buffer.line_to_char(line)) as u32 }
            };
            let range = place(start)..place((start + gone).min(buffer.len_chars()));
            let window = text::edit(&mut buffer, range, new, Encoding::Utf32);
            document = document.edited(buffer.clone(), 0, window);
            if read {
                compare(&document, &open(&buffer))?;
            }
        }
        compare(&document, &open(&buffer))?;
    }
}

/// Everything that is read from a text by itself.
fn compare(edited: &Document, fresh: &Document) -> Result<(), TestCaseError> {
    let text = edited.text();
    let (edited, fresh) = (edited.facts(), fresh.facts());
    prop_assert_eq!(&edited.lines, &fresh.lines, "{:?}", text);
    prop_assert_eq!(&edited.front_matter, &fresh.front_matter, "{:?}", text);
    prop_assert_eq!(&edited.fences, &fresh.fences, "{:?}", text);
    prop_assert_eq!(&edited.markdown, &fresh.markdown, "{:?}", text);
    prop_assert_eq!(&edited.includes, &fresh.includes, "{:?}", text);
    prop_assert_eq!(&edited.markers, &fresh.markers, "{:?}", text);
    prop_assert_eq!(&edited.references, &fresh.references, "{:?}", text);
    Ok(())
}

/// Replaces `gone` by `new`, which changes what is read somewhere else.
#[track_caller]
fn check(text: &str, gone: &str, new: &str) {
    let start = text.find(gone).unwrap();
    let gone = TextRange::at(TextSize::new(start as u32), TextSize::of(gone));
    check_range(text, gone, new);
}

#[track_caller]
fn check_range(text: &str, gone: TextRange, new: &str) {
    let before = open(&Rope::from_str(text));
    before.facts();
    let window = Window::replacement(TextSize::of(text), gone, TextSize::of(new));
    let mut text = text.to_owned();
    text.replace_range(std::ops::Range::<usize>::from(gone), new);
    let buffer = Rope::from_str(&text);
    compare(&before.edited(buffer.clone(), 0, window), &open(&buffer)).unwrap();
}

#[test]
fn a_block_of_the_expander_goes_on_where_markdown_sees_a_heading() {
    let parts = "# A\n\na\n\n# B\n\n{{INCLUDE:b.md}} /flow:plan\n\n# C\n\n{{INCLUDE:c.md}}\n";
    check(parts, "\na\n", "\n    ```\n");
    let closed = parts.replace("# C\n", "    ```\n\n# C\n").replace("\na\n", "\n    ```\n");
    check(&closed, "    ```\n", "");
    check(&closed, "    ```\n\n# C", "# C");
    check(&closed, "```", "````");
}

#[test]
fn a_comment_goes_on_after_a_heading() {
    let parts = "# A\n\na <!-- b\n\n# B\n\n[TEAM] --> [OTHER]\n\n# C\n\n[PROJECT]\n";
    check(parts, "<!--", "");
    check(parts, "-->", "");
    check(&parts.replace("-->", ""), "[PROJECT]", "[PROJECT] -->");
    check(&parts.replace("<!--", ""), " b", " <!-- b");
}

#[test]
fn a_quote_goes_on_after_a_heading() {
    let parts = "# A\n\n```bash\nbacklog task edit 1 -n \"a\n```\n\n# B\n\n\" -l workflow:Planned\n";
    check(parts, "Planned", "Specified");
    check(parts, "# B", "# B😀");
    check(parts, "\"a", "a");
}

#[test]
fn what_is_appended_belongs_to_the_open_block() {
    for block in ["\n```\n\n", "<script>\n\n", "<!--\n\n", "# A\n\n~~~\n\n"] {
        check_range(block, TextRange::empty(TextSize::of(block)), "# B\n\n{{INCLUDE:a.md}} /flow:plan\n");
    }
}

#[test]
fn front_matter_can_come_and_go() {
    let text = "---\ndescription: a\n---\n\n# A\n\n{{INCLUDE:a.md}}\n\n# B\n\n/flow:plan\n";
    check(text, "description: a", "description: ab");
    check(text, "\n---\n", "\n--\n");
    check(&text.replacen("\n---\n", "\n--\n", 1), "\n--\n", "\n---\n");
    check(text, "---\ndescription: a\n---\n", "");
    check(&text.replace('\n', "\r\n"), "# A", "---\r\n# A");
}

#[test]
fn a_packed_document_says_the_same_and_counts_what_is_unpacked() {
    let text = "---\nname: a\n---\n# Größe 😀\n{{INCLUDE:b.md}}\n".repeat(20);
    let whole = Document::new(DocPath::new("/a.md"), Kind::Command, vec!["a.md".into()], text.clone());
    whole.facts();
    let unpacked = Arc::default();
    let packed = Arc::new(whole.packed(&unpacked).unwrap());
    assert_eq!((packed.summary(), unpacked.load(Ordering::Relaxed)), (whole.summary(), 0));
    assert!(packed.packed(&unpacked).is_none(), "it takes no more already");
    // What is worked out of a copy goes with it.
    assert_eq!(packed.aside().text(), text);
    assert!(packed.packed(&unpacked).is_none());
    assert_eq!(packed.facts().includes, whole.facts().includes);
    assert!(Arc::ptr_eq(&packed.aside(), &packed), "it is worked out already");
    let again = packed.packed(&unpacked).unwrap();
    assert_eq!((again.text(), again.summary()), (&*text, whole.summary()));
    assert_eq!(unpacked.load(Ordering::Relaxed), 3 * text.len());
}

#[test]
fn what_is_kept_for_its_history_is_read_when_it_is_asked_for() {
    let name = "openspec/changes/archive/2026-01-02-a/tasks.md";
    let kind = Kind::OpenSpec(crate::model::OpenSpecKind::Tasks);
    let document = Document::new(DocPath::new("/tasks.md"), kind, vec![name.into()], "# A\n");
    assert!(document.is_history());
    assert_eq!(document.summary().kind, kind);
    assert!(document.facts.get().is_none());
    assert_eq!(document.facts().markdown.headings.len(), 1);
}
