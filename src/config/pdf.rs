//! Worksheets as PDF files: whether, on which paper, and in which letters.

use super::Reading;
use super::keys::PdfKeys;
use crate::diag::{Code, Span};
use crate::path::SourcePath;
use schemars::JsonSchema;
use serde::Deserialize;

/// Worksheets as PDF files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// Whether there are any.
    pub enable: bool,
    /// The sizes of paper, in the order in which pages offer them; each once, and never none.
    pub papers: Vec<Paper>,
    /// Whether each is made in large print, too.
    pub large: bool,
    /// Fonts for letters that the program's own lack, and where they are named.
    pub fonts: Vec<(SourcePath, Span)>,
}

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 by 297 mm (ISO 216).
    A4,
    /// 8.5 by 11 inches (ANSI/ASME Y14.1), as in North America.
    Letter,
}

impl Paper {
    /// Every size there is.
    pub const ALL: [Paper; 2] = [Paper::A4, Paper::Letter];

    /// Its name in settings, files and templates.
    pub fn word(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::Letter => "letter",
        }
    }
}

impl Reading<'_> {
    pub(super) fn pdf(&mut self, keys: PdfKeys) -> Pdf {
        Pdf {
            enable: keys.enable.unwrap_or(true),
            papers: self.papers(keys.papers),
            large: keys.large.unwrap_or(true),
            fonts: self.files(&keys.fonts, &["output", "pdf", "fonts"]),
        }
    }

    fn papers(&mut self, written: Option<Vec<Paper>>) -> Vec<Paper> {
        let Some(written) = written else { return Paper::ALL.to_vec() };
        let mut papers: Vec<Paper> = Vec::new();
        for paper in written {
            if !papers.contains(&paper) {
                papers.push(paper);
            }
        }
        if !papers.is_empty() {
            return papers;
        }
        let span = self.span(&["output", "pdf", "papers"], None);
        // A word that is no paper has been told of, and left out.
        let told = |of: &Span| span.range.start <= of.range.start && of.range.end <= span.range.end;
        if !self.diagnostics.iter().filter_map(|d| d.span.as_ref()).any(told) {
            let help = "write it like this: `papers = [\"a4\", \"letter\"]`; `enable = false` makes no PDF at all";
            self.fault(Code::BadValue, "`papers` names no paper".to_owned(), span, help);
        }
        Paper::ALL.to_vec()
    }
}
