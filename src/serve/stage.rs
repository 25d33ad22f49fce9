//! The stage: the snapshot that is shown now. A new one takes the place of the old in one go, so that every answer is of one
//! site and whole.

use super::snapshot::Snapshot;
use super::{Answer, Site};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::watch;

/// Where the snapshots are shown, one after the other.
pub struct Stage {
    now: RwLock<Arc<Snapshot>>,
    changes: watch::Sender<u64>,
}

impl Stage {
    /// A stage that shows its first snapshot.
    pub fn new(first: Snapshot) -> Self {
        Self { now: RwLock::new(Arc::new(first)), changes: watch::Sender::new(0) }
    }

    /// What is shown now.
    pub fn now(&self) -> Arc<Snapshot> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Shows another snapshot from now on.
    pub fn show(&self, next: Snapshot) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        self.changes.send_modify(|count| *count += 1);
    }
}

impl Site for Stage {
    fn answer(&self, path: &str) -> Answer {
        self.now().answer(path)
    }

    fn state(&self, path: &str) -> String {
        self.now().state(path)
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}
