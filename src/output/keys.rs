//! Keys: names for the bytes of a file before they are made. The same key, the same bytes: what has been made need not be
//! made again.
//!
//! In: the plan of a site, and the hashes of what it is made of ([`Digests`]). Out: a key for each file. A key is made of three
//! things, each coarser than it need be, since a key that is new too often costs time, and one that stays too long a wrong page:
//!
//! - what every file is made of: the program, the settings, the theme, and of each page what *others* may show (all but its
//!   content: front matter, title, the first words where nothing sums it up, picture, address, its worksheets);
//! - for a page, its own file and what its links mean;
//! - for what holds the contents of several pages (print, tips, worksheets, search), the same of all pages of the guide or site.
//!
//! `tests/keys.rs` holds it against the bytes, edit by edit.

use super::{LeafletOf, Output, Recipe};
use crate::path::SourcePath;
use crate::resolve::{Asset, Book, Link, STATIC};
use crate::site::{PageId, PerPage};
use crate::tree::Tree;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// A hash (XXH3, 128 bits): fast, and long enough that two files of one site do not share it by chance. It guards against
/// nobody, since whoever writes the site's files can write what they like into it.
pub type Key = u128;

/// The hashes of all that a site is made of: the program, and every file.
pub struct Digests {
    program: Key,
    files: BTreeMap<SourcePath, Key>,
}

impl Digests {
    /// The hashes of the files of `tree`; `program` is whatever tells one program from another.
    pub fn of(tree: &Tree, program: &[u8]) -> Self {
        let files: Vec<_> = tree.iter().collect();
        let hash = |(path, bytes): &(&SourcePath, &crate::tree::Bytes)| ((*path).clone(), xxh3_128(bytes));
        let files: Vec<_> = files.par_iter().map(hash).collect();
        Self { program: xxh3_128(program), files: files.into_iter().collect() }
    }

    /// One hash of everything: the same input, the same site.
    pub fn input(&self, drafts: bool) -> Key {
        let mut digest = Digest::default();
        (self.program, drafts).hash(&mut digest);
        self.files.iter().for_each(|(path, hash)| (path, hash).hash(&mut digest));
        digest.end()
    }

    fn file(&self, path: &SourcePath) -> Option<Key> {
        self.files.get(path).copied()
    }
}

/// A hash of values, by the hashing that the language derives for them: of all that it says, in one piece. Mostly that is short, and
/// the state of a hash that is fed bit by bit is larger.
#[derive(Default)]
struct Digest(Vec<u8>);

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.0)
    }
}

impl Digest {
    fn end(&self) -> Key {
        xxh3_128(&self.0)
    }
}

/// The keys of a plan.
pub struct Keys {
    /// Of what every file is made of.
    shared: Key,
    /// Of each page's own file and links.
    pages: PerPage<Key>,
    /// Of all pages of each guide.
    guides: Vec<Key>,
    /// Of all pages.
    all: Key,
}

impl Keys {
    /// The keys of the files of `output`, which was planned from what `digests` are of.
    pub fn of(output: &Output, tree: &Tree, digests: &Digests) -> Self {
        let book = output.book();
        let site = &book.site;
        let pages = PerPage::new_in_parallel(&site.pages, |id| own(book, id, digests));
        let faces = PerPage::new_in_parallel(&site.pages, |id| face(book, id, tree));
        let together = |ids: &mut dyn Iterator<Item = PageId>| {
            let mut digest = Digest::default();
            ids.for_each(|id| pages[id].hash(&mut digest));
            digest.end()
        };
        let mut of_guides: Vec<Vec<PageId>> = vec![Vec::new(); site.guides.len()];
        for id in site.ids() {
            if let Some(of_guide) = site.guide_of[id].and_then(|g| of_guides.get_mut(g)) {
                of_guide.push(id);
            }
        }
        Self {
            shared: shared(output, digests, &faces),
            guides: of_guides.into_iter().map(|ids| together(&mut ids.into_iter())).collect(),
            all: together(&mut site.ids()),
            pages,
        }
    }

