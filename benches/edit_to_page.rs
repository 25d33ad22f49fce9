//! From saving a file until `serve` hands out the new page, for sites of several sizes.
//!
//! `cargo bench --bench edit_to_page`, or with other sizes `cargo bench --bench edit_to_page -- 12 5000`. The medians are of
//! one run on one machine, so the ratios to the smallest site are what can be compared.
#![allow(clippy::disallowed_methods, reason = "a benchmark runs the program on a real disk and reads the clock")]
#![allow(clippy::print_stdout, reason = "a benchmark says what it measured")]

#[path = "content/mod.rs"]
mod content;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const EDITS: usize = 21;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![12, 1_000, 10_000] } else { sizes };
    println!("{:>8} {:>14} {:>14} {:>14} {:>8}", "steps", "text, ms", "title, ms", "slowest, ms", "ratio");
    let mut first = None;
    for steps in sizes {
        let site = Site::new(steps);
        let server = Server::start(&site.0);
        let text = measure(&site, &server, "text");
        let title = measure(&site, &server, "title");
        let smallest = *first.get_or_insert(text.0);
        let (slowest, ratio) = (text.1.max(title.1), text.0 / smallest);
        println!("{steps:>8} {:>14.1} {:>14.1} {slowest:>14.1} {ratio:>8.2}", text.0, title.0);
    }
}

/// The median and the slowest of the edits, in milliseconds.
fn measure(site: &Site, server: &Server, what: &str) -> (f64, f64) {
    let file = site.0.join("content/guide-1/part-1/1-step.md");
    let mut times: Vec<f64> = (0..EDITS)
        .map(|edit| {
            std::thread::sleep(Duration::from_millis(700));
            let mark = format!("mark-{what}-{edit}");
            let (title, text) = if what == "title" { (mark.as_str(), "text") } else { ("Step", mark.as_str()) };
            let start = Instant::now();
            fs::write(&file, content::step(title, text)).expect("a file");
            while !server.get("guide-1/part-1/step.html").contains(&mark) {
                assert!(start.elapsed() < Duration::from_mins(1), "the edit is never shown");
                std::thread::sleep(Duration::from_millis(1));
            }
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[EDITS / 2], times[EDITS - 1])
}

/// A library of guides in a folder of its own.
struct Site(PathBuf);

impl Site {
    fn new(steps: usize) -> Self {
        let root = std::env::temp_dir().join(format!("reconnect-bench-{}-{steps}", std::process::id()));
        for (path, text) in content::library(steps) {
            let full = root.join(path);
            fs::create_dir_all(full.parent().expect("a folder")).expect("a folder");
            fs::write(full, text).expect("a file");
        }
        Self(root)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(site: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reconnect-gen"));
        command.args(["serve", "--port", "0"]).current_dir(site).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("http://")).expect("an address");
        std::thread::spawn(move || lines.for_each(drop));
        let port = line.split(':').nth(2).and_then(|rest| rest.split('/').next()?.parse().ok()).expect("a port");
        Self { child, port }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        let request = format!("GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
