//! The writer: what every block needs to be set, and where the finished chunks go.

use super::compose::{Composed, Within};
use super::faces::Setter;
use super::flow::Galley;
use super::sheet::{Band, Bookmark, Chunk, Frame, Ink, Item, RULE};
use super::sizes::Sizes;
use super::tags::{Group, Role, Tags};
use super::typeset::{self, Line, Setting, Style};
use super::widgets::{Kind, Widget};
use crate::body::Inline;
use crate::resolve::Book;
use crate::site::PageId;
use crate::theme::Words;
use parley::Alignment;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Sets pages of the book, one after the other.
pub(super) struct Writer<'a> {
    pub(super) book: &'a Book,
    pub(super) theme_words: &'a Words,
    /// The page that is being set.
    pub(super) page: PageId,
    /// Its language, or that of a stretch of it.
    pub(super) lang: String,
    pub(super) rtl: bool,
    pub(super) sizes: Sizes,
    pub(super) setter: &'a mut Setter,
    pub(super) tags: Tags,
    pub(super) widgets: Vec<Widget>,
    pub(super) galley: Galley,
    /// The names of widgets, and the fields that have them.
    names: HashMap<String, usize>,
    /// The ids of fields.
    pub(super) ids: BTreeSet<String>,
    /// The number of the field that is being set.
    pub(super) field: usize,
    /// The level of the last heading; 0 at the beginning of a sheet.
    pub(super) level: u8,
    /// Begins the names of fields where several pages stand in one file.
    pub(super) prefix: String,
    /// Characters that no face has.
    pub(super) missing: BTreeSet<char>,
    /// What stands between the last chunk and the next.
    pub(super) space: f32,
    /// True where nothing more than that shall stand there.
    tight: bool,
    /// The bands that run along what is being set.
    bands: Rc<[usize]>,
    pub(super) bookmark: Option<Bookmark>,
    pub(super) new_page: bool,
}

/// Where blocks stand: an area of the page's width, and a group of the structure.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) group: Group,
    /// Added to the level of headings.
    pub(super) shift: u8,
}

/// Text is never narrower than so many times its size.
const LEAST_WIDTH: f32 = 10.0;

/// How a paragraph is set.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    /// True where the next block belongs on the same page.
    pub(super) keep: bool,
    pub(super) align: Alignment,
    pub(super) leading: f32,
}

impl<'a> Writer<'a> {
    pub(super) fn new(book: &'a Book, words: &'a Words, page: PageId, sizes: Sizes, setter: &'a mut Setter) -> Self {
        Self {
            book,
            theme_words: words,
            page,
            lang: book.page(page).lang.to_string(),
            rtl: book.config.direction() == crate::config::Direction::Rtl,
            sizes,
            setter,
            tags: Tags::new(),
            widgets: Vec::new(),
            galley: Galley::default(),
            names: HashMap::new(),
            ids: BTreeSet::new(),
            field: 0,
            level: 0,
            prefix: String::new(),
            missing: BTreeSet::new(),
            space: 0.0,
            tight: false,
            bands: Rc::default(),
            bookmark: None,
            new_page: false,
        }
    }

    /// A word of the theme's in the page's language.
    pub(super) fn say(&self, key: &str, values: &[(&str, String)]) -> String {
        self.theme_words.say(&self.book.page(self.page).lang, key, values)
    }

    /// The whole width of the page.
    pub(super) fn spot(&self, group: Group) -> Spot {
        Spot { x: self.sizes.margin.0, width: self.sizes.room().0, group, shift: 0 }
    }

    /// The part of a spot that is left beside something at its start and end.
    pub(super) fn inset(&self, spot: Spot, start: f32, end: f32) -> Spot {
        let width = spot.width - start - end;
        // So deep in lists and quotations that words would find no room, nothing is indented any more.
        if width < self.sizes.body * LEAST_WIDTH {
            return spot;
        }
        Spot { x: spot.x + if self.rtl { end } else { start }, width, ..spot }
    }

    /// A spot with room for something beside a marker: so deep in lists that there is none, the page's whole width again.
    pub(super) fn roomy(&self, spot: Spot) -> Spot {
        if spot.width < self.sizes.body * LEAST_WIDTH + self.sizes.indent * 2.0 {
            return Spot { x: self.sizes.margin.0, width: self.sizes.room().0, ..spot };
        }
        spot
    }

    /// Where something of this width begins that stands so far from the start of a spot.
    pub(super) fn start(&self, spot: Spot, offset: f32, width: f32) -> f32 {
        if self.rtl { spot.x + spot.width - offset - width } else { spot.x + offset }
    }

    /// At least so much space before the next chunk.
    pub(super) fn space(&mut self, points: f32) {
        if !self.tight {
            self.space = self.space.max(points);
        }
    }

    /// So much space before the next chunk, and no more.
    pub(super) fn space_exactly(&mut self, points: f32) {
        (self.space, self.tight) = (points, true);
    }

    pub(super) fn plain(&self) -> Style {
        Style::plain(self.sizes.body)
    }

    pub(super) fn small(&self) -> Style {
        Style { ink: super::sheet::QUIET, ..Style::plain(self.sizes.small) }
    }

    pub(super) fn manner(&self) -> Manner {
        Manner { keep: false, align: Alignment::Start, leading: self.sizes.leading }
    }

