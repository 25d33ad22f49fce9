//! Pictures as phones make them: a small real one, and around its pixels everything that tells of people and places.
//!
//! Each is built twice by the same function: as it comes from the phone, and as it is to go online. `tests/pictures` holds what
//! they are built around; no pixel is made here.

#![allow(clippy::trivially_copy_pass_by_ref, reason = "a type of four letters is written as `b\"tEXt\"`")]

use crate::support::repository;
use std::fs;

/// What is in every private part, in the letters that it would be found by.
pub(crate) const PRIVATE: &[u8] = b"PRIVATE";

/// 52° 31' 12", as Exif writes it.
pub(crate) const LATITUDE: &[u8] = &[52, 0, 0, 0, 1, 0, 0, 0, 31, 0, 0, 0, 1, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0];

/// Which of the two a picture is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    ByAPhone,
    ForReaders,
}

use Made::{ByAPhone, ForReaders};

/// A picture of `tests/pictures`.
pub(crate) fn base(name: &str) -> Vec<u8> {
    fs::read(repository().join("tests/pictures").join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// True where `bytes` tell anything that was put in only to be left out.
pub(crate) fn tells(bytes: &[u8]) -> bool {
    let has = |what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
    has(PRIVATE) || has(LATITUDE) || has(b"GPSLatitude")
}

/// Exif of a phone, little-endian: the maker, the orientation, the place, and a small picture.
pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let small = [&[0xff, 0xd8][..], b"PRIVATE small picture", &[0xff, 0xd9]].concat();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    // The first directory is at 8, the second at 50, the place at 80, then what does not fit into four bytes.
    let (second, place, latitude, maker) = (50_u32, 80, 110, 134);
    [
        &b"II*\0\x08\0\0\0\x03\0"[..],
        &entry(0x010f, 2, 16, maker),
        &entry(0x0112, 3, 1, u32::from(orientation)),
        &entry(0x8825, 4, 1, place),
        &second.to_le_bytes(),
        &[2, 0],
        &entry(0x0201, 4, 1, maker + 16),
        &entry(0x0202, 4, 1, small.len() as u32),
        &[0; 4],
        &[2, 0],
        &entry(0x0001, 2, 2, u32::from(b'N')),
        &entry(0x0002, 5, 3, latitude),
        &[0; 4],
        LATITUDE,
        b"PRIVATE phone 7\0",
        &small,
    ]
    .concat()
}

/// Exif of the orientation alone, big-endian, as it goes online.
fn only(orientation: u8) -> Vec<u8> {
    [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[orientation, 0, 0, 0, 0, 0, 0]].concat()
}

fn xmp() -> Vec<u8> {
    let open =
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">";
    let of = "<rdf:Description xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" exif:GPSLatitude=\"52,31.2N\"/>";
    format!("{open}{of}<!-- PRIVATE --></rdf:RDF></x:xmpmeta>").into_bytes()
}

/// A colour profile, as far as it is looked at: its size, its mark, and what nobody looks at.
fn profile() -> Vec<u8> {
    let mut profile = vec![7; 150];
    profile[..4].copy_from_slice(&150_u32.to_be_bytes());
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

pub(crate) fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    [&[0xff, marker], &(body.len() as u16 + 2).to_be_bytes()[..], body].concat()
}

/// A JPEG around `name`, with all that there may be before, between and behind its pixels.
pub(crate) fn jpeg(name: &str, orientation: u8, made: Made) -> Vec<u8> {
    let base = base(name);
    assert_eq!(&base[2..4], [0xff, 0xe0], "JFIF comes first");
    let (jfif, pixels) = (&base[6..20], &base[20..]);
    let private = |bytes: Vec<u8>| if made == ByAPhone { bytes } else { Vec::new() };
    let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
    let small = marked(&jfif[..12], b"\x01\x04PRIVATE pix!");
    let exif = match made {
        ByAPhone => exif(orientation),
        ForReaders => only(orientation),
    };
    let has_exif = made == ByAPhone || orientation != 1;
    let halves = profile();
    let part = |number: u8, data: &[u8]| segment(0xe2, &[b"ICC_PROFILE\0", &[number, 2][..], data].concat());
    // The second half is longer than the profile is.
    let surplus = private(b"PRIVATE".to_vec());
    let second_picture = [&[0xff, 0xd8][..], &segment(0xe1, &marked(b"Exif\0\0", &exif)), pixels].concat();
    [
        &[0xff, 0xd8][..],
        &segment(0xe0, if made == ByAPhone { &small } else { jfif }),
        &private(segment(0xe0, b"JFXX\0\x10PRIVATE")),
        &if has_exif { segment(0xe1, &marked(b"Exif\0\0", &exif)) } else { Vec::new() },
        &private(segment(0xe1, &marked(b"http://ns.adobe.com/xap/1.0/\0", &xmp()))),
        &private(segment(0xe1, &marked(b"http://ns.adobe.com/xmp/extension/\0", &xmp()))),
        &part(1, &halves[..100]),
        &private(segment(0xe2, b"MPF\0PRIVATE")),
        &part(2, &[&halves[100..], &surplus[..]].concat()),
        &private(segment(0xeb, b"JP PRIVATE content credentials")),
        &private(segment(0xed, b"Photoshop 3.0\08BIM\x04\x04\0\0PRIVATE city")),
        &segment(0xee, &[&b"Adobe\0\x64\0\0\0\0\x01"[..], &private(PRIVATE.to_vec())].concat()),
        &private(segment(0xef, b"PRIVATE")),
        &private(segment(0xfe, b"PRIVATE comment")),
        &between_scans(pixels, &private(segment(0xfe, b"PRIVATE between scans"))),
        &private(second_picture),
        &private(b"\0\0\0\x18ftypmp42 PRIVATE film".to_vec()),
    ]
    .concat()
}

/// The pixels with `more` before each scan.
fn between_scans(pixels: &[u8], more: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, byte) in pixels.iter().enumerate() {
        // In the data of a scan 0xff is followed by 0, and no table here holds these two.
        if pixels[at..].starts_with(&[0xff, 0xda]) {
            out.extend_from_slice(more);
        }
        out.push(*byte);
    }
    out
}

