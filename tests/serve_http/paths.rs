//! Paths, the base and redirects.

use crate::server::{has_headers, header, start, status};

#[test]
fn malformed_paths_are_refused() {
    let server = start(|_| {});
    let dots = ["/..", "/../etc/passwd", "/a/../b", "/%2e%2e/x", "/.%2E/x", "/a/%2e%2e", "/./x", "/%2e", "/a%2f..%2fb"];
    let slashes =
        ["//", "//evil.example", "/a//b", "/%2f", "/%2fevil.example", "/a/%2F", "/\\evil.example", "/%5cevil", "/a%5C"];
    let escapes =
        ["/%00", "/a%00.html", "/%0a", "/%0D%0AX:y", "/%7f", "/%1b", "/%", "/%2", "/%g0", "/%+1", "/%ff", "/%c0%ae"];
    for path in dots.iter().chain(&slashes).chain(&escapes) {
        let answer = server.refuses(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"), &[400]);
        assert_eq!(header(&answer, "location"), None);
    }
    // What cannot stand in a request at all.
    for path in ["/a\0b", "/a\x01", "/a b", "evil", "..", "\\"] {
        server.rejects(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"), &[0, 400]);
    }
}

#[test]
fn paths_are_decoded_once() {
    let server = start(|_| {});
    for (path, asked) in [
        ("/%252e%252e/x", "%2e%2e/x"),
        ("/%2525", "%25"),
        ("/a/%3Fb%23", "a/?b#"),
        ("/.../x", ".../x"),
        ("/look/?..//", "look/"),
        ("/a+b", "a+b"),
        ("/%2ereconnect-gen/x", ".reconnect-gen/x"),
        ("/.reconnect-gen/", ".reconnect-gen/"),
    ] {
        let answer = server.get(path, "");
        assert_eq!(status(&answer), 404, "{path}: {answer}");
        assert_eq!(server.site.asked.lock().unwrap().last().map(String::as_str), Some(asked));
    }
    server.is_fine();
}

#[test]
fn a_base_is_kept() {
    let server = start(|options| options.base = "/sub/päth/".to_owned());
    let base = "/sub/p%C3%A4th";
    let home = server.get(&format!("{base}/"), "");
    assert!(status(&home) == 200 && home.ends_with("the home page"), "{home}");
    for path in ["/", base] {
        let answer = server.get(path, "");
        assert_eq!((status(&answer), header(&answer, "location")), (308, Some("/sub/p%C3%A4th/")), "{answer}");
        has_headers(&answer);
    }
    for path in ["/a", "/sub/", "/sub", "/sub/p%C3%A4thology", "/.reconnect-gen/live.js", "/.reconnect-gen/events"] {
        let answer = server.get(path, "");
        assert_eq!(
            (status(&answer), header(&answer, "content-type")),
            (404, Some("text/plain; charset=utf-8")),
            "{answer}"
        );
        has_headers(&answer);
    }
    assert_eq!(status(&server.get(&format!("{base}/../"), "")), 400);
    assert_eq!(status(&server.get(&format!("{base}/.reconnect-gen/live.js"), "")), 200);
    let old = server.get(&format!("{base}/old"), "");
    assert_eq!((status(&old), header(&old, "location")), (308, Some("/sub/p%C3%A4th/new/%C3%BC")), "{old}");
    assert_eq!(*server.site.asked.lock().unwrap(), ["", "old"]);
}

#[test]
fn no_redirect_leads_elsewhere() {
    let server = start(|options| options.allowed_hosts = vec!["docs.example".to_owned()]);
    for (path, location) in [
        ("/old", "/new/%C3%BC"),
        ("/slashes", "/evil.example/"),
        ("/backslash", "/%5Cevil.example%0D%0AX-Evil%3A%20yes"),
    ] {
        let answer = server.ask(&format!("GET {path} HTTP/1.1\r\nHost: docs.example\r\nConnection: close\r\n\r\n"));
        assert_eq!((status(&answer), header(&answer, "location")), (308, Some(location)), "{answer}");
        assert_eq!(header(&answer, "x-evil"), None);
        has_headers(&answer);
    }
}

#[test]
fn a_panic_of_the_site_is_an_answer() {
    let server = start(|_| {});
    for _ in 0..3 {
        let answer = server.get("/panic", "");
        assert_eq!((status(&answer), header(&answer, "content-type")), (500, Some("text/plain; charset=utf-8")));
        has_headers(&answer);
        server.is_fine();
    }
}
