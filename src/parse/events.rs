//! Markdown as events with places: the one user of pulldown-cmark's parser.
//!
//! In: a page's text below its front matter. Out: events whose ranges are bytes of the author's file. In worksheets, runs
//! of underscores in a line are replaced by as many placeholder bytes first (`____` would be emphasis), so offsets stay true.

use crate::diag::Span;
use crate::dialect::Dialect;
use crate::path::SourcePath;
use pulldown_cmark::{Event, OffsetIter, Options as Cmark, Parser};
use std::borrow::Cow;
use std::collections::HashMap;
use std::iter::Peekable;
use std::ops::Range;

/// Stands for one underscore of a blank while a worksheet is parsed; a control character that text never needs.
pub(super) const BLANK: char = '\u{1}';

/// The parser's switches for a dialect.
fn cmark(dialect: &Dialect) -> Cmark {
    let mut options = Cmark::ENABLE_TABLES
        | Cmark::ENABLE_TASKLISTS
        | Cmark::ENABLE_STRIKETHROUGH
        | Cmark::ENABLE_FOOTNOTES
        | Cmark::ENABLE_HEADING_ATTRIBUTES;
    options.set(Cmark::ENABLE_SMART_PUNCTUATION, dialect.smart_punctuation);
    options.set(Cmark::ENABLE_DEFINITION_LIST, dialect.definition_lists);
    options
}

/// A text of an author's file: what is parsed, and where in the file it begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    /// The file.
    pub(super) file: &'a SourcePath,
    /// The whole text of the file, for looking things up by place.
    pub(super) text: &'a str,
    /// The byte at which the content begins.
    pub(super) offset: usize,
}

impl Source<'_> {
    /// A stretch of the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// What the author wrote there.
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }
}

/// The events of a text, one at a time.
pub(super) struct Events<'t> {
    inner: Peekable<OffsetIter<'t>>,
    /// Where the targets of reference links are defined: `[name]: target`.
    definitions: HashMap<String, Range<usize>>,
    shift: usize,
    at: usize,
}

impl<'t> Events<'t> {
    /// The events of `text`, which begins at byte `shift` of its file.
    pub(super) fn new(text: &'t str, shift: usize, dialect: &Dialect) -> Self {
        let parser = Parser::new_ext(text, cmark(dialect));
        let places = parser.reference_definitions().iter().map(|(name, definition)| {
            let span = definition.span.start + shift..definition.span.end + shift;
            (name.to_lowercase(), span)
        });
        let definitions = places.collect();
        Self { inner: parser.into_offset_iter().peekable(), definitions, shift, at: shift }
    }

    /// The next event and its bytes in the file.
    pub(super) fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        let (event, range) = self.inner.next()?;
        self.at = range.start + self.shift;
        Some((event, range.start + self.shift..range.end + self.shift))
    }

    /// The byte at which the last event began.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The definition of a reference link.
    pub(super) fn definition(&self, name: &str) -> Option<Range<usize>> {
        self.definitions.get(&name.to_lowercase()).cloned()
    }

    /// The next event, which stays.
    pub(super) fn peek(&mut self) -> Option<&Event<'t>> {
        self.inner.peek().map(|(event, _)| event)
    }
}

/// `text` with the blanks of its sentences as placeholders; lines of underscores alone, and code, stay.
pub(super) fn mask_blanks(text: &str) -> Cow<'_, str> {
    if !text.contains("___") && !text.contains(BLANK) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<(u8, usize)> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let mark = trimmed.bytes().next().filter(|b| matches!(b, b'`' | b'~'));
        let run = mark.map_or(0, |m| trimmed.bytes().take_while(|b| *b == m).count());
        match (fence, mark) {
            (None, Some(m)) if run >= 3 => fence = Some((m, run)),
            (Some((m, n)), Some(mark)) if mark == m && run >= n && run == trimmed.len() => fence = None,
            _ => {}
        }
        // A line in a quotation is a line, too.
        let alone = trimmed.trim_start_matches(['>', ' ']);
        if fence.is_some() || alone.bytes().all(|b| b == b'_') {
            out.push_str(line);
        } else {
            mask_line(line, &mut out);
        }
    }
    Cow::Owned(out)
}

fn mask_line(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some((before, run)) = rest.find("___").and_then(|at| rest.split_at_checked(at)) {
        out.extend(before.chars().map(|c| if c == BLANK { ' ' } else { c }));
        rest = run.trim_start_matches('_');
        out.extend(std::iter::repeat_n(BLANK, run.len() - rest.len()));
    }
    out.extend(rest.chars().map(|c| if c == BLANK { ' ' } else { c }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_keep_offsets_and_lines_stay() {
        let text = "What?\n___\n> ___\nWhen ____ I felt ______.\n```\na ___ b\n```\n- x: ___\n";
        let masked = mask_blanks(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.matches("___").count(), 3);
        assert_eq!(masked.matches(BLANK).count(), 4 + 6 + 3);
    }
}
