//! Tags: text and attributes as HTML takes them.
//!
//! In: text of an author's. Out: HTML in which it means nothing but itself.

use crate::body::{Attributes, Mark};
use crate::escape::{self, Quotes};
use std::convert::Infallible;

/// `text` with the characters that mean something to HTML as references, for content and attributes alike.
pub(super) fn escape(text: &str, out: &mut String) {
    let put = |piece: &str| {
        out.push_str(piece);
        Ok::<(), Infallible>(())
    };
    let Ok(()) = escape::pieces(text, Quotes::Double, put);
}

/// Several texts one behind the other, as they are.
pub(super) fn push_all(out: &mut String, texts: &[&str]) {
    texts.iter().for_each(|text| out.push_str(text));
}

/// `text` with the characters that mean something to HTML as references, as a new string.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}

/// `text` for the content and attributes of XML 1.0, which cannot have every character (2.2): control characters and the two
/// that are none are left out.
pub(crate) fn xml(text: &str) -> String {
    let is_white = |c: char| matches!(c, '\t' | '\n' | '\r');
    let is_allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().map(|c| if is_white(c) { ' ' } else { c }).filter(is_allowed).collect();
    escaped(&text)
}

/// An attribute, with a space in front of it.
pub(super) fn push_attribute(out: &mut String, name: &str, value: &str) {
    push_all(out, &[" ", name, "=\""]);
    escape(value, out);
    out.push('"');
}

/// The element that a mark stands for.
pub(super) fn tag_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Emphasis => "em",
        Mark::Strong => "strong",
        Mark::Strikethrough => "del",
        Mark::Keyboard => "kbd",
        Mark::Subscript => "sub",
        Mark::Superscript => "sup",
        Mark::Highlight => "mark",
        Mark::Small => "small",
    }
}

/// Only a language code, a direction of HTML's three and a title carry over.
pub(super) fn push_attributes(attributes: &Attributes, out: &mut String) {
    let is_code = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if let Some(lang) = attributes.lang.as_deref().filter(|l| is_code(l)) {
        push_all(out, &[" lang=\"", lang, "\""]);
    }
    if let Some(dir) = attributes.dir.as_deref().filter(|d| matches!(*d, "ltr" | "rtl" | "auto")) {
        push_all(out, &[" dir=\"", dir, "\""]);
    }
    if let Some(title) = &attributes.title {
        push_attribute(out, "title", title);
    }
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn xml_has_no_character_that_it_cannot_have() {
        assert_eq!(
            xml("a\tb\u{0}\u{b}\u{1b}\u{85}\u{fffe}c <&\"> 🙂 \u{202e}"),
            "a bc &lt;&amp;&quot;&gt; 🙂 \u{202e}"
        );
    }
}
