//! Commands of Spec Kit, on features in every state. That its scripts say the same is tested in `tests/spec_kit`.

use expect_test::{Expect, expect};

use super::*;

const PROJECT: &str = "
//- /.specify/integration.json
{\"integration\": \"claude\", \"integration_settings\": {\"claude\": {\"invoke_separator\": \"-\"}}}
//- /.specify/feature.json
{\"feature_directory\": \"specs/001-fees\"}
";

const SPEC: &str = "//- /specs/001-fees/spec.md\n# Feature Specification: Fees 😀\n";
const PLAN: &str = "//- /specs/001-fees/plan.md\n# Implementation Plan: Fees\n";
const TASKS: &str = "//- /specs/001-fees/tasks.md\n- [x] T001 a\n- [ ] T002 b\n";

fn told(files: &[&str], request: &Request) -> String {
    let snapshot = Fixture::parse(&files.concat()).snapshot();
    let verdict = preflight(&snapshot, request);
    format!("{}{}", shown(&verdict), verdict.summary())
}

#[track_caller]
fn check(files: &[&str], command: &str, expect: Expect) {
    expect.assert_eq(&told(files, &request(command, "", "")));
}

#[test]
fn every_spelling_means_the_command_of_the_project() {
    for command in ["plan", "/plan", "/speckit.plan", "/speckit-plan", "$speckit-plan", "speckit:plan"] {
        let verdict = preflight_of(&format!("{PROJECT}{SPEC}"), command, "fast");
        assert_eq!((verdict.prompt.as_str(), verdict.outcome), ("/speckit-plan fast", Outcome::Proceed), "{command}");
    }
}

#[test]
fn a_plan_leads_to_tasks() {
    check(
        &[PROJECT, SPEC],
        "plan",
        expect![[r#"
        proceed
        [proceed next-commands]
        next: `/speckit-tasks` or `/speckit-checklist`
        next: `/speckit-tasks` or `/speckit-checklist`

        may run: /speckit-plan on 001-fees (Specified → Planned)
          prompt: /speckit-plan
    "#]],
    );
    let question = "[NEEDS CLARIFICATION: which?]\n";
    let untouched: String = ('A'..='O').map(|letter| format!("[TOKEN_{letter}]\n")).collect();
    let constitution = format!("//- /.specify/memory/constitution.md\n{untouched}");
    check(
        &[PROJECT, &constitution, SPEC, question],
        "plan",
        expect![[r#"
        warn
        [warn constitution-untouched]
        the constitution is still the template, so nothing is checked against it: run `/speckit-constitution` first
        [warn clarifications-open]
        a question in `spec.md` is open: run `/speckit-clarify` first
        [proceed next-commands]
        next: `/speckit-tasks` or `/speckit-checklist`
        the constitution is still the template, so nothing is checked against it: run `/speckit-constitution` first

        a question in `spec.md` is open: run `/speckit-clarify` first

        next: `/speckit-tasks` or `/speckit-checklist`

        may run: /speckit-plan on 001-fees (Specified → Planned)
          prompt: /speckit-plan
    "#]],
    );
    check(
        &[PROJECT, PLAN],
        "plan",
        expect![[r#"
        warn
        [warn feature-file-missing]
        the feature has no `spec.md`, which Spec Kit does not check here: run `/speckit-specify` first
        [proceed next-commands]
        next: `/speckit-tasks` or `/speckit-checklist`
        the feature has no `spec.md`, which Spec Kit does not check here: run `/speckit-specify` first

        next: `/speckit-tasks` or `/speckit-checklist`

        may run: /speckit-plan on 001-fees (Planned)
          prompt: /speckit-plan
    "#]],
    );
    check(
        &[PROJECT],
        "plan",
        expect![[r#"
        warn
        [warn feature-missing]
        `/specs/001-fees` does not exist, and Spec Kit makes it without a word: correct `.specify/feature.json` first
        `/specs/001-fees` does not exist, and Spec Kit makes it without a word: correct `.specify/feature.json` first

        may run: /speckit-plan
          prompt: /speckit-plan
    "#]],
    );
}

#[test]
fn scripts_stop_at_the_first_file_that_is_missing() {
    check(
        &[PROJECT],
        "implement",
        expect![[r#"
        block
        [block feature-missing]
        ERROR: Feature directory not found: /specs/001-fees
        Run /speckit-specify first to create the feature structure.
        ERROR: Feature directory not found: /specs/001-fees
        Run /speckit-specify first to create the feature structure.

        blocked: /speckit-implement
    "#]],
    );
    check(
        &[PROJECT, SPEC],
        "implement",
        expect![[r#"
        block
        [block feature-file-missing]
        ERROR: plan.md not found in /specs/001-fees
        Run /speckit-plan first to create the implementation plan.
        ERROR: plan.md not found in /specs/001-fees
        Run /speckit-plan first to create the implementation plan.

        blocked: /speckit-implement on 001-fees (Specified)
    "#]],
    );
    check(
        &[PROJECT, SPEC, "//- /specs/001-fees/plan.md\n"],
        "implement",
        expect![[r#"
        block
        [block feature-file-missing]
        ERROR: plan.md is empty in /specs/001-fees
        Populate it, or remove the empty file and rerun /speckit-plan with a valid plan template.
        ERROR: plan.md is empty in /specs/001-fees
        Populate it, or remove the empty file and rerun /speckit-plan with a valid plan template.

        blocked: /speckit-implement on 001-fees (Specified)
    "#]],
    );
    check(
        &[PROJECT, PLAN, TASKS],
        "analyze",
        expect![[r#"
        block
        [block feature-file-missing]
        ERROR: spec.md not found in /specs/001-fees
        Run /speckit-specify first to create the feature specification.
        ERROR: spec.md not found in /specs/001-fees
        Run /speckit-specify first to create the feature specification.

        blocked: /speckit-analyze on 001-fees (In Implementation)
    "#]],
    );
    check(
        &[PROJECT, PLAN],
        "tasks",
        expect![[r#"
        block
        [block feature-file-missing]
        ERROR: spec.md not found in /specs/001-fees
        Run /speckit-specify first to create the feature structure.
        ERROR: spec.md not found in /specs/001-fees
        Run /speckit-specify first to create the feature structure.

        blocked: /speckit-tasks on 001-fees (Planned)
    "#]],
    );
    check(
        &[PROJECT, SPEC, PLAN],
        "converge",
        expect![[r#"
        block
        [block feature-file-missing]
        ERROR: tasks.md not found in /specs/001-fees
        Run /speckit-tasks first to create the task list.
        ERROR: tasks.md not found in /specs/001-fees
        Run /speckit-tasks first to create the task list.

        blocked: /speckit-converge on 001-fees (Planned)
    "#]],
    );
    check(
        &[PROJECT, PLAN],
        "clarify",
        expect![[r#"
        block
        [block feature-file-missing]
        the feature has no `spec.md` to clarify: run `/speckit-specify` first
        the feature has no `spec.md` to clarify: run `/speckit-specify` first

        blocked: /speckit-clarify on 001-fees (Planned)
    "#]],
    );
}

#[test]
fn ticked_tasks_would_be_lost() {
    check(
        &[PROJECT, SPEC, PLAN, TASKS],
        "tasks",
        expect![[r#"
        warn
        [warn ticks-lost]
        `tasks.md` is written again, and 1 of 2 tasks are ticked: commit it first
        [proceed next-commands]
        next: `/speckit-analyze` or `/speckit-implement`
        `tasks.md` is written again, and 1 of 2 tasks are ticked: commit it first

        next: `/speckit-analyze` or `/speckit-implement`

        may run: /speckit-tasks on 001-fees (In Implementation)
          prompt: /speckit-tasks
    "#]],
    );
}

#[test]
fn open_items_of_checklists_are_asked_for() {
    let checklists = "//- /specs/001-fees/checklists/requirements.md
- [x] CHK001 a
- [X] CHK002 b
//- /specs/001-fees/checklists/ux.md
- [ ] CHK001 a
- [x] CHK002 b
- [~] CHK003 c
";
    let files = [PROJECT, SPEC, PLAN, TASKS, checklists];
    check(
        &files,
        "implement",
        expect![[r#"
        ask
        [ask checklists-open]
        | Checklist       | Total | Checked | Unchecked | Status |
        |-----------------|-------|---------|-----------|--------|
        | requirements.md | 2     | 2       | 0         | ✓ PASS |
        | ux.md           | 2     | 1       | 1         | ✗ FAIL |
        Some checklists have unchecked items. Do you want to proceed with implementation anyway? (yes/no)
        | Checklist       | Total | Checked | Unchecked | Status |
        |-----------------|-------|---------|-----------|--------|
        | requirements.md | 2     | 2       | 0         | ✓ PASS |
        | ux.md           | 2     | 1       | 1         | ✗ FAIL |
        Some checklists have unchecked items. Do you want to proceed with implementation anyway? (yes/no)

        not yet: /speckit-implement on 001-fees (In Implementation → Done)
    "#]],
    );
    let answered = |answer: bool| {
        let answers = Answers { go_on: Some(answer), ..Answers::default() };
        told(&files, &Request { answers, ..request("implement", "", "") })
    };
    expect![[r#"
        warn
        [warn checklists-open]
        | Checklist       | Total | Checked | Unchecked | Status |
        |-----------------|-------|---------|-----------|--------|
        | requirements.md | 2     | 2       | 0         | ✓ PASS |
        | ux.md           | 2     | 1       | 1         | ✗ FAIL |
        Some checklists have unchecked items. Do you want to proceed with implementation anyway? (yes/no) yes
        | Checklist       | Total | Checked | Unchecked | Status |
        |-----------------|-------|---------|-----------|--------|
        | requirements.md | 2     | 2       | 0         | ✓ PASS |
        | ux.md           | 2     | 1       | 1         | ✗ FAIL |
        Some checklists have unchecked items. Do you want to proceed with implementation anyway? (yes/no) yes

        may run: /speckit-implement on 001-fees (In Implementation → Done)
          prompt: /speckit-implement
    "#]]
    .assert_eq(&answered(true));
    expect![[r#"
        block
        [block checklists-declined]
        nothing is implemented while checklists have unchecked items
        nothing is implemented while checklists have unchecked items

        blocked: /speckit-implement on 001-fees (In Implementation)
    "#]]
    .assert_eq(&answered(false));
}

#[test]
fn mandatory_hooks_run_first() {
    let hooks = "//- /.specify/extensions.yml
hooks:
  before_plan:
    - { command: speckit.late.b, optional: false, priority: 20 }
    - { command: speckit.git.feature, optional: false }
    - { command: speckit.some.time, optional: false, condition: x }
    - { command: speckit.off, optional: false, enabled: false }
    - { command: speckit.offered }
";
    check(
        &[PROJECT, SPEC, hooks],
        "plan",
        expect![[r#"
        proceed
        [proceed hooks-run]
        extensions run `speckit.git.feature` and `speckit.late.b` first
        [proceed next-commands]
        next: `/speckit-tasks` or `/speckit-checklist`
        extensions run `speckit.git.feature` and `speckit.late.b` first

        next: `/speckit-tasks` or `/speckit-checklist`

        may run: /speckit-plan on 001-fees (Specified → Planned)
          prompt: /speckit-plan
    "#]],
    );
    check(
        &[PROJECT, SPEC, "//- /.specify/extensions.yml\nhooks: [\n"],
        "plan",
        expect![[r#"
        warn
        [warn hooks-unreadable]
        `.specify/extensions.yml` is not valid YAML, so no hook runs, not even a mandatory one: fix it first
        [proceed next-commands]
        next: `/speckit-tasks` or `/speckit-checklist`
        `.specify/extensions.yml` is not valid YAML, so no hook runs, not even a mandatory one: fix it first

        next: `/speckit-tasks` or `/speckit-checklist`

        may run: /speckit-plan on 001-fees (Specified → Planned)
          prompt: /speckit-plan
    "#]],
    );
}

#[test]
fn without_a_feature_nothing_goes_on() {
    let new = "//- /.specify/init-options.json\n{\"speckit_version\": \"1.2.3\"}\n";
    check(
        &[new, SPEC],
        "plan",
        expect![[r#"
        block
        [block feature-unknown]
        ERROR: Feature directory not found. Set SPECIFY_FEATURE_DIRECTORY or run the specify command to create .specify/feature.json.
        for example SPECIFY_FEATURE_DIRECTORY=specs/001-fees
        ERROR: Feature directory not found. Set SPECIFY_FEATURE_DIRECTORY or run the specify command to create .specify/feature.json.
        for example SPECIFY_FEATURE_DIRECTORY=specs/001-fees

        blocked: /speckit.plan
    "#]],
    );
    check(
        &["//- /.specify/feature.json\n{}\n", SPEC],
        "tasks",
        expect![[r#"
        block
        [block feature-unknown]
        ERROR: Feature directory not found. Set SPECIFY_FEATURE_DIRECTORY or ensure .specify/feature.json contains feature_directory.
        for example SPECIFY_FEATURE_DIRECTORY=specs/001-fees
        ERROR: Feature directory not found. Set SPECIFY_FEATURE_DIRECTORY or ensure .specify/feature.json contains feature_directory.
        for example SPECIFY_FEATURE_DIRECTORY=specs/001-fees

        blocked: /speckit.tasks
    "#]],
    );
    let elsewhere = "//- /.specify/feature.json\n{\"feature_directory\": \"../elsewhere\"}\n";
    check(
        &[elsewhere],
        "tasks",
        expect![[r#"
        cannot-tell
        [cannot-tell feature-outside]
        the current feature is in `../elsewhere`, outside of the project, where nothing is read
        the current feature is in `../elsewhere`, outside of the project, where nothing is read

        could not tell: /speckit.tasks
    "#]],
    );
    check(
        &[new],
        "specify",
        expect![[r#"
        proceed
        [proceed next-commands]
        next: `/speckit.plan` or `/speckit.clarify`
        next: `/speckit.plan` or `/speckit.clarify`

        may run: /speckit.specify
          prompt: /speckit.specify
    "#]],
    );
}

#[test]
fn the_environment_names_the_feature() {
    let other = "//- /specs/002-b/spec.md\n# B\n";
    let request = |task: &str| Request { feature_directory: Some("specs/002-b".into()), ..request("plan", task, "") };
    let files = [PROJECT, SPEC, other];
    expect![[r#"
        proceed
        [proceed next-commands]
        next: `/speckit-tasks` or `/speckit-checklist`
        next: `/speckit-tasks` or `/speckit-checklist`

        may run: /speckit-plan on 002-b (Specified → Planned)
          prompt: /speckit-plan
    "#]]
    .assert_eq(&told(&files, &request("002-b")));
    expect![[r#"
        cannot-tell
        [cannot-tell feature-not-current]
        Spec Kit would work on `specs/002-b`, not on `specs/001-fees`: set SPECIFY_FEATURE_DIRECTORY=specs/001-fees, or change `.specify/feature.json`
        Spec Kit would work on `specs/002-b`, not on `specs/001-fees`: set SPECIFY_FEATURE_DIRECTORY=specs/001-fees, or change `.specify/feature.json`

        could not tell: /speckit-plan
    "#]].assert_eq(&told(&files, &request("specs/001-fees/spec.md")));
    expect![[r#"
        cannot-tell
        [cannot-tell feature-not-current]
        there is no feature `003`: name a folder in `specs`
        there is no feature `003`: name a folder in `specs`

        could not tell: /speckit-plan
    "#]]
    .assert_eq(&told(&files, &request("003")));
}

#[test]
fn a_command_that_is_not_installed() {
    check(
        &[PROJECT, "//- /.claude/skills/speckit-plan/SKILL.md\nx\n", SPEC],
        "/speckit-tasks",
        expect![[r#"
        cannot-tell
        [cannot-tell command-unknown]
        the project has no command `/speckit-tasks`: run `specify integration upgrade`
        the project has no command `/speckit-tasks`: run `specify integration upgrade`

        could not tell: /speckit-tasks
    "#]],
    );
}

#[test]
fn a_plan_that_is_the_template_is_warned_of() {
    let template = "[FEATURE NAME]\n".repeat(12);
    check(
        &[PROJECT, SPEC, "//- /specs/001-fees/plan.md\n", &template],
        "tasks",
        expect![[r#"
        warn
        [warn plan-untouched]
        `plan.md` is still the template, which Spec Kit does not check: run `/speckit-plan` first
        [proceed next-commands]
        next: `/speckit-analyze` or `/speckit-implement`
        `plan.md` is still the template, which Spec Kit does not check: run `/speckit-plan` first

        next: `/speckit-analyze` or `/speckit-implement`

        may run: /speckit-tasks on 001-fees (Specified → Tasked)
          prompt: /speckit-tasks
    "#]],
    );
}

#[test]
fn templates_have_to_be_found() {
    let scripts = "//- /.specify/scripts/bash/common.sh\nx\n";
    check(
        &[PROJECT, scripts, SPEC],
        "plan",
        expect![[r#"
        block
        [block template-missing]
        ERROR: Plan template not found; no new plan.md was created.
        Restore a valid plan template and rerun plan setup.
        ERROR: Plan template not found; no new plan.md was created.
        Restore a valid plan template and rerun plan setup.

        blocked: /speckit-plan on 001-fees (Specified)
    "#]],
    );
    check(
        &[PROJECT, scripts, SPEC, PLAN],
        "plan",
        expect![[r#"
        proceed
        [proceed next-commands]
        next: `/speckit-tasks` or `/speckit-checklist`
        next: `/speckit-tasks` or `/speckit-checklist`

        may run: /speckit-plan on 001-fees (Planned)
          prompt: /speckit-plan
    "#]],
    );
    let template = "//- /.specify/templates/overrides/plan-template.md\nx\n";
    assert_eq!(preflight_of(&[PROJECT, scripts, template, SPEC].concat(), "plan", "").outcome, Outcome::Proceed);
}
