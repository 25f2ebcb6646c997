use super::super::{fence, include, marker};
use super::*;
use expect_test::{Expect, expect};
use proptest::prelude::*;

/// The namespaces that a dash joins to a name.
const CLOSED: &[&str] = &["speckit", "kiro"];

#[track_caller]
fn check(text: &str, expected: Expect) {
    let body = TextSize::new(0);
    let found = parse(text, body, &fence::parse(text, body), &markdown::parse(text, body), CLOSED);
    let mut out = String::new();
    for Reference { range, kind, fenced } in &found.references {
        let what = match kind {
            ReferenceKind::Command { namespace, name } => {
                let joint = match &text[TextRange::new(namespace.end(), name.start())] {
                    "." => " dotted",
                    "-" => " dashed",
                    _ => "",
                };
                format!("command {} {}{joint}", &text[*namespace], &text[*name])
            }
            ReferenceKind::State { name } => format!("state {:?}", &text[*name]),
            ReferenceKind::Skill { name } => format!("skill {}", &text[*name]),
            ReferenceKind::Cli { program, words } => {
                let words: Vec<_> = words.iter().map(|&word| &text[word]).collect();
                format!("cli {} {words:?}", &text[*program])
            }
            ReferenceKind::LabelOverwrite { state } => format!("overwrites with {:?}", &text[*state]),
            kind => format!("{kind:?}"),
        };
        out += &format!("{:?} {what}{}\n", &text[*range], if *fenced { " fenced" } else { "" });
    }
    for declaration in &found.declarations {
        let inputs: Vec<_> = declaration.inputs.iter().map(|&input| &text[input]).collect();
        out += &format!(
            "{} {:?}\n  {} in {inputs:?} of {:?}{} out {:?}\n",
            if declaration.row { "row" } else { "sentence" },
            &text[declaration.range],
            &text[declaration.command],
            &text[declaration.inputs_range],
            if declaration.or_none { " or none" } else { "" },
            declaration.output.map(|output| &text[output]),
        );
    }
    expected.assert_eq(&out);
}

/// Only the declarations.
#[track_caller]
fn check_states(text: &str, expected: Expect) {
    let body = TextSize::new(0);
    let found = parse(text, body, &fence::parse(text, body), &markdown::parse(text, body), CLOSED);
    let mut out = String::new();
    for declaration in &found.declarations {
        let inputs: Vec<_> = declaration.inputs.iter().map(|&input| &text[input]).collect();
        let none = if declaration.or_none { " or none" } else { "" };
        let output = declaration.output.map(|output| &text[output]);
        out += &format!("{} {inputs:?}{none} -> {output:?}\n", &text[declaration.command]);
    }
    expected.assert_eq(&out);
}

