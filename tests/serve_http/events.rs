//! The reload channel: for our own pages, and for nobody else's.

use crate::server::{Running, WAIT, has_headers, read_all, read_until, start, status};
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn state(path: &str, state: &str) -> String {
    format!("data: {{\"path\":\"{path}\",\"state\":\"{state}\"}}\n\n")
}

fn refused(server: &Running, query: &str, more: &str, code: u16) {
    let answer = read_all(&mut server.events(query, more));
    assert_eq!(status(&answer), code, "{query} {more}: {answer}");
    has_headers(&answer);
    server.is_fine();
}

#[test]
fn a_page_is_told_its_state_and_each_change() {
    let server = start(|_| {});
    let mut events = server.events(&server.query("%2Fa%2520b%2F"), "");
    let head = read_until(&mut events, "\r\n\r\n");
    assert_eq!((status(&head), crate::server::header(&head, "content-type")), (200, Some("text/event-stream")));
    has_headers(&head);
    let first = read_until(&mut events, &state("a b/", "fine"));
    assert!(first.contains("retry: 500\n") || first.contains("retry:500\n"), "{first}");
    // A new snapshot that changes nothing here is not told.
    server.site.change("fine");
    std::thread::sleep(Duration::from_millis(100));
    server.site.change("broken");
    let told = read_until(&mut events, &state("a b/", "broken"));
    assert!(!told.contains("fine") && !told.contains("retry"), "{told}");
    server.site.change("fine");
    read_until(&mut events, &state("a b/", "fine"));
    server.is_fine();
}

#[test]
fn silence_is_broken_by_comments() {
    let server = start(|options| options.limits.keep_alive = Duration::from_millis(50));
    let mut events = server.events(&server.query("/"), "");
    read_until(&mut events, &state("", "fine"));
    for _ in 0..3 {
        let told = read_until(&mut events, "\n\n");
        assert!(told.lines().any(|l| l.starts_with(':')) && !told.contains("data"), "{told}");
    }
    server.site.change("broken");
    read_until(&mut events, &state("", "broken"));
}

#[test]
fn only_pages_with_the_token_are_told() {
    let server = start(|_| {});
    let token = &server.token;
    let wrong =
        ["", "?", "?token=&path=/", "?path=/", "?token=x&path=/", "?token=00000000000000000000000000000000&path=/"];
    for query in wrong {
        refused(&server, query, "", 403);
    }
    refused(&server, &format!("?token={}&path=/", &token[..31]), "", 403);
    refused(&server, &format!("?token={token}0&path=/"), "", 403);
    refused(&server, &format!("?token={token}&token={token}&path=/"), "", 403);
    refused(&server, &format!("?Token={token}&path=/"), "", 403);
    refused(&server, &format!("?path=/#token={token}"), "", 403);
    for path in ["", "a", "//", "%2F..", "/%252e%252e", "/%5C", "%zz", "http://evil.example/"] {
        refused(&server, &server.query(path), "", 400);
    }
    refused(&server, &format!("?token={token}"), "", 400);
}

#[test]
fn only_pages_of_ours_are_told() {
    let server = start(|_| {});
    let (query, address) = (server.query("/"), server.address);
    let port = address.port();
    for origin in ["http://evil.example", "null", "", "http://localhost", "http://127.0.0.1"] {
        refused(&server, &query, &format!("Origin: {origin}\r\n"), 403);
    }
    refused(&server, &query, &format!("Origin: http://localhost:{port}\r\n"), 403);
    refused(&server, &query, &format!("Origin: https://{address}\r\n"), 403);
    refused(&server, &query, &format!("Origin: http://{address}/\r\n"), 403);
    refused(&server, &query, &format!("Origin: http://{address}.evil.example\r\n"), 403);
    refused(&server, &query, &format!("Origin: http://{address}\r\nOrigin: http://evil.example\r\n"), 403);
    for site in ["cross-site", "same-site", "none", "", "same-origin\r\nSec-Fetch-Site: cross-site"] {
        refused(&server, &query, &format!("Sec-Fetch-Site: {site}\r\n"), 403);
    }
    let ours = format!("Origin: http://{address}\r\nSec-Fetch-Site: same-origin\r\n");
    for more in [ours.as_str(), "Sec-Fetch-Site: same-origin\r\n"] {
        read_until(&mut server.events(&query, more), &state("", "fine"));
    }
}

#[test]
fn streams_leave_room_for_pages() {
    let server = start(|_| {});
    let query = server.query("/");
    let mut open: Vec<TcpStream> = (0..64).map(|_| server.events(&query, "")).collect();
    for stream in &mut open {
        read_until(stream, &state("", "fine"));
    }
    refused(&server, &query, "", 503);
    // Every one is told; then one goes, and another one may come.
    server.site.change("broken");
    for stream in &mut open {
        read_until(stream, &state("", "broken"));
    }
    open.pop();
    let begin = Instant::now();
    loop {
        let mut next = server.events(&query, "");
        if status(&read_until(&mut next, "\r\n\r\n")) == 200 {
            break;
        }
        assert!(begin.elapsed() < WAIT, "no place becomes free");
        std::thread::sleep(Duration::from_millis(20));
    }
    server.is_fine();
}

#[test]
fn a_panic_ends_its_stream_alone() {
    let server = start(|_| {});
    let mut good = server.events(&server.query("/"), "");
    read_until(&mut good, &state("", "fine"));
    let answer = read_all(&mut server.events(&server.query("/panic"), "Connection: close\r\n"));
    assert!(!answer.contains("data:"), "{answer}");
    server.site.change("broken");
    read_until(&mut good, &state("", "broken"));
    server.is_fine();
}

#[test]
fn a_stream_below_a_base() {
    let server = start(|options| options.base = "/sub/".to_owned());
    let ask = |path: &str| {
        let query = server.query(path);
        let raw = format!("GET /sub/.reconnect-gen/events{query} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let mut stream = server.connect();
        std::io::Write::write_all(&mut stream, raw.as_bytes()).unwrap();
        stream
    };
    read_until(&mut ask("/sub/look/"), &state("look/", "fine"));
    assert_eq!(status(&read_all(&mut ask("/look/"))), 400);
    assert_eq!(status(&read_all(&mut ask("/sub"))), 400);
}
