//! SVG, as far as it matters: that it is one, and how large it is.

/// How far into a text the root element is looked for, in bytes: behind a declaration and the comments of drawing programs.
const PROLOGUE: usize = 4096;

/// True for a text of XML whose root is `svg`.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let prologue = text.get(..PROLOGUE).unwrap_or(text);
    let is_xml = [b"<?xml".as_slice(), b"<!--", b"<!DOCTYPE", b"<svg"].iter().any(|begin| text.starts_with(begin));
    is_xml && prologue.windows(4).any(|w| w == b"<svg")
}

/// The size of an SVG from the attributes of its root element: `width` and `height` in pixels, else the `viewBox`.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, root) = text.split_once("<svg")?;
    let (root, _) = root.split_once('>')?;
    let attribute = |name: &str| {
        let of = |space: char| root.split_once(&format!("{space}{name}=")).map(|(_, value)| value);
        let value = of(' ').or_else(|| of('\n'))?;
        // Other quotes are none to XML, such as those that word processors make.
        ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.split(quote).next())
    };
    let pixels =
        |value: &str| value.trim().trim_end_matches("px").parse::<f64>().ok().filter(|v| (1.0..1e6).contains(v));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a million")]
    let whole = |value: f64| value.round() as u32;
    if let (Some(width), Some(height)) = (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        return Some((whole(width), whole(height)));
    }
    let view: Vec<f64> = attribute("viewBox")?.split([' ', ',']).filter_map(|v| v.parse().ok()).collect();
    match view.as_slice() {
        [_, _, width, height] if *width >= 1.0 && *height >= 1.0 && *width < 1e6 && *height < 1e6 => {
            Some((whole(*width), whole(*height)))
        }
        _ => None,
    }
}
