//! `new`: adds a guide, part, step, tip, worksheet or theme to a site.
#![allow(clippy::disallowed_methods, reason = "a shell: where the program stands is looked at here")]

use super::build::no_folder;
use super::report::print;
use super::{CONTENT, FormatArg, UNSAFE, USAGE, carry};
use crate::config::Config;
use crate::diag::{self, Code, Diagnostic};
use crate::read;
use crate::scaffold::{self, Ground, Name, Plan, Refusal, Spot};
use crate::tree::Tree;
use crate::tree::disk::Disk;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct NewArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Add a guide to a library: a folder with a cover and a first step.
    Guide(Titled),
    /// Add a part: a numbered folder with a cover and a first step.
    Part(PartArgs),
    /// Add a step: a numbered file in the folder of a guide or part.
    Step(StepArgs),
    /// Add a tip: a bullet in `tips.md`, or a file where the guide has a folder `tips/`.
    Tip(TipArgs),
    /// Add a worksheet, with each of the easy notations once.
    Worksheet(WorksheetArgs),
    /// Add a theme: a few colours over the built-in one.
    Theme(Titled),
}

/// What every new page takes.
#[derive(Args)]
struct Titled {
    /// Its title; the name of the file is made from it.
    title: String,
    /// The name of the file or folder, instead of one made from the title; without number and ending.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    site: Site,
}

#[derive(Args)]
pub(super) struct Site {
    /// The site's folder: the one with book.toml or content/.
    #[arg(long = "site", value_name = "FOLDER", default_value = ".")]
    pub(super) folder: PathBuf,
}

#[derive(Args)]
struct PartArgs {
    #[command(flatten)]
    titled: Titled,
    /// Put it right behind this part; what follows is renumbered where there is no free number, and the links with it.
    #[arg(long, value_name = "PART", conflicts_with = "before")]
    after: Option<String>,
    /// Put it right before this part.
    #[arg(long, value_name = "PART")]
    before: Option<String>,
    /// The guide that it is for, in a library.
    #[arg(long = "in", value_name = "GUIDE")]
    guide: Option<String>,
}

#[derive(Args)]
struct StepArgs {
    /// The folder of the guide or part: `1-look-back`, or `.` for a guide without parts.
    dir: String,
    #[command(flatten)]
    titled: Titled,
    /// Put it right behind this step; what follows is renumbered where there is no free number, and the links with it.
    #[arg(long, value_name = "FILE", conflicts_with = "before")]
    after: Option<String>,
    /// Put it right before this step.
    #[arg(long, value_name = "FILE")]
    before: Option<String>,
}

#[derive(Args)]
struct TipArgs {
    /// The tip, in Markdown; its title, where the guide has a folder `tips/`.
    text: String,
    /// The name of the file in `tips/`, instead of one made from the title.
    #[arg(long)]
    name: Option<String>,
    /// The guide that it is for, in a library.
    #[arg(long = "in", value_name = "GUIDE")]
    guide: Option<String>,
    #[command(flatten)]
    site: Site,
}

#[derive(Args)]
struct WorksheetArgs {
    #[command(flatten)]
    titled: Titled,
    /// The guide that it is for, in a library.
    #[arg(long = "in", value_name = "GUIDE")]
    guide: Option<String>,
}

impl Titled {
    fn name(&self) -> Result<Name, Refusal> {
        Name::new(&self.title, self.name.as_deref())
    }
}

fn spot<'a>(after: Option<&'a str>, before: Option<&'a str>) -> Spot<'a> {
    match (after, before) {
        (Some(after), _) => Spot::After(after),
        (None, Some(before)) => Spot::Before(before),
        (None, None) => Spot::Last,
    }
}

pub(super) fn new(args: &NewArgs) -> u8 {
    match &args.what {
        What::Guide(titled) => add(&titled.site, |ground| scaffold::guide(ground, &titled.name()?)),
        What::Part(PartArgs { titled, after, before, guide }) => add(&titled.site, |ground| {
            scaffold::part(ground, guide.as_deref(), &titled.name()?, spot(after.as_deref(), before.as_deref()))
        }),
        What::Step(StepArgs { dir, titled, after, before }) => add(&titled.site, |ground| {
            scaffold::step(ground, dir, &titled.name()?, spot(after.as_deref(), before.as_deref()))
        }),
        What::Tip(TipArgs { text, name, guide, site }) => {
            add(site, |ground| scaffold::tip(ground, guide.as_deref(), text, name.as_deref()))
        }
        What::Worksheet(WorksheetArgs { titled, guide }) => {
            add(&titled.site, |ground| scaffold::worksheet(ground, guide.as_deref(), &titled.name()?))
        }
        What::Theme(titled) => theme(titled),
    }
}

