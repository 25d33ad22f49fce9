//! New themes, and files of the built-in ones to override.

use super::{Name, Plan, Refusal, listed};
use crate::config::Config;
use crate::slug::nearest;
use crate::theme::{self, State};
use crate::tree::Tree;
use crate::value::Syntax;

/// A new theme of the site's: a few colours over the built-in one.
pub fn theme(tree: &Tree, config: &Config, name: &Name) -> Result<Plan, Refusal> {
    let slug = &name.slug;
    if let Some(there) = theme::list(config, tree).into_iter().find(|t| t.name == *slug) {
        let message =
            format!("there is a theme `{slug}` already{}", if there.is_built_in { ", and it is built in" } else { "" });
        return Err(Refusal::harm(
            message,
            "choose another name; `reconnect-gen theme list` shows those that are taken",
        ));
    }
    let title = Syntax::Toml.spell(&name.title);
    let toml = format!("name = {title}\nextends = \"booklet\"\n");
    let css = include_str!("../../starter/theme.css");
    let mut plan = Plan::of_files([
        (format!("themes/{slug}/theme.toml"), toml.as_str()),
        (format!("themes/{slug}/assets/{slug}.css"), css),
    ])?;
    plan.notes.push(format!("to use it, write `theme = \"{slug}\"` under `[output.html]` in book.toml"));
    Ok(plan)
}

/// A copy of the file of the built-in themes that counts in the theme in use, where it will count instead.
pub fn eject(files: &[theme::Ejectable], written: &str) -> Result<Plan, Refusal> {
    let named = |f: &&theme::Ejectable| f.name == written;
    let ends = |f: &&theme::Ejectable| f.name.rsplit('/').next() == Some(written);
    let found: Vec<_> = match files.iter().find(named) {
        Some(file) => vec![file],
        None => files.iter().filter(ends).collect(),
    };
    let file = match found.as_slice() {
        [file] => file,
        [] => {
            let bare = |f: &theme::Ejectable| f.name.rsplit('/').next().unwrap_or_default().to_owned();
            let near = nearest(written, files.iter().map(|f| f.name.as_str())).map(str::to_owned);
            let near = near.or_else(|| {
                let names: Vec<String> = files.iter().map(bare).collect();
                let name = nearest(written, names.iter().map(String::as_str))?;
                files.iter().find(|f| bare(f) == name).map(|f| f.name.clone())
            });
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`reconnect-gen theme eject` without a name lists the files".to_owned(),
            };
            return Err(Refusal::usage(format!("the built-in themes have no file `{written}`"), help));
        }
        several => {
            let help = format!("name one of them: {}", listed(several.iter().map(|f| &f.name)));
            return Err(Refusal::usage(format!("there are several files `{written}`"), help));
        }
    };
    match &file.state {
        State::BuiltIn { to, bytes } => Ok(Plan { files: vec![(to.clone(), bytes.clone())], ..Plan::default() }),
        State::Own(path) => Err(Refusal::harm(
            format!("the site has this file already: `{path}`"),
            "change it there; to begin anew, rename it first",
        )),
    }
}