/// The checksum of a PNG chunk, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let step = |value: u32, _| if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
    !bytes.iter().fold(u32::MAX, |value, byte| (0..8).fold(value ^ u32::from(*byte), step))
}

pub(crate) fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let checked = [&kind[..], data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &checked, &crc(&checked).to_be_bytes()].concat()
}

/// A PNG, and with an animation in it if `frames`.
pub(crate) fn png(frames: bool, orientation: u8, made: Made) -> Vec<u8> {
    let base = base("photo.png");
    let private = |bytes: Vec<u8>| if made == ByAPhone { bytes } else { Vec::new() };
    let (head, rest) = base.split_at(33);
    let data = rest.windows(4).position(|w| w == b"IDAT").expect("pixels") - 4;
    let (before, pixels) = rest.split_at(data);
    let before =
        if before.windows(4).any(|w| w == b"gAMA") { Vec::new() } else { chunk(b"gAMA", &45455_u32.to_be_bytes()) };
    let length = u32::from_be_bytes(pixels[..4].try_into().expect("four bytes")) as usize;
    let (pixels, end) = pixels.split_at(length + 12);
    let end = &end[end.len() - 12..];
    let frame = |number: u8| {
        let size = [0, 0, 0, 24, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 100, 0, 0];
        chunk(b"fcTL", &[&[0, 0, 0, number][..], &size].concat())
    };
    let animation = |bytes: Vec<u8>| if frames { bytes } else { Vec::new() };
    [
        head,
        &if made == ForReaders && orientation != 1 { chunk(b"eXIf", &only(orientation)) } else { Vec::new() },
        &before,
        &chunk(b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1]),
        &animation(chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])),
        &private(chunk(b"tEXt", b"Comment\0PRIVATE")),
        &private(chunk(b"zTXt", b"Raw profile type exif\0\0PRIVATE")),
        &private(chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", &xmp()[..]].concat())),
        &private(chunk(b"caBX", b"PRIVATE content credentials")),
        &private(chunk(b"prVt", b"PRIVATE")),
        &animation(frame(0)),
        pixels,
        &animation([frame(1), chunk(b"fdAT", &[&[0, 0, 0, 2], &pixels[8..length + 8]].concat())].concat()),
        &private(chunk(b"eXIf", &exif(orientation))),
        &private(chunk(b"tIME", &[7, 0xea, 2, 3, 4, 5, 6])),
        end,
        &private(b"PRIVATE behind the end".to_vec()),
    ]
    .concat()
}

pub(crate) fn riff(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&kind[..], &(data.len() as u32).to_le_bytes(), data, if data.len() % 2 == 1 { &[0] } else { &[] }].concat()
}

