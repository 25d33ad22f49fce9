//! Callouts: quotations that begin with a word in brackets, GitHub's alert syntax with more words.
//!
//! In: a quotation that is read already. Out: a callout, or the quotation as it is, with a word to the author where it
//! looks like a callout and is none.

use super::events::Source;
use crate::body::{Block, Blocks, Callout, Inline};
use crate::diag::{Code, Diagnostic};
use crate::slug::nearest;
use std::ops::Range;

/// The callout that a quotation is, or the quotation.
pub(super) fn from_quote(
    blocks: Blocks,
    source: &Source<'_>,
    range: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Block {
    let Some(Block::Paragraph(inlines)) = blocks.first() else { return Block::Quote(blocks) };
    let Some((word, is_alone)) = opening(inlines) else { return Block::Quote(blocks) };
    match Callout::from_word(&word) {
        Some(kind) if is_alone => Block::Callout(kind, without_word(blocks)),
        Some(_) => {
            let word = word.to_uppercase();
            let message = format!("text follows `[!{word}]` on its line, so this stays a plain quotation");
            let help = format!("begin the text on the next line: `> [!{word}]`, then `> Your text`");
            diagnostics.push(Diagnostic::new(Code::UnknownCallout, message).at(place(source, range, &word)).help(help));
            Block::Quote(blocks)
        }
        None if is_alone => {
            let message = format!("`[!{word}]` is not a callout, so this stays a plain quotation");
            let at = place(source, range, &word);
            diagnostics.push(Diagnostic::new(Code::UnknownCallout, message).at(at).help(proposal(&word)));
            Block::Quote(blocks)
        }
        None => Block::Quote(blocks),
    }
}

/// The word that a paragraph begins with, and whether it stands alone on its line.
fn opening(inlines: &[Inline]) -> Option<(String, bool)> {
    let Some(Inline::Text(text)) = inlines.first() else { return None };
    let (word, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let ends_line = matches!(inlines.get(1), None | Some(Inline::SoftBreak | Inline::Break));
    let is_word = !word.is_empty() && word.chars().all(char::is_alphanumeric);
    is_word.then(|| (word.to_owned(), rest.trim().is_empty() && ends_line))
}

fn without_word(mut blocks: Blocks) -> Blocks {
    let Some(Block::Paragraph(inlines)) = blocks.first_mut() else { return blocks };
    *inlines = inlines.iter().skip(2).cloned().collect();
    if inlines.is_empty() { blocks.into_vec().into_iter().skip(1).collect() } else { blocks }
}

fn proposal(word: &str) -> String {
    let words = Callout::ALL.map(|(_, w)| w);
    let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    match nearest(word, lower.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `[!{}]`?", near.to_uppercase()),
        None => format!("the words are {}", words.join(", ")),
    }
}

fn place(source: &Source<'_>, range: Range<usize>, word: &str) -> crate::diag::Span {
    let start = source.slice(range.clone()).find("[!");
    source.span(start.map_or(range.clone(), |i| range.start + i..range.start + i + word.len() + 3))
}