    /// The key of the file at a place in `output.files`. `None` for bytes as they are: they are there already.
    pub fn key(&self, output: &Output, index: usize) -> Option<Key> {
        let (path, recipe) = output.nth(index);
        let site = &output.book().site;
        let content = match recipe {
            Recipe::Bytes(_) => return None,
            Recipe::Page(id) => Some(self.pages[*id]),
            Recipe::Tips(g) | Recipe::Worksheets(g) | Recipe::PrintSheets(g) | Recipe::Print(g, _) => {
                Some(*self.guides.get(*g)?)
            }
            Recipe::Pdf(leaflet) => Some(match leaflet.of {
                LeafletOf::Sheet(id) => *self.guides.get(site.guide_of[id]?)?,
                LeafletOf::Pack(g) => *self.guides.get(g)?,
            }),
            Recipe::SearchIndex(_) => Some(self.all),
            Recipe::Topics(_) | Recipe::Search | Recipe::Hiding | Recipe::NotFound | Recipe::Redirect(_) => None,
        };
        let mut digest = Digest::default();
        (self.shared, path, content).hash(&mut digest);
        Some(digest.end())
    }
}

/// What every file is made of.
fn shared(output: &Output, digests: &Digests, faces: &PerPage<Key>) -> Key {
    let book = output.book();
    let mut digest = Digest::default();
    (digests.program, output.purpose == super::Purpose::Publish).hash(&mut digest);
    // Files of the content and static folders count where a page shows them or leads to them.
    let folders = [format!("{}/", book.config.content), format!("{STATIC}/")];
    for (path, hash) in &digests.files {
        if !folders.iter().any(|folder| path.as_str().starts_with(folder)) {
            (path, hash).hash(&mut digest);
        }
    }
    for path in book.config.files() {
        (path, digests.file(path)).hash(&mut digest);
    }
    push_asset(book.share_image.as_ref(), &mut digest);
    faces.iter().for_each(|face| face.hash(&mut digest));
    for guide in &book.site.guides {
        (&guide.folder, guide.has_tips, guide.steps.len()).hash(&mut digest);
    }
    digest.end()
}

/// A page's own file, and what its links mean.
fn own(book: &Book, id: PageId, digests: &Digests) -> Key {
    let mut digest = Digest::default();
    digests.file(&book.page(id).source).hash(&mut digest);
    book.links(id).iter().for_each(|link| push_link(book, link, &mut digest));
    digest.end()
}

/// What others may show of a page: all but its content.
fn face(book: &Book, id: PageId, tree: &Tree) -> Key {
    let page = book.page(id);
    let mut digest = Digest::default();
    let text = tree.get(&page.source).map_or(&[][..], |bytes| bytes);
    (&page.source, &page.name, text.get(..page.content_at)).hash(&mut digest);
    (page.description(), page.body.fields.is_empty(), page.number, &page.slug, &page.lang).hash(&mut digest);
    let address = book.site.address(id);
    (&address.file, &address.anchor, book.site.guide_of[id], format!("{:?}", page.kind)).hash(&mut digest);
    if let Some(picture) = &page.image {
        format!("{picture:?}").hash(&mut digest);
        book.link(id, picture.link).into_iter().for_each(|link| push_link(book, link, &mut digest));
    }
    for (reference, link) in page.references.iter().zip(book.links(id)) {
        let is_sheet = matches!(link, Link::Page(to, _) if book.page(*to).kind == crate::parse::Kind::Worksheet);
        if is_sheet || reference.span.range.start < page.content_at {
            push_link(book, link, &mut digest);
        }
    }
    digest.end()
}

/// What a link means: where it leads, and of a picture or file where that is in the built site.
fn push_link(book: &Book, link: &Link, digest: &mut Digest) {
    link.hash(digest);
    if let Link::Asset(source) = link {
        push_asset(book.assets.get(source), digest);
    }
}

fn push_asset(asset: Option<&Asset>, digest: &mut Digest) {
    asset.map(|asset| (&asset.file, asset.size)).hash(digest);
}
