//! Requirements, scenarios, capabilities and changes of OpenSpec.

use super::*;

const PROJECT: &str = "
//- /openspec/specs/till/spec.md
# till Specification
## Requirements
### Requirement: Round
#### Scenario: Half
- x
### Requirement: Other
//- /openspec/changes/add-fees/proposal.md
# Change: add-fees
### Modified Capabilities
- `till`: é
//- /openspec/changes/add-fees/specs/till/spec.md
## MODIFIED Requirements
### Requirement: Round
#### Scenario: Half
- y
//- /openspec/changes/b/specs/till/spec.md
## RENAMED Requirements
- FROM: `### Requirement: Round`
- TO: `### Requirement: Square`
//- /openspec/changes/archive/2026-01-02-start/specs/till/spec.md
## ADDED Requirements
### Requirement: Round
";

fn with_cursor(before: &str, after: &str) -> String {
    PROJECT.replacen(&format!("{before}{after}"), &format!("{before}$0{after}"), 1)
}

#[test]
fn a_requirement_in_the_spec_and_in_open_deltas() {
    let fixture = with_cursor("### Requirement: Ro", "und");
    check(
        &fixture,
        "Round up 😀",
        expect![[r#"
        //- /openspec/changes/add-fees/specs/till/spec.md
        ## MODIFIED Requirements
        ### Requirement: Round up 😀
        #### Scenario: Half
        - y
        //- /openspec/changes/b/specs/till/spec.md
        ## RENAMED Requirements
        - FROM: `### Requirement: Round up 😀`
        - TO: `### Requirement: Square`
        //- /openspec/specs/till/spec.md
        # till Specification
        ## Requirements
        ### Requirement: Round up 😀
        #### Scenario: Half
        - x
        ### Requirement: Other
    "#]],
    );
    check(
        &fixture,
        "Other",
        expect![[r#"
        refused: `openspec/specs/till/spec.md` has a requirement `Other` already
    "#]],
    );
    check(
        &fixture,
        "a `b`",
        expect![[r#"
        refused: `a `b`` cannot be read back from a heading: use words on one line
    "#]],
    );
}

#[test]
fn a_scenario() {
    check(
        &with_cursor("#### Scenario: Ha", "lf"),
        "Quarter",
        expect![[r#"
        //- /openspec/changes/add-fees/specs/till/spec.md
        ## MODIFIED Requirements
        ### Requirement: Round
        #### Scenario: Quarter
        - y
        //- /openspec/specs/till/spec.md
        # till Specification
        ## Requirements
        ### Requirement: Round
        #### Scenario: Quarter
        - x
        ### Requirement: Other
    "#]],
    );
}

#[test]
fn a_capability_and_a_change_with_their_folders() {
    check(
        &with_cursor("- `ti", "ll`"),
        "shop/till",
        expect![[r#"
        //- /openspec/changes/add-fees/proposal.md
        # Change: add-fees
        ### Modified Capabilities
        - `shop/till`: é
        //- /openspec/changes/add-fees/specs/shop/till/spec.md
        ## MODIFIED Requirements
        ### Requirement: Round
        #### Scenario: Half
        - y
        //- /openspec/changes/b/specs/shop/till/spec.md
        ## RENAMED Requirements
        - FROM: `### Requirement: Round`
        - TO: `### Requirement: Square`
        //- /openspec/specs/shop/till/spec.md
        # shop/till Specification
        ## Requirements
        ### Requirement: Round
        #### Scenario: Half
        - x
        ### Requirement: Other
    "#]],
    );
    check(
        &with_cursor("# Change: add", "-fees"),
        "fees",
        expect![[r#"
        //- /openspec/changes/fees/proposal.md
        # Change: fees
        ### Modified Capabilities
        - `till`: é
        //- /openspec/changes/fees/specs/till/spec.md
        ## MODIFIED Requirements
        ### Requirement: Round
        #### Scenario: Half
        - y
    "#]],
    );
    check(
        &with_cursor("# Change: add", "-fees"),
        "b",
        expect![[r#"
        refused: there is `openspec/changes/b` already
    "#]],
    );
    check(
        &with_cursor("# Change: add", "-fees"),
        "../x",
        expect![[r#"
        refused: `../x` is no name for a folder here: use letters, digits, `-` and `_`
    "#]],
    );
}
