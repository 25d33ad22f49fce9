//! Themes: layered templates, assets and words.
//!
//! In: the built-in themes, the site's `themes/` folder, and the name of one. Out: a [`Theme`] that renders typed views. A
//! theme's own files count before those of the theme it extends; a site's file counts before the built-in one of the same name.

mod ahead;
mod assets;
mod catalogue;
mod faults;
pub(crate) mod squeeze;
mod templates;
mod words;

pub(crate) use ahead::Ahead;
pub use assets::ThemeAsset;
pub use catalogue::{Ejectable, Listed, State, ejectable, list};
pub use templates::Insert;
pub use words::Words;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Span};
use crate::path::{OutPath, SourcePath};
use crate::slug::nearest;
use crate::tree::{Bytes, Tree};
use crate::value;
use include_dir::{Dir, include_dir};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use templates::Templates;
use tera::Value;
use words::Spoken;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");
/// The same, for those style sheets and scripts that can be made small without a site.
static SMALL: Dir<'_> = include_dir!("$OUT_DIR/small");

/// The theme that others extend where they do not say otherwise.
const DEFAULT: &str = "booklet";
/// More themes on top of each other than this are a circle.
const MOST_LAYERS: usize = 8;

/// A theme with all its layers.
pub struct Theme {
    templates: Templates,
    /// The words of the pages.
    pub words: Arc<Words>,
    /// What templates see of them in the language of the site.
    usual_words: (String, Value),
    /// Its files under `assets/`, with where they are in the built site.
    pub assets: Vec<ThemeAsset>,
}

/// `theme.toml`.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
struct Keys {
    /// What people call the theme; the name of its folder is what book.toml says.
    name: Option<String>,
    /// The theme below it, whose files count where this one has none.
    extends: Option<String>,
}

/// The names of the built-in themes.
pub fn built_in() -> Vec<&'static str> {
    let mut names: Vec<_> = BUILT_IN.dirs().filter_map(|d| d.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// The JSON Schema of theme.toml.
pub fn schema() -> serde_json::Value {
    value::schema_of::<Keys>("theme.toml")
}

/// Loads the theme that `config` names. `Err` where its templates cannot be used.
pub fn load(config: &Config, tree: &Tree) -> Result<(Theme, Vec<Diagnostic>), Vec<Diagnostic>> {
    load_with(config, tree, None)
}

/// As [`load`], with the templates that are compiled already, where they are those of this theme.
pub(crate) fn load_with(
    config: &Config,
    tree: &Tree,
    ahead: Option<Ahead>,
) -> Result<(Theme, Vec<Diagnostic>), Vec<Diagnostic>> {
    let files = embedded().with(themes_of(tree));
    let mut diagnostics = Vec::new();
    let layers = layers(config, &files, &mut diagnostics)?;
    let ((words, usual_words, (mut assets, more)), templates) = rayon::join(
        || {
            let words = Arc::new(words::load(&layers, &files, &config.language, &mut diagnostics));
            let usual = (config.language.clone(), words.all(&config.language));
            (words, usual, assets::assets(&layers, &files))
        },
        || {
            ahead.and_then(|ahead| ahead.take(&layers, tree)).map_or_else(
                || {
                    let spoken = Spoken::default();
                    Templates::load(&layers, &files, &spoken).map(|templates| (templates, spoken))
                },
                Ok,
            )
        },
    );
    let (templates, spoken) = templates?;
    // Templates are compiled without them, and render nothing before.
    let words = spoken.get_or_init(|| words).clone();
    diagnostics.extend(more);
    for (path, span) in config.additional_css.iter().chain(&config.additional_js) {
        match tree.get(path) {
            Some(bytes) => assets.extend(assets::asset(path, bytes)),
            None => diagnostics.push(
                Diagnostic::new(Code::BrokenLink, format!("there is no file `{path}`"))
                    .at(span.clone())
                    .help("paths in book.toml are relative to book.toml"),
            ),
        }
    }
    Ok((Theme { templates, words, usual_words, assets }, diagnostics))
}

impl Theme {
    /// Renders a template of the theme, as UTF-8. `Err` where the template uses something that is not there, or does not come to
    /// an end.
    pub fn render(&self, template: &str, context: &tera::Context) -> Result<Vec<u8>, Diagnostic> {
        self.render_with(template, context, None)
    }

    /// As [`Theme::render`], with what `insert` writes in the place of its mark.
    pub fn render_with(
        &self,
        template: &str,
        context: &tera::Context,
        insert: Option<&Insert<'_>>,
    ) -> Result<Vec<u8>, Diagnostic> {
        self.templates.render(template, context, insert)
    }

    /// True where all of its templates are of the program.
    pub fn is_built_in(&self) -> bool {
        self.templates.is_built_in()
    }

    /// True where the theme has a template of that name.
    pub fn has(&self, template: &str) -> bool {
        self.templates.has(template)
    }

    /// What templates see as `words` on pages in `lang`.
    pub fn words_in(&self, lang: &str) -> Value {
        let (usual, words) = &self.usual_words;
        if lang == usual { words.clone() } else { self.words.all(lang) }
    }

    /// Its style sheets or scripts (`css`, `js`), in the order in which they count.
    pub fn files_with(&self, extension: &str) -> impl Iterator<Item = &OutPath> {
        self.assets_with(extension).map(|a| &a.file)
    }

    /// As [`Theme::files_with`]: those of a group that only some pages ask for, or, without one, those of every page.
    pub fn files_for(&self, extension: &str, group: Option<&str>) -> impl Iterator<Item = &OutPath> {
        self.assets_with(extension).filter(move |a| a.group == group).map(|a| &a.file)
    }

    fn assets_with(&self, extension: &str) -> impl Iterator<Item = &ThemeAsset> {
        let end = format!(".{extension}");
        self.assets.iter().filter(move |a| a.file.as_str().ends_with(&end))
    }
}

/// The built-in themes as files of a site.
fn embedded() -> Tree {
    fn collect(dir: &'static Dir<'static>, out: &mut Vec<(SourcePath, Bytes)>) {
        for file in dir.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            if let Ok(path) = SourcePath::new(&format!("themes/{path}")) {
                out.push((path, Bytes::from_static(file.contents())));
            }
        }
        dir.dirs().for_each(|d| collect(d, out));
    }
    let mut out = Vec::new();
    collect(&BUILT_IN, &mut out);
    Tree::from_pairs(out)
}

