//! Calls of programs in shell blocks.

use super::*;

#[test]
fn calls() {
    check(
        &command("```bash\nbacklog task $0\n```\n"),
        expect![[r#"
        for ``
        - create
        - list
        - edit
        - view
        - archive
        - complete
        - demote
        - task-2  Second · To Do
        - task-10  Tenth
        - task-1  First
        backlog task create"#]],
    );
    check(
        &command("Run `backlog task ed$0it 5` now"),
        expect![[r#"
        for `edit`
        - create
        - list
        - edit
        - view
        - archive
        - complete
        - demote
        - task-2  Second · To Do
        - task-10  Tenth
        - task-1  First
        Run `backlog task create 5` now"#]],
    );
    check(
        &command("```bash\nbacklog task edit $0\n```\n"),
        expect![[r#"
        for ``
        - task-2  Second · To Do
        - task-10  Tenth
        - task-1  First
        backlog task edit task-2"#]],
    );
    check_taken(
        &command("```bash\nx && backlog task edit 5 --rem$0ove --plain\n```\n"),
        "--remove-label",
        expect!["x && backlog task edit 5 --remove-label --plain"],
    );
    check_taken(
        &command("```bash\nbacklog task edit 5 \\\n  -s $0\n```\n"),
        "In Progress",
        expect![[r#"  -s "In Progress""#]],
    );
    check_taken(
        &command("```bash\nbacklog task edit 5 -s \"$0\"\n```\n"),
        "In Progress",
        expect![[r#"backlog task edit 5 -s "In Progress""#]],
    );
    check_taken(
        &command("```bash\nbacklog task edit 5 --add-label $0\r\n```\n"),
        "workflow:Planned",
        expect!["backlog task edit 5 --add-label workflow:Planned␍"],
    );
    check(
        &command("```bash\nflowspec hooks emit $0\n```\n"),
        expect![[r#"
        for ``
        - workflow.assessed  after /flow:assess
        - spec.created  after /flow:specify
        - spec.updated
        - research.completed  after /flow:research
        - plan.created  after /flow:plan
        - plan.updated
        - adr.created
        - implement.started
        - implement.completed  after /flow:implement
        - validate.started
        - validate.completed  after /flow:validate
        - deploy.started
        - and 14 more
        flowspec hooks emit workflow.assessed"#]],
    );
    check_taken(&command("```bash\nflowspec hooks $0\n```\n"), "emit", expect!["flowspec hooks emit"]);
    check_taken(
        &command("```bash\n$ flowspec hooks emit plan.created --task-id $0\n```\n"),
        "task-10",
        expect!["$ flowspec hooks emit plan.created --task-id task-10"],
    );
}

#[test]
fn no_calls_elsewhere() {
    for text in [
        "backlog task $0",
        "```bash\n# backlog task $0\n```\n",
        "```python\nbacklog task $0\n```\n",
        "```bash\nls -$0\n```\n",
        "```bash\nbacklog task create \"a $0\n```\n",
        "```bash\nbacklog$0\n```\n",
        "`a` backlog task $0",
        "a --$0",
    ] {
        check_silent(&command(text));
    }
}
