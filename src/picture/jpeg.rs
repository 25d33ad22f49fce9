//! JPEG (ITU-T T.81, annex B; T.871 for JFIF, T.872 for Adobe's segment): segments with a marker and a length, and behind each
//! head of a scan its data up to the next marker.
//!
//! What hides behind the end of the picture goes with the rest: films of motion photos, second pictures (CIPA DC-007), depth.
//! Every length is held against what the segment says of itself, so that a wrong one does not carry a neighbour along. Where the
//! marker behind a scan is destroyed, what follows is pixels to every program, up to the next marker; so it is here.

use super::pieces::Pieces;
use super::{Damage, Public, exif, icc, xmp_has_position};
use std::collections::HashMap;
use std::ops::Range;

mod marker {
    pub(super) const SOF0: u8 = 0xc0;
    pub(super) const SOF2: u8 = 0xc2;
    pub(super) const DHT: u8 = 0xc4;
    pub(super) const RST0: u8 = 0xd0;
    pub(super) const RST7: u8 = 0xd7;
    pub(super) const EOI: u8 = 0xd9;
    pub(super) const SOS: u8 = 0xda;
    pub(super) const DQT: u8 = 0xdb;
    pub(super) const DRI: u8 = 0xdd;
    pub(super) const APP0: u8 = 0xe0;
    pub(super) const APP1: u8 = 0xe1;
    pub(super) const APP2: u8 = 0xe2;
    pub(super) const APP14: u8 = 0xee;
    pub(super) const APP15: u8 = 0xef;
    pub(super) const COM: u8 = 0xfe;
}

const EXIF: &[u8] = b"Exif\0";
const XMP: &[u8] = b"http://ns.adobe.com/x";
const JFIF: &[u8] = b"JFIF\0";
/// JFIF without its small picture, the size of which is in the last two bytes.
const JFIF_LENGTH: usize = 14;
const ADOBE: &[u8] = b"Adobe";
const ADOBE_LENGTH: usize = 12;
/// Behind it come the number of this part of the profile, and that of all parts. (ICC.1, annex B.4)
const PROFILE: &[u8] = b"ICC_PROFILE\0";
const PROFILE_HEAD: usize = PROFILE.len() + 2;

struct Segment<'a> {
    marker: u8,
    /// From its marker to the end of its body, and for a scan to the end of its data.
    whole: Range<usize>,
    /// What follows marker and length.
    body: &'a [u8],
}

impl<'a> Segment<'a> {
    /// The segment that begins at `at`, or any more 0xff before its marker.
    fn at(bytes: &'a [u8], at: usize) -> Result<Self, Damage> {
        let mut start = at;
        if bytes.get(start).is_some_and(|b| *b != 0xff) {
            return Err(Damage("has something in it that is no JPEG"));
        }
        while bytes.get(start + 1) == Some(&0xff) {
            start += 1;
        }
        let marker = *bytes.get(start + 1).ok_or(Damage::CUT)?;
        if marker == marker::EOI {
            return Ok(Self { marker, whole: start..start + 2, body: &[] });
        }
        let rest = bytes.get(start + 2..).ok_or(Damage::CUT)?;
        let (length, rest) = rest.split_first_chunk().ok_or(Damage::CUT)?;
        // It counts its own two bytes.
        let length = usize::from(u16::from_be_bytes(*length));
        let inside = length.checked_sub(2).ok_or(Damage("has something in it that is no JPEG"))?;
        let body = rest.get(..inside).ok_or(Damage::CUT)?;
        Ok(Self { marker, whole: start..start + 2 + length, body })
    }

    /// Its body, where that begins with `mark`.
    fn marked(&self, marker: u8, mark: &[u8]) -> Option<&'a [u8]> {
        (self.marker == marker && self.body.starts_with(mark)).then_some(self.body)
    }
}

