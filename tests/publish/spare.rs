//! The spare: what a large site keeps of its last folder, for the next one to begin with.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt as _;

use reconnect_gen::path::OutPath;
use reconnect_gen::publish::{Exchange, Files, Published, Target, clean, publish};

use crate::folder::{Folder, Site, refused, site, small};

const SPARE: &str = ".reconnect/dist/spare";

fn spared(folder: &Folder) -> Target<'static> {
    Target { spare_from: 0, ..folder.target() }
}

fn publish_spared(folder: &Folder, files: &dyn Files) -> Published {
    publish(&spared(folder), files).expect("published")
}

/// The small site after its third edit.
fn edited(folder: &Folder) -> Site {
    let edit = |text| site(&[("index.html", text), ("part/step.html", "step"), ("assets/main.css", "css")]);
    for text in ["one", "two", "three"] {
        publish_spared(folder, &edit(text));
    }
    edit("three")
}

/// Every file of the spare is one of the site, by its inode.
fn paths(folder: &Folder) -> BTreeSet<String> {
    let inode = |path: String| fs::metadata(folder.at(&path)).expect("a file of the site").ino();
    let paths: BTreeSet<_> = folder.tree(SPARE).into_keys().collect();
    for path in &paths {
        assert_eq!(inode(format!("{SPARE}/{path}")), inode(format!("dist/{path}")), "{path}");
    }
    paths
}

#[test]
fn what_both_sites_have_is_kept_and_taken_over() {
    let folder = Folder::new();
    publish_spared(&folder, &small());
    assert!(!folder.exists(SPARE), "nothing was there before the first");
    let site = edited(&folder);
    assert!(folder.holds(&site));
    assert_eq!(paths(&folder).into_iter().collect::<Vec<_>>(), ["assets/main.css", "part/step.html"]);

    let step = || fs::metadata(folder.at("dist/part/step.html")).expect("there");
    assert_eq!(step().nlink(), 2);
    let before = step().ino();
    let done = publish_spared(&folder, &small());
    assert_eq!((done.written, done.unchanged, done.exchange), (1, 2, Exchange::Atomic));
    assert_eq!(step().ino(), before, "taken over, not written again");
    assert!(folder.holds(&small()));
}

#[test]
fn what_is_taken_back_is_nowhere_any_more() {
    let folder = Folder::new();
    edited(&folder);
    publish_spared(&folder, &site(&[("index.html", "three"), ("secret/plan.html", "secret")]));
    publish_spared(&folder, &site(&[("index.html", "four")]));
    assert!(!folder.tree(".").values().any(|text| ["secret", "three", "step"].contains(&text.as_str())));
    assert!(!folder.exists(&format!("{SPARE}/secret")) && !folder.exists("dist/secret"));
}

#[test]
fn nothing_changed_keeps_it() {
    let folder = Folder::new();
    let site = edited(&folder);
    let before = paths(&folder);
    assert_eq!(publish_spared(&folder, &site).exchange, Exchange::Untouched);
    assert_eq!(before, paths(&folder));
    assert!(!folder.exists(".reconnect/dist/stage"));
}

#[test]
fn what_the_author_did_to_the_output_is_never_taken_from_it() {
    let folder = Folder::new();
    let site = edited(&folder);
    // In place: the spare has a name of the same file.
    folder.write("dist/part/step.html", "mine");
    refused(&folder, &spared(&folder), "`part/step.html`");
    fs::rename(folder.at("dist/part/step.html"), folder.at("kept.html")).expect("moved away");
    publish_spared(&folder, &site);
    assert!(folder.holds(&site), "{:?}", folder.pages());
    assert_eq!(folder.read("kept.html").as_deref(), Some("mine"));
    assert!(!paths(&folder).contains("part/step.html"));
}

#[test]
fn a_spare_that_somebody_was_at_is_used_as_far_as_it_goes() {
    let folder = Folder::new();
    edited(&folder);
    fs::remove_file(folder.at(&format!("{SPARE}/assets/main.css"))).expect("removed");
    folder.write(&format!("{SPARE}/part/other.html"), "not of the site");
    fs::remove_file(folder.at(&format!("{SPARE}/part/step.html"))).expect("removed");
    folder.write(&format!("{SPARE}/part/step.html"), "another");
    publish_spared(&folder, &small());
    assert!(folder.holds(&small()), "{:?}", folder.pages());
    paths(&folder);

    // A link in its place leads nowhere.
    edited(&folder);
    fs::remove_dir_all(folder.at(SPARE)).expect("removed");
    std::os::unix::fs::symlink(folder.at("content"), folder.at(SPARE)).expect("a link");
    publish_spared(&folder, &small());
    assert!(folder.holds(&small()));
    assert_eq!(folder.read("content/index.md").as_deref(), Some("# Guide"));
}

/// A site that somebody puts a file beside while it is made.
struct Disturbed<'a>(&'a Folder, Site);

impl Files for Disturbed<'_> {
    fn paths(&self) -> &[OutPath] {
        self.1.paths()
    }

    fn bytes(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        self.0.write("dist/part/notes.txt", "mine");
        self.1.bytes(index)
    }
}

#[test]
fn a_foreign_file_is_set_aside_and_nothing_is_spared() {
    let folder = Folder::new();
    edited(&folder);
    publish_spared(&folder, &Disturbed(&folder, small()));
    assert!(folder.holds(&small()));
    let mut left = folder.tree(".reconnect/dist/left-1");
    left.remove(".reconnect-gen");
    assert_eq!(left.into_keys().collect::<Vec<_>>(), ["part/notes.txt"]);
    assert!(!folder.exists(SPARE));
}

#[test]
fn it_goes_when_the_site_is_small_and_when_it_is_cleaned() {
    let folder = Folder::new();
    edited(&folder);
    folder.publish(&small());
    assert!(!folder.exists(SPARE), "no large site");
    edited(&folder);
    assert!(folder.exists(SPARE));
    clean(&spared(&folder)).expect("cleaned");
    assert_eq!(folder.tree(".").into_keys().collect::<Vec<_>>(), ["content/index.md"]);
    assert!(!folder.exists(".reconnect"));
}
