//! How agents are answered, each where its model reads it.

use serde_json::{Value, json};

use super::payload::{Event, Payload};
use crate::{
    cli::{args::HookAgent, output::Output},
    text::plain,
};

/// The answer to an agent that has something to hear.
pub(super) fn answer(payload: &Payload, text: &str) -> Output {
    let text = plain(text).into_owned();
    let event = &payload.event;
    match payload.agent {
        // Exit code 2: what is on stderr reaches the model, and before a command it does not run.
        HookAgent::Claude | HookAgent::Codex | HookAgent::Kiro => Output { notes: text, code: 2, ..Output::default() },
        HookAgent::Gemini => json(&match event {
            Event::Edited(_) => json!({
                "hookSpecificOutput": { "hookEventName": payload.name, "additionalContext": text }
            }),
            _ => json!({ "decision": "deny", "reason": text }),
        }),
        HookAgent::Copilot => json(&match event {
            Event::Edited(_) => json!({ "additionalContext": text }),
            _ => json!({ "decision": "block", "reason": text }),
        }),
        HookAgent::Cursor => json(&match event {
            // `afterFileEdit` reads no answer; `postToolUse` does.
            Event::Edited(_) => json!({ "additional_context": text }),
            Event::Stopped => json!({ "followup_message": text }),
            _ => json!({ "continue": false, "user_message": text }),
        }),
    }
}

fn json(value: &Value) -> Output {
    Output::text(format!("{value}\n"))
}
