//! Worksheets as PDF: which files there are, that pages offer those and no others, and what a program without the feature says.

mod support;

use reconnect_gen::output::{self, Output, Purpose, Recipe};
use reconnect_gen::path::SourcePath;
use reconnect_gen::tree::Tree;
use reconnect_gen::{compile, config};
use std::collections::BTreeSet;
use support::{Folder, program, run};

/// A library: a guide with two worksheets, one of them a draft, and a guide without any.
const LIBRARY: &[(&str, &str)] = &[
    ("content/index.md", "---\nkind: library\n---\n# Neighbours\n"),
    ("content/talk/index.md", "# Talk\n"),
    ("content/talk/1-knock.md", "# Knock\n\nTake [the notes](worksheets/1-notes.md).\n"),
    ("content/talk/worksheets/1-notes.md", "# Notes\n\nWhat?\n___\n"),
    ("content/talk/worksheets/later.md", "---\ndraft: true\n---\n# Later\n\nWhen?\n___\n"),
    ("content/garden/index.md", "# Garden\n"),
    ("content/garden/1-dig.md", "# Dig\n"),
];

fn source(path: &str) -> SourcePath {
    SourcePath::new(path).expect("a path")
}

fn plan(settings: &str, drafts: bool) -> Output {
    let files = LIBRARY.iter().copied().chain([("book.toml", settings)]);
    let tree = Tree::from_pairs(files.map(|(path, text)| (source(path), text.to_owned().into())));
    let (config, said) = config::parse(&source("book.toml"), Some(settings)).unwrap_or_else(|e| panic!("{e:?}"));
    let (compiled, more) = compile(&tree, &config, drafts);
    assert!(said.iter().chain(&more).all(|d| !d.stops()), "{said:?} {more:?}");
    let compiled = compiled.expect("a site");
    assert_eq!(output::lacks_pdf(&compiled.book), !cfg!(feature = "pdf") && config.pdf.enable);
    let planned = output::plan(&compiled.book, &compiled.theme, &tree, Purpose::Publish);
    let (output, said) = planned.unwrap_or_else(|e| panic!("{e:?}"));
    assert!(said.is_empty(), "{said:?}");
    output
}

fn made(output: &Output) -> BTreeSet<String> {
    let pdfs = output.files.iter().filter(|(_, recipe)| matches!(recipe, Recipe::Pdf(_)));
    pdfs.map(|(path, _)| path.to_string()).collect()
}

/// What the pages link to, from the site's root, and how often.
fn offered(output: &Output) -> Vec<String> {
    let mut out = Vec::new();
    for (i, (path, _)) in output.files.iter().enumerate().filter(|(_, (path, _))| path.as_str().ends_with(".html")) {
        let page = output.render(i).unwrap_or_else(|e| panic!("{e:?}"));
        let page = String::from_utf8_lossy(&page).into_owned();
        let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let to =
            |href: &str| source(path.as_str()).join("", href).unwrap_or_else(|e| panic!("{path}: {e}")).to_string();
        out.extend(hrefs.filter(|href| href.ends_with(".pdf")).map(to));
    }
    out.sort();
    out
}

#[test]
fn pages_offer_what_is_made_and_nothing_else() {
    for settings in
        ["", "[output.pdf]\nlarge = false", "[output.pdf]\nenable = false", "[output.pdf]\npapers = [\"letter\"]"]
    {
        for drafts in [false, true] {
            let output = plan(settings, drafts);
            let (made, offered) = (made(&output), offered(&output));
            assert_eq!(offered.iter().cloned().collect::<BTreeSet<_>>(), made, "{settings}");
            // A sheet offers its own; the list, and the page to print all sheets, those with all of them.
            let packs = made.iter().filter(|path| path.contains("worksheets/worksheets-")).count();
            assert_eq!(offered.len(), made.len() + packs, "{settings}");
            assert_eq!(made.is_empty(), !cfg!(feature = "pdf") || settings.contains("enable"), "{settings}");
        }
    }
}

#[cfg(feature = "pdf")]
#[test]
fn files_are_named_for_their_sheet_and_paper_and_print() {
    let of =
        |stem: &str| ["a4", "a4-large", "letter", "letter-large"].map(|e| format!("talk/worksheets/{stem}-{e}.pdf"));
    let all = |stems: &[&str]| stems.iter().flat_map(|stem| of(stem)).collect::<BTreeSet<_>>();
    assert_eq!(made(&plan("", false)), all(&["notes", "worksheets"]));
    assert_eq!(made(&plan("", true)), all(&["later", "notes", "worksheets"]));
}

#[test]
fn fonts_are_files_of_the_site() {
    let text = "[output.pdf]\nfonts = [\"fonts/one.ttf\", \"./two.otf\"]";
    let (config, said) = config::parse(&source("book.toml"), Some(text)).unwrap_or_else(|e| panic!("{e:?}"));
    assert!(said.is_empty(), "{said:?}");
    let named: Vec<&str> = config.files().map(SourcePath::as_str).collect();
    assert_eq!(named, ["fonts/one.ttf", "two.otf"]);
    assert_eq!(&text[config.pdf.fonts[1].1.range.clone()], "\"./two.otf\"");
}

/// What the program says of the library, with these settings and arguments.
fn said(settings: &str, args: &[&str]) -> String {
    let folder = Folder::new();
    for (path, text) in LIBRARY.iter().copied().chain([("book.toml", settings)]) {
        folder.write(path, text.as_bytes());
    }
    let ran = run(program(folder.path()).args(args));
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    ran.stderr
}

#[test]
fn a_program_without_pdf_says_so_once_and_builds() {
    let note = "note: this program was built without PDF: worksheets are pages alone\n";
    assert_eq!(said("", &["build"]), if cfg!(feature = "pdf") { "" } else { note });
    assert_eq!(said("[output.pdf]\nenable = false", &["build"]), "");
    assert_eq!(said("", &["check"]), "");
}
