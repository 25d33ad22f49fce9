//! YAML: front matter and worksheet blocks become value trees. The only room that knows `serde_yaml`.
//!
//! In: the text of a page ([`split`]), or of one block ([`parse_list`]). Out: a [`Value`] that keeps every text as it was
//! written and mostly knows where it stands ([`YamlLocator`] finds the rest), and the faults that authors make, each with its
//! own words (`super::yaml_faults`). Anchors, tags and deep or huge texts never reach the parser.

mod items;
mod locate;
mod plain;
mod split;

pub use items::ItemsLocator;
pub use locate::YamlLocator;
pub use split::{FrontMatter, split};

use super::yaml_faults::{self, Fault};
use crate::diag::{Diagnostic, Level, Span};
use crate::path::SourcePath;
use crate::value::{Data, Entry, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::fmt;
use std::ops::Range;

/// Reads front matter: keys with values. `offset` is the file's byte at which `yaml` begins. `Err` where there is no value at
/// all; else what the author must still mend, such as a lost ` #`.
pub fn parse(yaml: &str, offset: usize, file: &SourcePath) -> Result<(Value, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut value, diagnostics) = load(yaml, offset, file)?;
    let is = match &value.data {
        Data::Map(_) => return Ok((value, diagnostics)),
        Data::Null => {
            value.data = Data::Map(Vec::new());
            return Ok((value, diagnostics));
        }
        Data::List(_) => "a list",
        _ => "a text",
    };
    let faults = yaml_faults::no_keys(yaml, is);
    Err(said(faults, offset, file).chain(diagnostics).collect())
}

/// Reads a `worksheet` block: a list. `offset` and the result are those of [`parse`].
pub fn parse_list(yaml: &str, offset: usize, file: &SourcePath) -> Result<(Value, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut value, diagnostics) = load(yaml, offset, file)?;
    if value.data == Data::Null {
        value.data = Data::List(Vec::new());
    }
    if matches!(value.data, Data::List(_)) {
        return Ok((value, diagnostics));
    }
    Err(said(vec![yaml_faults::no_list(yaml)], offset, file).chain(diagnostics).collect())
}

fn load(yaml: &str, offset: usize, file: &SourcePath) -> Result<(Value, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut faults = yaml_faults::scan(yaml);
    if faults.iter().any(|f| f.is_certain && f.code.level() == Level::Fatal) {
        return Err(said(faults, offset, file).collect());
    }
    match tree(yaml, offset) {
        Ok(value) => {
            // The parser has the last word: where it is content, the scan was wrong.
            faults.retain(|f| f.is_certain);
            Ok((value, said(faults, offset, file).collect()))
        }
        Err(error) => {
            if faults.iter().all(|f| f.is_certain) {
                let at = error.location().map_or(0, |l| l.index());
                faults.push(yaml_faults::other(yaml, at, &error.to_string()));
            }
            Err(said(faults, offset, file).collect())
        }
    }
}

fn said(faults: Vec<Fault>, offset: usize, file: &SourcePath) -> impl Iterator<Item = Diagnostic> {
    faults.into_iter().map(move |fault| {
        let range = fault.range.start + offset..fault.range.end + offset;
        Diagnostic { help: fault.help, ..Diagnostic::new(fault.code, fault.message) }.at(Span::new(file, range))
    })
}

/// The values of a text that holds no anchors and no tags.
fn tree(yaml: &str, offset: usize) -> Result<Value, serde_yaml::Error> {
    let origin = Origin { yaml, offset, seen: Cell::default() };
    if let Some(value) = plain::read(&origin) {
        return Ok(value);
    }
    parsed(&origin)
}

/// The values as the parser has them.
fn parsed(origin: &Origin<'_>) -> Result<Value, serde_yaml::Error> {
    let Origin { yaml, .. } = *origin;
    let mut value = Read(origin).deserialize(serde_yaml::Deserializer::from_str(yaml))?;
    if origin.seen.get().hides_a_spelling(yaml) {
        Spell(&mut value, origin).deserialize(serde_yaml::Deserializer::from_str(yaml))?;
    }
    Ok(value)
}

/// Where the values come from.
struct Origin<'y> {
    yaml: &'y str,
    offset: usize,
    seen: Cell<Seen>,
}

/// Which scalars came without the text that was written.
#[derive(Clone, Copy, Default)]
struct Seen {
    null: bool,
    bool: bool,
    numbers: Numbers,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Numbers {
    #[default]
    None,
    /// Whole ones that fit: mostly spelled as they are written.
    Whole,
    /// Others: never.
    Other,
}

impl Seen {
    /// True where a second reading is needed: most texts hold numbers in their plain spelling only.
    fn hides_a_spelling(self, yaml: &str) -> bool {
        let has = |spellings: &[&str]| spellings.iter().any(|s| yaml.contains(s));
        self.numbers == Numbers::Other
            || self.numbers == Numbers::Whole && has(&["0x", "0o", "0b", "+", " -0"])
            || self.bool && has(&["True", "TRUE", "False", "FALSE"])
            || self.null && has(&["Null", "NULL"])
    }
}

impl Origin<'_> {
    fn note(&self, note: impl FnOnce(&mut Seen)) {
        let mut seen = self.seen.get();
        note(&mut seen);
        self.seen.set(seen);
    }

