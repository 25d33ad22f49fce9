//! What an SVG would do besides being seen: run scripts, show pages of others, ask other computers. In a page it does none of that,
//! but whoever opens the picture alone has it run on the site's own address, where the answers of readers lie.
//!
//! The text is read as XML, with its entities resolved, as a browser does (SVG 2, chapters 5, 15 and 16).

use super::Damage;
use roxmltree::{Document, Node, ParsingOptions};

/// Elements that run, listen, or hold pages and programs of others, in any name space.
const ELEMENTS: &[&str] = &[
    "script",
    "handler",
    "listener",
    "foreignobject",
    "iframe",
    "frame",
    "embed",
    "object",
    "applet",
    "audio",
    "video",
    "base",
    "link",
    "meta",
    "form",
    "discard",
];

/// What is wrong with a drawing, if anything is.
pub(super) fn check(bytes: &[u8]) -> Result<(), Damage> {
    let text = std::str::from_utf8(bytes).map_err(|_| Damage("is no XML in UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    if declares(text) {
        return Err(Damage::RUNS);
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 1_000_000, ..ParsingOptions::default() };
    let document =
        Document::parse_with_options(text, options).map_err(|_| Damage("is no XML that a browser can read"))?;
    if document.root_element().tag_name().name() != "svg" {
        return Err(Damage("is no drawing, but some other XML"));
    }
    document.root().descendants().try_for_each(node)
}

/// True where the text itself says what attributes elements have, or may say so by way of parameters: browsers go by that, and
/// what reads the text here does not (XML 1.0, 3.3 and 4.2).
fn declares(text: &str) -> bool {
    let mut entities = text.split("<!ENTITY").skip(1);
    text.contains("<!ATTLIST") || entities.any(|rest| rest.trim_start().starts_with('%'))
}

fn node(node: Node<'_, '_>) -> Result<(), Damage> {
    if node.is_pi() {
        // A style sheet of XSLT is a program, too.
        return Err(Damage::ASKS);
    }
    let name = node.tag_name().name().to_ascii_lowercase();
    if ELEMENTS.contains(&&*name) {
        return Err(Damage::RUNS);
    }
    for attribute in node.attributes() {
        let (key, value) = (attribute.name().to_ascii_lowercase(), plain(attribute.value()));
        if key.starts_with("on") || runs(&value) {
            return Err(Damage::RUNS);
        }
        let is_source = matches!(&*key, "href" | "src" | "from" | "to" | "by" | "values");
        if is_source && name != "a" && leads_away(&value) || asks(&value) {
            return Err(Damage::ASKS);
        }
    }
    let is_style = node.is_text() && node.parent().is_some_and(|p| p.tag_name().name().eq_ignore_ascii_case("style"));
    if is_style && node.text().is_some_and(|css| asks(&plain(css))) {
        return Err(Damage::ASKS);
    }
    Ok(())
}

/// A value as browsers compare it: without white space and control characters, in lower case.
fn plain(value: &str) -> String {
    value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).flat_map(char::to_lowercase).collect()
}

fn runs(value: &str) -> bool {
    ["javascript:", "vbscript:", "data:text", "data:application", "data:image/svg"]
        .iter()
        .any(|begin| value.contains(begin))
}

fn leads_away(value: &str) -> bool {
    ["http:", "https:", "//", "ftp:", "file:"].iter().any(|begin| value.split(';').any(|one| one.starts_with(begin)))
}

/// CSS that loads something from elsewhere; a backslash could hide that.
fn asks(css: &str) -> bool {
    let mut targets = css.split("url(").skip(1).map(|rest| rest.trim_start_matches(['"', '\'']));
    css.contains("@import")
        || css.contains("image-set(")
        || targets.any(|t| leads_away(t) || t.starts_with('\\'))
        || css.contains("\\75")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> Result<(), Damage> {
        check(
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>"
            )
            .as_bytes(),
        )
    }

    #[test]
    fn drawings_that_only_draw_are_fine() {
        for fine in [
            "<path d=\"M0 0h9\"/>",
            "<style>path { fill: url(#a) }</style><linearGradient id=\"a\"/>",
            "<a href=\"https://example.org\"><text>On and on</text></a>",
            "<use xlink:href=\"#a\"/><image href=\"data:image/png;base64,AA==\"/>",
            "<animate attributeName=\"r\" values=\"1;2\"/>",
            "<title>javascript: a language</title><!-- <script> -->",
        ] {
            assert_eq!(svg(fine), Ok(()), "{fine}");
        }
        assert_eq!(check(b"<?xml version='1.0'?>\n<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg>&a;</svg>"), Ok(()));
    }

    #[test]
    fn drawings_that_do_more_are_refused() {
        for bad in [
            "<script>alert(1)</script>",
            "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\"/>",
            "<path onload=\"x\"/>",
            "<path OnClick=\"x\"/>",
            "<a href=\"java&#10;script:alert(1)\"/>",
            "<a xlink:href=\" JAVASCRIPT:x\"/>",
            "<set attributeName=\"href\" to=\"javascript:x\"/>",
            "<animate attributeName=\"href\" values=\"#a;javascript:x\"/>",
            "<foreignObject/>",
            "<image href=\"https://example.org/a.png\"/>",
            "<use href=\"//example.org/a.svg#b\"/>",
            "<use href=\"data:image/svg+xml,x\"/>",
            "<style>@import 'a.css'</style>",
            "<style>path { fill: url( 'http://example.org/a' ) }</style>",
            "<path style=\"fill: url(//example.org)\"/>",
            "<path fill=\"url(https://example.org)\"/>",
            "<unclosed>",
        ] {
            assert!(svg(bad).is_err(), "{bad}");
        }
        assert!(check(b"<!DOCTYPE svg [<!ENTITY a '<script>x</script>'>]><svg>&a;</svg>").is_err());
        assert!(check(b"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x'>]><svg/>").is_err());
        assert!(check(b"<!DOCTYPE svg [<!ENTITY % a \"&#60;!ATTLIST svg onload CDATA 'x'>\"> %a;]><svg/>").is_err());
        assert!(check(b"<?xml-stylesheet href='a.xsl' type='text/xsl'?><svg/>").is_err());
        assert!(check(b"<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>").is_err());
    }
}
