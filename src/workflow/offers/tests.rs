//! What is offered where. `$0` is the cursor.

mod kiro;
mod open_spec;

use std::fmt::Write;

use expect_test::{Expect, expect};

use super::{lens::lenses, *};
use crate::fixture::Fixture;

const SETTLED: &str = "//- /memory/constitution.md\n# C\n";

fn cursor(fixture: &str) -> (Snapshot, DocPath, TextRange) {
    let fixture = Fixture::parse(fixture);
    let (name, offset) = fixture.cursor.clone().expect("a cursor");
    let snapshot = fixture.snapshot();
    let path = snapshot.path(&name);
    (snapshot, path, TextRange::empty(offset))
}

fn act(snapshot: &Snapshot, act: &Act) -> String {
    let name = |path: &DocPath| snapshot.relative(path).to_string();
    match act {
        Act::Nothing => "nothing".to_owned(),
        Act::Run { command, task, arguments, yes } => {
            let task = task.as_ref().map(name).unwrap_or_default();
            let arguments = if arguments.is_empty() { String::new() } else { format!(" {arguments}") };
            format!("run {command} {task}{arguments}{}", if *yes { " --yes" } else { "" })
        }
        Act::ShowPlace { document, name: about } => {
            format!("place {} {}", name(document), about.as_deref().unwrap_or("of the first open task"))
        }
        Act::ShowExpansion(path) => format!("expand {}", name(path)),
        Act::SetState { task, state } => format!("set {} {state}", name(task)),
        Act::EmitEvent { task, event } => format!("emit {event} {}", name(task)),
        Act::ShowTasks { workflow, state } => format!("show {} {state}", name(workflow)),
        Act::ValidateConstitution(path) => format!("validate {}", name(path)),
        Act::MarkAllValidated(path) => format!("mark all {}", name(path)),
        Act::InitConstitution(tier) => format!("init {}", tier.map_or("", Tier::name)),
        Act::Approve { spec, document } => format!("approve {document} of {}", name(spec)),
        Act::RegenerateCopy(path) => format!("regenerate {}", name(path)),
    }
}

#[track_caller]
fn check(fixture: &str, expect: Expect) {
    check_asking(fixture, true, expect);
}

#[track_caller]
fn check_asking(fixture: &str, asks: bool, expect: Expect) {
    let (snapshot, path, range) = cursor(fixture);
    let mut shown = String::new();
    for offer in offers(&snapshot, &path, range, asks) {
        let refused = offer.refused.map(|reason| format!(" (no: {reason})")).unwrap_or_default();
        writeln!(shown, "{}{refused} = {}", offer.title, act(&snapshot, &offer.act)).expect("a string");
    }
    expect.assert_eq(&shown);
}

#[track_caller]
fn check_lenses(fixture: &str, expect: Expect) {
    let (snapshot, path, _) = cursor(fixture);
    let text = snapshot.document(&path).map(|document| document.text().to_owned()).unwrap_or_default();
    let mut shown = String::new();
    for lens in lenses(&snapshot, &path) {
        let at = text[lens.at].lines().next().unwrap_or_default();
        writeln!(shown, "{at:?} {} = {}", lens.title, act(&snapshot, &lens.act)).expect("a string");
    }
    expect.assert_eq(&shown);
}

fn task(number: u32, status: &str, labels: &str) -> String {
    format!(
        "//- /backlog/tasks/task-{number} - A.md\n---\nid: task-{number}\ntitle: Größe 😀 {number}\nstatus: {status}\nlabels: [{labels}]\n---\n"
    )
}

