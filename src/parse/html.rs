//! Raw HTML in Markdown: which of it becomes nodes of the tree, and which addresses are refused.
//!
//! In: the source of tags, and addresses however they are spelled. Out: tokens, and a verdict. Nothing is rendered here.

/// A piece of raw HTML.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    /// `<name …>` or `</name>`.
    Tag(Tag),
    /// Text between tags, with what could not be read as a tag.
    Text(String),
    /// A comment, which is for the author alone.
    Comment,
    /// A comment without an end, and all that it would swallow.
    OpenComment(String),
}

/// A tag.
#[derive(Debug, PartialEq)]
pub(super) struct Tag {
    /// In lower case.
    pub(super) name: String,
    /// True for `</name>`.
    pub(super) closes: bool,
    /// Names in lower case, values without quotes and with character references decoded.
    pub(super) attributes: Vec<(String, String)>,
    /// As it was written.
    pub(super) written: String,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone())
    }

    /// True for the elements that may stand in a line.
    pub(super) fn is_inline(&self) -> bool {
        match self.name.as_str() {
            "br" | "kbd" | "sub" | "sup" | "abbr" | "mark" | "small" | "img" | "a" => true,
            "span" => self.closes || self.has_language(),
            _ => false,
        }
    }

    /// True for the elements that may hold blocks.
    pub(super) fn is_block(&self) -> bool {
        match self.name.as_str() {
            "details" | "summary" | "figure" | "figcaption" => true,
            "div" => self.closes || self.has_language(),
            _ => false,
        }
    }

    fn has_language(&self) -> bool {
        self.attributes.iter().any(|(n, _)| n == "lang" || n == "dir")
    }
}

/// `code` cut into tags, comments and text.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = code;
    // Behind the last `>` nothing is a tag, and looking for its end again and again would take the square of its length.
    let last = code.rfind('>').unwrap_or(0);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("<!--") {
            let Some((_, behind)) = after.split_once("-->") else {
                out.push(Token::OpenComment(rest.to_owned()));
                break;
            };
            out.push(Token::Comment);
            rest = behind;
        } else if let Some((tag, after)) = Some(rest).filter(|rest| code.len() - rest.len() < last).and_then(tag) {
            out.push(Token::Tag(tag));
            rest = after;
        } else {
            // A `<` that begins no tag is text, too.
            let end = rest.match_indices('<').map(|(at, _)| at).find(|at| *at > 0).unwrap_or(rest.len());
            let (plain, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            match out.last_mut() {
                Some(Token::Text(text)) => text.push_str(plain),
                _ => out.push(Token::Text(plain.to_owned())),
            }
            rest = after;
        }
    }
    out
}

/// The tag that `text` begins with, and what is behind it.
fn tag(text: &str) -> Option<(Tag, &str)> {
    let inner = text.strip_prefix('<')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |i| (true, i));
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut rest = inner.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    let name = inner.get(..inner.len() - rest.len())?.to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            let written = text.get(..text.len() - after.len())?.to_owned();
            return Some((Tag { name, closes, attributes, written }, after));
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
        let (key, after) = rest.split_at_checked(end).filter(|(key, _)| !key.is_empty())?;
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next()? {
                quote @ ('"' | '\'') => after.strip_prefix(quote)?.split_once(quote)?,
                _ => after.split_at_checked(after.find(|c: char| c.is_ascii_whitespace() || c == '>')?)?,
            };
        }
        attributes.push((key.to_ascii_lowercase(), decode_references(value)));
    }
}

/// References that are longer are none of those that are decoded.
const LONGEST_REFERENCE: usize = 10;

/// Decodes the character references that could hide an address: numbers, and the few names that matter in one.
fn decode_references(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let name = after.split_once(';').filter(|(name, _)| name.len() < LONGEST_REFERENCE);
        let decoded = name.and_then(|(name, _)| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "colon" => Some(':'),
            "Tab" | "NewLine" => Some(' '),
            number => {
                let number = number.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        if let (Some(c), Some((_, behind))) = (decoded, name) {
            out.push(c);
            rest = behind;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The scheme of `address` where it is none of http, https, mailto, tel and sms. Browsers drop tabs, line breaks and
/// leading control characters before they read a scheme (WHATWG URL Standard, 4.4), so this does too.
pub(super) fn unsafe_scheme(address: &str) -> Option<String> {
    let seen: String = address
        .trim_start_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .take(40)
        .collect();
    let scheme = seen.split([':', '/', '?', '#']).next()?;
    if !seen.strip_prefix(scheme)?.starts_with(':') {
        return None;
    }
    let scheme = scheme.to_lowercase();
    let known = ["http", "https", "mailto", "tel", "sms"];
    (!known.contains(&scheme.as_str())).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_seen_through_every_spelling() {
        for bad in [
            "javascript:x",
            " JaVaScRiPt:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///x",
        ] {
            assert!(unsafe_scheme(bad).is_some(), "{bad:?}");
        }
        for good in ["https://a.org", "mailto:a@b.c", "tel:112", "a/b.md#c:d", "#a:b", "../x.md", "/x?y=a:b", "a.md"] {
            assert_eq!(unsafe_scheme(good), None, "{good:?}");
        }
    }

    #[test]
    fn tags_are_read_with_their_attributes() {
        let tokens = tokens("<A HREF='java&#115;cript:x' title=b>t</A><!-- no -->< 3");
        let Token::Tag(a) = &tokens[0] else { panic!() };
        assert_eq!((a.name.as_str(), a.attribute("href").unwrap().as_str()), ("a", "javascript:x"));
        assert_eq!(a.attribute("title").as_deref(), Some("b"));
        assert_eq!(tokens[1], Token::Text("t".into()));
        assert!(matches!(&tokens[2], Token::Tag(t) if t.closes));
        assert_eq!(tokens[3], Token::Comment);
        assert_eq!(tokens[4], Token::Text("< 3".into()));
    }
}
