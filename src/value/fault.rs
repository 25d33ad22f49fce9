//! Faults: what is wrong with one value, in the author's words.
//!
//! In: what the reader of a type wants, and what stands there instead. Out: the halves of a sentence ("takes a whole number,
//! not a text") and a cure, which [`super::de`] completes with the key and the place. Nothing here knows of places, and no
//! word of serde's reaches an author.

use super::{Data, Syntax, Value, quote};
use crate::diag::Code;
use crate::slug::nearest;
use serde::de::{self, Expected, Unexpected};
use std::fmt;

/// Something is wrong with a value.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// What follows the name of the key: "takes a whole number, not a text".
    pub(super) says: String,
    pub(super) cure: Cure,
    /// It has been reported, and what is to be left out is known: only the way back up is left.
    pub(super) reported: bool,
}

/// What an author can do.
#[derive(Debug)]
pub(super) enum Cure {
    /// Write this value, spelled already.
    Value(String),
    /// Write this text, with quotes where it needs them.
    Text(String),
    /// Add this key.
    Add(String),
    /// Give these keys, of which the first has this value.
    Keys(&'static [&'static str], Option<String>),
    /// Something else.
    Words(String),
}

impl Fault {
    pub(super) fn new(code: Code, says: impl Into<String>, cure: Cure) -> Self {
        Self { code, says: says.into(), cure, reported: false }
    }

    /// The value is of another type than the key takes.
    pub(super) fn wrong_type(takes: &str, value: &Value, cure: Cure) -> Self {
        Self::new(Code::WrongType, format!("takes {takes}, not {}", describe(value)), cure)
    }

    /// The value is none of the words that there are.
    pub(super) fn unknown_word(word: &str, words: &[&str]) -> Self {
        let says = format!("cannot be `{word}`; it can be {}", list(words));
        let first = word.chars().next().unwrap_or(' ');
        let alike = || words.iter().copied().find(|w| w.starts_with(first));
        match nearest(word, words.iter().copied()).or_else(alike).or(words.first().copied()) {
            Some(best) => Self::new(Code::BadValue, says, Cure::Text(best.to_owned())),
            None => Self::new(Code::BadValue, says, Cure::Words("take the line out".to_owned())),
        }
    }

    /// The help line.
    pub(super) fn help(&self, key: Option<&str>, syntax: Syntax) -> String {
        let line = |key: &str, value: &str| syntax.line(key, value);
        let write = |value: &str| {
            let written = match key {
                Some(key) => line(key, value),
                None if syntax == Syntax::Yaml => format!("- {value}"),
                None => value.to_owned(),
            };
            format!("write it like this: `{written}`")
        };
        match &self.cure {
            Cure::Value(value) => write(value),
            Cure::Text(text) => write(&syntax.spell(text)),
            Cure::Add(missing) => format!("add a line for it: `{}`", line(missing, &syntax.spell("…"))),
            Cure::Words(words) => words.clone(),
            Cure::Keys(keys, first) => {
                let value = |i| syntax.spell(first.as_deref().filter(|_| i == 0).unwrap_or("…"));
                let lines = keys.iter().take(2).enumerate().map(|(i, key)| line(key, &value(i)));
                let lines: Vec<String> = lines.collect();
                match (syntax, key) {
                    (Syntax::Toml, _) => write(&format!("{{ {} }}", lines.join(", "))),
                    (Syntax::Yaml, Some(key)) => format!("write it like this:\n{key}:\n  {}", lines.join("\n  ")),
                    (Syntax::Yaml, None) => format!("write it like this:\n- {}", lines.join("\n  ")),
                }
            }
        }
    }
}

/// What stands there, for "…, not a list".
fn describe(value: &Value) -> String {
    match (&value.data, value.text()) {
        (Data::List(_), _) => "a list".to_owned(),
        (Data::Map(_), _) => "keys with values of their own".to_owned(),
        (Data::Text(text), _) if text.len() > 20 || text.contains(char::is_whitespace) => "a text".to_owned(),
        (Data::Text(text), _) => format!("the text `{text}`"),
        (_, Some(text)) => format!("`{text}`"),
        (_, None) => "nothing".to_owned(),
    }
}

/// What an author may have meant by a list or a mapping where one text belongs.
pub(super) fn as_one_text(value: &Value) -> String {
    match &value.data {
        Data::List(items) => items.iter().map(as_one_text).collect::<Vec<_>>().join(", "),
        // `title: [Step 3: talk]`, or the text on a line of its own.
        Data::Map(entries) => match entries.as_slice() {
            [one] => format!("{}: {}", one.key, as_one_text(&one.value)),
            _ => "…".to_owned(),
        },
        _ => value.text().map_or_else(|| "…".to_owned(), Into::into),
    }
}

/// "`a`, `b` or `c`"
pub(super) fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    match words.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

impl std::error::Error for Fault {}

/// A type's own refusal (`#[serde(try_from = "String")]`) is the half of a sentence that follows the key, and on a second
/// line, where there is one, a value that would be right: "takes a time\n2 weeks".
impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = message.to_string();
        match message.split_once('\n') {
            Some((says, example)) => Self::new(Code::BadValue, says, Cure::Text(example.to_owned())),
            None => {
                Self::new(Code::BadValue, message, Cure::Words("correct the value, or take the line out".to_owned()))
            }
        }
    }

    fn invalid_type(found: Unexpected<'_>, _: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Str(text) => format!("the text {}", quote(text)),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "keys with values of their own".to_owned(),
            Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
            Unexpected::Signed(number) => format!("`{number}`"),
            Unexpected::Unsigned(number) => format!("`{number}`"),
            Unexpected::Bool(bool) => format!("`{bool}`"),
            _ => "this".to_owned(),
        };
        Self::new(Code::WrongType, format!("cannot be {found}"), Cure::Words("take the line out".to_owned()))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self { code: Code::BadValue, ..Self::invalid_type(found, expected) }
    }

    fn invalid_length(length: usize, _: &dyn Expected) -> Self {
        let cure = Cure::Words("add or take out values".to_owned());
        Self::new(Code::BadValue, format!("cannot have {length} values"), cure)
    }

    fn unknown_variant(word: &str, words: &'static [&'static str]) -> Self {
        Self::unknown_word(word, words)
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        let cure = Cure::Words("take it out, or check its spelling".to_owned());
        Self::new(Code::UnknownKey, format!("has no key `{field}`"), cure)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Code::MissingKey, format!("needs the key `{field}`"), Cure::Add(field.to_owned()))
    }

    fn duplicate_field(field: &'static str) -> Self {
        let cure = Cure::Words("keep one of the two".to_owned());
        Self::new(Code::DuplicateKey, format!("has the key `{field}` twice"), cure)
    }
}
