//! Waiting until the sources may have changed.
//!
//! In: what was read from a [`Disk`]. Out: a [`Wake`] whenever it is to be read again. The system's events are a *hint*:
//! what they say is never used, only that something was said. Whoever waits here reads the disk again and finds for itself
//! what changed, so that nothing can be wrong but a moment.
//!
//! - `scope`: what is watched, and whose events count.
//! - `inbox`: what came from the system, as a flag and times; however much comes, it does not grow.
//! - `fault`: why the system's events cannot be used, in plain words.
//!
//! Events can be lost: a new folder is filled before it is watched; a network folder announces nothing. So there are looks
//! without an event: one when it has been quiet for a while, others now and then. One of the latter that finds a change of
//! which no event comes has shown that events do not come here, and from then on it is looked for regularly (polling).
#![allow(clippy::disallowed_methods, reason = "a shell: waiting needs the clock, and watching the disk")]

mod fault;
mod inbox;
mod scope;
#[cfg(test)]
mod tests;

use crate::tree::disk::Disk;
use fault::Fault;
use inbox::Inbox;
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher as _};
use scope::{Identity, Scope};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// An editor is done when it has been quiet for this long.
const QUIET: Duration = Duration::from_millis(15);
/// Whoever never is quiet is answered after this long.
const PATIENCE: Duration = Duration::from_millis(60);
/// The look after the last change, for what happened before its folder was watched.
const SETTLE: Duration = Duration::from_millis(250);
/// Between looks where events come; at least this many times as long as a look takes.
const SAFETY: (Duration, u32) = (Duration::from_secs(2), 100);
/// Between looks where none come.
const POLL: (Duration, u32) = (Duration::from_millis(500), 30);
/// How late an event may be for a change that a look has found.
const LATE: Duration = Duration::from_millis(200);
/// How often `stop` is asked.
const TICK: Duration = Duration::from_millis(50);

/// Why [`Watcher::wait`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Something was announced: read again.
    Changed,
    /// Nothing was announced: read again all the same, and say so where there is something new
    /// ([`Watcher::found_without_event`]).
    Look,
    /// It is time to stop.
    Stop,
}

/// Why there was a wake.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    Event,
    Settle,
    Safety,
}

type Backend = Box<dyn notify::Watcher + Send>;

/// Watches the sources of a site.
pub struct Watcher {
    inbox: Arc<Inbox>,
    /// `None`: polling.
    backend: Option<Backend>,
    watched: BTreeMap<PathBuf, (bool, Identity)>,
    notice: Box<dyn Fn(&str) + Send>,
    cause: Cause,
    /// When there was a wake last.
    woke: Instant,
    /// When there is to be a look after the last change.
    settle: Option<Instant>,
    /// When a change was found of which no event has come yet.
    unheralded: Option<Instant>,
    /// True where a missing event is no wonder: since the last wake something had to be watched anew.
    explained: bool,
    took: Duration,
}

/// Asks from another thread whether there is something newer.
#[derive(Clone)]
pub struct Handle(Arc<Inbox>);

impl Handle {
    /// As [`Watcher::newer`].
    pub fn newer(&self) -> bool {
        self.0.newer()
    }
}

impl Watcher {
    /// A watcher that watches nothing yet. `poll`: do not use the system's events at all. `notice` says a line to the author.
    pub fn new(poll: bool, notice: impl Fn(&str) + Send + 'static) -> Self {
        let inbox = Arc::new(Inbox::default());
        let system = || {
            let inbox = inbox.clone();
            // Links are followed by the reading alone, which knows where they may lead.
            let config = Config::default().with_follow_symlinks(false);
            RecommendedWatcher::new(move |event| inbox.receive(event), config)
                .map(|watcher| Box::new(watcher) as Backend)
        };
        let backend = (!poll).then(system);
        Self::over(inbox, backend, Box::new(notice))
    }

    /// A watcher over what the system gives; `None`: polling.
    fn over(inbox: Arc<Inbox>, backend: Option<notify::Result<Backend>>, notice: Box<dyn Fn(&str) + Send>) -> Self {
        let backend = backend.and_then(|made| made.map_err(|error| notice(&Fault::at_the_start(&error).told())).ok());
        Self {
            inbox,
            backend,
            watched: BTreeMap::new(),
            notice,
            cause: Cause::Event,
            woke: Instant::now(),
            settle: None,
            unheralded: None,
            explained: false,
            took: Duration::ZERO,
        }
    }

