//! A disk that fails, does half, or stops for good, at one change of a run.

use std::fs::{self, Metadata, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use reconnect_gen::publish::{Disk, RealDisk};

/// What happens at the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// Nothing.
    Never,
    /// This one change is refused with an error of the system (its number), and nothing of it is done.
    Once(i32),
    /// The same, but half of it is done first: half the bytes of a file, half the files of a folder.
    Half(i32),
    /// From here on every change is refused with an error: a disk that is full, or went read-only.
    FromHereOn(i32),
    /// As if the program were killed: this change is not done, or half, and nothing after it.
    Killed {
        /// Whether half of this change is done.
        amid: bool,
    },
}

/// One change, as it was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) verb: &'static str,
    /// Every path that it changes.
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Debug)]
pub(crate) struct Faulty {
    at: usize,
    how: How,
    asked: Mutex<Vec<Change>>,
}

enum Answer {
    Do,
    Refuse(io::Error),
    DoHalf(io::Error),
}

impl Faulty {
    pub(crate) fn new(at: usize, how: How) -> Self {
        Self { at, how, asked: Mutex::default() }
    }

    /// A disk that works, and is only listened to.
    pub(crate) fn none() -> Self {
        Self::new(0, How::Never)
    }

    /// Every change that was asked for, in order.
    pub(crate) fn asked(&self) -> Vec<Change> {
        self.asked.lock().expect("unpoisoned").clone()
    }

    fn ask(&self, verb: &'static str, paths: &[&Path]) -> Answer {
        let mut asked = self.asked.lock().expect("unpoisoned");
        let now = asked.len();
        asked.push(Change { verb, paths: paths.iter().map(|path| path.to_path_buf()).collect() });
        let error = |number: i32| io::Error::from_raw_os_error(number);
        let killed = || io::Error::other("the program is no more");
        match self.how {
            How::Once(number) if now == self.at => Answer::Refuse(error(number)),
            How::Half(number) if now == self.at => Answer::DoHalf(error(number)),
            How::FromHereOn(number) if now >= self.at => Answer::Refuse(error(number)),
            How::Killed { amid: true } if now == self.at => Answer::DoHalf(killed()),
            How::Killed { .. } if now >= self.at => Answer::Refuse(killed()),
            _ => Answer::Do,
        }
    }

    /// For what is done whole or not at all.
    fn whole<T>(&self, verb: &'static str, paths: &[&Path], change: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.ask(verb, paths) {
            Answer::Do => change(),
            Answer::Refuse(e) | Answer::DoHalf(e) => Err(e),
        }
    }
}

impl Disk for Faulty {
    fn create_dir_all(&self, folder: &Path) -> io::Result<()> {
        match self.ask("create", &[folder]) {
            Answer::Do => RealDisk.create_dir_all(folder),
            Answer::Refuse(e) => Err(e),
            Answer::DoHalf(e) => {
                if let Some(above) = folder.parent() {
                    fs::create_dir_all(above)?;
                }
                Err(e)
            }
        }
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
        match self.ask("write", &[path]) {
            Answer::Do => RealDisk.write_new(path, bytes),
            Answer::Refuse(e) => Err(e),
            Answer::DoHalf(e) => RealDisk.write_new(path, &bytes[..bytes.len() / 2]).and(Err(e)),
        }
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        match self.ask("copy", &[to]) {
            Answer::Do => RealDisk.copy(from, to),
            Answer::Refuse(e) => Err(e),
            Answer::DoHalf(e) => {
                let bytes = fs::read(from)?;
                fs::write(to, &bytes[..bytes.len() / 2])?;
                Err(e)
            }
        }
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole("link", &[to], || RealDisk.hard_link(from, to))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole("rename", &[from, to], || RealDisk.rename(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.whole("exchange", &[one, other], || RealDisk.exchange(one, other))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.whole("remove", &[path], || RealDisk.remove_file(path))
    }

    fn remove_dir(&self, folder: &Path) -> io::Result<()> {
        self.whole("remove", &[folder], || RealDisk.remove_dir(folder))
    }

    fn remove_dir_all(&self, folder: &Path) -> io::Result<()> {
        match self.ask("remove", &[folder]) {
            Answer::Do => RealDisk.remove_dir_all(folder),
            Answer::Refuse(e) => Err(e),
            Answer::DoHalf(e) => {
                let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file());
                for file in files.step_by(2) {
                    fs::remove_file(file.path())?;
                }
                Err(e)
            }
        }
    }

    fn set_permissions(&self, folder: &Path, permissions: Permissions) -> io::Result<()> {
        self.whole("permissions", &[folder], || RealDisk.set_permissions(folder, permissions))
    }

    // Nothing is synced: thousands of runs would wait for a disk that is not cut off from its power here.

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.whole("sync", &[path], || Ok(()))
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        self.whole("sync", &[folder], || Ok(()))
    }

    fn sync_disk(&self, folder: &Path) -> io::Result<bool> {
        self.whole("sync all", &[folder], || Ok(true))
    }
}
