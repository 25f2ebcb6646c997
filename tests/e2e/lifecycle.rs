//! From `initialize` to the end of the process, however it comes.

use crate::{
    client::{Client, Manners, frame, uri},
    presets,
};
use serde_json::{Value, json};
use std::{
    io::Write,
    process::{Command, Stdio},
};

#[test]
fn works_without_capabilities_or_options() {
    let client = Client::start(presets::bare(), None);
    assert_eq!(client.capabilities["serverInfo"]["name"], "flowspec-lsp");
    assert_eq!(client.capabilities["capabilities"]["positionEncoding"], "utf-16");
}

#[test]
fn negotiates_the_position_encoding() {
    for (offer, chosen) in [
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-32"]), "utf-32"),
        (json!(["utf-7"]), "utf-16"),
        (json!([]), "utf-16"),
    ] {
        let client = Client::start(json!({ "general": { "positionEncodings": offer } }), None);
        assert_eq!(client.capabilities["capabilities"]["positionEncoding"], chosen);
    }
}

#[test]
fn exits_with_0_after_shutdown() {
    let mut client = Client::start(presets::vscode(), None);
    assert_eq!(client.request("shutdown", Value::Null), Value::Null);
    assert_eq!(client.error("textDocument/hover", json!({})), -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn exits_with_1_without_shutdown() {
    let mut client = Client::start(presets::vscode(), None);
    client.notify("exit", Value::Null);
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
fn exits_with_1_when_nothing_was_ever_said() {
    let mut client = Client::spawn(Manners::Polite);
    client.close_stdin();
    assert_eq!(client.exit_code(), Some(1));
}

#[test]
fn exits_when_stdin_ends() {
    let mut client = Client::start(presets::vscode(), None);
    client.close_stdin();
    assert_eq!(client.exit_code(), Some(1));

    let mut client = Client::start(presets::vscode(), None);
    client.request("shutdown", Value::Null);
    client.close_stdin();
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn answers_everything_that_came_before_the_end_of_stdin() {
    let mut client = Client::spawn(Manners::Polite);
    let first = client.ask("initialize", json!({ "capabilities": {} }));
    let last = client.ask("shutdown", Value::Null);
    client.close_stdin();
    client.answer(first);
    client.answer(last);
    assert_eq!(client.exit_code(), Some(0));
}

#[test]
fn exits_while_handlers_hang() {
    if !cfg!(debug_assertions) {
        return;
    }
    for end_of_stdin in [false, true] {
        let mut client = Client::start(presets::vscode(), None);
        for _ in 0..5 {
            client.ask("flowspec/test/hang", Value::Null);
        }
        client.request("shutdown", Value::Null);
        if end_of_stdin {
            client.close_stdin();
        } else {
            client.notify("exit", Value::Null);
        }
        assert_eq!(client.exit_code(), Some(0));
        client.forget_unread();
    }
}

#[test]
fn refuses_requests_before_initialize_and_a_second_initialize() {
    let mut client = Client::spawn(Manners::Polite);
    assert_eq!(client.error("textDocument/hover", json!({})), -32002);
    assert_eq!(client.error("shutdown", Value::Null), -32002);
    client.open("file:///early.md", "markdown", "too early");
    client.initialize(presets::bare(), None);
    assert_eq!(client.error("initialize", json!({ "capabilities": {} })), -32600);
}

#[test]
fn can_be_initialized_after_a_failed_initialize() {
    let mut client = Client::spawn(Manners::Polite);
    assert_eq!(client.error("initialize", json!({ "capabilities": 5 })), -32602);
    client.initialize(presets::bare(), None);
}

#[cfg(unix)]
#[test]
fn dies_with_its_parent_while_stdin_stays_open() {
    let mut parent = sleeper();
    let mut client = Client::spawn(Manners::Polite);
    client.initialize_with(json!({ "processId": parent.id(), "capabilities": {} }));
    client.barrier();
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(client.exit_code(), Some(1));
}

#[cfg(unix)]
#[test]
fn lives_when_the_parent_cannot_be_seen() {
    let mut gone = sleeper();
    gone.kill().unwrap();
    gone.wait().unwrap();
    let mut client = Client::spawn(Manners::Polite);
    client.initialize_with(json!({ "processId": gone.id(), "capabilities": {} }));
    client.barrier();
}

#[cfg(unix)]
#[test]
fn a_client_that_does_not_read_neither_fattens_nor_keeps_the_server() {
    let mut parent = sleeper();
    let mut client = Client::spawn(Manners::Deaf);
    let initialize = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize",
                             "params": { "processId": parent.id(), "capabilities": {}, "rootUri": uri("/".as_ref()) } });
    client.send(&initialize);
    let mut stdin = client.take_stdin();
    let (blocked, is_blocked) = std::sync::mpsc::channel();
    let writer = std::thread::spawn(move || {
        let request = frame(r#"{"jsonrpc":"2.0","id":2,"method":"flowspec/test/nothing"}"#);
        let batch = request.repeat(1000);
        while stdin.write_all(&batch).is_ok() {
            let _ = blocked.send(());
        }
    });
    // The pipes are full when no more batches go through.
    let pause = std::time::Duration::from_millis(500);
    let mut batches = 0;
    while is_blocked.recv_timeout(pause).is_ok() {
        batches += 1;
        assert!(batches < 1000, "the server reads without end");
    }
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string(format!("/proc/{}/status", client.pid())).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes: u64 = resident.unwrap().trim().trim_end_matches(" kB").parse().unwrap();
        assert!(kilobytes < 100_000, "{kilobytes} kB");
    }
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(client.exit_code(), Some(1));
    writer.join().unwrap();
}

#[test]
fn exits_when_a_client_that_does_not_read_hangs_up() {
    let mut client = Client::spawn(Manners::Deaf);
    client.ask("initialize", json!({ "capabilities": {} }));
    let request = frame(r#"{"jsonrpc":"2.0","id":2,"method":"flowspec/test/nothing"}"#);
    // More answers than a pipe holds, and fewer requests than the server may have in hand.
    client.raw(&request.repeat(1_500));
    client.close_stdin();
    assert_eq!(client.exit_code(), Some(1));
}

/// A process that does nothing, to be taken for the client's.
#[cfg(unix)]
fn sleeper() -> std::process::Child {
    Command::new("sleep").arg("600").stdout(Stdio::null()).spawn().unwrap()
}