/// Plans on the ground of a site, makes sure that nothing gets worse, and carries the plan out.
fn add(site: &Site, plan: impl FnOnce(&Ground<'_>) -> Result<Plan, Refusal>) -> u8 {
    let (tree, config) = match open(site) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let ground = match Ground::survey(&tree, &config) {
        Ok(ground) => ground,
        Err(refusal) => {
            let code = refused(&refusal);
            nearby(&site.folder);
            return code;
        }
    };
    let plan = match plan(&ground) {
        Ok(plan) => plan,
        Err(refusal) => return refused(&refusal),
    };
    let after = plan.after(&tree);
    let harm = plan.harm(&tree, &after, &config);
    if harm.is_empty() { carried(&site.folder, &plan) } else { harmful(&after, harm) }
}

/// Says which errors a plan would bring into the site.
fn harmful(after: &Tree, mut harm: Vec<Diagnostic>) -> u8 {
    let is_name = |d: &Diagnostic| matches!(d.code, Code::ReservedName | Code::DuplicateAddress | Code::CaseCollision);
    let of_names = harm.iter().all(is_name);
    if of_names {
        // Their own cures are for files that are there.
        harm.iter_mut().for_each(|d| d.help = None);
    }
    diag::sort(&mut harm);
    print(after, &harm, FormatArg::Human);
    say!("the site would have {}: nothing was written", if harm.len() == 1 { "this error" } else { "these errors" });
    if of_names {
        say!("help: choose another title, or a name for the file with `--name`");
    }
    UNSAFE
}

fn theme(titled: &Titled) -> u8 {
    let (tree, config) = match open(&titled.site) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    match titled.name().and_then(|name| scaffold::theme(&tree, &config, &name)) {
        Ok(plan) => carried(&titled.site.folder, &plan),
        Err(refusal) => refused(&refusal),
    }
}

/// The site's files and settings. `Err` is the exit code; why has been said.
pub(super) fn open(site: &Site) -> Result<(Tree, Config), u8> {
    if let Some(code) = no_folder(&site.folder) {
        return Err(code);
    }
    let (tree, config, diagnostics) = read(&mut Disk::new(&site.folder));
    // What cannot be read cannot be brought after what is renamed.
    let stops = diagnostics.iter().any(Diagnostic::stops);
    match config {
        Some(config) if !stops => Ok((tree, config)),
        config => {
            print(&tree, &diagnostics, FormatArg::Human);
            say!("mend this first: nothing was written");
            Err(if config.is_some() { CONTENT } else { USAGE })
        }
    }
}

/// Carries `plan` out and says what was done.
pub(super) fn carried(root: &Path, plan: &Plan) -> u8 {
    if let Err(code) = carry::out(root, plan) {
        return code;
    }
    for (path, _) in &plan.files {
        answer!("created {path}");
    }
    for (from, to) in &plan.renames {
        answer!("renamed {from} to {to}");
    }
    let mut edited: Vec<_> = plan.fixes.iter().map(|f| &f.span.file).collect();
    edited.dedup();
    for file in edited {
        let count = plan.fixes.iter().filter(|f| f.span.file == *file).count();
        match (plan.renames.is_empty(), count) {
            (true, _) => answer!("added to {file}"),
            (false, 1) => answer!("changed 1 link in {}", plan.renamed(file)),
            (false, n) => answer!("changed {n} links in {}", plan.renamed(file)),
        }
    }
    for note in &plan.notes {
        say!("note: {note}");
    }
    0
}

/// Says why nothing is done; gives the exit code.
pub(super) fn refused(refusal: &Refusal) -> u8 {
    say!("error: {}", refusal.message);
    say!("help: {}", refusal.help);
    if refusal.is_harm { UNSAFE } else { USAGE }
}

/// Where one of the folders above looks like a site, names it: the program was started in a folder of it.
fn nearby(folder: &Path) {
    let mut above = PathBuf::from("..");
    for _ in 0..6 {
        let place = if folder == Path::new(".") { above.clone() } else { folder.join(&above) };
        if place.join("book.toml").is_file() || place.join("content/index.md").is_file() {
            say!("help: `{}` looks like your site: `--site {}`", place.display(), place.display());
            return;
        }
        above.push("..");
    }
}
