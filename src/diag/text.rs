//! The text of a file that diagnostics point into, with what is needed to find line and column again and again.
//!
//! A file may have thousands of faults, and all of them in one line: each is found from where the last one was.

/// A file's text.
#[derive(Debug)]
pub(super) struct Text {
    text: String,
    /// The byte at which each line begins.
    lines: Vec<usize>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Counted from 1.
    pub(super) line: usize,
    /// In characters, counted from 1; a byte order mark takes none.
    pub(super) column: usize,
    /// The byte, brought down to the beginning of a character and to the end of the text.
    byte: usize,
}

impl Place {
    /// The beginning of a text.
    pub(super) const START: Self = Self { line: 1, column: 1, byte: 0 };
}

impl Text {
    /// Looks through a text once.
    pub(super) fn new(text: String) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Self { text, lines }
    }

    /// The part of the text between two bytes, as far as there is such a part.
    pub(super) fn part(&self, range: std::ops::Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The byte, or the nearest before it at which a character begins or the text ends.
    pub(super) fn clip(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte)
    }

    /// Where a byte is, found from `last` where that is before it in the same line.
    pub(super) fn place(&self, byte: usize, last: Option<Place>) -> Place {
        let byte = self.clip(byte);
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = self.line_start(line);
        // The mark at the beginning of a file takes no column, so that nothing is counted on from within it.
        let (from, column) = match last {
            Some(last) if last.line == line && last.byte > start && last.byte <= byte => (last.byte, last.column),
            _ => (start, 1),
        };
        let between = self.part(from..byte).trim_start_matches('\u{feff}');
        Place { line, column: column + between.chars().count(), byte }
    }

    /// The bytes of a line (counted from 1) without its end.
    pub(super) fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.line_start(line);
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        start..start + self.part(start..end).trim_end_matches('\n').trim_end_matches('\r').len()
    }

    fn line_start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_same_from_the_beginning_and_from_the_last_one() {
        let text = Text::new("\u{feff}é 1\r\n\nzwölf\n".to_owned());
        let mut last = None;
        let mut found = Vec::new();
        for byte in 0..20 {
            let alone = text.place(byte, None);
            last = Some(text.place(byte, last));
            assert_eq!(last, Some(alone), "{byte}");
            found.push((alone.line, alone.column));
        }
        assert_eq!(found[..9], [(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5)]);
        assert_eq!(found[9], (2, 1));
        assert_eq!(text.part(text.line(1)), "\u{feff}é 1");
        assert_eq!(text.part(text.line(3)), "zwölf");
    }
}
