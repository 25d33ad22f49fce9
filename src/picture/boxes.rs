//! The boxes of AVIF and HEIC (ISO/IEC 14496-12 and 23008-12): what kind of picture it is, and where its Exif and XMP lie.
//!
//! A picture is made of items: `iinf` tells what each is, and `iloc` where its bytes are, in the file or in the box `idat`.

use super::{Damage, Format, exif, xmp_has_position};
use std::ops::Range;

/// A box: its type, and where what it holds is.
pub(super) struct Holder {
    pub(super) kind: [u8; 4],
    pub(super) inside: Range<usize>,
}

/// What an item that is no picture tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Exif,
    Xmp,
}

/// An item that is no picture, and the stretches of the file that it is made of.
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) stretches: Vec<Range<usize>>,
}

impl Item {
    /// Its bytes, put together.
    pub(super) fn data(&self, bytes: &[u8]) -> Vec<u8> {
        self.stretches.iter().filter_map(|s| bytes.get(s.clone())).flatten().copied().collect()
    }
}

/// AVIF or HEIC, by the brands at the beginning.
pub(super) fn format(bytes: &[u8]) -> Option<Format> {
    let first = Reader { bytes, at: 0, end: bytes.len() }.next_box().ok().filter(|b| &b.kind == b"ftyp")?;
    let brands = bytes.get(first.inside)?.chunks_exact(4).enumerate().filter(|(i, _)| *i != 1).map(|(_, brand)| brand);
    let brands: Vec<&[u8]> = brands.collect();
    let has = |any: &[&[u8; 4]]| any.iter().any(|brand| brands.contains(&brand.as_slice()));
    if has(&[b"avif", b"avis"]) {
        return Some(Format::Avif);
    }
    let heic = has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"]);
    heic.then_some(Format::Heic)
}

/// The boxes of a whole file, in order.
pub(super) fn all(bytes: &[u8]) -> Result<Vec<Holder>, Damage> {
    Reader { bytes, at: 0, end: bytes.len() }.boxes()
}

/// The Exif and XMP of a picture.
pub(super) fn metadata(bytes: &[u8]) -> Result<Vec<Item>, Damage> {
    let all = all(bytes)?;
    let Some(meta) = all.iter().find(|b| &b.kind == b"meta") else { return Ok(Vec::new()) };
    let mut inside = Reader { bytes, at: meta.inside.start, end: meta.inside.end };
    inside.skip(4)?; // version and flags
    let inside = inside.boxes()?;
    let find = |kind: &[u8; 4]| inside.iter().find(|b| &b.kind == kind).map(|b| b.inside.clone());
    let reader = |range: Range<usize>| Reader { bytes, at: range.start, end: range.end };
    let Some(infos) = find(b"iinf") else { return Ok(Vec::new()) };
    let kinds = kinds(reader(infos))?;
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    places(reader(find(b"iloc").ok_or(Damage::CUT)?), &kinds, find(b"idat").as_ref())
}

/// True where the Exif or XMP of a picture tells a place.
pub(super) fn has_position(bytes: &[u8]) -> bool {
    let tells = |item: &Item| {
        let data = item.data(bytes);
        match item.kind {
            Kind::Xmp => xmp_has_position(&data),
            Kind::Exif => tiff(&data).is_some_and(exif::has_position),
        }
    };
    metadata(bytes).is_ok_and(|items| items.iter().any(tells))
}

/// The TIFF of an Exif item: its first four bytes tell how far behind them that begins. (23008-12, annex A)
pub(super) fn tiff(data: &[u8]) -> Option<&[u8]> {
    let (skip, rest) = data.split_first_chunk()?;
    rest.get(u32::from_be_bytes(*skip) as usize..)
}

/// The items that are Exif or XMP, by number. (14496-12, 8.11.6)
fn kinds(mut infos: Reader<'_>) -> Result<Vec<(u64, Kind)>, Damage> {
    let version = infos.number(1)?;
    infos.skip(3)?;
    infos.skip(if version == 0 { 2 } else { 4 })?; // how many there are
    let mut out = Vec::new();
    for info in infos.boxes()?.into_iter().filter(|b| &b.kind == b"infe") {
        let mut info = Reader { bytes: infos.bytes, at: info.inside.start, end: info.inside.end };
        let version = info.number(1)?;
        info.skip(3)?;
        let width = match version {
            2 => 2,
            3 => 4,
            _ => continue, // older ones have no type, and no picture has them
        };
        let id = info.number(width)?;
        info.skip(2)?; // how it is protected
        match info.take(4)? {
            b"Exif" => out.push((id, Kind::Exif)),
            // Whatever its language: no picture is made of text.
            b"mime" | b"uri " => out.push((id, Kind::Xmp)),
            _ => {}
        }
    }
    Ok(out)
}

