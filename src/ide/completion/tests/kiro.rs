//! Numbers of a spec of Kiro.

use super::*;

fn spec(file: &str, text: &str) -> String {
    format!(
        "
//- /.kiro/specs/bikes/requirements.md
### Requirement 1: Rent 😀
1. WHEN a rider pays
   THEN the bike SHALL open
2. b

While it rains:

1. c
### Requirement 2
//- /.kiro/specs/bikes/{file}.md
{text}"
    )
}

#[test]
fn requirements_and_criteria_with_their_words() {
    check(
        &spec("tasks", "- [ ] 1. A\n  - _Requirements: 1.1, 1.$0_"),
        expect![[r#"
        for `1.`
        - 1  Rent 😀
        - 1.2  b
        - 1.3  c
        - 2
          - _Requirements: 1.1, 1_"#]],
    );
    check(
        &spec("tasks", "- [ ] 1. A\n  - _Requirements:_ $0"),
        expect![[r#"
        for ``
        - 1  Rent 😀
        - 1.1  WHEN a rider pays THEN the bike SHALL open
        - 1.2  b
        - 1.3  c
        - 2
          - _Requirements:_ 1"#]],
    );
    check(
        &spec("design", "**Validates: Requirements $0**"),
        expect![[r#"
        for ``
        - 1  Rent 😀
        - 1.1  WHEN a rider pays THEN the bike SHALL open
        - 1.2  b
        - 1.3  c
        - 2
        **Validates: Requirements 1**"#]],
    );
}

#[test]
fn requirements_in_japanese() {
    check(
        &spec("tasks", "- [ ] 1. A\n  - _要件: 1.1、1.$0_"),
        expect![[r#"
        for `1.`
        - 1  Rent 😀
        - 1.2  b
        - 1.3  c
        - 2
          - _要件: 1.1、1_"#]],
    );
    check(
        &spec("design", "**検証: 要件 $0**"),
        expect![[r#"
        for ``
        - 1  Rent 😀
        - 1.1  WHEN a rider pays THEN the bike SHALL open
        - 1.2  b
        - 1.3  c
        - 2
        **検証: 要件 1**"#]],
    );
}

#[test]
fn tasks_but_its_own() {
    check(
        &spec("tasks", "- [ ] 1. A\n- [ ] 2. B\n  - _Depends: $0_"),
        expect![[r#"
        for ``
        - 1  A
          - _Depends: 1_"#]],
    );
}

#[test]
fn outside_of_lists_nothing_is_offered() {
    check_silent(&spec("tasks", "- [ ] 1. A\n  - _Requirements: 1.1_ $0"));
    check_silent(&spec("tasks", "```\n_Requirements: $0\n```"));
    check_silent(&spec("design", "_Depends: $0"));
    check_silent(&spec("notes", "_Requirements: $0"));
    check_silent(&spec("tasks", "Requirements: all of $0"));
}

/// Files to pull in, and a document of a spec with `text`.
fn pulling(text: &str) -> String {
    format!(
        "//- /docs/größe.md\n# G\n//- /src/main.rs\n//- /.kiro/steering/tech.md\n//- /.kiro/specs/bikes/design.md\n{text}\n"
    )
}

#[test]
fn files_that_are_pulled_in() {
    check(
        &pulling("See #[[file:$0"),
        expect![[r#"
        for ``
        - docs/größe.md
        - src/main.rs
        - .kiro/steering/tech.md
        See #[[file:docs/größe.md]]"#]],
    );
    check(
        &pulling("See #[[fi$0 and #[[file:src/main.rs]]"),
        expect![[r#"
        for `fi`
        - file:docs/größe.md
        - file:src/main.rs
        - file:.kiro/steering/tech.md
        See #[[file:docs/größe.md]] and #[[file:src/main.rs]]"#]],
    );
    check(
        &pulling("See #[[file:main$0.txt#start]]"),
        expect![[r#"
        for `main.txt`
        - src/main.rs
        See #[[file:src/main.rs#start]]"#]],
    );
    // From the folder of the document.
    check(
        &pulling("See #[[file:../$0]]"),
        expect![[r#"
        for `../`
        - ../../../docs/größe.md
        - ../../../src/main.rs
        - ../../steering/tech.md
        See #[[file:../../../docs/größe.md]]"#]],
    );
}

#[test]
fn no_file_is_pulled_in_elsewhere() {
    for text in ["See #[[file:a]] $0", "See #[[link:$0", "See [[file:$0", "```\n#[[file:$0\n```"] {
        check(&pulling(text), expect!["nothing"]);
    }
    check("//- /docs/a.md\n//- /docs/b.md\n#[[file:$0\n", expect!["nothing"]);
}
