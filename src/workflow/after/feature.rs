//! What a command of Spec Kit has changed, by the states before and after it.

use crate::{
    model::{invocation::Invocation, namespace::SPECKIT},
    workflow::preflight::{ItemRef, Verdict},
    workspace::{Snapshot, WorkItem},
};

/// What the command of `verdict` has done to features, in words; `None` when it is not about any.
pub(super) fn features(before: &Snapshot, now: &Snapshot, verdict: &Verdict) -> Option<String> {
    let Some(item) = verdict.item.as_ref().filter(|item| item.noun == ItemRef::FEATURE) else {
        let is_ours = Invocation::parse(&verdict.command).namespace() == SPECKIT.name;
        return is_ours.then(|| started(before, now)).flatten();
    };
    let folder = now.relative(&item.folder).as_str();
    let Some(new) = now.feature(folder) else { return Some(format!("{} is gone", item.id)) };
    let old = before.feature(folder);
    let state = word(&new);
    let was = old.as_ref().map_or("", |old| &old.status);
    Some(match () {
        () if was != new.status && !new.status.is_empty() => {
            let was = if was.is_empty() { String::new() } else { format!("{was} → ") };
            format!("{}: {was}{}, {state}", item.id, new.status)
        }
        () if old.as_ref().map(word) != Some(state) => {
            format!("{}: {} → {state}", item.id, old.as_ref().map_or("new", word))
        }
        () => format!("{} is still {state}", item.id),
    })
}

/// The features that were not there before.
fn started(before: &Snapshot, now: &Snapshot) -> Option<String> {
    let new = now.features().filter(|feature| before.feature(&feature.key.id).is_none());
    let told: Vec<_> = new.map(|feature| format!("{} ({})", feature.id, word(&feature))).collect();
    (!told.is_empty()).then(|| format!("new: {}", told.join(", ")))
}

fn word(feature: &WorkItem) -> &str {
    feature.states.first().map_or("a template", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixture::Fixture,
        workflow::preflight::{Request, preflight},
    };

    fn told(command: &str, before: &str, now: &str) -> Option<String> {
        let snapshot = |files: &str| Fixture::parse(&format!("//- /.specify/x.md\n{files}")).snapshot();
        let (before, now) = (snapshot(before), snapshot(now));
        let verdict = preflight(&before, &Request { command: command.to_owned(), ..Request::default() });
        features(&before, &now, &verdict)
    }

    #[test]
    fn what_became_of_a_feature_is_told() {
        let spec = "//- /specs/001-a/spec.md\n# A\n";
        let plan = "//- /specs/001-a/plan.md\n# Plan\n";
        let tasks = |done: &str| format!("{spec}{plan}//- /specs/001-a/tasks.md\n- [x] T001 a\n- [{done}] T002 b\n");
        for (command, before, now, expected) in [
            ("specify", "", spec, Some("new: 001-a (Specified)")),
            ("plan", spec, &*format!("{spec}{plan}"), Some("001-a: Specified → Planned")),
            ("plan", spec, spec, Some("001-a is still Specified")),
            ("implement", &*tasks(" "), &*tasks("x"), Some("001-a: 1 of 2 tasks → 2 of 2 tasks, Done")),
            ("plan", spec, "", Some("001-a is gone")),
            ("other", spec, &*tasks("x"), None),
        ] {
            assert_eq!(told(command, before, now).as_deref(), expected, "{command} {now}");
        }
    }
}
