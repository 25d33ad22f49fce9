//! Reading again, and waiting for changes: on a real disk, with real events, everything ends in the right bytes.

#![allow(clippy::disallowed_methods, reason = "the disk is what is tested")]

use reconnect_gen::path::SourcePath;
use reconnect_gen::read;
use reconnect_gen::tree::disk::Disk;
use reconnect_gen::tree::{Bytes, Tree};
use reconnect_gen::watch::{Wake, Watcher};
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// What takes longer does not come.
const LONG: Duration = Duration::from_secs(10);

/// A folder of its own for one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("watch-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Self(std::env::temp_dir().join(name));
        folder.write("content/index.md", "# Guide");
        folder
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let full = self.at(path);
        fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
        fs::write(full, text).expect("a file");
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).expect("a new name");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What `serve` does: wait, read, see what is new.
struct Session {
    disk: Disk,
    watcher: Watcher,
    tree: Tree,
    output: Option<PathBuf>,
    said: Arc<Mutex<Vec<String>>>,
    /// The wakes of which the system announced something, and those that found something new.
    announced: usize,
    found: usize,
}

impl Session {
    fn new(folder: &Folder) -> Self {
        Self::with(folder, false, None)
    }

    fn with(folder: &Folder, poll: bool, output: Option<PathBuf>) -> Self {
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
    fn look(&mut self) -> bool {
        let start = Instant::now();
        let (tree, _, said) = read(&mut self.disk);
        self.watcher.took(start.elapsed());
        assert!(said.iter().all(|d| d.code.slug() != "unreadable"), "{said:?}");
        let new = !same(&tree, &self.tree);
        self.tree = tree;
        self.watcher.cover(&self.disk, self.output.as_deref());
        new
    }

    fn turn(&mut self, end: Instant) -> Wake {
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
    fn until(&mut self, right: impl Fn(&Tree) -> bool) {
        let end = Instant::now() + LONG;
        while !right(&self.tree) {
            let stopped = self.turn(end) == Wake::Stop;
            assert!(!stopped, "it ends with the right bytes; there is {:?}", self.tree.iter().collect::<Vec<_>>());
        }
    }

    /// Goes on for some time.
    fn rest(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while self.turn(end) != Wake::Stop {}
    }

    /// Goes on until a file has this text, and sees that it stays so and that the change was announced.
    fn ends_with(&mut self, path: &str, text: &str) {
        let before = self.announced;
        self.until(|tree| tree.text(&source(path)) == Some(text));
        self.rest(Duration::from_millis(100));
        assert_eq!(self.tree.text(&source(path)), Some(text));
        assert!(self.announced > before, "{path} was found by a look: {text}");
        self.hears();
    }

    /// The system's events are used, and the author heard nothing.
    fn hears(&self) {
        assert!(!self.watcher.is_polling() && self.said().is_empty(), "{:?}", self.said());
    }

    fn said(&self) -> Vec<String> {
        self.said.lock().expect("a list").clone()
    }

    fn bytes(&self, path: &str) -> Bytes {
        self.tree.get(&source(path)).expect("the file").clone()
    }
}

fn source(path: &str) -> SourcePath {
    SourcePath::new(path).expect("a path")
}

fn same(a: &Tree, b: &Tree) -> bool {
    a.iter().count() == b.iter().count() && a.iter().zip(b.iter()).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(a.1, b.1))
}

/// Somebody who works on the folder meanwhile.
fn author<'a>(scope: &'a thread::Scope<'a, '_>, work: impl FnOnce() + Send + 'a) {
    scope.spawn(work);
}

fn pause(millis: u64) {
    thread::sleep(Duration::from_millis(millis));
}

#[test]
fn every_way_of_saving_ends_with_the_right_bytes() {
    let folder = Folder::new();
    folder.write("content/a.md", "old");
    let mut session = Session::new(&folder);

    folder.write("content/a.md", "truncated and written");
    session.ends_with("content/a.md", "truncated and written");

    folder.write("content/.a.md.swp", "renamed over");
    folder.rename("content/.a.md.swp", "content/a.md");
    session.ends_with("content/a.md", "renamed over");

    folder.rename("content/a.md", "content/a.md~");
    folder.write("content/a.md", "after a backup");
    session.ends_with("content/a.md", "after a backup");

    fs::copy(folder.at("content/a.md"), folder.at("content/a.md~")).expect("a copy");
    folder.write("content/a.md", "after a copy");
    session.ends_with("content/a.md", "after a copy");
}

