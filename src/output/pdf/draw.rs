//! Drawing: pages become a tagged PDF. The only room that knows krilla.
//!
//! In: pages of items, the structure, the outline. Out: the bytes of a PDF 1.7 that keeps to PDF/UA-1 (ISO 14289-1), with
//! placeholders where there is something to write: links to `wsf:<n>`, of which `widgets` makes a form.

mod structure;

use super::flow::{Bookmarks, Page};
use super::sheet::{Frame, Ink, Item, RULE, Run};
use super::sizes::Sizes;
use super::tags::{Leaf, Tags};
use crate::picture::{self, Format};
use crate::resolve::Asset;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder, ValidationError};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph, Tag as Axis};
use krilla::{Data, Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use parley::FontData;
use parley::fontique::Synthesis;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use structure::{Leaves, children, outline};
use usvg::fontdb;

/// All of one document.
pub(super) struct Sheet<'a> {
    pub(super) title: String,
    pub(super) authors: Vec<String>,
    /// The language (BCP 47).
    pub(super) lang: String,
    pub(super) rtl: bool,
    pub(super) sizes: Sizes,
    pub(super) pages: Vec<Page>,
    pub(super) tags: Tags,
    pub(super) outline: Bookmarks,
    /// What each place to write is, for who cannot see it, by its number.
    pub(super) labels: Vec<&'a str>,
}

/// A face: its file, its place in the file, and the settings of a variable one (axis and value, as bits).
type Face = (u64, u32, Vec<(u32, u32)>);

/// Faces as krilla wants them, each made once.
#[derive(Default)]
pub(super) struct Used {
    numbers: HashMap<Face, usize>,
    faces: Vec<Option<Font>>,
}

impl Used {
    /// The number of a face, with the settings of a variable one.
    pub(super) fn face(&mut self, data: &FontData, synthesis: &Synthesis) -> usize {
        let settings = synthesis.variation_settings();
        let axes = settings.iter().map(|(axis, value)| (u32::from_be_bytes(axis.into_bytes()), value.to_bits()));
        let key = (data.data.id(), data.index, axes.collect());
        *self.numbers.entry(key).or_insert_with(|| {
            let bytes = Data::from(Arc::new(data.data.clone()) as Arc<dyn AsRef<[u8]> + Send + Sync>);
            let axes: Vec<(Axis, f32)> =
                settings.iter().map(|(a, value)| (Axis::new(&a.into_bytes()), *value)).collect();
            self.faces.push(if axes.is_empty() {
                Font::new(bytes, data.index)
            } else {
                Font::new_variable(bytes, data.index, &axes)
            });
            self.faces.len() - 1
        })
    }
}

/// True for bytes that can be embedded as a font.
pub(super) fn is_font(bytes: Vec<u8>) -> bool {
    Font::new(Data::from(bytes), 0).is_some()
}

/// Pictures with more pixels than this are not unpacked: they would take more memory than a computer may have. Phones make
/// at most half as many.
const MOST_PIXELS: u64 = 100_000_000;

/// A picture that can be drawn.
#[derive(Clone)]
pub(super) struct Picture(Arc<Drawable>);

enum Drawable {
    /// Pixels, and how they are to be turned: the Exif tag `Orientation`.
    Pixels(Image, u8),
    /// SVG.
    Drawing(Box<usvg::Tree>),
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Picture")
    }
}

impl Picture {
    /// Reads a picture; with its size in pixels. `None` for formats that PDF has not, for what cannot be
    /// read, and for what is too large.
    pub(super) fn read(asset: &Asset) -> Option<(Self, (f32, f32))> {
        let format = Format::of(&asset.bytes)?;
        let (width, height) = asset.size.unwrap_or_default();
        if format != Format::Svg && u64::from(width) * u64::from(height) > MOST_PIXELS {
            return None;
        }
        let bytes = || Data::from(asset.bytes.to_vec());
        let image = match format {
            Format::Svg => {
                let tree = usvg::Tree::from_data(&asset.bytes, &drawing_options()).ok()?;
                let size = (tree.size().width(), tree.size().height());
                return Some((Self(Arc::new(Drawable::Drawing(Box::new(tree)))), size));
            }
            Format::Png => Image::from_png(bytes(), false),
            Format::Jpeg => Image::from_jpeg(bytes(), false),
            Format::Gif => Image::from_gif(bytes(), false),
            Format::Webp => Image::from_webp(bytes(), false),
            Format::Avif | Format::Heic | Format::Tiff => return None,
        };
        let turned = picture::public(format, &asset.bytes).map_or(1, |p| p.orientation);
        Some((Self(Arc::new(Drawable::Pixels(image.ok()?, turned))), (width as f32, height as f32)))
    }
}

