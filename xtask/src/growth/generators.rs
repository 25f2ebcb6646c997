//! The workspaces: each a function from a size to files, the first of which is opened and edited.

use super::measure::Measure::{self, Check, Key, Request};

/// Workspaces of one form and any size.
pub struct Generator {
    /// What there is `n` times.
    pub name: &'static str,
    /// The smallest size.
    pub from: usize,
    /// What is measured of them.
    pub measures: &'static [Measure],
    shape: Shape,
}

#[derive(Clone, Copy)]
enum Shape {
    /// A command with this body.
    Body(fn(usize) -> String),
    /// A command with these lines in its front matter.
    FrontMatter(fn(usize) -> String),
    /// A task with these lines in its front matter.
    Task(fn(usize) -> String),
    /// A file of this name and text.
    File(&'static str, fn(usize) -> String),
    /// Anything else.
    Workspace(fn(usize) -> Case),
}

impl Generator {
    /// The workspace of a size.
    pub fn case(&self, n: usize) -> Case {
        let file = |name: &str, text: String| Case { files: vec![(name.to_owned(), text)], ..Case::default() };
        match self.shape {
            Shape::Body(body) => Case { at: (5, 5), ..file(COMMAND, format!("{HEAD}{}", body(n))) },
            Shape::FrontMatter(lines) => {
                Case { at: (2, 3), ..file(COMMAND, format!("---\ndescription: D\n{}---\nWords.\n", lines(n))) }
            }
            Shape::Task(lines) => file(
                "backlog/tasks/task-1 - T.md",
                format!("---\nid: task-1\ntitle: T\nstatus: To Do\n{}---\nWords.\n", lines(n)),
            ),
            Shape::File(name, text) => Case { at: (3, 5), ..file(name, text(n)) },
            Shape::Workspace(case) => case(n),
        }
    }
}

/// A workspace.
#[derive(Default)]
pub struct Case {
    /// Names and texts.
    pub files: Vec<(String, String)>,
    /// Names and targets of symbolic links.
    pub links: Vec<(String, String)>,
    /// The line and character that requests are about.
    pub at: (usize, usize),
}

const LINKS: Measure = Request("textDocument/documentLink");
const TOKENS: Measure = Request("textDocument/semanticTokens/full");
const REFERENCES: Measure = Request("textDocument/references");
const ACTIONS: Measure = Request("textDocument/codeAction");
const HOVER: Measure = Request("textDocument/hover");
const SELECTION: Measure = Request("textDocument/selectionRange");
const OUTLINE: Measure = Request("textDocument/documentSymbol");
const FOLDS: Measure = Request("textDocument/foldingRange");

const HEAD: &str = "---\ndescription: Generated.\n---\n";
const COMMAND: &str = ".claude/commands/flow/generated.md";

/// Everything that is measured.
pub const GENERATORS: &[Generator] = &[
    // One document.
    body("lines of prose", 10_000, &[Check, Key, TOKENS, FOLDS], |n| {
        lines(n, |at| format!("Line {at} of some words.\n"))
    }),
    body("headings alike", 2_500, &[Check, Key, OUTLINE], |n| "# The same\n\n".repeat(n)),
    body("links to own headings", 500, &[Check, Key, LINKS, HOVER], |n| {
        lines(n, |at| format!("# Heading {at}\n\n[a](#heading-{at})\n"))
    }),
    body("links to unknown headings, and headings", 500, &[Check, Key, HOVER, ACTIONS], |n| {
        lines(n, |at| format!("# Heading {at}\n\n[a](#haeding-x{at})\n"))
    }),
    body("links to headings of one line", 500, &[Check, Key, LINKS, REFERENCES, ACTIONS], |n| {
        format!("# Here\n\n{}\n", "[a](#here) [b](#gone) ".repeat(n))
    }),
    body("broken links behind emoji on one line", 500, &[Check, Key, LINKS, ACTIONS], |n| {
        format!("{}\n", "😀 [a](gone.md) ".repeat(n))
    }),
    body("includes on one line", 500, &[Check, Key, TOKENS, LINKS, REFERENCES, ACTIONS], |n| {
        format!("{}\n", "{{INCLUDE:.claude/partials/gone.md}} ".repeat(n))
    }),
    body("commands on one line", 1_000, &[Check, Key, TOKENS, REFERENCES], |n| {
        format!("{}\n", "/flow:generated and 😀 ".repeat(n))
    }),
    body("unknown commands", 1_000, &[Check, Key, ACTIONS], |n| {
        lines(n, |at| format!("Run /flow:generatd{at} now.\n"))
    }),
    body("nested sections", 1_250, &[Check, Key, SELECTION, FOLDS], |n| {
        let begin = lines(n, |at| format!("<!-- SECTION:S{at}:BEGIN -->\n"));
        begin + "text\n" + &lines(n, |at| format!("<!-- SECTION:S{}:END -->\n", n - 1 - at))
    }),
    body("sections one after the other", 1_250, &[Check, Key, SELECTION, FOLDS, OUTLINE], |n| {
        lines(n, |at| format!("<!-- SECTION:S{at}:BEGIN -->\ntext\n<!-- SECTION:S{at}:END -->\n"))
    }),
    body("unused suppressions", 8_000, &[Check, Key, ACTIONS], |n| {
        lines(n, |at| format!("<!-- flowspec-ignore link-broken -->\n\nLine {at}.\n\n"))
    }),
    body("fenced blocks", 2_500, &[Check, Key, FOLDS], |n| "```sh\nls\n```\n\n".repeat(n)),
    body("open fences in a list", 2_500, &[Check, Key], |n| "- ```sh\n".repeat(n)),
    body("rows of a table", 5_000, &[Check, Key, FOLDS], |n| {
        "| a | b |\n|---|---|\n".to_owned() + &"| one | two |\n".repeat(n)
    }),
    body("items of a list", 5_000, &[Check, Key, FOLDS], |n| "- an item\n".repeat(n)),
    body("link definitions", 2_500, &[Check, Key], |n| lines(n, |at| format!("[a{at}]: b{at}.md\n"))),
    body("footnotes", 2_500, &[Check, Key], |n| lines(n, |at| format!("A[^{at}].\n\n[^{at}]: Note.\n\n"))),
    body("comments", 5_000, &[Check, Key], |n| "<!-- a comment -->\n".repeat(n)),
    body("open comments", 5_000, &[Check, Key], |n| "<!-- ".repeat(n)),
    body("open brackets", 25_000, &[Check, Key], |n| "[".repeat(n)),
    body("open links", 25_000, &[Check, Key], |n| "[a](".repeat(n)),
    body("emphasis that is left open", 25_000, &[Check, Key], |n| "*a_ ".repeat(n)),
    body("runs of backticks", 500, &[Check, Key], |n| (1..=n).map(|at| "`".repeat(at % 300) + " ").collect()),
    body("open braces", 25_000, &[Check, Key], |n| "{{".repeat(n)),
    body("one long line", 50_000, &[Check, Key], |n| "word ".repeat(n)),
    body("references of every sort", 1_000, &[Check, Key, TOKENS], |n| {
        "See @agent-x, the skill `tdd`, task-12, EXEC-001, workflow:Planned and `flowspec hooks emit spec.created`.\n"
            .repeat(n)
    }),
    // Front matter.
    front_matter("unknown keys", 1_250, |n| lines(n, |at| format!("descripton{at}: x\n"))),
    front_matter("the same key", 1_250, |n| "argument-hint: x\n".repeat(n)),
    front_matter("the same unknown key", 1_250, |n| "descripton: x\n".repeat(n)),
    front_matter("values that are not YAML", 625, |n| "argument-hint: a: b\n".repeat(n)),
    front_matter("keys of one mapping", 1_250, |n| format!("metadata: {{{}}}\n", lines(n, |at| format!("k{at}: v, ")))),
    task("labels of a task in one line", 1_250, |n| {
        format!("labels: [{}]\n", lines(n, |at| format!("workflow:Unknown{at}, ")))
    }),
    task("unknown dependencies of a task", 1_250, |n| {
        format!("dependencies: [{}]\n", lines(n, |at| format!("tsk-{at}, ")))
    }),
    // Other documents.
    file("markers of a constitution", 2_500, &[Check, Key], "memory/constitution.md", |n| {
        "# A\n\n<!-- TIER: Heavy -->\n\n".to_owned() + &"<!-- NEEDS_VALIDATION: a -->\n".repeat(n)
    }),
    file("states and transitions", 500, &[Check, Key, REFERENCES], "flowspec_workflow.yml", |n| {
        let states = lines(n, |at| format!("  - S{at}\n"));
        let transitions = lines(n, |at| format!("  - {{name: t{at}, from: S{at}, to: S{}, via: manual}}\n", at + 1));
        format!("version: \"2.0\"\nstates:\n  - To Do\n{states}transitions:\n{transitions}")
    }),
    file("unknown states in a workflow", 500, &[Check, Key], "flowspec_workflow.yml", |n| {
        let transitions = lines(n, |at| format!("  - {{name: t{at}, from: Tp Do{at}, to: Dnoe{at}, via: manual}}\n"));
        format!("version: \"2.0\"\nstates: [To Do, Done]\ntransitions:\n{transitions}")
    }),
    file("hooks", 500, &[Check, Key], ".flowspec/hooks/hooks.yaml", |n| {
        let hook = |at| format!("  - name: h{at}\n    events:\n      - type: spec.creatd\n    script: h{at}.sh\n");
        format!("version: \"1.0\"\nhooks:\n{}", lines(n, hook))
    }),
    // Other dialects.
    file("requirements of an OpenSpec spec", 4_000, &[Check, Key, OUTLINE], "openspec/specs/a/spec.md", |n| {
        format!("# a\n\n## Purpose\nTBD\n\n## Requirements\n{}", lines(n, |at| requirement(&format!("R{at}"))))
    }),
    file("requirements of one name in a spec", 500, &[Check, Key], "openspec/specs/a/spec.md", |n| {
        format!("# a\n\n## Purpose\nTBD\n\n## Requirements\n{}", requirement("R").repeat(n))
    }),
    file("requirements that a delta adds", 500, &[Check, Key], "openspec/changes/c/specs/a/spec.md", |n| {
        format!("## ADDED Requirements\n\n{}", lines(n, |at| requirement(&format!("R{at}"))))
    }),
    workspace("requirements that a delta modifies, and that are near", 250, &[Check, Key, ACTIONS], |n| {
        let delta = format!("## MODIFIED Requirements\n\n{}", lines(n, |at| requirement(&format!("r{at}"))));
        let spec = lines(n, |at| requirement(&format!("R{at}")));
        Case {
            files: vec![
                ("openspec/changes/c/specs/a/spec.md".to_owned(), delta),
                ("openspec/specs/a/spec.md".to_owned(), format!("# a\n\n## Requirements\n{spec}")),
            ],
            at: (2, 18),
            ..Case::default()
        }
    }),
    file("tasks of an OpenSpec change", 2_500, &[Check, Key], "openspec/changes/c/tasks.md", |n| {
        format!("## 1. A\n\n{}", lines(n, |at| format!("- [ ] 2.{at} task\n")))
    }),
    workspace("changes of one requirement", 60, &[Check], |n| Case {
        files: (0..n)
            .map(|at| {
                (
                    format!("openspec/changes/c{at}/specs/a/spec.md"),
                    format!("## ADDED Requirements\n{}", requirement("R")),
                )
            })
            .collect(),
        ..Case::default()
    }),
    workspace("tasks of a Spec Kit feature, and what names them", 1_000, &[Check, Key], |n| {
        let tasks = lines(n, |at| format!("- [ ] T{at:05} [P] [US1] Do src/x{at}.rs after T9{at:04} (FR-{at:03})\n"));
        Case {
            files: vec![
                ("specs/001-a/tasks.md".to_owned(), format!("# Tasks\n\n## Phase 1\n\n{tasks}")),
                ("specs/001-a/spec.md".to_owned(), lines(n, |at| format!("- **FR-{at:03}**: MUST {at}\n"))),
                (".specify/memory/constitution.md".to_owned(), "# C\n".to_owned()),
            ],
            ..Case::default()
        }
    }),
    workspace("tasks and criteria of a Kiro spec", 500, &[Check, Key], |n| {
        let tasks =
            lines(n, |at| format!("- [ ] {at}. Task\n  - _Requirements: {at}.1, {at}.9_\n  - _Depends: 9{at}_\n"));
        let criteria =
            lines(n, |at| format!("### Requirement {at}: A\n\n#### Acceptance Criteria\n\n1. WHEN a THEN b\n\n"));
        Case {
            files: vec![
                (".kiro/specs/a/tasks.md".to_owned(), format!("# Tasks\n\n{tasks}")),
                (".kiro/specs/a/requirements.md".to_owned(), criteria),
            ],
            ..Case::default()
        }
    }),
    // Projects.
    workspace("tasks with an unknown dependency each", 625, &[Check], |n| {
        tasks(n, |at| (format!("task-{at}"), format!("dependencies: [tsk-9{at}]\n")))
    }),
    workspace("tasks in a chain", 625, &[Check], |n| {
        tasks(n, |at| (format!("task-{at}"), format!("dependencies: [task-{}]\n", at + 1)))
    }),
    workspace("tasks of one id", 625, &[Check], |n| tasks(n, |_| ("task-1".to_owned(), String::new()))),
    workspace("commands with an unknown command each", 500, &[Check], |n| {
        commands(n, |at| format!("Run /flow:cmd-x{at}.\n"))
    }),
    workspace("commands with an unknown skill each, and skills", 500, &[Check], |n| {
        let mut case = commands(n, |at| format!("Use the skill `skll-x{at}`.\n"));
        let skill = |at| (format!(".claude/skills/skill-{at}/SKILL.md"), format!("---\nname: skill-{at}\n---\n"));
        case.files.extend((0..n).map(skill));
        case
    }),
    workspace("commands with an unknown rule id each, and rules", 500, &[Check], |n| {
        commands(n, |at| format!("### Rule: EXEC-{at} - A\n\nSee EXEC-9{at}x and OTHER-{at}.\n"))
    }),
    workspace("commands with a missing include each, and partials", 500, &[Check], |n| {
        let mut case = commands(n, |at| format!("{{{{INCLUDE:.claude/partials/prat-{at}.md}}}}\n"));
        case.files.extend((0..n).map(|at| (format!(".claude/partials/part-{at}.md"), "# P\n".to_owned())));
        case
    }),
    workspace("commands with a broken link each", 500, &[Check], |n| commands(n, |at| format!("[a](cdm-{at}x.md)\n"))),
    workspace("commands that link to the next one's heading", 500, &[Check, Key, LINKS], |n| {
        commands(n, |at| format!("# Here\n\n[a](cmd-{}.md#here)\n", (at + 1) % n))
    }),
    workspace("a chain of includes", 500, &[Check, Key], |n| Case {
        files: (0..n).map(|at| (partial(at), format!("Part.\n\n{}", include(at + 1)))).collect(),
        ..Case::default()
    }),
    workspace("commands that include one partial, and their copies", 250, &[Check, Key], |n| {
        let mut case = Case { files: vec![(partial(0), "Words of a partial.\n".repeat(100))], ..Case::default() };
        case.files.extend(commands(n, |_| include(0)).files);
        case.files.extend((0..n).map(copy));
        case
    }),
    workspace("copies of an expansion of 7 MB", 5, &[Check, Key], |n| {
        // Each of nine levels includes the next one three times; the first file is the innermost.
        let mut case = Case { files: vec![(partial(9), "0123456789\n".repeat(20))], ..Case::default() };
        case.files.extend((1..9).map(|at| (partial(at), include(at + 1).repeat(3))));
        case.files.extend(commands(n, |_| include(1).repeat(3)).files);
        case.files.extend((0..n).map(copy));
        case
    }),
    workspace("links to one folder, and files in it", 200, &[Check], |n| Case {
        links: (0..n).map(|at| (format!("links/l{at}"), "../.claude/commands/flow".to_owned())).collect(),
        ..commands(n, |_| String::new())
    }),
    workspace("projects", 125, &[Check, Key], |n| Case {
        files: (0..n).map(|at| (format!("p{at}/.claude/commands/flow/a.md"), format!("{HEAD}Words.\n"))).collect(),
        ..Case::default()
    }),
];

/// A requirement of OpenSpec.
fn requirement(name: &str) -> String {
    format!("### Requirement: {name}\nIt SHALL.\n\n#### Scenario: S\n- **WHEN** a\n- **THEN** b\n\n")
}

/// A command with a body.
const fn body(name: &'static str, from: usize, measures: &'static [Measure], body: fn(usize) -> String) -> Generator {
    Generator { name, from, measures, shape: Shape::Body(body) }
}

/// A command with lines in its front matter.
const fn front_matter(name: &'static str, from: usize, lines: fn(usize) -> String) -> Generator {
    Generator { name, from, measures: &[Check, Key, HOVER], shape: Shape::FrontMatter(lines) }
}

/// A task with lines in its front matter.
const fn task(name: &'static str, from: usize, lines: fn(usize) -> String) -> Generator {
    Generator { name, from, measures: &[Check, Key, TOKENS], shape: Shape::Task(lines) }
}

/// One file.
const fn file(
    name: &'static str,
    from: usize,
    measures: &'static [Measure],
    file: &'static str,
    text: fn(usize) -> String,
) -> Generator {
    Generator { name, from, measures, shape: Shape::File(file, text) }
}

/// Several files.
const fn workspace(
    name: &'static str,
    from: usize,
    measures: &'static [Measure],
    case: fn(usize) -> Case,
) -> Generator {
    Generator { name, from, measures, shape: Shape::Workspace(case) }
}

fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

/// Commands `cmd-0`, `cmd-1` and so on with these bodies.
fn commands(n: usize, body: impl Fn(usize) -> String) -> Case {
    let command = |at| (format!(".claude/commands/flow/cmd-{at}.md"), format!("{HEAD}{}", body(at)));
    Case { files: (0..n).map(command).collect(), at: (5, 5), ..Case::default() }
}

/// The expanded copy of a command of [`commands`], out of date.
fn copy(at: usize) -> (String, String) {
    let name = format!("flow-cmd-{at}");
    (format!(".github/agents/{name}.agent.md"), format!("---\nname: {name}\ndescription: D\n---\nOther words.\n"))
}

fn partial(at: usize) -> String {
    format!(".claude/partials/p{at}.md")
}

fn include(at: usize) -> String {
    format!("{{{{INCLUDE:{}}}}}\n", partial(at))
}

/// Tasks with these ids and lines in their front matter.
fn tasks(n: usize, task: impl Fn(usize) -> (String, String)) -> Case {
    let task = |at| {
        let (id, lines) = task(at);
        (format!("backlog/tasks/task-{at} - T.md"), format!("---\nid: {id}\ntitle: T\nstatus: To Do\n{lines}---\n"))
    };
    Case { files: (0..n).map(task).collect(), ..Case::default() }
}