/// A WebP around a `name` that is lossy, lossless or animated.
pub(crate) fn webp(name: &str, orientation: u8, made: Made) -> Vec<u8> {
    let base = base(name);
    let private = |bytes: Vec<u8>| if made == ByAPhone { bytes } else { Vec::new() };
    let chunks = &base[12..];
    let mut flags = 0x20;
    let pixels = match chunks.strip_prefix(b"VP8X") {
        Some(rest) => {
            flags |= rest[4] & 0x12;
            into_frames(&rest[14..], &private(riff(b"PRIV", b"PRIVATE in a frame")))
        }
        None => chunks.to_vec(),
    };
    let exif = match made {
        ByAPhone => exif(orientation),
        ForReaders => only(orientation),
    };
    let has_exif = made == ByAPhone || orientation != 1;
    flags |= if has_exif { 0x08 } else { 0 } | if made == ByAPhone { 0x04 } else { 0 };
    let body = [
        &b"WEBP"[..],
        &riff(b"VP8X", &[flags, 0, 0, 0, 23, 0, 0, 15, 0, 0])[..],
        &riff(b"ICCP", &[&profile()[..], &private(PRIVATE.to_vec())].concat()),
        &pixels,
        &if has_exif { riff(b"EXIF", &exif) } else { Vec::new() },
        &private(riff(b"XMP ", &xmp())),
        &private(riff(b"PRIV", b"PRIVATE")),
    ]
    .concat();
    [riff(b"RIFF", &body), private(b"PRIVATE behind the end".to_vec())].concat()
}

/// The chunks of a picture, with `more` at the end of each frame of an animation.
fn into_frames(mut chunks: &[u8], more: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some((kind, rest)) = chunks.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(rest[..4].try_into().expect("four bytes")) as usize;
        let (data, after) = rest[4..].split_at(length);
        out.extend(match kind {
            b"ANMF" => riff(kind, &[data, more].concat()),
            _ => riff(kind, data),
        });
        chunks = &after[length % 2..];
    }
    out
}

fn holder(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    [&(inside.len() as u32 + 8).to_be_bytes(), &kind[..], inside].concat()
}

/// An AVIF of the pixels of `photo.avif`, with Exif in the file and XMP in the box `idat`; or a HEIC of that brand, as far as
/// its boxes go.
pub(crate) fn avif(brand: &[u8; 4], made: Made) -> Vec<u8> {
    let base = base("photo.avif");
    let box_of = |kind: &[u8; 4]| {
        let at = base.windows(4).position(|w| w == kind).expect("a box") - 4;
        let size = u32::from_be_bytes(base[at..at + 4].try_into().expect("four bytes")) as usize;
        &base[at..at + size]
    };
    let pixels = &box_of(b"mdat")[8..];
    let (exif, xmp) = ([&[0, 0, 0, 6][..], b"Exif\0\0", &exif(1)].concat(), xmp());
    let empty = [&b"\0\0\0\0MM\0*\0\0\0\x08"[..], &vec![0; exif.len() - 12]].concat();
    let (exif, xmp) = if made == ByAPhone { (exif, xmp) } else { (empty, vec![b' '; xmp.len()]) };
    let infe = |id: u8, kind: &[u8]| holder(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, &[0]].concat());
    let infos = [infe(1, b"av01"), infe(2, b"Exif"), infe(3, b"mime\0application/rdf+xml")].concat();
    let begin = [holder(b"ftyp", &[&brand[..], &[0; 4], brand].concat())].concat();
    let meta = |start: u32| {
        let place = |id: u8, method: u8, offset: u32, length: usize| {
            [&[0, id, 0, method, 0, 0, 0, 1], &offset.to_be_bytes()[..], &(length as u32).to_be_bytes()].concat()
        };
        let places = [
            place(1, 0, start, pixels.len()),
            place(2, 0, start + pixels.len() as u32, exif.len()),
            place(3, 1, 0, xmp.len()),
        ];
        let inside = [
            &[0; 4][..],
            box_of(b"hdlr"),
            box_of(b"pitm"),
            &holder(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 3][..], &places.concat()].concat()),
            &holder(b"iinf", &[&[0, 0, 0, 0, 0, 3], &infos[..]].concat()),
            &holder(b"idat", &xmp),
            box_of(b"iprp"),
        ];
        holder(b"meta", &inside.concat())
    };
    let start = begin.len() + meta(0).len() + 8;
    let credentials: &[u8] = if made == ByAPhone { b"PRIVATE credentials" } else { &[0; 19] };
    [begin, meta(start as u32), holder(b"mdat", &[pixels, &exif[..]].concat()), holder(b"uuid", credentials)].concat()
}
