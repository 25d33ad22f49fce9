//! Exif (CIPA DC-008, JEITA CP-3451), as far as it matters: how a picture is to be turned, and whether it tells a place.
//!
//! Exif is a small TIFF file: a byte order, and directories of entries with twelve bytes each.

use std::ops::ControlFlow;

/// The orientation of a picture that is shown as it is stored.
pub(super) const UPRIGHT: u8 = 1;

const ORIENTATION: u16 = 0x0112;
const GPS_DIRECTORY: u16 = 0x8825;
/// Latitude and longitude of the camera and of what it looks at. A directory of version and time alone tells no place.
const PLACES: &[u16] = &[0x0002, 0x0004, 0x0014, 0x0016];
/// The type of two bytes.
const SHORT: u16 = 3;

/// The orientation that `tiff` tells, 1 to 8; 1 where it tells none that can be read, as browsers have it.
pub(super) fn orientation(tiff: &[u8]) -> u8 {
    let mut found = UPRIGHT;
    first_directory(tiff, |tiff, entry| {
        if entry.tag != ORIENTATION {
            return ControlFlow::Continue(());
        }
        let value = tiff.u16(entry.value).filter(|_| entry.kind == SHORT);
        if let Some(value) = value.and_then(|v| u8::try_from(v).ok()).filter(|v| (1..=8).contains(v)) {
            found = value;
        }
        ControlFlow::Break(())
    });
    found
}

/// True where `tiff` tells a latitude or longitude.
pub(super) fn has_position(tiff: &[u8]) -> bool {
    let mut found = false;
    first_directory(tiff, |tiff, entry| {
        if entry.tag == GPS_DIRECTORY
            && let Some(at) = tiff.u32(entry.value)
        {
            tiff.directory(at, |_, entry| {
                found |= PLACES.contains(&entry.tag);
                ControlFlow::Continue(())
            });
        }
        ControlFlow::Continue(())
    });
    found
}

/// Exif with the orientation and nothing else.
pub(super) fn only(orientation: u8) -> [u8; 26] {
    [
        b'M',
        b'M',
        0,
        42,
        0,
        0,
        0,
        8, // big-endian; the first directory is at 8
        0,
        1,
        0x01,
        0x12,
        0,
        3,
        0,
        0,
        0,
        1, // one entry: the orientation, one SHORT
        0,
        orientation,
        0,
        0, // its value
        0,
        0,
        0,
        0, // no further directory
    ]
}

struct Tiff<'a> {
    bytes: &'a [u8],
    is_big: bool,
}

struct Entry {
    tag: u16,
    kind: u16,
    /// Where the value is, or what tells where it is.
    value: usize,
}

fn first_directory(bytes: &[u8], look: impl FnMut(&Tiff<'_>, &Entry) -> ControlFlow<()>) {
    let is_big = match bytes {
        [b'M', b'M', 0, 42, ..] => true,
        [b'I', b'I', 42, 0, ..] => false,
        _ => return,
    };
    let tiff = Tiff { bytes, is_big };
    if let Some(at) = tiff.u32(4) {
        tiff.directory(at, look);
    }
}

impl Tiff<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..)?.first_chunk()?;
        Some(if self.is_big { u16::from_be_bytes(*bytes) } else { u16::from_le_bytes(*bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes = self.bytes.get(at..)?.first_chunk()?;
        Some(if self.is_big { u32::from_be_bytes(*bytes) } else { u32::from_le_bytes(*bytes) })
    }

    /// Shows the entries of the directory at `at`, as far as there are any in the file.
    fn directory(&self, at: u32, mut look: impl FnMut(&Self, &Entry) -> ControlFlow<()>) {
        let at = at as usize;
        let count = self.u16(at).unwrap_or(0);
        for index in 0..usize::from(count) {
            let start = at + 2 + 12 * index;
            let (Some(tag), Some(kind)) = (self.u16(start), self.u16(start + 2)) else { return };
            if look(self, &Entry { tag, kind, value: start + 8 }).is_break() {
                return;
            }
        }
    }
}
