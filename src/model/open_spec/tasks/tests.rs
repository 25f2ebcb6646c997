use expect_test::{Expect, expect};

use super::*;
use crate::model::open_spec::change_finding::ChangeFinding;

/// A task as `group line [marker] id|text`, with the words of its ranges.
fn described(text: &str) -> String {
    let list = TaskList::read(text);
    let mut lines = Vec::new();
    for group in &list.groups {
        let number = group.number.as_ref().map_or("-", |number| &text[number.range]);
        lines.push(format!("group {number} {:?} {:?}", group.title, &text[group.heading]));
    }
    for task in &list.tasks {
        let id = task.id.as_ref().map_or("-", |id| &text[id.range]);
        assert_eq!(&text[task.text_range], task.text);
        let group = task.group.map_or("-".to_owned(), |group| group.to_string());
        let done = if task.is_done() { "done" } else { "open" };
        lines.push(format!(
            "{group}:{} {done} {:?} {id} {:?} {:?}",
            task.line, &text[task.checkbox], task.text, &text[task.range]
        ));
    }
    lines.extend(list.bare.iter().map(|item| format!("bare {} {:?}", item.column, &text[item.range])));
    lines.join("\n")
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&described(text));
}

/// The findings of some files, and each file after its first fix.
fn report(texts: &[&str], find: fn(&[&TaskList]) -> Vec<(usize, ChangeFinding)>) -> String {
    let lists: Vec<_> = texts.iter().map(|text| TaskList::read(text)).collect();
    let found = find(&lists.iter().collect::<Vec<_>>());
    let mut report = String::new();
    for (file, finding) in &found {
        report += &format!("{file}: {:?}: {}\n", &texts[*file][finding.range], finding.message);
        for related in &finding.related {
            report +=
                &format!("    {}: {:?}: {}\n", related.file, &texts[related.file][related.range], related.message);
        }
    }
    for (file, text) in texts.iter().enumerate() {
        let fix = found.iter().find(|(it, _)| *it == file).and_then(|(_, finding)| finding.fix.as_ref());
        let Some(fix) = fix else { continue };
        let mut fixed = (*text).to_owned();
        for (range, with) in fix.edits.iter().rev() {
            fixed.replace_range(std::ops::Range::<usize>::from(*range), with);
        }
        assert!(find(&[&TaskList::read(&fixed)]).is_empty(), "{fixed}");
        report += &format!("{}\n{fixed}", fix.title);
    }
    report
}

