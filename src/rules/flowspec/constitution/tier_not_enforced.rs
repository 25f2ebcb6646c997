//! A tier in the form that flowspec's own program does not read.

use super::tiers;
use crate::{
    model::{Kind, constitution::Tier},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("tier-not-enforced"), Severity::Hint)
    .summary("a tier followed by text, which flowspec reads as Medium")
    .checks(&[Check::new(&[Kind::Constitution], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for tier in tiers(context) {
        let word = &context.text[tier.value];
        if let (Some(note), Some(_)) = (tier.note, Tier::named(word)) {
            let message = format!(
                "the flowspec program does not read this form and takes Medium: write `<!-- TIER: {word} -->`, and the text into a comment of its own"
            );
            sink.report(tier.value.cover(note), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn a_text_behind_the_tier() {
        check(
            "tier-not-enforced",
            "//- /memory/constitution.md\n# A\n😀 <!-- TIER: Heavy - Strict é controls -->\n",
            expect![[r#"
                memory/constitution.md
                  😀 <!-- TIER: Heavy - Strict é controls -->
                //             ^^^^^^^^^^^^^^^^^^^^^^^^^ hint tier-not-enforced: the flowspec program does not read this form and takes Medium: write `<!-- TIER: Heavy -->`, and the text into a comment of its own
            "#]],
        );
    }

    #[test]
    fn a_tier_alone_is_silent() {
        check_silent(
            "tier-not-enforced",
            "//- /memory/constitution.md\n<!-- TIER: Heavy -->\n<!-- TIER: Hvy - x -->\n",
        );
    }
}
