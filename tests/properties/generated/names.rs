//! Names, paths and requests.

use super::{each, pieces};
use crate::path::OutPath;
use crate::properties::slug_path::{between, path, slug};
use crate::publish::manifest::{Entry, Manifest, is_reserved, parse};
use crate::slug::slugify;
use proptest::prelude::*;

const ODD: &[&str] = &[
    "/", ".", "..", "a", "B", "é", "e\u{301}", "%", "%2F", "%2e", "?", "#", ":", " ", "\\", "\0", "&", "index",
    ".html", ".md", "ß", "İ", "Σ", "-", "--", "1-", "\u{200d}", "友", "نص", "'", "\u{2019}", "\n", "\u{feff}",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,12}", pieces(ODD, 8)]
}

/// A path that is one.
fn way() -> impl Strategy<Value = String> {
    let part = prop_oneof!["[a-z]{1,3}", "[a-zA-ZäÖ友 %?#:&=+;,@~'\"<>.\\-]{1,6}", Just("index.html".to_owned())];
    let part = part.prop_filter("a name", |p| !matches!(p.as_str(), "." | ".."));
    proptest::collection::vec(part, 1..5).prop_map(|parts| parts.join("/"))
}

#[test]
fn names_hold() {
    each("slugs", 2000, &text(), |text| slug(&text));
    each("slugs in either case", 500, &"[A-Za-zÄÖÜäöüÉé0-9 _-]{0,16}", |text| {
        let slug = slugify(&text);
        assert_eq!(slugify(&text.to_uppercase()), slug);
        assert_eq!(slugify(&text.to_lowercase()), slug);
    });
}

#[test]
fn paths_hold() {
    each("paths", 2000, &text(), |text| path(&text));
    each("ways between odd paths", 1000, &(text(), text()), |(a, b)| between(&a, &b));
    each("ways between paths", 2000, &(way(), way()), |(a, b)| {
        assert!(OutPath::new(&a).is_ok() && OutPath::new(&b).is_ok());
        between(&a, &b);
    });
}

#[cfg(feature = "serve")]
#[test]
fn requests_hold() {
    const PARTS: &[&str] = &[
        "/",
        "//",
        "a",
        "1-look",
        "look",
        "%20",
        "a%20b.txt",
        "%2e%2e",
        "..",
        ".",
        "%2f",
        "%5c",
        "\\",
        "%00",
        "%",
        "%zz",
        "%C3%BC",
        "%ff",
        "index.html",
        "sub",
        "\n",
        "\r",
        "?",
        "#",
        "ü",
        " ",
        "search.html",
        "%25",
        "404.html",
    ];
    each("requests", 2000, &(pieces(&["/", "a", "sub", "ü", "%", ".", " "], 4), pieces(PARTS, 6)), |(base, path)| {
        crate::properties::request::holds(format!("{base}\n/{path}").as_bytes());
    });
}

#[test]
fn manifests_read_as_they_are_written() {
    let path = prop_oneof![way(), pieces(&["a", "\n", "\r", "\\", " ", "/b", "n", "é", "\u{2028}", "\u{85}", "\t"], 8)];
    let entry = (path, any::<u128>(), any::<u64>()).prop_filter_map("a path", |(path, hash, size)| {
        let path = OutPath::new(&path).ok().filter(|p| !is_reserved(p.as_str()))?;
        Some(Entry { path, hash, size })
    });
    each("manifests", 1000, &proptest::collection::vec(entry, 0..5), |mut entries| {
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries.dedup_by(|a, b| a.path == b.path);
        let text = Manifest::new(entries.clone()).text;
        assert_eq!(parse(&text), Some(entries));
        crate::properties::manifest::holds(text.as_bytes());
    });
}
