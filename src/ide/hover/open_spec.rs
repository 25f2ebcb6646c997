//! A name of OpenSpec.

mod schema;

use text_size::TextRange;

use super::{count, declared, first_lines, listed, shortened};
use crate::{
    ide::{
        markup::{Line, Markup},
        symbol::OpenSpecName,
    },
    model::open_spec::{DeltaOperation, OpenSpecMeaning, ProposalPart},
    workspace::{DocPath, Document, Snapshot},
};

/// How many changes of a requirement are shown with their text.
const MOST_CHANGES: usize = 3;

/// What a name stands for: what the spec says today, and what each open change makes of it.
pub(super) fn about(snapshot: &Snapshot, name: &OpenSpecName) -> Option<Markup> {
    match name {
        OpenSpecName::Capability(name) => capability(snapshot, name),
        OpenSpecName::Change(name) => change(snapshot, name),
        OpenSpecName::Requirement { capability, name } => Some(requirement(snapshot, capability, name)),
        OpenSpecName::Scenario { capability, requirement, name } => scenario(snapshot, capability, requirement, name),
        OpenSpecName::Schema(name) => schema::schema(snapshot, name),
        OpenSpecName::Artifact { schema, id } => schema::artifact(snapshot, schema, id),
    }
}

fn requirement(snapshot: &Snapshot, capability: &str, name: &str) -> Markup {
    let index = snapshot.index();
    let known = index.open_spec.capabilities.get(capability);
    let mut markup = Markup::new().line(Line::new().strong(name).text(" · a requirement of ").code(capability));
    let spec = known.and_then(|known| snapshot.document(known.spec.as_ref()?));
    let today = spec.and_then(|spec| Some((spec, block(spec, name)?)));
    match today {
        Some((spec, range)) => markup = markup.line(declared(spec.name())).code("markdown", below(spec, range)),
        None => markup = markup.line(Line::new().text("not in the spec today")),
    }
    let deltas = known.into_iter().flat_map(|known| &known.deltas);
    let made = deltas.filter_map(|(change, path)| Some((change, snapshot.document(path)?)));
    let made: Vec<_> =
        made.flat_map(|(change, delta)| made_of(delta, name).map(move |it| (change, delta, it))).collect();
    for (at, (change, delta, made)) in made.iter().enumerate() {
        let line = Line::new().strong(made.operation.word()).text(" by ").code(change);
        markup = markup.line(match &made.renamed {
            Some(Renaming::From(from)) => line.text(": it is called ").code(from).text(" today"),
            Some(Renaming::To(to)) => line.text(": it becomes ").code(to),
            None => line,
        });
        if let Some(range) = made.text.filter(|_| at < MOST_CHANGES) {
            markup = markup.code("markdown", below(delta, range));
        }
    }
    let history: Vec<String> = known
        .into_iter()
        .flat_map(|known| &known.history)
        .filter(|(_, path)| snapshot.document(path).is_some_and(|delta| made_of(delta, name).next().is_some()))
        .map(|(change, _)| change.clone())
        .collect();
    if history.is_empty() { markup } else { markup.line(listed(Line::new().text("archived: "), &history)) }
}

/// What a delta makes of a requirement.
struct Made {
    operation: DeltaOperation,
    /// The block that it brings.
    text: Option<TextRange>,
    renamed: Option<Renaming>,
}

enum Renaming {
    From(String),
    To(String),
}

fn made_of<'a>(delta: &'a Document, name: &'a str) -> impl Iterator<Item = Made> + 'a {
    let sections = match delta.facts().meaning.open_spec() {
        Some(OpenSpecMeaning::Delta(delta, _)) => &delta.sections[..],
        _ => &[],
    };
    sections.iter().flat_map(move |section| {
        let operation = section.operation;
        let brings = matches!(operation, DeltaOperation::Added | DeltaOperation::Modified);
        let blocks = section.blocks.iter().filter(move |block| brings && block.name.key() == name);
        let blocks = blocks.map(move |block| Made { operation, text: Some(block.range), renamed: None });
        let removed = section.removed.iter().filter(move |entry| entry.name.key() == name);
        let removed = removed.map(move |_| Made { operation, text: None, renamed: None });
        let renamed = section.renamed.iter().filter_map(move |pair| {
            let (from, to) = (pair.from.key(), pair.to.key());
            let renamed = match name {
                name if name == from => Renaming::To(to.to_owned()),
                name if name == to => Renaming::From(from.to_owned()),
                _ => return None,
            };
            Some(Made { operation, text: None, renamed: Some(renamed) })
        });
        blocks.chain(removed).chain(renamed)
    })
}

