//! What stands on a page: a small reader of content streams (ISO 32000-1, 7.8.2), with what is marked and where text is.

use crate::reader::{dictionary, get, get_dictionary, items, name};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};
use std::collections::BTreeMap;

/// How content is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Nothing,
    /// No part of the text.
    Artifact,
    /// Content of the structure, by its number on the page.
    Content(i64),
}

/// Something that is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) mark: Mark,
    /// Its text; `None` for lines and pictures.
    pub(crate) text: Option<Text>,
    /// Where it is, if it is drawn with lines: left, bottom, right, top.
    pub(crate) bounds: Option<[f32; 4]>,
}

#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) words: String,
    /// Where it begins on the page, in points from its lower left corner.
    pub(crate) at: (f32, f32),
    /// How wide it is, in points.
    pub(crate) width: f32,
    /// The size of its letters, in points.
    pub(crate) size: f32,
    /// The name of its font.
    pub(crate) font: String,
}

/// What stands on a page, and the faults in how it is marked.
pub(crate) fn pieces(doc: &Document, page: ObjectId) -> (Vec<Piece>, Vec<String>) {
    let operations = Content::decode(&doc.get_page_content(page)).expect("a content stream").operations;
    let resources = get_dictionary(doc, doc.get_dictionary(page).expect("a page"), "Resources");
    let fonts = resources.and_then(|resources| get_dictionary(doc, resources, "Font"));
    let fonts: BTreeMap<Vec<u8>, Font> = fonts
        .into_iter()
        .flat_map(Dictionary::iter)
        .filter_map(|(name, font)| Some((name.clone(), Font::read(doc, dictionary(doc, font)?))))
        .collect();
    let mut reader = Reader { fonts, at: State::default(), ..Reader::default() };
    operations.iter().for_each(|operation| reader.step(operation));
    if !reader.marks.is_empty() {
        reader.faults.push("marked content does not end".into());
    }
    (reader.pieces, reader.faults)
}

/// A matrix as PDF writes it: a b c d e f.
type Matrix = [f32; 6];
const NO_CHANGE: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    ]
}

