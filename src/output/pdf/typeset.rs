//! Setting: text with its styles becomes lines of glyphs of a certain width.
//!
//! In: a [`Text`], and how wide it may be. Out: [`Line`]s. Shaping, line breaking and the order of text from right to left are
//! parley's.

use super::draw::Used;
use super::faces::{Setter, is_unseen};
use super::sheet::{BLACK, Glyph, Ink, Item, Run};
use super::tags::Leaf;
use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontStyle, FontWeight, InlineBox, InlineBoxKind, Language, Layout,
    LineHeight, OverflowWrap, PositionedLayoutItem, StyleProperty, VerticalAlign,
};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

/// How words look.
#[expect(clippy::struct_excessive_bools, reason = "each is on or off on its own, as in the text")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) code: bool,
    pub(super) ink: Ink,
    /// Raised (above 0) or lowered, in points.
    pub(super) raised: f32,
    pub(super) underline: bool,
    pub(super) strike: bool,
    /// On a tinted ground.
    pub(super) marked: bool,
}

impl Style {
    /// Plain text of this size.
    pub(super) fn plain(size: f32) -> Self {
        Self {
            size,
            bold: false,
            italic: false,
            code: false,
            ink: BLACK,
            raised: 0.0,
            underline: false,
            strike: false,
            marked: false,
        }
    }
}

/// What a stretch of text is, by its number; parley keeps it for every glyph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Span(usize);

/// A stretch of text in one style that belongs to one leaf.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) style: Style,
    /// None for what is not part of the text.
    pub(super) leaf: Option<Leaf>,
    /// Where it leads: the address, and the leaf of the link's places.
    pub(super) link: Option<(Rc<str>, Leaf)>,
    pub(super) lang: Option<String>,
}

/// A text to be set, with gaps to write in.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub(super) string: String,
    pub(super) pieces: Vec<Piece>,
    /// Where a gap is, and how wide.
    pub(super) gaps: Vec<(usize, f32)>,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) width: f32,
    /// From right to left.
    pub(super) rtl: bool,
    pub(super) align: Alignment,
    /// The height of a line as a multiple of its size.
    pub(super) leading: f32,
}

/// A line: its items from its own top left corner.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) height: f32,
    /// Words and what is drawn with them.
    pub(super) items: Vec<Item>,
    /// The gaps on it: which, from where, how wide, and where the line to write on lies.
    pub(super) gaps: Vec<(usize, f32, f32, f32)>,
    /// From the top to the baseline.
    pub(super) baseline: f32,
}

/// Sets a text. Characters that no face has are added to `missing`.
pub(super) fn set(
    setter: &mut Setter,
    text: &Text,
    setting: &Setting,
    lang: &str,
    missing: &mut BTreeSet<char>,
) -> Vec<Line> {
    if text.string.trim().is_empty() && text.gaps.is_empty() {
        return Vec::new();
    }
    let layout = lay_out(setter, text, setting, lang);
    let shown: Rc<str> = text.string.as_str().into();
    let mut reader = Reader { used: &mut setter.used, text, shown: &shown, missing, glyphs: Vec::new() };
    layout.lines().map(|line| reader.line(&line)).collect()
}

/// How wide a text is on one line, and how wide its longest word.
pub(super) fn widths(setter: &mut Setter, text: &Text, setting: &Setting, lang: &str) -> (f32, f32) {
    let layout = lay_out(setter, text, &Setting { width: f32::MAX, ..*setting }, lang);
    let widths = layout.calculate_content_widths();
    (widths.max, widths.min)
}

