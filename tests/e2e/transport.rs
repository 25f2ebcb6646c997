//! What may go wrong between the client and the handlers.

use crate::{
    client::{Client, Manners, frame, read},
    presets,
};
use serde_json::{Value, json};

#[test]
fn bad_messages_are_answered_and_cost_only_themselves() {
    let mut client = Client::start(presets::vscode(), None);
    let bad: [(&[u8], i64); 7] = [
        (b"Content-Length: 9\r\n\r\n{\"jsonrpc", -32700),
        (b"Content-Length: 4\r\n\r\n\"\xff\xfe\"", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 0\r\n\r\n", -32700),
        (b"Content-Length: nine\r\n\r\n", -32700),
        (b"Content-Type: text/plain\r\n\r\n{}", -32700),
        (b"Content-Length: 99999999999999\r\n\r\n{}", -32700),
    ];
    for (bytes, code) in bad {
        client.raw(bytes);
        client.barrier();
        assert_eq!(client.answer(Value::Null)["error"]["code"], code);
        // A rest of the bad message may be reported once more, but never hides the next one.
        client.forget_unread();
        client.barrier();
    }
}

#[test]
fn a_bad_request_with_an_id_is_answered_by_it() {
    let mut client = Client::start(presets::vscode(), None);
    client.misbehave();
    client.raw(&frame(r#"{"id":"mine","method":"textDocument/hover"}"#));
    assert_eq!(client.answer("mine")["error"]["code"], -32600);
}

#[test]
fn wrong_lengths_do_not_lose_the_next_message() {
    let mut client = Client::start(presets::vscode(), None);
    let body = r#"{"jsonrpc":"2.0","id":"x","method":"flowspec/test/nothing"}"#;
    for wrong in [3, body.len() - 1, body.len() + 1, body.len() + 15, 3_000] {
        client.raw(format!("Content-Length: {wrong}\r\n\r\n{body}").as_bytes());
        client.barrier();
        assert_eq!(client.answer(Value::Null)["error"]["code"], -32700);
        client.forget_unread();
    }
}

#[test]
fn wrong_parameters_and_methods_are_answered() {
    let mut client = Client::start(presets::vscode(), None);
    client.misbehave();
    assert_eq!(client.error("textDocument/codeAction", json!({ "textDocument": 5 })), -32602);
    assert_eq!(client.error("no/such/method", json!({})), -32601);
    assert_eq!(client.error("$/no/such/method", json!({})), -32601);
    client.notify("$/no/such/notification", json!({}));
    client.notify("no/such/notification", json!({}));
    client.notify("textDocument/didOpen", json!({ "textDocument": [] }));
    client.notify("textDocument/didChange", json!({}));
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.send(&json!({ "jsonrpc": "2.0", "id": "never asked", "result": null }));
    client.barrier();
}

#[test]
fn a_panic_costs_only_its_own_answer() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut client = Client::start(presets::vscode(), None);
    client.expect_panic();
    for _ in 0..10 {
        assert_eq!(client.error("flowspec/test/panic", Value::Null), -32603);
        client.notify("flowspec/test/panicNotification", Value::Null);
        client.barrier();
    }
}

#[test]
fn a_request_can_be_cancelled_at_once() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut client = Client::start(presets::vscode(), None);
    let ids: Vec<i64> = (0..50).map(|_| client.ask("flowspec/test/hang", Value::Null)).collect();
    for &id in &ids {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in ids {
        assert_eq!(client.answer(id)["error"]["code"], -32800);
    }
    client.notify("$/cancelRequest", json!({ "id": "never asked" }));
    client.barrier();
}

#[test]
fn a_client_that_never_answers_blocks_nothing() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut client = Client::start_as(Manners::Silent, presets::vscode(), None);
    for _ in 0..200 {
        client.ask("flowspec/test/ask", Value::Null);
    }
    client.barrier();
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
    client.forget_unread();
}

#[test]
fn a_client_that_answers_is_heard() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut client = Client::start(presets::vscode(), None);
    assert_eq!(client.request("flowspec/test/ask", Value::Null), "yes");
}

/// Node.js gives its children sockets for stdin and stdout.
#[cfg(unix)]
#[test]
fn sockets_serve_like_pipes() {
    use std::{
        io::{BufReader, Write},
        os::{fd::OwnedFd, unix::net::UnixStream},
        process::{Command, Stdio},
        time::Duration,
    };
    let ((mut input, stdin), (output, stdout)) = (UnixStream::pair().unwrap(), UnixStream::pair().unwrap());
    output.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_flowspec-lsp"))
        .stdin(Stdio::from(OwnedFd::from(stdin)))
        .stdout(Stdio::from(OwnedFd::from(stdout)))
        .spawn()
        .unwrap();
    let mut output = BufReader::new(output);
    for (id, method, params) in [(1, "initialize", json!({ "capabilities": {} })), (2, "shutdown", Value::Null)] {
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        input.write_all(&frame(&request.to_string())).unwrap();
        let answer = read(&mut output).unwrap();
        assert_eq!(answer["id"], id);
        assert!(answer.get("error").is_none(), "{answer}");
    }
    input.write_all(&frame(&json!({ "jsonrpc": "2.0", "method": "exit" }).to_string())).unwrap();
    assert!(server.wait().unwrap().success());
}
