//! A server with a small site, and raw sockets to ask it.

use reconnect_gen::serve::{Answer, Options, Site, Token, bind};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// Longer than anything may take.
pub(crate) const WAIT: Duration = Duration::from_secs(8);

/// A site of a few paths, which remembers what it was asked for.
pub(crate) struct Fake {
    pub(crate) asked: Mutex<Vec<String>>,
    state: Mutex<String>,
    changes: watch::Sender<u64>,
}

impl Site for Fake {
    fn answer(&self, path: &str) -> Answer {
        self.asked.lock().unwrap().push(path.to_owned());
        let file = |text: &str, media_type: &str| Answer::File {
            bytes: text.to_owned().into(),
            media_type: media_type.to_owned(),
        };
        match path {
            "" => file("the home page", "text/html"),
            "über 1.css" => file("a style", "text/css"),
            "icon.png" => file("a picture", "image/png"),
            "odd" => file("odd", "text/\r\nX-Evil: yes"),
            "big" => file(&"x".repeat(300_000), "text/plain"),
            "old" => Answer::Redirect("new/ü".to_owned()),
            "slashes" => Answer::Redirect("//evil.example/".to_owned()),
            "backslash" => Answer::Redirect("/\\evil.example\r\nX-Evil: yes".to_owned()),
            "down" => Answer::Unavailable { bytes: "nothing can be shown".into() },
            "slow" => {
                std::thread::sleep(Duration::from_secs(3));
                file("late", "text/plain")
            }
            "panic" => panic!("asked for by a test"),
            _ => Answer::NotFound { bytes: "no such page".into() },
        }
    }

    fn state(&self, path: &str) -> String {
        assert!(path != "panic", "asked for by a test");
        format!("{{\"path\":{path:?},\"state\":{:?}}}", self.state.lock().unwrap())
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}

impl Fake {
    pub(crate) fn change(&self, state: &str) {
        state.clone_into(&mut self.state.lock().unwrap());
        self.changes.send_modify(|n| *n += 1);
    }
}

/// A server that runs until it is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    pub(crate) site: Arc<Fake>,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end.take().map(|end| end.send(()));
        let ended = self.thread.take().is_none_or(|thread| thread.join().is_ok());
        assert!(ended || std::thread::panicking(), "the server panicked");
    }
}

/// Some systems give a process 256 open files, and here both ends of every connection are in one.
fn allow_more_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        if current.is_some_and(|n| n < 4096) {
            let _ =
                setrlimit(Resource::Nofile, Rlimit { current: Some(maximum.map_or(4096, |m| m.min(4096))), maximum });
        }
    }
}

pub(crate) fn start(change: impl FnOnce(&mut Options)) -> Running {
    allow_more_files();
    let mut options = Options::new(0, Token::random().unwrap());
    "127.0.0.1".clone_into(&mut options.host);
    change(&mut options);
    let token = options.token.as_str().to_owned();
    let server = bind(options).unwrap();
    let address = server.address();
    let (end, ended) = oneshot::channel();
    let site =
        Arc::new(Fake { asked: Mutex::default(), state: Mutex::new("fine".to_owned()), changes: watch::channel(0).0 });
    let shown: Arc<Fake> = Arc::clone(&site);
    let thread = std::thread::spawn(move || server.run(shown, ended).unwrap());
    Running { address, token, site, end: Some(end), thread: Some(thread) }
}

impl Running {
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, WAIT).unwrap();
        stream.set_read_timeout(Some(WAIT)).unwrap();
        stream.set_write_timeout(Some(WAIT)).unwrap();
        stream
    }

    /// Sends `raw`, and reads until the server closes.
    pub(crate) fn ask(&self, raw: &str) -> String {
        let mut stream = self.connect();
        // The server may have refused and closed before all is sent.
        let _ = stream.write_all(raw.as_bytes());
        read_all(&mut stream)
    }

    /// `GET path` with more header lines, each with its end.
    pub(crate) fn get(&self, path: &str, more: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{more}\r\n", self.address))
    }

    /// Asks for something that the server has to refuse with one of `statuses`, once, without asking the site, and
    /// without harm to the next one.
    pub(crate) fn refuses(&self, raw: &str, statuses: &[u16]) -> String {
        let answer = self.rejects(raw, statuses);
        has_headers(&answer);
        answer
    }

    /// The same where hyper may refuse by itself, with an empty answer. Status 0: closed without one.
    pub(crate) fn rejects(&self, raw: &str, statuses: &[u16]) -> String {
        let before = self.site.asked.lock().unwrap().len();
        let answer = self.ask(raw);
        assert!(statuses.contains(&status(&answer)), "{raw:?}\n{answer}");
        assert!(answer.matches("HTTP/1.").count() <= 1, "{raw:?}\n{answer}");
        assert_eq!(self.site.asked.lock().unwrap().len(), before, "the site was asked: {raw:?}");
        self.is_fine();
        answer
    }

    pub(crate) fn is_fine(&self) {
        let answer = self.get("/", "");
        assert!(status(&answer) == 200 && answer.ends_with("\r\n\r\nthe home page"), "{answer}");
        has_headers(&answer);
    }

    pub(crate) fn events(&self, query: &str, more: &str) -> TcpStream {
        let mut stream = self.connect();
        let request = format!("GET /.reconnect-gen/events{query} HTTP/1.1\r\nHost: {}\r\n{more}\r\n", self.address);
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    pub(crate) fn query(&self, path: &str) -> String {
        format!("?token={}&path={path}", self.token)
    }
}

pub(crate) fn read_all(stream: &mut TcpStream) -> String {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(n) => bytes.extend(&part[..n]),
            Err(e) if matches!(e.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted) => break,
            Err(e) => panic!("the server neither answers nor closes: {e}; {}", String::from_utf8_lossy(&bytes)),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads until `end` has been sent.
pub(crate) fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let (mut bytes, mut part) = (Vec::new(), [0; 1]);
    while !String::from_utf8_lossy(&bytes).ends_with(end) {
        assert_eq!(stream.read(&mut part).expect("more is sent"), 1, "{}", String::from_utf8_lossy(&bytes));
        bytes.push(part[0]);
    }
    String::from_utf8(bytes).unwrap()
}

pub(crate) fn status(answer: &str) -> u16 {
    answer.strip_prefix("HTTP/1.").and_then(|a| a.get(2..5)).and_then(|a| a.parse().ok()).unwrap_or(0)
}

pub(crate) fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines().filter_map(|l| l.split_once(": ")).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

/// What every answer has, and what none has.
pub(crate) fn has_headers(answer: &str) {
    for (name, value) in [
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
    ] {
        assert_eq!(header(answer, name), Some(value), "{answer}");
    }
    assert!(header(answer, "Content-Type").is_some(), "{answer}");
    assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
}