fn lay_out(setter: &mut Setter, text: &Text, setting: &Setting, lang: &str) -> Layout<Span> {
    let mut builder = setter.layouts.ranged_builder(&mut setter.fonts, &text.string, 1.0, false);
    let language = |lang: &str| Language::parse(lang).ok();
    builder.push_default(StyleProperty::FontFamily(setter.text.clone()));
    builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(setting.leading)));
    builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
    builder.push_default(StyleProperty::Locale(language(lang)));
    if let Some(first) = text.pieces.first() {
        builder.push_default(StyleProperty::FontSize(first.style.size));
    }
    for (number, piece) in text.pieces.iter().enumerate() {
        let Piece { range, style, lang, .. } = piece;
        let mut push = |property| builder.push(property, range.clone());
        push(StyleProperty::Brush(Span(number)));
        push(StyleProperty::FontSize(style.size));
        if style.bold {
            push(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        if style.italic {
            push(StyleProperty::FontStyle(FontStyle::Italic));
        }
        if style.code {
            push(StyleProperty::FontFamily(setter.code.clone()));
        }
        if style.raised != 0.0 {
            push(StyleProperty::VerticalAlign(VerticalAlign::length(style.raised)));
        }
        if let Some(lang) = lang {
            push(StyleProperty::Locale(language(lang)));
        }
    }
    for (number, (index, width)) in text.gaps.iter().enumerate() {
        builder.push_inline_box(InlineBox {
            id: number as u64,
            kind: InlineBoxKind::InFlow,
            index: *index,
            width: *width,
            height: 1.0,
            baseline: None,
            vertical_align: VerticalAlign::BASELINE,
        });
    }
    builder.set_base_direction(if setting.rtl { BaseDirection::Rtl } else { BaseDirection::Ltr });
    let mut layout = builder.build(&text.string);
    layout.break_all_lines((setting.width < f32::MAX).then_some(setting.width));
    layout.align(setting.align, AlignmentOptions::default());
    layout
}

/// Reads the lines of a layout.
struct Reader<'a> {
    used: &'a mut Used,
    text: &'a Text,
    shown: &'a Rc<str>,
    missing: &'a mut BTreeSet<char>,
    /// The glyphs of the line.
    glyphs: Vec<parley::Glyph>,
}

/// A cluster of a line: what it says, where it stands, its glyphs.
struct Place {
    range: Range<usize>,
    piece: usize,
    x: f32,
    width: f32,
    baseline: f32,
    face: usize,
    rtl: bool,
    /// Its glyphs, as places in the reader's list.
    glyphs: Range<usize>,
}

