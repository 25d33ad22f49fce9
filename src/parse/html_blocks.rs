//! Raw HTML between blocks: `details`, `figure` and `div`, whose content is Markdown again.
//!
//! In: the HTML blocks of a page, one after another. Out: blocks, with what stands between an opening and a closing tag
//! inside them. What is not on the list, or not balanced, is shown as text.

use super::blocks::{Piece, Reader};
use super::events::BLANK;
use super::html::{Tag, Token, tokens};
use super::inlines::{attributes, innermost};
use super::run::Run;
use crate::body::{Attributes, Block, Blocks, Inline, Inlines, Picture};
use pulldown_cmark::Event;
use std::ops::Range;

/// The elements that are open.
#[derive(Default)]
pub(super) struct Frames {
    open: Vec<Frame>,
}

struct Frame {
    tag: Tag,
    range: Range<usize>,
    head: Option<Inlines>,
    inside: Vec<Piece>,
}

impl Frames {
    /// Puts `piece` into the innermost open element, else into `out`.
    pub(super) fn add(&mut self, out: &mut Vec<Piece>, piece: Piece) {
        self.open.last_mut().map_or(out, |f| &mut f.inside).push(piece);
    }
}

impl Reader<'_, '_> {
    /// Reads one HTML block.
    pub(super) fn html_block(&mut self, range: &Range<usize>, frames: &mut Frames, out: &mut Vec<Piece>) {
        let mut code = String::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Html(text) | Event::Text(text) => code.push_str(&text),
                _ => {}
            }
        }
        // There are no blanks in HTML: what was taken for one is what was written.
        let code = code.replace(BLANK, "_");
        if self.dialect.trust_html {
            return frames.add(out, Piece { block: Block::Raw(code.into()), range: range.clone() });
        }
        let (mut line, mut open) = (Run::default(), Vec::new());
        for token in tokens(&code) {
            match token {
                Token::Comment => {}
                Token::OpenComment(text) => {
                    self.open_comment(range.clone());
                    innermost(&mut open, &mut line).push(Inline::Text(text.into()));
                }
                Token::Text(text) => {
                    let text = text.replace('\n', " ");
                    if !text.trim().is_empty() || !line.is_empty() {
                        innermost(&mut open, &mut line).push(Inline::Text(text.into()));
                    }
                }
                Token::Tag(tag) if tag.is_block() => {
                    self.close_inline(std::mem::take(&mut open), &mut line);
                    self.block_tag(tag, range, line.take(), frames, out);
                }
                Token::Tag(tag) => self.inline_tag(tag, range.clone(), &mut open, &mut line),
            }
        }
        self.close_inline(open, &mut line);
        flush(line.take(), range, frames, out);
    }

    fn block_tag(
        &mut self,
        tag: Tag,
        range: &Range<usize>,
        line: Vec<Inline>,
        frames: &mut Frames,
        out: &mut Vec<Piece>,
    ) {
        let head = matches!(tag.name.as_str(), "summary" | "figcaption");
        if head && tag.closes && frames.open.last().is_some_and(|f| f.tag.name == tag.name) {
            // What stood in it besides a line of text goes below it.
            let inside = frames.open.pop().map(|frame| frame.inside).unwrap_or_default();
            self.leave();
            match frames.open.last_mut() {
                Some(frame) => frame.head = Some(trimmed(line)),
                None => flush(line, range, frames, out),
            }
            inside.into_iter().for_each(|piece| frames.add(out, piece));
            return;
        }
        flush(line, range, frames, out);
        let fits = match tag.name.as_str() {
            "summary" => frames.open.last().is_some_and(|f| f.tag.name == "details"),
            "figcaption" => frames.open.last().is_some_and(|f| f.tag.name == "figure"),
            _ => true,
        };
        if !tag.closes && fits && self.enters_element() {
            frames.open.push(Frame { tag, range: range.clone(), head: None, inside: Vec::new() });
        } else if tag.closes && frames.open.last().is_some_and(|f| f.tag.name == tag.name) {
            if let Some(mut frame) = frames.open.pop() {
                self.leave();
                if self.worksheet {
                    frame.inside = super::worksheet::fields(self, frame.inside);
                }
                let block = element(frame);
                block.into_iter().for_each(|block| frames.add(out, Piece { block, range: range.clone() }));
            }
        } else {
            self.unbalanced(&tag.written, range.clone());
            flush(vec![Inline::Text(tag.written.into())], range, frames, out);
        }
    }

    /// What is still open at the end of its container is shown as text.
    pub(super) fn close_html(&mut self, mut frames: Frames, out: &mut Vec<Piece>) {
        while let Some(frame) = frames.open.pop() {
            self.leave();
            self.unclosed(&frame.tag, frame.range.clone());
            flush(vec![Inline::Text(frame.tag.written.into())], &frame.range, &mut frames, out);
            frame.inside.into_iter().for_each(|piece| frames.add(out, piece));
        }
    }
}

fn flush(line: Vec<Inline>, range: &Range<usize>, frames: &mut Frames, out: &mut Vec<Piece>) {
    let line = trimmed(line);
    if !line.is_empty() {
        let block = match &*line {
            [Inline::Picture(link, alt)] => {
                Block::Picture(Box::new(Picture { link: *link, alt: alt.clone(), caption: None, credit: None }))
            }
            _ => Block::Paragraph(line),
        };
        frames.add(out, Piece { block, range: range.clone() });
    }
}

fn trimmed(mut line: Vec<Inline>) -> Inlines {
    if let Some(Inline::Text(first)) = line.first_mut() {
        *first = first.trim_start().into();
    }
    if let Some(Inline::Text(last)) = line.last_mut() {
        *last = last.trim_end().into();
    }
    line.retain(|i| !matches!(i, Inline::Text(t) if t.is_empty()));
    line.into()
}

/// The block of an element that is complete; a figure's caption goes to its one picture.
fn element(frame: Frame) -> Option<Block> {
    let mut blocks: Vec<Block> = frame.inside.into_iter().map(|p| p.block).collect();
    match frame.tag.name.as_str() {
        "details" => Some(Block::Details(Box::new((frame.head.unwrap_or_default(), blocks.into())))),
        "div" => Some(Block::Stretch(Box::new((attributes(&frame.tag), blocks.into())))),
        _ => match (blocks.as_mut_slice(), frame.head) {
            ([Block::Picture(picture)], caption) => {
                picture.caption = caption.or(picture.caption.take());
                blocks.pop()
            }
            (_, caption) => {
                blocks.extend(caption.map(Block::Paragraph));
                let blocks: Blocks = blocks.into();
                (!blocks.is_empty()).then(|| Block::Stretch(Box::new((Attributes::default(), blocks))))
            }
        },
    }
}
