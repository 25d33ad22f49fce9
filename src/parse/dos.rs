//! Do and don't lists: what the NHS service manual asks of them, as lints.
//!
//! In: the callouts `[!DO]` and `[!DONT]` of a page as they are read. Out: a word to the author where one is no list, or an
//! item could be taken for the opposite of what it means.

use super::blocks::Piece;
use crate::body::{Block, Callout, Inline, Item, plain_text};
use crate::diag::{Code, Diagnostic, Span};
use std::collections::HashMap;
use std::ops::Range;

/// Fewer items are a sentence, and no list.
const LEAST: usize = 2;

/// A callout that says what to do, or what not to do.
pub(super) struct DoList {
    kind: Callout,
    /// Where its word stands.
    word: Span,
    items: Vec<DoItem>,
    /// True where it has places to write: a worksheet's own way to list things.
    has_fields: bool,
}

struct DoItem {
    /// What it says, in the language of the page; `None` where that cannot be judged.
    words: Option<String>,
    /// Its bytes in the file, where they are known.
    range: Option<Range<usize>>,
}

impl DoList {
    /// The list of a callout that holds `pieces`; `None` for callouts of other kinds. `places` are the items of each list, by
    /// the byte at which the list begins.
    pub(super) fn of(
        kind: Callout,
        word: Span,
        pieces: &[Piece],
        places: &HashMap<usize, Vec<Range<usize>>>,
    ) -> Option<Self> {
        if !matches!(kind, Callout::Do | Callout::Dont) {
            return None;
        }
        let mut list = Self { kind, word, items: Vec::new(), has_fields: false };
        for piece in pieces {
            match &piece.block {
                Block::List(found) => {
                    let ranges = places.get(&piece.range.start);
                    let range = |i: usize| ranges.and_then(|r| r.get(i)).cloned();
                    let items = found.items.iter().enumerate().filter(|(_, item)| !item.blocks.is_empty());
                    list.items.extend(items.map(|(i, item)| DoItem { words: words(item), range: range(i) }));
                }
                other => list.count(other),
            }
        }
        Some(list)
    }

    /// Counts what stands deeper. A stretch in another language is not judged.
    fn count(&mut self, block: &Block) {
        match block {
            Block::Field(_) => self.has_fields = true,
            Block::List(list) => self.items.extend(list.items.iter().map(|_| DoItem { words: None, range: None })),
            Block::Stretch(stretch) => stretch.1.iter().for_each(|b| self.count(b)),
            Block::Details(details) => details.1.iter().for_each(|b| self.count(b)),
            _ => {}
        }
    }

    /// What is wrong with it. Words are judged on English pages alone.
    pub(super) fn check(&self, lang: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) {
        let word = self.kind.word();
        if self.items.len() < LEAST && !self.has_fields {
            let (message, help) = if self.items.is_empty() {
                let example = if self.kind == Callout::Do { "Ask twice." } else { "Do not shout." };
                (
                    format!("`[!{word}]` holds no list"),
                    format!("write each thing as an item of its own: `> - {example}`"),
                )
            } else {
                let help = "add an item, or say it in a sentence of the text or in another box, such as `[!IMPORTANT]`";
                (format!("the list of `[!{word}]` has one item"), help.to_owned())
            };
            diagnostics.push(Diagnostic::new(Code::DoDontList, message).at(self.word.clone()).help(help));
        }
        if !lang.split('-').next().is_some_and(|l| l.eq_ignore_ascii_case("en")) {
            return;
        }
        for item in &self.items {
            let Some(said) = &item.words else { continue };
            let (message, help) = match (self.kind, negation(said)) {
                (Callout::Dont, None) => (
                    "an item of `[!DONT]` does not begin with “do not”",
                    "begin it with “Do not …”: a line that is read alone must not be taken for advice",
                ),
                (Callout::Do, Some("do not" | "don't")) => (
                    "an item of `[!DO]` says what not to do",
                    "say what to do instead, or move it into a `[!DONT]` box",
                ),
                _ => continue,
            };
            let at = item.range.clone().map_or(self.word.clone(), |r| Span::new(&self.word.file, first_line(text, r)));
            diagnostics.push(Diagnostic::new(Code::DoDontWords, message).at(at).help(help));
        }
    }
}

fn words(item: &Item) -> Option<String> {
    let Some(Block::Plain(inlines) | Block::Paragraph(inlines)) = item.blocks.first() else { return None };
    let is_foreign = matches!(inlines.first(), Some(Inline::Stretch(stretch)) if stretch.0.lang.is_some());
    let words = plain_text(inlines);
    (!is_foreign && words.contains(char::is_alphanumeric)).then_some(words)
}

/// The negation that English words begin with.
fn negation(words: &str) -> Option<&'static str> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('\u{2019}', "'");
    let mut words = words.split_whitespace().map(bare).filter(|word| !word.is_empty());
    match (words.next()?.as_str(), words.next().as_deref()) {
        ("do", Some("not")) => Some("do not"),
        ("don't", _) => Some("don't"),
        ("never", _) => Some("never"),
        _ => None,
    }
}

fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text.get(range.clone()).unwrap_or_default().lines().next().unwrap_or_default();
    range.start..range.start + line.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::negation;

    #[test]
    fn a_negation_is_found_however_it_is_written() {
        for words in ["Do not shout.", "“Do NOT shout”", "do\u{a0}not shout", "Don’t shout", "don't", "Never shout."]
        {
            assert!(negation(words).is_some(), "{words}");
        }
        for words in ["Shout.", "Do notice it.", "Do", "Donut shops", "Neverland", "If you are tired, do not drive."] {
            assert_eq!(negation(words), None, "{words}");
        }
    }
}
