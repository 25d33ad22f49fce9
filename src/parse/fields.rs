//! Fields from a fenced `worksheet` block: what Markdown cannot say.
//!
//! In: the YAML of a block, a list with one field an item: the first key is its kind, the value its label. Out: fields.

use super::blocks::Reader;
use super::inlines::read_inline;
use super::yaml::{ItemsLocator, parse_list};
use crate::body::{Block, Field, FieldKind, Inlines, plain_text};
use crate::diag::{Code, Diagnostic, Level, Span};
use crate::slug::{nearest, slugify};
use crate::value::{self, Data, Locate, PathPart, Value};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ops::Range;

/// The kinds of fields.
const KINDS: &[&str] = &["line", "lines", "box", "check", "choose", "rate", "table", "fill", "date", "sign"];
/// More lines, centimetres or rows than a page has room for are a slip of the hand.
pub(super) const MOST_ROWS: u32 = 60;
const MOST_CENTIMETRES: u32 = 25;

/// Every key of a field; `KEYS_OF` says which kind has which.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Keys {
    id: Option<String>,
    hint: Option<String>,
    example: Option<String>,
    pub(super) rows: Option<u32>,
    height: Option<u32>,
    pub(super) options: Vec<String>,
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
    pub(super) labels: Vec<String>,
    pub(super) columns: Vec<String>,
    pub(super) row_labels: Vec<String>,
}

/// The keys that a kind has besides `id`, `hint` and `example`.
fn keys_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "lines" => &["rows"],
        "box" => &["height"],
        "check" | "choose" => &["options"],
        "rate" => &["from", "to", "labels"],
        "table" => &["columns", "row-labels", "rows"],
        _ => &[],
    }
}

/// The kind that forms elsewhere call by another name.
fn called_elsewhere(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "text" | "input" | "number" | "email" => "line",
        "textarea" | "paragraph" | "longtext" => "lines",
        "draw" | "drawing" | "frame" => "box",
        "checkbox" | "checkboxes" | "tick" | "ticks" | "checklist" => "check",
        "radio" | "select" | "choice" | "choices" | "dropdown" | "options" => "choose",
        "scale" | "rating" | "slider" | "range" => "rate",
        "grid" | "cells" => "table",
        "blank" | "blanks" | "gap" | "sentence" => "fill",
        "day" | "when" => "date",
        "signature" | "name" => "sign",
        _ => return None,
    })
}

/// Reads the block that begins at byte `offset` of the file; `range` is the whole of it.
pub(super) fn read(
    reader: &mut Reader<'_, '_>,
    text: &str,
    offset: usize,
    range: &Range<usize>,
) -> Result<Vec<Block>, Diagnostic> {
    let file = reader.source.file;
    let (value, mut faults) = match parse_list(text, offset, file) {
        Ok(parsed) => parsed,
        Err(faults) => {
            // The page can be made without the block, so these are errors here and not fatal.
            reader.diagnostics.extend(faults.into_iter().map(|d| Diagnostic { level: Level::Error, ..d }));
            return Ok(Vec::new());
        }
    };
    reader.diagnostics.append(&mut faults);
    let locator = ItemsLocator::new(text, offset, &value);
    let Data::List(items) = &value.data else {
        reader.diagnostics.push(
            Diagnostic::new(Code::WorksheetSyntax, "a `worksheet` block is a list of fields")
                .at(Span::new(file, range.clone()))
                .help("begin each field with `- ` and its kind: `- lines: What happened?`"),
        );
        return Ok(Vec::new());
    };
    if items.is_empty() {
        let d = Diagnostic::new(Code::AlmostAField, "this `worksheet` block has no field in it");
        reader.diagnostics.push(d.at(Span::new(file, range.clone())).help("write one: `- lines: What happened?`"));
    }
    let mut out = Vec::new();
    for (index, value) in items.iter().enumerate() {
        let mut item = Item { reader, locate: &locator, index };
        out.extend(item.field(value)?);
    }
    Ok(out)
}

/// One item of the list, while it is read.
pub(super) struct Item<'r, 's, 't, 'l> {
    pub(super) reader: &'r mut Reader<'s, 't>,
    locate: &'l dyn Locate,
    index: usize,
}

/// Places inside an item, for who knows only the item.
struct Inside<'a> {
    locate: &'a dyn Locate,
    index: usize,
}

impl Inside<'_> {
    fn full(&self, path: &[PathPart]) -> Vec<PathPart> {
        let mut path = path.to_vec();
        // The keys are read without the first one, which is the kind.
        if let Some(PathPart::Entry(number)) = path.first_mut() {
            *number += 1;
        }
        path.insert(0, PathPart::Index(self.index));
        path
    }
}

impl Locate for Inside<'_> {
    fn value(&self, path: &[PathPart]) -> Range<usize> {
        self.locate.value(&self.full(path))
    }

    fn key(&self, path: &[PathPart]) -> Range<usize> {
        self.locate.key(&self.full(path))
    }
}

pub(super) fn key(name: &str) -> PathPart {
    PathPart::Key(name.into())
}

