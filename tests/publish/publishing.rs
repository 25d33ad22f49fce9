//! What a publication does where all is well, and where a page cannot be made.

use std::borrow::Cow;
use std::fs;
use std::sync::Mutex;

use reconnect_gen::path::OutPath;
use reconnect_gen::publish::{Error, Exchange, Files, Target, clean, publish};

use crate::folder::{Folder, Site, refused, site, small};

#[test]
fn a_first_publication_writes_everything() {
    let folder = Folder::new();
    let done = folder.publish(&small());
    assert_eq!((done.written, done.unchanged, done.removed.len()), (3, 0, 0));
    assert_eq!(done.exchange, Exchange::Atomic);
    assert!(folder.holds(&small()));
    assert_eq!(folder.read(".reconnect/.gitignore").as_deref(), Some("*\n"));
    assert!(!folder.exists(".reconnect/dist/stage"));
}

#[test]
fn missing_folders_above_the_output_are_made_and_an_empty_output_is_used() {
    let folder = Folder::new();
    let mut target = folder.target();
    target.output = folder.at("a/b/../c/dist");
    publish(&target, &small()).expect("published");
    assert_eq!(folder.read("a/c/dist/index.html").as_deref(), Some("cover"));

    fs::create_dir(folder.at("dist")).expect("a folder");
    folder.publish(&small());
    assert!(folder.holds(&small()));
}

#[test]
fn what_did_not_change_is_not_touched() {
    let folder = Folder::new();
    folder.publish(&small());
    let stamp = |path: &str| {
        let found = fs::metadata(folder.at(path)).expect("there");
        (found.modified().expect("a time"), identity(&found))
    };
    let all = || ["dist", "dist/part", "dist/index.html", "dist/.reconnect-gen"].map(stamp);
    let before = all();
    let done = folder.publish(&small());
    assert_eq!((done.written, done.unchanged, done.exchange), (0, 3, Exchange::Untouched));
    assert_eq!(before, all());

    let step = stamp("dist/part/step.html");
    let done = folder.publish(&site(&[("index.html", "new"), ("part/step.html", "step"), ("assets/main.css", "css")]));
    assert_eq!((done.written, done.unchanged), (1, 2));
    assert_eq!(folder.read("dist/index.html").as_deref(), Some("new"));
    assert_eq!(step, stamp("dist/part/step.html"), "linked, not written again");
}

