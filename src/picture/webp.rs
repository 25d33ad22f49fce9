//! WebP (RFC 9649): a RIFF file of chunks with a type, a length, and data padded to an even length.

use super::pieces::Pieces;
use super::{Damage, Public, exif, icc, xmp_has_position};
use std::ops::Range;

/// `RIFF`, the size of what follows, `WEBP`.
const HEAD: usize = 12;
/// What comes in a frame of an animation before its chunks.
const FRAME_HEAD: usize = 16;

/// The flags of the chunk `VP8X` that say what chunks there are.
const HAS_PROFILE: u8 = 0x20;
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// True for a file that begins as a WebP does.
pub(super) fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..HEAD) == Some(b"WEBP")
}

struct Chunk<'a> {
    kind: &'a [u8; 4],
    data: &'a [u8],
    /// Where the data is.
    range: Range<usize>,
}

impl Chunk<'_> {
    /// The chunk that begins at `at`, in a file or frame that ends with `bytes`.
    fn at(bytes: &[u8], at: usize) -> Result<Chunk<'_>, Damage> {
        let rest = bytes.get(at..).unwrap_or_default();
        let (kind, rest) = rest.split_first_chunk().ok_or(Damage::CUT)?;
        let (length, rest) = rest.split_first_chunk().ok_or(Damage::CUT)?;
        let length = u32::from_le_bytes(*length) as usize;
        let data = rest.get(..length).ok_or(Damage::CUT)?;
        if !kind.iter().all(|b| b.is_ascii_graphic() || *b == b' ') {
            return Err(Damage("has something in it that is no WebP"));
        }
        Ok(Chunk { kind, data, range: at + 8..at + 8 + length })
    }

    /// Where the next chunk begins.
    fn end(&self) -> usize {
        self.range.end + self.range.len() % 2
    }

    fn keep(&self, pieces: &mut Pieces) {
        pieces.keep(self.range.start - 8..self.range.end);
        if self.range.len() % 2 == 1 {
            pieces.make([0]);
        }
    }
}

/// All but `RIFF` and its size: the end of the file as it says itself. What is behind that belongs to nobody.
fn inside(bytes: &[u8]) -> Result<&[u8], Damage> {
    let size = bytes.get(4..).and_then(|b| b.first_chunk()).ok_or(Damage::CUT)?;
    let end = (u32::from_le_bytes(*size) as usize).checked_add(8).ok_or(Damage::CUT)?;
    bytes.get(..end).ok_or(Damage::CUT)
}

/// The picture without what is private.
pub(super) fn public(bytes: &[u8]) -> Result<Public, Damage> {
    let file = inside(bytes)?;
    let first = Chunk::at(file, HEAD)?;
    let mut body = Pieces::default();
    let mut orientation = exif::UPRIGHT;
    if first.kind == b"VP8X" {
        orientation = extended(file, &first, &mut body)?;
    } else if is_pixels(&first)? {
        first.keep(&mut body);
    } else {
        return Err(Damage("has a damaged head"));
    }
    let mut pieces = Pieces::default();
    pieces.make(*b"RIFF");
    pieces.make(size(4 + body.len()));
    pieces.make(*b"WEBP");
    pieces.append(body);
    Ok(Public { bytes: pieces.finish(bytes), orientation })
}

