//! Tags: text and attributes as HTML takes them.
//!
//! In: text of an author's. Out: HTML in which it means nothing but itself.

use crate::body::{Attributes, Mark};

/// `text` with the characters that mean something to HTML as references, for content and attributes alike.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, special, after)) = split_special(rest) {
        out.push_str(before);
        out.push_str(match special {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '"' => "&quot;",
            _ => "",
        });
        rest = after;
    }
    out.push_str(rest);
}

/// Cuts a text at the first character that cannot stay as it is: what is before it, itself, and what is behind it. Those that mean
/// something to HTML, and control characters, which it cannot have (HTML Living Standard, 13.2.3.5) and which nobody sees.
fn split_special(text: &str) -> Option<(&str, char, &str)> {
    // The control characters of two bytes begin with 0xC2.
    let is_special = |byte: u8| match byte {
        b'<' | b'>' | b'&' | b'"' | 0x7f | 0xc2 => true,
        b'\t' | b'\n' | b'\r' => false,
        byte => byte < 0x20,
    };
    let mut from = 0;
    loop {
        let at = from + text.as_bytes().get(from..)?.iter().position(|byte| is_special(*byte))?;
        let (before, rest) = text.split_at_checked(at)?;
        let mut chars = rest.chars();
        let special = chars.next()?;
        if special.is_ascii() || special.is_control() {
            return Some((before, special, chars.as_str()));
        }
        from = at + special.len_utf8();
    }
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
        out.push_str(&format!(" lang=\"{lang}\""));
    }
    if let Some(dir) = attributes.dir.as_deref().filter(|d| matches!(*d, "ltr" | "rtl" | "auto")) {
        out.push_str(&format!(" dir=\"{dir}\""));
    }
    if let Some(title) = &attributes.title {
        out.push_str(&format!(" title=\"{}\"", escaped(title)));
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
