//! Places to write: the one typed model of a worksheet's fields, for every output.

use super::{Inline, Inlines, plain_text};
use crate::slug::{Anchors, key};

/// A place to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Unique on its page; keeps answers when the label changes.
    pub id: Box<str>,
    /// What to write; for a sentence with blanks, the sentence.
    pub label: Inlines,
    /// The label as plain text.
    pub name: Box<str>,
    /// True where the label's words stand above already, as a heading or as the heads of the table: they are there for
    /// who cannot see that, and not shown again.
    pub stands_above: bool,
    /// A word of advice.
    pub hint: Option<Inlines>,
    /// What somebody might write.
    pub example: Option<Inlines>,
    /// How it is answered.
    pub kind: FieldKind,
}

/// How a field is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// On ruled lines, so many.
    Lines(u32),
    /// In a box, so many centimetres high.
    Box(u32),
    /// By ticking any of several.
    Check(Box<[Inlines]>),
    /// By choosing one of several.
    Choose(Box<[Inlines]>),
    /// On a scale.
    Rate(Box<Scale>),
    /// In the empty cells of a table.
    Table(Box<Grid>),
    /// In the blanks of the label, so many.
    Fill(u32),
    /// With a date.
    Date,
    /// With a signature.
    Sign,
}

/// A scale of whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// The first number.
    pub from: i64,
    /// The last number.
    pub to: i64,
    /// What the first and the last mean.
    pub labels: Option<(Inlines, Inlines)>,
}

/// A table to fill.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The head of each column.
    pub columns: Box<[Inlines]>,
    /// The cells; `None` is a place to write.
    pub rows: Box<[Box<[Option<Inlines>]>]>,
    /// True where the first cell of a row names the row.
    pub named_rows: bool,
}

/// One control of a field: a text to write, a box to tick, or one of several to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// What an answer is kept under, the same in every output. Unique on its page, but for the choices of one field, which
    /// share it. Made of words rather than places, so that an answer never moves to another question or option.
    pub name: String,
    /// Which of several choices it is.
    pub value: Option<String>,
}

impl Field {
    /// The controls in reading order: one for lines, boxes, dates and signatures; one for each option, number, blank and
    /// empty cell.
    pub fn controls(&self) -> Vec<Control> {
        let id = &self.id;
        let part = |key: String| Control { name: format!("{id}--{key}"), value: None };
        let choice = |key: String| Control { name: id.to_string(), value: Some(key) };
        match &self.kind {
            FieldKind::Lines(_) | FieldKind::Box(_) | FieldKind::Date | FieldKind::Sign => {
                vec![Control { name: id.to_string(), value: None }]
            }
            FieldKind::Check(options) => self.options(options, part),
            FieldKind::Choose(options) => self.options(options, choice),
            FieldKind::Rate(scale) => (scale.from..=scale.to).map(|n| choice(n.to_string())).collect(),
            FieldKind::Fill(count) => (0..*count).map(|n| Control::blank(id, n)).collect(),
            FieldKind::Table(grid) => grid.cells().into_iter().map(part).collect(),
        }
    }
}

impl Field {
    /// The control of each option, and of the blanks in its words.
    fn options(&self, options: &[Inlines], control: impl Fn(String) -> Control) -> Vec<Control> {
        let one = |(option, key): (&Inlines, String)| {
            let blanks = (0..blanks(option)).map(|n| Control::blank(&format!("{}--{key}", self.id), n));
            let blanks: Vec<Control> = blanks.collect();
            std::iter::once(control(key)).chain(blanks)
        };
        options.iter().zip(keys(options)).flat_map(one).collect()
    }
}

impl Control {
    /// The control of a blank, by its number from 0 in the sentence or option with this name.
    pub fn blank(name: &str, number: u32) -> Control {
        Control { name: format!("{name}--{}", number + 1), value: None }
    }
}

/// How many blanks there are in a text.
pub fn blanks(text: &[Inline]) -> u32 {
    text.iter()
        .map(|inline| match inline {
            Inline::Blank(_) => 1,
            Inline::Marked(_, inside) | Inline::Link(_, inside) => blanks(inside),
            Inline::Stretch(stretch) => blanks(&stretch.2),
            _ => 0,
        })
        .sum()
}

