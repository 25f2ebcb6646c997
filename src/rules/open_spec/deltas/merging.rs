//! What `openspec archive` would say of a delta and its spec: names that are not there or are already, and scenarios that would be lost.

use text_size::{TextRange, TextSize};

use super::DELTA;
use crate::{
    model::open_spec::{
        Delta, DeltaOperation, MergeRefusal, MergeRefusalKind, MergeWarningKind, OpenSpecMeaning, RequirementBlock,
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    workspace::Document,
};

pub(super) static TARGET_MISSING: Rule = Rule::new(page!("delta-target-missing"), Severity::Error)
    .summary("a delta names a requirement that the spec does not have")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[DELTA], target_missing)]);

pub(super) static DROPS_SCENARIO: Rule = Rule::new(page!("delta-drops-scenario"), Severity::Error)
    .summary("a modified requirement lacks a scenario that the spec has")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[DELTA], drops_scenario)]);

pub(super) static ADDED_EXISTS: Rule = Rule::new(page!("delta-added-exists"), Severity::Error)
    .summary("an added requirement is already in the spec")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[DELTA], added_exists)]);

fn target_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(merged) = context.snapshot.merged(context.document) else { return };
    let missing = |it: &&MergeRefusal| it.kind == MergeRefusalKind::TargetMissing && !is_promised(context, &it.name);
    for it in merged.refusals.iter().filter(missing) {
        refused(context, sink, it);
    }
    hidden(context, sink);
    let removed = merged.warnings.iter().filter(|it| it.kind == MergeWarningKind::RemovedMissing);
    for it in removed.filter(|it| !is_promised(context, &context.text[it.range])) {
        sink.report(it.range, it.message.as_str()).severity(Severity::Warning);
    }
}

/// What the spec has outside of its section `## Requirements` is there for a reader, and not for the program.
fn hidden(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some((_, _, Some(spec))) = context.snapshot.merge_target(context.document) else { return };
    let Some(OpenSpecMeaning::Spec(said, _)) = spec.facts().meaning.open_spec() else { return };
    let Some(OpenSpecMeaning::Delta(delta, _)) = context.facts().meaning.open_spec() else { return };
    if said.outside.is_empty() {
        return;
    }
    let modified = delta.blocks(DeltaOperation::Modified).map(|block| &block.name);
    let removed = delta.removed().map(|entry| &entry.name);
    let renamed = delta.renamed().map(|pair| &pair.from);
    for name in modified.chain(removed).chain(renamed).filter(|name| said.block(name.key()).is_none()) {
        let Some(outside) = said.outside.iter().find(|outside| outside.key() == name.key()) else { continue };
        let message = format!(
            "the spec has `{}` outside of `## Requirements`, where `openspec archive` does not find it: move it there first",
            name.key()
        );
        sink.report(name.range, message).related(&spec.path, outside.range, "in the spec today");
    }
}

fn added_exists(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(merged) = context.snapshot.merged(context.document) else { return };
    for it in merged.refusals.iter().filter(|it| it.kind == MergeRefusalKind::AddedExists) {
        refused(context, sink, it);
    }
}

fn drops_scenario(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(merged) = context.snapshot.merged(context.document) else { return };
    for it in merged.refusals.iter().filter(|it| it.kind == MergeRefusalKind::DropsScenario) {
        refused(context, sink, it);
    }
}

/// Reports a reason to refuse a delta, with the place in the spec and what mends it.
fn refused(context: &Context<'_>, sink: &mut Sink<'_>, it: &MergeRefusal) {
    let spec = context.snapshot.merge_target(context.document).and_then(|(_, _, spec)| spec);
    let mut finding = sink.report(it.range, it.message.as_str());
    for range in it.related.iter().filter(|_| spec.is_some()) {
        if let Some(spec) = spec {
            let heading = spec.text()[*range].split(['\n', '\r']).next().unwrap_or_default();
            finding.related(&spec.path, TextRange::at(range.start(), TextSize::of(heading)), "in the spec today");
        }
    }
    finding.fixes(|| fix(context, it, spec.map(|spec| &**spec)));
}

fn fix(context: &Context<'_>, it: &MergeRefusal, spec: Option<&Document>) -> Vec<Fix> {
    let Some(OpenSpecMeaning::Delta(delta, _)) = context.facts().meaning.open_spec() else { return Vec::new() };
    let path = &context.document.path;
    let mut fixes = Vec::new();
    match it.kind {
        MergeRefusalKind::TargetMissing => {
            fixes.extend(match &it.near {
                Some(near) => {
                    let edit = Edit::replace(path, it.range, near.as_str());
                    Some(Fix::new(format!("Change to `{near}`"), vec![edit]))
                }
                None => moved(context, delta, it.range, DeltaOperation::Added),
            });
        }
        MergeRefusalKind::AddedExists => {
            if it.near.is_none() {
                fixes.extend(moved(context, delta, it.range, DeltaOperation::Modified));
            }
        }
        MergeRefusalKind::DropsScenario => {
            let block = delta.blocks(DeltaOperation::Modified).find(|block| block.name.range == it.range);
            fixes.extend(block.zip(spec).and_then(|(block, spec)| copied(context, block, spec, &it.related)));
        }
        MergeRefusalKind::Delta | MergeRefusalKind::Spec | MergeRefusalKind::Result => {}
    }
    fixes
}

