//! Ids in the features of Spec Kit.

use super::*;

const PROJECT: &str = "
//- /.specify/x.md
//- /specs/001-a/spec.md
### User Story 1 - Sign in 😀
- **FR-001**: System MUST x
- **FR-004**: System MUST y
";

#[test]
fn ids_that_are_there() {
    let tasks = "//- /specs/001-a/tasks.md\n- [ ] T001 [US1] a\n- [ ] T002 é, FR-$0\n";
    check(
        &format!("{PROJECT}{tasks}"),
        expect![[r#"
        for `FR-`
        - FR-001  System MUST x
        - FR-004  System MUST y
        - [ ] T002 é, FR-001"#]],
    );
    let tasks = "//- /specs/001-a/tasks.md\n- [ ] T001 a\n- [ ] T002 [U$0] b\n";
    check(
        &format!("{PROJECT}{tasks}"),
        expect![[r#"
        for `U`
        - US1  User Story 1 - Sign in 😀
        - [ ] T002 [US1] b"#]],
    );
    let plan = "//- /specs/001-a/tasks.md\n- [ ] T001 a\n//- /specs/001-a/plan.md\nas in T$0\n";
    check(
        &format!("{PROJECT}{plan}"),
        expect![[r#"
        for `T`
        - T001  a
        as in T001"#]],
    );
}

#[test]
fn the_next_free_id_begins_something_new() {
    let tasks = "//- /specs/001-a/tasks.md\n- [ ] T001 a\n- [ ] T007 b\n- [ ] $0\n";
    check(
        &format!("{PROJECT}{tasks}"),
        expect![[r#"
        for ``
        - T008  the next free id
        - [ ] T008"#]],
    );
    let items = "//- /specs/001-a/checklists/ux.md\n- [ ] CHK003 a\n- [ ] CHK$0\n";
    check(
        &format!("{PROJECT}{items}"),
        expect![[r#"
        for `CHK`
        - CHK004  the next free id
        - [ ] CHK004"#]],
    );
    check(
        &format!("{PROJECT}- **FR$0\n"),
        expect![[r#"
        for `FR`
        - FR-005  the next free id
        - **FR-005"#]],
    );
    check(
        "//- /.specify/x.md\n//- /specs/001-a/spec.md\n- **S$0\n",
        expect![[r#"
        for `S`
        - SC-001  the next free id
        - **SC-001"#]],
    );
}