fn scenario(snapshot: &Snapshot, capability: &str, requirement: &str, name: &str) -> Option<Markup> {
    let index = snapshot.index();
    let known = index.open_spec.capabilities.get(capability)?;
    let sources = known.spec.iter().chain(known.deltas.values()).filter_map(|path| snapshot.document(path));
    let found = sources.filter_map(|document| Some((document, scenario_in(document, requirement, name)?)));
    let (document, range) = { found }.next()?;
    let title = Line::new().strong(name).text(" · a scenario of ").code(requirement);
    Some(Markup::new().line(title).line(declared(document.name())).code("markdown", below(document, range)))
}

fn scenario_in(document: &Document, requirement: &str, name: &str) -> Option<TextRange> {
    let blocks: Vec<_> = match document.facts().meaning.open_spec()? {
        OpenSpecMeaning::Spec(spec, _) => spec.blocks().iter().collect(),
        OpenSpecMeaning::Delta(delta, _) => delta.sections.iter().flat_map(|section| &section.blocks).collect(),
        _ => return None,
    };
    let block = blocks.into_iter().find(|block| block.name.key() == requirement)?;
    block.scenarios.iter().find(|scenario| scenario.name.text == name).map(|scenario| scenario.range)
}

fn block(spec: &Document, name: &str) -> Option<TextRange> {
    match spec.facts().meaning.open_spec()? {
        OpenSpecMeaning::Spec(spec, _) => spec.block(name).map(|block| block.range),
        _ => None,
    }
}

/// What is below a heading, as far as it is shown.
fn below(document: &Document, range: TextRange) -> String {
    let text = &document.text()[range];
    let below = text.split_once('\n').map_or("", |(_, below)| below);
    first_lines(below).unwrap_or_default()
}

fn capability(snapshot: &Snapshot, name: &str) -> Option<Markup> {
    let index = snapshot.index();
    let known = index.open_spec.capabilities.get(name)?;
    let title = Line::new().strong(name).text(" · a capability");
    let spec = known.spec.as_ref().and_then(|path| snapshot.document(path));
    let markup = match spec.map(|spec| (spec, spec.facts().meaning.open_spec())) {
        Some((document, Some(OpenSpecMeaning::Spec(spec, _)))) => {
            let purpose = spec.purpose.map(|purpose| shortened(document.text()[purpose.body].trim()));
            let markup = Markup::new().line(title.text(format!(" of {}", count(spec.blocks().len(), "requirement"))));
            let markup = markup.line(declared(document.name()));
            match purpose.filter(|purpose| !purpose.is_empty()) {
                Some(purpose) => markup.line(Line::new().text(purpose)),
                None => markup,
            }
        }
        _ => Markup::new().line(title.text(" that has no spec yet")),
    };
    let changes: Vec<String> = known.deltas.keys().cloned().collect();
    Some(if changes.is_empty() { markup } else { markup.line(listed(Line::new().text("changed by "), &changes)) })
}

