//! What a command of OpenSpec has changed, by the states before and after it.

use crate::{
    model::{
        invocation::Invocation,
        open_spec::{
            change::{ChangeCommand, ChangeState},
            tasks::TaskProgress,
        },
    },
    workflow::preflight::Verdict,
    workspace::Snapshot,
};

/// What the command of `verdict` has done to changes, in words; `None` when it is not about any.
pub(super) fn changes(before: &Snapshot, now: &Snapshot, verdict: &Verdict) -> Option<String> {
    let Some(item) = &verdict.item else {
        let is_ours = ChangeCommand::of(&Invocation::parse(&verdict.command)).is_some();
        return is_ours.then(|| started(before, now)).flatten();
    };
    let name = &item.id;
    let old = Standing::of(before, name).unwrap_or_default();
    let Some(new) = Standing::of(now, name) else {
        let index = now.index();
        let known = before.index();
        let is_new =
            |folder: &&String| folder.ends_with(name.as_str()) && !known.open_spec.archived.contains_key(*folder);
        return Some(match index.open_spec.archived.keys().find(is_new) {
            Some(folder) => format!("{name}: {} → {}, {folder}", old.word(), ChangeState::Archived),
            None => format!("{name} is gone"),
        });
    };
    let (was, is) = (old.tasks, new.tasks);
    let state = new.word();
    Some(match () {
        () if was != is && was.total > 0 => {
            format!("{name}: {} of {} tasks → {} of {}, {state}", was.done, was.total, is.done, is.total)
        }
        () if old.state != new.state => format!("{name}: {} → {state}", old.word()),
        () => format!("{name} is still {state}"),
    })
}

/// The changes that were not there before.
fn started(before: &Snapshot, now: &Snapshot) -> Option<String> {
    let (known, index) = (before.index(), now.index());
    let new = index.open_spec.changes.keys().filter(|name| !known.open_spec.changes.contains_key(*name));
    let told = new.map(|name| format!("{name} ({})", Standing::of(now, name).unwrap_or_default().word()));
    let told: Vec<_> = told.collect();
    (!told.is_empty()).then(|| format!("new: {}", told.join(", ")))
}

/// How an open change stands.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    state: Option<ChangeState>,
    tasks: TaskProgress,
}

impl Standing {
    fn of(snapshot: &Snapshot, name: &str) -> Option<Standing> {
        snapshot.index().open_spec.changes.get(name)?;
        let status = snapshot.change_status(name, false);
        Some(status.map_or_else(Standing::default, |it| Standing { state: Some(it.state), tasks: it.progress }))
    }

    fn word(self) -> &'static str {
        self.state.map_or("unknown state", ChangeState::name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::Fixture,
        workflow::preflight::{Request, preflight},
    };

    const TASKS: &str = "//- /openspec/changes/add-fees/tasks.md\n";

    fn told(command: &str, before: &str, now: &str) -> String {
        let snapshot = |files: &str| Fixture::parse(&format!("//- /openspec/project.md\n# 😀\n{files}")).snapshot();
        let (before, now) = (snapshot(before), snapshot(now));
        let verdict = preflight(&before, &Request { command: command.to_owned(), ..Request::default() });
        changes(&before, &now, &verdict).unwrap_or_default()
    }

    #[test]
    fn what_has_changed_is_told() {
        let some = format!("{TASKS}- [x] 1.1 A\n- [ ] 1.2 B\n");
        let all = format!("{TASKS}- [x] 1.1 A\n- [x] 1.2 B\n");
        let none = format!("{TASKS}- [ ] 1.1 A\n");
        let proposed = "//- /openspec/changes/add-fees/proposal.md\n# A\n";
        let archived = "//- /openspec/changes/archive/2026-01-31-add-fees/tasks.md\n- [x] 1.1 A\n";
        for (command, before, now, expected) in [
            ("apply", &*some, &*all, "add-fees: 1 of 2 tasks → 2 of 2, Complete"),
            ("apply", &some, &some, "add-fees is still Applying"),
            ("continue", proposed, &none, "add-fees: Planning → Planned"),
            ("archive", &all, archived, "add-fees: Complete → Archived, 2026-01-31-add-fees"),
            ("apply", &all, "", "add-fees is gone"),
            ("propose", "", &none, "new: add-fees (Planned)"),
            ("explore", &none, &none, ""),
        ] {
            assert_eq!(told(command, before, now), expected, "{command}");
        }
    }
}
