//! Something new between the requirements, criteria and tasks of a spec of Kiro, with the numbers of what follows.

use text_size::TextRange;

use super::{RefactorKind, Refactoring, Selection};
use crate::{
    model::{Kind, KiroKind, kiro::KiroMeaning},
    text::lines::line_start,
    workspace::SpecNumbers,
};

/// Offered on the first line of what has a number.
pub(super) fn insert_after(selection: &Selection<'_>) -> Option<Refactoring> {
    let Selection { snapshot, document, range } = *selection;
    if !matches!(document.kind, Kind::Kiro(KiroKind::Requirements | KiroKind::Bugfix | KiroKind::Tasks)) {
        return None;
    }
    let line = |at| line_start(document.text(), at);
    let is_on = |of: TextRange| line(of.start()) == line(range.start());
    let numbers = SpecNumbers::of(snapshot, document.kiro()?.spec?)?;
    let (title, edits) = match document.facts().meaning.kiro()? {
        KiroMeaning::Requirements(read) => {
            let criterion = read.criteria.iter().find(|it| is_on(it.number_range.cover(it.text)));
            match (criterion, read.requirements.iter().find(|it| is_on(it.range))) {
                (Some(it), _) => {
                    let title = format!("Insert a criterion after {}", numbers.called(it));
                    (title, numbers.inserted_criterion(snapshot, it)?)
                }
                (None, Some(it)) => {
                    let title = format!("Insert a requirement after {}", it.number);
                    (title, numbers.inserted_requirement(snapshot, it)?)
                }
                (None, None) => return None,
            }
        }
        KiroMeaning::Tasks(read) => {
            let at = read.tasks.iter().position(|it| is_on(it.range))?;
            let title = format!("Insert a task after {}", read.tasks.get(at)?.number.as_deref()?);
            (title, numbers.inserted_task(snapshot, at)?)
        }
        _ => return None,
    };
    Some(Refactoring { title, kind: RefactorKind::Rewrite, edits })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        fixture::Fixture,
        ide::refactor::renumber::renumber,
        workspace::{Edit, NumberPlace, Snapshot},
    };

    const FOLDER: &str = ".kiro/specs/a";

    /// What is offered in a file on a line, which counts from 0.
    fn inserted(fixture: &Fixture, file: &str, line: usize) -> Option<Refactoring> {
        let snapshot = fixture.snapshot();
        let document = snapshot.document(&snapshot.path(format!("{FOLDER}/{file}").as_ref()))?.clone();
        let at: usize = document.text().split_inclusive('\n').take(line).map(str::len).sum();
        let range = TextRange::empty(u32::try_from(at).unwrap().into());
        insert_after(&Selection { snapshot: &snapshot, document: &document, range })
    }

    fn applied(fixture: &Fixture, edits: &[Edit]) -> Fixture {
        let mut after = Fixture::parse("");
        after.files = fixture.files.clone();
        after.files.extend(fixture.apply(edits));
        after
    }

    fn check(fixture: &str, file: &str, line: usize, expect: expect_test::Expect) {
        let fixture = Fixture::parse(fixture);
        let mut shown = String::new();
        match inserted(&fixture, file, line) {
            Some(it) => {
                writeln!(shown, "{}", it.title).unwrap();
                let after = applied(&fixture, &it.edits);
                let changed = after.files.iter().filter(|(name, text)| fixture.files.get(*name) != Some(text));
                changed.for_each(|(name, text)| writeln!(shown, "//- /{name}\n{}", text.trim_end()).unwrap());
            }
            None => shown.push_str("nothing\n"),
        }
        expect.assert_eq(&shown);
    }

    const SPEC: &str = "//- /.kiro/specs/a/requirements.md
# Requirements
### Requirement 1: Rent

#### Acceptance Criteria

1. WHEN a THEN b
   and c
2. WHEN d THEN e

### Requirement 2

1. WHEN f THEN g
//- /.kiro/specs/a/tasks.md
- [x] 1. A
  - [ ]* 1.1 B
    - _Requirements: 1.1-2, 2.1_
  - [ ] 1.2 C
    - _Depends: 1.1_

## Then
- [ ] 2. D
  - _Requirements: 2, 1.2_
  - _Depends: 1.2_
