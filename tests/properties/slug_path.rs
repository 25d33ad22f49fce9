//! Names: slugs are stable, paths stay in their tree, and links between files lead where they should.

use super::urls;
use crate::path::{OutPath, SourcePath, percent_decode, percent_encode};
use crate::slug::{Anchors, as_title, key, slugify, split_number};
use unicode_normalization::UnicodeNormalization;

/// The lines of the input are names: each is looked at alone, and each pair of neighbours together.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let names: Vec<&str> = text.split('\n').take(16).collect();
    names.iter().for_each(|name| {
        slug(name);
        path(name);
    });
    names.windows(2).for_each(|pair| between(pair[0], pair[1]));
    anchors(&names);
}

/// A slug is words and hyphens, and its own slug, in whatever form the text came.
pub(super) fn slug(text: &str) {
    let slug = slugify(text);
    assert_eq!(slugify(&slug), slug, "a slug is its own slug");
    assert_eq!(slug, slug.nfc().collect::<String>(), "a slug is in NFC");
    assert_eq!(slugify(&text.nfd().collect::<String>()), slug, "the decomposed text has the same slug");
    assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"), "one hyphen, between words");
    let is_foreign = |c: char| c.is_ascii() && !c.is_ascii_lowercase() && !c.is_ascii_digit() && c != '-';
    let is_odd = |c: char| is_foreign(c) || c.is_whitespace() || c.is_control();
    assert!(!slug.contains(is_odd), "letters, digits, marks and hyphens");
    assert_eq!(key(text), key(text));
    assert_eq!(key(&slug), slug, "a slug is its own key");
    let (number, rest) = split_number(text);
    match number {
        Some(number) => assert!(number <= 9999 && !rest.is_empty() && text.ends_with(rest)),
        None => assert_eq!(rest, text),
    }
    let _ = as_title(text);
    if !slug.is_empty() {
        assert!(OutPath::new(&format!("{slug}.html")).is_ok(), "a slug is a file's name");
        assert_eq!(percent_decode(&percent_encode(&slug)), slug);
    }
}

/// What is taken as a path has parts that are names, and reads back as itself.
pub(super) fn path(text: &str) {
    if let Ok(path) = SourcePath::new(text) {
        is_plain(path.as_str());
        assert_eq!(SourcePath::new(path.as_str()).as_ref(), Ok(&path), "a path is its own path");
        let folder = path.folder();
        let whole = if folder.is_empty() { path.name().to_owned() } else { format!("{folder}/{}", path.name()) };
        assert_eq!(whole, path.as_str(), "a folder and a name make a path");
        assert!(path.name().starts_with(path.stem()));
        let ending = path.name()[path.stem().len()..].trim_start_matches('.').to_lowercase();
        assert_eq!(path.extension(), ending, "a stem and an extension make a name");
        assert_eq!(OutPath::new(path.as_str()).expect("also a path of the site").as_str(), path.as_str());
    }
    match OutPath::new(text) {
        Ok(path) => {
            is_plain(text);
            assert_eq!(path.as_str(), text);
            assert_eq!(path.depth() + 1, text.split('/').count());
            assert_eq!(percent_decode(&path.encoded()), text, "an address reads back as its path");
            let is_reserved = |b: u8| !b.is_ascii_alphanumeric() && !b"-._~/%".contains(&b);
            assert!(!path.encoded().bytes().any(is_reserved), "unreserved characters (RFC 3986, 2.3)");
        }
        Err(why) => assert!(!why.is_empty()),
    }
}

fn is_plain(path: &str) {
    assert!(!path.is_empty() && !path.contains(['\0', '\\']), "{path:?}");
    assert!(path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path:?}");
}

/// The way from one file to another leads there: as an author writes it, and as a browser follows it.
pub(super) fn between(a: &str, b: &str) {
    if let (Ok(from), Ok(to)) = (SourcePath::new(a), SourcePath::new(b)) {
        let way = from.way_to(&to);
        // Both in one folder: the way never leaves it.
        let (from, to) = (below(&from), below(&to));
        assert_eq!(from.join("content", &from.way_to(&to)), Ok(to), "{way}");
    }
    if let Ok(from) = SourcePath::new(a)
        && let Ok(joined) = from.join("content", b)
    {
        is_plain(joined.as_str());
        if b.starts_with('/') && !b.contains("..") {
            assert!(format!("{joined}/").starts_with("content/"), "{joined}");
        }
    }
    if let (Ok(from), Ok(to)) = (OutPath::new(a), OutPath::new(b)) {
        let href = to.url_from(from.depth());
        let base = "https://example.org/guide/";
        let found = urls::resolve(&format!("{base}{}", from.encoded()), &href);
        assert_eq!(found, format!("{base}{}", to.encoded()), "from {from} by {href}");
        assert_eq!(urls::path_below(base, &found).as_deref(), Some(b));
        let public = to.public(base);
        assert!(found.starts_with(&public) && matches!(&found[public.len()..], "" | "index.html"), "{public}");
    }
}

fn below(path: &SourcePath) -> SourcePath {
    SourcePath::new(&format!("content/{path}")).expect("below a folder")
}

/// Ids are given out once, whatever the headings are.
fn anchors(names: &[&str]) {
    let mut anchors = Anchors::default();
    let mut seen = std::collections::HashSet::new();
    for name in names {
        let id = anchors.unique(name, "section");
        assert!(!id.is_empty() && seen.insert(id.clone()), "{id}");
        assert!(!anchors.claim(&id));
    }
}
