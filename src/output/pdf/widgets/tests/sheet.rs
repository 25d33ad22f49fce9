//! A small tagged PDF as krilla makes it, with placeholders.

use super::{Kind, Widget};
use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::paint::Stroke;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, Tag, TagGroup, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Data, SerializeSettings};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// How far placeholders lie apart, in points.
const STEP: f32 = 40.0;
/// So many are on a page.
pub(super) const A_PAGE: usize = 18;

pub(super) fn font_data() -> &'static [u8] {
    include_bytes!("../../../../../fonts/FieldSans.ttf")
}

/// A tagged PDF/UA-1 file with the widgets' labels, and a frame and a placeholder after each.
pub(super) fn drawn(widgets: &[Widget]) -> Vec<u8> {
    drawn_as(&(0..widgets.len()).map(|n| format!("wsf:{n}")).collect::<Vec<_>>(), widgets)
}

/// The same with these addresses.
pub(super) fn drawn_as(addresses: &[String], widgets: &[Widget]) -> Vec<u8> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let configuration = configuration.finish().expect("a configuration");
    let mut doc = krilla::Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new("Sheet".into(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    let mut tree = TagTree::new();
    let places: Vec<_> = addresses.iter().zip(widgets).collect();
    for places in places.chunks(A_PAGE) {
        let mut page = doc.start_page_with(PageSettings::from_wh(595.0, 842.0).expect("a size"));
        let spans = labels(&mut page, places.iter().map(|(_, widget)| *widget));
        for ((n, (address, widget)), span) in places.iter().enumerate().zip(spans) {
            let target = Target::Action(LinkAction::new((*address).clone()).into());
            let link = LinkAnnotation::new(frame(n, widget), target);
            let mut form = TagGroup::new(Tag::Form);
            form.push(page.add_tagged_annotation(Annotation::new_link(link, Some("placeholder".into()))));
            let mut paragraph = TagGroup::new(Tag::P);
            paragraph.push(span);
            paragraph.push(form);
            tree.push(paragraph);
        }
        page.finish();
    }
    doc.set_metadata(Metadata::new().title("Sheet".into()).language("en".into()));
    doc.set_outline(outline);
    doc.set_tag_tree(tree);
    doc.finish().expect("a PDF/UA-1 file")
}

/// Where the place with this number on its page is.
fn frame(n: usize, widget: &Widget) -> Rect {
    let top = 50.0 + STEP * f32::from(u8::try_from(n).expect("a small number"));
    let (width, height) = match widget.kind {
        Kind::Text { multiline: true } => (250.0, 34.0),
        Kind::Text { .. } | Kind::Line { .. } => (250.0, 18.0),
        Kind::Tick | Kind::Choice { .. } => (13.0, 13.0),
    };
    Rect::from_xywh(280.0, top, width, height).expect("a rectangle")
}

/// Draws labels and frames; returns the identifiers of the labels.
fn labels<'a>(page: &mut Page<'_>, widgets: impl Iterator<Item = &'a Widget>) -> Vec<Identifier> {
    let font = Font::new(Data::from(font_data()), 0).expect("a font");
    let mut surface = page.surface();
    let mut out = Vec::new();
    for (n, widget) in widgets.enumerate() {
        let frame = frame(n, widget);
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke { opacity: NormalizedF32::ONE, width: 0.7, ..Stroke::default() }));
        let mut path = PathBuilder::new();
        path.push_rect(frame);
        surface.draw_path(&path.finish().expect("a path"));
        surface.end_tagged();
        surface.set_stroke(None);
        let words = widget.option.as_deref().filter(|words| words.is_ascii()).unwrap_or("A place to write");
        out.push(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
        let start = Point::from_xy(40.0, frame.top() + 11.0);
        surface.draw_glyphs(start, &glyphs(words), font.clone(), words, 11.0, false);
        surface.end_tagged();
    }
    surface.finish();
    out
}

fn glyphs(words: &str) -> Vec<KrillaGlyph> {
    let font = FontRef::new(font_data()).expect("a font");
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    let glyph = |(at, c): (usize, char)| {
        let id = font.charmap().map(c).expect("a glyph");
        let width = metrics.advance_width(id).expect("a width");
        KrillaGlyph::new(GlyphId::new(id.to_u32()), width, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None)
    };
    words.char_indices().map(glyph).collect()
}
