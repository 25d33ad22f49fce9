//! Reads typed structs out of a value tree, and recovers.
//!
//! In: a [`Value`] and a type with serde's `Deserialize`. Out: the type, and a diagnostic for each thing that was left out.
//! serde gives up at the first fault; so each fault is noted with the way to it, and the whole is read again without that
//! thing ([`super::reading`]). A tree without faults is read once.

use super::fault::{Cure, Fault, as_one_text, list};
use super::reading::{MOST, Node, Reading, Trail};
use super::{Data, Entry, Source, Value};
use crate::diag::{Code, Diagnostic};
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, Visitor};

pub(super) fn read<T: DeserializeOwned + Default>(value: &Value, source: &Source<'_>) -> (T, Vec<Diagnostic>) {
    let reading = Reading::new(source);
    let root = Node { value, trail: &Trail { up: None, number: 0, key: None }, reading: &reading };
    // Every reading but the last leaves one thing more out.
    for _ in 0..2 * MOST {
        match T::deserialize(root).map_err(|fault| root.report(fault)) {
            Ok(result) => return (result, reading.told()),
            Err(_) if reading.is_left_out(root.trail) || reading.is_full() => break,
            Err(_) => {}
        }
    }
    (T::default(), reading.told())
}

impl<'n> Node<'n> {
    fn int(self, least: i64, most: i64) -> Result<i64, Fault> {
        let fits = |n: &i64| (least..=most).contains(n);
        let takes = match self.value.data {
            Data::Int(n) if fits(&n) => return Ok(n),
            Data::Null => return Ok(0),
            Data::Int(n) if n < least => format!("a whole number of {least} or more"),
            Data::Int(_) => format!("a whole number of {most} at most"),
            _ => "a whole number".to_owned(),
        };
        let text = as_one_text(self.value);
        let digits = text.split(|c: char| !c.is_ascii_digit()).find(|d| !d.is_empty());
        let likely = digits.and_then(|d| d.parse().ok()).filter(fits).unwrap_or(10.clamp(least, most));
        Err(Fault::wrong_type(&takes, self.value, Cure::Value(likely.to_string())))
    }

    fn children(self, entries: &'n [Entry], keep_nulls: bool) -> Entries<'n> {
        Entries { node: self, all: entries, next: 0, keep_nulls }
    }
}

/// The items of a list, one after the other.
struct Items<'n> {
    node: Node<'n>,
    list: &'n [Value],
    /// One value in the place of a list: the way to it is the list's.
    is_alone: bool,
    next: usize,
}

impl<'de> serde::de::SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        while let Some(value) = self.list.get(self.next) {
            let own = Trail { up: Some(self.node.trail), number: self.next, key: None };
            let trail = if self.is_alone { self.node.trail } else { &own };
            self.next += 1;
            if value.data != Data::Null && !self.node.reading.is_left_out(trail) {
                let node = Node { value, trail, reading: self.node.reading };
                return seed.deserialize(node).map(Some).map_err(|fault| node.report(fault));
            }
        }
        Ok(None)
    }
}

/// The entries of a mapping, one after the other.
struct Entries<'n> {
    node: Node<'n>,
    all: &'n [Entry],
    next: usize,
    keep_nulls: bool,
}

impl<'de> serde::de::MapAccess<'de> for Entries<'_> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        while let Some(entry) = self.all.get(self.next) {
            let trail = Trail { up: Some(self.node.trail), number: self.next, key: Some(&entry.key) };
            let empty = entry.value.data == Data::Null && !self.keep_nulls;
            if !empty && !self.node.reading.is_left_out(&trail) {
                let node = Node { value: &entry.value, trail: &trail, reading: self.node.reading };
                let key: StrDeserializer<'_, Fault> = (&*entry.key).into_deserializer();
                return seed.deserialize(key).map(Some).map_err(|fault| node.report(fault));
            }
            self.next += 1;
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some(entry) = self.all.get(self.next) else { return Err(Fault::custom("has no value")) };
        let trail = Trail { up: Some(self.node.trail), number: self.next, key: Some(&entry.key) };
        self.next += 1;
        let node = Node { value: &entry.value, trail: &trail, reading: self.node.reading };
        seed.deserialize(node).map_err(|fault| node.report(fault))
    }
}

