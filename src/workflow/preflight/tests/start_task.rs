//! Starting one task of a spec of Kiro.

use expect_test::{Expect, expect};

use super::*;

const SPEC: &str = "
//- /.kiro/specs/bikes/requirements.md
### Requirement 1: Rent 😀
#### Acceptance Criteria
1. WHEN a rider pays
   THEN the bike SHALL open
2. IF it rains THEN it SHALL stay
3. c
### Requirement 2: Return
1. d
//- /.kiro/specs/bikes/design.md
# Design
//- /.kiro/specs/bikes/tasks.md
# Tasks
- [x] 1. Locks
- [ ] 2. Größe
  - [ ] 2.1 Open
    - at the station

    ```
    # no heading
    ```
    - _Requirements: 1.1-2, 2_
    - _Depends: 1, 2.2, 3_
  - [ ] 2.2 Close
    - _Requirements: 1.2, 9.9_
- [ ] 3. Nothing
  - _Blocked: no 🔑 yet_

## Notes
Not a part of task 3.
";

#[track_caller]
fn check(fixture: &str, task: &str, arguments: &str, expect: Expect) {
    let verdict = preflight(&Fixture::parse(fixture).snapshot(), &request("start-task", task, arguments));
    expect.assert_eq(&format!("{}{}", shown(&verdict), verdict.summary()));
}