#[test]
fn a_file_that_comes_back_later_is_found_gone_and_then_found() {
    let folder = Folder::new();
    folder.write("content/a.md", "old");
    let mut session = Session::new(&folder);
    thread::scope(|scope| {
        author(scope, || {
            fs::remove_file(folder.at("content/a.md")).expect("removed");
            pause(500);
            folder.write("content/a.md", "new");
        });
        session.until(|tree| tree.get(&source("content/a.md")).is_none());
        session.ends_with("content/a.md", "new");
    });
}

#[test]
fn whoever_writes_byte_by_byte_is_answered_meanwhile_and_at_the_end() {
    let folder = Folder::new();
    let mut session = Session::new(&folder);
    thread::scope(|scope| {
        author(scope, || {
            let mut file = fs::File::create(folder.at("content/a.md")).expect("a file");
            for byte in b"one after the other" {
                file.write_all(&[*byte]).expect("written");
                pause(50);
            }
        });
        session.ends_with("content/a.md", "one after the other");
    });
    assert!(session.found > 1, "nobody waited for the end");
}

#[test]
fn a_new_folder_with_folders_and_files_at_once_is_found() {
    let folder = Folder::new();
    let mut session = Session::new(&folder);
    for i in 0..5 {
        folder.write(&format!("content/{i}/deep/deeper/a.md"), "new");
        session.ends_with(&format!("content/{i}/deep/deeper/a.md"), "new");
        folder.write(&format!("content/{i}/deep/deeper/a.md"), "newer");
        session.ends_with(&format!("content/{i}/deep/deeper/a.md"), "newer");
    }
    folder.write("themes/own/theme.toml", "");
    folder.write("static/CNAME", "example.org");
    session.ends_with("static/CNAME", "example.org");
    assert!(session.tree.get(&source("themes/own/theme.toml")).is_some());
}

#[test]
fn a_folder_that_goes_and_comes_back_is_watched_again() {
    let folder = Folder::new();
    folder.write("content/part/a.md", "old");
    let mut session = Session::new(&folder);
    fs::remove_dir_all(folder.at("content")).expect("removed");
    session.until(|tree| tree.iter().count() == 0);
    folder.write("content/part/a.md", "restored");
    session.ends_with("content/part/a.md", "restored");
    folder.write("content/part/a.md", "edited");
    session.ends_with("content/part/a.md", "edited");

    // All at once: nobody saw that it was gone.
    fs::remove_dir_all(folder.at("content")).expect("removed");
    folder.write("content/part/a.md", "restored again");
    session.ends_with("content/part/a.md", "restored again");
    session.rest(Duration::from_millis(400));
    folder.write("content/part/a.md", "edited again");
    session.ends_with("content/part/a.md", "edited again");

    folder.rename("content/part", "content/other");
    session.ends_with("content/other/a.md", "edited again");
    folder.write("content/other/a.md", "edited under another name");
    session.ends_with("content/other/a.md", "edited under another name");
    assert!(session.tree.get(&source("content/part/a.md")).is_none());

    folder.rename("content", "away");
    session.until(|tree| tree.iter().count() == 0);
    folder.rename("away", "content");
    session.ends_with("content/other/a.md", "edited under another name");
    folder.write("content/other/a.md", "home");
    session.ends_with("content/other/a.md", "home");
}

