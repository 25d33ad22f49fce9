//! The faults that authors make in YAML, found before the parser sees the text, each with its corrected line.
//!
//! In: the text of front matter or of a block. Out: [`Fault`]s. The scan knows keys, lists, quotes, block texts and flow
//! lists ([`texts`]) well enough to tell text from syntax, and follows the parser's rules for where a text ends. It builds no values.
//! Faults that are not [`Fault::is_certain`] are only told where the parser fails too: correct YAML is never accused.

mod texts;
mod words;

pub(super) use words::{no_keys, no_list, other};

use crate::diag::Code;
use std::ops::Range;
use texts::Quoted;

/// Front matter is no longer than this.
const MOST_BYTES: usize = 64 * 1024;
/// Nor deeper than this.
const MOST_LEVELS: usize = 16;
/// As many faults of one text are told at once.
const MOST_FAULTS: usize = 20;
/// The parser's time grows with the square of open brackets: with more than these a fault is told without asking it.
const MOST_BRACKETS: usize = 2000;

/// A fault in YAML.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// Bytes of the YAML.
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// A fault by our own rules; else only where the parser finds one too.
    pub(super) is_certain: bool,
}

/// All faults that can be told from the text alone.
pub(super) fn scan(yaml: &str) -> Vec<Fault> {
    if yaml.len() > MOST_BYTES {
        return vec![words::too_large(0..0)];
    }
    let mut scan = Scan { text: yaml, bytes: yaml.as_bytes(), at: 0, line: 0, columns: Vec::new(), faults: Vec::new() };
    scan.lines();
    let brackets = || yaml.bytes().filter(|b| matches!(b, b'[' | b'{')).count();
    if scan.faults.len() >= MOST_FAULTS || !scan.faults.is_empty() && brackets() > MOST_BRACKETS {
        scan.faults.iter_mut().for_each(|f| f.is_certain = true);
    }
    scan.faults
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Where the current line begins.
    line: usize,
    /// The columns of the mappings and lists that are open.
    columns: Vec<usize>,
    faults: Vec<Fault>,
}

impl Scan<'_> {
    fn lines(&mut self) {
        let mut after_tab = false;
        while self.at < self.bytes.len() && self.faults.len() < MOST_FAULTS {
            self.line = self.at;
            self.skip(b" ");
            let column = self.at - self.line;
            let tab = self.byte(0) == b'\t';
            match self.byte(0) {
                b'\n' | b'\r' | b'#' => self.next_line(),
                b'\t' if after_tab => self.next_line(),
                b'\t' => {
                    self.fault(words::tab(self.text, self.at));
                    self.next_line();
                }
                _ if column == 0 && self.marks(self.at) => {
                    self.fault(words::documents(self.line_end(self.line)));
                    self.next_line();
                }
                _ => {
                    self.columns.retain(|c| *c <= column);
                    self.node();
                }
            }
            after_tab = tab;
        }
    }

    /// What stands at the beginning of a line or of a list item: an item, a key with its value, a text.
    fn node(&mut self) {
        let mut can_be_key = true;
        loop {
            let start = self.at;
            let column = start - self.line;
            match self.byte(0) {
                b'-' | b'?' if self.is_blank(1) => {
                    if !can_be_key {
                        return self.fault_on_line(words::list_in_line(self.text, start));
                    }
                    self.open(column);
                    self.at += 1;
                }
                b'&' | b'*' => return self.fault_on_line(words::alias(self.text, start)),
                b'!' => return self.fault_on_line(words::tag(self.text, start)),
                b'|' | b'>' => return self.block(start),
                b'#' => return self.fault_on_line(words::hash(self.text, start, start, false)),
                b',' | b']' | b'}' | b'%' | b'@' | b'`' => {
                    return self.fault_on_line(words::bad_start(self.text, start));
                }
                b'"' | b'\'' => match self.quoted(start, true) {
                    Quoted::Closed(end) => {
                        self.at = end;
                        if !self.after_value(start, can_be_key) {
                            return;
                        }
                    }
                    Quoted::Open => return self.fault_on_line(words::open_quote(self.text, start)),
                    Quoted::BadEscape(at) => return self.fault_on_line(words::bad_escape(self.text, start, at)),
                },
                b'[' | b'{' => {
                    if !self.flow(start) || !self.after_value(start, can_be_key) {
                        return;
                    }
                }
                _ => {
                    if !self.plain(start, can_be_key) {
                        return;
                    }
                }
            }
            if self.byte(0) == b':' {
                self.open(column);
                self.at += 1;
                can_be_key = false;
            }
            self.skip(b" ");
            if self.byte(0) == b'\t' && can_be_key {
                return self.fault_on_line(words::tab(self.text, self.at));
            }
            self.skip(b" \t");
            if self.is_line_end(0) || self.at >= self.bytes.len() {
                return self.next_line();
            }
        }
    }

    /// Behind a quoted text or a flow list: true at the colon of a key; else the line is done.
    fn after_value(&mut self, start: usize, can_be_key: bool) -> bool {
        self.skip(b" \t");
        match self.byte(0) {
            b':' if self.is_blank(1) && can_be_key => return true,
            b'#' => self.fault(words::hash(self.text, self.at, start, true)),
            _ if self.is_line_end(0) => {}
            _ => self.fault(words::after_value(self.text, start, self.at)),
        }
        self.next_line();
        false
    }

    fn open(&mut self, column: usize) {
        if self.columns.last().is_none_or(|c| *c < column) {
            self.columns.push(column);
        }
        if self.columns.len() > MOST_LEVELS {
            self.too_deep(self.at);
        }
    }

    /// Too deep for more: the scan ends. False, for those who would go on.
    fn too_deep(&mut self, at: usize) -> bool {
        self.fault(words::too_large(at..at + 1));
        self.at = self.bytes.len();
        false
    }

    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Notes a fault and gives the rest of its line up.
    fn fault_on_line(&mut self, fault: Fault) {
        self.faults.push(fault);
        self.next_line();
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(b'\n')
    }

    /// The text from a byte on.
    fn rest(&self, at: usize) -> &[u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    fn is_line_end(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), b'\n' | b'\r')
    }

    fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), b' ' | b'\t' | b'\n' | b'\r')
    }

    /// True where `---` or `...` divides documents.
    fn marks(&self, at: usize) -> bool {
        let rest = self.rest(at);
        (rest.starts_with(b"---") || rest.starts_with(b"...")) && rest.get(3).is_none_or(u8::is_ascii_whitespace)
    }

    fn skip(&mut self, bytes: &[u8]) {
        self.at += self.rest(self.at).iter().take_while(|b| bytes.contains(b)).count();
    }

    /// The bytes from `start` to the end of its line.
    fn line_end(&self, start: usize) -> Range<usize> {
        words::line_rest(self.text, start)
    }

    fn next_line(&mut self) {
        let rest = self.rest(self.at);
        self.at += rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |i| i + 1);
    }
}

#[cfg(test)]
mod tests;
