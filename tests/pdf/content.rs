//! What stands on a page: a small reader of content streams (ISO 32000-1, 7.8.2), with what is marked and where text is.

use crate::reader::{dictionary, get, get_dictionary, name};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
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
}

#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) words: String,
    /// Where it begins on the page, in points from its lower left corner.
    pub(crate) at: (f32, f32),
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
    marks: Vec<Mark>,
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
                if self.marks.pop().is_none() {
                    self.faults.push("marked content ends that did not begin".into());
                }
            }
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
    }

    fn mark(&self) -> Mark {
        self.marks.last().copied().unwrap_or(Mark::Nothing)
    }

    fn push(&mut self, text: Option<Text>) {
        self.pieces.push(Piece { mark: self.mark(), text });
    }

    /// Each run of text has a matrix of its own, so nothing has to be measured.
    fn show(&mut self, strings: &[Object]) {
        let Some(font) = self.fonts.get(&self.at.font) else {
            return self.faults.push("text without a font".into());
        };
        let strings = strings.iter().filter_map(|s| s.as_str().ok());
        let words = strings.map(|bytes| font.words(bytes)).collect();
        let all = times(self.text, self.at.matrix);
        let size = self.at.size * (all[2] * all[2] + all[3] * all[3]).sqrt();
        let text = Text { words, at: (all[4], all[5]), size, font: font.name.clone() };
        self.push(Some(text));
    }
}

/// A font: its name, and the text of its codes.
struct Font {
    name: String,
    to_unicode: BTreeMap<u16, String>,
}

impl Font {
    fn read(doc: &Document, font: &Dictionary) -> Self {
        let map = get(doc, font, "ToUnicode").and_then(|o| o.as_stream().ok());
        let map = map.and_then(|stream| stream.get_plain_content().ok()).unwrap_or_default();
        let name = name(doc, font, "BaseFont").unwrap_or_default();
        Self { name, to_unicode: characters(&String::from_utf8_lossy(&map)) }
    }

    /// Codes are two bytes long: the encoding is `Identity-H`.
    fn words(&self, bytes: &[u8]) -> String {
        let codes = bytes.chunks(2).map(|two| u16::from_be_bytes([two[0], two.get(1).copied().unwrap_or_default()]));
        codes.map(|code| self.to_unicode.get(&code).map_or("\u{fffd}", String::as_str)).collect()
    }
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
