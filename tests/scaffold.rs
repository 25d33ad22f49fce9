//! `init` on a real disk: what authors begin with builds.

#![allow(clippy::disallowed_methods, reason = "the program is run on a real disk")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use support::{Folder, program, run, tree};

/// Runs the program and holds that it says nothing to people.
fn quiet(folder: &Path, args: &[&str]) -> String {
    let ran = run(program(folder).args(args));
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""), "{args:?}");
    ran.stdout
}

fn pages(folder: &Path) -> BTreeMap<String, String> {
    let files = tree(&folder.join("dist")).into_iter().filter(|(path, _)| path.ends_with(".html"));
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

#[test]
fn what_init_writes_builds_without_a_word_and_can_be_read_by_everybody() {
    let folder = Folder::new();
    let said = quiet(folder.path(), &["init", "tea for two", "--title", "Tea & \"two\" # <b>"]);
    assert_eq!(said.lines().count(), 3);
    let site = folder.join("tea for two");
    assert_eq!(quiet(&site, &["build", "--strict"]), "");
    assert_eq!(quiet(&site, &["check", "--strict", "--drafts"]), "");
    let pages = pages(&site);
    assert!(pages.len() >= 9, "{:?}", pages.keys());
    for (path, html) in &pages {
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert!(html.contains("<html lang=\"en\""), "{path}");
        assert!(html.contains("<title>"), "{path}");
        for image in html.split("<img ").skip(1) {
            let tag = image.split('>').next().unwrap_or_default();
            assert!(tag.contains("alt=\""), "{path}: {tag}");
        }
        for hint in ["TITLE", "does not go online", "between these marks"] {
            assert!(!html.contains(hint), "{path}: {hint}");
        }
    }
    assert!(pages["index.html"].contains("Tea &amp; "));
    assert!(pages["let-it-steep.html"].contains("alt=\"A round teapot "));
    assert!(pages["worksheets/how-we-like-it.html"].matches("class=\"field ").count() >= 4);
    for (page, text) in
        [("boil-fresh-water.html", "let-it-steep.html"), ("index.html", "worksheets/how-we-like-it.html")]
    {
        assert!(pages[page].contains(&format!("href=\"{text}\"")), "{page}");
    }
}