#[cfg(unix)]
fn identity(found: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> u64 {
    0
}

/// A site of which some files take long.
struct Long(Site, Mutex<Vec<usize>>);

impl Files for Long {
    fn paths(&self) -> &[OutPath] {
        self.0.paths()
    }

    fn bytes(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        self.1.lock().expect("unpoisoned").push(index);
        self.0.bytes(index)
    }

    fn takes_long(&self, index: usize) -> bool {
        index > 5
    }
}

#[test]
fn what_takes_long_is_begun_first_and_every_file_has_its_own_bytes() {
    let texts: Vec<_> = (0..8).map(|n| (format!("{n}.html"), format!("text {n}"))).collect();
    let files: Vec<_> = texts.iter().map(|(path, text)| (&**path, &**text)).collect();
    let long = Long(site(&files), Mutex::default());
    let folder = Folder::new();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    alone.install(|| publish(&folder.target(), &long)).expect("published");
    assert_eq!(*long.1.lock().expect("unpoisoned"), [6, 7, 0, 1, 2, 3, 4, 5]);
    assert!(folder.holds(&site(&files)));
    assert_eq!(folder.publish(&site(&files)).unchanged, 8);
}

#[test]
fn what_is_no_longer_in_the_site_goes_with_its_folder() {
    let folder = Folder::new();
    folder.publish(&small());
    let less = site(&[("index.html", "cover"), ("assets/main.css", "css")]);
    let done = folder.publish(&less);
    assert_eq!(done.removed, [OutPath::new("part/step.html").expect("a path")]);
    assert_eq!((done.written, done.unchanged), (0, 2));
    assert!(folder.holds(&less) && !folder.exists("dist/part"));
    let nothing = site(&[]);
    folder.publish(&nothing);
    assert!(folder.holds(&nothing));
    assert_eq!(folder.publish(&nothing).exchange, Exchange::Untouched);
}

#[test]
fn a_file_that_was_deleted_by_hand_is_written_again() {
    let folder = Folder::new();
    folder.publish(&small());
    fs::remove_file(folder.at("dist/index.html")).expect("removed");
    assert_eq!(folder.publish(&small()).written, 1);
    assert!(folder.holds(&small()));
}

#[test]
fn two_builds_give_the_same_bytes_whatever_was_there_before() {
    let (one, other) = (Folder::new(), Folder::new());
    one.publish(&small());
    other.publish(&site(&[("index.html", "before"), ("gone.html", "x")]));
    other.publish(&small());
    assert_eq!(one.tree("dist"), other.tree("dist"));
    let manifest = one.read("dist/.reconnect-gen").expect("a manifest");
    assert!(manifest.starts_with("reconnect-gen manifest 2\n"), "{manifest}");
}

#[test]
fn notes_that_are_lost_or_wrong_do_no_harm() {
    let folder = Folder::new();
    folder.publish(&small());
    folder.write(".reconnect/dist/stat", "nonsense");
    assert_eq!(folder.publish(&small()).exchange, Exchange::Untouched);
    fs::remove_dir_all(folder.at(".reconnect")).expect("removed");
    assert_eq!(folder.publish(&small()).exchange, Exchange::Untouched);
    folder.write("dist/index.html", "COVER");
    fs::remove_dir_all(folder.at(".reconnect")).expect("removed");
    refused(&folder, &folder.target(), "`index.html`");
}

#[test]
fn a_publication_that_is_called_off_leaves_the_old_site() {
    let folder = Folder::new();
    folder.publish(&small());
    let before = folder.tree("dist");
    let mut broken = site(&[("index.html", "new"), ("other.html", "new")]);
    broken.1[1] = None;
    assert!(matches!(publish(&folder.target(), &broken), Err(Error::CalledOff)));
    assert_eq!(before, folder.tree("dist"));
    assert!(!folder.exists(".reconnect/dist/stage"));
}

#[test]
fn a_git_folder_stays_and_the_site_is_changed_file_by_file() {
    let folder = Folder::new();
    folder.write("dist/.git/config", "repository");
    let told = Mutex::new(Vec::new());
    let note = |what: &str| told.lock().expect("unpoisoned").push(what.to_owned());
    let target = Target { notice: Some(&note), ..folder.target() };
    let done = publish(&target, &small()).expect("published");
    assert_eq!((done.written, done.exchange), (3, Exchange::PerFile));
    let told = told.lock().expect("unpoisoned");
    assert!(told.len() == 1 && told[0].contains("each file is old or new"), "{told:?}");

    let done = folder.publish(&site(&[("index.html", "new"), ("assets/main.css", "css")]));
    assert_eq!((done.written, done.unchanged, done.removed.len()), (1, 1, 1));
    assert_eq!(
        folder.publish(&site(&[("index.html", "new"), ("assets/main.css", "css")])).exchange,
        Exchange::Untouched
    );
    assert_eq!(folder.read("dist/.git/config").as_deref(), Some("repository"));
    assert!(!folder.exists("dist/part") && !folder.exists(".reconnect/dist/journal"));
    assert_eq!(clean(&folder.target()).expect("cleaned"), 2);
    assert_eq!(folder.tree("dist").into_keys().collect::<Vec<_>>(), [".git/config"]);
}

#[test]
fn file_by_file_a_file_can_become_a_folder_and_a_folder_a_file() {
    let folder = Folder::new();
    let target = Target { force_per_file: true, ..folder.target() };
    publish(&target, &site(&[("a", "file"), ("b/c/d.html", "page"), ("index.html", "1")])).expect("published");
    let turned = site(&[("a/x.html", "page"), ("b", "file"), ("index.html", "1")]);
    assert_eq!(publish(&target, &turned).expect("published").exchange, Exchange::PerFile);
    assert!(folder.holds(&turned));
    assert_eq!(publish(&target, &turned).expect("published").exchange, Exchange::Untouched);
}

#[test]
fn clean_removes_what_we_wrote_and_nothing_else() {
    let folder = Folder::new();
    assert_eq!(clean(&folder.target()).expect("nothing to do"), 0);
    assert!(!folder.exists(".reconnect"));
    folder.publish(&small());
    assert_eq!(clean(&folder.target()).expect("cleaned"), 3);
    assert_eq!(folder.tree(".").into_keys().collect::<Vec<_>>(), ["content/index.md"]);
    assert!(!folder.exists("dist") && !folder.exists(".reconnect"));
}

#[test]
fn a_disk_that_says_no_leaves_the_old_site() {
    let folder = Folder::new();
    folder.publish(&small());
    let before = folder.tree("dist");
    // A name longer than any file system takes.
    let long = "x".repeat(4000);
    let done = publish(&folder.target(), &site(&[("index.html", "new"), (&long, "x")]));
    assert!(matches!(done, Err(Error::Io { action: "write", .. })), "{done:?}");
    assert_eq!(before, folder.tree("dist"));
    assert!(!folder.exists(".reconnect/dist/stage"));
}
