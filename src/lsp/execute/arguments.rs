//! The arguments of a command: one object, or one value after the other.

use serde_json::{Map, Value};

/// What a client sent, by name. A menu of the client sends one object; whoever types a command sends words.
#[derive(Debug, Clone, Default)]
pub(super) struct Arguments(Map<String, Value>);

impl Arguments {
    /// Names the values after `parameters`. The error says which value has no place, and what would have one.
    pub(super) fn new(values: Vec<Value>, parameters: &[&str]) -> Result<Self, String> {
        let count = values.len();
        let (named, in_order) = match <[Value; 1]>::try_from(values) {
            Ok([Value::Object(object)]) => (object, false),
            Ok([value]) => (in_order([value], parameters), true),
            Err(values) => (in_order(values, parameters), true),
        };
        if let Some(unknown) = named.keys().find(|key| !parameters.contains(&key.as_str())) {
            return Err(format!("there is no argument `{unknown}`: {}", usage(parameters)));
        }
        if in_order && count > parameters.len() {
            return Err(format!("there are {count} arguments: {}", usage(parameters)));
        }
        Ok(Arguments(named))
    }

    /// A text; `None` when it is absent. A number is the text that it was written as.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => Err(format!("the argument `{name}` is `{other}`: it must be a text")),
        }
    }

    /// A yes or a no; no when it is absent.
    pub(super) fn flag(&self, name: &str) -> Result<bool, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::String(word)) if matches!(word.trim(), "" | "n" | "no" | "false") => Ok(false),
            Some(Value::String(word)) if matches!(word.trim(), "y" | "yes" | "true") => Ok(true),
            Some(other) => Err(format!("the argument `{name}` is `{other}`: it must be true or false")),
        }
    }
}

fn in_order(values: impl IntoIterator<Item = Value>, parameters: &[&str]) -> Map<String, Value> {
    parameters.iter().map(|name| (*name).to_owned()).zip(values).collect()
}

fn usage(parameters: &[&str]) -> String {
    match parameters {
        [] => "the command takes none".to_owned(),
        _ => format!("the command takes {}, as one object or in this order", parameters.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use serde_json::json;

    use super::*;

    fn check(values: &Value, expect: Expect) {
        let values = values.as_array().cloned().unwrap_or_default();
        let read = Arguments::new(values, &["task", "state"]);
        let shown = read.and_then(|read| {
            let texts = [read.text("task")?, read.text("state")?];
            Ok(texts.map(|text| text.unwrap_or_else(|| "-".into())).join(" "))
        });
        expect.assert_eq(&shown.unwrap_or_else(|problem| format!("error: {problem}")));
    }

    #[test]
    fn an_object_or_words() {
        check(&json!([{ "state": "Planned", "task": "task-1" }]), expect!["task-1 Planned"]);
        check(&json!(["task-1", "In Implementation 😀"]), expect!["task-1 In Implementation 😀"]);
        check(&json!([12]), expect!["12 -"]);
        check(&json!([null, "Planned"]), expect!["- Planned"]);
        check(&json!([]), expect!["- -"]);
        check(&json!([{}]), expect!["- -"]);
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        check(
            &json!([{ "tusk": "task-1" }]),
            expect![
                "error: there is no argument `tusk`: the command takes task, state, as one object or in this order"
            ],
        );
        check(
            &json!(["a", "b", "c"]),
            expect!["error: there are 3 arguments: the command takes task, state, as one object or in this order"],
        );
        check(&json!([["a"]]), expect!["error: the argument `task` is `[\"a\"]`: it must be a text"]);
        assert!(Arguments::new(vec![json!({})], &[]).is_ok());
        assert_eq!(
            Arguments::new(vec![json!("x")], &[]).err().unwrap_or_default(),
            "there are 1 arguments: the command takes none"
        );
    }
}
