//! What the system announces, as a flag and times.
//!
//! In: events and errors, from the system's thread. Out: whether and since when there is something, for the thread that
//! waits. However many events come, nothing here grows.
#![allow(clippy::disallowed_methods, reason = "a shell: when events came is what is asked")]

use super::fault::Fault;
use super::scope::Scope;
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// This many errors in one go are no accident.
const MOST_ERRORS: u32 = 32;

/// Where events go.
#[derive(Default)]
pub(super) struct Inbox {
    state: Mutex<State>,
    came: Condvar,
}

#[derive(Default)]
struct State {
    /// When the first and the last event came that are not answered yet.
    pending: Option<(Instant, Instant)>,
    scope: Arc<Scope>,
    /// True where watched folders may have gone or come, or events were lost: all must be watched anew.
    anew: bool,
    fault: Option<Fault>,
    errors: u32,
}

impl Inbox {
    /// Takes what the system says.
    pub(super) fn receive(&self, said: notify::Result<Event>) {
        let mut state = self.state();
        match said {
            Ok(event) if !event.need_rescan() && is_reading(event.kind) => return,
            Ok(event) => {
                let lost = event.need_rescan() || event.paths.is_empty();
                if !lost && !event.paths.iter().any(|path| state.scope.counts(path)) {
                    return;
                }
                let moves = !matches!(event.kind, EventKind::Access(_))
                    && event.paths.iter().any(|path| state.scope.holds_watched(path));
                state.anew |= lost || moves;
            }
            Err(error) => {
                state.anew = true;
                state.errors += 1;
                if let Some(full) = Fault::exhausted(&error) {
                    state.fault = Some(full);
                } else if state.errors >= MOST_ERRORS {
                    state.fault = Some(Fault::noise(&error));
                }
            }
        }
        let now = Instant::now();
        state.pending = Some((state.pending.map_or(now, |(first, _)| first), now));
        drop(state);
        self.came.notify_all();
    }

    /// From now on the events in `scope` count. True where everything must be watched anew.
    pub(super) fn attend(&self, scope: Arc<Scope>) -> bool {
        let mut state = self.state();
        state.scope = scope;
        std::mem::take(&mut state.anew)
    }

    /// Everything is to be watched anew.
    pub(super) fn mistrust(&self) {
        self.state().anew = true;
    }

    /// When the first and the last event came that are not answered yet.
    pub(super) fn pending(&self) -> Option<(Instant, Instant)> {
        self.state().pending
    }

    /// What came until now is answered.
    pub(super) fn answer(&self) {
        let mut state = self.state();
        (state.pending, state.errors) = (None, 0);
    }

    /// True where something came that is not answered yet.
    pub(super) fn newer(&self) -> bool {
        self.pending().is_some()
    }

    /// Why events cannot be used any more; said once.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.state().fault.take()
    }

    /// Sleeps until something has come, for this long at most.
    pub(super) fn sleep(&self, most: Duration) {
        let nothing = |state: &mut State| state.pending.is_none() && state.fault.is_none();
        let _ = self.came.wait_timeout_while(self.state(), most, nothing);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What is in it is whole after every statement.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Linux tells of every file that is opened, which the reading of the sources itself does; only what was open for writing
/// and is closed tells something.
fn is_reading(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}
