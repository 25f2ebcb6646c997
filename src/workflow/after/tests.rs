use std::path::Path;

use super::*;
use crate::{
    fixture::Fixture,
    workflow::preflight::{Request, preflight},
};

fn project(labels: &str) -> Snapshot {
    Fixture::parse(&format!(
        "//- /backlog/tasks/task-12 - A.md\n---\nid: task-12\ntitle: A\nstatus: In Progress\nlabels: [{labels}]\n---\n"
    ))
    .snapshot()
}

fn verdict(project: &Snapshot, command: &str) -> Verdict {
    preflight(project, &Request { command: command.into(), task: Some("task-12".into()), ..Request::default() })
}

#[test]
fn the_task_moves_unless_it_is_somewhere_else() {
    let before = verdict(&project("ui, 'workflow:Planned'"), "implement");
    let step = |labels: &str| match step(&project(labels), &before) {
        Ok(FollowUp::Edit(Edit::Replace { text, .. })) => text,
        Ok(step) => format!("{step:?}"),
        Err(trouble) => trouble.to_string(),
    };
    assert_eq!(step("ui, 'workflow:Planned'"), "In Implementation");
    assert_eq!(step("workflow:planned, ui, more"), "In Implementation");
    assert_eq!(step("'workflow:In Implementation', ui"), "Taken");
    assert_eq!(step("workflow:Validated"), "somebody moved it to Validated meanwhile");
    assert_eq!(step("ui"), "somebody took its workflow label away meanwhile");
    assert!(step("workflow:Planned, workflow:Deployed").starts_with("the task has several workflow labels"));
}

#[test]
fn a_task_without_a_label_gets_one() {
    let before = verdict(&project("ui"), "assess");
    assert_eq!(before.from, None);
    assert!(matches!(step(&project("ui"), &before), Ok(FollowUp::Edit(_))));
    assert_eq!(step(&project("workflow:Planned"), &before), Err(Trouble::Elsewhere(Some("Planned".into()))));
    assert_eq!(description(&before).as_deref(), Some("task-12 (To Do → Assessed)"));
}

#[test]
fn a_task_that_was_renamed_is_found_by_its_id() {
    let before = verdict(&project("workflow:Planned"), "implement");
    let renamed = |files: &[&str]| {
        let task = "---\nid: TASK-12\nlabels: [workflow:Planned]\n---\n";
        let files: Vec<_> = files.iter().map(|file| format!("//- /backlog/tasks/{file}\n{task}")).collect();
        Fixture::parse(&files.join("")).snapshot()
    };
    assert!(matches!(step(&renamed(&["task-12 - B.md"]), &before), Ok(FollowUp::Edit(_))));
    assert_eq!(step(&renamed(&["task-12 - B.md", "task-12 - C.md"]), &before), Err(Trouble::Gone));
    assert_eq!(step(&Fixture::parse("").snapshot(), &before), Err(Trouble::Gone));
}

#[test]
fn command_lines() {
    let project = project("workflow:Planned");
    let before = verdict(&project, "implement");
    let shown = |line: Option<CommandLine>| line.map(|line| line.to_string()).unwrap_or_default();
    assert_eq!(
        shown(backlog("/bin/backlog".into(), &before)),
        r#"["/bin/backlog", "task", "edit", "task-12", "--remove-label", "workflow:Planned", "--add-label", "workflow:In Implementation"]"#
    );
    let event = event(&project, &before).unwrap();
    assert_eq!(
        shown(Some(emit("/bin/flowspec".into(), event, id_of(&before)))),
        r#"["/bin/flowspec", "hooks", "emit", "implement.completed", "--task-id", "task-12"]"#
    );
    let mut hostile = before;
    hostile.task.as_mut().unwrap().id = "--help".into();
    assert_eq!((backlog(Path::new("/bin/backlog").into(), &hostile), id_of(&hostile)), (None, None));
}
