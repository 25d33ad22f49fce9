//! Hosts, methods and targets: what is refused before anybody looks at the path.

use crate::server::{has_headers, header, read_until, start, status};
use std::io::Write;

#[test]
fn a_site_is_answered() {
    let server = start(|_| {});
    server.is_fine();
    let answer = server.get("/%C3%BCber%201.css?v=1&..=//", "");
    assert!(status(&answer) == 200 && answer.ends_with("a style"), "{answer}");
    assert_eq!(header(&answer, "content-type"), Some("text/css; charset=utf-8"));
    assert_eq!(header(&server.get("/icon.png", ""), "content-type"), Some("image/png"));
    let odd = server.get("/odd", "");
    assert_eq!(header(&odd, "content-type"), Some("application/octet-stream"));
    assert_eq!(header(&odd, "x-evil"), None);
    assert!(server.get("/big", "").ends_with(&"x".repeat(300_000)));
    for (path, code, text) in [("/no", 404, "no such page"), ("/down", 503, "nothing can be shown")] {
        let answer = server.get(path, "");
        assert!(status(&answer) == code && answer.ends_with(text), "{answer}");
        assert_eq!(header(&answer, "content-type"), Some("text/html; charset=utf-8"));
        has_headers(&answer);
    }
    for (path, kind) in [("live.js", "text/javascript; charset=utf-8"), ("live.css", "text/css; charset=utf-8")] {
        let answer = server.get(&format!("/.reconnect-gen/{path}"), "");
        assert_eq!((status(&answer), header(&answer, "content-type")), (200, Some(kind)), "{answer}");
        has_headers(&answer);
    }
}

#[test]
fn head_is_get_without_a_body() {
    let server = start(|_| {});
    for path in ["/", "/no", "/down", "/old", "/big", "/.reconnect-gen/live.js", "/.reconnect-gen/events", "/a//b"] {
        let asked =
            |method| server.ask(&format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        let (get, head) = (asked("GET"), asked("HEAD"));
        let (get_head, body) = get.split_once("\r\n\r\n").unwrap();
        assert_eq!(header(&head, "content-length"), Some(body.len().to_string().as_str()), "{head}");
        assert!(head.ends_with("\r\n\r\n"), "{head}");
        let lines = |head: &str| {
            let mut lines: Vec<_> =
                head.trim_end().lines().filter(|l| !l.starts_with("date")).map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(lines(&head), lines(get_head));
    }
    let query = server.query("/");
    let events = format!("HEAD /.reconnect-gen/events{query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert!(server.ask(&events).ends_with("\r\n\r\n"));
}

#[test]
fn only_our_own_hosts_are_answered() {
    let server = start(|options| options.allowed_hosts = vec!["Docs.Example".to_owned()]);
    let port = server.address.port();
    let with = |hosts: &[&str]| {
        let lines = hosts.iter().map(|h| format!("Host: {h}\r\n")).collect::<Vec<_>>().concat();
        format!("GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n")
    };
    let (ported, bare) = (format!("LocalHost.:{port}"), format!("[::1]:{port}"));
    for host in ["localhost", "127.0.0.1", "127.1.2.3:1", "docs.example:80", "DOCS.EXAMPLE.", &ported, &bare] {
        let answer = server.ask(&with(&[host]));
        assert!(answer.ends_with("the home page"), "{host}: {answer}");
    }
    for host in ["evil.example", "localhost.evil.example", "docs.example.evil", "192.168.0.1", "0.0.0.0", "[::]"] {
        let answer = server.refuses(&with(&[host]), &[403]);
        assert!(answer.contains("--allow-host"), "{answer}");
    }
    let malformed =
        ["", "user@localhost", "localhost@evil.example", "localhost:port", "localhost:1:2", "local host", "::1"];
    let more =
        ["http://localhost", "localhost/", "localhost,evil.example", "localhost\t.evil", "[::1", "localhost..", "ö"];
    for host in malformed.iter().chain(&more) {
        let answer = server.refuses(&with(&[host]), &[400]);
        assert!(answer.contains("--allow-host"), "{answer}");
    }
    server.refuses(&with(&[]), &[400]);
    server.refuses(&with(&["localhost", "localhost"]), &[400]);
    server.refuses(&with(&["localhost", "evil.example"]), &[400]);
    server.refuses(&with(&["evil.example", "localhost"]), &[400]);
    server.refuses("GET / HTTP/1.0\r\n\r\n", &[400]);
    // Nobody stands in between, so nobody's word counts.
    let forwarded = "X-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\nX-Forwarded-For: 127.0.0.1\r\n";
    server.refuses(&format!("GET / HTTP/1.1\r\nHost: evil.example\r\n{forwarded}\r\n"), &[403]);
    assert!(server.get("/", "X-Forwarded-Host: evil.example\r\n").ends_with("the home page"));
    // The allow-list comes before anything else, also before what has no secrets.
    for path in ["/.reconnect-gen/live.js", "/..", "/no", "/.reconnect-gen/events"] {
        server.refuses(&format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\n\r\n"), &[403]);
    }
}

#[test]
fn a_target_with_a_host_gets_round_nothing() {
    let server = start(|_| {});
    for target in
        ["http://evil.example/", "http://localhost/", "https://evil.example", "http://localhost@evil.example/"]
    {
        server.refuses(&format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"), &[400]);
        server.refuses(&format!("GET {target} HTTP/1.1\r\nHost: evil.example\r\n\r\n"), &[400, 403]);
    }
    server.refuses("GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", &[403]);
    server.refuses("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", &[400]);
}

#[test]
fn nothing_but_get_and_head() {
    let server = start(|_| {});
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"] {
        let answer = server.refuses(&format!("{method} / HTTP/1.1\r\nHost: localhost\r\n\r\n"), &[405]);
        assert_eq!(header(&answer, "allow"), Some("GET, HEAD"));
    }
    server.refuses("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n", &[405]);
    server.refuses("CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n", &[405]);
    server.refuses("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", &[403]);
    server.refuses("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", &[405]);
    // No way to another protocol.
    let upgrade = "Connection: Upgrade\r\nUpgrade: h2c, websocket\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n";
    let mut stream = server.connect();
    stream.write_all(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{upgrade}\r\n").as_bytes()).unwrap();
    assert!(read_until(&mut stream, "the home page").starts_with("HTTP/1.1 200 "));
    let answer = server.ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assert!([0, 400].contains(&status(&answer)), "{answer}");
    server.is_fine();
}
