//! What a command of cc-sdd has changed, by the states before and after it.

use crate::{
    model::{invocation::Invocation, kiro::command::KiroCommand},
    workflow::preflight::Verdict,
    workspace::{Snapshot, WorkItem},
};

/// What the command of `verdict` has done to specs, in words; `None` when it is not a command of cc-sdd.
pub(super) fn specs(before: &Snapshot, now: &Snapshot, verdict: &Verdict) -> Option<Option<String>> {
    let item = match &verdict.item {
        Some(item) => Some(item).filter(|item| item.noun == "spec"),
        None => return KiroCommand::of(&Invocation::parse(&verdict.command)).map(|_| started(before, now)),
    }?;
    let name = &item.id;
    let Some(new) = now.spec(name) else { return Some(Some(format!("{name} is gone"))) };
    let old = before.spec(name);
    let (was, is) = (old.as_ref().map(state), state(&new));
    let had = old.as_ref().map(|old| old.status.as_str()).unwrap_or_default();
    Some(Some(match was {
        _ if had != new.status && !new.status.is_empty() && !had.is_empty() => {
            format!("{name}: {had} → {}, {is}", new.status)
        }
        Some(was) if was != is => format!("{name}: {was} → {is}"),
        _ => format!("{name} is still {is}"),
    }))
}

/// The specs that were not there before.
fn started(before: &Snapshot, now: &Snapshot) -> Option<String> {
    let new = now.specs().filter(|spec| before.spec(&spec.id).is_none());
    let told: Vec<_> = new.map(|spec| format!("{} ({})", spec.id, state(&spec))).collect();
    (!told.is_empty()).then(|| format!("new: {}", told.join(", ")))
}

fn state(spec: &WorkItem) -> &str {
    spec.states.first().map(String::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::{
        fixture::Fixture,
        workflow::{
            after::changes,
            preflight::{Request, preflight},
        },
    };

    fn told(command: &str, before: &str, now: &str) -> String {
        let snapshot = |files: &str| Fixture::parse(&format!("//- /.kiro/steering/tech.md\n# 😀\n{files}")).snapshot();
        let (before, now) = (snapshot(before), snapshot(now));
        let verdict = preflight(&before, &Request { command: command.to_owned(), ..Request::default() });
        changes(&before, &now, &verdict).unwrap_or_default()
    }

    #[test]
    fn what_has_changed_is_told() {
        let requirements = "//- /.kiro/specs/a/requirements.md\n### Requirement 1\n";
        let design = format!("{requirements}//- /.kiro/specs/a/design.md\n# A\n");
        let tasks = |marks: [char; 2]| {
            format!("{design}//- /.kiro/specs/a/tasks.md\n- [{}] 1. A\n- [{}] 2. B\n", marks[0], marks[1])
        };
        for (command, before, now, expected) in [
            ("/kiro:spec-design", requirements.to_owned(), design.clone(), "a: Requirements → Design"),
            ("/kiro:spec-tasks", design.clone(), design.clone(), "a is still Design"),
            ("/kiro-impl", tasks(['x', ' ']), tasks(['x', 'x']), "a: 1 of 2 tasks → 2 of 2 tasks, Done"),
            ("/kiro-impl", tasks(['x', ' ']), String::new(), "a is gone"),
            ("/kiro:spec-init", String::new(), requirements.to_owned(), "new: a (Requirements)"),
            ("/kiro:steering", design.clone(), design, ""),
        ] {
            assert_eq!(told(command, &before, &now), expected, "{command}");
        }
    }
}
