//! The files under `assets/` of a theme's layers: one style sheet of all, and pictures, fonts and scripts beside it.
//!
//! In: the files of the layers. Out: each file with its address in the built site, which carries a hash of its bytes; in the
//! style sheet, `url(…)` leads to those addresses. Two files with one name: the more special layer's counts.

use super::squeeze;
use crate::diag::{Code, Diagnostic, Span};
use crate::path::{OutPath, SourcePath};
use crate::slug::nearest;
use crate::tree::{Bytes, Tree, short_hash};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A file of a theme, or one that book.toml adds.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Where it is in the built site; the name carries a hash of the bytes.
    pub file: OutPath,
    /// What it holds.
    pub bytes: Bytes,
    /// The group of a style sheet or script that not every page asks for, by its name.
    pub group: Option<&'static str>,
}

/// The names of style sheets and scripts that only some pages ask for: those with places to write, and when answers are taken
/// along as a file; those that list what is kept; those with a pause; and whoever searches.
const GROUPS: [&str; 5] = ["file", "form", "kept", "search", "wait"];

fn group(name: &str) -> Option<&'static str> {
    let stem = name.strip_suffix(".css").or_else(|| name.strip_suffix(".js"))?;
    GROUPS.into_iter().find(|group| *group == stem)
}

/// A file of a layer: where it counts among the others, its name below `assets/`, and the file.
struct Found<'a> {
    depth: usize,
    path: &'a SourcePath,
    bytes: &'a Bytes,
}

/// The assets of all layers, those of the theme at the bottom first. The style sheets become one, in that order, so that a
/// page asks for one file however many layers there are.
pub(super) fn assets(layers: &[String], files: &Tree) -> (Vec<ThemeAsset>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut by_name: BTreeMap<String, Found<'_>> = BTreeMap::new();
    for (depth, layer) in layers.iter().rev().enumerate() {
        let folder = format!("{layer}/assets");
        for (path, bytes) in files.below(&folder) {
            let name = path.as_str().strip_prefix(&format!("{folder}/")).unwrap_or_default().to_owned();
            let depth = by_name.get(&name).map_or(depth, |first| first.depth);
            by_name.insert(name, Found { depth, path, bytes });
        }
    }
    let mut all: Vec<(String, Found<'_>)> = by_name.into_iter().collect();
    all.sort_by(|a, b| (a.1.depth, &a.0).cmp(&(b.1.depth, &b.0)));
    let (styles, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, f)| f.path.extension() == "css");
    let other = |(name, f): (String, Found<'_>)| {
        let bytes = if f.path.extension() == "js" { script(&f) } else { f.bytes.clone() };
        let group = group(&name);
        Some((name, ThemeAsset { group, ..asset(f.path, &bytes)? }))
    };
    let others: Vec<(String, ThemeAsset)> = others.into_iter().filter_map(other).collect();
    let mut joined = |group_of_sheet: Option<&'static str>, name: &str| {
        let sheets = styles.iter().filter(|(name, _)| group(name) == group_of_sheet);
        let texts: Vec<_> = sheets.map(|(name, f)| sheet(name, f, &others, &mut diagnostics)).collect();
        let path = SourcePath::new(&format!("{name}.css")).ok().filter(|_| !texts.is_empty())?;
        let mut bytes = Vec::new();
        for text in texts {
            if !bytes.is_empty() && !bytes.ends_with(b"}") {
                bytes.push(b'\n');
            }
            bytes.extend_from_slice(&text);
        }
        let bytes = bytes.into();
        Some(ThemeAsset { group: group_of_sheet, ..asset(&path, &bytes)? })
    };
    let name = layers.first().map_or(super::DEFAULT, |l| l.trim_start_matches("themes/"));
    let apart: Vec<ThemeAsset> = GROUPS.into_iter().filter_map(|group| joined(Some(group), group)).collect();
    let for_all = joined(None, name);
    let all = apart.into_iter().chain(for_all).chain(others.into_iter().map(|(_, a)| a)).collect();
    (all, diagnostics)
}

