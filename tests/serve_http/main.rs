//! The HTTP server, as an attacker's socket sees it: byte for byte, with every wait bounded.
#![cfg(feature = "serve")]
#![allow(clippy::disallowed_methods, reason = "a test waits, and looks at the clock")]

mod events;
mod limits;
mod paths;
mod requests;
mod server;
