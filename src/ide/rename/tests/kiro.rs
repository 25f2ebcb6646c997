//! Numbers of a spec of Kiro.

use super::*;
use crate::ide::kiro_fixture::at;

#[test]
fn a_requirement_takes_its_criteria_along() {
    check(
        &at("1: Rent"),
        "7",
        expect![[r#"
        //- /.kiro/specs/bikes/design.md
        See Requirement 3.3.
        ### Property 1: Paid bikes open
        **Validates: Requirements 7.1, 3**
        //- /.kiro/specs/bikes/requirements.md
        # Requirements
        ### Requirement 7: Rent 😀
        **User Story:** As a rider, I want a bike.
        #### Acceptance Criteria
        1. WHEN a rider pays
           THEN the bike SHALL open
        2. IF it rains THEN it SHALL stay

        ### Requirement 3: Return
        1. a
        3. c
        //- /.kiro/specs/bikes/tasks.md
        - [x] 1. Locks
          - _Requirements: 7.1, 7.2_
        - [ ] 3. Returns
          - [ ] 3.1 Open ways of return (P)
            - Property 1
            - _Requirements: 3.3_
          - [ ] 3.4 Ends
            - _Depends: 3.1, 1_
            - _Requirements: 7.1-2, 3.2_
    "#]],
    );
}

#[test]
fn a_criterion_of_a_list_and_a_reference_to_it() {
    check(
        &at("2. IF"),
        "4",
        expect![[r#"
        //- /.kiro/specs/bikes/requirements.md
        # Requirements
        ### Requirement 1: Rent 😀
        **User Story:** As a rider, I want a bike.
        #### Acceptance Criteria
        1. WHEN a rider pays
           THEN the bike SHALL open
        4. IF it rains THEN it SHALL stay

        ### Requirement 3: Return
        1. a
        3. c
        //- /.kiro/specs/bikes/tasks.md
        - [x] 1. Locks
          - _Requirements: 1.1, 1.4_
        - [ ] 3. Returns
          - [ ] 3.1 Open ways of return (P)
            - Property 1
            - _Requirements: 3.3_
          - [ ] 3.4 Ends
            - _Depends: 3.1, 1_
            - _Requirements: 1.1-4, 3.2_
    "#]],
    );
    check(
        &at("3.3_"),
        "3.7",
        expect![[r#"
        //- /.kiro/specs/bikes/design.md
        See Requirement 3.7.
        ### Property 1: Paid bikes open
        **Validates: Requirements 1.1, 3**
        //- /.kiro/specs/bikes/requirements.md
        # Requirements
        ### Requirement 1: Rent 😀
        **User Story:** As a rider, I want a bike.
        #### Acceptance Criteria
        1. WHEN a rider pays
           THEN the bike SHALL open
        2. IF it rains THEN it SHALL stay

        ### Requirement 3: Return
        1. a
        7. c
        //- /.kiro/specs/bikes/tasks.md
        - [x] 1. Locks
          - _Requirements: 1.1, 1.2_
        - [ ] 3. Returns
          - [ ] 3.1 Open ways of return (P)
            - Property 1
            - _Requirements: 3.7_
          - [ ] 3.4 Ends
            - _Depends: 3.1, 1_
            - _Requirements: 1.1-2, 3.7_
    "#]],
    );
}

#[test]
fn a_task_takes_its_parts_along() {
    check(
        &at("3. Returns"),
        "2",
        expect![[r#"
        //- /.kiro/specs/bikes/tasks.md
        - [x] 1. Locks
          - _Requirements: 1.1, 1.2_
        - [ ] 2. Returns
          - [ ] 2.1 Open ways of return (P)
            - Property 1
            - _Requirements: 3.3_
          - [ ] 2.4 Ends
            - _Depends: 2.1, 1_
            - _Requirements: 1.1-2, 3.2_
    "#]],
    );
    check(
        &at("3.1, 1_"),
        "3.9",
        expect![[r#"
        //- /.kiro/specs/bikes/tasks.md
        - [x] 1. Locks
          - _Requirements: 1.1, 1.2_
        - [ ] 3. Returns
          - [ ] 3.9 Open ways of return (P)
            - Property 1
            - _Requirements: 3.3_
          - [ ] 3.4 Ends
            - _Depends: 3.9, 1_
            - _Requirements: 1.1-2, 3.2_
    "#]],
    );
}

#[test]
fn numbers_that_are_taken_are_refused() {
    check(
        &at("1: Rent"),
        "3",
        expect![[r#"
            refused: requirement 3 already exists: give it another number first
        "#]],
    );
    check(
        &at("2. IF"),
        "1.1",
        expect![[r#"
            refused: criterion 1.1 already exists: give it another number first
        "#]],
    );
    check(
        &at("c\n"),
        "2",
        expect![[r#"
        //- /.kiro/specs/bikes/design.md
        See Requirement 3.2.
        ### Property 1: Paid bikes open
        **Validates: Requirements 1.1, 3**
        //- /.kiro/specs/bikes/requirements.md
        # Requirements
        ### Requirement 1: Rent 😀
        **User Story:** As a rider, I want a bike.
        #### Acceptance Criteria
        1. WHEN a rider pays
           THEN the bike SHALL open
        2. IF it rains THEN it SHALL stay

        ### Requirement 3: Return
        1. a
        2. c
        //- /.kiro/specs/bikes/tasks.md
        - [x] 1. Locks
          - _Requirements: 1.1, 1.2_
        - [ ] 3. Returns
          - [ ] 3.1 Open ways of return (P)
            - Property 1
            - _Requirements: 3.2_
          - [ ] 3.4 Ends
            - _Depends: 3.1, 1_
            - _Requirements: 1.1-2, 3.2_
    "#]],
    );
    check(
        &at("c\n"),
        "1.9",
        expect![[r#"
        refused: `1.9` is not a criterion of requirement 3: use a number, with `3.` or without
    "#]],
    );
    check(
        &at("3. Returns"),
        "1",
        expect![[r#"
            refused: task 1 already exists: give it another number first
        "#]],
    );
    check(
        &at("3. Returns"),
        "3.9",
        expect![[r#"
            refused: task 3 cannot be a part of itself
        "#]],
    );
    check(
        &at("3. Returns"),
        "three",
        expect![[r#"
        refused: `three` is not the number of a task: use numbers with dots between them
    "#]],
    );
}

#[test]
fn a_number_that_would_not_be_read_is_refused() {
    check(
        &at("3.1, 1_"),
        "9",
        expect![[r#"
        refused: `9` would not be read as the number of this task
    "#]],
    );
}

#[test]
fn clauses_follow_their_requirement() {
    check(
        "
//- /.kiro/specs/fix/bugfix.md
1.1 WHEN it rains THEN bikes rust
1.2 WHEN it snows
//- /.kiro/specs/fix/tasks.md
- [ ] 1. A
  - _Requirements: $01.2, 1_
",
        "3",
        expect![[r#"
            //- /.kiro/specs/fix/bugfix.md
            1.1 WHEN it rains THEN bikes rust
            1.3 WHEN it snows
            //- /.kiro/specs/fix/tasks.md
            - [ ] 1. A
              - _Requirements: 1.3, 1_
        "#]],
    );
    check(
        "
//- /.kiro/specs/fix/bugfix.md
1.1 WHEN it rains THEN bikes rust
1.2 WHEN it snows
//- /.kiro/specs/fix/tasks.md
- [ ] 1. A
  - _Requirements: 1.2, 1$0_
",
        "3",
        expect![[r#"
            //- /.kiro/specs/fix/bugfix.md
            3.1 WHEN it rains THEN bikes rust
            3.2 WHEN it snows
            //- /.kiro/specs/fix/tasks.md
            - [ ] 1. A
              - _Requirements: 3.2, 3_
        "#]],
    );
}

#[test]
fn files_that_are_pulled_in_are_followed() {
    check_moved(
        "
//- /.kiro/steering/tech.md
#[[file:docs/style.md#tone]] #[[file:../../docs/style.md]]
//- /docs/style.md
# Style
",
        &[("docs", "guide")],
        expect![[r#"
            //- /.kiro/steering/tech.md
            #[[file:guide/style.md#tone]] #[[file:../../guide/style.md]]
        "#]],
    );
    check_moved(
        "
//- /.kiro/specs/bikes/design.md
#[[file:docs/style.md]] #[[file:../../../docs/style.md]] #[[file:api.md]]
//- /.kiro/specs/bikes/api.md
# Api
//- /docs/style.md
# Style
",
        &[(".kiro/specs/bikes", ".kiro/specs/more/bikes")],
        expect![[r#"
            //- /.kiro/specs/bikes/design.md
            #[[file:docs/style.md]] #[[file:../../../../docs/style.md]] #[[file:api.md]]
        "#]],
    );
}

#[test]
fn a_file_is_renamed_where_it_is_pulled_in() {
    let fixture = |at: &str| {
        let text = "
//- /.kiro/steering/tech.md
1 #[[file:docs/style.md#tone]]
//- /.kiro/specs/bikes/design.md
2 #[[file:../../../docs/style.md]] 😀 [style](../../../docs/style.md)
//- /docs/style.md
# Style
";
        text.replace(&format!("{at} #[[file:"), &format!("{at} #[[file:$0"))
    };
    check(
        &fixture("1"),
        "docs/ton.md",
        expect![[r#"
        //- /.kiro/specs/bikes/design.md
        2 #[[file:../../../docs/ton.md]] 😀 [style](../../../docs/ton.md)
        //- /.kiro/steering/tech.md
        1 #[[file:docs/ton.md#tone]]
        //- /docs/ton.md
        # Style
    "#]],
    );
    check(
        &fixture("2"),
        "../../../docs/ton.md",
        expect![[r#"
        //- /.kiro/specs/bikes/design.md
        2 #[[file:../../../docs/ton.md]] 😀 [style](../../../docs/ton.md)
        //- /.kiro/steering/tech.md
        1 #[[file:docs/ton.md#tone]]
        //- /docs/ton.md
        # Style
    "#]],
    );
    check(
        &fixture("2"),
        "../../../../ton.md",
        expect![[r#"
        refused: `../../../../ton.md` cannot be included: write the path of a file from the root of the project, without `..` and spaces
    "#]],
    );
    check(
        &fixture("1"),
        "../docs/ton.md",
        expect![[r#"
        refused: `../docs/ton.md` cannot be included: write the path of a file from the root of the project, without `..` and spaces
    "#]],
    );
    check(
        &fixture("1"),
        ".kiro/steering/tech.md",
        expect![[r#"
        refused: `.kiro/steering/tech.md` exists already
    "#]],
    );
}

#[test]
fn a_bulleted_criterion_keeps_its_place() {
    let fixture = |at: &str| {
        let text = "
//- /.kiro/specs/bikes/requirements.md
### Requirement 2: Rent
- WHEN a
- WHEN b
//- /.kiro/specs/bikes/tasks.md
- [ ] 1. A
  - _Requirements: 2.2_
";
        text.replace(at, &format!("$0{at}"))
    };
    check(
        &fixture("2.2_"),
        "2.3",
        expect![[r#"
        refused: a bulleted criterion is numbered by its place in the list: move it, or number the list
    "#]],
    );
    // Its requirement can have another number.
    check(
        &fixture("2: Rent"),
        "3",
        expect![[r#"
        //- /.kiro/specs/bikes/requirements.md
        ### Requirement 3: Rent
        - WHEN a
        - WHEN b
        //- /.kiro/specs/bikes/tasks.md
        - [ ] 1. A
          - _Requirements: 3.2_
    "#]],
    );
}