    /// Where `text` stands, quotes included, if it is a piece of what is read.
    fn range(&self, text: &str) -> Option<Range<usize>> {
        let start = text.as_ptr().addr().checked_sub(self.yaml.as_ptr().addr())?;
        let end = start.checked_add(text.len())?;
        let bytes = self.yaml.as_bytes();
        bytes.get(start..end)?;
        let quote = start.checked_sub(1).and_then(|i| bytes.get(i)).filter(|b| matches!(b, b'"' | b'\''));
        let quotes = usize::from(quote.is_some() && quote == bytes.get(end));
        Some(self.offset + start - quotes..self.offset + end + quotes)
    }
}

/// Reads one value.
struct Read<'a>(&'a Origin<'a>);

impl<'de> DeserializeSeed<'de> for Read<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl From<Data> for Value {
    fn from(data: Data) -> Self {
        Value { data, written: None, range: None }
    }
}

impl<'de> Visitor<'de> for Read<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, bool: bool) -> Result<Value, E> {
        self.0.note(|seen| seen.bool = true);
        Ok(Data::Bool(bool).into())
    }

    fn visit_i64<E>(self, int: i64) -> Result<Value, E> {
        self.0.note(|seen| seen.numbers = seen.numbers.max(Numbers::Whole));
        Ok(Data::Int(int).into())
    }

    fn visit_u64<E: Error>(self, int: u64) -> Result<Value, E> {
        match i64::try_from(int) {
            Ok(int) => self.visit_i64(int),
            Err(_) => self.visit_u128(int.into()),
        }
    }

    fn visit_u128<E>(self, _: u128) -> Result<Value, E> {
        self.0.note(|seen| seen.numbers = Numbers::Other);
        Ok(Data::Int(i64::MAX).into())
    }

    fn visit_i128<E>(self, _: i128) -> Result<Value, E> {
        self.0.note(|seen| seen.numbers = Numbers::Other);
        Ok(Data::Int(i64::MIN).into())
    }

    fn visit_f64<E>(self, float: f64) -> Result<Value, E> {
        self.0.note(|seen| seen.numbers = Numbers::Other);
        Ok(Data::Float(float).into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        self.0.note(|seen| seen.null = true);
        Ok(Value::default())
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::default())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value, E> {
        Ok(Value { data: Data::Text(text.into()), written: None, range: self.0.range(text) })
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Data::Text(text.into()).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Read(self.0))? {
            list.push(item);
        }
        Ok(Data::List(list).into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some((key, key_range)) = entries.next_key_seed(Text(self.0))? {
            map.push(Entry { key, key_range, value: entries.next_value_seed(Read(self.0))? });
        }
        Ok(Data::Map(map).into())
    }
}

/// Reads a scalar as the text that it is.
struct Text<'a>(&'a Origin<'a>);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = (Box<str>, Option<Range<usize>>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = (Box<str>, Option<Range<usize>>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok((text.into(), self.0.range(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((text.into(), None))
    }
}

/// Gives the scalars of a tree the spelling that the first reading could not see.
struct Spell<'v, 'a>(&'v mut Value, &'a Origin<'a>);

impl<'de> DeserializeSeed<'de> for Spell<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match &self.0.data {
            Data::List(_) => deserializer.deserialize_seq(self),
            Data::Map(_) => deserializer.deserialize_map(self),
            Data::Text(_) => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            Data::Null | Data::Bool(_) | Data::Int(_) | Data::Float(_) => {
                let (text, range) = deserializer.deserialize_str(Text(self.1))?;
                // `summary: ~` says "nothing"; but `title: Null` is a name.
                if self.0.data == Data::Null && matches!(&*text, "Null" | "NULL") {
                    self.0.data = Data::Text(text);
                } else if self.0.data != Data::Null {
                    self.0.written = Some(text);
                }
                self.0.range = range;
                Ok(())
            }
        }
    }
}

impl<'de> Visitor<'de> for Spell<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the same value again")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if let Data::List(list) = &mut self.0.data {
            for item in list {
                items.next_element_seed(Spell(item, self.1))?;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        if let Data::Map(map) = &mut self.0.data {
            for entry in map {
                entries.next_key::<IgnoredAny>()?;
                entries.next_value_seed(Spell(&mut entry.value, self.1))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod typed_tests;
