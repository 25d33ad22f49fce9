//! The command line: a shell around the library.
//!
//! In: arguments. Out: files, diagnostics, and an exit code: 0 fine, 1 content, 2 usage or configuration, 3 the machine,
//! 4 another build holds the lock, 5 refused as unsafe.
#![allow(clippy::disallowed_methods, reason = "a shell: the command line is where arguments, clock and streams are")]

/// Says a line to people. A reader that has gone away (`| head`) is no reason to stop.
macro_rules! say {
    ($($words:tt)*) => { $crate::cli::say_line(&format!($($words)*)) };
}

/// Answers with a line.
macro_rules! answer {
    ($($words:tt)*) => { $crate::cli::answer_line(&format!($($words)*)) };
}

mod beside;
mod build;
mod carry;
mod fix;
mod init;
mod live;
mod make;
mod new;
mod report;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod stop;
mod theme;
mod watch;

use crate::diag::format::{Format, no_command, printable};
use crate::diag::{Code, Level};
use crate::parse::Date;
use crate::slug::nearest;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

const CONTENT: u8 = 1;
const USAGE: u8 = 2;
const MACHINE: u8 = 3;
const LOCKED: u8 = 4;
const UNSAFE: u8 = 5;

/// Turns a folder of Markdown step files into a guide: pages with navigation, tips and printable worksheets.
#[derive(Parser)]
#[command(name = "reconnect-gen", version, propagate_version = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Begin a new site with a small guide to change.
    Init(InitArgs),
    /// Add a guide, part, step, tip, worksheet or theme.
    New(new::NewArgs),
    /// Build the site into `dist/`.
    Build(BuildArgs),
    /// Show the site in a browser, each edit a moment after it is saved; nothing is written.
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
    /// Build the site into `dist/`, and again after every edit.
    Watch(WatchArgs),
    /// Say everything that is wrong, and write nothing.
    Check(CheckArgs),
    /// Remove what `build` wrote, and nothing else.
    Clean(CleanArgs),
    /// List the themes, or copy a file of theirs to change it.
    Theme(theme::ThemeArgs),
    /// Print the JSON Schema of book.toml or of front matter, for editors.
    ///
    /// An editor that knows the schema completes the keys, shows what they mean, and marks what is wrong while you type.
    ///
    /// book.toml, in editors with Taplo (Even Better TOML): `reconnect-gen schema book > book.schema.json`, and
    /// `#:schema ./book.schema.json` as the first line of book.toml.
    ///
    /// Front matter: `reconnect-gen schema front-matter > front-matter.schema.json`, for whatever checks YAML against a
    /// schema, such as remark-lint-frontmatter-schema.
    Schema(schema::SchemaArgs),
    /// Explain a diagnostic by its code.
    Explain(ExplainArgs),
    /// Print a script that completes this program's commands in a shell.
    ///
    /// For example: `reconnect-gen completions fish > ~/.config/fish/completions/reconnect-gen.fish`
    Completions(CompletionsArgs),
}

#[derive(Args)]
struct InitArgs {
    /// The folder to begin in; it is made where it is not there.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The guide's title, instead of one made from the folder's name.
    #[arg(long)]
    title: Option<String>,
}

/// What every command that reads a site takes.
#[derive(Args)]
struct SiteArgs {
    /// The site's folder: the one with book.toml or content/.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Treat drafts as pages.
    #[arg(long)]
    drafts: bool,
    /// Warnings stop the build, too.
    #[arg(long)]
    strict: bool,
    /// How diagnostics are written: human and short to stderr, json and github to stdout.
    #[arg(long, value_enum, default_value = "human")]
    format: FormatArg,
}

#[derive(Args)]
struct BuildArgs {
    #[command(flatten)]
    make: MakeArgs,
    /// Go on, and build again after every edit.
    #[arg(short, long)]
    watch: bool,
    /// With `--watch`: look for edits twice a second, where the system does not tell of them by itself.
    #[arg(long, requires = "watch")]
    poll: bool,
}

/// What every command that builds takes.
#[derive(Args)]
struct MakeArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Where to build, instead of book.toml's `build-dir`; relative to the current folder.
    #[arg(short, long, value_name = "FOLDER")]
    dest_dir: Option<PathBuf>,
}

#[derive(Args)]
struct WatchArgs {
    #[command(flatten)]
    build: MakeArgs,
    /// Look for edits twice a second, where the system does not tell of them by itself (some network folders).
    #[arg(long)]
    poll: bool,
}

