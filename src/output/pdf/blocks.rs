//! Blocks of a page as chunks. Every kind of block is named here, so that a new one does not go missing.

use super::compose::Within;
use super::places::baseline_of;
use super::sheet::{Bookmark, Chunk, Frame, Ink, Item, QUIET, RULE, TINT};
use super::tags::Role;
use super::typeset::{self, Setting, Style};
use super::writer::{Manner, Spot, Writer};
use crate::body::{Attributes, Block, Callout, Code, Definition, Footnote, Heading, Item as ListItem, List, Picture};
use crate::body::{Inline, plain_text};
use crate::resolve::Link;

/// Pixels in a CSS inch are 96, points 72.
const POINTS_OF_PIXEL: f32 = 0.75;
/// How much of the height of a page a picture may take.
const PICTURE_SHARE: f32 = 0.45;

impl Writer<'_> {
    pub(super) fn blocks(&mut self, spot: Spot, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(spot, block));
    }

    fn block(&mut self, spot: Spot, block: &Block) {
        let between = self.sizes.body * 0.75;
        match block {
            Block::Heading(heading) => self.heading(spot, heading),
            Block::Paragraph(inlines) | Block::Plain(inlines) if is_picture(inlines) => {
                self.lone_picture(spot, inlines);
            }
            Block::Paragraph(inlines) => self.prose(spot, inlines),
            Block::Plain(inlines) => {
                let (style, manner) = (self.plain(), self.manner());
                self.paragraph(spot, Role::Paragraph, inlines, style, manner);
            }
            Block::List(list) => self.list(spot, list),
            Block::Quote(blocks) => self.quote(spot, blocks),
            Block::Callout(kind, blocks) => self.callout(spot, *kind, blocks),
            Block::Code(code) => self.code(spot, code),
            Block::Table(table) => self.table(spot, table),
            Block::Definitions(definitions) => definitions.iter().for_each(|d| self.definition(spot, d)),
            Block::Rule => self.rule(spot),
            Block::Picture(picture) => self.picture(spot, picture),
            Block::Details(details) => {
                let (summary, blocks) = &**details;
                // Paper cannot be opened, so everything is in sight.
                self.space(between);
                let style = Style { bold: true, ..self.plain() };
                let manner = Manner { keep: true, ..self.manner() };
                self.paragraph(spot, Role::Paragraph, summary, style, manner);
                self.blocks(spot, blocks);
            }
            Block::Stretch(stretch) => self.stretch(spot, &stretch.0, &stretch.1),
            Block::Field(index) => {
                let page = self.book.page(self.page);
                if let Some(field) = page.body.fields.get(*index) {
                    self.field(spot, field);
                }
            }
            // What an author writes in HTML is for pages of HTML.
            Block::Raw(_) => {}
        }
    }

    fn prose(&mut self, spot: Spot, inlines: &[Inline]) {
        let between = self.sizes.body * 0.75;
        self.space(between);
        let (style, manner) = (self.plain(), self.manner());
        self.paragraph(spot, Role::Paragraph, inlines, style, manner);
        self.space(between);
    }

    fn heading(&mut self, spot: Spot, heading: &Heading) {
        self.title(spot, heading.level.max(2) + spot.shift, &heading.content);
    }

    /// A heading of this level, with its place in the outline.
    pub(super) fn title(&mut self, spot: Spot, level: u8, content: &[Inline]) {
        let size = self.sizes.heading(level);
        // No level is left out (ISO 14289-1, 7.4.2), whatever the author wrote; it looks as it was meant.
        let level = level.min(self.level + 1).min(6);
        self.level = level;
        let words = plain_text(content).trim().to_owned();
        self.space(if level > 1 { size * 1.15 } else { 0.0 });
        if !words.is_empty() {
            self.bookmark = Some(Bookmark { level, title: words.clone() });
        }
        let style = Style { bold: true, ..Style::plain(size) };
        let manner = Manner { keep: true, leading: 1.25, ..self.manner() };
        self.paragraph(spot, Role::Heading(level, words), content, style, manner);
        self.space(size * 0.4);
    }

    fn list(&mut self, spot: Spot, list: &List) {
        self.space(self.sizes.body * 0.6);
        let spot = self.roomy(spot);
        let group = self.tags.group(spot.group, Role::List(list.start.is_some()));
        for (n, item) in list.items.iter().enumerate() {
            let marker = match (item.task, list.start) {
                (Some(true), _) => "☑".to_owned(),
                (Some(false), _) => "☐".to_owned(),
                (None, Some(start)) => format!("{}.", start.saturating_add(n as u64)),
                (None, None) => "•".to_owned(),
            };
            self.item(Spot { group, ..spot }, &marker, item);
        }
        self.space(self.sizes.body * 0.75);
    }

    fn item(&mut self, spot: Spot, marker: &str, item: &ListItem) {
        let group = self.tags.group(spot.group, Role::Item);
        self.marked(Spot { group, ..spot }, marker, |writer, spot| writer.blocks(spot, &item.blocks));
    }

    /// Sets something beside a marker: a bullet, a number.
    fn marked(&mut self, spot: Spot, marker: &str, set: impl FnOnce(&mut Self, Spot)) {
        let label = self.tags.group(spot.group, Role::Label);
        let body = self.tags.group(spot.group, Role::ItemBody);
        let style = self.plain();
        let composed = self.words(marker, &Within::new(label, style));
        let manner = self.manner();
        let own = typeset::widths(
            self.setter,
            &composed.text,
            &Setting { width: f32::MAX, rtl: self.rtl, align: manner.align, leading: manner.leading },
            &self.lang,
        );
        let indent = self.sizes.indent.max(own.0 + self.sizes.body * 0.5);
        let lines = self.lines(indent, &composed, manner);
        let x = self.start(spot, 0.0, indent);
        let mut marks = Vec::new();
        let mut height = 0.0;
        for line in lines {
            height = line.height;
            marks.extend(self.placed(x, line, &composed));
        }
        let first = self.galley.chunks.len();
        let between = self.space.max(self.sizes.body * 0.25);
        self.space_exactly(between);
        let inner = self.inset(Spot { group: body, ..spot }, indent, 0.0);
        set(self, inner);
        match self.galley.chunks.get_mut(first) {
            Some(chunk) => {
                let below = baseline_of(&chunk.items).zip(baseline_of(&marks)).map_or(0.0, |(text, own)| text - own);
                chunk.items.extend(marks.into_iter().map(|item| item.moved(0.0, below)));
            }
            None => self.push(Chunk { height, items: marks, ..Chunk::default() }),
        }
    }

    fn quote(&mut self, spot: Spot, blocks: &[Block]) {
        let between = self.sizes.body * 0.75;
        self.space(between);
        let group = self.tags.group(spot.group, Role::Quote);
        let inner = self.inset(Spot { group, ..spot }, self.sizes.indent, 0.0);
        let x = self.start(spot, 0.0, 2.0);
        self.banded(x, 2.0, RULE, |writer| writer.blocks(inner, blocks));
        self.space(between);
    }

    fn callout(&mut self, spot: Spot, kind: Callout, blocks: &[Block]) {
        let between = self.sizes.body;
        self.space(between);
        let group = self.tags.group(spot.group, Role::Div(None));
        let inner = self.inset(Spot { group, ..spot }, self.sizes.indent, 0.0);
        let x = self.start(spot, 0.0, 3.0);
        let ink = ink_of(kind);
        self.banded(x, 3.0, ink, |writer| {
            let label = writer.say(&format!("callout-{}", kind.key()), &[]);
            let style = Style { bold: true, ink, ..writer.plain() };
            let manner = Manner { keep: true, ..writer.manner() };
            writer.line_of_words(inner, &label, style, manner);
            writer.space_exactly(writer.sizes.body * 0.2);
            writer.blocks(inner, blocks);
        });
        self.space(between);
    }

    fn code(&mut self, spot: Spot, code: &Code) {
        let between = self.sizes.body * 0.75;
        self.space(between);
        let group = self.tags.group(spot.group, Role::Paragraph);
        let group = self.tags.group(group, Role::Code);
        let pad = self.sizes.body * 0.6;
        // Code goes from left to right in every language.
        self.in_language(None, Some(false), |writer| {
            let inner = writer.inset(spot, pad, pad);
            writer.banded(spot.x, spot.width, TINT, |writer| {
                let style = Style { code: true, ..Style::plain(writer.sizes.smaller(writer.sizes.body, 0.92)) };
                for line in code.text.lines() {
                    let line = if line.trim().is_empty() { " " } else { line };
                    let composed = writer.words(&line.replace('\t', "    "), &Within::new(group, style));
                    let manner = writer.manner();
                    let lines = writer.lines(inner.width, &composed, manner);
                    if lines.is_empty() {
                        writer.push(Chunk { height: style.size * manner.leading, ..Chunk::default() });
                    }
                    for set in lines {
                        let height = set.height;
                        let items = writer.placed(inner.x, set, &composed);
                        writer.push(Chunk { height, items, ..Chunk::default() });
                    }
                }
            });
        });
        self.space(between);
    }

    fn definition(&mut self, spot: Spot, definition: &Definition) {
        self.space(self.sizes.body * 0.6);
        let style = Style { bold: true, ..self.plain() };
        let manner = Manner { keep: true, ..self.manner() };
        self.paragraph(spot, Role::Paragraph, &definition.term, style, manner);
        let inner = self.inset(spot, self.sizes.indent, 0.0);
        definition.details.iter().for_each(|details| self.blocks(inner, details));
        self.space(self.sizes.body * 0.6);
    }

    fn rule(&mut self, spot: Spot) {
        self.space(self.sizes.body);
        let items = vec![super::writer::rule((spot.x, 0.0), spot.width)];
        self.push(Chunk { height: 1.0, items, ..Chunk::default() });
        self.space(self.sizes.body);
    }

    fn stretch(&mut self, spot: Spot, attributes: &Attributes, blocks: &[Block]) {
        let rtl = match attributes.dir.as_deref() {
            Some("rtl") => Some(true),
            Some("ltr") => Some(false),
            _ => None,
        };
        let lang = attributes.lang.as_deref();
        let group = self.tags.group(spot.group, Role::Div(lang.map(str::to_owned)));
        self.in_language(lang, rtl, |writer| writer.blocks(Spot { group, ..spot }, blocks));
    }

    /// A picture that has a line for itself, such as an item of a list.
    fn lone_picture(&mut self, spot: Spot, inlines: &[Inline]) {
        for inline in inlines {
            if let Inline::Picture(link, alt) = inline {
                let picture = Picture { link: *link, alt: alt.clone(), caption: None, credit: None };
                self.picture(spot, &picture);
            }
        }
    }

    /// A picture with what stands below it. One that cannot be shown on paper is told by its words.
    fn picture(&mut self, spot: Spot, picture: &Picture) {
        let between = self.sizes.body;
        self.space(between);
        let alt = picture.alt.trim();
        let is_decoration = alt.is_empty();
        let group = if is_decoration { spot.group } else { self.tags.group(spot.group, Role::Figure(alt.to_owned())) };
        let asset = match self.book.link(self.page, picture.link) {
            Some(Link::Asset(source)) => self.book.assets.get(source),
            _ => None,
        };
        match asset.and_then(super::draw::Picture::read) {
            Some((image, (width, height))) => {
                let (width, height) = self.fitted(spot, width, height);
                let leaf = (!is_decoration).then(|| self.tags.leaf(group));
                let frame = Frame { x: self.start(spot, 0.0, width), y: 0.0, width, height };
                let items = vec![Item::Picture { frame, picture: image, leaf }];
                let keep = picture.caption.is_some();
                self.push(Chunk { height, items, keep, ..Chunk::default() });
            }
            None if !is_decoration => {
                let (style, manner) = (Style { italic: !self.sizes.large, ..self.plain() }, self.manner());
                self.line_of_words(Spot { group, ..spot }, alt, style, manner);
            }
            None => {}
        }
        if let Some(caption) = &picture.caption {
            self.space(self.sizes.body * 0.3);
            let (style, manner) = (self.small(), self.manner());
            let role = if is_decoration { Role::Paragraph } else { Role::Caption };
            self.paragraph(spot, role, caption, style, manner);
        }
        self.space(between);
    }

    /// As large as it is, but no wider than its place, and no higher than a share of the page.
    fn fitted(&self, spot: Spot, width: f32, height: f32) -> (f32, f32) {
        let (width, height) = (width.max(1.0) * POINTS_OF_PIXEL, height.max(1.0) * POINTS_OF_PIXEL);
        let scale = (spot.width / width).min(self.sizes.room().1 * PICTURE_SHARE / height).min(1.0);
        (width * scale, height * scale)
    }

    /// The footnotes, below everything else.
    pub(super) fn footnotes(&mut self, spot: Spot, footnotes: &[Footnote]) {
        if footnotes.is_empty() {
            return;
        }
        let label = self.say("footnotes", &[]);
        self.space(self.sizes.body * 1.5);
        let (style, manner) = (Style { bold: true, ..self.plain() }, Manner { keep: true, ..self.manner() });
        self.line_of_words(spot, &label, style, manner);
        let list = self.tags.group(spot.group, Role::List(true));
        for (n, note) in footnotes.iter().enumerate() {
            let group = self.tags.group(list, Role::Item);
            let marker = format!("{}.", n + 1);
            self.marked(Spot { group, ..spot }, &marker, |writer, spot| writer.blocks(spot, &note.blocks));
        }
    }
}

/// True where there is nothing but a picture.
fn is_picture(inlines: &[Inline]) -> bool {
    matches!(inlines, [Inline::Picture(..)])
}

/// The colour of a callout's bar and label: 4.5:1 and more on white (WCAG 2.2, 1.4.3). What it is, its label says.
fn ink_of(kind: Callout) -> Ink {
    match kind {
        Callout::Tip | Callout::Do => [0x2c, 0x64, 0x31],
        Callout::Important | Callout::Warning => [0x8a, 0x4b, 0x00],
        Callout::Caution | Callout::Dont => [0xa3, 0x27, 0x1e],
        Callout::Say | Callout::Help => [0x17, 0x60, 0x5c],
        Callout::Note | Callout::Example => QUIET,
    }
}
