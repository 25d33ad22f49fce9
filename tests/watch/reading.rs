//! What is read again, what wakes nobody, and where the system tells nothing.

use super::author::*;
use reconnect_gen::read;
use reconnect_gen::tree;
use reconnect_gen::tree::disk::Disk;
use std::fs;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

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
    assert!(tree::is_same(&before, &session.bytes("content/index.md")));
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
    let script = "echo 3 > /proc/sys/user/max_inotify_watches || exit 77; exec \"$0\" --exact reading::with_few_watches --ignored";
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
