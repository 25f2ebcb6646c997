//! A second tier.

use super::tiers;
use crate::{
    model::Kind,
    rules::{Context, Edit, FixKind, Rule, Severity, Sink},
    text::lines::with_line,
};

pub(super) static RULE: Rule = Rule {
    code: "tier-duplicate",
    severity: Severity::Warning,
    summary: "the constitution states its tier more than once",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Constitution],
    in_copies: false,
    page: include_str!("../../../docs/rules/tier-duplicate.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut tiers = tiers(context);
    let Some(first) = tiers.next() else { return };
    for tier in tiers {
        let wants_fixes = sink.wants_fixes();
        let path = &context.document.path;
        let message = format!("the tier is already `{}`: keep one of the two", &context.text[first.value]);
        let diagnostic = sink.report(tier.range, message);
        diagnostic.related(path, first.range, "the first tier is here");
        if wants_fixes {
            let edit = Edit::replace(path, with_line(context.text, tier.range), "");
            diagnostic.fix("Remove this tier", vec![edit]);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_second_one_goes() {
        let fixture = "//- /memory/constitution.md\n# A\n<!-- TIER: Light -->\r\n😀 <!-- TIER: Heavy -->\r\n\r\nB\n";
        check(
            "tier-duplicate",
            fixture,
            expect![[r#"
            memory/constitution.md
              😀 <!-- TIER: Heavy -->
            //  ^^^^^^^^^^^^^^^^^^^^ warning tier-duplicate: the tier is already `Light`: keep one of the two
            //  memory/constitution.md:2:1: the first tier is here
        "#]],
        );
        check_fixes(
            "tier-duplicate",
            fixture,
            expect![[r#"
                * Remove this tier
                //- /memory/constitution.md
                # A
                <!-- TIER: Light -->␍
                😀 ␍
                ␍
                B
            "#]],
        );
    }

    #[test]
    fn one_tier_is_silent() {
        check_silent("tier-duplicate", "//- /memory/constitution.md\n<!-- TIER: Light -->\n`<!-- TIER: Heavy -->`\n");
    }
}