macro_rules! ints {
    ($($method:ident $least:expr, $most:expr;)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            visitor.visit_i64(self.int($least, $most)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = Fault;

    ints! {
        deserialize_i8 i8::MIN.into(), i8::MAX.into();
        deserialize_i16 i16::MIN.into(), i16::MAX.into();
        deserialize_i32 i32::MIN.into(), i32::MAX.into();
        deserialize_i64 i64::MIN, i64::MAX - 1;
        deserialize_u8 0, u8::MAX.into();
        deserialize_u16 0, u16::MAX.into();
        deserialize_u32 0, u32::MAX.into();
        deserialize_u64 0, i64::MAX - 1;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.value.data {
            Data::Null => visitor.visit_unit(),
            Data::Bool(bool) => visitor.visit_bool(*bool),
            Data::Int(int) => visitor.visit_i64(*int),
            Data::Float(float) => visitor.visit_f64(*float),
            Data::Text(text) => visitor.visit_str(text),
            Data::List(_) => self.deserialize_seq(visitor),
            Data::Map(entries) => {
                self.check_keys(entries, None);
                visitor.visit_map(self.children(entries, true))
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.value.data {
            Data::Bool(bool) => visitor.visit_bool(*bool),
            Data::Null => visitor.visit_bool(false),
            _ => {
                let text = as_one_text(self.value).to_lowercase();
                let likely = !["no", "off", "n", "0", "never", "false"].contains(&text.as_str());
                Err(Fault::wrong_type("`true` or `false`", self.value, Cure::Value(likely.to_string())))
            }
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.value.data {
            Data::Float(float) if float.is_finite() => visitor.visit_f64(*float),
            Data::Int(int) => visitor.visit_i64(*int),
            _ => Err(Fault::wrong_type("a number", self.value, Cure::Value("1.5".to_owned()))),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match (self.value.text(), &self.value.data) {
            (Some(text), _) => visitor.visit_str(&text),
            (None, Data::Null) => visitor.visit_str(""),
            _ => Err(Fault::wrong_type("one text", self.value, Cure::Text(as_one_text(self.value)))),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.value.data == Data::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let (list, is_alone) = match &self.value.data {
            Data::List(items) => (items.as_slice(), false),
            _ => (std::slice::from_ref(self.value), true),
        };
        visitor.visit_seq(Items { node: self, list, is_alone, next: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        let here = if let Data::List(items) = &self.value.data { items.len() } else { 1 };
        if here != length {
            let cure = Cure::Words(format!("give {length} values"));
            return Err(Fault::new(Code::BadValue, format!("takes {length} values, not {here}"), cure));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.value.data {
            Data::Map(entries) => {
                self.check_keys(entries, None);
                visitor.visit_map(self.children(entries, false))
            }
            Data::Null => visitor.visit_map(self.children(&[], false)),
            _ => Err(Fault::wrong_type(
                "keys with values",
                self.value,
                Cure::Keys(&["name"], self.value.text().map(Into::into)),
            )),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match &self.value.data {
            Data::Map(entries) => {
                self.check_keys(entries, Some(keys));
                visitor.visit_map(self.children(entries, false))
            }
            Data::Null => visitor.visit_map(self.children(&[], false)),
            _ => {
                let takes = format!("keys of its own ({})", list(keys));
                Err(Fault::wrong_type(&takes, self.value, Cure::Keys(keys, self.value.text().map(Into::into))))
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.value.text() {
            Some(word) if words.contains(&&*word) => visitor.visit_enum((&*word).into_deserializer()),
            Some(word) => Err(Fault::unknown_word(&word, words)),
            None => {
                let takes = format!("one word ({})", list(words));
                Err(Fault::wrong_type(&takes, self.value, Cure::Text(words.first().copied().unwrap_or("…").to_owned())))
            }
        }
    }

    serde::forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}
