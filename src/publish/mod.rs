//! Publishing: the pages, on disk, old or new and never half.
//!
//! In: a [`Target`] (where to, and what must never be touched) and [`Files`] (the paths, and how to make the bytes of
//! each). Out: the folder, and [`Published`], which says what changed.
//!
//! 1. `place`: the output is a safe place, away from the sources.
//! 2. `lock`: one publisher at a time.
//! 3. `survey`: all that is in the output is ours and as we left it (`manifest` says what we wrote).
//! 4. `stage`: what changed is written beside the output, the rest is hard-linked from the old output.
//! 5. `Disk::exchange`: one rename puts the new folder in the place of the old. Where that cannot be, `journal`:
//!    file by file, carried on by the next run if this one is killed.
//! 6. The old folder goes (`stage::sweep`), or, of a large site, becomes the beginning of the next stage (`spare`).
//!
//! On disk, beside the output `site/`, and never in it:
//!
//! ```text
//! site/.reconnect-gen           the manifest: every path with hash and size. It is in the folder so that one rename
//!                               changes the site and the knowledge of it together
//! .reconnect/.gitignore
//! .reconnect/site/lock          who is publishing
//! .reconnect/site/stage/        the new folder before the exchange, the old one after
//! .reconnect/site/spare/        second names of the files of a large site, for the next stage
//! .reconnect/site/journal       the renames still to do, where there is no exchange
//! .reconnect/site/stat          notes on what we wrote, which may be lost without harm: times and inodes, which save reading
//!                               it again, and keys, which save making it again
//! .reconnect/site/left-1/       files that somebody else put in the output while we exchanged it
//! ```
//!
//! It never deletes, overwrites or follows what it did not write, never opens a source, never reads the clock or the
//! environment, and keeps a `.git` at the top of the output as it is.

#![allow(clippy::disallowed_methods, reason = "a shell: publishing is where the disk is")]

mod disk;
mod error;
mod journal;
mod lock;
mod look;
pub(crate) mod manifest;
mod notes;
mod place;
mod spare;
mod stage;
mod survey;

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::path::OutPath;

pub use disk::{Disk, RealDisk};
pub use error::Error;

use error::io;
use journal::Journal;
use lock::Lock;
use notes::Notes;
use place::Place;
use stage::{Linked, Staged};
use survey::Survey;

/// What is to be put on disk: the paths, and how to make the bytes of each.
pub trait Files: Sync {
    /// Every path of the site, sorted and unique.
    fn paths(&self) -> &[OutPath];

    /// The bytes of the path at `index`, made on the calling thread and dropped as soon as they are written.
    ///
    /// `None`: they could not be made, and the caller has noted why. The publication is called off and the old site
    /// stays; the other paths are still asked for, so that all that is wrong is noted in one run.
    fn bytes(&self, index: usize) -> Option<Cow<'_, [u8]>>;

    /// What names the bytes of the path at `index` before they are made: where the last site has the same key there, its
    /// file stays. `None`: only the bytes tell.
    fn key(&self, _index: usize) -> Option<Key> {
        None
    }

    /// Whether the path at `index` takes long to make: such are begun first, so that in the end nobody waits for one of them.
    fn takes_long(&self, _index: usize) -> bool {
        false
    }

    /// Told which paths will be asked for, before the first of them is.
    fn begin(&self, _missing: &[usize]) {}

    /// What names all that the site is made of, for [`current`]. `None` where the next run must look at it in any case.
    fn input(&self) -> Option<Key> {
        None
    }
}

/// A name for bytes, or for all input, that is given to no other: a hash.
pub type Key = u128;

/// Where a site goes, and what is around it.
pub struct Target<'a> {
    /// The folder that becomes the site. It is wholly ours, but for a `.git`.
    pub output: PathBuf,
    /// What the site is made from (content, static, themes, book.toml): the output must keep clear of each.
    pub sources: Vec<PathBuf>,
    /// The home folder of the person, never an output.
    pub home: Option<PathBuf>,
    /// What this run is called (`reconnect-gen build`), for another one that has to wait for it.
    pub command: String,
    /// How long to wait for another run: [`Target::PATIENCE`].
    pub patience: Duration,
    /// Go file by file even where an exchange may be possible: for places known to exchange badly.
    pub force_per_file: bool,
    /// From how many files on a site keeps a folder of second names ([`Target::MANY`]).
    pub spare_from: usize,
    /// What changes the disk: [`RealDisk`], but where a test shows what a failing one does.
    pub disk: &'a dyn Disk,
    /// Told, in a sentence, what the person should know while it happens.
    pub notice: Option<&'a (dyn Fn(&str) + Sync)>,
}

