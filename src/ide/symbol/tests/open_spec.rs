//! Names of OpenSpec.

use super::*;

const PROJECT: &str = "
//- /openspec/specs/till/spec.md
# till Specification
## Requirements
### Requirement: Round
#### Scenario: Half
- x
### Requirement: Count
#### Scenario: Half
- x
//- /openspec/changes/a/proposal.md
# Change: a
### Modified Capabilities
- `till`: é
//- /openspec/changes/a/specs/till/spec.md
## MODIFIED Requirements
### Requirement: Round
#### Scenario: Half
- y
//- /openspec/changes/b/specs/till/spec.md
## REMOVED Requirements
- `### Requirement: Round`
## ADDED Requirements
### Requirement: round
//- /openspec/changes/c/specs/other/spec.md
## MODIFIED Requirements
### Requirement: Round
//- /openspec/changes/archive/2026-01-02-start/specs/till/spec.md
## ADDED Requirements
### Requirement: Round
#### Scenario: Half
- x
";

#[test]
fn requirements_scenarios_capabilities_and_changes() {
    let at = |before: &str| PROJECT.replacen(before, &format!("{before}$0"), 1);
    check(
        &at("Requirement: Ro"),
        expect![[r#"
        OpenSpec(Requirement { capability: "till", name: "Round" }) in `### Requirement: Round`
        > openspec/specs/till/spec.md:3:18 Declaration `Round`
          openspec/changes/a/specs/till/spec.md:2:18 Read `Round`
          openspec/changes/archive/2026-01-02-start/specs/till/spec.md:2:18 Read `Round`
          openspec/changes/b/specs/till/spec.md:2:21 Read `Round`
    "#]],
    );
    check(
        &at("Scenario: Ha"),
        expect![[r#"
        OpenSpec(Scenario { capability: "till", requirement: "Round", name: "Half" }) in `#### Scenario: Half`
        > openspec/specs/till/spec.md:4:16 Declaration `Half`
          openspec/changes/a/specs/till/spec.md:3:16 Read `Half`
          openspec/changes/archive/2026-01-02-start/specs/till/spec.md:3:16 Read `Half`
    "#]],
    );
    check(
        &at("- `ti"),
        expect![[r#"
        OpenSpec(Capability("till")) in `till`
        > openspec/specs/till/spec.md:1:1 File ``
          openspec/changes/a/proposal.md:3:4 Read `till`
          openspec/specs/till/spec.md:1:3 Read `till`
    "#]],
    );
    check(
        &at("# Change: "),
        expect![[r#"
        OpenSpec(Change("a")) in `# Change: a`
        > openspec/changes/a/proposal.md:1:1 File ``
          openspec/changes/a/proposal.md:1:11 Read `a`
    "#]],
    );
}
