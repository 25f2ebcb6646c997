//! Inputs: documents of a project, and the edits that are made in them.

use camino::Utf8PathBuf;
use fastrand::Rng;
use serde::{Deserialize, Serialize};

use crate::{probe::Depth, seeds::Files};

/// One edit. Its offsets fit any text: they end with it, and begin and end with a character.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// The byte where it begins.
    pub at: usize,
    /// How many bytes go.
    pub gone: usize,
    /// What comes.
    pub text: String,
}

impl Splice {
    /// What it replaces in `text`.
    pub fn range(&self, text: &str) -> std::ops::Range<usize> {
        let start = text.floor_char_boundary(self.at);
        start..text.ceil_char_boundary(start.saturating_add(self.gone))
    }
}

/// An open document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its path relative to the project.
    pub path: Utf8PathBuf,
    /// Its text when it is opened.
    pub text: String,
    /// What is then done to it.
    pub edits: Vec<Splice>,
}

impl Opened {
    /// The text in the end.
    pub fn edited(&self) -> String {
        self.edits.iter().fold(self.text.clone(), |mut text, edit| {
            let range = edit.range(&text);
            text.replace_range(range, &edit.text);
            text
        })
    }
}

/// An input by itself, as it is shrunk and written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Case {
    /// What goes wrong.
    pub failure: String,
    /// What is done with it.
    pub depth: Depth,
    /// The documents that are open.
    pub opened: Vec<Opened>,
    /// The project.
    pub files: Files,
}

impl Case {
    /// How much there is to read.
    pub fn size(&self) -> usize {
        let edited = |it: &Opened| it.text.len() + it.edits.iter().map(|edit| edit.text.len() + 1).sum::<usize>();
        self.files.values().map(|text| text.len() + 1).sum::<usize>() + self.opened.iter().map(edited).sum::<usize>()
    }
}

/// A place of each kind of document.
const PLACES: [&str; 28] = [
    ".claude/commands/flow/plan.md",
    ".claude/partials/a.md",
    ".github/agents/flow-plan.agent.md",
    ".github/prompts/flow.plan.prompt.md",
    ".claude/agents/engineer.md",
    ".claude/skills/a/SKILL.md",
    "memory/constitution.md",
    "backlog/tasks/task-1 - A.md",
    "docs/prd/a.md",
    "flowspec_workflow.yml",
    ".flowspec/hooks/hooks.yaml",
    "flowspec-lsp.toml",
    "backlog/config.yml",
    "openspec/specs/a/spec.md",
    "openspec/changes/a/specs/a/spec.md",
    "openspec/changes/a/proposal.md",
    "openspec/changes/a/tasks.md",
    "openspec/changes/a/.openspec.yaml",
    "openspec/config.yaml",
    "openspec/schemas/a/schema.yaml",
    "specs/001-a/spec.md",
    "specs/001-a/tasks.md",
    ".specify/extensions.yml",
    ".kiro/specs/a/requirements.md",
    ".kiro/specs/a/tasks.md",
    ".kiro/specs/a/spec.json",
    ".kiro/hooks/a.json",
    ".kiro/steering/a.md",
];

