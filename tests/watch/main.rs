//! Reading again, and waiting for changes: on a real disk, with real events, everything ends in the right bytes.

#![allow(clippy::disallowed_methods, reason = "the disk is what is tested")]

mod author;
mod reading;
mod saving;
