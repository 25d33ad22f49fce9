//! What was seen of the bytes of pictures, and is remembered from one compile to the next: a file is looked through again
//! only where it has changed.

use crate::path::SourcePath;
use crate::picture::{self, Damage, Format};
use crate::tree::{Bytes, Tree, is_same, short_hash};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The memory.
#[derive(Debug, Default)]
pub struct Seen {
    known: HashMap<SourcePath, Known>,
}

#[derive(Debug)]
struct Known {
    bytes: Bytes,
    look: Arc<Look>,
}

/// What the bytes of a file that a page refers to tell.
#[derive(Debug)]
pub(super) struct Look {
    /// What it is; `None` for what is no picture.
    pub(super) format: Option<Format>,
    /// The bytes that go online, or why they cannot be told from what is private.
    pub(super) public: Result<Bytes, Damage>,
    /// The orientation in the values of Exif.
    pub(super) orientation: u8,
    /// Width and height in pixels, as the picture is stored.
    pub(super) size: Option<(u32, u32)>,
    /// What a picture's name says of its bytes.
    pub(super) hash: String,
}

impl Seen {
    /// Looks at these files, in parallel, and forgets all others.
    pub(super) fn look(&mut self, sources: &BTreeSet<&SourcePath>, tree: &Tree) -> HashMap<SourcePath, Arc<Look>> {
        let before = std::mem::take(&mut self.known);
        let look = |source: &&SourcePath| {
            let bytes = tree.get(source)?;
            let same = before.get(*source).filter(|k| is_same(&k.bytes, bytes) || k.bytes == *bytes);
            let look = same.map_or_else(|| Arc::new(Look::at(source, bytes)), |k| k.look.clone());
            Some(((*source).clone(), Known { bytes: bytes.clone(), look }))
        };
        self.known = sources.par_iter().filter_map(look).collect();
        sources.iter().filter_map(|s| Some(((*s).clone(), self.known.get(*s)?.look.clone()))).collect()
    }
}

impl Look {
    fn at(source: &SourcePath, bytes: &Bytes) -> Self {
        let is_svg = |named: &Format| *named == Format::Svg;
        let named = Format::of_extension(&source.extension());
        let format = Format::of(bytes).or(named.filter(is_svg));
        let (public, orientation) = match format.map(|f| picture::public(f, bytes)) {
            Some(Err(damage)) => (Err(damage), 1),
            Some(Ok(public)) => (Ok(public.bytes.map_or_else(|| bytes.clone(), Bytes::from)), public.orientation),
            None => (Ok(bytes.clone()), 1),
        };
        let shown = public.as_ref().ok().zip(format);
        let size = shown.and_then(|(bytes, format)| picture::size(format, bytes));
        let hash = shown.map_or(String::new(), |(bytes, _)| short_hash(bytes));
        Self { format, public, orientation, size, hash }
    }
}
