use std::fmt::Write;

use expect_test::{Expect, expect};

use super::*;

#[track_caller]
fn check(text: &str, expect: Expect) {
    let read = KiroRequirements::read(text);
    let mut shown = String::new();
    for it in &read.requirements {
        assert_eq!(text[it.number_range].parse(), Ok(it.number));
        writeln!(shown, "{} {:?} in {:?}", it.number, &text[it.title], &text[it.range]).unwrap();
    }
    for it in &read.criteria {
        assert!(it.is_bulleted() || text[it.number_range].parse() == Ok(it.number));
        let list = it.list.map_or("clause".to_owned(), |list| format!("list {list}"));
        let list = if it.is_bulleted() { "bullet".to_owned() } else { list };
        writeln!(shown, "{}.{} ({}, {list}) {:?}", it.requirement, it.number, it.position, &text[it.text]).unwrap();
    }
    for (it, _) in read.duplicate_requirements() {
        writeln!(shown, "twice: {}", it.number).unwrap();
    }
    for (it, _) in read.duplicate_criteria() {
        writeln!(shown, "twice: {}.{}", it.requirement, it.number).unwrap();
    }
    if let Some(range) = read.unreadable {
        writeln!(shown, "unreadable: {:?}", &text[range]).unwrap();
    }
    expect.assert_eq(&shown);
}

#[test]
fn requirements_and_their_criteria() {
    check(
        "# Requirements
## Requirements
### Requirement 1: Log ïn
**User Story:** As a user
1. Not a criterion
#### Acceptance Criteria
1. WHEN a
   1. a part of it
2. WHEN b

   more of b
2. WHEN c
#### Notes
1. Not a criterion either
### Requirement 3
**Acceptance Criteria:**
1. a
1. b
## Requirement 3 - Again
- not counted by number
",
        expect![[r#"
            1 "Log ïn" in "Requirement 1: Log ïn"
            3 "" in "Requirement 3"
            3 "Again" in "Requirement 3 - Again"
            1.1 (1, list 2) "WHEN a"
            1.2 (2, list 2) "WHEN b"
            1.2 (3, list 2) "WHEN c"
            3.1 (1, list 4) "a"
            3.1 (2, list 4) "b"
            3.1 (1, bullet) "not counted by number"
            twice: 3
            twice: 1.2
        "#]],
    );
}

#[test]
fn headings_of_cc_sdd_and_of_other_languages() {
    check(
        "### 1. Overview\n1. a\n### 2 Feature: B\n### 3.1 Part\n## 4. Chapter\n### 5th\n",
        expect![[r#"
            1 "Overview" in "1. Overview"
            2 "Feature: B" in "2 Feature: B"
            1.1 (1, list 1) "a"
        "#]],
    );
    check(
        "## 要件\n### 要件1：ログイン\n**目的:** x\n#### 受け入れ基準\n1. システムは\n2. 時\n### 要件 2: b\n### 3. Notes\n",
        expect![[r#"
            1 "ログイン" in "要件1：ログイン"
            2 "b" in "要件 2: b"
            1.1 (1, list 1) "システムは"
            1.2 (2, list 1) "時"
        "#]],
    );
    check(
        "**Requirement 4: In bold**\n1. a\n\nProse.\n\n1. b\n",
        expect![[r#"
            4 "In bold" in "Requirement 4: In bold"
            4.1 (1, list 1) "a"
            4.1 (2, list 2) "b"
        "#]],
    );
}

#[test]
fn clauses_carry_their_whole_number() {
    check(
        "## Requirement 1: A\n### Requirement 1.1: B\n### Requirement 1.2: C\n",
        expect![[r#"
            1 "A" in "Requirement 1: A"
            1.1 (1, clause) "B"
            1.2 (2, clause) "C"
        "#]],
    );
    check(
        "### Current Behavior\n1.1 WHEN a\n- **1.2** WHEN b\n1.3. c\n### Expected\n2.1: d\n2.1 e\n2.5s\n1.1\n",
        expect![[r#"
            1.1 (1, clause) "WHEN a"
            1.2 (2, clause) "WHEN b"
            1.3 (3, clause) "c"
            2.1 (1, clause) "d"
            2.1 (1, clause) "e"
            twice: 2.1
        "#]],
    );
}

#[test]
fn a_file_without_numbers_is_unreadable_when_it_says_something() {
    check(
        "# Moderation\n## Core\n- The backend shall accept\n### REQ-1: x\n",
        expect![[r#"
            unreadable: "Moderation"
        "#]],
    );
    check("# Requirements\n## Project Description (Input)\n- a list\n\n## Requirements\n<!-- later -->\n", expect![""]);
    check("# Requirements\n```\n### Requirement 1\n- x\n```\n", expect![""]);
    check("", expect![""]);
}

#[test]
fn what_references_can_lead_to() {
    let text = "### Requirement 1\n1. a\n2. b\n2. c\n### Requirement 2\n- a\n- b\n### Requirement 7\nWHEN x\n";
    let known = KiroRequirements::read(text).numbers();
    let is_known = |requirement, criterion| known.has(CriterionNumber { requirement, criterion });
    assert!(is_known(1, None) && is_known(1, Some(3)) && !is_known(1, Some(4)) && !is_known(1, Some(0)));
    assert!(is_known(2, Some(2)) && !is_known(2, Some(3)));
    assert!(is_known(7, Some(99)), "its criteria cannot be told apart");
    assert!(!is_known(3, None) && !is_known(3, Some(1)));
    let nearest =
        |requirement, criterion| known.nearest(CriterionNumber { requirement, criterion }).unwrap().to_string();
    assert_eq!([nearest(1, Some(9)), nearest(4, None), nearest(9, Some(1))], ["1.3", "2", "2.1"]);
}

#[test]
fn bullets_are_criteria_where_no_item_is_numbered() {
    check(
        "### Requirement 1: Ä
- As a user 😀
#### Acceptance Criteria
- WHEN a
  - a part of it
* WHEN b
#### Notes
- Not a criterion
### Requirement 2
- c
- **2.2** WHEN d
### Requirement 3
- not a criterion
1. e
",
        expect![[r#"
            1 "Ä" in "Requirement 1: Ä"
            2 "" in "Requirement 2"
            3 "" in "Requirement 3"
            1.1 (1, bullet) "WHEN a"
            1.2 (2, bullet) "WHEN b"
            2.2 (2, clause) "WHEN d"
            2.1 (1, bullet) "c"
            3.1 (1, list 1) "e"
        "#]],
    );
}

#[test]
fn requirements_of_kiro_in_japanese() {
    check(
        "# 要件定義書
## 用語集
- **Quiz_System**: 全体
## 要件
### 要件 1: 設定（Settings）
**ユーザーストーリー:** ユーザーとして
#### 受け入れ基準（Acceptance Criteria）
1. THE App SHALL 設定を保存する
2. WHEN 起動したとき、THE App SHALL 読み込む
### 要件2
#### 受入基準

**画面**
1. a

**一覧**
2. b
### 要件 3：一覧
#### 受け入れ条件
- c
",
        expect![[r#"
            1 "設定（Settings）" in "要件 1: 設定（Settings）"
            2 "" in "要件2"
            3 "一覧" in "要件 3：一覧"
            1.1 (1, list 1) "THE App SHALL 設定を保存する"
            1.2 (2, list 1) "WHEN 起動したとき、THE App SHALL 読み込む"
            2.1 (1, list 2) "a"
            2.2 (2, list 3) "b"
            3.1 (1, bullet) "c"
        "#]],
    );
}
