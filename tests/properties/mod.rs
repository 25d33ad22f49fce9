//! Properties: what holds for every input, whoever wrote it.
//!
//! In: any bytes. Out: nothing, or a panic that says what does not hold. Each function takes one input; `fuzz/` looks for
//! inputs that break it, `replay` tries all that are kept in this repository, and `generated` makes more by rule. It is a
//! module of the crate in tests and while fuzzing alone, since much of what it looks at is nobody else's business.
#![allow(clippy::missing_panics_doc, reason = "a panic is how a property says that it does not hold")]

pub mod config;
pub mod front_matter;
#[cfg(test)]
mod generated;
#[allow(dead_code, reason = "other tests take the rest of it")]
#[path = "../support/html.rs"]
mod html;
pub mod manifest;
pub mod markdown;
mod pages;
pub mod picture;
mod places;
#[cfg(test)]
mod replay;
#[cfg(feature = "serve")]
pub mod request;
pub mod search_words;
mod site;
pub mod slug_path;
pub mod squeeze;
mod urls;
pub mod worksheet;

/// Says what does not hold, for one input.
pub type Property = fn(&[u8]);

/// Every property by its name, which is also that of its fuzz target and of its folders in `fuzz/`.
pub const ALL: &[(&str, Property)] = &[
    ("config", config::holds),
    ("front_matter", front_matter::holds),
    ("manifest", manifest::holds),
    ("markdown", markdown::holds),
    ("picture", picture::holds),
    #[cfg(feature = "serve")]
    ("request", request::holds),
    ("search_words", search_words::holds),
    ("slug_path", slug_path::holds),
    ("squeeze", squeeze::holds),
    ("worksheet", worksheet::holds),
];