/// A script without what only its author reads; bytes that are no text stay as they are.
fn script(file: &Found<'_>) -> Bytes {
    let squeezed = || Some(squeeze::script(std::str::from_utf8(file.bytes).ok()?).into_bytes().into());
    let small = super::small_built_in(file.path, file.bytes).map(Bytes::from_static);
    small.or_else(squeezed).unwrap_or_else(|| file.bytes.clone())
}

/// A style sheet as it stands among the others: with the addresses of the site, and without what only its author reads.
fn sheet(
    name: &str,
    file: &Found<'_>,
    others: &[(String, ThemeAsset)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Cow<'static, [u8]> {
    if let Some(small) = super::small_built_in(file.path, file.bytes) {
        return small.into();
    }
    let css = with_addresses(name, file, others, diagnostics);
    // What ends in the middle of a comment must not take the next sheet with it.
    squeeze::sheet(&css).unwrap_or_else(|| css + "\n/**/").into_bytes().into()
}

/// A file with its address in the built site.
pub(super) fn asset(path: &SourcePath, bytes: &Bytes) -> Option<ThemeAsset> {
    let hash = short_hash(bytes);
    let file = OutPath::new(&format!("assets/{}-{hash}.{}", path.stem(), path.extension())).ok()?;
    Some(ThemeAsset { file, bytes: bytes.clone(), group: None })
}

/// A style sheet whose `url(…)`s (CSS Values and Units 4, 4.5) lead to the files of the theme where these are in the built
/// site, beside the sheet. Whole addresses and `data:` stay.
fn with_addresses(
    name: &str,
    sheet: &Found<'_>,
    others: &[(String, ThemeAsset)],
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    // A byte order mark is one at the head of a file alone; further on it would spoil the rule behind it.
    let bytes = sheet.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sheet.bytes);
    let Ok(css) = std::str::from_utf8(bytes) else {
        let fault = Diagnostic::new(Code::NotUtf8, "the style sheet is not UTF-8 text");
        diagnostics.push(fault.at(Span::start_of(sheet.path)).help("save it again with the encoding UTF-8"));
        return String::new();
    };
    let skipped = sheet.bytes.len() - bytes.len();
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut in_comment = false;
    while let Some((before, after)) = rest.split_once("url(")
        && let Some((address, behind)) = after.split_once(')')
    {
        in_comment = is_comment_open(before, in_comment);
        out.push_str(before);
        out.push_str("url(");
        let target = address.trim().trim_matches(['"', '\'']);
        let file = target.split(['?', '#']).next().unwrap_or_default();
        let is_elsewhere = file.is_empty() || file.starts_with('/') || file.contains(':');
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let wanted = SourcePath::new(&format!("{folder}/{file}")).map(|p| p.as_str().to_owned()).unwrap_or_default();
        match others.iter().find(|(name, _)| *name == wanted) {
            Some((_, asset)) if !is_elsewhere => {
                let fragment = target.strip_prefix(file).unwrap_or_default();
                out.push_str(&format!("\"{}{fragment}\"", asset.file.as_str().trim_start_matches("assets/")));
            }
            _ => {
                if !is_elsewhere && !in_comment {
                    let start = skipped + css.len() - after.len();
                    let span = Span::new(sheet.path, start..start + address.len());
                    diagnostics.push(missing(file, &wanted, others).at(span));
                }
                out.push_str(address);
            }
        }
        out.push(')');
        in_comment = is_comment_open(address, in_comment);
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// True where a comment is open at the end of `text`, at the beginning of which one `was_open` or not.
fn is_comment_open(text: &str, was_open: bool) -> bool {
    match (text.rfind("/*"), text.rfind("*/")) {
        (None, None) => was_open,
        (open, close) => open > close,
    }
}

fn missing(file: &str, wanted: &str, others: &[(String, ThemeAsset)]) -> Diagnostic {
    let help = match nearest(wanted, others.iter().map(|(name, _)| name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "put the file beside the style sheet, in the theme's `assets/`".to_owned(),
    };
    Diagnostic::new(Code::BrokenLink, format!("there is no file `{file}` in the theme")).help(help)
}
