//! A constitution with markers that does not say its tier.

use text_size::TextRange;

use crate::{
    model::{Kind, constitution::Tier},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::marker::MarkerKind,
    text::lines::line_end,
};

pub(super) static RULE: Rule = Rule::new(page!("tier-missing"), Severity::Hint)
    .summary("the constitution does not say which tier it has")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Constitution], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // A constitution without any marker is none of flowspec's, and a malformed TIER is a finding of its own.
    let mut marked = false;
    for marker in &context.facts().markers {
        match &marker.kind {
            MarkerKind::Tier { .. } => return,
            MarkerKind::Malformed { right } if right.starts_with("<!-- TIER") => return,
            MarkerKind::NeedsValidation { .. } | MarkerKind::Begin { .. } | MarkerKind::End { .. } => marked = true,
            _ => {}
        }
    }
    if !marked {
        return;
    }
    let title = context.facts().markdown.headings.first().map(|title| title.range);
    let place = title.unwrap_or(TextRange::empty(context.facts().body));
    let message = format!("the constitution names no tier and counts as {}: say which it is", Tier::default().name());
    let tiers = [Tier::Medium, Tier::Light, Tier::Heavy];
    sink.report(place, message).fixes(|| tiers.map(|tier| fix(context, place, title.is_some(), tier)));
}

fn fix(context: &Context<'_>, place: TextRange, has_title: bool, tier: Tier) -> Fix {
    let (marker, newline) = (format!("<!-- TIER: {} -->", tier.name()), line_end(context.text));
    let text = if has_title { format!("{newline}{marker}") } else { format!("{marker}{newline}") };
    let edit = Edit::replace(&context.document.path, TextRange::empty(place.end()), text);
    Fix::new(format!("Insert `{marker}`"), vec![edit])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_tier_is_inserted_below_the_title() {
        let fixture = "//- /memory/constitution.md\n# 😀 Constitution\n<!-- NEEDS_VALIDATION: Name -->\n";
        check(
            "tier-missing",
            fixture,
            expect![[r#"
            memory/constitution.md
              # 😀 Constitution
            //^^^^^^^^^^^^^^^^ hint tier-missing: the constitution names no tier and counts as Medium: say which it is
        "#]],
        );
        check_fixes(
            "tier-missing",
            fixture,
            expect![[r#"
            * Insert `<!-- TIER: Medium -->`
            //- /memory/constitution.md
            # 😀 Constitution
            <!-- TIER: Medium -->
            <!-- NEEDS_VALIDATION: Name -->
            * Insert `<!-- TIER: Light -->`
            //- /memory/constitution.md
            # 😀 Constitution
            <!-- TIER: Light -->
            <!-- NEEDS_VALIDATION: Name -->
            * Insert `<!-- TIER: Heavy -->`
            //- /memory/constitution.md
            # 😀 Constitution
            <!-- TIER: Heavy -->
            <!-- NEEDS_VALIDATION: Name -->
        "#]],
        );
    }

    #[test]
    fn constitutions_without_markers_are_silent() {
        check_silent("tier-missing", "//- /.specify/memory/constitution.md\n# [PROJECT_NAME] Constitution\n");
        check_silent(
            "tier-missing",
            "//- /memory/constitution.md\n# A\n<!-- tier: heavy -->\n<!-- SECTION:A:BEGIN -->\n",
        );
        check_silent("tier-missing", "//- /memory/constitution.md\n`<!-- NEEDS_VALIDATION: a -->`\n");
    }
}
