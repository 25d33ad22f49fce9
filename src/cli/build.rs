//! `build`, `check` and `clean`: one way through the stages, so that `build` and `check` say the same.

use super::{
    BuildArgs, CONTENT, CheckArgs, CleanArgs, Day, FormatArg, LOCKED, MACHINE, SiteArgs, UNSAFE, USAGE, fix, say_all,
};
use crate::config::Config;
use crate::diag::{self, Code, Diagnostic, Level, format};
use crate::output::{self, Output, Purpose};
use crate::parse::Date;
use crate::path::OutPath;
use crate::publish::{self, Error, Exchange, Files, Published, Target};
use crate::resolve;
use crate::tree::Tree;
use crate::{Compiled, compile, read, reviews_due};
use rayon::prelude::*;
use std::borrow::Cow;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

/// What the stages up to rendering gave.
struct Gathered {
    tree: Tree,
    config: Option<Config>,
    compiled: Option<Compiled>,
    diagnostics: Vec<Diagnostic>,
}

pub(super) fn build(args: &BuildArgs) -> u8 {
    if let Some(code) = no_folder(&args.site.folder) {
        return code;
    }
    let mut gathered = gather(&args.site);
    let (Some(config), Some(compiled)) = (gathered.config.take(), gathered.compiled.take()) else {
        return finish(&gathered.tree, None, gathered.diagnostics, &args.site);
    };
    let target = target(&args.site.folder, args.dest_dir.as_deref(), &config);
    if let Err(error) = publish::check_target(&target) {
        return failed(&error);
    }
    let (output, more) = match output::plan(&compiled.book, &compiled.theme, &gathered.tree, Purpose::Publish) {
        Ok(planned) => planned,
        Err(more) => {
            gathered.diagnostics.extend(more);
            return finish(&gathered.tree, Some(&config), gathered.diagnostics, &args.site);
        }
    };
    gathered.diagnostics.extend(more);
    let judged = judge(Some(&config), gathered.diagnostics);
    if stops(&judged, args.site.strict) {
        // The pages are rendered all the same, so that a template's faults are told in the same run.
        let all = judged.into_iter().chain(render_all(&output)).collect();
        return finish(&gathered.tree, Some(&config), all, &args.site);
    }
    let pages = Pages {
        paths: output.files.iter().map(|(p, _)| p.clone()).collect(),
        output: &output,
        faults: Mutex::default(),
    };
    let result = publish::publish(&target, &pages);
    let mut all = judged;
    all.extend(pages.faults.into_inner().unwrap_or_default());
    match result {
        Ok(published) => {
            all.extend(vanished(&published));
            let code = finish(&gathered.tree, Some(&config), all, &args.site);
            if code == 0 {
                tell(&published, &target.output);
            }
            code
        }
        Err(Error::CalledOff) => finish(&gathered.tree, Some(&config), all, &args.site),
        Err(error) => {
            finish(&gathered.tree, Some(&config), all, &args.site);
            failed(&error)
        }
    }
}

pub(super) fn check(args: &CheckArgs) -> u8 {
    if let Some(code) = no_folder(&args.site.folder) {
        return code;
    }
    let mut gathered = checked(&args.site);
    if args.fix {
        let fixes: Vec<_> = gathered.diagnostics.iter().filter_map(|d| d.fix.clone()).collect();
        match fix::apply(&args.site.folder, &fixes) {
            Ok(0) => {}
            Ok(count) => {
                say!("fixed {count} {}", if count == 1 { "place" } else { "places" });
                gathered = checked(&args.site);
            }
            Err(error) => {
                say!("error: {error}");
                return MACHINE;
            }
        }
    }
    if let (Some(day), Some(compiled)) = (args.today, &gathered.compiled) {
        let day = match day {
            Day::Today => this_day(),
            Day::Date(date) => date,
        };
        gathered.diagnostics.extend(reviews_due(&compiled.book, day));
    }
    finish(&gathered.tree, gathered.config.as_ref(), gathered.diagnostics, &args.site)
}

pub(super) fn clean(args: &CleanArgs) -> u8 {
    if let Some(code) = no_folder(&args.folder) {
        return code;
    }
    let (tree, config, diagnostics) = read(&args.folder);
    let Some(config) = config else {
        print(&tree, &diagnostics, FormatArg::Human);
        return USAGE;
    };
    let target = target(&args.folder, args.dest_dir.as_deref(), &config);
    match publish::clean(&target) {
        Ok(count) => {
            if std::io::stderr().is_terminal() {
                say!("removed {count} files from {}", target.output.display());
            }
            0
        }
        Err(error) => failed(&error),
    }
}

pub(super) fn no_folder(folder: &Path) -> Option<u8> {
    (!folder.is_dir()).then(|| {
        say!("error: there is no folder `{}`", folder.display());
        say!("help: name the folder that holds `content/`");
        USAGE
    })
}

