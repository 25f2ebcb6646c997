//! A modified capability that has no spec.

use crate::{
    model::{Kind, OpenSpecKind, open_spec::OpenSpecMeaning},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("capability-unknown"), Severity::Warning)
    .summary("a modified capability that has no spec")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Proposal)], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(OpenSpecMeaning::Proposal(proposal, _)) = context.facts().meaning.open_spec() else { return };
    let capabilities = &context.index.open_spec.capabilities;
    let has_spec = |name: &str| capabilities.get(name).is_some_and(|capability| capability.spec.is_some());
    for named in proposal.capabilities.iter().filter(|named| named.modified && !has_spec(&named.name)) {
        if !named.is_path && !capabilities.contains_key(&named.name) {
            continue;
        }
        let specs = capabilities.iter().filter(|(_, capability)| capability.spec.is_some());
        let near = sink.nearest(&named.name, specs.map(|(name, _)| name.as_str()));
        let advice = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "move it to `### New Capabilities`, or correct the name".to_owned(),
        };
        let message = format!("`{}` has no spec in `openspec/specs/`: {advice}", named.name);
        let mut finding = sink.report(named.range, message);
        finding.fixes(|| {
            near.map(|near| {
                Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, named.range, near)])
            })
        });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(capabilities: &str) -> String {
        format!(
            "//- /openspec/specs/billing/spec.md\n# billing Specification\n//- /openspec/changes/a/proposal.md\n## Why\n😀\n{capabilities}"
        )
    }

    #[test]
    fn the_nearest_capability() {
        let fixture = fixture("### Modified Capabilities\n- `biling`: fees\n- `shop`: new");
        check(
            "capability-unknown",
            &fixture,
            expect![[r#"
            openspec/changes/a/proposal.md
              - `biling`: fees
            //   ^^^^^^ warning capability-unknown: `biling` has no spec in `openspec/specs/`: did you mean `billing`?
              - `shop`: new
            //   ^^^^ warning capability-unknown: `shop` has no spec in `openspec/specs/`: move it to `### New Capabilities`, or correct the name
        "#]],
        );
        check_fixes(
            "capability-unknown",
            &fixture,
            expect![[r#"
            * Change to `billing`
            //- /openspec/changes/a/proposal.md
            ## Why
            😀
            ### Modified Capabilities
            - `billing`: fees
            - `shop`: new
        "#]],
        );
    }

    #[test]
    fn known_and_new_capabilities_are_silent() {
        check_silent("capability-unknown", &fixture("### Modified Capabilities\n- `billing`: fees\n- None"));
        check_silent("capability-unknown", &fixture("### New Capabilities\n- `shop`: new"));
        check_silent("capability-unknown", &fixture("### Modified Capabilities\n- `ShopService.pay()`: new"));
    }
}