/// The chunks of a picture that has more than pixels, and its orientation.
fn extended(file: &[u8], first: &Chunk<'_>, body: &mut Pieces) -> Result<u8, Damage> {
    let [flags, canvas @ ..] = first.data else { return Err(Damage("has a damaged head")) };
    if canvas.len() != 9 {
        return Err(Damage("has a damaged head"));
    }
    let (mut rest, mut found, mut has_pixels) = (Pieces::default(), 0, false);
    let mut orientation = exif::UPRIGHT;
    let mut at = first.end();
    while at < file.len() {
        let chunk = Chunk::at(file, at)?;
        at = chunk.end();
        match chunk.kind {
            b"ICCP" => {
                let length = icc::length(chunk.data, chunk.data.len()).filter(|_| found & HAS_PROFILE == 0);
                if let Some(profile) = length.and_then(|length| chunk.data.get(..length)) {
                    found |= HAS_PROFILE;
                    made(*b"ICCP", profile, &mut rest);
                }
            }
            b"EXIF" => {
                found |= HAS_EXIF;
                orientation = exif::orientation(tiff(chunk.data));
            }
            b"XMP " => found |= HAS_XMP,
            b"ANIM" if chunk.data.len() == 6 => chunk.keep(&mut rest),
            b"ANMF" => {
                has_pixels = true;
                frame(file, &chunk, &mut rest)?;
            }
            b"ALPH" if !has_pixels => chunk.keep(&mut rest),
            _ if is_pixels(&chunk)? && !has_pixels => {
                has_pixels = true;
                chunk.keep(&mut rest);
            }
            _ => {}
        }
    }
    // A chunk that is said to be there and is not may have been taken for a part of another one.
    if !has_pixels || flags & (HAS_EXIF | HAS_XMP) & !found != 0 {
        return Err(Damage("holds something else than it says"));
    }
    let kept = if orientation == exif::UPRIGHT { 0 } else { HAS_EXIF };
    let flags = flags & !(HAS_PROFILE | HAS_EXIF | HAS_XMP) | (found & HAS_PROFILE) | kept;
    made(*b"VP8X", &[&[flags], canvas].concat(), body);
    body.append(rest);
    if kept != 0 {
        made(*b"EXIF", &exif::only(orientation), body);
    }
    Ok(orientation)
}

/// A frame of an animation, without the chunks in it that are not known.
fn frame(file: &[u8], frame: &Chunk<'_>, out: &mut Pieces) -> Result<(), Damage> {
    if frame.data.len() < FRAME_HEAD {
        return Err(Damage::CUT);
    }
    let file = file.get(..frame.range.end).ok_or(Damage::CUT)?;
    let mut inside = Pieces::default();
    let mut at = frame.range.start + FRAME_HEAD;
    inside.keep(frame.range.start..at);
    let mut has_pixels = false;
    while at < file.len() {
        let chunk = Chunk::at(file, at)?;
        at = chunk.end();
        let is_pixels = is_pixels(&chunk)?;
        if !has_pixels && (is_pixels || chunk.kind == b"ALPH") {
            chunk.keep(&mut inside);
        }
        has_pixels |= is_pixels;
    }
    if !has_pixels {
        return Err(Damage::CUT);
    }
    out.make(*b"ANMF");
    out.make(size(inside.len()));
    out.append(inside);
    Ok(())
}

/// True for a chunk of pixels, lossy (RFC 6386, 9.1) or lossless (RFC 9649, 3.4).
fn is_pixels(chunk: &Chunk<'_>) -> Result<bool, Damage> {
    let begins_well = match chunk.kind {
        b"VP8 " => chunk.data.get(3..6) == Some(b"\x9d\x01\x2a"),
        b"VP8L" => chunk.data.first() == Some(&0x2f),
        _ => return Ok(false),
    };
    if begins_well { Ok(true) } else { Err(Damage("has damaged pixels")) }
}

/// True where an Exif or XMP chunk tells a place.
pub(super) fn has_position(bytes: &[u8]) -> bool {
    let mut at = HEAD;
    while let Ok(chunk) = Chunk::at(bytes, at) {
        at = chunk.end();
        let tells = match chunk.kind {
            b"EXIF" => exif::has_position(tiff(chunk.data)),
            b"XMP " => xmp_has_position(chunk.data),
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

fn made(kind: [u8; 4], data: &[u8], out: &mut Pieces) {
    let padding: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
    out.make([&kind, &size(data.len())[..], data, padding].concat());
}

fn size(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes()
}
