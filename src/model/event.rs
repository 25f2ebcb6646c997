//! The events that `flowspec hooks emit` sends and that hooks listen to.

use crate::syntax::nearest::nearest as nearest_of;

/// Every event that flowspec knows. It does not check what is emitted: an unknown event just reaches nobody.
pub const EVENTS: [&str; 26] = [
    "workflow.assessed",
    "spec.created",
    "spec.updated",
    "research.completed",
    "plan.created",
    "plan.updated",
    "adr.created",
    "implement.started",
    "implement.completed",
    "validate.started",
    "validate.completed",
    "deploy.started",
    "deploy.completed",
    "task.created",
    "task.updated",
    "task.status_changed",
    "task.ac_checked",
    "task.ac_unchecked",
    "task.completed",
    "task.archived",
    "agent.started",
    "agent.progress",
    "agent.blocked",
    "agent.completed",
    "agent.error",
    "agent.handoff",
];

/// Whether flowspec knows the event.
pub fn is_known(event: &str) -> bool {
    EVENTS.contains(&event)
}

/// The known event that is close to this one.
pub fn nearest(event: &str) -> Option<&'static str> {
    nearest_of(event, EVENTS)
}

/// Whether a hook that listens to `pattern` gets any event that flowspec knows.
pub fn listens(pattern: &str) -> bool {
    EVENTS.iter().any(|event| matches(pattern, event))
}

/// Whether an event fits a pattern, in which `*` is any text and `?` any letter.
pub fn matches(pattern: &str, event: &str) -> bool {
    let (pattern, event) = (pattern.as_bytes(), event.as_bytes());
    let (mut p, mut e) = (0, 0);
    // Where to go on when the text after the last star does not fit.
    let mut star = None;
    while let Some(byte) = event.get(e) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, e));
                p += 1;
            }
            Some(letter) if letter == byte || *letter == b'?' => {
                p += 1;
                e += 1;
            }
            _ => {
                let Some((at, from)) = star else {
                    return false;
                };
                star = Some((at, from + 1));
                p = at + 1;
                e = from + 1;
            }
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, event, expected) in [
            ("plan.created", "plan.created", true),
            ("plan.created", "plan.create", false),
            ("plan.*", "plan.created", true),
            ("plan.*", "plans.created", false),
            ("*", "agent.error", true),
            ("*.completed", "deploy.completed", true),
            ("*.completed", "deploy.completed.x", false),
            ("*a*d", "task.ac_checked", true),
            ("agent.?rror", "agent.error", true),
            ("", "", true),
            ("**", "", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, event), expected, "{pattern} {event}");
        }
        assert!(!listens("plan.create"));
        assert!(listens("task.*"));
        assert!(!listens(&"*a".repeat(50_000)));
    }

    #[test]
    fn every_workflow_of_the_seed_emits_a_known_event() {
        for workflow in &crate::model::machine::Machine::seed().steps {
            assert!(workflow.built_in().is_some_and(|it| is_known(it.event)), "{workflow:?}");
        }
    }

    #[test]
    fn close_events() {
        assert_eq!(nearest("plan.create"), Some("plan.created"));
        assert_eq!(nearest("deploy.complete"), Some("deploy.completed"));
        assert_eq!(nearest("release.shipped"), None);
    }
}