#[test]
fn book_toml_moves_what_is_watched() {
    let folder = Folder::new();
    let mut session = Session::new(&folder);
    folder.write("docs/text/a.md", "elsewhere");
    folder.write("styles/a.css", "old");
    folder.write("book.toml", "[book]\nsrc = \"docs/text\"\n[output.html]\nadditional-css = [\"styles/a.css\"]\n");
    session.ends_with("docs/text/a.md", "elsewhere");
    folder.write("docs/text/a.md", "edited");
    session.ends_with("docs/text/a.md", "edited");
    folder.write("styles/a.css", "new");
    session.ends_with("styles/a.css", "new");
    fs::remove_dir_all(folder.at("docs")).expect("removed");
    session.until(|tree| tree.get(&source("docs/text/a.md")).is_none());
    folder.write("docs/text/a.md", "restored");
    session.ends_with("docs/text/a.md", "restored");
    // While book.toml is broken, nothing else is read; after that everything is as it was.
    let before = session.bytes("docs/text/a.md");
    let text = fs::read_to_string(folder.at("book.toml")).expect("book.toml");
    folder.write("book.toml", "[book");
    session.until(|tree| tree.iter().count() == 1);
    folder.write("book.toml", &text);
    session.ends_with("docs/text/a.md", "restored");
    assert!(Arc::ptr_eq(&before, &session.bytes("docs/text/a.md")));
}

#[test]
fn five_hundred_files_at_once_are_few_wakes() {
    let folder = Folder::new();
    let write = |text: &str| (0..500).for_each(|i| folder.write(&format!("content/{}/{i}.md", i % 20), text));
    write("one branch");
    let mut session = Session::new(&folder);
    write("the other branch");
    let other = |tree: &Tree| tree.iter().filter(|(_, bytes)| &bytes[..] == b"the other branch").count();
    session.until(|tree| other(tree) == 500);
    session.rest(Duration::from_millis(400));
    assert!(other(&session.tree) == 500 && session.announced < 50, "{} wakes", session.announced);
    session.hears();
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_watched() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("shared/deep/a.md", "old");
    folder.write("pictures/b.svg", "old");
    symlink("../shared", folder.at("content/link")).expect("a link");
    symlink("../pictures/b.svg", folder.at("content/b.svg")).expect("a link");
    let mut session = Session::new(&folder);
    let real = fs::canonicalize(&folder.0).expect("the folder");
    let followed: Vec<_> = session.disk.followed().iter().cloned().collect();
    assert_eq!(followed, ["pictures", "shared", "shared/deep"].map(|path| real.join(path)));
    folder.write("shared/deep/a.md", "edited");
    session.ends_with("content/link/deep/a.md", "edited");
    folder.write("pictures/b.svg", "edited");
    session.ends_with("content/b.svg", "edited");
    fs::remove_dir_all(folder.at("shared")).expect("removed");
    folder.write("shared/deep/a.md", "restored");
    session.ends_with("content/link/deep/a.md", "restored");
    session.rest(Duration::from_millis(400));
    folder.write("shared/deep/a.md", "edited again");
    session.ends_with("content/link/deep/a.md", "edited again");
}

#[cfg(unix)]
#[test]
fn a_site_that_is_a_link_and_content_that_is_a_link_are_watched() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.write("real/text/a.md", "old");
    symlink("text", folder.at("real/content")).expect("a link");
    symlink("real", folder.at("site")).expect("a link");
    let site = Folder(folder.at("site"));
    let mut session = Session::new(&site);
    folder.write("real/text/a.md", "edited");
    session.ends_with("content/a.md", "edited");
}

#[test]
fn what_is_built_wakes_nobody() {
    let folder = Folder::new();
    let mut session = Session::with(&folder, false, Some(folder.at("dist")));
    for i in 0..20 {
        folder.write(&format!(".reconnect/dist/stage/{i}.html"), "a page");
        folder.write(&format!("dist/{i}.html"), "a page");
        folder.write("build.log", "a line");
        folder.write("target/debug/x", "a program");
    }
    folder.rename(".reconnect/dist/stage", "dist/part");
    session.rest(Duration::from_millis(500));
    // Making `.reconnect` and `dist` is announced for their names, which do not count.
    assert_eq!((session.announced, session.found), (0, 0));
    folder.write("content/index.md", "edited");
    session.ends_with("content/index.md", "edited");
}

