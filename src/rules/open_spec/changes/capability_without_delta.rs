//! A capability of the proposal for which the change has no delta.

use crate::{
    model::{
        Kind, OpenSpecKind,
        open_spec::{OpenSpecMeaning, proposal::ProposedCapability},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("capability-without-delta"), Severity::Warning)
    .summary("a capability of the proposal without a delta")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Proposal)], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(OpenSpecMeaning::Proposal(proposal, _)) = context.facts().meaning.open_spec() else { return };
    let Some(name) = context.document.open_spec().and_then(|place| place.change) else { return };
    let open_spec = &context.index.open_spec;
    let Some(change) = open_spec.changes.get(name).filter(|change| !context.snapshot.skips_specs(change)) else {
        return;
    };
    let mut seen = std::collections::BTreeSet::new();
    for named in proposal.capabilities.iter().filter(|named| !change.deltas.contains_key(&named.name)) {
        let is_meant = named.is_path || open_spec.capabilities.contains_key(&named.name);
        // Mistyped, and `capability-unknown` says so.
        let is_known = open_spec.capabilities.get(&named.name).is_some_and(|known| known.spec.is_some());
        let is_mistyped = named.modified
            && !is_known
            && sink.nearest(&named.name, change.deltas.keys().map(String::as_str)).is_some();
        if !is_meant || is_mistyped || !seen.insert(&named.name) {
            continue;
        }
        let file = format!("openspec/changes/{name}/specs/{}/spec.md", named.name);
        let message = format!("this change has no delta for `{}`: create `{file}`", named.name);
        let mut finding = sink.report(named.range, message);
        finding.fixes(|| {
            let path = context.snapshot.path(file.as_ref());
            let text = skeleton(named);
            [Fix::new(format!("Create `{file}`"), vec![Edit::Create { path, text }])]
        });
    }
}

/// A delta that is to be filled in.
fn skeleton(named: &ProposedCapability) -> String {
    let operation = if named.modified { "MODIFIED" } else { "ADDED" };
    format!(
        "## {operation} Requirements\n\n### Requirement: NAME\nThe system SHALL …\n\n#### Scenario: NAME\n- **WHEN** …\n- **THEN** …\n"
    )
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(delta: &str, more: &str) -> String {
        format!(
            "//- /openspec/changes/a/proposal.md\n## Why\n😀\n### New Capabilities\n- `shop`: é\n- `shop`: again\n### Modified Capabilities\n- `till`\n- `pay(x)`\n//- /openspec/changes/a/specs/{delta}/spec.md\n## ADDED Requirements\n{more}"
        )
    }

    #[test]
    fn a_promised_capability() {
        let fixture = fixture("till", "");
        check(
            "capability-without-delta",
            &fixture,
            expect![[r#"
            openspec/changes/a/proposal.md
              - `shop`: é
            //   ^^^^ warning capability-without-delta: this change has no delta for `shop`: create `openspec/changes/a/specs/shop/spec.md`
        "#]],
        );
        check_fixes(
            "capability-without-delta",
            &fixture,
            expect![[r#"
            * Create `openspec/changes/a/specs/shop/spec.md`
            //- /openspec/changes/a/specs/shop/spec.md
            ## ADDED Requirements

            ### Requirement: NAME
            The system SHALL …

            #### Scenario: NAME
            - **WHEN** …
            - **THEN** …
        "#]],
        );
    }

    #[test]
    fn a_change_that_has_none_on_purpose_is_silent() {
        check_silent(
            "capability-without-delta",
            &fixture("till", "//- /openspec/changes/a/.openspec.yaml\nschema: spec-driven\nskip_specs: true\n"),
        );
    }
}
