//! Words of the search index: a word is found however it is spelled, and found alone as it is found in a text.

use crate::output::search::words::each;
use unicode_normalization::UnicodeNormalization;

/// The input as a text of a page.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let found = words(text);
    for word in &found {
        assert!(!word.is_empty() && word.chars().count() <= 40, "{word:?}");
        assert!(!word.contains(|c: char| c.is_whitespace() || c.is_control() || c.is_ascii_uppercase()), "{word:?}");
        assert!(!word.contains(|c: char| c.is_ascii_punctuation()), "{word:?}");
    }
    assert_eq!(words(&text.nfd().collect::<String>()), found, "the decomposed text has the same words");
    assert_eq!(words(&text.nfc().collect::<String>()), found, "the composed text has the same words");
    // The short way for ASCII and the long way say the same.
    assert_eq!(words(&format!("{text} \u{2026}")), found, "a sign more is no word more");
    assert_eq!(words(&format!("{text} {text}")), [found.clone(), found].concat(), "a text twice has each word twice");
}

fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each(text, |word| out.push(word.to_owned()));
    out
}
