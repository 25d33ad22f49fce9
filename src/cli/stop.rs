//! Stopping: the signals that end a command that would go on for ever.

use signal_hook::consts::{SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Whether somebody has asked the program to end.
#[derive(Clone, Default)]
pub(super) struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Listens for the signals from here on. One is taken as a wish; a second one ends the program at once.
    pub(super) fn listen() -> std::io::Result<Self> {
        let stop = Self::default();
        for signal in [SIGINT, SIGTERM] {
            let code = 128 + signal;
            let asked = Arc::new(std::sync::atomic::AtomicBool::new(false));
            // In this order: the first signal finds the flag unset, and sets it.
            signal_hook::flag::register_conditional_shutdown(signal, code, asked.clone())?;
            signal_hook::flag::register(signal, asked)?;
            signal_hook::flag::register_usize(signal, stop.0.clone(), usize::try_from(code).unwrap_or(1))?;
        }
        Ok(stop)
    }

    /// True where the program is to end.
    pub(super) fn is_asked(&self) -> bool {
        self.code() != 0
    }

    /// Ends the program from within, with an exit code.
    pub(super) fn ask(&self, code: u8) {
        self.0.store(code.into(), Ordering::Relaxed);
    }

    /// The exit code: 128 and the number of the signal, as shells have it (POSIX.1-2024, XCU 2.8.2).
    pub(super) fn code(&self) -> u8 {
        u8::try_from(self.0.load(Ordering::Relaxed)).unwrap_or(1)
    }
}
