//! Blocks: paragraphs, lists, callouts, tables and the rest of a page's content.
//!
//! In: a page's text. Out: [`Content`]: blocks, headings, fields, footnotes and references, and what is wrong with them.

use super::dos::DoList;
use super::events::{Events, Source, mask_blanks};
use super::notes::Notes;
use super::{almost, callouts, fields, worksheet};
use crate::body::{
    Align, Attributes, Block, Blocks, Code as CodeBlock, Definition, Entry, Field, Footnote, Heading, Inline, Inlines,
    Item, LinkId, List, Picture, Reference, Table, plain_text,
};
use crate::diag::{Code, Diagnostic, Span};
use crate::dialect::Dialect;
use crate::slug::Anchors;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag};
use std::collections::HashMap;
use std::ops::Range;

/// Deeper than this no text is meant; it keeps the stack small whatever a file holds.
const MOST_LEVELS: usize = 64;

/// The most places to write on a page: more of them take a browser, a viewer of PDF files and a reader to their ends.
pub(super) const MOST_PLACES: usize = 2_000;

/// What stands below the front matter.
pub(super) struct Content {
    /// The blocks in order.
    pub(super) blocks: Vec<Block>,
    /// The headings in order.
    pub(super) headings: Vec<Entry>,
    /// The fields in order.
    pub(super) fields: Vec<Field>,
    /// The footnotes in the order of their first references.
    pub(super) footnotes: Vec<Footnote>,
    /// The references, those of the front matter first.
    pub(super) references: Vec<Reference>,
    /// What callouts say to do, and not to do.
    pub(super) dos: Vec<DoList>,
}

/// A block and where it stands in the author's file.
pub(super) struct Piece {
    /// The block.
    pub(super) block: Block,
    /// Its bytes in the file.
    pub(super) range: Range<usize>,
}

/// Reads one text to its end.
pub(super) struct Reader<'s, 't> {
    pub(super) source: Source<'s>,
    pub(super) dialect: &'s Dialect,
    pub(super) worksheet: bool,
    pub(super) events: Events<'t>,
    pub(super) references: Vec<Reference>,
    pub(super) diagnostics: &'s mut Vec<Diagnostic>,
    pub(super) picture_titles: HashMap<LinkId, Box<str>>,
    pub(super) fields: Vec<Field>,
    pub(super) field_ids: Anchors,
    pub(super) anchors: Anchors,
    headings: Vec<Entry>,
    /// The bytes of the items of each list, by the byte at which the list begins.
    item_places: HashMap<usize, Vec<Range<usize>>>,
    dos: Vec<DoList>,
    pub(super) notes: Notes,
    /// The box of the list item that is being read, where it stands in the item's first paragraph.
    pub(super) task: Option<bool>,
    depth: usize,
}

