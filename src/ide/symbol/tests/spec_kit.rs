//! Ids of Spec Kit.

use super::*;

#[test]
fn ids_within_their_feature() {
    let project = |tasks: &str| {
        format!(
            "
//- /.specify/x.md
//- /specs/001-a/spec.md
### User Story 1 - Sign in
- **FR-001**: System MUST x
//- /specs/001-a/plan.md
FR-001 and T001
//- /specs/001-a/tasks.md
{tasks}
//- /specs/002-b/tasks.md
- [ ] T001 FR-001
"
        )
    };
    check(
        &project("- [ ] T001 [US1] é FR-001\n- [ ] T002 T00$01"),
        expect![[r#"
        SpecKit(SpecKitName { feature: "specs/001-a", sort: Task, id: "T001" }) in `T001`
        > specs/001-a/tasks.md:1:7 Declaration `T001`
          specs/001-a/plan.md:1:12 Read `T001`
          specs/001-a/tasks.md:2:12 Read `T001`
    "#]],
    );
    check(
        &project("- [ ] T001 [U$0S1] é FR-001"),
        expect![[r#"
        SpecKit(SpecKitName { feature: "specs/001-a", sort: Story, id: "1" }) in `US1`
        > specs/001-a/spec.md:1:16 Declaration `1`
          specs/001-a/tasks.md:1:13 Read `US1`
    "#]],
    );
    check(
        &project("- [ ] T001 [US1] é FR-$0001"),
        expect![[r#"
        SpecKit(SpecKitName { feature: "specs/001-a", sort: Requirement, id: "FR-001" }) in `FR-001`
        > specs/001-a/spec.md:2:5 Declaration `FR-001`
          specs/001-a/plan.md:1:1 Read `FR-001`
          specs/001-a/tasks.md:1:20 Read `FR-001`
    "#]],
    );
    check(
        &project("- [ ] T020 a\n- [ ] T020a b\n- [ ] T021 T$0020a"),
        expect![[r#"
        SpecKit(SpecKitName { feature: "specs/001-a", sort: Task, id: "T020a" }) in `T020a`
        > specs/001-a/tasks.md:2:7 Declaration `T020a`
          specs/001-a/tasks.md:3:12 Read `T020a`
    "#]],
    );
}
