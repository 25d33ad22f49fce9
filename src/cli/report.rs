//! What commands say: diagnostics, what was done, and what could not be.

use super::{CONTENT, FormatArg, LOCKED, MACHINE, SiteArgs, UNSAFE, USAGE, say_all};
use crate::config::Config;
use crate::diag::{self, Code, Diagnostic, Level, format};
use crate::path::OutPath;
use crate::publish::{Error, Exchange, Published};
use crate::tree::Tree;
use crate::{judge, source_text};
use std::io::IsTerminal;
use std::path::Path;

/// Says what the machine or safety had against it, and gives the exit code.
pub(super) fn failed(error: &Error) -> u8 {
    say!("error: {error}");
    match error {
        Error::Refused { .. } => UNSAFE,
        Error::Locked { .. } => LOCKED,
        Error::CalledOff => CONTENT,
        _ => MACHINE,
    }
}

/// Pages that were there and are gone: whoever has their address meets nothing.
pub(super) fn vanished(published: &Published) -> Vec<Diagnostic> {
    let pages = published.removed.iter().filter(|p| p.as_str().ends_with(".html"));
    let note = |path: &OutPath| {
        let help = if is_made(path.as_str()) {
            format!(
                "to lead its visitors on, write under `[output.html.redirect]` in book.toml: `\"/{path}\" = \"/index.html\"`"
            )
        } else {
            format!("if it has moved, put this into the front matter of the page: `aliases: [{path}]`")
        };
        Diagnostic::new(Code::VanishedPage, format!("the page `{path}` was online and is gone")).help(help)
    };
    pages.map(note).collect()
}

/// True for pages that the program makes where there is something to list: no front matter is theirs. The names are
/// reserved, so that no author's page has one of them.
fn is_made(path: &str) -> bool {
    let of_guide = ["print.html", "tips/index.html", "worksheets/index.html"];
    let ends = |name: &str| path.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    path == "search.html" || path.starts_with("topics/") || of_guide.iter().any(|name| ends(name))
}

pub(super) fn tell(published: &Published, output: &Path) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    let Published { written, unchanged, removed, exchange } = published;
    match exchange {
        Exchange::Untouched => say!("nothing changed: {} has {unchanged} files", output.display()),
        Exchange::Atomic | Exchange::PerFile => {
            say!(
                "built {}: {written} files written, {unchanged} unchanged, {} removed",
                output.display(),
                removed.len()
            );
        }
    }
}

pub(super) fn stops(diagnostics: &[Diagnostic], strict: bool) -> bool {
    let (errors, warnings) = diag::count(diagnostics);
    errors > 0 || (strict && warnings > 0)
}

/// Prints all that there is to say, with a count, and gives the exit code.
pub(super) fn finish(tree: &Tree, config: Option<&Config>, diagnostics: Vec<Diagnostic>, args: &SiteArgs) -> u8 {
    let diagnostics = judge(config, diagnostics);
    print(tree, &diagnostics, args.format);
    let (errors, warnings) = diag::count(&diagnostics);
    if args.format == FormatArg::Human && errors + warnings > 0 {
        say!("{}", summary(errors, warnings, args.strict));
    }
    let in_config = |d: &Diagnostic| d.span.as_ref().is_some_and(|s| s.file.as_str() == "book.toml");
    match () {
        () if diagnostics.iter().any(|d| d.level <= Level::Error && in_config(d)) => USAGE,
        () if diagnostics.iter().any(|d| d.code == Code::NoBook) => USAGE,
        () if stops(&diagnostics, args.strict) => CONTENT,
        () => 0,
    }
}

pub(super) fn summary(errors: usize, warnings: usize, strict: bool) -> String {
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let counted = match (errors, warnings) {
        (0, w) => count(w, "warning"),
        (e, 0) => count(e, "error"),
        (e, w) => format!("{} and {}", count(e, "error"), count(w, "warning")),
    };
    let end = if errors > 0 || strict { ": nothing was written" } else { "" };
    format!("{counted}{end}")
}

pub(super) fn print(tree: &Tree, diagnostics: &[Diagnostic], format: FormatArg) {
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let texts = |path: &crate::path::SourcePath| source_text(tree, path);
    let text = format::write(diagnostics, format.into(), colour, &texts);
    match format {
        FormatArg::Human | FormatArg::Short => say_all(std::io::stderr(), &text),
        FormatArg::Json | FormatArg::Github => say_all(std::io::stdout(), &text),
    }
}
