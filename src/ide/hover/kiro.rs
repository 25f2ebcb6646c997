//! A requirement, a criterion, a task or a property of a spec of Kiro.

use text_size::TextRange;

use super::{declared, first_lines, listed, shortened};
use crate::{
    ide::markup::{Line, Markup},
    model::kiro::{KiroMeaning, tasks::KiroTask},
    workspace::{Document, KiroName, Snapshot, SpecNumbers},
};

/// What a number of a spec stands for; `None` for one that the spec does not have.
pub fn about(snapshot: &Snapshot, name: &KiroName) -> Option<Markup> {
    let numbers = SpecNumbers::of(snapshot, name.spec())?;
    match name {
        KiroName::Requirement { number, .. } => requirement(&numbers, name, *number),
        KiroName::Criterion { requirement, position, .. } => criterion(&numbers, name, *requirement, *position),
        KiroName::Task { number, .. } => task(&numbers, number),
        KiroName::Property { spec, number } => property(snapshot, spec, *number),
    }
}

fn requirement(numbers: &SpecNumbers<'_>, name: &KiroName, number: u32) -> Option<Markup> {
    let (document, it) = numbers.requirement(number)?;
    let markup = head(&format!("Requirement {number}"), &document.text()[it.title], document);
    let next = numbers.requirements().map(|it| it.range.start()).filter(|start| *start > it.range.start()).min();
    Some(covered(below(markup, document, it.range, next), numbers, name))
}

fn criterion(numbers: &SpecNumbers<'_>, name: &KiroName, requirement: u32, position: u32) -> Option<Markup> {
    let (document, it) = numbers.criterion(requirement, position)?;
    let title = numbers.requirement(requirement).map_or("", |(document, it)| &document.text()[it.title]);
    let markup = head(&format!("{requirement}.{}", it.number), title, document);
    Some(covered(markup.code("markdown", shortened(&it.words(document.text()))), numbers, name))
}

fn task(numbers: &SpecNumbers<'_>, number: &str) -> Option<Markup> {
    let (document, read) = numbers.tasks()?;
    let it = read.tasks.iter().find(|it| it.number.as_deref() == Some(number))?;
    let text = document.text();
    let markup = head(&format!("Task {number}"), &text[it.title], document).line(Line::new().text(standing(it)));
    let next = read.tasks.iter().map(|it| it.range.start()).find(|start| *start > it.range.start());
    Some(below(markup, document, it.range, next))
}

fn property(snapshot: &Snapshot, spec: &str, number: u32) -> Option<Markup> {
    let index = snapshot.index();
    let document = snapshot.document(index.kiro.specs.get(spec)?.design.as_ref()?)?;
    let Some(KiroMeaning::Design(read)) = document.facts().meaning.kiro() else { return None };
    let it = read.properties.iter().find(|it| it.number == number)?;
    let next = read.properties.iter().map(|it| it.range.start()).find(|start| *start > it.range.start());
    let markup = Markup::new().line(Line::new().strong(&document.text()[it.range])).line(declared(document.name()));
    Some(below(markup, document, it.range, next))
}

fn head(number: &str, title: &str, document: &Document) -> Markup {
    let title = if title.is_empty() { String::new() } else { format!(" · {}", shortened(title)) };
    Markup::new().line(Line::new().strong(number).text(title)).line(declared(document.name()))
}

/// The first lines below a line, up to what comes next or a heading of the same file.
fn below(markup: Markup, document: &Document, line: TextRange, next: Option<text_size::TextSize>) -> Markup {
    let text = document.text();
    let next = next.map_or(text.len(), usize::from);
    let below = text.get(line.end().into()..next).unwrap_or_default();
    // What is left of the line of a heading, and the mark of the next one.
    let below = below.split_once('\n').map_or("", |(_, below)| below);
    let lines: Vec<&str> = below.lines().collect();
    let end = lines.iter().rposition(|line| !line.trim().trim_matches('#').is_empty()).map_or(0, |last| last + 1);
    match first_lines(&lines[..end].join("\n")) {
        Some(lines) => markup.code("markdown", lines),
        None => markup,
    }
}

/// The tasks that are about a requirement or a criterion.
fn covered(markup: Markup, numbers: &SpecNumbers<'_>, name: &KiroName) -> Markup {
    let tasks = numbers.tasks_for(name);
    let named: Vec<String> = tasks.iter().filter_map(|it| it.number.clone()).collect();
    if tasks.is_empty() {
        return if numbers.tasks().is_some() { markup.line(Line::new().text("no task refers to it")) } else { markup };
    }
    let done = tasks.iter().filter(|it| it.is_done()).count();
    let line = Line::new().text(format!("{done} of {} done: ", super::count(tasks.len(), "task")));
    markup.line(listed(line, &named))
}

/// How far a task is, in words.
fn standing(task: &KiroTask) -> &'static str {
    match (task.mark, task.is_done(), task.optional) {
        (_, true, _) => "done",
        ('-', ..) => "in progress",
        (_, _, true) => "open, optional",
        _ => "open",
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::ide::{hover::tests::check, kiro_fixture::at};

    #[test]
    fn a_requirement_with_its_tasks() {
        check(
            &at("3**"),
            expect![[r#"
            for `3`

            **Requirement 3** · Return

            in `.kiro/specs/bikes/requirements.md`

            ```markdown
            1. a
            3. c
            ```

            0 of 2 tasks done: `3.1`, `3.4`"#]],
        );
        check(
            &at("1: Rent"),
            expect![[r#"
            for `Requirement 1: Rent 😀`

            **Requirement 1** · Rent 😀

            in `.kiro/specs/bikes/requirements.md`

            ```markdown
            **User Story:** As a rider, I want a bike.
            #### Acceptance Criteria
            1. WHEN a rider pays
               THEN the bike SHALL open
            2. IF it rains THEN it SHALL stay
            ```

            1 of 2 tasks done: `1`, `3.4`"#]],
        );
    }

    #[test]
    fn a_criterion_with_all_its_lines() {
        check(
            &at("1.1, 1.2_"),
            expect![[r#"
            for `1.1`

            **1\.1** · Rent 😀

            in `.kiro/specs/bikes/requirements.md`

            ```markdown
            WHEN a rider pays THEN the bike SHALL open
            ```

            1 of 2 tasks done: `1`, `3.4`"#]],
        );
        check(
            &at("3.2_"),
            expect![[r#"
            for `3.2`

            **3\.3** · Return

            in `.kiro/specs/bikes/requirements.md`

            ```markdown
            c
            ```

            0 of 2 tasks done: `3.1`, `3.4`"#]],
        );
    }

    #[test]
    fn a_task_and_a_property() {
        check(
            &at("3.1, 1_"),
            expect![[r#"
            for `3.1`

            **Task 3.1** · Open ways of return (P)

            in `.kiro/specs/bikes/tasks.md`

            open

            ```markdown
                - Property 1
                - _Requirements: 3.3_
            ```"#]],
        );
        check(
            &at("1\n    - _Req"),
            expect![[r#"
            for `1`

            **Property 1: Paid bikes open**

            in `.kiro/specs/bikes/design.md`

            ```markdown
            **Validates: Requirements 1.1, 3**
            ```"#]],
        );
    }
}
