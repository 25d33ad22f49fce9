//! Labels: what places to write are called where nothing beside them says it, the same on pages and in PDF files.
//!
//! `say` gives a word of the theme's in the page's language.

use crate::body::{Grid, Inline, Inlines, Scale, plain_text};

/// Looks up a word of the theme's, with its values.
pub(super) type Say<'a> = &'a dyn Fn(&str, &[(&str, String)]) -> String;

/// The most bytes of a text that are said with each place to write that it is about: it stands beside them, and said all over
/// again for hundreds of them it would be as long as a book.
const LONGEST: usize = 300;

/// A blank, by its number from 0, of so many in a sentence.
pub(super) fn blank(say: Say<'_>, sentence: &str, number: u32, total: u32) -> String {
    let sentence = brief(sentence);
    if total < 2 {
        return sentence;
    }
    let (n, total) = ((number + 1).to_string(), total.to_string());
    say("blank-of", &[("n", n), ("total", total), ("sentence", sentence)])
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

/// A text without its marking; of a very long one the beginning.
pub(super) fn words(text: &[Inline]) -> String {
    brief(plain_text(text).trim())
}

fn brief(text: &str) -> String {
    match text.split_at_checked(text.floor_char_boundary(LONGEST)) {
        Some((begin, rest)) if !rest.is_empty() => {
            format!("{} …", begin.rsplit_once(' ').map_or(begin, |(words, _)| words))
        }
        _ => text.to_owned(),
    }
}
