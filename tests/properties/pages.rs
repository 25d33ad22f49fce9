//! Pages of HTML: well formed, with nothing in them that runs but the theme's scripts, and with links that lead somewhere.

use super::html::{Element, Node};
use super::urls;
use std::collections::HashSet;

const BASE: &str = "https://example.org/guide/";
/// The attributes whose value is an address (HTML, index of attributes).
const ADDRESSES: [&str; 12] = [
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "longdesc",
    "ping",
    "poster",
    "src",
    "srcset",
    "usemap",
];
/// The attributes whose value names elements of the same page.
const NAMES: [&str; 3] = ["for", "aria-labelledby", "aria-describedby"];
/// The elements that bring something else into a page, or change where its links lead.
const NEVER: [&str; 9] = ["applet", "base", "embed", "frame", "iframe", "math", "object", "style", "template"];

/// Reads the page at `path` and looks at all of it. `files` are the files of the site. Where `is_whole` is
/// false there may be links that lead nowhere, of which something has been said.
pub(super) fn check(path: &str, html: &str, files: &HashSet<&str>, is_whole: bool) -> Element {
    let page = Element::read(html);
    let all = page.all();
    let mut ids = HashSet::new();
    for id in all.iter().filter_map(|e| e.attribute("id")) {
        assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{path}: the id {id:?}");
        assert!(ids.insert(id), "{path}: the id {id:?} twice");
    }
    for element in &all {
        let name = element.name.as_str();
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{path}: <{name}>");
        // The page for what is not there finds no style sheet of the site, and brings its own.
        assert!(!NEVER.contains(&name) || (name == "style" && path == "404.html"), "{path}: <{name}>");
        if name == "script" {
            script(path, element);
        }
        let mut seen = HashSet::new();
        for (attribute, value) in element.attributes() {
            assert!(seen.insert(attribute), "{path}: `{attribute}` twice in <{name}>");
            let is_known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            assert!(attribute.bytes().all(is_known), "{path}: the attribute {attribute:?}");
            assert!(
                !attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc",
                "{path}: {attribute}"
            );
            if ADDRESSES.contains(&attribute) {
                address(path, name, value);
            }
            if NAMES.contains(&attribute) {
                let missing = value.split_whitespace().find(|id| !ids.contains(id));
                assert!(missing.is_none(), "{path}: `{attribute}` names {missing:?}, which is not there");
            }
            if attribute == "http-equiv" && value == "refresh" {
                let to = element.attribute("content").and_then(|c| c.split_once("url=")).map_or("", |(_, url)| url);
                address(path, name, to);
            }
            if is_whole && matches!(attribute, "href" | "src") {
                leads_somewhere(path, value, files, &ids);
            }
        }
    }
    page
}

/// A script is a file, or data that is JSON.
fn script(path: &str, element: &Element) {
    if element.attribute("src").is_some() {
        return assert!(element.inside.is_empty(), "{path}: a script with a file and a text");
    }
    assert_eq!(element.attribute("type"), Some("application/ld+json"), "{path}: a script in the page");
    let [Node::Text(text)] = &*element.inside else { panic!("{path}: data without a text") };
    serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|e| panic!("{path}: data is no JSON: {e}: {text}"));
}

/// The scheme is one that runs nothing, as a browser reads it (WHATWG URL Standard, 4.4).
fn address(path: &str, element: &str, value: &str) {
    let control = |c: char| c <= ' ';
    let seen: String = value.trim_matches(control).chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let lower = seen.to_lowercase();
    if !urls::has_scheme(&lower) {
        return;
    }
    let scheme = lower.split(':').next().unwrap_or_default();
    let is_icon = element == "link" && value == "data:,";
    assert!(
        is_icon || matches!(scheme, "http" | "https" | "mailto" | "tel" | "sms"),
        "{path}: {value:?} in <{element}>"
    );
}

/// An address of the site is that of a file, and a place on this page is there.
fn leads_somewhere(path: &str, value: &str, files: &HashSet<&str>, ids: &HashSet<&str>) {
    if urls::has_scheme(value) || value.starts_with("//") || path == "404.html" {
        return;
    }
    let here = format!("{BASE}{}", crate::path::percent_encode(path));
    let found = urls::resolve(&here, value);
    let below = urls::path_below(BASE, &found).unwrap_or_else(|| panic!("{path}: {value:?} leaves the site"));
    let folder = format!("{below}index.html");
    let is_file =
        files.contains(below.as_str()) || ((below.is_empty() || below.ends_with('/')) && files.contains(&*folder));
    assert!(is_file, "{path}: {value:?} leads to {below:?}, which is not there");
    if let Some(id) = urls::fragment(value).filter(|_| below == path) {
        assert!(ids.contains(id.as_str()), "{path}: no place {id:?}");
    }
}

/// XML that is well formed and has no character that it cannot have (XML 1.0, 2.2).
pub(super) fn check_xml(text: &str) {
    let is_odd = |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!text.contains(is_odd), "{text:?}");
    let body = text.strip_prefix("<?xml").and_then(|t| t.split_once("?>")).map_or(text, |(_, rest)| rest);
    let root = Element::read(body);
    assert_eq!(root.elements().count(), 1, "one root");
}
