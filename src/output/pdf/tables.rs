//! Tables, to read and to write in: columns as wide as they need, rows that are kept whole, heads again on every page.

use super::compose::{Composed, Within};
use super::sheet::{Chunk, Frame, Item, RULE, TINT};
use super::tags::{Group, Role};
use super::typeset::{self, Setting, Style};
use super::widgets::Kind;
use super::writer::{Manner, Spot, Writer};
use crate::body::{Align, Field, Grid, Inlines, Table, plain_text};
use crate::output::labels::{self, words};
use parley::Alignment;

/// What is drawn around cells.
const EDGE: f32 = 0.6;
/// An empty cell is at least so high, in writing lines.
const CELL_LINES: f32 = 1.6;
/// Tables with more rows than this have no room on one sheet, and are divided between rows.
const MOST_ROWS: usize = 12;

/// How much of a page the heads of a table may take, to be repeated on the next.
const HEAD_SHARE: f32 = 0.3;

/// A cell of a row.
enum Cell {
    /// Words, and how they stand.
    Words(Composed, Alignment),
    /// A place to write: its widget and its leaf.
    Blank(usize, super::tags::Leaf),
}

/// What a row is.
#[derive(Clone, Copy, PartialEq)]
enum RowKind {
    /// The heads of the columns.
    Head,
    /// A row below the heads with this number, or below none.
    Below(Option<usize>),
}

/// A column: where it begins and how wide it is.
type Column = (f32, f32);

