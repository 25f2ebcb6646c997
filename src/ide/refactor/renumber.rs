//! Consecutive numbers for the requirements and the tasks of a spec of Kiro.

use super::{RefactorKind, Refactoring, Selection};
use crate::{
    model::{Kind, KiroKind},
    workspace::SpecNumbers,
};

/// Offered wherever the file of a spec has numbers with gaps or in another order.
pub(super) fn renumber(selection: &Selection<'_>) -> Option<Refactoring> {
    let Selection { snapshot, document, .. } = *selection;
    let numbers = || SpecNumbers::of(snapshot, document.kiro()?.spec?);
    let (title, edits) = match document.kind {
        Kind::Kiro(KiroKind::Requirements) => {
            ("Renumber requirements and criteria", numbers()?.renumbered_requirements(snapshot)?)
        }
        Kind::Kiro(KiroKind::Bugfix) => ("Renumber clauses", numbers()?.renumbered_clauses(snapshot)?),
        Kind::Kiro(KiroKind::Tasks) => ("Renumber tasks", numbers()?.renumbered_tasks(snapshot)?),
        _ => return None,
    };
    let refactoring = Refactoring { title: title.to_owned(), kind: RefactorKind::Rewrite, edits };
    (!refactoring.edits.is_empty()).then_some(refactoring)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;
    use proptest::prelude::*;
    use text_size::TextRange;

    use super::*;
    use crate::{
        fixture::Fixture,
        rules::{self, Fixes},
        workspace::{KiroName, Snapshot},
    };

    const FOLDER: &str = ".kiro/specs/a";

    /// The files after what is offered in one of them; `None` where nothing is.
    fn renumbered(fixture: &Fixture, file: &str) -> Option<Fixture> {
        let snapshot = fixture.snapshot();
        let document = snapshot.document(&snapshot.path(format!("{FOLDER}/{file}").as_ref()))?.clone();
        let selection = Selection { snapshot: &snapshot, document: &document, range: TextRange::default() };
        let refactoring = renumber(&selection)?;
        let mut after = Fixture::parse("");
        after.files = fixture.files.clone();
        after.files.extend(fixture.apply(&refactoring.edits));
        Some(after)
    }

    fn check(fixture: &str, file: &str, expect: expect_test::Expect) {
        let fixture = Fixture::parse(fixture);
        let mut shown = String::new();
        match renumbered(&fixture, file) {
            Some(after) => {
                let changed = after.files.iter().filter(|(name, text)| fixture.files.get(*name) != Some(text));
                changed.for_each(|(name, text)| write!(shown, "//- /{name}\n{text}").unwrap());
            }
            None => shown.push_str("nothing\n"),
        }
        expect.assert_eq(&shown);
    }

    const REQUIREMENTS: &str = "//- /.kiro/specs/a/requirements.md
### Requirement 2: Ä
1. a
4. b 😀
### Requirement 5
1. c
1. d
";

    #[test]
    fn requirements_and_criteria_become_consecutive() {
        let fixture = format!(
            "{REQUIREMENTS}//- /.kiro/specs/a/tasks.md
- [ ] 1. A
  - _Requirements: 2.1, 2.4, 2.9, 5.1-2, 5_
//- /.kiro/specs/a/design.md
### Property 5: See Requirement 2.2
**Validates: Requirements 5.2**
//- /.kiro/specs/a/research.md
Requirements 2.4 and 5.
//- /.kiro/specs/b/research.md
Requirement 5.
"
        );
        check(
            &fixture,
            "requirements.md",
            expect![[r#"
            //- /.kiro/specs/a/design.md
            ### Property 5: See Requirement 1.2
            **Validates: Requirements 2.2**
            //- /.kiro/specs/a/requirements.md
            ### Requirement 1: Ä
            1. a
            2. b 😀
            ### Requirement 2
            1. c
            2. d
            //- /.kiro/specs/a/research.md
            Requirements 1.2 and 2.
            //- /.kiro/specs/a/tasks.md
            - [ ] 1. A
              - _Requirements: 1.1, 1.2, 1.9, 2.1-2, 2_
        "#]],
        );
    }

    #[test]
    fn bulleted_criteria_keep_their_bullets() {
        check(
            "//- /.kiro/specs/a/requirements.md
### Requirement 2: Ä
- a
- b
//- /.kiro/specs/a/tasks.md
- [ ] 1. A
  - _Requirements: 2.2_
",
            "requirements.md",
            expect![[r#"
                //- /.kiro/specs/a/requirements.md
                ### Requirement 1: Ä
                - a
                - b
                //- /.kiro/specs/a/tasks.md
                - [ ] 1. A
                  - _Requirements: 1.2_
            "#]],
        );
    }

    #[test]
    fn clauses_of_a_bugfix_become_consecutive() {
        let bugfix = "//- /.kiro/specs/a/bugfix.md
## Current Behavior
1.2 WHEN ä
- **1.4** WHEN 😀
## Expected Behavior
3.1 WHEN c
";
        let tasks = "//- /.kiro/specs/a/tasks.md
- [ ] 1. A
  - _Requirements: 1.2, 1.4-4, 3.1, 3, 3.7_
//- /.kiro/specs/a/design.md
See Requirement 1.4.
";
        check(
            &format!("{bugfix}{tasks}"),
            "bugfix.md",
            expect![[r#"
            //- /.kiro/specs/a/bugfix.md
            ## Current Behavior
            1.1 WHEN ä
            - **1.2** WHEN 😀
            ## Expected Behavior
            2.1 WHEN c
            //- /.kiro/specs/a/design.md
            See Requirement 1.2.
            //- /.kiro/specs/a/tasks.md
            - [ ] 1. A
              - _Requirements: 1.1, 1.2-2, 2.1, 2, 2.7_
        "#]],
        );
        // Something refers to 1.1, which is not there.
        check(
            &format!("{bugfix}{}", tasks.replace("3.7", "1.1")),
            "bugfix.md",
            expect![[r#"
            nothing
        "#]],
        );
        // To 2.1, likewise.
        check(
            &format!("{bugfix}{}", tasks.replace("3.7", "2.1")),
            "bugfix.md",
            expect![[r#"
            nothing
        "#]],
        );
        // A number that is there twice can mean either, and there is no gap.
        check(
            &bugfix.replace("1.4", "1.2"),
            "bugfix.md",
            expect![[r#"
            nothing
        "#]],
        );
        check(
            "//- /.kiro/specs/a/bugfix.md\n1.1 WHEN a\n2.1 WHEN b\n",
            "bugfix.md",
            expect![[r#"
            nothing
        "#]],
        );
    }

    #[test]
    fn tasks_become_consecutive() {
        let fixture = "
//- /.kiro/specs/a/tasks.md
- [x] 2. A
- [ ] 4. B
  - [ ] 4.2 C
    - after task 4.1
  - [ ] 4.7 D
    - _Depends: 4.2, 2_
- [ ] without a number
";
        check(
            fixture,
            "tasks.md",
            expect![[r#"
            //- /.kiro/specs/a/tasks.md
            - [x] 1. A
            - [ ] 2. B
              - [ ] 2.1 C
                - after task 4.1
              - [ ] 2.2 D
                - _Depends: 2.1, 1_
            - [ ] without a number
        "#]],
        );
    }

    #[test]
    fn nothing_is_offered_where_a_reference_would_mean_something_else() {
        // Requirement 1 is not there, but something refers to it.
        let tasks = "//- /.kiro/specs/a/tasks.md\n- [ ] 1. A\n  - _Requirements: 1.1_\n";
        check(
            &format!("{REQUIREMENTS}{tasks}"),
            "requirements.md",
            expect![[r#"
            nothing
        "#]],
        );
        check(
            "//- /.kiro/specs/a/tasks.md\n- [ ] 2. A\n  - _Depends: 1_\n",
            "tasks.md",
            expect![[r#"
            nothing
        "#]],
        );
        // A number that is there twice can mean either.
        check(
            "//- /.kiro/specs/a/requirements.md\n### Requirement 2\n### Requirement 2\n",
            "requirements.md",
            expect![[r#"
                nothing
            "#]],
        );
        check(
            "//- /.kiro/specs/a/tasks.md\n- [ ] 2. A\n- [ ] 2. B\n",
            "tasks.md",
            expect![[r#"
            nothing
        "#]],
        );
        // A part of nothing.
        check(
            "//- /.kiro/specs/a/tasks.md\n- [ ] 2.1 A\n",
            "tasks.md",
            expect![[r#"
            nothing
        "#]],
        );
        // There is no gap.
        check(
            "//- /.kiro/specs/a/tasks.md\n- [ ] 1. A\n  - [ ] 1.1 B\n",
            "tasks.md",
            expect![[r#"
            nothing
        "#]],
        );
    }

    /// What each number of the spec means, by the order of what is declared.
    fn targets(fixture: &Fixture) -> Vec<Option<usize>> {
        let snapshot = fixture.snapshot();
        let places = places(&snapshot);
        let declared: Vec<&KiroName> = places.iter().filter(|it| it.declares).map(|it| &it.name).collect();
        places.iter().map(|it| declared.iter().position(|name| **name == it.name)).collect()
    }

    fn places(snapshot: &Snapshot) -> Vec<crate::workspace::NumberPlace> {
        let numbers = SpecNumbers::of(snapshot, "a").unwrap();
        let mut documents = snapshot.documents();
        documents.sort_by_key(|document| document.path.clone());
        documents.into_iter().flat_map(|document| numbers.places(document)).collect()
    }

    /// The rules that find something, and how often.
    fn codes(fixture: &Fixture) -> Vec<String> {
        let snapshot = fixture.snapshot();
        let documents = snapshot.documents();
        let found = documents.iter().flat_map(|document| rules::check(&snapshot, &document.path, Fixes::Skipped));
        found.map(|it| it.code.to_string()).collect()
    }

    /// Numbers in any order, none of them twice.
    fn numbers() -> impl Strategy<Value = Vec<u32>> {
        let numbers = prop::collection::btree_set(1..9_u32, 1..5).prop_map(Vec::from_iter);
        numbers.prop_shuffle()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn no_reference_changes_its_target(
            requirements in prop::collection::vec(numbers(), 1..4),
            of in numbers(),
            tasks in numbers(),
            parts in numbers(),
            references in prop::collection::vec((1..9_u32, 1..9_u32), 0..8),
            depends in prop::collection::vec((1..9_u32, prop::option::of(1..9_u32)), 0..5),
        ) {
            let mut text = format!("//- /{FOLDER}/requirements.md\n");
            for (number, criteria) in of.iter().zip(&requirements) {
                writeln!(text, "### Requirement {number}: Ä").unwrap();
                criteria.iter().for_each(|it| writeln!(text, "{it}. WHEN it SHALL 😀").unwrap());
            }
            writeln!(text, "//- /{FOLDER}/tasks.md").unwrap();
            for task in &tasks {
                writeln!(text, "- [ ] {task}. A").unwrap();
                parts.iter().for_each(|part| writeln!(text, "  - [ ] {task}.{part} B").unwrap());
            }
            references.iter().for_each(|(of, it)| writeln!(text, "  - _Requirements: {of}.{it}, {it}_ see Requirement {it}").unwrap());
            for (task, part) in &depends {
                let part = part.map(|part| format!(".{part}")).unwrap_or_default();
                writeln!(text, "  - _Depends: {task}{part}_").unwrap();
            }
            let fixture = Fixture::parse(&text);
            for file in ["requirements.md", "tasks.md"] {
                let Some(after) = renumbered(&fixture, file) else { continue };
                prop_assert_eq!(targets(&fixture), targets(&after), "{:?}", after.files);
                prop_assert_eq!(codes(&fixture), codes(&after), "{:?}", after.files);
                prop_assert!(renumbered(&after, file).is_none());
            }
            // Clauses of a bugfix have the same numbers.
            let mut bugfix = Fixture::parse("");
            bugfix.files = fixture.files.clone();
            bugfix.files.remove(camino::Utf8Path::new(&format!("{FOLDER}/requirements.md")));
            let mut text = String::new();
            for (number, criteria) in of.iter().zip(&requirements) {
                writeln!(text, "## Group").unwrap();
                criteria.iter().for_each(|it| writeln!(text, "- {number}.{it} WHEN it SHALL 😀").unwrap());
            }
            bugfix.files.insert(format!("{FOLDER}/bugfix.md").into(), text);
            if let Some(after) = renumbered(&bugfix, "bugfix.md") {
                prop_assert_eq!(targets(&bugfix), targets(&after), "{:?}", after.files);
                prop_assert_eq!(codes(&bugfix), codes(&after), "{:?}", after.files);
                prop_assert!(renumbered(&after, "bugfix.md").is_none());
            }
            // To a number that is free and back.
            let snapshot = fixture.snapshot();
            for place in places(&snapshot).iter().filter(|it| it.declares && it.is_known) {
                let (there, back, name) = match &place.name {
                    KiroName::Requirement { spec, number } => ("77".to_owned(), number.to_string(), KiroName::Requirement { spec: spec.clone(), number: 77 }),
                    KiroName::Task { number, .. } if number.contains('.') => continue,
                    KiroName::Task { spec, number } => ("77".to_owned(), number.clone(), KiroName::Task { spec: spec.clone(), number: "77".to_owned() }),
                    _ => continue,
                };
                let edits = SpecNumbers::of(&snapshot, "a").unwrap().with_number(&snapshot, &place.name, &there);
                let mut moved = Fixture::parse("");
                moved.files = fixture.files.clone();
                moved.files.extend(fixture.apply(&edits));
                let moved_snapshot = moved.snapshot();
                let edits = SpecNumbers::of(&moved_snapshot, "a").unwrap().with_number(&moved_snapshot, &name, &back);
                let returned = moved.apply(&edits);
                prop_assert!(returned.iter().all(|(name, text)| fixture.files.get(name) == Some(text)));
            }
        }
    }
}
