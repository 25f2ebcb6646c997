use proptest::{collection, prelude::*, sample};

use super::*;
use crate::text::{self, Encoding, Position};

/// What opens, closes and crosses parts, blocks, comments and tables.
const TOKENS: [&str; 40] = [
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