#[derive(Args)]
struct CheckArgs {
    #[command(flatten)]
    site: SiteArgs,
    /// Write the cures that are certain into the files: links whose numbers are stale.
    #[arg(long)]
    fix: bool,
    /// Say which pages are to be reviewed by now, or by a day (2026-01-31).
    #[arg(long, value_name = "DAY", num_args = 0..=1, require_equals = true, default_missing_value = "today", value_parser = day)]
    today: Option<Day>,
}

#[derive(Args)]
struct CleanArgs {
    /// The site's folder.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Where it was built, instead of book.toml's `build-dir`.
    #[arg(short, long, value_name = "FOLDER")]
    dest_dir: Option<PathBuf>,
}

#[derive(Args)]
struct ExplainArgs {
    /// The code, such as `broken-link`; without one, all of them are listed.
    code: Option<String>,
}

#[derive(Args)]
struct CompletionsArgs {
    /// The shell.
    shell: clap_complete::Shell,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum FormatArg {
    Human,
    Short,
    Json,
    Github,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Human => Format::Human,
            FormatArg::Short => Format::Short,
            FormatArg::Json => Format::Json,
            FormatArg::Github => Format::Github,
        }
    }
}

/// A day to judge by.
#[derive(Clone, Copy)]
enum Day {
    Today,
    Date(Date),
}

fn day(text: &str) -> Result<Day, String> {
    if text == "today" {
        return Ok(Day::Today);
    }
    Date::from_iso(text).map(Day::Date).ok_or_else(|| "write the day like this: 2026-01-31".to_owned())
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let code = match Cli::parse().command {
        Command::Init(args) => init::init(&args),
        Command::New(args) => new::new(&args),
        Command::Build(BuildArgs { make, watch: true, poll }) => watch::watch(&WatchArgs { build: make, poll }),
        Command::Build(args) => among_workers(|| build::build(&args.make)),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::serve(&args),
        Command::Watch(args) => watch::watch(&args),
        Command::Check(args) => among_workers(|| build::check(&args)),
        Command::Clean(args) => build::clean(&args),
        Command::Theme(args) => theme::theme(&args),
        Command::Schema(args) => schema::schema(&args),
        Command::Explain(args) => explain(args.code.as_deref()),
        Command::Completions(args) => completions(args.shell),
    };
    ExitCode::from(code)
}

/// Runs a command that ends with this thread as one of those that share its work, instead of as one more that waits for them:
/// a thread begins with memory of its own, which is a tenth of what a small site takes.
fn among_workers(command: impl FnOnce() -> u8) -> u8 {
    // Where that cannot be had, the first work that is shared makes the threads.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    command()
}

/// Writes `text` whole, or as far as somebody reads it.
/// Names of files and folders are in it, and they come from elsewhere: nothing of it may steer a terminal.
fn say_line(words: &str) {
    say_all(std::io::stderr(), &format!("{}\n", no_command(&printable(words))));
}

fn answer_line(words: &str) {
    say_all(std::io::stdout(), &format!("{}\n", no_command(&printable(words))));
}

fn say_all(mut stream: impl Write, text: &str) {
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

fn completions(shell: clap_complete::Shell) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "reconnect-gen", &mut script);
    say_all(std::io::stdout(), &String::from_utf8_lossy(&script));
    0
}

fn explain(slug: Option<&str>) -> u8 {
    let level = |code: Code| match code.level() {
        Level::Fatal | Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let Some(slug) = slug else {
        for code in Code::ALL {
            answer!("{:<24} {}", code.slug(), level(*code));
        }
        return 0;
    };
    if let Some(code) = Code::from_slug(slug) {
        let change = match (code.is_fixed(), code.slug()) {
            (true, _) => "Its level cannot be changed.".to_owned(),
            (false, slug) => format!(
                "Its level can be changed in book.toml: `{slug} = \"error\"`, `\"warn\"` or `\"off\"` under `[check]`."
            ),
        };
        answer!("{} ({})\n\n{}\n\n{change}", code.slug(), level(code), code.explanation());
        return 0;
    }
    say!("error: there is no diagnostic `{slug}`");
    match nearest(slug, Code::ALL.iter().map(|c| c.slug())) {
        Some(near) => say!("help: did you mean `{near}`?"),
        None => say!("help: `reconnect-gen explain` lists them all"),
    }
    USAGE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_declared_soundly() {
        Cli::command().debug_assert();
    }
}
