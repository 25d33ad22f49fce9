//! An author's folder, and somebody who follows what happens in it.

use reconnect_gen::path::SourcePath;
use reconnect_gen::read;
use reconnect_gen::tree::disk::Disk;
use reconnect_gen::tree::{self, Bytes, Tree};
use reconnect_gen::watch::{Wake, Watcher};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What takes longer does not come.
pub(crate) const LONG: Duration = Duration::from_secs(10);

/// A folder of its own for one test, removed at its end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("watch-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Self(std::env::temp_dir().join(name));
        folder.write("content/index.md", "# Guide");
        folder
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let full = self.at(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, text).expect("a file");
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).expect("a new name");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What `serve` does: wait, read, see what is new.
pub(crate) struct Session {
    pub(crate) disk: Disk,
    pub(crate) watcher: Watcher,
    pub(crate) tree: Tree,
    pub(crate) output: Option<PathBuf>,
    pub(crate) said: Arc<Mutex<Vec<String>>>,
    /// The wakes of which the system announced something, and those that found something new.
    pub(crate) announced: usize,
    pub(crate) found: usize,
}

impl Session {
    pub(crate) fn new(folder: &Folder) -> Self {
        Self::with(folder, false, None)
    }

    pub(crate) fn with(folder: &Folder, poll: bool, output: Option<PathBuf>) -> Self {
        let said: Arc<Mutex<Vec<String>>> = Arc::default();
        let hears = said.clone();
        let watcher = Watcher::new(poll, move |line| hears.lock().expect("a list").push(line.to_owned()));
        let disk = Disk::new(&folder.0);
        let mut session = Self { disk, watcher, tree: Tree::default(), output, said, announced: 0, found: 0 };
        session.look();
        // What was written before is behind us.
        session.rest(Duration::from_millis(400));
        (session.announced, session.found) = (0, 0);
        session
    }

    /// Reads again; true where something is new.
    pub(crate) fn look(&mut self) -> bool {
        let start = Instant::now();
        let (tree, _, said) = read(&mut self.disk);
        self.watcher.took(start.elapsed());
        assert!(said.iter().all(|d| d.code.slug() != "unreadable"), "{said:?}");
        let new = !same(&tree, &self.tree);
        self.tree = tree;
        self.watcher.cover(&self.disk, self.output.as_deref());
        new
    }

    pub(crate) fn turn(&mut self, end: Instant) -> Wake {
        let wake = self.watcher.wait(&|| Instant::now() >= end);
        if wake != Wake::Stop {
            self.announced += usize::from(wake == Wake::Changed);
            let new = self.look();
            self.found += usize::from(new);
            if new && wake == Wake::Look {
                self.watcher.found_without_event();
            }
        }
        wake
    }

    /// Goes on until the sources that were read are right.
    pub(crate) fn until(&mut self, right: impl Fn(&Tree) -> bool) {
        let end = Instant::now() + LONG;
        while !right(&self.tree) {
            let stopped = self.turn(end) == Wake::Stop;
            assert!(!stopped, "it ends with the right bytes; there is {:?}", self.tree.iter().collect::<Vec<_>>());
        }
    }

    /// Goes on for some time.
    pub(crate) fn rest(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while self.turn(end) != Wake::Stop {}
    }

    /// Goes on until a file has this text, and sees that it stays so and that the change was announced.
    pub(crate) fn ends_with(&mut self, path: &str, text: &str) {
        let before = self.announced;
        self.until(|tree| tree.text(&source(path)) == Some(text));
        self.rest(Duration::from_millis(100));
        assert_eq!(self.tree.text(&source(path)), Some(text));
        assert!(self.announced > before, "{path} was found by a look: {text}");
        self.hears();
    }

    /// The system's events are used, and the author heard nothing.
    pub(crate) fn hears(&self) {
        assert!(!self.watcher.is_polling() && self.said().is_empty(), "{:?}", self.said());
    }

    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lock().expect("a list").clone()
    }

    pub(crate) fn bytes(&self, path: &str) -> Bytes {
        self.tree.get(&source(path)).expect("the file").clone()
    }
}

pub(crate) fn source(path: &str) -> SourcePath {
    SourcePath::new(path).expect("a path")
}

pub(crate) fn same(a: &Tree, b: &Tree) -> bool {
    a.iter().count() == b.iter().count() && a.iter().zip(b.iter()).all(|(a, b)| a.0 == b.0 && tree::is_same(a.1, b.1))
}

/// Somebody who works on the folder meanwhile.
pub(crate) fn author<'a>(scope: &'a thread::Scope<'a, '_>, work: impl FnOnce() + Send + 'a) {
    scope.spawn(work);
}

pub(crate) fn pause(millis: u64) {
    thread::sleep(Duration::from_millis(millis));
}