fn change(snapshot: &Snapshot, name: &str) -> Option<Markup> {
    let index = snapshot.index();
    let change = index.open_spec.changes.get(name)?;
    let mut markup = Markup::new().line(Line::new().strong(name).text(" · a change"));
    let read = |path: &Option<DocPath>| path.as_ref().and_then(|path| snapshot.document(path)).cloned();
    if let Some(proposal) = read(&change.proposal)
        && let Some(OpenSpecMeaning::Proposal(said, _)) = proposal.facts().meaning.open_spec()
        && let Some(why) = said.section(ProposalPart::Why)
    {
        let why = shortened(proposal.text()[why.body].trim());
        markup = markup.line(Line::new().text(why));
    }
    if let Some(tasks) = read(&change.tasks)
        && let Some(OpenSpecMeaning::Tasks(list)) = tasks.facts().meaning.open_spec()
    {
        let progress = list.progress();
        markup = markup.line(Line::new().text(format!("{} of {} done", progress.done, count(progress.total, "task"))));
    }
    let capabilities: Vec<String> = change.deltas.keys().cloned().collect();
    Some(if capabilities.is_empty() {
        markup
    } else {
        markup.line(listed(Line::new().text("changes "), &capabilities))
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::ide::hover::tests::check;

    const PROJECT: &str = "
//- /openspec/specs/till/spec.md
# till Specification
## Purpose
The till takes the money.
## Requirements
### Requirement: Round `up`
The till SHALL round up.

#### Scenario: Half a cent
- **WHEN** 0.5
- **THEN** 1
### Requirement: Old
The till SHALL be old.
//- /openspec/changes/add-fees/proposal.md
# Change: add-fees
## Why
Fees are *wanted*.
## Capabilities
### Modified Capabilities
- `till`: fees
//- /openspec/changes/add-fees/tasks.md
- [x] 1.1 a
- [ ] 1.2 b
//- /openspec/changes/add-fees/specs/till/spec.md
## MODIFIED Requirements
### Requirement: Round `up`
The till SHALL round to the next 5 cents.

#### Scenario: Half a cent
- **WHEN** 0.5
- **THEN** 5
//- /openspec/changes/rename/specs/till/spec.md
## RENAMED Requirements
- FROM: `### Requirement: Old`
- TO: `### Requirement: New`
//- /openspec/changes/archive/2026-01-02-start/specs/till/spec.md
## ADDED Requirements
### Requirement: Round `up`
The till SHALL round.
";

    fn with_cursor(before: &str, after: &str) -> String {
        let place = format!("{before}{after}");
        assert!(PROJECT.contains(&place), "{place}");
        PROJECT.replacen(&place, &format!("{before}$0{after}"), 1)
    }

    #[test]
    fn a_requirement_today_and_in_every_change() {
        check(
            &with_cursor("### Requirement: Rou", "nd `up`\nThe till SHALL round to"),
            expect![[r#"
            for `### Requirement: Round `up``

            **Round \`up\`** · a requirement of `till`

            in `openspec/specs/till/spec.md`

            ```markdown
            The till SHALL round up.

            #### Scenario: Half a cent
            - **WHEN** 0.5
            - **THEN** 1
            ```

            **MODIFIED** by `add-fees`

            ```markdown
            The till SHALL round to the next 5 cents.

            #### Scenario: Half a cent
            - **WHEN** 0.5
            - **THEN** 5
            ```

            archived: `2026-01-02-start`"#]],
        );
        check(
            &with_cursor("TO: `### Requirement: N", "ew"),
            expect![[r#"
            for `New`

            **New** · a requirement of `till`

            not in the spec today

            **RENAMED** by `rename`: it is called `Old` today"#]],
        );
        check(
            &with_cursor("FROM: `### Requirement: O", "ld"),
            expect![[r#"
            for `Old`

            **Old** · a requirement of `till`

            in `openspec/specs/till/spec.md`

            ```markdown
            The till SHALL be old.
            ```

            **RENAMED** by `rename`: it becomes `New`"#]],
        );
    }

    #[test]
    fn a_scenario() {
        check(
            &with_cursor("#### Scenario: Ha", "lf"),
            expect![[r#"
            for `#### Scenario: Half a cent`

            **Half a cent** · a scenario of `` Round `up` ``

            in `openspec/specs/till/spec.md`

            ```markdown
            - **WHEN** 0.5
            - **THEN** 1
            ```"#]],
        );
    }

    #[test]
    fn a_capability_and_a_change() {
        check(
            &with_cursor("- `ti", "ll`"),
            expect![[r#"
            for `till`

            **till** · a capability of 2 requirements

            in `openspec/specs/till/spec.md`

            The till takes the money.

            changed by `add-fees`, `rename`"#]],
        );
        check(
            &with_cursor("# Change: add", "-fees"),
            expect![[r#"
            for `# Change: add-fees`

            **add-fees** · a change

            Fees are \*wanted\*.

            1 of 2 tasks done

            changes `till`"#]],
        );
    }
}
