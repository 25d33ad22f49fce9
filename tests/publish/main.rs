//! Publishing to disk, as the person in front of it sees it: the old site or the new one, and nothing of theirs lost.

#![allow(clippy::disallowed_methods, reason = "the disk is what is tested")]

#[cfg(unix)]
mod faults;
#[cfg(unix)]
mod faulty;
mod folder;
mod publishing;
mod refusals;
mod resumed;
#[cfg(unix)]
mod spare;
