//! Faces: the fonts that PDF files are set in, those of the program and those of the site.
//!
//! In: the bytes of font files. Out: which characters they have, and a [`Setter`] for each thread. No font of the machine is
//! ever used, so that every machine makes the same bytes.

use super::draw::Used;
use super::typeset::Span;
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::tree::{Bytes, Tree};
use parley::fontique::{Blob, Collection, CollectionOptions, FamilyId, FontInfo, FontInfoOverride, SourceCache};
use parley::{FontContext, FontFamily, FontFamilyName, LayoutContext};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The built-in faces: those of text, in the order in which they are asked for a character, and last the one for code.
pub(super) const TEXT: [&[u8]; 10] = [
    include_bytes!("../../../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../../fonts/NotoSans-Italic.ttf"),
    include_bytes!("../../../fonts/NotoSans-BoldItalic.ttf"),
    include_bytes!("../../../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../../fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../../../fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../../../fonts/NotoSansHebrew-Bold.ttf"),
    include_bytes!("../../../fonts/Symbols.ttf"),
    include_bytes!("../../../fonts/NotoEmoji.ttf"),
];
/// How many of them come before those of the site: the others are for single signs.
const BEFORE: usize = 8;
const CODE: &[u8] = include_bytes!("../../../fonts/NotoSansMono-Regular.ttf");

/// A font file, as the libraries want it: with a number of its own that stays the same.
static BUILT_IN: LazyLock<Vec<Blob<u8>>> =
    LazyLock::new(|| TEXT.iter().chain([&CODE]).map(|bytes| Blob::new(Arc::new(*bytes))).collect());

/// All faces of a site.
pub(in crate::output) struct Faces {
    fonts: FontContext,
    /// The families for text, in the order in which they are asked for a character.
    text: FontFamily<'static>,
    code: FontFamily<'static>,
    /// Every face, for the question whether there is a glyph.
    all: Vec<(Blob<u8>, FontInfo)>,
    /// Setters that nobody uses at the moment.
    idle: Mutex<Vec<Setter>>,
}

/// What one thread needs to set text.
pub(super) struct Setter {
    pub(super) fonts: FontContext,
    pub(super) layouts: LayoutContext<Span>,
    pub(super) text: FontFamily<'static>,
    pub(super) code: FontFamily<'static>,
    /// The faces that were used so far, as the PDF needs them.
    pub(super) used: Used,
}

impl Faces {
    /// The program's faces and those that book.toml names.
    pub(in crate::output) fn new(config: &Config, tree: &Tree) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut own = Vec::new();
        for (path, span) in &config.pdf.fonts {
            let Some(bytes) = tree.get(path) else { continue };
            if is_font(bytes) {
                own.push(Blob::new(Arc::new(bytes.to_vec())));
                continue;
            }
            let fault = Diagnostic::new(Code::BadFont, format!("`{path}` is no font that can be used"));
            let help = "name a TrueType or OpenType font: a file that ends in `.ttf`, `.otf` or `.ttc`";
            diagnostics.push(fault.at(span.clone()).help(help));
        }
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut fonts = FontContext { collection: Collection::new(options), source_cache: SourceCache::default() };
        let mut all = Vec::new();
        let mut register = |blob: &Blob<u8>, family: Option<&str>| {
            let name =
                family.map(|family| FontInfoOverride { family_name: Some(family), ..FontInfoOverride::default() });
            let families = fonts.collection.register_fonts(blob.clone(), name);
            for (_, infos) in &families {
                all.extend(infos.iter().map(|info| (blob.clone(), info.clone())));
            }
            families.into_iter().map(|(id, _)| id).collect::<Vec<FamilyId>>()
        };
        let before: Vec<FamilyId> = BUILT_IN.iter().take(BEFORE).flat_map(|blob| register(blob, None)).collect();
        let own: Vec<FamilyId> = own.iter().flat_map(|blob| register(blob, Some(&own_family(blob)))).collect();
        let after: Vec<FamilyId> =
            BUILT_IN.iter().take(TEXT.len()).skip(BEFORE).flat_map(|blob| register(blob, None)).collect();
        let code: Vec<FamilyId> = BUILT_IN.iter().skip(TEXT.len()).flat_map(|blob| register(blob, None)).collect();
        let text: Vec<FamilyId> = before.into_iter().chain(own).chain(after).collect();
        let code: Vec<FamilyId> = code.into_iter().chain(text.iter().copied()).collect();
        let (text, code) = (families(&mut fonts.collection, text), families(&mut fonts.collection, code));
        (Self { fonts, text, code, all, idle: Mutex::default() }, diagnostics)
    }

    /// True where a face has a glyph for a character, or none is needed for it.
    pub(super) fn has(&self, c: char) -> bool {
        let has = |(blob, info): &(Blob<u8>, FontInfo)| {
            let glyph = info.charmap_index().charmap(blob.as_ref()).and_then(|map| map.map(c));
            glyph.is_some_and(|glyph| glyph != 0)
        };
        is_unseen(c) || self.all.iter().any(has)
    }

    /// Does something with a setter of its own.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Setter) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut setter = idle().pop().unwrap_or_else(|| Setter {
            fonts: self.fonts.clone(),
            layouts: LayoutContext::new(),
            text: self.text.clone(),
            code: self.code.clone(),
            used: Used::default(),
        });
        let done = act(&mut setter);
        idle().push(setter);
        done
    }
}

/// What the family of a site's font is called here: not as the program's own are, whatever it calls itself.
fn own_family(font: &Blob<u8>) -> String {
    let mut alone = Collection::new(CollectionOptions { shared: false, system_fonts: false });
    let families = alone.register_fonts(font.clone(), None);
    let name = families.first().and_then(|(id, _)| alone.family_name(*id)).unwrap_or("a font");
    format!("the site's {name}")
}

/// The names of families, each once.
fn families(collection: &mut Collection, ids: Vec<FamilyId>) -> FontFamily<'static> {
    let mut names: Vec<FontFamilyName<'static>> = Vec::new();
    for id in ids {
        let Some(name) = collection.family_name(id) else { continue };
        let name = FontFamilyName::Named(Cow::Owned(name.to_owned()));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    FontFamily::List(Cow::Owned(names))
}

/// True for bytes that the PDF library can embed.
fn is_font(bytes: &Bytes) -> bool {
    super::draw::is_font(bytes.to_vec())
}

/// True for characters that are not seen: joiners, marks of direction, selectors of a variant (Unicode,
/// `Default_Ignorable_Code_Point`), spaces and control characters.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}
