//! What a killed run left, and several runs at once.

use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

use reconnect_gen::path::OutPath;
use reconnect_gen::publish::{Disk, Error, Exchange, RealDisk, Target, check_target, clean, publish};

use crate::folder::{Folder, Site, refused, site, small};
use xxhash_rust::xxh3::xxh3_128;

/// Brings a folder to where a file-by-file run is that was killed before its first rename, by making the journal as
/// the program does; its format is this program's own, so the test writes it out.
fn killed_amid(folder: &Folder, old: &Site, new: &Site) -> Vec<(String, String)> {
    folder.publish(old);
    let (before, scratch) = (folder.pages(), Folder::new());
    scratch.publish(new);
    let after = scratch.pages();
    let manifest = scratch.read("dist/.reconnect-gen").expect("a manifest");
    let mut journal = "reconnect-gen journal 2\n".to_owned();
    let mut puts: Vec<_> = after.into_iter().filter(|(path, text)| before.get(path) != Some(text)).collect();
    for (path, text) in &puts {
        writeln!(journal, "put {:032x} {} {path}", xxh3_128(text.as_bytes()), text.len()).expect("a string takes it");
    }
    writeln!(journal, "manifest {:032x}", xxh3_128(manifest.as_bytes())).expect("a string takes it");
    for (path, text) in before.iter().filter(|(path, _)| !new.0.iter().any(|new| new.as_str() == *path)) {
        writeln!(journal, "remove {:032x} {} {path}", xxh3_128(text.as_bytes()), text.len())
            .expect("a string takes it");
    }
    let end = xxh3_128(journal.as_bytes());
    writeln!(journal, "end {end:032x}").expect("a string takes it");
    puts.push((".reconnect-gen".to_owned(), manifest));
    for (path, text) in &puts {
        folder.write(&format!(".reconnect/dist/stage/{path}"), text);
    }
    folder.write(".reconnect/dist/journal", &journal);
    puts
}

#[test]
fn a_run_killed_between_two_files_is_carried_on_from_any_point() {
    let new = site(&[("index.html", "new"), ("new/page.html", "page"), ("assets/main.css", "css 2")]);
    for moved in 0..=4 {
        let folder = Folder::new();
        let puts = killed_amid(&folder, &small(), &new);
        assert_eq!(puts.len(), 4);
        for (path, text) in &puts[..moved] {
            folder.write(&format!("dist/{path}"), text);
            fs::remove_file(folder.at(&format!(".reconnect/dist/stage/{path}"))).expect("removed");
        }
        folder.write("dist/.reconnect-gen.part", "half a fi");
        check_target(&folder.target()).expect("all of it is ours");
        // Called off: so what is seen is what the journal alone has done.
        let broken = Site(vec![OutPath::new("x.html").expect("a path")], vec![None]);
        assert!(matches!(publish(&folder.target(), &broken), Err(Error::CalledOff)));
        assert!(folder.holds(&new), "{moved} moved: {:?}", folder.pages());
        assert!(!folder.exists(".reconnect/dist/journal") && !folder.exists("dist/part"));
        assert_eq!(folder.publish(&new).exchange, Exchange::Untouched);
    }
}

#[test]
fn a_journal_without_its_stage_does_not_lock_anybody_out() {
    let new = site(&[("index.html", "new"), ("new/page.html", "page")]);
    let folder = Folder::new();
    let puts = killed_amid(&folder, &small(), &new);
    folder.write(&format!("dist/{}", puts[0].0), &puts[0].1);
    fs::remove_dir_all(folder.at(".reconnect/dist/stage")).expect("removed");
    folder.publish(&new);
    assert!(folder.holds(&new));

    let folder = Folder::new();
    killed_amid(&folder, &small(), &new);
    fs::remove_dir_all(folder.at("dist")).expect("removed");
    folder.publish(&small());
    assert!(folder.holds(&small()));
}

#[test]
fn a_file_edited_after_a_run_was_killed_is_refused() {
    let folder = Folder::new();
    killed_amid(&folder, &small(), &site(&[("index.html", "new")]));
    folder.write("dist/index.html", "mine");
    refused(&folder, &folder.target(), "`index.html`");
}

