//! Whole plans on small sites in memory.

use super::*;
use crate::config;

#[test]
fn the_starter_is_sound() {
    let plan = starter("Tea: \"for\" two # \\ \u{e9}").unwrap();
    let tree = Tree::from_pairs(plan.files.clone());
    let book = SourcePath::new("book.toml").unwrap();
    assert_eq!(tree.text(&book).unwrap().lines().count(), 6);
    let (config, said) = config::parse(&book, tree.text(&book)).unwrap();
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(config.title.as_deref(), Some("Tea: \"for\" two # \\ \u{e9}"));
    let said = compile(&tree, &config, false).1;
    assert!(said.is_empty(), "{said:?}");
}