/// What means something to a parser or a rule, and what makes positions hard.
const TOKENS: &[&str] = &[
    "## ADDED Requirements\n",
    "## MODIFIED Requirements\n",
    "## REMOVED Requirements\n",
    "## RENAMED Requirements\n",
    "### Requirement: A\n",
    "### Requirement 1: A\n",
    "#### Scenario: A\n",
    "- FROM: `### Requirement: A`\n",
    "- TO: `### Requirement: B`\n",
    "## Purpose\nTBD\n",
    "## Requirements\n",
    "- [ ] 1.1 A\n",
    "- [ ] T001 [P] [US1] A\n",
    "- **FR-001**: ",
    "### User Story 1 - A\n",
    "[NEEDS CLARIFICATION: a]",
    "_Requirements: 1.1, 2_\n",
    "_Depends: 1.1_\n",
    "#[[file:docs/a.md]]",
    "### Modified Capabilities\n- `a`\n",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\t",
    "  ",
    "    ",
    " ",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\u{7f}",
    "é",
    "😀",
    "👩‍👩‍👧",
    "ß",
    "İ",
    "ﬁ",
    "\u{301}",
    "\u{202e}",
    "---\n",
    "---",
    "...\n",
    "```\n",
    "````markdown\n",
    "~~~\n",
    "```bash\n",
    "`",
    "``",
    "> ",
    "- ",
    "* ",
    "1. ",
    "- [ ] ",
    "- [x] #1 ",
    "| a | b |\n|---|---|\n| c | d |\n",
    "# ",
    "## Heading\n",
    "Heading\n===\n",
    "<!--",
    "-->",
    "<!-- ",
    " -->",
    "<",
    ">",
    "&amp;",
    "<b>",
    "</b>",
    "<script>\n",
    "[",
    "]",
    "[a](b.md)",
    "[a](#heading)",
    "[a]: b.md\n",
    "![a](b.png)",
    "[a][b]",
    "(",
    ")",
    "{",
    "}",
    "{{",
    "}}",
    "{{INCLUDE:",
    "{{INCLUDE:.claude/partials/a.md}}",
    "{{INCLUDE:memory/constitution.md}}\n",
    "{{include:a.md}}",
    "{{INCLUDE:../a.md}}",
    "{{INCLUDE:/a.md}}",
    "{{ INCLUDE : a.md }}",
    "<!-- NEEDS_VALIDATION: x -->",
    "<!-- TIER: Heavy -->",
    "<!-- TIER: Light -->",
    "<!-- SECTION:A:BEGIN -->",
    "<!-- SECTION:A:END -->",
    "<!-- AC:BEGIN -->",
    "<!-- AC:END -->",
    "<!-- flowspec-ignore link-broken -->",
    "# flowspec-ignore state-unknown\n",
    "<!-- flowspec-ignore-file -->",
    "[NEEDS CLARIFICATION: x]",
    "[PROJECT_NAME]",
    "NEEDS_VALIDATION",
    "EXEC-001",
    "### Rule: EXEC-001\n",
    "/flow:plan",
    "/flow.plan",
    "/flow:",
    "/flow:gone",
    "/spec:constitution",
    "@a.md",
    "@engineer",
    "INVOKE_SKILL: a",
    "workflow:Planned",
    "workflow:",
    "workflow:In Implementation",
    "Planned",
    "To Do",
    "Done",
    "backlog task edit 1 -l \"workflow:Planned\" --check-ac 1",
    "backlog task edit",
    " -l ",
    " --ac ",
    "flowspec hooks emit plan.created",
    "\\\n",
    "\"",
    "'",
    "\\",
    "$(",
    "%20",
    "%",
    "*",
    "&a",
    "*a",
    "!tag ",
    ": ",
    ":",
    ", ",
    "|\n",
    ">-\n",
    "? ",
    "<<: *a\n",
    "[]",
    "{}",
    "null",
    "~",
    "0x1F",
    "2026-01-01",
    "description: x\n",
    "labels: [workflow:Planned]\n",
    "labels:\n  - workflow:Planned\n",
    "status: Done\n",
    "id: task-1\n",
    "dependencies: [task-2]\n",
    "handoffs:\n  - label: x\n    agent: flow-plan\n    prompt: y\n",
    "tools: a, b\n",
    "states: [To Do, Planned]\n",
    "states:\n  - Planned\n",
    "workflows:\n  plan:\n    command: /flow:plan\n",
    "    input_states: [To Do]\n    output_state: Planned\n",
    "transitions:\n  - from: To Do\n    to: Planned\n    via: plan\n",
    "    validation: KEYWORD[\"X\"]\n",
    "    agents: [engineer]\n",
    "version: \"2.0\"\n",
    "hooks:\n  - name: a\n",
    "    events:\n      - type: task.*\n",
    "    script: a.sh\n",
    "defaults:\n  timeout: 30\n",
    "rules.link-broken = \"off\"\n",
    "[rules]\n",
    "[[overrides]]\n",
    "exclude = [\"**\"]\n",
    "**For /flow:plan**: Required input state is `workflow:Planned`.",
    "Output state will be `workflow:Planned`.",
    "name: engineer\n",
    "model: x\n",
    "argument-hint: x\n",
];

