//! Those who follow the author: `serve`, `watch`, and a clean build to compare them with.

use crate::support::{program, tree};
use reconnect_gen::diag::Diagnostic;
use reconnect_gen::output::{self, Purpose};
use reconnect_gen::serve::tag::without_tag;
use reconnect_gen::tree::disk::Disk;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Every file of the site by its path.
pub(crate) type Built = BTreeMap<String, Vec<u8>>;

/// What a build of the site as it is gives; `None` where errors stop it.
pub(crate) fn clean_build(folder: &Path, drafts: bool) -> Option<Built> {
    let (tree, config, mut said) = reconnect_gen::read(&mut Disk::new(folder));
    let config = config?;
    let (compiled, more) = reconnect_gen::compile(&tree, &config, drafts);
    said.extend(more);
    let compiled = compiled?;
    let (output, more) = output::plan(&compiled.book, &compiled.theme, &tree, Purpose::Publish).ok()?;
    said.extend(more);
    if reconnect_gen::judge(Some(&config), said).iter().any(Diagnostic::stops) {
        return None;
    }
    let file = |i: usize| Some((output.files[i].0.to_string(), output.render(i).ok()?.to_vec()));
    (0..output.files.len()).map(file).collect()
}

/// A running program, ended by its number and no other.
struct Running(Option<Child>);

impl Running {
    fn start(folder: &Path, args: &[&str]) -> Self {
        let mut command = program(folder);
        Self(Some(command.args(args).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program starts")))
    }

    /// Reads on until a line holds `text`, and on from there on a thread of its own.
    fn line_with(&mut self, text: &str) -> String {
        let stderr = self.0.as_mut().and_then(|c| c.stderr.take()).expect("its words");
        let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
        let mut said = String::new();
        let line = lines.by_ref().inspect(|l| said.push_str(l)).find(|l| l.contains(text));
        let line = line.unwrap_or_else(|| panic!("it never said `{text}`: {said}"));
        std::thread::spawn(move || lines.for_each(drop));
        line
    }

    /// Asks it to end; it has a second.
    fn end(mut self) {
        let mut child = self.0.take().expect("it runs");
        let number = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a number");
        let asked = Instant::now();
        rustix::process::kill_process(number, rustix::process::Signal::TERM).expect("it can be asked to end");
        let status = loop {
            if let Some(status) = child.try_wait().expect("its end") {
                break status;
            }
            assert!(asked.elapsed() < Duration::from_secs(5), "it does not end");
            std::thread::sleep(Duration::from_millis(5));
        };
        assert_eq!(status.code(), Some(143), "128 and the number of SIGTERM");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

pub(crate) struct Server {
    running: Running,
    port: u16,
}

impl Server {
    pub(crate) fn start(folder: &Path, args: &[&str]) -> Self {
        let mut all = vec!["serve", "--port", "0"];
        all.extend(args);
        let mut running = Running::start(folder, &all);
        let line = running.line_with("serving http://");
        let after = line.split("//").nth(1).and_then(|rest| rest.split([':', '/']).nth(1));
        let port = after.and_then(|p| p.parse().ok()).unwrap_or_else(|| panic!("no port in `{line}`"));
        Self { running, port }
    }

    /// One answer: its status and its body.
    pub(crate) fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        let request = format!("GET /{path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").expect("a head") + 4;
        let head = String::from_utf8_lossy(&answer[..end]);
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        (status, answer[end..].to_vec())
    }

    /// An error that names what is not as it is in `built`.
    pub(crate) fn shows(&self, built: &Built) -> Result<(), String> {
        for (path, bytes) in built {
            let (status, body) = self.get(&reconnect_gen::path::percent_encode(path));
            let body =
                if path.ends_with(".html") { without_tag(&String::from_utf8_lossy(&body)).into_bytes() } else { body };
            if status != 200 || body != *bytes {
                return Err(format!("{path} is {status}, and {} bytes instead of {}", body.len(), bytes.len()));
            }
        }
        Ok(())
    }

    pub(crate) fn end(self) {
        self.running.end();
    }
}

pub(crate) struct Watching {
    running: Running,
    output: PathBuf,
}

impl Watching {
    pub(crate) fn start(folder: &Path) -> Self {
        let mut running = Running::start(folder, &["watch"]);
        running.line_with("watching");
        Self { running, output: folder.join("dist") }
    }

    /// An error that names what is not as it is in `built`. While a folder is exchanged there may be none.
    pub(crate) fn wrote(&self, built: &Built) -> Result<(), String> {
        let mut written = tree(&self.output);
        written.remove(".reconnect-gen");
        written.remove(".nojekyll");
        let mut expected = built.clone();
        expected.remove(".nojekyll");
        match written.iter().find(|(path, bytes)| expected.get(*path) != Some(bytes)) {
            Some((path, _)) => Err(format!("{path} is another, or should not be there")),
            None if written.len() < expected.len() => Err(format!("{} of {} files", written.len(), expected.len())),
            None => Ok(()),
        }
    }

    pub(crate) fn end(self) {
        self.running.end();
    }
}