impl Reader<'_> {
    fn line(&mut self, line: &parley::Line<'_, Span>) -> Line {
        self.glyphs.clear();
        let metrics = line.metrics();
        let top = metrics.block_min_coord;
        let mut out = Line { height: metrics.line_height, baseline: metrics.baseline - top, ..Line::default() };
        let mut places = Vec::new();
        let mut baselines = BTreeMap::new();
        let mut runs: Vec<(usize, f32, parley::Run<'_, Span>)> = Vec::new();
        for item in line.items() {
            match item {
                PositionedLayoutItem::GlyphRun(run) => {
                    baselines.insert(run.style_index(), run.baseline() - top);
                    if runs.last().is_none_or(|(index, ..)| *index != run.run().index()) {
                        runs.push((run.run().index(), run.offset(), *run.run()));
                    }
                }
                PositionedLayoutItem::InlineBox(gap) => {
                    let number = usize::try_from(gap.id).unwrap_or_default();
                    out.gaps.push((number, gap.x, gap.width, gap.y + gap.height - top));
                }
            }
        }
        for (_, x, run) in &runs {
            self.places(*x, run, &baselines, out.baseline, &mut places);
        }
        // As it is read, not as it stands.
        places.sort_by_key(|place| place.range.start);
        self.decorate(&places, &mut out);
        self.runs(&places, &mut out);
        out
    }

    /// The clusters of a run; those of a ligature are one.
    fn places(
        &mut self,
        x: f32,
        run: &parley::Run<'_, Span>,
        baselines: &BTreeMap<u16, f32>,
        baseline: f32,
        out: &mut Vec<Place>,
    ) {
        let face = self.used.face(run.font(), &run.synthesis());
        let rtl = run.is_rtl();
        let mut x = if rtl { x + run.advance() } else { x };
        let first = out.len();
        for cluster in run.clusters() {
            if cluster.is_hard_line_break() {
                continue;
            }
            let width = cluster.advance();
            if rtl {
                x -= width;
            }
            if cluster.is_ligature_continuation() && out.len() > first {
                if let Some(last) = out.last_mut() {
                    last.range.end = cluster.text_range().end;
                    last.width += width;
                    last.x = last.x.min(x);
                }
            } else {
                out.push(Place {
                    range: cluster.text_range(),
                    piece: cluster.style().brush.0,
                    x,
                    width,
                    baseline: baselines.get(&cluster.style_index()).copied().unwrap_or(baseline),
                    face,
                    rtl,
                    glyphs: self.glyphs.len()..self.glyphs.len() + cluster.glyphs().count(),
                });
                self.glyphs.extend(cluster.glyphs());
            }
            if !rtl {
                x += width;
            }
        }
    }

    /// What is drawn with words: grounds below them, lines under and through them, the places of links.
    fn decorate(&self, places: &[Place], out: &mut Line) {
        for stretch in places.chunk_by(|a, b| a.piece == b.piece) {
            let Some(first) = stretch.first() else { continue };
            let Some(piece) = self.text.pieces.get(first.piece) else { continue };
            let left = stretch.iter().map(|p| p.x).fold(f32::MAX, f32::min);
            let right = stretch.iter().map(|p| p.x + p.width).fold(f32::MIN, f32::max);
            let Style { size, ink, .. } = piece.style;
            let line = |y: f32| Item::Line { from: (left, y), to: (right, y), width: size / 16.0, ink };
            let frame = super::sheet::Frame {
                x: left,
                y: first.baseline - size * 0.95,
                width: right - left,
                height: size * 1.2,
            };
            if piece.style.marked {
                out.items.insert(0, Item::Box { frame, edge: None, ground: Some(super::sheet::TINT) });
            }
            if piece.style.underline {
                out.items.push(line(first.baseline + size * 0.14));
            }
            if piece.style.strike {
                out.items.push(line(first.baseline - size * 0.28));
            }
            if let Some((address, leaf)) = &piece.link {
                out.items.push(Item::Link { frame, address: address.clone(), leaf: *leaf });
            }
        }
    }

    /// Clusters as runs: those of a text from left to right that go on are one. Each of a text from right to left is one of
    /// its own, in the order in which it is read: programs that read PDF aloud go by that order.
    fn runs(&mut self, places: &[Place], out: &mut Line) {
        let goes_on = |a: &Place, b: &Place| {
            let same = a.piece == b.piece && a.face == b.face && !a.rtl && !b.rtl;
            same && (a.x + a.width - b.x).abs() < 0.01 && (a.baseline - b.baseline).abs() < 0.01
        };
        let lacks = |place: &&Place| {
            self.glyphs.get(place.glyphs.clone()).is_some_and(|glyphs| glyphs.iter().any(|g| g.id == 0))
        };
        for place in places.iter().filter(lacks) {
            let shown = self.shown.get(place.range.clone()).unwrap_or_default();
            self.missing.extend(shown.chars().filter(|c| !is_unseen(*c)));
        }
        out.items.extend(places.chunk_by(goes_on).filter_map(|stretch| self.run(stretch)).map(Item::Run));
    }

    fn glyphs_of(&self, place: &Place) -> &[parley::Glyph] {
        self.glyphs.get(place.glyphs.clone()).unwrap_or_default()
    }

    fn run(&self, stretch: &[Place]) -> Option<Run> {
        let first = stretch.first()?;
        let piece = self.text.pieces.get(first.piece)?;
        let glyphs = |place: &Place| {
            let text = place.range.clone();
            let glyph =
                move |g: &parley::Glyph| Glyph { id: g.id, advance: g.advance, offset: (g.x, g.y), text: text.clone() };
            self.glyphs_of(place).iter().map(glyph)
        };
        let glyphs: Vec<Glyph> = stretch.iter().flat_map(glyphs).collect();
        (!glyphs.is_empty()).then(|| Run {
            leaf: piece.leaf,
            face: first.face,
            size: piece.style.size,
            ink: piece.style.ink,
            at: (first.x, first.baseline),
            glyphs,
            text: self.shown.clone(),
        })
    }
}
