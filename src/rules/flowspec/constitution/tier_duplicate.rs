//! A second tier.

use super::tiers;
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    text::lines::with_line,
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("tier-duplicate"), Severity::Warning)
    .summary("the constitution states its tier more than once")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Constitution], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut tiers = tiers(context);
    let Some(first) = tiers.next() else { return };
    for tier in tiers {
        let path = &context.document.path;
        let message = format!("the tier is already `{}`: keep one of the two", &context.text[first.value]);
        let mut finding = sink.report(tier.range, message);
        finding.related(path, first.range, "the first tier is here").fixes(|| [fix(context, tier.range)]);
    }
}

fn fix(context: &Context<'_>, tier: TextRange) -> Fix {
    let edit = Edit::replace(&context.document.path, with_line(context.text, tier), "");
    Fix::new("Remove this tier", vec![edit])
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
