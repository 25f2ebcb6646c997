//! Commands of OpenSpec, on changes in every state.

use expect_test::{Expect, expect};

use super::*;
use crate::workflow::agent::Order;

const COMMANDS: &str = "
//- /.claude/commands/opsx/propose.md
//- /.claude/commands/opsx/apply.md
//- /.claude/commands/opsx/archive.md
//- /.claude/commands/opsx/sync.md
//- /openspec/specs/fees/spec.md
# Fees
## Purpose
Fees are charged for every transfer that somebody makes from an account.
## Requirements
### Requirement: Fee
The system SHALL charge a fee.
#### Scenario: A transfer
- **WHEN** money is sent
- **THEN** there is a fee
";

const DELTA: &str = "## ADDED Requirements
### Requirement: Refund
The system SHALL refund a fee.
#### Scenario: A refund
- **WHEN** asked
- **THEN** refunded
";

/// A change with these tasks and this delta; an empty text is no file.
fn change(name: &str, tasks: &str, delta: &str) -> String {
    let folder = format!("//- /openspec/changes/{name}");
    let mut files = format!("{folder}/proposal.md\n# Change: About {name} 😀\n## Why\nx\n## What Changes\ny\n");
    if !tasks.is_empty() {
        files += &format!("{folder}/tasks.md\n{tasks}\n");
    }
    if !delta.is_empty() {
        files += &format!("{folder}/specs/fees/spec.md\n{delta}");
    }
    files
}

fn told(fixture: &str, request: &Request) -> String {
    let verdict = preflight(&Fixture::parse(fixture).snapshot(), request);
    assert_eq!((&verdict.task, &verdict.from, &verdict.to), (&None, &None, &None));
    format!("{}{}", shown(&verdict), verdict.summary())
}

#[track_caller]
fn check(fixture: &str, command: &str, named: &str, expect: Expect) {
    expect.assert_eq(&told(fixture, &request(command, named, "")));
}