impl Writer<'_> {
    pub(super) fn table(&mut self, spot: Spot, table: &Table) {
        self.space(self.sizes.body);
        let texts: Vec<Vec<Option<&Inlines>>> = table.rows.iter().map(|row| row.iter().map(Some).collect()).collect();
        let columns = self.columns(spot, &table.head, &texts, false);
        let align = |i: usize| match table.align.get(i) {
            Some(Align::Center) => Alignment::Center,
            Some(Align::End) => Alignment::End,
            _ => Alignment::Start,
        };
        let group = self.tags.group(spot.group, Role::Table);
        let head = self.head(group, &table.head, &columns, align);
        let body = self.tags.group(group, Role::TableBody);
        for row in &table.rows {
            let tr = self.tags.group(body, Role::Row);
            let cells = row.iter().enumerate().map(|(i, text)| self.words_of_cell(tr, Role::Cell, text, align(i)));
            let cells: Vec<Cell> = cells.collect();
            self.row(&columns, &cells, RowKind::Below(head), false);
        }
        self.space(self.sizes.body);
    }

    /// A table to fill in. Up to twelve rows are kept on one page.
    pub(super) fn grid(&mut self, spot: Spot, field: &Field, grid: &Grid) {
        let texts: Vec<Vec<Option<&Inlines>>> =
            grid.rows.iter().map(|row| row.iter().map(Option::as_ref).collect()).collect();
        let columns = self.columns(spot, &grid.columns, &texts, grid.named_rows);
        let group = self.tags.group(spot.group, Role::Table);
        let head = self.head(group, &grid.columns, &columns, |_| Alignment::Start);
        let body = self.tags.group(group, Role::TableBody);
        let mut controls = field.controls().into_iter();
        for (r, row) in grid.rows.iter().enumerate() {
            let tr = self.tags.group(body, Role::Row);
            let row_name = labels::row(&|key, values| self.say(key, values), grid, r);
            let mut cells = Vec::new();
            for (i, cell) in row.iter().enumerate() {
                let is_head = i == 0 && grid.named_rows;
                cells.push(match cell {
                    Some(text) if is_head && !words(text).is_empty() => {
                        self.words_of_cell(tr, Role::RowHead, text, Alignment::Start)
                    }
                    Some(text) => self.words_of_cell(tr, Role::Cell, text, Alignment::Start),
                    None => {
                        let column = grid.columns.get(i).map(|head| words(head)).unwrap_or_default();
                        let label = if column.is_empty() { row_name.clone() } else { format!("{column}, {row_name}") };
                        let name = controls.next().map(|c| c.name).unwrap_or_default();
                        let td = self.tags.group(tr, Role::Cell);
                        let form = self.tags.group(td, Role::Form);
                        let leaf = self.tags.leaf(form);
                        Cell::Blank(self.widget(&name, Kind::Text { multiline: true }, label, None), leaf)
                    }
                });
            }
            let keep = grid.rows.len() <= MOST_ROWS && r + 1 < grid.rows.len();
            self.row(&columns, &cells, RowKind::Below(head), keep);
        }
    }

    /// The row with the heads of columns; its number for the pages to come.
    fn head(
        &mut self,
        table: Group,
        head: &[Inlines],
        columns: &[Column],
        align: impl Fn(usize) -> Alignment,
    ) -> Option<usize> {
        if head.iter().all(|h| words(h).is_empty()) {
            return None;
        }
        let thead = self.tags.group(table, Role::TableHead);
        let tr = self.tags.group(thead, Role::Row);
        let mut cells = Vec::new();
        for (i, text) in head.iter().enumerate() {
            // An empty corner is no heading.
            let role = if words(text).is_empty() { Role::Cell } else { Role::ColumnHead };
            cells.push(self.words_of_cell(tr, role, text, align(i)));
        }
        let first = self.galley.chunks.len();
        self.row(columns, &cells, RowKind::Head, true);
        let chunks = self.galley.chunks.iter().skip(first).cloned();
        // Heads that take much of a page are not repeated, so that there is room for what they are the heads of.
        if chunks.clone().map(|chunk| chunk.height).sum::<f32>() > self.sizes.room().1 * HEAD_SHARE {
            return None;
        }
        self.galley.heads.push(chunks.map(|chunk| Chunk { bookmark: None, new_page: false, ..chunk }).collect());
        Some(self.galley.heads.len() - 1)
    }

    fn words_of_cell(&mut self, row: Group, role: Role, text: &Inlines, align: Alignment) -> Cell {
        let bold = matches!(role, Role::ColumnHead | Role::RowHead);
        let group = self.tags.group(row, role);
        let style = Style { bold, ..self.plain() };
        Cell::Words(self.compose(text, &Within::new(group, style)), align)
    }

    fn pad(&self) -> f32 {
        self.sizes.body * 0.5
    }

    /// A row: a chunk for each of its lines, so that even one that is longer than a page is shown whole.
    fn row(&mut self, columns: &[Column], cells: &[Cell], kind: RowKind, keep: bool) {
        let pad = self.pad();
        let is_head = kind == RowKind::Head;
        let head = match kind {
            RowKind::Head => None,
            RowKind::Below(head) => head,
        };
        let mut set = Vec::new();
        for (cell, (x, width)) in cells.iter().zip(columns) {
            let Cell::Words(composed, align) = cell else { continue };
            let manner = Manner { align: *align, leading: 1.3, ..self.manner() };
            let lines = self.lines(width - 2.0 * pad, composed, manner);
            let placed = lines.into_iter().map(|line| (line.height, self.placed(x + pad, line, composed)));
            set.push(placed.collect::<Vec<_>>().into_iter());
        }
        let has_blank = cells.iter().any(|cell| matches!(cell, Cell::Blank(..)));
        let least = if has_blank { self.sizes.pitch * CELL_LINES } else { 0.0 };
        let mut lines: Vec<(f32, Vec<Item>)> = Vec::new();
        loop {
            let line: Vec<_> = set.iter_mut().filter_map(Iterator::next).collect();
            if line.is_empty() {
                break;
            }
            let height = line.iter().map(|(h, _)| *h).fold(0.0, f32::max);
            lines.push((height, line.into_iter().flat_map(|(_, items)| items).collect()));
        }
        if lines.is_empty() {
            lines.push((self.sizes.body, Vec::new()));
        }
        let sum: f32 = lines.iter().map(|(h, _)| *h).sum::<f32>() + 2.0 * pad;
        if let Some(last) = lines.last_mut() {
            last.0 += (least - sum).max(0.0);
        }
        let height = sum.max(least).min(self.sizes.room().1);
        let count = lines.len();
        for (n, (line, items)) in lines.into_iter().enumerate() {
            let (is_first, is_last) = (n == 0, n + 1 == count);
            let above = if is_first { pad } else { 0.0 };
            let height_here = line + above + if is_last { pad } else { 0.0 };
            let mut all = frame(columns, height_here, is_head, is_first, is_last);
            all.extend(items.into_iter().map(|item| item.moved(0.0, above)));
            if is_first {
                all.extend(blanks(columns, cells, height));
            }
            self.push(Chunk { height: height_here, items: all, keep: keep || !is_last, head, ..Chunk::default() });
        }
    }

    /// As wide as the words need where there is room; else what is left goes to those that need more. Columns to write in
    /// share what there is.
    fn columns(
        &mut self,
        spot: Spot,
        head: &[Inlines],
        rows: &[Vec<Option<&Inlines>>],
        named_rows: bool,
    ) -> Vec<Column> {
        let count = head.len().max(rows.iter().map(Vec::len).max().unwrap_or(0)).max(1);
        let pad = 2.0 * self.pad();
        let mut needs = vec![(0.0_f32, 0.0_f32); count];
        let mut is_blank = vec![false; count];
        for (text, need) in head.iter().zip(&mut needs) {
            self.need(Some(text), need, true);
        }
        for row in rows {
            let columns = needs.iter_mut().zip(&mut is_blank);
            for (i, (text, (need, is_blank))) in row.iter().zip(columns).enumerate() {
                *is_blank |= text.is_none();
                self.need(*text, need, named_rows && i == 0);
            }
        }
        // What readers write is longer than the head above it; and no column is wider than the table.
        let equal = spot.width / count as f32;
        for ((least, most), blank) in needs.iter_mut().zip(&is_blank) {
            *least += pad;
            *most = (*most + pad).min(spot.width).max(*least);
            if *blank {
                *most = most.max(equal);
            }
        }
        let roomy = |(need, blank): (&(f32, f32), &bool)| if *blank { need.0.max(equal * 0.8) } else { need.0 };
        if needs.iter().zip(&is_blank).map(roomy).sum::<f32>() <= spot.width * 0.95 {
            needs.iter_mut().zip(&is_blank).filter(|(_, blank)| **blank).for_each(|(need, _)| {
                need.0 = need.0.max(equal * 0.8);
            });
        }
        let widths = shared(&needs, &is_blank, spot.width);
        let mut offset = 0.0;
        let place = |width: f32| {
            let x = self.start(spot, offset, width);
            offset += width;
            (x, width)
        };
        widths.into_iter().map(place).collect()
    }

    fn need(&mut self, text: Option<&Inlines>, need: &mut (f32, f32), bold: bool) {
        let Some(text) = text else { return };
        let style = Style { bold, ..self.plain() };
        let text = Self::artifact(&plain_text(text), style);
        let setting = Setting { width: f32::MAX, rtl: self.rtl, align: Alignment::Start, leading: 1.3 };
        let (most, least) = typeset::widths(self.setter, &text, &setting, &self.lang);
        need.0 = need.0.max(least + 0.5);
        need.1 = need.1.max(most + 0.5);
    }
}