#[test]
fn a_stage_that_a_killed_run_left_is_removed() {
    let folder = Folder::new();
    folder.publish(&small());
    folder.write(".reconnect/dist/stage/part/half.html", "hal");
    assert_eq!(folder.publish(&small()).exchange, Exchange::Untouched);
    assert!(!folder.exists(".reconnect/dist/stage"));
}

#[test]
fn a_foreign_file_in_an_old_site_that_was_exchanged_is_kept() {
    let (folder, old) = (Folder::new(), Folder::new());
    folder.publish(&small());
    old.publish(&site(&[("index.html", "old"), ("part/old.html", "old"), ("edited.html", "old")]));
    fs::create_dir_all(folder.at(".reconnect/dist")).expect("a folder");
    fs::rename(old.at("dist"), folder.at(".reconnect/dist/stage")).expect("moved");
    folder.write(".reconnect/dist/stage/part/notes.txt", "mine");
    folder.write(".reconnect/dist/stage/edited.html", "mine");
    let told = Mutex::new(Vec::new());
    let note = |what: &str| told.lock().expect("unpoisoned").push(what.to_owned());
    publish(&Target { notice: Some(&note), ..folder.target() }, &small()).expect("published");
    assert!(told.lock().expect("unpoisoned")[0].contains("left-1"));
    let mut left = folder.tree(".reconnect/dist/left-1");
    left.remove(".reconnect-gen");
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["edited.html", "part/notes.txt"]);
    assert!(!folder.exists(".reconnect/dist/stage"));
    clean(&folder.target()).expect("cleaned");
    assert!(folder.exists(".reconnect/dist/left-1/part/notes.txt"));
}

#[test]
fn of_many_publishers_at_once_each_gets_its_turn() {
    let folder = Folder::new();
    let sites: Vec<_> = (0..8).map(|n| site(&[("index.html", &n.to_string()), ("a/b.html", "same")])).collect();
    thread::scope(|scope| {
        for site in &sites {
            scope.spawn(|| {
                for _ in 0..10 {
                    check_target(&folder.target()).expect("fine");
                    folder.publish(site);
                }
            });
        }
    });
    assert!(sites.iter().any(|site| folder.holds(site)), "{:?}", folder.pages());
}

/// A disk that takes its time over the file that keeps the rooms out of a repository.
#[derive(Debug)]
struct SlowToIgnore;

impl Disk for SlowToIgnore {
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
        let written = RealDisk.write_new(path, bytes);
        if path.ends_with("gitignore.new") {
            thread::sleep(Duration::from_millis(5));
        }
        written
    }
}

#[test]
fn of_many_publishers_of_a_first_site_at_once_none_is_in_the_way() {
    for _ in 0..5 {
        let folder = Folder::new();
        let start = Barrier::new(4);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    publish(&Target { disk: &SlowToIgnore, ..folder.target() }, &small()).expect("published");
                });
            }
        });
        assert!(folder.holds(&small()));
        assert_eq!(folder.read(".reconnect/.gitignore").as_deref(), Some("*\n"));
    }
}

#[test]
fn who_waits_is_told_for_whom_and_gives_up_in_the_end() {
    let folder = Folder::new();
    folder.publish(&small());
    let held = fs::File::open(folder.at(".reconnect/dist/lock")).expect("a lock");
    held.lock().expect("locked");
    let told = Mutex::new(Vec::new());
    let note = |what: &str| told.lock().expect("unpoisoned").push(what.to_owned());
    let target = Target { notice: Some(&note), patience: Duration::from_millis(60), ..folder.target() };
    check_target(&target).expect("the place itself is fine");
    let done = publish(&target, &small());
    assert!(matches!(done, Err(Error::Locked { ref by }) if cfg!(windows) || by.contains("process")), "{done:?}");
    assert_eq!(told.lock().expect("unpoisoned").len(), 1);
    drop(held);
    publish(&target, &small()).expect("published");
}