/// Whether another open change brings a name to the capability: archived before, it is what this one builds on.
fn is_promised(context: &Context<'_>, name: &str) -> bool {
    let Some(place) = context.document.open_spec() else { return false };
    let touched = place.capability.and_then(|capability| context.index.touched.get(capability));
    let touches = touched.and_then(|touched| touched.get(name)).into_iter().flatten();
    { touches }.any(|touch| touch.brings && Some(touch.change.as_str()) != place.change)
}

/// Moves a block to the section of another operation. When it is alone in its section, that becomes one of the operation.
fn moved(context: &Context<'_>, delta: &Delta, name: TextRange, to: DeltaOperation) -> Option<Fix> {
    let (section, block) = delta.sections.iter().find_map(|section| {
        let block = section.blocks.iter().find(|block| block.name.range == name)?;
        Some((section, block))
    })?;
    let path = &context.document.path;
    let title = format!("Move to `## {} Requirements`", to.word());
    let target = delta.sections.iter().find(|section| section.operation == to);
    if section.blocks.len() == 1 && target.is_none() {
        let word = TextRange::at(section.title.start(), TextSize::of(section.operation.word()));
        return Some(Fix::new(title, vec![Edit::replace(path, word, to.word())]));
    }
    let text = context.text[block.range].trim_end();
    let end = |range: TextRange| range.start() + TextSize::of(context.text[range].trim_end());
    let (at, inserted) = match target {
        Some(target) => {
            let is_bare = context.text[target.body].trim().is_empty();
            (if is_bare { target.title.end() } else { end(target.body) }, format!("\n\n{text}"))
        }
        None => {
            let whole = TextRange::up_to(TextSize::of(context.text));
            (end(whole), format!("\n\n## {} Requirements\n\n{text}", to.word()))
        }
    };
    let rest = context.text[usize::from(block.range.end())..].len()
        - context.text[usize::from(block.range.end())..].trim_start().len();
    let cut = TextRange::new(block.range.start(), block.range.end() + TextSize::new(rest as u32));
    // What is inserted right behind the block must not be cut with it.
    let at = if cut.contains(at) && at >= block.range.end() { cut.end() } else { at };
    Some(Fix::new(title, vec![Edit::replace(path, cut, ""), Edit::replace(path, TextRange::empty(at), inserted)]))
}

