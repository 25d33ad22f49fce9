//! A site as pairs, a folder to publish it in, and what must hold where nothing may be written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use reconnect_gen::path::OutPath;
use reconnect_gen::publish::{Error, Files, Published, Target, check_target, clean, publish};

/// A site as pairs of path and text; no text: the file cannot be made.
pub(crate) struct Site(pub(crate) Vec<OutPath>, pub(crate) Vec<Option<String>>);

impl Files for Site {
    fn paths(&self) -> &[OutPath] {
        &self.0
    }

    fn bytes(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        self.1[index].as_ref().map(|text| Cow::Borrowed(text.as_bytes()))
    }
}

pub(crate) fn site(files: &[(&str, &str)]) -> Site {
    let sorted: BTreeMap<_, _> = files.iter().copied().collect();
    let path = |path: &&str| OutPath::new(path).expect("a path");
    Site(sorted.keys().map(path).collect(), sorted.values().map(|text| Some((*text).to_owned())).collect())
}

/// Three files in three folders.
pub(crate) fn small() -> Site {
    site(&[("index.html", "cover"), ("part/step.html", "step"), ("assets/main.css", "css")])
}

/// A folder of its own for one test, removed at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("publish-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        // In memory where there is such a disk: thousands of folders come and go.
        let memory = Path::new("/dev/shm");
        let path = if memory.is_dir() { memory } else { Path::new(env!("CARGO_TARGET_TMPDIR")) }.join(name);
        fs::create_dir_all(path.join("content")).expect("a folder");
        fs::write(path.join("content/index.md"), "# Guide").expect("a source");
        Self(path)
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    pub(crate) fn target(&self) -> Target<'static> {
        Target::new(self.at("dist"), vec![self.at("content"), self.at("static"), self.at("book.toml")])
    }

    pub(crate) fn publish(&self, site: &Site) -> Published {
        publish(&self.target(), site).expect("published")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.at(path)).ok()
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        fs::symlink_metadata(self.at(path)).is_ok()
    }

    /// Every file under a folder with its text.
    pub(crate) fn tree(&self, path: &str) -> BTreeMap<String, String> {
        let top = self.at(path);
        let files = walkdir::WalkDir::new(&top).into_iter().flatten().filter(|entry| !entry.file_type().is_dir());
        let name = |path: &Path| path.strip_prefix(&top).expect("below").to_string_lossy().replace('\\', "/");
        files.map(|e| (name(e.path()), fs::read_to_string(e.path()).unwrap_or_default())).collect()
    }

    /// The texts of the site, without the manifest.
    pub(crate) fn pages(&self) -> BTreeMap<String, String> {
        let mut tree = self.tree("dist");
        assert!(tree.remove(".reconnect-gen").is_some(), "a site has a manifest");
        tree
    }

    pub(crate) fn holds(&self, site: &Site) -> bool {
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
pub(crate) fn refused(folder: &Folder, target: &Target, words: &str) {
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
