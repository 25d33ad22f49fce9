//! PNG (W3C, third edition): a signature, and chunks with a length, a type, data and a checksum.

use super::crc::crc;
use super::pieces::Pieces;
use super::{Damage, Public, exif, xmp_has_position};
use std::ops::Range;

/// The first eight bytes.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that browsers show a picture from: its pixels, its colours (11.3.2), its transparency and background, the
/// size of its pixels, and its animation. `mDCv` and `cLLi` are older spellings.
const SHOWN: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"mDCv", b"cLLI", b"cLLi", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'a> {
    kind: &'a [u8; 4],
    data: &'a [u8],
    /// What the checksum is of: type and data.
    checked: &'a [u8],
    checksum: &'a [u8; 4],
    whole: Range<usize>,
}

impl Chunk<'_> {
    /// The chunk that begins at `at`.
    fn at(bytes: &[u8], at: usize) -> Result<Chunk<'_>, Damage> {
        let rest = bytes.get(at..).unwrap_or_default();
        let (length, body) = rest.split_first_chunk().ok_or(Damage::CUT)?;
        let (kind, rest) = body.split_first_chunk().ok_or(Damage::CUT)?;
        if !kind.iter().all(u8::is_ascii_alphabetic) {
            return Err(Damage("has something in it that is no PNG"));
        }
        let length = u32::from_be_bytes(*length) as usize;
        let (data, rest) = rest.split_at_checked(length).ok_or(Damage::CUT)?;
        let checksum = rest.first_chunk().ok_or(Damage::CUT)?;
        let checked = body.get(..kind.len() + length).ok_or(Damage::CUT)?;
        Ok(Chunk { kind, data, checked, checksum, whole: at..at + 12 + length })
    }

    fn is_sound(&self) -> bool {
        crc(self.checked).to_be_bytes() == *self.checksum
    }
}

/// The picture without what is private.
pub(super) fn public(bytes: &[u8]) -> Result<Public, Damage> {
    let head = Chunk::at(bytes, SIGNATURE.len())?;
    if head.kind != b"IHDR" || !head.is_sound() {
        return Err(Damage("has a damaged head"));
    }
    let mut rest = Pieces::default();
    let mut orientation = exif::UPRIGHT;
    let mut has_pixels = false;
    let mut at = head.whole.end;
    loop {
        let chunk = Chunk::at(bytes, at)?;
        at = chunk.whole.end;
        if chunk.kind == b"eXIf" {
            orientation = exif::orientation(tiff(chunk.data));
        }
        if !SHOWN.contains(&chunk.kind) {
            // A type that begins with a capital must be known to show the picture (5.4).
            if chunk.kind[0].is_ascii_uppercase() {
                return Err(Damage("is a kind of PNG that browsers do not know"));
            }
            continue;
        }
        if !chunk.is_sound() {
            return Err(Damage("has a wrong checksum"));
        }
        rest.keep(chunk.whole);
        match chunk.kind {
            b"IDAT" => has_pixels = true,
            b"IHDR" => return Err(Damage("has two heads")),
            b"IEND" if !has_pixels || !chunk.data.is_empty() => return Err(Damage("ends without a picture")),
            b"IEND" => break,
            _ => {}
        }
    }
    let mut pieces = Pieces::default();
    pieces.keep(0..head.whole.end);
    if orientation != exif::UPRIGHT {
        pieces.make(chunk(*b"eXIf", &exif::only(orientation)));
    }
    pieces.append(rest);
    Ok(Public { bytes: pieces.finish(bytes), orientation })
}

/// True where an Exif or XMP chunk tells a place.
pub(super) fn has_position(bytes: &[u8]) -> bool {
    let mut at = SIGNATURE.len();
    while let Ok(chunk) = Chunk::at(bytes, at) {
        at = chunk.whole.end;
        let tells = match chunk.kind {
            b"eXIf" => exif::has_position(tiff(chunk.data)),
            b"iTXt" | b"tEXt" => xmp_has_position(chunk.data),
            _ => false,
        };
        if tells {
            return true;
        }
    }
    false
}

/// The TIFF of an Exif chunk. Some programs put the mark of a JPEG before it.
fn tiff(data: &[u8]) -> &[u8] {
    data.strip_prefix(b"Exif\0\0").unwrap_or(data)
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap_or_default();
    let checked = [&kind, data].concat();
    [&length.to_be_bytes(), checked.as_slice(), &crc(&checked).to_be_bytes()].concat()
}