impl Item<'_, '_, '_, '_> {
    fn inside(&self) -> Inside<'_> {
        Inside { locate: self.locate, index: self.index }
    }

    pub(super) fn span(&self, path: &[PathPart]) -> Span {
        self.reader.source.span(self.inside().value(path))
    }

    pub(super) fn fault(&mut self, code: Code, message: String, span: Span, help: String) {
        self.reader.diagnostics.push(Diagnostic::new(code, message).at(span).help(help));
    }

    fn field(&mut self, value: &Value) -> Result<Option<Block>, Diagnostic> {
        let entries = match &value.data {
            Data::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        let [first, others @ ..] = entries else {
            let written = value.text().unwrap_or_default().into_owned();
            let kind = nearest(&written, KINDS.iter().copied()).unwrap_or("line");
            let help = format!("write the kind, a colon and the label: `- {kind}: What happened?`");
            let span = self.span(&[]);
            self.fault(Code::WorksheetSyntax, "this field has no label".into(), span, help);
            return Ok(None);
        };
        let kind = first.key.to_string();
        if !KINDS.contains(&kind.as_str()) {
            let help = match entries.iter().find(|e| KINDS.contains(&&*e.key)) {
                Some(entry) => format!("put the kind first: `- {}: …`", entry.key),
                None => match called_elsewhere(&kind).or_else(|| nearest(&kind, KINDS.iter().copied())) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the kinds are {}", KINDS.join(", ")),
                },
            };
            let span = self.reader.source.span(self.inside().key(&[key(&kind)]));
            self.fault(Code::UnknownField, format!("`{kind}` is not a kind of field"), span, help);
            return Ok(None);
        }
        let rest = Value { data: Data::Map(others.to_vec()), written: None, range: None };
        let keys: Keys = self.keys(&kind, &rest);
        let label_text = first.value.text().unwrap_or_default().into_owned();
        let label = self.inline(&label_text, &[key(&kind)])?;
        self.build(&kind, keys, label).map(Some)
    }

    fn keys<T: DeserializeOwned + Default>(&mut self, kind: &str, rest: &Value) -> T {
        let file = self.reader.source.file;
        let inside = self.inside();
        let (keys, faults) = value::read::<T>(rest, &value::Source::new(file, &inside));
        let mut misplaced = Vec::new();
        if let Data::Map(entries) = &rest.data {
            let all = ["rows", "height", "options", "from", "to", "labels", "columns", "row-labels"];
            for entry in entries.iter().filter(|e| all.contains(&&*e.key) && !keys_of(kind).contains(&&*e.key)) {
                let own: Vec<&str> = keys_of(kind).iter().chain(&["id", "hint", "example"]).copied().collect();
                misplaced.push(
                    Diagnostic::new(
                        Code::MisplacedKey,
                        format!("`{}` does nothing for a field of the kind `{kind}`", entry.key),
                    )
                    .at(Span::new(file, inside.key(&[key(&entry.key)])))
                    .help(format!("its keys are {}", own.join(", "))),
                );
            }
        }
        self.reader.diagnostics.extend(faults);
        self.reader.diagnostics.extend(misplaced);
        keys
    }

    fn build(&mut self, kind: &str, keys: Keys, mut label: Inlines) -> Result<Block, Diagnostic> {
        let mut name = plain_text(&label).trim().to_owned();
        let field_kind = match kind {
            "line" => FieldKind::Lines(1),
            "lines" => FieldKind::Lines(self.number(keys.rows, "rows", 3, MOST_ROWS)),
            "box" => FieldKind::Box(self.number(keys.height, "height", 4, MOST_CENTIMETRES)),
            "check" => FieldKind::Check(self.options(&keys.options)?),
            "choose" => FieldKind::Choose(self.options(&keys.options)?),
            "rate" => self.rate(&keys)?,
            "table" => self.table(&keys)?,
            "fill" => {
                let (sentence, blanks) = self.blanks(label);
                label = sentence;
                name = plain_text(&label);
                FieldKind::Fill(blanks)
            }
            "date" => FieldKind::Date,
            _ => FieldKind::Sign,
        };
        let span = self.span(&[]);
        let hint = keys.hint.map(|h| self.inline(&h, &[key("hint")])).transpose()?;
        let example = keys.example.map(|e| self.inline(&e, &[key("example")])).transpose()?;
        let own = keys.id.filter(|id| self.is_good_id(id));
        let cure = format!("write it behind the kind: `- {kind}: What happened?`");
        let id = self.reader.field_id(own.as_deref(), &name, span.range, &cure);
        let index = self.reader.fields.len();
        let name = name.into();
        self.reader.fields.push(Field { id, label, name, stands_above: false, hint, example, kind: field_kind });
        Ok(Block::Field(index))
    }

    /// True for an id that can stand in an address and before the names of a field's parts; says so of others.
    fn is_good_id(&mut self, id: &str) -> bool {
        let good = slugify(id);
        if !good.is_empty() && good == id {
            return true;
        }
        let help = if good.is_empty() {
            "write it like this: `id: first-day`".into()
        } else {
            format!("write it like this: `id: {good}`")
        };
        let span = self.span(&[key("id")]);
        self.fault(Code::BadValue, "an `id` is of small letters, digits and single hyphens".into(), span, help);
        false
    }

    pub(super) fn inline(&mut self, text: &str, path: &[PathPart]) -> Result<Inlines, Diagnostic> {
        let range = self.inside().value(path);
        let source = self.reader.source;
        let shift = source.slice(range.clone()).find(text.trim()).map_or(range.start, |i| range.start + i);
        let mut references = std::mem::take(&mut self.reader.references);
        let result = read_inline(&source, text, shift, self.reader.dialect, &mut references, self.reader.diagnostics);
        self.reader.references = references;
        result
    }
}