/// Copies scenarios of the spec to the end of a block.
fn copied(context: &Context<'_>, block: &RequirementBlock, spec: &Document, lost: &[TextRange]) -> Option<Fix> {
    let Some(OpenSpecMeaning::Spec(said, _)) = spec.facts().meaning.open_spec() else { return None };
    let scenarios = said.block(block.name.key())?.scenarios.iter();
    let is_lost = |range: TextRange| lost.iter().any(|lost| range.contains_range(*lost));
    let texts: Vec<&str> =
        scenarios.filter(|it| is_lost(it.range)).map(|it| spec.text()[it.range].trim_end()).collect();
    let title = match texts.len() {
        0 => return None,
        1 => "Copy the missing scenario from the spec".to_owned(),
        count => format!("Copy the {count} missing scenarios from the spec"),
    };
    let end = block.range.start() + TextSize::of(context.text[block.range].trim_end());
    let inserted: String = texts.into_iter().map(|text| format!("\n\n{}", text.replace("\r\n", "\n"))).collect();
    Some(Fix::new(title, vec![Edit::replace(&context.document.path, TextRange::empty(end), inserted)]))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(delta: &str) -> String {
        format!(
            "
//- /openspec/specs/till/spec.md
# till Specification
## Purpose
What the till does with the money of customers, and when 😀.
## Requirements
### Requirement: Round
The till SHALL round.

#### Scenario: Half
- **WHEN** 0.5
- **THEN** 1

#### Scenario: Less
- **WHEN** 0.4
- **THEN** 0
//- /openspec/changes/a/specs/till/spec.md
{delta}"
        )
    }

    const SCENARIO: &str = "It SHALL.\n#### Scenario: é\n- **WHEN** x\n- **THEN** y\n";

    #[track_caller]
    fn both(code: &str, delta: &str, found: Expect, fixed: Expect) {
        check(code, &fixture(delta), found);
        check_fixes(code, &fixture(delta), fixed);
    }

    #[test]
    fn a_name_in_another_spelling() {
        both(
            "delta-target-missing",
            "## MODIFIED Requirements\n### Requirement: round\nIt SHALL.\n#### Scenario: Half\n- **WHEN** x\n- **THEN** y\n#### Scenario: Less\n- **WHEN** x\n- **THEN** y\n",
            expect![[r#"
                openspec/changes/a/specs/till/spec.md
                  ### Requirement: round
                //                 ^^^^^ error delta-target-missing: the spec has no `round`: did you mean `Round`?
                //  openspec/specs/till/spec.md:5:18: in the spec today
            "#]],
            expect![[r#"
                * Change to `Round`
                //- /openspec/changes/a/specs/till/spec.md
                ## MODIFIED Requirements
                ### Requirement: Round
                It SHALL.
                #### Scenario: Half
                - **WHEN** x
                - **THEN** y
                #### Scenario: Less
                - **WHEN** x
                - **THEN** y
            "#]],
        );
    }

    #[test]
    fn a_name_that_is_nowhere() {
        both(
            "delta-target-missing",
            &format!(
                "## MODIFIED Requirements\n### Requirement: é\n{SCENARIO}\n### Requirement: Count\n{SCENARIO}\n## ADDED Requirements\n"
            ),
            expect![[r#"
                openspec/changes/a/specs/till/spec.md
                  ### Requirement: é
                //                 ^ error delta-target-missing: the spec has no `é`: fix the name, or use `## ADDED Requirements`
                  ### Requirement: Count
                //                 ^^^^^ error delta-target-missing: the spec has no `Count`: fix the name, or use `## ADDED Requirements`
            "#]],
            expect![[r#"
                * Move to `## ADDED Requirements`
                //- /openspec/changes/a/specs/till/spec.md
                ## MODIFIED Requirements
                ### Requirement: Count
                It SHALL.
                #### Scenario: é
                - **WHEN** x
                - **THEN** y

                ## ADDED Requirements

                ### Requirement: é
                It SHALL.
                #### Scenario: é
                - **WHEN** x
                - **THEN** y
            "#]],
        );
        check(
            "delta-target-missing",
            &fixture("## REMOVED Requirements\n### Requirement: é\n"),
            expect![[r#"
            openspec/changes/a/specs/till/spec.md
              ### Requirement: é
            //                 ^ warning delta-target-missing: the spec has no `é`, so there is nothing to remove: remove this entry
        "#]],
        );
    }

    #[test]
    fn a_name_that_only_a_reader_finds() {
        let fixture = fixture(&format!("## MODIFIED Requirements\n### Requirement: Round\n{SCENARIO}"));
        check(
            "delta-target-missing",
            &fixture.replace("## Requirements", "## Rules"),
            expect![[r#"
            openspec/changes/a/specs/till/spec.md
              ### Requirement: Round
            //                 ^^^^^ error delta-target-missing: the spec has `Round` outside of `## Requirements`, where `openspec archive` does not find it: move it there first
            //  openspec/specs/till/spec.md:5:18: in the spec today
        "#]],
        );
    }

    #[test]
    fn what_another_open_change_brings_is_there() {
        let other = "//- /openspec/changes/b/specs/till/spec.md\n## ADDED Requirements\n### Requirement: é\n";
        let delta = format!("## MODIFIED Requirements\n### Requirement: é\n{SCENARIO}");
        check_silent("delta-target-missing", &format!("{}{other}", fixture(&delta)));
    }

    #[test]
    fn scenarios_that_would_be_lost() {
        both(
            "delta-drops-scenario",
            "## MODIFIED Requirements\n### Requirement: Round\nIt SHALL.\n\n#### Scenario: Half\n- **WHEN** x\n- **THEN** y\n",
            expect![[r#"
                openspec/changes/a/specs/till/spec.md
                  ### Requirement: Round
                //                 ^^^^^ error delta-drops-scenario: `Round` replaces the whole requirement, but lacks its scenario `Less`: copy it here
                //  openspec/specs/till/spec.md:12:1: in the spec today
            "#]],
            expect![[r#"
                * Copy the missing scenario from the spec
                //- /openspec/changes/a/specs/till/spec.md
                ## MODIFIED Requirements
                ### Requirement: Round
                It SHALL.

                #### Scenario: Half
                - **WHEN** x
                - **THEN** y

                #### Scenario: Less
                - **WHEN** 0.4
                - **THEN** 0
            "#]],
        );
    }

    #[test]
    fn what_is_there_already() {
        both(
            "delta-added-exists",
            &format!("## ADDED Requirements\n### Requirement: Round\n{SCENARIO}"),
            expect![[r#"
                openspec/changes/a/specs/till/spec.md
                  ### Requirement: Round
                //                 ^^^^^ error delta-added-exists: the spec already has `Round`: use `## MODIFIED Requirements`
                //  openspec/specs/till/spec.md:5:18: in the spec today
            "#]],
            expect![[r#"
                * Move to `## MODIFIED Requirements`
                //- /openspec/changes/a/specs/till/spec.md
                ## MODIFIED Requirements
                ### Requirement: Round
                It SHALL.
                #### Scenario: é
                - **WHEN** x
                - **THEN** y
            "#]],
        );
        check(
            "delta-added-exists",
            &fixture(&format!("## ADDED Requirements\n### Requirement: ROUND\n{SCENARIO}")),
            expect![[r#"
                openspec/changes/a/specs/till/spec.md
                  ### Requirement: ROUND
                //                 ^^^^^ error delta-added-exists: `ROUND` differs from `Round` only in case or spaces: use that name in `## MODIFIED Requirements`, or choose another one
                //  openspec/specs/till/spec.md:5:18: in the spec today
            "#]],
        );
    }
}