/// The picture without what is private.
pub(super) fn public(bytes: &[u8]) -> Result<Public, Damage> {
    let segments = segments(bytes)?;
    let exif = segments.iter().find_map(tiff);
    let orientation = exif.map_or(exif::UPRIGHT, exif::orientation);
    let profile = profile(&segments);
    let jfif = segments.iter().find(|s| s.marked(marker::APP0, JFIF).is_some_and(|body| body.len() >= JFIF_LENGTH));
    let adobe = segments.iter().enumerate().find_map(|(index, s)| {
        let head = s.marked(marker::APP14, ADOBE)?.first_chunk::<ADOBE_LENGTH>()?;
        Some((index, head))
    });
    let mut pieces = Pieces::default();
    pieces.keep(0..2);
    if let Some(jfif) = jfif {
        without_small_picture(jfif, &mut pieces);
    }
    if orientation != exif::UPRIGHT {
        pieces.make(segment(marker::APP1, &[EXIF, &[0], &exif::only(orientation)].concat()));
    }
    for (index, Segment { marker, whole, body }) in segments.iter().enumerate() {
        match *marker {
            marker::APP2 => match profile.get(&index) {
                Some(part) if part.len() == body.len() => pieces.keep(whole.clone()),
                Some(part) => pieces.make(segment(marker::APP2, part)),
                None => {}
            },
            marker::APP14 => match adobe {
                Some((first, head)) if first == index && head.len() == body.len() => pieces.keep(whole.clone()),
                Some((first, head)) if first == index => pieces.make(segment(marker::APP14, head)),
                _ => {}
            },
            marker::APP0..=marker::APP15 | marker::COM => {}
            _ => pieces.keep(whole.clone()),
        }
    }
    Ok(Public { bytes: pieces.finish(bytes), orientation })
}

/// True where an Exif or XMP segment tells a place.
pub(super) fn has_position(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Ok(segment) = Segment::at(bytes, at) {
        at = segment.whole.end;
        let exif = tiff(&segment).is_some_and(exif::has_position);
        if exif || segment.marked(marker::APP1, XMP).is_some_and(xmp_has_position) {
            return true;
        }
        if matches!(segment.marker, marker::SOS | marker::EOI) {
            break;
        }
    }
    false
}

/// Every segment up to the one that ends the picture, each as long as it may be.
fn segments(bytes: &[u8]) -> Result<Vec<Segment<'_>>, Damage> {
    let mut found: Vec<Segment<'_>> = Vec::new();
    let (mut at, mut restarts, mut has_frame, mut has_scan) = (2, false, false, false);
    loop {
        let mut segment = Segment::at(bytes, at)?;
        let body = segment.body;
        match segment.marker {
            marker::SOF0..=marker::SOF2 => {
                if has_frame || !is_frame(body) {
                    return Err(Damage("has a damaged head"));
                }
                has_frame = true;
            }
            marker::SOS => {
                if !has_frame || !is_scan(body) {
                    return Err(Damage("has damaged pixels"));
                }
                has_scan = true;
                segment.whole.end = end_of_scan(bytes, segment.whole.end, restarts)?;
            }
            marker::DRI if body.len() == 2 => restarts = body != [0, 0],
            marker::DHT
                if are_tables(body, |[_, counts @ ..]| 17 + counts.iter().map(|n| usize::from(*n)).sum::<usize>()) => {}
            marker::DQT if are_tables(body, |[sort, ..]| if *sort < 16 { 65 } else { 129 }) => {}
            marker::APP0..=marker::APP15 | marker::COM => {}
            marker::EOI if has_scan => {
                found.push(segment);
                return Ok(found);
            }
            marker::EOI => return Err(Damage::CUT),
            marker::DHT | marker::DQT | marker::DRI => return Err(Damage("has damaged tables")),
            _ => return Err(Damage("is a kind of JPEG that browsers do not show, or damaged")),
        }
        at = segment.whole.end;
        found.push(segment);
    }
}

