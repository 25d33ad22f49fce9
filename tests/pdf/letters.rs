//! Letters that the program's own fonts have not, and bytes that are the same each time.

use crate::built::{self, TESTED};
use crate::layout::Paper;
use crate::reader;
use crate::rules;

/// `fonts/README.md` says which letters it has.
const DEVANAGARI: &[u8] = include_bytes!("fonts/Devanagari.ttf");

/// That a letter which no font has is told of, `tests/sites/pdf-missing-glyph.txt` holds.
#[test]
fn a_font_of_the_site_adds_its_letters() {
    let settings = "[output.pdf]\nfonts = [\"fonts/hand.ttf\"]\n";
    let text = "# नमस्ते\n\nकैसा दिन था?\n___\n\n- ( ) No, दिन\n";
    let text = &text.replace("\n- ( )", "\nWhich?\n- ( )");
    let site = built::sheet_and(text, &[("book.toml", settings.as_bytes()), ("fonts/hand.ttf", DEVANAGARI)]);
    let pdfs: Vec<_> = site.iter().filter(|(path, _)| path.ends_with(".pdf")).collect();
    assert_eq!(pdfs.len(), 8);
    for (path, bytes) in pdfs {
        let paper = Paper::read(path, bytes);
        let faults = rules::faults(&paper.doc);
        assert!(faults.is_empty(), "{path}: {faults:#?}");
        let words = paper.words().join(" ");
        assert!(words.contains("नमस्ते कैसा दिन था Which No दिन"), "{path}: {words}");
        let labels: Vec<String> = reader::widgets(&paper.doc).into_iter().map(|widget| widget.label).collect();
        assert_eq!(labels, ["कैसा दिन था?", "Which?: No, दिन"], "{path}");
    }
}

/// The shipped guide is held to this by `tests/determinism.rs`.
#[test]
fn bytes_are_the_same_each_time() {
    for threads in [1, 5] {
        let again = built::tested(threads);
        assert_eq!(again.keys().collect::<Vec<_>>(), TESTED.keys().collect::<Vec<_>>());
        for (path, bytes) in &again {
            assert!(TESTED[path] == *bytes, "{path} is not the same with {threads} threads");
        }
    }
}
