//! Pages: chunks one below the other, never divided, and kept together where they belong together.

use super::sheet::{Band, Bookmark, Chunk, Frame, Item};
use super::sizes::Sizes;

/// All that is to be placed.
#[derive(Default)]
pub(super) struct Galley {
    /// In reading order.
    pub(super) chunks: Vec<Chunk>,
    /// The bands that chunks name.
    pub(super) bands: Vec<Band>,
    /// The rows that chunks name.
    pub(super) heads: Vec<Vec<Chunk>>,
}

/// One page: its items, with y from the top of the page.
#[derive(Default)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
}

/// Places in the outline, each with its page and its distance from the top of it.
pub(super) type Bookmarks = Vec<(Bookmark, usize, f32)>;

/// Of a group that no page can hold at least so much is kept together, as a part of a page: a heading, a label, a line to write
/// on, the heads of a table with what follows.
const BEGINNING: f32 = 0.2;

/// Divides a galley into pages.
pub(super) fn paginate(galley: Galley, sizes: &Sizes) -> (Vec<Page>, Bookmarks) {
    let Galley { chunks, bands, heads } = galley;
    let mut flow = Flow {
        sizes,
        all_bands: &bands,
        heads: &heads,
        pages: vec![Page::default()],
        y: 0.0,
        marks: Vec::new(),
        bands: Vec::new(),
    };
    let mut group = Vec::new();
    for chunk in chunks {
        // A group is kept whole where a page can hold it.
        let goes_on = chunk.keep;
        group.push(chunk);
        if !goes_on {
            flow.group(std::mem::take(&mut group));
        }
    }
    flow.group(group);
    flow.close_bands();
    (flow.pages, flow.marks)
}

struct Flow<'a> {
    sizes: &'a Sizes,
    all_bands: &'a [Band],
    heads: &'a [Vec<Chunk>],
    pages: Vec<Page>,
    /// How far the page is filled.
    y: f32,
    marks: Bookmarks,
    /// The bands that are open on this page: number, top and bottom.
    bands: Vec<(usize, f32, f32)>,
}

impl Flow<'_> {
    fn room(&self) -> f32 {
        self.sizes.room().1
    }

    fn group(&mut self, group: Vec<Chunk>) {
        let Some((first, others)) = group.split_first() else { return };
        let height: f32 = first.height + others.iter().map(|c| c.space + c.height).sum::<f32>();
        let head: f32 = self.head_of(first).iter().map(|c| c.height).sum();
        let fits = self.y + first.space + height <= self.room();
        // Of what no page can hold at least the beginning stands together.
        let mut beginning = 0.0;
        for chunk in &group {
            beginning += chunk.space + chunk.height;
            if beginning >= self.room() * BEGINNING {
                break;
            }
        }
        let begins = height + head > self.room() && self.y + beginning <= self.room();
        if self.y > 0.0 && (first.new_page || !(fits || begins)) {
            self.new_page();
        }
        group.into_iter().for_each(|chunk| self.place(chunk));
    }

    /// The rows that are repeated above a chunk.
    fn head_of(&self, chunk: &Chunk) -> &[Chunk] {
        chunk.head.and_then(|head| self.heads.get(head)).map(Vec::as_slice).unwrap_or_default()
    }

    fn new_page(&mut self) {
        self.close_bands();
        self.pages.push(Page::default());
        self.y = 0.0;
    }

    fn place(&mut self, mut chunk: Chunk) {
        if self.y > 0.0 && self.y + chunk.space + chunk.height > self.room() {
            self.new_page();
        }
        if self.y == 0.0 {
            for head in self.head_of(&chunk).to_vec() {
                let items = head.items.into_iter().filter_map(Item::untagged).collect();
                self.put(items, head.height);
            }
        } else {
            self.y += chunk.space;
        }
        if let Some(mark) = chunk.bookmark.take() {
            self.marks.push((mark, self.pages.len() - 1, self.sizes.margin.1 + self.y));
        }
        self.open_bands(&chunk);
        self.put(chunk.items, chunk.height);
    }

    fn put(&mut self, items: Vec<Item>, height: f32) {
        let dy = self.sizes.margin.1 + self.y;
        if let Some(page) = self.pages.last_mut() {
            page.items.extend(items.into_iter().map(|item| item.moved(0.0, dy)));
        }
        self.y += height;
    }

    /// Bands of the chunk grow down to its end; those of others end.
    fn open_bands(&mut self, chunk: &Chunk) {
        let (top, bottom) = (self.y, self.y + chunk.height);
        let (stay, end): (Vec<_>, Vec<_>) = self.bands.drain(..).partition(|(n, ..)| chunk.bands.contains(n));
        self.bands = stay;
        end.into_iter().for_each(|band| self.draw_band(band));
        for number in chunk.bands.iter() {
            match self.bands.iter_mut().find(|(n, ..)| n == number) {
                Some(band) => band.2 = bottom,
                None => self.bands.push((*number, top, bottom)),
            }
        }
    }

    fn close_bands(&mut self) {
        let open = std::mem::take(&mut self.bands);
        open.into_iter().for_each(|band| self.draw_band(band));
    }

    /// Bands lie below what they run along, so they come first on their page.
    fn draw_band(&mut self, (number, top, bottom): (usize, f32, f32)) {
        let Some(band) = self.all_bands.get(number) else { return };
        let frame = Frame { x: band.x, y: self.sizes.margin.1 + top, width: band.width, height: bottom - top };
        if let Some(page) = self.pages.last_mut() {
            page.items.insert(0, Item::Box { frame, edge: None, ground: Some(band.ink) });
        }
    }
}
