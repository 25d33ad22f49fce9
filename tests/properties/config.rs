//! Settings: whatever book.toml says, the site is sound.

use super::markdown::PICTURE;
use super::site::{Extent, make};

/// The input is a book.toml, with a small site beside it.
pub fn holds(data: &[u8]) {
    let files: [(&str, &[u8]); 7] = [
        ("book.toml", data),
        ("content/index.md", b"---\nupdated: 2026-01-05\nhelp: { name: Someone, phone: \"112\" }\n---\n# Be heard\n"),
        ("content/1-look.md", b"---\naliases: [old.html]\ntopics: [Calm]\n---\n# Look\n\n> [!TIP]\n> Breathe.\n"),
        ("content/bench.svg", PICTURE),
        ("content/worksheets/sheet.md", b"# Sheet\n\nName\n___\n"),
        ("extra.css", b"p { color: red }\n"),
        ("extra.js", b"let a = 1;\n"),
    ];
    make(&files, Extent::Pages);
}