impl Target<'_> {
    /// How long a run waits for another one before it gives up.
    pub const PATIENCE: Duration = Duration::from_secs(10);

    /// How many files a site has when linking and removing them all takes longer than a person likes to wait for one edit.
    pub const MANY: usize = 1_000;

    /// A target with the usual patience, nobody listening, and no home folder to keep clear of.
    pub fn new(output: impl Into<PathBuf>, sources: Vec<PathBuf>) -> Self {
        Self {
            output: output.into(),
            sources,
            home: None,
            command: String::new(),
            patience: Self::PATIENCE,
            force_per_file: false,
            spare_from: Self::MANY,
            disk: &RealDisk,
            notice: None,
        }
    }

    fn tell(&self, what: &str) {
        if let Some(notice) = self.notice {
            notice(what);
        }
    }
}

impl fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").field("output", &self.output).field("sources", &self.sources).finish_non_exhaustive()
    }
}

/// What a publication did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// How many files are new or have new bytes.
    pub written: usize,
    /// How many files stayed as they were.
    pub unchanged: usize,
    /// The paths of the last site that are not in this one, sorted.
    pub removed: Vec<OutPath>,
    /// How the new site took the place of the old.
    pub exchange: Exchange,
}

/// How the new site took the place of the old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// Nothing changed, nothing was touched.
    Untouched,
    /// All at once.
    Atomic,
    /// File by file: each was old or new at any moment.
    PerFile,
}

/// Puts the site on disk.
///
/// # Errors
/// [`Error::Refused`] where the output is no safe place, [`Error::Locked`] where another run is at it,
/// [`Error::Io`] where the disk says no, [`Error::CalledOff`] where a file could not be made. In each case the old site
/// is as it was; only a disk that fails amid a file-by-file publication leaves some files old and some new, and the next
/// run carries that on.
pub fn publish(target: &Target, files: &dyn Files) -> Result<Published, Error> {
    let place = Place::find(target)?;
    place::keep_reserved_names(&place, files.paths())?;
    let lock = enter(&place, target)?;
    let old = settle(&place, target)?;

    let staged = stage::fill(&place, &old, files).inspect_err(|_| stage::discard_quietly(&place))?;
    let exchange = if staged.changes {
        put_in_place(&place, target, &old, &staged, files)?
    } else {
        spare::give_back(&place);
        let notes = staged.notes(files);
        if old.hashed || old.keys != notes.keys || old.input != notes.input {
            notes.remember(&place);
        }
        Exchange::Untouched
    };
    drop(lock);
    Ok(Published { written: staged.written, unchanged: staged.unchanged, removed: staged.removed, exchange })
}

/// The safety check alone: creates nothing, and may be called before the site is made.
///
/// While another run is publishing, only the place is judged: what is in it is about to change, and [`publish`] judges
/// it once it has the lock.
///
/// # Errors
/// [`Error::Refused`] and [`Error::Io`], as [`publish`].
pub fn check_target(target: &Target) -> Result<(), Error> {
    let place = Place::find(target)?;
    let Some(_lock) = Lock::share(&place)? else {
        return Ok(());
    };
    let journal = Journal::read(&place)?;
    survey::survey(&place, journal.as_ref())?;
    Ok(())
}

/// The site that is there, where it was made of `input`, nobody touched it since, and nothing is left to do. Creates and changes
/// nothing.
///
/// # Errors
/// As [`check_target`], but where the site was made of something else: then only the place is judged, and what is in it is
/// [`publish`]'s to judge.
pub fn current(target: &Target, input: Key) -> Result<Option<Published>, Error> {
    let place = Place::find(target)?;
    let Some(_lock) = Lock::share(&place)? else {
        return Ok(None);
    };
    // To look at each file takes long, and `publish` does it again.
    if !notes::is_of(&place, input) {
        return Ok(None);
    }
    let journal = Journal::read(&place)?;
    let old = survey::survey(&place, journal.as_ref())?;
    let is_done = journal.is_none() && !place.stage().exists();
    let is_whole = old.intact.iter().all(Option::is_some) && !old.hashed;
    let is_current = old.manifest.is_some() && old.input == Some(input) && is_whole && is_done;
    let unchanged = old.intact.len();
    Ok(is_current.then(|| Published { written: 0, unchanged, removed: Vec::new(), exchange: Exchange::Untouched }))
}

