//! What a command of Spec Kit has changed, by the states before and after it.

use crate::{
    model::{invocation::Invocation, namespace::SPECKIT, spec_kit::FeatureCommand},
    text::list,
    workflow::preflight::{ItemRef, Verdict},
    workspace::{Snapshot, WorkItem},
};

/// What the command of `verdict` has done to features, in words, and which commands extensions run after it; `None` when it is not about any.
pub(super) fn features(before: &Snapshot, now: &Snapshot, verdict: &Verdict) -> Option<String> {
    let parts: Vec<_> = done(before, now, verdict).into_iter().chain(hooks(now, verdict)).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The mandatory hooks that run when the command has succeeded.
fn hooks(now: &Snapshot, verdict: &Verdict) -> Option<String> {
    let invocation = Invocation::parse(&verdict.command);
    let is_ours =
        invocation.namespace() == SPECKIT.name || now.has_bare_commands() && invocation.namespace().is_empty();
    let command = FeatureCommand::named(invocation.name()).filter(|_| is_ours)?;
    let commands = now.mandatory_hooks(&format!("after_{}", command.name()))?;
    (!commands.is_empty()).then(|| format!("extensions run {} now", list(commands.iter().map(String::as_str), "and")))
}

fn done(before: &Snapshot, now: &Snapshot, verdict: &Verdict) -> Option<String> {
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

    #[test]
    fn hooks_after_a_command_are_named() {
        let files = "
//- /.specify/feature.json
{\"feature_directory\": \"specs/001-fees\"}
//- /.specify/extensions.yml
hooks:
  after_plan:
    - {command: speckit.b, optional: false, priority: 20}
    - {command: speckit.a, optional: false}
    - {command: speckit.asked}
//- /specs/001-fees/spec.md
# Feature Specification: Fees
";
        let before = Fixture::parse(files).snapshot();
        let now = Fixture::parse(&format!("{files}//- /specs/001-fees/plan.md\n# Plan\n")).snapshot();
        let told = |command: &str| {
            let request = Request { command: command.to_owned(), ..Request::default() };
            features(&before, &now, &preflight(&before, &request))
        };
        let expected = "001-fees: Specified → Planned; extensions run `speckit.a` and `speckit.b` now";
        assert_eq!(told("plan").as_deref(), Some(expected));
        assert_eq!(told("clarify").as_deref(), Some("001-fees: Specified → Planned"));
    }
}