/// Precision, height, width, and three bytes for each colour. (B.2.2)
fn is_frame(body: &[u8]) -> bool {
    let [_, h1, h2, w1, w2, colours, rest @ ..] = body else { return false };
    [*h1, *h2] != [0, 0] && [*w1, *w2] != [0, 0] && rest.len() == 3 * usize::from(*colours)
}

/// Two bytes for each of one to four colours, and three for the scan. (B.2.3)
fn is_scan(body: &[u8]) -> bool {
    let [colours @ 1..=4, rest @ ..] = body else { return false };
    rest.len() == 2 * usize::from(*colours) + 3
}

/// True where `body` is made of tables, each as long as it says. A table has 17 bytes at least. (B.2.4)
fn are_tables(mut body: &[u8], length: impl Fn(&[u8; 17]) -> usize) -> bool {
    while !body.is_empty() {
        let Some(rest) = body.first_chunk().and_then(|begin| body.get(length(begin)..)) else { return false };
        body = rest;
    }
    true
}

/// The end of a scan's data: the next marker that is none for a new start. In the data, 0xff is followed by 0. (B.1.1.5)
fn end_of_scan(bytes: &[u8], start: usize, restarts: bool) -> Result<usize, Damage> {
    let (mut at, mut next) = (start, marker::RST0);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let end = at + rest.iter().position(|b| *b == 0xff).ok_or(Damage::CUT)?;
        let behind = bytes.iter().enumerate().skip(end).find(|(_, b)| **b != 0xff);
        let (marker, found) = behind.ok_or(Damage::CUT)?;
        match *found {
            0 if marker == end + 1 => {}
            found if restarts && found == next => next = if found == marker::RST7 { marker::RST0 } else { found + 1 },
            0 | marker::RST0..=marker::RST7 => return Err(Damage("has damaged pixels")),
            _ => return Ok(end),
        }
        at = marker + 1;
    }
}

/// Exif, without the mark before it.
fn tiff<'a>(segment: &Segment<'a>) -> Option<&'a [u8]> {
    segment.marked(marker::APP1, EXIF)?.get(EXIF.len() + 1..)
}

/// The parts of the colour profile: their places among the segments, and what of their bodies is kept. Empty where there is
/// none that a browser could use.
fn profile<'a>(segments: &[Segment<'a>]) -> HashMap<usize, &'a [u8]> {
    let mut parts: Vec<(u8, usize, &[u8])> = Vec::new();
    let mut announced = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let behind = segment.marked(marker::APP2, PROFILE).and_then(|body| body.strip_prefix(PROFILE));
        if let Some([number, all, data @ ..]) = behind {
            parts.push((*number, index, data));
            announced.push(usize::from(*all));
        }
    }
    parts.sort_by_key(|(number, ..)| *number);
    let are_all = parts.iter().enumerate().all(|(i, (number, ..))| usize::from(*number) == i + 1)
        && announced.iter().all(|all| *all == parts.len());
    let given = parts.iter().map(|(.., data)| data.len()).sum();
    let length = parts.first().filter(|_| are_all).and_then(|(.., start)| icc::length(start, given));
    let Some(mut left) = length else { return HashMap::new() };
    let mut kept = HashMap::new();
    for (_, index, data) in parts {
        let length = data.len().min(left);
        left -= length;
        let body = segments.get(index).and_then(|segment| segment.body.get(..PROFILE_HEAD + length));
        kept.extend(body.map(|body| (index, body)));
    }
    kept
}

/// JFIF, with nothing but the size of the pixels in it.
fn without_small_picture(jfif: &Segment<'_>, pieces: &mut Pieces) {
    if jfif.body.len() == JFIF_LENGTH && jfif.body.ends_with(&[0, 0]) {
        pieces.keep(jfif.whole.clone());
    } else if let Some(head) = jfif.body.first_chunk::<{ JFIF_LENGTH - 2 }>() {
        pieces.make(segment(marker::APP0, &[&head[..], &[0, 0]].concat()));
    }
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    [&[0xff, marker], &length.to_be_bytes()[..], body].concat()
}
