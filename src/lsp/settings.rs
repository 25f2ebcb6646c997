//! The client's `flowspec.*` settings.

use super::{ask::tell, running::Running, session::Session};
use crate::{rules, workspace::Settings};
use serde_json::{Map, Value};
use std::sync::Arc;
use tower_lsp::gen_lsp_types::{ConfigurationItem, MessageType};

/// Asks the client for its settings.
pub async fn fetch(session: Arc<Session>) {
    let section = ConfigurationItem { scope_uri: None, section: Some("flowspec".into()) };
    match session.client.configuration(vec![section]).await {
        Ok(mut values) => apply(&session, values.pop().unwrap_or_default()).await,
        Err(error) => tracing::warn!("the client does not tell its settings: {error}"),
    }
}

/// Takes these settings, and says what in them is not understood. A client without a section of ours answers null, and means what it
/// said at the start.
pub async fn apply(session: &Session, value: Value) {
    let value = if value.is_null() { session.lock().options.clone() } else { value };
    let (settings, running, problems) = parse(value);
    {
        let mut state = session.lock();
        state.running = running.after(&state.running);
        if state.settings != settings {
            state.settings = settings;
            session.stale.notify_one();
        }
    }
    if !problems.is_empty() {
        let problems = format!("flowspec settings: {}", problems.join("; "));
        tell(session, MessageType::Warning, &problems).await;
    }
}

/// The settings in a value, alone or under `flowspec`. What is not understood costs only itself, and is returned.
pub fn parse(value: Value) -> (Settings, Running, Vec<String>) {
    let mut object = match value {
        Value::Object(object) => object,
        Value::Null => return (Settings::default(), Running::default(), Vec::new()),
        _ => return (Settings::default(), Running::default(), vec!["not an object".into()]),
    };
    if let Some(Value::Object(inner)) = object.get_mut("flowspec") {
        object = std::mem::take(inner);
    }
    let (running, mut problems) = Running::take(&mut object);
    let mut good = Map::new();
    for (key, value) in object.into_iter().filter(|(_, value)| !value.is_null()) {
        match understand(&key, value) {
            Ok(value) => drop(good.insert(key, value)),
            Err((value, found)) => {
                good.extend(value.map(|value| (key, value)));
                problems.extend(found);
            }
        }
    }
    let settings: Settings = serde_json::from_value(Value::Object(good)).unwrap_or_default();
    let codes = settings.rules.keys().chain(settings.overrides.iter().flat_map(|it| it.rules.keys()));
    problems.extend(codes.filter_map(|code| rules::unknown(code)));
    (settings, running, problems)
}

/// The value of a key as far as it is understood, and what is not.
fn understand(key: &str, value: Value) -> Result<Value, (Option<Value>, Vec<String>)> {
    let Err(problem) = try_one(key, value.clone()) else { return Ok(value) };
    let alone = |problem| Err((None, vec![format!("`{key}`: {problem}")]));
    let Value::Object(entries) = value else { return alone(problem) };
    if let Err(problem) = try_one(key, Map::new().into()) {
        return alone(problem);
    }
    let (mut good, mut problems) = (Map::new(), Vec::new());
    for (name, entry) in entries {
        match try_one(key, Map::from_iter([(name.clone(), entry.clone())]).into()) {
            Ok(()) => drop(good.insert(name, entry)),
            Err(problem) => problems.push(format!("`{key}.{name}`: {problem}")),
        }
    }
    let good = (!good.is_empty()).then(|| good.into());
    Err((good, problems))
}

fn try_one(key: &str, value: Value) -> Result<(), String> {
    let one = Value::Object(Map::from_iter([(key.to_owned(), value)]));
    serde_json::from_value::<Settings>(one).map(drop).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_understood_is_named_by_its_place() {
        let problems = |value| parse(value).2;
        let said = problems(
            json!({ "rules": { "placehldr": "off", "copy-drift": "nope" }, "ruels": { "placeholder": "off" } }),
        );
        let begins = [
            "`ruels`: unknown field `ruels`, expected one of",
            "`rules.copy-drift`: unknown variant `nope`, expected one of",
            "there is no rule `placehldr`: did you mean `placeholder`?",
        ];
        assert_eq!(said.len(), begins.len(), "{said:?}");
        for begin in begins {
            assert!(said.iter().any(|problem| problem.starts_with(begin)), "{begin}: {said:?}");
        }
        let overrides = json!([{ "files": ["a"], "rules": { "nothing like it": "off" } }]);
        assert_eq!(
            problems(json!({ "overrides": overrides })),
            ["there is no rule `nothing like it`: `flowspec-lsp rules` lists them"]
        );
        assert_eq!(problems(json!({ "rules": { "placeholder": "off" } })), [""; 0]);
    }
}
