//! The sites that are looked at, each built once, in memory: the shipped guide, an Arabic library, and a sheet with every
//! kind of field.

use crate::support;
use reconnect_gen::output::{self, Output, Purpose, Recipe};
use reconnect_gen::path::SourcePath;
use reconnect_gen::tree::Tree;
use reconnect_gen::{compile, config};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

/// Files of a built site by their paths: the pages of worksheets, and all PDFs.
pub(crate) type Built = BTreeMap<String, Vec<u8>>;

/// The sheet with every kind of field.
pub(crate) const EVERY_KIND: &str = include_str!("every-kind.md");
const COVER: &str =
    "---\nhelp:\n  name: Somebody who listens\n  phone: 555 0100\n  hours: day and night\n---\n# Be heard\n";
const DOOR: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="90" viewBox="0 0 120 90"><path d="M10 10h100v70h-100z" fill="#17605c"/><text x="20" y="50">Door</text></svg>"##;

pub(crate) static SHIPPED: LazyLock<Built> = LazyLock::new(|| from_disk(""));
pub(crate) static ARABIC: LazyLock<Built> = LazyLock::new(|| from_disk("tests/browser/arabic/"));
pub(crate) static TESTED: LazyLock<Built> = LazyLock::new(|| tested(threads()));

/// The site with the sheet with every kind of field, made by so many threads.
pub(crate) fn tested(threads: usize) -> Built {
    let second = "# Once more\n\nYour name\n___\n\nIn a word\n- ( ) yes\n- ( ) no\n";
    let files = [
        ("book.toml", "[output.html]\nsite-url = \"https://example.org/heard/\"\n"),
        ("content/index.md", COVER),
        ("content/1-breathe.md", "# Breathe\n\n[One](worksheets/every-kind.md), [two](worksheets/once-more.md).\n"),
        ("content/worksheets/every-kind.md", EVERY_KIND),
        ("content/worksheets/door.svg", DOOR),
        ("content/worksheets/once-more.md", second),
    ];
    build(files.map(|(path, text)| (path.to_owned(), text.into())).into(), threads)
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from).min(8)
}

/// All PDFs of the three sites, with the site's name before the path.
pub(crate) fn all() -> Vec<(String, &'static [u8])> {
    let sites = [("shipped", &*SHIPPED), ("arabic", &*ARABIC), ("tested", &*TESTED)];
    let files = sites
        .into_iter()
        .flat_map(|(site, files)| files.iter().map(move |(path, bytes)| (format!("{site}/{path}"), bytes.as_slice())));
    files.filter(|(path, _)| path.ends_with(".pdf")).collect()
}

/// A site with one sheet, `worksheets/sheet.md`.
pub(crate) fn sheet(text: &str) -> Built {
    sheet_and(text, &[])
}

/// A site with one sheet and other files.
pub(crate) fn sheet_and(text: &str, more: &[(&str, &[u8])]) -> Built {
    let own = [
        ("content/index.md", COVER),
        ("content/1-breathe.md", "# Breathe\n\n[One](worksheets/sheet.md).\n"),
        ("content/worksheets/sheet.md", text),
    ];
    let own = own.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let more = more.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    build(own.chain(more).collect(), threads())
}

fn from_disk(folder: &str) -> Built {
    let root = support::repository().join(folder);
    let named = ["content", "static"].map(|name| (name, support::tree(&root.join(name))));
    let below = |(name, files): (&str, BTreeMap<String, Vec<u8>>)| {
        files.into_iter().map(|(path, bytes)| (format!("{name}/{path}"), bytes)).collect::<Vec<_>>()
    };
    let mut files: BTreeMap<String, Vec<u8>> = named.into_iter().flat_map(below).collect();
    let settings = std::fs::read(root.join("book.toml")).expect("book.toml");
    files.insert("book.toml".into(), settings);
    build(files, threads())
}

fn build(files: BTreeMap<String, Vec<u8>>, threads: usize) -> Built {
    let source = |path: &str| SourcePath::new(path).expect("a path");
    let settings = files.get("book.toml").map(|bytes| String::from_utf8(bytes.clone()).expect("UTF-8"));
    let tree = Tree::from_pairs(files.into_iter().map(|(path, bytes)| (source(&path), bytes.into())));
    let (config, said) = config::parse(&source("book.toml"), settings.as_deref()).unwrap_or_else(|e| panic!("{e:?}"));
    let (compiled, more) = compile(&tree, &config, false);
    assert!(said.iter().chain(&more).all(|d| !d.stops()), "{said:?} {more:?}");
    let compiled = compiled.expect("a site");
    let planned = output::plan(&compiled.book, &compiled.theme, &tree, Purpose::Publish);
    let (output, said) = planned.unwrap_or_else(|e| panic!("{e:?}"));
    assert!(said.is_empty(), "{said:?}");
    rendered(&output, threads)
}

/// The files that are looked at, made by several threads.
fn rendered(output: &Output, threads: usize) -> Built {
    let is_wanted = |path: &str, recipe: &Recipe| {
        matches!(recipe, Recipe::Pdf(_)) || (path.contains("worksheets/") && path.ends_with(".html"))
    };
    let (next, out) = (AtomicUsize::new(0), Mutex::new(Built::new()));
    let work = || {
        while let Some((i, (path, recipe))) = output.files.iter().enumerate().nth(next.fetch_add(1, Ordering::Relaxed))
        {
            if is_wanted(path.as_str(), recipe) {
                let bytes = output.render(i).unwrap_or_else(|e| panic!("{path}: {e:?}"));
                out.lock().expect("no panic").insert(path.to_string(), bytes.to_vec());
            }
        }
    };
    std::thread::scope(|scope| {
        (0..threads).for_each(|_| {
            scope.spawn(work);
        });
    });
    out.into_inner().expect("no panic")
}
