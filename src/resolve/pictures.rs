//! Pictures and files: which go online, under which name, how large they are.

use super::seen::{Look, Seen};
use super::{Link, STATIC, share};
use crate::body::{Reference, Role};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Span};
use crate::path::{OutPath, SourcePath};
use crate::picture::{self, Format};
use crate::site::{PerPage, Site};
use crate::slug::{slugify, split_number};
use crate::tree::{Bytes, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// A picture or file of the content folder that a page refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it is in the built site. Pictures carry a hash of their bytes; files that people link to keep their names.
    pub file: OutPath,
    /// What goes online: the bytes of the source, for pictures without what is private in them.
    pub bytes: Bytes,
    /// Width and height in pixels as browsers show it, for pictures whose header tells.
    pub size: Option<(u32, u32)>,
}

/// The largest picture that is no burden, in bytes and pixels.
const MOST_BYTES: usize = 300_000;
const MOST_PIXELS: u32 = 2_000;

/// The most bytes of a picture's name that stay in the name of the file online: with the hash and the ending, no more than
/// file systems take. The hash tells such names apart.
const LONGEST_STEM: usize = 200;

/// How to get a picture that browsers show out of what phones and scanners make.
const EXPORT: &str = "export it as JPEG, and write the new name here: on an iPhone by Share, Options, Most Compatible, on Android \
                      by saving a copy as JPEG, on a computer by opening it and Export or Save As";

/// The assets by source, the picture for sharing among them, and what is wrong with them or lies about unused.
pub(super) fn assets(
    config: &Config,
    site: &Site,
    links: &PerPage<Box<[Link]>>,
    (tree, seen): (&Tree, &mut Seen),
) -> (BTreeMap<SourcePath, Asset>, Option<Asset>, Vec<Diagnostic>) {
    let all = site.pages.iter().zip(links).flat_map(|(page, links)| page.references.iter().zip(links.iter()));
    let referred: Vec<(&Reference, &SourcePath)> = all
        .filter_map(|(reference, link)| match link {
            Link::Asset(source) => Some((reference, source)),
            _ => None,
        })
        .collect();
    let shared = config.share_image.iter().map(|image| &image.src);
    let looks = seen.look(&referred.iter().map(|(_, source)| *source).chain(shared).collect(), tree);
    let mut out: BTreeMap<SourcePath, Asset> = BTreeMap::new();
    let mut refused: BTreeSet<&SourcePath> = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for (reference, source) in referred {
        let Some(look) = looks.get(source) else { continue };
        if reference.role == Role::Picture && !is_shown(source) {
            diagnostics.push(not_shown(source, look).at(reference.span.clone()));
        } else if !out.contains_key(source) && !refused.contains(source) {
            match asset(config, (source, look), &reference.span, &mut diagnostics) {
                Some(asset) => drop(out.insert(source.clone(), asset)),
                None => drop(refused.insert(source)),
            }
        }
    }
    let shared = share::image(config, (tree, &looks), &mut diagnostics);
    if let (Some(asset), Some(image)) = (&shared, &config.share_image)
        && share::is_asset(&image.src)
    {
        out.insert(image.src.clone(), asset.clone());
    }
    diagnostics.extend(positions(tree));
    unused(config, site, tree, &out, &mut diagnostics);
    (out, shared, diagnostics)
}

/// What the name says that it is.
fn named(source: &SourcePath) -> Option<Format> {
    Format::of_extension(&source.extension())
}

/// True where the name says that browsers show it.
fn is_shown(source: &SourcePath) -> bool {
    named(source).is_some_and(Format::is_shown)
}

fn is_misnamed(source: &SourcePath, format: Format) -> bool {
    named(source) != Some(format)
}

