//! What stands on the pages: text, lines, boxes, pictures and places to write, each with its place.
//!
//! Lengths are points. Within a [`Chunk`], x is from the left edge of the page and y from the top of the chunk, downwards.

use super::draw::Picture;
use super::tags::Leaf;
use std::rc::Rc;

/// A colour: red, green and blue.
pub(super) type Ink = [u8; 3];

/// Text.
pub(super) const BLACK: Ink = [0, 0, 0];
/// What is less important; 7:1 on white (WCAG 2.2, 1.4.6).
pub(super) const QUIET: Ink = [0x4d, 0x4d, 0x4d];
/// Lines to write on, frames and boxes; more than 3:1 on white (WCAG 2.2, 1.4.11).
pub(super) const RULE: Ink = [0x6e, 0x6e, 0x6e];
/// The ground of what is set apart.
pub(super) const TINT: Ink = [0xf2, 0xf2, 0xf2];

/// A rectangle: left, top, width, height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// A glyph of a run.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Its number in the face.
    pub(super) id: u32,
    /// How far the pen goes on.
    pub(super) advance: f32,
    /// Where it stands from the pen, to the right and downwards.
    pub(super) offset: (f32, f32),
    /// The bytes of the text that it shows.
    pub(super) text: std::ops::Range<usize>,
}

/// Glyphs of one face and size, side by side.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// What they belong to; none for what is not part of the text, such as a footer.
    pub(super) leaf: Option<Leaf>,
    /// Which face, by its number in the setter's list.
    pub(super) face: usize,
    pub(super) size: f32,
    pub(super) ink: Ink,
    /// Where the first one stands on its baseline.
    pub(super) at: (f32, f32),
    /// From left to right.
    pub(super) glyphs: Vec<Glyph>,
    /// The text that ranges are of.
    pub(super) text: Rc<str>,
}

/// Something on a page.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// Words.
    Run(Run),
    /// A line from one point to another; no part of the text.
    Line { from: (f32, f32), to: (f32, f32), width: f32, ink: Ink },
    /// A box with or without edge and ground; no part of the text.
    Box { frame: Frame, edge: Option<(f32, Ink)>, ground: Option<Ink> },
    /// A ring to choose; no part of the text.
    Ring { centre: (f32, f32), radius: f32 },
    /// A picture; without a leaf it is a decoration.
    Picture { frame: Frame, picture: Picture, leaf: Option<Leaf> },
    /// A place to write, by its number.
    Field { frame: Frame, widget: usize, leaf: Leaf },
    /// The places of a link, one for each line, and where it leads.
    Link { frame: Frame, address: Rc<str>, leaf: Leaf },
}

impl Item {
    /// The same, further right and down.
    pub(super) fn moved(mut self, dx: f32, dy: f32) -> Self {
        let shift = |p: &mut (f32, f32)| {
            p.0 += dx;
            p.1 += dy;
        };
        match &mut self {
            Item::Run(run) => shift(&mut run.at),
            Item::Line { from, to, .. } => {
                shift(from);
                shift(to);
            }
            Item::Ring { centre, .. } => shift(centre),
            Item::Box { frame, .. }
            | Item::Picture { frame, .. }
            | Item::Field { frame, .. }
            | Item::Link { frame, .. } => {
                frame.x += dx;
                frame.y += dy;
            }
        }
        self
    }

    /// The same as a decoration: what is shown again on a further page is there already. `None` where nothing is left.
    pub(super) fn untagged(self) -> Option<Self> {
        match self {
            Item::Run(run) => Some(Item::Run(Run { leaf: None, ..run })),
            Item::Picture { frame, picture, .. } => Some(Item::Picture { frame, picture, leaf: None }),
            Item::Field { .. } | Item::Link { .. } => None,
            other => Some(other),
        }
    }
}

/// What runs along all chunks that belong to it, over pages: a bar or a ground.
#[derive(Clone, Debug)]
pub(super) struct Band {
    /// Its left edge.
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) ink: Ink,
}

/// A place in the outline.
#[derive(Clone, Debug)]
pub(super) struct Bookmark {
    /// From 1.
    pub(super) level: u8,
    pub(super) title: String,
}

/// A piece that is never divided.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    /// What is above it, but at the top of a page.
    pub(super) space: f32,
    pub(super) height: f32,
    pub(super) items: Vec<Item>,
    /// True where the next one should be on the same page.
    pub(super) keep: bool,
    /// What it begins on a page of its own.
    pub(super) new_page: bool,
    /// The bands that run along it, by their numbers.
    pub(super) bands: Rc<[usize]>,
    /// The rows that are repeated above it at the top of a page, by their number.
    pub(super) head: Option<usize>,
    /// What the outline says of it.
    pub(super) bookmark: Option<Bookmark>,
}