//- /.kiro/specs/a/design.md
Requirement 2.1 and task 1.2.
";

    #[test]
    fn a_criterion_with_the_references_to_those_behind_it() {
        check(
            SPEC,
            "requirements.md",
            5,
            expect![[r#"
            Insert a criterion after 1.1
            //- /.kiro/specs/a/requirements.md
            # Requirements
            ### Requirement 1: Rent

            #### Acceptance Criteria

            1. WHEN a THEN b
               and c
            2. WHEN … THE SYSTEM SHALL …
            3. WHEN d THEN e

            ### Requirement 2

            1. WHEN f THEN g
            //- /.kiro/specs/a/tasks.md
            - [x] 1. A
              - [ ]* 1.1 B
                - _Requirements: 1.1-3, 2.1_
              - [ ] 1.2 C
                - _Depends: 1.1_

            ## Then
            - [ ] 2. D
              - _Requirements: 2, 1.3_
              - _Depends: 1.2_
        "#]],
        );
    }

    #[test]
    fn a_requirement_in_the_form_of_the_one_before_it() {
        check(
            SPEC,
            "requirements.md",
            1,
            expect![[r#"
            Insert a requirement after 1
            //- /.kiro/specs/a/design.md
            Requirement 3.1 and task 1.2.
            //- /.kiro/specs/a/requirements.md
            # Requirements
            ### Requirement 1: Rent

            #### Acceptance Criteria

            1. WHEN a THEN b
               and c
            2. WHEN d THEN e

            ### Requirement 2: New requirement

            #### Acceptance Criteria

            1. WHEN … THE SYSTEM SHALL …

            ### Requirement 3

            1. WHEN f THEN g
            //- /.kiro/specs/a/tasks.md
            - [x] 1. A
              - [ ]* 1.1 B
                - _Requirements: 1.1-2, 3.1_
              - [ ] 1.2 C
                - _Depends: 1.1_

            ## Then
            - [ ] 2. D
              - _Requirements: 3, 1.2_
              - _Depends: 1.2_
        "#]],
        );
        check(
            SPEC,
            "requirements.md",
            9,
            expect![[r#"
            Insert a requirement after 2
            //- /.kiro/specs/a/requirements.md
            # Requirements
            ### Requirement 1: Rent

            #### Acceptance Criteria

            1. WHEN a THEN b
               and c
            2. WHEN d THEN e

            ### Requirement 2

            1. WHEN f THEN g

            ### Requirement 3: New requirement

            1. WHEN … THE SYSTEM SHALL …
        "#]],
        );
    }

    #[test]
    fn a_task_behind_the_parts_of_the_one_before_it() {
        check(
            SPEC,
            "tasks.md",
            0,
            expect![[r#"
            Insert a task after 1
            //- /.kiro/specs/a/tasks.md
            - [x] 1. A
              - [ ]* 1.1 B
                - _Requirements: 1.1-2, 2.1_
              - [ ] 1.2 C
                - _Depends: 1.1_
            - [ ] 2. New task

            ## Then
            - [ ] 3. D
              - _Requirements: 2, 1.2_
              - _Depends: 1.2_
        "#]],
        );
        check(
            SPEC,
            "tasks.md",
            1,
            expect![[r#"
            Insert a task after 1.1
            //- /.kiro/specs/a/design.md
            Requirement 2.1 and task 1.3.
            //- /.kiro/specs/a/tasks.md
            - [x] 1. A
              - [ ]* 1.1 B
                - _Requirements: 1.1-2, 2.1_
              - [ ] 1.2 New task
              - [ ] 1.3 C
                - _Depends: 1.1_

            ## Then
            - [ ] 2. D
              - _Requirements: 2, 1.2_
              - _Depends: 1.3_
        "#]],
        );
    }

    #[test]
    fn a_clause_of_a_bugfix_and_a_bullet() {
        check(
            "//- /.kiro/specs/a/bugfix.md\n- **1.1** WHEN a\n- **1.2** WHEN b\n//- /.kiro/specs/a/tasks.md\n- [ ] 1. A\n  - _Requirements: 1.2_\n",
            "bugfix.md",
            0,
            expect![[r#"
                Insert a criterion after 1.1
                //- /.kiro/specs/a/bugfix.md
                - **1.1** WHEN a
                - **1.2** WHEN … THE SYSTEM SHALL …
                - **1.3** WHEN b
                //- /.kiro/specs/a/tasks.md
                - [ ] 1. A
                  - _Requirements: 1.3_
            "#]],
        );
        check(
            "//- /.kiro/specs/a/requirements.md\n### 要件 1: ログイン\n#### 受け入れ基準\n- a\n- b\n//- /.kiro/specs/a/tasks.md\n- [ ] 1. A\n  - _要件: 1.2_\n",
            "requirements.md",
            2,
            expect![[r#"
                Insert a criterion after 1.1
                //- /.kiro/specs/a/requirements.md
                ### 要件 1: ログイン
                #### 受け入れ基準
                - a
                - WHEN … THE SYSTEM SHALL …
                - b
                //- /.kiro/specs/a/tasks.md
                - [ ] 1. A
                  - _要件: 1.3_
            "#]],
        );
    }

    #[test]
    fn nothing_where_a_reference_would_mean_something_else() {
        let twice = "//- /.kiro/specs/a/requirements.md\n### Requirement 1\n1. a\n2. b\n2. c\n### Requirement 1\n";
        check(
            twice,
            "requirements.md",
            0,
            expect![[r#"
            nothing
        "#]],
        );
        check(
            twice,
            "requirements.md",
            1,
            expect![[r#"
            nothing
        "#]],
        );
        // 1.3 is not there, and would be what 1.2 is.
        let unknown = "//- /.kiro/specs/a/requirements.md\n### Requirement 1\n1. a\n2. b\n//- /.kiro/specs/a/tasks.md\n- [ ] 1. A\n  - _Requirements: 1.3_\n- [ ] 1. B\n- [ ] C\n";
        check(
            unknown,
            "requirements.md",
            1,
            expect![[r#"
            nothing
        "#]],
        );
        check(
            unknown,
            "tasks.md",
            0,
            expect![[r#"
            nothing
        "#]],
        );
        check(
            unknown,
            "tasks.md",
            3,
            expect![[r#"
            nothing
        "#]],
        );
    }

    /// The last word on the line of what each reference means.
    fn targets(fixture: &Fixture) -> Vec<Option<String>> {
        let snapshot = fixture.snapshot();
        let places = places(&snapshot);
        let word = |(document, place): &(String, NumberPlace)| {
            let rest = &document[place.range.end().into()..];
            rest.lines().next().unwrap_or_default().split(' ').next_back().unwrap_or_default().to_owned()
        };
        let target =
            |it: &NumberPlace| places.iter().find(|(_, other)| other.declares && other.name == it.name).map(word);
        places.iter().filter(|(_, it)| !it.declares).map(|(_, it)| target(it)).collect()
    }

    fn places(snapshot: &Snapshot) -> Vec<(String, NumberPlace)> {
        let numbers = SpecNumbers::of(snapshot, "a").unwrap();
        let mut documents = snapshot.documents();
        documents.sort_by_key(|document| document.path.clone());
        let places = documents.into_iter().map(|it| (it.text().to_owned(), numbers.places(it)));
        places.flat_map(|(text, places)| places.into_iter().map(move |it| (text.clone(), it))).collect()
    }

    /// The last words of what is inserted.
    const NEW: [&str; 3] = ["requirement", "…", "task"];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn no_reference_changes_its_target(
            requirements in prop::collection::vec(1..4_u32, 1..4),
            tasks in prop::collection::vec(0..4_u32, 1..4),
            references in prop::collection::vec((1..5_u32, 1..5_u32), 0..8),
            depends in prop::collection::vec((1..5_u32, prop::option::of(1..5_u32)), 0..5),
            end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let mut text = String::new();
            for (of, criteria) in (1..).zip(&requirements) {
                writeln!(text, "### Requirement {of}: r{of}\n\n#### Acceptance Criteria\n").unwrap();
                (1..=*criteria).for_each(|it| writeln!(text, "{it}. WHEN it SHALL c{of}.{it}").unwrap());
                writeln!(text).unwrap();
            }
            let mut fixture = Fixture::parse("");
            fixture.files.insert(format!("{FOLDER}/requirements.md").into(), text.replace('\n', end));
            let mut text = String::new();
            for (task, parts) in (1..).zip(&tasks) {
                writeln!(text, "- [ ] {task}. t{task}").unwrap();
                (1..=*parts).for_each(|part| writeln!(text, "  - [ ] {task}.{part} t{task}.{part}").unwrap());
            }
            references.iter().for_each(|(of, it)| writeln!(text, "  - _Requirements: {of}.{it}, {it}_").unwrap());
            for (task, part) in &depends {
                let part = part.map(|part| format!(".{part}")).unwrap_or_default();
                writeln!(text, "  - _Depends: {task}{part}_").unwrap();
            }
            fixture.files.insert(format!("{FOLDER}/tasks.md").into(), text.replace('\n', end));
            let before = targets(&fixture);
            for file in ["requirements.md", "tasks.md"] {
                let name: camino::Utf8PathBuf = format!("{FOLDER}/{file}").into();
                for line in 0..fixture.files[&name].lines().count() {
                    let Some(it) = inserted(&fixture, file, line) else { continue };
                    let mut after = applied(&fixture, &it.edits);
                    // What leads nowhere may lead to what is new.
                    let is_same = |(before, after): (&Option<String>, Option<String>)| {
                        *before == after || before.is_none() && after.is_some_and(|word| NEW.contains(&&*word))
                    };
                    prop_assert!(before.iter().zip(targets(&after)).all(is_same), "{} {:?}", it.title, after.files);
                    if before.contains(&None) {
                        continue;
                    }
                    // Without what was inserted "Renumber" leads back.
                    let new = it.edits.iter().find_map(|edit| match edit {
                        Edit::Replace { range, text, .. } if range.is_empty() => Some(text.clone()),
                        _ => None,
                    });
                    let without = after.files[&name].replacen(&new.unwrap(), "", 1);
                    after.files.insert(name.clone(), without);
                    let snapshot = after.snapshot();
                    let document = snapshot.document(&snapshot.path(&name)).unwrap().clone();
                    let selection = Selection { snapshot: &snapshot, document: &document, range: TextRange::default() };
                    let back = renumber(&selection).map(|it| it.edits).unwrap_or_default();
                    prop_assert_eq!(applied(&after, &back).files, fixture.files.clone(), "{}", it.title);
                }
            }
        }
    }
}
