//! Escape: text as the content and the attributes of HTML take it.
//!
//! In: text of an author's. Out: the same in pieces, with references (HTML Living Standard, 13.1.4) for what means something to
//! HTML, and without the control characters that it cannot have (13.2.3.5) and nobody sees.

use crate::byte_set::{self, ByteSet};

/// Which quotation marks become references.
#[derive(Clone, Copy)]
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
/// (those of two bytes with 0xC2). `quote` is the second quotation mark.
const fn is_suspect(byte: u8, quote: u8) -> bool {
    let is_control = byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || matches!(byte, 0x7f | 0xc2);
    is_control || matches!(byte, b'<' | b'>' | b'&' | b'"') || byte == quote
}

/// True for those, and for a few more: so it takes few steps, without branches, and is asked of many bytes at once.
#[expect(clippy::needless_bitwise_bool, reason = "with branches it would be asked of one byte at a time")]
const fn may_be_suspect(byte: u8) -> bool {
    const GREATER_OR_LESS: u8 = b'<' | b'>';
    const QUOTES_OR_AMPERSAND: u8 = b'"' | b'\'' | b'&';
    let is_control = (byte < b' ') | (byte == 0x7f) | (byte == 0xc2);
    is_control | (byte | (b'<' ^ b'>') == GREATER_OR_LESS) | (byte | (b'"' ^ b'\'') == QUOTES_OR_AMPERSAND)
}

/// The same for every byte, to look one up.
const fn suspects(quote: u8) -> ByteSet {
    let mut suspects = ByteSet::of(b"");
    let mut byte = 0;
    loop {
        if is_suspect(byte, quote) {
            suspects = suspects.with(&[byte]);
        }
        if byte == u8::MAX {
            return suspects;
        }
        byte += 1;
    }
}

static SUSPECTS_BESIDE_DOUBLE: ByteSet = suspects(b'"');
static SUSPECTS_BESIDE_SINGLE: ByteSet = suspects(b'\'');

/// Where the first suspect of `bytes` is. Texts have few.
fn find_suspect(bytes: &[u8], quotes: Quotes) -> Option<usize> {
    let near = byte_set::near_first(bytes, may_be_suspect)?;
    let suspects = match quotes {
        Quotes::Double => &SUSPECTS_BESIDE_DOUBLE,
        Quotes::Both => &SUSPECTS_BESIDE_SINGLE,
    };
    suspects.find(bytes.get(near..)?).map(|at| near + at)
}

/// Cuts a text at the first character that cannot stay as it is: what is before it, itself, and what is behind it.
fn split_special(text: &str, quotes: Quotes) -> Option<(&str, char, &str)> {
    let mut from = 0;
    loop {
        let at = from + find_suspect(text.as_bytes().get(from..)?, quotes)?;
        let (before, rest) = text.split_at_checked(at)?;
        let mut chars = rest.chars();
        let special = chars.next()?;
        if special.is_ascii() || special.is_control() {
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

    #[test]
    fn what_is_passed_by_is_no_suspect() {
        for quote in *b"\"'" {
            assert!((0..=u8::MAX).all(|byte| may_be_suspect(byte) || !is_suspect(byte, quote)));
        }
    }

    #[test]
    fn at_every_place_of_a_long_text() {
        for special in ["<", "'", "\"", "\u{1}", "\u{7f}", "\u{85}", "\u{a0}", "\u{fffd}"] {
            for at in 0..100 {
                let (before, after) = ("x".repeat(at), "\ty\n".repeat(20));
                for quotes in [Quotes::Both, Quotes::Double] {
                    let expected = format!("{before}{}{after}", whole(special, quotes));
                    assert_eq!(whole(&format!("{before}{special}{after}"), quotes), expected);
                }
            }
        }
    }
}
