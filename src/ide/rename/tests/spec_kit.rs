//! Tasks, requirements, stories and items of Spec Kit.

use super::*;

const PROJECT: &str = "
//- /.specify/x.md
//- /specs/001-a/spec.md
### User Story 1 - Sign in (Priority: P1)
- **FR-001**: System MUST x
- **FR-002**: System MUST y
//- /specs/001-a/plan.md
As US1 and [US1] say, US12 does not.
//- /specs/001-a/tasks.md
- [x] T001 [US1] é, FR-001/002
- [ ] T002 [US1,US2] after T001
- [ ] T003 like T001 of spec 002
//- /specs/001-a/checklists/ux.md
- [ ] CHK001 a
//- /specs/002-b/tasks.md
- [ ] T001 [US1] other, FR-001
";

fn with_cursor(before: &str, after: &str) -> String {
    PROJECT.replacen(&format!("{before}{after}"), &format!("{before}$0{after}"), 1)
}

#[test]
fn ids_change_in_the_whole_feature() {
    check(
        &with_cursor("after T", "001"),
        "T010",
        expect![[r#"
        //- /specs/001-a/tasks.md
        - [x] T010 [US1] é, FR-001/002
        - [ ] T002 [US1,US2] after T010
        - [ ] T003 like T001 of spec 002
    "#]],
    );
    check(
        &with_cursor("**FR-", "002"),
        "FR-010",
        expect![[r#"
        //- /specs/001-a/spec.md
        ### User Story 1 - Sign in (Priority: P1)
        - **FR-001**: System MUST x
        - **FR-010**: System MUST y
        //- /specs/001-a/tasks.md
        - [x] T001 [US1] é, FR-001/010
        - [ ] T002 [US1,US2] after T001
        - [ ] T003 like T001 of spec 002
    "#]],
    );
    check(
        &with_cursor("[US", "1,US2"),
        "US3",
        expect![[r#"
            //- /specs/001-a/plan.md
            As US3 and [US3] say, US12 does not.
            //- /specs/001-a/spec.md
            ### User Story 3 - Sign in (Priority: P1)
            - **FR-001**: System MUST x
            - **FR-002**: System MUST y
            //- /specs/001-a/tasks.md
            - [x] T001 [US3] é, FR-001/002
            - [ ] T002 [US3,US2] after T001
            - [ ] T003 like T001 of spec 002
        "#]],
    );
    check(
        &with_cursor("CHK", "001"),
        "CHK002",
        expect![[r#"
        //- /specs/001-a/checklists/ux.md
        - [ ] CHK002 a
    "#]],
    );
}

#[test]
fn a_name_that_is_taken_or_is_none_is_refused() {
    check(
        &with_cursor("after T", "001"),
        "T002",
        expect![[r#"
        refused: there is `T002` already
    "#]],
    );
    check(
        &with_cursor("after T", "001"),
        "first",
        expect![[r#"
        refused: `first` is not the id of a task: write it like `T001`
    "#]],
    );
    check(
        &with_cursor("**FR-", "002"),
        "SC-002",
        expect![[r#"
        refused: `002` continues a list of `FR-002`: write it in full first
    "#]],
    );
    check(
        &with_cursor("[US", "1,US2"),
        "x",
        expect![[r#"
        refused: `x` is not the number of a story: write it like `1`
    "#]],
    );
}
