//! Diagnostics: each points into a file that is there, at text that is there, and can be written in every format.

use crate::diag::{Diagnostic, Span, format};
use crate::path::SourcePath;

/// Looks at every diagnostic. `texts` gives the text of a file of the site or of a theme.
pub(super) fn check(said: &[Diagnostic], texts: format::Texts<'_>) {
    for diagnostic in said {
        assert!(!diagnostic.message.trim().is_empty(), "{diagnostic:?}");
        let spans = diagnostic.span.iter().chain(diagnostic.fix.iter().map(|f| &f.span));
        spans.for_each(|span| lies_in_its_file(span, diagnostic, texts));
    }
    let written = |as_what| format::write(said, as_what, false, texts);
    let no_controls =
        |text: &str| assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
    no_controls(&written(format::Format::Human));
    for as_what in [format::Format::Short, format::Format::Json, format::Format::Github] {
        let text = written(as_what);
        assert_eq!(text.lines().count(), said.len(), "one line each: {text}");
        match as_what {
            format::Format::Json => text.lines().for_each(|line| {
                serde_json::from_str::<serde_json::Value>(line).expect("JSON");
            }),
            format::Format::Github => assert!(text.lines().all(|line| line.starts_with("::")), "{text}"),
            _ => no_controls(&text),
        }
    }
}

fn lies_in_its_file(span: &Span, diagnostic: &Diagnostic, texts: format::Texts<'_>) {
    let range = span.range.clone();
    assert!(range.start <= range.end, "{diagnostic:?}");
    let Some(text) = texts(&span.file) else {
        return assert_eq!(range, 0..0, "the start of what is no text or not there: {diagnostic:?}");
    };
    assert!(text.get(range.clone()).is_some(), "inside of its file, and of its letters: {diagnostic:?}");
    let (line, column) = format::line_and_column(&text, range.start);
    let whole = text.split('\n').nth(line - 1).expect("a line that is there");
    let before = whole.trim_start_matches('\u{feff}').chars().take(column - 1).collect::<String>();
    assert_eq!(before.chars().count(), column - 1, "a column that is there: {diagnostic:?}");
    let line_start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let mark = whole.len() - whole.trim_start_matches('\u{feff}').len();
    let is_mark = range.start < line_start + mark;
    assert!(is_mark || line_start + mark + before.len() == range.start, "line and column lead back: {diagnostic:?}");
}

/// The path of a file of a test.
pub(super) fn file(path: &str) -> SourcePath {
    SourcePath::new(path).expect("a path")
}