#[test]
fn what_is_built_in_a_watched_folder_wakes_nobody() {
    let folder = Folder::new();
    folder.write("content/out/page.tmp", "old");
    let mut session = Session::with(&folder, false, Some(folder.at("content/out")));
    for _ in 0..20 {
        folder.write("content/out/page.tmp", "new");
        folder.rename("content/out/page.tmp", "content/.page");
        folder.write("content/.reconnect/stage", "new");
        folder.rename("content/.page", "content/out/page.tmp");
    }
    session.rest(Duration::from_millis(300));
    // The one name that is not the output's counts, but is none of a source.
    assert!(session.announced < 20 && session.found == 0);
    let before = session.announced;
    for _ in 0..20 {
        folder.write("content/out/page.tmp", "newer");
        folder.write("content/.reconnect/stage", "newer");
        session.rest(Duration::from_millis(20));
    }
    assert_eq!((session.announced, session.found), (before, 0));
}

#[test]
fn reading_wakes_nobody() {
    let folder = Folder::new();
    let mut session = Session::new(&folder);
    for _ in 0..20 {
        fs::read(folder.at("content/index.md")).expect("read");
        fs::read_dir(folder.at("content")).expect("listed").for_each(drop);
        read(&mut Disk::new(&folder.0));
    }
    assert!(!session.watcher.newer());
    session.rest(Duration::from_millis(300));
    assert_eq!((session.announced, session.found), (0, 0));
    let handle = session.watcher.handle();
    folder.write("content/index.md", "edited");
    let end = Instant::now() + LONG;
    while !handle.newer() {
        assert!(Instant::now() < end, "a newer edit is known at once");
        pause(1);
    }
    session.ends_with("content/index.md", "edited");
}

#[test]
fn polling_finds_changes_too() {
    let folder = Folder::new();
    let mut session = Session::with(&folder, true, None);
    folder.write("content/part/a.md", "new");
    session.until(|tree| tree.text(&source("content/part/a.md")) == Some("new"));
    fs::remove_dir_all(folder.at("content/part")).expect("removed");
    session.until(|tree| tree.get(&source("content/part/a.md")).is_none());
    assert!(session.announced == 0 && session.watcher.is_polling() && session.said().is_empty());
}

#[test]
fn what_was_only_touched_is_the_same() {
    let folder = Folder::new();
    let mut session = Session::new(&folder);
    let before = session.bytes("content/index.md");
    let file = fs::File::options().write(true).open(folder.at("content/index.md")).expect("the file");
    file.set_modified(SystemTime::now() + Duration::from_secs(100)).expect("touched");
    drop(file);
    folder.write("content/index.md", "# Guide");
    session.rest(Duration::from_millis(200));
    assert!(session.announced > 0 && session.found == 0);
    assert!(Arc::ptr_eq(&before, &session.bytes("content/index.md")));
}

#[test]
fn a_change_that_hides_behind_old_times_is_found() {
    let folder = Folder::new();
    let mut disk = Disk::new(&folder.0);
    let at = folder.at("content/index.md");
    for round in 0..20 {
        let time = fs::metadata(&at).and_then(|found| found.modified()).expect("a time");
        read(&mut disk);
        let text = format!("# {round:05}");
        let mut file = fs::File::options().write(true).open(&at).expect("the file");
        file.write_all(text.as_bytes()).expect("written");
        file.set_modified(time).expect("set back");
        drop(file);
        let (tree, _, _) = read(&mut disk);
        assert_eq!(tree.text(&source("content/index.md")), Some(&*text));
    }
}

#[test]
fn a_file_that_is_replaced_is_always_there_and_whole() {
    let folder = Folder::new();
    let texts = ["short".to_owned(), "long ".repeat(20_000)];
    folder.write("content/a.md", &texts[0]);
    let mut disk = Disk::new(&folder.0);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        author(scope, || {
            for i in 0..2000 {
                folder.write("content/.new", &texts[i % 2]);
                folder.rename("content/.new", "content/a.md");
                // These come and go.
                folder.write(&format!("content/{}/b.md", i % 3), "b");
                fs::remove_dir_all(folder.at(&format!("content/{}", (i + 1) % 3))).ok();
            }
            done.store(true, Ordering::Relaxed);
        });
        while !done.load(Ordering::Relaxed) {
            let (tree, _, said) = read(&mut disk);
            let text = tree.text(&source("content/a.md")).expect("the file is there");
            assert!(texts.iter().any(|whole| whole == text), "{} bytes", text.len());
            assert!(said.is_empty(), "{said:?}");
        }
    });
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_said_each_time() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    symlink("nowhere.md", folder.at("content/1-gone.md")).expect("a link");
    folder.write("content/2-big.md", &" ".repeat((4 << 20) + 1));
    let mut disk = Disk::new(&folder.0);
    for _ in 0..2 {
        let (tree, _, said) = read(&mut disk);
        let codes: Vec<_> = said.iter().map(|d| d.code.slug()).collect();
        assert_eq!(codes, ["unreadable", "too-large"]);
        assert!(tree.is_refused(&source("content/1-gone.md")) && tree.is_refused(&source("content/2-big.md")));
    }
    fs::remove_file(folder.at("content/1-gone.md")).expect("removed");
    folder.write("content/2-big.md", "small");
    let (tree, _, said) = read(&mut disk);
    assert!(said.is_empty() && tree.text(&source("content/2-big.md")) == Some("small"));
}

