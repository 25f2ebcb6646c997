use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::fixture::Fixture;

const PROJECT: &str = "
//- /.claude/commands/flow/plan.md
# Plan the 😀 work
## Inputs
//- /.claude/commands/flow/implement.md
{{INCLUDE:.claude/partials/flow/_context.md}}
//- /.claude/partials/flow/_context.md
text
//- /.github/agents/flow-plan.agent.md
---
name: flow-plan
---
# Plan the 😀 work
## Inputs
//- /.claude/agents/qa.md
# QA
//- /.claude/skills/tdd/SKILL.md
Test first
//- /flowspec_workflow.yml
states: [To Do, In Implementation]
//- /backlog/tasks/task-12 - Plan.md
---
id: task-12
title: Plan the é release
---
//- /backlog/tasks/broken.md
---
title: no id
---
";

fn shown(query: &str, most: usize) -> String {
    let snapshot = Fixture::parse(PROJECT).snapshot();
    let found = find(std::slice::from_ref(&snapshot), query, most);
    let shown = found.iter().map(|named| {
        let text = snapshot.document(&named.path).unwrap().text();
        format!("{:?} {} in {} {:?}\n", named.kind, named.name, named.container, &text[named.range])
    });
    shown.collect()
}

#[track_caller]
fn check(query: &str, expect: Expect) {
    expect.assert_eq(&shown(query, usize::MAX));
}

