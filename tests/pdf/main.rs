//! Worksheets as PDF, read back: the same fields as on the screen, a sound structure, and a layout that can be written on.
//!
//! What is read is what the program made, with the library that also writes its forms; `check.py` reads it with others.
#![cfg(feature = "pdf")]
#![allow(clippy::disallowed_methods, reason = "tests read files of the repository")]

#[path = "../support/mod.rs"]
mod support;

mod built;
mod content;
mod layout;
mod letters;
mod model;
mod odd;
mod reader;
mod rules;
mod sound;
mod structure;
