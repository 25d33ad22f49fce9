//! Cures as edits of a text. Nothing is written here.

use super::Fix;

/// `text` with `fixes` made, and how many were. Of two that overlap, the first is made.
pub fn replace(text: &str, mut fixes: Vec<&Fix>) -> (String, usize) {
    fixes.sort_by_key(|f| f.span.range.start);
    let mut out = String::with_capacity(text.len());
    let (mut from, mut count) = (0, 0);
    for fix in fixes {
        let range = fix.span.range.clone();
        let (Some(between), true) = (text.get(from..range.start), text.get(range.clone()).is_some()) else { continue };
        out.push_str(between);
        out.push_str(&fix.text);
        from = range.end;
        count += 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    (out, count)
}
