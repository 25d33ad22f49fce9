//! The `reconnect-gen` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    reconnect_gen::cli::main()
}