/// Divides a width among columns that need at least so much and like to have so much more.
fn shared(needs: &[(f32, f32)], is_blank: &[bool], width: f32) -> Vec<f32> {
    let count = needs.len() as f32;
    let (least, most) = needs.iter().fold((0.0, 0.0), |sum, need| (sum.0 + need.0, sum.1 + need.1));
    if most <= width {
        let blanks = is_blank.iter().filter(|blank| **blank).count();
        if blanks == 0 {
            let share = (width - most) / count;
            return needs.iter().map(|need| need.1 + share).collect();
        }
        // What readers write in gets the rest, and as much in each column as can be.
        let others: f32 = needs.iter().zip(is_blank).filter(|(_, blank)| !**blank).map(|(need, _)| need.1).sum();
        let equal = (width - others) / blanks as f32;
        let all_fit = needs.iter().zip(is_blank).all(|(need, blank)| !blank || need.1 <= equal);
        let share = (width - most) / blanks as f32;
        let one = |(need, blank): (&(f32, f32), &bool)| match (*blank, all_fit) {
            (false, _) => need.1,
            (true, true) => equal,
            (true, false) => need.1 + share,
        };
        return needs.iter().zip(is_blank).map(one).collect();
    }
    if least >= width {
        return needs.iter().map(|need| need.0 * width / least).collect();
    }
    let part = (width - least) / (most - least);
    needs.iter().map(|need| need.0 + (need.1 - need.0) * part).collect()
}

/// The edges of a row, and the ground of a head.
fn frame(columns: &[Column], height: f32, is_head: bool, is_first: bool, is_last: bool) -> Vec<Item> {
    let left = columns.iter().map(|c| c.0).fold(f32::MAX, f32::min);
    let right = columns.iter().map(|c| c.0 + c.1).fold(f32::MIN, f32::max);
    let line = |from, to| Item::Line { from, to, width: EDGE, ink: RULE };
    let mut out = Vec::new();
    if is_head {
        let frame = Frame { x: left, y: 0.0, width: right - left, height };
        out.push(Item::Box { frame, edge: None, ground: Some(TINT) });
    }
    if is_first {
        out.push(line((left, 0.0), (right, 0.0)));
    }
    if is_last {
        out.push(line((left, height), (right, height)));
    }
    let edges = columns.iter().map(|c| c.0).chain([right]);
    out.extend(edges.map(|x| line((x, 0.0), (x, height))));
    out
}

/// The fields of the empty cells, a little smaller than the cells.
fn blanks(columns: &[Column], cells: &[Cell], height: f32) -> Vec<Item> {
    let field = |(cell, (x, width)): (&Cell, &Column)| match cell {
        Cell::Blank(widget, leaf) => {
            let frame = Frame { x: x + 1.5, y: 1.5, width: width - 3.0, height: height - 3.0 };
            Some(Item::Field { frame, widget: *widget, leaf: *leaf })
        }
        Cell::Words(..) => None,
    };
    cells.iter().zip(columns).filter_map(field).collect()
}
