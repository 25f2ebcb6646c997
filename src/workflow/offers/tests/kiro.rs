//! In the specs of Kiro.

use expect_test::expect;

use super::*;
use crate::workflow::offers::lens::outlook;

const TASKS: &str = "//- /.kiro/specs/bikes/tasks.md
# Tasks
- [x] 1. Done
- [ ] 2. Größe
  - [x] 2.1 Done
  - [-] 2.2 Begun 😀
    - detail
- [ ] 3. Open
- [ ]* 3. Again
- [ ] without a number
```
- [ ] 4. Not a task
```
";

#[test]
fn above_each_open_task_that_it_can_start() {
    check_lenses(
        &TASKS.replace("# Tasks", "# Tasks$0"),
        expect![[r#"
        "- [-] 2.2 Begun 😀" ▶ Start task 2.2 = run start-task .kiro/specs/bikes/tasks.md 2.2
    "#]],
    );
}

#[test]
fn at_a_task_that_it_can_start() {
    let at = |line: &str| TASKS.replace(line, &format!("$0{line}"));
    check(
        &at("2. Größe"),
        expect![[r#"
        Start task 2 = run start-task .kiro/specs/bikes/tasks.md 2
    "#]],
    );
    check(
        &at("detail"),
        expect![[r#"
        Start task 2.2 = run start-task .kiro/specs/bikes/tasks.md 2.2
    "#]],
    );
    check(&at("1. Done"), expect![[""]]);
    check(&at("# Tasks"), expect![[""]]);
    check(&at("without"), expect![[""]]);
    check(
        &at("  - [-] 2.2"),
        expect![[r#"
        Start task 2.2 = run start-task .kiro/specs/bikes/tasks.md 2.2
    "#]],
    );
    // Two tasks have this number.
    check(&at("3. Open"), expect![[""]]);
}

/// A spec with these files, `$0` in one of them, and what `spec.json` says of each: `g` for generated, `a` for approved too.
fn spec(at: &str, files: &[&str], stages: &str) -> String {
    let mut fixture =
        String::from("//- /.claude/commands/kiro/spec-requirements.md\n//- /.claude/commands/kiro/spec-design.md\n");
    fixture += "//- /.claude/skills/kiro-impl/SKILL.md\n";
    for file in files {
        let cursor = if *file == at { "$0" } else { "" };
        let text = if *file == "tasks" { "- [ ] 1. A\n" } else { "### Requirement 1\n" };
        writeln!(fixture, "//- /.kiro/specs/bikes/{file}.md\n{cursor}{text}").unwrap();
    }
    let stage = |(name, flag): (&str, char)| {
        format!("\"{name}\": {{\"generated\": {}, \"approved\": {}}}", flag != '-', flag == 'a')
    };
    let approvals: Vec<_> = ["requirements", "design", "tasks"].into_iter().zip(stages.chars()).map(stage).collect();
    let cursor = if at == "spec.json" { "$0" } else { "" };
    format!("{fixture}//- /.kiro/specs/bikes/spec.json\n{cursor}{{\"approvals\": {{{}}}}}\n", approvals.join(", "))
}

#[test]
fn a_document_is_approved_before_the_command_that_leads_on() {
    check_lenses(
        &spec("requirements", &["requirements"], "---"),
        expect![[r####"
        "### Requirement 1" ▶ Run /kiro:spec-requirements on bikes (Requirements) = run /kiro:spec-requirements .kiro/specs/bikes/requirements.md
    "####]],
    );
    check_lenses(
        &spec("requirements", &["requirements"], "g--"),
        expect![[r####"
        "### Requirement 1" Approve requirements of bikes = approve requirements of .kiro/specs/bikes/requirements.md
    "####]],
    );
    check_lenses(
        &spec("requirements", &["requirements"], "a--"),
        expect![[r####"
        "### Requirement 1" ▶ Run /kiro:spec-design on bikes (Requirements → Design) = run /kiro:spec-design .kiro/specs/bikes/requirements.md
    "####]],
    );
    check(
        &spec("requirements", &["requirements"], "g--"),
        expect![[r#"
        Approve requirements of bikes = approve requirements of .kiro/specs/bikes/requirements.md
        Run /kiro:spec-design on bikes (Requirements → Design) (no: requirements not yet approved, approval required before design generation: review `requirements.md` of `bikes`, then set `approved` in its `spec.json`, or add `-y`) = run /kiro:spec-design .kiro/specs/bikes/requirements.md
    "#]],
    );
    // A project without `spec-tasks`.
    check_lenses(&spec("design", &["bugfix", "design"], "aa-"), expect![[""]]);
    check_lenses(
        &spec("tasks", &["requirements", "design", "tasks"], "aaa"),
        expect![[r#"
        "- [ ] 1. A" ▶ Run /kiro-impl on bikes (Tasks → Done) = run /kiro-impl .kiro/specs/bikes/tasks.md
        "- [ ] 1. A" ▶ Start task 1 = run start-task .kiro/specs/bikes/tasks.md 1
    "#]],
    );
    // The command is only offered in the document that it goes on from, and approvals are where nothing runs, too.
    check(
        &spec("requirements", &["requirements", "design", "tasks"], "gga"),
        expect![[r#"
        Approve requirements of bikes = approve requirements of .kiro/specs/bikes/requirements.md
    "#]],
    );
    check(
        &spec("spec.json", &["requirements", "design"], "ggg"),
        expect![[r#"
        Approve requirements of bikes = approve requirements of .kiro/specs/bikes/spec.json
        Approve design of bikes = approve design of .kiro/specs/bikes/spec.json
    "#]],
    );
}

#[test]
fn without_a_readable_state_nothing_is_approved() {
    let fixture = spec("requirements", &["requirements"], "g--");
    check(
        &fixture.replace("//- /.kiro/specs/bikes/spec.json\n{", "//- /.kiro/specs/bikes/spec.json\n"),
        expect![[r#"
        Run /kiro:spec-design on bikes (Requirements → Design) (no: no `spec.json` of `bikes` can be read, so it is unknown whether `requirements` are approved) = run /kiro:spec-design .kiro/specs/bikes/requirements.md
    "#]],
    );
    check(
        &fixture.replace(", \"approved\": false", ""),
        expect![[r#"
        Run /kiro:spec-design on bikes (Requirements → Design) (no: requirements not yet approved, approval required before design generation: review `requirements.md` of `bikes`, then set `approved` in its `spec.json`, or add `-y`) = run /kiro:spec-design .kiro/specs/bikes/requirements.md
    "#]],
    );
}

#[test]
fn lenses_are_made_again_when_an_approval_or_a_state_changes() {
    let outlook_of = |fixture: &str| outlook(&cursor(fixture).0);
    let before = spec("requirements", &["requirements"], "g--");
    for (now, is_old) in [
        (before.clone(), false),
        (before.replace("### Requirement 1", "\n### Requirement 1"), false),
        (spec("requirements", &["requirements"], "a--"), true),
        (spec("requirements", &["requirements", "design"], "g--"), true),
    ] {
        assert_eq!(outlook_of(&before) != outlook_of(&now), is_old, "{now}");
    }
}
