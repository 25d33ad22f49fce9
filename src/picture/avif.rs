//! AVIF (AV1 Image File Format 1.1): what is private is overwritten in its place, since everything in the file is found by
//! where it lies.

use super::boxes::{self, Item, Kind};
use super::{Damage, Public, exif};

/// The boxes of which a picture or an animation is made; others are made empty.
const SHOWN: &[&[u8; 4]] = &[b"ftyp", b"meta", b"mdat", b"moov"];

/// Exif with nothing in it: where its TIFF begins, a byte order, and a directory of no entries.
const EMPTY_EXIF: &[u8] = &[0, 0, 0, 0, b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0];

/// The picture without what is private. How it is to be turned is no part of its Exif here.
pub(super) fn public(bytes: &[u8]) -> Result<Public, Damage> {
    let mut out = bytes.to_vec();
    for found in boxes::all(bytes)?.into_iter().filter(|b| !SHOWN.contains(&&b.kind)) {
        out.get_mut(found.inside).ok_or(Damage::CUT)?.fill(0);
    }
    for item in boxes::metadata(bytes)? {
        if !is_as_told(&item, &item.data(bytes)) {
            return Err(Damage("holds something else than it says"));
        }
        let (begin, fill) = match item.kind {
            Kind::Exif => (EMPTY_EXIF, 0),
            Kind::Xmp => ([].as_slice(), b' '),
        };
        let mut begin = begin.iter().copied();
        for stretch in item.stretches {
            for byte in out.get_mut(stretch).ok_or(Damage::CUT)? {
                *byte = begin.next().unwrap_or(fill);
            }
        }
    }
    Ok(Public { bytes: (out != bytes).then_some(out), orientation: exif::UPRIGHT })
}

/// True where the data are what the item is said to be: what is overwritten must not be pixels.
fn is_as_told(item: &Item, data: &[u8]) -> bool {
    match item.kind {
        Kind::Exif => boxes::tiff(data).is_some_and(|tiff| tiff.starts_with(b"MM\0*") || tiff.starts_with(b"II*\0")),
        Kind::Xmp => data.trim_ascii_start().first().is_none_or(|b| *b == b'<' || *b == 0xef),
    }
}
