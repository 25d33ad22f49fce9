//! Fields from a fenced `worksheet` block: what Markdown cannot say.
//!
//! In: the YAML of a block, a list with one field an item: the first key is its kind, the value its label. Out: fields.

use super::blocks::Reader;
use super::inlines::read_inline;
use super::yaml::{YamlLocator, parse_list};
use crate::body::{Block, Field, FieldKind, Grid, Inline, Inlines, Scale, plain_text};
use crate::diag::{Code, Diagnostic, Level, Span};
use crate::slug::{nearest, slugify};
use crate::value::{self, Data, Locate, PathPart, Value};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ops::Range;

/// The kinds of fields.
const KINDS: &[&str] = &["line", "lines", "box", "check", "choose", "rate", "table", "fill", "date", "sign"];
/// More lines, centimetres or rows than a page has room for are a slip of the hand.
const MOST_ROWS: u32 = 60;
const MOST_CENTIMETRES: u32 = 25;
const MOST_STEPS: i64 = 20;

/// Every key of a field; `KEYS_OF` says which kind has which.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Keys {
    id: Option<String>,
    hint: Option<String>,
    example: Option<String>,
    rows: Option<u32>,
    height: Option<u32>,
    options: Vec<String>,
    from: Option<i64>,
    to: Option<i64>,
    labels: Vec<String>,
    columns: Vec<String>,
    row_labels: Vec<String>,
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
    let locator = YamlLocator::new(text, offset).knowing(&value);
    let Data::List(items) = &value.data else {
        reader.diagnostics.push(
            Diagnostic::new(Code::WorksheetSyntax, "a `worksheet` block is a list of fields")
                .at(Span::new(file, range.clone()))
                .help("begin each field with `- ` and its kind: `- lines: What happened?`"),
        );
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for (index, value) in items.iter().enumerate() {
        let mut item = Item { reader, locate: &locator, index };
        out.extend(item.field(value)?);
    }
    Ok(out)
}

/// One item of the list, while it is read.
struct Item<'r, 's, 't, 'l> {
    reader: &'r mut Reader<'s, 't>,
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

fn key(name: &str) -> PathPart {
    PathPart::Key(name.into())
}

impl Item<'_, '_, '_, '_> {
    fn inside(&self) -> Inside<'_> {
        Inside { locate: self.locate, index: self.index }
    }

    fn span(&self, path: &[PathPart]) -> Span {
        self.reader.source.span(self.inside().value(path))
    }

    fn fault(&mut self, code: Code, message: String, span: Span, help: String) {
        self.reader.diagnostics.push(Diagnostic::new(code, message).at(span).help(help));
    }

