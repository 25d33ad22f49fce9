//! The font of typed text, embedded as a simple TrueType font in `WinAnsiEncoding`, with all of its signs, since nobody
//! knows what will be typed. For other scripts readers take fonts of their own.

use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream, dictionary};
use skrifa::instance::{LocationRef, Size};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use std::sync::LazyLock;

/// What fields call it.
pub(super) const NAME: &str = "FieldSans";

static DATA: &[u8] = include_bytes!("../../../../fonts/FieldSans.ttf");

/// The font as PDF objects: the same for every PDF, so made once.
static FONT: LazyLock<Option<Font>> = LazyLock::new(|| Font::read(DATA));

/// `FontDescriptor` flag: its signs are the Latin ones (ISO 32000-1, table 123).
const NONSYMBOLIC: i64 = 1 << 5;
const FIRST: u8 = 32;
const LAST: u8 = 255;
/// The characters of the codes 128 to 159 (ISO 32000-1, annex D); those without one show a bullet.
const HIGH: [char; 32] = [
    '€', '•', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '•', 'Ž', '•', '•', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '•', 'ž', 'Ÿ',
];

/// Adds the font to the PDF.
pub(super) fn embed(doc: &mut Document) -> Result<ObjectId, Error> {
    let Font { dict, descriptor, file } =
        FONT.as_ref().ok_or_else(|| super::fault("the font of fields cannot be read".to_owned()))?;
    let (mut font, mut descriptor) = (dict.clone(), descriptor.clone());
    descriptor.set("FontFile2", doc.try_add_object(file.clone())?);
    font.set("FontDescriptor", doc.try_add_object(descriptor)?);
    doc.try_add_object(font)
}

/// The objects of the font, without the references between them.
struct Font {
    dict: Dictionary,
    descriptor: Dictionary,
    file: Stream,
}

impl Font {
    fn read(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let glyphs = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        // PDF measures fonts in thousandths of the size (ISO 32000-1, 9.2.4).
        let scaled = |units: f32| Object::Real((units * 1000.0 / f32::from(metrics.units_per_em)).round());
        let glyph = |c: char| font.charmap().map(c);
        let width = |code: u8| Some(scaled(glyphs.advance_width(glyph(character(code))?)?));
        let widths: Vec<Object> = (FIRST..=LAST).map(width).collect::<Option<_>>()?;
        let frame = metrics.bounds?;
        let frame: Vec<Object> = [frame.x_min, frame.y_min, frame.x_max, frame.y_max].map(scaled).into();
        // Fonts do not say how thick their stems are; an l without serifs is one.
        let stem = glyphs.bounds(glyph('l')?)?;
        let name: String = font.localized_strings(StringId::POSTSCRIPT_NAME).english_or_first()?.chars().collect();
        let name = Object::Name(name.into_bytes());
        let descriptor = dictionary! {
            "Type" => "FontDescriptor", "FontName" => name.clone(), "Flags" => NONSYMBOLIC, "FontBBox" => frame,
            "ItalicAngle" => Object::Real(metrics.italic_angle), "Ascent" => scaled(metrics.ascent),
            "Descent" => scaled(metrics.descent), "CapHeight" => scaled(metrics.cap_height?),
            "StemV" => scaled(stem.x_max - stem.x_min),
        };
        let dict = dictionary! {
            "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => name, "FirstChar" => i64::from(FIRST),
            "LastChar" => i64::from(LAST), "Widths" => widths, "Encoding" => "WinAnsiEncoding",
        };
        let mut file = Stream::new(dictionary! { "Length1" => i64::try_from(data.len()).ok()? }, data.to_vec());
        file.compress().ok()?;
        Some(Self { dict, descriptor, file })
    }
}

/// The character that a code of `WinAnsiEncoding` shows.
fn character(code: u8) -> char {
    match code {
        127 => '•',
        // Shown as a space and a hyphen, whose widths they have (annex D.2, notes 5 and 6).
        160 => ' ',
        173 => '-',
        _ => {
            let high = code.checked_sub(128).and_then(|high| HIGH.get(usize::from(high)));
            high.copied().unwrap_or(char::from(code))
        }
    }
}
