//! A comment that was meant to be a marker.

use crate::{
    model::Kind,
    rules::{Context, Edit, FixKind, Rule, Severity, Sink},
    syntax::marker::MarkerKind,
};

pub(super) static RULE: Rule = Rule {
    code: "marker-malformed",
    severity: Severity::Warning,
    summary: "a TIER, NEEDS_VALIDATION or SECTION comment that no tool reads",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Constitution, Kind::Task, Kind::Spec],
    in_copies: false,
    page: include_str!("../../../docs/rules/marker-malformed.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for marker in &context.facts.markers {
        let MarkerKind::Malformed { right } = &marker.kind else { continue };
        let wants_fixes = sink.wants_fixes();
        let diagnostic = sink.report(marker.range, format!("no tool reads this marker: write `{right}`"));
        if wants_fixes {
            let edit = Edit::replace(&context.document.path, marker.range, right);
            diagnostic.fix(format!("Replace by `{right}`"), vec![edit]);
        }
    }
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
            * Replace by `<!-- TIER: Heavy -->`
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
