//! Escape: text as the content and the attributes of HTML take it.
//!
//! In: text of an author's. Out: the same in pieces, with references (HTML Living Standard, 13.1.4) for what means something to
//! HTML, and without the control characters that it cannot have (13.2.3.5) and nobody sees.

/// Which quotation marks become references.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Quotes {
    /// `"` alone: attributes stand in double ones.
    Double,
    /// `'`, too: a theme may have attributes in single ones.
    Both,
}

/// Hands `text` on piece by piece; the first error ends it.
pub(crate) fn pieces<E>(text: &str, quotes: Quotes, mut put: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut rest = text;
    while let Some((before, special, after)) = split_special(rest, quotes) {
        if !before.is_empty() {
            put(before)?;
        }
        match special {
            '<' => put("&lt;")?,
            '>' => put("&gt;")?,
            '&' => put("&amp;")?,
            '"' => put("&quot;")?,
            '\'' => put("&#39;")?,
            _ => {}
        }
        rest = after;
    }
    put(rest)
}

/// True for what may begin a character that cannot stay: what means something to HTML, and what control characters begin with
/// (those of two bytes with 0xC2). The apostrophe counts with [`Quotes::Both`] alone.
fn is_suspect(byte: u8) -> bool {
    let is_control = matches!(byte, 0..=0x08 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f | 0xc2);
    is_control || matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'')
}

/// Cuts a text at the first character that cannot stay as it is: what is before it, itself, and what is behind it.
fn split_special(text: &str, quotes: Quotes) -> Option<(&str, char, &str)> {
    let mut from = 0;
    loop {
        let at = from + text.as_bytes().get(from..)?.iter().position(|byte| is_suspect(*byte))?;
        let (before, rest) = text.split_at_checked(at)?;
        let mut chars = rest.chars();
        let special = chars.next()?;
        let stays =
            if special == '\'' { quotes == Quotes::Double } else { !special.is_ascii() && !special.is_control() };
        if !stays {
            return Some((before, special, chars.as_str()));
        }
        from = at + special.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, quotes: Quotes) -> String {
        let mut out = String::new();
        let put = |piece: &str| {
            out.push_str(piece);
            Ok::<(), ()>(())
        };
        pieces(text, quotes, put).expect("a string takes all");
        out
    }

    #[test]
    fn what_means_something_becomes_a_reference_and_controls_go() {
        let text = "a<b>&\"'\u{0}\u{1}\t\n\r\u{7f}\u{80}\u{9f}\u{a0}é🙂";
        assert_eq!(whole(text, Quotes::Both), "a&lt;b&gt;&amp;&quot;&#39;\t\n\r\u{a0}é🙂");
        assert_eq!(whole(text, Quotes::Double), "a&lt;b&gt;&amp;&quot;'\t\n\r\u{a0}é🙂");
        assert_eq!(whole("", Quotes::Both), "");
    }
}
