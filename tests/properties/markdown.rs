//! Markdown to pages: whatever a page says, the site is sound.

use super::site::{Extent, make};

/// The settings of the site: every kind of file is made.
pub(super) const SETTINGS: &[u8] =
    b"[book]\ntitle = \"Be heard\"\n\n[output.html]\nsite-url = \"https://example.org/guide/\"\n\
    [safety]\nexit-url = \"https://example.org/weather\"\n";
/// A picture, to be shown and to be linked to.
pub(super) const PICTURE: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>";

/// The input is a step, with other pages around it to link to.
pub fn holds(data: &[u8]) {
    let files: [(&str, &[u8]); 8] = [
        ("book.toml", SETTINGS),
        ("content/index.md", b"# Be heard\n\nStart with [the step](1-look/1-step.md).\n"),
        ("content/1-look/index.md", b"# Look\n"),
        ("content/1-look/1-step.md", data),
        ("content/1-look/2-next.md", b"---\nrequires: [1-step.md]\nupdated: 2026-01-05\n---\n# Next\n\n## A heading\n"),
        ("content/1-look/bench.svg", PICTURE),
        ("content/about.md", b"# About\n"),
        ("content/worksheets/sheet.md", b"# Sheet\n\nName\n___\n"),
    ];
    make(&files, Extent::Pages);
}
