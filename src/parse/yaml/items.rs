//! Where the items of a list stand, each located inside of its own text.
//!
//! The parser tells a place only by giving up there, so each place costs one more reading of what is before it: in a list of
//! a thousand items that is half a million readings of items. An item's own text is short.

use super::{YamlLocator, tree};
use crate::value::{Data, Locate, PathPart, Value};
use std::cell::{Cell, OnceCell};
use std::ops::Range;

/// How many items that cannot be told apart by their lines are located in the whole list; the others are told of where the
/// list begins.
const MOST_SEARCHES: usize = 50;

/// Places in a list: paths begin with the item's number.
pub struct ItemsLocator<'a> {
    whole: YamlLocator<'a>,
    value: &'a Value,
    /// For each item its own text.
    items: Vec<Item<'a>>,
    searches: Cell<usize>,
    offset: usize,
}

struct Item<'a> {
    text: &'a str,
    offset: usize,
    read: OnceCell<Option<YamlLocator<'a>>>,
}

impl<'a> ItemsLocator<'a> {
    /// For `yaml`, which begins at the byte `offset` of its file and is the list `value`.
    pub fn new(yaml: &'a str, offset: usize, value: &'a Value) -> Self {
        let whole = YamlLocator::new(yaml, offset).knowing(value);
        let item = |range: Range<usize>| Item {
            offset: offset + range.start,
            text: yaml.get(range).unwrap_or_default(),
            read: OnceCell::new(),
        };
        Self { whole, value, items: split(yaml).into_iter().map(item).collect(), searches: Cell::new(0), offset }
    }

    /// Where to look for the item that `path` begins with: in the text of its own, where that says the same; or in all.
    fn place(&self, path: &[PathPart], find: impl Fn(&dyn Locate, &[PathPart]) -> Range<usize>) -> Range<usize> {
        if let (Some(PathPart::Index(n)), Data::List(values)) = (path.first(), &self.value.data)
            && let (Some(item), Some(value)) = (self.items.get(*n), values.get(*n))
            && self.items.len() == values.len()
            && let Some(own) = item.read.get_or_init(|| item.locator(value))
        {
            let mut path = path.to_vec();
            if let Some(first) = path.first_mut() {
                *first = PathPart::Index(0);
            }
            return find(own, &path);
        }
        self.searches.set(self.searches.get() + 1);
        if self.searches.get() > MOST_SEARCHES { self.offset..self.offset } else { find(&self.whole, path) }
    }
}

impl Locate for ItemsLocator<'_> {
    fn value(&self, path: &[PathPart]) -> Range<usize> {
        self.place(path, |locate, path| locate.value(path))
    }

    fn key(&self, path: &[PathPart]) -> Range<usize> {
        self.place(path, |locate, path| locate.key(path))
    }
}

impl<'a> Item<'a> {
    /// None where the text alone is not the item: where it begins in what only looks like an item.
    fn locator(&self, value: &Value) -> Option<YamlLocator<'a>> {
        let own = tree(self.text, self.offset).ok()?;
        let is_it = matches!(&own.data, Data::List(items) if items.as_slice() == std::slice::from_ref(value));
        is_it.then(|| YamlLocator::new(self.text, self.offset))
    }
}

/// The bytes of each line that begins an item, with those that follow it.
fn split(yaml: &str) -> Vec<Range<usize>> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_item =
        |line: &str| matches!(line.trim_start_matches(' ').as_bytes(), [b'-'] | [b'-', b' ' | b'\r' | b'\n', ..]);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (mut at, mut first) = (0, None);
    for line in yaml.split_inclusive('\n') {
        let end = at + line.len();
        if is_item(line) && *first.get_or_insert(indent(line)) == indent(line) {
            ranges.push(at..end);
        } else if let Some(last) = ranges.last_mut() {
            last.end = end;
        }
        at = end;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    fn list(text: &str, offset: usize) -> Value {
        let file = SourcePath::new("sheet.md").expect("a path");
        super::super::parse_list(text, offset, &file).expect("a list").0
    }

    /// Both ways to find places say the same, for keys and values, of each item.
    #[test]
    fn items_stand_where_they_stand_in_the_whole() {
        let text = "# A comment\n\n  - line: What?\n    hint: é\n\n  - choose: \"Which\"\n    options:\n      - a\n      - b: c\n  # Another\n  - lines: >\n      Long\n      - text\n  -\n    sign: You\n";
        let value = list(text, 100);
        let items = ItemsLocator::new(text, 100, &value);
        let Data::List(values) = &value.data else { panic!("a list") };
        assert_eq!(values.len(), 4);
        for (n, value) in values.iter().enumerate() {
            let Data::Map(entries) = &value.data else { panic!("keys") };
            for entry in entries {
                let path = [PathPart::Index(n), PathPart::Key(entry.key.clone())];
                assert_eq!(items.value(&path), items.whole.value(&path), "{path:?}");
                assert_eq!(items.key(&path), items.whole.key(&path), "{path:?}");
            }
        }
        assert_eq!(items.searches.get(), 0, "each is found in its own text");
    }

    #[test]
    fn items_without_lines_of_their_own_are_found_in_the_whole() {
        let text = "[line: a, line: b]\n";
        let value = list(text, 0);
        let items = ItemsLocator::new(text, 0, &value);
        let path = [PathPart::Index(1), PathPart::Key("line".into())];
        assert_eq!(items.value(&path), items.whole.value(&path));
        assert_eq!(items.searches.get(), 1);
    }
}
