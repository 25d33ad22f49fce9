//! What is watched, and whose events count.
//!
//! In: what a [`Disk`] was asked for, and where links led. Out: the real folders that are to be watched, and an answer for
//! each path that the system names.
#![allow(clippy::disallowed_methods, reason = "a shell: what is watched is on the disk")]

use crate::tree::disk::Disk;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder beside the output in which publishing keeps its own things.
const YARD: &str = ".reconnect";

/// What is watched; all paths are real ones.
#[derive(Debug, Default)]
pub(super) struct Scope {
    root: PathBuf,
    /// Folders with everything below.
    deep: BTreeSet<PathBuf>,
    /// Folders alone: the site's own, in which a folder may appear, and those above and beside what is read.
    flat: BTreeSet<PathBuf>,
    /// What is read: in the flat folders, and below the site's folder, nothing else counts.
    read: BTreeSet<PathBuf>,
    ignored: Vec<PathBuf>,
}

impl Scope {
    /// What is to be watched for what was read from `disk`, without the folder `output` that is built.
    pub(super) fn of(disk: &Disk, output: Option<&Path>) -> Self {
        let root = real(disk.root());
        let mut scope = Self { root: root.clone(), flat: BTreeSet::from([root.clone()]), ..Self::default() };
        if let Some(output) = output.map(real) {
            scope.ignored.extend(output.parent().map(|beside| beside.join(YARD)));
            scope.ignored.push(output);
        }
        let (folders, files) = disk.asked();
        for folder in folders {
            let at = root.join(folder);
            // Where it is a link, the reading says where that led, or did not follow it.
            let is_folder = fs::symlink_metadata(&at).is_ok_and(|found| found.is_dir());
            scope.reads(&at);
            if is_folder {
                let at = real(&at);
                scope.reads(&at);
                scope.deep.insert(at);
            }
        }
        for file in files {
            let at = root.join(file.as_str());
            scope.reads(&at);
            scope.reads(&real(&at));
        }
        for folder in disk.followed() {
            scope.reads(folder);
            scope.flat.insert(folder.clone());
        }
        let Self { deep, flat, .. } = &mut scope;
        let tops: Vec<_> = deep.iter().cloned().collect();
        deep.retain(|path| !tops.iter().any(|top| top != path && path.starts_with(top)));
        flat.retain(|path| !tops.iter().any(|top| path.starts_with(top)));
        scope
    }

    /// Notes what is read, and watches the folders above it in the site: they may go and come back with it.
    fn reads(&mut self, path: &Path) {
        let above = path.ancestors().skip(1).take_while(|above| above.starts_with(&self.root));
        self.flat.extend(above.map(Path::to_owned));
        if !path.starts_with(&self.root) {
            self.flat.extend(path.parent().map(Path::to_owned));
        }
        self.read.insert(path.to_owned());
    }

    /// The folders to watch, and whether with everything below.
    pub(super) fn watches(&self) -> BTreeMap<PathBuf, bool> {
        let flat = self.flat.iter().map(|path| (path.clone(), false));
        flat.chain(self.deep.iter().map(|path| (path.clone(), true))).collect()
    }

    /// True where an event at `path` may be about what is read.
    pub(super) fn counts(&self, path: &Path) -> bool {
        if self.ignored.iter().any(|ignored| path.starts_with(ignored)) {
            return false;
        }
        // What is not below the site's folder was asked for by a link, or named in another way than it was asked for.
        !path.starts_with(&self.root) || self.read.iter().any(|read| path.starts_with(read) || read.starts_with(path))
    }

    /// True where `path` is, or holds, a folder that is watched by its name: after what happened there it may be another.
    pub(super) fn holds_watched(&self, path: &Path) -> bool {
        self.deep.iter().chain(&self.flat).any(|watched| watched.starts_with(path))
    }
}

/// What tells a folder from another one that was made under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    created: Option<SystemTime>,
    #[cfg(unix)]
    inode: (u64, u64),
}

impl Identity {
    /// The identity of what is at `path`; `None` where nothing is.
    pub(super) fn of(path: &Path) -> Option<Self> {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt as _;
        let found = fs::metadata(path).ok()?;
        Some(Self {
            created: found.created().ok(),
            #[cfg(unix)]
            inode: (found.dev(), found.ino()),
        })
    }
}

/// The path without links, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for above in absolute.ancestors() {
        if let Ok(real) = fs::canonicalize(above) {
            return match absolute.strip_prefix(above) {
                Ok(rest) if rest.as_os_str().is_empty() => real,
                Ok(rest) => real.join(rest),
                Err(_) => real,
            };
        }
    }
    absolute
}