fn gather(args: &SiteArgs) -> Gathered {
    let (tree, config, mut diagnostics) = read(&args.folder);
    let Some(config) = config else { return Gathered { tree, config: None, compiled: None, diagnostics } };
    let (compiled, more) = compile(&tree, &config, args.drafts);
    diagnostics.extend(more);
    Gathered { tree, config: Some(config), compiled, diagnostics }
}

/// As [`gather`], with everything that planning and rendering have to say.
fn checked(args: &SiteArgs) -> Gathered {
    let mut gathered = gather(args);
    if let Some(compiled) = &gathered.compiled {
        match output::plan(&compiled.book, &compiled.theme, &gathered.tree, Purpose::Publish) {
            Ok((output, more)) => {
                gathered.diagnostics.extend(more);
                gathered.diagnostics.extend(render_all(&output));
            }
            Err(more) => gathered.diagnostics.extend(more),
        }
    }
    gathered
}

/// Renders every file and keeps only what is wrong.
fn render_all(output: &Output) -> Vec<Diagnostic> {
    (0..output.files.len()).into_par_iter().filter_map(|i| output.render(i).err()).collect()
}

/// The plan as files to publish; faults of templates are noted while they are made.
struct Pages<'a> {
    paths: Vec<OutPath>,
    output: &'a Output,
    faults: Mutex<Vec<Diagnostic>>,
}

impl Files for Pages<'_> {
    fn paths(&self) -> &[OutPath] {
        &self.paths
    }

    fn bytes(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        match self.output.render(index) {
            Ok(bytes) => Some(Cow::Owned(bytes.to_vec())),
            Err(fault) => {
                if let Ok(mut faults) = self.faults.lock() {
                    faults.push(fault);
                }
                None
            }
        }
    }
}

fn target<'a>(folder: &Path, dest: Option<&Path>, config: &Config) -> Target<'a> {
    let output = dest.map_or_else(|| folder.join(&config.build_dir), Path::to_owned);
    let names = [config.content.as_str(), resolve::STATIC, "themes", "book.toml"];
    let extra = config.additional_css.iter().chain(&config.additional_js).map(|(path, _)| path.as_str());
    let sources: Vec<PathBuf> = names.into_iter().chain(extra).map(|n| folder.join(n)).filter(|p| p.exists()).collect();
    let mut target = Target::new(output, sources);
    target.home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    target.command = String::from("reconnect-gen build");
    target.notice = Some(&|what| say!("note: {what}"));
    target
}

fn failed(error: &Error) -> u8 {
    say!("error: {error}");
    match error {
        Error::Refused { .. } => UNSAFE,
        Error::Locked { .. } => LOCKED,
        Error::CalledOff => CONTENT,
        _ => MACHINE,
    }
}

/// Pages that were there and are gone: whoever has their address meets nothing.
fn vanished(published: &Published) -> Vec<Diagnostic> {
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

fn tell(published: &Published, output: &Path) {
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

fn judge(config: Option<&Config>, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let judged = diagnostics.into_iter().filter_map(|d| match config {
        Some(config) => config.judge(d),
        None => Some(d),
    });
    let mut judged: Vec<Diagnostic> = judged.collect();
    diag::sort(&mut judged);
    judged
}

fn stops(diagnostics: &[Diagnostic], strict: bool) -> bool {
    let (errors, warnings) = diag::count(diagnostics);
    errors > 0 || (strict && warnings > 0)
}

/// Prints all that there is to say, with a count, and gives the exit code.
fn finish(tree: &Tree, config: Option<&Config>, diagnostics: Vec<Diagnostic>, args: &SiteArgs) -> u8 {
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

fn summary(errors: usize, warnings: usize, strict: bool) -> String {
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
    let embedded = |path: &crate::path::SourcePath| {
        let bytes = tree.get(path).cloned().or_else(|| crate::theme::built_in_file(path))?;
        // Bytes that are no text are shown as `?`, one each, so that places stay true; UTF-16 would be nothing else.
        let is_utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let shown = |c: std::str::Utf8Chunk<'_>| format!("{}{}", c.valid(), "?".repeat(c.invalid().len()));
        (!is_utf16).then(|| bytes.utf8_chunks().map(shown).collect())
    };
    let text = format::write(diagnostics, format.into(), colour, &embedded);
    match format {
        FormatArg::Human | FormatArg::Short => say_all(std::io::stderr(), &text),
        FormatArg::Json | FormatArg::Github => say_all(std::io::stdout(), &text),
    }
}

/// Today in Greenwich, from the days since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn this_day() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let days = i64::try_from(seconds / 86_400).unwrap_or(0) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Date {
        year: u16::try_from(year).unwrap_or(u16::MAX),
        month: u8::try_from(month).unwrap_or(1),
        day: u8::try_from(day).unwrap_or(1),
    }
}
