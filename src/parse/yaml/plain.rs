//! What most front matter is: keys with texts, numbers, lists of texts and one more level of keys, each on a line of its own.
//!
//! In: YAML. Out: the value that the parser would give, places and all, for a tenth of its time; or nothing, where the text
//! holds anything that this room does not know for certain. Whatever it gives is held against the parser by a property.

use super::{Numbers, Origin};
use crate::value::{Data, Entry, Value};
use std::ops::Range;

/// How far lines below a key are indented.
const INDENT: &str = "  ";

/// Longer ones are no keys for the parser from 1,024 characters on (YAML 1.2, 7.4.2), and none of ours.
const LONGEST_KEY: usize = 100;

/// The mapping that a text holds, where each of its lines is plain.
pub(super) fn read(origin: &Origin<'_>) -> Option<Value> {
    let yaml = origin.yaml.strip_suffix('\n').unwrap_or(origin.yaml);
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_open = false;
    for line in yaml.split('\n') {
        if !line.chars().all(is_printable) {
            return None;
        }
        match line.strip_prefix(INDENT) {
            None => {
                let entry = entry(origin, line, true)?;
                is_open = entry.value.data == Data::Null;
                entries.push(entry);
            }
            Some(inner) => below(origin, inner, &mut entries.last_mut().filter(|_| is_open)?.value.data)?,
        }
    }
    // Numbers and the like whose spelling counts are read a second time.
    let is_spelled = origin.seen.take().hides_a_spelling(origin.yaml);
    (!is_spelled).then(|| Data::Map(entries).into())
}

/// Takes a line into the list or mapping of the key above it.
fn below(origin: &Origin<'_>, line: &str, data: &mut Data) -> Option<()> {
    match (line.strip_prefix("- "), data) {
        (Some(item), Data::List(list)) => list.push(scalar(origin, item, false)?),
        (Some(item), data @ Data::Null) => *data = Data::List(vec![scalar(origin, item, false)?]),
        (None, Data::Map(entries)) => entries.push(entry(origin, line, false)?),
        (None, data @ Data::Null) => *data = Data::Map(vec![entry(origin, line, false)?]),
        _ => return None,
    }
    Some(())
}

/// A line `key: value`; at the top a key alone, too, which stays [`Data::Null`] if nothing comes below it.
fn entry(origin: &Origin<'_>, line: &str, is_top: bool) -> Option<Entry> {
    let (key, value) = line.split_once(':')?;
    let is_key = |c: u8| c.is_ascii_lowercase() || c == b'-';
    let is_plain = key.starts_with(|c: char| c.is_ascii_lowercase()) && key.bytes().all(is_key);
    if !is_plain || is_reserved(key) || key.len() > LONGEST_KEY {
        return None;
    }
    let value = match value.strip_prefix(' ') {
        Some(value) => flow(origin, value).or_else(|| scalar(origin, value, false))?,
        None if value.is_empty() && is_top => {
            origin.note(|seen| seen.null = true);
            Value::default()
        }
        None => return None,
    };
    Some(Entry { key: key.into(), key_range: origin.range(key), value })
}

/// A list between brackets on one line.
fn flow(origin: &Origin<'_>, text: &str) -> Option<Value> {
    let mut rest = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut list = Vec::new();
    while !rest.is_empty() {
        let item = if rest.starts_with(['"', '\'']) {
            let quote = rest.chars().next()?;
            let length = rest.get(1..)?.find(quote)? + 2;
            rest.get(..length)?
        } else {
            rest.split(',').next()?
        };
        list.push(scalar(origin, item, true)?);
        rest = rest.strip_prefix(item)?;
        rest = if rest.is_empty() { rest } else { rest.strip_prefix(", ").filter(|rest| !rest.is_empty())? };
    }
    Some(Data::List(list).into())
}

fn scalar(origin: &Origin<'_>, text: &str, in_flow: bool) -> Option<Value> {
    let inside = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote).filter(|inside| !inside.contains(quote));
    let double = inside('"').filter(|inside| !inside.contains('\\'));
    if let Some(inside) = double.or_else(|| inside('\'')) {
        return Some(Value { data: Data::Text(inside.into()), written: None, range: quoted(origin, text) });
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        origin.note(|seen| seen.numbers = Numbers::Whole);
        let fits = (1..=18).contains(&text.len()) && (text == "0" || !text.starts_with('0'));
        return Some(Data::Int(text.parse().ok().filter(|_| fits)?).into());
    }
    if is_date(text) || is_words(text, in_flow) {
        return Some(Value { data: Data::Text(text.into()), written: None, range: origin.range(text) });
    }
    None
}

/// The place of a text in quotes. [`Origin::range`] looks for quotes around what it is given.
fn quoted(origin: &Origin<'_>, text: &str) -> Option<Range<usize>> {
    let inside = text.get(1..text.len().checked_sub(1)?)?;
    origin.range(inside)
}

/// Words without quotes: from a letter or a slash on, and without what YAML reads something into.
fn is_words(text: &str, in_flow: bool) -> bool {
    let is_safe = |c: char| match c {
        ',' | '[' | ']' | '{' | '}' | ':' | '?' => !in_flow,
        '#' | '"' | '\'' | '`' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '\\' => false,
        _ => true,
    };
    let is_said = text.starts_with(|c: char| c == '/' || c.is_alphabetic()) && !text.ends_with([' ', ':']);
    is_said && !is_reserved(text) && text.chars().all(is_safe) && !text.contains(": ")
}

/// `2026-01-31`, which is a text.
fn is_date(text: &str) -> bool {
    let is_right = |(i, byte): (usize, u8)| if matches!(i, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(is_right)
}

/// Words that may be no texts (YAML 1.2, 10.3.2).
fn is_reserved(text: &str) -> bool {
    ["null", "true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// What every reader of YAML takes for a character of a line (YAML 1.2, 5.1 and 5.4; older ones break lines at three more).
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        c => c >= '\u{a0}',
    }
}
