//! Which task it is.

use super::{SETTLED, preflight_of, preflight_on, seen};
use crate::workflow::preflight::{Outcome, Why};

const TASKS: &str = "\
//- /memory/constitution.md
C
//- /backlog/tasks/task-7 - First.md
---
id: task-7
title: 'First \"one\" 😀'
status: In Progress
labels: [workflow:Planned]
---
//- /backlog/tasks/task-8 - Second.md
---
id: TASK-008
title: Second
status: in progress
labels: [workflow:Specified]
---
//- /backlog/tasks/task-9 - Other.md
---
id: task-9
title: Other
status: To Do
---
//- /backlog/drafts/task-10 - Draft.md
---
id: task-10
title: Draft
status: In Progress
---
//- /backlog/completed/task-11 - Old.md
---
id: task-11
title: Old
status: In Progress
labels: [workflow:Planned]
---
";

#[test]
fn by_id_by_file_and_by_what_the_arguments_say() {
    for task in
        ["task-7", "TASK-07", "7", " task-7 ", "backlog/tasks/task-7 - First.md", "./backlog/tasks/task-7 - First.md"]
    {
        let verdict = preflight_on(TASKS, "/flow:implement", task, "soon");
        assert_eq!(verdict.outcome, Outcome::Proceed, "{task} {verdict:?}");
        assert_eq!(verdict.task.map(|task| task.title).as_deref(), Some("First \"one\" 😀"));
        assert_eq!(verdict.prompt, "/flow:implement task-7 soon");
    }
    let verdict = preflight_of(TASKS, "/flow:implement", "finish (task-07)!");
    assert_eq!((verdict.outcome, verdict.prompt.as_str()), (Outcome::Proceed, "/flow:implement finish (task-07)!"));
    let verdict = preflight_on(TASKS, "/flow:implement", "7", "finish task-7");
    assert_eq!(verdict.prompt, "/flow:implement finish task-7");
    let verdict = preflight_on(TASKS, "/flow:implement", "7", "not task-8");
    assert_eq!(verdict.prompt, "/flow:implement task-7 not task-8");
    assert_eq!(preflight_on(TASKS, "/flow:assess", "9", "").from, None);
}

#[test]
fn several_in_progress() {
    let verdict = preflight_of(TASKS, "/flow:implement", "");
    let question = "several tasks are in progress: which one?\n  \
                    - task-7: First \"one\" 😀 (backlog/tasks/task-7 - First.md)\n  \
                    - TASK-008: Second (backlog/tasks/task-8 - Second.md)";
    assert_eq!(seen(&verdict), [(Outcome::Ask, question)]);
    let verdict = preflight_of(TASKS, "/flow:implement", "task-7 and then task-8");
    assert!(verdict.reasons[1].message.starts_with("the arguments name several tasks: which one?\n  - task-7"));
    let twice = format!("{TASKS}//- /backlog/tasks/task-7 - Again.md\n---\nid: task-7\ntitle: Again\n---\n");
    let verdict = preflight_on(&twice, "/flow:implement", "task-7", "");
    assert!(
        verdict.reasons[1].message.starts_with("several tasks have the id `task-7`: which one?\n  - task-7: Again")
    );
    assert_eq!(
        preflight_on(&twice, "/flow:implement", "backlog/tasks/task-7 - First.md", "").outcome,
        Outcome::Proceed
    );
}

#[test]
fn none_in_progress() {
    let cannot = [(Outcome::CannotTell, "no task is given and none is `In Progress`: name one by its id or its file")];
    assert_eq!(seen(&preflight_of(SETTLED, "/flow:implement", "")), cannot);
    // Whatever task it will be, it has no workflow label yet.
    let warning = [(Outcome::Warn, "no task is given and none is `In Progress`, so no task will be updated")];
    assert_eq!(seen(&preflight_of(SETTLED, "/flow:assess", "a new feature")), warning);
    let skipped = preflight_of(SETTLED, "/flow:implement", "--skip-state-check");
    assert_eq!((skipped.outcome, skipped.reasons.len()), (Outcome::Warn, 3));
}

#[test]
fn a_task_that_there_is_not() {
    let unknown = |task: &str| format!("there is no task `{task}` in `backlog`: name one by its id or its file");
    for task in ["task-99", "99", "backlog/tasks/gone.md", "../task-7 - First.md", "/etc/passwd.md", "😀", "-"] {
        let verdict = preflight_on(TASKS, "/flow:implement", task, "--skip-state-check");
        assert_eq!(verdict.outcome, Outcome::CannotTell, "{task}");
        assert_eq!(verdict.reasons[2].message, unknown(task));
    }
    assert_eq!(preflight_of(TASKS, "/flow:implement", "do task-99").reasons[1].message, unknown("task-99"));
}

#[test]
fn a_task_that_was_put_away() {
    let verdict = preflight_on(TASKS, "/flow:implement", "task-11", "");
    assert_eq!(seen(&verdict), [(Outcome::Warn, "`task-11` lies in `backlog/completed`: nobody works on it any more")]);
    // One on the board goes before it.
    let again =
        format!("{TASKS}//- /backlog/tasks/task-11 - New.md\n---\nid: task-11\nlabels: [workflow:Planned]\n---\n");
    assert_eq!(preflight_on(&again, "/flow:implement", "task-11", "").outcome, Outcome::Proceed);
}

#[test]
fn a_task_that_cannot_be_read() {
    for front_matter in
        ["id: task-1\nlabels: [workflow:Planned\n", "id: task-1\nlabels: a: b\n", "title: x\n  labels: [\n"]
    {
        let project = format!("{SETTLED}//- /backlog/tasks/task-1 - A.md\n---\n{front_matter}---\n");
        let verdict = preflight_on(&project, "/flow:assess", "task-1", "");
        let why = Why::TaskUnreadable { path: "backlog/tasks/task-1 - A.md".into() };
        assert_eq!(verdict.reasons.last().map(|reason| &reason.why), Some(&why), "{front_matter}");
    }
    // A mistake elsewhere costs only itself.
    let project = format!(
        "{SETTLED}//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\ntitle: a: b\nlabels: [workflow:Planned]\n---\n"
    );
    assert_eq!(preflight_on(&project, "/flow:implement", "task-1", "").outcome, Outcome::Proceed);
}
