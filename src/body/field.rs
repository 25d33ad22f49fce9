//! Places to write: the one typed model of a worksheet's fields, for every output.

use super::Inlines;

/// A place to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Unique on its page; keeps answers when the label changes.
    pub id: Box<str>,
    /// What to write; for a sentence with blanks, the sentence.
    pub label: Inlines,
    /// The label as plain text.
    pub name: Box<str>,
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
