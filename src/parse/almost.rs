//! Look-alikes: what somebody meant as a place to write, and Markdown shows as signs.
//!
//! In: the pieces of a worksheet, and the words of fences. Out: warnings that say what to type. Nothing is changed.

use super::blocks::{Piece, Reader};
use super::worksheet::has_blank;
use crate::body::{Block, Inline, Table, plain_text};
use crate::diag::{Code, Diagnostic};
use crate::slug::nearest;
use std::ops::Range;

/// True for the word of a fence that is nearly `worksheet`.
pub(super) fn is_almost_the_fence(word: &str) -> bool {
    let lower = word.to_lowercase();
    word != "worksheet" && (lower == "worksheet" || nearest(&lower, ["worksheet"]).is_some())
}

/// The warning for such a word.
pub(super) fn fence(word: &str) -> Diagnostic {
    warning(&format!("readers see this block as it is written: `{word}` is not `worksheet`"))
        .help("begin it with ```` ```worksheet ````")
}

fn warning(message: &str) -> Diagnostic {
    Diagnostic::new(Code::AlmostAField, message)
}

impl Reader<'_, '_> {
    /// Says so where a piece looks like a place to write and is none.
    pub(super) fn almost_a_field(&mut self, piece: &Piece) {
        let range = piece.range.clone();
        match &piece.block {
            Block::Paragraph(_) | Block::Plain(_) => self.almost_a_line(&range),
            Block::Code(code) if code.language.is_empty() && is_lines(&code.text) => {
                let d =
                    warning("four spaces or a tab before `___` make it a block of code").at(self.source.span(range));
                self.diagnostics.push(d.help("begin the line with `___`"));
            }
            Block::Heading(heading) if has_blank(&heading.content) => self.dead_blank("a heading", range),
            Block::Table(table) => self.almost_a_cell(table, &range),
            _ => {}
        }
    }

    /// Says so where a cell has a blank in it.
    pub(super) fn almost_a_cell(&mut self, table: &Table, range: &Range<usize>) {
        if table.head.iter().chain(table.rows.iter().flatten()).any(|cell| has_blank(cell)) {
            self.dead_blank("a cell of a table", range.clone());
        }
    }

    fn dead_blank(&mut self, place: &str, range: Range<usize>) {
        let d = warning(&format!("nobody can type into a blank in {place}")).at(self.source.span(range));
        self.diagnostics.push(d.help("leave a cell empty, or write the blank in a sentence of its own"));
    }

    fn almost_a_line(&mut self, range: &Range<usize>) {
        let source = self.source;
        let mut at = range.start;
        for line in source.slice(range.clone()).split_inclusive('\n') {
            let (text, from) = (line.trim(), at + (line.len() - line.trim_start().len()));
            at += line.len();
            let dots = text.len() >= 4 && text.bytes().all(|b| b == b'.');
            let ellipses = text.chars().count() >= 2 && text.chars().all(|c| c == '…');
            if text == "__" || dots || ellipses {
                let d = warning("this is no line to write on: readers see it as it is typed");
                let span = source.span(from..from + text.len());
                self.diagnostics.push(d.at(span).help("type three underscores alone on a line: `___`"));
            }
        }
    }

    /// Says so where a list item begins with brackets that are no box and no ring.
    pub(super) fn almost_an_option(&mut self, task: Option<bool>, inlines: &[Inline], range: &Range<usize>) {
        let text = plain_text(inlines);
        let wanted = match text.trim_start() {
            t if task.is_some() || t.starts_with("( ) ") => return,
            t if t.starts_with("[]") || t.starts_with("[ ]") => "- [ ]",
            t if t.starts_with("()") || t.starts_with("( )") || t.starts_with("(x)") => "- ( )",
            _ => return,
        };
        let d = warning("readers see these brackets as they are typed").at(self.source.span(range.clone()));
        self.diagnostics.push(d.help(format!("write `{wanted}` with a space inside the brackets and one behind them")));
    }
}

fn is_lines(code: &str) -> bool {
    !code.trim().is_empty() && code.lines().all(|l| l.trim().bytes().all(|b| b == b'_'))
}
