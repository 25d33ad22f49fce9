//! Pictures as bytes: what format they have, and what of them may go online.
//!
//! In: the bytes of a file. Out: its [`Format`], and a [`Public`]: the same picture without what is private, such as the
//! place where a photo was taken, its time, the camera's number, comments, an earlier version in small, or a film behind it.
//!
//! What a browser needs to show the picture goes online and nothing else: what is not known here is left out, so no list of
//! what cameras write has to be complete. Pixels are copied byte for byte and never decoded. A file that cannot be followed
//! to its end is a [`Damage`], since what it holds besides the picture cannot be told from it then.

mod avif;
mod boxes;
mod crc;
mod drawing;
mod exif;
mod icc;
mod jpeg;
mod pieces;
mod png;
mod svg;
mod webp;

use std::fmt;

/// What a picture is, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// ITU-T T.81.
    Jpeg,
    /// W3C Portable Network Graphics, third edition; animated ones too.
    Png,
    /// RFC 9649.
    Webp,
    /// Graphics Interchange Format, of 1987 and 1989.
    Gif,
    /// AV1 Image File Format.
    Avif,
    /// Scalable Vector Graphics.
    Svg,
    /// ISO/IEC 23008-12 with any coding but AV1: the HEIC of phones.
    Heic,
    /// TIFF 6.0, and the raw formats of cameras that are made of it.
    Tiff,
}

impl Format {
    /// The format that the first bytes tell.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Self::Tiff,
            _ if bytes.starts_with(png::SIGNATURE) => Self::Png,
            _ if webp::is_webp(bytes) => Self::Webp,
            _ if svg::is_svg(bytes) => Self::Svg,
            _ => return boxes::format(bytes),
        })
    }

    /// The name that people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
            Self::Heic => "HEIC",
            Self::Tiff => "TIFF",
        }
    }

    /// The usual ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Avif => "avif",
            Self::Svg => "svg",
            Self::Heic => "heic",
            Self::Tiff => "tif",
        }
    }

    /// The other endings that tell it.
    fn other_extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpeg"],
            Self::Heic => &["heif", "hif"],
            Self::Tiff => &["tiff"],
            Self::Png | Self::Webp | Self::Gif | Self::Avif | Self::Svg => &[],
        }
    }

    /// The format that an ending in lower case tells.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let all = [Self::Jpeg, Self::Png, Self::Webp, Self::Gif, Self::Avif, Self::Svg, Self::Heic, Self::Tiff];
        all.into_iter().find(|f| f.extension() == extension || f.other_extensions().contains(&extension))
    }

    /// True for the formats that every browser shows.
    pub fn is_shown(self) -> bool {
        !matches!(self, Self::Heic | Self::Tiff)
    }

    /// True for the formats of which [`public`] leaves out what is private.
    pub fn is_cleaned(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp | Self::Avif)
    }
}

/// What of a picture goes online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Public {
    /// The bytes, where they are other ones than those of the file.
    pub bytes: Option<Vec<u8>>,
    /// How the picture is to be turned: the values 1 to 8 of the Exif tag `Orientation`. 1 is as it is, from 5 on width and
    /// height change places.
    pub orientation: u8,
}

impl Public {
    /// A picture that goes online as it is.
    fn as_it_is() -> Self {
        Self { bytes: None, orientation: exif::UPRIGHT }
    }
}

/// Why a file cannot be followed, to stand behind its name: "ends in the middle of the picture".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage(&'static str);

impl Damage {
    /// The file is shorter than it says.
    const CUT: Self = Self("ends in the middle of the picture");
    /// A drawing is a program.
    const RUNS: Self = Self("runs a script, or holds a page of its own, when somebody opens it");
    /// A drawing loads something from elsewhere.
    const ASKS: Self = Self("loads something from elsewhere when somebody opens it");

    /// True where the file is whole, and does what no picture should.
    pub fn is_unsafe(self) -> bool {
        [Self::RUNS, Self::ASKS].contains(&self)
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What of a picture of this format goes online. GIF and SVG go as they are, but not an SVG that
/// does more than draw; so does what is not shown at all.
pub fn public(format: Format, bytes: &[u8]) -> Result<Public, Damage> {
    match format {
        Format::Jpeg => jpeg::public(bytes),
        Format::Png => png::public(bytes),
        Format::Webp => webp::public(bytes),
        Format::Avif => avif::public(bytes),
        Format::Svg => drawing::check(bytes).map(|()| Public::as_it_is()),
        Format::Gif | Format::Heic | Format::Tiff => Ok(Public::as_it_is()),
    }
}

/// Width and height of a picture in pixels, as it is stored; `None` where its head does not tell.
pub fn size(format: Format, bytes: &[u8]) -> Option<(u32, u32)> {
    if format == Format::Svg {
        return svg::size(bytes);
    }
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    (width > 0 && height > 0).then_some((width, height))
}

/// True where a file that goes online as it is tells where it was taken: Exif has a latitude or longitude, or XMP does. XMP in
/// a PNG that is compressed there is not looked into.
pub fn has_position(bytes: &[u8]) -> bool {
    match Format::of(bytes) {
        Some(Format::Jpeg) => jpeg::has_position(bytes),
        Some(Format::Png) => png::has_position(bytes),
        Some(Format::Webp) => webp::has_position(bytes),
        Some(Format::Avif | Format::Heic) => boxes::has_position(bytes),
        Some(Format::Tiff) => exif::has_position(bytes),
        Some(Format::Gif | Format::Svg) | None => false,
    }
}

/// True where XMP names a latitude. (XMP specification, part 2, Exif schema)
fn xmp_has_position(xmp: &[u8]) -> bool {
    xmp.windows(11).any(|w| w == b"GPSLatitude")
}
