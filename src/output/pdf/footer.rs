//! The foot of every page: the title and the address at one side, the number of the page at the other.

use super::sheet::Item;
use super::tags::Tags;
use super::typeset::{self, Line, Setting};
use super::writer::Writer;
use parley::Alignment;

/// What stands at the foot of every page, but for its number.
pub(super) struct Footer {
    pub(super) lines: Vec<Item>,
}

/// The height of a line, as a multiple of its size.
const LEADING: f32 = 1.3;

impl Writer<'_> {
    /// Sets the foot of the pages, and leaves as much room for it as it needs: an address is never cut.
    pub(super) fn footer(&mut self, title: &str, address: Option<&str>) -> Footer {
        // So wide is the number of a page among a thousand.
        let number = self.page_number_width(1000);
        let full = self.spot(Tags::ROOT).width;
        let width = full - number - self.sizes.body * 2.0;
        let bare = address.map(|a| a.split_once("://").map_or(a, |(_, rest)| rest).trim_end_matches('/'));
        let within = |lines: Vec<Line>, width: f32| lines.into_iter().map(move |line| (line, width));
        let lines: Vec<(Line, f32)> = match bare {
            // Kept from left to right among letters from right to left.
            Some(bare) => {
                let address = format!("\u{200e}{bare}\u{200e}");
                let both = self.foot_lines(&format!("{title} · {address}"), width);
                if both.len() == 1 {
                    within(both, width).collect()
                } else {
                    let title = within(self.title_line(title, width), width);
                    title.chain(within(self.foot_lines(&address, full), full)).collect()
                }
            }
            None => within(self.title_line(title, width), width).collect(),
        };
        let height: f32 = lines.iter().map(|(line, _)| line.height).sum();
        let above = self.sizes.body * 1.1;
        self.sizes.foot = self.sizes.foot.max(above + height + self.sizes.margin.1 * 0.5);
        let mut y = self.foot_top();
        let mut items = Vec::new();
        for (line, width) in lines {
            let x = self.start(self.spot(Tags::ROOT), 0.0, width);
            items.extend(line.items.into_iter().map(|item| item.moved(x, y)));
            y += line.height;
        }
        Footer { lines: items }
    }

    /// The number of a page.
    pub(super) fn page_number(&mut self, page: usize, total: usize) -> Vec<Item> {
        let words = self.say("pdf-page", &[("n", page.to_string()), ("total", total.to_string())]);
        let width = self.foot_width(&words);
        let spot = self.spot(Tags::ROOT);
        let (x, y) = (self.start(spot, spot.width - width, width), self.foot_top());
        let lines = self.foot_lines(&words, width);
        lines.into_iter().flat_map(|line| line.items).map(|item| item.moved(x, y)).collect()
    }

    fn page_number_width(&mut self, total: usize) -> f32 {
        let words = self.say("pdf-page", &[("n", total.to_string()), ("total", total.to_string())]);
        self.foot_width(&words)
    }

    fn foot_top(&self) -> f32 {
        self.sizes.page.1 - self.sizes.foot + self.sizes.body * 1.1
    }

    /// The title on one line: it stands in full at the head of the sheet.
    fn title_line(&mut self, title: &str, width: f32) -> Vec<Line> {
        let mut shown = title.to_owned();
        loop {
            let lines = self.foot_lines(&shown, width);
            let Some((rest, _)) = shown.trim_end_matches('…').trim_end().rsplit_once(' ') else {
                return first(lines);
            };
            if lines.len() < 2 {
                return lines;
            }
            shown = format!("{}…", rest.trim_end_matches([',', '.', ':', ';', ' ']));
        }
    }

    fn foot_width(&mut self, words: &str) -> f32 {
        let text = Self::artifact(words, self.small());
        let setting = self.foot_setting(f32::MAX);
        typeset::widths(self.setter, &text, &setting, &self.lang).0 + 1.0
    }

    fn foot_lines(&mut self, words: &str, width: f32) -> Vec<Line> {
        let text = Self::artifact(words, self.small());
        let setting = self.foot_setting(width);
        typeset::set(self.setter, &text, &setting, &self.lang, &mut self.missing)
    }

    fn foot_setting(&self, width: f32) -> Setting {
        Setting { width, rtl: self.rtl, align: Alignment::Start, leading: LEADING }
    }
}

/// A word that is longer than the line is cut there.
fn first(mut lines: Vec<Line>) -> Vec<Line> {
    lines.truncate(1);
    lines
}
