//! Front matter: its values are found where they stand, and what is said of them points at them.

use super::places::{self, file};
use crate::dialect::Dialect;
use crate::parse::yaml::{self, YamlLocator};
use crate::parse::{self, Surroundings};
use crate::value::{Data, Locate, PathPart, Value};
use std::ops::Range;

/// Pages of every kind.
const PLACES: [&str; 4] =
    ["content/index.md", "content/1-look/1-step.md", "content/worksheets/sheet.md", "content/about.md"];

/// The input is a file that may have a head, and the head of a file.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    page(text);
    page(&format!("---\n{text}\n---\n# Title\n\nText.\n"));
}

fn page(text: &str) {
    head(text);
    let around =
        Surroundings { content: "content".into(), library: false, lang: "en".into(), dialect: Dialect::default() };
    for place in PLACES {
        let path = file(place);
        let read = |bytes: &[u8]| match parse::parse(&path, bytes, &around) {
            Ok((page, said)) => (Some(format!("{page:?}")), said),
            Err(said) => (None, said),
        };
        let (made, said) = read(text.as_bytes());
        assert!(read(text.as_bytes()) == (made.clone(), said.clone()), "the same text is read twice as the same page");
        assert!(made.is_some() || !said.is_empty(), "where no page is made, it is said why");
        places::check(&said, &|_| Some(text.to_owned()));
    }
}

/// The head is a stretch of the text, and every value a stretch of the head.
fn head(text: &str) {
    let path = file("content/about.md");
    let Ok(Some(matter)) = yaml::split(text, &path) else { return };
    let end = matter.offset + matter.yaml.len();
    assert_eq!(text.get(matter.offset..end), Some(matter.yaml));
    assert!(end <= matter.body_offset && text.is_char_boundary(matter.body_offset));
    let Ok((value, _)) = yaml::parse(matter.yaml, matter.offset, &path) else { return };
    let bare = YamlLocator::new(matter.yaml, matter.offset);
    let knowing = YamlLocator::new(matter.yaml, matter.offset).knowing(&value);
    let inside = |range: Range<usize>, way: &[PathPart]| {
        assert!(
            range.start >= matter.offset && range.end <= end.max(matter.offset),
            "{way:?}: {range:?} outside of the head"
        );
        assert!(text.get(range.clone()).is_some(), "{way:?}: {range:?} in the middle of a letter");
    };
    walk(&value, &mut Vec::new(), &mut |way, value, key| {
        for locator in [&bare, &knowing] {
            inside(locator.value(way), way);
            inside(locator.key(way), way);
        }
        if let Some(range) = value.range.clone() {
            inside(range, way);
        }
        if let Some(range) = key {
            inside(range, way);
        }
    });
}

/// Calls `seen` with every value, the way to it, and where its key stands.
fn walk(value: &Value, way: &mut Vec<PathPart>, seen: &mut impl FnMut(&[PathPart], &Value, Option<Range<usize>>)) {
    match &value.data {
        Data::Map(entries) => {
            for (n, entry) in entries.iter().enumerate() {
                for part in [PathPart::Key(entry.key.clone()), PathPart::Entry(n)] {
                    way.push(part);
                    seen(way, &entry.value, entry.key_range.clone());
                    if matches!(way.last(), Some(PathPart::Entry(_))) {
                        walk(&entry.value, way, seen);
                    }
                    way.pop();
                }
            }
        }
        Data::List(items) => {
            for (n, item) in items.iter().enumerate() {
                way.push(PathPart::Index(n));
                seen(way, item, None);
                walk(item, way, seen);
                way.pop();
            }
        }
        _ => {}
    }
}