/// A file of the built-in themes, by the path it would have in a site: to show the line that a fault is in.
pub fn built_in_file(path: &SourcePath) -> Option<Bytes> {
    built_in_bytes(path).map(Bytes::from_static)
}

fn built_in_bytes(path: &SourcePath) -> Option<&'static [u8]> {
    BUILT_IN.get_file(path.as_str().strip_prefix("themes/")?).map(include_dir::File::contents)
}

/// A file of the built-in themes made small, where `bytes` are what it is made of.
fn small_built_in(path: &SourcePath, bytes: &[u8]) -> Option<&'static [u8]> {
    let small = SMALL.get_file(path.as_str())?;
    (built_in_bytes(path)? == bytes).then(|| small.contents())
}

fn themes_of(tree: &Tree) -> Tree {
    Tree::from_pairs(tree.below("themes").map(|(p, b)| (p.clone(), b.clone())))
}

/// The theme and those it extends, the most special first, as folders.
fn layers(config: &Config, files: &Tree, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<String>, Vec<Diagnostic>> {
    let mut out: Vec<String> = Vec::new();
    let (mut name, mut span) = config.theme.clone();
    loop {
        let folder = format!("themes/{name}");
        let there = !name.contains('/') && files.below(&folder).next().is_some();
        if !there || out.contains(&folder) || out.len() == MOST_LAYERS {
            let message = if there {
                format!("the theme `{name}` extends itself")
            } else {
                format!("there is no theme `{name}`")
            };
            let mut names: Vec<&str> = files.iter().filter_map(|(p, _)| p.as_str().split('/').nth(1)).collect();
            names.dedup();
            let help = match nearest(&name, names.iter().copied()).filter(|n| *n != name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the themes are {}; your own lie in `themes/<name>/`", names.join(", ")),
            };
            return Err(vec![Diagnostic::new(Code::UnknownTheme, message).at_maybe(span).help(help)]);
        }
        out.push(folder.clone());
        if name == DEFAULT {
            return Ok(out);
        }
        let Ok(file) = SourcePath::new(&format!("{folder}/theme.toml")) else { return Ok(out) };
        let keys = match files.text(&file) {
            Some(text) => read_keys(&file, text, diagnostics)?,
            None => Keys::default(),
        };
        name = keys.extends.unwrap_or_else(|| DEFAULT.to_owned());
        span = Some(Span::start_of(&file));
    }
}

fn read_keys(file: &SourcePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Keys, Vec<Diagnostic>> {
    let tree = value::parse_toml(text, file)?;
    let (keys, more) = value::read::<Keys>(&tree, &value::Source::toml(file, &tree));
    diagnostics.extend(more);
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheets_of_all_layers_are_one_and_the_more_special_come_last() {
        let file = |path: &str, text: &str| (SourcePath::new(path).unwrap(), Bytes::copy_from_slice(text.as_bytes()));
        let tree = Tree::from_pairs(vec![
            file("themes/mine/theme.toml", "name = \"Mine\""),
            file("themes/mine/assets/mine.css", "p { color: teal }"),
            file("themes/mine/assets/late.css", "/* open"),
            file("themes/mine/assets/2-base.css", "\u{feff}.instead i { background: url('dots.svg#a') }"),
            file("themes/mine/assets/dots.svg", "<svg/>"),
        ]);
        let book = SourcePath::new("book.toml").unwrap();
        let (config, _) =
            crate::config::parse(&book, Some("[output.html]\ntheme = \"mine\"")).unwrap_or_else(|_| panic!());
        let (theme, faults) = load(&config, &tree).unwrap_or_else(|_| panic!());
        assert!(faults.is_empty());
        let sheets: Vec<_> = theme.assets_with("css").collect();
        assert_eq!(sheets.iter().map(|a| a.group).collect::<Vec<_>>(), [Some("form"), Some("search"), None]);
        let text = std::str::from_utf8(&sheets[2].bytes).unwrap();
        assert!(text.contains("/* open\n/**/\n") && !text.contains("/* a"), "{}", &text[text.len() - 200..]);
        let places: Vec<_> = ["--accent-1:", ".instead i", "@media print", "color:teal"].map(|t| text.find(t)).into();
        assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
        let dots = theme.assets.iter().find(|a| a.file.as_str().ends_with(".svg")).unwrap();
        let address = dots.file.as_str().trim_start_matches("assets/");
        assert!(text.contains(&format!("url(\"{address}#a\")")), "{address}");
        assert!(!text.contains('\u{feff}'));
    }
}
