//! The client's settings about running programs. They are never read from a file of a workspace.

use crate::workflow::run::TIMEOUT;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::time::Duration;

/// What the client says about running programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The agent and its arguments, with placeholders; without it the first known one that is installed.
    pub agent: Option<Vec<String>>,
    /// How long an agent may take.
    pub timeout: Duration,
    /// Whether anything may run: without it the user is asked.
    pub trust: Option<bool>,
    /// Who moves a task on.
    pub books: Keeper,
}

/// Who moves a task on after a command has succeeded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keeper {
    /// The editor, by an edit.
    #[default]
    Edit,
    /// Backlog.md, where the task is not open.
    Backlog,
}

impl Default for Running {
    fn default() -> Self {
        Self { agent: None, timeout: TIMEOUT, trust: None, books: Keeper::Edit }
    }
}

impl Running {
    /// Takes these settings out of `object`, with what of them is not understood.
    pub fn take(object: &mut Map<String, Value>) -> (Running, Vec<String>) {
        let mut problems = Vec::new();
        let mut agent = match object.remove("agent") {
            Some(Value::Object(agent)) => agent,
            None | Some(Value::Null) => Map::new(),
            Some(_) => {
                problems.push("`agent`: it must be an object with `command` and `timeout`".into());
                Map::new()
            }
        };
        let command: Option<Vec<String>> = one(&mut agent, "command", &mut problems);
        let timeout: Option<u64> = one(&mut agent, "timeout", &mut problems);
        problems.extend(agent.keys().map(|key| format!("`agent`: there is no setting `{key}`")));
        let running = Running {
            // The default of an editor's settings page is a list without anything.
            agent: command.filter(|command| !command.is_empty()),
            timeout: timeout.filter(|seconds| *seconds > 0).map_or(TIMEOUT, Duration::from_secs),
            trust: one(object, "trust", &mut problems),
            books: one(object, "books", &mut problems).unwrap_or_default(),
        };
        (running, problems)
    }

    /// These settings after `before`: a no to running holds until it is taken back by a yes. A client that says it at the start, because
    /// its workspace is not trusted, need not say it again.
    #[must_use]
    pub fn after(mut self, before: &Running) -> Running {
        self.trust = self.trust.or(before.trust.filter(|trust| !trust));
        self
    }
}

fn one<T: DeserializeOwned>(object: &mut Map<String, Value>, key: &str, problems: &mut Vec<String>) -> Option<T> {
    let value = object.remove(key).filter(|value| !value.is_null())?;
    serde_json::from_value(value).map_err(|error| problems.push(format!("`{key}`: {error}"))).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn take(value: Value) -> (Running, Vec<String>, Value) {
        let mut object = value.as_object().cloned().unwrap_or_default();
        let (running, problems) = Running::take(&mut object);
        (running, problems, object.into())
    }

    #[test]
    fn what_is_understood_is_taken_out() {
        let (running, problems, rest) = take(json!({
            "agent": { "command": ["a", "{prompt}"], "timeout": 5 }, "trust": true, "books": "backlog", "rules": {}
        }));
        let expected = Running {
            agent: Some(vec!["a".into(), "{prompt}".into()]),
            timeout: Duration::from_secs(5),
            trust: Some(true),
            books: Keeper::Backlog,
        };
        assert_eq!((running, problems, rest), (expected, vec![], json!({ "rules": {} })));
        assert_eq!(take(json!({ "agent": { "command": [], "timeout": null } })).0, Running::default());
    }

    #[test]
    fn what_is_not_understood_costs_only_itself() {
        let (running, problems, _) =
            take(json!({ "agent": { "command": "claude", "timeout": 7, "x": 1 }, "trust": "yes" }));
        assert_eq!(running, Running { timeout: Duration::from_secs(7), ..Running::default() });
        assert_eq!(problems.len(), 3, "{problems:?}");
    }

    #[test]
    fn a_no_holds_until_a_yes() {
        let with = |trust| Running { trust, ..Running::default() };
        for (before, said, after) in [
            (Some(false), None, Some(false)),
            (Some(false), Some(true), Some(true)),
            (Some(true), None, None),
            (Some(true), Some(false), Some(false)),
            (None, None, None),
        ] {
            assert_eq!(with(said).after(&with(before)).trust, after, "{before:?} {said:?}");
        }
    }
}
