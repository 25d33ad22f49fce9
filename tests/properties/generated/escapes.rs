//! Texts in other languages' clothes: each reads back as itself, and means nothing on its way.

use super::{each, pieces};
use crate::diag::{Code, Diagnostic, Span, format};
use crate::output::{escaped, jsonld, tags};
use crate::path::{percent_decode, percent_encode};
use crate::properties::html::{Element, Node};
use crate::properties::places::{self, file};
use proptest::prelude::*;

const SIGNS: &[&str] = &[
    "<",
    ">",
    "&",
    "\"",
    "'",
    "&amp;",
    "&#60;",
    "</script>",
    "<!--",
    "-->",
    "]]>",
    "\\",
    "%",
    "%41",
    "%0A",
    "::",
    "\u{0}",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{fffe}",
    "\u{feff}",
    "\r",
    "\n",
    "\t",
    " ",
    "a",
    "é",
    "🙂",
    "\u{202e}",
    "\u{1b}[31m",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,16}", pieces(SIGNS, 8)]
}

#[test]
fn escapes_read_back() {
    each("HTML", 1000, &text(), |text| {
        let shown = escaped(&text);
        assert!(!shown.contains(['<', '>', '"']));
        // HTML cannot have the other control characters, and nobody sees them.
        let is_allowed = |c: &char| !c.is_control() || matches!(c, '\t' | '\r' | '\n');
        assert_eq!(read(&shown), text.chars().filter(is_allowed).collect::<String>());
    });
    each("XML", 1000, &text(), |text| {
        let shown = tags::xml(&text);
        let is_allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
        let white = |c: char| if matches!(c, '\t' | '\r' | '\n') { ' ' } else { c };
        assert!(!shown.contains(['<', '>', '"']) && shown.chars().all(|c| is_allowed(&c)));
        assert_eq!(read(&shown), text.chars().map(white).filter(is_allowed).collect::<String>());
    });
    each("JSON in a page", 1000, &text(), |text| {
        let value = serde_json::json!({ "a": [text] });
        let shown = jsonld::script(&value).0;
        assert!(!shown.contains(['<', '&']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("JSON"), value);
    });
    each("addresses", 1000, &text(), |text| {
        let shown = percent_encode(&text);
        assert!(shown.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)));
        assert_eq!(percent_decode(&shown), text);
    });
}

/// What a browser reads, as a text and as the value of an attribute.
fn read(escaped: &str) -> String {
    let page = Element::read(&format!("<p title=\"{escaped}\">{escaped}</p>"));
    let element = page.elements().next().expect("an element");
    let text: String = element.inside.iter().map(|n| if let Node::Text(t) = n { t.as_str() } else { "" }).collect();
    assert_eq!(element.attribute("title"), Some(text.as_str()));
    text
}

#[test]
fn diagnostics_are_written_so_that_programs_read_them() {
    let place = (text(), text(), text(), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    each("diagnostics", 600, &place, |(before, after, message, from, to)| {
        let text = format!("{before}\n{after}");
        let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let (from, to) = (*from.get(&edges), *to.get(&edges));
        let span = Span::new(&file("content/a.md"), from.min(to)..from.max(to));
        let said = Diagnostic::new(Code::BadValue, format!("it is {message}.")).at(span).help(after.clone());
        places::check(std::slice::from_ref(&said), &|_| Some(text.clone()));
        let write = |as_what| format::write(std::slice::from_ref(&said), as_what, false, &|_| Some(text.clone()));
        let json: serde_json::Value = serde_json::from_str(&write(format::Format::Json)).expect("JSON");
        assert_eq!(json["message"], said.message);
        assert_eq!(json["help"], after);
        let github = write(format::Format::Github);
        let shown = github.split_once("title=bad-value::").expect("the message").1.strip_suffix('\n').expect("a line");
        let plain = shown.replace("%0A", "\n").replace("%25", "%");
        // What steers a terminal is made visible; a return would be no more than another line.
        let wanted = format!("{}\nhelp: {after}", said.message).replace('\r', "\n");
        assert_eq!(plain, format::printable(&wanted));
    });
}
