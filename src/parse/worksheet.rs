//! The places to write of a worksheet, as Markdown notes them.
//!
//! In: the blocks of one container. Out: the same blocks with fields in the place of ruled lines, sentences with blanks,
//! lists of choices and ticks, and tables with empty cells. The paragraph above a field becomes its label.

use super::blocks::{Piece, Reader};
use crate::body::{Block, Field, FieldKind, Grid, Inline, Inlines, Item, List, Table, plain_text};
use crate::diag::{Code, Diagnostic};
use crate::slug::slugify;
use std::ops::Range;

/// Puts fields in the place of what notes them.
pub(super) fn fields(reader: &mut Reader<'_, '_>, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let range = piece.range.clone();
        match piece.block {
            Block::Rule if is_line(reader, &range) => {
                let mut rows = 1;
                while pieces.peek().is_some_and(|p| matches!(p.block, Block::Rule) && is_line(reader, &p.range)) {
                    pieces.next();
                    rows += 1;
                }
                let label = take_label(&mut out);
                add(reader, &mut out, label, FieldKind::Lines(rows), range);
            }
            Block::Paragraph(inlines) if has_blank(&inlines) => {
                sentences(reader, &mut out, &inlines, &range, Block::Paragraph);
            }
            Block::Plain(inlines) if has_blank(&inlines) => sentences(reader, &mut out, &inlines, &range, Block::Plain),
            Block::List(list) => groups(reader, &mut out, *list, &range),
            Block::Table(table) if table.rows.iter().flatten().any(|cell| is_empty(cell)) => {
                let above = || Label { words: heads(&table), stands_above: true };
                let label = paragraph_above(&mut out).unwrap_or_else(above);
                add(reader, &mut out, label, FieldKind::Table(Box::new(grid(&table))), range);
            }
            block => out.push(Piece { block, range }),
        }
    }
    out
}

/// What a field is called.
#[derive(Default)]
struct Label {
    words: Inlines,
    /// True where the words are still there above the field.
    stands_above: bool,
}

impl Label {
    fn of(words: Inlines) -> Self {
        Self { words, stands_above: false }
    }
}

/// Enters a field into the page, and its place into `out`.
fn add(reader: &mut Reader<'_, '_>, out: &mut Vec<Piece>, label: Label, kind: FieldKind, range: Range<usize>) {
    let Label { words: label, stands_above } = label;
    let name: Box<str> = plain_text(&label).trim().into();
    let id = reader.field_id(None, &name, range.clone());
    out.push(Piece { block: Block::Field(reader.fields.len()), range });
    reader.fields.push(Field { id, label, name, stands_above, hint: None, example: None, kind });
}

impl Reader<'_, '_> {
    /// The id of a field: its own, else its label's slug; an empty or a second one is an error.
    pub(super) fn field_id(&mut self, own: Option<&str>, name: &str, range: Range<usize>) -> Box<str> {
        if name.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(Code::EmptyLabel, "nobody knows what to write here: this place has no label")
                    .at(self.source.span(range.clone()))
                    .help("put a line of text directly above it, such as `What happened?`"),
            );
            return self.field_ids.unique("field", "field").into();
        }
        let id = own.map_or_else(|| slugify(name), str::to_owned);
        if id.is_empty() {
            return self.field_ids.unique("field", "field").into();
        }
        if !self.field_ids.claim(&id) {
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateId, format!("two fields of this worksheet have the id `{id}`"))
                    .at(self.source.span(range))
                    .help("ids come from labels: word one of the labels differently, or give the field an `id:` in a `worksheet` block"),
            );
            return self.field_ids.unique(&id, "field").into();
        }
        id.into()
    }
}

/// True for `___` alone on a line, which is a line to write on; `---` and `***` stay rules.
fn is_line(reader: &Reader<'_, '_>, range: &Range<usize>) -> bool {
    reader.source.slice(range.clone()).trim_start().starts_with('_')
}

fn has_blank(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Blank(_) => true,
        Inline::Marked(_, inside) | Inline::Link(_, inside) => has_blank(inside),
        Inline::Stretch(stretch) => has_blank(&stretch.2),
        _ => false,
    })
}

fn is_empty(cell: &[Inline]) -> bool {
    plain_text(cell).trim().is_empty() && !cell.iter().any(|i| matches!(i, Inline::Picture(..)))
}

/// The label of what follows: the paragraph above, which is taken, else the heading above, which stays.
fn take_label(out: &mut Vec<Piece>) -> Label {
    paragraph_above(out).unwrap_or_else(|| match out.last().map(|p| &p.block) {
        Some(Block::Heading(heading)) => Label { words: heading.content.clone(), stands_above: true },
        _ => Label::default(),
    })
}

fn paragraph_above(out: &mut Vec<Piece>) -> Option<Label> {
    if !matches!(out.last().map(|p| &p.block), Some(Block::Paragraph(_) | Block::Plain(_))) {
        return None;
    }
    match out.pop().map(|p| p.block) {
        Some(Block::Paragraph(inlines) | Block::Plain(inlines)) => Some(Label::of(inlines)),
        _ => None,
    }
}