impl Grid {
    /// A key for every empty cell, in reading order: the row's and the column's words, or numbers where they have none.
    fn cells(&self) -> Vec<String> {
        let columns = keys(&self.columns);
        let first = |row: &[Option<Inlines>]| row.first().cloned().flatten().filter(|_| self.named_rows);
        let rows = keys(&self.rows.iter().map(|row| first(row).unwrap_or_default()).collect::<Vec<_>>());
        let mut out = Vec::new();
        for (row, row_key) in self.rows.iter().zip(&rows) {
            let empty = row.iter().zip(&columns).filter(|(cell, _)| cell.is_none());
            out.extend(empty.map(|(_, column_key)| format!("{row_key}--{column_key}")));
        }
        out
    }
}

/// A key for each of `texts`, made of its words, or of its number from 1 where it has none.
fn keys(texts: &[Inlines]) -> Vec<String> {
    let mut used = Anchors::default();
    let mut unique = |(n, text): (usize, &Inlines)| {
        let words = shortened(key(&plain_text(text)));
        let words = if words.is_empty() { n.to_string() } else { words };
        used.unique(&words, "")
    };
    (1..).zip(texts).map(&mut unique).collect()
}

/// A name that can stand in each control of a page without making it many times as long. Hardly any is that long.
pub(crate) fn shortened(mut name: String) -> String {
    const LONGEST: usize = 200;
    name.truncate(name.floor_char_boundary(LONGEST));
    name.truncate(name.trim_end_matches('-').len());
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Inline;

    fn texts(words: &[&str]) -> Box<[Inlines]> {
        words.iter().map(|w| -> Inlines { Box::from([Inline::Text((*w).into())]) }).collect()
    }

    fn names(kind: FieldKind) -> Vec<String> {
        let field = Field {
            id: "f".into(),
            label: Inlines::default(),
            name: "F".into(),
            stands_above: false,
            hint: None,
            example: None,
            kind,
        };
        let show = |c: Control| c.value.map_or(c.name.clone(), |v| format!("{}={v}", c.name));
        field.controls().into_iter().map(show).collect()
    }

    #[test]
    fn names_are_made_of_words_so_that_an_answer_stays_with_its_option() {
        assert_eq!(
            names(FieldKind::Check(texts(&["I am calm", "…", "I am calm"]))),
            ["f--i-am-calm", "f--u2026", "f--i-am-calm-1"]
        );
        assert_eq!(names(FieldKind::Choose(texts(&["A call", "A letter"]))), ["f=a-call", "f=a-letter"]);
        let other: Inlines = Box::from([Inline::Text("Other: ".into()), Inline::Blank(0)]);
        assert_eq!(names(FieldKind::Choose(Box::new([other.clone()]))), ["f=other", "f--other--1"]);
        assert_eq!(names(FieldKind::Check(Box::new([other]))), ["f--other", "f--other--1"]);
        assert_eq!(names(FieldKind::Fill(2)), ["f--1", "f--2"]);
        assert_eq!(names(FieldKind::Rate(Box::new(Scale { from: -1, to: 1, labels: None }))), ["f=-1", "f=0", "f=1"]);
    }

    #[test]
    fn a_cell_is_named_by_its_row_and_column() {
        let blank: Option<Inlines> = None;
        let name = |w: &str| Some(texts(&[w])[0].clone());
        let grid = Grid {
            columns: texts(&["", "You", "I"]),
            rows: Box::new([
                Box::new([name("When"), blank.clone(), blank.clone()]),
                Box::new([name("Where"), name("here"), blank.clone()]),
            ]),
            named_rows: true,
        };
        assert_eq!(names(FieldKind::Table(Box::new(grid))), ["f--when--you", "f--when--i", "f--where--i"]);
        let unnamed =
            Grid { columns: texts(&["A"]), rows: Box::new([Box::new([None]), Box::new([None])]), named_rows: false };
        assert_eq!(names(FieldKind::Table(Box::new(unnamed))), ["f--1--a", "f--2--a"]);
    }
}