/// Where the system lets nobody watch more than a few folders.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "it is run by the test below, in a place with few watches"]
fn with_few_watches() {
    let most = fs::read_to_string("/proc/sys/user/max_inotify_watches").expect("the limit");
    if most.trim() != "3" {
        return;
    }
    let folder = Folder::new();
    (0..5).for_each(|i| folder.write(&format!("content/{i}/a.md"), "old"));
    let mut session = Session::new(&folder);
    assert!(session.watcher.is_polling());
    folder.write("content/4/a.md", "new");
    session.until(|tree| tree.text(&source("content/4/a.md")) == Some("new"));
    let said = session.said();
    assert!(said.len() == 1 && said[0].contains("sysctl fs.inotify.max_user_watches"), "{said:?}");
    assert_eq!(session.announced, 0);

    // The limit is met after a while, in the system's thread.
    fs::remove_dir_all(folder.at("content")).expect("removed");
    folder.write("content/index.md", "# Guide");
    let mut session = Session::new(&folder);
    session.hears();
    (0..5).for_each(|i| folder.write(&format!("content/{i}/a.md"), "more"));
    session.until(|tree| tree.iter().count() == 6);
    session.rest(Duration::from_millis(600));
    assert!(session.watcher.is_polling() && session.said().len() == 1, "{:?}", session.said());
    folder.write("content/4/a.md", "new");
    session.until(|tree| tree.text(&source("content/4/a.md")) == Some("new"));
}

#[cfg(target_os = "linux")]
#[test]
#[allow(clippy::print_stderr, reason = "it says where it could not test")]
fn a_used_up_limit_of_watches_leads_to_polling() {
    use std::process::Command;
    let script =
        "echo 3 > /proc/sys/user/max_inotify_watches || exit 77; exec \"$0\" --exact with_few_watches --ignored";
    let this = std::env::current_exe().expect("this program");
    let run = Command::new("unshare").args(["-Ur", "sh", "-c", script]).arg(this).output();
    match run {
        Ok(run) if run.status.success() => {
            assert!(String::from_utf8_lossy(&run.stdout).contains("1 passed"), "{run:?}");
        }
        Ok(run) if run.status.code() == Some(101) => panic!("{}", String::from_utf8_lossy(&run.stdout)),
        // The unit tests of `watch` have a system that refuses, everywhere.
        _ => eprintln!("not tested: this system does not let a test limit its watches"),
    }
}

#[test]
#[ignore = "a measurement: cargo test --release --test watch -- --ignored --nocapture measure"]
#[allow(clippy::print_stderr, reason = "it says what it measured")]
fn measure_a_second_reading_of_ten_thousand_files() {
    let folder = Folder::new();
    for i in 0..10_000 {
        folder.write(
            &format!("content/{}/{}/{i}.md", i / 1000, i / 10),
            &format!("# Step {i}\n\n{}", "text ".repeat(200)),
        );
    }
    thread::sleep(Duration::from_millis(2100));
    let mut disk = Disk::new(&folder.0);
    for _ in 0..8 {
        let start = Instant::now();
        let (tree, _, _) = read(&mut disk);
        eprintln!("{} files in {:?}", tree.iter().count(), start.elapsed());
    }
    let mut watcher = Watcher::new(false, |_| ());
    for _ in 0..3 {
        let start = Instant::now();
        watcher.cover(&disk, None);
        eprintln!("watched in {:?}", start.elapsed());
    }
}
