//! Style sheets and scripts: only comments and space go.

use crate::theme::squeeze::{script, sheet};

/// The input as a style sheet and as a script.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    one(text, &|css| sheet(css).unwrap_or_else(|| css.to_owned()), &[';']);
    one(text, &script, &[]);
}

/// `extra` are the signs that may go besides space.
fn one(text: &str, squeeze: &dyn Fn(&str) -> String, extra: &[char]) {
    let small = squeeze(text);
    assert!(small.len() <= text.len(), "it does not grow");
    assert_eq!(squeeze(&small), small, "nothing is left to leave out");
    let signs = |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let (before, after) = (signs(text), signs(&small));
    let mut rest = before.iter();
    assert!(after.iter().all(|c| rest.any(|b| b == c)), "nothing is new, and the order stays");
    if !text.contains("/*") && !text.contains("//") && !text.contains("<!--") {
        let kept = |signs: &[char]| -> String { signs.iter().filter(|c| !extra.contains(c)).collect() };
        assert_eq!(kept(&after), kept(&before), "without comments only space goes");
    }
}
