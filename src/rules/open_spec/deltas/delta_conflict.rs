//! Two open changes that touch the same requirement.

use crate::{
    model::{
        Kind, OpenSpecKind,
        open_spec::{OpenSpecMeaning, SpecName},
    },
    rules::{Check, Context, Rule, Severity, Sink},
    text::list,
    workspace::DocPath,
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("delta-conflict"), Severity::Warning)
    .summary("two open changes touch the same requirement")
    .checks(&[Check::new(&[Kind::OpenSpec(OpenSpecKind::Delta)], check)]);

/// How many other changes one finding names.
const MOST: usize = 5;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(place) = context.document.open_spec() else { return };
    let (Some(own), Some(capability)) = (place.change, place.capability) else { return };
    let Some(touched) = context.index.touched.get(capability) else { return };
    let Some(OpenSpecMeaning::Delta(delta, _)) = context.facts().meaning.open_spec() else { return };
    for name in delta.touched().map(|it| it.name) {
        let touches = touched.get(name.key()).into_iter().flatten();
        let mut changes: Vec<&str> = touches.map(|touch| touch.change.as_str()).filter(|it| *it != own).collect();
        changes.dedup();
        if changes.is_empty() {
            continue;
        }
        let more = match changes.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        changes.truncate(MOST);
        let touch = if changes.len() == 1 { "touches" } else { "touch" };
        let message = format!(
            "{}{more} {touch} `{}`, too: whichever is archived last is refused or overwrites the other, so agree on one",
            list(changes.iter().copied(), "and"),
            name.key()
        );
        let mut finding = sink.report(name.range, message);
        for change in changes {
            for (path, range, word) in places(context, capability, change, name) {
                finding.related(path, range, format!("{word} by `{change}`"));
            }
        }
    }
}

/// Where another change touches a requirement.
fn places<'a>(
    context: &Context<'a>,
    capability: &str,
    change: &str,
    name: &SpecName,
) -> Vec<(&'a DocPath, TextRange, &'static str)> {
    let known = context.index.open_spec.capabilities.get(capability);
    let document = known.and_then(|known| context.snapshot.document(known.deltas.get(change)?));
    let Some(document) = document else { return Vec::new() };
    let Some(OpenSpecMeaning::Delta(delta, _)) = document.facts().meaning.open_spec() else { return Vec::new() };
    let touched = delta.touched().filter(|it| it.name.key() == name.key());
    touched.map(|it| (&document.path, it.name.range, it.operation.word())).collect()
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
