//! The id of a requirement that the spec does not have.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ALL, folder, own, said};
use crate::{
    model::spec_kit::{IdCitation, IdFamily},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("requirement-unknown"), Severity::Hint)
    .summary("a requirement id that `spec.md` does not have")
    .checks(&[Check::new(ALL, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let cited = &own(context).citations;
    if !cited.iter().any(|citation| citation.family == IdFamily::Requirement) {
        return;
    }
    let Some(spec) = said(context, folder(context).and_then(|folder| folder.spec.as_ref())) else { return };
    let known: FxHashSet<&str> = spec.mentioned.iter().map(String::as_str).collect();
    let families: FxHashSet<&str> = known.iter().map(|id| family(id)).collect();
    // `FR-010` stands for `FR-010a` and `FR-010b`.
    let stems: FxHashSet<&str> =
        known.iter().map(|id| id.trim_end_matches(|c: char| c.is_ascii_alphabetic())).collect();
    let is_known = |it: &IdCitation| known.contains(&*it.id) || known.contains(it.longest()) || stems.contains(&*it.id);
    let mut reported: FxHashMap<&str, ()> = FxHashMap::default();
    for citation in cited.iter().filter(|it| it.family == IdFamily::Requirement && !it.quoted) {
        let is_unknown = families.contains(family(&citation.id)) && !is_known(citation);
        if is_unknown && !citation.is_excused(context.text) && reported.insert(&citation.id, ()).is_none() {
            let message = format!("`spec.md` has no requirement `{}`: fix the id, or add the requirement", citation.id);
            sink.report(citation.range, message);
        }
    }
}

/// `FR` of `FR-001`.
fn family(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const SPEC: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n- **FR-001**: a\n- FR-002a: b\n";

    #[test]
    fn a_requirement_that_the_spec_lacks_is_reported_once_a_document() {
        check(
            "requirement-unknown",
            &format!(
                "{SPEC}//- /specs/001-a/plan.md\n😀 FR-001, FR-009, FR-009\n//- /specs/001-a/checklists/ux.md\n- [ ] CHK001 x [Spec §FR-009]\n"
            ),
            expect![[r#"
                specs/001-a/checklists/ux.md
                  - [ ] CHK001 x [Spec §FR-009]
                //                      ^^^^^^ hint requirement-unknown: `spec.md` has no requirement `FR-009`: fix the id, or add the requirement
                specs/001-a/plan.md
                  😀 FR-001, FR-009, FR-009
                //          ^^^^^^ hint requirement-unknown: `spec.md` has no requirement `FR-009`: fix the id, or add the requirement
            "#]],
        );
    }

    #[test]
    fn known_ids_and_those_of_other_specs_are_ignored() {
        check_silent(
            "requirement-unknown",
            &format!(
                "{SPEC}//- /specs/001-a/plan.md\nFR-001, FR-002, SC-001\nFR-007 was removed\nFR-008 of spec 003\n`FR-001`\n```\nFR-009\n```\n"
            ),
        );
        check_silent(
            "requirement-unknown",
            "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\nNothing.\n//- /specs/001-a/plan.md\nFR-001\n",
        );
    }
}
