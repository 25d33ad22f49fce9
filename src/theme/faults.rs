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
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            (circle(tpl, inheritance_chain, "extends"), place(tpl, 0..0, layers))
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            (circle(tpl, include_chain, "includes"), place(tpl, 0..0, layers))
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

/// Names the templates that lead in a circle, from `first` back to it.
fn circle(first: &str, chain: &[String], verb: &str) -> String {
    let short = |name: &str| format!("`{}`", name.split_once('/').map_or(name, |(_, file)| file));
    let mut names: Vec<String> = chain.iter().map(|name| short(name)).collect();
    if names.first().is_none_or(|name| *name != short(first)) {
        names.insert(0, short(first));
    }
    if names.len() == 1 || names.last() != names.first() {
        names.push(short(first));
    }
    format!("the template leads back to itself: {}", names.join(&format!(" {verb} ")))
}

/// What is said of a page that grows beyond all measure.
pub(super) fn too_large(template: &str) -> Diagnostic {
    let most = super::templates::MOST_OUTPUT >> 20;
    Diagnostic::new(Code::PageTooLarge, format!("a page made with `{template}` has more than {most} MiB"))
        .help("no phone can show that: divide the page; or look for a loop in the template")
}

/// Where a template's file lies, from the name it has in the engine: `booklet/step.html`.
fn place(name: &str, range: std::ops::Range<usize>, layers: &[String]) -> Option<Span> {
    let (theme, file) = name.split_once('/')?;
    let layer = layers.iter().find(|l| l.trim_start_matches("themes/") == theme)?;
    let path = SourcePath::new(&format!("{layer}/templates/{file}")).ok()?;
    Some(Span::new(&path, range))
}
