//! Escape: text as the content and the attributes of HTML take it.
//!
//! In: text of an author's. Out: the same in pieces, with references (HTML Living Standard, 13.1.4) for what means something to
//! HTML, and without the control characters that it cannot have (13.2.3.5) and nobody sees.

use crate::byte_set::ByteSet;

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
/// (those of two bytes with 0xC2). `quote` is the second quotation mark. Without branches, so that it is asked of many bytes at once.
#[expect(clippy::needless_bitwise_bool, reason = "with branches it would be asked of one byte at a time")]
const fn is_suspect(byte: u8, quote: u8) -> bool {
    let is_control =
        (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f) | (byte == 0xc2);
    is_control | (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == b'"') | (byte == quote)
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

/// Where the first suspect of `bytes` is. Texts have few: what has none is passed by as a whole, as wide as processors read.
fn find_suspect(bytes: &[u8], quotes: Quotes) -> Option<usize> {
    const WIDTH: usize = 32;
    let (quote, suspects) = match quotes {
        Quotes::Double => (b'"', &SUSPECTS_BESIDE_DOUBLE),
        Quotes::Both => (b'\'', &SUSPECTS_BESIDE_SINGLE),
    };
    let (chunks, rest) = bytes.as_chunks::<WIDTH>();
    let has_one = |chunk: &[u8; WIDTH]| chunk.iter().fold(false, |found, byte| found | is_suspect(*byte, quote));
    let passed = chunks.iter().position(has_one).unwrap_or(chunks.len()) * WIDTH;
    let from = bytes.get(passed..).unwrap_or(rest);
    suspects.find(from).map(|at| passed + at)
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
