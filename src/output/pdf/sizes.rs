//! How large everything is, in points (1/72 inch): by paper, and in standard or large print.

use crate::config::Paper;

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// The measures of one document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// The page.
    pub(super) page: (f32, f32),
    /// From the edge of the page to the text: at the sides, and above.
    pub(super) margin: (f32, f32),
    /// From the bottom of the page to the text; the footer stands in between.
    pub(super) foot: f32,
    /// The text's size.
    pub(super) body: f32,
    /// What is less important: advice, captions, the footer. In large print nothing is smaller than the text.
    pub(super) small: f32,
    /// Headings of level 1 to 3; deeper ones are as large as the text.
    pub(super) headings: [f32; 3],
    /// The height of a line of text, as a multiple of its size.
    pub(super) leading: f32,
    /// From one writing line to the next.
    pub(super) pitch: f32,
    /// The side of a box to tick.
    pub(super) tick: f32,
    /// From a bullet to its text.
    pub(super) indent: f32,
    /// True for large print: bold where italics would be, and nothing small.
    pub(super) large: bool,
}

impl Sizes {
    /// Standard print is 11 points. Large print is 18, as guidelines for people with low vision ask for (UK Association for
    /// Accessible Formats; American Council of the Blind), with lines further apart to write on.
    pub(super) fn of(paper: Paper, large: bool) -> Self {
        let page = match paper {
            Paper::A4 => (210.0 * MM, 297.0 * MM),
            Paper::Letter => (612.0, 792.0),
        };
        if large {
            Self {
                page,
                margin: (18.0 * MM, 16.0 * MM),
                foot: 24.0 * MM,
                body: 18.0,
                small: 18.0,
                headings: [27.0, 23.0, 20.0],
                leading: 1.4,
                pitch: 10.0 * MM,
                tick: 17.0,
                indent: 26.0,
                large,
            }
        } else {
            Self {
                page,
                margin: (21.0 * MM, 18.0 * MM),
                foot: 20.0 * MM,
                body: 11.0,
                small: 9.5,
                headings: [21.0, 14.5, 12.0],
                leading: 1.42,
                pitch: 8.0 * MM,
                tick: 10.5,
                indent: 17.0,
                large,
            }
        }
    }

    /// The size of a heading of this level, from 1.
    pub(super) fn heading(&self, level: u8) -> f32 {
        self.headings.get(usize::from(level.max(1)) - 1).copied().unwrap_or(self.body)
    }

    /// A part of a size: in large print nothing is smaller than the text.
    pub(super) fn smaller(&self, size: f32, part: f32) -> f32 {
        if self.large { size } else { size * part }
    }

    /// How wide and high what stands on a page can be.
    pub(super) fn room(&self) -> (f32, f32) {
        (self.page.0 - 2.0 * self.margin.0, self.page.1 - self.margin.1 - self.foot)
    }
}
