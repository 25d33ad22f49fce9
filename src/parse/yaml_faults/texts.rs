//! Where a value ends: plain, between quotes, in a block, in brackets.
//!
//! In: the scan, at the first byte of a value. Out: the scan behind it, by the parser's own rules, with the faults inside it.

use super::{MOST_LEVELS, Scan, words};

/// How a text between quotes ends.
pub(super) enum Quoted {
    /// At this byte, behind the closing quote.
    Closed(usize),
    /// Not, or only after it has swallowed lines that are not its own.
    Open,
    /// A backslash with a letter that means nothing, at this byte.
    BadEscape(usize),
}

impl Scan<'_> {
    /// A text without quotes, over all its lines. True at the colon of a key; else the lines are done.
    pub(super) fn plain(&mut self, start: usize, can_be_key: bool) -> bool {
        let first_line = self.line;
        let floor = self.columns.last().map_or(0, |c| c + 1);
        loop {
            while !self.is_line_end(0) {
                let byte = self.byte(0);
                if byte == b'#' && self.at > start && matches!(self.bytes.get(self.at - 1), Some(b' ' | b'\t')) {
                    self.fault_on_line(words::hash(self.text, self.at, start, false));
                    return false;
                }
                if byte == b':' && self.is_blank(1) {
                    if can_be_key && self.line == first_line {
                        return true;
                    }
                    let (line, key_line) = (self.line, can_be_key.then_some(start));
                    self.fault(words::colon(self.text, start, self.at, key_line));
                    // A line without a key swallowed the next one, which is fine by itself.
                    self.at = if key_line.is_some() { first_line } else { line };
                    self.next_line();
                    return false;
                }
                self.at += 1;
            }
            let (column, next) = self.next_text();
            let is_text = self.bytes.get(next).is_some_and(|byte| *byte != b'#');
            if column < floor || !is_text || column == 0 && self.marks(next) {
                break;
            }
            self.line = next - column;
            self.at = next;
        }
        if can_be_key && start - first_line + 1 == floor {
            self.fault(words::no_colon(self.text, start));
        }
        self.next_line();
        false
    }

    /// The column and the byte at which the next line that is not empty begins.
    fn next_text(&self) -> (usize, usize) {
        let mut line = self.at;
        loop {
            let rest = self.rest(line);
            line += rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |i| i + 1);
            let column = self.rest(line).iter().take_while(|b| **b == b' ').count();
            match self.bytes.get(line + column) {
                Some(b'\n' | b'\r') => {}
                Some(b'\t') if self.rest(line).trim_ascii_start().first() == Some(&b'\t') => {}
                _ => return (column, line + column),
            }
        }
    }

    /// A text in a block, `|` or `>`.
    pub(super) fn block(&mut self, start: usize) {
        let header = self.text.get(self.line_end(start)).unwrap_or("");
        let rest = header.strip_prefix(['|', '>']).unwrap_or(header);
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
        let text = rest.trim_start();
        if !text.is_empty() {
            let at = start + header.len() - text.len();
            self.fault(if text.starts_with('#') {
                words::hash(self.text, at, start, true)
            } else {
                words::bad_start(self.text, start)
            });
        }
        let floor = self.columns.last().map_or(0, |c| c + 1);
        self.next_line();
        while self.at < self.bytes.len() {
            let column = self.rest(self.at).iter().take_while(|b| **b == b' ').count();
            let is_empty = matches!(self.bytes.get(self.at + column), None | Some(b'\n' | b'\r'));
            if !is_empty && (column < floor || column == 0 && self.marks(self.at)) {
                return;
            }
            self.next_line();
        }
    }

    /// A text between quotes; outside of flow lists its further lines are indented.
    pub(super) fn quoted(&self, start: usize, in_block: bool) -> Quoted {
        let quote = self.bytes.get(start).copied().unwrap_or(b'"');
        let floor = self.columns.last().map_or(0, |c| c + 1);
        let mut at = start + 1;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\n' if in_block => {
                    let line = self.rest(at + 1).iter().position(|b| *b != b' ').unwrap_or(0);
                    let ends = matches!(self.bytes.get(at + 1 + line), Some(b'\n' | b'\r'));
                    if line < floor && !ends {
                        return Quoted::Open;
                    }
                }
                b'\\' if quote == b'"' => {
                    let known = b"0abt\tnvfre \"/\\N_LPxuU\r\n";
                    if self.bytes.get(at + 1).is_some_and(|b| !known.contains(b)) {
                        return Quoted::BadEscape(at);
                    }
                    // The end of the line is looked at above.
                    at += usize::from(self.bytes.get(at + 1) != Some(&b'\n'));
                }
                b'\'' if quote == b'\'' && self.bytes.get(at + 1) == Some(&b'\'') => at += 1,
                _ if *byte == quote => return Quoted::Closed(at + 1),
                _ => {}
            }
            at += 1;
        }
        Quoted::Open
    }

    /// A list or mapping in brackets, over all its lines; false where it has no end, or a fault that ends the search in it.
    pub(super) fn flow(&mut self, start: usize) -> bool {
        let mut open = 0;
        // At the beginning of a value; inside a text without quotes.
        let (mut fresh, mut text) = (true, false);
        while let Some(byte) = self.bytes.get(self.at) {
            let at = self.at;
            self.at += 1;
            let in_text = std::mem::take(&mut text);
            match byte {
                b'[' | b'{' => {
                    open += 1;
                    fresh = true;
                    if self.columns.len() + open > MOST_LEVELS {
                        return self.too_deep(at);
                    }
                }
                b']' | b'}' if open == 1 => return true,
                b']' | b'}' => {
                    open -= 1;
                    fresh = false;
                }
                b',' => fresh = true,
                b':' if self.is_blank(0) => fresh = true,
                b'\n' => self.line = self.at,
                b' ' | b'\t' | b'\r' => {}
                b'#' if !in_text => {
                    if self.text.get(self.line..at).is_some_and(|before| !before.trim().is_empty()) {
                        self.fault(words::hash(self.text, at, start, true));
                    }
                    self.at = self.line_end(at).end;
                }
                b'&' | b'*' if fresh => {
                    self.fault(words::alias(self.text, at));
                    fresh = false;
                }
                b'!' if fresh => {
                    self.fault(words::tag(self.text, at));
                    fresh = false;
                }
                b'"' | b'\'' if fresh => {
                    fresh = false;
                    let fault = match self.quoted(at, false) {
                        Quoted::Closed(end) => {
                            let last = self.text.get(at..end).and_then(|quoted| quoted.rfind('\n'));
                            self.line = last.map_or(self.line, |i| at + i + 1);
                            self.at = end;
                            continue;
                        }
                        Quoted::Open => words::open_quote(self.text, at),
                        Quoted::BadEscape(bad) => words::bad_escape(self.text, at, bad),
                    };
                    self.fault_on_line(fault);
                    return false;
                }
                _ => (fresh, text) = (false, true),
            }
        }
        self.at = start;
        self.fault_on_line(words::open_bracket(self.text, start));
        false
    }
}
