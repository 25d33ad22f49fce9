//! Labels: what places to write are called where nothing beside them says it, the same on pages and in PDF files.
//!
//! `say` gives a word of the theme's in the page's language.

use crate::body::{Grid, Inline, Inlines, Scale, plain_text};

/// Looks up a word of the theme's, with its values.
pub(super) type Say<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

/// The most bytes of a sentence that are said with each of its blanks: what it says is beside them, and said all over again for
/// hundreds of blanks it would be as long as a book.
const LONGEST_SENTENCE: usize = 300;

/// A blank, by its number from 0, of so many in a sentence.
pub(super) fn blank(say: Say<'_>, sentence: &str, number: u32, total: u32) -> String {
    let (begin, rest) =
        sentence.split_at_checked(sentence.floor_char_boundary(LONGEST_SENTENCE)).unwrap_or((sentence, ""));
    let shortened = begin.rsplit_once(' ').filter(|_| !rest.is_empty()).map(|(words, _)| format!("{words} …"));
    let sentence = shortened.as_deref().unwrap_or(begin);
    if total < 2 {
        return sentence.to_owned();
    }
    let (n, total) = ((number + 1).to_string(), total.to_string());
    say("blank-of", &[("n", n), ("total", total), ("sentence", sentence.to_owned())])
}

/// A row, by its number from 0: its first words where they name it.
pub(super) fn row(say: Say<'_>, grid: &Grid, number: usize) -> String {
    let first = grid.rows.get(number).and_then(|row| row.first()).and_then(Option::as_ref);
    let own = first.filter(|_| grid.named_rows).map(|text| words(text)).filter(|name| !name.is_empty());
    own.unwrap_or_else(|| say("row", &[("n", (number + 1).to_string())]))
}

/// What a number of a scale means, where that is said.
pub(super) fn end(scale: &Scale, n: i64) -> Option<&Inlines> {
    let (first, last) = scale.labels.as_ref()?;
    match n {
        n if n == scale.from => Some(first),
        n if n == scale.to => Some(last),
        _ => None,
    }
}

/// A text without its marking.
pub(super) fn words(text: &[Inline]) -> String {
    plain_text(text).trim().to_owned()
}
