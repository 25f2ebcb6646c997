//! From `initialize` to the end of the process, however it comes.

use crate::{
    client::{Client, Manners, PATIENCE, frame, read, uri},
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
    assert_eq!(client.error("textDocument/hover", hover()), -32600);
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
    let first = client.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
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
    assert_eq!(client.error("textDocument/hover", hover()), -32002);
    assert_eq!(client.error("shutdown", Value::Null), -32002);
    client.open("file:///early.md", "markdown", "too early");
    client.initialize(presets::bare(), None);
    assert_eq!(client.error("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} })), -32600);
}

#[test]
fn can_be_initialized_after_a_failed_initialize() {
    let mut client = Client::spawn(Manners::Polite);
    client.misbehave();
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
    client.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    let request = frame(r#"{"jsonrpc":"2.0","id":2,"method":"flowspec/test/nothing"}"#);
    // More answers than a pipe holds, and fewer requests than the server may have in hand.
    client.raw(&request.repeat(1_500));
    client.close_stdin();
    assert_eq!(client.exit_code(), Some(1));
}

/// A server that answers on a pipe, and its ends. It is killed when this is dropped.
#[cfg(unix)]
struct Server(std::process::Child);

#[cfg(unix)]
impl Server {
    fn spawn(stdout: Stdio, stderr: Stdio) -> Server {
        let mut server = Command::new(env!("CARGO_BIN_EXE_flowspec-lsp"));
        Server(server.stdin(Stdio::piped()).stdout(stdout).stderr(stderr).spawn().unwrap())
    }

    fn send(&mut self, message: &Value) {
        self.0.stdin.as_mut().unwrap().write_all(&frame(&message.to_string())).unwrap();
    }

    fn code(&mut self) -> Option<i32> {
        let end = std::time::Instant::now() + PATIENCE;
        while std::time::Instant::now() < end {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        panic!("the server does not end");
    }
}

#[cfg(unix)]
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
fn closed_pipe() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[cfg(unix)]
#[test]
fn a_closed_stderr_ends_nothing() {
    let mut server = Server::spawn(Stdio::piped(), closed_pipe());
    server.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
    server.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    // Both are logged.
    server.send(&json!([]));
    let change = json!({ "textDocument": { "uri": "file:///a.md", "version": 2 }, "contentChanges": [{ "text": "" }] });
    server.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }));
    server.send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }));
    let mut stdout = std::io::BufReader::new(server.0.stdout.take().unwrap());
    while read(&mut stdout).expect("an answer")["id"] != 2 {}
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn a_closed_stderr_does_not_keep_the_server_from_dying_with_its_parent() {
    let mut parent = sleeper();
    let mut server = Server::spawn(Stdio::piped(), closed_pipe());
    let params = json!({ "processId": parent.id(), "capabilities": {} });
    server.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }));
    let mut stdout = std::io::BufReader::new(server.0.stdout.take().unwrap());
    read(&mut stdout).expect("an answer");
    parent.kill().unwrap();
    parent.wait().unwrap();
    assert_eq!(server.code(), Some(1));
}

/// Whether it is told something or not.
#[cfg(unix)]
#[test]
fn exits_when_only_stdout_is_closed() {
    let initialize = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } });
    let mut server = Server::spawn(closed_pipe(), Stdio::null());
    server.send(&initialize);
    assert_eq!(server.code(), Some(1));
    let mut server = Server::spawn(Stdio::piped(), Stdio::null());
    server.send(&initialize);
    let mut stdout = std::io::BufReader::new(server.0.stdout.take().unwrap());
    read(&mut stdout).expect("an answer");
    drop(stdout);
    assert_eq!(server.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn half_a_message_is_reported() {
    let mut server = Server::spawn(Stdio::null(), Stdio::piped());
    let mut stdin = server.0.stdin.take().unwrap();
    stdin.write_all(b"Content-Length: 200000000\r\n\r\n{}").unwrap();
    drop(stdin);
    assert_eq!(server.code(), Some(1));
    let log = std::io::read_to_string(server.0.stderr.take().unwrap()).unwrap();
    assert!(log.contains("stdin ended in the middle of a message"), "{log}");
}

fn hover() -> Value {
    json!({ "textDocument": { "uri": "file:///a.md" }, "position": { "line": 0, "character": 0 } })
}

/// A process that does nothing, to be taken for the client's.
#[cfg(unix)]
fn sleeper() -> std::process::Child {
    Command::new("sleep").arg("600").stdout(Stdio::null()).spawn().unwrap()
}
