//! The `reconnect-gen` program.

#![warn(
    clippy::allow_attributes_without_reason,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]

use std::process::ExitCode;

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

// Here it takes the place of the C library's own, which is the standard allocator: that way is shorter, since it need not ask
// of each size how it is to be aligned.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
use mimalloc as _;

fn main() -> ExitCode {
    reconnect_gen::cli::main()
}
