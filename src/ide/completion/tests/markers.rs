//! Task ids and what stands in comments.

use super::*;

#[test]
fn tasks() {
    check(
        &task("---\nid: task-7\n---\nSee task-$0."),
        expect![[r#"
        for `task-`
        - task-2  Second · To Do
        - task-10  Tenth
        - task-1  First
        See task-2."#]],
    );
    check_taken(&command("😀 Task-1$0 and"), "task-10", expect!["😀 task-10 and"]);
    for text in ["a-$0", "my-task-$0", "multitask-$0", "task $0", "a - $0b", "x/task-$0", "<task-$0id>"] {
        check_silent(&command(text));
    }
}

#[test]
fn markers_of_a_constitution() {
    check(
        &constitution("# A\n<!-- $0\n"),
        expect![[r#"
        for `<!-- `
        - <!-- NEEDS_VALIDATION: … -->  somebody has to look at this
        - <!-- TIER: Light -->  warns and continues
        - <!-- TIER: Medium -->  warns and asks
        - <!-- TIER: Heavy -->  does not start
        - <!-- SECTION:NAME:BEGIN -->  a section
        <!-- NEEDS_VALIDATION: what to check -->"#]],
    );
    check(
        &constitution("<!-- TIER: $0 -->"),
        expect![[r#"
        for ``
        - Light  warns and continues
        - Medium  warns and asks
        - Heavy  does not start
        <!-- TIER: Light -->"#]],
    );
    check_taken(&constitution("<!-- TIER:$0\n"), "Heavy", expect!["<!-- TIER: Heavy -->"]);
    check_taken(&constitution("<!-- TIER: Li$0ght - text -->"), "Medium", expect!["<!-- TIER: Medium - text -->"]);
    check_taken(
        &constitution("<!-- NEEDS$0 -->\r\n"),
        "<!-- SECTION:NAME:BEGIN -->",
        expect![[r#"
        <!-- SECTION:NAME:BEGIN -->␍
        ␍
        <!-- SECTION:NAME:END -->␍"#]],
    );
    check(
        &constitution("<!-- SECTION:A:BEGIN -->\ntext\n<!-- $0\n"),
        expect![[r#"
        for `<!-- `
        - <!-- SECTION:A:END -->  ends the section that is open
        - <!-- NEEDS_VALIDATION: … -->  somebody has to look at this
        - <!-- TIER: Light -->  warns and continues
        - <!-- TIER: Medium -->  warns and asks
        - <!-- TIER: Heavy -->  does not start
        - <!-- SECTION:NAME:BEGIN -->  a section
        <!-- SECTION:A:END -->"#]],
    );
    for text in ["a < $0b", "a <$0", "<!-- a remark $0 -->", "```html\n<!-- $0\n```\n", "`<!-- $0`", "<!-- x --> $0"] {
        check_silent(&constitution(text));
    }
}

#[test]
fn markers_of_a_task() {
    check(
        &task("---\nid: task-7\n---\r\n<$0\r\n"),
        expect![[r#"
        for `<`
        - <!-- AC:BEGIN -->  the acceptance criteria
        - <!-- SECTION:DESCRIPTION:BEGIN -->  a section of Backlog.md
        - <!-- SECTION:PLAN:BEGIN -->  a section of Backlog.md
        - <!-- SECTION:NOTES:BEGIN -->  a section of Backlog.md
        - <!-- SECTION:FINAL_SUMMARY:BEGIN -->  a section of Backlog.md
        <!-- AC:BEGIN -->
        - [ ] #1 
        <!-- AC:END -->␍"#]],
    );
    check_taken(
        &task("---\nid: task-7\n---\n<!-- SEC$0\n"),
        "<!-- SECTION:NOTES:BEGIN -->",
        expect![[r#"
        <!-- SECTION:NOTES:BEGIN -->

        <!-- SECTION:NOTES:END -->"#]],
    );
    check(
        &task("---\nid: task-7\n---\n<!-- AC:BEGIN -->\n- [x] #1 a\n- [ ] #4 b\n-$0\n<!-- AC:END -->\n"),
        expect![[r#"
            for `-`
            - - [ ] #5   the next acceptance criterion
            - [ ] #5 "#]],
    );
    check_silent(&task("---\nid: task-7\n---\n- $0\n"));
    check_silent(&task("---\nid: task-7\n---\n<!-- AC:BEGIN -->\n- [ ] #1 a - $0\n<!-- AC:END -->\n"));
}

#[test]
fn open_questions() {
    let spec = |text: &str| format!("//- /specs/001-a/spec.md\n{text}");
    check(
        &spec("It must [$0]"),
        expect![[r#"
        for `[]`
        - [NEEDS CLARIFICATION: …]  an open question, three at most
        It must [NEEDS CLARIFICATION: ]"#]],
    );
    check_silent(&spec("- [$0] x"));
    check_silent(&command("It must [$0]"));
}
