//! Values: what authors write as keys and values, before it has a type.
//!
//! In: front matter and worksheet blocks (YAML, read by `parse::yaml`) and book.toml (TOML, [`from_toml`]). Out: one tree,
//! [`Value`], which keeps what was written and where; and typed structs read out of it by [`read`], which leaves a bad key
//! out, says so, and goes on. No file format is parsed here, and nothing is ever left out without a word.

mod de;
mod fault;
mod reading;
mod schema;
mod toml_file;

pub use schema::schema_of;
pub use toml_file::parse_toml;

use crate::diag::{Diagnostic, Span};
use crate::path::SourcePath;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value as its author wrote it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Value {
    /// What it is.
    pub data: Data,
    /// A scalar's own spelling, where it is not the plain one of its data: `1.10`, `0x1F`, `True`.
    pub written: Option<Box<str>>,
    /// Its bytes in the author's file, where they are known already; else [`Locate`] finds them.
    pub range: Option<Range<usize>>,
}

/// What a value is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Data {
    /// Nothing stands after the key, or YAML's `~` or `null`: as if the key were not there.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number; `i64::MAX` where it is larger.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A text, a date.
    Text(Box<str>),
    /// A list.
    List(Vec<Value>),
    /// Keys and values in the order in which they stand, twice written ones too.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Box<str>,
    /// The key's bytes in the author's file, where they are known already.
    pub key_range: Option<Range<usize>>,
    /// The value.
    pub value: Value,
}

/// One part of the way to a value: `choices[0].to` has three.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathPart {
    /// The (first) entry of that key.
    Key(Box<str>),
    /// The item of a list, from 0. In what is no list, 0 is the value itself: one value stands for a list of one.
    Index(usize),
    /// The entry of a mapping by its number, from 0: it tells two entries of one key apart.
    Entry(usize),
}

/// Finds where in the author's file something stands. Asked only when something must be said about it.
pub trait Locate {
    /// The bytes of the value at `path`, from the file's first byte; empty where only a position is known.
    fn value(&self, path: &[PathPart]) -> Range<usize>;
    /// The bytes of the key that the last part of `path` names.
    fn key(&self, path: &[PathPart]) -> Range<usize>;
}

/// The format that help lines are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// `minutes: 10`
    Yaml,
    /// `minutes = 10`
    Toml,
}

/// Has something better to say of an unknown key than `unknown-key`: from the way to its mapping, and the key.
pub type NoteUnknown<'a> = dyn Fn(&[PathPart], &str) -> Option<Diagnostic> + 'a;

/// What reading needs to know of the file besides its values.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The file that diagnostics name.
    pub file: &'a SourcePath,
    /// Where its values stand.
    pub locate: &'a dyn Locate,
    /// How its lines are written.
    pub syntax: Syntax,
    /// Says more of an unknown key.
    pub note_unknown: Option<&'a NoteUnknown<'a>>,
}

impl<'a> Source<'a> {
    /// Front matter, or a worksheet block.
    pub fn new(file: &'a SourcePath, locate: &'a dyn Locate) -> Self {
        Self { file, locate, syntax: Syntax::Yaml, note_unknown: None }
    }

    /// book.toml and other TOML, whose values know where they stand.
    pub fn toml(file: &'a SourcePath, value: &'a Value) -> Self {
        Self { file, locate: value, syntax: Syntax::Toml, note_unknown: None }
    }

    /// With something better to say of unknown keys.
    #[must_use]
    pub fn unknown(mut self, note: &'a NoteUnknown<'a>) -> Self {
        self.note_unknown = Some(note);
        self
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }
}

/// Reads a `T` out of `value`. What cannot be read is left out, the smallest thing that makes sense: the key, or the item
/// of the list. Every such thing is one diagnostic; what follows from it is none.
pub fn read<T: DeserializeOwned + Default>(value: &Value, source: &Source<'_>) -> (T, Vec<Diagnostic>) {
    de::read(value, source)
}

/// The values of a TOML document, with their places.
pub fn from_toml(table: &Spanned<DeTable<'_>>) -> Value {
    Value { data: toml_map(table.get_ref()), written: None, range: Some(table.span()) }
}

fn toml_map(table: &DeTable<'_>) -> Data {
    let entry = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().as_ref().into(),
        key_range: Some(key.span()),
        value: toml_value(value),
    };
    Data::Map(table.iter().map(entry).collect())
}

fn toml_value(value: &Spanned<DeValue<'_>>) -> Value {
    let mut written = None;
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.as_ref().into()),
        DeValue::Integer(int) => {
            written = Some(int.to_string().into());
            Data::Int(i64::from_str_radix(int.as_str(), int.radix()).unwrap_or(i64::MAX))
        }
        DeValue::Float(float) => {
            written = Some(float.as_str().into());
            Data::Float(float.as_str().parse().unwrap_or(f64::NAN))
        }
        DeValue::Boolean(bool) => Data::Bool(*bool),
        DeValue::Datetime(date) => Data::Text(date.to_string().into()),
        DeValue::Array(items) => Data::List(items.iter().map(toml_value).collect()),
        DeValue::Table(table) => toml_map(table),
    };
    Value { data, written, range: Some(value.span()) }
}