    /// A place to write; its number. Where two fields have one name, or one has none, the author has been told: such a name
    /// is made another one here, so that nothing more has to be said.
    pub(super) fn widget(&mut self, name: &str, kind: Kind, label: String, option: Option<String>) -> usize {
        let name = format!("{}{}", self.prefix, name.replace('.', "-"));
        let is_single = matches!(kind, Kind::Text { .. } | Kind::Tick);
        let is_taken = |name: &str, names: &HashMap<String, usize>| {
            names.get(name).is_some_and(|field| is_single || *field != self.field)
        };
        let name = if name.is_empty() { String::from("field") } else { name };
        let mut own = name.clone();
        let mut n = 1;
        while is_taken(&own, &self.names) {
            n += 1;
            own = format!("{name}-{n}");
        }
        self.names.insert(own.clone(), self.field);
        self.widgets.push(Widget { name: own, kind, label, option });
        self.widgets.len() - 1
    }

    /// A paragraph of its own in the structure.
    pub(super) fn paragraph(&mut self, spot: Spot, role: Role, inlines: &[Inline], style: Style, manner: Manner) {
        let group = self.tags.group(spot.group, role);
        let composed = self.compose(inlines, &Within::new(group, style));
        self.set(spot, &composed, manner);
    }

    /// A paragraph of the program's words.
    pub(super) fn line_of_words(&mut self, spot: Spot, words: &str, style: Style, manner: Manner) {
        let group = self.tags.group(spot.group, Role::Paragraph);
        let composed = self.words(words, &Within::new(group, style));
        self.set(spot, &composed, manner);
    }

    /// Sets what was composed, and places its lines.
    pub(super) fn set(&mut self, spot: Spot, composed: &Composed, manner: Manner) {
        let lines = self.lines(spot.width, composed, manner);
        let count = lines.len();
        for (n, line) in lines.into_iter().enumerate() {
            let is_last = n + 1 == count;
            // Neither the first nor the last line of a paragraph stands alone on a page.
            let keep = if is_last { manner.keep } else { count <= 3 || n == 0 || n + 2 == count };
            let height = line.height;
            let items = self.placed(spot.x, line, composed);
            self.push(Chunk { height, items, keep, ..Chunk::default() });
        }
    }

    /// The lines of a text within a width. Where there are blanks to write in, they are as far apart as writing lines.
    pub(super) fn lines(&mut self, width: f32, composed: &Composed, manner: Manner) -> Vec<Line> {
        let size = composed.text.pieces.first().map_or(self.sizes.body, |p| p.style.size);
        let leading =
            if composed.blanks.is_empty() { manner.leading } else { manner.leading.max(self.sizes.pitch / size) };
        let mut text = composed.text.clone();
        text.gaps.iter_mut().for_each(|gap| gap.1 = gap.1.min(width));
        let setting = Setting { width, rtl: self.rtl, align: manner.align, leading };
        typeset::set(self.setter, &text, &setting, &self.lang, &mut self.missing)
    }

    /// The items of a line whose left edge is at `x`, with the lines and fields of its blanks.
    pub(super) fn placed(&self, x: f32, line: Line, composed: &Composed) -> Vec<Item> {
        let height = self.sizes.body * 1.45;
        let blank = |(gap, left, width, baseline): (usize, f32, f32, f32)| {
            let place = composed.blanks.get(gap).copied().flatten();
            let (left, y) = (left + self.sizes.body * 0.15, baseline + self.sizes.body * 0.2);
            let width = width - self.sizes.body * 0.3;
            let frame = Frame { x: left, y: y - height, width, height };
            let field = place.map(|(widget, leaf)| Item::Field { frame, widget, leaf });
            [Some(rule((left, y), width)), field].into_iter().flatten()
        };
        let blanks: Vec<Item> = line.gaps.into_iter().flat_map(blank).collect();
        line.items.into_iter().chain(blanks).map(|item| item.moved(x, 0.0)).collect()
    }

    /// Adds a chunk, with the space, the bands and the marks that wait for it.
    pub(super) fn push(&mut self, chunk: Chunk) {
        self.tight = false;
        self.galley.chunks.push(Chunk {
            space: std::mem::take(&mut self.space),
            bands: self.bands.clone(),
            bookmark: self.bookmark.take(),
            new_page: std::mem::take(&mut self.new_page),
            ..chunk
        });
    }

    /// Sets something with a band along it.
    pub(super) fn banded(&mut self, x: f32, width: f32, ink: Ink, set: impl FnOnce(&mut Self)) {
        let number = self.galley.bands.len();
        self.galley.bands.push(Band { x, width, ink });
        let outer = self.bands.clone();
        self.bands = outer.iter().copied().chain([number]).collect();
        set(self);
        self.bands = outer;
    }

    /// Sets something that is kept on one page where a page can hold it.
    pub(super) fn together(&mut self, set: impl FnOnce(&mut Self)) {
        let from = self.galley.chunks.len();
        set(self);
        if let Some([before @ .., _]) = self.galley.chunks.get_mut(from..) {
            before.iter_mut().for_each(|chunk| chunk.keep = true);
        }
    }

    /// Sets something in another language, and in another direction where one is given.
    pub(super) fn in_language(&mut self, lang: Option<&str>, rtl: Option<bool>, set: impl FnOnce(&mut Self)) {
        let before = (self.lang.clone(), self.rtl);
        if let Some(lang) = lang {
            lang.clone_into(&mut self.lang);
        }
        self.rtl = rtl.unwrap_or(self.rtl);
        set(self);
        (self.lang, self.rtl) = before;
    }
}

/// A line to write on.
pub(super) fn rule(from: (f32, f32), width: f32) -> Item {
    Item::Line { from, to: (from.0 + width, from.1), width: 0.7, ink: RULE }
}
