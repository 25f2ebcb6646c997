//! Numbers of a spec of Kiro, and the files that it pulls in.

use super::*;
use crate::ide::kiro_fixture::{SPEC, at};

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

#[test]
fn a_bulleted_criterion_by_its_place() {
    let fixture = |at: &str| {
        let text = "
//- /.kiro/specs/bikes/requirements.md
### Requirement 1: Größe
- As a rider
#### Acceptance Criteria
- WHEN a 😀
  THEN b
- WHEN c
//- /.kiro/specs/bikes/tasks.md
- [ ] 1. A
  - _Requirements: 1.1, 1.2_
";
        text.replace(at, &format!("$0{at}"))
    };
    check(
        &fixture("1.2_"),
        expect![[r#"
        Kiro(Criterion { spec: "bikes", requirement: 1, position: 2 }) in `1.2`
        > .kiro/specs/bikes/requirements.md:6:3 Declaration `WHEN c`
          .kiro/specs/bikes/tasks.md:2:25 Read `1.2`
    "#]],
    );
    check(
        &fixture("WHEN a"),
        expect![[r#"
        Kiro(Criterion { spec: "bikes", requirement: 1, position: 1 }) in `WHEN a 😀`
        > .kiro/specs/bikes/requirements.md:4:3 Declaration `WHEN a 😀`
          .kiro/specs/bikes/tasks.md:2:20 Read `1.1`
    "#]],
    );
}
