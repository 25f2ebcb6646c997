//! What is offered, and what the line is once an item is taken.

use std::fmt::Write;

use expect_test::{Expect, expect};
use text_size::{TextRange, TextSize};

use super::{Completions, complete};
use crate::{fixture::Fixture, text::lines::whole_lines, workspace::DocPath};

/// How many items a test shows.
const SHOWN: usize = 12;

fn completed(fixture: &str) -> (String, Option<Completions>) {
    let fixture = Fixture::parse(fixture);
    let (name, offset) = fixture.cursor.clone().expect("a cursor");
    let path = DocPath::new(camino::Utf8Path::new("/").join(&name));
    (fixture.files[&name].clone(), complete(&fixture.snapshot(), &path, offset))
}

/// The lines of the cursor after an item is taken, by its label.
fn taken(text: &str, found: &Completions, label: &str) -> String {
    let item = found.items.iter().find(|item| item.label == label).expect(label);
    let mut text = text.to_owned();
    text.replace_range(std::ops::Range::<usize>::from(found.replace), &item.text);
    let written = TextRange::at(found.replace.start(), TextSize::of(&item.text));
    text[whole_lines(&text, written)].trim_end_matches('\n').replace('\r', "␍")
}

/// Checks what is replaced, what is offered, and the line with the first item.
#[track_caller]
fn check(fixture: &str, expect: Expect) {
    let (text, found) = completed(fixture);
    let Some(found) = found else { return expect.assert_eq("nothing") };
    let mut shown = format!("for `{}`\n", &text[found.replace]);
    for item in found.items.iter().take(SHOWN) {
        let deprecated = if item.deprecated { " (deprecated)" } else { "" };
        let detail = item.detail.as_ref().map(|detail| format!("  {detail}")).unwrap_or_default();
        writeln!(shown, "- {}{deprecated}{detail}", item.label).unwrap();
    }
    if found.items.len() > SHOWN {
        writeln!(shown, "- and {} more", found.items.len() - SHOWN).unwrap();
    }
    write!(shown, "{}", taken(&text, &found, &found.items[0].label)).unwrap();
    expect.assert_eq(&shown);
}

/// Checks the line with one item.
#[track_caller]
fn check_taken(fixture: &str, label: &str, expect: Expect) {
    let (text, found) = completed(fixture);
    expect.assert_eq(&taken(&text, &found.expect("completions"), label));
}

#[track_caller]
fn check_silent(fixture: &str) {
    let found = completed(fixture).1;
    let labels: Vec<_> = found.iter().flat_map(|found| &found.items).map(|item| item.label.as_str()).collect();
    assert_eq!(labels, [""; 0], "in\n{fixture}");
}