/// Where those items lie. (14496-12, 8.11.3)
fn places(mut iloc: Reader<'_>, kinds: &[(u64, Kind)], idat: Option<&Range<usize>>) -> Result<Vec<Item>, Damage> {
    let version = iloc.number(1)?;
    iloc.skip(3)?;
    let widths = iloc.number(2)?;
    let width = |shift: u32| (widths >> shift & 15) as usize;
    let (offset, length, base, index) = (width(12), width(8), width(4), if version == 0 { 0 } else { width(0) });
    let id_width = if version < 2 { 2 } else { 4 };
    let mut out = Vec::new();
    let mut sum = 0;
    for _ in 0..iloc.number(id_width)? {
        let id = iloc.number(id_width)?;
        let method = if version == 0 { 0 } else { iloc.number(2)? & 15 };
        iloc.skip(2)?; // in which file
        let base = iloc.number(base)?;
        let count = iloc.number(2)?;
        if count > 1 && index + offset + length == 0 {
            // A few bytes would ask for as much work and memory as they like.
            return Err(Damage("says in no byte where its details are"));
        }
        let kind = kinds.iter().find(|(of, _)| *of == id).map(|(_, kind)| *kind);
        let mut stretches = Vec::new();
        for _ in 0..count {
            iloc.skip(index)?;
            let (offset, length) = (iloc.number(offset)?, iloc.number(length)?);
            if kind.is_some() {
                let room = match method {
                    0 => 0..iloc.bytes.len(),
                    1 => idat.ok_or(Damage::CUT)?.clone(),
                    _ => return Err(Damage("keeps its details in a way that is not known")),
                };
                let stretch = stretch(&room, base.saturating_add(offset), length)?;
                // What is told twice would be more than the file, however small that is.
                sum += stretch.len();
                if sum > iloc.bytes.len() {
                    return Err(Damage("says that its details are larger than the file"));
                }
                stretches.push(stretch);
            }
        }
        if let Some(kind) = kind {
            out.push(Item { kind, stretches });
        }
    }
    if out.len() == kinds.len() { Ok(out) } else { Err(Damage("holds something else than it says")) }
}

/// A part of `room`; a length of nothing means to its end.
fn stretch(room: &Range<usize>, offset: u64, length: u64) -> Result<Range<usize>, Damage> {
    let start = usize::try_from(offset).ok().and_then(|o| room.start.checked_add(o)).ok_or(Damage::CUT)?;
    let length = usize::try_from(length).map_err(|_| Damage::CUT)?;
    let end = if length == 0 { Some(room.end) } else { start.checked_add(length) };
    end.filter(|end| start <= *end && *end <= room.end).map(|end| start..end).ok_or(Damage::CUT)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Damage> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.end).ok_or(Damage::CUT)?;
        let taken = self.bytes.get(self.at..end).ok_or(Damage::CUT)?;
        self.at = end;
        Ok(taken)
    }

    fn skip(&mut self, count: usize) -> Result<(), Damage> {
        self.take(count).map(drop)
    }

    /// A number of so many bytes, eight at most; 0 of none.
    fn number(&mut self, width: usize) -> Result<u64, Damage> {
        Ok(self.take(width)?.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn next_box(&mut self) -> Result<Holder, Damage> {
        let start = self.at;
        let size = self.number(4)?;
        let kind = *self.take(4)?.first_chunk().ok_or(Damage::CUT)?;
        let size = match size {
            0 => self.end - start,
            1 => usize::try_from(self.number(8)?).map_err(|_| Damage::CUT)?,
            size => usize::try_from(size).map_err(|_| Damage::CUT)?,
        };
        let head = self.at - start;
        let inside = self.at;
        self.skip(size.checked_sub(head).ok_or(Damage::CUT)?)?;
        Ok(Holder { kind, inside: inside..self.at })
    }

    /// The boxes from here to the end.
    fn boxes(&mut self) -> Result<Vec<Holder>, Damage> {
        let mut out = Vec::new();
        while self.at < self.end {
            out.push(self.next_box()?);
        }
        Ok(out)
    }
}