/// Input `number` of a seed: a project, and what is open in it.
pub fn input(seeds: &[Files], seed: u64, number: u64) -> (usize, Vec<Opened>) {
    let mut rng = Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd134_2543_de82_ef95));
    // The example is one of hundreds, but it is the one that looks like a real project.
    let project = if rng.u8(..8) == 0 { largest(seeds) } else { rng.usize(..seeds.len()) };
    let files = &seeds[project];
    let mut opened = Vec::new();
    for _ in 0..if rng.u8(..5) == 0 { 2 } else { 1 } {
        let Some((path, text)) = rng.choice(files) else { continue };
        let path = if rng.u8(..6) == 0 { PLACES[rng.usize(..PLACES.len())].into() } else { path.clone() };
        let mut document = Opened { path, text: text.clone(), edits: Vec::new() };
        let mut now = document.text.clone();
        for _ in 0..rng.usize(1..=6) {
            let edit = edit(&mut rng, &now, seeds);
            now.replace_range(edit.range(&now), &edit.text);
            document.edits.push(edit);
        }
        if opened.iter().all(|other: &Opened| other.path != document.path) {
            opened.push(document);
        }
    }
    (project, opened)
}

fn largest(seeds: &[Files]) -> usize {
    (0..seeds.len()).max_by_key(|&at| seeds[at].len()).unwrap_or_default()
}

fn edit(rng: &mut Rng, text: &str, seeds: &[Files]) -> Splice {
    let token = |rng: &mut Rng| TOKENS[rng.usize(..TOKENS.len())].to_owned();
    let at = rng.usize(..=text.len());
    let few = rng.usize(..20);
    match rng.u8(..14) {
        0..4 => Splice { at, gone: 0, text: token(rng) },
        4 => Splice { at, gone: few, text: token(rng) },
        5 => Splice { at, gone: few, text: String::new() },
        6 => Splice { at, gone: rng.usize(..=text.len() - at), text: String::new() },
        // Something again that is there already.
        7 => Splice { at: rng.usize(..=text.len()), gone: 0, text: piece(rng, text) },
        8 => {
            let line = line_at(text, at);
            let other = line_at(text, rng.usize(..=text.len()));
            Splice { at: line.start, gone: line.len(), text: text[other].to_owned() }
        }
        9 => {
            let line = line_at(text, at);
            Splice { at: line.start, gone: line.len(), text: String::new() }
        }
        // Something of another document.
        10 => {
            let other = &seeds[rng.usize(..seeds.len())];
            let other = rng.choice(other).map_or("", |(_, text)| text);
            Splice { at, gone: few, text: piece(rng, other) }
        }
        11 => Splice { at, gone: 0, text: token(rng).repeat(rng.usize(1..40)) },
        12 => Splice { at, gone: 0, text: (0..rng.usize(1..6)).map(|_| token(rng)).collect() },
        _ => match rng.u8(..3) {
            0 => Splice { at: 0, gone: text.len(), text: text.replace('\n', "\r\n") },
            1 => Splice { at: 0, gone: text.len(), text: text.replace('\n', "\r") },
            _ => Splice { at: 0, gone: 0, text: token(rng) },
        },
    }
}

/// Some characters of a text, mostly whole lines.
fn piece(rng: &mut Rng, text: &str) -> String {
    let (a, b) = (rng.usize(..=text.len()), rng.usize(..=text.len()));
    let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 400));
    let (start, end) = match rng.bool() {
        true => (line_at(text, start).start, line_at(text, end).end),
        false => (text.floor_char_boundary(start), text.ceil_char_boundary(end)),
    };
    text[start..end].to_owned()
}

/// The line of a byte, with its line end.
fn line_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}