#[test]
fn tasks_are_read_with_their_groups() {
    check(
        "# Tasks\n- [ ] before\n## 1. Set up\n\n- [x] 1.1 Añadir 🎉\n  - [X] 1.1.1a Part\n## Later\n* [~] 2.1\r\n",
        expect![[r###"
            group 1 "Set up" "## 1. Set up"
            group - "Later" "## Later"
            -:1 open "[ ]" - "before" "- [ ] before"
            0:4 done "[x]" 1.1 "1.1 Añadir 🎉" "- [x] 1.1 Añadir 🎉"
            0:5 done "[X]" 1.1.1a "1.1.1a Part" "- [X] 1.1.1a Part"
            1:7 open "[~]" 2.1 "2.1" "* [~] 2.1""###]],
    );
}

#[test]
fn a_task_is_whatever_the_program_counts() {
    for line in [
        "- [ ] a",
        "+ [] a",
        "1. [x] a",
        "12) [ x ] a",
        "-[x]a",
        "\u{feff}- [-] a",
        "- [ ](a)",
        "\t- [ ][a]",
        "- [✓] a",
    ] {
        assert_eq!(TaskList::read(line).tasks.len(), 1, "{line}");
    }
    for line in
        ["- a", "- [A](b)", "- [1][b]", "- [WIP] a", "- [](a)", "1234567890. [ ] a", "[ ] a", "- [🎉] a", "- [ ", "-"]
    {
        assert_eq!(TaskList::read(line).tasks.len(), 0, "{line}");
    }
}

#[test]
fn tasks_in_code_and_comments_count() {
    check(
        "```\n- [x] 1.1 code\n```\n<!--\n- [ ] comment\n-->",
        expect![[r#"
            -:1 done "[x]" 1.1 "1.1 code" "- [x] 1.1 code"
            -:4 open "[ ]" - "comment" "- [ ] comment""#]],
    );
}

#[test]
fn an_id_has_two_numbers_or_more() {
    for (text, id) in [
        ("1.1 a", Some("1.1")),
        ("01.20.3", Some("01.20.3")),
        ("1.1ab c", Some("1.1ab")),
        ("1 a", None),
        ("1. a", None),
        ("1.1. a", None),
        ("1.1a1 b", None),
        ("1.1: a", None),
        ("a 1.1", None),
    ] {
        let list = TaskList::read(&format!("- [ ] {text}"));
        assert_eq!(list.tasks[0].id.as_ref().map(|id| id.text.as_str()), id, "{text}");
    }
}

#[test]
fn progress_counts_what_is_ticked() {
    let list = TaskList::read("## 1. A\n- [x] a\n- [X] b\n- [~] c\n## 2. B\n- [] d");
    assert_eq!(list.progress(), TaskProgress { done: 2, total: 4 });
    assert!(!TaskList::read("").progress().is_complete());
    assert!(TaskList::read("- [x] a").progress().is_complete());
}

#[test]
fn a_task_in_the_wrong_group_is_reported() {
    let text = "## 1. A\n- [ ] 1.1 a\n## 2. B\n- [ ] 1.2 b\n  - [ ] 2.1.1 c\n- [ ] no id\n- [ ] 2.2 d\n";
    expect![[r###"
        0: "1.2": task `1.2` is in group 2: renumber it, or move it to group 1
            0: "2": the number of the group
        Change the task numbers to follow their groups
        ## 1. A
        - [ ] 1.1 a
        ## 2. B
        - [ ] 2.1 b
          - [ ] 2.1.1 c
        - [ ] no id
        - [ ] 2.2 d
    "###]]
    .assert_eq(&report(&[text], wrong_numbers));
}

#[test]
fn a_number_that_is_used_twice_is_reported() {
    let text = "## 1. A\n- [ ] 1.1 a\n- [ ] 1.1 b\n- [ ] 1.2 c\n## 1. B\n- [ ] 1.1 d\n## 5. C\n- [ ] 5.7 e\n";
    expect![[r###"
        0: "1.1": duplicate task number `1.1`: renumber one of them
            0: "1.1": first used here
        0: "1.1": duplicate task number `1.1`: renumber one of them
            0: "1.1": first used here
        Change the task numbers to follow their groups
        ## 1. A
        - [ ] 1.1 a
        - [ ] 1.2 b
        - [ ] 1.3 c
        ## 2. B
        - [ ] 2.1 d
        ## 3. C
        - [ ] 3.1 e
    "###]]
    .assert_eq(&report(&[text], wrong_numbers));
}

#[test]
fn a_number_is_compared_with_those_of_other_files() {
    expect![[r#"
        1: "1.1": duplicate task number `1.1`: renumber one of them
            0: "1.1": first used here
    "#]]
    .assert_eq(&report(&["## 1. A\n- [ ] 1.1 a", "## 1. A\n- [ ] 1.1 b"], wrong_numbers));
}

#[test]
fn numbers_without_numbered_groups_are_ignored() {
    for text in ["## A\n- [ ] 1.1 a\n- [ ] 1.1 b", "- [ ] 2.1 a\n## 01. A\n- [ ] 1.1 b", "## 1.A\n- [ ] 2.1 a"] {
        assert_eq!(report(&[text], wrong_numbers), "", "{text}");
    }
}

#[test]
fn a_list_without_checkboxes_is_reported() {
    let text = "---\ntags:\n  - x\n---\n## 1. A\n```\n- code\n```\n<!--\n- comment\n-->\n- 1.1 a\n  - detail\n1. b\n";
    expect![[r###"
        0: "- 1.1 a": this list has no checkboxes, so the change counts as having no tasks: write `- [ ] 1.1 …`
        Insert checkboxes
        ---
        tags:
          - x
        ---
        ## 1. A
        ```
        - code
        ```
        <!--
        - comment
        -->
        - [ ] 1.1 a
          - detail
        1. [ ] b
    "###]]
    .assert_eq(&report(&[text], without_checkbox));
}

#[test]
fn checkboxes_are_not_offered_where_the_numbers_are_wrong() {
    expect![[r#"
        0: "- 1.1 a": this list has no checkboxes, so the change counts as having no tasks: write `- [ ] 1.1 …`
    "#]]
    .assert_eq(&report(&["## 2. A\n- 1.1 a\n"], without_checkbox));
}

#[test]
fn a_list_beside_tasks_is_ignored() {
    for texts in [&["- a", "- [ ] b"][..], &["", "text\n---\n    - code\n- \n-a"]] {
        assert_eq!(report(texts, without_checkbox), "", "{texts:?}");
    }
}

#[test]
fn reading_takes_linear_time() {
    let lines = ["- [ ] 1.1.1.1 a\n", "## 1. a\n- [ ] 2.1\n", "- a\n", "<!--\n", "````\n", "---\n", "- [ \n"];
    for line in lines {
        let text = line.repeat(200_000 / line.len());
        let list = TaskList::read(&text);
        wrong_numbers(&[&list]);
        without_checkbox(&[&list]);
    }
    for part in [" ", "1", "1.", "[", "- ", "\u{feff}", "#"] {
        TaskList::read(&part.repeat(200_000 / part.len()));
    }
}
