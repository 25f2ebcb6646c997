//! Commands of cc-sdd, on specs in every state.

use expect_test::{Expect, expect};

use super::*;

const COMMANDS: &str = "
//- /.claude/commands/kiro/spec-init.md
//- /.claude/commands/kiro/spec-requirements.md
//- /.claude/commands/kiro/spec-design.md
//- /.claude/commands/kiro/spec-tasks.md
//- /.claude/commands/kiro/spec-impl.md
";

/// A spec with these files and approvals, each by its first letter.
fn spec(name: &str, files: &str, approved: &str) -> String {
    let folder = format!("//- /.kiro/specs/{name}");
    let is = |letter: char| approved.contains(letter);
    let approvals = format!(
        "{{\"requirements\":{{\"approved\":{}}},\"design\":{{\"approved\":{}}},\"tasks\":{{\"approved\":{}}}}}",
        is('r'),
        is('d'),
        is('t')
    );
    let mut text = format!("{folder}/spec.json\n{{\"approvals\":{approvals}}}\n");
    for (letter, file) in [
        ('r', "requirements.md\n### Requirement 1: 😀"),
        ('d', "design.md\n# D"),
        ('t', "tasks.md\n- [ ] 1. A"),
        ('x', "tasks.md\n- [x] 1. A"),
    ] {
        if files.contains(letter) {
            text += &format!("{folder}/{file}\n");
        }
    }
    text
}

#[track_caller]
fn check(fixture: &str, command: &str, arguments: &str, expect: Expect) {
    let verdict = preflight(&Fixture::parse(fixture).snapshot(), &request(command, "", arguments));
    assert_eq!((&verdict.task, &verdict.from, &verdict.to), (&None, &None, &None));
    expect.assert_eq(&format!("{}{}", shown(&verdict), verdict.summary()));
}

