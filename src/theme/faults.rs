//! Faults in templates, in the author's terms: from the template engine's report to a diagnostic.

use crate::diag::{Code, Diagnostic, Span};
use crate::path::SourcePath;
use tera::ErrorKind;

/// The diagnostic for an error of the template engine.
pub(super) fn diagnostic(error: &tera::Error, layers: &[String]) -> Diagnostic {
    let (message, place) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), place(report.filename(), report.span().range.clone(), layers))
        }
        ErrorKind::MissingParent { current, parent } => {
            (format!("the template extends `{parent}`, which is not there"), place(current, 0..0, layers))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            ("the template leads back to itself".to_owned(), place(tpl, 0..0, layers))
        }
        other => (other.to_string(), None),
    };
    let first = message.lines().next().unwrap_or_default().trim().trim_end_matches('.');
    let rest: Vec<&str> = message.lines().skip(1).map(str::trim).filter(|l| !l.is_empty()).collect();
    let help = if rest.is_empty() {
        "the manual lists what each template sees, on the page `What templates see`".to_owned()
    } else {
        rest.join(" ")
    };
    let first = first.chars().next().map_or(String::new(), |c| c.to_lowercase().chain(first.chars().skip(1)).collect());
    Diagnostic::new(Code::TemplateError, first).at_maybe(place).help(help)
}

/// Where a template's file lies, from the name it has in the engine: `booklet/step.html`.
fn place(name: &str, range: std::ops::Range<usize>, layers: &[String]) -> Option<Span> {
    let (theme, file) = name.split_once('/')?;
    let layer = layers.iter().find(|l| l.trim_start_matches("themes/") == theme)?;
    let path = SourcePath::new(&format!("{layer}/templates/{file}")).ok()?;
    Some(Span::new(&path, range))
}
