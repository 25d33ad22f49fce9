//! The places to write of a worksheet, as Markdown notes them.
//!
//! In: the blocks of one container. Out: the same blocks with fields in the place of ruled lines, sentences with blanks,
//! lists of choices and ticks, and tables with empty cells. The paragraph above a field becomes its label.

use super::blocks::{Piece, Reader};
use crate::body::{Block, Field, FieldKind, Grid, Inline, Inlines, Item, List, Table, blanks, plain_text, shortened};
use crate::diag::{Code, Diagnostic};
use crate::slug::key;
use std::collections::HashMap;
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
                reader.almost_a_cell(&table, &range);
                let above = || Label { words: heads(&table), stands_above: true };
                let label = paragraph_above(&mut out).unwrap_or_else(above);
                add(reader, &mut out, label, FieldKind::Table(Box::new(grid(&table))), range);
            }
            block => {
                let piece = Piece { block, range };
                reader.almost_a_field(&piece);
                out.push(piece);
            }
        }
    }
    out
}

/// A list item's pieces: the first stays as it is where it is an option or a line to write on, for its list to take.
pub(super) fn item(reader: &mut Reader<'_, '_>, task: Option<bool>, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut pieces = pieces.into_iter();
    let Some(first) = pieces.next() else { return Vec::new() };
    let answer = match &first.block {
        Block::Plain(inlines) | Block::Paragraph(inlines) => {
            reader.almost_an_option(task, inlines, &first.range);
            answer_of(task, inlines)
        }
        _ if task.is_some() => Answer::Tick,
        _ => Answer::Text,
    };
    let rest: Vec<Piece> = pieces.collect();
    if answer == Answer::Text {
        return fields(reader, std::iter::once(first).chain(rest).collect());
    }
    if let (Some(next), Some(last)) = (rest.first(), rest.last()) {
        let message = "what stands below an option would be lost: an option is one text";
        let d =
            Diagnostic::new(Code::WorksheetSyntax, message).at(reader.source.span(next.range.start..last.range.end));
        reader.diagnostics.push(d.help("write it in the option's own line, or below the whole list"));
    }
    vec![first]
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
    let id =
        reader.field_id(None, &name, range.clone(), "put a line of text directly above it, such as `What happened?`");
    out.push(Piece { block: Block::Field(reader.fields.len()), range });
    reader.fields.push(Field { id, label, name, stands_above, hint: None, example: None, kind });
}

impl Reader<'_, '_> {
    /// The id of a field: its own, else its label's key; an empty or a second one is an error. `cure` says where a label
    /// is written.
    pub(super) fn field_id(&mut self, own: Option<&str>, name: &str, range: Range<usize>, cure: &str) -> Box<str> {
        if !is_said(name) {
            let message = "nobody knows what to write here: this place has no label";
            let d = Diagnostic::new(Code::EmptyLabel, message).at(self.source.span(range));
            self.diagnostics.push(d.help(cure));
            return self.field_ids.unique("field", "field").into();
        }
        let id = own.map_or_else(|| shortened(key(name)), str::to_owned);
        let is_free = self.field_ids.claim(&id);
        let anchor = format!("field-{id}");
        if is_free && self.anchors.claim(&anchor) {
            return id.into();
        }
        let (message, help) = if is_free {
            (
                format!("a heading of this page has the anchor `{anchor}` of this field already"),
                "word one of the two differently",
            )
        } else if own.is_some() {
            (format!("two fields of this page have the id `{id}`"), "give one of them another `id:`")
        } else {
            (
                format!("two fields of this page have the label `{name}`, and so the id `{id}`"),
                "word one of the labels differently, or give the field an `id:` in a `worksheet` block",
            )
        };
        self.diagnostics.push(Diagnostic::new(Code::DuplicateId, message).at(self.source.span(range)).help(help));
        self.field_ids.unique(&id, "field").into()
    }
}

/// True for `___` alone on a line, which is a line to write on; `---` and `***` stay rules.
fn is_line(reader: &Reader<'_, '_>, range: &Range<usize>) -> bool {
    reader.source.slice(range.clone()).trim_start().starts_with('_')
}

pub(super) fn has_blank(inlines: &[Inline]) -> bool {
    blanks(inlines) > 0
}

