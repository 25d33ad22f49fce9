//! Values of authors: what is written between quotes, in blocks and plainly is what is read.

use super::{each, pieces};
use crate::parse::yaml::{self, FrontMatter};
use crate::properties::places::file;
use crate::value::{self, Data, Syntax, Value, quote};
use proptest::prelude::*;

/// What YAML says for `a: …`, as its author wrote it; `None` where it is no text or number.
fn read(written: &str) -> Option<String> {
    let head = format!("a: {written}\nb: x\n");
    let page = format!("---\n{head}---\n");
    let path = file("content/a.md");
    let matter = yaml::split(&page, &path).expect("a head").expect("a head");
    assert_eq!(matter, FrontMatter { yaml: &head, offset: 4, body_offset: page.len() });
    let (value, _) = yaml::parse(matter.yaml, matter.offset, &path).unwrap_or_else(|said| panic!("{head}: {said:#?}"));
    let Data::Map(entries) = value.data else { panic!("{head} is no mapping") };
    assert_eq!(entries.len(), 2, "{head}");
    entries[0].value.text().map(std::borrow::Cow::into_owned)
}

fn line() -> impl Strategy<Value = String> {
    const SIGNS: &[&str] = &[
        "\"", "'", "\\", ": ", ":", " #", "#", "- ", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "%", "@", "`",
        "a", "Ü", " ", "友", "🙂", "---", "~", "0x1F", "1.10", "No",
    ];
    prop_oneof!["[ -~äöü友🙂]{0,20}", pieces(SIGNS, 8)]
}

#[test]
fn texts_are_kept() {
    each("texts between double quotes", 1000, &line(), |text| {
        let written = serde_json::to_string(&text).expect("JSON, which is YAML");
        assert_eq!(read(&written), Some(text));
    });
    each("texts between single quotes", 1000, &line(), |text| {
        assert_eq!(read(&format!("'{}'", text.replace('\'', "''"))), Some(text));
    });
    each("texts in blocks", 500, &proptest::collection::vec(line(), 1..4), |lines| {
        let lines: Vec<String> = lines.iter().map(|line| format!("x{line}")).collect();
        assert_eq!(read(&format!("|-\n  {}", lines.join("\n  "))), Some(lines.join("\n")));
    });
    each("plain texts", 1000, &"[A-Za-z0-9ä][A-Za-z0-9ä,.()'/+_-]{0,12}", |text| {
        let is_nothing = text.eq_ignore_ascii_case("null");
        assert_eq!(read(&text), (!is_nothing).then_some(text));
    });
}

#[test]
fn what_help_spells_is_read_as_meant() {
    let text = line().prop_map(|text| text.trim().to_owned()).prop_filter("something", |t| !t.is_empty() && t != "~");
    each("spelled texts", 1000, &text, |text| {
        assert_eq!(read(&Syntax::Yaml.spell(&text)).as_deref(), Some(&*text));
        assert_eq!(read(&quote(&text)).as_deref(), Some(&*text));
        for written in [quote(&text), Syntax::Toml.spell(&text)] {
            let table = value::parse_toml(&format!("a = {written}"), &file("book.toml"));
            let Ok(Value { data: Data::Map(entries), .. }) = table else { panic!("{written} is no TOML") };
            assert_eq!(entries[0].value.text().as_deref(), Some(&*text));
        }
    });
}
