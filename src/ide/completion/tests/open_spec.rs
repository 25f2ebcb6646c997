//! Names of requirements and capabilities of OpenSpec.

use super::*;

fn delta(text: &str) -> String {
    format!(
        "
//- /openspec/specs/till/spec.md
# till Specification
## Requirements
### Requirement: Round
The till SHALL round.

#### Scenario: Half
- x

### Requirement: Count
The till SHALL count.
//- /openspec/changes/a/specs/till/spec.md
{text}"
    )
}

#[test]
fn the_whole_block_of_a_modified_requirement() {
    check(
        &delta("## MODIFIED Requirements\n### Requirement:$0"),
        expect![[r#"
        for ``
        - Round  with its text and scenarios of today
        - Count  with its text and scenarios of today
        ### Requirement: Round
        The till SHALL round.

        #### Scenario: Half
        - x"#]],
    );
    check(
        &delta("## MODIFIED Requirements\n### Requirement: Co$0\n\n## REMOVED Requirements\n### Requirement: Round"),
        expect![[r#"
            for ` Co`
            - Count  with its text and scenarios of today
            ### Requirement: Count
            The till SHALL count."#]],
    );
}

#[test]
fn the_name_alone_where_there_is_text_already() {
    check(
        &delta("## MODIFIED Requirements\n### Requirement: R$0\nThe till SHALL do it.\n"),
        expect![[r#"
        for ` R`
        - Round
        - Count
        ### Requirement: Round"#]],
    );
    check(
        &delta("## REMOVED Requirements\n- `### Requirement: $0`\n"),
        expect![[r#"
        for ` `
        - Round
        - Count
        - `### Requirement: Round`"#]],
    );
    check(
        &delta("## RENAMED Requirements\n- FROM: `### Requirement: $0`\n"),
        expect![[r#"
        for ` `
        - Round
        - Count
        - FROM: `### Requirement: Round`"#]],
    );
}

#[test]
fn new_names_are_not_known() {
    check_silent(&delta("## ADDED Requirements\n### Requirement: $0"));
    check_silent(&delta("## RENAMED Requirements\n- TO: `### Requirement: $0"));
    check_silent(&delta("### Requirement: $0"));
}

#[test]
fn the_capabilities_of_a_proposal() {
    let proposal = |text: &str| {
        format!(
            "
//- /openspec/specs/till/spec.md
//- /openspec/specs/shop/fees/spec.md
//- /openspec/changes/a/specs/mill/spec.md
//- /openspec/changes/a/proposal.md
## Capabilities
{text}"
        )
    };
    check(
        &proposal("### New Capabilities\n### Modified Capabilities\n- `till`\n- `$0`: é"),
        expect![[r#"
        for ``
        - shop/fees
        - `shop/fees`: é"#]],
    );
    check(
        &proposal("### New Capabilities\n- $0"),
        expect![[r#"
        for ``
        - mill
        - `mill`"#]],
    );
    check_silent(&proposal("- $0"));
}
