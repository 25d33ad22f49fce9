//! Living with a site: its author edits, and `watch` and `serve` follow, each in its way.

use super::report::print;
use super::{FormatArg, stop::Stop};
use crate::config::Config;
use crate::diag::{self, Diagnostic};
use crate::read_again;
use crate::session::{Edit, Reach, Session};
use crate::tree::Tree;
use crate::tree::disk::Disk;
use crate::watch::{Wake, Watcher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// An edit that is overtaken by a newer one waits no longer than this: somebody may be typing all the time.
const LONGEST_OVERTAKEN: Duration = Duration::from_secs(1);

/// A file that has just been emptied is given so much time to be filled again.
const HALF_SAVED: Duration = Duration::from_millis(30);

/// The site that is followed.
pub(super) struct Live<'a> {
    /// Its folder.
    pub(super) folder: &'a Path,
    /// Where it is published: what happens there is no edit. `None`: where book.toml says.
    pub(super) dest: Option<&'a Path>,
    /// Look for changes by the clock, without the system's word.
    pub(super) poll: bool,
    /// What cannot be read stays as it was.
    pub(super) keeps_last: bool,
}

/// Something that looks at edits, one after the other.
pub(super) trait Follower {
    /// The site after an edit, which was noticed at `since`. `go_on` says no where a newer one is there; false where that made it give up.
    fn edit(&mut self, edit: &Edit, since: Instant, go_on: &(dyn Fn() -> bool + Sync)) -> bool;

    /// The time until the next edit.
    fn rest(&mut self, _go_on: &(dyn Fn() -> bool + Sync)) {}
}

impl Live<'_> {
    /// Follows the site until it is told to stop.
    pub(super) fn follow(&self, mut session: Session, stop: &Stop, follower: &mut dyn Follower) {
        let mut disk = Disk::new(self.folder);
        let mut watcher = Watcher::new(self.poll, |what: &str| say!("note: {what}"));
        let mut config: Option<Config> = None;
        let mut pending: Option<Edit> = None;
        let mut overtaken: Option<Instant> = None;
        let mut before = Tree::default();
        let mut wake = Wake::Changed;
        // What is watched before the first reading cannot change unnoticed after it.
        watcher.cover(&disk, Some(&self.output(None)));
        loop {
            let since = Instant::now();
            let last = config.as_ref().filter(|_| self.keeps_last);
            let mut read = read_again(&mut disk, last);
            if is_half_saved(&read.0, &before) {
                std::thread::sleep(HALF_SAVED);
                read = read_again(&mut disk, last);
            }
            before = read.0.clone();
            config = read.1.clone().or(config);
            watcher.cover(&disk, Some(&self.output(config.as_ref())));
            watcher.took(since.elapsed());
            let newer = watcher.handle();
            let is_patient = overtaken.is_none_or(|first| first.elapsed() < LONGEST_OVERTAKEN);
            let go_on = || !(stop.is_asked() || is_patient && newer.newer());
            let mut edit = session.edit(read, &go_on);
            if edit.is_some() && wake == Wake::Look {
                watcher.found_without_event();
            }
            match (&mut edit, pending.take()) {
                (Some(edit), Some(before)) => edit.changed.extend(before.changed),
                (none, before) => *none = none.take().or(before),
            }
            pending = edit.filter(|edit| !follower.edit(edit, since, &go_on));
            let is_overtaken = pending.is_some() || newer.newer();
            overtaken = is_overtaken.then(|| overtaken.unwrap_or(since));
            follower.rest(&go_on);
            wake = watcher.wait(&|| stop.is_asked());
            if wake == Wake::Stop {
                return;
            }
        }
    }

    /// Where the site is published by these settings.
    fn output(&self, config: Option<&Config>) -> PathBuf {
        let build_dir = config.map_or("dist", |c| c.build_dir.as_str());
        self.dest.map_or_else(|| self.folder.join(build_dir), Path::to_owned)
    }
}

/// True where a file that held something is empty: most editors empty a file and write it then.
fn is_half_saved(now: &Tree, before: &Tree) -> bool {
    let was_full = |path| before.get(path).is_some_and(|bytes| !bytes.is_empty());
    now.iter().any(|(path, bytes)| bytes.is_empty() && was_full(path))
}

/// What changed, in a few words: two names at most.
fn names(edit: &Edit) -> String {
    let mut names = edit.changed.iter().map(ToString::to_string);
    match (names.next(), names.next(), names.count()) {
        (None, ..) => "a file that cannot be read".to_owned(),
        (Some(one), None, _) => one,
        (Some(one), Some(two), 0) => format!("{one}, {two}"),
        (Some(one), Some(two), more) => format!("{one}, {two} and {more} more"),
    }
}

/// The line that tells of an edit: what changed, the pages that it reaches, and how long it took.
pub(super) fn line(edit: &Edit, since: Instant) -> String {
    let pages = match edit.reach {
        Reach::All(0) => "no page can be made".to_owned(),
        Reach::All(1) | Reach::Pages(1) => "1 page".to_owned(),
        Reach::All(count) => format!("all {count} pages"),
        Reach::Pages(count) => format!("{count} pages"),
    };
    format!("{}: {pages}, {} ms", names(edit), since.elapsed().as_millis())
}

/// What was said last, so that nothing is said again at every edit.
#[derive(Default)]
pub(super) struct Said(Vec<Diagnostic>);

impl Said {
    /// Prints what is wrong now and was not before; true where the last error has gone.
    pub(super) fn say(&mut self, tree: &Tree, now: Vec<Diagnostic>, format: FormatArg) -> bool {
        let errors = |all: &[Diagnostic]| diag::count(all).0;
        let is_mended = errors(&self.0) > 0 && errors(&now) == 0;
        let new: Vec<Diagnostic> = now.iter().filter(|d| !self.0.contains(d)).cloned().collect();
        print(tree, &new, format);
        self.0 = now;
        is_mended
    }
}
