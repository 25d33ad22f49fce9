//! Worksheet fields as chunks: what to write, and where.
//!
//! The names of fields are asked of [`Field::controls`], so that they are those of the form on the screen.

use super::compose::{Sentence, Within};
use super::sheet::{Chunk, Frame, Item, RULE};
use super::sizes::MM;
use super::tags::Role;
use super::typeset::Style;
use super::widgets::Kind;
use super::writer::{Manner, Spot, Writer, rule};
use crate::body::{Control, Field, FieldKind, Inlines, Scale, blanks, plain_text};
use crate::output::labels;

/// A date or a name needs no whole line.
const SHORT: f32 = 80.0 * MM;

impl Writer<'_> {
    /// A field: kept on one page where a page can hold it.
    pub(super) fn field(&mut self, spot: Spot, field: &Field) {
        self.space(self.sizes.body * 1.1);
        self.field += 1;
        let question = self.question(&field.id);
        let group = self.tags.group(spot.group, question);
        let spot = Spot { group, ..self.roomy(spot) };
        self.together(|writer| {
            let is_sentence = matches!(field.kind, FieldKind::Fill(_));
            if !is_sentence {
                if !field.stands_above {
                    let style = Style { bold: true, ..writer.plain() };
                    let manner = Manner { keep: true, ..writer.manner() };
                    writer.paragraph(spot, Role::Paragraph, &field.label, style, manner);
                }
                writer.advice(spot, field);
            }
            writer.answer(spot, field);
            if is_sentence {
                // A sentence is its own label, so advice comes after it.
                writer.advice(spot, field);
            }
        });
        self.space(self.sizes.body * 1.1);
    }

    /// The group of a field, with its id; of two with one id the author has been told.
    fn question(&mut self, id: &str) -> Role {
        let id = format!("{}{id}", self.prefix);
        let is_new = !id.is_empty() && self.ids.insert(id.clone());
        if is_new { Role::Question(id) } else { Role::Div(None) }
    }

    fn advice(&mut self, spot: Spot, field: &Field) {
        let manner = self.manner();
        if let Some(hint) = &field.hint {
            let style = self.small();
            self.paragraph(spot, Role::Paragraph, hint, style, manner);
        }
        if let Some(example) = &field.example {
            let style = self.small();
            let group = self.tags.group(spot.group, Role::Paragraph);
            let within = Within::new(group, style);
            let label = format!("{}: ", self.say("callout-example", &[]));
            let mut composed = self.words(&label, &Within::new(group, Style { bold: true, ..style }));
            self.push_inlines(example, &within, &mut composed);
            self.set(spot, &composed, manner);
        }
    }

    fn answer(&mut self, spot: Spot, field: &Field) {
        let controls = field.controls();
        let mut controls = controls.iter();
        match &field.kind {
            FieldKind::Lines(rows) => self.writing_lines(spot, field, *rows, spot.width),
            FieldKind::Date | FieldKind::Sign => self.writing_lines(spot, field, 1, SHORT.min(spot.width)),
            FieldKind::Box(height) => self.frame(spot, field, *height),
            FieldKind::Check(options) => self.options(spot, field, options, &mut controls),
            FieldKind::Choose(options) => self.options(spot, field, options, &mut controls),
            FieldKind::Rate(scale) => self.scale(spot, field, scale, &mut controls),
            FieldKind::Table(grid) => {
                self.space(self.sizes.body * 0.4);
                self.grid(spot, field, grid);
            }
            FieldKind::Fill(total) => {
                let sentence = Sentence { name: &field.id, words: &field.name, total: *total };
                let group = self.tags.group(spot.group, Role::Paragraph);
                let within = Within::new(group, self.plain()).sentence(Some(sentence));
                let composed = self.compose(&field.label, &within);
                let manner = self.manner();
                self.set(spot, &composed, manner);
            }
        }
    }

    /// Ruled lines, a field on each: no viewer's own lines would stand on those of the page.
    fn writing_lines(&mut self, spot: Spot, field: &Field, rows: u32, width: f32) {
        let pitch = self.sizes.pitch;
        let x = self.start(spot, 0.0, width);
        for n in 1..=rows {
            let form = self.tags.group(spot.group, Role::Form);
            let leaf = self.tags.leaf(form);
            let (kind, own) = if rows == 1 {
                (Kind::Text { multiline: false }, None)
            } else {
                let values = [("n", n.to_string()), ("total", rows.to_string()), ("label", field.name.to_string())];
                (Kind::Line { number: n }, Some(self.say("pdf-line", &values)))
            };
            let widget = self.widget(&field.id, kind, field.name.to_string(), own);
            let height = pitch * 0.86;
            let frame = Frame { x, y: pitch - height, width, height };
            let items = vec![rule((x, pitch), width), Item::Field { frame, widget, leaf }];
            self.push(Chunk { height: pitch, items, ..Chunk::default() });
        }
    }

    fn frame(&mut self, spot: Spot, field: &Field, centimetres: u32) {
        self.space(self.sizes.body * 0.4);
        let form = self.tags.group(spot.group, Role::Form);
        let leaf = self.tags.leaf(form);
        let widget = self.widget(&field.id, Kind::Text { multiline: true }, field.name.to_string(), None);
        // Higher than a page there is nothing.
        let height = (centimetres as f32 * 10.0 * MM).min(self.sizes.room().1 * 0.8);
        let frame = Frame { x: spot.x, y: 0.0, width: spot.width, height };
        let inner = Frame { x: frame.x + 2.0, y: 2.0, width: frame.width - 4.0, height: height - 4.0 };
        let items = vec![
            Item::Box { frame, edge: Some((0.8, RULE)), ground: None },
            Item::Field { frame: inner, widget, leaf },
        ];
        self.push(Chunk { height, items, ..Chunk::default() });
    }

    fn options<'c>(
        &mut self,
        spot: Spot,
        field: &Field,
        options: &[Inlines],
        controls: &mut impl Iterator<Item = &'c Control>,
    ) {
        let list = self.tags.group(spot.group, Role::List(false));
        for option in options {
            let Some(control) = controls.next() else { return };
            let count = blanks(option);
            controls.by_ref().take(count as usize).for_each(drop);
            self.option(Spot { group: list, ..spot }, field, option, control, count);
        }
    }

    fn option(&mut self, spot: Spot, field: &Field, option: &Inlines, control: &Control, count: u32) {
        let item = self.tags.group(spot.group, Role::Item);
        let body = self.tags.group(item, Role::ItemBody);
        let form = self.tags.group(body, Role::Form);
        let leaf = self.tags.leaf(form);
        let words = plain_text(option).trim().to_owned();
        let (kind, name) = match &control.value {
            Some(value) => (Kind::Choice { value: value.clone() }, format!("{}--{value}", control.name)),
            None => (Kind::Tick, control.name.clone()),
        };
        let is_choice = control.value.is_some();
        let full = answered(field, &words);
        let widget = self.widget(&control.name, kind, field.name.to_string(), Some(full));
        let sentence = (count > 0).then_some(Sentence { name: &name, words: &words, total: count });
        let within = Within::new(body, self.plain()).sentence(sentence);
        let composed = self.compose(option, &within);

        let side = self.sizes.tick;
        let indent = side + self.sizes.body * 0.7;
        let inner = self.inset(spot, indent, 0.0);
        let manner = Manner { leading: self.sizes.leading.max(1.35), ..self.manner() };
        self.space(self.sizes.body * 0.45);
        let first = self.galley.chunks.len();
        self.set(Spot { group: body, ..inner }, &composed, manner);
        if self.galley.chunks.len() == first {
            self.push(Chunk { height: side, ..Chunk::default() });
        }
        let x = self.start(spot, 0.0, side);
        let size = self.sizes.body;
        #[expect(clippy::indexing_slicing, reason = "it was there, or has just been pushed")]
        let chunk = &mut self.galley.chunks[first];
        let baseline = baseline_of(&chunk.items).unwrap_or(side);
        // In the middle of small letters and capitals.
        let y = baseline - size * 0.36 - side / 2.0;
        chunk.items.push(mark((x, y), side, is_choice));
        chunk.items.push(Item::Field { frame: Frame { x, y, width: side, height: side }, widget, leaf });
    }

    /// Numbers with a ring below each, as many in a row as there is room for.
    fn scale<'c>(
        &mut self,
        spot: Spot,
        field: &Field,
        scale: &Scale,
        controls: &mut impl Iterator<Item = &'c Control>,
    ) {
        self.space(self.sizes.body * 0.5);
        let list = self.tags.group(spot.group, Role::List(false));
        let (side, size) = (self.sizes.tick, self.sizes.body);
        let longest = [scale.from, scale.to].iter().map(|n| n.to_string().len()).max().unwrap_or(1);
        let least = (longest as f32 * size * 0.62).max(side) + size * 0.8;
        let count = (scale.to - scale.from + 1).max(1) as f32;
        let in_row = (spot.width / least).floor().clamp(1.0, count);
        let cell = (spot.width / in_row).min(size * 5.0);
        let numbers: Vec<i64> = (scale.from..=scale.to).collect();
        for row in numbers.chunks(in_row as usize) {
            let mut items = Vec::new();
            let mut line_height = 0.0_f32;
            for (i, n) in row.iter().enumerate() {
                let Some(control) = controls.next() else { break };
                let item = self.tags.group(list, Role::Item);
                let body = self.tags.group(item, Role::ItemBody);
                let form = self.tags.group(body, Role::Form);
                let leaf = self.tags.leaf(form);
                let value = control.value.clone().unwrap_or_default();
                let full = answered(field, &number_words(scale, *n));
                let widget = self.widget(&control.name, Kind::Choice { value }, field.name.to_string(), Some(full));
                let composed = self.words(&n.to_string(), &Within::new(body, self.plain()));
                let x = self.start(spot, cell * i as f32, cell);
                let manner = Manner { align: parley::Alignment::Center, ..self.manner() };
                for line in self.lines(cell, &composed, manner) {
                    line_height = line_height.max(line.height);
                    items.extend(self.placed(x, line, &composed));
                }
                let corner = (x + (cell - side) / 2.0, line_height + size * 0.15);
                items.push(mark(corner, side, true));
                let frame = Frame { x: corner.0, y: corner.1, width: side, height: side };
                items.push(Item::Field { frame, widget, leaf });
            }
            let height = line_height + side + size * 0.4;
            self.push(Chunk { height, items, ..Chunk::default() });
            self.space(size * 0.4);
        }
        if let Some((first, last)) = &scale.labels {
            let ends = [(scale.from, first), (scale.to, last)];
            for (n, label) in ends {
                let group = self.tags.group(spot.group, Role::Paragraph);
                let within = Within::new(group, self.small());
                let mut composed = self.words(&format!("{n} = "), &within);
                self.push_inlines(label, &within, &mut composed);
                let manner = self.manner();
                self.set(spot, &composed, manner);
            }
        }
    }
}

/// A question with one of its answers, as it is read out.
fn answered(field: &Field, answer: &str) -> String {
    format!("{}: {answer}", field.name.trim_end_matches([':', '：']))
}

/// A number of a scale as it is read out: with what it means, where that is said.
fn number_words(scale: &Scale, n: i64) -> String {
    labels::end(scale, n).map_or_else(|| n.to_string(), |label| format!("{n} {}", plain_text(label).trim()))
}

/// A box to tick or a ring to choose, with its top left corner.
fn mark(corner: (f32, f32), side: f32, is_choice: bool) -> Item {
    let frame = Frame { x: corner.0, y: corner.1, width: side, height: side };
    if is_choice {
        Item::Ring { centre: (corner.0 + side / 2.0, corner.1 + side / 2.0), radius: side / 2.0 }
    } else {
        Item::Box { frame, edge: Some((0.9, RULE)), ground: None }
    }
}

/// Where the first words of a line stand.
pub(super) fn baseline_of(items: &[Item]) -> Option<f32> {
    items.iter().find_map(|item| match item {
        Item::Run(run) => Some(run.at.1),
        _ => None,
    })
}
