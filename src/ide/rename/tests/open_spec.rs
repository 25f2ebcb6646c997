//! Requirements, scenarios, capabilities and changes of OpenSpec.

mod schemas;

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
        refused: `../x` is not a valid folder name: use letters, digits, `-` and `_`
    "#]],
    );
}

const LINKED: &str = "
//- /openspec/specs/till/spec.md
# till Specification
## Requirements
### Requirement: Round
See [this](#requirement-round) and [that](#requirement-round-1).
#### Scenario: Half
- x
### Requirement: [Round](#requirement-round)
//- /openspec/changes/archive/2026-01-02-start/proposal.md
[é](../../../specs/till/spec.md#requirement-round)
//- /openspec/changes/b/design.md
[till](../../specs/till/spec.md#till-specification), [é](../../specs/till/spec.md#Requirement-Round)
```
[example](../../specs/till/spec.md#requirement-round)
```
";

#[test]
fn links_to_a_heading_follow_its_name() {
    check(
        &LINKED.replacen("Requirement: Ro", "Requirement: Ro$0", 1),
        "Round up 😀",
        expect![[r#"
            //- /openspec/changes/archive/2026-01-02-start/proposal.md
            [é](../../../specs/till/spec.md#requirement-round-up-)
            //- /openspec/changes/b/design.md
            [till](../../specs/till/spec.md#till-specification), [é](../../specs/till/spec.md#requirement-round-up-)
            ```
            [example](../../specs/till/spec.md#requirement-round)
            ```
            //- /openspec/specs/till/spec.md
            # till Specification
            ## Requirements
            ### Requirement: Round up 😀
            See [this](#requirement-round-up-) and [that](#requirement-round).
            #### Scenario: Half
            - x
            ### Requirement: [Round](#requirement-round-up-)
        "#]],
    );
    check(
        &LINKED.replacen("Scenario: Ha", "Scenario: Ha$0", 1),
        "Quarter",
        expect![[r#"
        //- /openspec/specs/till/spec.md
        # till Specification
        ## Requirements
        ### Requirement: Round
        See [this](#requirement-round) and [that](#requirement-round-1).
        #### Scenario: Quarter
        - x
        ### Requirement: [Round](#requirement-round)
    "#]],
    );
}

#[test]
fn links_to_a_spec_follow_the_folder_of_its_capability() {
    check(
        &LINKED.replacen("# ti", "# ti$0", 1),
        "shop/till",
        expect![[r#"
            //- /openspec/changes/archive/2026-01-02-start/proposal.md
            [é](../../../specs/shop/till/spec.md#requirement-round)
            //- /openspec/changes/b/design.md
            [till](../../specs/shop/till/spec.md#shoptill-specification), [é](../../specs/shop/till/spec.md#Requirement-Round)
            ```
            [example](../../specs/till/spec.md#requirement-round)
            ```
            //- /openspec/specs/shop/till/spec.md
            # shop/till Specification
            ## Requirements
            ### Requirement: Round
            See [this](#requirement-round) and [that](#requirement-round-1).
            #### Scenario: Half
            - x
            ### Requirement: [Round](#requirement-round)
        "#]],
    );
}

#[test]
fn a_folder_that_the_editor_renames() {
    check_moved(
        PROJECT,
        &[("openspec/specs/till", "openspec/specs/cash")],
        expect![[r#"
            //- /openspec/changes/add-fees/proposal.md
            # Change: add-fees
            ### Modified Capabilities
            - `cash`: é
            //- /openspec/changes/add-fees/specs/cash/spec.md
            ## MODIFIED Requirements
            ### Requirement: Round
            #### Scenario: Half
            - y
            //- /openspec/changes/b/specs/cash/spec.md
            ## RENAMED Requirements
            - FROM: `### Requirement: Round`
            - TO: `### Requirement: Square`
            //- /openspec/specs/till/spec.md
            # cash Specification
            ## Requirements
            ### Requirement: Round
            #### Scenario: Half
            - x
            ### Requirement: Other
        "#]],
    );
    check_moved(
        PROJECT,
        &[("openspec/changes/add-fees", "openspec/changes/fees")],
        expect![[r#"
        //- /openspec/changes/add-fees/proposal.md
        # Change: fees
        ### Modified Capabilities
        - `till`: é
    "#]],
    );
    let delta = ("openspec/changes/add-fees/specs/till", "openspec/changes/add-fees/specs/cash");
    check_moved(
        PROJECT,
        &[delta],
        expect![[r#"
        //- /openspec/changes/add-fees/proposal.md
        # Change: add-fees
        ### Modified Capabilities
        - `cash`: é
    "#]],
    );
    // What is said of another change stays.
    let delta = ("openspec/changes/b/specs/till", "openspec/changes/b/specs/cash");
    check_moved(PROJECT, &[delta], expect![[""]]);
    let archived = ("openspec/changes/add-fees", "openspec/changes/archive/2026-01-03-add-fees");
    check_moved(PROJECT, &[archived], expect![[""]]);
}

const NESTED: &str = "
//- /openspec/specs/area/spec.md
# area Specification
//- /openspec/specs/area/new/spec.md
# area/new Specification
//- /openspec/changes/a/proposal.md
### Modified Capabilities
- `area`: é
- `area/new`: é
[area](specs/area/spec.md), [new](../../specs/area/new/spec.md)
//- /openspec/changes/a/specs/area/spec.md
## ADDED Requirements
//- /openspec/changes/a/specs/area/new/spec.md
## ADDED Requirements
[area](../spec.md)
//- /openspec/changes/b/specs/area/new/spec.md
## ADDED Requirements
//- /openspec/changes/c/specs/area/spec.md
## ADDED Requirements
//- /openspec/changes/c/specs/zone/spec.md
## ADDED Requirements
";

#[test]
fn capabilities_inside_another() {
    check_moved(
        NESTED,
        &[("openspec/specs/area", "openspec/specs/zone")],
        expect![[r#"
        //- /openspec/changes/a/proposal.md
        ### Modified Capabilities
        - `zone`: é
        - `zone/new`: é
        [area](specs/zone/spec.md), [new](../../specs/zone/new/spec.md)
        //- /openspec/changes/a/specs/zone/new/spec.md
        ## ADDED Requirements
        [area](../spec.md)
        //- /openspec/changes/a/specs/zone/spec.md
        ## ADDED Requirements
        //- /openspec/changes/b/specs/zone/new/spec.md
        ## ADDED Requirements
        //- /openspec/specs/area/new/spec.md
        # zone/new Specification
        //- /openspec/specs/area/spec.md
        # zone Specification
    "#]],
    );
    check_moved(
        NESTED,
        &[("openspec/specs/area/new", "openspec/specs/area/old")],
        expect![[r#"
        //- /openspec/changes/a/proposal.md
        ### Modified Capabilities
        - `area`: é
        - `area/old`: é
        [area](specs/area/spec.md), [new](../../specs/area/old/spec.md)
        //- /openspec/changes/a/specs/area/old/spec.md
        ## ADDED Requirements
        [area](../spec.md)
        //- /openspec/changes/b/specs/area/old/spec.md
        ## ADDED Requirements
        //- /openspec/specs/area/new/spec.md
        # area/old Specification
    "#]],
    );
    check_moved(
        NESTED,
        &[("openspec/specs/area/spec.md", "openspec/specs/core/spec.md")],
        expect![[r#"
        //- /openspec/changes/a/proposal.md
        ### Modified Capabilities
        - `core`: é
        - `area/new`: é
        [area](specs/core/spec.md), [new](../../specs/area/new/spec.md)
        //- /openspec/changes/a/specs/area/new/spec.md
        ## ADDED Requirements
        [area](../../core/spec.md)
        //- /openspec/changes/a/specs/core/spec.md
        ## ADDED Requirements
        //- /openspec/changes/c/specs/core/spec.md
        ## ADDED Requirements
        //- /openspec/specs/area/spec.md
        # core Specification
    "#]],
    );
    check_moved(
        NESTED,
        &[("openspec/specs/area/new/spec.md", "openspec/specs/area/new/deep/spec.md")],
        expect![[r#"
        //- /openspec/changes/a/proposal.md
        ### Modified Capabilities
        - `area`: é
        - `area/new/deep`: é
        [area](specs/area/spec.md), [new](../../specs/area/new/deep/spec.md)
        //- /openspec/changes/a/specs/area/new/deep/spec.md
        ## ADDED Requirements
        [area](../../spec.md)
        //- /openspec/changes/b/specs/area/new/deep/spec.md
        ## ADDED Requirements
        //- /openspec/specs/area/new/spec.md
        # area/new/deep Specification
    "#]],
    );
    check(
        &NESTED.replacen("# area Sp", "# area$0 Sp", 1),
        "core",
        expect![[r#"
        //- /openspec/changes/a/proposal.md
        ### Modified Capabilities
        - `core`: é
        - `core/new`: é
        [area](specs/core/spec.md), [new](../../specs/core/new/spec.md)
        //- /openspec/changes/a/specs/core/new/spec.md
        ## ADDED Requirements
        [area](../spec.md)
        //- /openspec/changes/a/specs/core/spec.md
        ## ADDED Requirements
        //- /openspec/changes/b/specs/core/new/spec.md
        ## ADDED Requirements
        //- /openspec/changes/c/specs/core/spec.md
        ## ADDED Requirements
        //- /openspec/specs/core/new/spec.md
        # core/new Specification
        //- /openspec/specs/core/spec.md
        # core Specification
    "#]],
    );
}
