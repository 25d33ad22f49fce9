//! A file put together from stretches of another one and from bytes made anew.

use std::ops::Range;

/// The file while it is put together.
#[derive(Default)]
pub(super) struct Pieces(Vec<Piece>);

enum Piece {
    Kept(Range<usize>),
    Made(Vec<u8>),
}

impl Pieces {
    /// Adds a stretch of the source, which must lie in it.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        match self.0.last_mut() {
            Some(Piece::Kept(last)) if last.end == range.start => last.end = range.end,
            _ => self.0.push(Piece::Kept(range)),
        }
    }

    /// Adds bytes.
    pub(super) fn make(&mut self, bytes: impl Into<Vec<u8>>) {
        self.0.push(Piece::Made(bytes.into()));
    }

    /// The bytes added so far, in number.
    pub(super) fn len(&self) -> usize {
        let len = |piece: &Piece| match piece {
            Piece::Kept(range) => range.len(),
            Piece::Made(bytes) => bytes.len(),
        };
        self.0.iter().map(len).sum()
    }

    /// Adds all that another file was put together from, of the same source.
    pub(super) fn append(&mut self, other: Self) {
        for piece in other.0 {
            match piece {
                Piece::Kept(range) => self.keep(range),
                Piece::Made(bytes) => self.make(bytes),
            }
        }
    }

    /// The file; `None` where it is `source` again. Nothing is copied then, unless a piece was made.
    pub(super) fn finish(self, source: &[u8]) -> Option<Vec<u8>> {
        if matches!(self.0.as_slice(), [Piece::Kept(all)] if *all == (0..source.len())) {
            return None;
        }
        let mut out = Vec::with_capacity(self.len());
        for piece in &self.0 {
            out.extend_from_slice(match piece {
                // It lies in the source: so `keep` wants it.
                Piece::Kept(range) => source.get(range.clone()).unwrap_or_default(),
                Piece::Made(bytes) => bytes,
            });
        }
        (out != source).then_some(out)
    }
}
