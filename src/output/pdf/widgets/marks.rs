//! What ticks and choices look like, ticked and not. The box or ring itself is drawn by the page.

use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;

/// The mark in a box or ring.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// A check mark.
    Check,
    /// A filled dot.
    Dot,
}

impl Mark {
    /// Its sign in the font of signs that readers have, for those that draw it anew (ISO 32000-1, table 189).
    pub(super) fn caption(self) -> &'static str {
        match self {
            Self::Check => "4",
            Self::Dot => "l",
        }
    }

    /// The strokes of it in a rectangle, in points.
    fn strokes(self, (width, height): (f32, f32)) -> String {
        let side = width.min(height);
        let x = |part: f32| width / 2.0 + side * part;
        let y = |part: f32| height / 2.0 + side * part;
        match self {
            Self::Check => format!(
                "0 G {:.2} w 1 J 1 j {:.2} {:.2} m {:.2} {:.2} l {:.2} {:.2} l S",
                side * 0.13,
                x(-0.29),
                y(-0.02),
                x(-0.08),
                y(-0.24),
                x(0.30),
                y(0.26),
            ),
            Self::Dot => dot((width / 2.0, height / 2.0), side * 0.27),
        }
    }
}

/// A filled circle, of four curves.
fn dot((x, y): (f32, f32), radius: f32) -> String {
    // How far the points lie that bend a curve to a quarter of a circle of radius 1.
    let bend = (2.0_f32.sqrt() - 1.0) * 4.0 / 3.0;
    let mut out = format!("0 g {:.2} {y:.2} m", x + radius);
    let quarters = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)];
    for (cos, sin) in quarters {
        let points = [(cos - sin * bend, sin + cos * bend), (cos * bend - sin, sin * bend + cos), (-sin, cos)];
        for (a, b) in points {
            out += &format!(" {:.2} {:.2}", x + radius * a, y + radius * b);
        }
        out += " c";
    }
    out + " f"
}

/// The pictures of marks, each kept once for its size: nobody writes into them.
#[derive(Default)]
pub(super) struct Marks {
    made: BTreeMap<(Mark, u32, u32), (ObjectId, ObjectId)>,
}

impl Marks {
    /// The appearance of a widget so wide and high, by its states: `on`, and `Off`, which shows nothing.
    pub(super) fn states(
        &mut self,
        doc: &mut Document,
        mark: Mark,
        on: &[u8],
        size: (f32, f32),
    ) -> Result<Dictionary, Error> {
        // Readers scale a picture to its widget, so a difference nobody sees needs no other.
        let size = (hundredths(size.0), hundredths(size.1));
        let key = (mark, size.0.to_bits(), size.1.to_bits());
        let (marked, empty) = if let Some(made) = self.made.get(&key) {
            *made
        } else {
            let marked = doc.try_add_object(picture(size, mark.strokes(size).into_bytes()))?;
            let empty = doc.try_add_object(picture(size, Vec::new()))?;
            self.made.insert(key, (marked, empty));
            (marked, empty)
        };
        let mut states = Dictionary::new();
        states.set(on, marked);
        states.set(super::OFF, empty);
        Ok(dictionary! { "N" => states })
    }
}

/// What a widget so wide and high shows.
pub(super) fn picture((width, height): (f32, f32), strokes: Vec<u8>) -> Stream {
    let frame: Vec<Object> = vec![0.into(), 0.into(), width.into(), height.into()];
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => frame, "Resources" => Dictionary::new(),
    };
    Stream::new(dict, strokes)
}

fn hundredths(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}
