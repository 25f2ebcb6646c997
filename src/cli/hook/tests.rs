use super::payload::{Event, Payload};

/// The agent that a payload is from, and what it says.
fn read(payload: &str) -> String {
    let payload = Payload::read(payload.as_bytes(), None).unwrap();
    let event = match payload.event {
        Event::Edited(edits) => format!("{edits:?}"),
        event => format!("{event:?}"),
    };
    format!("{:?} {event}", payload.agent)
}

#[test]
fn agents_are_known_by_what_they_send() {
    for (payload, expected) in [
        (r#"{"hook_event_name": "Stop", "stop_hook_active": false}"#, "Claude Stopped"),
        (r#"{"hook_event_name": "Stop", "stop_hook_active": true}"#, "Claude Other"),
        (r#"{"hook_event_name": "Stop", "turn_id": "1"}"#, "Codex Stopped"),
        (r#"{"hook_event_name": "AfterAgent", "cwd": "/"}"#, "Gemini Stopped"),
        (r#"{"hook_event_name": "stop", "conversation_id": "1", "workspace_roots": []}"#, "Cursor Stopped"),
        (r#"{"hook_event_name": "stop", "loop_count": 1, "cursor_version": "2"}"#, "Cursor Other"),
        (r#"{"sessionId": "1", "timestamp": 1, "stopReason": "end_turn"}"#, "Copilot Stopped"),
        (r#"{"hook_event_name": "agentStop"}"#, "Kiro Stopped"),
        ("", "Kiro Stopped"),
        (r#"{"hook_event_name": "PreToolUse", "tool_input": {"file_path": "a"}}"#, "Claude Other"),
        (r#"{"hook_event_name": "UserPromptSubmit", "prompt": "hello"}"#, "Claude Other"),
        (
            r#"{"hook_event_name": "UserPromptSubmit", "prompt": "/flow:plan a  b"}"#,
            r#"Claude Prompted { command: "/flow:plan", arguments: "a  b" }"#,
        ),
        (
            r#"{"hook_event_name": "PreTaskExec", "spec": "login", "task": {"id": "2.1"}}"#,
            r#"Kiro Prompted { command: "start-task", arguments: "login 2.1" }"#,
        ),
        (r#"{"hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}}"#, "Claude Other"),
        (
            r#"{"hook_event_name": "PostToolUse", "tool_name": "apply_patch", "tool_input": {"command": "*** Begin Patch\n*** Update File: a.md\n*** End Patch"}}"#,
            r#"Codex [FileEdit { file: "a.md", original: None, replaced: [] }]"#,
        ),
        (
            r#"{"toolName": "edit", "toolArgs": "{\"path\": \"a.md\", \"old_str\": \"x\", \"new_str\": \"y\"}", "cwd": "/"}"#,
            r#"Copilot [FileEdit { file: "a.md", original: None, replaced: [Replacement { old: "x", new: "y", everywhere: false }] }]"#,
        ),
    ] {
        assert_eq!(read(payload), expected, "{payload}");
    }
}

#[test]
fn the_text_before_an_edit() {
    let before = |payload: &str, now: &str| match Payload::read(payload.as_bytes(), None).unwrap().event {
        Event::Edited(edits) => edits[0].before(now),
        event => panic!("{event:?}"),
    };
    let edit = r#"{"file_path": "a", "edits": [{"old_string": "a", "new_string": "b"}, {"old_string": "b", "new_string": "c"}]}"#;
    assert_eq!(before(edit, "x c"), Some("x a".to_owned()));
    assert_eq!(before(edit, "x"), None);
    let all = r#"{"file_path": "a", "old_string": "a", "new_string": "b", "replace_all": true}"#;
    assert_eq!(before(all, "b b"), Some("a a".to_owned()));
    let write = r#"{"tool_input": {"file_path": "a", "content": "b"}, "tool_response": {"originalFile": "a"}}"#;
    assert_eq!(before(write, "b"), Some("a".to_owned()));
    assert_eq!(before(r#"{"tool_input": {"file_path": "a", "content": "b"}}"#, "b"), None);
}

#[test]
fn what_is_no_object_is_an_error() {
    for payload in ["[]", "1", "{", "\u{0}"] {
        assert!(Payload::read(payload.as_bytes(), None).is_err(), "{payload}");
    }
    assert!(Payload::read(&[0xff], None).is_err());
}