#[test]
fn apply_wants_what_the_schema_requires() {
    let planning = format!("{COMMANDS}{}", change("add-fees", "", DELTA));
    check(
        &planning,
        "/opsx:apply",
        "",
        expect![[r#"
        block
        [block change-not-planned]
        `add-fees` cannot be implemented without `tasks`: write what is missing with `/opsx:propose`
        `add-fees` cannot be implemented without `tasks`: write what is missing with `/opsx:propose`

        blocked: /opsx:apply on add-fees (Planning)
    "#]],
    );
    let planned = format!("{COMMANDS}{}", change("add-fees", "- [ ] 1.1 A", DELTA));
    check(
        &planned,
        "apply",
        "add-fees",
        expect![[r#"
        proceed
        may run: /opsx:apply on add-fees (Planned → Complete)
          prompt: /opsx:apply add-fees
    "#]],
    );
    let empty = format!("{COMMANDS}{}", change("add-fees", "no task", DELTA));
    check(
        &empty,
        "/opsx:apply",
        "",
        expect![[r#"
        block
        [block change-not-planned]
        `add-fees` has no task to work on: add tasks to it first
        `add-fees` has no task to work on: add tasks to it first

        blocked: /opsx:apply on add-fees (Planning)
    "#]],
    );
    let complete = format!("{COMMANDS}{}", change("add-fees", "- [x] 1.1 A\n- [X] 1.2 B", ""));
    check(
        &complete,
        "$openspec-apply-change",
        "",
        expect![[r#"
        warn
        [warn change-complete]
        all 2 tasks of `add-fees` are done: archive it with `/opsx:archive`
        [warn change-without-delta]
        `add-fees` has no delta, so archiving it changes no spec: add one, or `skip_specs: true` in its `.openspec.yaml`
        all 2 tasks of `add-fees` are done: archive it with `/opsx:archive`

        `add-fees` has no delta, so archiving it changes no spec: add one, or `skip_specs: true` in its `.openspec.yaml`

        may run: /opsx:apply on add-fees (Complete)
          prompt: /opsx:apply
    "#]],
    );
    let unknown = planned + "//- /openspec/changes/add-fees/.openspec.yaml\nschema: own\n";
    check(
        &unknown,
        "/opsx:apply",
        "",
        expect![[r#"
            cannot-tell
            [cannot-tell change-schema-unknown]
            the metadata of `add-fees` cannot be read, or its schema is not in this project, so what it needs is unknown: run `flowspec-lsp check`
            the metadata of `add-fees` cannot be read, or its schema is not in this project, so what it needs is unknown: run `flowspec-lsp check`

            could not tell: /opsx:apply on add-fees (unknown state)
        "#]],
    );
}

#[test]
fn archive_wants_deltas_that_can_be_merged() {
    let complete = format!("{COMMANDS}{}", change("add-fees", "- [x] 1.1 A", DELTA));
    check(
        &complete,
        "/opsx:archive",
        "",
        expect![[r#"
        proceed
        may run: /opsx:archive on add-fees (Complete → Archived)
          prompt: /opsx:archive
    "#]],
    );
    let bad = "## ADDED Requirements\n### Requirement: Fee\nThe system SHALL charge twice.\n#### Scenario: A\n- **WHEN** a\n\
               ### Requirement: Größe 😀\nText.\n## MODIFIED Requirements\n### Requirement: Fees\nThe system SHALL x.\n#### Scenario: A\n- **WHEN** a\n";
    let refused = format!(
        "{COMMANDS}{}//- /openspec/changes/add-fees/specs/other.md\n{DELTA}",
        change("add-fees", "- [ ] 1.1 A", bad)
    );
    check(
        &refused,
        "/opsx:archive",
        "",
        expect![[r#"
        block
        [block archive-refused]
        `openspec archive` refuses `add-fees`:
          openspec/changes/add-fees/specs/fees/spec.md:2: the spec already has `Fee`: use `## MODIFIED Requirements`
          openspec/changes/add-fees/specs/fees/spec.md:6: `Größe 😀` has no scenario: add one with a heading `#### Scenario: NAME`
          openspec/changes/add-fees/specs/fees/spec.md:9: the spec has no `Fees`: did you mean `Fee`?
          openspec/changes/add-fees/specs/other.md:1: OpenSpec does not read this file: move it to `openspec/changes/add-fees/specs/other/spec.md`
        `openspec archive` refuses `add-fees`:
          openspec/changes/add-fees/specs/fees/spec.md:2: the spec already has `Fee`: use `## MODIFIED Requirements`
          openspec/changes/add-fees/specs/fees/spec.md:6: `Größe 😀` has no scenario: add one with a heading `#### Scenario: NAME`
          openspec/changes/add-fees/specs/fees/spec.md:9: the spec has no `Fees`: did you mean `Fee`?
          openspec/changes/add-fees/specs/other.md:1: OpenSpec does not read this file: move it to `openspec/changes/add-fees/specs/other/spec.md`

        blocked: /opsx:archive on add-fees (Planned)
    "#]],
    );
    let skipped =
        format!("{complete}//- /openspec/changes/add-fees/.openspec.yaml\nschema: spec-driven\nskip_specs: true\n");
    check(
        &skipped,
        "/opsx:archive",
        "",
        expect![[r#"
        block
        [block archive-refused]
        `openspec archive` refuses `add-fees`:
          openspec/changes/add-fees/.openspec.yaml:2: `skip_specs` is set, but the change has files in `specs/`: remove `skip_specs`, or delete them
        `openspec archive` refuses `add-fees`:
          openspec/changes/add-fees/.openspec.yaml:2: `skip_specs` is set, but the change has files in `specs/`: remove `skip_specs`, or delete them

        blocked: /opsx:archive on add-fees (Complete)
    "#]],
    );
}

#[test]
fn archive_asks_about_open_tasks() {
    let open = format!("{COMMANDS}{}", change("add-fees", "- [x] 1.1 A\n- [ ] 1.2 B", ""));
    check(
        &open,
        "/opsx:archive",
        "",
        expect![[r#"
        ask
        [ask change-tasks-open]
        1 of 2 tasks of `add-fees` is open: archive it all the same? [y/N]:
        [warn change-without-delta]
        `add-fees` has no delta, so archiving it changes no spec: add one, or `skip_specs: true` in its `.openspec.yaml`
        1 of 2 tasks of `add-fees` is open: archive it all the same? [y/N]:

        `add-fees` has no delta, so archiving it changes no spec: add one, or `skip_specs: true` in its `.openspec.yaml`

        not yet: /opsx:archive on add-fees (Applying → Archived)
    "#]],
    );
    let answered = |go_on: bool| {
        let answers = Answers { go_on: Some(go_on), ..Answers::default() };
        told(&open, &Request { answers, ..request("/opsx:archive", "", "") })
    };
    expect![[r#"
        warn
        [warn change-tasks-open]
        1 of 2 tasks of `add-fees` is open: archive it all the same? [y/N]: y
        [warn change-without-delta]
        `add-fees` has no delta, so archiving it changes no spec: add one, or `skip_specs: true` in its `.openspec.yaml`
        1 of 2 tasks of `add-fees` is open: archive it all the same? [y/N]: y

        `add-fees` has no delta, so archiving it changes no spec: add one, or `skip_specs: true` in its `.openspec.yaml`

        may run: /opsx:archive on add-fees (Applying → Archived)
          prompt: /opsx:archive
    "#]]
    .assert_eq(&answered(true));
    expect![[r#"
        block
        [block change-declined]
        `add-fees` is not archived while tasks are open
        [warn change-without-delta]
        `add-fees` has no delta, so archiving it changes no spec: add one, or `skip_specs: true` in its `.openspec.yaml`
        `add-fees` is not archived while tasks are open

        blocked: /opsx:archive on add-fees (Applying)
    "#]]
    .assert_eq(&answered(false));
}

#[test]
fn archive_warns_of_an_archived_change_of_that_name() {
    let archived = |name: &str| format!("//- /openspec/changes/archive/{name}/proposal.md\n# A\n");
    let complete = format!("{COMMANDS}{}", change("add-fees", "- [x] 1.1 A", DELTA));
    let taken = format!("{complete}{}{}", archived("2026-01-31-add-fees"), archived("2026-02-31-more-add-fees"));
    check(
        &taken,
        "/opsx:archive",
        "",
        expect![[r#"
        warn
        [warn archive-name-taken]
        `openspec/changes/archive/2026-01-31-add-fees` has the same name: if it was archived today, `openspec archive` refuses
        `openspec/changes/archive/2026-01-31-add-fees` has the same name: if it was archived today, `openspec archive` refuses

        may run: /opsx:archive on add-fees (Complete → Archived)
          prompt: /opsx:archive
    "#]],
    );
    let dated = change("2026-01-31-add-fees", "- [x] 1.1 A", DELTA);
    let taken = format!("{COMMANDS}{dated}{}", archived("2026-01-31-add-fees"));
    check(
        &taken,
        "/opsx:archive",
        "",
        expect![[r#"
        block
        [block archive-name-taken]
        `openspec/changes/archive/2026-01-31-add-fees` already exists, so `openspec archive` refuses: rename the change
        `openspec/changes/archive/2026-01-31-add-fees` already exists, so `openspec archive` refuses: rename the change

        blocked: /opsx:archive on 2026-01-31-add-fees (Complete)
    "#]],
    );
}

#[test]
fn the_change_is_named_or_the_only_one() {
    let one = change("add-fees", "- [ ] 1.1 A", DELTA);
    let two = format!("{COMMANDS}{one}{}", change("drop-fees", "", ""));
    check(
        &two,
        "/opsx:apply",
        "",
        expect![[r#"
        ask
        [ask several-changes]
        several changes are open: which one?
          - add-fees (Planned): About add-fees 😀
          - drop-fees (Planning): About drop-fees 😀
        several changes are open: which one?
          - add-fees (Planned): About add-fees 😀
          - drop-fees (Planning): About drop-fees 😀

        not yet: /opsx:apply
    "#]],
    );
    check(
        &two,
        "/opsx:sync",
        "drop-fees",
        expect![[r#"
        proceed
        may run: /opsx:sync on drop-fees (Planning)
          prompt: /opsx:sync drop-fees
    "#]],
    );
    check(
        &two,
        "/opsx:apply",
        "openspec/changes/add-fees/specs/fees/spec.md",
        expect![[r#"
        proceed
        may run: /opsx:apply on add-fees (Planned → Complete)
          prompt: /opsx:apply add-fees
    "#]],
    );
    check(
        &two,
        "/opsx:apply",
        "add-fee",
        expect![[r#"
        cannot-tell
        [cannot-tell change-unknown]
        there is no open change `add-fee`: did you mean `add-fees`?
        there is no open change `add-fee`: did you mean `add-fees`?

        could not tell: /opsx:apply
    "#]],
    );
    check(
        COMMANDS,
        "/opsx:apply",
        "",
        expect![[r#"
        cannot-tell
        [cannot-tell change-missing]
        no change is open: start one with `/opsx:propose`
        no change is open: start one with `/opsx:propose`

        could not tell: /opsx:apply
    "#]],
    );
    let prompts = |arguments: &str, named: &str| {
        let verdict = preflight(&Fixture::parse(&two).snapshot(), &request("/opsx:apply", named, arguments));
        verdict.item.map_or_else(|| "-".to_owned(), |item| item.id) + ": " + &verdict.prompt
    };
    for (arguments, named, expected) in [
        ("only `add-fees`, please", "", "add-fees: /opsx:apply only `add-fees`, please"),
        ("only the API", "add-fees", "add-fees: /opsx:apply add-fees only the API"),
        ("add-fees", "add-fees", "add-fees: /opsx:apply add-fees"),
        ("add-fees or drop-fees", "", "-: /opsx:apply add-fees or drop-fees"),
    ] {
        assert_eq!(prompts(arguments, named), expected);
    }
}

#[test]
fn a_new_change_gets_a_name_of_its_own() {
    let one = format!("{COMMANDS}{}", change("add-fees", "", ""));
    for (arguments, exists) in [
        ("", false),
        ("fees that are charged", false),
        ("drop add-fees", false),
        ("add-fees", true),
        ("add-fees as before", true),
    ] {
        let verdict = preflight(&Fixture::parse(&one).snapshot(), &request("/opsx:propose", "", arguments));
        assert_eq!(verdict.item.is_some(), exists, "{arguments}");
        assert_eq!(verdict.outcome, if exists { Outcome::Warn } else { Outcome::Proceed }, "{arguments}");
    }
    check(
        &one,
        "propose",
        "add-fees",
        expect![[r#"
        warn
        [warn change-exists]
        the change `add-fees` already exists (Planning): `/opsx:propose` asks whether to continue it or to use another name
        the change `add-fees` already exists (Planning): `/opsx:propose` asks whether to continue it or to use another name

        may run: /opsx:propose on add-fees (Planning → Planned)
          prompt: /opsx:propose add-fees
    "#]],
    );
}

#[test]
fn what_is_not_installed_cannot_run() {
    let one = change("add-fees", "- [ ] 1.1 A", DELTA);
    check(
        &format!("{COMMANDS}{one}"),
        "/opsx:continue",
        "",
        expect![[r#"
        cannot-tell
        [cannot-tell command-unknown]
        the project has no command `/opsx:continue`: choose it in `openspec config profile`, then run `openspec update`
        the project has no command `/opsx:continue`: choose it in `openspec config profile`, then run `openspec update`

        could not tell: /opsx:continue
    "#]],
    );
    // The user may have it elsewhere.
    check(
        &format!("//- /openspec/project.md\n{one}"),
        "/opsx-apply",
        "",
        expect![[r#"
        proceed
        may run: /opsx-apply on add-fees (Planned → Complete)
          prompt: /opsx-apply
    "#]],
    );
    let skill = format!("//- /.agents/skills/openspec-apply-change/SKILL.md\n{one}");
    check(
        &skill,
        "/opsx:apply",
        "add-fees",
        expect![[r#"
        proceed
        may run: $openspec-apply-change on add-fees (Planned → Complete)
          prompt: $openspec-apply-change add-fees
    "#]],
    );
    let verdict = preflight(&Fixture::parse(&skill).snapshot(), &request("apply", "add-fees", ""));
    assert_eq!(Order::of(&verdict).map(|order| order.prompt().to_owned()), Some(verdict.prompt));
}

#[test]
fn a_name_that_is_no_word_is_not_put_into_a_prompt() {
    let odd = format!("{COMMANDS}{}", change("--yolo\u{1b}[2J", "- [ ] 1.1 A", DELTA));
    check(
        &odd,
        "/opsx:apply",
        "--yolo\u{1b}[2J",
        expect![[r#"
        cannot-tell
        [cannot-tell change-name-unusable]
        `--yolo[2J` is not a single word, so a prompt cannot name it: rename the folder of the change
        `--yolo�[2J` is not a single word, so a prompt cannot name it: rename the folder of the change

        could not tell: /opsx:apply on --yolo�[2J (Planned)
    "#]],
    );
}

#[test]
fn other_projects_and_other_commands_are_as_before() {
    let flowspec = format!("{}//- /.claude/commands/opsx/apply.md\n", task("'workflow:Planned'"));
    assert_eq!(preflight_of(&flowspec, "/opsx:apply", "").reasons[0].why, Why::CommandWithoutStates);
    let flowspec = task("'workflow:Planned'") + "//- /backlog/config.yml\ntask_prefix: task\n";
    let both = format!("{flowspec}{COMMANDS}{}", change("add-fees", "- [ ] 1.1 A", DELTA));
    assert_eq!(preflight_of(&both, "/flow:implement", "").task.map(|task| task.id).as_deref(), Some("task-1"));
    assert_eq!(preflight_of(&both, "/opsx:apply", "").item.map(|item| item.id).as_deref(), Some("add-fees"));
    assert_eq!(preflight_of(COMMANDS, "/opsx:aply", "").outcome, Outcome::CannotTell);
}

#[test]
fn programs_read_the_change_in_a_field_of_its_own() {
    let one = format!("{COMMANDS}{}", change("add-fees", "- [ ] 1.1 A", DELTA));
    let verdict = preflight(&Fixture::parse(&one).snapshot(), &request("/opsx:apply", "", ""));
    expect![[r#"{"noun":"change","id":"add-fees","title":"About add-fees 😀","path":"openspec/changes/add-fees/proposal.md","from":"Planned","to":"Complete"}"#]].assert_eq(&serde_json::to_string(&verdict.item).unwrap());
}
