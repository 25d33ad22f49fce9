//! Diagnostics: what the program has to say to an author, as data.
//!
//! In: what each stage noticed. Out: values that are collected, sorted and printed in one of four formats ([`mod@format`]).
//! A diagnostic always has a code of the one table in `codes`, and nearly always a place in a file of the author's.

mod codes;
mod fix;
pub mod format;
mod text;

pub use codes::Code;
pub use fix::replace;

use crate::path::SourcePath;
use std::ops::Range;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A page cannot be made at all.
    Fatal,
    /// The site would be wrong: nothing is written.
    Error,
    /// Stops only `build --strict`.
    Warning,
    /// Something to know.
    Note,
}

/// A stretch of an author's file, in bytes from the file's very first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub file: SourcePath,
    /// The bytes; empty where only a position is known.
    pub range: Range<usize>,
}

/// A change to an author's file that would cure the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// What it is replaced by.
    pub text: String,
}

/// One thing to say to an author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of fault this is.
    pub code: Code,
    /// How much it matters; the code's level unless book.toml says otherwise.
    pub level: Level,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
    /// What to type instead, or to do.
    pub help: Option<String>,
    /// The change that `check --fix` makes.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic at its code's level, without a place or a cure yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, level: code.level(), message: message.into(), span: None, help: None, fix: None }
    }

    /// With its place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// With its place, where there is one.
    #[must_use]
    pub fn at_maybe(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    /// With its cure in words.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With its cure as an edit.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }

    /// True for what stops a build.
    pub fn stops(&self) -> bool {
        self.level <= Level::Error
    }
}

impl Span {
    /// A stretch of `file`.
    pub fn new(file: &SourcePath, range: Range<usize>) -> Self {
        Self { file: file.clone(), range }
    }

    /// The very start of `file`.
    pub fn start_of(file: &SourcePath) -> Self {
        Self::new(file, 0..0)
    }
}

/// Puts diagnostics in the order of the files and of the lines in them, and drops what is said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_cached_key(|d| {
        let place = d.span.as_ref().map(|s| (s.file.clone(), s.range.start));
        (place, d.code.slug(), d.message.clone())
    });
    diagnostics.dedup();
}

/// How many diagnostics stop a build, and how many are warnings.
pub fn count(diagnostics: &[Diagnostic]) -> (usize, usize) {
    let errors = diagnostics.iter().filter(|d| d.stops()).count();
    let warnings = diagnostics.iter().filter(|d| d.level == Level::Warning).count();
    (errors, warnings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_named_once_and_explained() {
        let mut slugs: Vec<_> = Code::ALL.iter().map(|c| c.slug()).collect();
        let all = slugs.len();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), all);
        for code in Code::ALL {
            assert!(code.explanation().len() > 40, "{}", code.slug());
            assert!(code.slug().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert_eq!(Code::from_slug(code.slug()), Some(*code));
        }
    }
}
