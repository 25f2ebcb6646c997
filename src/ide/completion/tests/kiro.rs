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