    fn field(&mut self, value: &Value) -> Result<Option<Block>, Diagnostic> {
        let entries = match &value.data {
            Data::Map(entries) if !entries.is_empty() => entries,
            _ => {
                let written = value.text().unwrap_or_default().into_owned();
                let kind = nearest(&written, KINDS.iter().copied()).unwrap_or("line");
                let help = format!("write the kind, a colon and the label: `- {kind}: What happened?`");
                let span = self.span(&[]);
                self.fault(Code::WorksheetSyntax, "this field has no label".into(), span, help);
                return Ok(None);
            }
        };
        let kind = entries[0].key.to_string();
        if !KINDS.contains(&kind.as_str()) {
            let help = match entries.iter().find(|e| KINDS.contains(&&*e.key)) {
                Some(entry) => format!("put the kind first: `- {}: …`", entry.key),
                None => match nearest(&kind, KINDS.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the kinds are {}", KINDS.join(", ")),
                },
            };
            let span = self.reader.source.span(self.inside().key(&[key(&kind)]));
            self.fault(Code::UnknownField, format!("`{kind}` is not a kind of field"), span, help);
            return Ok(None);
        }
        let rest = Value { data: Data::Map(entries[1..].to_vec()), written: None, range: None };
        let keys: Keys = self.keys(&kind, &rest);
        let label_text = entries[0].value.text().unwrap_or_default().into_owned();
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
        let id = self.reader.field_id(own.as_deref(), &name, span.range);
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

    fn inline(&mut self, text: &str, path: &[PathPart]) -> Result<Inlines, Diagnostic> {
        let range = self.inside().value(path);
        let source = self.reader.source;
        let shift = source.slice(range.clone()).find(text.trim()).map_or(range.start, |i| range.start + i);
        let mut references = std::mem::take(&mut self.reader.references);
        let result = read_inline(&source, text, shift, self.reader.dialect, &mut references, self.reader.diagnostics);
        self.reader.references = references;
        result
    }

    fn number(&mut self, given: Option<u32>, name: &str, default: u32, most: u32) -> u32 {
        match given {
            None => default,
            Some(n) if (1..=most).contains(&n) => n,
            Some(n) => {
                let span = self.span(&[key(name)]);
                self.fault(
                    Code::BadValue,
                    format!("`{name}` is {n}, and must be from 1 to {most}"),
                    span,
                    format!("write it like this: `{name}: {default}`"),
                );
                default
            }
        }
    }

    fn texts(&mut self, texts: &[String], name: &str) -> Result<Vec<Inlines>, Diagnostic> {
        texts.iter().enumerate().map(|(i, t)| self.inline(t, &[key(name), PathPart::Index(i)])).collect()
    }

    fn options(&mut self, options: &[String]) -> Result<Box<[Inlines]>, Diagnostic> {
        if options.is_empty() {
            let span = self.span(&[]);
            self.fault(
                Code::MissingKey,
                "this field has no `options` to choose from".into(),
                span,
                "add a line such as `options: [Yes, No, Not yet]`".into(),
            );
        }
        Ok(self.texts(options, "options")?.into())
    }

    fn rate(&mut self, keys: &Keys) -> Result<FieldKind, Diagnostic> {
        let (from, mut to) = (keys.from.unwrap_or(1), keys.to.unwrap_or(10));
        if to <= from || to - from > MOST_STEPS {
            let span = self.span(&[key(if keys.to.is_some() { "to" } else { "from" })]);
            let help = "write it like this: `from: 1` and `to: 10`".to_owned();
            self.fault(
                Code::BadValue,
                format!(
                    "a scale from {from} to {to} cannot be drawn: it has 2 to {} steps, the smaller first",
                    MOST_STEPS + 1
                ),
                span,
                help,
            );
            to = from + 1;
        }
        if !matches!(keys.labels.len(), 0 | 2) {
            let span = self.span(&[key("labels")]);
            self.fault(
                Code::BadValue,
                "a scale has two labels, one for each end".into(),
                span,
                "write it like this: `labels: [Not yet, Ready]`".into(),
            );
        }
        let mut labels = self.texts(&keys.labels, "labels")?.into_iter();
        let labels = labels.next().zip(labels.next());
        Ok(FieldKind::Rate(Box::new(Scale { from, to, labels })))
    }

    fn table(&mut self, keys: &Keys) -> Result<FieldKind, Diagnostic> {
        if keys.columns.is_empty() {
            let span = self.span(&[]);
            self.fault(
                Code::MissingKey,
                "this table has no `columns`".into(),
                span,
                "add a line such as `columns: [I assumed, I know]`".into(),
            );
        }
        let mut columns = self.texts(&keys.columns, "columns")?;
        let names = self.texts(&keys.row_labels, "row-labels")?;
        let default = u32::try_from(names.len()).unwrap_or(MOST_ROWS).max(if names.is_empty() { 3 } else { 1 });
        let count = self.number(keys.rows, "rows", default, MOST_ROWS).max(default.min(if names.is_empty() {
            1
        } else {
            default
        }));
        let named_rows = !names.is_empty();
        let blank = columns.len();
        if named_rows {
            columns.insert(0, Inlines::default());
        }
        let mut names = names.into_iter();
        let row = |_| {
            let name = if named_rows { vec![Some(names.next().unwrap_or_default())] } else { Vec::new() };
            name.into_iter().chain(std::iter::repeat_n(None, blank)).collect()
        };
        let rows = (0..count).map(row).collect();
        Ok(FieldKind::Table(Box::new(Grid { columns: columns.into(), rows, named_rows })))
    }

    /// The sentence with its `{blanks}` numbered from 0; what stands between the braces is for the author alone.
    fn blanks(&mut self, label: Inlines) -> (Inlines, u32) {
        let mut count = 0;
        let mut out = Vec::new();
        for inline in label.into_vec() {
            let Inline::Text(text) = &inline else {
                out.push(inline);
                continue;
            };
            let mut rest = &**text;
            while let Some((before, after)) = rest.split_once('{') {
                let Some((_, tail)) = after.split_once('}') else { break };
                if !before.is_empty() {
                    out.push(Inline::Text(before.into()));
                }
                out.push(Inline::Blank(count));
                count += 1;
                rest = tail;
            }
            if !rest.is_empty() {
                out.push(Inline::Text(rest.into()));
            }
        }
        if count == 0 {
            let span = self.span(&[key("fill")]);
            self.fault(
                Code::BadValue,
                "the sentence has no blank to fill".into(),
                span,
                "put braces where somebody writes: `- fill: I felt {feeling} when {event}.`".into(),
            );
        }
        (out.into(), count)
    }
}
