//! A whole small site in memory: compiled and rendered twice, and looked at from every side.

use super::places::{self, file};
use super::{html::Element, pages};
use crate::diag::{Code, Diagnostic};
use crate::memo::Memo;
use crate::output::{self, Purpose, Recipe};
use crate::resolve::Book;
use crate::tree::{Bytes, Tree};
use crate::{config, source_text};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a site has become.
pub(super) struct Made {
    /// The book.
    pub(super) book: Arc<Book>,
    /// False where an error stops a build.
    pub(super) is_published: bool,
    /// What is wrong with it.
    pub(super) said: Vec<Diagnostic>,
    /// Every page of HTML, read, by its path.
    pub(super) pages: BTreeMap<String, Element>,
}

/// What is made of one tree once.
struct Once {
    book: Option<Arc<Book>>,
    is_published: bool,
    /// Every file; no bytes where they are not made here.
    files: BTreeMap<String, Option<Bytes>>,
    said: Vec<Diagnostic>,
}

/// Which files are made besides pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// None.
    Pages,
    /// Worksheets as PDF, which take long.
    PdfToo,
}

thread_local! {
    /// Two memories: what one compile after another remembers shall be what each would find anew.
    static MEMORIES: RefCell<[Memo; 2]> = RefCell::default();
}

/// Makes a site of these files twice and looks at all that comes of it; `None` where nothing does.
pub(super) fn make(files: &[(&str, &[u8])], extent: Extent) -> Option<Made> {
    let tree = Tree::from_pairs(files.iter().map(|(path, bytes)| (file(path), Bytes::copy_from_slice(bytes))));
    let texts = |path: &_| source_text(&tree, path);
    let settings = file("book.toml");
    let (config, said) = match config::parse(&settings, tree.text(&settings)) {
        Ok(read) => read,
        Err(said) => {
            places::check(&said, &texts);
            return None;
        }
    };
    places::check(&said, &texts);
    let [once, again] = MEMORIES.with_borrow_mut(|m| m.each_mut().map(|memo| once(&tree, &config, memo, extent)));
    places::check(&once.said, &texts);
    assert_eq!(once.said, again.said, "the same is said twice");
    for (path, bytes) in &once.files {
        assert_eq!(bytes.as_deref(), again.files[path].as_deref(), "{path} is the same twice");
    }
    let book = once.book?;
    // A footnote that is not shown may have held what another leads back to; that it is not shown has been said.
    let is_whole = once.is_published && !once.said.iter().any(|d| d.code == Code::BrokenFootnote);
    let paths = once.files.keys().map(String::as_str).collect();
    let mut read = BTreeMap::new();
    for (path, bytes) in &once.files {
        let Some(bytes) = bytes else { continue };
        let text = || std::str::from_utf8(bytes).expect("UTF-8");
        match path.rsplit('.').next() {
            Some("html") => {
                let page = pages::check(path, text(), &paths, is_whole);
                read.insert(path.clone(), page);
            }
            Some("xml") => pages::check_xml(text()),
            Some("pdf") => assert!(bytes.starts_with(b"%PDF-"), "{path}"),
            _ => {}
        }
    }
    Some(Made { book, is_published: once.is_published, said: once.said, pages: read })
}

fn once(tree: &Tree, config: &config::Config, memo: &mut Memo, extent: Extent) -> Once {
    let (compiled, mut said) = crate::compile_again(tree, config, true, memo);
    let is_published = !said.iter().any(Diagnostic::stops);
    let purpose = if is_published { Purpose::Publish } else { Purpose::Preview };
    let nothing = |said| Once { book: None, is_published, files: BTreeMap::new(), said };
    let Some(compiled) = compiled else { return nothing(said) };
    let (output, more) = match output::plan(&compiled.book, &compiled.theme, tree, purpose) {
        Ok(planned) => planned,
        Err(more) => {
            said.extend(more);
            return nothing(said);
        }
    };
    said.extend(more);
    let is_published = !said.iter().any(Diagnostic::stops);
    let bytes = |i: usize| match output.files[i].1 {
        Recipe::Bytes(_) => None,
        Recipe::Pdf(_) if extent == Extent::Pages => None,
        _ => {
            Some(output.render(i).unwrap_or_else(|fault| panic!("{} cannot be rendered: {fault:?}", output.files[i].0)))
        }
    };
    let files = (0..output.files.len()).map(|i| (output.files[i].0.to_string(), bytes(i))).collect();
    Once { book: Some(compiled.book), is_published, files, said: crate::judge(Some(config), said) }
}