/// Removes the site that we wrote, the folders this leaves empty and our room in `.reconnect/`, and nothing else.
/// Returns how many files of the site were removed.
///
/// # Errors
/// As [`publish`]: what has foreign or edited files is refused.
pub fn clean(target: &Target) -> Result<usize, Error> {
    let place = Place::find(target)?;
    check_target(target)?;
    if !place.output.exists() && !place.room.exists() {
        return Ok(0);
    }
    let lock = enter(&place, target)?;
    let old = settle(&place, target)?;
    let removed = match &old.manifest {
        Some(manifest) => stage::remove_site(&place, manifest, &old)?,
        None => 0,
    };
    place.leave(lock);
    Ok(removed)
}

/// Takes the lock. A place that is refused has nothing created in it or beside it.
fn enter(place: &Place, target: &Target) -> Result<Lock, Error> {
    if !place.room.exists() {
        survey::survey(place, None)?;
    }
    Lock::take(place, target)
}

/// Brings what a killed run left to its end, and says what is in the output now.
fn settle(place: &Place, target: &Target) -> Result<Survey, Error> {
    if let Some(journal) = Journal::read(place)? {
        // Judged before anything moves: the person may have edited a file since the run that was killed.
        if survey::survey(place, Some(&journal))?.exists {
            journal.apply(place)?;
        }
        Journal::forget(place)?;
        stage::discard(place)?;
    }
    let old = survey::survey(place, None)?;
    if let Some(left) = stage::sweep_stale(place)? {
        tell_left(target, &left);
    }
    Ok(old)
}

/// Makes the staged site the one that is seen.
fn put_in_place(
    place: &Place,
    target: &Target,
    old: &Survey,
    staged: &Staged,
    files: &dyn Files,
) -> Result<Exchange, Error> {
    let abandon = |_: &Error| stage::discard_quietly(place);
    let mut obstacle = old.obstacle(place, target);
    let mut spares = staged.manifest.entries.len() >= target.spare_from;
    if obstacle.is_none() {
        match stage::link_unchanged(place, staged).inspect_err(abandon)? {
            Linked::All => {}
            Linked::Copied => spares = false,
            Linked::OtherDisk => obstacle = Some("it is on another disk than its parent folder"),
        }
    }
    stage::seal(place, old, staged).inspect_err(abandon)?;

    if obstacle.is_none() {
        let swap = old.manifest.is_some();
        let done = if swap {
            place.disk.exchange(&place.stage(), &place.output)
        } else {
            place.disk.rename(&place.stage(), &place.output)
        };
        match done {
            Ok(()) => {
                staged.notes(files).remember(place);
                finish_exchange(place, target, old, spares.then_some(staged));
                return Ok(Exchange::Atomic);
            }
            Err(e) if disk::cannot_exchange(&e) => {
                obstacle = Some("it cannot be exchanged for another folder");
            }
            Err(e) => {
                stage::discard_quietly(place);
                return Err(io("put the new site in the place of", &place.output)(e));
            }
        }
    }

    target.tell(&format!(
        "{} is changed file by file, because {}: in this place each file is old or new, and for a moment the site may be \
         a mixture",
        place.shown.display(),
        obstacle.unwrap_or("it has to be")
    ));
    // Making the pages took its time: what came into the output since would be overwritten one by one.
    survey::survey(place, None).inspect_err(abandon)?;
    let journal = Journal::plan(old, staged);
    journal.write(place).inspect_err(abandon)?;
    journal.apply(place)?;
    Notes { stats: Journal::restat(place, staged), ..staged.notes(files) }.remember(place);
    Journal::forget(place)?;
    stage::discard_quietly(place);
    Ok(Exchange::PerFile)
}

/// The new site is live. What is left to do must not fail the run: the next one does it again. `spare_for`: the new site, where
/// the old one is to be the beginning of the next.
fn finish_exchange(place: &Place, target: &Target, old: &Survey, spare_for: Option<&Staged>) {
    let _ = place.disk.sync_dir(&place.parent);
    let _ = place.disk.sync_dir(&place.room);
    let Some(manifest) = &old.manifest else {
        return;
    };
    let done = match spare_for {
        Some(new) => spare::keep(place, manifest, &old.intact, new),
        None => stage::sweep(place, manifest, &old.intact),
    };
    match done {
        Ok(None) => {}
        Ok(Some(left)) => tell_left(target, &left),
        Err(e) => target.tell(&format!("the new site is in place, but the old one is not yet removed: {e}")),
    }
}

fn tell_left(target: &Target, left: &std::path::Path) {
    target.tell(&format!(
        "files that this program did not write came into the output while it was being published; they are kept in {}",
        left.display()
    ));
}