/// Reads the content of a page. `Err` where it is nested deeper than anything that is meant.
pub(super) fn read(
    source: &Source<'_>,
    dialect: &Dialect,
    is_worksheet: bool,
    references: Vec<Reference>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Content, Diagnostic> {
    let text = source.text.get(source.offset..).unwrap_or("");
    let masked = if is_worksheet { mask_blanks(text) } else { text.into() };
    let events = Events::new(&masked, source.offset, dialect);
    let mut reader =
        Reader { worksheet: is_worksheet, ..Reader::new(source, events, dialect, references, diagnostics) };
    let blocks = reader.blocks()?.into_vec();
    let footnotes = reader.footnotes();
    let Reader { headings, fields, references, dos, .. } = reader;
    let places: usize = fields.iter().map(|field| field.controls().len()).sum();
    if places > MOST_PLACES {
        let message = format!("this page has {places} places to write, and {MOST_PLACES} is the most");
        return Err(Diagnostic::new(Code::TooManyPlaces, message)
            .at(Span::start_of(source.file))
            .help("divide it into several worksheets; nobody fills in that many in one go"));
    }
    Ok(Content { blocks, headings, fields, footnotes, references, dos })
}

impl<'s, 't> Reader<'s, 't> {
    /// A reader at the beginning of a text that is no worksheet.
    pub(super) fn new(
        source: &Source<'s>,
        events: Events<'t>,
        dialect: &'s Dialect,
        references: Vec<Reference>,
        diagnostics: &'s mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            source: *source,
            dialect,
            worksheet: false,
            events,
            references,
            diagnostics,
            picture_titles: HashMap::new(),
            fields: Vec::new(),
            field_ids: Anchors::default(),
            notes: Notes::default(),
            anchors: Anchors::default(),
            headings: Vec::new(),
            item_places: HashMap::new(),
            dos: Vec::new(),
            task: None,
            depth: 0,
        }
    }

    /// Goes one level deeper, or says that the text is nested too deeply.
    pub(super) fn enter(&mut self) -> Result<(), Diagnostic> {
        self.depth += 1;
        if self.depth <= MOST_LEVELS {
            return Ok(());
        }
        Err(Diagnostic::new(Code::TooDeep, format!("the text is nested more than {MOST_LEVELS} levels deep"))
            .at(self.source.span(self.events.at()..self.events.at() + 1))
            .help("look for long runs of `>`, `[` or spaces that were not meant"))
    }

    /// Goes one level deeper for an element of raw HTML; false where that would be too deep, and the element is shown as text.
    pub(super) fn enters_element(&mut self) -> bool {
        let fits = self.depth < MOST_LEVELS;
        self.depth += usize::from(fits);
        fits
    }

    /// Comes back from a level.
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Collects blocks up to the end of the element that holds them.
    fn blocks(&mut self) -> Result<Blocks, Diagnostic> {
        let pieces = self.pieces()?;
        Ok(pieces.into_iter().map(|p| p.block).collect())
    }

    fn pieces(&mut self) -> Result<Vec<Piece>, Diagnostic> {
        let out = self.raw_pieces()?;
        Ok(if self.worksheet { worksheet::fields(self, out) } else { out })
    }

    /// The pieces as Markdown has them, before a worksheet's places to write are found.
    fn raw_pieces(&mut self) -> Result<Vec<Piece>, Diagnostic> {
        self.enter()?;
        let mut html = super::html_blocks::Frames::default();
        let mut out = Vec::new();
        while let Some(event) = self.events.peek() {
            if is_inline(event) {
                let (inlines, range) = self.run()?;
                html.add(&mut out, Piece { block: Block::Plain(inlines.into()), range });
                continue;
            }
            let Some((event, range)) = self.events.next() else { break };
            match event {
                Event::End(_) => break,
                Event::Start(Tag::HtmlBlock) => self.html_block(&range, &mut html, &mut out),
                Event::Start(tag) => {
                    if let Some(block) = self.block(tag, range.clone())? {
                        html.add(&mut out, Piece { block, range });
                    }
                }
                Event::Rule => html.add(&mut out, Piece { block: Block::Rule, range }),
                Event::TaskListMarker(done) => self.task = Some(done),
                _ => {}
            }
        }
        self.close_html(html, &mut out);
        self.leave();
        Ok(out)
    }

    fn block(&mut self, tag: Tag<'_>, range: Range<usize>) -> Result<Option<Block>, Diagnostic> {
        Ok(Some(match tag {
            Tag::Paragraph => {
                let inlines = self.inlines()?;
                self.paragraph(inlines)
            }
            Tag::Heading { level, id, classes, .. } => {
                let classes = classes.iter().map(|c| c.as_ref().into()).collect();
                self.heading(level as u8, id.as_deref(), classes, range)?
            }
            Tag::BlockQuote(_) => self.quote(range)?,
            Tag::CodeBlock(kind) => return self.code(&kind, range),
            Tag::List(start) => Block::List(Box::new(List { start, items: self.items(range.start)? })),
            Tag::Table(align) => self.table(&align)?,
            Tag::DefinitionList => self.definitions()?,
            Tag::FootnoteDefinition(name) => {
                let blocks = self.blocks()?;
                self.footnote(&name, blocks, range);
                return Ok(None);
            }
            _ => {
                let blocks = self.blocks()?;
                Block::Quote(blocks)
            }
        }))
    }

    fn paragraph(&mut self, inlines: Vec<Inline>) -> Block {
        let [Inline::Picture(link, alt)] = inlines.as_slice() else { return Block::Paragraph(inlines.into()) };
        let title = self.picture_titles.get(link).filter(|t| !t.is_empty());
        let caption = title.map(|t| Inlines::from([Inline::Text(t.clone())]));
        Block::Picture(Box::new(Picture { link: *link, alt: alt.clone(), caption, credit: None }))
    }

    fn heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        classes: Box<[Box<str>]>,
        range: Range<usize>,
    ) -> Result<Block, Diagnostic> {
        let content = self.inlines()?;
        let text = plain_text(&content);
        let id = match id {
            Some(id) if self.anchors.claim(id) => id.to_owned(),
            Some(id) => {
                let help = if Anchors::is_reserved(id) {
                    "it is the theme's, as are all that begin with `_`: give the heading another id"
                } else {
                    "give one of the two headings another id"
                };
                let message = format!("the id `{id}` is in use on this page already");
                self.diagnostics
                    .push(Diagnostic::new(Code::DuplicateId, message).at(self.source.span(range)).help(help));
                self.anchors.unique(id, "section")
            }
            None => self.anchors.unique(&text, "section"),
        };
        // The title is the one heading of the first level.
        let level = if self.headings.is_empty() { level } else { level.max(2) };
        self.headings.push(Entry { level: level.max(2), id: id.as_str().into(), text: text.into() });
        Ok(Block::Heading(Box::new(Heading { level, id: id.into(), classes, content: content.into() })))
    }

    fn quote(&mut self, range: Range<usize>) -> Result<Block, Diagnostic> {
        // The word of a callout goes before the rest is looked at: it is no part of a label.
        let mut pieces = self.raw_pieces()?;
        let callout = if self.dialect.admonitions {
            callouts::of_quote(&mut pieces, &self.source, range.clone(), self.diagnostics)
        } else {
            None
        };
        let pieces = if self.worksheet { worksheet::fields(self, pieces) } else { pieces };
        if let Some(kind) = callout {
            let word = callouts::place(&self.source, range, kind.word());
            self.dos.extend(DoList::of(kind, word, &pieces, &self.item_places));
        }
        let blocks = pieces.into_iter().map(|p| p.block).collect();
        Ok(match callout {
            Some(kind) => Block::Callout(kind, blocks),
            None => Block::Quote(blocks),
        })
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Result<Option<Block>, Diagnostic> {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or("").to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        let mut text = String::new();
        let mut first = None;
        while let Some((event, at)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Text(t) | Event::Code(t) | Event::Html(t) => {
                    first.get_or_insert(at.start);
                    text.push_str(&t);
                }
                _ => {}
            }
        }
        let text = text.replace(super::events::BLANK, "_");
        if almost::is_almost_the_fence(&info) {
            self.diagnostics.push(almost::fence(&info).at(self.source.span(range.clone())));
        }
        if info == "worksheet" {
            let blocks = fields::read(self, &text, first.unwrap_or(range.start), &range)?;
            return Ok(match blocks.len() {
                0 => None,
                1 => blocks.into_iter().next(),
                _ => Some(Block::Stretch(Box::new((Attributes::default(), blocks.into())))),
            });
        }
        Ok(Some(Block::Code(Box::new(CodeBlock { language: info.into(), text: text.into() }))))
    }

    fn items(&mut self, start: usize) -> Result<Box<[Item]>, Diagnostic> {
        let outer = self.task.take();
        let (mut items, mut places) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    // The box of an item stands before its text, or in its first paragraph where items are set apart.
                    self.task = None;
                    let pieces = self.raw_pieces()?;
                    let task = self.task.take();
                    let pieces = if self.worksheet { worksheet::item(self, task, pieces) } else { pieces };
                    items.push(Item { task, blocks: pieces.into_iter().map(|p| p.block).collect() });
                    places.push(range);
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        self.task = outer;
        self.item_places.insert(start, places);
        Ok(items.into())
    }

    fn table(&mut self, align: &[Alignment]) -> Result<Block, Diagnostic> {
        let align = align
            .iter()
            .map(|a| match a {
                Alignment::Center => Align::Center,
                Alignment::Right => Align::End,
                Alignment::None | Alignment::Left => Align::Start,
            })
            .collect();
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => head = self.cells()?,
                Event::Start(Tag::TableRow) => rows.push(self.cells()?.into()),
                Event::End(_) => break,
                _ => {}
            }
        }
        Ok(Block::Table(Box::new(Table { align, head: head.into(), rows: rows.into() })))
    }

    fn cells(&mut self) -> Result<Vec<Inlines>, Diagnostic> {
        let mut cells = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(_) => cells.push(self.inlines()?.into()),
                Event::End(_) => break,
                _ => {}
            }
        }
        Ok(cells)
    }

    fn definitions(&mut self) -> Result<Block, Diagnostic> {
        let mut out: Vec<(Inlines, Vec<Blocks>)> = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => out.push((self.inlines()?.into(), Vec::new())),
                Event::Start(_) => {
                    let details = self.blocks()?;
                    if let Some(last) = out.last_mut() {
                        last.1.push(details);
                    }
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        let definitions = out.into_iter().map(|(term, details)| Definition { term, details: details.into() });
        Ok(Block::Definitions(definitions.collect()))
    }

    /// The inlines that stand in a block without a paragraph, as in a tight list.
    fn run(&mut self) -> Result<(Vec<Inline>, Range<usize>), Diagnostic> {
        self.inlines_while(is_inline)
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::FootnoteReference(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_) => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(_) | Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
    }
}