#[test]
fn commands() {
    check(
        "/flow:plan, `/flow:security_scan x` **/a-b:c1** (/spec.plan) /spec.plan. \"/spec.plan\"\n```\n/flow:plan\n```\n",
        expect![[r#"
        "/flow:plan" command flow plan
        "/flow:security_scan" command flow security_scan
        "/a-b:c1" command a-b c1
        "/spec.plan" command spec plan dotted
        "/spec.plan" command spec plan dotted
        "/spec.plan" command spec plan dotted
        "/flow:plan" command flow plan fenced
    "#]],
    );
}

#[test]
fn no_commands() {
    check(
        "http://x:y a/b:c ./a:b ~/a:b -/a:b //a:b </a:b> {x}/a:b /etc/x.y /spec.md /flow.yml /a.b/c /a.b.c /A:b /flow:<x> /flow:security_* /flow:a{b} /flow: /1:2 /a:é /a:bX",
        expect![[""]],
    );
}

#[test]
fn commands_of_closed_namespaces() {
    check(
        "Run `/speckit-plan`, /speckit-plan. $speckit-plan **@kiro-spec-init** /skill:speckit-plan; /speckit.git.commit.\n",
        expect![[r#"
            "/speckit-plan" command speckit plan dashed
            "/speckit-plan" command speckit plan dashed
            "$speckit-plan" command speckit plan dashed
            "@kiro-spec-init" command kiro spec-init dashed
            "/skill:speckit-plan" command speckit plan dashed
            "/speckit.git.commit" command speckit git.commit dotted
        "#]],
    );
}

#[test]
fn no_commands_of_closed_namespaces() {
    check(
        "/foo-bar /flow-plan $flow-plan @flow-plan /skill:flow-plan- /usr/bin docs/speckit-plan ./speckit-plan /speckit-plan/a \
         /speckit-plan.md /speckit.plan.md /speckit- /speckit-git-* /speckit-{a,b} https://x.dev/speckit-plan a@kiro-impl \
         @kiro-team/pkg ${kiro-impl} $kiro-dir=1 /speckits-plan /kiro-spec-X <@kiro-impl> \\$kiro-impl\n",
        expect![[r#""#]],
    );
}

#[test]
fn states() {
    check(
        "`workflow:In Implementation` \"workflow:To Do\" 'workflow:Planned' `a, workflow:In Review` workflow:Done. (workflow:Planned) **workflow:Specified**: 8",
        expect![[r#"
        "workflow:In Implementation" state "In Implementation"
        "workflow:To Do" state "To Do"
        "workflow:Planned" state "Planned"
        "workflow:In Review" state "In Review"
        "workflow:Done" state "Done"
        "workflow:Planned" state "Planned"
        "workflow:Specified" state "Specified"
    "#]],
    );
    check(
        "in workflow:In Implementation now, workflow:To Do\n| a | workflow:Ready For Review | workflow:To Do, (none) |\nworkflow:Planned means",
        expect![[r#"
        "workflow:In Implementation" state "In Implementation"
        "workflow:To Do" state "To Do"
        "workflow:Ready For Review" state "Ready For Review"
        "workflow:To Do" state "To Do"
        "workflow:Planned" state "Planned"
    "#]],
    );
    check(
        "```\nlabels: workflow:In Implementation, backend\n│ workflow:Planned    │ workflow:In    │\n```\n",
        expect![[r#"
        "workflow:In Implementation" state "In Implementation" fenced
        "workflow:Planned" state "Planned" fenced
    "#]],
    );
}

#[test]
fn no_states() {
    check(
        "workflow:<state> workflow:* workflow:$STATE workflow:[x] workflow:{State} workflow:STATE workflow:X my-workflow:Done full workflow: Done workflow:done workflow:Planned<x>",
        expect![[""]],
    );
    // Where the name ends nobody can tell.
    check("workflow:Validated QA passed", expect![[""]]);
}

#[test]
fn rule_ids() {
    check(
        "### Rule: EXEC-001 - Title\nEXEC-002 (PR-003) `SETUP-004`: XEXEC-001 EXEC-0011 EXEC-01 EXEC-001-x exec-001 Rule: VALID-001",
        expect![[r#"
        "EXEC-001" RuleIdDefinition
        "EXEC-002" RuleId
        "PR-003" RuleId
        "SETUP-004" RuleId
        "VALID-001" RuleId
    "#]],
    );
}

#[test]
fn skills_and_placeholders() {
    check(
        "{{INVOKE_SKILL:a-b}} {{INVOKE_SKILL:name}} `{{INVOKE_SKILL:c}}` {{INVOKE_SKILL:<x>}} {{INVOKE_SKILL:d",
        expect![[r#"
        "{{INVOKE_SKILL:a-b}}" skill a-b
    "#]],
    );
    check(
        "[PROJECT_NAME] TODO(RATIFICATION_DATE): x [DATE]. [X] [Y] [x] [A](b) [REF][r] [r][REF] [^FN] [[WIKI]] \\[NO] `[NO]` <!-- [NO] TODO(NO): --> TODO(x): [DEF]\n\n[DEF]: x\n\n    [NO]\n",
        expect![[r#"
        "[PROJECT_NAME]" Placeholder
        "TODO(RATIFICATION_DATE):" Placeholder
        "[DATE]" Placeholder
    "#]],
    );
    check(
        "[NEEDS CLARIFICATION: which [one]?] [NEEDS CLARIFICATION] `[NEEDS CLARIFICATION: x]` [NEEDS CLARIFICATION: ...] [NEEDS CLARIFICATION: open\n",
        expect![[r#"
        "[NEEDS CLARIFICATION: which [one]?]" Clarification
    "#]],
    );
}

#[test]
fn calls() {
    check(
        "`flowspec constitution show` `backlog task edit 1 --plain` `backlog` flowspec is a tool, `the backlog is` `flowspec --help`",
        expect![[r#"
        "constitution show" cli flowspec ["constitution", "show"]
        "task edit" cli backlog ["task", "edit"]
    "#]],
    );
    check(
        "```bash\n# backlog list\n$ backlog task create \"x\" \\\n  -l a\ncd x && flowspec hooks emit spec.created --spec-id x | cat\necho \"a; backlog x\"\nbacklog task list|cat\nx=$(backlog search y)\n```\n",
        expect![[r#"
        "task create" cli backlog ["task", "create"] fenced
        "hooks emit" cli flowspec ["hooks", "emit"] fenced
        "spec.created" Event fenced
        "task list" cli backlog ["task", "list"] fenced
        "search y" cli backlog ["search", "y"] fenced
    "#]],
    );
    check(
        "```\nbacklog task edit 1\nbacklog items are reviewed daily.\nUse `backlog search x` or `flowspec init\n```\n```python\nbacklog task\n```\n",
        expect![[r#"
        "task edit" cli backlog ["task", "edit"] fenced
        "search x" cli backlog ["search", "x"] fenced
    "#]],
    );
}

#[test]
fn events() {
    check(
        "`flowspec hooks emit deploy.completed -f x` `flowspec hooks emit deployed` `flowspec hooks emit <type>` `flowspec hooks emit --dry-run` `flowspec hooks emit \"a.b\"`",
        expect![[r#"
        "hooks emit" cli flowspec ["hooks", "emit"]
        "deploy.completed" Event
        "hooks emit" cli flowspec ["hooks", "emit"]
        "deployed" Event
        "hooks emit" cli flowspec ["hooks", "emit"]
        "hooks emit" cli flowspec ["hooks", "emit"]
        "hooks emit" cli flowspec ["hooks", "emit"]
        "a.b" Event
    "#]],
    );
}

#[test]
fn label_overwrites() {
    check(
        "```sh\nbacklog task edit \"$ID\" -s Done \\\r\n  -l \"workflow:<output-state>\"\nbacklog task edit 1 --labels=workflow:Planned --label 'a,workflow:To Do'\n```\n",
        expect![[r#"
        "task edit" cli backlog ["task", "edit"] fenced
        "-l \"workflow:<output-state>\"" overwrites with "<output-state>" fenced
        "task edit" cli backlog ["task", "edit"] fenced
        "--labels=workflow:Planned" overwrites with "Planned" fenced
        "workflow:Planned" state "Planned" fenced
        "--label 'a,workflow:To Do'" overwrites with "To Do" fenced
        "workflow:To Do" state "To Do" fenced
    "#]],
    );
    check(
        "```sh\nbacklog task create x -l workflow:Planned\nbacklog task list -l workflow:Planned\nbacklog task edit 1 --add-label workflow:Planned -l x\n```\n",
        expect![[r#"
        "task create x" cli backlog ["task", "create", "x"] fenced
        "workflow:Planned" state "Planned" fenced
        "task list" cli backlog ["task", "list"] fenced
        "workflow:Planned" state "Planned" fenced
        "task edit" cli backlog ["task", "edit"] fenced
        "workflow:Planned" state "Planned" fenced
    "#]],
    );
}

#[test]
fn state_sentences() {
    check(
        "**For /flow:plan**: Required input states are `workflow:Specified` OR `workflow:Researched`. Output state will be `workflow:Planned`.\n",
        expect![[r#"
        "/flow:plan" command flow plan
        "workflow:Specified" state "Specified"
        "workflow:Researched" state "Researched"
        "workflow:Planned" state "Planned"
        sentence "For /flow:plan**: Required input states are `workflow:Specified` OR `workflow:Researched`. Output state will be `workflow:Planned`."
          /flow:plan in ["Specified", "Researched"] of "`workflow:Specified` OR `workflow:Researched`" out Some("Planned")
    "#]],
    );
    check_states(
        "**For /flow:assess**: This is the entry point. Required input state is `workflow:To Do` or no workflow label. Output state will be `workflow:Assessed`.\n",
        expect![[r#"
        /flow:assess ["To Do"] or none -> Some("Assessed")
    "#]],
    );
    check_states(
        "For `/flow:operate`: required input state is `Validated`.\r\n**For /a:b**: Required input state is `workflow:<x>`. Output state will be `workflow:Y`.\n",
        expect![[r#"
        /flow:operate ["Validated"] -> None
    "#]],
    );
    check_states(
        "For /flow:plan see the table.\n```\n**For /flow:plan**: Required input state is `workflow:A1b`.\n```\n",
        expect![[""]],
    );
}

#[test]
fn state_rows() {
    check_states(
        "| Command | Required Input States | Output State |\n|---|---|---|\n| /flow:assess | workflow:To Do, (no workflow label) | workflow:Assessed |\n| /flow:plan | workflow:Specified, workflow:Researched | workflow:Planned |\n",
        expect![[r#"
        /flow:assess ["To Do"] or none -> Some("Assessed")
        /flow:plan ["Specified", "Researched"] -> Some("Planned")
    "#]],
    );
    check_states(
        "| Command | Agents | Input State(s) | Output State | X |\n|-|-|-|-|-|\n| `/flow:specify` | a, b | To Do | Specified | `[f]-prd.md` |\n| `/flow:x` | a | Any | - | y |\n",
        expect![[r#"
        /flow:specify ["To Do"] -> Some("Specified")
    "#]],
    );
    check_states(
        "| /flow:plan | `workflow:Specified` or `workflow:Researched` | `workflow:Planned` |\n\n| /flow:plan | Specified | Planned |\n| a | /flow:plan and /flow:x | workflow:A1b |\n",
        expect![[r#"
        /flow:plan ["Specified", "Researched"] -> Some("Planned")
    "#]],
    );
    check(
        "| Command | Input State | Output State |\n|-|-|-|\n| **/flow:plan** | workflow:To Do | Planned |",
        expect![[r#"
        "/flow:plan" command flow plan
        "workflow:To Do" state "To Do"
        row "| **/flow:plan** | workflow:To Do | Planned |"
          /flow:plan in ["To Do"] of "workflow:To Do" out Some("Planned")
    "#]],
    );
}

const TOKENS: &[&str] = &[
    "[",
    "]",
    "(",
    ")",
    "`",
    "```",
    "````",
    "~~~",
    "\n",
    "\r\n",
    " ",
    "    ",
    "|",
    "\\",
    "<!--",
    "-->",
    "{{INCLUDE:",
    "}}",
    "<<INCLUDE:",
    ">>",
    "/flow:plan",
    "/a.b",
    "workflow:",
    "In ",
    "To Do",
    "`workflow:Planned`",
    "EXEC-001",
    "### Rule: ",
    "{{INVOKE_SKILL:",
    "TODO(A):",
    "[NEEDS CLARIFICATION:",
    "backlog task edit ",
    "flowspec hooks emit ",
    "-l ",
    "\"",
    "'",
    "workflow:X\"",
    "For ",
    "**",
    "Required input state is ",
    "Output state",
    "no workflow label",
    "| Input State | Output State |",
    "TIER: ",
    "NEEDS_VALIDATION:",
    "SECTION:A:BEGIN",
    "AC:END",
    "flowspec-ignore a",
    "é",
    "😀",
    "\0",
    "# ",
    "- ",
    "> ",
    "bash",
    "$ ",
    "\u{a0}",
    "![",
    "](",
    "x.md",
    ":",
];

fn nasty() -> impl Strategy<Value = String> {
    let tokens = proptest::collection::vec(proptest::sample::select(TOKENS), 0..60);
    prop_oneof![tokens.prop_map(|tokens| tokens.concat()), any::<String>()]
}

#[test]
fn a_call_ends_with_its_block() {
    check(
        "```bash\nbacklog task edit 1 -n \"open\n```\n\n\" -l workflow:Planned\n",
        expect![[r#"
        "task edit" cli backlog ["task", "edit"] fenced
        "workflow:Planned" state "Planned"
    "#]],
    );
}

#[test]
fn a_sentence_may_be_broken_by_anything() {
    check_states(
        "**For /flow:plan**: Required input state is `workflow:Specified`. O😀utput state will be `workflow:Planned`.",
        expect![[r#"
            /flow:plan ["Specified"] -> Some("Planned")
        "#]],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_parser_is_total(text in nasty()) {
        let body = TextSize::new(0);
        let fences = fence::parse(&text, body);
        let markdown = markdown::parse(&text, body);
        let includes = include::parse(&text, body, &fences, &markdown);
        let markers = marker::parse(&text, body, &fences, &markdown);
        let found = parse(&text, body, &fences, &markdown, CLOSED);
        // Whatever is printed here is a range somewhere in the facts; slicing proves it whole and on boundaries.
        let facts = format!("{fences:?}{markdown:?}{includes:?}{markers:?}{found:?}");
        let ranges = regex::Regex::new(r"\b(\d+)\.\.(\d+)\b").expect("a valid pattern");
        for range in ranges.captures_iter(&facts) {
            let (start, end): (usize, usize) = (range[1].parse()?, range[2].parse()?);
            prop_assert!(text.get(start..end).is_some() || text.contains(&range[0]), "{start}..{end} of {text:?}");
        }
        prop_assert!(fences.blocks.is_sorted_by_key(|block| block.opener.start()));
        prop_assert!(markdown.code.is_sorted_by(|a, b| a.end() <= b.start()), "{:?}", markdown.code);
        prop_assert!(markdown.links.is_sorted_by_key(|link| link.range.start()));
        prop_assert!(markdown.headings.is_sorted_by_key(|heading| heading.range.start()));
        prop_assert!(includes.is_sorted_by(|a, b| a.range.end() <= b.range.start()));
        prop_assert!(markers.is_sorted_by(|a, b| a.range.end() <= b.range.start()));
        prop_assert!(found.references.is_sorted_by_key(|reference| reference.range.start()));
        prop_assert!(found.declarations.is_sorted_by_key(|declaration| declaration.command.start()));
    }
}