#[test]
fn everything() {
    check(
        "",
        expect![[r###"
        Command /flow:implement in .claude/commands/flow/implement.md ""
        Command /flow:plan in .claude/commands/flow/plan.md ""
        State To Do in flowspec_workflow.yml "To Do"
        State In Implementation in flowspec_workflow.yml "In Implementation"
        Agent qa in .claude/agents/qa.md ""
        Agent flow-plan in .github/agents/flow-plan.agent.md ""
        Skill tdd in .claude/skills/tdd/SKILL.md ""
        Partial .claude/partials/flow/_context.md in .claude/partials/flow/_context.md ""
        Task task-12 Plan the é release in backlog/tasks/task-12 - Plan.md "task-12"
        Heading QA in .claude/agents/qa.md "# QA"
        Heading Plan the 😀 work in .claude/commands/flow/plan.md "# Plan the 😀 work"
        Heading Inputs in .claude/commands/flow/plan.md "## Inputs"
    "###]],
    );
    assert_eq!(shown(" \t", usize::MAX), shown("", usize::MAX));
}

#[test]
fn some_letters() {
    check(
        "fpl",
        expect![[r#"
        Agent flow-plan in .github/agents/flow-plan.agent.md ""
        Command /flow:plan in .claude/commands/flow/plan.md ""
        Command /flow:implement in .claude/commands/flow/implement.md ""
    "#]],
    );
    check(
        "PLAN",
        expect![[r##"
        Heading Plan the 😀 work in .claude/commands/flow/plan.md "# Plan the 😀 work"
        Task task-12 Plan the é release in backlog/tasks/task-12 - Plan.md "task-12"
        Command /flow:plan in .claude/commands/flow/plan.md ""
        Agent flow-plan in .github/agents/flow-plan.agent.md ""
        State In Implementation in flowspec_workflow.yml "In Implementation"
    "##]],
    );
    check(
        "In Imp",
        expect![[r#"
        State In Implementation in flowspec_workflow.yml "In Implementation"
        Command /flow:implement in .claude/commands/flow/implement.md ""
    "#]],
    );
}

#[test]
fn every_word_must_fit() {
    check(
        "plan release",
        expect![[r#"
        Task task-12 Plan the é release in backlog/tasks/task-12 - Plan.md "task-12"
    "#]],
    );
    check("release plan 😀", expect![""]);
}

#[test]
fn marks_are_letters_like_others() {
    check(
        "/flow:pl",
        expect![[r#"
        Command /flow:plan in .claude/commands/flow/plan.md ""
        Command /flow:implement in .claude/commands/flow/implement.md ""
    "#]],
    );
    check("!plan", expect![""]);
    check(
        "é",
        expect![[r#"
        Task task-12 Plan the é release in backlog/tasks/task-12 - Plan.md "task-12"
    "#]],
    );
    check(
        "😀",
        expect![[r##"
        Heading Plan the 😀 work in .claude/commands/flow/plan.md "# Plan the 😀 work"
    "##]],
    );
}

#[test]
fn names_of_a_feature() {
    let snapshot = Fixture::parse(
        "
//- /.specify/x.md
//- /specs/001-login/spec.md
# Login
### User Story 1 - Sign in é (Priority: P1)
- **FR-001**: Users MUST sign in.
//- /specs/001-login/tasks.md
- [ ] T001 [P] [US1] Create the form
### T002: Check the password
## Summary
- [ ] T001
",
    )
    .snapshot();
    let found = find(std::slice::from_ref(&snapshot), "", usize::MAX);
    let shown: String = found.iter().map(|named| format!("{:?} {}\n", named.kind, named.name)).collect();
    expect![[r#"
        Feature 001-login
        Story US1 Sign in é (Priority: P1)
        Requirement FR-001 Users MUST sign in.
        Task T001 Create the form
        Task T002 Check the password
        Heading Login
        Heading Summary
    "#]]
    .assert_eq(&shown);
}

#[test]
fn a_limit() {
    assert_eq!(shown("", 3).lines().count(), 3);
    assert_eq!(shown("p", 2).lines().count(), 2);
    assert_eq!(shown(&"long ".repeat(100_000), 2), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_query_is_answered(query in "\\PC{0,200}") {
        shown(&query, 10);
    }
}

#[test]
fn capabilities_and_changes_of_openspec() {
    let snapshot = Fixture::parse(
        "
//- /openspec/specs/shop/till/spec.md
# 😀 shop/till Specification
//- /openspec/specs/mill/spec.md
# Another title
//- /openspec/changes/add-fees/proposal.md
# Change: add-fees
//- /openspec/changes/other/tasks.md
- [ ] a
//- /openspec/changes/other/specs/new/spec.md
## ADDED Requirements
//- /openspec/changes/archive/2026-01-02-start/proposal.md
text
",
    )
    .snapshot();
    let found = find(std::slice::from_ref(&snapshot), "", usize::MAX);
    let found = found.iter().filter(|named| named.kind != NamedKind::Heading).map(|named| {
        let text = snapshot.document(&named.path).unwrap().text();
        format!("{:?} {} in {} {:?}\n", named.kind, named.name, named.container, &text[named.range])
    });
    expect![[r#"
        Capability mill in openspec/specs/mill/spec.md ""
        Capability shop/till in openspec/specs/shop/till/spec.md "shop/till"
        Change add-fees in openspec/changes/add-fees/proposal.md "add-fees"
        Change other in openspec/changes/other/tasks.md ""
    "#]]
    .assert_eq(&found.collect::<String>());
}

#[test]
fn what_has_a_number_in_a_spec_of_kiro() {
    let snapshot = Fixture::parse(
        "
//- /.kiro/specs/rent-a-bike/requirements.md
# Requirements
### Requirement 2: Größe 😀
#### Acceptance Criteria
1. WHEN a rider pays THEN the bike SHALL open, and it SHALL stay open until the rider has taken it out of the station
### Requirement 3
- WHEN it rains
//- /.kiro/specs/rent-a-bike/tasks.md
- [ ] 2. Rain
  - [ ] 2.1 Locks
- [ ] without a number
",
    )
    .snapshot();
    let found = find(std::slice::from_ref(&snapshot), "", usize::MAX).into_iter().map(|named| {
        let text = snapshot.document(&named.path).unwrap().text();
        format!("{:?} {} in {} {:?}\n", named.kind, named.name, named.container, &text[named.range])
    });
    expect![[r#####"
        Spec rent-a-bike in .kiro/specs/rent-a-bike/requirements.md ""
        Requirement Requirement 2: Größe 😀 in .kiro/specs/rent-a-bike/requirements.md "Requirement 2: Größe 😀"
        Requirement Requirement 3 in .kiro/specs/rent-a-bike/requirements.md "Requirement 3"
        Task 2 Rain in .kiro/specs/rent-a-bike/tasks.md "2"
        Task 2.1 Locks in .kiro/specs/rent-a-bike/tasks.md "2.1"
        Heading Requirements in .kiro/specs/rent-a-bike/requirements.md "# Requirements"
        Heading Acceptance Criteria in .kiro/specs/rent-a-bike/requirements.md "#### Acceptance Criteria"
        Criterion 2.1 WHEN a rider pays THEN the bike SHALL open, and it SHALL stay open until the rid in .kiro/specs/rent-a-bike/requirements.md "1"
        Criterion 3.1 WHEN it rains in .kiro/specs/rent-a-bike/requirements.md "WHEN it rains"
    "#####]].assert_eq(&found.collect::<String>());
    let best = |query: &str| find(std::slice::from_ref(&snapshot), query, 1).pop().map(|it| it.name);
    assert_eq!(best("größe").as_deref(), Some("Requirement 2: Größe 😀"));
    assert_eq!(best("2.1 locks").as_deref(), Some("2.1 Locks"));
}