/// What goes online of a file, with what is said of it at `span`; `None` where nothing does.
pub(super) fn asset(
    config: &Config,
    (source, look): (&SourcePath, &Look),
    span: &Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Asset> {
    if let Some(fault) = fault(source, look) {
        diagnostics.push(fault.at(span.clone()));
        return None;
    }
    diagnostics.extend(doubts(source, look).map(|d| d.at(span.clone())));
    named_asset(config, source, look)
}

/// The file as it is called online.
fn named_asset(config: &Config, source: &SourcePath, look: &Look) -> Option<Asset> {
    let bytes = look.public.as_ref().ok()?.clone();
    let extension = source.extension();
    let mut folder = String::new();
    let below = source.folder().strip_prefix(config.content.as_str()).unwrap_or("");
    for part in below.split('/').filter(|p| !p.is_empty()) {
        folder.push_str(&slugify(split_number(part).1));
        folder.push('/');
    }
    if !is_shown(source) {
        let file = OutPath::new(&format!("{folder}{}", source.name())).ok()?;
        return Some(Asset { file, bytes, size: None });
    }
    let stem = match slugify(source.stem()) {
        stem if stem.is_empty() => "picture".to_owned(),
        mut stem => {
            stem.truncate(stem.floor_char_boundary(LONGEST_STEM));
            stem
        }
    };
    let file = OutPath::new(&format!("{folder}{stem}-{}.{extension}", look.hash)).ok()?;
    Some(Asset { file, bytes, size: shown_size(look) })
}

/// Width and height as browsers show them: from orientation 5 on they change places. Not in WebP, where Chromium does not
/// follow the orientation.
fn shown_size(look: &Look) -> Option<(u32, u32)> {
    let turns = look.orientation >= 5 && look.format != Some(Format::Webp);
    look.size.map(|(width, height)| if turns { (height, width) } else { (width, height) })
}

/// What is said where a file of this name stands as a picture, and browsers do not show such.
fn not_shown(source: &SourcePath, look: &Look) -> Diagnostic {
    let extension = source.extension();
    if let Some(format) = look.format.filter(|f| f.is_shown()) {
        return said_misnamed(Code::PictureFormat, source, format);
    }
    let fault =
        Diagnostic::new(Code::PictureFormat, format!("browsers do not show `.{extension}` pictures everywhere"));
    match look.format.or(Format::of_extension(&extension)) {
        Some(_) => fault.help(EXPORT),
        None => fault.help("export it as JPEG, PNG, WebP or SVG, and write the new name here"),
    }
}

/// Why nothing of a file goes online.
fn fault(source: &SourcePath, look: &Look) -> Option<Diagnostic> {
    let name = source.name();
    let fault = |message: String| Diagnostic::new(Code::PictureFormat, message);
    if let Err(damage) = look.public
        && damage.is_unsafe()
    {
        let help = "save it as plain SVG in the program that it was drawn with, or export it as PNG";
        return Some(Diagnostic::new(Code::UnsafePicture, format!("`{name}` {damage}")).help(help));
    }
    if let Err(damage) = look.public {
        let help = "save or export it again with the program that it comes from. Nothing of it goes online as it is: what \
                    else is in it, such as the place where it was taken, cannot be told from the picture";
        return Some(fault(format!("`{name}` {damage}")).help(help));
    }
    if !is_shown(source) {
        return None;
    }
    match look.format {
        Some(format) if !format.is_shown() => {
            let message = format!(
                "`{name}` is a {} picture, whatever its name says, and most browsers do not show these",
                format.name()
            );
            Some(fault(message).help(EXPORT))
        }
        // Hosts send these as text or as pixels by the name, and browsers believe them.
        Some(format)
            if is_misnamed(source, format) && (format == Format::Svg || named(source) == Some(Format::Svg)) =>
        {
            Some(said_misnamed(Code::PictureFormat, source, format))
        }
        Some(Format::Svg) => None,
        Some(_) if look.size.is_some() => None,
        _ => {
            let help = "export it again as JPEG, PNG, WebP or SVG";
            Some(fault(format!("`{name}` is not a picture that can be read")).help(help))
        }
    }
}

/// What is said of a file that goes online.
fn doubts<'a>(source: &'a SourcePath, look: &'a Look) -> impl Iterator<Item = Diagnostic> {
    let (name, is_picture) = (source.name(), is_shown(source));
    let bytes = look.public.as_ref().map_or(&[][..], |b| &**b);
    let heavy = shown_size(look).filter(|(w, h)| (*w).max(*h) > MOST_PIXELS && look.format != Some(Format::Svg));
    let heavy = (is_picture && (heavy.is_some() || bytes.len() > MOST_BYTES)).then(|| {
        let pixels = shown_size(look).map_or(String::new(), |(w, h)| format!(" and {w} × {h} pixels"));
        Diagnostic::new(Code::HeavyPicture, format!("`{name}` has {} kB{pixels}", bytes.len() / 1000))
            .help("scale it down to 1,600 pixels and save it as JPEG or WebP: readers are often on a phone")
    });
    let misnamed = look.format.filter(|f| is_picture && is_misnamed(source, *f));
    let misnamed = misnamed.map(|format| said_misnamed(Code::PictureName, source, format));
    let turned = (is_picture && look.orientation > 1 && look.format == Some(Format::Webp)).then(|| {
        Diagnostic::new(Code::PictureTurned, format!("browsers do not agree which way up `{name}` is"))
            .help("turn it in a program for pictures and save it again, or save it as JPEG")
    });
    let is_cleaned = look.format.is_some_and(Format::is_cleaned);
    let position = (!is_cleaned && picture::has_position(bytes))
        .then(|| position(source).help("save it as JPEG, PNG or WebP: from these the program takes it out"));
    [heavy, misnamed, turned, position].into_iter().flatten()
}

fn said_misnamed(code: Code, source: &SourcePath, format: Format) -> Diagnostic {
    let better = format!("{}.{}", source.stem(), format.extension());
    Diagnostic::new(code, format!("`{}` is a picture of the format {}", source.name(), format.name()))
        .help(format!("rename it to `{better}`, and write the new name here"))
}

fn position(source: &SourcePath) -> Diagnostic {
    let message = format!("`{}` tells where it was taken, and goes online as it is", source.name());
    Diagnostic::new(Code::PicturePosition, message)
}

/// The files of the static folder that tell where they were taken.
fn positions(tree: &Tree) -> impl Iterator<Item = Diagnostic> {
    let telling = tree.below(STATIC).filter(|(_, bytes)| picture::has_position(bytes));
    telling.map(|(source, _)| {
        position(source).at(Span::start_of(source)).help(
            "move it to the content folder and refer to it from a page: on its way online it loses the place. Or save it \
             without the place (on an iPhone: Share, Options, Location off)",
        )
    })
}

/// Files of the content folder that no page refers to. Where pages failed, theirs may be among them, so nothing is said.
fn unused(
    config: &Config,
    site: &Site,
    tree: &Tree,
    used: &BTreeMap<SourcePath, Asset>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !site.failed.is_empty() || !site.drafts.is_empty() {
        return;
    }
    for (source, _) in tree.below(config.content.as_str()) {
        let is_named = || config.files().any(|named| named == source);
        if source.extension() != "md" && !used.contains_key(source) && !is_named() {
            diagnostics.push(
                Diagnostic::new(Code::UnusedFile, format!("no page refers to `{source}`, so it will not be online"))
                    .at(Span::start_of(source))
                    .help("link to it from a page, move it to `static/`, or remove it"),
            );
        }
    }
}