/// Cuts a paragraph into its sentences with blanks, each a field, and the text between them. A line of the source ends
/// such a sentence where it ends with a full stop, a question or exclamation mark, a colon or a blank.
fn sentences(
    reader: &mut Reader<'_, '_>,
    out: &mut Vec<Piece>,
    inlines: &[Inline],
    range: &Range<usize>,
    block: fn(Inlines) -> Block,
) {
    let mut line: Vec<Inline> = Vec::new();
    let mut text: Vec<Inline> = Vec::new();
    let mut rest = inlines.iter().peekable();
    while let Some(inline) = rest.next() {
        let breaks = matches!(inline, Inline::SoftBreak | Inline::Break);
        if !breaks {
            line.push(inline.clone());
        }
        let ends = rest.peek().is_none() || (breaks && ends_sentence(&line));
        if !ends {
            if breaks {
                line.push(inline.clone());
            }
            continue;
        }
        let done = std::mem::take(&mut line);
        if has_blank(&done) {
            if !text.is_empty() {
                out.push(Piece { block: block(std::mem::take(&mut text).into()), range: range.clone() });
            }
            let (label, blanks) = numbered(done);
            add(reader, out, Label::of(label), FieldKind::Fill(blanks), range.clone());
        } else {
            if !text.is_empty() {
                text.push(Inline::SoftBreak);
            }
            text.extend(done);
        }
    }
    if !text.is_empty() {
        out.push(Piece { block: block(text.into()), range: range.clone() });
    }
}

fn ends_sentence(line: &[Inline]) -> bool {
    match line.last() {
        Some(Inline::Blank(_)) => true,
        Some(Inline::Text(text)) => text.trim_end().ends_with(['.', '?', '!', ':', '؟', '。']),
        _ => false,
    }
}

/// The sentence with its blanks numbered from 0, and how many there are.
fn numbered(line: Vec<Inline>) -> (Inlines, u32) {
    fn number(inlines: Vec<Inline>, next: &mut u32) -> Inlines {
        let mut one = |inline| match inline {
            Inline::Blank(_) => {
                *next += 1;
                Inline::Blank(*next - 1)
            }
            Inline::Marked(mark, inside) => Inline::Marked(mark, number(inside.into_vec(), next)),
            Inline::Link(link, inside) => Inline::Link(link, number(inside.into_vec(), next)),
            Inline::Stretch(mut stretch) => {
                stretch.2 = number(std::mem::take(&mut stretch.2).into_vec(), next);
                Inline::Stretch(stretch)
            }
            other => other,
        };
        inlines.into_iter().map(&mut one).collect()
    }
    let mut blanks = 0;
    let label = number(line, &mut blanks);
    (label, blanks)
}

#[derive(Clone, Copy, PartialEq)]
enum Answer {
    Choice,
    Tick,
    Text,
}

fn answer(item: &Item) -> Answer {
    if item.task.is_some() {
        return Answer::Tick;
    }
    match option_text(item).and_then(|i| i.first()) {
        Some(Inline::Text(text)) if text.starts_with("( )") => Answer::Choice,
        _ => Answer::Text,
    }
}

fn option_text(item: &Item) -> Option<&Inlines> {
    match item.blocks.first() {
        Some(Block::Plain(inlines) | Block::Paragraph(inlines)) => Some(inlines),
        _ => None,
    }
}

/// Neighbouring items of one sort are one group of answers; other items stay a list.
fn groups(reader: &mut Reader<'_, '_>, out: &mut Vec<Piece>, list: List, range: &Range<usize>) {
    let mut run: Vec<Item> = Vec::new();
    let mut items = list.items.into_vec().into_iter().peekable();
    while let Some(item) = items.next() {
        let sort = answer(&item);
        run.push(item);
        if items.peek().is_some_and(|next| answer(next) == sort) {
            continue;
        }
        let done = std::mem::take(&mut run);
        if sort == Answer::Text {
            let block = Block::List(Box::new(List { start: list.start, items: done.into() }));
            out.push(Piece { block, range: range.clone() });
            continue;
        }
        let options: Box<[Inlines]> =
            done.iter().map(|item| option(option_text(item).cloned().unwrap_or_default())).collect();
        let kind = if sort == Answer::Choice { FieldKind::Choose(options) } else { FieldKind::Check(options) };
        let label = take_label(out);
        add(reader, out, label, kind, range.clone());
    }
}

fn option(inlines: Inlines) -> Inlines {
    let mut inlines = inlines.into_vec();
    if let Some(Inline::Text(first)) = inlines.first_mut() {
        *first = first.strip_prefix("( )").unwrap_or(first).trim_start().into();
    }
    inlines.into()
}

fn heads(table: &Table) -> Inlines {
    let heads: Vec<String> =
        table.head.iter().map(|h| plain_text(h).trim().to_owned()).filter(|h| !h.is_empty()).collect();
    if heads.is_empty() { Inlines::default() } else { Box::from([Inline::Text(heads.join(" / ").into())]) }
}

fn grid(table: &Table) -> Grid {
    let named_rows = table.rows.iter().all(|row| row.first().is_some_and(|cell| !is_empty(cell)));
    let rows = table.rows.iter().map(|row| row.iter().map(|c| (!is_empty(c)).then(|| c.clone())).collect()).collect();
    Grid { columns: table.head.clone(), rows, named_rows }
}
