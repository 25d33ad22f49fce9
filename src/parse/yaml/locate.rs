//! Where in the author's file a value stands.
//!
//! In: the YAML, and a path. Out: bytes. Most places are known from reading; the others (folded texts, numbers, lists) are
//! found by reading once more and giving up at the value asked for, because the parser names a place in its errors only.

use crate::value::{Data, Locate, PathPart, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;

/// Finds places in one front matter or worksheet block.
pub struct YamlLocator<'a> {
    yaml: &'a str,
    offset: usize,
    known: Option<&'a Value>,
    read: OnceCell<Value>,
}

impl<'a> YamlLocator<'a> {
    /// For `yaml`, which begins at the byte `offset` of its file.
    pub fn new(yaml: &'a str, offset: usize) -> Self {
        Self { yaml, offset, known: None, read: OnceCell::new() }
    }

    /// The same, and saves a reading: `value` is what `parse` made of `yaml`.
    #[must_use]
    pub fn knowing(mut self, value: &'a Value) -> Self {
        self.known = Some(value);
        self
    }

    fn tree(&self) -> &Value {
        self.known.unwrap_or_else(|| self.read.get_or_init(|| super::tree(self.yaml, self.offset).unwrap_or_default()))
    }

    /// The byte of `yaml` at which the value, or the key, at `path` begins.
    fn start(&self, path: &[PathPart], stop: Stop) -> usize {
        let steps = steps(self.tree(), path);
        let search = Search { steps: &steps, stop };
        let error = search.deserialize(serde_yaml::Deserializer::from_str(self.yaml)).err();
        let index = error.and_then(|e| e.location()).map_or(0, |l| l.index());
        self.yaml.floor_char_boundary(index)
    }

    fn range(&self, start: usize, text: Option<&str>) -> Range<usize> {
        let line = self.yaml.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end();
        let length = match text {
            Some(text) if line.starts_with(text) => text.len(),
            _ => quoted_length(line).or_else(|| bracket_length(line)).unwrap_or(line.len()),
        };
        self.offset + start..self.offset + start + length
    }
}

impl Locate for YamlLocator<'_> {
    fn value(&self, path: &[PathPart]) -> Range<usize> {
        let Some((value, _)) = self.tree().at(path) else { return self.offset..self.offset };
        value.range.clone().unwrap_or_else(|| {
            let start = self.start(path, Stop::Value);
            match value.data {
                Data::Null => self.offset + start..self.offset + start,
                _ => self.range(start, value.text().as_deref()),
            }
        })
    }

    fn key(&self, path: &[PathPart]) -> Range<usize> {
        match self.tree().at(path) {
            Some((_, Some(entry))) => {
                let known = entry.key_range.clone();
                known.unwrap_or_else(|| self.range(self.start(path, Stop::Key), Some(&entry.key)))
            }
            _ => self.value(path),
        }
    }
}

/// The length of the text between quotes that `line` begins with.
fn quoted_length(line: &str) -> Option<usize> {
    let quote = line.bytes().next().filter(|b| matches!(b, b'"' | b'\''))?;
    let mut bytes = line.bytes().enumerate().skip(1);
    while let Some((i, byte)) = bytes.next() {
        match byte {
            b'\\' if quote == b'"' => drop(bytes.next()),
            _ if byte == quote && (quote == b'"' || line.as_bytes().get(i + 1) != Some(&quote)) => return Some(i + 1),
            _ if byte == quote => drop(bytes.next()),
            _ => {}
        }
    }
    None
}

/// The length of the list or mapping in brackets that `line` begins with.
fn bracket_length(line: &str) -> Option<usize> {
    let mut open = 0_usize;
    line.starts_with(['[', '{']).then_some(())?;
    for (i, byte) in line.bytes().enumerate() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' if open == 1 => return Some(i + 1),
            b']' | b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

/// `path` as numbers: of the entry in its mapping, of the item in its list.
fn steps(tree: &Value, path: &[PathPart]) -> Vec<usize> {
    let mut steps = Vec::with_capacity(path.len());
    let mut here = tree;
    for part in path {
        let step = match (part, &here.data) {
            (PathPart::Key(key), Data::Map(entries)) => entries.iter().position(|e| e.key == *key),
            (PathPart::Entry(n), Data::Map(_)) | (PathPart::Index(n), Data::List(_)) => Some(*n),
            _ => None,
        };
        steps.extend(step);
        here = here.at(std::slice::from_ref(part)).map_or(here, |(value, _)| value);
    }
    steps
}

#[derive(Clone, Copy, PartialEq)]
enum Stop {
    Key,
    Value,
}

/// Follows the steps and gives up at their end.
#[derive(Clone, Copy)]
struct Search<'s> {
    steps: &'s [usize],
    stop: Stop,
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Every visit that is not written here is an error too, and an error is what is wanted.
impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the end of the search")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((step, steps)) = self.steps.split_first() else { return Err(A::Error::custom("here")) };
        for _ in 0..*step {
            items.next_element::<IgnoredAny>()?;
        }
        items.next_element_seed(Search { steps, ..self }).map(|_| ())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Some((step, steps)) = self.steps.split_first() else { return Err(A::Error::custom("here")) };
        for _ in 0..*step {
            entries.next_entry::<IgnoredAny, IgnoredAny>()?;
        }
        if steps.is_empty() && self.stop == Stop::Key {
            return entries.next_key_seed(Search { steps, ..self }).map(|_| ());
        }
        entries.next_key::<IgnoredAny>()?;
        entries.next_value_seed(Search { steps, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> PathPart {
        PathPart::Key(name.into())
    }

    #[test]
    fn every_value_and_key_is_found() {
        let yaml = "tïtle: \"Tälk \\u0041\"\nn: 10\nchoices:\n  - label: 'A ''b'''\n    to: [x.md, 7]\n\"ke\\x79\": |\n  Text\nn: {a: 5, b: true}\none: yes\n";
        let file = format!("---\n{yaml}");
        let found = |path: &[PathPart]| file[YamlLocator::new(yaml, 4).value(path)].to_owned();
        assert_eq!(found(&[key("tïtle")]), "\"Tälk \\u0041\"");
        assert_eq!(found(&[key("n")]), "10");
        assert_eq!(found(&[key("choices"), PathPart::Index(0), key("label")]), "'A ''b'''");
        assert_eq!(found(&[key("choices"), PathPart::Index(0), key("to"), PathPart::Index(0)]), "x.md");
        assert_eq!(found(&[key("choices"), PathPart::Index(0), key("to"), PathPart::Index(1)]), "7");
        assert_eq!(found(&[key("choices"), PathPart::Index(0)]), "label: 'A ''b'''");
        assert_eq!(found(&[PathPart::Entry(4), key("b")]), "true");
        assert_eq!(found(&[key("one"), PathPart::Index(0)]), "yes");
        assert_eq!(found(&[key("key")]), "|");
        assert_eq!(found(&[key("nobody")]), "");
        let key_at = |path: &[PathPart]| YamlLocator::new(yaml, 4).key(path);
        assert_eq!(&file[key_at(&[key("key")])], "\"ke\\x79\"");
        assert_eq!(&file[key_at(&[PathPart::Entry(1)])], "n");
        assert!(key_at(&[PathPart::Entry(4)]).start > key_at(&[PathPart::Entry(1)]).start);
    }
}
