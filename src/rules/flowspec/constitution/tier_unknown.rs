//! A tier that is none.

use super::tiers;
use crate::{
    model::{Kind, constitution::Tier},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::nearest::nearest,
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("tier-unknown"), Severity::Warning)
    .summary("the tier is none of Light, Medium and Heavy")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Constitution], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for tier in tiers(context) {
        let word = &context.text[tier.value];
        if Tier::named(word).is_some() {
            continue;
        }
        let names = Tier::ALL.map(Tier::name);
        let near = nearest(word, names);
        let advice = near.map_or("choose Light, Medium or Heavy".to_owned(), |near| format!("did you mean `{near}`?"));
        let better = names.into_iter().filter(|name| near.is_none_or(|near| near == *name));
        let mut finding = sink.report(tier.value, format!("unknown tier `{word}`: {advice}"));
        finding.fixes(|| better.map(|name| fix(context, tier.value, name)));
    }
}

fn fix(context: &Context<'_>, tier: TextRange, name: &str) -> Fix {
    Fix::new(format!("Change to `{name}`"), vec![Edit::replace(&context.document.path, tier, name)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_nearest_tier_or_all_of_them() {
        let fixture = "//- /memory/constitution.md\n# A\n😀 <!-- TIER: Heavvy - Strict -->\n<!-- TIER: Strict -->\n";
        check(
            "tier-unknown",
            fixture,
            expect![[r#"
            memory/constitution.md
              😀 <!-- TIER: Heavvy - Strict -->
            //             ^^^^^^ warning tier-unknown: unknown tier `Heavvy`: did you mean `Heavy`?
              <!-- TIER: Strict -->
            //           ^^^^^^ warning tier-unknown: unknown tier `Strict`: choose Light, Medium or Heavy
        "#]],
        );
        check_fixes(
            "tier-unknown",
            fixture,
            expect![[r#"
            * Change to `Heavy`
            //- /memory/constitution.md
            # A
            😀 <!-- TIER: Heavy - Strict -->
            <!-- TIER: Strict -->
        "#]],
        );
    }

    #[test]
    fn tiers_and_documentation_are_silent() {
        check_silent("tier-unknown", "//- /memory/constitution.md\n<!-- TIER: Heavy - x -->\n`<!-- TIER: X -->`\n");
        check_silent("tier-unknown", "<!-- TIER: Whatever -->\n");
    }
}