#[test]
fn where_nothing_can_be_asked_the_title_says_what_is_agreed_to() {
    let constitution = |tier: &str| {
        format!("//- /memory/constitution.md\n<!-- TIER: {tier} -->\n<!-- NEEDS_VALIDATION: the retention -->\n")
    };
    let fixture = |tier: &str| task(12, "To Do", "'workflow:Specified$0'") + SETTLED + &constitution(tier);
    let runs = |tier: &str, asks: bool| {
        let (snapshot, path, range) = cursor(&fixture(tier));
        let runs = offers(&snapshot, &path, range, asks).into_iter().filter(|offer| offer.refused.is_none());
        runs.filter(|offer| matches!(offer.act, Act::Run { .. }))
            .map(|offer| format!("{} = {}", offer.title, act(&snapshot, &offer.act)))
            .next()
            .unwrap_or_default()
    };
    expect!["Despite the unvalidated constitution: Run /flow:research on task-12 (Specified → Researched) = run /flow:research backlog/tasks/task-12 - A.md --yes"].assert_eq(&runs("Medium", false));
    let plain =
        "Run /flow:research on task-12 (Specified → Researched) = run /flow:research backlog/tasks/task-12 - A.md";
    for (tier, asks) in [("Medium", true), ("Light", false), ("Heavy", false)] {
        assert_eq!(runs(tier, asks), plain, "{tier}");
    }
}

