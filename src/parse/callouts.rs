//! Callouts: quotations that begin with a word in brackets, GitHub's alert syntax with more words.
//!
//! In: the pieces of a quotation. Out: which callout it is, if any, with a word to the author where it looks like one and is
//! none.

use super::blocks::Piece;
use super::events::Source;
use crate::body::{Block, Callout, Inline};
use crate::diag::{Code, Diagnostic};
use crate::slug::nearest;
use std::ops::Range;

/// The callout that a quotation is; its word is taken out of `pieces`.
pub(super) fn of_quote(
    pieces: &mut Vec<Piece>,
    source: &Source<'_>,
    range: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Callout> {
    let Some(Block::Paragraph(inlines)) = pieces.first().map(|p| &p.block) else { return None };
    let (word, is_alone) = opening(inlines)?;
    match Callout::from_word(&word) {
        Some(kind) if is_alone => {
            without_word(pieces);
            return Some(kind);
        }
        Some(_) => {
            let word = word.to_uppercase();
            let message = format!("text follows `[!{word}]` on its line, so this stays a plain quotation");
            let help = format!("begin the text on the next line: `> [!{word}]`, then `> Your text`");
            diagnostics.push(Diagnostic::new(Code::UnknownCallout, message).at(place(source, range, &word)).help(help));
        }
        None if is_alone => {
            let message = format!("`[!{word}]` is not a callout, so this stays a plain quotation");
            let at = place(source, range, &word);
            diagnostics.push(Diagnostic::new(Code::UnknownCallout, message).at(at).help(proposal(&word)));
        }
        None => {}
    }
    None
}

/// The word that a paragraph begins with, and whether it stands alone on its line.
fn opening(inlines: &[Inline]) -> Option<(String, bool)> {
    let Some(Inline::Text(text)) = inlines.first() else { return None };
    let (word, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let ends_line = matches!(inlines.get(1), None | Some(Inline::SoftBreak | Inline::Break));
    let is_word = !word.is_empty() && word.chars().all(char::is_alphanumeric);
    is_word.then(|| (word.to_owned(), rest.trim().is_empty() && ends_line))
}

fn without_word(pieces: &mut Vec<Piece>) {
    let Some(Block::Paragraph(inlines)) = pieces.first_mut().map(|p| &mut p.block) else { return };
    *inlines = inlines.iter().skip(2).cloned().collect();
    if inlines.is_empty() {
        pieces.remove(0);
    }
}

fn proposal(word: &str) -> String {
    let words = Callout::ALL.map(|(_, w)| w);
    let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    match nearest(word, lower.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `[!{}]`?", near.to_uppercase()),
        None => format!("the words are {}", words.join(", ")),
    }
}

/// Where the word of a callout stands, with its brackets.
pub(super) fn place(source: &Source<'_>, range: Range<usize>, word: &str) -> crate::diag::Span {
    let start = source.slice(range.clone()).find("[!");
    source.span(start.map_or(range.clone(), |i| range.start + i..range.start + i + word.len() + 3))
}
