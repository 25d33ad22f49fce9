//! `theme`: lists the themes, and copies files of the built-in ones into the site.

use super::new::{Site, carried, open, refused};
use super::report::print;
use super::{FormatArg, USAGE};
use crate::scaffold;
use crate::theme::{self, Ejectable, State};
use clap::{Args, Subcommand};

#[derive(Args)]
pub(super) struct ThemeArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List the themes; a `*` is at the one in use.
    List {
        #[command(flatten)]
        site: Site,
    },
    /// Copy a file of the theme in use into the site, to change it there.
    ///
    /// Until you change it, the site stays the same, byte for byte. A theme of your own gets the file into its folder; for a
    /// built-in one it goes to the folder of the theme that it comes from, in `themes/`.
    Eject {
        /// The file, such as `templates/step.html`, or `step.html` for short; without one, all are listed.
        file: Option<String>,
        #[command(flatten)]
        site: Site,
    },
}

pub(super) fn theme(args: &ThemeArgs) -> u8 {
    match &args.what {
        What::List { site } => list(site),
        What::Eject { file, site } => eject(file.as_deref(), site),
    }
}

fn list(site: &Site) -> u8 {
    let (tree, config) = match open(site) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let rows: Vec<[String; 4]> = theme::list(&config, &tree).into_iter().map(row).collect();
    let mut widths = [0; 3];
    for row in &rows {
        widths.iter_mut().zip(row).for_each(|(width, text)| *width = text.chars().count().max(*width));
    }
    let [a, b, c] = widths;
    for [name, from, extends, title] in &rows {
        let line = format!("{name:<a$}  {from:<b$}  {extends:<c$}  {title}");
        answer!("{}", line.trim_end());
    }
    0
}

/// The columns of a theme: name, where from, what it extends, title.
fn row(theme: theme::Listed) -> [String; 4] {
    let mark = if theme.in_use { '*' } else { ' ' };
    let from = match (theme.is_built_in, theme.in_site) {
        (true, 0) => "built in".to_owned(),
        (true, 1) => "built in, 1 file yours".to_owned(),
        (true, n) => format!("built in, {n} files yours"),
        (false, _) => format!("themes/{}", theme.name),
    };
    let extends = theme.extends.map(|e| format!("extends {e}")).unwrap_or_default();
    [format!("{mark} {}", theme.name), from, extends, theme.title.unwrap_or_default()]
}

fn eject(file: Option<&str>, site: &Site) -> u8 {
    let (tree, config) = match open(site) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let files = match theme::ejectable(&config, &tree) {
        Ok(files) => files,
        Err(diagnostics) => {
            print(&tree, &diagnostics, FormatArg::Human);
            return USAGE;
        }
    };
    let Some(file) = file else {
        for Ejectable { name, state } in &files {
            match state {
                State::BuiltIn { .. } => answer!("{name}"),
                State::Own(path) => answer!("{name} (yours: {path})"),
            }
        }
        return 0;
    };
    match scaffold::eject(&files, file) {
        Ok(plan) => carried(&site.folder, &plan),
        Err(refusal) => refused(&refusal),
    }
}
