//! The front matter of a page, cut off its body.
//!
//! In: the text of a page. Out: the YAML between the two lines of `---`, or none; and a fault where an author meant front
//! matter and wrote something else. The YAML itself is not looked at here, but for the question whether it is meant as such.

use crate::diag::{Code, Diagnostic, Span};
use crate::path::SourcePath;

/// The front matter of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatter<'a> {
    /// What stands between the two lines of `---`.
    pub yaml: &'a str,
    /// The file's byte at which it begins.
    pub offset: usize,
    /// The file's byte at which the body begins.
    pub body_offset: usize,
}

/// Finds the front matter of a page: a first line of `---`, perhaps after a byte order mark, and the next such line. A first
/// `---` without a second is a ruled line, unless keys follow.
pub fn split<'a>(text: &'a str, file: &SourcePath) -> Result<Option<FrontMatter<'a>>, Diagnostic> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = Lines { text, at: start };
    let Some((_, first)) = lines.next() else { return Ok(None) };
    let offset = lines.at;
    let rest = lines.rest();
    if first.trim_end() != "---" {
        return if is_dash(first) && begins_with_key(rest) && lines.any(|(_, l)| is_dash(l) || l.trim_end() == "---") {
            Err(dash(file, start, first, "first"))
        } else {
            Ok(None)
        };
    }
    let mut dashes = None;
    while let Some((at, line)) = lines.next() {
        if line.trim_end() == "---" {
            let yaml = rest.get(..at - offset).unwrap_or(rest);
            return Ok(Some(FrontMatter { yaml, offset, body_offset: lines.at }));
        }
        if is_dash(line) {
            dashes.get_or_insert((at, line));
        }
    }
    if !begins_with_key(rest) {
        return Ok(None);
    }
    if let Some((at, line)) = dashes {
        return Err(dash(file, at, line, "closing"));
    }
    let keys = rest.lines().take_while(|l| l.starts_with([' ', '-']) || begins_with_key(l)).count();
    Err(Diagnostic::new(Code::FrontMatterUnclosed, "the front matter begins here and does not end")
        .at(Span::new(file, start..start + 3))
        .help(format!("write a line of `---` after the last key, perhaps after line {}", keys + 1)))
}

fn dash(file: &SourcePath, at: usize, line: &str, which: &str) -> Diagnostic {
    let line = line.trim_end();
    Diagnostic::new(
        Code::FrontMatterDash,
        format!("the {which} line of the front matter is `{line}`, not three hyphens"),
    )
    .at(Span::new(file, at..at + line.len()))
    .help("write it like this: `---`; word processors make long dashes of hyphens")
}

/// A line of dashes that are not all hyphens: what a word processor makes of `---`.
fn is_dash(line: &str) -> bool {
    let line = line.trim_end();
    !line.is_ascii()
        && line.chars().count() <= 5
        && line.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
}

/// True where the first line that says something is `key:`.
fn begins_with_key(text: &str) -> bool {
    let line = text.lines().find(|l| !l.trim().is_empty() && !l.starts_with('#')).unwrap_or("");
    line.split_once(':').is_some_and(|(key, value)| {
        let is_key = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        is_key && key.starts_with(|c: char| c.is_ascii_alphabetic()) && !value.starts_with("//")
    })
}

/// The lines of a text with the byte at which each begins.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    /// What has not been read yet.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.rest().split_inclusive('\n').next()?;
        let start = self.at;
        self.at += line.len();
        Some((start, line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Result<Option<(&str, &str)>, &'static str> {
        let file = SourcePath::new("content/1-a.md").unwrap();
        match split(text, &file) {
            Ok(matter) => Ok(matter.map(|m| {
                assert_eq!(&text[m.offset..m.offset + m.yaml.len()], m.yaml);
                (m.yaml, &text[m.body_offset..])
            })),
            Err(diagnostic) => Err(diagnostic.code.slug()),
        }
    }

    #[test]
    fn front_matter_stands_between_lines_of_hyphens() {
        assert_eq!(cut("---\na: 1\n---\nBody\n"), Ok(Some(("a: 1\n", "Body\n"))));
        assert_eq!(cut("\u{feff}---  \r\na: 1\r\n---\r\nBody"), Ok(Some(("a: 1\r\n", "Body"))));
        assert_eq!(cut("---\n---"), Ok(Some(("", ""))));
        assert_eq!(cut("# Title\n\n---\na: 1\n---\n"), Ok(None));
        assert_eq!(cut("---\nA paragraph.\n"), Ok(None));
        assert_eq!(cut("---\n\n# Title\n"), Ok(None));
        assert_eq!(cut("----\na: 1\n----\n"), Ok(None));
        assert_eq!(cut(""), Ok(None));
    }

    #[test]
    fn what_was_meant_as_front_matter_is_told() {
        assert_eq!(cut("---\ntitle: A\nsummary: b\n\n# Body\n"), Err("front-matter-unclosed"));
        assert_eq!(cut("—\ntitle: A\n—\n\nBody\n"), Err("front-matter-dash"));
        assert_eq!(cut("–-\ntitle: A\n---\n\nBody\n"), Err("front-matter-dash"));
        assert_eq!(cut("---\ntitle: A\n—-\n\nBody\n"), Err("front-matter-dash"));
        assert_eq!(cut("—\n\nA text.\n"), Ok(None));
    }
}
