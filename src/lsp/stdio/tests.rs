use super::*;
use expect_test::{Expect, expect};

const EXIT: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

fn message(body: &str) -> String {
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// What comes out when `input` comes in, in pieces of `size` bytes: one line a message.
fn frames(input: &[u8], size: usize) -> String {
    let (mut decoder, mut src, mut out) = (Frames::default(), BytesMut::new(), String::new());
    let mut take = |message: Message| {
        out += &match message {
            Message::Request(request) => serde_json::to_string(&request).unwrap(),
            Message::Response(response) => serde_json::to_string(&response).unwrap(),
        };
        out.push('\n');
    };
    for piece in input.chunks(size) {
        src.extend_from_slice(piece);
        while let Some(frame) = decoder.decode(&mut src).unwrap() {
            take(frame);
        }
    }
    while let Some(frame) = decoder.decode_eof(&mut src).unwrap() {
        take(frame);
    }
    assert!(src.is_empty());
    out
}

#[expect(clippy::needless_pass_by_value, reason = "reads better")]
fn check(input: impl AsRef<[u8]>, expected: Expect) {
    let whole = frames(input.as_ref(), usize::MAX);
    expected.assert_eq(&whole);
    for size in [1, 7, 40] {
        let last = |text: &str| text.lines().last().map(str::to_owned);
        let pieces = frames(input.as_ref(), size);
        assert_eq!(last(&pieces), last(&whole), "in pieces of {size}");
    }
}

#[test]
fn good_messages_pass_unchanged() {
    let two = format!("{}{}", message(EXIT), message(r#"{"jsonrpc":"2.0","id":1,"result":null}"#));
    check(
        two,
        expect![[r#"
            {"jsonrpc":"2.0","method":"exit"}
            {"jsonrpc":"2.0","result":null,"id":1}
        "#]],
    );
}

#[test]
fn headers_may_be_written_in_other_ways() {
    let length = EXIT.len();
    check(
        format!("content-length:{length}\n\n{EXIT}"),
        expect![[r#"
        {"jsonrpc":"2.0","method":"exit"}
    "#]],
    );
    check(
        format!(
            "\r\nContent-Type: application/vscode-jsonrpc\r\nX-More: 1\r\nContent-Length:  {length} \r\n\r\n{EXIT}"
        ),
        expect![[r#"
            {"jsonrpc":"2.0","method":"exit"}
        "#]],
    );
}

/// Another protocol, whose header might never end.
#[test]
fn what_is_no_header_is_not_waited_for() {
    let (mut decoder, mut src) = (Frames::default(), BytesMut::from("GET / HTTP/1.1\r\n"));
    let Some(Message::Request(request)) = decoder.decode(&mut src).unwrap() else { panic!("{src:?}") };
    assert_eq!(request.params().unwrap()["message"], "a header line has no colon");
    let mut src = BytesMut::from("Content-Length: 5\r\nX: y");
    assert!(decoder.decode(&mut src).unwrap().is_none());
}

#[test]
fn bad_bodies_cost_only_themselves() {
    for body in [&b"{\"jsonrpc\":"[..], b"[]", b"null", b"{\"id\":7,\"method\":1}", b"\"\xff\xfe\"", b"\0\0\0", b" "] {
        let mut input = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        input.extend_from_slice(body);
        input.extend_from_slice(message(EXIT).as_bytes());
        let out = frames(&input, usize::MAX);
        assert_eq!(out.lines().count(), 2, "{out}");
        assert!(out.ends_with(&format!("{EXIT}\n")), "{out}");
    }
    check(
        message(r#"{"id":7,"method":1}"#),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32600,"message":"the body is JSON, but not a JSON-RPC message"},"id":7}
        "#]],
    );
    check(
        message(r#"{"jsonrpc":"#),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32700,"message":"the body is not JSON"},"id":null}
        "#]],
    );
}

#[test]
fn bad_headers_cost_only_themselves() {
    let good = message(EXIT);
    check(
        format!("foobar{good}"),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32700,"message":"the header has no Content-Length"},"id":null}
            {"jsonrpc":"2.0","method":"exit"}
        "#]],
    );
    check(
        format!("Content-Length: many\r\n\r\n{good}"),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32700,"message":"the Content-Length is not a number"},"id":null}
            {"jsonrpc":"2.0","method":"exit"}
        "#]],
    );
    check(
        format!("Content-Length: 0\r\n\r\n{good}"),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32700,"message":"the body is empty"},"id":null}
            {"jsonrpc":"2.0","method":"exit"}
        "#]],
    );
    check(
        format!("Content-Length: -5\r\n\r\n{good}"),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32700,"message":"the Content-Length is not a number"},"id":null}
            {"jsonrpc":"2.0","method":"exit"}
        "#]],
    );
    check(
        format!("Content-Type: text/plain\r\n\r\n{EXIT}{good}"),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32700,"message":"the header has no Content-Length"},"id":null}
            {"jsonrpc":"2.0","method":"exit"}
        "#]],
    );
    check(
        format!("{{\"a\": \"b\"}}\r\n\r\n{good}"),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32700,"message":"a header name is not a word"},"id":null}
            {"jsonrpc":"2.0","method":"exit"}
        "#]],
    );
    check(
        [b"\xff\xfe\r\n\r\n", good.as_bytes()].concat(),
        expect![[r#"
            {"jsonrpc":"2.0","method":"$/flowspec/malformed","params":{"code":-32700,"message":"the header is not text"},"id":null}
            {"jsonrpc":"2.0","method":"exit"}
        "#]],
    );
}

#[test]
fn wrong_lengths_are_found_out() {
    let (length, good) = (EXIT.len(), message(EXIT));
    for wrong in [1, length - 1, length + 1, length + 8, length + 30, 5_000, 99_999_999_999_999] {
        let out = frames(format!("Content-Length: {wrong}\r\n\r\n{EXIT}{good}").as_bytes(), usize::MAX);
        assert!(out.contains(MALFORMED), "{wrong}: {out}");
        assert!(out.ends_with(&format!("{EXIT}\n")), "{wrong}: {out}");
    }
}

#[test]
fn an_end_in_the_middle_is_silent() {
    check("Content-Le", expect![[r#""#]]);
    check("Content-Length: 100\r\n\r\n{", expect![[r#""#]]);
}

#[test]
fn a_header_quoted_in_a_body_is_text() {
    check(
        message(r#"{"jsonrpc":"2.0","method":"a","params":["Content-Length: 5\r\n\r\n"]}"#),
        expect![[r#"
        {"jsonrpc":"2.0","method":"a","params":["Content-Length: 5\r\n\r\n"]}
    "#]],
    );
}

#[test]
fn garbage_without_end_does_not_pile_up() {
    let mut src = BytesMut::from(&vec![b'x'; 1 << 20][..]);
    assert!(Frames::default().decode(&mut src).unwrap().is_some());
    assert!(src.is_empty());
}