fn drawing_options() -> usvg::Options<'static> {
    usvg::Options {
        fontdb: FONTS.clone(),
        font_family: String::from("Noto Sans"),
        // Nothing but the picture's own bytes is ever read.
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: usvg::ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    }
}

/// Draws a document. `Err` with the words of krilla where it breaks a rule of PDF/UA-1 or a picture cannot be read.
pub(super) fn draw(sheet: &Sheet<'_>, used: &Used) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|e| format!("{e:?}"))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut leaves = Leaves::of(&sheet.tags);
    for page in &sheet.pages {
        let (width, height) = sheet.sizes.page;
        let size = PageSettings::from_wh(width, height).ok_or("a page without a size")?;
        let mut drawn = document.start_page_with(size);
        let mut surface = drawn.surface();
        let mut pen = Pen { surface: &mut surface, used, leaves: &mut leaves, open: Mark::Nothing };
        for item in &page.items {
            pen.item(item);
        }
        pen.close();
        surface.finish();
        for item in &page.items {
            let (frame, address, alt, leaf) = match item {
                Item::Link { frame, address, leaf } => (frame, address.to_string(), address.to_string(), leaf),
                Item::Field { frame, widget, leaf } => (
                    frame,
                    format!("wsf:{widget}"),
                    sheet.labels.get(*widget).copied().unwrap_or_default().to_owned(),
                    leaf,
                ),
                _ => continue,
            };
            // A place without a label has been told of already.
            let alt = if alt.trim().is_empty() { sheet.title.clone() } else { alt };
            let Some(rect) = rect(frame) else { continue };
            let link = LinkAnnotation::new(rect, Target::Action(Action::Link(LinkAction::new(address))));
            leaves.at(*leaf).push(drawn.add_tagged_annotation(Annotation::new_link(link, Some(alt))));
        }
        drawn.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(sheet.lang.clone()));
    tree.children = children(&sheet.tags, Tags::ROOT, &mut leaves);
    document.set_tag_tree(tree);
    document.set_outline(outline(&sheet.outline));
    let direction = if sheet.rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    let metadata = Metadata::new()
        .title(sheet.title.clone())
        .language(sheet.lang.clone())
        .creator(String::from("reconnect-gen"))
        .text_direction(direction);
    let authors = sheet.authors.clone();
    document.set_metadata(if authors.is_empty() { metadata } else { metadata.authors(authors) });
    document.finish().map_err(|error| told(&error))
}

/// What is wrong, in words for an author where it is known to come from one.
fn told(error: &KrillaError) -> String {
    let may_not = |(fault, _): &(ValidationError, _)| matches!(fault, ValidationError::RestrictedLicense(_));
    match error {
        KrillaError::Validation(faults) if faults.iter().any(may_not) => {
            String::from("a font that book.toml names says that it may not be embedded")
        }
        KrillaError::Font(_, fault) => format!("a font cannot be embedded: {fault}"),
        KrillaError::Image(_, _, fault) => format!("a picture on it cannot be decoded: {fault}"),
        other => format!("{other:?}"),
    }
}

/// Draws the items of one page.
struct Pen<'a, 's> {
    surface: &'a mut Surface<'s>,
    used: &'a Used,
    leaves: &'a mut Leaves,
    open: Mark,
}

/// What is being marked.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Nothing,
    /// No part of the text.
    Artifact,
    /// A leaf.
    Leaf(Leaf),
}

impl Pen<'_, '_> {
    /// Everything is either part of the text or marked as not being so (ISO 14289-1, 7.1).
    fn mark(&mut self, leaf: Option<Leaf>) {
        let mark = leaf.map_or(Mark::Artifact, Mark::Leaf);
        if self.open == mark {
            return;
        }
        self.close();
        if let Mark::Leaf(leaf) = mark {
            let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            self.leaves.at(leaf).push(id);
        } else {
            let artifact = Artifact::with_kind(ArtifactType::Layout);
            self.surface.start_tagged(ContentTag::Artifact(artifact));
        }
        self.open = mark;
    }