impl Value {
    /// A text, or a number or truth value as its author wrote it; nothing of lists, mappings and what is not there.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        if let (Some(written), true) = (&self.written, self.is_scalar()) {
            return Some(Cow::Borrowed(written));
        }
        match &self.data {
            Data::Text(text) => Some(Cow::Borrowed(text)),
            Data::Bool(bool) => Some(Cow::Borrowed(if *bool { "true" } else { "false" })),
            Data::Int(int) => Some(Cow::Owned(int.to_string())),
            Data::Float(float) => Some(Cow::Owned(float.to_string())),
            Data::Null | Data::List(_) | Data::Map(_) => None,
        }
    }

    /// The value at `path`, and the entry that holds it, where that is the last step.
    pub fn at(&self, path: &[PathPart]) -> Option<(&Value, Option<&Entry>)> {
        let mut here = (self, None);
        for part in path {
            here = match (part, &here.0.data) {
                (PathPart::Key(key), Data::Map(entries)) => {
                    let entry = entries.iter().find(|e| e.key == *key)?;
                    (&entry.value, Some(entry))
                }
                (PathPart::Entry(n), Data::Map(entries)) => entries.get(*n).map(|e| (&e.value, Some(e)))?,
                (PathPart::Index(n), Data::List(items)) => (items.get(*n)?, None),
                (PathPart::Index(0), _) => here,
                _ => return None,
            };
        }
        Some(here)
    }

    fn is_scalar(&self) -> bool {
        matches!(self.data, Data::Bool(_) | Data::Int(_) | Data::Float(_) | Data::Text(_))
    }
}

/// A tree that knows where its values stand: TOML's.
impl Locate for Value {
    fn value(&self, path: &[PathPart]) -> Range<usize> {
        self.at(path).and_then(|(value, _)| value.range.clone()).unwrap_or_default()
    }

    fn key(&self, path: &[PathPart]) -> Range<usize> {
        let key = self.at(path).and_then(|(_, entry)| entry?.key_range.clone());
        key.unwrap_or_else(|| Locate::value(self, path))
    }
}

impl Syntax {
    /// A line that gives `key` a value that is spelled already.
    pub fn line(self, key: &str, value: &str) -> String {
        match self {
            Syntax::Yaml => format!("{key}: {value}"),
            Syntax::Toml => format!("{key} = {value}"),
        }
    }

    /// `text` spelled as a text: between quotes in TOML, and in YAML where it needs them.
    pub fn spell(self, text: &str) -> String {
        let first = text.chars().next().unwrap_or(' ');
        let opens = "-?:,[]{}#&*!|>'\"%@`".contains(first) || text != text.trim();
        if self == Syntax::Yaml && !opens && !text.contains(": ") && !text.contains(" #") && !text.ends_with(':') {
            return text.to_owned();
        }
        quote(text)
    }
}

/// `text` between quotes that both YAML and TOML understand, the kind that leaves it readable.
pub fn quote(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_values_know_what_was_written_and_where() {
        let text = "[book]\ntitle = 1.10\npages = 0x1F\nfrom = 2026-01-05\nlist = [1, 'b']\n";
        let value = from_toml(&DeTable::parse(text).unwrap());
        let at = |key: &str| {
            let path = [PathPart::Key("book".into()), PathPart::Key(key.into())];
            (value.at(&path).unwrap().0.text().map(Cow::into_owned), &text[Locate::value(&value, &path)])
        };
        assert_eq!(at("title"), (Some("1.10".into()), "1.10"));
        assert_eq!(at("pages"), (Some("0x1F".into()), "0x1F"));
        assert_eq!(at("from"), (Some("2026-01-05".into()), "2026-01-05"));
        assert_eq!(at("list"), (None, "[1, 'b']"));
        assert_eq!(&text[value.key(&[PathPart::Key("book".into()), PathPart::Key("list".into())])], "list");
    }

    #[test]
    fn toml_is_read_with_help_in_toml() {
        #[derive(Default, serde::Deserialize)]
        #[serde(default, rename_all = "kebab-case")]
        struct Keys {
            title: String,
            papers: Vec<String>,
            large: bool,
            book: Option<Box<Keys>>,
        }
        let text = "[book]\ntitle = [1]\npaper = 'a4'\npapers = 'a4'\nlarge = 'on'\n";
        let value = from_toml(&DeTable::parse(text).unwrap());
        let file = SourcePath::new("book.toml").unwrap();
        let (book, said) = read::<Keys>(&value, &Source::toml(&file, &value));
        let book = book.book.unwrap();
        assert_eq!((&*book.title, &book.papers[..], book.large), ("", &["a4".to_owned()][..], false));
        let said: Vec<_> =
            said.iter().map(|d| (&text[d.span.clone().unwrap().range], d.help.as_deref().unwrap())).collect();
        let like = [
            ("[1]", "write it like this: `title = \"1\"`"),
            ("paper", "did you mean `papers`?"),
            ("'on'", "write it like this: `large = true`"),
        ];
        assert_eq!(said, like);
    }

    #[test]
    fn quotes_leave_a_text_readable() {
        assert_eq!(quote("Step 3: talk"), "\"Step 3: talk\"");
        assert_eq!(quote("\"Talk\" to them"), "'\"Talk\" to them'");
        assert_eq!(quote("\"Don't\""), "\"\\\"Don't\\\"\"");
        assert_eq!(Syntax::Yaml.spell("talk"), "talk");
        assert_eq!(Syntax::Toml.spell("talk"), "\"talk\"");
    }
}
