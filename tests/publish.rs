//! Publishing to disk, as the person in front of it sees it: the old site or the new one, and nothing of theirs lost.

#![allow(clippy::disallowed_methods, reason = "the disk is what is tested")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use reconnect_gen::path::OutPath;
use reconnect_gen::publish::{Error, Exchange, Files, Published, Target, check_target, clean, publish};

/// A site as pairs of path and text; no text: the file cannot be made.
struct Site(Vec<OutPath>, Vec<Option<String>>);

impl Files for Site {
    fn paths(&self) -> &[OutPath] {
        &self.0
    }

    fn bytes(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        self.1[index].as_ref().map(|text| Cow::Borrowed(text.as_bytes()))
    }
}

fn site(files: &[(&str, &str)]) -> Site {
    let sorted: BTreeMap<_, _> = files.iter().copied().collect();
    let path = |path: &&str| OutPath::new(path).expect("a path");
    Site(sorted.keys().map(path).collect(), sorted.values().map(|text| Some((*text).to_owned())).collect())
}

/// Three files in three folders.
fn small() -> Site {
    site(&[("index.html", "cover"), ("part/step.html", "step"), ("assets/main.css", "css")])
}

/// A folder of its own for one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("publish-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(path.join("content")).expect("a folder");
        fs::write(path.join("content/index.md"), "# Guide").expect("a source");
        Self(path)
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    fn target(&self) -> Target<'static> {
        Target::new(self.at("dist"), vec![self.at("content"), self.at("static"), self.at("book.toml")])
    }

    fn publish(&self, site: &Site) -> Published {
        publish(&self.target(), site).expect("published")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.at(path)).ok()
    }

    fn exists(&self, path: &str) -> bool {
        fs::symlink_metadata(self.at(path)).is_ok()
    }

    /// Every file under a folder with its text.
    fn tree(&self, path: &str) -> BTreeMap<String, String> {
        let top = self.at(path);
        let files = walkdir::WalkDir::new(&top).into_iter().flatten().filter(|entry| !entry.file_type().is_dir());
        let name = |path: &Path| path.strip_prefix(&top).expect("below").to_string_lossy().replace('\\', "/");
        files.map(|e| (name(e.path()), fs::read_to_string(e.path()).unwrap_or_default())).collect()
    }

    /// The texts of the site, without the manifest.
    fn pages(&self) -> BTreeMap<String, String> {
        let mut tree = self.tree("dist");
        assert!(tree.remove(".reconnect-gen").is_some(), "a site has a manifest");
        tree
    }

    fn holds(&self, site: &Site) -> bool {
        let want = site.0.iter().map(ToString::to_string).zip(site.1.iter().flatten().cloned());
        self.pages() == want.collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Asserts a refusal that says `words`, and that nothing at all changed on disk.
fn refused(folder: &Folder, target: &Target, words: &str) {
    let before = folder.tree(".");
    for error in [check_target(target), publish(target, &small()).map(drop), clean(target).map(drop)] {
        match error {
            Err(Error::Refused { ref why, ref way_out, .. }) => {
                assert!(why.contains(words), "{why:?} should say {words:?}");
                assert!(way_out.ends_with('.'), "{way_out}");
            }
            other => panic!("should be refused ({words}): {other:?}"),
        }
    }
    let mut after = folder.tree(".");
    // The name in the lock is the one thing that may come or go.
    after.retain(|path, _| before.contains_key(path) || !path.ends_with("/lock"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert!(before.iter().all(|(path, text)| path.ends_with("/lock") || after[path] == *text));
}

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
    assert!(manifest.starts_with("reconnect-gen manifest 1\n"), "{manifest}");
}

#[test]
fn two_outputs_in_one_folder_do_not_meet() {
    let folder = Folder::new();
    let mut other = folder.target();
    other.output = folder.at("out2");
    folder.publish(&small());
    publish(&other, &site(&[("index.html", "other")])).expect("published");
    assert_eq!(clean(&other).expect("cleaned"), 1);
    assert!(folder.holds(&small()) && !folder.exists("out2") && folder.exists(".reconnect/dist"));
}

#[test]
fn foreign_files_are_refused_and_untouched() {
    let folder = Folder::new();
    folder.write("dist/notes.txt", "mine");
    refused(&folder, &folder.target(), "`notes.txt`");
    fs::remove_file(folder.at("dist/notes.txt")).expect("removed");
    folder.publish(&small());
    for path in ["dist/part/a", "dist/b", "dist/c", "dist/d", "dist/.reconnect-gen.part"] {
        folder.write(path, "mine");
    }
    refused(&folder, &folder.target(), "`.reconnect-gen.part`, `b`, `c` and 2 more");
}

#[test]
fn a_file_edited_by_hand_is_refused_until_it_is_gone() {
    let folder = Folder::new();
    folder.publish(&small());
    // The same length, so that the size does not give it away.
    folder.write("dist/index.html", "COVER");
    refused(&folder, &folder.target(), "changed by hand since this program wrote it: `index.html`");
    fs::remove_file(folder.at("dist/index.html")).expect("removed");
    folder.publish(&small());
    assert!(folder.holds(&small()));
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
fn without_a_manifest_or_with_a_damaged_one_nothing_counts_as_ours() {
    let folder = Folder::new();
    folder.publish(&small());
    let manifest = folder.read("dist/.reconnect-gen").expect("a manifest");
    fs::remove_file(folder.at("dist/.reconnect-gen")).expect("removed");
    refused(&folder, &folder.target(), "`assets/main.css`, `index.html`, `part/step.html`");
    let outside = manifest.replace("index.html", "../../content/index.md");
    for damaged in ["", "nonsense", &manifest[..manifest.len() - 10], &outside] {
        folder.write("dist/.reconnect-gen", damaged);
        refused(&folder, &folder.target(), "damaged");
    }
    assert!(folder.exists("content/index.md"));
}

#[test]
#[cfg(unix)]
fn a_link_in_the_output_is_refused_and_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    folder.publish(&small());
    fs::remove_dir_all(folder.at("dist/part")).expect("removed");
    folder.write("elsewhere/step.html", "step");
    symlink(folder.at("elsewhere"), folder.at("dist/part")).expect("a link");
    refused(&folder, &folder.target(), "`part`");
    assert!(folder.exists("elsewhere/step.html"));
}

#[test]
#[cfg(unix)]
fn an_output_that_is_a_link_is_judged_by_where_it_leads() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    fs::create_dir_all(folder.at("www/site")).expect("a folder");
    symlink(folder.at("www/site"), folder.at("dist")).expect("a link");
    folder.publish(&small());
    assert_eq!(folder.read("www/site/index.html").as_deref(), Some("cover"));
    assert!(folder.at("dist").is_symlink() && folder.exists("www/.reconnect/site"));

    fs::remove_file(folder.at("dist")).expect("removed");
    symlink(folder.at("content"), folder.at("dist")).expect("a link");
    refused(&folder, &folder.target(), "made from it");
    fs::remove_file(folder.at("dist")).expect("removed");
    symlink(folder.at("nowhere"), folder.at("dist")).expect("a link");
    refused(&folder, &folder.target(), "leads nowhere");
}

#[test]
fn an_output_that_is_holds_or_lies_in_a_source_is_refused() {
    let folder = Folder::new();
    let cases = [
        ("content", "made from it"),
        ("static", "made from it"),
        (".", "it holds"),
        ("content/dist", "lies inside"),
        ("missing/../content/dist", "lies inside"),
        ("book.toml", "made from it"),
        (".reconnect/x", "keeps its own notes"),
    ];
    for (output, words) in cases {
        let mut target = folder.target();
        target.output = folder.at(output);
        refused(&folder, &target, words);
    }
    let mut target = folder.target();
    target.output = PathBuf::from("/");
    refused(&folder, &target, "root");
    target = folder.target();
    target.home = Some(folder.at("dist"));
    refused(&folder, &target, "home");
    folder.write("file", "mine");
    target = folder.target();
    target.output = folder.at("file");
    refused(&folder, &target, "a file, not a folder");
}

#[test]
fn reserved_names_are_refused() {
    let folder = Folder::new();
    for path in [".git/config", ".reconnect-gen"] {
        let done = publish(&folder.target(), &site(&[(path, "x")]));
        assert!(matches!(done, Err(Error::Refused { ref why, .. }) if why.contains(path)), "{done:?}");
    }
    assert!(!folder.exists("dist") && !folder.exists(".reconnect"));
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

/// Brings a folder to where a file-by-file run is that was killed before its first rename, by making the journal as
/// the program does; its format is this program's own, so the test writes it out.
fn killed_amid(folder: &Folder, old: &Site, new: &Site) -> Vec<(String, String)> {
    folder.publish(old);
    let (before, scratch) = (folder.pages(), Folder::new());
    scratch.publish(new);
    let after = scratch.pages();
    let manifest = scratch.read("dist/.reconnect-gen").expect("a manifest");
    let mut journal = "reconnect-gen journal 1\n".to_owned();
    let mut puts: Vec<_> = after.into_iter().filter(|(path, text)| before.get(path) != Some(text)).collect();
    for (path, text) in &puts {
        writeln!(journal, "put {} {} {path}", blake3::hash(text.as_bytes()), text.len()).expect("a string takes it");
    }
    writeln!(journal, "manifest {}", blake3::hash(manifest.as_bytes())).expect("a string takes it");
    for (path, text) in before.iter().filter(|(path, _)| !new.0.iter().any(|new| new.as_str() == *path)) {
        writeln!(journal, "remove {} {} {path}", blake3::hash(text.as_bytes()), text.len()).expect("a string takes it");
    }
    let end = blake3::hash(journal.as_bytes());
    writeln!(journal, "end {end}").expect("a string takes it");
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
fn errors_say_what_is_wrong_and_what_to_do() {
    let folder = Folder::new();
    folder.write("dist/notes.txt", "mine");
    let said = check_target(&folder.target()).expect_err("refused").to_string();
    assert!(said.contains("dist: it has files that this program did not write: `notes.txt`. Move them"), "{said}");
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
