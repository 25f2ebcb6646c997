//! A comment that was meant to be a marker.

use text_size::TextRange;

use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::marker::MarkerKind,
};

pub(super) static RULE: Rule = Rule::new(page!("marker-malformed"), Severity::Warning)
    .summary("a TIER, NEEDS_VALIDATION or SECTION comment that no tool reads")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Constitution, Kind::Task, Kind::Spec], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for marker in &context.facts().markers {
        let MarkerKind::Malformed { right } = &marker.kind else { continue };
        let mut finding = sink.report(marker.range, format!("no tool reads this marker: write `{right}`"));
        finding.fixes(|| [fix(context, marker.range, right)]);
    }
}

fn fix(context: &Context<'_>, marker: TextRange, right: &str) -> Fix {
    Fix::new(format!("Change to `{right}`"), vec![Edit::replace(&context.document.path, marker, right)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn the_right_form_is_offered() {
        let fixture = "//- /memory/constitution.md\n# A\n😀 <!-- tier = heavy -->\n<!-- SECTION A BEGIN -->\n<!-- NEEDS_VALIDATION: a\n";
        check(
            "marker-malformed",
            fixture,
            expect![[r#"
            memory/constitution.md
              😀 <!-- tier = heavy -->
            //  ^^^^^^^^^^^^^^^^^^^^^ warning marker-malformed: no tool reads this marker: write `<!-- TIER: Heavy -->`
              <!-- SECTION A BEGIN -->
            //^^^^^^^^^^^^^^^^^^^^^^^^ warning marker-malformed: no tool reads this marker: write `<!-- SECTION:A:BEGIN -->`
              <!-- NEEDS_VALIDATION: a
            //^^^^^^^^^^^^^^^^^^^^^^^^ warning marker-malformed: no tool reads this marker: write `<!-- NEEDS_VALIDATION: a -->`
        "#]],
        );
        check_fixes(
            "marker-malformed",
            fixture,
            expect![[r#"
            * Change to `<!-- TIER: Heavy -->`
            //- /memory/constitution.md
            # A
            😀 <!-- TIER: Heavy -->
            <!-- SECTION A BEGIN -->
            <!-- NEEDS_VALIDATION: a
        "#]],
        );
    }

    #[test]
    fn markers_remarks_and_documentation_are_silent() {
        check_silent(
            "marker-malformed",
            "//- /memory/constitution.md\n<!-- TIER: Heavy -->\n<!-- Tier light is for startups -->\n<!-- Section header -->\n`<!-- tier: light -->`\n",
        );
        check_silent("marker-malformed", "Never write <!-- tier: light -->.\n");
    }
}
