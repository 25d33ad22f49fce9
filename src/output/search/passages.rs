//! Passages: the text of a page in the pieces that its headings make.

use crate::body::{Block, Inlines, plain_text, plain_text_of_blocks};
use crate::parse::Page;

/// A piece of a page's text.
pub(in crate::output) struct Passage {
    /// The anchor of the heading above it; empty at the head of the page.
    pub(in crate::output) anchor: String,
    /// The words, without any marking.
    pub(in crate::output) text: String,
}

/// What stands in a page, in order. What its front matter says belongs to its head.
pub(in crate::output) fn of(page: &Page) -> Vec<Passage> {
    let (body, step, guide) = (&page.body, &page.step, &page.guide);
    let mut head = String::new();
    let lists: [&[Inlines]; 4] = [&step.warnings, &step.needs, &step.tips, &guide.sources];
    let single = [&page.meta.summary, &step.done_when, &guide.audience, &guide.not_for];
    let choices = step.choices.iter().map(|choice| &choice.label);
    let texts = single.into_iter().flatten().chain(lists.into_iter().flatten()).chain(choices);
    texts.for_each(|text| push(&mut head, &plain_text(text)));
    let mut out = vec![Passage { anchor: String::new(), text: head }];
    for block in &body.blocks {
        match block {
            Block::Heading(heading) => {
                out.push(Passage { anchor: heading.id.to_string(), text: plain_text(&heading.content) });
            }
            other => {
                let text = plain_text_of_blocks(std::slice::from_ref(other), &body.fields);
                if let Some(last) = out.last_mut() {
                    push(&mut last.text, &text);
                }
            }
        }
    }
    let notes = body.footnotes.iter().map(|note| plain_text_of_blocks(&note.blocks, &body.fields));
    if let Some(last) = out.last_mut() {
        notes.for_each(|note| push(&mut last.text, &note));
    }
    out.retain(|passage| !passage.text.is_empty());
    out
}

/// Adds a text, on a line of its own.
fn push(into: &mut String, text: &str) {
    let text = text.trim();
    if !into.is_empty() && !text.is_empty() {
        into.push('\n');
    }
    into.push_str(text);
}
