//! Numbers of a spec of Kiro, and the files that it pulls in.

use super::*;

const SPEC: &str = "
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
3. c
//- /.kiro/specs/bikes/design.md
See Requirement 3.3.
### Property 1: Paid bikes open
**Validates: Requirements 1.1, 3**
//- /.kiro/specs/bikes/tasks.md
- [x] 1. Locks
  - _Requirements: 1.1, 1.2_
- [ ] 3. Returns
  - [ ] 3.1 Open ways of return (P)
    - Property 1
    - _Requirements: 3.3_
  - [ ] 3.4 Ends
    - _Depends: 3.1, 1_
    - _Requirements: 1.1-2, 3.2_
//- /.kiro/specs/cars/tasks.md
- [ ] 1. A
  - _Requirements: 1.1_
";

/// The spec with the cursor before the first `wanted`.
fn at(wanted: &str) -> String {
    let mut text = SPEC.to_owned();
    text.insert_str(text.find(wanted).expect("wanted"), "$0");
    text
}

#[test]
fn a_requirement_in_all_files_of_its_spec() {
    check(
        &at("3: Return"),
        expect![[r#"
        Kiro(Requirement { spec: "bikes", number: 3 }) in `Requirement 3: Return`
        > .kiro/specs/bikes/requirements.md:9:17 Declaration `3`
          .kiro/specs/bikes/design.md:3:32 Read `3`
    "#]],
    );
}

#[test]
fn a_criterion_by_its_number_and_by_its_place() {
    check(
        &at("c\n"),
        expect![[r#"
        Kiro(Criterion { spec: "bikes", requirement: 3, position: 2 }) in `3. c`
        > .kiro/specs/bikes/requirements.md:11:1 Declaration `3`
          .kiro/specs/bikes/design.md:1:17 Read `3.3`
          .kiro/specs/bikes/tasks.md:6:22 Read `3.3`
          .kiro/specs/bikes/tasks.md:9:29 Read `3.2`
    "#]],
    );
    check(
        &at("1.1, 3**"),
        expect![[r#"
        Kiro(Criterion { spec: "bikes", requirement: 1, position: 1 }) in `1.1`
        > .kiro/specs/bikes/requirements.md:5:1 Declaration `1`
          .kiro/specs/bikes/design.md:3:27 Read `1.1`
          .kiro/specs/bikes/tasks.md:2:20 Read `1.1`
          .kiro/specs/bikes/tasks.md:9:22 Read `1.1`
    "#]],
    );
    check(
        &at("2, 3.2_"),
        expect![[r#"
        Kiro(Criterion { spec: "bikes", requirement: 1, position: 2 }) in `2`
        > .kiro/specs/bikes/requirements.md:7:1 Declaration `2`
          .kiro/specs/bikes/tasks.md:2:25 Read `1.2`
          .kiro/specs/bikes/tasks.md:9:26 Read `2`
    "#]],
    );
}

#[test]
fn a_task_and_a_property() {
    check(
        &at("ways of"),
        expect![[r#"
        Kiro(Task { spec: "bikes", number: "3.1" }) in `- [ ] 3.1 Open ways of return (P)`
        > .kiro/specs/bikes/tasks.md:4:9 Declaration `3.1`
          .kiro/specs/bikes/tasks.md:8:17 Read `3.1`
    "#]],
    );
    check(
        &at("1\n    - _Req"),
        expect![[r#"
        Kiro(Property { spec: "bikes", number: 1 }) in `1`
        > .kiro/specs/bikes/design.md:2:14 Declaration `1`
          .kiro/specs/bikes/tasks.md:5:16 Read `1`
    "#]],
    );
}

#[test]
fn a_number_that_leads_nowhere_is_nothing() {
    // The spec of the other number is another one.
    let fixture = SPEC.replace("- [ ] 1. A\n  - _Requirements: 1.1_", "- [ ] 1. A\n  - _Requirements: $01.1_");
    check(
        &fixture,
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn a_file_that_is_pulled_in() {
    check(
        "
//- /.kiro/steering/tech.md
#[[fi$0le:docs/style.md#tone]] `#[[file:docs/style.md]]`
//- /.kiro/specs/bikes/design.md
#[[file:../../../docs/style.md]] #[[file:docs/gone.md]]
//- /docs/style.md
# Style
",
        expect![[r#"
            File(DocPath("/docs/style.md")) in `#[[file:docs/style.md#tone]]`
            > /docs/style.md File
              .kiro/specs/bikes/design.md:1:9 Read `../../../docs/style.md`
              .kiro/steering/tech.md:1:9 Read `docs/style.md`
        "#]],
    );
}