fn on_the_page((x, y): (f32, f32), m: Matrix) -> (f32, f32) {
    (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Vec<u8>,
    size: f32,
}

impl Default for State {
    fn default() -> Self {
        Self { matrix: NO_CHANGE, font: Vec::new(), size: 0.0 }
    }
}

#[derive(Default)]
struct Reader {
    fonts: BTreeMap<Vec<u8>, Font>,
    at: State,
    saved: Vec<State>,
    text: Matrix,
    /// The points of the path that is being drawn.
    path: Vec<(f32, f32)>,
    marks: Vec<Mark>,
    /// What the content that is open says, until the first of it is drawn (ISO 32000-1, 14.9.4).
    instead: Vec<Option<String>>,
    pieces: Vec<Piece>,
    faults: Vec<String>,
}

impl Reader {
    fn step(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        let number = |i: usize| operands.get(i).and_then(|o| o.as_float().ok()).unwrap_or_default();
        let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
        match operation.operator.as_str() {
            "q" => self.saved.push(self.at.clone()),
            "Q" => self.at = self.saved.pop().expect("a state to go back to"),
            "cm" => self.at.matrix = times(matrix(), self.at.matrix),
            "BT" => self.text = NO_CHANGE,
            "Tm" => self.text = matrix(),
            "Td" | "TD" => self.text = times([1.0, 0.0, 0.0, 1.0, number(0), number(1)], self.text),
            "Tf" => {
                self.at.font = operands[0].as_name().expect("a font").to_vec();
                self.at.size = number(1);
            }
            "Tj" => self.show(&operands[..1]),
            "TJ" => self.show(operands[0].as_array().expect("an array")),
            "'" | "\"" | "T*" => panic!("the program writes no `{}`", operation.operator),
            "BMC" | "BDC" => self.open(operands),
            "EMC" => {
                self.instead.pop();
                if self.marks.pop().is_none() {
                    self.faults.push("marked content ends that did not begin".into());
                }
            }
            "m" | "l" | "c" => {
                let points = operands.chunks(2).enumerate().map(|(i, _)| (number(i * 2), number(i * 2 + 1)));
                self.path.extend(points.map(|point| on_the_page(point, self.at.matrix)));
            }
            "re" => {
                let corners = [(number(0), number(1)), (number(0) + number(2), number(1) + number(3))];
                self.path.extend(corners.map(|point| on_the_page(point, self.at.matrix)));
            }
            "n" => self.path.clear(),
            "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "sh" | "Do" | "BI" => self.push(None),
            _ => {}
        }
    }

    fn open(&mut self, operands: &[Object]) {
        let tag = operands[0].as_name().unwrap_or_default();
        let number = operands.get(1).and_then(|o| o.as_dict().ok()).and_then(|d| d.get(b"MCID").ok()?.as_i64().ok());
        let outer = self.mark();
        let mark = match number {
            Some(number) => Mark::Content(number),
            None if tag == b"Artifact" => Mark::Artifact,
            None => outer,
        };
        // ISO 14289-1, 7.1.
        if outer != Mark::Nothing && mark != outer {
            self.faults.push(format!("{mark:?} stands within {outer:?}"));
        }
        self.marks.push(mark);
        let properties = operands.get(1).and_then(|o| o.as_dict().ok());
        let instead = properties.and_then(|d| d.get(b"ActualText").ok()).map(|o| decode_text_string(o).expect("text"));
        self.instead.push(instead);
    }

    fn mark(&self) -> Mark {
        self.marks.last().copied().unwrap_or(Mark::Nothing)
    }

    fn push(&mut self, text: Option<Text>) {
        let path = std::mem::take(&mut self.path);
        let bounds = path.iter().fold(None, |all: Option<[f32; 4]>, (x, y)| {
            let [left, bottom, right, top] = all.unwrap_or([*x, *y, *x, *y]);
            Some([left.min(*x), bottom.min(*y), right.max(*x), top.max(*y)])
        });
        self.pieces.push(Piece { mark: self.mark(), text, bounds });
    }

    /// Each run of text has a matrix of its own, so nothing has to be measured.
    fn show(&mut self, strings: &[Object]) {
        let Some(font) = self.fonts.get(&self.at.font) else {
            return self.faults.push("text without a font".into());
        };
        // In thousandths of the size, less what is taken back between letters (ISO 32000-1, 9.4.3).
        let advance =
            strings.iter().map(|s| s.as_str().map_or_else(|_| -s.as_float().unwrap_or(0.0), |s| font.width(s)));
        let width = advance.sum::<f32>() / 1000.0;
        let strings = strings.iter().filter_map(|s| s.as_str().ok());
        let words = match self.instead.last_mut() {
            Some(Some(instead)) => std::mem::take(instead),
            _ => strings.map(|bytes| font.words(bytes)).collect(),
        };
        let all = times(self.text, self.at.matrix);
        let size = self.at.size * (all[2] * all[2] + all[3] * all[3]).sqrt();
        let text = Text { words, at: (all[4], all[5]), width: width * size, size, font: font.name.clone() };
        self.push(Some(text));
    }
}

/// A font: its name, and the width and text of its codes.
struct Font {
    name: String,
    widths: BTreeMap<u16, f32>,
    to_unicode: BTreeMap<u16, String>,
}

impl Font {
    fn read(doc: &Document, font: &Dictionary) -> Self {
        let map = get(doc, font, "ToUnicode").and_then(|o| o.as_stream().ok());
        let map = map.and_then(|stream| stream.get_plain_content().ok()).unwrap_or_default();
        let name = name(doc, font, "BaseFont").unwrap_or_default();
        let descendants = items(doc, font, "DescendantFonts");
        let widths = descendants.first().and_then(|d| dictionary(doc, d)).map(|d| widths(&items(doc, d, "W")));
        Self { name, widths: widths.unwrap_or_default(), to_unicode: characters(&String::from_utf8_lossy(&map)) }
    }

    fn width(&self, bytes: &[u8]) -> f32 {
        codes(bytes).map(|code| self.widths.get(&code).copied().unwrap_or_default()).sum()
    }

    fn words(&self, bytes: &[u8]) -> String {
        codes(bytes).map(|code| self.to_unicode.get(&code).map_or("\u{fffd}", String::as_str)).collect()
    }
}

/// Codes are two bytes long: the encoding is `Identity-H`.
fn codes(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.chunks(2).map(|two| u16::from_be_bytes([two[0], two.get(1).copied().unwrap_or_default()]))
}

/// The width of each code: a first code and a list of widths, or a first and last code and their width (ISO 32000-1, 9.7.4.3).
fn widths(all: &[&Object]) -> BTreeMap<u16, f32> {
    let code = |o: &Object| u16::try_from(o.as_i64().expect("a code")).expect("a code");
    let mut out = BTreeMap::new();
    let mut rest = all;
    while let [first, second, behind @ ..] = rest {
        rest = behind;
        if let Ok(list) = second.as_array() {
            out.extend((code(first)..).zip(list.iter().map(|w| w.as_float().expect("a width"))));
        } else if let [width, behind @ ..] = behind {
            let width = width.as_float().expect("a width");
            out.extend((code(first)..=code(second)).map(|code| (code, width)));
            rest = behind;
        }
    }
    out
}

/// The text of each code in a `ToUnicode` map (ISO 32000-1, 9.10.3), of which the program writes single codes alone.
fn characters(map: &str) -> BTreeMap<u16, String> {
    assert!(!map.contains("beginbfrange"), "ranges are not read here");
    let mut out = BTreeMap::new();
    for section in map.split("beginbfchar").skip(1) {
        let section = section.split("endbfchar").next().unwrap_or_default();
        let codes: Vec<Vec<u16>> = section
            .split('<')
            .skip(1)
            .map(|rest| {
                let hex = rest.split('>').next().unwrap_or_default();
                (0..hex.len() / 4).filter_map(|i| u16::from_str_radix(&hex[i * 4..i * 4 + 4], 16).ok()).collect()
            })
            .collect();
        for pair in codes.chunks(2) {
            out.insert(pair[0][0], String::from_utf16(&pair[1]).expect("UTF-16"));
        }
    }
    out
}