    /// Watches what was read from `disk`: called before the first reading and after every one. `output`: the folder that is
    /// built, if one is; what happens in it, and in `.reconnect` beside it, does not count.
    pub fn cover(&mut self, disk: &Disk, output: Option<&Path>) {
        let scope = Arc::new(Scope::of(disk, output));
        let anew = self.inbox.attend(scope.clone());
        let Some(backend) = &mut self.backend else { return };
        let wanted = scope.watches();
        let before = std::mem::take(&mut self.watched);
        for (path, (deep, _)) in &before {
            if wanted.get(path) != Some(deep) {
                let _ = backend.unwatch(path);
            }
        }
        let (mut changed, mut fault) = (false, None);
        for (path, deep) in wanted {
            let Some(identity) = Identity::of(&path) else { continue };
            let old = before.get(&path);
            if anew || old != Some(&(deep, identity)) {
                if old.is_some_and(|(before, _)| *before == deep) {
                    // It fails where the folder was gone in between, which is as well.
                    let _ = backend.unwatch(&path);
                }
                changed = true;
                let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
                match backend.watch(&path, mode) {
                    Ok(()) => {}
                    // It, or a folder in it, has just gone: the look that follows watches it again if it has come back.
                    Err(error) if fault::is_gone(&error) => continue,
                    Err(error) => {
                        fault = Some(Fault::at(&path, &error));
                        break;
                    }
                }
            }
            self.watched.insert(path, (deep, identity));
        }
        if let Some(fault) = fault {
            self.poll(&fault);
        } else if changed {
            // What happened before now was not seen.
            self.settle = Some(Instant::now() + SETTLE);
            self.explained = true;
            self.unheralded = None;
        }
    }

    /// Says how long the last reading took: looks without an event are so rare that they cost little.
    pub fn took(&mut self, reading: Duration) {
        self.took = reading;
    }

    /// Blocks until something may have changed and it has been quiet for 15 ms (60 ms at most after the first event), until
    /// it is time for a look without an event, or until `stop` says so, which is asked often.
    pub fn wait(&mut self, stop: &dyn Fn() -> bool) -> Wake {
        self.explained = false;
        loop {
            if stop() {
                return Wake::Stop;
            }
            if let Some(fault) = self.inbox.fault() {
                self.poll(&fault);
            }
            let now = Instant::now();
            if let Some((first, last)) = self.inbox.pending() {
                self.unheralded = None;
                let due = (last + QUIET).min(first + PATIENCE);
                if now >= due {
                    self.inbox.answer();
                    self.settle = self.backend.is_some().then(|| now + SETTLE);
                    return self.wake(Cause::Event, now);
                }
                thread::sleep(due - now);
                continue;
            }
            if self.unheralded.is_some_and(|found| now >= found + LATE) {
                self.poll(&Fault::silence());
            }
            let (due, cause) = self.next_look();
            if now >= due {
                self.settle = None;
                return self.wake(cause, now);
            }
            self.inbox.sleep(TICK.min(due - now));
        }
    }

    /// True where an event has come since the last wait returned: a newer edit, which wins over a build under way. Polling
    /// knows of none.
    pub fn newer(&self) -> bool {
        self.inbox.newer()
    }

    /// Asks [`Watcher::newer`] from another thread.
    pub fn handle(&self) -> Handle {
        Handle(self.inbox.clone())
    }

    /// True where the system's events are not used (any more).
    pub fn is_polling(&self) -> bool {
        self.backend.is_none()
    }

    /// Called where the reading after [`Wake::Look`] found something new: where no event comes of it either, events do not
    /// come here.
    pub fn found_without_event(&mut self) {
        if self.backend.is_none() {
            return;
        }
        let now = Instant::now();
        match self.cause {
            Cause::Event => return,
            // It was filled before it was watched, or a folder in it is not watched at all: the next `cover` mends that.
            Cause::Settle => self.inbox.mistrust(),
            Cause::Safety if self.explained || self.inbox.newer() => {}
            Cause::Safety => self.unheralded = Some(now),
        }
        self.settle = Some(now + SETTLE);
    }

    fn next_look(&self) -> (Instant, Cause) {
        let (least, times) = if self.backend.is_some() { SAFETY } else { POLL };
        let safety = self.woke + least.max(self.took * times);
        match self.settle {
            Some(settle) if settle < safety => (settle, Cause::Settle),
            _ => (safety.max(self.unheralded.map_or(safety, |found| found + LATE)), Cause::Safety),
        }
    }

    fn wake(&mut self, cause: Cause, now: Instant) -> Wake {
        (self.cause, self.woke) = (cause, now);
        if cause == Cause::Event { Wake::Changed } else { Wake::Look }
    }

    /// From now on changes are looked for; the author hears it once.
    fn poll(&mut self, fault: &Fault) {
        if self.backend.take().is_some() {
            (self.notice)(&fault.told());
            self.watched.clear();
            (self.settle, self.unheralded) = (None, None);
        }
    }
}