const PROJECT: &str = "
//- /.claude/partials/_check.md
//- /.claude/partials/_often.md
//- /.claude/skills/tdd/SKILL.md
---
name: test-first
---
//- /.claude/agents/qa.md
---
name: quality-guardian
tools: Read, Grep
model: sonnet
---
//- /.claude/commands/flow/specify.md
---
description: Say what is wanted
loop: outer
---
{{INCLUDE:.claude/partials/_often.md}}
//- /.claude/commands/flow/old.md
---
deprecated: true
---
{{INCLUDE:.claude/partials/_often.md}}
//- /backlog/config.yml
statuses: [\"To Do\", \"In Progress\", \"Done\"]
//- /backlog/tasks/task-2 - Two.md
---
id: task-2
title: Second
status: To Do
labels: [web]
---
//- /backlog/tasks/task-10 - Ten.md
---
id: task-10
title: Tenth
---
//- /backlog/completed/task-1 - One.md
---
id: task-1
title: First
---
//- /docs/readme.md
";

fn command(text: &str) -> String {
    format!("{PROJECT}//- /.claude/commands/flow/plan.md\n{text}")
}

fn task(text: &str) -> String {
    format!("{PROJECT}//- /backlog/tasks/task-7 - Seven.md\n{text}")
}

fn front_matter(text: &str) -> String {
    task(&format!("---\nid: task-7\n{text}"))
}

fn constitution(text: &str) -> String {
    format!("{PROJECT}//- /memory/constitution.md\n{text}")
}

fn workflow(text: &str) -> String {
    format!(
        "{PROJECT}//- /flowspec_workflow.yml
version: \"2.0\"
states:
  - \"To Do\"
  - \"Planned\"
  - \"In Work\"
workflows:
  plan:
    command: \"/flow:plan\"
    input_states: [\"To Do\"]
    output_state: \"Planned\"
{text}"
    )
}

fn hooks(text: &str) -> String {
    format!("{PROJECT}//- /.flowspec/hooks/run.sh\n//- /.flowspec/hooks/hooks.yaml\nhooks:\n  - name: a\n{text}")
}

#[test]
fn include_paths() {
    check(
        &command("{{INCLUDE:$0"),
        expect![[r#"
        for ``
        - .claude/partials/_often.md  included 2 times
        - .claude/partials/_check.md
        - docs/readme.md
        {{INCLUDE:.claude/partials/_often.md}}"#]],
    );
    check(
        &command("😀 <<INCLUDE:.claude/$0 and\r\n"),
        expect![[r#"
        for `.claude/`
        - .claude/partials/_often.md  included 2 times
        - .claude/partials/_check.md
        - docs/readme.md
        😀 <<INCLUDE:.claude/partials/_often.md>> and␍"#]],
    );
    check_taken(
        &command("{{INCLUDE:.cla$0ude/x.md}} and {{INCLUDE:b.md}}"),
        ".claude/partials/_check.md",
        expect!["{{INCLUDE:.claude/partials/_check.md}} and {{INCLUDE:b.md}}"],
    );
    check_taken(
        &command("{{INCLUDE:a$0 text {{INCLUDE:b.md}}"),
        ".claude/partials/_check.md",
        expect!["{{INCLUDE:.claude/partials/_check.md}} text {{INCLUDE:b.md}}"],
    );
    check_taken(
        &command("{{INCLUDE:a$0}"),
        ".claude/partials/_check.md",
        expect!["{{INCLUDE:.claude/partials/_check.md}}"],
    );
    check_taken(
        &command("😀{{$0}}"),
        "INCLUDE:.claude/partials/_often.md",
        expect!["😀{{INCLUDE:.claude/partials/_often.md}}"],
    );
    check_taken(
        &command("{{INC$0\n"),
        "INCLUDE:.claude/partials/_often.md",
        expect!["{{INCLUDE:.claude/partials/_often.md}}"],
    );
}

#[test]
fn no_includes_where_none_are_expanded() {
    for text in [
        "```text\n{{$0\n```\n",
        "a { b$0",
        "{$0",
        "\\{\\{INCLUDE:$0",
        "{{INCLUDE:a.md}} $0",
        "{{ x $0",
        "List<<$0Vec 1>",
    ] {
        check_silent(&command(text));
    }
    check_silent(&task("---\nid: task-7\n---\n{{INCLUDE:$0"));
}

#[test]
fn skills() {
    check(
        &command("{{INVOKE_SKILL:t$0dd and"),
        expect![[r#"
            for `tdd`
            - test-first
            {{INVOKE_SKILL:test-first}} and"#]],
    );
    check_taken(&command("{{INVOKE_SKILL:$0}}"), "test-first", expect!["{{INVOKE_SKILL:test-first}}"]);
}

#[test]
fn commands() {
    check(
        &command("Run `/$0` now"),
        expect![[r#"
        for `/`
        - /flow:assess  To Do → Assessed
        - /flow:implement  Planned → In Implementation
        - /flow:operate  Validated → Deployed
        - /flow:plan  Specified, Researched → Planned
        - /flow:research  Specified → Researched
        - /flow:specify  Assessed → Specified
        - /flow:validate  In Implementation → Validated
        - /flow:old (deprecated)
        Run `/flow:assess` now"#]],
    );
    check(
        &command("é😀 /flow:sp$0ecify."),
        expect![[r#"
        for `/flow:specify`
        - /flow:specify  Assessed → Specified
        é😀 /flow:specify."#]],
    );
    check(
        &command("Run /flow.plan, then /flow.spe$0"),
        expect![[r#"
        for `/flow.spe`
        - /flow.specify  Assessed → Specified
        Run /flow.plan, then /flow.specify"#]],
    );
    check_taken(&command("Run /flow.plan, then /sp$0"), "/flow.specify", expect!["Run /flow.plan, then /flow.specify"]);
    check_taken(&command("/fl$0ow:old and\r\n"), "/flow:specify", expect!["/flow:specify and␍"]);
    check_taken(
        &command("```bash\nclaude -p \"/flow:$0\"\n```\n"),
        "/flow:plan",
        expect![[r#"claude -p "/flow:plan""#]],
    );
}

#[test]
fn no_commands_in_paths() {
    for text in [
        "src/$0",
        "and/$0or",
        "./$0",
        "~/$0",
        "/usr/$0",
        "http:/$0",
        "http://$0",
        "```sh\nls /$0\n```\n",
        "a $0/ b",
        "/xyzzy$0",
        "</$0",
    ] {
        check_silent(&command(text));
    }
}

#[test]
fn states_in_sentences_and_tables() {
    check(
        &command("Output state will be `workflow:$0`."),
        expect![[r#"
        for ``
        - To Do
        - Assessed  after /flow:assess
        - Specified  after /flow:specify
        - Researched  after /flow:research
        - Planned  after /flow:plan
        - In Implementation  after /flow:implement
        - Validated  after /flow:validate
        - Deployed  after /flow:operate
        - Done
        Output state will be `workflow:To Do`."#]],
    );
    check_taken(
        &command("| /flow:plan | workflow:Spec$0ified, workflow:Assessed | x |"),
        "Researched",
        expect!["| /flow:plan | workflow:Researched, workflow:Assessed | x |"],
    );
    check_taken(&command("It is workflow:In$0 Implementation now"), "Planned", expect!["It is workflow:Planned now"]);
    check_taken(
        &command("It is workflow:In Im$0 now"),
        "In Implementation",
        expect!["It is workflow:In Implementation now"],
    );
    check_taken(&command("`workflow:In$0 Implementation`"), "Planned", expect!["`workflow:Planned`"]);
    check_taken(&command("It is workflow:Pl$0an\r\n"), "Planned", expect!["It is workflow:Planned␍"]);
    check_taken(
        &command("```bash\nbacklog task edit 1 -l \"workflow:$0\"\n```\n"),
        "Planned",
        expect![[r#"backlog task edit 1 -l "workflow:Planned""#]],
    );
    for text in [
        "a workflow: $0",
        "Before this workflow:$0",
        "sub-workflow:$0",
        "my/workflow:$0",
        "workflow:Planned and $0",
        "${workflow:$0}",
    ] {
        check_silent(&command(text));
    }
}

#[test]
fn whole_labels_in_declarations() {
    check_taken(
        &command("**For /flow:plan**: Required input state is `$0"),
        "workflow:Specified",
        expect!["**For /flow:plan**: Required input state is `workflow:Specified"],
    );
    check_taken(
        &command("Output state will be `work$0`.\r\n"),
        "workflow:Planned",
        expect!["Output state will be `workflow:Planned`.␍"],
    );
    check_taken(
        &command("| /flow:plan | `$0` |"),
        "workflow:Specified",
        expect!["| /flow:plan | `workflow:Specified` |"],
    );
    check_silent(&command("An ordinary `$0` and `state`"));
    check_silent(&command("| a | `$0` |"));
}

#[test]
fn states_in_labels() {
    check_taken(
        &front_matter("labels: [a, workflow:$0]\n---\n"),
        "In Implementation",
        expect!["labels: [a, workflow:In Implementation]"],
    );
    check_taken(
        &front_matter("labels:\n  - workflow:In$0 Work # now\n---\n"),
        "Planned",
        expect!["  - workflow:Planned # now"],
    );
    check_taken(&front_matter("labels:\n  - 'workflow:$0'\r\n---\n"), "Planned", expect!["  - 'workflow:Planned'␍"]);
    check_taken(&front_matter("labels:\n  - workflow:$0\n"), "Planned", expect!["  - workflow:Planned"]);
    check(
        &front_matter("labels:\n  - $0\n---\n"),
        expect![[r#"
        for ``
        - workflow:To Do
        - workflow:Assessed  after /flow:assess
        - workflow:Specified  after /flow:specify
        - workflow:Researched  after /flow:research
        - workflow:Planned  after /flow:plan
        - workflow:In Implementation  after /flow:implement
        - workflow:Validated  after /flow:validate
        - workflow:Deployed  after /flow:operate
        - workflow:Done
        - web
          - workflow:To Do"#]],
    );
    check_taken(&front_matter("labels:\n  -$0\n---\n"), "workflow:Planned", expect!["  - workflow:Planned"]);
}

#[test]
fn keys_of_front_matter() {
    check(
        &front_matter("sta$0\n---\n"),
        expect![[r#"
        for `sta`
        - title  The task in one line
        - status  Backlog.md's column, one of those in `backlog/config.yml`
        - assignee  Who works on it
        - reporter  Who asked for it
        - created_date  When it was made
        - updated_date  When it was last changed
        - completed_date  When it was done
        - due_date  When it is due
        - labels  Its labels; the one that starts with `workflow:` is its workflow state
        - milestone  The milestone that it belongs to
        - dependencies  The tasks that come first
        - references  Files and addresses to look at
        - and 9 more
        title: "#]],
    );
    check_taken(&front_matter("pri$0ority: high\n---\n"), "priority", expect!["priority: high"]);
    check_taken(&front_matter("$0\n---\n"), "labels", expect!["labels: "]);
    check_taken(&command("---\ndescription: \"open\n$0\n---\ntext\n"), "loop", expect!["loop: "]);
    check_taken(&command("---\nlo$0"), "loop", expect!["loop: "]);
    check(
        &command("---\nhandoffs:\n  - label: Go\n    $0\n---\n"),
        expect![[r#"
        for ``
        - agent  The agent that goes on
        - prompt  What it is told
        - send  Whether the prompt is sent at once
            agent: "#]],
    );
}

#[test]
fn values_of_front_matter() {
    check(
        &front_matter("status: $0\n---\n"),
        expect![[r#"
        for ``
        - To Do
        - In Progress
        - Done
        status: To Do"#]],
    );
    check_taken(&front_matter("status:$0\n---\n"), "In Progress", expect!["status: In Progress"]);
    check_taken(&front_matter("status: \"To$0 Do\"\n---\n"), "Done", expect![[r#"status: "Done""#]]);
    check(
        &front_matter("dependencies: [task-2, $0]\n---\n"),
        expect![[r#"
            for ``
            - task-10  Tenth
            - task-1  First
            dependencies: [task-2, task-10]"#]],
    );
    check(
        &command("---\nloop: $0\n---\n"),
        expect![[r#"
        for ``
        - inner
        - outer
        - both
        - setup
        - utility
        loop: inner"#]],
    );
    check(&command("---\nmodel: $0\n---\n"), expect![["nothing"]]);
    check(
        &format!("{PROJECT}//- /.claude/agents/b.md\n---\nmodel: $0\n---\n"),
        expect![[r#"
        for ``
        - sonnet
        model: sonnet"#]],
    );
    check_taken(&command("---\ntools: [Read, Wr$0]\n---\n"), "Write", expect!["tools: [Read, Write]"]);
    check_taken(
        &command("---\nhandoffs:\n  - agent: q$0\n---\n"),
        "quality-guardian",
        expect!["  - agent: quality-guardian"],
    );
    check_taken(&command("---\nreplacement: $0\n---\n"), "/flow:specify", expect!["replacement: /flow:specify"]);
    check_taken(&command("---\ndeprecated: $0\n---\n"), "true", expect!["deprecated: true"]);
    check_taken(&command("---\nskills:\n  - $0\n---\n"), "test-first", expect!["  - test-first"]);
    check_silent(&front_matter("title: A $0 b\n---\n"));
    check_silent(&front_matter("description: |\n  text $0\n---\n"));
}

#[test]
fn tasks() {
    check(
        &task("---\nid: task-7\n---\nSee task-$0."),
        expect![[r#"
        for `task-`
        - task-2  Second · To Do
        - task-10  Tenth
        - task-1  First
        See task-2."#]],
    );
    check_taken(&command("😀 Task-1$0 and"), "task-10", expect!["😀 task-10 and"]);
    for text in ["a-$0", "my-task-$0", "multitask-$0", "task $0", "a - $0b", "x/task-$0", "<task-$0id>"] {
        check_silent(&command(text));
    }
}

#[test]
fn markers_of_a_constitution() {
    check(
        &constitution("# A\n<!-- $0\n"),
        expect![[r#"
        for `<!-- `
        - <!-- NEEDS_VALIDATION: … -->  somebody has to look at this
        - <!-- TIER: Light -->  warns and continues
        - <!-- TIER: Medium -->  warns and asks
        - <!-- TIER: Heavy -->  does not start
        - <!-- SECTION:NAME:BEGIN -->  a section
        <!-- NEEDS_VALIDATION: what to check -->"#]],
    );
    check(
        &constitution("<!-- TIER: $0 -->"),
        expect![[r#"
        for ``
        - Light  warns and continues
        - Medium  warns and asks
        - Heavy  does not start
        <!-- TIER: Light -->"#]],
    );
    check_taken(&constitution("<!-- TIER:$0\n"), "Heavy", expect!["<!-- TIER: Heavy -->"]);
    check_taken(&constitution("<!-- TIER: Li$0ght - text -->"), "Medium", expect!["<!-- TIER: Medium - text -->"]);
    check_taken(
        &constitution("<!-- NEEDS$0 -->\r\n"),
        "<!-- SECTION:NAME:BEGIN -->",
        expect![[r#"
        <!-- SECTION:NAME:BEGIN -->␍
        ␍
        <!-- SECTION:NAME:END -->␍"#]],
    );
    check(
        &constitution("<!-- SECTION:A:BEGIN -->\ntext\n<!-- $0\n"),
        expect![[r#"
        for `<!-- `
        - <!-- SECTION:A:END -->  ends the section that is open
        - <!-- NEEDS_VALIDATION: … -->  somebody has to look at this
        - <!-- TIER: Light -->  warns and continues
        - <!-- TIER: Medium -->  warns and asks
        - <!-- TIER: Heavy -->  does not start
        - <!-- SECTION:NAME:BEGIN -->  a section
        <!-- SECTION:A:END -->"#]],
    );
    for text in ["a < $0b", "a <$0", "<!-- a remark $0 -->", "```html\n<!-- $0\n```\n", "`<!-- $0`", "<!-- x --> $0"] {
        check_silent(&constitution(text));
    }
}

#[test]
fn markers_of_a_task() {
    check(
        &task("---\nid: task-7\n---\r\n<$0\r\n"),
        expect![[r#"
        for `<`
        - <!-- AC:BEGIN -->  the acceptance criteria
        - <!-- SECTION:DESCRIPTION:BEGIN -->  a section of Backlog.md
        - <!-- SECTION:PLAN:BEGIN -->  a section of Backlog.md
        - <!-- SECTION:NOTES:BEGIN -->  a section of Backlog.md
        - <!-- SECTION:FINAL_SUMMARY:BEGIN -->  a section of Backlog.md
        <!-- AC:BEGIN -->
        - [ ] #1 
        <!-- AC:END -->␍"#]],
    );
    check_taken(
        &task("---\nid: task-7\n---\n<!-- SEC$0\n"),
        "<!-- SECTION:NOTES:BEGIN -->",
        expect![[r#"
        <!-- SECTION:NOTES:BEGIN -->

        <!-- SECTION:NOTES:END -->"#]],
    );
    check(
        &task("---\nid: task-7\n---\n<!-- AC:BEGIN -->\n- [x] #1 a\n- [ ] #4 b\n-$0\n<!-- AC:END -->\n"),
        expect![[r#"
            for `-`
            - - [ ] #5   the next acceptance criterion
            - [ ] #5 "#]],
    );
    check_silent(&task("---\nid: task-7\n---\n- $0\n"));
    check_silent(&task("---\nid: task-7\n---\n<!-- AC:BEGIN -->\n- [ ] #1 a - $0\n<!-- AC:END -->\n"));
}

#[test]
fn open_questions() {
    let spec = |text: &str| format!("//- /specs/001-a/spec.md\n{text}");
    check(
        &spec("It must [$0]"),
        expect![[r#"
        for `[]`
        - [NEEDS CLARIFICATION: …]  an open question, three at most
        It must [NEEDS CLARIFICATION: ]"#]],
    );
    check_silent(&spec("- [$0] x"));
    check_silent(&command("It must [$0]"));
}

#[test]
fn calls() {
    check(
        &command("```bash\nbacklog task $0\n```\n"),
        expect![[r#"
        for ``
        - create
        - list
        - edit
        - view
        - archive
        - complete
        - demote
        - task-2  Second · To Do
        - task-10  Tenth
        - task-1  First
        backlog task create"#]],
    );
    check(
        &command("Run `backlog task ed$0it 5` now"),
        expect![[r#"
        for `edit`
        - create
        - list
        - edit
        - view
        - archive
        - complete
        - demote
        - task-2  Second · To Do
        - task-10  Tenth
        - task-1  First
        Run `backlog task create 5` now"#]],
    );
    check(
        &command("```bash\nbacklog task edit $0\n```\n"),
        expect![[r#"
        for ``
        - task-2  Second · To Do
        - task-10  Tenth
        - task-1  First
        backlog task edit task-2"#]],
    );
    check_taken(
        &command("```bash\nx && backlog task edit 5 --rem$0ove --plain\n```\n"),
        "--remove-label",
        expect!["x && backlog task edit 5 --remove-label --plain"],
    );
    check_taken(
        &command("```bash\nbacklog task edit 5 \\\n  -s $0\n```\n"),
        "In Progress",
        expect![[r#"  -s "In Progress""#]],
    );
    check_taken(
        &command("```bash\nbacklog task edit 5 -s \"$0\"\n```\n"),
        "In Progress",
        expect![[r#"backlog task edit 5 -s "In Progress""#]],
    );
    check_taken(
        &command("```bash\nbacklog task edit 5 --add-label $0\r\n```\n"),
        "workflow:Planned",
        expect!["backlog task edit 5 --add-label workflow:Planned␍"],
    );
    check(
        &command("```bash\nflowspec hooks emit $0\n```\n"),
        expect![[r#"
        for ``
        - workflow.assessed  after /flow:assess
        - spec.created  after /flow:specify
        - spec.updated
        - research.completed  after /flow:research
        - plan.created  after /flow:plan
        - plan.updated
        - adr.created
        - implement.started
        - implement.completed  after /flow:implement
        - validate.started
        - validate.completed  after /flow:validate
        - deploy.started
        - and 14 more
        flowspec hooks emit workflow.assessed"#]],
    );
    check_taken(&command("```bash\nflowspec hooks $0\n```\n"), "emit", expect!["flowspec hooks emit"]);
    check_taken(
        &command("```bash\n$ flowspec hooks emit plan.created --task-id $0\n```\n"),
        "task-10",
        expect!["$ flowspec hooks emit plan.created --task-id task-10"],
    );
}

#[test]
fn no_calls_elsewhere() {
    for text in [
        "backlog task $0",
        "```bash\n# backlog task $0\n```\n",
        "```python\nbacklog task $0\n```\n",
        "```bash\nls -$0\n```\n",
        "```bash\nbacklog task create \"a $0\n```\n",
        "```bash\nbacklog$0\n```\n",
        "`a` backlog task $0",
        "a --$0",
    ] {
        check_silent(&command(text));
    }
}

#[test]
fn keys_of_a_workflow_file() {
    check(
        &workflow("    $0\n"),
        expect![[r#"
        for ``
        - description
        - execution_mode
        - agents
        - optional
        - creates_backlog_tasks
        - requires_backlog_tasks
        - requires_human_approval
        - builds_constitution
            description: "#]],
    );
    check(
        &workflow("    op$0: true\n"),
        expect![[r#"
        for `op`
        - description
        - execution_mode
        - agents
        - optional
        - creates_backlog_tasks
        - requires_backlog_tasks
        - requires_human_approval
        - builds_constitution
            description: true"#]],
    );
    check(
        &workflow("transitions:\n  - name: a\n    $0\n"),
        expect![[r#"
        for ``
        - from
        - to
        - via
        - description
        - input_artifacts
        - output_artifacts
        - validation
            from: "#]],
    );
    check(
        &workflow("$0\n"),
        expect![[r#"
        for ``
        - description
        - roles
        - transitions
        - agent_loops
        - custom_workflows
        - metadata
        description: "#]],
    );
    check_taken(&workflow("transitions:\n  - { na$0 }\n"), "name", expect!["  - { name: }"]);
}

#[test]
fn values_of_a_workflow_file() {
    check(
        &workflow("transitions:\n  - from: $0\n"),
        expect![[r#"
        for ``
        - To Do
        - Planned  after /flow:plan
        - In Work
          - from: To Do"#]],
    );
    check_taken(
        &workflow("transitions:\n  - { from: \"In$0 Work\", to: x }\n"),
        "Planned",
        expect![[r#"  - { from: "Planned", to: x }"#]],
    );
    check_taken(&workflow("transitions:\n  - from: [\"$0\n"), "In Work", expect![[r#"  - from: ["In Work""#]]);
    check(
        &workflow("transitions:\n  - via: $0\n"),
        expect![[r#"
        for ``
        - plan  /flow:plan
        - manual  a step that people take
        - rework  a step that people take
        - rollback  a step that people take
          - via: plan"#]],
    );
    check(
        &workflow("    agents: [$0]\n"),
        expect![[r#"
            for ``
            - quality-guardian
            - workflow-assessor  an agent of flowspec
            - product-requirements-manager  an agent of flowspec
            - researcher  an agent of flowspec
            - business-validator  an agent of flowspec
            - software-architect  an agent of flowspec
            - platform-engineer  an agent of flowspec
            - frontend-engineer  an agent of flowspec
            - backend-engineer  an agent of flowspec
            - ai-ml-engineer  an agent of flowspec
            - frontend-code-reviewer  an agent of flowspec
            - backend-code-reviewer  an agent of flowspec
            - and 8 more
                agents: [quality-guardian]"#]],
    );
    check(
        &workflow("    execution_mode: $0\n"),
        expect![[r#"
        for ``
        - sequential
        - parallel
            execution_mode: sequential"#]],
    );
    let role = |text: &str| workflow(&format!("roles:\n  definitions:\n    flow:\n{text}"));
    check(
        &role("      commands: [$0]\n"),
        expect![[r#"
        for ``
        - plan  To Do → Planned
        - specify
        - old (deprecated)
              commands: [plan]"#]],
    );
    check_taken(
        &role("      agents:\n        - $0\n"),
        "@quality-guardian",
        expect![[r#"        - "@quality-guardian""#]],
    );
    check_taken(&workflow("    optional: $0\n"), "true", expect!["    optional: true"]);
    check_taken(&workflow("  x:\n    command: $0\n"), "/flow:specify", expect!["    command: /flow:specify"]);
    check_taken(
        &workflow("transitions:\n  - validation: $0\n"),
        "KEYWORD[\"APPROVED\"]",
        expect![[r#"  - validation: 'KEYWORD["APPROVED"]'"#]],
    );
    check_taken(&workflow("transitions:\n  - validation: \"$0\"\n"), "NONE", expect![[r#"  - validation: "NONE""#]]);
    check_silent(&workflow("    description: \"a $0\"\n"));
    check_silent(&workflow("# $0\n"));
}

#[test]
fn a_hooks_file() {
    check(
        &hooks("    events:\n      - type: \"$0\"\n"),
        expect![[r#"
        for ``
        - workflow.assessed  after /flow:assess
        - spec.created  after /flow:specify
        - spec.updated
        - research.completed  after /flow:research
        - plan.created  after /flow:plan
        - plan.updated
        - adr.created
        - implement.started
        - implement.completed  after /flow:implement
        - validate.started
        - validate.completed  after /flow:validate
        - deploy.started
        - and 14 more
              - type: "workflow.assessed""#]],
    );
    check(
        &hooks("    $0\n"),
        expect![[r#"
        for ``
        - description
        - events
        - script
        - command
        - webhook
        - timeout
        - fail_mode
        - enabled
        - working_directory
        - shell
        - env
        - retry
            description: "#]],
    );
    check(
        &hooks("    script: $0\n"),
        expect![[r#"
        for ``
        - run.sh
            script: run.sh"#]],
    );
    check(
        &hooks("    fail_mode: $0\n"),
        expect![[r#"
        for ``
        - continue
        - stop
            fail_mode: continue"#]],
    );
    check_silent(&hooks("    command: /$0\n"));
}

#[test]
fn other_documents_stay_silent() {
    check_silent("//- /docs/a.md\n{{INCLUDE:$0\n//- /.claude/commands/flow/plan.md\n[a](docs/a.md)\n");
    check_silent(&command("An ordinary sentence $0"));
}

#[test]
fn many_items_are_bounded() {
    let mut fixture = command("{{INCLUDE:3$0");
    for number in 0..500 {
        write!(fixture, "\n//- /.claude/partials/p{number}.md").unwrap();
    }
    let found = completed(&fixture).1.unwrap();
    assert!(found.incomplete);
    assert!(found.items.iter().all(|item| item.label.contains('3')));
    assert!(found.items.len() <= super::MAX_ITEMS);
}