#[test]
fn the_prompt_has_the_task_its_requirements_and_the_design() {
    check(
        SPEC,
        "bikes",
        "2.1",
        expect![[r#"
        warn
        [warn spec-task-waits]
        task 2.1 depends on tasks 2.2, 3, which are not done
        task 2.1 depends on tasks 2.2, 3, which are not done

        may run: start-task on bikes (In Implementation)
          prompt: Implement task 2.1 of `.kiro/specs/bikes/tasks.md`, and no other task:

        - [ ] 2.1 Open
          - at the station

          ```
          # no heading
          ```
          - _Requirements: 1.1-2, 2_
          - _Depends: 1, 2.2, 3_

        These requirements must be met:

        - 1.1: WHEN a rider pays THEN the bike SHALL open
        - 1.2: IF it rains THEN it SHALL stay
        - Requirement 2: Return
        - 2.1: d

        Follow the design in `.kiro/specs/bikes/design.md`.

        When the task is done, set its checkbox in `.kiro/specs/bikes/tasks.md` to `[x]`.
    "#]],
    );
    // The spec as the first argument, a parent with its parts, and what the user adds.
    check(
        SPEC,
        "",
        "bikes 2. without new dependencies",
        expect![[r#"
        warn
        [warn spec-task-waits]
        task 2 depends on task 3, which is not done
        task 2 depends on task 3, which is not done

        may run: start-task on bikes (In Implementation)
          prompt: Implement task 2 of `.kiro/specs/bikes/tasks.md`, and no other task:

        - [ ] 2. Größe
          - [ ] 2.1 Open
            - at the station

            ```
            # no heading
            ```
            - _Requirements: 1.1-2, 2_
            - _Depends: 1, 2.2, 3_
          - [ ] 2.2 Close
            - _Requirements: 1.2, 9.9_

        These requirements must be met:

        - 1.1: WHEN a rider pays THEN the bike SHALL open
        - 1.2: IF it rains THEN it SHALL stay
        - Requirement 2: Return
        - 2.1: d

        Follow the design in `.kiro/specs/bikes/design.md`.

        When the task is done, set its checkbox in `.kiro/specs/bikes/tasks.md` to `[x]`.

        without new dependencies
    "#]],
    );
    // A file of the spec.
    check(
        SPEC,
        ".kiro/specs/bikes/tasks.md",
        "1",
        expect![[r#"
        warn
        [warn spec-task-done]
        task 1 is done
        task 1 is done

        may run: start-task on bikes (In Implementation)
          prompt: Implement task 1 of `.kiro/specs/bikes/tasks.md`, and no other task:

        - [x] 1. Locks

        Follow the design in `.kiro/specs/bikes/design.md`.

        When the task is done, set its checkbox in `.kiro/specs/bikes/tasks.md` to `[x]`.
    "#]],
    );
}

#[test]
fn a_blocked_task_does_not_start() {
    check(
        SPEC,
        "",
        "3",
        expect![[r#"
        block
        [block spec-task-blocked]
        task 3 is blocked: no 🔑 yet; when this is solved, remove its `_Blocked: …_`
        task 3 is blocked: no 🔑 yet; when this is solved, remove its `_Blocked: …_`

        blocked: start-task on bikes (In Implementation)
    "#]],
    );
}

#[test]
fn a_task_that_cannot_be_told_does_not_start() {
    check(
        SPEC,
        "",
        "",
        expect![[r#"
        cannot-tell
        [cannot-tell spec-task-missing]
        no task of `bikes` is named: add its number to the arguments, such as `2`
        no task of `bikes` is named: add its number to the arguments, such as `2`

        could not tell: start-task on bikes (In Implementation)
    "#]],
    );
    check(
        SPEC,
        "",
        "2.9",
        expect![[r#"
        cannot-tell
        [cannot-tell spec-task-unknown]
        `bikes` has no task 2.9: did you mean 2.1?
        `bikes` has no task 2.9: did you mean 2.1?

        could not tell: start-task on bikes (In Implementation)
    "#]],
    );
    check(
        &SPEC.replace("2.2 Close", "2.1 Close"),
        "",
        "2.1",
        expect![[r#"
        cannot-tell
        [cannot-tell spec-task-repeated]
        `bikes` has several tasks 2.1: renumber its `tasks.md`
        `bikes` has several tasks 2.1: renumber its `tasks.md`

        could not tell: start-task on bikes (In Implementation)
    "#]],
    );
    check(
        SPEC,
        "cars",
        "2.1",
        expect![[r#"
        cannot-tell
        [cannot-tell spec-unknown]
        there is no spec `cars`: name a folder in `.kiro/specs`
        there is no spec `cars`: name a folder in `.kiro/specs`

        could not tell: start-task
    "#]],
    );
    check(
        "//- /.kiro/specs/bikes/requirements.md\n### Requirement 1\n",
        "",
        "1",
        expect![[r#"
        block
        [block spec-file-missing]
        `bikes` has no `tasks.md`: write what is missing
        `bikes` has no `tasks.md`: write what is missing

        blocked: start-task on bikes (Requirements)
    "#]],
    );
    let long = SPEC.replace("at the station", &"at the station ".repeat(2000));
    check(
        &long,
        "",
        "2.1",
        expect![[r#"
        cannot-tell
        [warn spec-task-waits]
        task 2.1 depends on tasks 2.2, 3, which are not done
        [cannot-tell spec-task-too-long]
        task 2.1 does not fit into one prompt: start one of its parts
        task 2.1 does not fit into one prompt: start one of its parts

        could not tell: start-task on bikes (In Implementation)
    "#]],
    );
}

#[test]
fn approvals_count_where_there_are_any() {
    let with = |json: &str| format!("{SPEC}//- /.kiro/specs/bikes/spec.json\n{json}\n");
    check(
        &with(r#"{"approvals":{"tasks":{"approved":true}}}"#),
        "",
        "2.2",
        expect![[r#"
        proceed
        may run: start-task on bikes (In Implementation)
          prompt: Implement task 2.2 of `.kiro/specs/bikes/tasks.md`, and no other task:

        - [ ] 2.2 Close
          - _Requirements: 1.2, 9.9_

        These requirements must be met:

        - 1.2: IF it rains THEN it SHALL stay

        Follow the design in `.kiro/specs/bikes/design.md`.

        When the task is done, set its checkbox in `.kiro/specs/bikes/tasks.md` to `[x]`.
    "#]],
    );
    check(
        &with(r#"{"approvals":{"tasks":{"approved":false}}}"#),
        "",
        "2.2",
        expect![[r#"
        block
        [block spec-not-approved]
        tasks must be approved before implementation: review `tasks.md` of `bikes`, then set `approved` in its `spec.json`
        tasks must be approved before implementation: review `tasks.md` of `bikes`, then set `approved` in its `spec.json`

        blocked: start-task on bikes (In Implementation)
    "#]],
    );
    check(
        &with("{"),
        "",
        "2.2",
        expect![[r#"
        cannot-tell
        [cannot-tell spec-approval-unknown]
        no `spec.json` of `bikes` can be read, so it is unknown whether `tasks` are approved
        no `spec.json` of `bikes` can be read, so it is unknown whether `tasks` are approved

        could not tell: start-task on bikes (In Implementation)
    "#]],
    );
}

#[test]
fn a_command_of_this_name_and_a_project_without_kiro_are_left_alone() {
    let own = format!("{SPEC}//- /.claude/commands/start-task.md\n---\ndescription: a\n---\n# S\n");
    let verdict = preflight_of(&own, "start-task", "2.1");
    assert_eq!((verdict.prompt.as_str(), verdict.item), ("/start-task 2.1", None));
    let verdict = preflight_of(SETTLED, "start-task", "2.1");
    assert_eq!(verdict.outcome, Outcome::CannotTell);
}
