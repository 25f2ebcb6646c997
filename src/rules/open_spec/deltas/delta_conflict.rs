//! Two open changes that touch the same requirement.

use std::collections::BTreeMap;

use crate::{
    model::{
        Kind, OpenSpecKind,
        open_spec::{DeltaOperation, OpenSpecMeaning, SpecName},
    },
    rules::{Check, Context, Rule, Severity, Sink},
    text::list,
    workspace::Document,
};

pub(super) static RULE: Rule = Rule::new(page!("delta-conflict"), Severity::Warning)
    .summary("two open changes touch the same requirement")
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Delta)], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(place) = context.document.open_spec() else { return };
    let (Some(own), Some(capability)) = (place.change, place.capability) else { return };
    let Some(known) = context.index.open_spec.capabilities.get(capability) else { return };
    let Some(OpenSpecMeaning::Delta(delta, _)) = context.facts.meaning.open_spec() else { return };
    /// A change, its delta, and what that does where.
    type Touch<'a> = (&'a str, &'a Document, DeltaOperation, &'a SpecName);
    let mut others: BTreeMap<&str, Vec<Touch<'_>>> = BTreeMap::new();
    for (change, path) in known.deltas.iter().filter(|(change, _)| *change != own) {
        let Some(document) = context.snapshot.document(path) else { continue };
        let Some(OpenSpecMeaning::Delta(delta, _)) = document.facts().meaning.open_spec() else { continue };
        for (operation, name) in delta.touched() {
            others.entry(name.key()).or_default().push((change, document, operation, name));
        }
    }
    for (_, name) in delta.touched() {
        let Some(found) = others.get(name.key()) else { continue };
        let mut changes: Vec<&str> = found.iter().map(|(change, ..)| *change).collect();
        changes.dedup();
        let touch = if changes.len() == 1 { "touches" } else { "touch" };
        let message = format!(
            "{} {touch} `{}`, too: whichever is archived last is refused or overwrites the other, so agree on one",
            list(changes.iter().copied(), "and"),
            name.key()
        );
        let mut finding = sink.report(name.range, message);
        for (change, document, operation, name) in found {
            finding.related(&document.path, name.range, format!("{} by `{change}`", operation.word()));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn one_requirement_in_two_changes() {
        check(
            "delta-conflict",
            "
//- /openspec/changes/a/specs/till/spec.md
## MODIFIED Requirements
### Requirement: Points 😀
//- /openspec/changes/b/specs/till/spec.md
## RENAMED Requirements
- FROM: `### Requirement: Points 😀`
- TO: `### Requirement: Marks`
//- /openspec/changes/c/specs/till/spec.md
## REMOVED Requirements
- ### Requirement: Points 😀
",
            expect![[r#"
                openspec/changes/a/specs/till/spec.md
                  ### Requirement: Points 😀
                //                 ^^^^^^^^ warning delta-conflict: `b` and `c` touch `Points 😀`, too: whichever is archived last is refused or overwrites the other, so agree on one
                //  openspec/changes/b/specs/till/spec.md:2:27: RENAMED by `b`
                //  openspec/changes/c/specs/till/spec.md:2:20: REMOVED by `c`
                openspec/changes/b/specs/till/spec.md
                  - FROM: `### Requirement: Points 😀`
                //                          ^^^^^^^^ warning delta-conflict: `a` and `c` touch `Points 😀`, too: whichever is archived last is refused or overwrites the other, so agree on one
                //  openspec/changes/a/specs/till/spec.md:2:18: MODIFIED by `a`
                //  openspec/changes/c/specs/till/spec.md:2:20: REMOVED by `c`
                openspec/changes/c/specs/till/spec.md
                  - ### Requirement: Points 😀
                //                   ^^^^^^^^ warning delta-conflict: `a` and `b` touch `Points 😀`, too: whichever is archived last is refused or overwrites the other, so agree on one
                //  openspec/changes/a/specs/till/spec.md:2:18: MODIFIED by `a`
                //  openspec/changes/b/specs/till/spec.md:2:27: RENAMED by `b`
            "#]],
        );
    }

    #[test]
    fn other_capabilities_names_and_archived_changes_are_silent() {
        check_silent(
            "delta-conflict",
            "
//- /openspec/changes/a/specs/till/spec.md
## MODIFIED Requirements
### Requirement: Points
//- /openspec/changes/b/specs/shop/spec.md
## MODIFIED Requirements
### Requirement: Points
//- /openspec/changes/c/specs/till/spec.md
## ADDED Requirements
### Requirement: points
//- /openspec/changes/archive/2026-01-02-d/specs/till/spec.md
## MODIFIED Requirements
### Requirement: Points
",
        );
    }
}