#[test]
fn on_a_task_every_command() {
    let fixture = task(12, "To Do", "api, 'workflow:Specified'") + "text $0\n" + SETTLED;
    check(
        &fixture,
        expect![[r#"
            Run /flow:research on task-12 (Specified → Researched) = run /flow:research backlog/tasks/task-12 - A.md
            Run /flow:plan on task-12 (Specified → Planned) = run /flow:plan backlog/tasks/task-12 - A.md
            /flow:research succeeded: move task-12 to Researched = set backlog/tasks/task-12 - A.md Researched
            /flow:plan succeeded: move task-12 to Planned = set backlog/tasks/task-12 - A.md Planned
            Emit spec.created about task-12 = emit spec.created backlog/tasks/task-12 - A.md
            Run /flow:assess on task-12 (no: task-12 is in `Specified`: /flow:assess starts from `To Do`) = run /flow:assess backlog/tasks/task-12 - A.md
            Run /flow:specify on task-12 (no: task-12 is in `Specified`: /flow:specify starts from `Assessed`) = run /flow:specify backlog/tasks/task-12 - A.md
            Run /flow:implement on task-12 (no: task-12 is in `Specified`: /flow:implement starts from `Planned`) = run /flow:implement backlog/tasks/task-12 - A.md
            Run /flow:validate on task-12 (no: task-12 is in `Specified`: /flow:validate starts from `In Implementation`) = run /flow:validate backlog/tasks/task-12 - A.md
            Run /flow:operate on task-12 (no: task-12 is in `Specified`: /flow:operate starts from `Validated`) = run /flow:operate backlog/tasks/task-12 - A.md
        "#]],
    );
    check_lenses(
        &fixture,
        expect![[r#"
        "'workflow:Specified'" ▶ Run /flow:research (Specified → Researched) = run /flow:research backlog/tasks/task-12 - A.md
        "'workflow:Specified'" ▶ Run /flow:plan (Specified → Planned) = run /flow:plan backlog/tasks/task-12 - A.md
    "#]],
    );
}

#[test]
fn a_task_without_a_label() {
    let fixture = task(1, "To Do", "") + "$0" + "\n" + SETTLED;
    check(
        &fixture,
        expect![[r#"
        Run /flow:assess on task-1 (no workflow label → Assessed) = run /flow:assess backlog/tasks/task-1 - A.md
        /flow:assess succeeded: move task-1 to Assessed = set backlog/tasks/task-1 - A.md Assessed
        Run /flow:specify on task-1 (no: task-1 has no workflow label: /flow:specify starts from `Assessed`) = run /flow:specify backlog/tasks/task-1 - A.md
        Run /flow:research on task-1 (no: task-1 has no workflow label: /flow:research starts from `Specified`) = run /flow:research backlog/tasks/task-1 - A.md
        Run /flow:plan on task-1 (no: task-1 has no workflow label: /flow:plan starts from `Specified` or `Researched`) = run /flow:plan backlog/tasks/task-1 - A.md
        Run /flow:implement on task-1 (no: task-1 has no workflow label: /flow:implement starts from `Planned`) = run /flow:implement backlog/tasks/task-1 - A.md
        Run /flow:validate on task-1 (no: task-1 has no workflow label: /flow:validate starts from `In Implementation`) = run /flow:validate backlog/tasks/task-1 - A.md
        Run /flow:operate on task-1 (no: task-1 has no workflow label: /flow:operate starts from `Validated`) = run /flow:operate backlog/tasks/task-1 - A.md
    "#]],
    );
    check_lenses(
        &fixture,
        expect![[r#"
        "---" ▶ Run /flow:assess (no workflow label → Assessed) = run /flow:assess backlog/tasks/task-1 - A.md
    "#]],
    );
}

#[test]
fn a_task_that_nobody_can_move() {
    check(
        &(task(1, "To Do", "workflow:Planned, workflow:Validated") + "$0\n" + SETTLED),
        expect![[r#"
        Run /flow:assess on task-1 (no: task-1 has several workflow labels: keep one of them) = run /flow:assess backlog/tasks/task-1 - A.md
        Run /flow:specify on task-1 (no: task-1 has several workflow labels: keep one of them) = run /flow:specify backlog/tasks/task-1 - A.md
        Run /flow:research on task-1 (no: task-1 has several workflow labels: keep one of them) = run /flow:research backlog/tasks/task-1 - A.md
        Run /flow:plan on task-1 (no: task-1 has several workflow labels: keep one of them) = run /flow:plan backlog/tasks/task-1 - A.md
        Run /flow:implement on task-1 (no: task-1 has several workflow labels: keep one of them) = run /flow:implement backlog/tasks/task-1 - A.md
        Run /flow:validate on task-1 (no: task-1 has several workflow labels: keep one of them) = run /flow:validate backlog/tasks/task-1 - A.md
        Run /flow:operate on task-1 (no: task-1 has several workflow labels: keep one of them) = run /flow:operate backlog/tasks/task-1 - A.md
    "#]],
    );
    check(&format!("//- /backlog/completed/task-1 - A.md\n---\nid: task-1\n---\n$0\n{SETTLED}"), expect![[""]]);
    check(&format!("//- /backlog/tasks/task-1 - A.md\n---\nlabels: [a\nid: task-1\n---\n$0\n{SETTLED}"), expect![[""]]);
    check(&format!("//- /backlog/tasks/task-1 - A.md\nno front matter $0\n{SETTLED}"), expect![[""]]);
}

#[test]
fn a_label_that_cannot_be_changed_is_reported() {
    let task = task(1, "To Do", "workflow:Specified]\nlabels: [ui");
    let refused = |document: &str, rest: &str| {
        let (snapshot, path, at) = cursor(&format!("{document}$0\n{rest}"));
        let offers = offers(&snapshot, &path, at, true);
        let plan = offers.into_iter().find(|offer| offer.title.starts_with("Run /flow:plan on task-1"));
        plan.and_then(|offer| offer.refused)
    };
    let said = Some("task-1 cannot be moved on: `labels` is there twice: keep one of them".to_owned());
    assert_eq!(refused(&task, SETTLED), said);
    assert_eq!(refused("//- /.claude/commands/flow/plan.md\n# P", &format!("{task}{SETTLED}")), said);
}

#[test]
fn light_mode_has_no_research() {
    let fixture = task(1, "To Do", "workflow:Specified") + "$0\n//- /.flowspec-light-mode\n" + SETTLED;
    check_lenses(
        &fixture,
        expect![[r#"
        "workflow:Specified" ▶ Run /flow:plan (Specified → Planned) = run /flow:plan backlog/tasks/task-1 - A.md
    "#]],
    );
    check(
        "//- /.claude/commands/flow/research.md\n# R $0\n//- /.flowspec-light-mode\n//- /memory/constitution.md\n# C\n",
        expect![[r#"
            Run /flow:research (no: light mode has no research) = run /flow:research 
        "#]],
    );
}

#[test]
fn in_a_command_the_tasks_that_it_runs_on() {
    let tasks: String = (1..=12)
        .map(|number| task(number, if number == 9 { "In Progress" } else { "To Do" }, "workflow:Planned"))
        .collect();
    let tasks = tasks + &task(20, "To Do", "workflow:Validated") + &task(21, "To Do", "");
    let command = "//- /.claude/commands/flow/implement.md\n---\ndescription: x\n---\n# I $0\n";
    check(
        &format!("{command}{tasks}{SETTLED}"),
        expect![[r#"
            Run /flow:implement on task-9, Größe 😀 9 (Planned → In Implementation) = run /flow:implement backlog/tasks/task-9 - A.md
            Run /flow:implement on task-1, Größe 😀 1 (Planned → In Implementation) = run /flow:implement backlog/tasks/task-1 - A.md
            Run /flow:implement on task-2, Größe 😀 2 (Planned → In Implementation) = run /flow:implement backlog/tasks/task-2 - A.md
            Run /flow:implement on task-3, Größe 😀 3 (Planned → In Implementation) = run /flow:implement backlog/tasks/task-3 - A.md
            Run /flow:implement on task-4, Größe 😀 4 (Planned → In Implementation) = run /flow:implement backlog/tasks/task-4 - A.md
            Run /flow:implement on task-5, Größe 😀 5 (Planned → In Implementation) = run /flow:implement backlog/tasks/task-5 - A.md
            Run /flow:implement on task-6, Größe 😀 6 (Planned → In Implementation) = run /flow:implement backlog/tasks/task-6 - A.md
            Run /flow:implement on task-7, Größe 😀 7 (Planned → In Implementation) = run /flow:implement backlog/tasks/task-7 - A.md
        "#]],
    );
    check(
        &format!("{command}{SETTLED}"),
        expect![[r#"
        Run /flow:implement (no: no task is in `Planned`) = run /flow:implement 
    "#]],
    );
    check_lenses(
        &format!("{command}{SETTLED}"),
        expect![[r#"
        "---" ▶ Run /flow:implement on a task (Planned → In Implementation) = run /flow:implement 
    "#]],
    );
    check(&format!("//- /.claude/commands/ci/run.md\n# R $0\n{SETTLED}"), expect![[""]]);
}

#[test]
fn in_a_constitution_what_is_left() {
    let text = "//- /memory/constitution.md\n# C$0\n<!-- TIER: Medium - é -->\n<!-- SECTION:A:BEGIN -->\n<!-- NEEDS_VALIDATION: A -->\n<!-- SECTION:A:END -->\n<!-- SECTION:B:BEGIN -->\n<!-- SECTION:B:END -->\n<!-- NEEDS_VALIDATION: B -->\n";
    check(
        text,
        expect![[r#"
        Mark all 2 unvalidated sections as validated = mark all memory/constitution.md
        Report on the constitution (Medium, 2 of 3 sections unvalidated) = validate memory/constitution.md
    "#]],
    );
    check_lenses(
        text,
        expect![[r#"
        "<!-- TIER: Medium - é -->" 2 of 3 sections unvalidated · Medium: asks before every command = validate memory/constitution.md
    "#]],
    );
    check(
        &text.replace("# C$0", "# C").replace("DATION: B", "DATION$0: B"),
        expect![[r#"
        Report on the constitution (Medium, 2 of 3 sections unvalidated) = validate memory/constitution.md
    "#]],
    );
    check(
        &text.replace("# C", "# [NAME] C"),
        expect![[r#"
        Mark all 2 unvalidated sections as validated (no: `[NAME]` has not been filled in: write the real value first) = mark all memory/constitution.md
        Report on the constitution (Medium, 2 of 3 sections unvalidated) = validate memory/constitution.md
    "#]],
    );
    check(
        "//- /memory/constitution.md\n# C $0\n",
        expect![[r#"
            Report on the constitution (Medium, validated) = validate memory/constitution.md
        "#]],
    );
    check_lenses(
        "//- /memory/constitution.md\n# C $0\n",
        expect![[r##"
        "# C " validated · Medium = validate memory/constitution.md
    "##]],
    );
    check("//- /templates/constitutions/heavy.md\n<!-- NEEDS_VALIDATION: A -->$0\n", expect![[""]]);
}

#[test]
fn a_project_without_a_constitution() {
    let command = "//- /.claude/commands/ci/run.md\n# R $0\n";
    check(
        command,
        expect![[r#"
        Create a constitution = init 
    "#]],
    );
    check_asking(
        command,
        false,
        expect![[r#"
        Create a constitution (Light) = init Light
        Create a constitution (Medium) = init Medium
        Create a constitution (Heavy) = init Heavy
    "#]],
    );
    check("//- /.claude/skills/x/SKILL.md\n# R $0\n", expect![[""]]);
}

const WORKFLOW: &str = "//- /flowspec_workflow.yml
version: \"2.0\"
states: [To Do, Pla$0nned, Done]
workflows:
  plan: {command: /flow:plan, input_states: [To Do], output_state: Planned}
transitions:
  - {name: t, from: To Do, to: Planned, via: plan}
  - {name: u, from: Planned, to: Done, via: manual}
";

#[test]
fn in_a_workflow_file_tasks_and_commands() {
    let tasks =
        task(1, "To Do", "workflow:planned") + &task(2, "Done", "'workflow:Planned'") + &task(3, "To Do", "") + SETTLED;
    check(
        &format!("{WORKFLOW}{tasks}"),
        expect![[r#"
        Show the 2 tasks in Planned = show flowspec_workflow.yml Planned
    "#]],
    );
    check_lenses(
        &format!("{WORKFLOW}{tasks}"),
        expect![[r#"
        "Planned" 2 tasks in this state = show flowspec_workflow.yml Planned
    "#]],
    );
    let without = WORKFLOW.replace("$0", "");
    check(
        &format!("{}{tasks}", without.replace("command: /fl", "command: /$0fl")),
        expect![[r#"
        Run /flow:plan on task-3, Größe 😀 3 (no workflow label → Planned) = run /flow:plan backlog/tasks/task-3 - A.md
    "#]],
    );
    check(
        &format!("{}{tasks}", without.replace("name: t", "na$0me: t")),
        expect![[r#"
        Run /flow:plan on task-3, Größe 😀 3 (no workflow label → Planned) = run /flow:plan backlog/tasks/task-3 - A.md
    "#]],
    );
    check(&format!("{}{tasks}", without.replace("name: u", "na$0me: u")), expect![[""]]);
    check(&format!("//- /flowspec_workflow.yml\nstates: [$0\n{SETTLED}"), expect![[""]]);
}

#[test]
fn on_a_copy_its_command() {
    let fixture = "
//- /.claude/commands/flow/plan.md
# Plan
//- /.github/agents/flow-plan.agent.md
---
name: flow-plan
---
# Pl$0am
";
    check(
        fixture,
        expect![[r#"
        Regenerate this copy from `.claude/commands/flow/plan.md` = regenerate .github/agents/flow-plan.agent.md
    "#]],
    );
    check(&fixture.replace("am\n", "an\n"), expect![[""]]);
}

#[test]
fn above_requirements_of_kiro_the_tasks_about_them() {
    check_lenses(
        "
//- /.kiro/specs/a/requirements.md
### Requirement 1: Rent 😀$0
1. a
2. b
### Requirement 2
//- /.kiro/specs/a/tasks.md
- [x] 1. A
  - _Requirements: 1.2_
- [ ] 2. B
  - _Requirements: 1_
",
        expect![[r#"
            "Requirement 1: Rent 😀" 1, 2 · 1 of 2 done = nothing
            "Requirement 2" no task = nothing
        "#]],
    );
}