    fn close(&mut self) {
        if self.open != Mark::Nothing {
            self.surface.end_tagged();
        }
        self.open = Mark::Nothing;
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Run(run) => self.run(run),
            Item::Line { from, to, width, ink } => {
                self.mark(None);
                self.stroke(*width, *ink);
                let mut path = PathBuilder::new();
                path.move_to(from.0, from.1);
                path.line_to(to.0, to.1);
                self.path(path);
            }
            Item::Box { frame, edge, ground } => {
                self.mark(None);
                self.surface.set_stroke(edge.map(|(width, ink)| stroke(width, ink)));
                self.surface.set_fill(ground.map(fill));
                let mut path = PathBuilder::new();
                rect(frame).into_iter().for_each(|rect| path.push_rect(rect));
                self.path(path);
            }
            Item::Ring { centre, radius } => {
                self.mark(None);
                self.stroke(0.9, RULE);
                self.path(circle(*centre, *radius));
            }
            Item::Picture { frame, picture, leaf } => {
                // What a picture shows stands in a leaf of its own.
                self.close();
                self.mark(*leaf);
                self.picture(frame, picture);
                self.close();
            }
            Item::Field { .. } | Item::Link { .. } => {}
        }
    }

    fn stroke(&mut self, width: f32, ink: Ink) {
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke(width, ink)));
    }

    fn path(&mut self, path: PathBuilder) {
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }

    fn run(&mut self, run: &Run) {
        let Some(Some(font)) = self.used.faces.get(run.face) else { return };
        self.mark(run.leaf);
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill(run.ink)));
        let size = run.size;
        let glyph = |g: &super::sheet::Glyph| {
            let (x, y) = (g.offset.0 / size, -g.offset.1 / size);
            KrillaGlyph::new(GlyphId::new(g.id), g.advance / size, x, y, 0.0, g.text.clone(), None)
        };
        let glyphs: Vec<KrillaGlyph> = run.glyphs.iter().map(glyph).collect();
        let at = Point::from_xy(run.at.0, run.at.1);
        self.surface.draw_glyphs(at, &glyphs, font.clone(), &run.text, size, false);
    }

    /// SVG becomes paths, its words too: they stand in the picture's description.
    fn picture(&mut self, frame: &Frame, picture: &Picture) {
        match &*picture.0 {
            Drawable::Pixels(image, turned) => {
                self.surface.push_transform(&placed(frame, *turned));
                if let Some(unit) = Size::from_wh(1.0, 1.0) {
                    self.surface.draw_image(image.clone(), unit);
                }
            }
            Drawable::Drawing(tree) => {
                self.surface.push_transform(&Transform::from_translate(frame.x, frame.y));
                let settings = SvgSettings { embed_text: false, ..SvgSettings::default() };
                if let Some(size) = Size::from_wh(frame.width, frame.height) {
                    self.surface.draw_svg(tree, size, settings);
                }
            }
        }
        self.surface.pop();
    }
}

/// The faces for words in SVG pictures.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    super::faces::TEXT.iter().for_each(|bytes| fonts.load_font_data(bytes.to_vec()));
    fonts.set_sans_serif_family("Noto Sans");
    fonts.set_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// From a square of one point to a frame, turned as the Exif tag `Orientation` says (CIPA DC-008, 4.6.5).
fn placed(frame: &Frame, orientation: u8) -> Transform {
    let Frame { x, y, width: w, height: h } = *frame;
    let (right, down, corner) = match orientation {
        2 => ((-w, 0.0), (0.0, h), (w, 0.0)),
        3 => ((-w, 0.0), (0.0, -h), (w, h)),
        4 => ((w, 0.0), (0.0, -h), (0.0, h)),
        5 => ((0.0, h), (w, 0.0), (0.0, 0.0)),
        6 => ((0.0, h), (-w, 0.0), (w, 0.0)),
        7 => ((0.0, -h), (-w, 0.0), (w, h)),
        8 => ((0.0, -h), (w, 0.0), (0.0, h)),
        _ => ((w, 0.0), (0.0, h), (0.0, 0.0)),
    };
    Transform::from_row(right.0, right.1, down.0, down.1, x + corner.0, y + corner.1)
}

fn rect(frame: &Frame) -> Option<Rect> {
    Rect::from_xywh(frame.x, frame.y, frame.width, frame.height)
}

fn fill(ink: Ink) -> Fill {
    let [red, green, blue] = ink;
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn stroke(width: f32, ink: Ink) -> Stroke {
    let [red, green, blue] = ink;
    Stroke { paint: rgb::Color::new(red, green, blue).into(), width, ..Stroke::default() }
}

/// A circle out of four curves.
fn circle(centre: (f32, f32), radius: f32) -> PathBuilder {
    // How far the handles of a quarter lie, so that it is round to a thousandth.
    let handle = radius * 0.552_284_8;
    let (x, y) = centre;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + handle, x + handle, y + radius, x, y + radius);
    path.cubic_to(x - handle, y + radius, x - radius, y + handle, x - radius, y);
    path.cubic_to(x - radius, y - handle, x - handle, y - radius, x, y - radius);
    path.cubic_to(x + handle, y - radius, x + radius, y - handle, x + radius, y);
    path.close();
    path
}
