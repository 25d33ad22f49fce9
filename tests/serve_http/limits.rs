//! Too much, too slow, too many; and the port.

use crate::server::{Running, WAIT, read_all, start, status};
use reconnect_gen::serve::{Error, Options, Token, bind};
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);
const HALF: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";

#[test]
fn a_head_has_a_limit() {
    let server = start(|_| {});
    let with = |n: usize| {
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Long: {}\r\n\r\n", "x".repeat(n))
    };
    assert_eq!(status(&server.ask(&with(7000))), 200);
    for long in [9 * 1024, 64 * 1024, 1024 * 1024] {
        server.rejects(&with(long), &[431, 0]);
    }
    server.rejects(&format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "x".repeat(9000)), &[431, 414, 0]);
    let many = "X: y\r\n".repeat(200);
    server.rejects(&format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n"), &[431, 400, 0]);
}

#[test]
fn a_slow_head_is_cut_off() {
    let server = start(|options| options.limits.head = Duration::from_millis(300));
    let begin = Instant::now();
    let mut slow = server.connect();
    slow.write_all(HALF).unwrap();
    // A byte now and then buys no time.
    while slow.write_all(b"x").is_ok() {
        assert!(begin.elapsed() < 3 * SECOND, "a slow head is read for ever");
        std::thread::sleep(Duration::from_millis(20));
    }
    // Silence, and a connection that is kept for nothing, end like it.
    let mut silent = server.connect();
    assert_eq!(read_all(&mut silent), "");
    let mut kept = server.connect();
    kept.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert!(read_all(&mut kept).ends_with("the home page"));
    assert!(begin.elapsed() < 4 * SECOND);
    server.is_fine();
}

#[test]
fn a_head_has_five_seconds() {
    let server = start(|_| {});
    let begin = Instant::now();
    let mut slow = server.connect();
    slow.write_all(HALF).unwrap();
    assert_eq!(read_all(&mut slow), "");
    assert!((4 * SECOND..7 * SECOND).contains(&begin.elapsed()), "{:?}", begin.elapsed());
    server.is_fine();
}

#[test]
fn three_hundred_connections_are_too_many_and_pass() {
    let server = start(|_| {});
    let open: Vec<TcpStream> = (0..300).map(|_| server.connect()).collect();
    // All that came too late are told so, or closed, at once.
    let begin = Instant::now();
    for (n, stream) in open.iter().enumerate().skip(256) {
        let answer = read_all(&mut stream.try_clone().unwrap());
        assert!([503, 0].contains(&status(&answer)), "{n}: {answer}");
    }
    assert!(begin.elapsed() < 2 * SECOND);
    // Those that came in time are still answered.
    let mut first = &open[0];
    first.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    assert!(read_all(&mut first.try_clone().unwrap()).ends_with("the home page"));
    drop(open);
    eventually(&server);
}

/// The server has places again, soon.
fn eventually(server: &Running) {
    let begin = Instant::now();
    while status(&server.get("/", "")) != 200 {
        assert!(begin.elapsed() < WAIT, "no place becomes free");
        std::thread::sleep(Duration::from_millis(20));
    }
    server.is_fine();
}

#[test]
fn keeping_a_connection_gets_round_nothing() {
    let server = start(|_| {});
    let (good, evil) = ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /no HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    let answers = server.ask(&[good, evil, good].concat());
    let statuses: Vec<_> = answers.match_indices("HTTP/1.1 ").map(|(at, _)| &answers[at + 9..at + 12]).collect();
    assert_eq!(statuses, ["200", "403"], "{answers}");
    server.refuses(&[evil, good, good].concat(), &[403]);
    assert!(!server.site.asked.lock().unwrap().contains(&"no".to_owned()));
}

#[test]
fn requests_are_not_smuggled() {
    let server = start(|_| {});
    let inner = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (lines, body) in [
        ("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: xchunked\r\n", ""),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding:\x0bchunked\r\n", "0\r\n\r\n"),
        ("Content-Length: 0\r\nContent-Length: 44\r\n", ""),
        ("Content-Length: 44\r\nContent-Length: 0\r\n", ""),
        ("Content-Length: 0, 44\r\n", ""),
        ("Content-Length: -1\r\n", ""),
        ("Content-Length: +0\r\n", ""),
        ("Content-Length: 99999999999999999999999\r\n", ""),
        ("Content-Length: 44\r\n", ""),
        ("X: y\r\n Transfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ("X: a\0b\r\n", ""),
    ] {
        for method in ["GET", "HEAD", "POST"] {
            let raw = format!("{method} / HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n{body}{inner}");
            server.rejects(&raw, &[400, 405, 0]);
        }
    }
    // A body of no length is none.
    assert!(server.get("/", "Content-Length: 0\r\n").ends_with("the home page"));
    assert!(!server.site.asked.lock().unwrap().contains(&"smuggled".to_owned()));
}

#[test]
fn the_end_waits_for_nobody() {
    let server = start(|_| {});
    let mut events = server.events(&server.query("/"), "");
    crate::server::read_until(&mut events, "\n\n");
    let mut half = server.connect();
    half.write_all(HALF).unwrap();
    let silent = server.connect();
    let mut stuck = server.connect();
    stuck.write_all(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let begin = Instant::now();
    while !server.site.asked.lock().unwrap().contains(&"slow".to_owned()) {
        assert!(begin.elapsed() < WAIT);
        std::thread::sleep(Duration::from_millis(5));
    }
    let address = server.address;
    let begin = Instant::now();
    drop(server);
    assert!(begin.elapsed() < SECOND, "{:?}", begin.elapsed());
    // The stream ended as streams end, and nobody listens any more.
    assert!(read_all(&mut events).ends_with("0\r\n\r\n"));
    assert!(TcpStream::connect_timeout(&address, SECOND).is_err());
    drop((half, silent));
}

#[test]
fn ports_and_what_is_said_of_them() {
    let server = start(|_| {});
    let options = || {
        let mut options = Options::new(server.address.port(), Token::random().unwrap());
        options.base = "sub/ä".to_owned();
        options
    };
    let error = bind(options()).unwrap_err();
    assert!(matches!(error, Error::Taken(address) if address == server.address), "{error}");
    assert!(error.way_out().unwrap().contains("-p "), "{error}");
    let next = bind(Options { any_free_port: true, ..options() }).unwrap();
    assert!(next.address().port() > server.address.port() && next.address().ip().is_loopback());
    assert_eq!(next.url(), format!("http://localhost:{}/sub/%C3%A4/", next.address().port()));
    for (host, base) in [("a b", "/"), ("user@localhost", "/"), ("localhost", "/../")] {
        let bad = Options { host: host.to_owned(), base: base.to_owned(), ..options() };
        assert!(matches!(bind(bad).unwrap_err(), Error::Host(_) | Error::Base(_)));
    }
    let bad = Options { allowed_hosts: vec!["http://x".to_owned()], ..options() };
    assert!(bind(bad).unwrap_err().to_string().contains("http://x"));
    // An address that is kept for examples is nobody's.
    let foreign = bind(Options { host: "192.0.2.1".to_owned(), port: 0, ..options() }).unwrap_err();
    assert!(foreign.way_out().unwrap().contains("-n"), "{foreign}");
    server.is_fine();
}
