use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;

#[track_caller]
fn check(text: &str, expect: Expect) {
    let read = KiroTasks::read(text);
    let mut shown = String::new();
    for task in &read.tasks {
        let number = task.number.as_deref().unwrap_or("-");
        assert_eq!(text[task.mark_range].chars().next(), Some(task.mark));
        let optional = if task.optional { "*" } else { "" };
        let parent = task.parent.map(|parent| format!(" in #{parent}")).unwrap_or_default();
        writeln!(shown, "[{}]{optional} {number} {:?}{parent}", task.mark, &text[task.title]).unwrap();
    }
    for it in &read.misshapen {
        writeln!(shown, "{:?} {:?}: `{}` -> [{}] {}", it.shape, &text[it.range], &text[it.head], it.mark, it.number)
            .unwrap();
    }
    for (it, task) in &read.references {
        let through = it.through.map(|last| format!("-{last}")).unwrap_or_default();
        writeln!(shown, "{:?}: requirement {}{through}", task, it.number).unwrap();
        assert!(!text[it.range].is_empty());
    }
    for (it, task) in &read.depends {
        writeln!(shown, "{:?}: task {} as {:?}", task, it.number, &text[it.range]).unwrap();
    }
    expect.assert_eq(&shown);
}

#[test]
fn tasks_and_their_parts() {
    check(
        "# Plan
- [x] 1. Réad codes (P)
  - [ ]* 1.1 Parse
    - [ ] a step
  - [-] **1.2 Show**
* [ ] 2) Dock
- [ ] 2.1 Flat
- [ ] 3 retries are counted from 3
- [ ] 5 retries
- [ ] Task 4: Wörd
- [ ]* 4.1. Test
- [ ] 4.2* Test
- [a](b) - [] x
```
- [ ] 9. code
```
",
        expect![[r#"
            [x] 1 "Réad codes (P)"
            [ ]* 1.1 "Parse" in #0
            [ ] - "a step" in #1
            [-] 1.2 "Show**" in #0
            [ ] 2 "Dock"
            [ ] 2.1 "Flat" in #4
            [ ] 3 "retries are counted from 3"
            [ ] - "5 retries"
            [ ] 4 "Wörd"
            [ ]* 4.1 "Test" in #8
            [ ]* 4.2 "Test" in #8
        "#]],
    );
}

#[test]
fn annotations() {
    check(
        "- [ ] 1. A _Requirements: 1.1_
  - _Requirements: 1.1, 2_
  - _Requirements:_ 1.3-1.5
  - **Validates: Requirements 2.1, 3**
  - _Depends: 1, 2.1, task 3_ and _Boundary: A_
  - _Depends:_ none
  - Requirements: 4.1
  - _要件: 5.1、5.2_
  - **Requirements**: 5.3, all
  - The requirements: are 6.1
_Requirements: 7.1_
- [ ] 2. B
_Depends: 1.1-1.3, whatever_
",
        expect![[r#"
            [ ] 1 "A _Requirements: 1.1_"
            [ ] 2 "B"
            Some(0): requirement 1.1
            Some(0): requirement 1.1
            Some(0): requirement 2
            Some(0): requirement 1.3-1.5
            Some(0): requirement 1.5
            Some(0): requirement 2.1
            Some(0): requirement 3
            Some(0): requirement 4.1
            Some(0): requirement 5.1
            Some(0): requirement 5.2
            Some(0): requirement 5.3
            Some(0): requirement 7.1
            Some(0): task 1 as "1"
            Some(0): task 2.1 as "2.1"
            Some(0): task 3 as "3"
            Some(1): task 1.1 as "1.1"
            Some(1): task 1.3 as "1.3"
        "#]],
    );
}

#[test]
fn what_is_covered() {
    let covered = |text: &str| KiroTasks::read(text).covered().into_iter().collect::<Vec<_>>();
    assert_eq!(covered("- [ ] 1. A\n  - _Requirements: 1.1, 3-5_\n"), [1, 3, 4, 5]);
    assert_eq!(
        covered("- [ ] a _(relates to Req 1,5 and 6.2)_\n- [ ] (REQ-7), requirement 8, frequency 9\n"),
        [1, 5, 6, 7, 8]
    );
}

#[test]
fn headings_lists_and_numbers_before_the_checkbox() {
    check(
        "### Task 0.1: Read codes\n- [x] 0.1.1 Parse\n- [x] 0.1.2 Show\n## Phase 1: Docks\n### Task 2 Dock ✅\ntext\n",
        expect![[r#"
            [x] 0.1.1 "Parse"
            [x] 0.1.2 "Show"
            Heading "Task 0.1: Read codes": `### Task 0.1: ` -> [x] 0.1
            Heading "Task 2 Dock ✅": `### Task 2 ` -> [x] 2.
        "#]],
    );
    check(
        "1. Read codes\n   - [ ] 1.1 Parse\n   - [x] 1.2 Show\n2. Dock\n   - _Requirements: 1_\n3. Nothing\n## Summary\n### Phase 1\n1. Run\n   - _Requirements: 2_\n",
        expect![[r#"
            [ ] 1.1 "Parse"
            [x] 1.2 "Show"
            Numbered "1. Read codes": `1. ` -> [ ] 1.
            Numbered "2. Dock": `2. ` -> [ ] 2.
            Some(1): requirement 1
            Some(1): requirement 2
        "#]],
    );
    check(
        "1. [x] Read\n- 1.1 [ ] Parse\n- [ ] 2. Dock\n  - 2.1 Lock\n  - 3.1 not a part\n  - Steps:\n    1. Take\n",
        expect![[r#"
            [ ] 2 "Dock"
            NumberFirst "1. [x] Read": `1. [x] ` -> [x] 1.
            NumberFirst "- 1.1 [ ] Parse": `- 1.1 [ ] ` -> [ ] 1.1
            Numbered "- 2.1 Lock": `- 2.1 ` -> [ ] 2.1
        "#]],
    );
    check(
        "## 1. Setup\n- [ ] 1.1 A\n## 2. Rest\n- [ ] 2.1 B\n",
        expect![[r#"
        [ ] 1.1 "A"
        [ ] 2.1 "B"
    "#]],
    );
    check(
        "## 1. Overview\n### 1. Context\n## 2. Setup\n- a\n",
        expect![[r#"
        Heading "2. Setup": `## 2. ` -> [ ] 2.
    "#]],
    );
}

#[test]
fn tasks_without_numbers() {
    let unnumbered = |text: &str| KiroTasks::read(text).unnumbered().len();
    assert_eq!(unnumbered("- [ ] a\n  - [ ] b\n"), 2);
    assert_eq!(unnumbered("- [ ] 1. a\n  - [ ] b\n- [ ] c\n"), 1);
    assert_eq!(unnumbered("- [ ] 1. a\n\n## Done when\n- [ ] c\n"), 0);
}

#[test]
fn annotations_in_japanese_and_several_on_one_line() {
    let text = "- [ ] 1. 基盤\n  - _要件: 1.1、9_ / _依存: なし_\n- [ ] 2. 画面\n  - _要件: 2_ / _依存関係: 1_ _Depends: 3_\n  - 検証: 4 件を確かめる\n  - **検証対象: 要件 3.2**\n- [ ] 3. 他\n  - _要件: 全要件の基盤_\n";
    let read = KiroTasks::read(text);
    let references: Vec<_> = read.references.iter().map(|(it, task)| (&text[it.range], *task)).collect();
    assert_eq!(references, [("1.1", Some(0)), ("9", Some(0)), ("2", Some(1)), ("3.2", Some(1))]);
    let depends: Vec<_> = read.depends.iter().map(|(it, task)| (&text[it.range], *task)).collect();
    assert_eq!(depends, [("1", Some(1)), ("3", Some(1))]);
    assert!(read.covers_all);
}