#[test]
fn the_design_wants_approved_requirements() {
    let fixture = |approved| format!("{COMMANDS}{}", spec("bikes", "r", approved));
    check(
        &fixture(""),
        "/kiro:spec-design",
        "bikes",
        expect![[r#"
            block
            [block spec-not-approved]
            requirements not yet approved, approval required before design generation: review `requirements.md` of `bikes`, then set `approved` in its `spec.json`, or add `-y`
            requirements not yet approved, approval required before design generation: review `requirements.md` of `bikes`, then set `approved` in its `spec.json`, or add `-y`

            blocked: /kiro:spec-design on bikes (Requirements)
        "#]],
    );
    check(
        &fixture(""),
        "/kiro:spec-design",
        "bikes -y",
        expect![[r#"
        proceed
        may run: /kiro:spec-design on bikes (Requirements → Design)
          prompt: /kiro:spec-design bikes -y
    "#]],
    );
    check(
        &fixture("r"),
        "/kiro-spec-design",
        "",
        expect![[r#"
            proceed
            may run: /kiro:spec-design on bikes (Requirements → Design)
              prompt: /kiro:spec-design bikes
        "#]],
    );
}

#[test]
fn tasks_want_an_approved_design() {
    check(
        &format!("{COMMANDS}{}", spec("bikes", "r", "r")),
        "spec-tasks",
        "bikes",
        expect![[r#"
            block
            [block spec-file-missing]
            `bikes` has no `design.md`: write what is missing with `/kiro:spec-design`
            `bikes` has no `design.md`: write what is missing with `/kiro:spec-design`

            blocked: /kiro:spec-tasks on bikes (Requirements)
        "#]],
    );
    check(
        &format!("{COMMANDS}{}", spec("bikes", "rd", "r")),
        "spec-tasks",
        "bikes",
        expect![[r#"
            block
            [block spec-not-approved]
            requirements and design must be approved before task generation: review `design.md` of `bikes`, then set `approved` in its `spec.json`, or add `-y`
            requirements and design must be approved before task generation: review `design.md` of `bikes`, then set `approved` in its `spec.json`, or add `-y`

            blocked: /kiro:spec-tasks on bikes (Design)
        "#]],
    );
    check(
        &format!("{COMMANDS}{}", spec("bikes", "rd", "rd")),
        "spec-tasks",
        "bikes",
        expect![[r#"
        proceed
        may run: /kiro:spec-tasks on bikes (Design → Tasks)
          prompt: /kiro:spec-tasks bikes
    "#]],
    );
}

#[test]
fn the_implementation_wants_approved_tasks() {
    check(
        &format!("{COMMANDS}{}", spec("bikes", "rdt", "rd")),
        "$kiro-impl",
        "bikes 1.1 -y",
        expect![[r#"
            block
            [block spec-not-approved]
            tasks must be approved before implementation: review `tasks.md` of `bikes`, then set `approved` in its `spec.json`
            tasks must be approved before implementation: review `tasks.md` of `bikes`, then set `approved` in its `spec.json`

            blocked: /kiro:spec-impl on bikes (Tasks)
        "#]],
    );
    check(
        &format!("{COMMANDS}{}", spec("bikes", "rdt", "rdt")),
        "@kiro-impl",
        "bikes 1.1",
        expect![[r#"
        proceed
        may run: /kiro:spec-impl on bikes (Tasks → Done)
          prompt: /kiro:spec-impl bikes 1.1
    "#]],
    );
    check(
        &format!("{COMMANDS}{}", spec("bikes", "rdx", "rdt")),
        "/kiro:spec-impl",
        "bikes",
        expect![[r#"
        warn
        [warn spec-complete]
        every task of `bikes` is done
        every task of `bikes` is done

        may run: /kiro:spec-impl on bikes (Done)
          prompt: /kiro:spec-impl bikes
    "#]],
    );
    // Kiro itself writes no approvals.
    check(
        "//- /.kiro/specs/bikes/requirements.md\n//- /.kiro/specs/bikes/design.md\n//- /.kiro/specs/bikes/tasks.md\n- [ ] 1. A\n",
        "/kiro-impl",
        "bikes",
        expect![[r#"
            cannot-tell
            [cannot-tell spec-approval-unknown]
            no `spec.json` of `bikes` can be read, so it is unknown whether `tasks` are approved
            no `spec.json` of `bikes` can be read, so it is unknown whether `tasks` are approved

            could not tell: /kiro-impl on bikes (Tasks)
        "#]],
    );
}

#[test]
fn the_spec_is_named_or_the_only_open_one() {
    let two = format!("{COMMANDS}{}{}", spec("bikes", "r", "r"), spec("cars", "rdx", "rdt"));
    check(
        &two,
        "/kiro:spec-design",
        "",
        expect![[r#"
            proceed
            may run: /kiro:spec-design on bikes (Requirements → Design)
              prompt: /kiro:spec-design bikes
        "#]],
    );
    check(
        &two,
        "/kiro:spec-design",
        "bike",
        expect![[r#"
        cannot-tell
        [cannot-tell spec-unknown]
        there is no spec `bike`: did you mean `bikes`?
        there is no spec `bike`: did you mean `bikes`?

        could not tell: /kiro:spec-design
    "#]],
    );
    let open = format!("{two}{}", spec("trams", "rd", "r"));
    check(
        &open,
        "/kiro:spec-design",
        "-y",
        expect![[r#"
        ask
        [ask several-specs]
        several specs are open: which one?
          - bikes (Requirements)
          - trams (Design)
        several specs are open: which one?
          - bikes (Requirements)
          - trams (Design)

        not yet: /kiro:spec-design
    "#]],
    );
    let none = format!("{COMMANDS}//- /.kiro/steering/tech.md\n# Tech\n");
    check(
        &none,
        "/kiro:spec-design",
        "",
        expect![[r#"
            cannot-tell
            [cannot-tell spec-missing]
            no spec is open: start one with `/kiro:spec-init`
            no spec is open: start one with `/kiro:spec-init`

            could not tell: /kiro:spec-design
        "#]],
    );
}

#[test]
fn what_is_about_no_spec_may_run() {
    let fixture = format!("{COMMANDS}{}", spec("bikes", "r", ""));
    check(
        &fixture,
        "/kiro:spec-init",
        "rent bikes",
        expect![[r#"
        proceed
        may run: /kiro:spec-init
          prompt: /kiro:spec-init rent bikes
    "#]],
    );
    check(
        &fixture,
        "/kiro:validate-gap",
        "bikes",
        expect![[r#"
        cannot-tell
        [cannot-tell command-unknown]
        the project has no command `/kiro:validate-gap`: install it with `npx cc-sdd@latest`
        the project has no command `/kiro:validate-gap`: install it with `npx cc-sdd@latest`

        could not tell: /kiro:validate-gap
    "#]],
    );
}