fn is_empty(cell: &[Inline]) -> bool {
    plain_text(cell).trim().is_empty() && !cell.iter().any(|i| matches!(i, Inline::Picture(..)))
}

/// The label of what follows: the paragraph above, which is taken, else the heading above, which stays.
fn take_label(out: &mut Vec<Piece>) -> Label {
    paragraph_above(out).unwrap_or_else(|| match out.last().map(|p| &p.block) {
        // Its words alone: links and notes are there already.
        Some(Block::Heading(heading)) => {
            Label { words: Box::from([Inline::Text(plain_text(&heading.content).into())]), stands_above: true }
        }
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
            if has_linked_blank(&done) {
                let d = Diagnostic::new(Code::WorksheetSyntax, "a blank cannot stand in the words of a link");
                reader
                    .diagnostics
                    .push(d.at(reader.source.span(range.clone())).help("write the blank beside the link"));
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

pub(super) fn has_linked_blank(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Link(_, inside) => has_blank(inside),
        Inline::Marked(_, inside) => has_linked_blank(inside),
        Inline::Stretch(stretch) => has_linked_blank(&stretch.2),
        _ => false,
    })
}

/// The sentence with its blanks numbered from 0, and how many there are.
pub(super) fn numbered(line: Vec<Inline>) -> (Inlines, u32) {
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
    Line,
    Text,
}

fn answer(item: &Item) -> Answer {
    option_text(item).map_or(Answer::Text, |inlines| answer_of(item.task, inlines))
}

fn answer_of(task: Option<bool>, inlines: &[Inline]) -> Answer {
    match inlines {
        _ if task.is_some() => Answer::Tick,
        [Inline::Text(text), ..] if text.starts_with("( ) ") || &**text == "( )" => Answer::Choice,
        [Inline::Blank(_)] => Answer::Line,
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
        let kind = match sort {
            Answer::Text => {
                let block = Block::List(Box::new(List { start: list.start, items: done.into() }));
                out.push(Piece { block, range: range.clone() });
                continue;
            }
            Answer::Line => FieldKind::Lines(u32::try_from(done.len()).unwrap_or(u32::MAX)),
            Answer::Choice => FieldKind::Choose(options(reader, &done, range)),
            Answer::Tick => FieldKind::Check(options(reader, &done, range)),
        };
        let label = take_label(out);
        add(reader, out, label, kind, range.clone());
    }
}

/// The options of a group, their blanks numbered from 0 in each.
fn options(reader: &mut Reader<'_, '_>, items: &[Item], range: &Range<usize>) -> Box<[Inlines]> {
    let options: Box<[Inlines]> = items
        .iter()
        .map(|item| {
            let mut inlines = option_text(item).cloned().unwrap_or_default().into_vec();
            if let Some(Inline::Text(first)) = inlines.first_mut() {
                *first = first.strip_prefix("( )").unwrap_or(first).trim_start().into();
            }
            numbered(inlines).0
        })
        .collect();
    let span = reader.source.span(range.clone());
    same_words(&options, "options of one question")
        .into_iter()
        .for_each(|d| reader.diagnostics.push(d.at(span.clone())));
    options
}

/// What is wrong with options, columns or rows that say nothing, or the same: nobody could tell their answers apart.
pub(super) fn same_words(texts: &[Inlines], what: &str) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut out = Vec::new();
    for text in texts {
        let words = plain_text(text).trim().to_owned();
        if !is_said(&words) {
            let d = Diagnostic::new(Code::EmptyLabel, "an option has no words");
            out.push(d.help("write behind the brackets what can be chosen, or take the option out"));
        } else if let Some(first) = seen.insert(key(&words), words.clone()) {
            let message = format!("two {what} are `{first}` and `{words}`: their answers could not be told apart");
            let d = Diagnostic::new(Code::DuplicateId, message);
            out.push(d.help("word one of them differently, or take it out"));
        }
    }
    out
}

/// True for words that say something: more than blanks, spaces and stops.
pub(super) fn is_said(words: &str) -> bool {
    words.contains(|c: char| !c.is_whitespace() && !c.is_ascii_punctuation() && c != '…')
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
