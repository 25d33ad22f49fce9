//! Footnotes: numbered in the order in which a page first refers to them.

use super::blocks::Reader;
use crate::body::{Blocks, Footnote, Inline};
use crate::diag::{Code, Diagnostic};
use std::collections::HashMap;
use std::ops::Range;

/// The footnotes of a page while it is read.
#[derive(Default)]
pub(super) struct Notes {
    order: Vec<Box<str>>,
    /// The place of each in the order, and how often it was referred to.
    counts: HashMap<Box<str>, (usize, u32)>,
    texts: HashMap<Box<str>, (Blocks, Range<usize>)>,
}

impl Reader<'_, '_> {
    /// A reference to a footnote; its number is the place of its first reference.
    pub(super) fn footnote_reference(&mut self, name: &str, range: Range<usize>) -> Inline {
        let key: Box<str> = name.into();
        let next = self.notes.order.len();
        let (index, count) = self.notes.counts.entry(key.clone()).or_insert_with(|| {
            self.notes.order.push(key.clone());
            self.notes.texts.entry(key).or_insert((Box::new([]), range));
            (next, 0)
        });
        *count += 1;
        Inline::Footnote(u32::try_from(*index).unwrap_or(0), *count - 1)
    }

    /// The text of a footnote. Of two with one name the first counts, as for the definitions of links.
    pub(super) fn footnote(&mut self, name: &str, blocks: Blocks, range: Range<usize>) {
        if self.notes.texts.get(name).is_some_and(|(first, _)| !first.is_empty()) {
            let message = format!("there is a footnote `[^{name}]` already, so this one is not shown");
            return self.footnote_fault(&message, "give it a name of its own, and refer to it by that", range);
        }
        self.notes.texts.insert(name.into(), (blocks, range));
    }

    /// The footnotes, and what is wrong with them.
    pub(super) fn footnotes(&mut self) -> Vec<Footnote> {
        let mut notes = std::mem::take(&mut self.notes);
        let mut out = Vec::new();
        for name in &notes.order {
            let (blocks, range) = notes.texts.remove(name).unwrap_or_default();
            if blocks.is_empty() {
                self.footnote_fault(
                    &format!("the footnote `[^{name}]` has no text"),
                    &format!("write it below: `[^{name}]: …`"),
                    range,
                );
            }
            out.push(Footnote { blocks, references: notes.counts.get(name).map_or(0, |(_, count)| *count) });
        }
        let mut unused: Vec<_> = notes.texts.into_iter().collect();
        unused.sort_by_key(|(_, (_, range))| range.start);
        for (name, (_, range)) in unused {
            let help = format!("refer to it where it belongs: `[^{name}]`");
            self.footnote_fault(
                &format!("nothing refers to the footnote `[^{name}]`, so it is not shown"),
                &help,
                range,
            );
        }
        out
    }

    fn footnote_fault(&mut self, message: &str, help: &str, range: Range<usize>) {
        let diagnostic = Diagnostic::new(Code::BrokenFootnote, message).at(self.source.span(range)).help(help);
        self.diagnostics.push(diagnostic);
    }
}
